"""The outbox's tables: what is to be told, each try at telling it, and what became of the try. Rows are only added.

They stand beside the ledger and outside its chain: a reminder is no evidence of what was reported.
"""

from sqlalchemy import Column, ForeignKey, Index, Integer, MetaData, Table, Text

OUTBOX = MetaData()

messages = Table(  # what one recipient gets in one go by one channel; written before anything is sent
    "messages",
    OUTBOX,
    Column("id", Text, primary_key=True),
    Column("channel", Text, nullable=False),
    Column("recipient", Text, nullable=False),
    Column("written_at", Text, nullable=False),
    Index("messages_by_recipient", "channel", "recipient", "written_at"),
)

reminders = Table(  # the key is what nobody is told twice
    "reminders",
    OUTBOX,
    Column("channel", Text, primary_key=True),
    Column("recipient", Text, primary_key=True),
    Column("feed", Text, primary_key=True),
    Column("unit", Text, primary_key=True),
    Column("stage", Text, primary_key=True),
    Column("due_at", Text, primary_key=True),
    Column("repeat", Integer, primary_key=True, autoincrement=False),
    Column("message", Text, ForeignKey(messages.c.id), nullable=False),
    Index("reminders_by_message", "message"),
    Index("reminders_by_due_time", "due_at"),
)

attempts = Table(  # its key is the claim: two processes cannot both add the third try
    "attempts",
    OUTBOX,
    Column("message", Text, ForeignKey(messages.c.id), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("begun_at", Text, nullable=False),
    Column("lease_until", Text, nullable=False),
)

outcomes = Table(
    "outcomes",
    OUTBOX,
    Column("message", Text, ForeignKey(messages.c.id), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("outcome", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("answer", Integer),
    Column("ended_at", Text, nullable=False),
    Column("next_at", Text),
)
