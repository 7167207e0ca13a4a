"""Who gets in, who does not, and what ends with what. Each rule is seen both holding and letting through."""

from pathlib import Path
from typing import Literal

import pytest
from argon2 import PasswordHasher
from sqlalchemy import create_engine, insert, inspect, select

from tests.accounts.people import (
    CHEAP,
    EMAIL,
    KEY,
    OTHER_PASSWORD,
    PASSWORD,
    Clock,
    People,
    engine_in,
    without_migrations,
)
from tests.database.servers import open_new
from widget.accounts import codes, devices, sessions
from widget.accounts.accounts import Accounts
from widget.accounts.emails import ascii_email, is_email, spellings
from widget.accounts.forgotten import ForgottenPasswords
from widget.accounts.invitations import LIFETIME
from widget.accounts.limits import CODES, FROM_STRANGERS, PER_ACCOUNT, PER_NETWORK, RateLimited
from widget.accounts.model import AccountRefusal, Client, NewSession, Role, SessionStage
from widget.accounts.passwords import MAX_LENGTH, PasswordFault, Passwords, password_fault
from widget.accounts.tables import accounts as accounts_table
from widget.accounts.tables import attempts, metadata
from widget.accounts.tables import sessions as session_table
from widget.database.database import Database
from widget.database.engine import migrate
from widget.database.errors import DatabaseUnavailable

# Invitations


def test_an_invitation_sets_the_password_once(people: People) -> None:
    token = people.accounts.invite(EMAIL, Role.OPERATOR)
    assert token
    assert isinstance(people.accounts.accept_invitation(token, PASSWORD), NewSession)
    assert people.accounts.accept_invitation(token, OTHER_PASSWORD) is AccountRefusal.VOID
    assert people.accounts.read_invitation(token) is None


def test_an_invitation_holds_for_two_days(people: People) -> None:
    token = people.accounts.invite(EMAIL, Role.OPERATOR)
    assert token
    assert LIFETIME == 48 * 60 * 60
    people.clock.pass_by(LIFETIME - 1)
    assert people.accounts.read_invitation(token)
    people.clock.pass_by(1)
    assert people.accounts.read_invitation(token) is None


@pytest.mark.parametrize("token", ["", "x", "å", "WzEsMSw5OTk5OTk5OTk5XQ.AAAA", "null", "a.b.c"])
def test_an_invitation_that_is_not_ours_is_none(people: People, token: str) -> None:
    people.accounts.invite(EMAIL, Role.OPERATOR)
    assert people.accounts.read_invitation(token) is None


def test_an_invitation_signed_with_another_key_is_none(people: People, tmp_path: Path) -> None:
    people.accounts.invite(EMAIL, Role.OPERATOR)
    (tmp_path / "other").mkdir()
    stranger = Accounts(without_migrations(engine_in(tmp_path / "other")), b"other" * 9, people.clock)
    token = stranger.invite(EMAIL, Role.OPERATOR)
    assert token
    assert stranger.read_invitation(token)
    assert people.accounts.read_invitation(token) is None


@pytest.mark.parametrize("has_password", [False, True])
def test_a_role_that_is_taken_away_makes_an_open_link_void(people: People, has_password: bool) -> None:
    """With another role left, the account stays: what the link was sent for is no longer all that it would open."""
    token = people.accounts.invite(EMAIL, Role.PARTNER, "aarhus")
    assert token
    if has_password:
        people.accounts.accept_invitation(token, PASSWORD)
    account = people.accounts.store.by_email(EMAIL)
    assert account
    people.accounts.grant(account, Role.READER, "odense", by="test")
    if has_password:
        _, link = ForgottenPasswords(people.accounts).token(EMAIL) or (None, "")
    else:
        link = people.accounts.renew_link(account, by="test")
    assert people.accounts.read_invitation(link)
    people.accounts.withdraw(account, "aarhus", by="test")
    assert people.accounts.store.by_email(EMAIL), "one role is left"
    assert people.accounts.read_invitation(link) is None
    assert people.accounts.accept_invitation(link, OTHER_PASSWORD) is AccountRefusal.VOID


def test_an_email_address_has_one_account_however_it_is_written(people: People) -> None:
    assert people.accounts.invite(EMAIL, Role.OPERATOR)
    assert people.accounts.invite(f" {EMAIL.upper()} ", Role.OPERATOR) is None


