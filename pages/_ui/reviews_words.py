"""The words for what a reading can say, and the signs that stand beside its colours."""

from __future__ import annotations

from core.i18n import N_

SENTIMENTS = {
    "negative": N_("Negative"),
    "neutral": N_("Neutral"),
    "positive": N_("Positive"),
}
SIGNS = {"negative": "▼", "neutral": "●", "positive": "▲"}
EMOTIONS = {
    "joy": N_("Joy"),
    "love": N_("Love"),
    "surprise": N_("Surprise"),
    "anger": N_("Anger"),
    "sadness": N_("Sadness"),
    "fear": N_("Fear"),
    "disappointment": N_("Disappointment"),
    "neutral": N_("No strong emotion"),
}
LANGUAGES = {
    "en": N_("English"),
    "zh": N_("Chinese"),
    "mixed": N_("Mixed"),
    "und": N_("Other"),
}
ROLES = {
    "text": N_("Review text"),
    "date": N_("Date"),
    "rating": N_("Stars"),
    "product": N_("Product"),
    "origin": N_("Source"),
    "customer": N_("Customer"),
    "country": N_("Country"),
}
MASKED = {
    "email": N_("e-mail addresses: {count}"),
    "phone": N_("phone numbers: {count}"),
    "id": N_("identity numbers: {count}"),
    "card": N_("card numbers: {count}"),
    "order": N_("order numbers: {count}"),
}
ORDERS = {
    "newest": N_("Newest"),
    "oldest": N_("Oldest"),
    "worst": N_("Most negative"),
    "best": N_("Most positive"),
    "least sure": N_("Least sure"),
}
