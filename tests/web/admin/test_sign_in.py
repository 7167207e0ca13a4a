"""The admin as a browser meets it: the way in and out, cookies, forged forms, and who may use which route."""

import re
from http.cookies import SimpleCookie
from pathlib import Path
from urllib.parse import urlencode

import pyotp
import pytest
from flask import Response
from selectolax.lexbor import LexborHTMLParser

from tests.accounts.people import EMAIL, OTHER_PASSWORD, PASSWORD
from tests.conftest import BASE_URL
from tests.frozen import frozen_settings
from tests.web.admin.browser import Admin, AdminBrowser, admin_in
from tests.web.conformance import strict_html5
from widget.accounts.codes import STEP
from widget.accounts.limits import CODES, PER_ACCOUNT
from widget.accounts.model import Role
from widget.accounts.store import AccountStore
from widget.app import Application, create_app
from widget.web.admin.access import AccessLevel
from widget.web.admin.access_control import AccessControl, safe_next_url
from widget.web.admin.cookies import FORM_COOKIE, SESSION_COOKIE
from widget.web.admin.pages import AdminRequest

WRONG = "E-mailadressen eller adgangskoden er forkert"


def cookies_in(headers: list[str]) -> SimpleCookie:
    cookies: SimpleCookie = SimpleCookie()
    for header in headers:
        cookies.load(header)
    return cookies


def test_the_whole_way_in_and_out(admin: Admin) -> None:
    token = admin.people.accounts.invite(EMAIL, Role.OPERATOR)
    browser = admin.browser()
    browser.open(f"/admin/set-password?token={token}")
    browser.send(password=PASSWORD, again=PASSWORD)
    assert browser.address == "/admin/enrol"
    secret = browser.text("figure code").replace(" ", "")
    browser.send(code=admin.people.code(secret))
    assert browser.text("h1") == "Gem dine nødkoder"
    spare = browser.text(".codes code")
    assert browser.open("/admin/").status_code == 200
    browser.sign_out()
    assert browser.address == "/admin/sign-in"
    assert browser.open("/admin/").request.path == "/admin/sign-in"
    browser.send(email=EMAIL, password=PASSWORD)
    assert browser.address == "/admin/code"
    admin.people.clock.pass_by(STEP)
    browser.send(code=admin.people.code(secret))
    assert browser.address == "/admin/"
    assert browser.text(".who") == EMAIL
    browser.sign_out()
    browser.open("/admin/sign-in")
    browser.send(email=EMAIL, password=PASSWORD)
    browser.send(1, spare=spare)
    assert browser.address == "/admin/"


def test_after_signing_in_people_are_where_they_wanted_to_be(admin: Admin) -> None:
    admin.signed_in()
    browser = admin.browser()
    browser.open("/admin/password")
    assert browser.address == "/admin/sign-in"
    browser.send(email=EMAIL, password=PASSWORD)
    secret = admin.people.accounts.store.by_email(EMAIL)
    assert secret
    browser.send(code=admin.people.code(secret.code_secret))
    assert browser.address == "/admin/password"


@pytest.mark.parametrize(
    "address", ["https://evil.example/", "//evil.example", "/\\evil", "/admin/\\x", "/guide/x", "", "/admin/\r\nX: y"]
)
def test_no_account_is_sent_to_another_site(admin: Admin, address: str) -> None:
    assert safe_next_url(address) == "/admin/"
    assert safe_next_url("/admin/partners/a?b=c") == "/admin/partners/a?b=c"
    inside = admin.signed_in()
    account = admin.people.accounts.store.by_email(EMAIL)
    assert account
    browser = admin.browser()
    browser.open(f"/admin/sign-in?{urlencode({'next': address})}")
    browser.send(email=EMAIL, password=PASSWORD)
    browser.send(code=admin.people.code(account.code_secret))
    assert browser.address == "/admin/"
    inside.open(f"/admin/sign-in?{urlencode({'next': address})}")
    assert inside.address == "/admin/", "who is signed in already"


