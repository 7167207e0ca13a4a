"""The proof for the terminal: plain lines. Knows the proof and its words; prints nothing itself."""

from collections.abc import Iterable, Iterator

from widget.proof.guides import GuideChange, QuestionChange
from widget.proof.items import ChangeKind, Difference, ItemChange, Reworded
from widget.proof.libraries import Proof, WholeGuide
from widget.proof.registers import EntryChange
from widget.proof.wording import WordChange, WordRun
from widget.proof.words import ProofWords


def proof_as_text(proof: Proof, words: ProofWords) -> str:
    """The whole proof, with a line end."""
    return "\n".join(_lines(proof, words)) + "\n"


def _lines(proof: Proof, words: ProofWords) -> Iterator[str]:
    _ = words.translate
    yield _("From %(before)s to %(after)s, as of %(day)s") % {
        "before": proof.before,
        "after": proof.after,
        "day": proof.day.isoformat(),
    }
    if not proof:
        yield _("Nothing has changed.")
    for whole in proof.added:
        yield f"\n+ {_whole(whole, _('New guide'), words)}"
    for whole in proof.removed:
        name = _("Guide retired") if whole.retired else _("Guide taken away")
        yield f"\n− {_whole(whole, name, words)}"
        yield (
            f"  {whole.retired.text}" if whole.retired else f"  {_('Its addresses lead nowhere: see retired.yaml.')}"
        )
    for guide in proof.guides:
        yield from _guide(guide, words)
    yield from _entries(proof.entries, words)


def _whole(whole: WholeGuide, name: str, words: ProofWords) -> str:
    _ = words.translate
    draft = f" ({_('draft')})" if whole.draft else ""
    size = _("%(items)s items, %(situations)s situations") % {
        "items": words.number(whole.items),
        "situations": words.number(whole.situations),
    }
    return f"{name}: {whole.title} ({whole.id}){draft}: {size}"


def _guide(guide: GuideChange, words: ProofWords) -> Iterator[str]:
    _ = words.translate
    heading = f"{guide.title} ({guide.id})" + (f" – {_('draft')}" if guide.draft else "")
    yield from ("", heading, "=" * len(heading))
    yield from _differences(guide.differences, words, "  ")
    if guide.keeps_its_version:
        yield f"  {_('The version is the same: write the day in it, and what is new under “changes”.')}"
    yield from _questions(guide, words)
    yield from ("", _("Who sees what"))
    if not guide.groups:
        yield f"  {_('No citizen sees an item more or less than before.')}"
    else:
        touched = words.counted(guide.touched, guide.situations)
        yield f"  {_('Something comes or goes in %(counted)s.') % {'counted': touched}}"
    for group in guide.groups:
        yield f"\n  {words.sign(group)} {words.counted(group.size, guide.situations)} {words.effect(group)}:"
        yield from (f"      {title}" for title in group.items)
        first, *others = words.situations(group, guide)
        which, also = _("Which:"), _("and:")
        yield f"    {which} {first}"
        yield from (f"    {also} {line}" for line in others)
    yield from _items(guide, words)
    for day in guide.later:
        text = _("Something that changed begins or ends on %(day)s: see the proof as of that day too.")
        yield f"\n{text % {'day': day}}"


def _questions(guide: GuideChange, words: ProofWords) -> Iterator[str]:
    _ = words.translate
    if guide.questions:
        yield from ("", _("Questions"))
    for question in guide.questions:
        yield f"  {words.change_kind(question.kind)}: {question.label} ({question.id})"
        yield from _choices(question, words)
        yield from _differences(question.differences, words, "    ")
    if any(question.narrows_the_proof for question in guide.questions):
        yield f"  {narrowed(guide, words)}"


def narrowed(guide: GuideChange, words: ProofWords) -> str:
    """What is compared where the questions are not the same."""
    text = words.translate(
        "The questions are not the same. Compared are the %(all)s situations that both versions have; "
        "a question that only one has stands unanswered."
    )
    return text % {"all": words.number(guide.situations)}


def _choices(question: QuestionChange, words: ProofWords) -> Iterator[str]:
    if question.kind is ChangeKind.CHANGED:
        yield from (f"    + {words.translate('New answer:')} {label}" for label in question.added)
        yield from (f"    − {words.translate('Answer taken away:')} {label}" for label in question.removed)


def _items(guide: GuideChange, words: ProofWords) -> Iterator[str]:
    _ = words.translate
    shown = [change for change in guide.items if not change.only_housekeeping]
    if shown:
        yield from ("", _("Items"))
    for change in shown:
        yield from _item(change, guide, words)
    quiet = [change.title for change in guide.items if change.only_housekeeping]
    if quiet:
        yield f"\n{_('Only reviewed again, or with another owner:')} {', '.join(quiet)}"


def _item(change: ItemChange, guide: GuideChange, words: ProofWords) -> Iterator[str]:
    _ = words.translate
    yield f"\n  {words.change_kind(change.kind)}: {change.title} ({change.id}) – {change.part}"
    yield f"    {_('On the page in %(counted)s.') % {'counted': words.counted(change.seen_in, guide.situations)}}"
    if change.moved_from:
        yield f"    {_('Moved here from “%(part)s”.') % {'part': change.moved_from}}"
    yield from _differences(change.differences, words, "    ")


def _entries(entries: Iterable[EntryChange], words: ProofWords) -> Iterator[str]:
    _ = words.translate
    shown = [entry for entry in entries if not entry.only_housekeeping]
    if shown:
        heading = _("Registers")
        yield from ("", heading, "=" * len(heading))
    for entry in shown:
        yield f"  {words.change_kind(entry.kind)}: {words.register(entry.register)} “{entry.label}” ({entry.id})"
        yield from _differences(entry.differences, words, "    ")
        yield from (f"    {_('Named in:')} {use.item} – {use.guide}" for use in entry.used_by)
    quiet = [entry.id for entry in entries if entry.only_housekeeping]
    if quiet:
        yield f"\n{_('Only reviewed again, or with another owner:')} {', '.join(quiet)}"


def _differences(differences: Iterable[Difference], words: ProofWords, indent: str) -> Iterator[str]:
    _ = words.translate
    for difference in differences:
        name = words.field(difference.field)
        if isinstance(difference, Reworded):
            note = f" ({_('because a figure or name changed')})" if difference.by_register else ""
            yield f"{indent}{name}{note}: {marked(difference.runs)}"
        else:
            before, after = (words.value(difference.field, value) for value in (difference.before, difference.after))
            yield f"{indent}{name}: {before} → {after}"


def marked(runs: Iterable[WordRun]) -> str:
    """A text with what goes in [-…-] and what is new in {+…+}, as word-level differences are written."""
    wrap = {WordChange.SAME: "%s", WordChange.DELETED: "[-%s-]", WordChange.INSERTED: "{+%s+}"}
    return " ".join(wrap[run.mark] % run.text for run in runs)
