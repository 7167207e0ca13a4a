"""Signed texts: what comes back from one, and what is not taken for one."""

import re

import pytest
from itsdangerous import URLSafeSerializer

from widget.signing.signer import Signer, sha256

KEY = b"a key of the server"
VALUES = ["aarhus", 7]

SHA_1 = "WyJhYXJodXMiLDdd._-q4f7F-u3NmtsqoWu02mPNTXnA"
SHA_256 = "WyJhYXJodXMiLDdd.1cLF9ShajHA4m7_onk7mByAPorxgZenm6RivpDitiUI"
"""The values as JSON, and an HMAC of that by the digest of `draftsigner` and the key: computed with `hmac` alone."""


def signer(key: bytes = KEY, salt: str = "draft") -> Signer:
    return Signer(key, salt)


@pytest.mark.parametrize("values", [[], [""], ["æøå", 2**60, None, True], [["a"], {"b": 1}]])
def test_the_values_come_back_as_they_were_signed(values: list[object]) -> None:
    text = signer().sign(values)
    assert re.fullmatch(r"[A-Za-z0-9_.-]+", text), "it can stand in an address as it is"
    assert signer().read(text, len(values)) == values
    assert signer().sign(tuple(values)) == text


def test_a_text_given_out_before_is_read_for_ever() -> None:
    assert (signer().sign(VALUES), signer().read(SHA_256, 2)) == (SHA_256, VALUES)
    older = Signer(KEY, "draft", None)
    assert (older.sign(VALUES), older.read(SHA_1, 2)) == (SHA_1, VALUES)


def test_a_text_is_good_for_its_own_key_kind_and_digest_alone() -> None:
    assert signer(key=b"another key").read(SHA_256, 2) is None
    assert signer(salt="review").read(SHA_256, 2) is None
    assert signer().read(SHA_1, 2) is None
    assert Signer(KEY, "draft", None).read(SHA_256, 2) is None


@pytest.mark.parametrize("count", [0, 1, 3])
def test_a_text_with_another_number_of_values_is_none_of_the_kind(count: int) -> None:
    assert signer().read(SHA_256, count) is None


@pytest.mark.parametrize("value", [{"a": 1, "b": 2}, "ab", 2, None])
def test_what_is_signed_and_no_list_is_none(value: object) -> None:
    text = URLSafeSerializer(KEY, salt="draft", signer_kwargs={"digest_method": sha256}).dumps(value)
    assert signer().read(str(text), 2) is None


def test_a_text_with_one_other_character_is_none() -> None:
    """But for the last one, of whose six bits two say nothing."""
    for place, character in enumerate(SHA_256[:-1]):
        other = "A" if character != "A" else "B"
        assert signer().read(SHA_256[:place] + other + SHA_256[place + 1 :], 2) is None, place


@pytest.mark.parametrize("text", ["", ".", "a", "a.b", "å.ø", "\ud800", "\x00", ".".join("abc"), "." * 10_000])
def test_any_text_can_be_asked_about(text: str) -> None:
    assert signer().read(text, 2) is None
