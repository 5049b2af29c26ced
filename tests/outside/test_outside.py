"""Another package adds a reader, a writer, a signal and a form; a folder adds forms, stock clauses and labels."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import venv
from collections.abc import Callable
from pathlib import Path

import pytest

import detector
from detector.errors import InputError
from detector.outside import VARIABLE, outside_key, resources_in_use
from detector.text.lexicon import background_documents

ROOT = Path(__file__).parents[2]
PACKAGE = Path(__file__).parent / "package"
OWN = PACKAGE / "kiemdiem_example" / "resources"
FORM = (OWN / "forms" / "phieu-cua-so.toml").read_text(encoding="utf-8")
LINES = [line.strip(' ",') for line in FORM.splitlines() if line.startswith('  "')]
AN = (
    "Mùa lũ tháng chín, nước ngập sân trường gần 1 mét, tôi cùng các cô nuôi chuyển 214 hồ sơ lên gác thư viện. "
    "Sau khi nước rút, chúng tôi dọn bùn suốt 3 ngày rồi mới mở cửa đón học sinh trở lại lớp học của mình."
)
BINH = "Tôi trồng 1.200 cây keo ở tiểu khu 7, phát 4 ha đường băng cản lửa và trực 30 ca đêm trong mùa khô vừa rồi."

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="module")
def detector_with_package(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """The command in a new environment that has the program and the example package, both installed by pip."""
    pytest.importorskip("hatchling")
    place = tmp_path_factory.mktemp("environment")
    venv.create(place, with_pip=False)
    inside = place / ("Scripts" if os.name == "nt" else "bin") / "python"
    pip, wheels = [sys.executable, "-m", "pip", "-q"], place / "wheels"
    build = [*pip, "wheel", "--no-deps", "--no-build-isolation", "-w", wheels, ROOT, PACKAGE]
    subprocess.run(build, check=True, capture_output=True)
    subprocess.run(
        [*pip, "--python", inside, "install", "--no-deps", "--no-index", *wheels.iterdir()],
        check=True,
        capture_output=True,
    )
    home = [sys.executable, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"]
    outer, inner = (
        subprocess.run([python, *home[1:]], check=True, capture_output=True, text=True).stdout.strip()
        for python in (sys.executable, inside)
    )
    (Path(inner) / "dependencies.pth").write_text(outer, encoding="utf-8")  # those of this environment: no network
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}

    def run(*arguments: object) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [inside, "-m", "detector", *map(str, arguments)],
            cwd=place,
            env={**environment, "DETECTOR_LANG": "en"},
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )

    return run


@pytest.fixture(scope="module")
def unit(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two outlines of one text and one of another, under the office's own form."""
    folder = tmp_path_factory.mktemp("unit")
    for name, text in (("an", AN), ("giang", AN), ("binh", BINH)):
        lines = [LINES[0], f"Người lập phiếu này: Trần Văn {name.title()}", LINES[1], text]
        (folder / f"{name}.org").write_text("\n".join(f"* {line}" for line in lines), encoding="utf-8")
    return folder


def test_formats_lists_what_the_package_reads_and_writes(detector_with_package: Run) -> None:
    done = detector_with_package("formats", "--json")
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert ".org" in [suffix for one in told["read"] for suffix in one["suffixes"]]
    assert "md" in [one["name"] for one in told["written"]]


def test_a_scan_with_two_processes_uses_all_that_the_package_adds(
    detector_with_package: Run, unit: Path, tmp_path: Path
) -> None:
    done = detector_with_package("scan", unit, "-o", tmp_path / "run", "--jobs", 2, "--json")
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert (told["submissions"], told["skipped"], told["pairs_flagged"]) == (3, 0, 1)
    rows = {row.id: row for row in detector.open(tmp_path / "run").submissions}
    assert rows["an.org"].document.author == "Trần Văn An"  # by a label of the package
    assert rows["an.org"].shares["form"] > 0.3  # by its form: three texts are too few to learn one
    assert rows["binh.org"].measures["figure_share"] == pytest.approx(4 / 25, abs=0.01)
    assert (
        detector_with_package("export", tmp_path / "run", "--format", "md", "-o", tmp_path / "pairs.md").returncode == 0
    )
    assert (tmp_path / "pairs.md").read_text(encoding="utf-8").endswith(" bits\n")
    assert "figure_share" in detector.open(tmp_path / "run").submissions.to_frame().columns


def test_without_the_package_an_outline_is_not_read(unit: Path) -> None:
    with pytest.raises(InputError, match=r"None of 3 files could be read:(.|\n)*\.org\) are not read"):
        detector.scan(unit)


def texts() -> dict[str, str]:
    return {
        name: f"{LINES[0]}\nNgười lập phiếu này: Trần Văn An\n{LINES[1]}\n{body}"
        for name, body in (("a", AN), ("b", BINH))
    }


def test_a_folder_adds_forms_and_labels_for_one_scan_only() -> None:
    with_folder, without = detector.scan(texts(), resources=OWN), detector.scan(texts())
    assert [row.document.author for row in with_folder.submissions] == ["Trần Văn An", "Trần Văn An"]
    assert [row.document.author for row in without.submissions] == [None, None]
    assert all(one.shares["form"] > 0.25 for one in with_folder.submissions)
    assert all(one.shares["form"] < 0.1 for one in without.submissions)
    assert VARIABLE not in os.environ


def test_other_resources_are_other_results_for_a_run(tmp_path: Path) -> None:
    assert not detector.scan(texts(), run=tmp_path).taken_over
    assert not detector.scan(texts(), run=tmp_path, resources=OWN).taken_over
    assert detector.scan(texts(), run=tmp_path, resources=OWN).taken_over
    with resources_in_use(OWN):
        inside = outside_key()
    assert inside != outside_key()


def test_an_own_form_takes_the_place_of_ours_with_its_id(tmp_path: Path) -> None:
    ours = {one.id for one in background_documents()}
    (tmp_path / "forms").mkdir()
    (tmp_path / "forms" / "mine.toml").write_text('id = "nd90-2020-mau-01"\nlines = ["Dòng của tôi"]', "utf-8")
    (tmp_path / "stock").mkdir()
    (tmp_path / "stock" / "mine.toml").write_text('[[family]]\nname = "khác"\nclauses = ["Câu của Sở"]', "utf-8")
    with resources_in_use(tmp_path):
        now = {one.id: one.text for one in background_documents()}
    assert now["form:nd90-2020-mau-01"] == "Dòng của tôi"
    assert now["stock:khác"] == "Câu của Sở"
    assert set(now) == ours | {"stock:khác"}


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("forms/a.toml", "lines = [", "not a readable TOML file"),
        ("forms/a.toml", "title = 'x'", "expected id and lines"),
        ("forms/a.toml", "id = 'x'\nlines = 'one'", "expected id and lines"),
        ("rules/a.toml", "id = 'x'", "expected id and sentences or titles"),
        ("stock/a.toml", "clauses = ['x']", r"expected \[\[family\]\] with name and clauses"),
        ("header_fields.toml", "[nickname]\nlabels = ['x']", "for one of name, .*; got 'nickname'"),
        ("header_fields.toml", "[name]\nlabels = 'x'", "list of labels"),
    ],
)
def test_a_broken_resource_is_told_with_its_file(name: str, content: str, said: str, tmp_path: Path) -> None:
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match=said) as caught:
        detector.scan({"a": AN}, resources=tmp_path)
    assert str(tmp_path / name) in str(caught.value)


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such folder of resources"):
        detector.scan({"a": AN}, resources=tmp_path / "none")
