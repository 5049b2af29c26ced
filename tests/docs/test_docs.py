"""What the pages say is true: code runs, commands exist, links lead somewhere, figures are those computed."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner

import detector
from detector import findings, readers, signals, writers
from detector.cli import cli
from detector.findings import finding_kinds, finding_sentence
from detector.flat import TABLES
from detector.readers.base import Extract, Reader
from detector.readers.registry import all_readers, reader_for
from detector.run_folder import RUN_FILE
from detector.settings import Settings
from detector.signals.family import measure_lines, own_signals
from detector.writers import WriteOptions
from detector.writers import writers as known_writers
from detector.writers.base import Writer
from tests.benchmarks.dependencies import oldest
from tests.benchmarks.labelled_units import scanned
from tests.benchmarks.yardstick import Answer, by_cosine, by_detector, row, score, units
from tests.docs.settings_page import settings_page
from tests.docs.worked_example import NOW, worked_example
from tests.signals.build import columns, filled
from tests.storage.small_report import small_report
from tests.writers.columns import COLUMNS, HISTORY_COLUMNS

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
PAGES = sorted(path.relative_to(ROOT).as_posix() for path in (*DOCS.rglob("*.md"), ROOT / "README.md"))


def page(name: str) -> str:
    return (DOCS / name).read_text(encoding="utf-8")


def code(name: str) -> list[str]:
    return re.findall(r"```python\n(.*?)```", page(name), re.S)


def defined_by(source: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    exec(compile(source, "page", "exec"), found)
    return found


@pytest.mark.parametrize("name", PAGES)
def test_every_link_leads_to_a_file(name: str) -> None:
    path = ROOT / name
    targets = re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", path.read_text(encoding="utf-8"))
    assert [one for one in targets if "://" not in one and not (path.parent / one).exists()] == []


@pytest.mark.parametrize("name", PAGES)
def test_every_command_and_option_exists(name: str) -> None:
    blocks = re.findall(r"```sh\n(.*?)```", (ROOT / name).read_text(encoding="utf-8"), re.S)
    lines = [line.split(" # ")[0].split() for block in blocks for line in block.splitlines()]
    wrong = []
    for words in (line[line.index("detector") + 1 :] for line in lines if "detector" in line):
        if "|" in words:
            continue
        if words[0] not in cli.list_commands(None):  # type: ignore[arg-type]
            wrong.append(" ".join(words))
            continue
        help_text = CliRunner().invoke(cli, [words[0], "--help"]).output
        wrong += [" ".join(words) for word in words[1:] if word.startswith("-") and word not in help_text]
    assert wrong == []


def test_every_script_that_a_page_names_is_there() -> None:
    named = {
        one
        for name in PAGES
        for one in re.findall(r"\b((?:tests|detector|docs|notebooks)/[\w/]+\.(?:py|md|ipynb))", page_text(name))
    }
    assert len(named) > 15
    assert [one for one in sorted(named) if not (ROOT / one).exists()] == []


def test_every_picture_of_a_page_can_be_made_again() -> None:
    """By a script that names the file, or it is a drawing that people edit (svg)."""
    pictures = {Path(one).name for name in PAGES for one in re.findall(r"\]\(([^)\s]+\.png)\)", page_text(name))}
    scripts = (*(DOCS / "images").glob("*.py"), *(ROOT / "tests" / "benchmarks").glob("*.py"))
    named = "".join(path.read_text(encoding="utf-8") for path in scripts)
    assert pictures
    assert [one for one in sorted(pictures) if one not in named] == []


@pytest.mark.parametrize("name", PAGES)
def test_every_link_into_a_page_leads_to_a_heading(name: str) -> None:
    broken = []
    for target, anchor in re.findall(r"\]\(([^)#\s]*)#([^)\s]+)\)", page_text(name)):
        path = (ROOT / name).parent / target if target else ROOT / name
        if "://" not in target and path.suffix == ".md":
            heads = re.findall(r"^#+ (.*)$", path.read_text(encoding="utf-8"), re.M)
            anchors = {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}
            broken += [f"{target}#{anchor}"] if anchor not in anchors else []
    assert broken == []


def test_every_python_snippet_of_a_page_is_run_by_a_test() -> None:
    run = {"tutorial_researcher.md", "tables.md", "extending.md"}
    with_code = {
        path.relative_to(DOCS).as_posix() for path in DOCS.rglob("*.md") if "```python" in path.read_text("utf-8")
    }
    assert with_code <= run


def page_text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def test_the_settings_page_is_that_of_the_source() -> None:
    assert page("settings.md") == settings_page()
    assert all(f"| `{name}` |" in page("settings.md") for name in Settings.__dataclass_fields__)


def test_the_file_contract_names_every_key() -> None:
    for table, keys in {**COLUMNS, **HISTORY_COLUMNS}.items():
        assert f"| `{table}.jsonl` | {', '.join(keys)} |" in page("files.md")
    assert f"`{RUN_FILE}`" in page("files.md")


def test_the_worked_example_of_the_measures_is_computed() -> None:
    row, text = worked_example(), page("measures.md")
    assert NOW.strip() in text
    assert row.syllables == 88
    assert [round(row.shares[kind] * 88) for kind in ("form", "rule", "own")] == [5, 20, 63]
    by_hand = {
        "boilerplate": 20 / 83,
        "specificity": 100 * 6 / 83,
        "details": 6,
        "redundancy": 14 / 83,
        "stickiness": 21 / 63,
        "weakness_share": 21 / 83,
        "weakness_sentences": 1,
        "weakness_details": 1,
        "weakness_repeated": 13 / 21,
    }
    for name, value in by_hand.items():
        assert row.measures[name] == pytest.approx(value, abs=1e-6), name
    for said in ("0.241", "7.23", "0.169", "0.333", "0.253", "0.619"):
        assert said in text


def test_the_reader_of_the_page_reads() -> None:
    reader = defined_by(code("extending.md")[0])["READER"]
    assert isinstance(reader, Reader)
    (found,) = reader.read("* Ưu điểm\n** Dạy 17 tiết.\n".encode(), Settings())
    assert isinstance(found, Extract)
    assert found.text.split("\n")[:2] == ["Ưu điểm", "Dạy 17 tiết."]


def test_the_signal_of_the_page_counts() -> None:
    unit = columns(filled("an", "Tôi dạy 17 tiết, chấm 480 bài."), filled("binh", "Tôi dạy tiết, chấm bài."))
    found = defined_by(code("extending.md")[1])["figure_share"](unit.corpus, unit.printed)
    assert found.shape == (len(unit.corpus),)
    assert found[unit.row("an")] > found[unit.row("binh")]
    assert np.isfinite(found).all()


@pytest.fixture
def with_examples(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Each example of the page as one more file of its family's folder."""
    families = {"readers": readers, "signals": signals, "findings": findings, "writers": writers}
    asked: list[Any] = [all_readers, own_signals, finding_kinds, known_writers]
    for (family, package), example in zip(families.items(), code("extending.md"), strict=True):
        folder = tmp_path / family
        folder.mkdir()
        (folder / f"example_{family}.py").write_text(example, encoding="utf-8")
        monkeypatch.setattr(package, "__path__", [*package.__path__, str(folder)])
    for one in asked:
        one.cache_clear()
    yield
    for family in families:
        sys.modules.pop(f"detector.{family}.example_{family}", None)
    for one in asked:
        one.cache_clear()


