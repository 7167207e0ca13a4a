"""Gives a form back that could not be let in, with all that was typed. Reads no request."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from textwrap import shorten

from flask import Response
from werkzeug.datastructures import MultiDict

from widget.web.admin.confirmation import CODE_FIELD
from widget.web.admin.field_names import FieldNames
from widget.web.admin.pages import AdminPage, AdminPages, AdminRequest
from widget.web.http.languages import translate

_NOT_RETURNED = frozenset({CODE_FIELD, "csrf", "password", "again", "old", "code"})
"""Fields that are secret, or of the page that sent them: they are on no page a second time."""
_BEGINNING = 80
"""Signs of a Danish text that are enough to know it by."""


class FormRejection(Enum):
    """Why a form was not let in."""

    AWAY = "away"
    """The database does not answer."""
    SIGNED_OUT = "signed-out"
    """The session has ended before the form came."""
    STALE = "stale"
    """The form is of another session of the same browser."""
    TOO_LARGE = "too-large"
    """It was larger than it may be, mostly by a file."""
    GONE = "gone"
    """There is nothing any more that it could be saved in."""
    FORBIDDEN = "forbidden"
    """The account may not save it, or not any more."""


REJECTIONS = {
    403: FormRejection.FORBIDDEN,
    404: FormRejection.GONE,
    409: FormRejection.GONE,
    413: FormRejection.TOO_LARGE,
}
"""Why a form was not let in, by the status of the error that its route raised."""


@dataclass(frozen=True, slots=True)
class SubmittedField:
    """A field as it was sent; `label` is empty for what was not typed."""

    name: str
    value: str
    label: str


@dataclass(frozen=True, kw_only=True)
class ResubmitPage(AdminPage):
    """The form again, for `action`. With `signed_out`, signing in comes first; `files` have to be chosen again."""

    text: str
    action: str
    fields: tuple[SubmittedField, ...]
    signed_out: bool
    files: bool

    @property
    def typed(self) -> tuple[SubmittedField, ...]:
        """What people typed, to be read."""
        return _typed(self.fields)


class ResubmitForms:
    """Makes the page. Only for forms that our own pages sent: it asks people to send them again."""

    def __init__(self, pages: AdminPages) -> None:
        self.pages = pages
        self.names = FieldNames(pages.site)

    def resubmit_page(self, visit: AdminRequest, rejection: FormRejection, action: str, *, files: bool) -> Response:
        """The page with all that `visit` brought, and why it was not let in."""
        title, text, status = self._words(rejection)
        language, style = self.pages.look
        page = ResubmitPage(
            title=title,
            text=text,
            visit=visit,
            action=action,
            fields=self._fields(visit.form),
            signed_out=rejection is FormRejection.SIGNED_OUT,
            files=files,
            language=language,
            style=style,
        )
        return self.pages.show("kept_form", page, status)

    def typed(self, form: MultiDict[str, str]) -> tuple[SubmittedField, ...]:
        """What of a form people typed; nothing where it is buttons alone."""
        return _typed(self._fields(form))

    def _fields(self, form: MultiDict[str, str]) -> tuple[SubmittedField, ...]:
        return tuple(
            SubmittedField(name, value, self._label(name, value, form))
            for name, value in form.items(multi=True)
            if name not in _NOT_RETURNED
        )

    def _label(self, name: str, value: str, form: Mapping[str, str]) -> str:
        """What a field is called; nothing for a translation that stands as it stood on the page."""
        kind, _, key = name.partition(".")
        if kind != "t" or f"o.{key}" not in form:
            return self.names.of(name)
        if _line(value) in {_line(form.get(f"{before}.{key}", "")) for before in ("was", "old")}:
            return ""
        return self._("Translation of “%(text)s”") % {"text": shorten(form[f"o.{key}"], _BEGINNING, placeholder=" …")}

    def _words(self, rejection: FormRejection) -> tuple[str, str, int]:
        if rejection is FormRejection.AWAY:
            return self._("It could not be saved just now"), self._(_AWAY), 503
        if rejection is FormRejection.SIGNED_OUT:
            return self._("You have been signed out"), self._(_SIGNED_OUT), 403
        if rejection is FormRejection.TOO_LARGE:
            return self._("The file or the text is too large"), f"{self._(TOO_LARGE)} {self._(_KEPT)}", 413
        if rejection is FormRejection.GONE:
            return self._("It could not be saved"), self._(_GONE), 404
        if rejection is FormRejection.FORBIDDEN:
            return self._("You have no access to this"), self._(_FORBIDDEN), 403
        return self._("Send it once more"), self._(_STALE), 403

    def _(self, text: str) -> str:
        return self.pages.site.language.catalogue.ugettext(text)


def _typed(fields: tuple[SubmittedField, ...]) -> tuple[SubmittedField, ...]:
    typed = (field for field in fields if field.label and field.value.strip())
    return tuple(field for field in typed if not field.value.startswith("data:"))


def _line(text: str) -> str:
    """A text as it is compared: browsers send other line ends than they got."""
    return " ".join(text.split())


_AWAY = translate(
    "The database does not answer at the moment. Nothing was changed, and what you typed stands here. "
    "Wait a minute, and send it again. The guides are not affected."
)
_SIGNED_OUT = translate(
    "Nothing was changed, and what you typed stands here. Sign in in a new window, come back, and send it again."
)
TOO_LARGE = translate(
    "Nothing was changed. A logo may have at most 2 MB, an SVG at most 500 KB, and a text at most 400,000 characters."
)
_KEPT = translate("What you typed stands here. Send it again, and choose a smaller file on the page that comes.")
_GONE = translate(
    "The page that it belongs to is no more. What you typed stands here, so that you can take it along."
)
_FORBIDDEN = translate(
    "You no longer have access to save this, or you are signed in with another account. Nothing was changed. What "
    "you typed stands here, so that you can take it along."
)
_STALE = translate("You are signed in again, and what you typed stands here. Look at it, and send it.")