def test_what_is_wrong_stands_beside_the_field_and_the_email_is_kept(admin: Admin) -> None:
    browser = admin.browser()
    browser.open("/admin/sign-in")
    response = browser.send(email="<b>@x.example", password="wrong")  # noqa: S106 (of the tests alone)
    assert response.status_code == 422
    assert browser.value("email") == "<b>@x.example"
    assert browser.value("password") == ""
    assert WRONG in browser.text("#error-email")
    assert WRONG in browser.text(".alert a[href='#email']")
    assert browser.text("title").startswith("Fejl:")
    browser.send(email="", password="")
    assert browser.text("#error-password") == "Skriv din adgangskode."
    strict_html5(response.text)


def test_an_unknown_email_is_answered_as_a_wrong_password_is(admin: Admin) -> None:
    admin.signed_in()
    pages = []
    for email in (EMAIL, "b" + EMAIL[1:]):
        browser = admin.browser()
        browser.open("/admin/sign-in")
        response = browser.send(email=email, password=OTHER_PASSWORD)
        text = re.sub(r'name="csrf" value="[^"]*"', "", response.text).replace(email, "")
        pages.append((response.status_code, text, sorted(name for name, _ in response.headers)))
    assert pages[0] == pages[1]


def test_who_tries_too_often_is_told_how_long_to_wait(admin: Admin) -> None:
    browser = admin.browser()
    browser.open("/admin/sign-in")
    for _ in range(PER_ACCOUNT.times):
        assert browser.send(email=EMAIL, password="wrong").status_code == 422  # noqa: S106 (of the tests alone)
    response = browser.send(email=EMAIL, password="wrong")  # noqa: S106 (of the tests alone)
    assert response.status_code == 429
    assert response.headers["Retry-After"] == str(PER_ACCOUNT.window)
    assert "Vent 15 minutter" in browser.text("#error-email")


def test_who_tries_too_many_codes_waits_too(admin: Admin) -> None:
    browser = admin.signed_in()
    browser.sign_out()
    browser.send(email=EMAIL, password=PASSWORD)
    for _ in range(CODES.times):
        assert browser.send(code="000000").status_code == 422
    assert browser.send(code="000000").status_code == 429


def test_passwords_that_will_not_do_are_refused_in_words(admin: Admin) -> None:
    token = admin.people.accounts.invite(EMAIL, Role.OPERATOR)
    browser = admin.browser()
    browser.open(f"/admin/set-password?token={token}")
    browser.send(password="kort", again="kort")  # noqa: S106 (of the tests alone)
    assert browser.text("#error-password") == "Adgangskoden er for kort. Brug mindst 12 tegn."
    browser.send(password=PASSWORD, again=OTHER_PASSWORD)
    assert "ikke ens" in browser.text("#error-again")
    browser.send(password="favrskov-favrskov", again="favrskov-favrskov")  # noqa: S106 (of the tests alone)
    assert "blandt de første" in browser.text("#error-password"), "the name of a kommune"
    browser.send(password=PASSWORD, again=PASSWORD)
    assert browser.address == "/admin/enrol"
    assert browser.open(f"/admin/set-password?token={token}").status_code == 410


def test_a_changed_password_signs_out_everywhere_else(admin: Admin) -> None:
    here = admin.signed_in()
    account = admin.people.accounts.store.by_email(EMAIL)
    assert account
    elsewhere = admin.browser()
    elsewhere.open("/admin/sign-in")
    elsewhere.send(email=EMAIL, password=PASSWORD)
    elsewhere.send(code=admin.people.code(account.code_secret))
    assert elsewhere.address == "/admin/"
    here.open("/admin/password")
    here.send(old=OTHER_PASSWORD, password=OTHER_PASSWORD, again=OTHER_PASSWORD)
    assert "ikke din nuværende" in here.text("#error-old")
    here.send(old=PASSWORD, password=OTHER_PASSWORD, again=OTHER_PASSWORD)
    assert here.text("h1") == "Din adgangskode er ændret"
    assert here.open("/admin/").request.path == "/admin/"
    assert elsewhere.open("/admin/").request.path == "/admin/sign-in"


