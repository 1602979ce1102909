"""WHAT IS RUN BY HAND: a tool each, which the program itself never needs."""
