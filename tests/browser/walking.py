"""The way through every screen, with what is typed, dropped and asked amiss on it."""

from collections.abc import Iterator
from itertools import cycle, zip_longest
from urllib.parse import quote
from xml.etree.ElementTree import fromstring

from domain.words import LANGUAGES
from feeds import all_feeds
from tests.browser.planting import PAYLOADS, SHEET, Planted
from tests.browser.visiting import choose_first_row
from tests.browser.watching import Watched
from tests.papers import printed, sample_rows
from tests.workbooks import of_paper, xlsx
from views.cap import NAMESPACE
from web.pages import page_names

BAD = quote(PAYLOADS[2], safe="")
# The parts of the settings by what stands on each alone, and what stands there once a row is chosen.
PARTS = {
    "accounts": ("[class*=st-key-account_]", "[class*=st-key-account_] input[disabled]"),
    "tokens": (".st-key-token_kind", "[data-testid=stHtml]:has-text('(~screen~)')"),
    "signers": ("[class*=st-key-signer_]", ""),
    "rules": (".st-key-rules", ""),
    "backstage": (".st-key-take_backstage", ""),
}


def walk(watched: Watched, planted: Planted, enforced: bool) -> Iterator[None]:
    """The whole way under one policy; what was seen and what fired is with `watched`.

    The pages of the bar are seen under each policy, in one half of the way in each language. What is one template over
    again (forms, receipts, pages without script) is seen once in all.
    """
    watched.open(f"/?lang={BAD}")
    for place, watched.lang in enumerate(_languages(enforced)):
        for path in _screens(planted, watched.lang, place, 2 * place + enforced):
            yield from watched.turn(path)
        yield from (_found, _details)[place](watched)
    yield from _settings(watched)
    yield from watched.turn(f"/ledger?lang={watched.lang}&receipt={planted.receipts['refused']}")
    kept = _receipt_file(watched)
    yield from _drop(watched, planted)
    if not enforced:
        yield from _map(watched)
    for place, watched.lang in enumerate(_languages(enforced)):
        for path in _printed(planted, watched.lang)[2 * place + enforced :: 4]:
            watched.open(path)
    _answers(watched, planted.receipts["refused"])
    watched.show("a receipt that was kept", kept)


def _languages(enforced: bool) -> tuple[str, ...]:
    return LANGUAGES if enforced else LANGUAGES[::-1]


def _screens(planted: Planted, lang: str, half: int, quarter: int) -> Iterator[str]:
    """A half of the pages, a quarter of the forms and of the receipts, and what is asked of them amiss; never one page twice in a row."""
    receipts = [planted.receipts["levels"]] + [
        number for kind, number in planted.receipts.items() if kind not in all_feeds()
    ]
    amiss = (
        [f"/report?feed={BAD}&unit={BAD}", f"/storm?storm={BAD}"],
        [
            f"/briefing?rotate={BAD}",
            "/report?feed=aquaculture&unit=city",
            f"/storm?storm={quote(planted.storm)}",
        ],
    )
    pages = [
        f"/{name}" for name in page_names() if name not in ("dashboard", "departments", "ledger", "settings")
    ]
    others = [*pages[half::2], *amiss[half], "/"]
    told = [f"/ledger?receipt={number}" for number in receipts[quarter::4]]
    told += [f"/ledger?receipt={BAD}", "/ledger"][half:]
    drawn = [f"/departments?feed={form}" for form in list(all_feeds())[quarter::4]]
    drawn += [f"/departments?feed={BAD}&measure={BAD}"][half:]
    for path in (path for both in zip_longest([*told, *others], drawn) for path in both if path):
        yield f"{path}{'&' if '?' in path else '?'}lang={lang}"


def _printed(planted: Planted, lang: str) -> list[str]:
    """The pages without script, and what is asked of them amiss."""
    kinds = (
        "refused",
        "undo",
        "workbook",
        "part",
        "signed",
        "confirmed",
        "declined",
        "fishing_vessels",
        "levels",
    )
    return [
        f"/plain?lang={lang}", *(f"/plain/{planted.receipts[kind]}?lang={lang}" for kind in kinds), f"/plain/{BAD}?lang={lang}",
        f"/sign-in?lang={lang}&next={BAD}", f"/sign-in?lang={lang}&next={quote('javascript:window.__canary=1')}",
        f"/welcome/{BAD}?lang={lang}", f"/screen/{BAD}?lang={lang}", f"/sign-in/organisation/back?lang={lang}&state={BAD}",
        f"/{BAD}?lang={lang}",
    ]  # fmt: skip


def _found(watched: Watched) -> Iterator[None]:
    """What is found in a form."""
    page, cells = watched.page, watched.page.locator("[data-testid=stDataFrame] td")
    yield from watched.turn(f"/departments?lang={watched.lang}&feed=alerts")
    page.locator(".st-key-find input").fill("(~cap.event~)")
    page.locator(".st-key-find input").press("Enter")
    yield
    cells.filter(has_text="(~alerts.event~)").first.wait_for(state="detached")
    cells.filter(has_text="(~cap.event~)").first.wait_for(state="attached")
    watched.look("found")


def _details(watched: Watched) -> Iterator[None]:
    """A row of a form's table with the form that corrects it."""
    page = watched.page
    yield from watched.turn(f"/departments?lang={watched.lang}&feed=reservoirs")
    choose_first_row(page)
    yield from watched.shown("a row", ".tp-details")
    page.locator("[data-testid=stExpander] summary").first.click()
    yield from watched.shown("a row to correct", "[data-testid=stExpander] input")