@pytest.mark.usefixtures("with_examples")
def test_one_file_adds_a_reader_a_signal_a_finding_and_a_writer(tmp_path: Path) -> None:
    work = " ".join(f"tôi chấm bài số {number} của lớp {number + 3}" for number in range(20))
    reader = reader_for(".org")
    assert reader
    (outline,) = reader.read(f"* {work}.".encode(), Settings())
    assert isinstance(outline, Extract)
    report = detector.scan({"an": outline.text})
    (row,) = report.submissions
    assert row.measures["figure_share"] == pytest.approx(40 / 160)
    assert ("figure_share", "syllables with a digit, of the text without the form", "25%") in measure_lines(
        row.measures, "en"
    )
    told = next(finding for finding in row.findings if finding.kind == "long_sentences")
    assert finding_sentence(told, "en") == "160 syllables are written in 1 sentences."
    known_writers()["md"].write(report, tmp_path / "pairs.md", WriteOptions())
    assert (tmp_path / "pairs.md").read_text(encoding="utf-8") == "\n"


def test_the_writer_of_the_page_writes_codes(tmp_path: Path) -> None:
    writer = defined_by(code("extending.md")[3])["WRITER"]
    assert isinstance(writer, Writer)
    writer.write(small_report(), tmp_path / "pairs.md", WriteOptions())
    written = (tmp_path / "pairs.md").read_text(encoding="utf-8")
    assert written.startswith("- doc-")
    assert "151 bits" in written


