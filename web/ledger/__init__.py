"""The ledger as a page: entries, histories, and what a checkpoint covers."""
