"""The name somebody gives for himself, as every door takes it."""

from domain.unseen import seen_line


def called(name: str) -> str:
    """The name without what cannot be seen, single spaces between its parts; empty where nobody is named."""
    return seen_line(name)
