"""The storm from the formats of the field: each agency's track and forecast as rows of one canonical table."""
