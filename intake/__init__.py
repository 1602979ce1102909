"""HOW A FILE GETS IN: decode, read, map headers, check, compare, commit, receipt."""
