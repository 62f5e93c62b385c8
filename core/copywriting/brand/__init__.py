"""How a brand speaks: its rules, its own texts and the guide read off them."""
