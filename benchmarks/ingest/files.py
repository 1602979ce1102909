"""The files that are measured: a made-up fleet in the layout of the form of fishing vessels, clean, spoilt and changed."""

import io
from collections.abc import Callable

import numpy as np
import pandas as pd
import xlsxwriter

from feeds import all_feeds

FEED = all_feeds()["fishing_vessels"]
FAULTY_SHARE = 0.01
COUNTIES = ("定海区", "普陀区", "岱山县", "嵊泗县", "新城", "普陀山")
NOTES = ("", "", "", "", "", "", "", "", "", "主机检修，“北槽”锚地待命")


def fleet(count: int, random: np.random.Generator) -> pd.DataFrame:
    """A fleet as text under the headers of the template; every id, name and position is its own."""
    number = np.arange(count)
    minutes = random.integers(0, 60, count)
    said = {
        "vessel_id": [f"YC330{n:09d}" for n in 921_000_000 + number],
        "name": [f"浙{place}渔{n}" for place, n in zip(random.choice([*"岱普嵊定"], count), 10_000 + number)],
        "district": random.choice(COUNTIES, count),
        "lon": [f"{lon:.6f}" for lon in random.permutation(np.linspace(121.5, 123.2, count))],
        "lat": [f"{lat:.6f}" for lat in random.permutation(np.linspace(29.5, 30.9, count))],
        "crs": np.full(count, "WGS-84"),
        "kind": random.choice([choice.zh for choice in FEED.column("kind").choices], count),
        "harbour": random.choice([f"第{n}渔港" for n in range(80)], count),
        "status": random.choice([choice.zh for choice in FEED.column("status").choices], count),
        "crew": random.integers(0, 20, count).astype(str),
        "as_of": [f"2025-07-28 14:{minute:02d}" for minute in minutes],
        "note": random.choice(NOTES, count),
    }
    return pd.DataFrame({column.header: said[column.name] for column in FEED.columns})


def spoil(boats: pd.DataFrame, random: np.random.Generator) -> pd.DataFrame:
    """The fleet with a wrong status, a bad number, no name or a position far away in every hundredth row."""
    rows = random.permutation(len(boats))[: int(len(boats) * FAULTY_SHARE)]
    wrong: dict[str, Callable[[int], str]] = {
        "status": lambda row: "失联" if row % 2 else f"失联{row}",
        "crew": lambda row: f"{row % 20}?{row}",
        "name": lambda row: "",
        "lat": lambda row: f"{row % 20}.5",
    }
    spoilt = boats.copy()
    for kind, (name, text) in enumerate(wrong.items()):
        mine = rows[kind :: len(wrong)]
        spoilt.iloc[mine, boats.columns.get_loc(FEED.column(name).header)] = [text(int(row)) for row in mine]
    return spoilt


def change(boats: pd.DataFrame, random: np.random.Generator) -> pd.DataFrame:
    """The fleet a few hours later: one boat in a hundred has another crew."""
    moved = boats.copy()
    rows = random.permutation(len(boats))[: len(boats) // 100]
    moved.iloc[rows, boats.columns.get_loc(FEED.column("crew").header)] = "27"
    return moved


def as_bytes(boats: pd.DataFrame) -> bytes:
    """The file as a spreadsheet saves it: UTF-8 with a mark, lines ending in CR LF."""
    return boats.to_csv(index=False, lineterminator="\r\n").encode("utf-8-sig")


def as_workbook(boats: pd.DataFrame) -> bytes:
    """The file as an XLSX of one sheet, all cells texts."""
    data = io.BytesIO()
    with xlsxwriter.Workbook(data, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for i, row in enumerate([list(boats.columns), *boats.to_numpy().tolist()]):
            sheet.write_row(i, 0, row)
    return data.getvalue()
