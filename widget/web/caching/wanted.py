"""What an address asks for, in one canonical form that all in the same situation share. Reads no request."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from widget.guides.answers import Answers, parse_answers, parse_query
from widget.web.addresses import DEFAULT_HEADINGS, View
from widget.web.entrance import Entrance, find
from widget.web.reading import read_view
from widget.web.site import Site

_SLASHES_WITHOUT_PARTNER = 2


@dataclass(frozen=True, slots=True)
class Wanted:
    """A page of a guide that can be kept, since all who ask for it get the same.

    `key` is another one for every other page, encoding, day and revision of the partner. It holds as long as `day` is
    today and the partner's revision is `revision`. A `common` page is one of those that many ask for: without a date
    and ticks.
    """

    key: str
    view: View
    answers: Answers
    day: date
    revision: int
    common: bool


def read_wanted(site: Site, path: str, query: str, base_url: str, encoding: str) -> Wanted | None:
    """The page that an address asks for, in an encoding; None where it is not one to keep, for whatever reason."""
    match path.split("/"):
        case ["", surface, guide_id] if surface in DEFAULT_HEADINGS:
            partner = None
        case ["", surface, partner, guide_id] if surface in DEFAULT_HEADINGS:
            pass
        case _:
            return None
    found = find(site, guide_id, partner)
    if not isinstance(found, Entrance) or not found.edition.lasting:
        return None
    guide, edition, parameters = found.guide, found.edition, parse_query(query.encode("latin-1", "replace"))
    view = read_view(edition, surface, guide, parameters)
    answers, misread = parse_answers(guide, parameters, edition.defaults(guide))
    if misread:
        return None
    day = site.today()
    news = len(guide.changes_since(view.seen)) if view.seen else 0
    return Wanted(
        key=f"{encoding} {day} {edition.revision} {base_url} {view.opened} {news} {view.address(answers)}",
        view=_shared(view),
        answers=answers,
        day=day,
        revision=edition.revision,
        common=not (answers.day_0 or answers.done or view.opened or news),
    )


def names_partner(path: str) -> bool:
    """Whether a path may name a partner, who may have to be looked up: `/embed/example/guide`, not `/embed/guide`."""
    return path.count("/") > _SLASHES_WITHOUT_PARTNER


@lru_cache(maxsize=2_048)
def _shared(view: View) -> View:
    """The same view, once in memory for all pages that are looked at in this way."""
    return view
