"""What other programs say to the ledger and are answered: the same as the pages, over HTTP."""
