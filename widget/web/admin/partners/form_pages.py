"""What the templates of the forms about partners get: one class for each form. Values only."""

from collections.abc import Mapping
from dataclasses import dataclass

from markupsafe import Markup

from widget.partners.logo import Logo
from widget.web.admin.partners.pages import DraftFrame, PartnerPage
from widget.web.admin.partners.steps import STEPS, next_step_after, saved_step_address


@dataclass(frozen=True, slots=True)
class EditConflict:
    """A field that two people have given different values."""

    label: str
    mine: str
    theirs: str


@dataclass(frozen=True, kw_only=True)
class EditPage(PartnerPage):
    """A form that saves the draft. `based_on` names what it was opened with; `differences` are others' work.

    `beside` is the draft, shown beside the form. `created` is the first look at a new partner.
    """

    values: Mapping[str, str]
    based_on: str
    differences: tuple[EditConflict, ...] = ()
    other: str = ""
    saved: bool = False
    created: bool = False
    beside: DraftFrame | None = None

    @property
    def can_save(self) -> bool:
        """Whether who looks may save the form."""
        return self.visit.account.may_manage(self.partner_id)

    @property
    def next_section(self) -> str:
        """The step that comes after this one; empty where this is none."""
        return next_step_after(self.section)

    @property
    def goes_on(self) -> bool:
        """Whether saving can lead on to the next step: not where others' work is to be looked at first."""
        return bool(self.next_section) and not self.differences

    @property
    def next_title(self) -> str:
        """What that step is called."""
        return STEPS[self.next_section][0] if self.next_section in STEPS else ""


@dataclass(frozen=True, slots=True)
class ShownContrast:
    """How well something is seen, in words."""

    text: str
    passes: bool


@dataclass(frozen=True, slots=True)
class ColourField:
    """A colour to type or to pick.

    `shown` is it as `#rrggbb`, or the usual one if it cannot be read; `suggestion` is the nearest that passes.
    """

    id: str
    label: str
    help: str
    value: str
    shown: str
    suggestion: str
    contrasts: tuple[ShownContrast, ...]


@dataclass(frozen=True, slots=True)
class PresetOption:
    """A set of colours to begin with; `colour` is the one of its buttons."""

    value: str
    label: str
    colour: str


@dataclass(frozen=True, slots=True)
class Option:
    """One of several choices."""

    value: str
    label: str


@dataclass(frozen=True, kw_only=True)
class AppearancePage(EditPage):
    """Colours, shapes, type."""

    presets: tuple[PresetOption, ...]
    brand: str
    """What stands in the field for the partner's own colour."""
    brand_shown: str
    """The colour that the picker beside it stands at."""
    light: tuple[ColourField, ...]
    dark: tuple[ColourField, ...]
    fonts: tuple[Option, ...]
    densities: tuple[Option, ...]
    backgrounds: tuple[Option, ...]


@dataclass(frozen=True, kw_only=True)
class LogoPage(EditPage):
    """The logo as it is, and the one for dark mode; without a data: URI where there is none.

    `sent` is the file that was just sent, as a data: URI, and `sent_dark` the one that the dark ground is to show.
    """

    logo: Logo
    dark: Logo
    sent: str = ""
    sent_dark: str = ""

    @property
    def next_url(self) -> str:
        """The step that comes after a logo that is saved; empty where there is none."""
        return saved_step_address(self.partner_id, self.next_section) if self.saved else ""


@dataclass(frozen=True, kw_only=True)
class AboutPage(EditPage):
    """Name and kind, the file, and the way to removal."""

    kinds: tuple[Option, ...]
    kommuner: tuple[Option, ...]

    @property
    def can_save(self) -> bool:
        """Operators alone change names."""
        return self.visit.account.is_operator


@dataclass(frozen=True, kw_only=True)
class WebsitesPage(EditPage):
    """Who may frame. `listed` are the origins as people read them, `left_out` bare ones that a wildcard has not."""

    listed: tuple[str, ...]
    left_out: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ActorTerm:
    """An actor with other names at the partner: the fields, and what guides say otherwise."""

    name_field: str
    text_field: str
    name: str
    in_text: str
    open: bool


@dataclass(frozen=True, kw_only=True)
class WordsPage(EditPage):
    """Local names, and how to reach the partner."""

    actors: tuple[ActorTerm, ...]


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """A question that can have an answer from the start."""

    field: str
    label: str
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class OfferedGuide:
    """A guide that can be offered."""

    field: str
    title: str
    questions: tuple[AskedQuestion, ...]


@dataclass(frozen=True, kw_only=True)
class OfferPage(EditPage):
    """What the partner offers."""

    guides: tuple[OfferedGuide, ...]
    languages: tuple[Option, ...]
    gone: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class NotePage(EditPage):
    """One note. `shown` is how it will be read; `there` says whether the item still is."""

    item_title: str
    item_text: Markup
    shown: Markup
    there: bool
    had: bool
    longest: int
    action: str
    back: str
