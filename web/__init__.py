"""What carries the pages: the server around them, the frame of each page, and the line that keeps it live."""
