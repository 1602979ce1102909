"""What somebody sends is text on every screen: no payload runs, with the policy and without it."""

import shutil
from collections.abc import Iterator
from itertools import cycle, islice
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from access.door import Door
from access.identity import Scope
from domain.receipts import receipt_number
from feeds import all_feeds
from feeds.declaration import Feed
from intake.arrivals import arrive
from intake.receive import receive
from intake.undo import undo
from store.ledger import Ledger
from tests.browser.payloads import payloads
from tests.browser.visiting import Server
from tests.papers import printed, sample_rows
from tests.workbooks import of_paper, xlsx
from web.pages import page_names

SERVED = Path(__file__).parent / "report_only" / "dashboard.py"
PAYLOADS = payloads()
# As many at once as a machine of two cores draws without one waiting for the others.
TABS = 6
ROW_OPENED = "/departments?lang=zh&feed=reservoirs"
# What a figure is counted in and how exact it is are read as texts and are none.
CHOSEN = (("figures", "unit"), ("figures", "qualifier"))
WATCH = """
for (const name of ["alert", "confirm", "prompt"]) window[name] = () => { window.__canary = name }
"""
# Nothing of a payload has become an element: a frame, a handler, a script that says something, an address that runs.
BECAME = """() => [...document.querySelectorAll("*")].filter(e =>
  [...e.attributes].some(a => /^on/i.test(a.name) || (["href", "src", "action", "formaction", "data"].includes(a.name) && /^\\s*javascript:/i.test(a.value)) || a.name === "srcdoc") ||
  ["IFRAME", "OBJECT", "EMBED", "BASE", "MATH"].includes(e.tagName) ||
  (e.tagName === "SCRIPT" && e.textContent.trim()) || /canary/.test(e.getAttribute("src") || "")
).map(e => e.outerHTML.slice(0, 200))"""


@pytest.fixture(scope="module")
def planted(sample_file: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, dict[str, str]]:
    """A store with the payloads in every field somebody can write in; and a receipt of each kind."""
    folder = tmp_path_factory.mktemp("planted")
    url = f"sqlite:///{shutil.copy(sample_file, folder / 'ledger.sqlite3')}"
    ledger = Ledger(url)
    texts = cycle(PAYLOADS)
    found: dict[str, str] = {}
    for form in all_feeds().values():
        found[form.name] = _report(ledger, form, texts)
    rows = sample_rows("aquaculture", "嵊泗县")
    table = of_paper(rows)
    header = [*table[0], *(text.replace("\n", " ") for text in PAYLOADS[:40])]
    sheets = {
        "<svg onload=alert(1)>": [header, *table[1:]],
        "x'-alert(1)-'x": [["船名", "在港状态"], ["甲", PAYLOADS[3]]],
    }
    data = xlsx(sheets)
    form = all_feeds()["aquaculture"]
    refused = receive(ledger, form, "shengsi", data, next(texts), next(texts), sheet="<svg onload=alert(1)>")
    found["workbook"] = receipt_number(refused.entry.seq)
    found["refused"] = _refused(ledger, form, texts)
    arrive(
        ledger,
        form,
        "city",
        printed(_filled(form, sample_rows("aquaculture"), texts)),
        PAYLOADS[2],
        PAYLOADS[3],
        None,
    )
    boats = all_feeds()["fishing_vessels"]
    again = receive(ledger, boats, "city", _paper(boats, texts), "x.csv", PAYLOADS[0])
    found["undo"] = receipt_number(undo(ledger, again.entry.seq, PAYLOADS[1], PAYLOADS[2], duty=True).seq)
    people = Door(ledger, folder).administration(PAYLOADS[5])
    for i, text in enumerate(PAYLOADS[:8]):
        people.set_account(f"account{i}", text, frozenset({"viewer"}), Scope())
    ledger.close()
    return url, found


def _report(ledger: Ledger, form: Feed, texts: Iterator[str]) -> str:
    outcome = receive(ledger, form, "city", _paper(form, texts), f"{next(texts)}.csv", next(texts))
    assert outcome.receipt, [problem for problem in outcome.draft.problems if problem.severity == "error"][:3]
    return outcome.receipt.number


def _paper(form: Feed, texts: Iterator[str]) -> bytes:
    return printed(_filled(form, sample_rows(form.name), texts))