def test_a_reset_takes_everything_away_and_invites_again(people: People) -> None:
    signed_in = people.enrolled()
    token = people.accounts.reset(EMAIL)
    assert token
    assert people.accounts.sessions.find(signed_in.token, people.accounts.now) is None
    assert people.accounts.sign_in(EMAIL, PASSWORD) is AccountRefusal.WRONG
    new_session = people.accounts.accept_invitation(token, OTHER_PASSWORD)
    assert isinstance(new_session, NewSession)
    assert not new_session.session.account.has_codes
    assert new_session.session.account.recovery_codes == 0
    assert people.accounts.reset("stranger@kommune.example") is None


# Passwords


@pytest.mark.parametrize(
    ("password", "fault"),
    [
        ("elleve tegn", PasswordFault.TOO_SHORT),
        ("tolv tegn nu", None),
        ("x" * 11 + "y" * 246, PasswordFault.TOO_LONG),
        (EMAIL.upper(), PasswordFault.LIKE_EMAIL),
        ("Adgangskode123", PasswordFault.COMMON),
        ("Password1234!", PasswordFault.COMMON),
        ("silkeborg123", PasswordFault.COMMON),
        ("favrskov-favrskov", PasswordFault.COMMON),
        ("Sommerferie2026", PasswordFault.COMMON),
        ("qwertyuiop123", PasswordFault.COMMON),
        ("anne@kommune1", PasswordFault.COMMON),
        ("ababababababab", PasswordFault.COMMON),
        ("dolcegabbana1985", PasswordFault.COMMON),
        ("Paralelepipedo12", PasswordFault.COMMON),
        (PASSWORD, None),
        ("seks blå elefanter spiser havregrød " * 7, None),
        ("94736182055127", None),
    ],
)
def test_a_password_is_refused_for_one_reason_at_a_time(password: str, fault: PasswordFault | None) -> None:
    assert password_fault(password, EMAIL, ["silkeborg", "favrskov"]) is fault


@pytest.mark.parametrize("stolen", ["n4zJS+GS)2nnGFH", "F5gP&Yy4Q6U35Kj", "84rzOeCAFezWY", "flo01622431841"])
def test_passwords_that_were_stolen_elsewhere_are_refused_however_hard_they_look(stolen: str) -> None:
    assert password_fault(stolen, EMAIL) is PasswordFault.COMMON
    assert password_fault(stolen[:-1] + "q", EMAIL) is None, "it is the theft that makes it a bad one"


@pytest.mark.parametrize("typed", [PASSWORD.upper(), PASSWORD[:-1], f"{PASSWORD} ", f" {PASSWORD}", PASSWORD * 2])
def test_a_password_is_right_only_as_it_was_typed(typed: str) -> None:
    passwords = Passwords(CHEAP)
    assert not passwords.is_right(typed, passwords.hash(PASSWORD))
    longest = "x" * (MAX_LENGTH - 1)
    assert not passwords.is_right(longest + "z", passwords.hash(longest + "y"))
    assert passwords.is_right(longest + "y", passwords.hash(longest + "y"))


def test_a_recovery_code_has_bits_enough_for_a_plain_hash(people: People) -> None:
    found = people.enrolled().recovery_codes
    assert all(len(code.replace("-", "")) * 5 >= 112 for code in found), "32 letters and digits, 5 bits each"


@pytest.mark.parametrize(
    ("typed", "other"),
    [
        ("blåbærgrød til alle", "bla\u030abærgrød til alle"),
        ("½ liter mælk og brød", "1\u20442 liter mælk og brød"),
        ("fire glade heste løber", "fire\u00a0glade heste løber"),
    ],
)
def test_no_other_way_to_write_the_same_is_the_password(typed: str, other: str) -> None:
    passwords = Passwords(CHEAP)
    for right, wrong in ((typed, other), (other, typed)):
        assert passwords.is_right(right, passwords.hash(right))
        assert not passwords.is_right(wrong, passwords.hash(right))


def test_a_password_of_before_opens_once_more_and_is_then_kept_as_it_was_typed(people: People) -> None:
    """Hashes were made of what Unicode calls the compatibility composition of a password."""
    typed, normal = "½ liter mælk og brød", "1\u20442 liter mælk og brød"
    account = people.with_password().session.account
    people.accounts.store.rehash(account, CHEAP.hash(normal))
    assert isinstance(people.accounts.sign_in(EMAIL, typed), NewSession)
    assert isinstance(people.accounts.sign_in(EMAIL, typed), NewSession)
    assert people.accounts.sign_in(EMAIL, normal) is AccountRefusal.WRONG


