"""HOW FAST IT IS: each file prints one table, measured in one run."""
