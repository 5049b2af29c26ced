"""What another user of the same computer can read, and whether that user gets into the review page."""

from __future__ import annotations

import os
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from detector.private import open_to_others, paths_open_to_others, private_folder
from detector.storage import save
from tests.storage.small_report import small_report

pytestmark = pytest.mark.skipif(os.name != "posix", reason="rights of POSIX systems")
NOBODY = 65534
TEXT = "Tôi đã soạn 12 giáo án điện tử cho khối 8 và dự 4 giờ của đồng nghiệp trong học kỳ một."


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """A folder that others can enter, as homes often are, with two submissions and what a scan and exports made."""
    for folder in (tmp_path, *tmp_path.parents):
        if folder.owner() == Path.home().owner() and folder != Path("/"):
            folder.chmod(folder.stat().st_mode | 0o055)
    unit = tmp_path / "unit"
    unit.mkdir(mode=0o700)
    for name in ("an", "binh"):
        (unit / f"{name}.txt").write_text(f"Họ và tên: Nguyễn Văn {name}\n{TEXT}", encoding="utf-8")
    run = tmp_path / "run"
    cache = {"DETECTOR_CACHE_DIR": str(tmp_path / "cache")}
    detector("scan", unit, "-o", run, "--jobs", "1", **cache)
    for name, target in (("csv", "tables"), ("xlsx", "r.xlsx"), ("jsonl", "data"), ("html", "r.html")):
        detector("export", run, "--format", name, "-o", tmp_path / "out" / target, "--key-file", **cache)
    return tmp_path


def detector(*arguments: object, **environment: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "detector", *map(str, arguments)],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        umask=0o022,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def made_by_the_program(office: Path) -> Iterator[Path]:
    return (path for name in ("run", "cache", "out") for path in (office / name, *(office / name).rglob("*")))


def test_folders_are_0700_and_files_0600(office: Path) -> None:
    modes = {path: stat.S_IMODE(path.stat().st_mode) for path in made_by_the_program(office)}
    assert len(modes) > 15
    assert {path: oct(mode) for path, mode in modes.items() if mode != (0o700 if path.is_dir() else 0o600)} == {}


@pytest.mark.skipif(os.name != "posix" or os.getuid() != 0, reason="needs root to be another user")
def test_another_user_reads_no_file(office: Path) -> None:
    assert readable_for_nobody(made_by_the_program(office)) == []
    assert readable_for_nobody([office / "unit"]) == []
    (office / "open.txt").write_text("for everybody", encoding="utf-8")
    (office / "open.txt").chmod(0o644)
    assert readable_for_nobody([office / "open.txt"]) == [office / "open.txt"]


def readable_for_nobody(paths: Iterable[Path]) -> list[Path]:
    """Those that a process of the user `nobody` can list or open."""
    listed = list(paths)
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.setgroups([])
        os.setgid(NOBODY)
        os.setuid(NOBODY)
        os.write(writing, bytes(map(_can_read, listed)))
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as stream:
        found = stream.read()
    os.waitpid(child, 0)
    assert len(found) == len(listed)
    return [path for path, can in zip(listed, found, strict=True) if can]


def _can_read(path: Path) -> bool:
    try:
        if path.is_dir():
            list(path.iterdir())
        else:
            path.open("rb").close()
    except OSError:
        return False
    return True


def test_a_file_is_private_from_its_first_byte(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever is created in a scan or export is looked at the moment it is opened."""
    seen: list[tuple[str, int]] = []
    before = os.umask(0o022)
    os.umask(before)

    def spy(name: str) -> None:
        current = os.umask(0)
        os.umask(current)
        seen.append((name, current))

    connect = sqlite3.connect
    monkeypatch.setattr(sqlite3, "connect", lambda *args, **rest: (spy(str(args[0])), connect(*args, **rest))[1])
    save(small_report(), tmp_path / "run")
    drafts = [mask for name, mask in seen if ".part" in name]
    assert drafts
    assert all(mask & 0o077 == 0o077 for mask in drafts)
    assert os.umask(before) == before


def test_a_folder_that_was_there_keeps_its_rights(tmp_path: Path) -> None:
    shared = tmp_path / "shared"
    shared.mkdir()
    shared.chmod(0o770)
    private_folder(shared / "a" / "b")
    assert stat.S_IMODE(shared.stat().st_mode) == 0o770
    assert stat.S_IMODE((shared / "a").stat().st_mode) == stat.S_IMODE((shared / "a" / "b").stat().st_mode) == 0o700


def test_a_run_file_of_an_earlier_version_is_closed_by_the_next_scan(tmp_path: Path) -> None:
    path = save(small_report(), tmp_path / "run")
    path.chmod(0o644)
    save(small_report(), tmp_path / "run")
    assert not open_to_others(path)


def test_verify_and_doctor_name_what_others_can_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from detector.cli import cli

    run = tmp_path / "run"
    path = save(small_report(), run)
    monkeypatch.chdir(tmp_path)
    assert "other users" not in CliRunner().invoke(cli, ["verify", str(run), "--lang", "en"]).output
    run.chmod(0o755)
    path.chmod(0o644)
    assert list(paths_open_to_others(run)) == [run, path]
    assert f"can read {path}" in CliRunner().invoke(cli, ["verify", str(run), "--lang", "en"]).output
    assert f"can read {run}" in CliRunner().invoke(cli, ["doctor", "--lang", "en"]).output


def test_what_a_private_folder_holds_is_not_named(tmp_path: Path) -> None:
    run = tmp_path / "run"
    save(small_report(), run).chmod(0o644)
    run.chmod(0o700)
    assert list(paths_open_to_others(run)) == []
