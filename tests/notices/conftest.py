"""What the tests of notices share."""

import pytest

from tests.notices.letterbox import Letterbox
from widget.accounts.mail import Mailer


@pytest.fixture
def letterbox(monkeypatch: pytest.MonkeyPatch) -> Letterbox:
    """Where all mails go."""
    made = Letterbox()
    monkeypatch.setattr(Mailer, "send", lambda mailer, to, subject, text: made.send(mailer, to, subject, text))
    return made
