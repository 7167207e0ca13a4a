"""What is built is whole: guides are checked and served from a wheel, also one of an sdist, without the checkout."""

import os
import subprocess
import sys
import tarfile
import urllib.request
import zipfile
from pathlib import Path

import pytest

from tests.browser.servers import guides_served

ROOT = Path(__file__).parents[1]

RENDER = """
import sys
from pathlib import Path
import widget
from widget.app import create_app
assert Path(widget.__file__).is_relative_to(sys.argv[1]), widget.__file__
app = create_app()
assert Path(app.static_folder).is_relative_to(sys.argv[1]), app.static_folder
client = app.test_client()
front = client.get("/")
assert front.status_code == 200, front.status
for guide in sys.argv[2:]:
    assert f"/guide/{guide}" in front.text
    for surface in ("embed", "guide", "print", "fragment", "sources"):
        page = client.get(f"/{surface}/{guide}?dato=2026-12-01")
        assert page.status_code == 200, (surface, guide, page.status)
    assert client.get(f"/data/{guide}.json").status_code == 200
    assert client.get(f"/calendar/{guide}.ics?dato=2026-12-01").status_code == 200
assert client.get("/share").status_code == 200
print("whole")
"""


GUIDES = ("hvis-du-bliver-ledig", "naar-du-faar-nyt-job")


def run(*command: str, cwd: Path, **environment: str) -> str:
    """Run a program that needs nothing from the network; what it says."""
    inherited = {name: value for name, value in os.environ.items() if name not in {"CONTENT_DIR", "BASE_URL"}}
    done = subprocess.run(
        command, cwd=cwd, env={**inherited, **environment}, capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def pip(*arguments: str, cwd: Path) -> str:
    quiet = ("--quiet", "--no-index", "--disable-pip-version-check", "--no-deps")
    return run(sys.executable, "-m", "pip", arguments[0], *quiet, *arguments[1:], cwd=cwd)


def wheel_of(source: Path, folder: Path) -> Path:
    pip("wheel", "--no-build-isolation", "--wheel-dir", str(folder), str(source), cwd=folder)
    (built,) = folder.glob("*.whl")
    return built


def bytes_in(wheel: Path) -> dict[str, bytes]:
    """Each file in a wheel."""
    with zipfile.ZipFile(wheel) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this checkout."""
    return wheel_of(ROOT, tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module")
def sdist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The source distribution of this checkout."""
    folder = tmp_path_factory.mktemp("sdist")
    run(sys.executable, "-m", "hatchling", "build", "-t", "sdist", "-d", str(folder), cwd=ROOT)
    (built,) = folder.glob("*.tar.gz")
    return built


@pytest.fixture(scope="module")
def wheel_of_sdist(sdist: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel that pip builds of the source distribution."""
    return wheel_of(sdist, tmp_path_factory.mktemp("wheel-of-sdist"))


def test_a_wheel_holds_everything_that_is_not_python(wheel: Path) -> None:
    held = {Path(name) for name in zipfile.ZipFile(wheel).namelist()}
    for source, inside in (
        (ROOT / "embed_templates", Path("widget/embed_templates")),
        (ROOT / "static", Path("widget/static")),
        (ROOT / "widget" / "content", Path("widget/content")),
        (ROOT / "widget" / "translations", Path("widget/translations")),
    ):
        files = {inside / file.relative_to(source) for file in source.rglob("*") if file.is_file()}
        assert files
        assert not sorted(files - held)
    assert not [name for name in held if name.parts[0] in {"tests", "docs", "static", "embed_templates"}]


def test_an_sdist_holds_what_is_needed_to_change_and_test_it(sdist: Path) -> None:
    with tarfile.open(sdist) as archive:
        held = {Path(*Path(name).parts[1:]) for name in archive.getnames()}
    folders = ("widget", "embed_templates", "static", "tests", "docs", ".locks")
    files = {file for folder in folders for file in (ROOT / folder).rglob("*") if file.is_file()}
    wanted = {file.relative_to(ROOT) for file in files if "__pycache__" not in file.parts}
    wanted |= {
        Path(name) for name in ("pyproject.toml", "README.md", "CHANGELOG.md", "wsgi.py", ".pre-commit-config.yaml")
    }
    assert sorted(wanted - held) == []


def test_an_sdist_makes_the_same_wheel(wheel: Path, wheel_of_sdist: Path) -> None:
    assert bytes_in(wheel_of_sdist) == bytes_in(wheel)


def test_what_is_installed_checks_and_serves_the_guides_from_any_folder(wheel: Path, tmp_path: Path) -> None:
    site, elsewhere = tmp_path / "site", tmp_path / "elsewhere"
    elsewhere.mkdir()
    pip("install", "--target", str(site), str(wheel), cwd=elsewhere)
    said = run(sys.executable, "-c", RENDER, str(site), *GUIDES, cwd=elsewhere, PYTHONPATH=str(site))
    assert said.strip() == "whole"
    (command,) = (site / "bin").glob("guide-widget*")
    checked = run(sys.executable, str(command), "check", "--as-reviewed", cwd=elsewhere, PYTHONPATH=str(site))
    assert "0 fejl" in checked
    settings = {"CONTENT_DIR": "", "PYTHONPATH": str(site), "DATA_DIR": str(tmp_path / "data"), "LANGUAGES": "en"}
    with guides_served(**settings) as origin:
        for path, words in ((f"/guide/{GUIDES[0]}", "a-kasse"), (f"/guide/{GUIDES[0]}?lang=en", "You ")):
            with urllib.request.urlopen(origin + path, timeout=20) as answer:  # noqa: S310 (our own server)
                assert words in answer.read().decode()
