"""Tries out content and code in a process of its own, before a running server takes them. Knows no page."""

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from widget.settings import read_settings

_TIMEOUT = 120
"""Seconds that it may take."""


def try_release() -> None:
    """Make the application from the environment and show every guide once. Ends the process with 1 if that fails.

    The reload runs it in a process of its own, where the code is what is on the disk now.
    """
    from widget.app import create_app
    from widget.guides.loading import load_library
    from widget.guides.problems import ContentError
    from widget.settings import SettingsError

    try:
        settings = read_settings(os.environ)
        guides = load_library(settings.content_folder, settings.draft_guides).guides
        browser = create_app(settings).test_client()
    except (ContentError, SettingsError) as error:
        sys.exit(str(error))
    for guide in guides:
        status = browser.get(f"/embed/{guide}").status_code
        if status != 200:
            sys.exit(f"/embed/{guide} answers {status}.")


def trial_fault(content: Path) -> str:
    """What is wrong with the content and code that are there; empty if all is well."""
    run = subprocess.run(
        [sys.executable, "-c", "from widget.server.trial import try_release; try_release()"],
        env={**_without_metrics(os.environ), "CONTENT_DIR": str(content)},
        capture_output=True,
        text=True,
        timeout=_TIMEOUT,
        check=False,
    )
    return run.stderr.strip().replace(f"{content}{os.sep}", "") or "unknown" if run.returncode else ""


def _without_metrics(environment: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in environment.items() if name != "PROMETHEUS_MULTIPROC_DIR"}
