"""Why something could not be delivered, and the clock under which a delivery stands."""

import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from threading import Timer


class Undelivered(Exception):
    """A delivery that failed: `reason` is a code of words.toml's [undelivered], `answer` the number the receiver gave."""

    def __init__(self, reason: str, answer: int | None = None) -> None:
        super().__init__(reason)
        self.reason, self.answer = reason, answer


def out_of_reach(fault: OSError) -> Undelivered:
    """The reason behind a fault of the line."""
    if isinstance(fault, ssl.SSLCertVerificationError):
        return Undelivered("certificate")
    return Undelivered("timeout" if isinstance(fault, TimeoutError) else "unreachable")


@contextmanager
def hung_up_after(seconds: float, line: Callable[[], socket.socket | None]) -> Iterator[None]:
    """Ends the line after so many seconds in all: a timeout alone begins again with each byte that trickles in."""

    def hang_up() -> None:
        with suppress(OSError):  # it has ended by itself
            if (own := line()) is not None:
                own.shutdown(socket.SHUT_RDWR)

    timer = Timer(seconds, hang_up)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
