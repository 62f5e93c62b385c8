"""Reviews: read in, read by an engine, added up, corrected."""

from core.reviews.figures import AspectFigures, Bucket, Change, Course, Figures
from core.reviews.filters import SENTIMENTS, Filters
from core.reviews.importing import ImportReport, Preview
from core.reviews.mapping import Mapping, guess_mapping
from core.reviews.results import Aspect, Correction, Review, ReviewPage, ReviewRow, Source
from core.reviews.service import ORDERS, Reviews

__all__ = [
    "ORDERS",
    "SENTIMENTS",
    "Aspect",
    "AspectFigures",
    "Bucket",
    "Change",
    "Correction",
    "Course",
    "Figures",
    "Filters",
    "ImportReport",
    "Mapping",
    "Preview",
    "Review",
    "ReviewPage",
    "ReviewRow",
    "Reviews",
    "Source",
    "guess_mapping",
]
