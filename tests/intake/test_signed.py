"""Files that come with a signature of their unit."""

import base64
from pathlib import Path

import minisign
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from feeds import feed
from intake.folder import Folder, watching
from intake.receive import Outcome, receive
from intake.signed import ENDING, NOT_SIGNED, Signed, beside, paired, public_key, verdict
from store.ledger import Ledger
from tests.papers import Paper, changed, printed

FARMS = feed("aquaculture")
UNIT = ("aquaculture", "shengsi")


@pytest.fixture(scope="module")
def pair() -> minisign.KeyPair:
    return minisign.KeyPair.generate()


def signature(pair: minisign.KeyPair, data: bytes, comment: str = "嵊泗县 2025-07-28") -> str:
    """As the minisign tool writes it beside a file."""
    signed = pair.secret_key.sign(data, trusted_comment="x")
    inner = base64.b64decode(bytes(signed).splitlines()[1])[10:]
    # The tool signs any comment; the library ASCII only. The secret key's file ends in its key and a checksum.
    seed = base64.b64decode(bytes(pair.secret_key).splitlines()[1])[62:94]
    both = Ed25519PrivateKey.from_private_bytes(seed).sign(inner + comment.encode())
    lines = bytes(signed).decode().splitlines()
    return "\n".join((lines[0], lines[1], f"trusted comment: {comment}", base64.b64encode(both).decode(), ""))


def on_record(pair: minisign.KeyPair) -> dict[tuple[str, str], str]:
    return {UNIT: pair.public_key.to_base64().decode()}


def told(outcome: Outcome) -> tuple[bool, str | None, list[str]]:
    """Whether it was taken in, what is kept of its signature, and what was said of that."""
    kept = outcome.entry.detail.get("signature", {}).get("state")
    codes = [p.code for p in outcome.draft.problems if "signature" in p.code]
    return outcome.receipt is not None, kept, codes


def sent(ledger: Ledger, data: bytes, signed: Signed) -> Outcome:
    return receive(ledger, FARMS, "shengsi", data, "养殖.csv", "王联络", signed=signed)


def test_a_file_its_unit_signed_is_taken_in_and_the_receipt_keeps_key_and_comment(
    ledger: Ledger, islands: Paper, pair: minisign.KeyPair
) -> None:
    data = printed(islands)
    text = signature(pair, data)
    outcome = sent(ledger, data, Signed(text, on_record(pair)))
    assert told(outcome) == (True, "verified", [])
    kept = outcome.entry.detail["signature"]
    # minisign prints an id as a number: its bytes the other way round.
    number = base64.b64decode(pair.public_key.to_base64())[2:10][::-1].hex().upper()
    assert (kept["key"], kept["comment"], kept["text"]) == (number, "嵊泗县 2025-07-28", text)


def test_a_file_changed_after_it_was_signed_is_refused_in_words_and_recorded(
    ledger: Ledger, islands: Paper, pair: minisign.KeyPair
) -> None:
    text = signature(pair, printed(islands))
    other = printed(changed(islands, {0: {"已撤离人数(人)": "0"}}))
    outcome = sent(ledger, other, Signed(text, on_record(pair)))
    assert told(outcome) == (False, "wrong", ["file.signature_wrong"])
    assert (outcome.entry.kind, ledger.file(outcome.entry.sha256)) == ("refusal", other)
    assert outcome.entry.detail["signature"]["text"] == text
    assert not ledger.read("aquaculture").entries


def test_a_signature_by_another_key_is_wrong_though_the_file_is_whole(
    ledger: Ledger, islands: Paper, pair: minisign.KeyPair
) -> None:
    stranger = minisign.KeyPair.generate()
    data = printed(islands)
    outcome = sent(ledger, data, Signed(signature(stranger, data), on_record(pair)))
    assert told(outcome) == (False, "wrong", ["file.signature_wrong"])


def test_the_trusted_comment_is_signed_too(ledger: Ledger, islands: Paper, pair: minisign.KeyPair) -> None:
    data = printed(islands)
    text = signature(pair, data, "三点").replace("三点", "五点")
    assert told(sent(ledger, data, Signed(text, on_record(pair)))) == (
        False,
        "wrong",
        ["file.signature_wrong"],
    )