def _filled(form: Feed, rows: list[dict[str, str]], texts: Iterator[str]) -> list[dict[str, str]]:
    """A form's sample rows with a payload in every text cell; in a column of its key the row's number makes each another."""
    for column in (each for each in form.columns if (form.name, each.name) not in CHOSEN):
        header = next((h for h in rows[0] if column.type == "text" and h.startswith(column.zh)), None)
        for i, row in enumerate(rows[:120] if header else []):
            row[header] = f"{next(texts)}{f' {i}' if column.name in form.key else ''}"
    return rows


def _refused(ledger: Ledger, form: Feed, texts: Iterator[str]) -> str:
    """A file in which no cell is what its column takes."""
    rows = sample_rows(form.name)
    bad = [dict(zip(row, islice(texts, len(row)))) for row in rows]
    outcome = receive(ledger, form, "city", printed(bad), f"{next(texts)}.csv", next(texts))
    assert outcome.receipt is None
    return receipt_number(outcome.entry.seq)


@pytest.fixture(scope="module")
def served(planted: tuple[str, dict[str, str]], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    server = Server(SERVED, planted[0], tmp_path_factory.mktemp("log") / "server.log")
    server.start()
    yield server
    server.stop()


class Watched:
    """A browser's pages, and what any of them did that only a payload would."""

    def __init__(self, browser: Browser, server: Server, enforced: bool, person: str) -> None:
        self.context: BrowserContext = browser.new_context(viewport={"width": 1600, "height": 900})
        self.context.add_init_script(WATCH)
        self.address, self.fired = server.address, []
        if not enforced:
            self.context.add_cookies([{"name": "report_only", "value": "1", "url": server.address}])
        self.context.request.post(f"{self.address}/sign-in", form={"ready": person}, max_redirects=0)
        self.context.on("request", self._asked)
        self.context.on("dialog", lambda dialog: (self.fired.append(dialog.message), dialog.dismiss()))

    def _asked(self, request) -> None:
        if request.url.startswith(f"{self.address}/canary") or "evil.example" in request.url:
            self.fired.append(f"{request.frame.url} asked {request.url}")

    def look_at(self, paths: list[str]) -> None:
        """Opens them, a few beside each other, and looks at each once it is drawn."""
        pages = [self.context.new_page() for _ in paths[:TABS]]
        for start in range(0, len(paths), TABS):
            some = list(zip(pages, paths[start : start + TABS]))
            for page, path in some:
                page.goto(f"{self.address}{path}", wait_until="commit")
            for page, path in some:
                self._look(page, path)
        for page in pages:
            page.close()

    def _look(self, page: Page, path: str) -> None:
        if page.locator("script[src='/office.js']").count():
            page.locator("html[data-live] [data-test-script-state=notRunning]").wait_for(timeout=30_000)
        else:
            page.wait_for_load_state()
        if path == ROW_OPENED:
            _open_row(page)
        self.fired += [f"{path}: {frame.url}" for frame in page.frames if frame.evaluate("window.__canary")]
        self.fired += [f"{path}: {element}" for element in page.evaluate(BECAME)]


def _open_row(page: Page) -> None:
    page.wait_for_timeout(800)  # the table draws itself on a canvas, whose cells nobody can wait for
    page.locator("[data-testid=stDataFrame]").first.click(position={"x": 15, "y": 50})
    page.locator(".tp-details").wait_for(timeout=15_000)


def _screens(receipts: dict[str, str], lang: str) -> list[str]:
    """Every page, the forms with text on maps and without, receipts of every kind, what is asked of them amiss."""
    bad = quote(PAYLOADS[2], safe="")
    names = [name for name in page_names() if name not in ("dashboard", "settings")]
    told = ("refused", "undo", "workbook", "fishing_vessels", "levels")
    return [
        f"/?lang={lang}",
        *(f"/{name}?lang={lang}&rotate=0" for name in names),
        *(f"/departments?lang={lang}&feed={feed}" for feed in ("reservoirs", "supplies")),
        *(f"/ledger?lang={lang}&receipt={receipts[kind]}" for kind in told),
        f"/ledger?lang={lang}&receipt={bad}",
        f"/report?lang={lang}&feed={bad}&unit={bad}",
        f"/departments?lang={lang}&feed={bad}&measure={bad}",
        f"/?lang={bad}",
        f"/plain?lang={lang}",
        *(f"/plain/{receipts[kind]}?lang={lang}" for kind in told),
        f"/plain/{bad}?lang={lang}",
        f"/sign-in?lang={lang}&next={bad}",
        f"/sign-in?lang={lang}&next={quote('javascript:window.__canary=1')}",
    ]


def _programs(receipts: dict[str, str]) -> list[str]:
    """What programs are answered, opened in a browser as a link in a mail would be."""
    bad = quote(PAYLOADS[0], safe="")
    forms = ("aquaculture", "fishing_vessels")
    return [
        "/api/entries", "/api/figures", f"/api/feeds/{bad}", f"/api/receipts/{bad}", f"/{bad}",
        *(f"/api/receipts/{number}" for number in list(receipts.values())[:6]),
        *(f"/api/feeds/{form}/rows" for form in forms),
    ]  # fmt: skip


@pytest.mark.parametrize("enforced", [False, True], ids=["policy-only-told", "policy-held-to"])
def test_no_payload_runs_on_any_screen_in_either_language(
    browser: Browser, served: Server, planted: tuple[str, dict[str, str]], enforced: bool
) -> None:
    receipts = planted[1]
    watched = Watched(browser, served, enforced, "liaison")
    # What does not run where the policy is only told does not run where it is held to: once more in one language.
    for lang in ("en",) if enforced else ("zh", "en"):
        screens = _screens(receipts, lang)
        watched.look_at(screens[: len(page_names())] if enforced else screens)
    for path in _programs(receipts):
        answer = watched.context.request.get(watched.address + path, fail_on_status_code=False)
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert "html" not in answer.headers["content-type"] or "<img src=x" not in answer.text()
    watched.context.close()
    assert watched.fired == []


@pytest.mark.parametrize("person", ["administrator", "putuo"])
def test_no_payload_runs_before_who_may_see_other_pages_or_is_turned_away(
    browser: Browser, served: Server, planted: tuple[str, dict[str, str]], person: str
) -> None:
    watched = Watched(browser, served, False, person)
    bad = quote(PAYLOADS[2], safe="")
    names = ["settings"] if "settings" in page_names() else []
    watched.look_at(["/ledger", *(f"/{name}" for name in names), "/report", f"/{bad}", f"/briefing?{bad}"])
    watched.context.close()
    assert watched.fired == []


def test_no_payload_runs_while_its_file_is_looked_at_mended_and_sent(
    browser: Browser, served: Server, planted: tuple[str, dict[str, str]]
) -> None:
    watched = Watched(browser, served, False, "liaison")
    form = all_feeds()["aquaculture"]
    sound, faulty = sample_rows("aquaculture"), sample_rows("aquaculture")
    texts = cycle(PAYLOADS)
    _filled(form, sound, texts)
    for row in faulty[:30]:
        row.update(dict(zip(list(row)[2:], texts)))
    page = watched.context.new_page()
    page.goto(f"{watched.address}/report?feed=aquaculture")
    page.locator("[data-testid=stFileUploaderDropzoneInput]").set_input_files([
        {"name": f"{i}{PAYLOADS[i].replace('/', '-')}.csv", "mimeType": "text/csv", "buffer": printed(rows)}
        for i, rows in enumerate((sound, faulty))
    ])  # fmt: skip
    page.locator("[class*=st-key-paper_]").nth(1).wait_for()
    watched._look(page, "/report")
    plain = {
        "feed": "aquaculture", "unit": "city", "as_of": "", "actor": PAYLOADS[2], "look": "x",
        "file": {"name": "<img src=x onerror=alert(1)>.csv", "mimeType": "text/csv", "buffer": printed(faulty)},
    }  # fmt: skip
    answer = watched.context.request.post(
        f"{watched.address}/plain", multipart=plain, headers={"origin": watched.address}
    )
    printed_page = watched.context.new_page()
    printed_page.route("**/shown", lambda route: route.fulfill(body=answer.body(), content_type="text/html"))
    printed_page.goto(f"{watched.address}/shown")
    assert "<img src=x" not in answer.text() and "&lt;img src=x" in answer.text()
    watched._look(printed_page, "/plain")
    watched.context.close()
    assert watched.fired == []
