"""Who may do what with accounts, who sees which link, and what people do with their own account: by its pages."""

import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from werkzeug.test import TestResponse

from tests.accounts.people import EMAIL, OTHER_PASSWORD, PASSWORD
from tests.conftest import BASE_URL
from tests.web.admin.browser import Admin, AdminBrowser, admin_in
from tests.web.conformance import strict_html5
from widget.accounts.codes import STEP
from widget.accounts.mail import Mailer, MailNotSent
from widget.accounts.model import Account, Role
from widget.accounts.own_account import CONFIRMED_FOR
from widget.partners.model import Partner
from widget.partners.registry import Registry
from widget.web.admin.cookies import DEVICE_COOKIE, SESSION_COOKIE

ANNA = "anna@aarhus.example"
BO = "bo@aarhus.example"
HOME = "/admin/partners/aarhus"
ACCOUNTS = f"{HOME}/accounts"


Change = Callable[[Admin, AdminBrowser, AdminBrowser], None]
"""Changes something of the account of `BO`: the admin, the owner's browser, an operator's browser."""


@dataclass
class Postbox:
    """Takes every mail."""

    mails: list[Message] = field(default_factory=list)

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        self.mails.append(message_from_bytes(envelope.original_content or b""))
        return "250 OK"

    def last(self, to: str) -> str:
        """The text of the last mail to an address."""
        mail = [one for one in self.mails if one["To"] == to][-1]
        return bytes(mail.get_payload(decode=True)).decode()


@pytest.fixture
def postbox() -> Iterator[tuple[Postbox, str]]:
    """A real server for mail, and its address."""
    box = Postbox()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    yield box, f"smtp://127.0.0.1:{port}"
    controller.stop()


@pytest.fixture
def mailing(tmp_path: Path, postbox: tuple[Postbox, str]) -> Iterator[Admin]:
    """The admin with mail."""
    made = admin_in(tmp_path, SMTP_URL=postbox[1], MAIL_FROM="guides@kommune.example")
    yield made
    made.people.accounts.store._database.engine.dispose()


def with_aarhus(admin: Admin) -> Registry:
    registry = Registry(admin.people.accounts.store._database, admin.people.clock, ())
    registry.create(Partner("aarhus", "Aarhus Kommune", kommune_code="0751"), "test")
    return registry


def invited(browser: AdminBrowser, email: str, role: str, partner: str = "", at: str = "/admin/accounts") -> str:
    browser.open(at)
    typed = {"email": email, "role": role} | ({"partner": partner} if at == "/admin/accounts" else {})
    browser.fill(at, typed)
    return browser.response.text


def shown_link(browser: AdminBrowser) -> str:
    return browser.text(".link code").removeprefix(BASE_URL)


def sign_up(admin: Admin, link: str, password: str = PASSWORD) -> AdminBrowser:
    browser = admin.browser()
    browser.open(link)
    browser.send(password=password, again=password)
    secret = browser.text("figure code").replace(" ", "")
    browser.send(code=admin.people.code(secret))
    admin.people.clock.pass_by(STEP)
    return browser


def verify_code(browser: AdminBrowser, code: str) -> TestResponse:
    """Confirm by a code."""
    action, values = browser.filled()
    return browser.post(action, values | {"confirm-code": code})


def roles(admin: Admin, email: str) -> list[tuple[str, str]]:
    account = admin.people.accounts.store.by_email(email)
    return [(one.role.value, one.partner) for one in account.memberships] if account else []


# Without mail


