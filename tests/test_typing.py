"""A user's script under strict type checkers: every public name, attribute and method has a type, none of them Any."""

from __future__ import annotations

import ast
import dataclasses
import importlib.util
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import detector
from detector.features import Features, Matrix, Sketches
from detector.plots import Plots
from detector.report import Pairs, Report, Table

ROOT = Path(__file__).parents[1]

SCRIPT = """
import detector
from detector import DetectorError, Document, LoggedDecision, Report, Role, Settings, Span

report = detector.scan({"an": "Tôi trồng cây.", "binh": "Tôi trực đêm."}, jobs=1)
row, pair, passage, cluster = report.submissions[0], report.pairs[0], report.passages[0], report.clusters[0]
measured, features = detector.evaluate(report, {}), report.features()
words, sketches = features.tfidf(), features.sketches()
reveal_type(detector.scan)
reveal_type(detector.open)
reveal_type(detector.compare)
reveal_type(detector.evaluate)
reveal_type(detector.decisions)
reveal_type(detector.decide)
reveal_type(detector.agreement)
reveal_type(detector.__version__)
reveal_type(report)
reveal_type(row)
reveal_type(row.document)
reveal_type(row.shares)
reveal_type(row.own_shares)
reveal_type(row.measures)
reveal_type(row.findings[0].facts)
reveal_type(row.marks)
reveal_type(row.flags)
reveal_type(pair)
reveal_type(pair.expected)
reveal_type(pair.method)
reveal_type(passage.left.start)
reveal_type(passage.kind)
reveal_type(cluster.members)
reveal_type(report.settings)
reveal_type(report.submissions)
reveal_type(report.pairs)
reveal_type(report.passages)
reveal_type(report.clusters)
reveal_type(report.submissions_read)
reveal_type(report.skipped[0].reason)
reveal_type(report.shared_texts[0].places)
reveal_type(report.others)
reveal_type(report.learnt_form)
reveal_type(report.scan_notes)
reveal_type(report.file_histories)
reveal_type(report.shared_histories)
reveal_type(report.units)
reveal_type(report.nulls[0].null)
reveal_type(report.crowds)
reveal_type(report.common_below)
reveal_type(report.timings)
reveal_type(report.found_under)
reveal_type(report.taken_over)
reveal_type(report.sheets)
reveal_type(report.sheet_counts)
reveal_type(report.threshold)
reveal_type(report.plot)
reveal_type(report.tables)
reveal_type(report.save)
reveal_type(report.document)
reveal_type(report.documents)
reveal_type(report.submission)
reveal_type(report.pairs_at)
reveal_type(report.rethreshold)
reveal_type(report.curve)
reveal_type(report.passages_of)
reveal_type(report.features)
reveal_type(report.pairs[:3])
reveal_type(list(report.pairs))
reveal_type(report.pairs.flagged)
reveal_type(report.pairs.records)
reveal_type(report.pairs.lines)
reveal_type(report.pairs.columns)
reveal_type(features.ids)
reveal_type(features.tfidf)
reveal_type(features.shingles)
reveal_type(features.sketches)
reveal_type(words.ids)
reveal_type(words.features)
reveal_type(words.values)
reveal_type(words.cosine)
reveal_type(sketches.ids)
reveal_type(sketches.values)
reveal_type(sketches.jaccard)
reveal_type(measured.pairs.recall)
reveal_type(measured.format)
reveal_type(Settings)
reveal_type(Settings.from_toml)
reveal_type(Settings.from_text)
reveal_type(Settings.from_mapping)
reveal_type(Settings().replace)
reveal_type(Settings().to_toml)
reveal_type(Settings().max_partners)
reveal_type(Document("a", "", "x", Role.FORM).key)
reveal_type(Span(0, 1).end)
reveal_type(DetectorError)
reveal_type(LoggedDecision)
reveal_type(Report())
"""
# Where the libraries that they are of have types: pandas has them in pandas-stubs, matplotlib has some.
FRAMES = """
reveal_type(report.frames)
reveal_type(report.pairs.to_frame)
reveal_type(words.to_frame)
"""
PLOTS = "".join(
    f"reveal_type(report.plot.{name})\n" for name in ("evidence", "chance", "sources", "network", "timeline")
)


def checked(folder: Path, script: str) -> Path:
    path = folder / "script.py"
    path.write_text(script, encoding="utf-8")
    return path


def test_the_script_uses_the_whole_public_interface() -> None:
    seen = {node.attr for node in ast.walk(ast.parse(SCRIPT + FRAMES + PLOTS)) if isinstance(node, ast.Attribute)}
    names = {node.id for node in ast.walk(ast.parse(SCRIPT)) if isinstance(node, ast.Name)}
    assert set(detector.__all__) <= seen | names
    for kind in (Report, Table, Pairs, Plots, Features, Matrix, Sketches):
        attributes = {field.name for field in dataclasses.fields(kind)} if dataclasses.is_dataclass(kind) else set()
        public = {name for name in vars(kind) if not name.startswith("_")} | attributes
        assert public <= seen, kind


@pytest.fixture
def mypy_cache() -> Path:
    """Begins as what the project's own run has read of the libraries; each run under its settings would empty it."""
    own, of_project = (ROOT / ".mypy_cache" / name for name in ("script", "3.11"))
    if of_project.exists() and not own.exists():
        shutil.copytree(of_project, own / "3.11")
    return own


@pytest.mark.slow
@pytest.mark.xdist_group("test_style.py")  # behind the project's own run
def test_mypy_strict_has_nothing_to_say_and_knows_every_type(tmp_path: Path, mypy_cache: Path) -> None:
    script = SCRIPT + PLOTS + (FRAMES if importlib.util.find_spec("pandas-stubs") else "")
    command = [sys.executable, "-m", "mypy", "--strict", "--config-file", "", "--no-error-summary"]
    command += ["--warn-unreachable", "--python-version", "3.11"]  # as the project, or nothing of its run could be used
    command += ["--cache-dir", str(mypy_cache), str(checked(tmp_path, script))]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    revealed = [line for line in done.stdout.splitlines() if "script.py" in line]
    assert len(revealed) == script.count("reveal_type")
    assert [line for line in revealed if "Revealed type is" not in line or re.search(r"\bAny\b", line)] == []


@pytest.mark.slow
def test_pyright_has_nothing_to_say_and_knows_every_type(tmp_path: Path) -> None:
    pytest.importorskip("basedpyright")
    script = SCRIPT + PLOTS + FRAMES
    path = checked(tmp_path, script)
    settings = {"typeCheckingMode": "strict", "extraPaths": [str(ROOT)], "include": [str(path)]}
    (tmp_path / "pyrightconfig.json").write_text(json.dumps(settings), encoding="utf-8")
    command = [sys.executable, "-m", "basedpyright", "--outputjson", "-p", str(tmp_path)]
    done = subprocess.run([*command, "--pythonpath", sys.executable], capture_output=True, text=True, check=False)
    found = json.loads(done.stdout)["generalDiagnostics"]
    assert [one["message"] for one in found if one["severity"] == "error"] == []
    types = [one["message"] for one in found if "is" in one["message"] and one["severity"] == "information"]
    assert len(types) == script.count("reveal_type")
    assert [one for one in types if re.search(r"\b(Any|Unknown)\b", one)] == []


def test_the_package_says_that_it_is_typed() -> None:
    assert (ROOT / "detector" / "py.typed").exists()
