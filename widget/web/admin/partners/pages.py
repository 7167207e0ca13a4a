"""What the templates about partners get: one class for each page. Values only."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from widget.partners.kommuner import Kommune
from widget.web.admin.pages import AdminPage
from widget.web.admin.partners.steps import MORE, STEPS, number_of


@dataclass(frozen=True, slots=True)
class ListedPartner:
    """A partner in the list; `state` in words."""

    id: str
    name: str
    kind: str
    state: str


@dataclass(frozen=True, kw_only=True)
class PartnerListPage(AdminPage):
    """A page of all partners, or of those found."""

    search: str
    rows: tuple[ListedPartner, ...]
    total: int
    number: int
    pages: int
    before: str
    after: str


@dataclass(frozen=True, kw_only=True)
class NewPartnerPage(AdminPage):
    """A new partner: first what it is (`second` false), then its name in addresses and the kommune's websites."""

    kommuner: tuple[Kommune, ...]
    values: Mapping[str, str]
    second: bool
    base: str
    is_kommune: bool
    websites: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class PartnerPage(AdminPage):
    """A page about one partner; `section` is the part that the menu marks."""

    partner_id: str
    partner_name: str
    section: str
    has_draft: bool

    @property
    def steps(self) -> tuple[tuple[str, str], ...]:
        """The steps to a published partner: section and name."""
        return tuple((section, label) for section, (label, _) in STEPS.items())

    @property
    def step(self) -> int:
        """Which step this page is, from 1; 0 where it is none."""
        return number_of(self.section)

    @property
    def more(self) -> tuple[tuple[str, str], ...]:
        """The pages about the partner that are no step."""
        may = self.visit.account
        shown = (section for section in MORE if section != "accounts" or may.may_manage(self.partner_id))
        return tuple((section, MORE[section]) for section in shown)


@dataclass(frozen=True, slots=True)
class GuideLinks:
    """A guide of the partner with its addresses."""

    title: str
    guide: str
    embed: str


@dataclass(frozen=True, slots=True)
class DraftChange:
    """A field as citizens see it now, and as the draft has it."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class StepState:
    """A step as it stands: what it is about, and what the draft has of it; `done` where it needs nothing more."""

    section: str
    label: str
    about: str
    state: str
    done: bool


@dataclass(frozen=True, kw_only=True)
class OverviewPage(PartnerPage):
    """How a partner stands, and what can be done with it. `seen` names the draft that is shown."""

    published_version: int | None
    published_at: str
    published_by: str
    draft_at: str
    draft_by: str
    seen: str
    changes: tuple[DraftChange, ...]
    pause_message: str
    message: str
    share: str
    guides: tuple[GuideLinks, ...]
    missing: tuple[str, ...]
    states: tuple[StepState, ...]
    unreadable: tuple[str, ...]
    done: str
    may_discard: bool


@dataclass(frozen=True, kw_only=True)
class RemovalPage(PartnerPage):
    """What goes with a partner: `addresses` that stand on websites, and how many `accounts` lose a role."""

    published: bool
    addresses: tuple[str, ...]
    accounts: int
    typed: str


@dataclass(frozen=True, slots=True)
class NotedItem:
    """An item of a guide, with the beginning of its note."""

    title: str
    address: str
    note: str


@dataclass(frozen=True, slots=True)
class NotedPart:
    """A part of a guide with its items."""

    title: str
    items: tuple[NotedItem, ...]


@dataclass(frozen=True, kw_only=True)
class NotesPage(PartnerPage):
    """All items of a guide; `orphans` are notes of which the item is no more."""

    guides: tuple[tuple[str, str, int], ...]
    guide_title: str
    parts: tuple[NotedPart, ...]
    orphans: tuple[NotedItem, ...]
    saved: bool


@dataclass(frozen=True, slots=True)
class FrameChoice:
    """One of the guides, or of the modes, that a frame can show."""

    value: str
    label: str
    current: bool


@dataclass(frozen=True, slots=True)
class DraftFrame:
    """The draft beside a form, as it was last saved. `guides` is empty where the form is about one guide."""

    address: str
    title: str
    guides: tuple[FrameChoice, ...]
    schemes: tuple[FrameChoice, ...]


@dataclass(frozen=True, slots=True)
class PreviewFrame:
    """A frame with the draft in it."""

    address: str
    title: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class PreviewOption:
    """A link among several; `current` is the one that is shown."""

    label: str
    address: str
    current: bool


@dataclass(frozen=True, kw_only=True)
class PreviewPage(PartnerPage):
    """The draft in frames, and a link to it for others."""

    guides: tuple[PreviewOption, ...]
    schemes: tuple[PreviewOption, ...]
    frames: tuple[PreviewFrame, ...]
    for_others: str
    until: str


@dataclass(frozen=True, slots=True)
class VersionRow:
    """A published version."""

    number: int
    by: str
    at: str
    live: bool


@dataclass(frozen=True, kw_only=True)
class VersionPage(PartnerPage):
    """A version beside what citizens see now. `seen` is the number of the version that they see."""

    version: VersionRow
    seen: int
    changes: tuple[DraftChange, ...]
    guides: tuple[PreviewOption, ...]
    schemes: tuple[PreviewOption, ...]
    frames: tuple[PreviewFrame, ...]


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """An entry of the log in words."""

    at: str
    who: str
    what: str
    detail: str
    partner_id: str


@dataclass(frozen=True, kw_only=True)
class HistoryPage(PartnerPage):
    """The versions of a partner, and what was done."""

    versions: tuple[VersionRow, ...]
    changes: tuple[ChangeRow, ...]
    older: str


@dataclass(frozen=True, kw_only=True)
class ChangesPage(AdminPage):
    """What was done to all partners."""

    changes: tuple[ChangeRow, ...]
    older: str


@dataclass(frozen=True, slots=True)
class ListedAccount:
    """An account in the list: `roles` are pairs of a role in words and the id of a partner, or empty.

    `role` is the one that a form on this page changes; `confirmable` says that who looks can confirm the account,
    `linkless` that it waits for an operator to make a link.
    """

    email: str
    roles: tuple[tuple[str, str], ...]
    role: str
    state: str
    own: bool
    confirmable: bool
    linkless: bool


@dataclass(frozen=True, kw_only=True)
class AccountsPage(PartnerPage):
    """Accounts, and a form to invite. `link` is shown once, after inviting or resetting; `mailed`: it is sent."""

    action: str
    rows: tuple[ListedAccount, ...]
    values: Mapping[str, str] = field(default_factory=dict)
    link: str = ""
    link_for: str = ""
    mailed: bool = False
    choices: tuple[tuple[str, str], ...] = ()
    partner_id: str = ""
    partner_name: str = ""
    section: str = "accounts"
    has_draft: bool = False
    done: str = ""
    before: str = ""
    after: str = ""
