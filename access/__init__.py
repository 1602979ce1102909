"""WHO MAY DO WHAT: accounts, visits, keys, and the one table of operations by role."""