def test_passwords_are_kept_with_argon2id_and_the_parameters_of_the_library() -> None:
    stored = Passwords().hash(PASSWORD)
    assert stored.startswith("exact$argon2id$v=19$m=65536,t=3,p=4$")
    assert PASSWORD not in stored


def test_a_hash_of_older_parameters_is_made_again_when_its_owner_signs_in(people: People, tmp_path: Path) -> None:
    people.with_password()
    stronger = Accounts(people.accounts.store._database, KEY, people.clock, Passwords())
    before = stronger.store.by_email(EMAIL)
    new_session = stronger.sign_in(EMAIL, PASSWORD)
    after = stronger.store.by_email(EMAIL)
    assert isinstance(new_session, NewSession)
    assert before
    assert after
    assert "m=8," in before.password_hash
    assert "m=65536," in after.password_hash
    assert before.epoch == after.epoch, "sessions go on"


class Recording(PasswordHasher):
    """Writes down which hashes it worked on, by their parameters."""

    def __init__(self) -> None:
        super().__init__(time_cost=1, memory_cost=8, parallelism=1)
        self.worked_on: list[str] = []

    def verify(self, hash: str | bytes, password: str | bytes) -> Literal[True]:
        """Check, and write down."""
        self.worked_on.append(str(hash).rsplit("$", 2)[0])
        return super().verify(hash, password)


def test_an_unknown_email_gets_the_same_answer_after_the_same_work(people: People) -> None:
    people.with_password()
    hasher = Recording()
    accounts = Accounts(people.accounts.store._database, KEY, people.clock, Passwords(hasher))
    assert accounts.sign_in(EMAIL, OTHER_PASSWORD) is AccountRefusal.WRONG
    assert accounts.sign_in("x@y.example", OTHER_PASSWORD) is AccountRefusal.WRONG
    assert hasher.worked_on == ["$argon2id$v=19$m=8,t=1,p=1"] * 2


@pytest.mark.parametrize("password", ["", "x" * 257, "\x00", "å" * 300])
def test_without_a_password_no_account_gets_in(people: People, password: str) -> None:
    people.accounts.invite(EMAIL, Role.OPERATOR)
    assert people.accounts.sign_in(EMAIL, password) is AccountRefusal.WRONG


# Codes


def test_password_and_code_let_in(people: People) -> None:
    secret = people.enrolled().session.account.code_secret
    people.clock.pass_by(codes.STEP)
    half = people.half_way()
    assert half.session.stage is SessionStage.HALF
    new_session = people.accounts.verify_code(half.session, people.code(secret))
    assert isinstance(new_session, NewSession)
    assert new_session.session.stage is SessionStage.FULL
    assert new_session.token != half.token
    assert people.accounts.sessions.find(half.token, people.accounts.now) is None


def test_a_code_is_used_once_even_by_two_at_the_same_moment(people: People) -> None:
    secret = people.enrolled().session.account.code_secret
    half = people.half_way()
    assert people.accounts.verify_code(half.session, people.code(secret)) is AccountRefusal.WRONG, (
        "used for setting up"
    )
    people.clock.pass_by(codes.STEP)
    one, other = people.half_way(), people.half_way()
    assert isinstance(people.accounts.verify_code(one.session, people.code(secret)), NewSession)
    assert people.accounts.verify_code(other.session, people.code(secret)) is AccountRefusal.WRONG


@pytest.mark.parametrize(("steps", "let_in"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_a_phone_may_be_one_step_off(steps: int, let_in: bool) -> None:
    clock, secret = Clock(), codes.new_secret()
    now = int(clock().timestamp())
    code = People(None, clock).code(secret, steps)  # type: ignore[arg-type]  # only its app is asked
    assert (codes.matching_step(secret, code, now, 0) is not None) is let_in
    assert codes.matching_step(secret, f" {code[:3]} {code[3:]} ", now, 0) == codes.matching_step(
        secret, code, now, 0
    )


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "abcdef", "１２３４５６", "-12345"])
def test_what_is_no_code_is_wrong(typed: str) -> None:
    assert codes.matching_step(codes.new_secret(), typed, 1_800_000_000, 0) is None


