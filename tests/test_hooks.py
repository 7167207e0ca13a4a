"""What is checked before a commit is what `tests/run` checks first, by the same commands."""

from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[1]


def hooks(config: str) -> list[dict[str, Any]]:
    return [hook for repository in yaml.safe_load(config)["repos"] for hook in repository["hooks"]]


def commands(script: str) -> list[str]:
    """The checks of the script, without setting up and without the tests."""
    tools = (".venv/bin/ruff", ".venv/bin/mypy", ".venv/bin/guide-widget")
    lines = [line.partition(" >")[0] for line in script.splitlines()]
    return [line for line in lines if line.startswith(tools)]


def test_the_hooks_run_what_the_tests_begin_with() -> None:
    config = (ROOT / ".pre-commit-config.yaml").read_text()
    before_a_commit = [hook["entry"] for hook in hooks(config) if "stages" not in hook]
    assert before_a_commit == commands((ROOT / "tests" / "run").read_text())
    assert len(before_a_commit) == 4


def test_the_hooks_are_our_own_and_need_no_network() -> None:
    config = (ROOT / ".pre-commit-config.yaml").read_text()
    assert [repository["repo"] for repository in yaml.safe_load(config)["repos"]] == ["local"]
    assert {hook["language"] for hook in hooks(config)} == {"system"}
    assert [hook["id"] for hook in hooks(config) if hook.get("stages") == ["manual"]] == ["audit"]
