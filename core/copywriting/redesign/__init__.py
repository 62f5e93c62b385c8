"""One draft made out of another: a wish granted, lines written anew, the other language."""
