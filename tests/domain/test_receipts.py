"""A receipt's number is read as people write it."""

import pytest

from domain.receipts import receipt_number, receipt_seq


@pytest.mark.parametrize("text", ["R000123", "123", " r123 ", "Ｒ０００１２３", "R 000123"])
def test_a_number_is_found_however_it_is_written(text: str) -> None:
    assert receipt_seq(text) == 123


@pytest.mark.parametrize("text", ["", "R", "R-1", "1.5", "十二", "R12a", "9" * 15, "٣"])
def test_what_is_no_receipt_number_is_none(text: str) -> None:
    assert receipt_seq(text) is None


@pytest.mark.parametrize("seq", [1, 999_999, 1_000_000])
def test_what_is_written_is_read_again(seq: int) -> None:
    assert receipt_seq(receipt_number(seq)) == seq
