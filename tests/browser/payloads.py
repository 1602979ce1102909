"""Texts that would run as script wherever one is printed as something else than text."""

import json
import random

from tests.browser.visiting import ROOT

# Long enough for the rest of a cell: 200 characters, and an entry's number behind it.
LONGEST = 150
CANARY = "window.__canary=1;fetch('/canary')"
_SCRIPTS = (
    "<script>{}</script>", '"><script>{}</script>', "<img src=x onerror=\"{}\">", "<svg onload=\"{}\">",
    "<iframe srcdoc='<script>parent.__canary=1</script>'></iframe>", '<iframe src="javascript:{}"></iframe>',
    "<details open ontoggle=\"{}\">甲</details>", '<a href="javascript:{}">回执</a>', "' onmouseover={} autofocus onfocus={} '",
    '" style=animation-name:x onanimationstart="{}', "<math><mtext></table><img src=x onerror={}>",
    "<template><script>{}</script></template>", "<object data=javascript:{}>", "<embed src=javascript:{}>",
    "<meta http-equiv=refresh content=0;url=/canary>", "<base href=//evil.example/>", "<link rel=stylesheet href=/canary>",
    "<style>@import'/canary'</style>", "<form action=/canary><button autofocus onfocus={}>送</button></form>",
)  # fmt: skip
_MARKDOWN = (
    "[回执](javascript:window.__canary=1)", "![船](/canary)", "<javascript:window.__canary=1>", "[x]: /canary \"t\"",
    "$\\href{javascript:window.__canary=1}{x}$", "$$\\includegraphics{/canary}$$", "```html\n<script>x</script>",
    ":material/delete: :red[假]",
)  # fmt: skip
_TEMPLATES = (
    "{{ 7*7 }}{% for x in ().__class__.__base__.__subclasses__() %}{% endfor %}", "{name}<img src=/canary onerror={0}>",
    "${{window.__canary=1}}", "%{{customdata}}<extra><a href=\"javascript:window.__canary=1\">x</a></extra>",
    "@@=window.__canary=1", "%(name)s %s <img src=/canary>", "{0.__class__.__init__.__globals__}",
)  # fmt: skip
_FORMULAS = (
    '=HYPERLINK("/canary","x")', "+cmd|' /C calc'!A0", "@SUM(1+1)*cmd|' /C calc'!A0", '=WEBSERVICE("/canary")',
)  # fmt: skip


def payloads() -> list[str]:
    """Sixty of them, some of the big list of naughty strings, the same each time."""
    own = [each.replace("{}", CANARY) for each in _SCRIPTS] + [*_MARKDOWN, *_TEMPLATES, *_FORMULAS]
    listed = json.loads((ROOT / "../shared/data/torture/blns/blns.json").read_text("utf-8"))
    fitting = sorted({text for text in listed if "alert(" in text and len(text) < LONGEST})
    return [*own, *random.Random(4).sample(fitting, 60 - len(own))]
