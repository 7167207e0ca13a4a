"""What every page of the admin has: who sees it, its forms' token, what is wrong in them. Reads no request."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from flask import Response
from markupsafe import Markup
from werkzeug.datastructures import MultiDict

from widget.accounts.model import Account, Client, Session, SessionStage
from widget.web.admin.cookies import CookieJar
from widget.web.guide.site import Site
from widget.web.http.languages import Language
from widget.web.http.responses import html_response
from widget.web.http.styles import Style

HOME = "/admin/"

_MAX_DIGITS = 15


@dataclass(frozen=True, slots=True)
class FieldProblem:
    """What is wrong with a field, in words; `field` is its id, and stands beside it as `error-<id>`."""

    field: str
    text: str


@dataclass(frozen=True, slots=True)
class AdminRequest:
    """A request to the admin, already let in: who it is, what was asked and typed, and the token for new forms."""

    session: Session | None
    csrf: str
    query: MultiDict[str, str]
    form: MultiDict[str, str]
    sent: bool
    base_url: str
    path: str = ""
    cookies: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, bytes] = field(default_factory=dict)
    client: Client = field(default_factory=Client)
    jar: CookieJar = field(default_factory=CookieJar)

    def cookie(self, name: str) -> str:
        """A cookie of ours."""
        return self.jar.read(self.cookies, name)

    @property
    def running(self) -> Session:
        """The session; only for routes that ask for one."""
        if self.session is None:
            raise LookupError("This route lets in people without a session.")
        return self.session

    @property
    def account(self) -> Account:
        """Who it is; only for routes that ask for a session."""
        return self.running.account

    @property
    def signed_in(self) -> Account | None:
        """Who it is, once all of signing in is done, and another person has confirmed it where that is wanted."""
        if (
            self.session is None
            or self.session.stage is not SessionStage.FULL
            or self.session.account.awaits_confirmation
        ):
            return None
        return self.session.account

    def typed(self, field: str) -> str:
        """What was typed into a field, without spaces around it."""
        return self.form.get(field, "").strip()

    @property
    def page_number(self) -> int:
        """Which page of a list was asked for; the first where that is none."""
        return max(whole_number(self.query.get("page", "")) or 1, 1)


def whole_number(text: str) -> int | None:
    """The number that a text is, if it is one that anything of ours can have."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= _MAX_DIGITS else None


@dataclass(frozen=True, kw_only=True)
class AdminPage:
    """What the layout of the admin gets; each template has a class of its own on top of this one."""

    title: str
    visit: AdminRequest
    problems: tuple[FieldProblem, ...] = ()
    language: Language
    style: Style

    def is_at(self, address: str) -> bool:
        """Whether this page is the one at an address of the menu, or below it."""
        return self.visit.path == address or (address != HOME and self.visit.path.startswith(f"{address}/"))

    @property
    def wrong(self) -> dict[str, str]:
        """What is wrong, by field."""
        return {problem.field: problem.text for problem in self.problems}

    def faults(self, field: str) -> tuple[str, ...]:
        """All that is wrong with a field."""
        return tuple(problem.text for problem in self.problems if problem.field == field)


@dataclass(frozen=True, kw_only=True)
class AdminMessagePage(AdminPage):
    """A sentence, and a link to where it goes on."""

    text: str
    next_url: str
    next_label: str


@dataclass(frozen=True, kw_only=True)
class SignInPage(AdminPage):
    """E-mail and password. `provider` says whether another provider can vouch."""

    email: str = ""
    next_url: str = ""
    provider: bool = False


@dataclass(frozen=True, kw_only=True)
class CodePage(AdminPage):
    """A one-time code, or a recovery code; `by_recovery_code` says that the latter was tried."""

    by_recovery_code: bool = False


@dataclass(frozen=True, kw_only=True)
class EnrolPage(AdminPage):
    """Setting up codes: the secret as a picture, in letters, and as the `address` that opens an app on this phone.

    `another` says that there are codes already, which the new ones replace; `asks_password` that the password is to
    be given too.
    """

    picture: Markup
    secret: str
    address: str
    action: str = "/admin/enrol"
    another: bool = False
    asks_password: bool = False


@dataclass(frozen=True, kw_only=True)
class NewRecoveryCodesPage(AdminPage):
    """Asks before recovery codes are replaced, and for the password where there is one."""

    asks_password: bool


@dataclass(frozen=True, kw_only=True)
class RecoveryCodesPage(AdminPage):
    """The recovery codes, shown once."""

    codes: tuple[str, ...]
    next_url: str


@dataclass(frozen=True, kw_only=True)
class SetPasswordPage(AdminPage):
    """A new password: with the `token` of an invitation, or, `changing`, with the old password.

    `leads_to_codes` says that one-time codes are set up next.
    """

    email: str
    token: str = ""
    changing: bool = False
    leads_to_codes: bool = False
    least_length: int


class AdminPages:
    """Makes answers of pages."""

    def __init__(self, site: Site) -> None:
        self.site = site

    @property
    def look(self) -> tuple[Language, Style]:
        """The language and the style of every page here."""
        return self.site.language, self.site.styles["admin"]

    def show(self, template: str, page: AdminPage, status: int = 0, *, frame_source: str = "'none'") -> Response:
        """A page; one with problems is answered with 422 unless another `status` is given."""
        html = self.site.templates.render(f"admin/{template}.html", page, page.language)
        response = html_response(html, page.style, "'none'", frame_source=frame_source)
        response.status_code = status or (422 if page.problems else 200)
        return response

    def message(
        self, visit: AdminRequest, title: str, text: str, *, status: int = 200, next_url: str = HOME
    ) -> Response:
        """A small page with a link on."""
        language, style = self.look
        page = AdminMessagePage(
            title=title,
            text=text,
            visit=visit,
            next_url=next_url,
            next_label=self._("Go on"),
            language=language,
            style=style,
        )
        return self.show("message", page, status)

    def redirect(self, address: str) -> Response:
        """On to another page of the admin, with GET."""
        response = Response("", status=303, content_type="text/plain; charset=utf-8")
        response.headers["Location"] = address
        return response

    def too_often(self, seconds: int) -> str:
        """How long to wait, in words."""
        minutes = -(-seconds // 60)
        ngettext = self.site.language.catalogue.ungettext
        words = ngettext(
            "There were too many attempts. Wait %(minutes)s minute, and try again.",
            "There were too many attempts. Wait %(minutes)s minutes, and try again.",
            minutes,
        )
        return words % {"minutes": minutes}

    def _(self, text: str) -> str:
        return self.site.language.catalogue.ugettext(text)
