"""Answers to unhappy reviews, which promise only what the policy says."""
