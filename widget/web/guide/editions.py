"""Editions: the guides as one partner shows them, with its look, words, notes and sites. Knows no request, no SQL.

Everything that a page needs of a partner is made ready here, once for each state of the partner that is published.
"""

from collections import OrderedDict
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from threading import Lock
from typing import Protocol

from markupsafe import Markup

from widget.guides.answers import parse_answers
from widget.guides.library import Library
from widget.guides.model import Guide
from widget.guides.registers import Actor
from widget.guides.richtext import marked_block
from widget.partners.local_text import LocalText, clean_local_text
from widget.partners.logo import Logo
from widget.partners.model import Contact, Partner
from widget.partners.records import PublishedPartner
from widget.partners.theme import Theme, frame_css, theme_css
from widget.web.guide.review_marks import Review
from widget.web.guide.translated_guides import TranslatedGuides
from widget.web.http.languages import DEFAULT_LANGUAGE, Language
from widget.web.http.styles import Style, light_only, with_rules

MAX_ENTRIES = 1000
"""Editions in the memory of a worker; some 50 KB each."""

_FRAMED = ("embed", "fragment")
"""The surfaces that stand inside another site's page."""


class Partners(Protocol):
    """Where editions ask for partners; see `widget.partners.published`."""

    def get(self, partner_id: str) -> PublishedPartner | None:
        """The partner as it is published."""

    @property
    def degraded(self) -> str:
        """Why a partner may be missing although it is published."""


class NoPartners:
    """For a server that knows no partner."""

    degraded = ""

    def get(self, partner_id: str) -> PublishedPartner | None:
        """None."""
        return None


@dataclass(frozen=True, slots=True)
class EditionLogo:
    """A partner's mark: a data: URI, its size in CSS pixels, and what it says to those who cannot see it.

    `dark` is the mark for dark mode, if there is one. `scheme` is the one that a link to a draft asks for.
    """

    source: str
    width: int
    height: int
    alt: str
    dark: Logo | None = None
    scheme: str = ""


@dataclass(frozen=True, slots=True)
class Edition:
    """The guides as a partner shows them, or as they are without one.

    `partner` is the id in addresses, None for the common edition, whose `name` is empty. `digest` is of
    all that is published of it, empty without a partner; an edition that is not `lasting` is shown once and kept
    nowhere. `frame_origins` are those who may frame its pages. `guides` and `languages` are what it offers;
        `translated` are the ids of guides that are offered in a language. `names` and `names_in_text` of actors are
    its own. `notes` are by guide and item.
    """

    partner: str | None
    digest: str
    frame_origins: str
    styles: Mapping[str, Style]
    guides: Mapping[str, Guide]
    languages: Mapping[str, Language]
    translated: Mapping[str, Collection[str]]
    names_in_text: Mapping[str, str] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    name: str = ""
    contact: Contact = field(default_factory=Contact)
    logo: EditionLogo | None = None
    notes: Mapping[tuple[str, str], Markup] = field(default_factory=dict)
    default_answers: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    pause_message: str = ""
    sites: tuple[str, ...] = ()
    """The partner's sites as people read them."""
    has_dark: bool = True
    """Whether it has colours for dark pages; a partner's theme may be light for everybody."""
    lasting: bool = True
    version: int = 0
    """The number of an older version that a link shows; none for a draft, and for what citizens see."""
    review: Review | None = None
    """What differs from the guides as they are, where an edition under review is looked at."""

    def style(self, surface: str, part: str = "", mode: str = "") -> Style:
        """The style sheet of a surface; `part` names those of its pages that may have another one.

        `mode` is the one colour scheme that the page has, empty where it is the visitor's.
        """
        name = f"{surface} {part}" if f"{surface} {part}" in self.styles else surface
        return self.styles.get(f"{name} {mode}") or self.styles[name]

    def name_of(self, actor: Actor) -> str:
        """What the partner calls an actor."""
        return self.names.get(actor.id, actor.name)

    def offered(self, guide: Guide) -> dict[str, Language]:
        """The languages that a guide is offered in."""
        return {tag: one for tag, one in self.languages.items() if guide.id in self.translated[tag]}

    def within(self, language: Language) -> "Edition":
        """The edition on a page in a language: what a partner says itself is Danish, and has to be marked."""
        if language.tag == DEFAULT_LANGUAGE or self.partner is None:
            return self
        own, contact = language.own, self.contact
        return replace(
            self,
            names={actor: own(name) for actor, name in self.names.items()},
            names_in_text={actor: own(name) for actor, name in self.names_in_text.items()},
            notes={place: marked_block(note) for place, note in self.notes.items()},
            contact=replace(contact, address=own(contact.address), hours=own(contact.hours)),
            pause_message=own(self.pause_message),
        )

    def defaults(self, guide: Guide) -> Mapping[str, str]:
        """The answers that hold in a guide where an address says nothing."""
        return self.default_answers.get(guide.id, {})


