"""The words a feed's TOML may use: what a form is, as data."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from domain import departments
from domain.districts import DISTRICTS

SAYS = (
    "identity", "event", "forecast", "declared", "done", "total", "in place", "part",
    "cumulative", "status", "stock", "mean",
)  # fmt: skip
TYPES = (
    "id", "text", "choice", "flag", "count", "number", "lon", "lat", "time", "district",
    "issuer", "grade", "verb", "measure", "figure", "storm_grade", "agency", "passage",
)  # fmt: skip
STATES = ("done", "doing", "planned", "undone", "neutral")
FIGURES = ("number", "status", "grade", "window")
COUNTIES = tuple(code for code, district in DISTRICTS.items() if district.kind == "county")


@dataclass(frozen=True, slots=True)
class Choice:
    """One value a choice column may take; `state` is how a map colours it."""

    code: str
    zh: str
    en: str
    aliases: tuple[str, ...] = ()
    state: str = "neutral"


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a form: both titles, type, unit, limits, and other headers it is known by.

    `never_falls`: what it counts goes on through a storm; less than before is doubted.
    `required_where`: column -> codes; in the rows that have these it is required.
    """

    name: str
    zh: str
    en: str
    type: str
    unit: str = ""
    required: bool = False
    required_where: Mapping[str, list] = field(default_factory=dict, hash=False)
    min: float | None = None
    max: float | None = None
    at_most: str = ""
    qualified: bool = False
    never_falls: bool = False
    aliases: tuple[str, ...] = ()
    choices: tuple[Choice, ...] = ()

    def title(self, lang: str) -> str:
        """The column's title in zh or en."""
        return self.zh if lang == "zh" else self.en

    @property
    def header(self) -> str:
        """The header a template prints: the Chinese title with its unit in brackets."""
        return f"{self.zh}({self.unit})" if self.unit and self.unit != "°" else self.zh

    @property
    def names(self) -> tuple[str, ...]:
        """Every header the column is known by."""
        return (self.header, self.zh, self.en, self.name, *self.aliases)

    def choice(self, code: str) -> Choice:
        """The declared choice with that code; KeyError when there is none."""
        return {choice.code: choice for choice in self.choices}[code]


@dataclass(frozen=True, slots=True)
class Counter:
    """How a measure is counted from a feed's rows.

    `value` says what is added up over the rows of `where`: "rows", "sum COLUMN", "mean COLUMN",
    "figure KIND" (one row of the figures form, KIND = number / status / grade / window) or
    "derived" (readiness works it out: the storm's and the levels' own measures).
    `done` narrows `where` to what is finished, `planned` to what is only intended. `total` is "where"
    (all of `where`), "sum COLUMN", "unstated" (nobody has said how many there are) or empty (a plain number).
    `says` is the kind of statement (SAYS); `ref` is the figure's number in the acceptance table.
    `whole_of_parts`: every row of it belongs to just one of the counters that are `part_of` it.
    """

    id: str
    zh: str
    en: str
    says: str
    unit: str = ""
    ref: str = ""
    value: str = "rows"
    where: Mapping[str, list] = field(default_factory=dict)
    done: Mapping[str, list] | None = None
    planned: Mapping[str, list] | None = None
    total: str = ""
    part_of: str = ""
    whole_of_parts: bool = False
    in_addition_to: str = ""
    remainder: bool = False
    owner: str = ""
    group: str = ""

    @property
    def adds(self) -> tuple[str, str]:
        """What is added up: ("rows", ""), ("sum", column), ("mean", column), ("figure", kind), ("derived", "")."""
        verb, _, of = self.value.partition(" ")
        return verb, of

    def title(self, lang: str) -> str:
        """The measure's title in zh or en."""
        return self.zh if lang == "zh" else self.en


@dataclass(frozen=True, slots=True)
class MapSpec:
    """How a feed's rows are drawn: point or route, lying on water, land or a pier, coloured by which column.

    `roams`: they go far from the district they belong to. people, tourists: the columns that count who is there; where `whole` is
    that same column, `part` of them have left.
    """

    shape: str
    on: str
    name: str
    state: str = ""
    part: str = ""
    whole: str = ""
    roams: bool = False
    people: str = ""
    tourists: str = ""


@dataclass(frozen=True, slots=True)
class Feed:
    """One form, owned by one department.

    `districts` are those whose files a picture put together from districts' files needs to be whole.
    `undo_h`: hours after its arrival within which a file may be taken back; twice the usual cadence where none are named.
    `partial`: whether the sound rows of a faulty file may be taken in: each row is a thing by itself, and they are many.
    """

    name: str
    zh: str
    en: str
    row_zh: str
    row_en: str
    owner: str
    group: str
    key: tuple[str, ...]
    file: str
    cadence_h: float
    rows: Mapping[str, list[int]]
    columns: tuple[Column, ...]
    counters: tuple[Counter, ...]
    units: Mapping[str, str]
    groups: Mapping[str, Mapping[str, str]]
    map: MapSpec | None = None
    districts: tuple[str, ...] = COUNTIES
    undo_h: float = 24
    partial: bool = False

    def title(self, lang: str) -> str:
        """The form's title in zh or en."""
        return self.zh if lang == "zh" else self.en

    def column(self, name: str) -> Column:
        """The column of that name; KeyError when none is declared."""
        return {column.name: column for column in self.columns}[name]

    def has(self, name: str) -> bool:
        """Whether a column of that name is declared."""
        return any(column.name == name for column in self.columns)

    def unit(self, unit: str, lang: str) -> str:
        """A unit as it is printed in zh or en."""
        return unit if lang == "zh" else self.units.get(unit, unit)

    def expected_rows(self, unit: str) -> tuple[int, int]:
        """Fewest and most rows a file of that reporting unit has in ordinary times."""
        least, most = self.rows["city" if unit == "city" else "district"]
        return least, most

    def owner_title(self, lang: str) -> str:
        """The owning department's name in zh or en."""
        return departments.title(self.owner, lang)

    @property
    def is_asset(self) -> bool:
        """Whether its rows stand somewhere on the map."""
        return self.map is not None
