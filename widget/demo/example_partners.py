"""Three made-up partners, to see what partners can be. Knows their files and the registry."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from widget.partners.files import read_partner_file
from widget.partners.model import Partner
from widget.partners.origins import Origin
from widget.partners.registry import Registry

_FOLDER = Path(__file__).parent / "examples"
_WHO = "demo"


def example_partners(origins: Iterable[Origin] = ()) -> tuple[Partner, ...]:
    """A large kommune, a small one and an a-kasse; `origins` may frame them too.

    Raises `ValueError` if one of their files cannot be read.
    """
    partners = []
    for file in sorted(_FOLDER.glob("*.toml"), reverse=True):
        partner, problems = read_partner_file(file)
        if partner is None:
            raise ValueError(f"{file.name}: {', '.join(str(problem) for problem in problems)}")
        partners.append(replace(partner, origins=(*partner.origins, *origins)))
    return tuple(partners)


def publish_examples(registry: Registry, origins: Iterable[Origin] = ()) -> None:
    """Publish them; where they are already, only what has changed. Raises `DatabaseUnavailable`."""
    for partner in example_partners(origins):
        if registry.entry(partner.id) is None:
            registry.create(partner, _WHO)
        else:
            registry.save_draft(partner, _WHO)
        registry.publish(partner.id, _WHO)
