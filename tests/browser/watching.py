"""A browser's pages that walk through the screens, and what any of them did that only a payload would."""

import math
import re
from collections.abc import Iterable, Iterator

from playwright.sync_api import APIResponse, Browser

from domain.words import LANGUAGES, say
from tests.browser.visiting import Server
from views.map import VIEWS

# A map is drawn by the processor alone here, the slower the larger: it is not drawn until somebody points at it.
WATCH = """
for (const name of ["alert", "confirm", "prompt"]) window[name] = () => { window.__canary = name };
window.__refused = [];
document.addEventListener("securitypolicyviolation", e => window.__refused.push(`refused ${e.violatedDirective} ${e.blockedURI}`));
const small = new CSSStyleSheet();
small.replaceSync("html:not(.whole) [data-testid=stDeckGlJsonChart] { width: 40px !important; height: 40px !important; overflow: hidden; }");
document.adoptedStyleSheets = [small];
const context = HTMLCanvasElement.prototype.getContext;
HTMLCanvasElement.prototype.getContext = function (kind, ...asked) {
  const drawn = !/webgl/.test(kind) || document.documentElement.classList.contains("whole");
  return drawn ? context.call(this, kind, ...asked) : null;
};
"""
# Nothing of a payload has become an element: a frame, a handler, a script that says something, an address that runs.
LOOK = """() => {
  const all = root => [...root.querySelectorAll("*")].flatMap(e => e.shadowRoot ? [e, ...all(e.shadowRoot)] : [e]);
  const found = all(document);
  const became = found.filter(e =>
    [...e.attributes].some(a => /^on/i.test(a.name) || a.name === "srcdoc" ||
      /^\\s*javascript:/i.test(a.value) && ["href", "src", "action", "formaction", "data", "xlink:href"].includes(a.name) ||
      /canary|evil\\./.test(a.value) && ["src", "action", "formaction", "data"].includes(a.name)) ||
    ["IFRAME", "OBJECT", "EMBED", "BASE", "MATH"].includes(e.tagName) ||
    (e.tagName === "SCRIPT" && e.textContent.trim())
  ).map(e => e.outerHTML.slice(0, 200));
  became.push(...found.filter(e => e.dataset.testid === "stException" || e.dataset.testid === "stAlertContentError" || /^Error:/.test(e.textContent ?? "") && e.tagName === "STRONG").map(e => e.textContent.slice(0, 200)));
  const texts = found.flatMap(e => [
    ...[...e.childNodes].filter(n => n.nodeType === 3).map(n => n.data),
    ...["title", "download", "value", "placeholder", "aria-label"].map(name => e.getAttribute(name)), e.value]);
  const canary = window.__canary, refused = window.__refused.splice(0);
  delete window.__canary;
  return {became, canary, refused, marks: texts.join("\\n").match(/\\(~[\\w.]+~\\)/g) ?? []};
}"""
# A page of the bar is drawn: its title stands, its script has ended, no part waits for its program, and of each table the
# last column is there too (a table lays its columns out a while after it stands).
DRAWN = """title => document.title.startsWith(title) && document.documentElement.dataset.live !== undefined
  && document.querySelector("[data-test-script-state=notRunning]")
  && !document.querySelector("[data-stale=true], [data-testid=stSkeleton]")
  && [...document.querySelectorAll("[data-testid=stDataFrame]")].every(e => !e.checkVisibility() || e.querySelector("td") &&
      (document.documentElement.classList.contains("whole") || e.querySelector(`th[aria-colindex="${e.querySelector("table").getAttribute("aria-colcount")}"]`)))"""
# As the way back and forth in a browser: the program stays, and what fires late still is noticed.
TURN = """path => { history.pushState({}, "", path); dispatchEvent(new PopStateEvent("popstate")) }"""
# What every view would be whose template did not escape.
UNESCAPED = """() => {
  for (const e of document.querySelectorAll("[data-testid=stHtml] *")) if (!e.children.length) e.innerHTML = e.textContent }"""