class Editions:
    """Finds the edition for an address.

    `styles` are the sheets of the guides by surface, `addition` is what comes after them in every partner's edition.
    """

    def __init__(
        self,
        library: Library,
        translated: TranslatedGuides,
        styles: Mapping[str, Style],
        addition: Style,
        frame_ancestors: str,
        partners: Callable[[], Partners],
    ) -> None:
        self._styles, self._addition = styles, str(addition.css)
        self._partners = partners
        self._cache: OrderedDict[str, Edition] = OrderedDict()
        self._lock = Lock()
        self.common = Edition(
            partner=None,
            digest="",
            frame_origins=frame_ancestors,
            styles=_with_light(styles),
            guides=library.guides,
            languages=translated.languages,
            translated=translated.guides,
        )
        """The edition without a partner."""

    def find(self, partner_id: str | None) -> Edition | None:
        """The edition of a partner; None where there is no such partner.

        While the registry cannot be asked, it is the common edition under the partner's address: better than none.
        """
        if partner_id is None:
            return self.common
        partners = self._partners()
        shown = partners.get(partner_id)
        if shown is not None:
            return self._of(shown)
        return replace(self.common, partner=partner_id, lasting=False) if partners.degraded else None

    def digest_of(self, partner_id: str) -> str | None:
        """The digest of what is published of a partner at this moment; None where there is no such partner."""
        shown = self._partners().get(partner_id)
        return shown.digest if shown else None

    def of_draft(self, partner: Partner, scheme: str, version: int) -> Edition:
        """The edition as a draft has it, or a version, for looking at.

        `scheme` is light, dark, or empty for the reader's own.
        """
        rule = f":root,.root{{color-scheme:{scheme}}}" if scheme else ""
        edition = self._make(partner, "", _themed(self._styles, partner.theme, self._addition, rule))
        if edition.logo:
            edition = replace(edition, logo=replace(edition.logo, scheme=scheme))
        return replace(edition, frame_origins="'self'", pause_message="", lasting=False, version=version)

    def _of(self, shown: PublishedPartner) -> Edition:
        partner_id = shown.partner.id
        with self._lock:
            kept = self._cache.get(partner_id)
            if kept is not None and kept.digest == shown.digest:
                return kept
        styles = _themed(self._styles, shown.partner.theme, self._addition)
        edition = self._make(shown.partner, shown.digest, _with_light(styles))
        with self._lock:
            self._cache[partner_id] = edition
            self._cache.move_to_end(partner_id)
            if len(self._cache) > MAX_ENTRIES:
                self._cache.popitem(last=False)
        return edition

    def _make(self, partner: Partner, digest: str, styles: Mapping[str, Style]) -> Edition:
        common = self.common
        terms = partner.terms.items()
        return Edition(
            partner=partner.id,
            digest=digest,
            frame_origins=_frame_origins(partner),
            styles=styles,
            guides={id: guide for id, guide in common.guides.items() if not partner.guides or id in partner.guides},
            languages=_offered(common.languages, partner.languages),
            translated=common.translated,
            names_in_text={actor: term.in_text for actor, term in terms},
            names={actor: term.name for actor, term in terms},
            name=partner.name,
            contact=partner.contact,
            logo=_logo(partner.theme),
            notes=dict(_notes(partner)),
            default_answers={
                guide: _understood(common.guides[guide], answers)
                for guide, answers in partner.default_answers.items()
                if guide in common.guides
            },
            pause_message=partner.pause_message,
            has_dark=partner.theme.dark is not None,
            sites=tuple(origin.in_unicode for origin in partner.origins),
        )


def _frame_origins(partner: Partner) -> str:
    """The partner's sites, and our own, where its administrators look at how it will be."""
    return " ".join(("'self'", *(str(origin) for origin in partner.origins)))


def _themed(styles: Mapping[str, Style], theme: Theme, *rules: str) -> dict[str, Style]:
    return {
        surface: with_rules(
            style, theme_css(theme), frame_css(theme) if surface.partition(" ")[0] in _FRAMED else "", *rules
        )
        for surface, style in styles.items()
    }


def _with_light(styles: Mapping[str, Style]) -> dict[str, Style]:
    """The sheets, and those for frames that are light."""
    framed = {surface: style for surface, style in styles.items() if surface.partition(" ")[0] == "embed"}
    return {**styles, **{f"{surface} light": light_only(style) for surface, style in framed.items()}}


def _offered(languages: Mapping[str, Language], chosen: tuple[str, ...]) -> dict[str, Language]:
    """The languages that a partner offers. The guides' own is always there: other languages fall back to it."""
    kept = {*chosen, DEFAULT_LANGUAGE}
    return {tag: language for tag, language in languages.items() if not chosen or tag in kept}


def _logo(theme: Theme) -> EditionLogo | None:
    if not theme.logo:
        return None
    dark = theme.dark_logo if theme.dark and theme.dark_logo.data_uri else None
    return EditionLogo(theme.logo, theme.logo_width, theme.logo_height, theme.logo_alt, dark)


def _notes(partner: Partner) -> list[tuple[tuple[str, str], Markup]]:
    """The notes as HTML. One that can no longer be read is left out: it was checked when it was saved."""
    texts = ((note, clean_local_text(note.source)) for note in partner.notes)
    return [((note.guide, note.item), text.html) for note, text in texts if isinstance(text, LocalText)]


def _understood(guide: Guide, answers: Mapping[str, str]) -> dict[str, str]:
    """The answers that the guide knows, in the order of its questions: guides change after partners are published."""
    return dict(parse_answers(guide, {name: (answer,) for name, answer in answers.items()})[0].values)