def test_the_app_gets_the_standards_example_right() -> None:
    secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"  # noqa: S105 (RFC 6238, appendix B, cut to six digits)
    assert codes.matching_step(secret, "287082", 59, 0) == 1
    assert codes.matching_step(secret, "081804", 1111111109, 0) == 1111111109 // 30


def test_a_recovery_code_lets_in_once_however_it_is_written(people: People) -> None:
    new_session = people.enrolled()
    assert len(set(new_session.recovery_codes)) == codes.RECOVERY_CODES
    spare = new_session.recovery_codes[3].upper().replace("-", " ")
    first = people.accounts.verify_recovery_code(people.half_way().session, spare)
    assert isinstance(first, NewSession)
    assert first.session.account.recovery_codes == codes.RECOVERY_CODES - 1
    assert people.accounts.verify_recovery_code(people.half_way().session, spare) is AccountRefusal.WRONG


def test_codes_cannot_be_set_up_a_second_time_with_the_password_alone(people: People) -> None:
    half = people.with_password()
    other = people.half_way()
    assert isinstance(people.accounts.set_up_codes(half.session, people.code(half.session.new_secret)), NewSession)
    again = people.accounts.set_up_codes(other.session, people.code(other.session.new_secret))
    assert again is AccountRefusal.WRONG
    assert not people.half_way().session.new_secret


# Sessions


def test_a_session_is_over_when_idle(people: People) -> None:
    token = people.enrolled().token
    people.clock.pass_by(sessions.IDLE_TIMEOUT - 1)
    assert people.accounts.sessions.find(token, people.accounts.now)
    people.clock.pass_by(sessions.IDLE_TIMEOUT - 1)
    assert people.accounts.sessions.find(token, people.accounts.now), "being used keeps it"
    people.clock.pass_by(sessions.IDLE_TIMEOUT)
    assert people.accounts.sessions.find(token, people.accounts.now) is None


