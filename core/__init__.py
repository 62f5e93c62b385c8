"""Brandloop's core: what the pages and the command line stand on. It knows no Streamlit."""
