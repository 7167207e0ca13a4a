"""What a partner is: frozen values, already checked. Knows no form, no file, no database."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

from widget.partners.origins import Origin
from widget.partners.theme import DEFAULT_THEME, Theme


class PartnerKind(Enum):
    """What sort of body a partner is."""

    KOMMUNE = "kommune"
    A_KASSE = "a-kasse"
    AUTHORITY = "authority"


@dataclass(frozen=True, slots=True)
class Term:
    """What a partner calls an actor: as a heading (“Jobcenter Aarhus”) and in a sentence (“Jobcenter Aarhus”)."""

    name: str
    in_text: str


@dataclass(frozen=True, slots=True)
class Contact:
    """How citizens reach the partner. Every field may be empty; `url` begins with https://."""

    phone: str = ""
    address: str = ""
    hours: str = ""
    url: str = ""

    def __bool__(self) -> bool:
        return bool(self.phone or self.address or self.hours or self.url)


@dataclass(frozen=True, slots=True)
class LocalNote:
    """A partner's own words about one item of a guide: the Markdown that was typed."""

    guide: str
    item: str
    source: str


@dataclass(frozen=True, slots=True)
class Partner:
    """A partner as it is shown to citizens.

    `id` stands in addresses and is never a guide's id. `kommune_code` is the four-digit code of a kommune, else
    empty. `terms` are by actor id. `guides` and `languages` are what the partner offers; empty means all.
    `default_answers` are by guide id, then by question id; they hold where the address says nothing. With a
    `pause_message` the guides show that message and nothing else.
    """

    id: str
    name: str
    kind: PartnerKind = PartnerKind.KOMMUNE
    kommune_code: str = ""
    origins: tuple[Origin, ...] = ()
    theme: Theme = DEFAULT_THEME
    terms: Mapping[str, Term] = field(default_factory=dict)
    contact: Contact = Contact()
    notes: tuple[LocalNote, ...] = ()
    guides: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    default_answers: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    pause_message: str = ""

    @property
    def frame_ancestors(self) -> str:
        """Who may frame this partner's pages, for the header of that name."""
        return " ".join(str(origin) for origin in self.origins) or "'none'"
