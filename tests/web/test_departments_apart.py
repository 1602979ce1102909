"""Departments and districts, two by two: nothing of one comes out to another, whatever door is tried."""

import csv
import io
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.testclient import TestClient

from access.identity import EVERYTHING, Identity
from domain.districts import DISTRICTS
from domain.receipts import receipt_number
from feeds import all_feeds
from intake.arrivals import arrive
from intake.drafts import open_arrivals
from store.entry import BACKSTAGE, CITY, DENIAL, SUBMISSION, Entry
from store.ledger import Ledger
from tests.identities import As, somebody
from tests.papers import changed, printed, sample_rows
from web.api.application import application
from web.frame.acting import NotAllowed
from web.frame.page import Frame
from web.known import layers, rendered
from web.report.kept import Form, Kept
from web.report.plain import routes
from web.report.reading import give_up, read, send
from web.report.receipts import _may_undo, _take_back
from web.serving import office

FORMS: dict[str, list[str]] = {}
for name, form in all_feeds().items():
    FORMS.setdefault(form.owner_title("zh"), []).append(name)
DEPARTMENTS = [(owner, somebody(owner, "liaison", feeds=" ".join(own))) for owner, own in FORMS.items()]
UNITS = [code for code in DISTRICTS if code != CITY]
PLACES = [(code, somebody(DISTRICTS[code].zh, "liaison", districts=code)) for code in UNITS]
NOTHING = layers.publish(b"[]")
# Forms of many kinds: counted by district, single places, a table of figures, several keys.
PREVIEWED = ("evacuations", "shelters", "figures", "supplies")
Wrong = list[str]


