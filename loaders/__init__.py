"""WHERE IT COMES FROM: bytes in, a table of raw text out."""
