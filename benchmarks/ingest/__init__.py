"""How long a file takes from bytes to receipt, beside what merely parses it and what merely checks it."""
