"""The pages for translators: the texts of a change set beside the Danish, and catalogues in and out. No request."""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from babel import Locale
from flask import Response
from werkzeug.exceptions import NotFound

from widget.publishing.catalogue_merging import UNREADABLE_CATALOGUE
from widget.publishing.catalogue_texts import (
    CatalogueText,
    TextState,
    catalogue_texts,
    search_texts,
    with_base,
)
from widget.publishing.content_files import file_digest
from widget.publishing.guide_catalogues import catalogue_languages
from widget.publishing.records import ChangeSet
from widget.publishing.untranslated import coverage_in
from widget.web.admin.access import AccessLevel
from widget.web.admin.guides.context import GuideDesk
from widget.web.admin.guides.places import translation_address
from widget.web.admin.guides.translation_rows import TranslationRow, TranslationRows, key_of, language_name
from widget.web.admin.guides.translation_saving import (
    TranslationSaver,
    TranslationSaving,
    TypedTranslation,
    uploaded_translations,
)
from widget.web.admin.pages import AdminPage, AdminRequest, FieldProblem, whole_number
from widget.web.http.languages import translate
from widget.web.http.security_headers import content_security_policy

_ON_A_PAGE = 20
_LONGEST_CATALOGUE = 4_000_000


@dataclass(frozen=True, kw_only=True)
class TranslationPage(AdminPage):
    """What the template `admin/guides/translation.html` gets.

    `tag` is the language of the translations, `direction` that of its script. `counts` are how many texts there are
    of each state; `guides` how far each guide is. `left` says that the rows are what could not be saved.
    """

    change_set: ChangeSet
    tag: str
    direction: str
    name: str
    shown: bool
    rows: tuple[TranslationRow, ...]
    counts: dict[str, int]
    guides: tuple[tuple[str, int], ...]
    all: bool
    words: str
    saved: int
    left: bool
    before: str = ""
    after: str = ""

    @property
    def address(self) -> str:
        """The page itself."""
        return translation_address(self.change_set, self.tag)


