"""One table of colours for light and dark; style sheet, charts and maps all take from it.

Text colours keep WCAG AA contrast (4.5:1) on `paper` and `panel` of their theme: a test computes it.
"""

from collections.abc import Mapping

TOKENS: Mapping[str, Mapping[str, str]] = {
    "light": {
        "ink": "#1b232c", "quiet": "#55616c", "paper": "#f6f7f8", "panel": "#ffffff", "line": "#d3d9df",
        "accent": "#1f5fa8", "accent-ink": "#ffffff", "alarm": "#b3261e", "alarm-ink": "#ffffff",
        "level-I": "#b3261e", "level-II": "#a85200", "level-III": "#7d6000", "level-IV": "#1f5fa8",
        "level-none": "#55616c", "level-ink": "#ffffff",
        "done": "#2b6e3f", "doing": "#1f5fa8", "planned": "#55616c", "open": "#b3261e", "unstated": "#8a4b00",
        "late": "#b3261e", "missing": "#8a4b00", "plain": "#55616c", "neutral": "#66727e", "undone": "#b3261e",
        "sea": "#dfe8ef", "land": "#eceae2", "coast": "#8d978f", "track": "#3d4650",
        "grade-td": "#2b6e3f", "grade-ts": "#1f5fa8", "grade-sts": "#7d6000", "grade-ty": "#a85200",
        "grade-sty": "#a0185e", "grade-super": "#9b1414",
        "agency-cma": "#b3261e", "agency-jma": "#1f5fa8", "agency-hko": "#7337a0", "agency-cwa": "#2b6e3f",
        "agency-jtwc": "#8a4b00", "agency-kma": "#0f6b73", "agency-pagasa": "#a0185e", "agency-ecmwf": "#55616c",
    },
    "dark": {
        "ink": "#e4e9ee", "quiet": "#9aa7b3", "paper": "#10161c", "panel": "#18212a", "line": "#2c3843",
        "accent": "#6aa9e9", "accent-ink": "#10161c", "alarm": "#c62828", "alarm-ink": "#ffffff",
        "level-I": "#ff8a80", "level-II": "#ffab5e", "level-III": "#ecc94b", "level-IV": "#7db8f0",
        "level-none": "#9aa7b3", "level-ink": "#10161c",
        "done": "#7fcb93", "doing": "#7db8f0", "planned": "#9aa7b3", "open": "#ff8a80", "unstated": "#ffab5e",
        "late": "#ff8a80", "missing": "#ffab5e", "plain": "#9aa7b3", "neutral": "#8d99a5", "undone": "#ff8a80",
        "sea": "#0b1117", "land": "#2b3641", "coast": "#6d7b87", "track": "#c9d2da",
        "grade-td": "#7fcb93", "grade-ts": "#6aa9e9", "grade-sts": "#f2d24b", "grade-ty": "#ff9d42",
        "grade-sty": "#ff8ad4", "grade-super": "#ff6b62",
        "agency-cma": "#ff8a80", "agency-jma": "#7db8f0", "agency-hko": "#c79bea", "agency-cwa": "#7fcb93",
        "agency-jtwc": "#e0a878", "agency-kma": "#5cc6cf", "agency-pagasa": "#f58ac0", "agency-ecmwf": "#b3bcc5",
    },
}  # fmt: skip

# Drawn by the reader's own machine: charts and maps name the same family as the pages.
FONT = "Noto Sans CJK SC, Noto Sans SC, Microsoft YaHei, sans-serif"

# Shape and word go with every colour, so that a screen reads in greyscale and by colour-blind eyes.
SHAPES: Mapping[str, str] = {
    "done": "●", "doing": "◐", "planned": "○", "open": "■", "unstated": "?", "late": "▲", "missing": "?",
    "plain": "·", "neutral": "·", "undone": "■",
    "in_time": "●", "due": "◎", "overdue": "▲", "very_late": "◆",
}  # fmt: skip

# Grades of tropical cyclones as the public clients colour them, green to red, and each its own shape.
GRADE_MARKS: Mapping[str, tuple[str, str]] = {
    "TD": ("grade-td", "○"), "TS": ("grade-ts", "●"), "STS": ("grade-sts", "◆"), "TY": ("grade-ty", "▲"),
    "STY": ("grade-sty", "■"), "SuperTY": ("grade-super", "★"),
}  # fmt: skip
UNGRADED = ("quiet", "·")


def agency_token(code: str) -> str:
    """The colour of an agency's forecasts."""
    return f"agency-{code.lower()}"


def style(theme: str) -> str:
    """The theme's tokens as custom properties of the page."""
    return ":root{" + "".join(f"--{name}:{value};" for name, value in TOKENS[theme].items()) + "}"


def rgb(theme: str, token: str, alpha: int = 255) -> list[int]:
    """A token as [red, green, blue, alpha], as maps want it."""
    value = TOKENS[theme][token].removeprefix("#")
    return [*(int(value[i : i + 2], 16) for i in (0, 2, 4)), alpha]
