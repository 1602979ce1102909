"""Requests drawn from the API's own description: no 5xx, and every answer as described."""

from collections import Counter
from collections.abc import Iterator

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from feeds import all_feeds
from intake.receive import receive
from store.checkpoints import Checkpoints
from store.ledger import Ledger
from tests.identities import As, somebody
from tests.papers import BAD, SAMPLES, changed, printed, sample_rows
from web.api.application import application

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
PATHS = list(application(lambda: None).openapi()["paths"])
SENDING, LOOKING = "/feeds/{feed}/submissions", "/feeds/{feed}/previews"
EXAMPLES = 60


@pytest.fixture
def written(sample_url: str) -> Iterator[Ledger]:
    """The sample day, to write into, with a report that sent a row back and a checkpoint."""
    ledger = Ledger(sample_url)
    spoilt = printed(changed(sample_rows("aquaculture"), {3: {"养殖人员数(人)": "若干"}}))
    assert receive(ledger, all_feeds()["aquaculture"], "city", spoilt, "养殖.csv", "王", partial=True).receipt
    assert Checkpoints(ledger).make()
    yield ledger
    ledger.close()


def files(feed: str) -> list[bytes]:
    """What departments send for a form, sound and faulty, and what is no file of it."""
    own = [
        path.read_bytes()
        for path in (SAMPLES / f"{feed}.csv", *sorted(BAD.glob(f"{feed}.*")))
        if path.exists()
    ]
    return [*own, b"", "一,二\n1,2\n".encode()]


def answered(ledger: Ledger, path: str) -> Counter[int]:
    """How often each status was the answer to requests for a path, each of them as described."""
    schema = schemathesis.openapi.from_asgi("/openapi.json", As(application(lambda: ledger), somebody()))
    seen: Counter[int] = Counter()
    for found in schema.include(path=path).get_all_operations():

        @given(case=found.ok().as_strategy(), data=st.data())
        @settings(
            max_examples=EXAMPLES,
            deadline=None,
            database=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        )
        def drawn(case: schemathesis.Case, data: st.DataObject) -> None:
            _made_likely(case, data, ledger)
            answer = case.call_and_validate(checks=CHECKS)
            seen[answer.status_code] += 1

        drawn()
    return seen


def _made_likely(case: schemathesis.Case, data: st.DataObject, ledger: Ledger) -> None:
    """Most often a file of the form, a name, a moment and a receipt as there are: what is drawn of nothing gets no further."""
    parameters, query = case.path_parameters or {}, case.query or {}
    if case.operation.path in (SENDING, LOOKING):
        case.body = data.draw(st.sampled_from(files(parameters["feed"])) | st.binary())
        case.query = {**query, "unit": data.draw(st.sampled_from(["city", query["unit"]]))}
    if "number" in parameters and data.draw(st.booleans()):
        parameters["number"] = str(data.draw(st.integers(ledger.position() - 3, ledger.position())))
    for name in {"as_of", "at"} & set(query):
        case.query = {**case.query, name: data.draw(st.sampled_from(["2025-07-28T12:00", query[name]]))}


@pytest.mark.parametrize("path", PATHS)
def test_no_request_breaks_the_api_or_its_description(written: Ledger, path: str) -> None:
    before = written.position()
    seen = answered(written, path)
    assert seen[200] + seen[201] > 0, seen
    if path == SENDING:
        assert seen[201] > 0 and seen[422] > 0 and seen[404] == 0, seen
        kinds = Counter(entry.kind for entry in written.entries(after=before))
        assert kinds["submission"] and kinds["refusal"]


def test_the_description_names_every_form_and_unit_there_is() -> None:
    described = application(lambda: None).openapi()["paths"][SENDING]["post"]["parameters"]
    named = {parameter["name"]: parameter["schema"].get("enum") for parameter in described}
    assert named["feed"] == list(all_feeds()) and "city" in named["unit"]