def test_a_link_that_was_shown_opens_nothing_until_another_person_confirms(admin: Admin) -> None:
    with_aarhus(admin)
    anne, dorte = admin.signed_in(), admin.signed_in("dorte@kommune.example")
    invited(anne, BO, "operator")
    bo = sign_up(admin, shown_link(anne))
    for address in ("/admin/", "/admin/accounts", HOME, "/admin/account"):
        assert bo.open(address).status_code == 403, address
        assert bo.text("h1") == "Din konto skal bekræftes"
    anne.open("/admin/accounts")
    assert "bekræft" not in anne.text("main ul.accounts").lower(), "she has seen the link"
    _, values = anne.filled()
    typed = {"csrf": values["csrf"], "email": BO, "action": "confirm"}
    assert anne.post("/admin/accounts", typed).status_code == 409
    assert bo.open("/admin/").status_code == 403
    dorte.open("/admin/accounts")
    _, values = dorte.filled()
    assert dorte.post("/admin/accounts", {**typed, "csrf": values["csrf"]}).status_code == 200
    assert bo.open("/admin/").status_code == 200


def test_no_account_is_confirmed_before_the_link_that_was_shown_is_used(admin: Admin) -> None:
    anne, dorte = admin.signed_in(), admin.signed_in("dorte@kommune.example")
    invited(anne, BO, "operator")
    link = shown_link(anne)
    dorte.open("/admin/accounts")
    assert 'value="confirm"' not in dorte.response.text
    _, values = dorte.filled()
    typed = {"csrf": values["csrf"], "email": BO, "action": "confirm"}
    assert dorte.post("/admin/accounts", typed).status_code == 409
    assert sign_up(admin, link).open("/admin/").status_code == 403, "anne could have used it"
    dorte.open("/admin/accounts")
    assert dorte.response.text.count('value="confirm"') == 1


def test_a_partners_administrator_sees_no_link_and_confirms_whom_the_operator_let_in(admin: Admin) -> None:
    with_aarhus(admin)
    anne, anna = admin.signed_in(), admin.signed_in(ANNA, Role.PARTNER, "aarhus")
    html = invited(anna, BO, "reader", at=ACCOUNTS)
    assert "token=" not in html
    assert "En driftsansvarlig sender linket videre" in html
    anne.open("/admin/accounts")
    _, values = anne.filled()
    anne.post("/admin/accounts", {"csrf": values["csrf"], "email": BO, "action": "link"})
    bo = sign_up(admin, shown_link(anne))
    assert bo.open(HOME).status_code == 403
    anna.open(ACCOUNTS)
    _, values = anna.filled()
    anna.post(ACCOUNTS, {"csrf": values["csrf"], "email": BO, "action": "confirm"})
    assert bo.open(HOME).status_code == 200


def test_a_partners_administrator_learns_nothing_of_accounts_elsewhere(admin: Admin) -> None:
    with_aarhus(admin)
    admin.signed_in("known@odense.example", Role.PARTNER, "odense")
    anna = admin.signed_in(ANNA, Role.PARTNER, "aarhus")
    answers = [
        invited(anna, email, "reader", at=ACCOUNTS).replace(email, "X").split("<main>")[1].split("</main>")[0]
        for email in ("known@odense.example", "nobodys@odense.example")
    ]
    plain = [answer.split("Alle konti")[0].split('name="csrf"')[0] for answer in answers]
    assert plain[0] == plain[1]
    anna.open(ACCOUNTS)
    rows = [row for row in anna.text("ul.accounts").split("Skift adgang") if row]
    assert anna.response.text.count("inviteret</span>") == 2, rows
    assert roles(admin, "known@odense.example") == [("reader", "aarhus"), ("partner", "odense")]


# With mail


def test_the_link_goes_to_its_owner_alone(mailing: Admin, postbox: tuple[Postbox, str]) -> None:
    with_aarhus(mailing)
    box, _ = postbox
    anne = mailing.signed_in()
    html = invited(anne, BO, "partner", "aarhus")
    assert "token=" not in html
    assert "Vi har sendt en mail til bo@aarhus.example" in html
    text = box.last(BO)
    link = next(line for line in text.splitlines() if "token=" in line)
    assert link.startswith(f"{BASE_URL}/admin/set-password?token=")
    bo = sign_up(mailing, link.removeprefix(BASE_URL))
    assert bo.open(HOME).status_code == 200
    assert "adgangskode" in box.last(BO) or "engangskoder" in box.last(BO).lower()
    invited(anne, BO, "editor")
    assert "Log ind med den konto, du har" in box.last(BO)
    assert roles(mailing, BO) == [("editor", ""), ("partner", "aarhus")]


