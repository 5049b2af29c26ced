"""Nothing that hinders Windows and macOS: what can be simulated here - spawn, code pages, letter case, long paths."""

from __future__ import annotations

import io
import multiprocessing
import os
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest
from click.testing import CliRunner

import detector
from detector.cli import cli
from detector.documents import Document, Role
from detector.errors import RunFileError
from detector.readers.ingest import read_paths
from detector.review.library import is_name
from detector.review.uploads import free_path, safe_path
from detector.settings import Settings
from detector.storage import load, run_lock, save
from detector.storage.lock import MAX_PATH_BYTES
from detector.text.columns import build_corpus
from tests.storage.small_report import small_report

ROOT = Path(detector.__file__).parents[1]
UNIT = ROOT / "tests" / "commands" / "conftest.py"
TEXT = "Họ và tên: Lê Văn An\nTôi trồng 40 gốc hoa quanh sân trường và chăm bồn cây trước lớp 8B mỗi sáng thứ Hai.\n"


def program(*arguments: object, cwd: Path, **variables: str) -> subprocess.CompletedProcess[bytes]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "LC_", "LANG"))}
    return subprocess.run(
        [sys.executable, "-m", "detector", *map(str, arguments)],
        cwd=cwd,
        env=environment | {"PYTHONPATH": str(ROOT)} | variables,
        capture_output=True,
        check=False,
        timeout=120,
    )


@pytest.fixture
def unit(tmp_path: Path) -> Path:
    folder = tmp_path / "đơn vị"
    folder.mkdir()
    (folder / "bản của Lê Văn An.txt").write_text(TEXT, encoding="utf-8")
    return folder


@pytest.mark.parametrize("encoding", ["cp1252", "ascii", "cp1258"])
def test_a_console_of_another_code_page_gets_vietnamese_and_no_crash(encoding: str, unit: Path, tmp_path: Path) -> None:
    done = program("scan", unit, "-o", tmp_path / "kết quả", "--jobs", 1, cwd=tmp_path, PYTHONIOENCODING=encoding)
    assert done.returncode == 0, done.stderr.decode("utf-8", "replace")
    assert done.stdout.decode("utf-8").startswith("Đã đọc: 1 bản")


def test_files_are_written_as_utf8_whatever_the_system_prefers(unit: Path, tmp_path: Path) -> None:
    """In the C locale without UTF-8 mode, as on an old Windows, `open` without an encoding would write ASCII."""
    variables = {"PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "LC_ALL": "C", "PYTHONWARNDEFAULTENCODING": "1"}
    done = program("scan", unit, "-o", "run", "--jobs", 1, cwd=tmp_path, **variables)
    assert done.returncode == 0, done.stderr.decode("utf-8", "replace")
    told = done.stderr.decode("utf-8", "replace").splitlines()
    assert [line for line in told if "EncodingWarning" in line and str(ROOT / "detector") in line] == []
    for name, out in (("csv", "csv"), ("jsonl", "jsonl"), ("html", "x.html"), ("xlsx", "x.xlsx"), ("docx", "x.docx")):
        done = program("export", "run", "--format", name, "-o", out, "--names", cwd=tmp_path, **variables)
        assert done.returncode == 0, done.stderr.decode("utf-8", "replace")
    assert "Lê Văn An" in (tmp_path / "csv" / "submissions.csv").read_text(encoding="utf-8-sig")
    assert "Lê Văn An" in (tmp_path / "run" / "report.html").read_text(encoding="utf-8")


def test_no_file_of_the_package_is_opened_without_an_encoding() -> None:
    """PYTHONWARNDEFAULTENCODING sees only what runs; this sees the rest."""
    import ast

    found = []
    for path in (ROOT / "detector").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
                continue
            if node.func.attr not in ("read_text", "write_text") or ast.unparse(node.func.value) == "super()":
                continue
            if "encoding" not in {keyword.arg for keyword in node.keywords} and not node.args[1:]:
                found.append(f"{path.name}:{node.lineno}")
    assert found == []


def corpus_size(texts: list[str]) -> int:
    return len(build_corpus([Document(str(n), str(n), text) for n, text in enumerate(texts)]).tokens.ids)


def test_words_are_segmented_the_same_in_a_spawned_process() -> None:
    """Windows and macOS start processes anew: nothing may hang on what the parent had in memory."""
    texts = [TEXT] * 3
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        assert pool.apply(corpus_size, (texts,)) == corpus_size(texts)


def test_files_are_read_the_same_in_a_spawned_process(unit: Path) -> None:
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        found = pool.apply(read_paths, ([unit],), {"role": Role.SUBMISSION, "settings": Settings()})
    assert [document.author or document.text[:21] for document in found.documents]
    assert [document.id for document in found.documents] == ["bản của Lê Văn An.txt"]


def test_no_process_is_forked() -> None:
    """Forking a process with threads is undone on macOS and unknown on Windows."""
    sources = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "detector").rglob("*.py"))
    assert "os.fork" not in sources
    assert 'get_context("fork' not in sources


def test_names_that_differ_in_letter_case_alone_are_one_upload_where_the_disk_says_so(tmp_path: Path) -> None:
    """On such a disk the second name is found to be there already, and gets a number."""
    (tmp_path / "An.docx").write_bytes(b"1")
    found = {name.lower() for name in os.listdir(tmp_path)}  # noqa: PTH208  (what such a disk would answer)

    class Folding(type(tmp_path)):  # type: ignore[misc]
        def exists(self, **_: object) -> bool:
            return self.name.lower() in found

    assert free_path(Folding(tmp_path / "AN.DOCX")).name == "AN-2.DOCX"
    assert free_path(Folding(tmp_path / "binh.docx")).name == "binh.docx"


