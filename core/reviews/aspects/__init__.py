"""What reviews speak of: terms as aspects, and labels of a person's own."""

from core.reviews.aspects.vocabulary import (
    Aspect,
    canonical,
    label_id,
    label_number,
    named,
    vocabulary,
)

__all__ = ["Aspect", "canonical", "label_id", "label_number", "named", "vocabulary"]
