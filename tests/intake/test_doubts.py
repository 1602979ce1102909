"""Two departments that say different things of one thing are told so, and both are taken in."""

from feeds import agreements, feed
from feeds.sentences import tell
from intake.draft import examine
from intake.receive import receive
from store.ledger import Ledger
from tests.papers import Paper, changed, printed, sample_rows


def sent(ledger: Ledger, name: str, unit: str = "city", rows: Paper | None = None) -> list[dict]:
    """The holes of what other forms say otherwise when a file of the sample day is taken in."""
    rows = rows or sample_rows(name)
    outcome = receive(ledger, feed(name), unit, printed(rows), f"{name}.csv", "王联络")
    assert outcome.receipt
    return [dict(p.holes) for p in outcome.draft.problems if p.code == "file.disagrees"]


def test_180_leisure_boats_of_the_fishery_are_not_132_of_tourism(ledger: Ledger) -> None:
    assert sent(ledger, "fishing_vessels") == []
    (told,) = sent(ledger, "leisure_craft")
    assert (told["own"], told["theirs"], told["form"]) == (132, 180, "fishing_vessels")


def test_the_disagreement_is_told_to_the_other_department_too(ledger: Ledger) -> None:
    sent(ledger, "leisure_craft")
    (told,) = sent(ledger, "fishing_vessels")
    assert (told["own"], told["theirs"]) == (180, 132)


def test_142_vessels_at_48_works_agree_and_one_more_does_not(ledger: Ledger) -> None:
    assert sent(ledger, "construction_vessels") == []
    works = sample_rows("marine_works")
    assert sent(ledger, "marine_works") == []
    one_more = str(int(works[0]["施工船舶数(艘)"]) + 1)
    (told,) = sent(ledger, "marine_works", rows=changed(works, {0: {"施工船舶数(艘)": one_more}}))
    assert (told["own"], told["theirs"]) == (143, 142)


def test_a_countys_file_is_added_to_the_other_counties_before_it_is_compared(ledger: Ledger) -> None:
    sent(ledger, "construction_vessels")
    sent(ledger, "marine_works")
    own = sample_rows("marine_works", "嵊泗县")
    assert own and sent(ledger, "marine_works", "shengsi", own) == []


def test_a_county_is_told_that_the_city_disagrees_and_not_the_numbers_of_the_others(ledger: Ledger) -> None:
    sent(ledger, "leisure_craft")
    own = sample_rows("fishing_vessels", "普陀区")
    draft = examine(ledger, feed("fishing_vessels"), "putuo", printed(own), "普陀.csv")
    (told,) = [p for p in draft.problems if p.code.startswith("file.disagrees")]
    assert (told.code, dict(told.holes).keys()) == ("file.disagrees_in_all", {"agreement", "form"})


def test_what_disagrees_is_named_in_both_languages(ledger: Ledger) -> None:
    sent(ledger, "fishing_vessels")
    draft = examine(ledger, feed("leisure_craft"), "city", printed(sample_rows("leisure_craft")), "文旅.csv")
    (problem,) = [p for p in draft.problems if p.code == "file.disagrees"]
    assert "休闲渔船艘数" in tell(problem, feed("leisure_craft"), "zh").text
    assert "recreational" in tell(problem, feed("leisure_craft"), "en").text


def test_every_agreement_says_on_whose_word() -> None:
    assert all(one.source and one.status in ("verified", "unverified") for one in agreements())
