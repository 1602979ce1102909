"""Checkpoints are signed notes letter for letter, so that other people's tools read them."""

from base64 import b64decode
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.notes import BadNote, Note, Verifier, sign, split, verifier_of
from tests.store.signing import KEY

ORIGIN = "typhoon-preparedness/example"
GOLDEN = """typhoon-preparedness/example
3
AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=

— typhoon-preparedness/example fFovK4vi9YODvdxsg86UuWYfKuD1JOBRoqira9C6clalfNFc0v1AI87jCVk2zLH9bL2JEalbwMGGOAGovmULjBwq+A0=
"""
VERIFIER = "typhoon-preparedness/example+7c5a2f2b+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4"


def test_a_checkpoint_is_the_known_text() -> None:
    assert str(sign(KEY, ORIGIN, 3, bytes(range(32)))) == GOLDEN
    assert str(verifier_of(KEY, ORIGIN)) == VERIFIER


def test_a_checkpoint_is_read_as_it_was_written_and_its_signature_is_right() -> None:
    note = Note.read(GOLDEN)
    assert (str(note), note.origin, note.size, note.root) == (GOLDEN, ORIGIN, 3, bytes(range(32)))
    assert Verifier.read(VERIFIER).signed(note) is True


def test_the_note_that_the_format_was_published_with_is_signed_with_its_key() -> None:
    # golang.org/x/mod/sumdb/note, the example of its documentation
    text = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
    signature = "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM="
    verifier = Verifier.read("PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW")
    assert verifier.signed(Note(text, (("PeterNeumann", b64decode(signature)),), "", 0, b"")) is True
    assert verifier.signed(Note(f"{text} ", (("PeterNeumann", b64decode(signature)),), "", 0, b"")) is False


def test_a_note_that_others_signed_as_well_is_read_and_each_finds_its_own_signature() -> None:
    cosigned = Note.read(GOLDEN + "— witness.example AAAAAAAAAAAAAAAAAAAA\n")
    assert Verifier.read(VERIFIER).signed(cosigned) is True
    assert verifier_of(KEY, "another").signed(cosigned) is None


@given(st.integers(0, len(GOLDEN) - 1), st.characters(codec="utf-8"))
def test_no_letter_of_a_checkpoint_can_be_another(at: int, letter: str) -> None:
    changed = GOLDEN[:at] + letter + GOLDEN[at + 1 :]
    if changed != GOLDEN:
        with suppress(BadNote):
            assert not Verifier.read(VERIFIER).signed(Note.read(changed))


@pytest.mark.parametrize(
    "written",
    ["", "\n", GOLDEN[:-1], GOLDEN.replace("\n3\n", "\n03\n"), GOLDEN.replace("\n3\n", "\n-3\n"), GOLDEN + "\n", VERIFIER],
)  # fmt: skip
def test_what_is_spelt_otherwise_is_no_checkpoint(written: str) -> None:
    with pytest.raises(BadNote):
        Note.read(written)


@pytest.mark.parametrize(
    "text", ["", "a+b", VERIFIER.replace("7c5a", "7C5A"), VERIFIER.replace("+AQ", "+Ag")]
)
def test_what_is_no_verifier_key_is_refused(text: str) -> None:
    with pytest.raises(BadNote):
        Verifier.read(text)


def test_a_file_of_several_is_read_however_an_editor_left_it() -> None:
    other = str(sign(KEY, ORIGIN, 5, bytes(32)))
    assert split(f"{GOLDEN}\n{other}\n") == [GOLDEN, other]
    assert split("\ufeff" + f"\n{GOLDEN}{other}\n\n".replace("\n", "\r\n")) == [GOLDEN, other]
    assert split("") == [] and split("no note\n") == ["no note\n"]