def test_a_session_is_over_after_ten_hours_however_busy(people: People) -> None:
    token = people.enrolled().token
    assert sessions.MAX_LIFETIME == 10 * 60 * 60
    for _ in range(sessions.MAX_LIFETIME // 1000 - 1):
        people.clock.pass_by(1000)
        assert people.accounts.sessions.find(token, people.accounts.now)
    people.clock.pass_by(1000)
    assert people.accounts.sessions.find(token, people.accounts.now) is None


def test_half_way_ends_after_a_quarter_of_an_hour(people: People) -> None:
    half = people.with_password()
    people.clock.pass_by(sessions.AWAITING_CODE)
    assert people.accounts.sessions.find(half.token, people.accounts.now) is None


def test_a_new_password_ends_every_session_and_the_browser_gets_a_new_one(people: People) -> None:
    here = people.enrolled()
    people.clock.pass_by(codes.STEP)
    half = people.half_way()
    code = people.code(here.session.account.code_secret)
    elsewhere = people.accounts.verify_code(half.session, code)
    assert isinstance(elsewhere, NewSession)
    changed = people.own.change_password(here.session, PASSWORD, OTHER_PASSWORD)
    assert isinstance(changed, NewSession)
    for token in (here.token, elsewhere.token):
        assert people.accounts.sessions.find(token, people.accounts.now) is None
    assert people.accounts.sessions.find(changed.token, people.accounts.now)
    assert people.accounts.sign_in(EMAIL, PASSWORD) is AccountRefusal.WRONG
    assert isinstance(people.accounts.sign_in(EMAIL, OTHER_PASSWORD), NewSession)


def test_the_old_password_is_wanted_for_a_new_one(people: People) -> None:
    here = people.enrolled()
    assert people.own.change_password(here.session, OTHER_PASSWORD, OTHER_PASSWORD) is AccountRefusal.WRONG
    assert people.own.change_password(here.session, PASSWORD, "kort") is PasswordFault.TOO_SHORT


def test_neither_tokens_nor_passwords_nor_recovery_codes_nor_strangers_are_in_the_database(people: People) -> None:
    new_session = people.enrolled()
    people.accounts.sign_in("stranger@elsewhere.example", "the stranger's password")
    found = ""
    with people.accounts.store._database.engine.connect() as connection:
        for table in metadata.sorted_tables:
            found += repr(connection.execute(select(table)).all())
    for secret in (new_session.token, PASSWORD, "stranger", *new_session.recovery_codes):
        assert secret not in found
    assert EMAIL in found, "the search finds what is there"


# Limits

HOME = Client("192.0.2.1")
ELSEWHERE = Client("198.51.100.7")


def test_after_too_many_wrong_passwords_the_right_one_has_to_wait_too(people: People) -> None:
    people.with_password()
    for _ in range(PER_ACCOUNT.times):
        assert people.accounts.sign_in(EMAIL, OTHER_PASSWORD) is AccountRefusal.WRONG
        people.clock.pass_by(1)
    wait = people.accounts.sign_in(EMAIL, PASSWORD)
    assert wait == RateLimited(PER_ACCOUNT.window - PER_ACCOUNT.times)
    people.clock.pass_by(wait.seconds - 1)
    assert people.accounts.sign_in(EMAIL, PASSWORD) == RateLimited(1), "asking has not made it longer"
    people.clock.pass_by(1)
    assert isinstance(people.accounts.sign_in(EMAIL, PASSWORD), NewSession)


def test_a_stranger_who_guesses_for_a_day_locks_out_the_stranger_alone(people: People) -> None:
    known = Client(HOME.network, people.enrolled().device)
    for _ in range(24 * 60 * 60 // PER_ACCOUNT.window):
        for _ in range(PER_ACCOUNT.times + 2):
            people.clock.pass_by(3)
            wrong = people.accounts.sign_in(EMAIL, OTHER_PASSWORD, client=ELSEWHERE)
        assert isinstance(wrong, RateLimited)
        people.clock.pass_by(PER_ACCOUNT.window - 3 * (PER_ACCOUNT.times + 2))
        assert isinstance(people.accounts.sign_in(EMAIL, PASSWORD, client=HOME), NewSession), "a new browser"
        assert isinstance(people.accounts.sign_in(EMAIL, PASSWORD, client=known), NewSession)


def test_strangers_from_everywhere_do_not_lock_out_a_browser_that_the_account_knows(people: People) -> None:
    known = Client("203.0.113.9", people.enrolled().device)
    for number in range(FROM_STRANGERS.times):
        stranger = Client(f"192.0.2.{number}")
        assert people.accounts.sign_in(EMAIL, OTHER_PASSWORD, client=stranger) is AccountRefusal.WRONG
    assert isinstance(people.accounts.sign_in(EMAIL, OTHER_PASSWORD, client=Client("192.0.2.250")), RateLimited)
    assert isinstance(people.accounts.sign_in(EMAIL, PASSWORD, client=known), NewSession)
    made_up = Client("192.0.2.251", "made-up-token")
    assert isinstance(people.accounts.sign_in(EMAIL, PASSWORD, client=made_up), RateLimited)


def test_a_thief_of_the_password_does_not_use_up_the_codes_of_the_owner(people: People) -> None:
    here = people.enrolled()
    known = Client("192.0.2.1", here.device)
    people.clock.pass_by(codes.STEP)
    for _ in range(CODES.times + 1):
        thief = people.half_way().session
        answer = people.accounts.verify_code(thief, "000000", ELSEWHERE)
    assert isinstance(answer, RateLimited)
    code = people.code(here.session.account.code_secret)
    assert isinstance(people.accounts.verify_code(people.half_way().session, code, known), NewSession)


def test_a_browser_is_known_to_the_accounts_that_signed_in_with_it_alone(people: People) -> None:
    anne = people.enrolled()
    people.enrolled("bo@x.example")
    known = Client("192.0.2.1", anne.device)
    assert people.accounts.devices.knows(anne.device, EMAIL, people.accounts.now)
    assert not people.accounts.devices.knows(anne.device, "bo@x.example", people.accounts.now)
    for _ in range(PER_ACCOUNT.times):
        people.accounts.sign_in("bo@x.example", OTHER_PASSWORD, client=known)
    assert isinstance(people.accounts.sign_in("bo@x.example", PASSWORD, client=known), RateLimited)
    people.clock.pass_by(devices.LIFETIME)
    assert not people.accounts.devices.knows(anne.device, EMAIL, people.accounts.now)


def test_a_new_password_and_a_reset_forget_the_browsers(people: People) -> None:
    here = people.enrolled()
    changed = people.own.change_password(here.session, PASSWORD, OTHER_PASSWORD, Client("", here.device))
    assert isinstance(changed, NewSession)
    assert not people.accounts.devices.knows(here.device, EMAIL, people.accounts.now)
    assert people.accounts.devices.knows(changed.device, EMAIL, people.accounts.now)
    people.accounts.reset(EMAIL)
    assert not people.accounts.devices.knows(changed.device, EMAIL, people.accounts.now)


def test_a_stranger_waits_as_a_known_account_does(people: People) -> None:
    for _ in range(PER_ACCOUNT.times):
        assert people.accounts.sign_in("x@y.example", PASSWORD) is AccountRefusal.WRONG
    assert isinstance(people.accounts.sign_in("X@y.example", PASSWORD), RateLimited)
    assert people.accounts.sign_in("z@y.example", PASSWORD) is AccountRefusal.WRONG


def test_workers_count_together(people: People) -> None:
    other = Accounts(people.accounts.store._database, KEY, people.clock, people.accounts._passwords)
    for worker in (people.accounts, other) * (PER_ACCOUNT.times // 2):
        assert worker.sign_in(EMAIL, PASSWORD) is AccountRefusal.WRONG
    assert isinstance(other.sign_in(EMAIL, PASSWORD), RateLimited)
    assert isinstance(people.accounts.sign_in(EMAIL, PASSWORD), RateLimited)


def test_all_accounts_together_have_a_limit_for_a_network(people: People) -> None:
    known = Client(ELSEWHERE.network, people.enrolled().device)
    for number in range(PER_NETWORK.times):
        assert people.accounts.sign_in(f"{number}@y.example", PASSWORD, client=ELSEWHERE) is AccountRefusal.WRONG
    assert isinstance(people.accounts.sign_in("last@y.example", PASSWORD, client=ELSEWHERE), RateLimited)
    assert people.accounts.sign_in("last@y.example", PASSWORD, client=HOME) is AccountRefusal.WRONG
    assert isinstance(people.accounts.sign_in(EMAIL, PASSWORD, client=known), NewSession), "a colleague behind it"


def test_right_passwords_do_not_use_up_the_limit(people: People) -> None:
    people.with_password()
    for _ in range(PER_ACCOUNT.times * 2):
        people.half_way()


def test_codes_are_guessed_a_few_times_only_in_any_session(people: People) -> None:
    secret = people.enrolled().session.account.code_secret
    people.clock.pass_by(codes.STEP)
    for _ in range(CODES.times):
        assert people.accounts.verify_code(people.half_way().session, "000000") is AccountRefusal.WRONG
    assert isinstance(people.accounts.verify_code(people.half_way().session, people.code(secret)), RateLimited)
    assert isinstance(people.accounts.verify_recovery_code(people.half_way().session, "x"), RateLimited)


def test_a_reset_ends_the_waiting(people: People) -> None:
    people.with_password()
    for _ in range(PER_ACCOUNT.times + 1):
        people.accounts.sign_in(EMAIL, OTHER_PASSWORD)
    token = people.accounts.reset(EMAIL)
    assert token
    assert isinstance(people.accounts.accept_invitation(token, OTHER_PASSWORD), NewSession)
    assert isinstance(people.accounts.sign_in(EMAIL, OTHER_PASSWORD), NewSession)


def test_no_address_of_a_computer_is_kept(people: People) -> None:
    people.enrolled()
    people.accounts.sign_in(EMAIL, OTHER_PASSWORD, client=HOME)
    found = ""
    with people.accounts.store._database.engine.connect() as connection:
        for table in metadata.sorted_tables:
            found += repr(connection.execute(select(table)).all())
    assert HOME.network not in found


def test_old_tries_and_sessions_are_forgotten(people: People) -> None:
    people.with_password()
    people.accounts.sign_in(EMAIL, OTHER_PASSWORD)
    people.clock.pass_by(sessions.MAX_LIFETIME + 1)
    people.half_way()
    with people.accounts.store._database.engine.connect() as connection:
        assert connection.execute(select(attempts)).all() == []
        assert len(connection.execute(select(session_table)).all()) == 1


# The rest


def test_a_partners_administrator_manages_that_partner_alone(people: People) -> None:
    account = people.with_password("b@x.example", Role.PARTNER, "aarhus").session.account
    assert account.may_manage("aarhus")
    for other in ("odense", "", "aarhus2", "Aarhus"):
        assert not account.may_manage(other)
    assert people.with_password().session.account.may_manage("odense")


@pytest.mark.parametrize(("email", "good"), [("a@b.dk", True), ("a@b", False), ("a b@c.dk", False), ("@b.dk", False)])
def test_an_email_address_has_a_form(email: str, good: bool) -> None:
    assert is_email(email) is good
    assert not is_email("a" * 250 + "@b.dk")
    assert not any(is_email(f"an{unseen}ne@kommune.dk") for unseen in "\u200b\u202e\ufeff\x00")


SIGNS, ASCII = "ny@ærø.dk", "ny@xn--r-3fa9c.dk"
"""One address in both of its forms."""


@pytest.mark.parametrize(("stored", "other"), [(SIGNS, ASCII), (ASCII, SIGNS), (SIGNS, "Ny@ÆRØ.dk")])
def test_a_domain_in_its_other_form_is_the_same_account(people: People, stored: str, other: str) -> None:
    account = people.with_password(stored).session.account
    assert account.email == stored, "as it was typed"
    assert people.accounts.invite(other, Role.OPERATOR) is None
    half = people.half_way(other)
    assert half.session.account.id == account.id
    assert ForgottenPasswords(people.accounts).token(other) is not None
    assert people.accounts.remove(other)
    assert people.accounts.store.by_email(stored) is None


def test_two_accounts_of_before_with_both_forms_of_a_domain_go_on_as_they_were(people: People) -> None:
    for email in (SIGNS, ASCII):
        with people.accounts.store._database.transaction() as connection:
            nothing = {"password_hash": "", "code_secret": "", "last_step": 0, "last_sign_in": 0}
            values = {"id": email, "email": email, "epoch": 1, "link_shown_to": "", **nothing}
            connection.execute(insert(accounts_table).values(values))
    for email in (SIGNS, ASCII):
        found = people.accounts.store.by_email(email)
        assert found
        assert found.email == email


def test_both_forms_of_a_domain_have_one_count_of_wrong_passwords(people: People) -> None:
    people.with_password(SIGNS)
    for number in range(PER_ACCOUNT.times):
        refused = people.accounts.sign_in((SIGNS, ASCII)[number % 2], OTHER_PASSWORD)
        assert refused is AccountRefusal.WRONG
    for email in (SIGNS, ASCII):
        assert isinstance(people.accounts.sign_in(email, OTHER_PASSWORD), RateLimited)


def test_a_browser_that_the_account_knows_is_known_by_both_forms_of_a_domain(people: People) -> None:
    device = people.enrolled(SIGNS).device
    for email in (SIGNS, ASCII):
        assert people.accounts.devices.knows(device, email, people.accounts.now)


@pytest.mark.parametrize(
    "email", ["", "@", "a@", "a@xn--", "a@xn--9.dk", "a@..ø", "a@\ud800.dk", f"a@{'ø' * 9_000}.dk"]
)
def test_a_domain_that_has_no_other_form_is_compared_as_it_is(email: str) -> None:
    assert spellings(email) == (email,)
    assert ascii_email(email) == email


def test_the_migration_makes_the_tables_that_the_code_uses(tmp_path: Path) -> None:
    migrated = open_new(tmp_path)
    migrate(migrated)
    made, meant = inspect(migrated), inspect(engine_in(tmp_path))
    for table in metadata.tables:
        assert [(c["name"], str(c["type"]), c["nullable"]) for c in made.get_columns(table)] == [
            (c["name"], str(c["type"]), c["nullable"]) for c in meant.get_columns(table)
        ]
        for what in ("get_pk_constraint", "get_indexes", "get_unique_constraints", "get_foreign_keys"):
            assert getattr(made, what)(table) == getattr(meant, what)(table), f"{what} of {table}"


def test_a_database_that_is_away_is_said_to_be_so(tmp_path: Path) -> None:
    people = Accounts(Database(create_engine(f"sqlite:///{tmp_path}/no/such/folder.db")), KEY, Clock())
    with pytest.raises(DatabaseUnavailable):
        people.sign_in(EMAIL, PASSWORD)


def test_a_session_that_began_while_the_password_was_being_changed_is_none(people: People) -> None:
    before = people.enrolled()
    assert isinstance(people.own.change_password(before.session, PASSWORD, OTHER_PASSWORD), NewSession)
    late = people.accounts.sessions.start(before.session.account, SessionStage.FULL, people.accounts.now)
    assert people.accounts.sessions.find(late, people.accounts.now) is None
