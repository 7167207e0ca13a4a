"""The page of comments on a change set under review: what is typed there, what is wrong with it. Reads no request."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from widget.insight.feedback import clean
from widget.insight.masking import mask
from widget.web.http.languages import Language, translate
from widget.web.http.open_forms import LONGEST_TEXT, OpenFormPage
from widget.web.http.styles import Style

LONGEST_NAME = 80
"""Characters."""


@dataclass(frozen=True, slots=True)
class CommentProblem:
    """What is wrong, for the reader: a text with gaps, the lengths that go into them, and the field it is about."""

    text: str
    field: str = ""
    length: int = 0
    most: int = 0

    def in_words(self, language: Language) -> str:
        """The text in a language."""
        return language.text(self.text) % {"length": self.length, "most": self.most}


@dataclass(frozen=True, slots=True)
class CommentInput:
    """What stands in the form."""

    name: str = ""
    text: str = ""

    @classmethod
    def read(cls, form: Mapping[str, str]) -> "CommentInput":
        """What was sent: a name is one line."""
        return cls(" ".join(clean(form.get("name", "")).split()), clean(form.get("text", "")))

    @property
    def problem(self) -> CommentProblem | None:
        """Why it cannot be kept. What has no letter and no digit is nothing that a person could read."""
        if not _is_readable(self.name):
            return CommentProblem(translate("Write your name."), "name")
        if len(self.name) > LONGEST_NAME:
            text = translate("The name has %(length)s characters. Write at most %(most)s.")
            return CommentProblem(text, "name", len(self.name), LONGEST_NAME)
        if not _is_readable(self.text):
            return CommentProblem(translate("Write a comment."), "text")
        if len(self.text) > LONGEST_TEXT:
            text = translate("The text has %(length)s characters. Write at most %(most)s.")
            return CommentProblem(text, "text", len(self.text), LONGEST_TEXT)
        return None

    @property
    def masked(self) -> "CommentInput":
        """As it may be stored: without cpr numbers, phone numbers and e-mail addresses."""
        return CommentInput(mask(self.name), mask(self.text))

    @property
    def whole(self) -> str:
        """All of it, to be taken along."""
        return "\n\n".join(part for part in (self.name, self.text) if part)

    def fingerprint(self, form: str) -> str:
        """The same for the same words in the same form, and for nothing else. `form` is the form's random name."""
        return hashlib.sha256("\0".join(("comment", form, self.name, self.text)).encode()).hexdigest()


def _is_readable(text: str) -> bool:
    return any(character.isalnum() for character in text)


@dataclass(frozen=True, slots=True)
class ShownComment:
    """A comment that was written by the link, with its day in words, and what editors answered.

    Answers have no `name`: editors are not named to people without an account. `done` says that editors are done.
    """

    name: str
    text: str
    when: str
    answers: tuple["ShownComment", ...] = ()
    done: bool = False


@dataclass(frozen=True)
class CommentPage(OpenFormPage):
    """What the template `previews/comments.html` gets.

    `back` is the guide under review that its reader came from; empty where it is none. `refused` says why there is
    no form, `problem` why nothing was kept, `problem_field` which field it is about, if any. `token` is the form's.
    """

    language: Language
    style: Style
    action: str
    back: str
    typed: CommentInput
    comments: tuple[ShownComment, ...]
    token: str
    refused: str
    problem: str
    problem_field: str
    sent: bool

    @property
    def longest_name(self) -> int:
        """How many characters the name may have."""
        return LONGEST_NAME
