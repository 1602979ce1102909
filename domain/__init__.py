"""WHAT THE WORDS MEAN: wind, cyclone grades, warning lines, response levels, districts, departments, time."""
