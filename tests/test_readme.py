"""What README shows is true."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from detector.cli import cli

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", README, re.S)


def commands() -> list[str]:
    lines = [line for block in blocks("sh") for line in block.splitlines()]
    lines += re.findall(r"`(\.venv/bin/detector [^`]+)`", README)
    return [line.split("#")[0].strip() for line in lines if "detector " in line]


@pytest.mark.slow
def test_the_python_example_runs_and_prints_three_pairs() -> None:
    (example,) = blocks("python")
    done = subprocess.run(
        [sys.executable, "-c", example], cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stderr
    assert len(done.stdout.splitlines()) == 3


def test_every_command_and_option_of_the_readme_exists() -> None:
    names, missing = set(), []
    for line in commands():
        words = line[line.index("detector ") :].split()
        if words[1] == "settings":  # settings | formats | doctor
            names.update({"settings", "formats", "doctor"})
            continue
        names.add(words[1])
        help_text = CliRunner().invoke(cli, [words[1], "--help"]).output
        missing += [(line, word) for word in words if word.startswith("-") and word not in help_text]
    assert missing == []
    assert names <= set(cli.list_commands(None))  # type: ignore[arg-type]
    assert {"scan", "export", "compare", "evaluate", "settings"} <= names


def test_every_link_to_a_file_leads_to_one() -> None:
    targets = [t for t in re.findall(r"\]\(([^)#]+)\)", README) if "://" not in t]
    assert [t for t in targets if not (ROOT / t).exists()] == []


def test_the_quick_tests_are_there_and_none_of_them_is_slow() -> None:
    assert "-m pytest -m quick" in README
    listed = subprocess.run(
        [sys.executable, "-m", "pytest", "-m", "quick and (slow or browser)", "--collect-only", "-q", "tests/storage"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert listed.returncode == pytest.ExitCode.NO_TESTS_COLLECTED, listed.stdout


def test_the_test_command_is_the_one_that_ci_runs() -> None:
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert "pip install -e '.[test]'" in README
    assert "-e '.[test]'" in script
    assert "-m pytest" in script
