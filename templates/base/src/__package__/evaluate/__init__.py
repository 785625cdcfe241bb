"""What the model is worth on data it has not seen, and what it looks at."""
