"""Prints what was measured, and which of the targets are met."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from statistics import median

from benchmarks.ingest.memory import INTAKE
from benchmarks.ingest.parsers import PARSERS

STEPS = {
    "load_file": "  decode, table",
    "check": "  check",
    "compare": "  find the rows among those shown",
    "all_of": "  what is doubtful about it",
    "commit": "  count what moved, encode, commit",
    "refuse": "  record the refusal",
}
KINDS = ("clean", "faulty", "again")
SLOWER_THAN_FRICTIONLESS, RAW_PARSES, AGAIN_PARSES, FRAMES = 60, 4, 2, 3
WORKBOOK_MS = 2000


@dataclass
class Measured:
    """All of one size: times in ms by (way, kind of file), rows at fault found, megabytes at most."""

    rows: int
    megabytes: float
    titles: dict[str, str]
    times: dict[tuple[str, str], list[float]] = field(default_factory=dict)
    faulty_rows: dict[tuple[str, str], int] = field(default_factory=dict)
    memory: dict[str, dict[str, float]] = field(default_factory=dict)

    def add(self, way: str, kind: str, took_ms: float) -> None:
        """One more time."""
        self.times.setdefault((way, kind), []).append(took_ms)

    def middle(self, way: str, kind: str) -> float:
        """The median time in ms. Raises KeyError for what was not measured: it meets no target."""
        return median(self.times[way, kind])

    @property
    def fastest_parse(self) -> str:
        """The parser that is quickest with the clean file."""
        return min(PARSERS, key=lambda way: self.middle(way, "clean"))


def show(found: Measured) -> None:
    """The table of one size, and its targets."""
    print(f"\n{found.rows:,} rows, {found.megabytes:.1f} MB: median ms (times measured)")
    print(f"{'':42}{'clean':>14}{'1 % faulty':>14}{'1 % changed':>14}")
    for way, title in {
        **dict(zip(PARSERS, PARSERS)),
        **found.titles,
        INTAKE: "intake, bytes to receipt",
    }.items():
        print(f"{title:42}" + "".join(_cell(found, way, kind) for kind in KINDS))
    for step, title in STEPS.items():
        print(f"{title:42}" + "".join(_cell(found, step, kind) for kind in KINDS))
    print(f"rows at fault found, by all: {found.faulty_rows[INTAKE, 'faulty']:,}")
    print(f"\n{'memory, MB':42}{'at most':>14}{'its table':>14}")
    for way, size in found.memory.items():
        print(f"{found.titles.get(way, way):42}{size['peak']:14.0f}{size['frame'] or float('nan'):14.0f}")
    print()
    for title, reached, met in _targets(found):
        print(f"{'met    ' if met else 'NOT MET'} {title}: {reached}")


def _cell(found: Measured, way: str, kind: str) -> str:
    times = found.times.get((way, kind))
    return f"{median(times):9.1f} ({len(times)})".rjust(14) if times else f"{'-':>14}"


def _targets(found: Measured) -> Iterator[tuple[str, str, bool]]:
    intake, again = found.middle(INTAKE, "clean"), found.middle(INTAKE, "again")
    parse, check = found.middle(found.fastest_parse, "clean"), found.middle("check", "clean")
    faster = found.middle("frictionless", "clean") / intake
    yield (
        f"{SLOWER_THAN_FRICTIONLESS} times as fast as frictionless checks",
        f"{faster:.1f}",
        faster >= SLOWER_THAN_FRICTIONLESS,
    )
    yield (
        f"within {RAW_PARSES} raw parses ({found.fastest_parse})",
        f"{intake / parse:.1f}",
        intake <= RAW_PARSES * parse,
    )
    polars = found.middle("pandera polars", "clean")
    yield "check alone faster than pandera on polars", f"{check:.1f} to {polars:.1f} ms", check < polars
    yield (
        f"1 % changed within {AGAIN_PARSES} raw parses",
        f"{again / parse:.1f}",
        again <= AGAIN_PARSES * parse,
    )
    size = found.memory[INTAKE]
    frames = size["peak"] / size["frame"]
    yield f"memory at most {FRAMES} times the table", f"{frames:.1f}", frames < FRAMES


def show_workbook(rows: int, took_ms: list[float]) -> None:
    """The target for workbooks."""
    met = max(took_ms) < WORKBOOK_MS
    print(
        f"\n{'met    ' if met else 'NOT MET'} XLSX of {rows:,} rows, bytes to preview, worker's start included, "
        f"under {WORKBOOK_MS} ms: median {median(took_ms):.0f}, longest {max(took_ms):.0f} of {len(took_ms)}"
    )
