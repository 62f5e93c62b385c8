"""Tuning the house writer to what people liked: low-rank changes learnt from thumbs and pairs."""
