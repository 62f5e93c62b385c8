"""What is asked for: the product, its facts, and what of them nobody should write from."""