def _map(watched: Watched) -> Iterator[None]:
    """A place on a form's map, which is drawn large for once."""
    watched.page.set_viewport_size({"width": 1600, "height": 900})
    watched.page.evaluate("document.documentElement.classList.add('whole')")
    yield from watched.turn(f"/departments?lang={watched.lang}&feed=reservoirs")
    place = sample_rows("reservoirs")[0]
    yield from watched.point_at(float(place["经度"]), float(place["纬度"]))


def _settings(watched: Watched) -> Iterator[None]:
    """Each part; of a screen and of an account also what stands beside the list once it is chosen."""
    yield from watched.turn(f"/settings?lang={watched.lang}")
    page = watched.page
    for place, (part, (stands, chosen)) in enumerate(PARTS.items()):
        page.locator(".st-key-settings_part button").nth(place).click()
        yield from watched.shown(part, stands)
        if chosen:
            choose_first_row(page)
            yield from watched.shown(f"one of {part}", chosen)


def _receipt_file(watched: Watched) -> bytes:
    """A receipt as it is taken away, to be opened where no policy comes with it."""
    link = watched.page.locator("a.tp-take[download$='.html']").first.get_attribute("href")
    answer = watched.context.request.get(f"{watched.address}{link}")
    assert answer.headers["content-disposition"].startswith("attachment")
    return answer.body()


def _drop(watched: Watched, planted: Planted) -> Iterator[None]:
    """Files under payloads' names: sound, at fault, with headers that nobody knows, and a workbook; each is opened."""
    rows, texts = sample_rows("aquaculture", count=40), cycle(PAYLOADS)
    sound = [{**row, "养殖场名称": next(texts), "备注": next(texts)} for row in rows]
    faulty = [
        dict(zip(row, [*list(row.values())[:2], *(next(texts) for _ in list(row)[2:])])) for row in rows
    ]
    strange = [
        {f"{planted.mark('header')} {i}".replace("\n", " "): cell for i, cell in enumerate(row.values())}
        for row in rows[:1]
    ]
    book = {SHEET: of_paper(faulty), "x'-alert(1)-'x": of_paper(sample_rows("fishing_vessels", count=9))}
    files = [printed(sound), printed(faulty), printed(strange), xlsx(book)]
    page = watched.page
    yield from watched.turn(f"/report?lang={watched.lang}&feed=aquaculture")
    page.locator("[data-testid=stFileUploaderDropzoneInput]").set_input_files([
        {"name": f"{i}{PAYLOADS[i].replace('/', '-')}.csv", "mimeType": "text/csv", "buffer": data}
        for i, data in enumerate(files)
    ])  # fmt: skip
    yield
    papers = page.locator("[class*=st-key-paper_]")
    papers.nth(len(files)).wait_for(timeout=60_000)  # the workbook is two, and opened by a process of its own
    watched.drawn("report")
    watched.look("files")
    for place in range(len(files) + 1):
        paper = papers.nth(place)
        if paper.locator(".tp-paper-here").count() == 0:
            paper.locator("button").click()
        yield from watched.shown(
            f"file {place}", f":nth-match([class*=st-key-paper_], {place + 1}) .tp-paper-here"
        )


def _answers(watched: Watched, number: str) -> None:
    """What is answered to a form that was filled in with payloads, under the policy that came with it; and to programs."""
    faulty = [
        {header: PAYLOADS[i % 60] for i, header in enumerate(row)}
        for row in sample_rows("aquaculture", count=9)
    ]
    file = {"name": "<img src=x onerror=alert(1)>.csv", "mimeType": "text/csv", "buffer": printed(faulty)}
    plain = {"feed": "aquaculture", "unit": "city", "as_of": "", "look": "x", "file": file}
    amiss = {"feed": PAYLOADS[0], "unit": PAYLOADS[1], "as_of": PAYLOADS[2], "look": "x", "file": file}
    asked, origin = watched.context.request, {"origin": watched.address}
    for fields in (
        plain,
        amiss,
        {**plain, "unit": PAYLOADS[2]},
        {**plain, "as_of": PAYLOADS[2]},
        {"arrival": PAYLOADS[3]},
    ):
        answer = asked.post(f"{watched.address}/plain?lang={watched.lang}", multipart=fields, headers=origin)
        watched.show(f"/plain {sorted(fields)}", answer)
    wrong = {"name": PAYLOADS[2], "password": PAYLOADS[0], "next": PAYLOADS[3]}
    watched.show(
        "/sign-in", asked.post(f"{watched.address}/sign-in?lang={watched.lang}", form=wrong, headers=origin)
    )
    for path in (
        "entries",
        "figures",
        f"feeds/{BAD}",
        f"receipts/{BAD}",
        "feeds/aquaculture/rows",
        f"receipts/{number}",
    ):
        answer = asked.get(f"{watched.address}/api/{path}", fail_on_status_code=False)
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert "html" not in answer.headers["content-type"]
    _notice(watched)


def _notice(watched: Watched) -> None:
    """The level in force for other programs: what it rests on is text there too, and no element of theirs."""
    answer = watched.context.request.get(f"{watched.address}/api/levels/notice")
    elements = list(fromstring(answer.body()).iter())
    assert {element.tag.partition("}")[0][1:] for element in elements} == {NAMESPACE}
    assert any("(~basis~)" in (element.text or "") for element in elements)
