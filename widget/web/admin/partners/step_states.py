"""How far a partner has come with each step, in words. Reads no request."""

from widget.partners.model import Partner
from widget.partners.theme import DEFAULT_THEME, Theme, theme_values
from widget.web.admin.partners.pages import StepState
from widget.web.admin.partners.steps import STEPS
from widget.web.http.languages import Language, translate

_LOGO = ("logo", "logo-alt", "logo-dark")
_NEEDED = translate("None yet: this is needed")
_ALL = translate("All guides")


def step_states(language: Language, partner: Partner) -> tuple[StepState, ...]:
    """Each step with what the partner has of it. Only websites are needed: without one no site shows the guides."""
    _ = language.catalogue.ugettext
    own_look = not _is_usual(partner.theme)
    has_words = bool(partner.contact or partner.terms)
    states = {
        "websites": (_websites(language, partner), bool(partner.origins)),
        "appearance": (_("Your own") if own_look else _("As borger.dk"), own_look),
        "logo": (_("There is one") if partner.theme.logo else _("None"), bool(partner.theme.logo)),
        "words": (_("Filled in") if has_words else _("Nothing yet"), has_words),
        "notes": (_notes(language, partner), bool(partner.notes)),
        "offer": (_offer(language, partner), True),
    }
    return tuple(
        StepState(section, _(label), _(about), *states[section]) for section, (label, about) in STEPS.items()
    )


def _websites(language: Language, partner: Partner) -> str:
    if not partner.origins:
        return language.catalogue.ugettext(_NEEDED)
    ngettext, number = language.catalogue.ungettext, len(partner.origins)
    return ngettext("%(num)s website", "%(num)s websites", number) % {"num": number}


def _notes(language: Language, partner: Partner) -> str:
    ngettext, number = language.catalogue.ungettext, len(partner.notes)
    return ngettext("%(num)s note", "%(num)s notes", number) % {"num": number}


def _offer(language: Language, partner: Partner) -> str:
    if not partner.guides:
        return language.catalogue.ugettext(_ALL)
    ngettext, number = language.catalogue.ungettext, len(partner.guides)
    return ngettext("%(num)s guide", "%(num)s guides", number) % {"num": number}


def _is_usual(theme: Theme) -> bool:
    """Whether a theme, its logo aside, is as the guides are without a partner."""
    own, usual = theme_values(theme), theme_values(DEFAULT_THEME)
    return all(own[name] == usual[name] for name in usual if name not in _LOGO)
