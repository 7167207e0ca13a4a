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
}

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
    "sources": translate("The pages that it is known from. At least one."),
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
