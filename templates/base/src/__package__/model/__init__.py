"""What is trained: architecture, loss, and the way to load it again."""