def test_who_signs_out_leaves_no_session_that_a_kept_cookie_opens(admin: Admin) -> None:
    browser = admin.signed_in()
    thief = with_cookies_of(browser, admin)
    assert thief.open("/admin/account").status_code == 200
    assert thief.address == "/admin/account"
    browser.open("/admin/account")
    browser.sign_out()
    thief.open("/admin/account")
    assert thief.address == "/admin/sign-in"


def test_every_page_of_an_account_has_the_button_to_sign_out(admin: Admin) -> None:
    browser = admin.signed_in()
    shown = [rule.rule for rule in admin.access_control.rules if "GET" in rule.methods and "<" not in rule.rule]
    for address in shown:
        response = browser.open(address)
        if response.request.path.startswith("/admin/") and response.mimetype == "text/html":
            assert 'action="/admin/sign-out"' in browser.response.text or address == "/admin/report/page", address
    assert len(shown) > 15


def test_passwords_are_masked_and_filled_in_by_programs_that_keep_them(admin: Admin) -> None:
    browser = admin.browser()
    browser.open("/admin/sign-in")
    pages = [browser.response.text]
    browser = admin.signed_in()
    pages.append(browser.open("/admin/password").text)
    fields = [node for page in pages for node in LexborHTMLParser(page).css("input[name*=password], input[name=old]")]
    assert [node.attributes["autocomplete"] for node in fields] == [
        "current-password",
        "current-password",
        "new-password",
    ]
    assert {node.attributes["type"] for node in fields} == {"password"}
    assert not any("maxlength" in node.attributes for node in fields), "which would cut what is pasted"


def test_a_new_server_has_no_account(admin: Admin) -> None:
    assert admin.people.accounts.store.listed(None, 1, 0) == ()
    browser = admin.browser()
    for name in ("admin", "root", "admin@localhost", "admin@guides.example"):
        browser.open("/admin/sign-in")
        assert browser.send(email=name, password=name).status_code == 422


def test_what_fails_inside_is_told_in_general_words_and_done_by_halves_never(
    admin: Admin, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    browser = admin.signed_in()
    browser.open("/admin/password")
    address, values = browser.filled(old=PASSWORD, password=OTHER_PASSWORD, again=OTHER_PASSWORD)

    def fail(*_: object) -> None:
        raise RuntimeError("secret of the inside")

    with monkeypatch.context() as broken:
        broken.setattr(AccountStore, "set_password", fail)
        response = browser.post(address, values)
    assert response.status_code == 500
    assert "secret" not in response.text
    assert "RuntimeError" not in response.text
    assert response.headers["Cache-Control"] == "no-store"
    assert "secret of the inside" in caplog.text, "the operator learns of it"
    assert browser.open("/admin/account").request.path == "/admin/account"
    assert browser.post(address, values).status_code == 200, "the old password still holds"


def test_the_cookies_are_for_this_host_over_tls_and_for_no_script(admin: Admin) -> None:
    admin.signed_in()
    browser = admin.browser()
    form = cookies_in(browser.open("/admin/sign-in").headers.getlist("Set-Cookie"))
    assert set(form) == {FORM_COOKIE}
    address, values = browser.filled(email=EMAIL, password=PASSWORD)
    response = browser.client.post(address, data=values, headers={"Sec-Fetch-Site": "same-origin"}, base_url=BASE_URL)
    session = cookies_in(response.headers.getlist("Set-Cookie"))
    assert session[FORM_COOKIE]["max-age"] == "0"
    assert len(session[SESSION_COOKIE].value) == 43, "256 bits"
    for cookie in (form[FORM_COOKIE], session[SESSION_COOKIE]):
        assert cookie["secure"] is True
        assert cookie["httponly"] is True
        assert cookie["samesite"] == "Strict"
        assert cookie["path"] == "/"
        assert cookie["domain"] == ""


def test_no_cache_keeps_and_no_site_frames_an_answer_not_even_an_error(admin: Admin) -> None:
    browser = admin.signed_in()
    answers = [
        *(browser.open(address) for address in ("/admin/", "/admin/sign-in", "/admin/password", "/admin/code")),
        browser.open("/admin/set-password?token=x"),
        browser.post("/admin/password", {}),
        browser.client.get("/admin/password", base_url=BASE_URL, method="DELETE"),
        admin.browser().client.get("/admin/", base_url=BASE_URL),
    ]
    for answer in answers:
        assert answer.headers["Cache-Control"] == "no-store", answer.request.path
        assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
        assert answer.headers["X-Frame-Options"] == "DENY"
        assert answer.headers["Referrer-Policy"] == "same-origin"
        assert "script-src 'none'" in answer.headers["Content-Security-Policy"] or answer.status_code == 303


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site", "Origin": BASE_URL},
        {"Sec-Fetch-Site": "none"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": BASE_URL + ".evil.example"},
        {},
    ],
)
def test_a_form_of_another_site_does_nothing_even_with_the_right_token(
    admin: Admin, caplog: pytest.LogCaptureFixture, headers: dict[str, str]
) -> None:
    browser = admin.signed_in()
    browser.open("/admin/password")
    address, values = browser.filled(old=PASSWORD, password=OTHER_PASSWORD, again=OTHER_PASSWORD)
    caplog.clear()
    assert browser.post(address, values, headers=headers).status_code == 403
    (forged,) = [record.__dict__ for record in caplog.records if record.msg == "forged"]
    assert (forged["account"], forged["path"]) == (EMAIL, "/admin/password")
    without_fetch_metadata = {"Origin": BASE_URL}
    assert browser.post(address, values, headers=without_fetch_metadata).status_code == 200


