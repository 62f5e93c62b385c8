"""Votes on drafts and what the next draft learns from them."""

from core.feedback.exploration import FACTORS, Exploration, Level
from core.feedback.lessons import Lesson, Lessons, is_lesson
from core.feedback.ranker import NO_TASTE, Ranker, RankerState, Taste, Waiting
from core.feedback.ratings import REASONS, Approval, Place, Ratings, Stretch, Vote
from core.feedback.whole_words import is_word

__all__ = [
    "FACTORS",
    "NO_TASTE",
    "REASONS",
    "Approval",
    "Exploration",
    "Lesson",
    "Lessons",
    "Level",
    "Place",
    "Ranker",
    "RankerState",
    "Ratings",
    "Stretch",
    "Taste",
    "Vote",
    "Waiting",
    "is_lesson",
    "is_word",
]
