"""How much of a file is read: what lies beyond is refused in words, never cut off."""

MAX_COLUMNS = 200
MAX_ROWS = 2_000_000
# Rows times columns: as many as the largest file can hold where every cell is written, 20 MB of commas.
MAX_CELLS = 20_000_000

# So much of what stands in the place of something else is told of; feeds.sentences shows the beginning of it.
MOST_RAW = 200

# A workbook as a whole. Honest ones unpack to 5 to 15 times their size; 60 MB hold some 130,000 rows of a form.
MOST_MB = 60
# Such a workbook has 2 million cells; five million texts take the server 300 MB.
MOST_CELLS = 5_000_000
MOST_RATIO = 200
MOST_PARTS = 2000
# So many empty rows in between, and a cell below them is no part of the table.
FAR_ROWS = 10_000

# The process that reads it. The answer comes within 20 s, waiting for a free place included.
WALL_S = 19.0
CPU_S = 20
MEMORY_MB = 1024
AT_ONCE = 4
# A file at any door; .streamlit/config.toml holds the uploader to the same.
FILE_MB = 20
FILE_BYTES = FILE_MB * 2**20
