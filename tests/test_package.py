"""The wheel and the source archive: what is in them, what is not, and what they say of themselves."""

from __future__ import annotations

import subprocess
import sys
import tarfile
import zipfile
from email.message import Message
from email.parser import Parser
from pathlib import Path

import pytest

from detector import __version__

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "detector"
EXTRAS = {"semantic", "ocr", "plot", "notebooks", "docs", "test", "spark", "office", "all"}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with both."""
    pytest.importorskip("hatchling")
    folder = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "hatchling", "build", "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    return folder


@pytest.fixture(scope="module")
def wheel(built: Path) -> list[str]:
    (path,) = built.glob("*.whl")
    with zipfile.ZipFile(path) as packed:
        return packed.namelist()


@pytest.fixture(scope="module")
def metadata(built: Path) -> Message:
    (path,) = built.glob("*.whl")
    with zipfile.ZipFile(path) as packed:
        (name,) = (one for one in packed.namelist() if one.endswith(".dist-info/METADATA"))
        return Parser().parsestr(packed.read(name).decode("utf-8"))


def test_the_wheel_is_the_package_and_nothing_else(wheel: list[str]) -> None:
    tops = {name.split("/")[0] for name in wheel}
    assert tops == {"detector", f"kiemdiem-{__version__}.dist-info"}
    listed = subprocess.run(["git", "ls-files", "detector"], cwd=ROOT, capture_output=True, text=True, check=False)
    tracked = set(listed.stdout.split()) if listed.returncode == 0 else set()
    if not tracked:
        pytest.skip("not a clone")
    sources = {name for name in tracked if not name.endswith((".po", ".pot", ".cfg"))}
    assert {name for name in wheel if name.startswith("detector/")} == sources


@pytest.mark.parametrize(
    "name",
    [
        "detector/py.typed",
        "detector/locale/vi/LC_MESSAGES/detector.mo",
        "detector/review/templates/*.html",
        "detector/review/assets/*.css",
        "detector/writers/html/templates/*.html",
        "detector/resources/forms/*.toml",
        "detector/resources/rules/*.toml",
        "detector/resources/stock/*.toml",
        "detector/resources/header_fields.toml",
        "*.dist-info/licenses/LICENSE",
    ],
)
def test_what_the_program_needs_at_run_time_is_in_the_wheel(name: str, wheel: list[str]) -> None:
    assert any(Path(one).match(name) for one in wheel)


def test_the_source_archive_has_what_a_packager_builds_and_tests_from(built: Path) -> None:
    (path,) = built.glob("*.tar.gz")
    with tarfile.open(path) as packed:
        names = {name.split("/", 1)[1] for name in packed.getnames() if "/" in name}
    assert {"pyproject.toml", "README.md", "LICENSE", "CHANGELOG.md", "CITATION.cff", "PKG-INFO"} <= names
    assert {"tests/conftest.py", "docs/site/mkdocs.yml", "data/sample_unit/labels.json"} <= names
    strays = (".venv", "__pycache__", ".pytest_cache", ".mypy_cache", "dist/", "site/", "detector-runs")
    assert [name for name in sorted(names) if name.startswith(strays) or "__pycache__" in name] == []


def test_the_metadata_say_what_an_index_shows(metadata: Message) -> None:
    assert (metadata["Name"], metadata["Version"]) == ("kiemdiem", __version__)
    assert metadata["Author"] == "The detector developers"
    assert metadata["License-Expression"] == "Apache-2.0"
    assert metadata["Description-Content-Type"] == "text/markdown"
    assert str(metadata.get_payload()).startswith("# detector\n")
    assert "Typing :: Typed" in metadata.get_all("Classifier", [])


def test_every_extra_brings_something_and_every_requirement_has_a_lower_bound(metadata: Message) -> None:
    needs = metadata.get_all("Requires-Dist", [])
    assert set(metadata.get_all("Provides-Extra", [])) == EXTRAS
    for extra in EXTRAS:
        assert any(f"extra == '{extra}'" in one for one in needs), extra
    assert [one for one in needs if ">=" not in one] == []
