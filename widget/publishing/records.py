"""What the history of the content hands out: editions, change sets, and why something was refused. No SQL."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from widget.publishing.edits import Edit


class SetState(Enum):
    """How far a change set is."""

    OPEN = "open"
    PUBLISHED = "published"
    DISCARDED = "discarded"


class PublishRefusal(Enum):
    """Why a change set was not changed or published."""

    UNKNOWN = "unknown"
    CLOSED = "closed"
    """It is published or thrown away already."""
    CHANGED = "changed"
    """Another person has changed it since it was read."""
    OUTDATED = "outdated"
    """Another edition was published since it was begun."""
    NOT_SUBMITTED = "not-submitted"
    SAME_PERSON = "same-person"
    """Who said that it is ready may not publish it too."""
    EMPTY = "empty"
    """Nothing differs from what is published."""


@dataclass(frozen=True, slots=True)
class PublishedEdition:
    """An edition that was published. `manifest` has the digest of each file. `submitted_by` is the other person."""

    number: int
    digest: str
    manifest: Mapping[str, str]
    heading: str
    published_by: str
    submitted_by: str
    published_at: datetime


@dataclass(frozen=True, slots=True)
class RecordedEdit:
    """An edit of a change set: its number there, counted from 1, and who made it when."""

    number: int
    at: datetime
    who: str
    edit: Edit


@dataclass(frozen=True, slots=True)
class Comment:
    """What was said of a change set: by an account, or by a person with the link, under the name that was typed.

    `answers` is the id of the comment that it answers, 0 where it is none. `done_by` is the account that has marked
    it as done; empty while it is open.
    """

    id: int
    at: datetime
    who: str
    text: str
    by_link: bool = False
    answers: int = 0
    done_by: str = ""


@dataclass(frozen=True, slots=True)
class ChangeSet:
    """Several edits under one heading.

    `base_number` is the edition that it was begun on, 0 where none was published yet; `base_manifest` and `manifest`
    have the files of that and those after the edits. `revision` grows with every change. `submitted_by` says that it
    is ready; empty while it is not. `edition` is the number under which it was published.
    """

    id: int
    heading: str
    state: SetState
    revision: int
    base_number: int
    base_manifest: Mapping[str, str]
    manifest: Mapping[str, str]
    created_by: str
    created_at: datetime
    submitted_by: str
    submitted_at: datetime | None
    edition: int | None

    @property
    def is_open(self) -> bool:
        """Whether it can be changed."""
        return self.state is SetState.OPEN