def changed_password(admin: Admin, owner: AdminBrowser, operator: AdminBrowser) -> None:
    owner.open("/admin/password")
    owner.send(old=PASSWORD, password=OTHER_PASSWORD, again=OTHER_PASSWORD)


def changed_codes(admin: Admin, owner: AdminBrowser, operator: AdminBrowser) -> None:
    owner.open("/admin/account/codes")
    owner.send(old=PASSWORD, code=admin.people.code(owner.text("figure code").replace(" ", "")))


def changed_recovery_codes(admin: Admin, owner: AdminBrowser, operator: AdminBrowser) -> None:
    owner.open("/admin/account/recovery-codes")
    owner.send(old=PASSWORD)


def signed_in_by_recovery_code(admin: Admin, owner: AdminBrowser, operator: AdminBrowser) -> None:
    changed_recovery_codes(admin, owner, operator)
    code = owner.text("main code")
    stranger = admin.browser()
    stranger.open("/admin/sign-in")
    stranger.send(email=BO, password=PASSWORD)
    _, values = stranger.filled()
    stranger.post("/admin/code", {"csrf": values["csrf"], "spare": code})
    assert stranger.open("/admin/account").request.path == "/admin/account"


def typed_a_wrong_code(admin: Admin, owner: AdminBrowser, operator: AdminBrowser) -> None:
    stranger = admin.browser()
    stranger.open("/admin/sign-in")
    stranger.send(email=BO, password=PASSWORD)
    assert stranger.send(code="000000").status_code == 422


def did_with_account(operator: AdminBrowser, **typed: str) -> None:
    operator.open("/admin/partners/aarhus/accounts")
    _, values = operator.filled()
    operator.post("/admin/partners/aarhus/accounts", {"csrf": values["csrf"], "email": BO, **typed})
    assert operator.response.status_code == 200


def changed_role(admin: Admin, owner: AdminBrowser, operator: AdminBrowser) -> None:
    did_with_account(operator, action="role", role="reader")


def took_role(admin: Admin, owner: AdminBrowser, operator: AdminBrowser) -> None:
    admin.people.accounts.grant(_account_of_bo(admin), Role.EDITOR, by="test")
    did_with_account(operator, action="withdraw")


def reset_account(admin: Admin, owner: AdminBrowser, operator: AdminBrowser) -> None:
    did_with_account(operator, action="reset")


def closed_account(admin: Admin, owner: AdminBrowser, operator: AdminBrowser) -> None:
    did_with_account(operator, action="close")


def _account_of_bo(admin: Admin) -> Account:
    account = admin.people.accounts.store.by_email(BO)
    assert account
    return account


@pytest.mark.parametrize(
    ("change", "told", "by"),
    [
        (changed_password, "Adgangskoden til din konto er sat.", BO),
        (changed_codes, "Der er sat engangskoder op på en anden telefon til din konto.", BO),
        (changed_recovery_codes, "Din konto har fået nye nødkoder.", BO),
        (signed_in_by_recovery_code, "Der er logget ind på din konto med en nødkode.", BO),
        (typed_a_wrong_code, "Der er skrevet din rigtige adgangskode og en forkert engangskode.", ""),
        (changed_role, "Din konto har fået en ny rolle.", EMAIL),
        (took_role, "Din konto har mistet en rolle.", EMAIL),
        (reset_account, "har nulstillet din konto: Adgangskode og engangskoder gælder ikke længere.", EMAIL),
        (closed_account, "Din konto er lukket.", EMAIL),
    ],
)
def test_the_owner_is_mailed_each_change_and_who_made_it(
    mailing: Admin, postbox: tuple[Postbox, str], change: Change, told: str, by: str
) -> None:
    with_aarhus(mailing)
    box, _ = postbox
    operator, owner = mailing.signed_in(), mailing.signed_in(BO, Role.PARTNER, "aarhus")
    box.mails.clear()
    change(mailing, owner, operator)
    mails = [mail for mail in box.mails if told in str(bytes(mail.get_payload(decode=True)), "utf-8")]
    assert [mail["To"] for mail in mails] == [BO], "the owner, once, and no other account"
    text = box.last(BO)
    assert by in text
    assert "driftsansvarlig" in text
    assert PASSWORD not in text


