"""What the templates of the share page get: the choices made, the snippets, the preview, and the partners found."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from widget.guides.answers import Answers, InvalidParameter
from widget.guides.library import Library
from widget.guides.model import Guide, Question
from widget.web.guide.addresses import DEFAULT_HEADING, SCHEMES, View
from widget.web.guide.editions import Edition
from widget.web.http.language_links import LanguageLink, other_languages
from widget.web.http.languages import Language
from widget.web.http.styles import Style
from widget.web.pages.embedding_systems import KINDS, OTHER, SYSTEMS, not_carried
from widget.web.pages.snippets import HEIGHTS, USUAL_HEIGHT, Snippet

SEARCH = "find"
"""The parameter with the words of a search for a partner."""

_PREVIEW_WIDTHS = (360, 768)


@dataclass(frozen=True, slots=True)
class ShareOptions:
    """What was chosen, with what could not be used: `wrong_height` is what stood in the field, shortened."""

    answers: Answers
    misread: tuple[InvalidParameter, ...]
    height: int
    wrong_height: str
    system: str = OTHER
    """A key of SYSTEMS."""

    def wrong(self, name: str) -> str:
        """What stood in the field `name` and could not be used."""
        return next((problem.given for problem in self.misread if problem.parameter == name), "")

    def parameters(self, view: View) -> list[tuple[str, str]]:
        """The choices as parameters of the share page, with the language and heading of `view`, where not usual."""
        chosen = [*self.answers.parameters(), *view.parameters()]
        if self.height != USUAL_HEIGHT:
            chosen.append(("height", str(self.height)))
        if self.system != OTHER:
            chosen.append(("system", self.system))
        return chosen


@dataclass(frozen=True, slots=True)
class FoundPartner:
    """A partner that a search found, and the address of its page."""

    name: str
    address: str


@dataclass(frozen=True, slots=True)
class PartnerSearch:
    """What was looked for, and what was found; `more` that there is more than is shown, `away` that none can be."""

    text: str = ""
    found: tuple[FoundPartner, ...] = ()
    asked: bool = False
    more: bool = False
    away: bool = False
    carried: tuple[tuple[str, str], ...] = ()
    """The parameters of what is chosen already; the search and its links carry them."""

    @property
    def address(self) -> str:
        """An empty search for another partner, which keeps what is chosen."""
        return f"/share?{urlencode([(SEARCH, ''), *self.carried])}#partners"


@dataclass(frozen=True)
class SharePage:
    """What the template of the page gets. `texts` are the snippets by kind.

    `feed` is the address at which changes of the guide can be followed, empty where the server keeps no editions.
    """

    edition: Edition
    library: Library
    snippet: Snippet
    choices: ShareOptions
    texts: dict[str, str]
    feed: str
    search: PartnerSearch
    carried: tuple[tuple[str, str], ...]
    """The choices, for pages that are about the same snippet."""
    language: Language
    style: Style

    @property
    def guides(self) -> tuple[Guide, ...]:
        """The guides that can be shared."""
        return tuple(guide for guide in self.library.guides.values() if guide.id in self.edition.guides)

    def other_languages(self) -> Iterator[LanguageLink]:
        """The same page in the other languages that the guide is offered in: snippets are in that language too."""
        yield from other_languages(self.edition.offered(self.guide), self.language, self._in_language)

    def _in_language(self, tag: str) -> str:
        view = replace(self.snippet.view, language=tag)
        return f"{self.path}?{urlencode([('guide', self.guide.id), *self.choices.parameters(view)])}"

    @property
    def sites(self) -> tuple[str, ...]:
        """The sites that may frame a partner's edition, as people read them."""
        return self.edition.sites

    @property
    def path(self) -> str:
        """The address of this page."""
        return f"/share/{self.edition.partner}" if self.edition.partner else "/share"

    @property
    def check_path(self) -> str:
        """The page that tells whether this works on the webmaster's."""
        return f"/check/{self.edition.partner}" if self.edition.partner else "/check"

    @property
    def guide(self) -> Guide:
        """The guide that is shared."""
        return self.snippet.guide

    @property
    def systems(self) -> tuple[str, ...]:
        """The systems that can be chosen."""
        return tuple(SYSTEMS)

    @property
    def kind(self) -> str:
        """The kind of snippet for the system that was chosen."""
        return SYSTEMS[self.choices.system]

    @property
    def other_kinds(self) -> tuple[str, ...]:
        """The kinds of snippets for other systems."""
        return tuple(kind for kind in KINDS if kind != self.kind)

    @property
    def included(self) -> bool:
        """Whether a server makes the guide a part of the host's own page."""
        return self.kind in {"ssi", "esi"}

    def dropped(self, kind: str) -> tuple[str, ...]:
        """The choices that were made and that this kind of snippet cannot carry."""
        view, height = self.snippet.view, self.choices.height
        made = {
            "heading": view.heading != DEFAULT_HEADING,
            "height": height != USUAL_HEIGHT,
            "scheme": view.scheme != SCHEMES[0],
        }
        return tuple(name for name in not_carried(kind) if made[name])

    @property
    def preview(self) -> str:
        """The address of the frame as the chosen snippet makes it, on this server."""
        by_links = self.kind in {"frame_links", "address"}
        view = replace(self.snippet.view, base="", fitted=not by_links, links_only=by_links)
        dropped = not_carried(self.kind)
        view = replace(view, heading=DEFAULT_HEADING) if "heading" in dropped else view
        view = replace(view, scheme=SCHEMES[0]) if "scheme" in dropped else view
        return view.address(self.snippet.answers)

    @property
    def preview_height(self) -> int:
        """The height of the frame in the preview, in CSS pixels."""
        return USUAL_HEIGHT if "height" in not_carried(self.kind) else self.choices.height

    @property
    def preview_widths(self) -> tuple[int, ...]:
        """A phone and a page's column, in CSS pixels."""
        return _PREVIEW_WIDTHS

    @property
    def schemes(self) -> tuple[str, ...]:
        """The colour schemes that the frame can have; one where the edition has no dark colours."""
        return SCHEMES if self.edition.has_dark else SCHEMES[:1]

    @property
    def usual_height(self) -> int:
        """The height of the frame when none is asked for."""
        return USUAL_HEIGHT

    @property
    def heights(self) -> range:
        """The heights that can be asked for, in CSS pixels."""
        return HEIGHTS

    @property
    def wrong_questions(self) -> tuple[Question, ...]:
        """The questions whose answer could not be used."""
        return tuple(question for question in self.guide.questions if self.choices.wrong(question.id))

    @property
    def has_problem(self) -> bool:
        """Whether anything that was filled in could not be used."""
        return bool(self.choices.wrong_height or self.wrong_questions)

    @property
    def adjusted(self) -> bool:
        """Whether anything under “Adjust” was chosen, searched for, or could not be used."""
        own = self.snippet.answers or self.choices.height != USUAL_HEIGHT
        view = self.snippet.view
        looks = view.heading != DEFAULT_HEADING or view.scheme != SCHEMES[0]
        return bool(own or looks or self.has_problem or self.search.asked)

    def given(self, question: Question) -> str:
        """The id of the answer that is filled in beforehand."""
        return self.snippet.answers.values.get(question.id, "")
