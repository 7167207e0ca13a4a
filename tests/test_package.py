"""What is installed is whole: the guides are served from a wheel, without the checkout."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

RENDER = """
import sys
from pathlib import Path
import widget
from widget.app import create_app
assert Path(widget.__file__).is_relative_to(sys.argv[1]), widget.__file__
app = create_app()
folders = [app.static_folder]
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


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    pip("wheel", "--no-build-isolation", "--wheel-dir", str(folder), str(ROOT), cwd=folder)
    (built,) = folder.glob("*.whl")
    return built


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


def test_an_installed_wheel_serves_both_guides_from_any_folder(wheel: Path, tmp_path: Path) -> None:
    site, elsewhere = tmp_path / "site", tmp_path / "elsewhere"
    elsewhere.mkdir()
    pip("install", "--target", str(site), str(wheel), cwd=elsewhere)
    guides = ("hvis-du-bliver-ledig", "naar-du-faar-nyt-job")
    said = run(sys.executable, "-c", RENDER, str(site), *guides, cwd=elsewhere, PYTHONPATH=str(site))
    assert said.strip() == "whole"
    check = run(sys.executable, "-m", "widget.cli", "--help", cwd=elsewhere, PYTHONPATH=str(site))
    assert check == "" or "check" in check
    (command,) = (site / "bin").glob("guide-widget*")
    assert "check" in run(sys.executable, str(command), "--help", cwd=elsewhere, PYTHONPATH=str(site))