def test_an_invitation_is_not_lost_when_the_mail_cannot_be_sent(tmp_path: Path) -> None:
    admin = admin_in(tmp_path, SMTP_URL="smtp://127.0.0.1:1", MAIL_FROM="guides@kommune.example")
    anne = admin.signed_in()
    html = invited(anne, BO, "operator")
    assert "mailen kunne ikke sendes" in html
    assert "token=" not in html
    assert roles(admin, BO) == [("operator", "")]
    admin.people.accounts.store._database.engine.dispose()


def test_a_password_is_not_given_to_a_mail_server_without_tls(postbox: tuple[Postbox, str]) -> None:
    box, url = postbox
    with pytest.raises(MailNotSent, match="TLS"):
        Mailer(url.replace("smtp://", "smtp://user:secret@"), "a@b.example").send("c@d.example", "x", "y")
    assert not box.mails


# Confirming by code


def test_what_concerns_accounts_asks_for_a_code_and_keeps_what_was_typed(admin: Admin) -> None:
    with_aarhus(admin)
    anne = admin.signed_in()
    secret = admin.people.accounts.store.by_email(EMAIL)
    assert secret
    admin.people.clock.pass_by(CONFIRMED_FOR)
    invited(anne, BO, "partner", "aarhus")
    assert anne.text("h1") == "Bekræft, at det er dig"
    assert roles(admin, BO) == []
    strict_html5(anne.response.text)
    assert verify_code(anne, "000000").status_code == 422
    assert roles(admin, BO) == []
    verify_code(anne, admin.people.code(secret.code_secret))
    assert roles(admin, BO) == [("partner", "aarhus")]
    invited(anne, "carl@aarhus.example", "reader", "aarhus")
    assert roles(admin, "carl@aarhus.example"), "for ten minutes no other code is wanted"


@pytest.mark.parametrize("way", ["with a form", "by itself", "with a form that is refused"])
def test_a_session_has_another_token_once_a_code_has_confirmed_it(admin: Admin, way: str) -> None:
    anne = admin.signed_in()
    account = admin.people.accounts.store.by_email(EMAIL)
    assert account
    before = anne.client.get_cookie(SESSION_COOKIE, "guides.example")
    assert before
    admin.people.clock.pass_by(CONFIRMED_FOR)
    if way == "by itself":
        anne.open("/admin/confirm?next=/admin/account")
    elif way == "with a form":
        invited(anne, BO, "operator")
    else:
        anne.open("/admin/accounts")
        _, values = anne.filled()
        anne.post("/admin/accounts", {"csrf": values["csrf"], "email": BO, "action": "close"})
    answer = verify_code(anne, admin.people.code(account.code_secret))
    assert answer.status_code == (409 if way == "with a form that is refused" else 200)
    after = anne.client.get_cookie(SESSION_COOKIE, "guides.example")
    assert after
    assert after.value != before.value
    sessions, now = admin.people.accounts.sessions, admin.people.accounts.now
    assert sessions.find(before.value, now) is None
    assert sessions.find(after.value, now)
    assert anne.open("/admin/account").request.path == "/admin/account"


