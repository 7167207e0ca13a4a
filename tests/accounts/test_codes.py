"""Codes by the clock and recovery codes: how they look, when they are good, and what is kept of them."""

import re
from hashlib import sha256
from urllib.parse import parse_qs, unquote, urlsplit

import pyotp
import pytest

from widget.accounts import codes
from widget.accounts.keys import derive_key

SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"  # noqa: S105 (RFC 6238, appendix B)
OF_STEP_1, NOW = "287082", 59
"""The standard's first example: the code of second 59, which is in the step from 30 to 59."""


@pytest.mark.parametrize(("now", "found"), [(-1, None), (0, 1), (59, 1), (89, 1), (90, None)])
def test_a_code_is_good_in_its_own_half_minute_and_the_ones_beside_it(now: int, found: int | None) -> None:
    assert codes.matching_step(SECRET, OF_STEP_1, now, 0) == found


@pytest.mark.parametrize(("step", "found"), [(1, None), (2, 2), (3, 3), (4, 4), (5, None)])
def test_a_phone_may_be_half_a_minute_behind_or_ahead(step: int, found: int | None) -> None:
    """Now is the middle of step 3."""
    assert codes.matching_step(SECRET, pyotp.TOTP(SECRET).generate_otp(step), 105, 0) == found


@pytest.mark.parametrize(("last_step", "found"), [(-1, 1), (0, 1), (1, None), (2, None)])
def test_a_code_of_a_step_that_was_used_or_is_before_one_is_none(last_step: int, found: int | None) -> None:
    assert codes.matching_step(SECRET, OF_STEP_1, NOW, last_step) == found


@pytest.mark.parametrize("typed", ["287083", "287 08", "0287082", "28708²", "२८७०८२", "287-082"])
def test_another_code_is_none(typed: str) -> None:
    assert codes.matching_step(SECRET, typed, NOW, 0) is None


def test_a_code_may_be_typed_with_spaces() -> None:
    assert codes.matching_step(SECRET, " 287\t082\n", NOW, 0) == 1


def test_secrets_are_random_and_shown_in_groups_of_four() -> None:
    one, other = codes.new_secret(), codes.new_secret()
    assert one != other
    assert re.fullmatch(r"[A-Z2-7]{32}", one), "160 bits"
    assert codes.in_groups(SECRET) == "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ"
    assert codes.in_groups("ABCDEF") == "ABCD EF"


def test_the_app_is_told_the_secret_and_whose_it_is() -> None:
    address = urlsplit(codes.enrolment_address(SECRET, "anne@kommune.example", "Guides"))
    assert (address.scheme, address.netloc, unquote(address.path)) == (
        "otpauth",
        "totp",
        "/Guides:anne@kommune.example",
    )
    assert parse_qs(address.query) == {"secret": [SECRET], "issuer": ["Guides"]}


def test_recovery_codes_are_ten_of_120_bits_each_in_groups_of_four() -> None:
    found = codes.new_recovery_codes()
    assert len(set(found)) == len(found) == 10
    for code in found:
        assert re.fullmatch(r"[a-z2-7]{4}(-[a-z2-7]{4}){5}", code), code


def test_what_is_kept_of_a_recovery_code_is_the_same_however_it_is_typed() -> None:
    kept = sha256(b"abcd2345").hexdigest()
    for typed in ("abcd-2345", "ABCD 2345", " abcd2345\n", "(abcd–2345)"):
        assert codes.recovery_code_hash(typed) == kept
    assert codes.recovery_code_hash("abcd-2346") != kept


def test_each_purpose_has_a_key_of_its_own() -> None:
    """As `openssl dgst -sha256 -hmac` has it: who knows one of them knows neither the server's nor another."""
    derived = derive_key(b"a key of the server", "spare keys")
    assert derived.hex() == "5da45b8935a058e164f1840848edb93352cf78735eecbf583224e499dbc91cd7"
    assert derive_key(b"a key of the server", "limits") != derived
