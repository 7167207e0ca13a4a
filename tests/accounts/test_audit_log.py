"""What was done with accounts is told, to the log and to operators: who, what, when, and nothing else."""

import logging

import pytest
from sqlalchemy import select

from tests.accounts.people import EMAIL, OTHER_PASSWORD, PASSWORD, People
from widget.accounts.audit_log import COMMAND_LINE, RETENTION, UNKNOWN, AccountAction
from widget.accounts.by_provider import ProviderSignIn
from widget.accounts.codes import STEP
from widget.accounts.identities import ProviderIdentity
from widget.accounts.limits import CODES, PER_ACCOUNT
from widget.accounts.model import NewSession, Role
from widget.accounts.tables import events

STRANGER = "hemmeligt-kodeord-i-forkert-felt@x.example"
BERIT = "berit@kommune.example"


def logged_events(people: People) -> list[tuple[AccountAction, str, str]]:
    """All events, oldest first."""
    return [(event.what, event.email, event.by) for event in reversed(people.accounts.audit_log.listed(100))]


def live(people: People) -> None:
    """A life of an account, with everything that can happen to it."""
    accounts = people.accounts
    first = people.enrolled()
    enrolled = accounts.store.by_email(EMAIL)
    assert enrolled
    people.clock.pass_by(STEP * 2)
    accounts.sign_in(EMAIL, "forkert")
    half = people.half_way()
    accounts.verify_code(half.session, "000000")
    assert isinstance(accounts.verify_code(half.session, people.code(enrolled.code_secret)), NewSession)
    half = people.half_way()
    new_session = accounts.verify_recovery_code(half.session, first.recovery_codes[0])
    assert isinstance(new_session, NewSession)
    assert isinstance(people.own.change_password(new_session.session, PASSWORD, OTHER_PASSWORD), NewSession)
    accounts.sign_in(STRANGER, PASSWORD)
    accounts.invite(BERIT, Role.PARTNER, "aarhus", by=EMAIL)
    accounts.reset(BERIT, by=EMAIL)
    accounts.remove(BERIT, by=EMAIL)


def test_everything_that_happens_to_an_account_is_told_with_who_did_it(people: People) -> None:
    live(people)
    assert logged_events(people) == [
        (AccountAction.INVITED, EMAIL, COMMAND_LINE),
        (AccountAction.PASSWORD_SET, EMAIL, EMAIL),
        (AccountAction.CODES_SET_UP, EMAIL, EMAIL),
        (AccountAction.PASSWORD_FAILED, EMAIL, UNKNOWN),
        (AccountAction.CODE_FAILED, EMAIL, UNKNOWN),
        (AccountAction.SIGNED_IN, EMAIL, EMAIL),
        (AccountAction.SIGNED_IN_BY_RECOVERY_CODE, EMAIL, EMAIL),
        (AccountAction.PASSWORD_SET, EMAIL, EMAIL),
        (AccountAction.INVITED, BERIT, EMAIL),
        (AccountAction.RESET, BERIT, EMAIL),
        (AccountAction.CLOSED, BERIT, EMAIL),
    ]


def test_the_log_has_the_same_and_no_secret(people: People, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "widget.accounts")
    live(people)
    lines = [record.__dict__ for record in caplog.records if record.message == "account"]
    assert [(line["event"], line["account"], line["by"]) for line in lines if line["account"]] == [
        (what.value, email, by) for what, email, by in logged_events(people)
    ]
    assert [line["event"] for line in lines if not line["account"]] == ["password-failed"], "the stranger"
    everything = str(lines) + str(logged_events(people))
    for secret in (PASSWORD, OTHER_PASSWORD, "forkert", STRANGER, "000000"):
        assert secret not in everything


def test_an_attempt_that_comes_too_often_is_in_the_log_and_fills_no_table(
    people: People, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "widget.accounts")
    half = people.enrolled()
    for _ in range(PER_ACCOUNT.times + 3):
        people.accounts.sign_in(EMAIL, "forkert")
        people.accounts.sign_in(STRANGER, "forkert")
    for _ in range(CODES.times + 1):
        people.accounts.verify_code(half.session, "000000")
    lines = [record.__dict__ for record in caplog.records if record.message == "account"]
    refused = [line["account"] for line in lines if line["event"] == "rate-limited"]
    assert refused == [EMAIL, "", EMAIL, "", EMAIL, "", EMAIL]
    assert STRANGER not in str(lines)
    assert len(logged_events(people)) == 3 + PER_ACCOUNT.times + CODES.times


def test_who_is_let_in_by_another_provider_is_told(people: People) -> None:
    people.accounts.invite(EMAIL, Role.OPERATOR)
    by_provider = ProviderSignIn(people.accounts)
    by_provider.sign_in(ProviderIdentity("https://login.example", "1", EMAIL, mfa=False))
    assert AccountAction.SIGNED_IN not in [what for what, _, _ in logged_events(people)], "a code is still wanted"
    by_provider.sign_in(ProviderIdentity("https://login.example", "1", EMAIL, mfa=True))
    assert logged_events(people)[-1] == (AccountAction.SIGNED_IN, EMAIL, EMAIL)


def test_events_are_forgotten_after_a_year(people: People) -> None:
    people.with_password()
    people.clock.pass_by(RETENTION + 1)
    people.accounts.sign_in(EMAIL, "forkert")
    assert [what for what, _, _ in logged_events(people)] == [AccountAction.PASSWORD_FAILED]
    with people.accounts.store._database.engine.connect() as connection:
        assert len(connection.execute(select(events)).all()) == 1


def test_events_come_page_by_page(people: People) -> None:
    people.with_password()
    newest, older = people.accounts.audit_log.listed(2)
    assert people.accounts.audit_log.listed(2, newest.id)[0] == older
    assert people.accounts.audit_log.listed(2, 10**14)[0] == newest
