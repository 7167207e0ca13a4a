"""Who may use a route of the administration. Reads no request."""

import logging
from enum import Enum

from werkzeug.exceptions import Forbidden

from widget.web.admin.pages import AdminRequest

_log = logging.getLogger(__name__)


class AccessLevel(Enum):
    """Who may use a route."""

    PUBLIC = "public"
    AWAITING_CODE = "half way"
    """Whose password was right, and who still needs a code."""
    SIGNED_IN = "signed in"
    PARTNER = "partner"
    """Operators and the administrators of the partner that the address names as `<partner>`; readers look only."""
    PARTNER_ACCOUNTS = "partner accounts"
    """Operators and the administrators of that partner."""
    EDITOR = "editor"
    """Operators and editors of the guides."""
    OPERATOR = "operator"


class Confirming(Enum):
    """When a one-time code is asked for once more, unless one was given lately."""

    NEVER = "never"
    SENDING = "sending"
    """Before a form is carried out; its content is kept until then."""
    OPENING = "opening"
    """Before the page is shown: for forms that change how people sign in.

    What is typed there is secret, and not kept. The form asks for the password too; where an account has none, all of
    signing in is to be done once more.
    """


def require(visit: AdminRequest, access: AccessLevel, partner: str) -> None:
    """Raise `Forbidden` unless who is signed in may use a route; `partner` is the one that the address names.

    What is refused to an account is logged with its e-mail address.
    """
    if access in {AccessLevel.PUBLIC, AccessLevel.AWAITING_CODE, AccessLevel.SIGNED_IN}:
        return
    account = visit.signed_in
    if account is None:
        raise Forbidden
    allowed = {
        AccessLevel.PARTNER: account.may_manage(partner) if visit.sent else account.may_read(partner),
        AccessLevel.PARTNER_ACCOUNTS: account.may_manage(partner),
        AccessLevel.EDITOR: account.may_edit_guides,
        AccessLevel.OPERATOR: account.is_operator,
    }
    if not allowed[access]:
        _log.warning("refused", extra={"account": account.email, "path": visit.path, "sent": visit.sent})
        raise Forbidden
