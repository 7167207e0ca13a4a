"""A made-up municipality's website that frames the guides, to see them where they belong. Only for `serve --demo`."""

from dataclasses import dataclass

from flask import Flask, Response

from widget.app import build_site
from widget.settings import read_settings
from widget.web.languages import Language
from widget.web.styles import Style
from widget.web.templating import Templates


@dataclass(frozen=True, slots=True)
class HostPage:
    """What the template of the host page gets: the guide that it frames, and all guides for its menu."""

    guide: str
    title: str
    guides: tuple[tuple[str, str], ...]
    frame: str
    language: Language
    style: Style


def create_demo_site(guides_at: str) -> Flask:
    """A site of its own that frames the guides served at the address `guides_at`."""
    settings = read_settings({})
    site = build_site(settings)
    templates = Templates(settings.template_folder, site.languages)
    titles = tuple((guide.id, guide.title) for guide in site.library.guides.values())
    app = Flask("widget.demo", static_folder=None)

    @app.get("/")
    @app.get("/<guide>")
    def host_page(guide: str = "") -> Response:
        chosen = guide if guide in dict(titles) else titles[0][0]
        frame = f"{guides_at}/embed/{chosen}"
        page = HostPage(chosen, dict(titles)[chosen], titles, frame, site.language, site.styles["host"])
        return Response(
            templates.render("demo/host.html", page, site.language), content_type="text/html; charset=utf-8"
        )

    return app