def test_a_new_password_asks_for_a_code_before_anything_is_typed(admin: Admin) -> None:
    anne = admin.signed_in()
    account = admin.people.accounts.store.by_email(EMAIL)
    assert account
    admin.people.clock.pass_by(CONFIRMED_FOR)
    anne.open("/admin/password")
    assert anne.address == "/admin/confirm"
    verify_code(anne, admin.people.code(account.code_secret))
    assert anne.address == "/admin/password"
    anne.send(old=PASSWORD, password=OTHER_PASSWORD, again=OTHER_PASSWORD)
    assert anne.text("h1") == "Din adgangskode er ændret"


# Roles


def test_a_reader_looks_at_one_partner_and_changes_nothing(admin: Admin) -> None:
    registry = with_aarhus(admin)
    reader = admin.signed_in(BO, Role.READER, "aarhus")
    before = registry.entry("aarhus")
    for part in ("", "/appearance", "/websites", "/words", "/preview", "/history", "/feedback", "/report"):
        assert reader.open(HOME + part).status_code == 200, part
    assert "Kun partnerens administratorer kan ændre noget" in reader.text(".alert")
    assert reader.open(ACCOUNTS).status_code == 403
    reader.open(f"{HOME}/websites")
    assert reader.fill(f"{HOME}/websites", {"origins": "https://evil.example"}).status_code == 403
    reader.open(HOME)
    assert reader.fill(f"{HOME}/publish").status_code == 403
    assert registry.entry("aarhus") == before


def test_an_editor_sees_the_review_and_no_partner(admin: Admin) -> None:
    with_aarhus(admin)
    editor = admin.signed_in(BO, Role.EDITOR)
    assert editor.open("/admin/").request.path == "/admin/guides"
    for address in (HOME, "/admin/accounts", "/admin/changes", "/admin/partners/new"):
        assert editor.open(address).status_code == 403, address


def test_one_person_has_a_role_with_each_of_several_partners(admin: Admin) -> None:
    registry = with_aarhus(admin)
    registry.create(Partner("odense", "Odense Kommune", kommune_code="0461"), "test")
    anne, bo = admin.signed_in(), admin.signed_in(BO, Role.PARTNER, "aarhus")
    invited(anne, BO, "reader", "odense")
    assert bo.open("/admin/").status_code == 200
    assert "Odense Kommune" in bo.text("table")
    bo.open("/admin/partners/odense")
    assert bo.fill("/admin/partners/odense/publish").status_code == 403
    bo.open(HOME)
    assert bo.fill(f"{HOME}/publish").status_code == 200
    anne.open("/admin/partners/odense/accounts")
    _, values = anne.filled()
    typed = {"csrf": values["csrf"], "email": BO, "action": "role", "role": "partner"}
    anne.post("/admin/partners/odense/accounts", typed)
    assert roles(admin, BO) == [("partner", "aarhus"), ("partner", "odense")]
    anne.post("/admin/partners/odense/accounts", {**typed, "action": "withdraw"})
    assert roles(admin, BO) == [("partner", "aarhus")]
    assert bo.open("/admin/partners/odense").status_code == 403


def test_an_address_is_invited_once_whichever_form_its_domain_has(admin: Admin) -> None:
    anne = admin.signed_in()
    invited(anne, "ny@ærø.dk", "editor")
    invited(anne, "ny@xn--r-3fa9c.dk", "editor")
    assert "token=" in shown_link(anne)
    anne.open("/admin/accounts")
    assert anne.response.text.count("<b>ny@") == 1
    assert "<b>ny@ærø.dk</b>" in anne.response.text