def test_a_form_needs_the_token_of_its_own_browser(admin: Admin) -> None:
    anne, bo = admin.signed_in(), admin.signed_in("bo@kommune.example")
    anne.open("/admin/password")
    address, values = anne.filled(old=PASSWORD, password=OTHER_PASSWORD, again=OTHER_PASSWORD)
    assert bo.post(address, values).status_code == 403
    for token in ("", "x", "x.y", "å.å", values["csrf"][:-1]):
        assert anne.post(address, values | {"csrf": token}).status_code == 403
    assert anne.post(address, values).status_code == 200


def test_every_form_has_another_token(admin: Admin) -> None:
    browser = admin.browser()
    tokens = {browser.open("/admin/sign-in").text.split('name="csrf" value="')[1][:97] for _ in range(5)}
    assert len(tokens) == 5


def test_a_huge_form_is_refused(admin: Admin) -> None:
    browser = admin.browser()
    browser.open("/admin/sign-in")
    assert browser.send(email="x" * 100_000, password="x").status_code == 413  # noqa: S106 (of the tests alone)


def test_half_way_is_not_in(admin: Admin) -> None:
    token = admin.people.accounts.invite(EMAIL, Role.OPERATOR)
    browser = admin.browser()
    browser.open(f"/admin/set-password?token={token}")
    browser.send(password=PASSWORD, again=PASSWORD)
    for rule in admin.access_control.rules:
        if rule.access not in {AccessLevel.PUBLIC, AccessLevel.AWAITING_CODE} and "<" not in rule.rule:
            assert browser.open(rule.rule).request.path == "/admin/enrol"


# Who may use which route


def unguarded(app: Application) -> set[str]:
    """The routes under /admin that the access control does not know with these methods."""
    access_control: AccessControl = app.admin
    known = {(rule.rule, rule.endpoint): rule.methods for rule in access_control.rules}
    return {
        f"{rule.rule} {method}"
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
        if rule.rule.startswith("/admin") and method not in known.get((rule.rule, rule.endpoint), ())
    }


def test_every_route_under_admin_has_a_rule(admin: Admin) -> None:
    assert unguarded(admin.app) == set()
    assert len(admin.access_control.rules) >= 7
    admin.app.add_url_rule("/admin/back-door", "back_door", lambda: "in")
    assert unguarded(admin.app) == {"/admin/back-door GET"}


