"""No token opens what it was not made for, after any change of accounts since: every kind, on both databases."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import delete
from sqlalchemy.engine import Engine

from tests.accounts.people import CHEAP, KEY, OTHER_PASSWORD, PASSWORD, Clock, People
from tests.database.fixtures import database_url, server
from tests.web.admin.browser import admin_in
from widget.accounts import sessions
from widget.accounts.accounts import Accounts
from widget.accounts.forgotten import ForgottenPasswords
from widget.accounts.invitations import LIFETIME
from widget.accounts.model import Account, NewSession, Role, SessionStage
from widget.accounts.own_account import OwnAccount
from widget.accounts.passwords import Passwords
from widget.accounts.tables import metadata
from widget.database.database import Database
from widget.web.admin.access_control import AccessControl
from widget.web.admin.oidc import OidcRoutes
from widget.web.admin.oidc_provider import AuthorizationRequest, Provider
from widget.web.http.open_forms import Age, FormTokens
from widget.web.previews.draft_links import DraftLinks, draft_link
from widget.web.previews.review_links import ReviewLinks

__all__ = ["database_url", "server"]

EMAILS = ("anne@kommune.example", "berit@kommune.example", "carl@a-kasse.example")
RIGHTS = ((Role.OPERATOR, ""), (Role.PARTNER, "aarhus"), (Role.READER, "aarhus"))
DRAFT, REVIEW, ERRAND, FORM, FEEDBACK = "draft", "review", "errand", "form", "feedback"
LINK, SESSION = "link", "session"
EDITED = "aarhus"
PLACE = ("hvis-du-bliver-ledig", "aarhus")


@dataclass
class Person:
    """An account as the test knows it: `epoch` counts what makes links and sessions void."""

    email: str
    role: Role
    partner: str
    epoch: int = 0
    has_password: bool = False


@dataclass
class Made:
    """A token: of which kind, for whom, made when the person's epoch was so. `uses` names it among links."""

    kind: str
    token: str
    person: Person | None = None
    epoch: int = 0
    ends: int = 0
    name: str = ""


@dataclass
class World:
    """The parts that make and open tokens, over one database."""

    accounts: Accounts
    clock: Clock
    access_control: AccessControl
    made: list[Made] = field(default_factory=list)
    people: dict[str, Person] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.drafts = DraftLinks(KEY, self.clock)
        self.reviews = ReviewLinks(KEY, self.clock)
        self.feedback = FormTokens(KEY, "feedback")
        self.comments = self.reviews.comment_forms
        self.oidc = OidcRoutes(self.access_control, Provider("https://id.example", "us", "secret"))

    def reset(self) -> None:
        """Empty the tables: on SQLite the numbers of rows begin again."""
        with self.accounts.store._database.transaction() as connection:
            for table in reversed(metadata.sorted_tables):
                connection.execute(delete(table))
        self.made.clear()
        self.people.clear()

    def opened(self, token: str) -> dict[str, object]:
        """What a token opens, by what was asked to open it."""
        link = self.accounts.read_invitation(token)
        session = self.accounts.sessions.find(token, self.accounts.now)
        authorization_request = self.oidc._authorization_request(token)
        draft = self.drafts.read(token)
        feedback = self.feedback.read(token, PLACE, self.accounts.now)
        forms = [
            made.name
            for made in self.made
            if made.kind == FORM and self.access_control.csrf.is_right(token, made.name)
        ]
        found = {
            LINK: link and _rights(link),
            SESSION: session and _rights(session.account),
            ERRAND: authorization_request and authorization_request.state,
            DRAFT: draft and draft.partner,
            REVIEW: self.reviews.read(token),
            FORM: forms,
            FEEDBACK: feedback.age is not Age.TOO_OLD,
        }
        return {opener: what for opener, what in found.items() if what}

    def expected(self, made: Made) -> dict[str, object]:
        """What the token should open, worked out without the code."""
        person = made.person
        if person is None:
            return {made.kind: made.name if made.kind != REVIEW else date.fromisoformat(made.name)}
        current = self.people.get(person.email) is person and made.epoch == person.epoch
        if not current or self.accounts.now >= made.ends:
            return {}
        if made.kind == LINK and made is not [m for m in self.made if m.kind == LINK and m.person is person][-1]:
            return {}
        return {made.kind: (person.email, person.role, person.partner)}