@pytest.mark.parametrize(
    ("has", "invited_as", "at", "said"),
    [
        (Role.OPERATOR, "editor", "/admin/accounts", "kan allerede mere end det. Ret rollen på listen."),
        (Role.OPERATOR, "operator", "/admin/accounts", "har allerede denne rolle."),
        (
            *(Role.PARTNER, "reader", "/admin/accounts"),
            "kan allerede mere end det hos partneren. Ret rollen under Konti hos partneren.",
        ),
        (Role.PARTNER, "reader", ACCOUNTS, "kan allerede mere end det. Ret rollen på listen."),
        (Role.READER, "partner", "/admin/accounts", "har en konto og har nu også denne rolle."),
    ],
)
def test_an_operator_is_told_what_an_invitation_did_to_an_account_with_a_role(
    admin: Admin, has: Role, invited_as: str, at: str, said: str
) -> None:
    with_aarhus(admin)
    anne = admin.signed_in()
    admin.signed_in(BO, has, "aarhus" if has.is_for_one_partner else "")
    html = invited(anne, BO, invited_as, "aarhus" if has.is_for_one_partner else "", at=at)
    strict_html5(html)
    assert anne.text(".done") == f"{BO} {said}"
    higher = "partner" if has is Role.READER else has.value
    assert [role for role, _ in roles(admin, BO)] == [higher]


def test_no_mail_says_that_an_account_was_invited_to_less_than_it_has(
    mailing: Admin, postbox: tuple[Postbox, str]
) -> None:
    anne = mailing.signed_in()
    mailing.signed_in(BO)
    before = len(postbox[0].mails)
    invited(anne, BO, "editor")
    assert anne.text(".done") == f"{BO} kan allerede mere end det. Ret rollen på listen."
    assert len(postbox[0].mails) == before


def test_a_partners_administrator_gives_no_role_that_reaches_further(admin: Admin) -> None:
    with_aarhus(admin)
    anna = admin.signed_in(ANNA, Role.PARTNER, "aarhus")
    admin.signed_in(BO, Role.READER, "aarhus")
    anna.open(ACCOUNTS)
    _, values = anna.filled()
    for role in ("operator", "editor", "king", ""):
        typed = {"csrf": values["csrf"], "email": BO, "action": "role", "role": role}
        assert anna.post(ACCOUNTS, typed).status_code == 409, role
        assert anna.text("h1") == "Intet er ændret"
        assert "Den rolle kan ikke gives her. Vælg en af dem, der står på siden." in anna.text("main")
        assert roles(admin, BO) == [("reader", "aarhus")]
        typed = {"csrf": values["csrf"], "email": "ny@aarhus.example", "action": "invite", "role": role}
        assert anna.post(ACCOUNTS, typed).status_code == 422, role
        assert "Vælg, hvad personen må." in anna.text(".alert")
        assert roles(admin, "ny@aarhus.example") == []
    for action in ("reset", "close", "link"):
        before = admin.people.accounts.store.by_email(BO)
        anna.post(ACCOUNTS, {"csrf": values["csrf"], "email": BO, "action": action})
        assert admin.people.accounts.store.by_email(BO) == before


# One's own account


def test_people_see_and_end_their_sessions(admin: Admin) -> None:
    here = admin.signed_in()
    account = admin.people.accounts.store.by_email(EMAIL)
    assert account
    there = admin.browser()
    there.client.environ_base["HTTP_USER_AGENT"] = "Mozilla/5.0 (Windows NT 10.0) Gecko/20100101 Firefox/150.0"
    there.open("/admin/sign-in")
    there.send(email=EMAIL, password=PASSWORD)
    there.send(code=admin.people.code(account.code_secret))
    here.open("/admin/account")
    strict_html5(here.response.text)
    assert "Firefox, Windows" in here.text("ul.accounts")
    assert "Engangskoder sat op" in here.text("table")
    _, values = here.filled()
    key = here.response.text.partition('name="end" value="')[2].partition('"')[0]
    here.post("/admin/account", {"csrf": values["csrf"], "end": key})
    assert there.open("/admin/account").request.path == "/admin/sign-in"
    assert here.open("/admin/account").request.path == "/admin/account"


