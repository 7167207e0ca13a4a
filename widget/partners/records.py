"""What the registry hands out beside partners: entries, versions, changes, refusals. Frozen values, no SQL."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from widget.partners.model import Partner, PartnerKind


class RefusalReason(Enum):
    """Why the registry refuses; the value is the sentence in English, for translation."""

    BAD_ID = "An id has 1 to 64 letters a–z, digits and hyphens."
    GUIDE_ID = "This id belongs to a guide."
    IN_USE = "There is a partner with this id already."
    UNKNOWN = "There is no partner with this id."
    UNREADABLE = "This cannot be shown to citizens."
    NO_DRAFT = "There is no draft."
    NO_SUCH_VERSION = "There is no version with this number."
    NOT_PUBLISHED = "This partner is not published."
    NO_MESSAGE = "Write what citizens are to read during the pause."
    REMOVED = "A partner with this id was removed. Its addresses must not lead to a partner of another name."
    CHANGED = "Another administrator has changed this since you opened it."


@dataclass(frozen=True, slots=True)
class DocumentProblem:
    """What is wrong in a partner's document: `key` as in a file (“origins[2]”), `message` in English."""

    key: str
    message: str

    def __str__(self) -> str:
        return f"{self.key}: {self.message}" if self.key else self.message


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why something was not done. `problems` say more where the reason is UNREADABLE."""

    reason: RefusalReason
    problems: tuple[DocumentProblem, ...] = ()

    def __str__(self) -> str:
        return " ".join([self.reason.value, *(f"{problem}." for problem in self.problems)])


class PartnerAction(Enum):
    """What was done to a partner."""

    CREATED = "created"
    DRAFTED = "drafted"
    DISCARDED = "discarded"
    PUBLISHED = "published"
    RESTORED = "went-back"
    PAUSED = "paused"
    RESUMED = "resumed"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class PartnerChange:
    """An entry of the log. `id` grows with time.

    `detail` is for people: the parts that were changed (“origins, theme”), the number of the version, the message,
    the name of a partner that was removed.
    """

    id: int
    at: datetime
    who: str
    partner_id: str
    what: PartnerAction
    detail: str


@dataclass(frozen=True, slots=True)
class Version:
    """A published version; `number` counts from 1 for each partner. `live` marks the one that citizens see."""

    number: int
    by: str
    at: datetime
    live: bool


@dataclass(frozen=True, slots=True)
class PartnerSummary:
    """A partner in the list: its name as in the draft, and how it stands."""

    id: str
    name: str
    kind: PartnerKind
    kommune_code: str
    published_version: int | None
    has_draft: bool
    paused: bool


@dataclass(frozen=True, slots=True)
class SearchResult:
    """A page of a search; `total` counts all pages."""

    rows: tuple[PartnerSummary, ...]
    total: int


@dataclass(frozen=True, slots=True)
class PartnerEntry:
    """A partner as its editors see it.

    `draft` is what is being edited and not published yet; `published` is what citizens see, with the pause message
    while there is one. Either may be missing. `problems` say why a stored document can no longer be read; an older
    version is in `published` then.
    """

    id: str
    created: datetime
    draft: Partner | None
    draft_by: str
    draft_at: datetime | None
    published: Partner | None
    published_version: int | None
    pause_message: str
    problems: tuple[DocumentProblem, ...] = ()

    @property
    def working(self) -> Partner | None:
        """What an editor goes on from: the draft, else what is published."""
        return self.draft or self.published


@dataclass(frozen=True, slots=True)
class PublishedPartner:
    """A partner as citizens see it now.

    `digest` is of the published document and the pause message: a cache's key has it, not the number of a revision,
    which a database that is restored from a backup gives out a second time.
    """

    partner: Partner
    digest: str