class Life(RuleBasedStateMachine):
    """Anything that is done with accounts, in any order; after each step every token is tried on everything."""

    world: World

    @initialize()
    def begin(self) -> None:
        """The tokens that belong to no account."""
        world = self.world
        world.reset()
        authorization_request = AuthorizationRequest()
        value = world.oidc._serializer().dumps(
            {**authorization_request.as_values(), "end": world.accounts.now + 10**9}
        )
        far = timedelta(days=10**4)
        others = (
            (DRAFT, world.drafts.token(draft_link(EDITED, world.clock()), lifetime=far), EDITED),
            (ERRAND, value if isinstance(value, str) else value.decode(), authorization_request.state),
        )
        world.made += [Made(kind, token, name=name) for kind, token, name in others]

    @rule(email=st.sampled_from(EMAILS), rights=st.sampled_from(RIGHTS))
    def invite(self, email: str, rights: tuple[Role, str]) -> None:
        """Make an account, again after an earlier one was closed too."""
        token = self.world.accounts.invite(email, *rights)
        assert (token is None) == (email in self.world.people)
        if token:
            self.world.people[email] = Person(email, *rights)
            self._link(email, token)

    @rule(email=st.sampled_from(EMAILS))
    def invite_again(self, email: str) -> None:
        """Make another link for an account: the one before is void, for an invitation as for a password."""
        account, person = self.world.accounts.store.by_email(email), self.world.people.get(email)
        if account is None or person is None or person.has_password:
            return
        self._link(email, self.world.accounts.renew_link(account, by="test"))

    @rule(email=st.sampled_from(EMAILS))
    def forget_the_password(self, email: str) -> None:
        """Ask for a link as visitors can: nothing is void but the link before, and only where there is a password."""
        person = self.world.people.get(email)
        found = ForgottenPasswords(self.world.accounts).token(email)
        assert (found is not None) == bool(person and person.has_password)
        if found:
            self._link(email, found[1])

    @rule(email=st.sampled_from(EMAILS))
    def confirm(self, email: str) -> None:
        """Confirm the first sign-in, by an account that may or may not be there: no token opens more or less."""
        account = self.world.accounts.store.by_email(email)
        other = self.world.accounts.store.by_email(next(one for one in EMAILS if one != email))
        if account and other:
            self.world.accounts.confirm(account, other)

    @rule(email=st.sampled_from(EMAILS))
    def reset_account(self, email: str) -> None:
        """Take password, codes and sessions away."""
        token = self.world.accounts.reset(email)
        assert (token is None) == (email not in self.world.people)
        if token:
            self.world.people[email].epoch += 1
            self.world.people[email].has_password = False
            self._link(email, token)

    @rule(email=st.sampled_from(EMAILS), rights=st.sampled_from(RIGHTS))
    def change_role(self, email: str, rights: tuple[Role, str]) -> None:
        """Give another role in place of the one before: an open link is void, sessions have the new rights."""
        account, person = self.world.accounts.store.by_email(email), self.world.people.get(email)
        if account is None or person is None:
            return
        before = account.memberships[0].partner
        self.world.accounts.grant(account, *rights, by="test")
        if before != rights[1]:
            self.world.accounts.withdraw(account, before, by="test")
        person.role, person.partner = rights
        for made in self.world.made:
            if made.kind == LINK and made.person is person:
                made.ends = 0

    @rule(email=st.sampled_from(EMAILS))
    def close(self, email: str) -> None:
        """Close the account."""
        assert self.world.accounts.remove(email) == (email in self.world.people)
        self.world.people.pop(email, None)

    @rule(data=st.data())
    def use_a_link(self, data: st.DataObject) -> None:
        """Try any token at all to set a password."""
        if not self.world.made:
            return
        self._use(data.draw(st.sampled_from(self.world.made), label="token"))

    def _use(self, made: Made) -> None:
        expected = LINK in self.world.expected(made)
        new_session = self.world.accounts.accept_invitation(made.token, PASSWORD)
        assert isinstance(new_session, NewSession) == expected
        if isinstance(new_session, NewSession) and made.person:
            made.person.epoch += 1
            made.person.has_password = True
            self._session(made.person, new_session)

    @rule(email=st.sampled_from(EMAILS))
    def use_the_newest_link(self, email: str) -> None:
        """Set a password as the owner does: by any token at all it comes about rarely."""
        own = [made for made in self.world.made if made.kind == LINK and made.person is self.world.people.get(email)]
        if own:
            self._use(own[-1])

    @rule(email=st.sampled_from(EMAILS))
    def sign_in(self, email: str) -> None:
        """Password, and codes where they are yet to be set up."""
        new_session = self.world.accounts.sign_in(email, PASSWORD)
        person = self.world.people.get(email)
        assert isinstance(new_session, NewSession) == bool(person and person.has_password)
        if not isinstance(new_session, NewSession) or person is None:
            return
        half = self._session(person, new_session)
        app = People(self.world.accounts, self.world.clock)
        if new_session.session.new_secret:
            full = self.world.accounts.set_up_codes(new_session.session, app.code(new_session.session.new_secret))
            assert isinstance(full, NewSession)
            half.ends = 0  # replaced by the session that comes after it
            self._session(person, full)

    @rule(email=st.sampled_from(EMAILS))
    def change_password(self, email: str) -> None:
        """Every session ends, and this browser gets another one."""
        account = self.world.accounts.store.by_email(email)
        person = self.world.people.get(email)
        if not (account and person and person.has_password):
            return
        token = self.world.accounts.sessions.start(account, SessionStage.FULL, self.world.accounts.now)
        session = self.world.accounts.sessions.find(token, self.world.accounts.now)
        assert session
        changed = OwnAccount(self.world.accounts).change_password(session, PASSWORD, OTHER_PASSWORD)
        assert isinstance(changed, NewSession)
        back = OwnAccount(self.world.accounts).change_password(changed.session, OTHER_PASSWORD, PASSWORD)
        assert isinstance(back, NewSession)
        person.epoch += 2
        self._session(person, back)

    @rule(seconds=st.sampled_from([1, sessions.AWAITING_CODE, LIFETIME - 1]))
    def wait(self, seconds: int) -> None:
        """Let time pass."""
        self.world.clock.pass_by(seconds)
        for made in self.world.made:
            if made.kind == SESSION:
                made.ends = 0  # over, or idle: tests of sessions say when exactly
                self.world.accounts.sessions.find(made.token, self.world.accounts.now)
        with self.world.accounts.store._database.engine.begin() as connection:
            connection.execute(delete(metadata.tables["admin_session"]))

    @rule()
    def make_what_belongs_to_no_account(self) -> None:
        """A review link, a form's token for each session, a feedback form's token."""
        world = self.world
        if any(made.kind == REVIEW for made in world.made):
            return
        review = world.reviews.place(date(2027, 1, 1)).removeprefix("review/")
        world.clock.pass_by(0)
        world.made.append(Made(REVIEW, review, name="2027-01-01"))

    @invariant()
    def every_token_opens_its_own_and_nothing_else(self) -> None:
        """Every token, tried on everything that opens something."""
        for made in self.world.made:
            opened = self.world.opened(made.token)
            if made.kind == REVIEW and not opened:
                continue  # its fourteen days are over
            assert opened == self.world.expected(made), made

    def _link(self, email: str, token: str) -> None:
        person, now = self.world.people[email], self.world.accounts.now
        self.world.made.append(Made(LINK, token, person, person.epoch, now + LIFETIME))

    def _session(self, person: Person, new_session: NewSession) -> Made:
        made = Made(
            SESSION, new_session.token, person, person.epoch, self.world.accounts.now + sessions.AWAITING_CODE
        )
        self.world.made.append(made)
        return made


