"""Which sites may frame a page: expected answers are from Content Security Policy 3 and by hand."""

import pytest

from widget.partners.framing import host_site, may_frame
from widget.partners.origins import Origin, OriginFault, OriginProblem

OWN = "https://guides.example"


@pytest.mark.parametrize(
    ("address", "origin"),
    [
        ("https://www.town.example/job/ledig?id=7#top", "https://www.town.example"),
        ("  www.town.example/job  ", "https://www.town.example"),
        ("HTTPS://WWW.Town.Example", "https://www.town.example"),
        ("https://town.example:8443/x", "https://town.example:8443"),
        ("https://town.example:443/", "https://town.example"),
        ("HTTP://Town.Example:8080/x", "http://town.example:8080"),
        ("http://town.example/x", "http://town.example"),
        ("http://town.example:80/x", "http://town.example"),
        ("http://town.example:8080/x", "http://town.example:8080"),
        ("http://localhost:8001/page", "http://localhost:8001"),
        ("https://ærø.example/nyt", "https://xn--r-3fa9c.example"),
    ],
)
def test_the_site_of_a_copied_address(address: str, origin: str) -> None:
    assert str(host_site(address)) == origin


@pytest.mark.parametrize(
    ("address", "fault"),
    [
        ("", OriginFault.EMPTY),
        ("town", OriginFault.HOST),
        ("https://", OriginFault.HOST),
        ("javascript:alert(1)", OriginFault.HOST),
        ("https://*.town.example", OriginFault.WILDCARD),
        ("https://*.town.example/job", OriginFault.WILDCARD),
        ("a b", OriginFault.CHARACTERS),
        ("x" * 999, OriginFault.CHARACTERS),
    ],
)
def test_what_is_no_address_of_a_page_is_a_problem(address: str, fault: OriginFault) -> None:
    problem = host_site(f" {address} ")
    assert isinstance(problem, OriginProblem)
    assert (problem.fault, problem.text) == (fault, address)


@pytest.mark.parametrize(
    ("sources", "address", "allowed"),
    [
        ("*", "https://any.example", True),
        ("*", "https://any.example:8443", True),
        ("*", "http://any.example", True),
        ("https://*", "https://any.example", True),
        ("https://*", "http://any.example", False),
        ("'none'", "https://any.example", False),
        ("'self'", "https://guides.example/share", True),
        ("'self'", "https://other.example", False),
        ("https://town.example", "https://town.example/x", True),
        ("https://town.example", "https://www.town.example", False),
        ("https://town.example", "http://town.example", False),
        ("http://town.example", "https://town.example", True),
        ("http://town.example:80", "https://town.example", True),
        ("http://town.example:80", "https://town.example:8443", False),
        ("http://town.example:80", "http://town.example", True),
        ("http://town.example:8080", "https://town.example", False),
        ("http://town.example:*", "https://town.example:8443", True),
        ("https://town.example:80", "https://town.example", False),
        ("https://town.example:443", "https://town.example", True),
        ("https://town.example/page/", "https://town.example/page/", False),
        ("https://town.example", "https://town.example:8443", False),
        ("https://town.example:8443", "https://town.example:8443", True),
        ("https://town.example:8443", "https://town.example", False),
        ("https://town.example:*", "https://town.example:8443", True),
        ("https://*.town.example", "https://www.town.example", True),
        ("https://*.town.example", "https://a.b.town.example", True),
        ("https://*.town.example", "https://town.example", False),
        ("https://*.town.example", "https://eviltown.example", False),
        ("'self' https://a.example https://b.example", "https://b.example/x", True),
        ("town.example", "https://town.example", True),
        ("http://localhost:8001", "http://localhost:8001/p", True),
        ("HTTPS://Town.Example/", "https://town.example", True),
        ("HTTP://*.Town.Example", "https://www.town.example", True),
        ("https://town.example:8", "https://town.example:8", True),
        ("https://town.example:18443", "https://town.example:18443", True),
        ("https://town.example:000443", "https://town.example", False),
        ("https://town.example:", "https://town.example", False),
        ("https://*.*.example", "https://www.town.example", False),
        ("https://w*.town.example", "https://www.town.example", False),
    ],
)
def test_sources_allow_what_browsers_allow(sources: str, address: str, allowed: bool) -> None:
    site = host_site(address)
    assert isinstance(site, Origin)
    assert may_frame(sources, site, OWN) is allowed
