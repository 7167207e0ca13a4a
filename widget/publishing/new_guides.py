"""The file of a guide that is begun: a copy of another one, or one with a first item to write on. Knows no page."""

from datetime import date

from widget.publishing.content_files import Files
from widget.publishing.edits import AddGuide
from widget.publishing.entries import GUIDE_FILE, EntryPath
from widget.publishing.yaml_editing import YamlFile, set_fields
from widget.publishing.yaml_writing import Plain, written


def begin_guide(files: Files, name: str, title: str, today: date, copy_of: str = "") -> AddGuide:
    """A guide of its own id and title, which citizens do not see yet: a copy of the guide `copy_of`, or empty.

    Raises `UneditableFile` or `LookupError` where there is nothing to begin from.
    """
    path = EntryPath(f"{name}/{GUIDE_FILE}")
    if copy_of:
        text = files[f"{copy_of}/{GUIDE_FILE}"].decode("utf-8").replace("\r\n", "\n")
        values: dict[str, Plain | None] = {"title": title, "version": today.isoformat(), "published": "no"}
        return AddGuide(path, set_fields(text, (), values))
    link, actor = (_first(files, register) for register in ("links.yaml", "actors.yaml"))
    return AddGuide(path, written(_empty(title, today.isoformat(), link, actor)))


def _first(files: Files, register: str) -> str:
    """The first id of a register. Raises `LookupError`."""
    entries = YamlFile.read(files[register].decode("utf-8")).root.value
    return str(entries[0][0].value)


def _empty(title: str, today: str, link: str, actor: str) -> dict[str, Plain]:
    """A guide with one of each, to be written over."""
    about: dict[str, Plain] = {"sources": [link], "reviewed": today}
    item: dict[str, Plain] = {
        "id": "foerste-punkt",
        "need": "must",
        "title": "Skriv, hvad borgeren skal gøre",
        "actor": actor,
        "timing": "Skriv hvornår",
        "text": "Skriv her, hvordan det gøres.",
        **about,
    }
    choices: list[Plain] = [
        {"id": "ja", "label": "Ja", "phrase": "du svarer ja"},
        {"id": "nej", "label": "Nej", "phrase": "du svarer nej"},
        {"id": "ved-ikke", "label": "Ved ikke", "phrase": "du ikke ved det"},
    ]
    other: dict[str, Plain] = {**item, "id": "andet-punkt", "title": "Skriv et punkt, som ikke alle ser"}
    other = {**other, "when": {"spoergsmaal": "ja"}}
    more: dict[str, Plain] = {"id": "mere", "title": "Skriv, hvad der er godt at vide", "text": "Skriv her.", **about}
    return {
        "title": title,
        "version": today,
        "reviewed": today,
        "published": "no",
        "owner": actor,
        "lead": "Skriv én linje om, hvad guiden er til.",
        "teaser": "Skriv én linje til andre hjemmesider.",
        "date": {"label": "Hvilken dag gælder det?", "short": "Dag"},
        "questions": [
            {"id": "spoergsmaal", "label": "Skriv et spørgsmål?", "short": "Spørgsmål", "choices": choices}
        ],
        "phases": [{"id": "foerst", "title": "Først", "items": [item, other]}],
        "sections": [{"id": "laes", "title": "Godt at vide", "items": [more]}],
    }
