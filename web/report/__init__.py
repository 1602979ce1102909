"""The way of a file: chosen, dropped, read, mended, compared, sent; its receipt; and the same without script."""
