"""All that was written: found again, followed, taken out."""
