"""Hosts' pages with the snippets, and the guides that they frame, over http and https."""

import json
import re
import ssl
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from selectolax.lexbor import LexborHTMLParser

from tests.browser.certificates import server_context
from tests.browser.citizen_pages import PARTNERS, RETIRED, citizen_pages
from tests.browser.hosts import host_page
from tests.browser.matrix.cases import PROTOCOLS, Case
from tests.browser.matrix.trial import HOST_STYLE
from tests.browser.servers import HostSite
from tests.frozen import CONTENT
from tests.web.pages.snippets.published import FOLDER

GUIDE = "hvis-du-bliver-ledig"
_ANSWERED = "a-kasse=ja&alder=under-25"
_TEXT = "<p>Brødtekst, som står på værtens side.</p>" * 6
_RUNS_SCRIPTS = "<script>document.title = 'Værtens side'</script>"
_IN_PATH = {
    "unknown partner": f"embed/findes-ikke/{GUIDE}",
    "paused": f"embed/{PARTNERS[0]}-paa-pause/{GUIDE}",
    "retired": f"embed/{RETIRED}",
}
"""What stands in the snippet of a host whose partner or guide has gone since it was pasted."""


@dataclass(frozen=True)
class Hosts:
    """The guides' origin and a host's site, by protocol."""

    guides: Mapping[str, str]
    sites: Mapping[str, HostSite]

    def page(self, case: Case) -> str:
        """The address of a host's page with the case's snippet."""
        text = _TEXT + self._snippet(case) + _TEXT + _RUNS_SCRIPTS
        return self.sites[case.protocol].show(host_page(text, HOST_STYLE))

    def _snippet(self, case: Case) -> str:
        origin = self.guides[case.protocol]
        snippet = _handed_out(case, origin)
        changed = _IN_PATH.get(case.state)
        return snippet if changed is None else snippet.replace(f"embed/{GUIDE}", changed)


def _handed_out(case: Case, origin: str) -> str:
    answers = _ANSWERED if case.state == "answered" else ""
    if case.snippet.startswith("oembed"):
        asked = quote(f"{origin}/guide/{GUIDE}?{answers}".rstrip("?"), safe="")
        html: str = json.loads(_read(f"{origin}/{case.snippet}?url={asked}"))["html"]
        return html
    if case.snippet.startswith("2026"):
        day, kind = case.snippet.split()
        name = f"{day}.{GUIDE}.{kind}.{'answered.' if answers else ''}html"
        return re.sub("https://guides.example", origin, (FOLDER / name).read_text(encoding="utf-8"))
    page = LexborHTMLParser(_read(f"{origin}/share?guide={GUIDE}&{answers}"))
    (field,) = page.css(f"#code-{case.snippet}")
    return field.text()


def _read(address: str) -> str:
    context = ssl._create_unverified_context() if address.startswith("https") else None  # noqa: S323 (our own server)
    with urllib.request.urlopen(address, timeout=30, context=context) as answer:  # noqa: S310 (our own server)
        text: str = answer.read().decode()
        return text


@contextmanager
def hosts_running(
    folder: Path, content_folder: Path = CONTENT, protocols: tuple[str, ...] = PROTOCOLS
) -> Iterator[Hosts]:
    """The guides and a host, for each protocol: plain, and over TLS with a certificate that no browser trusts."""
    with ExitStack() as stack:
        guides, sites = {}, {}
        for protocol in protocols:
            place = folder / protocol
            place.mkdir()
            tls = server_context(place) if protocol == "https" else None
            site = HostSite()
            if tls:
                site.encrypt(tls)
            sites[protocol] = stack.enter_context(site.running())
            guides[protocol] = stack.enter_context(citizen_pages(place, site, tls, content_folder)).origin
        yield Hosts(guides, sites)
