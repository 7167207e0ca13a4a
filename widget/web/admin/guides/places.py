"""Where entries stand on the desk: what they are called, on which page, where they can be moved. No request."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote

from widget.guides.day_reading import parse_day
from widget.guides.registers import with_unit
from widget.publishing.drafts import CheckedContent
from widget.publishing.entries import FUNDS, Entry, EntryPath, FieldSpec
from widget.publishing.records import ChangeSet
from widget.web.admin.guides.context import HOME, GuideDesk
from widget.web.http.languages import translate

REGISTERS = {"facts": "facts.yaml", "links": "links.yaml", "actors": "actors.yaml", "funds": FUNDS}
"""The registers by their names in addresses."""
REGISTER_TITLES = {
    "facts": translate("Figures"),
    "links": translate("Links"),
    "actors": translate("Authorities"),
    "funds": translate("Unemployment funds"),
}


@dataclass(frozen=True, slots=True)
class EntryLink:
    """A link to an entry or page of the desk; `note` says what it is."""

    label: str
    address: str
    note: str = ""


def entry_address(change_set: ChangeSet, path: EntryPath) -> str:
    """Where the form of an entry is."""
    return f"{HOME}/{change_set.id}/entry?at={quote(str(path), safe='')}"


def translation_address(change_set: ChangeSet, language: str) -> str:
    """Where the texts are translated into a language."""
    return f"{HOME}/{change_set.id}/translations/{language}"


def entry_link(desk: GuideDesk, content: CheckedContent, change_set: ChangeSet, entry: Entry) -> EntryLink:
    """The link to the form of an entry, called as editors call it."""
    return EntryLink(entry_label(desk, entry), entry_address(change_set, entry.path))


def entry_label(desk: GuideDesk, entry: Entry) -> str:
    """What editors call an entry."""
    for key in ("title", "label", "name", "question", "phrase"):
        if entry.text(key):
            return entry.text(key)
    if entry.path.file == FUNDS and (link := desk.site.library.registers.links.get(entry.text("link"))):
        return link.title
    if entry.text("from"):
        days = " – ".join(_day(desk, entry.text(key)) for key in ("from", "to"))
        return f"{_figure(desk, entry) or desk.label('from')} ({days})"
    last = entry.path.steps[-1] if entry.path.steps else entry.path.file
    if day := _day(desk, entry.text("date")):
        return f"{desk.label('changes')}: {day}"
    return desk.label(last)


def _day(desk: GuideDesk, written: str) -> str:
    """A day of the files in words; as it stands there where it is none."""
    day = parse_day(written)
    return desk.day(day) if day else written


def _figure(desk: GuideDesk, entry: Entry) -> str:
    """The value of a figure with its unit; as it stands there where it is none."""
    written, steps = entry.text("value"), entry.path.steps
    fact = (
        desk.site.library.registers.facts.get(steps[0]) if steps and entry.path.file == REGISTERS["facts"] else None
    )
    try:
        return with_unit(float(written), fact.unit, desk.language.tag) if fact else written
    except ValueError:
        return written


def entry_heading(desk: GuideDesk, content: CheckedContent, entry: Entry) -> str:
    """What the form of an entry is headed with: what has no words of its own, such as dates, says of what it is."""
    label, steps = entry_label(desk, entry), entry.path.steps
    around = content.entries.get(EntryPath(entry.path.file, steps[:-1])) if len(steps) > 1 else None
    return f"{entry_label(desk, around)}: {label}" if around and label == desk.label(steps[-1]) else label


def page_of(desk: GuideDesk, change_set: ChangeSet, path: EntryPath) -> EntryLink:
    """The page of the desk that shows an entry among others."""
    base = f"{HOME}/{change_set.id}"
    if path.guide:
        return EntryLink(path.guide, f"{base}/guide?id={path.guide}")
    register = next((name for name, file in REGISTERS.items() if file == path.file), "")
    return EntryLink(register, f"{base}/register?id={register}")


def back_to(desk: GuideDesk, change_set: ChangeSet, content: CheckedContent, path: EntryPath) -> EntryLink:
    """Where an editor goes on after an entry: the entry that it is part of, or the page that lists it."""
    page = page_of(desk, change_set, path)
    guide = desk.library_of(content).guides.get(path.guide)
    register = desk.text(REGISTER_TITLES[page.label]) if page.label in REGISTER_TITLES else page.label
    return EntryLink(guide.title if guide else register, page.address)


def move_targets(
    desk: GuideDesk, content: CheckedContent, entry: Entry
) -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
    """Where an item can be moved to: each part of its guide, with the items that it can stand after."""
    steps = entry.path.steps
    if len(steps) != len(("phases", "a", "items", "b")) or steps[2] != "items":
        return ()
    found = []
    for part in content.entries.within(EntryPath(entry.path.file), steps[0]):
        place = "/".join(part.path.steps)
        others = [other for other in content.entries.within(part.path, "items") if other.path != entry.path]
        listed = [(f"{place}|", desk.text(translate("first")))]
        listed += [(f"{place}|{other.path.steps[-1]}", entry_label(desk, other)) for other in others]
        found.append((entry_label(desk, part), tuple(listed)))
    return tuple(found)


def spec_for_new(content: CheckedContent, into: EntryPath) -> Mapping[str, FieldSpec] | None:
    """The fields of a new entry of a list or register: those of the others in it, or in a list of the same kind."""
    if into.file not in content.entries.read:
        return None
    last = into.steps[-1] if into.steps else ""
    depth = len(into.steps) + 1
    like = [
        other
        for other in content.entries.by_path.values()
        if len(other.path.steps) == depth
        and (other.path.steps[:-1] == into.steps or (last and other.path.steps[-2:-1] == (last,)))
        and (other.path.file == into.file or other.path.guide)
        and other.path.steps[0] == (into.steps[0] if into.steps else other.path.steps[0])
    ]
    nearest = sorted(like, key=lambda other: (other.path.file != into.file, other.path.steps[:-1] != into.steps))
    return nearest[0].fields if nearest else None