def test_sessions_are_ended_after_a_code_and_by_their_owner_alone(admin: Admin) -> None:
    anne, bo = admin.signed_in(), admin.signed_in(BO)
    bo.open("/admin/account")
    of_bo = bo.response.text.partition('name="end" value="')[2].partition('"')[0]
    (session,) = admin.people.accounts.sessions.store.of_account(_account_of_bo(admin))
    for key in (session.key, of_bo):
        anne.open("/admin/account/recovery-codes")
        _, values = anne.filled()
        anne.post("/admin/account", {"csrf": values["csrf"], "end": key})
        assert bo.open("/admin/account").request.path == "/admin/account"
    admin.people.clock.pass_by(CONFIRMED_FOR)
    bo.open("/admin/account/recovery-codes")
    verify_code(bo, admin.people.code(_account_of_bo(admin).code_secret))
    _, values = bo.filled()
    admin.people.clock.pass_by(CONFIRMED_FOR)
    bo.post("/admin/account", {"csrf": values["csrf"], "end": "others"})
    assert bo.text("h1") == "Bekræft, at det er dig"


def test_who_signs_out_everywhere_else_is_known_by_no_other_browser(admin: Admin) -> None:
    here = admin.signed_in()
    account = admin.people.accounts.store.by_email(EMAIL)
    assert account
    there = admin.browser()
    there.open("/admin/sign-in")
    there.send(email=EMAIL, password=PASSWORD)
    there.send(code=admin.people.code(account.code_secret))
    tokens = [browser.client.get_cookie(DEVICE_COOKIE, "guides.example") for browser in (here, there)]
    here.open("/admin/account")
    _, values = here.filled()
    here.post("/admin/account", {"csrf": values["csrf"], "end": "others"})
    now = admin.people.accounts.now
    known = [admin.people.accounts.devices.knows(token.value, EMAIL, now) for token in tokens if token]
    assert known == [True, False]


def test_people_move_their_codes_to_another_phone(admin: Admin) -> None:
    here = admin.signed_in()
    before = admin.people.accounts.store.by_email(EMAIL)
    here.open("/admin/account/codes")
    secret = here.text("figure code").replace(" ", "")
    assert here.send(old=PASSWORD, code="000000").status_code == 422
    here.send(old=PASSWORD, code=admin.people.code(secret))
    assert here.text("h1") == "Gem dine nødkoder"
    after = admin.people.accounts.store.by_email(EMAIL)
    assert before
    assert after
    assert after.code_secret == secret != before.code_secret
    here.open("/admin/account/recovery-codes")
    here.send(old=PASSWORD)
    assert here.text("h1") == "Gem dine nødkoder"


@pytest.mark.parametrize("old", ["", OTHER_PASSWORD, PASSWORD.upper()])
def test_codes_are_not_replaced_without_the_password_however_lately_a_code_was_given(admin: Admin, old: str) -> None:
    """A person who takes a browser that is signed in has neither."""
    here = admin.signed_in()
    before = admin.people.accounts.store.by_email(EMAIL)
    here.open("/admin/account/codes")
    here.send(old=old, code=admin.people.code(here.text("figure code").replace(" ", "")))
    assert here.problem("old") == "Det er ikke din nuværende adgangskode."
    here.open("/admin/account/recovery-codes")
    here.send(old=old)
    assert here.problem("old") == "Det er ikke din nuværende adgangskode."
    assert before == admin.people.accounts.store.by_email(EMAIL)


def test_a_password_for_codes_is_guessed_no_more_often_than_at_signing_in(admin: Admin) -> None:
    here = admin.signed_in()
    for address in ("/admin/account/codes", "/admin/account/recovery-codes", "/admin/password"):
        here.open(address)
        for _ in range(4):
            here.send(old="en hel anden adgangskode")
    here.open("/admin/account/recovery-codes")
    here.send(old=PASSWORD)
    assert "for mange forsøg" in here.problem("old")