def test_a_route_for_a_partner_names_the_partner(admin: Admin) -> None:
    with pytest.raises(ValueError, match="<partner>"):
        AccessControl(admin.access_control.site, lambda: admin.people.accounts).add(
            "/logo", "logo", Response, AccessLevel.PARTNER
        )


@pytest.fixture
def guarded(admin: Admin) -> Admin:
    """The admin with a route for operators and one for a partner."""
    access_control = AccessControl(admin.access_control.site, lambda: admin.people.accounts)

    def show(visit: AdminRequest, partner: str = "") -> Response:
        return access_control.pages.message(visit, "Inde", partner)

    access_control.add("/all", "all", show, AccessLevel.OPERATOR, ("GET", "POST"))
    access_control.add("/partners/<partner>", "partner", show, AccessLevel.PARTNER)
    admin.app.blueprints.pop("admin")
    app = Application(admin.app.site.settings, admin.app.site.today, admin.people.clock)
    access_control.register(app)
    return Admin(app, access_control, admin.people)


def with_cookies_of(browser: AdminBrowser, admin: Admin) -> AdminBrowser:
    cookie = browser.client.get_cookie(SESSION_COOKIE, "guides.example")
    assert cookie
    other = admin.browser()
    other.client.set_cookie(SESSION_COOKIE, cookie.value, domain="guides.example", secure=True)
    return other


def test_a_partners_administrator_reaches_that_partner_alone(admin: Admin, guarded: Admin) -> None:
    aarhus = with_cookies_of(admin.signed_in("a@aarhus.example", Role.PARTNER, "aarhus"), guarded)
    assert aarhus.open("/admin/partners/aarhus").status_code == 200
    for address in ("/admin/partners/odense", "/admin/partners/Aarhus", "/admin/all"):
        assert aarhus.open(address).status_code == 403
        assert aarhus.text("h1") == "Du har ikke adgang til dette"


def test_an_operator_reaches_everything(admin: Admin, guarded: Admin) -> None:
    operator = with_cookies_of(admin.signed_in(), guarded)
    for address in ("/admin/partners/odense", "/admin/all"):
        assert operator.open(address).status_code == 200


def test_who_is_not_signed_in_reaches_nothing(guarded: Admin) -> None:
    for address in ("/admin/partners/odense", "/admin/all"):
        response = guarded.browser().client.get(address, base_url=BASE_URL)
        assert response.status_code == 303
        assert response.headers["Location"] == f"/admin/sign-in?next={address}"


# What citizens see of it


def test_citizens_pages_touch_nothing_of_it(tmp_path: Path) -> None:
    admin = admin_in(tmp_path / "fresh")
    admin.people.accounts.store._database.engine.dispose()
    for address in ("/", "/guide/hvis-du-bliver-ledig", "/share", "/nowhere"):
        assert "Set-Cookie" not in admin.app.test_client().get(address, base_url=BASE_URL).headers


def test_guides_are_served_while_the_accounts_are_away(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    app = create_app(frozen_settings({"ADMIN": "on", "DATA_DIR": str(tmp_path / "file" / "folder")}))
    assert app.test_client().get("/guide/hvis-du-bliver-ledig").status_code == 200
    response = app.test_client().get("/admin/")
    assert response.status_code == 503
    assert "Guiderne er ikke berørt" in response.text


def test_who_has_the_app_on_the_same_phone_opens_it_by_a_link(admin: Admin) -> None:
    """A phone cannot scan its own screen."""
    browser = admin.browser()
    browser.open(f"/admin/set-password?token={admin.people.accounts.invite(EMAIL, Role.OPERATOR)}")
    assert "Der er to trin" in browser.text(".lead")
    browser.send(password=PASSWORD, again=PASSWORD)
    link = LexborHTMLParser(browser.response.text).css_first("main a[href^='otpauth:']")
    assert link
    read = pyotp.parse_uri(str(link.attributes["href"]))
    assert isinstance(read, pyotp.TOTP)
    assert read.secret == browser.text("figure code").replace(" ", "")
    browser.send(code=admin.people.code(read.secret))
    assert browser.text("h1") == "Gem dine nødkoder"