class Watched:
    """A browser of one person, under the policy held to or only told."""

    def __init__(self, browser: Browser, server: Server, enforced: bool, person: str) -> None:
        # So wide that no column of a form is out of sight, and drawn coarsely: nobody looks at it but the watch.
        self.context = browser.new_context(viewport={"width": 12000, "height": 900}, device_scale_factor=0.25)
        self.context.add_init_script(WATCH)
        self.address, self.lang = server.address, LANGUAGES[0]
        self.name = ""
        self.fired: list[str] = []
        self.marks: set[str] = set()
        if not enforced:
            self.context.add_cookies([{"name": "report_only", "value": "1", "url": server.address}])
        self.context.request.post(f"{self.address}/sign-in", form={"ready": person}, max_redirects=0)
        self.context.on("request", lambda request: self._asked(request.url))
        self.context.on("dialog", lambda dialog: (self.fired.append(dialog.message), dialog.dismiss()))
        self.page = self.context.new_page()

    def _asked(self, url: str) -> None:
        if "evil.example" in url or re.search(r"/canary($|\?)", url):
            self.fired.append(f"asked {url}")

    def open(self, path: str) -> None:
        """A page from its address, as a link in a mail opens it."""
        self.page.goto(f"{self.address}{path}")
        if self.page.locator("script[src='/office.js']").count():
            self.page.locator("html[data-live] [data-test-script-state=notRunning]").wait_for(timeout=30_000)
        self.look(path)

    def show(self, path: str, body: str | bytes | APIResponse) -> None:
        """What the server answered, with its headers; a body alone as a file that somebody kept."""
        answer = (
            {"response": body}
            if isinstance(body, APIResponse)
            else {"body": body, "content_type": "text/html"}
        )
        self.page.route("**/shown", lambda route: route.fulfill(**answer))
        self.page.goto(f"{self.address}/shown")
        self.page.unroute("**/shown")
        self.look(path)

    def turn(self, path: str) -> Iterator[None]:
        """To a screen within the pages; like each step below it yields where others can go on meanwhile."""
        before, self.name = self.name, re.split(r"[/?]", path)[1] or "dashboard"
        assert self.name != before, "a page does not hear that its own address was changed"
        self.page.evaluate(TURN, path)
        yield
        self.drawn(self.name)
        self.look(path)

    def shown(self, where: str, until: str) -> Iterator[None]:
        """What a press on a page leads to, once what a selector names stands there."""
        yield
        self.page.locator(until).first.wait_for(timeout=30_000)
        self.drawn(self.name)
        self.look(where)

    def drawn(self, name: str) -> None:
        """Waits until a page of the bar stands."""
        self.page.wait_for_function(DRAWN, arg=f"{say(self.lang, f'pages.{name}')} ·", timeout=30_000)

    def look(self, where: str) -> None:
        """Notes what a screen shows, and what has fired on it."""
        found = self.page.evaluate(LOOK)
        told = [*found["became"], *found["refused"], *([found["canary"]] if found["canary"] else [])]
        self.fired += [f"{where}: {each}" for each in told]
        self.marks |= {mark[2:-2] for mark in found["marks"]}

    def point_at(self, lon: float, lat: float) -> Iterator[None]:
        """At a place on the map of a form; its tooltip is waited for."""
        chart = self.page.locator("[data-testid=stDeckGlJsonChart]")
        yield
        box = chart.locator("canvas").bounding_box()
        assert box
        view = VIEWS["form"]
        per_degree = 512 * 2 ** view["zoom"] / 360
        x = box["x"] + box["width"] / 2 + (lon - view["longitude"]) * per_degree
        y = box["y"] + box["height"] / 2 + (_north(view["latitude"]) - _north(lat)) * per_degree
        self.page.mouse.move(x + 2, y)
        self.page.mouse.move(x, y)
        yield
        self.page.locator(".deck-tooltip", has_text="(~").wait_for(timeout=15_000)
        self.look("a tooltip")


def _north(lat: float) -> float:
    """Mercator's way from the equator; degrees of longitude."""
    return math.degrees(math.asinh(math.tan(math.radians(lat))))


def beside_each_other(walks: Iterable[Iterator[None]]) -> None:
    """Walks all of them: while one waits for its page, the next turns to its own."""
    under_way = list(walks)
    while under_way:
        under_way = [walk for walk in under_way if next(walk, walk) is not walk]