@pytest.mark.slow
def test_the_code_of_the_researchers_tutorial_runs() -> None:
    program = "\n".join(code("tutorial_researcher.md"))
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("45 submissions, ")


def test_the_code_of_the_page_on_tables_runs() -> None:
    pytest.importorskip("matplotlib")
    program = "\n".join(["import matplotlib", "matplotlib.use('Agg')", *code("tables.md")])
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stderr
    first, second, *others = done.stdout.splitlines()
    assert first == "2 submissions, 1 earlier text"
    assert second == str(sorted(TABLES))
    assert "True" in others  # what was saved and opened
    assert all(f"`{table}`" in page("tables.md") for table in TABLES)


@pytest.mark.slow
def test_the_site_is_built_without_a_warning_and_every_page_is_in_it(tmp_path: Path) -> None:
    pytest.importorskip("mkdocstrings")
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "-f", DOCS / "site" / "mkdocs.yml", "-d", tmp_path]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    reference = (tmp_path / "api" / "index.html").read_text(encoding="utf-8")
    assert all(f'id="detector.api.{name}"' in reference for name in ("scan", "open", "compare", "evaluate"))
    nav = (DOCS / "site" / "mkdocs.yml").read_text(encoding="utf-8")
    assert [one for one in DOCS.rglob("*.md") if one.relative_to(DOCS).as_posix() not in nav] == []


@pytest.mark.slow
@pytest.mark.xdist_group("labelled units")
@pytest.mark.parametrize("unit", sorted(units()))
def test_the_rows_of_the_yardstick_are_those_of_this_version(unit: str) -> None:
    folder = units()[unit]
    for system, answers in (("detector", by_detector(scanned(unit))), ("TF-IDF cosine", by_cosine(folder))):
        assert row(unit, system, score(answers, folder)) in page("yardstick.md").splitlines()


def test_the_number_of_the_readme_is_that_of_the_yardstick() -> None:
    rows = [line.split("|")[1:-1] for line in page("yardstick.md").splitlines() if "| detector |" in line]
    found = [tuple(map(int, cell.split("/"))) for cells in rows for cell in cells[2:8] if "/" in cell]
    right, labelled, false = sum(a for a, _ in found), sum(b for _, b in found), sum(int(cells[8]) for cells in rows)
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert len(rows) == len(units())
    assert f"và gắn cờ nhầm **{false}** cặp" in readme
    assert f"**{labelled} cặp chép**" in readme
    assert f"tìm thấy **{right}**" in readme


@pytest.mark.xdist_group("labelled units")
def test_the_scorer_of_the_yardstick_takes_any_system_s_pairs() -> None:
    folder = units()["unit_a"]
    labels = json.loads((folder / "labels.json").read_text(encoding="utf-8"))
    copies = labels["copies"]
    right = [Answer(Path(one["copy"]).stem, Path(one["source"]).stem, 1.0, True) for one in copies]
    perfect, nothing = score(right, folder), score([], folder)
    assert (perfect.pairs.recall, perfect.pairs.false, perfect.before_false) == (1.0, (), len(copies))
    assert (nothing.pairs.recall, nothing.before_false) == (0.0, 0)
    innocent = Answer(*(Path(name).stem for name in labels["hard_negative_pairs"][0]), 2.0, True)
    accused = score([innocent, *right], folder)
    assert (len(accused.pairs.false), accused.before_false) == (1, 0)


def test_the_install_page_names_every_dependency_and_the_bounds_are_exact() -> None:
    from packaging.requirements import Requirement

    requirements = [Requirement(one) for one in oldest("3.11")]
    text = page("install.md").lower()
    assert len(requirements) > 14
    assert [one.name for one in requirements if f"| {one.name.lower()} |" not in text] == []


def test_the_notice_to_staff_is_there_in_both_languages() -> None:
    text = page("data_protection.md")
    assert "Thông báo về việc đối chiếu" in text
    assert "Notice on the comparison" in text
    assert f"(default {Settings().retention_days})" in text
