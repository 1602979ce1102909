"""What the ledger knows at a moment, and what was reckoned and drawn of it once for everybody."""
