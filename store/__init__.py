"""What we know, and since when."""
