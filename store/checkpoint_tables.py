"""The table of signed checkpoints. Rows are only added; it stands beside the chain, which it covers."""

from sqlalchemy import BigInteger, Column, Integer, MetaData, Table, Text

CHECKPOINTS = MetaData()

checkpoints = Table(
    "checkpoints",
    CHECKPOINTS,
    # the first so many entries; as in tables.py, exactly INTEGER for SQLite
    Column("size", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=False),
    Column("note", Text, nullable=False),  # as it was given out
    Column("verifier", Text, nullable=False),  # the public half of the key that signed it
)
