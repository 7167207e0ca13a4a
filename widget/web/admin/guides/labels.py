"""What editors call the fields and words of the files, in English for the catalogue. Reads no request."""

from widget.web.http.languages import translate

LABELS = {
    "title": translate("Title"),
    "text": translate("Text"),
    "why": translate("Why, or what it costs to forget"),
    "announced": translate("Change announced ahead"),
    "need": translate("How it binds"),
    "actor": translate("Who does it"),
    "timing": translate("When, in words"),
    "due": translate("Deadline, as a rule"),
    "when": translate("Who sees it"),
    "links": translate("Links"),
    "sources": translate("Sources"),
    "from": translate("Holds from"),
    "to": translate("Holds to"),
    "season": translate("Shown every year, on the days"),
    "owner": translate("Who answers for it"),
    "reviewed": translate("Read against its sources on"),
    "review_by": translate("To be read again by"),
    "value": translate("Value"),
    "values": translate("Values"),
    "unit": translate("Unit"),
    "label": translate("What it is called"),
    "short": translate("In short"),
    "help": translate("Help"),
    "phrase": translate("In a sentence: applies if …"),
    "url": translate("Address"),
    "checked": translate("Looked at on"),
    "name": translate("Name as a heading"),
    "in_text": translate("Name in a sentence"),
    "role": translate("What they do"),
    "mail": translate("Mailbox for editors"),
    "lead": translate("First words of the guide"),
    "teaser": translate("Teaser on other websites"),
    "version": translate("Version"),
    "published": translate("Shown to citizens"),
    "choices": translate("Answers"),
    "together": translate("Answers together"),
    "leaves_open": translate("Others may hold too"),
    "formerly": translate("Answers of earlier addresses"),
    "questions": translate("Questions"),
    "phases": translate("Phases"),
    "sections": translate("Sections"),
    "items": translate("Items"),
    "jumps": translate("Questions that people come with"),
    "changes": translate("What was changed"),
    "question": translate("Question"),
    "date": translate("Date"),
    "heights": translate("Heights of the frame"),
    "together_with": translate("Done together with"),
    "ends": translate("When it ends"),
    "confirmed_until": translate("Known to hold until"),
    "ask": translate("Who knows what holds after that"),
    "unconfirmed": translate("No page confirms it"),
    "act_by": translate("To be done by"),
    "act_on": translate("To be done on"),
    "opens": translate("Can be done from"),
    "happens_on": translate("Day on which something happens"),
    "happens": translate("What happens that day"),
    "lost_after": translate("Too late after"),
    "lost": translate("What is lost then"),
    "repeats": translate("Comes back"),
    "office": translate("An office must be open"),
    "unless": translate("Who these dates are not for"),
    "otherwise": translate("What they read in place of the dates"),
    "page": translate("Page of our own"),
    "copy_read": translate("A copy was read on"),
    "link": translate("Link"),
    "phone": translate("Phone"),
    "first": translate("Asked first"),
    "until": translate("Shown until"),
    "begins": translate("Begins on"),
    "id": translate("Short name in addresses"),
    "default": translate("For all of them"),
}

_A_DAY = translate("For example: day 0, +14 days, end of month -7 days, last bank day of month.")

HELP = {
    "mail": translate(
        "The office's shared address. It is written to when a text it answers for runs out; no page shows it."
    ),
    "text": translate(
        "An empty line begins a paragraph, “- ” a line of a list, **two stars** make bold. A figure is {fact:ID}, "
        "an authority {actor:ID}, a link [words](link:ID)."
    ),
    "due": translate(
        "For example: on day 0, by +14 days, by end of month +10 days. Leave it empty if there is none."
    ),
    "when": translate("Tick the answers that show it. With no tick at a question, that question does not matter."),
    "to": translate("The last day. From the next day on citizens do not see it."),
    "from": translate("The first day. Citizens do not see it before."),
    "season": translate(
        "Month and day, such as 11-15 to 12-31. It goes by the day of reading, not by the citizen's own date."
    ),
    "sources": translate("The pages that it is known from. At least one."),
    "act_by": _A_DAY,
    "act_on": _A_DAY,
    "opens": _A_DAY,
    "happens_on": _A_DAY,
    "lost_after": _A_DAY,
    "confirmed_until": translate("After it citizens read that the rule may have changed, and whom to ask."),
    "ends": translate("Say so where nothing is to follow after its last day."),
    "office": translate("On a day when it is closed, the open day before is shown."),
    "together_with": translate("A task that is done in the same go: the calendar has one event for both."),
    "unless": translate("With no tick the dates hold for all who see the item."),
    "value": translate("Write it as you would in a letter: 22.041 or 2,28."),
}

WORDS = {
    "must": translate("must be done"),
    "good-idea": translate("a good idea"),
    "automatic": translate("happens by itself"),
    "kr": translate("kroner"),
    "kr-decimal": translate("kroner and øre"),
    "percent": translate("percent"),
    "days": translate("days"),
    "weeks": translate("weeks"),
    "months": translate("months"),
    "hours": translate("hours"),
    "number": translate("a number"),
    "on-purpose": translate("ends on purpose"),
    "monthly": translate("every month"),
}

REFUSALS = {
    "unknown": translate("This change is no more."),
    "closed": translate("This change has been published or thrown away already."),
    "changed": translate("Another person has changed it since you opened the page. Look at it, and try again."),
    "outdated": translate("Another edition was published since this change was begun. Bring it up to date first."),
    "not-submitted": translate("Someone has to say first that it is ready."),
    "same-person": translate("You said that it is ready, so another person has to publish it."),
    "empty": translate("Nothing differs from what citizens see."),
}

CHANGED = translate(
    "Another person has changed this since you opened the page. It says now: “%(now)s”. Save again to keep yours."
)
"""What is said beside a field that two people have changed."""