@pytest.fixture(scope="module")
def ledger(sample_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    path = shutil.copy(sample_file, tmp_path_factory.mktemp("apart") / "sample.sqlite3")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("STORE_URL", f"sqlite:///{path}")
        yield office.ledger()


@pytest.fixture(scope="module")
def newest(ledger: Ledger) -> dict[tuple[str, str], Entry]:
    """By form and unit, its last report."""
    return {(entry.feed, entry.scope): entry for entry in reversed(ledger.entries(kinds=[SUBMISSION]))}


def door(ledger: Ledger, who: Identity) -> TestClient:
    """The API, the plain page and the maps as somebody finds them."""
    of_api = Mount("/api", application(lambda: ledger))
    return TestClient(As(Starlette(routes=[layers.ROUTE, *routes(lambda: ledger), of_api]), who))


def others(who: Identity) -> list[str]:
    return [name for name in all_feeds() if not who.scope.holds(name)]


def written(ledger: Ledger) -> int:
    """The last thing that became otherwise; a refusal is written down too, and changes nothing."""
    return ledger.position()


def upload(name: str) -> dict:
    return {"file": ("a.csv", printed(sample_rows(name, count=3)))}


def test_there_are_departments_and_districts_enough_to_try() -> None:
    assert len(DEPARTMENTS) * (len(DEPARTMENTS) - 1) >= 100 and len(PLACES) >= 6


@pytest.mark.parametrize(("owner", "who"), DEPARTMENTS)
def test_no_department_reads_sends_or_takes_out_anothers_by_programs_and_the_plain_page(
    ledger: Ledger, newest, owner: str, who: Identity
) -> None:
    client, before, wrong = door(ledger, who), written(ledger), Wrong()
    for name in others(who):
        entry = next((entry for (feed, _), entry in newest.items() if feed == name), None)
        number = receipt_number(entry.seq) if entry else "R000001"
        asked = [client.get(f"/api/feeds/{name}/rows?format={kind}") for kind in ("csv", "xlsx")]
        asked += [
            client.post(f"/api/feeds/{name}/{end}?unit=city", content=b"x")
            for end in ("submissions", "previews")
        ]
        asked += [client.post("/plain", data={"feed": name, "unit": "city", "send": "x"}, files=upload(name))]
        if entry:
            asked += [client.get(f"/api/receipts/{number}{end}") for end in ("", "/returned")]
            asked += [client.get(f"/plain/{number}")]
            asked += [client.get(f"/api/entries?feed={name}")]
        wrong += [
            f"{answer.request.method} {answer.url}: {answer.status_code}"
            for answer in asked
            if answer.status_code != 403 and answer.content != b"[]"
        ]
    assert not wrong and written(ledger) == before
    figures = client.get("/api/figures").json()
    assert figures or owner == "市气象台" or owner == "市防指"
    assert {figure["feed"] for figure in figures} <= set(FORMS[owner])
    entries = client.get("/api/entries?limit=500").json()
    assert {entry["feed"] for entry in entries} <= {*FORMS[owner], ""}


@pytest.mark.parametrize(("code", "who"), PLACES)
def test_no_district_reads_sends_or_takes_out_anothers_by_programs_and_the_plain_page(
    ledger: Ledger, newest, code: str, who: Identity
) -> None:
    client, before, wrong = door(ledger, who), written(ledger), Wrong()
    for name, form in all_feeds().items():
        if form.has("district"):
            text = client.get(f"/api/feeds/{name}/rows").content.decode("utf-8-sig")
            places = {row[form.column("district").header] for row in csv.DictReader(io.StringIO(text))}
            wrong += [f"{name}: {place}" for place in places - {DISTRICTS[code].zh}]
    for unit in (*UNITS, CITY):
        if unit == code:
            continue
        asked = [
            client.post(f"/api/feeds/evacuations/{end}?unit={unit}", content=b"x")
            for end in ("submissions", "previews")
        ]
        fields = {"feed": "evacuations", "unit": unit, "send": "x"}
        asked += [client.post("/plain", data=fields, files=upload("evacuations"))]
        for (_, scope), entry in newest.items():
            if scope == unit:
                asked += [client.get(f"/api/receipts/{entry.seq}{end}") for end in ("", "/returned")]
                asked += [client.get(f"/plain/{entry.seq}")]
        asked += [client.get(f"/api/entries?unit={unit}")]
        wrong += [
            f"{answer.request.method} {answer.url}: {answer.status_code}"
            for answer in asked
            if answer.status_code != 403 and answer.content != b"[]"
        ]
    assert not wrong and written(ledger) == before
    assert {entry["unit"] for entry in client.get("/api/entries?limit=500").json()} <= {code, ""}


def test_what_waits_for_one_department_is_neither_shown_nor_taken_nor_left_by_another(ledger: Ledger) -> None:
    wrong: Wrong = []
    for owner, own in FORMS.items():
        form = all_feeds()[own[-1]]
        data = printed(changed(sample_rows(form.name, count=3), {}))
        arrival = arrive(ledger, form, CITY, data, "一份.csv", owner, None)
        before = written(ledger)
        for other, who in DEPARTMENTS:
            if other == owner:
                continue
            client, mine = door(ledger, who), FORMS[other][0]
            fields = {"arrival": str(arrival.seq), "shown_as": mine, "read_as": mine, "base": "0"}
            for button in ("again", "confirm", "part", "leave"):
                answer = client.post("/plain", data=fields | {button: "x"}, files={"none": ("", b"")})
                if answer.status_code != 403:
                    wrong.append(f"{other} of {owner}: {button}: {answer.status_code}")
            wrong += [f"{other} of {owner}: {name}" for name in tried(ledger, who, arrival, mine)]
        if written(ledger) != before or arrival.seq not in {
            each.seq for each in open_arrivals(ledger, form, CITY)
        }:
            wrong.append(f"of {owner}: something was written")
    assert not wrong, "\n".join(wrong)


def tried(ledger: Ledger, who: Identity, arrival: Entry, mine: str) -> list[str]:
    """What a page's own functions do with another's file, where they do anything."""
    page = Frame("report", "zh", "light", ledger, who)
    own, its = Form(all_feeds()[mine], CITY, None, who.title), all_feeds()[arrival.feed]
    done = []
    for name, act in {
        "read": lambda: read(page, own, arrival, own.feed),
        "read as it is": lambda: read(page, own, arrival, its),
        "leave": lambda: give_up(page, arrival),
    }.items():
        try:
            act()
            done.append(name)
        except NotAllowed:
            pass
    return done


def test_a_draft_that_was_read_is_not_sent_once_it_is_not_his_any_more(ledger: Ledger) -> None:
    form = Form(all_feeds()["aquaculture"], "daishan", None, "甲")
    page = Frame("report", "zh", "light", ledger, somebody("甲", "liaison"))
    data = printed(changed(sample_rows("aquaculture", "岱山县"), {0: {"备注": "改过"}}))
    arrival = arrive(ledger, form.feed, form.unit, data, "一份.csv", "甲", None)
    kept: Kept = read(page, form, arrival, form.feed)
    assert not kept.draft.refused
    before = written(ledger)
    for now in (
        somebody("甲", "liaison", districts="putuo"),
        somebody("甲", "liaison", feeds="supplies"),
        somebody("甲", "viewer"),
    ):
        with pytest.raises(NotAllowed):
            send(Frame("report", "zh", "light", ledger, now), form, kept)
    assert written(ledger) == before


def test_nobody_takes_back_what_another_sent_but_the_duty_officer(
    ledger: Ledger, newest, monkeypatch
) -> None:
    wrong, before = Wrong(), written(ledger)
    state: dict = {}
    monkeypatch.setattr("web.report.receipts.st.session_state", state)
    for who in [who for _, who in (*DEPARTMENTS, *PLACES)] + [
        somebody("某", role) for role in ("viewer", "approver", "administrator")
    ]:
        page = Frame("ledger", "zh", "light", ledger, who)
        for entry in newest.values():
            if _may_undo(page, entry):
                wrong.append(f"{who.title}: {entry.feed} {entry.scope}")
            state[f"undo_reason_{entry.seq}"] = "试"
            _take_back(page, entry.seq)
            if not state.get(f"undo_faults_{entry.seq}"):
                wrong.append(f"{who.title}: {entry.feed} {entry.scope} taken back")
    assert not wrong and written(ledger) == before
    assert ledger.entries(kinds=[DENIAL], limit=1)
    assert _may_undo(
        Frame("ledger", "zh", "light", ledger, somebody("值班", "duty_officer")), next(iter(newest.values()))
    )


def test_a_map_of_ones_own_rows_is_not_handed_to_another(ledger: Ledger) -> None:
    now, wrong = rendered.present(ledger), Wrong()
    for name, form in all_feeds().items():
        if not form.is_asset:
            continue
        drawn = {code: rendered.layer(now, name, "zh", "light", frozenset([code])) for code in UNITS}
        whole = rendered.layer(now, name, "zh", "light", frozenset([EVERYTHING]))
        for code, who in PLACES:
            client = door(ledger, who)
            wrong += [] if client.get(drawn[code]).status_code == 200 else [f"{name}: {code} lacks its own"]
            shut = {whole, *(address for unit, address in drawn.items() if unit != code)} - {drawn[code]}
            shut -= {NOTHING}  # the map of no rows is everybody's who has none
            wrong += [f"{name}: {code} {one}" for one in shut if client.get(one).status_code != 404]
        for owner, who in DEPARTMENTS:
            status = door(ledger, who).get(whole).status_code
            wrong += [] if status == (200 if name in FORMS[owner] else 404) else [f"{name}: {owner} {status}"]
    assert not wrong, "\n".join(wrong)


def test_a_preview_tells_a_district_only_what_its_own_rows_become(ledger: Ledger) -> None:
    wrong: Wrong = []
    for name in PREVIEWED:
        form = all_feeds()[name]
        for code, who in PLACES:
            rows = sample_rows(name, DISTRICTS[code].zh)
            if not rows:
                continue
            answer = door(ledger, who).post(f"/api/feeds/{name}/previews?unit={code}", content=printed(rows))
            held = ledger.read(name).frame
            foreign = held[held["district"] != code]
            keys = {str(key) for key in foreign[form.key[0]]} - set(
                held[held["district"] == code][form.key[0]].astype(str)
            )
            told = answer.json()
            listed = [*told["missing"], *told["added"], *(one["key"] for one in told["changes"])]
            wrong += [f"{name} {code}: {key}" for key in listed if key in keys]
    assert not wrong, "\n".join(wrong)


def test_backstage_entries_are_told_to_nobody_by_programs(ledger: Ledger) -> None:
    office.door_of(ledger).administration("测试").set("two_people", True)
    client = door(ledger, somebody("某", "viewer"))
    kinds = {entry["kind"] for entry in client.get("/api/entries?limit=500").json()}
    assert kinds and not kinds & set(BACKSTAGE)
    last = ledger.entries(kinds=list(BACKSTAGE), limit=1)[0]
    assert client.get(f"/api/receipts/{last.seq}").status_code == 404
    assert client.get(f"/plain/{last.seq}").status_code == 404
