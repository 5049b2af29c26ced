"""Every notebook runs from a clean state, and what is kept in it can be read without running."""

from __future__ import annotations

import ast
import base64
import importlib.util
import json
import re
from collections.abc import Iterable
from itertools import groupby
from pathlib import Path
from typing import Any

import pytest

import detector

FOLDER = Path(__file__).parents[2] / "notebooks"
NOTEBOOKS = sorted(path.stem for path in FOLDER.glob("*.ipynb"))
MAX_PICTURE_BYTES = 400_000
EXTRA = ("nbformat", "nbclient", "ipykernel", "pandas", "matplotlib")
MISSING = [name for name in EXTRA if importlib.util.find_spec(name) is None]


def content(name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((FOLDER / f"{name}.ipynb").read_text(encoding="utf-8"))
    return loaded


def code_cells(notebook: dict[str, Any]) -> list[dict[str, Any]]:
    return [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]


def outputs(notebook: dict[str, Any]) -> list[dict[str, Any]]:
    return [output for cell in code_cells(notebook) for output in cell["outputs"]]


def test_the_notebooks_are_there_and_the_study_is_short() -> None:
    assert NOTEBOOKS == ["agreement", "quickstart", "study", "thresholds", "unit_study", "years"]
    cells = content("study")["cells"]
    assert len(cells) <= 25
    assert max(len("".join(cell["source"]).splitlines()) for cell in cells) <= 15


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_it_uses_nothing_that_the_python_page_does_not_document(name: str) -> None:
    page = (FOLDER.parent / "docs" / "api.md").read_text(encoding="utf-8")
    documented = set(re.findall(r"^::: ([\w.]+)$", page, re.M)) | {f"detector.{public}" for public in detector.__all__}
    used: set[str] = set()
    for cell in code_cells(content(name)):
        for node in ast.walk(ast.parse("".join(cell["source"]))):
            match node:
                case ast.Import(names=names):
                    used |= {one.name for one in names}
                case ast.ImportFrom(module=module, names=names):
                    used |= {f"{module}.{one.name}" for one in names}
                case ast.Attribute(attr=attribute):
                    assert not attribute.startswith("_"), attribute
    ours = {one for one in used if one.startswith("detector.")}
    assert ours - documented == set()
    assert not any("mock" in one for one in used)


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_it_was_run_from_the_top_without_an_error(name: str) -> None:
    counts = [cell["execution_count"] for cell in code_cells(content(name))]
    assert counts == list(range(1, len(counts) + 1))
    assert all(output["output_type"] != "error" for output in outputs(content(name)))


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_it_has_tables_and_small_pictures(name: str) -> None:
    data = [output.get("data", {}) for output in outputs(content(name))]
    pictures = [base64.b64decode(one["image/png"]) for one in data if "image/png" in one]
    assert pictures
    assert max(map(len, pictures)) < MAX_PICTURE_BYTES
    assert any("<table" in "".join(one.get("text/html", "")) for one in data)


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_nothing_in_it_names_a_machine(name: str) -> None:
    notebook = content(name)
    for output in outputs(notebook):
        output.get("data", {}).pop("image/png", None)
    absolute = r"""(?:^|(?<=[\s"'(=]))(?:/[\w.-]+/[\w.-]+|[A-Z]:\\+\w+)"""
    assert re.findall(absolute, json.dumps(notebook, ensure_ascii=False)) == []


@pytest.mark.slow
@pytest.mark.skipif(bool(MISSING), reason=f"needs the notebooks extra ({', '.join(MISSING)} missing)")
@pytest.mark.parametrize("name", NOTEBOOKS)
def test_it_runs_from_a_clean_state_and_shows_the_same_figures(name: str) -> None:
    spec = importlib.util.spec_from_file_location("refresh", FOLDER / "refresh.py")
    assert spec
    assert spec.loader
    refresh = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(refresh)
    again = refresh.executed(FOLDER / f"{name}.ipynb")
    assert told(again) == told(content(name))


def told(notebook: dict[str, Any]) -> list[list[str]]:
    """What each cell shows in words, and that it shows a picture: its bytes hang on fonts.

    Lines printed one after the other are one text: in how many pieces they come hangs on how busy the machine is.
    """
    cells = [groupby(cell["outputs"], lambda output: output["output_type"]) for cell in code_cells(notebook)]
    return [
        [text for kind, some in cell for text in ([_joined(some)] if kind == "stream" else map(_words, some))]
        for cell in cells
    ]


def _joined(outputs: Iterable[dict[str, Any]]) -> str:
    return "".join(map(_words, outputs))


def _words(output: dict[str, Any]) -> str:
    data = output.get("data", {})
    shown = (
        "picture" if "image/png" in data else data.get("text/html") or data.get("text/plain") or output.get("text", "")
    )
    return "".join(shown)
