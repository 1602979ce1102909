"""A file of levels steers everybody, and is sent only by whom a level may be proposed."""

from access.table import may
from tests.identities import somebody


def test_a_liaison_of_everything_sends_every_form_but_that_of_levels() -> None:
    liaison = somebody("王海燕", "liaison")
    assert may(liaison, "report.send", "fishing_vessels", "city")
    assert not may(liaison, "report.send", "levels", "city")


def test_a_machine_declares_no_level() -> None:
    assert not may(somebody("渔港系统", "machine"), "report.send", "levels", "city")


def test_a_duty_officer_may_propose_a_level_by_file_and_sends_nothing_else() -> None:
    officer = somebody("陈海生", "duty_officer")
    assert may(officer, "report.send", "levels", "city")
    assert not may(officer, "report.send", "fishing_vessels", "city")
