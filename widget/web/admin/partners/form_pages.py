"""What the templates of the forms about partners get: one class for each form. Values only."""

from collections.abc import Mapping
from dataclasses import dataclass

from markupsafe import Markup

from widget.web.admin.partners.pages import PartnerPage


@dataclass(frozen=True, slots=True)
class EditConflict:
    """A field that two people have given different values."""

    label: str
    mine: str
    theirs: str


@dataclass(frozen=True, kw_only=True)
class EditPage(PartnerPage):
    """A form that saves the draft. `based_on` names what it was opened with; `differences` are others' work."""

    values: Mapping[str, str]
    based_on: str
    differences: tuple[EditConflict, ...] = ()
    other: str = ""
    saved: bool = False


@dataclass(frozen=True, slots=True)
class ColourField:
    """A colour to type. `shown` is it as `#rrggbb`, empty if it cannot be read; `suggestion` is one that passes."""

    id: str
    label: str
    help: str
    value: str
    shown: str
    suggestion: str


@dataclass(frozen=True, slots=True)
class Option:
    """One of several choices."""

    value: str
    label: str


@dataclass(frozen=True, kw_only=True)
class AppearancePage(EditPage):
    """Colours, shapes, type."""

    light: tuple[ColourField, ...]
    dark: tuple[ColourField, ...]
    fonts: tuple[Option, ...]
    densities: tuple[Option, ...]
    backgrounds: tuple[Option, ...]


@dataclass(frozen=True, kw_only=True)
class LogoPage(EditPage):
    """The logo: `logo` is a data: URI, shown so large."""

    logo: str
    width: int
    height: int


@dataclass(frozen=True, kw_only=True)
class WebsitesPage(EditPage):
    """Who may frame. `listed` are the origins as people read them, `left_out` bare ones that a wildcard has not."""

    listed: tuple[str, ...]
    left_out: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ActorTerm:
    """Somebody with other names at the partner: the fields, and what guides say otherwise."""

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