@pytest.mark.parametrize("text", ["x", "untrusted comment: a\nRU==\ntrusted comment: b\nAA==", "\x00" * 99])
def test_what_is_no_signature_is_refused_where_a_key_is_on_record(
    ledger: Ledger, islands: Paper, pair: minisign.KeyPair, text: str
) -> None:
    outcome = sent(ledger, printed(islands), Signed(text, on_record(pair)))
    assert told(outcome) == (False, "unreadable", ["file.signature_unreadable"])


def test_a_signature_without_a_key_on_record_is_kept_and_said_not_to_be_checked(
    ledger: Ledger, islands: Paper, pair: minisign.KeyPair
) -> None:
    data = printed(islands)
    outcome = sent(ledger, data, Signed(signature(pair, data), {("reservoirs", "shengsi"): "x"}))
    assert told(outcome) == (True, "unchecked", ["file.signature_unchecked"])


def test_a_file_without_a_signature_is_taken_in_and_the_receipt_says_so_where_a_key_is_on_record(
    ledger: Ledger, islands: Paper, pair: minisign.KeyPair
) -> None:
    assert told(sent(ledger, printed(islands), Signed("", on_record(pair)))) == (True, "unsigned", [])
    assert verdict(b"x", NOT_SIGNED, *UNIT).detail == {}


def test_the_same_file_sent_again_with_its_signature_gets_a_receipt_that_says_so(
    ledger: Ledger, islands: Paper, pair: minisign.KeyPair
) -> None:
    data, keys = printed(islands), on_record(pair)
    first = sent(ledger, data, Signed("", keys)).entry
    signed = sent(ledger, data, Signed(signature(pair, data), keys))
    assert signed.entry.seq > first.seq and told(signed)[1] == "verified"


def test_of_a_wrongly_signed_file_no_part_is_offered(
    ledger: Ledger, islands: Paper, pair: minisign.KeyPair
) -> None:
    data = printed(changed(islands, {0: {"人数(人)": "若干"}, 1: {"养殖场名称": "x"}}))
    outcome = receive(
        ledger, FARMS, "shengsi", data, "x.csv", "王联络", partial=True,
        signed=Signed(signature(minisign.KeyPair.generate(), data), on_record(pair)),
    )  # fmt: skip
    assert outcome.receipt is None and outcome.draft.offer is None


def test_a_signature_lies_beside_its_file_in_a_watched_folder_and_goes_with_it(
    ledger: Ledger, islands: Paper, pair: minisign.KeyPair, tmp_path: Path
) -> None:
    watched = Folder(tmp_path, ledger, "共享", iter(range(0, 999, 9)).__next__, lambda: on_record(pair))
    watched.prepare()
    data = printed(islands)
    (tmp_path / "嵊泗县" / f"养殖.csv{ENDING}").write_text(signature(pair, data), "utf-8")
    (tmp_path / "嵊泗县" / "养殖.csv").write_bytes(data)
    (done,) = watching(watched, once=True)
    report = done.moved_to.with_name(f"{done.moved_to.name}.txt").read_text("utf-8-sig")
    assert done.accepted and "已验签" in report and "Verified" in report
    assert done.moved_to.with_name(done.moved_to.name + ENDING).exists()
    assert list((tmp_path / "嵊泗县").iterdir()) == []


def test_a_file_and_its_signature_find_each_other_by_name() -> None:
    names = ["b.csv.minisig", "a.csv", "b.csv", "c.minisig"]
    assert paired(names, str) == [("a.csv", None), ("b.csv", "b.csv.minisig"), ("c.minisig", None)]


def test_at_the_prompt_the_signature_beside_the_file_is_taken_unless_another_is_named(tmp_path: Path) -> None:
    file, other = tmp_path / "a.csv", tmp_path / "other.minisig"
    assert beside(file) == ""
    (tmp_path / "a.csv.minisig").write_text("one")
    other.write_text("two")
    assert (beside(file), beside(file, other)) == ("one", "two")


def test_a_public_key_is_the_second_line_of_its_file_or_both(pair: minisign.KeyPair) -> None:
    file = bytes(pair.public_key).decode()
    assert public_key(file) == public_key(file.splitlines()[1]) == pair.public_key
