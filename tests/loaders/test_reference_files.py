"""Whatever is kept beside the project of storms and alerts is read, or refused with a reason that can be said."""

import pytest

from domain.problems import Refused
from domain.words import LANGUAGES
from feeds import feed
from feeds.sentences import tell
from loaders.documents import tables_of
from tests.reference import FOLDER

REFUSED = {
    "getStormTrack.json": {"file.no_storm_id"},
    "google_xee.cap": {"file.alert_document_type"},
    "invalid.cap": {"file.alert_missing"},
    "invalid_xmlns.cap": {"file.alert_namespace"},
    "sweden.cap": {"file.alert_wrong_order", "file.alert_unknown_element"},
    "CAP-v1.1.xsd": {"file.no_xml_document"},
    "CAP-v1.2.xsd": {"file.no_xml_document"},
}
FILES = sorted(
    path for folder in ("tracks", "cap") for path in (FOLDER / folder).rglob("*") if path.is_file()
)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_file_is_read_or_refused_for_what_is_wrong_with_it(path) -> None:
    try:
        tables = tables_of(path.read_bytes(), path.name)
        found: set[str] = set()
        assert tables and all(table.columns.num_rows for table in tables.values())
    except Refused as refusal:
        found = {problem.code for problem in refusal.problems}
        said = [tell(problem, feed("track"), lang).text for problem in refusal.problems for lang in LANGUAGES]
        assert all(said)
    assert found == REFUSED.get(path.name, set())
