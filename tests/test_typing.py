"""A user's script under strict type checkers: our names have types, none of them Any."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

SCRIPT = """
from __future__ import annotations

from pathlib import Path

import detector

report = detector.scan({"an": "Tôi trồng cây.", "binh": "Tôi trực đêm."}, jobs=1)
reveal_type(report)
reveal_type(report.submissions[0].shares)
reveal_type(report.pairs.flagged())
reveal_type(report.pairs[:3])
reveal_type(report.passages[0].left.start)
reveal_type(report.pairs.columns())
reveal_type(report.pairs.lines("en"))
reveal_type(report.tables())
reveal_type(report.save(Path("run")))
reveal_type(detector.open("run"))
reveal_type(detector.compare("a", "b"))
reveal_type(detector.evaluate(report, {}).pairs.recall)
reveal_type(detector.Settings().replace(max_partners=3))
reveal_type(report.document("an").text)
"""


def checked(tmp_path: Path) -> Path:
    path = tmp_path / "script.py"
    path.write_text(SCRIPT, encoding="utf-8")
    return path


@pytest.mark.slow
def test_mypy_strict_has_nothing_to_say_and_knows_every_type(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "mypy", "--strict", "--config-file", "", "--no-error-summary"]
    command += ["--follow-imports", "silent", str(checked(tmp_path))]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    revealed = [line for line in done.stdout.splitlines() if "script.py" in line]
    assert len(revealed) == SCRIPT.count("reveal_type")
    assert all("Revealed type is" in line and "Any" not in line for line in revealed), "\n".join(revealed)


@pytest.mark.slow
def test_pyright_has_nothing_to_say_and_knows_every_type(tmp_path: Path) -> None:
    pytest.importorskip("basedpyright")
    path = checked(tmp_path)
    settings = {"typeCheckingMode": "strict", "extraPaths": [str(ROOT)], "include": [str(path)]}
    (tmp_path / "pyrightconfig.json").write_text(json.dumps(settings), encoding="utf-8")
    command = [sys.executable, "-m", "basedpyright", "--outputjson", "-p", str(tmp_path)]
    done = subprocess.run([*command, "--pythonpath", sys.executable], capture_output=True, text=True, check=False)
    found = json.loads(done.stdout)["generalDiagnostics"]
    wrong = [one["message"] for one in found if one["severity"] == "error"]
    assert wrong == []
    types = [one["message"] for one in found if "is" in one["message"] and one["severity"] == "information"]
    assert len(types) == SCRIPT.count("reveal_type")
    assert [one for one in types if "Any" in one or "Unknown" in one] == []


def test_the_package_says_that_it_is_typed() -> None:
    assert (ROOT / "detector" / "py.typed").exists()
