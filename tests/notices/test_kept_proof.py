"""A proof that is kept and read again is the same, and one of another release is worked out instead."""

from pathlib import Path

import pytest

from tests.guides.guide_examples import DOG, SHIPPED, THIRD
from tests.proof.editions import DOG_FILE, change, copy_of, proof_of
from widget.notices.kept_proof import about_guides, proof_from_json, proof_to_json
from widget.proof.libraries import Proof


@pytest.fixture
def proof(tmp_path: Path) -> Proof:
    """A proof with something of each kind."""
    after = copy_of(THIRD, tmp_path / "after")
    change(after, "facts.yaml", "value: 1250", "value: 1255")
    change(after, DOG_FILE, "when: {bolig: lejer}", "when: {bolig: ejer}")
    change(after, DOG_FILE, "to: 2030-06-30", "to: 2029-06-30")
    change(after, DOG_FILE, "label: Under 8 uger", "label: Under 9 uger")
    return proof_of(THIRD, after)


def test_a_proof_is_read_as_it_was_kept(proof: Proof) -> None:
    assert proof.guides[0].groups
    assert proof.entries
    assert proof_from_json(proof_to_json(proof)) == proof


def test_whole_guides_are_kept_too() -> None:
    proof = proof_of(THIRD, SHIPPED)
    assert proof.added
    assert proof.removed
    assert proof_from_json(proof_to_json(proof)) == proof


@pytest.mark.parametrize(
    ("old", "new"), [('"later"', '"then"'), ('"WordRun"', '"Run"'), ('"changed"', '"altered"'), ("{", "[")]
)
def test_what_another_release_kept_is_not_read(proof: Proof, old: str, new: str) -> None:
    assert old in proof_to_json(proof)
    assert proof_from_json(proof_to_json(proof).replace(old, new)) is None


def test_a_partner_gets_what_is_about_its_guides(proof: Proof) -> None:
    (guide,) = proof.guides
    assert about_guides(proof, {DOG: guide.title}) == proof
    other = about_guides(proof, {"another": "Another"})
    assert other.guides == ()
    assert [entry.used_by for entry in other.entries] == [()]
