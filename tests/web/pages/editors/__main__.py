"""Records what editors and filters keep of today's snippets: needs node, npm, java and Chromium.

The programs are installed into a folder of their own, byte for byte as `package-lock.json` has them.
"""

import json
import shutil
import subprocess
import tempfile
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from tests.web.pages.editors.snippets import FILE, handed_out, page_with

FOLDER = Path(__file__).parent
_MODULES = "node_modules"
_SCRIPTS = {
    "TinyMCE": "tinymce/tinymce.min.js",
    "CKEditor": "ckeditor5/dist/browser/ckeditor5.umd.js",
    "DOMPurify": "dompurify/dist/purify.min.js",
}
_PACKAGES = ("ckeditor5", "dompurify", "markdown-it", "sanitize-html", "tinymce", "vnu-jar")

_EMPTY = "<!doctype html><meta charset=utf-8><div id=editor></div>"


def main() -> None:
    """Install, record, write."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        for name in ("package.json", "package-lock.json", "filters.js"):
            shutil.copy(FOLDER / name, folder)
        subprocess.run(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"], cwd=folder, check=True)
        texts = handed_out()
        recorded = {
            "versions": {name: _version(folder / _MODULES / name) for name in _PACKAGES},
            "snippets": texts,
            "kept": {**_edited(folder / _MODULES, texts), **_filtered(folder, texts)},
            "faults": {kind: _faults(folder, text) for kind, text in texts.items() if kind != "address"},
        }
    FILE.write_text(json.dumps(recorded, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _version(package: Path) -> str:
    version: str = json.loads((package / "package.json").read_text(encoding="utf-8"))["version"]
    return version


def _filtered(folder: Path, texts: dict[str, str]) -> dict[str, dict[str, str]]:
    ran = subprocess.run(
        ["node", "filters.js"], cwd=folder, input=json.dumps(texts), capture_output=True, text=True, check=True
    )
    kept: dict[str, dict[str, str]] = json.loads(ran.stdout)
    return kept


def _edited(modules: Path, texts: dict[str, str]) -> dict[str, dict[str, str]]:
    kept: dict[str, dict[str, str]] = {}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        for name, script in _SCRIPTS.items():
            page = browser.new_page()
            _open(page, modules, script)
            for program in page.evaluate("Object.keys(PROGRAMS)"):
                if program.partition(",")[0] == name:
                    kept[program] = {kind: _sanitised(page, program, text) for kind, text in texts.items()}
        browser.close()
    return kept


def _open(page: Page, modules: Path, script: str) -> None:
    """A page with an editor's script, whose parts come from its folder."""
    page.route("https://editor.example/**", lambda route: route.fulfill(path=modules / route.request.url[23:]))
    page.route("https://editor.example/", lambda route: route.fulfill(body=_EMPTY, content_type="text/html"))
    page.goto("https://editor.example/")
    page.add_script_tag(url=f"https://editor.example/{script}")
    page.add_script_tag(path=FOLDER / "editors.js")


def _sanitised(page: Page, program: str, text: str) -> str:
    kept: str = page.evaluate("([program, text]) => PROGRAMS[program](text)", [program, text])
    return kept


def _faults(folder: Path, text: str) -> list[str]:
    """What the Nu HTML checker says of a page with the snippet."""
    page = folder / "page.html"
    page.write_text(page_with(text), encoding="utf-8")
    jar = folder / _MODULES / "vnu-jar" / "build" / "dist" / "vnu.jar"
    ran = subprocess.run(
        ["java", "-jar", jar, "--format", "json", "--stdout", page], capture_output=True, text=True, check=False
    )
    return [message["message"] for message in json.loads(ran.stdout)["messages"] if message["type"] != "info"]


if __name__ == "__main__":
    main()
