"""Made-up websites that frame the guides, to see them where they belong. Only for `serve --demo`.

One shows the common guides; each of the others is the site of one of the made-up partners.
"""

from collections.abc import Callable
from dataclasses import dataclass

from flask import Flask, Response
from markupsafe import Markup

from widget.app import build_site
from widget.demo.example_partners import example_partners
from widget.guides.answers import Answers
from widget.settings import read_settings
from widget.web.guide.addresses import View
from widget.web.guide.site import Site
from widget.web.http.languages import Language
from widget.web.http.styles import Style
from widget.web.http.templating import Templates
from widget.web.pages.snippets import USUAL_HEIGHT, Snippet, Snippets


@dataclass(frozen=True, slots=True)
class Host:
    """A made-up website: its name, the words around the guide, and the partner whose edition it frames."""

    name: str
    heading: str
    help: str
    partner: str = ""


_COMMON = Host("Eksempel Kommune", "Job og ledighed", "Ring til kommunen, hvis du vil tale med et menneske.")
_HEADINGS = {
    "storstad": ("Arbejde og ydelser", "Kom forbi Rådhuspladsen, hvis du vil tale med et menneske."),
    "lilleoe": ("Når livet driller", "Vi kender hinanden her. Ring, eller kig forbi på havnen."),
    "faglig-fremtid": ("Ledig? Vi går med dig", "Dine rådgivere sidder klar hver dag."),
}


@dataclass(frozen=True, slots=True)
class HostPage:
    """What the template of a host page gets: the guide that it frames, and what its menus link to.

    `snippet` is what /share hands out, byte for byte.
    """

    host: Host
    hosts: tuple[Host, ...]
    guide: str
    title: str
    guides: tuple[tuple[str, str], ...]
    snippet: Markup
    language: Language
    style: Style

    @property
    def root(self) -> str:
        """The address of the host's first page."""
        return f"/{self.host.partner}" if self.host.partner else ""


def create_demo_site(guides_at: str) -> Flask:
    """Sites of their own that frame the guides served at the address `guides_at`."""
    settings = read_settings({})
    site = build_site(settings)
    show = _host_pages(site, Templates(settings.template_folder, site.languages), guides_at)
    app = Flask("widget.demo.host_sites", static_folder=None)
    for rule in ("/", "/<one>", "/<one>/<two>"):
        app.add_url_rule(rule, rule, show)
    return app


def _hosts() -> dict[str, Host]:
    partners = (Host(partner.name, *_HEADINGS[partner.id], partner.id) for partner in example_partners())
    return {host.partner: host for host in (_COMMON, *partners)}


def _host_pages(site: Site, templates: Templates, guides_at: str) -> Callable[..., Response]:
    """The view of every host page: `/`, `/<guide>`, `/<partner>`, `/<partner>/<guide>`."""
    hosts = _hosts()
    titles = {guide.id: guide.title for guide in site.library.guides.values()}
    snippets = Snippets(templates)

    def snippet(host: Host, guide: str) -> Markup:
        view = View("embed", guide, host.partner or None, base=guides_at)
        shared = Snippet(site.library.guides[guide], view, Answers(), USUAL_HEIGHT, site.language)
        return Markup(snippets.text("frame", shared))  # noqa: S704 (a template of ours, which escapes)

    def show(one: str = "", two: str = "") -> Response:
        host = hosts.get(one, _COMMON)
        guide = next((part for part in (two, one) if part in titles), next(iter(titles)))
        page = HostPage(
            host=host,
            hosts=tuple(hosts.values()),
            guide=guide,
            title=titles[guide],
            guides=tuple(titles.items()),
            snippet=snippet(host, guide),
            language=site.language,
            style=site.styles["host"],
        )
        html = templates.render("demo/host.html", page, site.language)
        return Response(html, content_type="text/html; charset=utf-8")

    return show
