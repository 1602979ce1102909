"""Workbooks: looked over in the server's process, opened in one of their own."""