class TranslationRoutes:
    """The routes for translators."""

    def __init__(self, desk: GuideDesk) -> None:
        self.desk = desk

    def register(self) -> None:
        """Register the routes with the access control."""
        add, editor = self.desk.access_control.add, AccessLevel.EDITOR
        rule = "/guides/<change_set>/translations/<language>"
        add(rule, "guide_translation", self.texts, editor, ("GET", "POST"), keeps=True)
        add(f"{rule}/guides.po", "guide_catalogue", self.download, editor)
        longest = _LONGEST_CATALOGUE
        add(f"{rule}/upload", "guide_upload", self.upload, editor, ("POST",), longest_form=longest, keeps=True)

    def texts(self, visit: AdminRequest, change_set: str, language: str) -> Response:
        """The texts beside the Danish, those first that went stale or are missing; and what was typed."""
        found = self._find(change_set, language)
        if not visit.sent:
            return self._show(visit, found, language)
        saving = TranslationSaver(self.desk, visit.account.email).save(
            found, language, tuple(self._typed(visit, found, language))
        )
        return self._saved(visit, found, language, saving)

    def download(self, visit: AdminRequest, change_set: str, language: str) -> Response:
        """The catalogue for Poedit or Weblate. Its head says which one it is, so that an upload replaces no newer."""
        found = self._find(change_set, language)
        files = self.desk.content_of(found).files
        content = files[catalogue_languages(files)[language]]
        response = Response(with_base(content, file_digest(content)), content_type="text/x-gettext-translation")
        response.headers["Content-Disposition"] = f'attachment; filename="guides-{language}.po"'
        response.headers["Content-Security-Policy"] = content_security_policy("'none'")
        return response

    def upload(self, visit: AdminRequest, change_set: str, language: str) -> Response:
        """What a catalogue has otherwise."""
        found = self._find(change_set, language)
        content = visit.files.get("catalogue", b"")
        try:
            if b"msgid" not in content:
                raise ValueError("no catalogue")
            typed = uploaded_translations(self.desk, found, language, content)
        except UNREADABLE_CATALOGUE:
            return self._show(visit, found, language, (FieldProblem("catalogue", self.desk.text(_NO_CATALOGUE)),))
        if not typed:
            return self._show(visit, found, language, (FieldProblem("catalogue", self.desk.text(_NOTHING_NEW)),))
        return self._saved(
            visit, found, language, TranslationSaver(self.desk, visit.account.email).save(found, language, typed)
        )

    def _find(self, change_set: str, language: str) -> ChangeSet:
        """The change set, if it has a catalogue of the language. Raises `NotFound`."""
        found = self.desk.find(change_set)
        if language not in catalogue_languages(found.manifest):
            raise NotFound
        return found

    def _typed(self, visit: AdminRequest, found: ChangeSet, language: str) -> Iterator[TypedTranslation]:
        """What a form has; an old translation that was only shown is none, unless it is said that it still fits."""
        texts = catalogue_texts(self.desk.content_of(found).files, language)
        shown = {text.original: text.translation for text in texts if text.state is TextState.STALE}
        for name, original in visit.form.items():
            key = name.removeprefix("o.")
            if name == key or key != key_of(_joined(original)):
                continue
            original = _joined(original)
            typed = _joined(visit.form.get(f"t.{key}", "")).strip()
            typed = typed if "\n" in original else " ".join(typed.split("\n"))
            if typed != shown.get(original) or f"fits.{key}" in visit.form:
                yield TypedTranslation(original, typed, _joined(visit.form.get(f"was.{key}", "")))

    def _saved(self, visit: AdminRequest, found: ChangeSet, language: str, saving: TranslationSaving) -> Response:
        if saving.refused:
            return self._show(visit, self.desk.find(str(found.id)), language, saving=saving)
        kept = {name: visit.form[name] for name in ("show", "q") if visit.form.get(name)}
        if kept.get("show") == "all" and visit.form.get("page"):
            kept["page"] = visit.form["page"]
        query = urlencode({**kept, "saved": saving.saved})
        return self.desk.pages.redirect(f"{translation_address(found, language)}?{query}")

    def _show(
        self, visit: AdminRequest, found: ChangeSet, language: str, problems: tuple[FieldProblem, ...] = (),
        saving: TranslationSaving | None = None,
    ) -> Response:  # fmt: skip
        desk, content = self.desk, self.desk.content_of(found)
        texts = catalogue_texts(content.files, language)
        words, everything = _asked(visit, "q"), _asked(visit, "show") == "all"
        listed = sorted(
            (text for text in search_texts(texts, words) if everything or text.state is not TextState.DONE),
            key=lambda text: text.state if not everything else 0,
        )
        number = 1 if saving else visit.page_number
        rows = TranslationRows(desk, found, content)
        start, end = (number - 1) * _ON_A_PAGE, number * _ON_A_PAGE
        page = TranslationPage(
            title=f"{found.heading}: {language_name(language, desk.language.tag)}",
            visit=visit,
            language=desk.language,
            style=desk.site.styles["review_admin"],
            problems=(*problems, *_problems(saving)),
            change_set=found,
            tag=language,
            direction=Locale.parse(language, sep="-").text_direction,
            name=language_name(language, desk.language.tag),
            shown=language in {*desk.site.settings.languages, *desk.site.settings.draft_languages},
            rows=rows.refused(saving.refused, texts) if saving else rows.of(listed[start:end]),
            counts=_counts(texts),
            guides=self._guides(found, language),
            all=everything,
            words=words,
            saved=saving.saved if saving else whole_number(visit.query.get("saved", "")) or 0,
            left=saving is not None,
            before="" if saving or number == 1 else _page(visit, number - 1),
            after="" if saving or len(listed) <= end else _page(visit, number + 1),
        )
        return desk.pages.show("guides/translation", page)

    def _guides(self, found: ChangeSet, language: str) -> tuple[tuple[str, int], ...]:
        content = self.desk.content_of(found)
        guides = self.desk.library_of(content).guides
        return tuple((guides[name].title, far.percent) for name, far in coverage_in(content, language).items())


def _problems(saving: TranslationSaving | None) -> Iterator[FieldProblem]:
    if saving and saving.refusal:
        yield FieldProblem("form", saving.refusal)
    for one in saving.refused if saving else ():
        if one.why:
            yield FieldProblem(f"t.{key_of(one.typed.original)}", one.why)


def _counts(texts: tuple[CatalogueText, ...]) -> dict[str, int]:
    return {state.name.lower(): sum(1 for text in texts if text.state is state) for state in TextState}


def _asked(visit: AdminRequest, name: str) -> str:
    return (visit.form.get(name) or visit.query.get(name, "")).strip()


def _page(visit: AdminRequest, number: int) -> str:
    kept = {name: visit.query[name] for name in ("show", "q") if visit.query.get(name)}
    return "?" + urlencode({**kept, "page": number})


def _joined(text: str) -> str:
    """A text as it was before a browser sent it: forms have lines that end as on Windows."""
    return "\n".join(text.splitlines())


_NO_CATALOGUE = translate("This is no catalogue of translations. Choose the file (.po) that you saved in Poedit.")
_NOTHING_NEW = translate("Nothing in the file differs from what is here.")
