"""The editors' proof as a page of its own: no script, nothing from elsewhere, fit for paper. Knows no request."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from widget.proof.as_text import narrowed
from widget.proof.guides import GuideChange
from widget.proof.items import Difference, ItemChange, Reworded
from widget.proof.libraries import Proof
from widget.proof.registers import EntryChange
from widget.proof.words import ProofWords
from widget.web.http.languages import Language
from widget.web.http.styles import Style, load_style
from widget.web.http.templating import Templates


@dataclass(frozen=True, slots=True)
class ProofPage:
    """What the template `reports/proof.html` gets. `for_editors` is whether it says what is left for them to do."""

    proof: Proof
    words: ProofWords
    language: Language
    style: Style
    for_editors: bool = True

    @staticmethod
    def is_reworded(difference: Difference) -> bool:
        """Whether a difference is one of words, to be marked in the text."""
        return isinstance(difference, Reworded)

    @staticmethod
    def shown(changes: Iterable[ItemChange]) -> tuple[ItemChange, ...]:
        """The items in which citizens read or see something else."""
        return tuple(change for change in changes if not change.only_housekeeping)

    @staticmethod
    def quiet(changes: Iterable[ItemChange]) -> tuple[str, ...]:
        """The titles of the others."""
        return tuple(change.title for change in changes if change.only_housekeeping)

    @property
    def entries(self) -> tuple[EntryChange, ...]:
        """The changes of the registers that citizens can notice."""
        return tuple(entry for entry in self.proof.entries if not entry.only_housekeeping)

    @property
    def quiet_entries(self) -> tuple[str, ...]:
        """The ids of the others."""
        return tuple(entry.id for entry in self.proof.entries if entry.only_housekeeping)

    def narrowed(self, guide: GuideChange) -> str:
        """What is compared where the questions are not the same, or nothing."""
        differ = any(question.narrows_the_proof for question in guide.questions)
        return narrowed(guide, self.words) if differ else ""


def proof_html(proof: Proof, template_folder: Path, static_folder: Path, language: Language) -> str:
    """The proof as a complete HTML page."""
    templates = Templates(template_folder, {language.tag: language})
    style = load_style(static_folder / "css", "proof")
    words = ProofWords(language.catalogue.ugettext, language.tag)
    return templates.render("reports/proof.html", ProofPage(proof, words, language, style), language)