def test_two_files_whose_names_differ_in_case_are_two_documents(tmp_path: Path) -> None:
    (tmp_path / "An.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "an.TXT").write_text(TEXT + "Khác.", encoding="utf-8")
    read = read_paths([tmp_path], role=Role.SUBMISSION, settings=Settings())
    expected = 2 if len(list(tmp_path.iterdir())) == 2 else 1  # one on a disk that folds case
    assert len({document.id for document in read.documents}) == expected


def test_a_name_as_macos_stores_it_is_the_same_text_as_windows_stores_it(tmp_path: Path) -> None:
    for form in ("NFC", "NFD"):
        folder = tmp_path / form
        folder.mkdir()
        (folder / unicodedata.normalize(form, "Nguyễn Thị Bưởi.txt")).write_text(TEXT, encoding="utf-8")
    ids = [
        [document.id for document in read_paths([tmp_path / form], role=Role.SUBMISSION, settings=Settings()).documents]
        for form in ("NFC", "NFD")
    ]
    assert ids[0] == ids[1] == [unicodedata.normalize("NFC", "Nguyễn Thị Bưởi.txt")]


@pytest.mark.parametrize("name", ["CON", "aux.txt", "nul.docx", "COM1.pdf", "a:b.docx", "a\\b.docx", "a?.docx", "x. "])
def test_an_upload_gets_a_name_that_windows_can_write(name: str) -> None:
    part = str(safe_path(name))
    assert not set(part) & set('<>:"|?*\\')
    assert part.rsplit("/", 1)[-1].split(".")[0].lower() not in {"con", "aux", "nul", "com1"}
    assert not part.endswith((".", " "))


def test_a_run_has_a_name_that_every_system_can_write() -> None:
    assert is_name("Rà soát 2026")
    assert not any(map(is_name, ("..", "a/b", "a\\b", "x.", "x ", "", "a" * 90)))


def deep_folder(folder: Path, name: str, characters: int) -> Path:
    while len(str(folder)) < characters:
        folder = folder / name
    folder.mkdir(parents=True)
    return folder


def test_a_path_of_more_than_260_characters_is_read_and_written(tmp_path: Path) -> None:
    deep = deep_folder(tmp_path / "in", "một thư mục có tên rất dài như cơ quan hay đặt", 320)
    (deep / "bản tự kiểm điểm.txt").write_text(TEXT, encoding="utf-8")
    run = deep_folder(tmp_path / "out", "mot thu muc co ten rat dai", 320) / "run"
    result = CliRunner().invoke(cli, ["scan", str(tmp_path / "in"), "-o", str(run), "--jobs", "1"])
    assert result.exit_code == 0, result.exception
    (row,) = load(run).submissions
    assert row.id.endswith("bản tự kiểm điểm.txt")


@pytest.mark.skipif(os.name != "posix", reason="SQLite's limit on Unix")
def test_a_run_folder_too_deep_for_sqlite_is_told_before_the_scan(unit: Path, tmp_path: Path) -> None:
    run = deep_folder(tmp_path, "một thư mục có tên rất dài như cơ quan hay đặt", 450) / "run"
    result = CliRunner().invoke(cli, ["scan", str(unit), "-o", str(run), "--jobs", "1"])
    assert isinstance(result.exception, RunFileError)
    assert "Choose a shorter one with -o" in str(result.exception)
    assert not run.exists()
    longest = tmp_path / "x"
    while len(os.fsencode(longest)) + 50 < MAX_PATH_BYTES:
        longest = longest / ("y" * 40)
    longest = longest.with_name(longest.name + "z" * (MAX_PATH_BYTES - len(os.fsencode(longest))))
    with run_lock(longest):
        save(small_report(), longest)
    assert load(longest) == small_report()


def test_a_folder_whose_name_sqlite_could_read_as_an_address_is_a_folder(tmp_path: Path) -> None:
    run = tmp_path / "a?mode=ro#x %20"
    save(small_report(), run)
    assert load(run) == small_report()


def test_line_ends_of_windows_are_line_ends(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(TEXT.replace("\n", "\r\n").encode("utf-8-sig"))
    (document,) = read_paths([tmp_path], role=Role.SUBMISSION, settings=Settings()).documents
    assert "\r" not in document.text
    assert document.text.startswith("Họ và tên")


def test_settings_written_by_windows_shells_are_read(tmp_path: Path) -> None:
    """PowerShell's `>` writes UTF-16, Notepad a mark before UTF-8."""
    for encoding in ("utf-16", "utf-8-sig"):
        path = tmp_path / "my.toml"
        path.write_text(Settings().replace(max_pages=7).to_toml().replace("\n", "\r\n"), encoding=encoding)
        assert Settings.from_toml(path).max_pages == 7


def test_a_stream_that_cannot_be_set_to_utf8_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Some consoles give a stream of their own, without `reconfigure`."""
    monkeypatch.setattr(sys, "argv", ["detector", "--version"])
    monkeypatch.setattr(sys, "stdout", io.StringIO())
    from detector.cli import main

    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 0
