"""What can be read off any text: quantities, likeness to another, ease of reading."""
