"""Partners to test with: a full one, and any that can be."""

from hypothesis import strategies as st

from tests.partners.pictures import png
from widget.partners.logo import Logo, read_logo
from widget.partners.model import Contact, LocalNote, Partner, PartnerKind, Term
from widget.partners.origins import Origin, parse_origin
from widget.partners.theme import DEFAULT_THEME, Theme, read_theme


def origin(text: str) -> Origin:
    parsed = parse_origin(text)
    assert isinstance(parsed, Origin)
    return parsed


def theme(**values: str) -> Theme:
    """A theme by its fields, with _ for -."""
    read, problems = read_theme({name.replace("_", "-"): value for name, value in values.items()})
    assert not problems
    return read


def logo() -> str:
    made = read_logo(png(40, 20))
    assert isinstance(made, Logo)
    return made.data_uri


def full_partner() -> Partner:
    """A partner with something in every part."""
    return Partner(
        id="aarhus",
        name="Aarhus Kommune",
        kind=PartnerKind.KOMMUNE,
        kommune_code="0751",
        origins=(origin("https://www.aarhus.dk"), origin("https://*.aarhus.dk")),
        theme=theme(light_accent="#004d99", radius="8", dark="no", logo=logo(), logo_alt="Aarhus Kommune"),
        terms={"jobcenter": Term("Jobcenter Aarhus", "Jobcenter Aarhus")},
        contact=Contact(
            "89 40 20 00", "Værkmestergade 5\r\n8000 Aarhus C", "man.–fre. 9–15", "https://www.aarhus.dk/"
        ),
        notes=(LocalNote("hvis-du-bliver-ledig", "meld-dig-ledig", 'Du kan også **møde op**.\n\n"Hver" dag.'),),
        guides=("hvis-du-bliver-ledig",),
        languages=("da", "en"),
        default_answers={"hvis-du-bliver-ledig": {"a-kasse": "ja"}},
    )


_BEYOND = "\u2028\u2029\x7f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"
"""What no text of a partner may have: breaks of lines, delete, and what turns the direction of words."""
_lines = st.text(st.characters(exclude_categories=("Cc", "Cs"), exclude_characters=_BEYOND), max_size=30)
_texts = st.text(
    st.characters(exclude_categories=("Cc", "Cs"), exclude_characters=_BEYOND, include_characters="\n\r\t"),
    max_size=60,
)
_filled = _lines.filter(str.strip)
_ids = st.from_regex(r"[a-z0-9]([a-z0-9-]{0,20}[a-z0-9])?", fullmatch=True)
_origins = st.sampled_from(
    ["https://www.town.dk", "https://*.town.dk:8443", "https://ærø.dk", "http://localhost:8001"]
).map(origin)
_themes = st.just(DEFAULT_THEME) | st.builds(
    theme,
    radius=st.integers(0, 24).map(str),
    density=st.sampled_from(["normal", "compact"]),
    dark=st.sampled_from(["yes", "no"]),
    light_accent=st.sampled_from(["#004d99", "#44831e", "#000000"]),
    logo=st.sampled_from(["", logo()]),
    logo_alt=_lines.filter(str.isprintable).map(lambda text: " ".join(text.split())),
)
_contacts = st.builds(Contact, _lines, _texts, _texts, st.sampled_from(["", "https://town.dk/?a=b#c"]))
_notes = st.builds(
    LocalNote, _ids, _ids, st.sampled_from(["Ring **først**.", 'a\r\n\r\n- b\n- """c"""', "'\\u0041\\"])
)

any_partner = st.builds(
    Partner,
    id=_ids,
    name=_filled,
    kind=st.sampled_from(PartnerKind),
    kommune_code=st.sampled_from(["", "0101", "9999"]),
    origins=st.lists(_origins, max_size=3).map(tuple),
    theme=_themes,
    terms=st.dictionaries(_filled, st.builds(Term, _filled, _filled), max_size=3),
    contact=_contacts,
    notes=st.lists(_notes, max_size=3).map(tuple),
    guides=st.lists(_ids, max_size=2).map(tuple),
    languages=st.lists(st.sampled_from(["da", "en", "ar"]), max_size=3).map(tuple),
    default_answers=st.dictionaries(_lines, st.dictionaries(_lines, _lines, max_size=2), max_size=2),
    pause_message=_texts,
)
