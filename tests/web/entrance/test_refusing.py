"""What is turned away for its length before it is read."""

from collections.abc import Iterator

from starlette.applications import Starlette
from starlette.testclient import TestClient

from loaders.limits import FILE_MB
from store.ledger import Ledger
from tests.identities import As, somebody
from web.report.plain import MOST_FILES, routes

LONGEST = MOST_FILES * FILE_MB


def test_a_form_longer_than_all_its_files_may_be_is_not_kept_on_the_disk_first(live_ledger: Ledger) -> None:
    browser = TestClient(As(Starlette(routes=routes(lambda: live_ledger)), somebody("王联络")))
    asked = {"content-type": "multipart/form-data; boundary=x"}

    def trickled() -> Iterator[bytes]:
        yield b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\n1\r\n--x--\r\n'

    said = {"content-length": str(LONGEST * 1024 * 1024 + 1)}
    long = browser.post("/plain", content=b"--x--", headers=asked | said)
    unsaid = browser.post("/plain", content=trickled(), headers=asked)
    assert [answer.status_code for answer in (long, unsaid)] == [413, 413]
    assert f"超过 {LONGEST} MB" in long.text
