"""What every page of the editors' desk needs: the content of a change set, read and checked. Reads no request."""

from collections.abc import Callable
from datetime import date
from threading import Lock
from typing import NamedTuple

from cachetools import LRUCache, cached
from werkzeug.exceptions import NotFound

from widget.guides.library import Library
from widget.guides.model import Guide
from widget.guides.richtext import Filling
from widget.publishing.change_set_store import ChangeSetStore
from widget.publishing.content_files import manifest_digest, manifest_of
from widget.publishing.drafts import CheckedContent, check_content
from widget.publishing.edition_store import EditionStore
from widget.publishing.records import ChangeSet
from widget.web.admin.access_control import AccessControl
from widget.web.admin.guides.labels import LABELS, WORDS
from widget.web.admin.pages import AdminPages, whole_number
from widget.web.guide.addresses import View
from widget.web.guide.site import Site
from widget.web.http.languages import Language, translate
from widget.web.http.styles import Style
from widget.web.previews.review_links import ReviewLinks

_CACHE_SIZE = 6
"""Contents that a worker keeps in memory; some 5 MB each."""
HOME = "/admin/guides"


class PublishedContent(NamedTuple):
    """The files that citizens see, and the number of their edition: 0 where they come from a folder."""

    number: int
    files: dict[str, bytes]


class GuideDesk:
    """The stores, the guides, and the change sets with their content. The stores are asked for when a page is."""

    def __init__(
        self,
        access_control: AccessControl,
        editions: Callable[[], EditionStore],
        change_sets: Callable[[], ChangeSetStore],
        published: Callable[[], PublishedContent],
        review_links: Callable[[], ReviewLinks],
        announce: Callable[[], None],
        announce_comment: Callable[[], None],
        *,
        may_publish: bool,
    ) -> None:
        self.access_control = access_control
        self._editions = editions
        self._change_sets = change_sets
        self.published = published
        self.review_links = review_links
        self.announce = announce
        """Tell partners of the edition that was just published, in the background: it returns at once."""
        self.announce_comment = announce_comment
        """Tell those who work on a change set of a comment that was just written, in the same way."""
        self.may_publish = may_publish
        """Whether editions in the database are what citizens see: not where `CONTENT_DIR` names a folder."""

    @property
    def editions(self) -> EditionStore:
        """The published editions."""
        return self._editions()

    @property
    def change_sets(self) -> ChangeSetStore:
        """The change sets."""
        return self._change_sets()

    @property
    def site(self) -> Site:
        """The guides as citizens see them."""
        return self.access_control.site

    @property
    def pages(self) -> AdminPages:
        """What answers."""
        return self.access_control.pages

    @property
    def language(self) -> Language:
        """The language of the desk."""
        return self.site.language

    @property
    def style(self) -> Style:
        """Its style."""
        return self.site.styles["admin"]

    def find(self, text: str) -> ChangeSet:
        """The change set that an address names. Raises `NotFound`."""
        found = self.change_sets.find(whole_number(text) or 0)
        if found is None:
            raise NotFound
        return found

    def content_of(self, change_set: ChangeSet) -> CheckedContent:
        """The content of a change set as it is now."""
        digest = manifest_digest(change_set.manifest)
        return _checked(digest, self.site.today(), lambda: self.change_sets.files(change_set.manifest))

    def base_of(self, change_set: ChangeSet) -> CheckedContent:
        """The content that a change set was begun on."""
        digest = manifest_digest(change_set.base_manifest)
        return _checked(digest, self.site.today(), lambda: self.change_sets.files(change_set.base_manifest))

    def check(self, files: dict[str, bytes]) -> CheckedContent:
        """Some content, read and checked."""
        return _checked(manifest_digest(manifest_of(files)), self.site.today(), lambda: files)

    def library_of(self, content: CheckedContent) -> Library:
        """The guides of some content; those that citizens see where it cannot be read."""
        return content.library or self.site.library

    def filling(self, library: Library, guide: Guide | None, day: date) -> Filling:
        """What fills the gaps in texts on pages of the desk: the figures and names of a library."""
        registers, view = library.registers, View("guide", guide.id if guide else "")
        facts = {fact.id: fact.in_words(day, self.language.tag) for fact in registers.facts.values() if fact.values}
        actors = {actor.id: actor.in_text for actor in registers.actors.values()}
        return Filling(facts, actors, lambda name: view.of(name).path, lambda place: f"#{place}")

    def label(self, key: str) -> str:
        """What editors call a field; its name in the file where there is no other."""
        return self.text(LABELS[key]) if key in LABELS else key

    def word(self, word: str) -> str:
        """What editors call a word of the files."""
        return self.text(WORDS[word]) if word in WORDS else word

    def text(self, message: str) -> str:
        """A text in the language of the desk."""
        return self.language.text(message)

    def too_long(self, text: str, most: int) -> str:
        """What is said of a text that has more characters than it may have."""
        words = self.text(translate("The text has %(length)s characters. Write at most %(most)s."))
        return words % {"length": len(text), "most": most}

    def day(self, day: date) -> str:
        """A day in words."""
        return self.language.medium_date(day)


@cached(LRUCache(_CACHE_SIZE), key=lambda digest, day, files: (digest, day), lock=Lock())
def _checked(digest: str, day: date, files: Callable[[], dict[str, bytes]]) -> CheckedContent:
    """The content with this digest. Kept for the next edition's desk too, which begins with what this one checked."""
    return check_content(files(), day)
