"""Every best track and deck kept beside the project, and the excerpts kept in it, is read to what was looked at once."""

import json

import pytest

from feeds import feed
from intake.draft import examine
from store.ledger import Ledger
from tests.loaders.storm.tracks import GOLDEN, RAW, golden
from tests.reference import reference

OF_REFERENCE = (
    "CH2025BST_excerpt_CO-MAY.txt",
    "jma_bst_all_excerpt_2015-2021.txt",
    "bwp192021.dat",
    "ibtracs_v04r01_CO-MAY_2025.csv",
)
OF_PROJECT = (
    "CH2025BST_excerpt.txt",
    "CH2006BST_older_header.txt",
    "bst_all_excerpt.txt",
    "bwp192021_excerpt.dat",
    "awp172023_excerpt.dat",
    "ibtracs_excerpt.csv",
)


def kept(name: str) -> dict:
    return json.loads((GOLDEN / f"{name}.json").read_text("utf-8"))


@pytest.mark.parametrize("name", OF_PROJECT)
def test_an_excerpt_is_read_to_its_golden_result(name):
    assert golden((RAW / name).read_bytes(), name) == kept(name)


@pytest.mark.parametrize("name", OF_REFERENCE)
def test_a_file_of_the_field_is_read_to_its_golden_result(name):
    assert golden(reference(f"tracks/{name}").read_bytes(), name) == kept(name)


@pytest.mark.parametrize("name", OF_REFERENCE)
def test_the_form_takes_every_row_of_a_best_track(ledger_of_storms: Ledger, name):
    data = reference(f"tracks/{name}").read_bytes()
    draft = examine(ledger_of_storms, feed("track"), "city", data, name)
    # Chanthu of 2016 ended at 60.7N as an extratropical low.
    assert [said for said in draft.problems if said.severity == "error"] == []
    assert draft.table.num_rows == sum(kept(name)["rows"].values())
