"""Reviews: read in, read by an engine, added up, corrected."""

from core.reviews.aspects.labels import KINDS, Candidate, Label
from core.reviews.aspects.matching import Suggestion
from core.reviews.aspects.taught import FEWEST, Estimate
from core.reviews.figures import AspectFigures, Bucket, Change, Course, Figures, Picture
from core.reviews.filters import SENTIMENTS, Filters
from core.reviews.importing import ImportReport, Preview
from core.reviews.insights import Insights
from core.reviews.mapping import Mapping, guess_mapping
from core.reviews.results import Aspect, Correction, Hit, Review, ReviewPage, ReviewRow, Source
from core.reviews.service import ORDERS, Reviews

__all__ = [
    "FEWEST",
    "KINDS",
    "ORDERS",
    "SENTIMENTS",
    "Aspect",
    "AspectFigures",
    "Bucket",
    "Candidate",
    "Change",
    "Correction",
    "Course",
    "Estimate",
    "Figures",
    "Filters",
    "Hit",
    "ImportReport",
    "Insights",
    "Label",
    "Mapping",
    "Picture",
    "Preview",
    "Review",
    "ReviewPage",
    "ReviewRow",
    "Reviews",
    "Source",
    "Suggestion",
    "guess_mapping",
]
