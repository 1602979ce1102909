"""THE SEED STORM'S DAY: one file a feed for the afternoon of 28 July 2025, and what was known before it."""
