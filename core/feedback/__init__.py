"""Votes on drafts and what the next draft learns from them."""

from core.feedback.lessons import Lessons
from core.feedback.ratings import REASONS, Approval, Ratings, Vote

__all__ = ["REASONS", "Approval", "Lessons", "Ratings", "Vote"]
