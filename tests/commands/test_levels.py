"""Two people for a level at the prompt: one declares, the approver lists and decides."""

import json
import re
from collections.abc import Callable

from click.testing import Result

from store.ledger import Ledger
from tests.levels import APPROVER, DUTY
from tests.papers import SAMPLES

Run = Callable[..., Result]
LEVEL = (
    "declare", "--issuer", "市防指", "--grade", "Ⅲ级", "--verb", "提升", "--at", "2025-07-28T15:00", "--basis", "会商",
)  # fmt: skip


def proposed(run: Run, by: str = "duty") -> str:
    """The number of a level proposed at the prompt."""
    result = run(*LEVEL, "--as", by)
    assert result.exit_code == 0, result.output
    assert "未生效" in result.output
    return re.findall(r"R\d{6}", result.output)[0]


def in_force(run: Run) -> str:
    figures = {row["id"]: row for row in json.loads(run("figures", "--json").output)}
    return figures["response.city_hq"]["done"]


def test_a_level_proposed_shows_in_no_figure_until_the_approver_confirms_it(
    run: Run, sample_url: str
) -> None:
    before, number = in_force(run), proposed(run)
    assert in_force(run) == before == "IV"
    confirmed = run("declare", "--confirm", number, "--as", "approver")
    assert confirmed.exit_code == 0 and f"{number} 已确认" in confirmed.output
    assert in_force(run) == "III"
    newest = Ledger(sample_url).entries(kinds=["declaration"], limit=1)[0]
    assert (newest.actor, newest.detail["proposed_by"]) == (APPROVER.title, DUTY.title)


def test_the_approver_sees_what_waits_with_all_he_needs_to_decide(run: Run) -> None:
    assert run("proposals").output.strip() == "没有待确认的响应"
    number = proposed(run)
    (line,) = run("proposals").output.strip().splitlines()
    for told in (number, "市防指", "Ⅲ级", "提升", "全市", "15:00 起", "会商", DUTY.title, "已等"):
        assert told in line
    assert "Level III · upgrade" in run("--lang", "en", "proposals").output
    run("declare", "--decline", number, "--reason", "再等一报", "--as", APPROVER.title)
    assert run("proposals").output.strip() == "没有待确认的响应"
    assert "再等一报" in run("receipt", number).output


def test_who_may_not_or_proposed_it_himself_is_told_so(run: Run) -> None:
    number = proposed(run)
    for who, told in (("duty", "无权确认"), ("somebody", "无权确认")):
        answer = run("declare", "--confirm", number, "--as", who)
        assert (answer.exit_code, told in answer.output) == (1, True), answer.output
    own = run(*[word.replace("Ⅲ级", "Ⅱ级") for word in LEVEL], "--as", "approver").output
    answer = run("declare", "--confirm", re.findall(r"R\d{6}", own)[0], "--as", "approver")
    assert (answer.exit_code, "须由另一人确认" in answer.output) == (1, True)
    assert in_force(run) == "IV"


def test_a_proposer_withdraws_his_own_at_the_prompt(run: Run) -> None:
    number = proposed(run)
    assert run("declare", "--withdraw", number, "--as", "approver").exit_code == 1
    assert f"{number} 已收回" in run("declare", "--withdraw", number, "--as", DUTY.title).output
    assert "须重新提出" in run("declare", "--confirm", number, "--as", "approver").output


def test_one_thing_is_asked_at_a_time(run: Run) -> None:
    number = proposed(run)
    assert run("declare", "--confirm", number, "--decline", number).exit_code == 2
    assert run(*LEVEL, "--confirm", number).exit_code == 2
    lacking = run("declare", "--issuer", "市防指")
    assert (lacking.exit_code, "--grade" in lacking.output) == (2, True)


def test_a_file_of_levels_taken_in_at_the_prompt_waits(run: Run) -> None:
    path = str(SAMPLES / "levels.csv")
    sent = run("ingest", path, "--feed", "levels", "--unit", "city", "--as", "duty")
    assert sent.exit_code == 0 and "未生效" in sent.output
    assert len(run("proposals").output.strip().splitlines()) == 3
    told = json.loads(
        run("ingest", path, "--feed", "levels", "--unit", "city", "--as", "duty", "--json").output
    )
    assert (told["state"], told["first"]) == ("proposed", False)