def _rights(account: Account) -> tuple[str, Role, str]:
    (membership,) = account.memberships
    return account.email, membership.role, membership.partner


@pytest.fixture
def world(database_url: str, tmp_path: Path) -> Iterator[World]:
    """The application on an empty database, with hashes that cost little."""
    admin = admin_in(tmp_path, DATABASE_URL=database_url, SECRET_KEY=KEY.decode())
    engine: Engine = admin.people.accounts.store._database.engine
    accounts = Accounts(Database(engine), KEY, admin.people.clock, Passwords(CHEAP))

    def given() -> Accounts:
        return accounts

    admin.access_control._accounts = given
    yield World(accounts, admin.people.clock, admin.access_control)
    engine.dispose()


def test_no_token_opens_what_it_was_not_made_for(world: World) -> None:
    class Here(Life):
        """On this database."""

    Here.world = world
    checks = [HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
    limits = settings(max_examples=30, stateful_step_count=25, suppress_health_check=checks)
    run_state_machine_as_test(Here, settings=limits)


def test_the_token_of_a_form_is_for_one_session(world: World) -> None:
    one, other = world.access_control.csrf.make("session one"), world.access_control.csrf.make("session two")
    world.made += [Made(FORM, one, name="session one"), Made(FORM, other, name="session two")]
    assert world.opened(one) == {FORM: ["session one"]}
    assert world.opened(other) == {FORM: ["session two"]}


def test_the_token_of_a_feedback_form_is_for_its_guide_and_partner(world: World) -> None:
    token = world.feedback.make(PLACE, world.accounts.now - 60)
    assert world.opened(token) == {FEEDBACK: True}
    other = world.feedback.make((PLACE[0], "odense"), world.accounts.now - 60)
    assert world.opened(other) == {}


def test_the_token_of_a_comments_form_is_for_its_change_set_and_no_feedback(world: World) -> None:
    token = world.comments.make(("7",), world.accounts.now - 60)
    assert world.comments.read(token, ("7",), world.accounts.now).age is Age.RIGHT
    assert world.comments.read(token, ("8",), world.accounts.now).age is Age.TOO_OLD
    alike = world.comments.make(PLACE, world.accounts.now - 60)
    assert world.opened(alike) == {}
    feedback = world.feedback.make(("7",), world.accounts.now - 60)
    assert world.comments.read(feedback, ("7",), world.accounts.now).age is Age.TOO_OLD


def test_the_link_of_a_closed_account_does_not_open_the_operators_account_that_comes_after_it(world: World) -> None:
    kept = world.accounts.invite(EMAILS[0], Role.PARTNER, "aarhus")
    assert kept
    assert world.accounts.remove(EMAILS[0])
    assert world.accounts.invite(EMAILS[1], Role.OPERATOR)
    assert world.accounts.read_invitation(kept) is None
    assert world.accounts.invite(EMAILS[0], Role.OPERATOR), "the same address, invited again, as operator"
    assert world.accounts.read_invitation(kept) is None
    assert not isinstance(world.accounts.accept_invitation(kept, PASSWORD), NewSession)
