"""The steps from a new partner to a published one, in their order. Knows addresses; reads no request."""

from widget.web.http.languages import translate

STEPS = {
    "websites": (translate("Websites"), translate("Which pages may show the guides.")),
    "appearance": (translate("Appearance"), translate("Colours, typeface, space.")),
    "logo": (translate("Logo"), translate("Your mark at the top.")),
    "words": (
        translate("Words and contact"),
        translate("What the jobcenter is called with you, telephone, opening hours."),
    ),
    "notes": (translate("Notes"), translate("Your own words on single tasks.")),
    "offer": (translate("What is offered"), translate("Guides, languages, answers from the start.")),
}
"""What each step is called, and what it is about, by the section that it stands in."""

MORE = {
    "preview": translate("Preview"),
    "guide-changes": translate("Changes in the guides"),
    "history": translate("History"),
    "accounts": translate("Accounts"),
    "feedback": translate("Feedback"),
    "report": translate("Report"),
    "about": translate("Name, export, removal"),
}
"""The other pages about a partner, by their sections."""

PUBLISHING = "publish"
"""The last step, which stands on the partner's own page."""


def number_of(section: str) -> int:
    """Which step a section is, counted from 1; 0 where it is none."""
    return list(STEPS).index(section) + 1 if section in STEPS else 0


def next_step_after(section: str) -> str:
    """The step that comes after a section; empty where the section is no step."""
    order = (*STEPS, PUBLISHING)
    return order[order.index(section) + 1] if section in STEPS else ""


def saved_step_address(partner: str, step: str) -> str:
    """The page of a step, saying that what came before is saved; empty where there is no step of this name."""
    home = f"/admin/partners/{partner}"
    if step == PUBLISHING:
        return f"{home}?done=saved#draft"
    return f"{home}/{step}?saved=1" if step in STEPS else ""
