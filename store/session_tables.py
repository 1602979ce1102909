"""What sign-in keeps beside the ledger: proofs of passwords, which are only added, and what comes and goes with a visit."""

from sqlalchemy import Column, Index, Integer, MetaData, Table, Text

PROOFS, VISITS = MetaData(), MetaData()

proofs = Table(  # a password's hash, named by its own hash: the ledger says which one is an account's
    "proofs",
    PROOFS,
    Column("id", Text, primary_key=True),
    Column("encoded", Text, nullable=False),
)

sessions = Table(  # id: the hash of what the browser holds; since: the entry by which its account or token was as it is
    "sessions",
    VISITS,
    Column("id", Text, primary_key=True),
    Column("holder", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("since", Integer, nullable=False),
    Column("started_at", Text, nullable=False),
    Column("seen_at", Text, nullable=False),
    Index("sessions_by_holder", "holder"),
)

failures = Table(  # who: an account or an address that failed to sign in
    "failures",
    VISITS,
    Column("number", Integer, primary_key=True),
    Column("who", Text, nullable=False),
    Column("at", Text, nullable=False),
    Index("failures_by_who", "who", "at"),
)

nonces = Table(  # its key is what a machine cannot say twice
    "nonces",
    VISITS,
    Column("key", Text, primary_key=True),
    Column("nonce", Text, primary_key=True),
    Column("at", Text, nullable=False),
    Index("nonces_by_time", "at"),
)
