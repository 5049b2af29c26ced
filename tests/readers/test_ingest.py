"""Folders in, documents and rows out: every file exactly once, whatever is wrong with it."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import unicodedata
from pathlib import Path

import pytest

from detector.documents import Role, SkipReason
from detector.errors import InputError
from detector.parallel import Workers
from detector.readers import isolate, walk
from detector.readers.ingest import Reading, read_paths
from detector.settings import Settings
from tests.readers import hostile
from tests.readers.make import TRUTH, docx, docx_of_lines, p, pdf, pdf_of_lines, show, tcvn3, zip_of

FIXTURES = Path(__file__).parent / "fixtures"
PROBLEMS = {
    "bad/empty.txt": (b"", "empty"),
    "bad/blank.txt": (b" \n\n ", "empty"),
    "bad/empty.docx": (b"", "empty"),
    "bad/no text.docx": (docx(p(" ")), "empty"),
    "bad/renamed picture.docx": (b"\x89PNG\r\n\x1a\n" + b"\0" * 50, ("damaged", "scan")),
    "bad/cut at 100.docx": (docx_of_lines(TRUTH)[:100], "damaged"),
    "bad/cut in the middle.docx": (docx_of_lines(TRUTH)[: len(docx_of_lines(TRUTH)) // 2], "damaged"),
    "bad/cut at the end.docx": (docx_of_lines(TRUTH)[:-10], "damaged"),
    "bad/encrypted.pdf": (pdf([show(TRUTH[:60], 60, 700)], encrypted=True), "encrypted"),
    "bad/encrypted.docx": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
    "bad/cut.doc": ((FIXTURES / "truth.doc").read_bytes()[:2000], "damaged"),
    "bad/noise.pdf": (bytes(range(256)) * 20, "damaged"),
    "bad/noise.txt": (bytes(range(256)) * 20, "damaged"),
    "bad/bomb.zip": (zip_of({"a.txt": b"\0" * 20_000_000}), "too_large"),
    "bad/program.exe": (b"MZ\0\0" * 50, "unsupported"),
    "bad/archive.rar": (b"Rar!\x1a\x07\x01\0", "unsupported"),
    "bad/unknown.xyz": (b"\x01\x02\x03", "unsupported"),
}
GOOD = {
    "a.txt": TRUTH.encode(),
    "b.docx": docx_of_lines(TRUTH),
    "c.pdf": pdf_of_lines(TRUTH),
    "d.doc": (FIXTURES / "truth.doc").read_bytes(),
    "one line.txt": "Hoàn thành tốt nhiệm vụ.".encode(),
    "unit.zip": zip_of({"e.txt": TRUTH, "cut.docx": b"PK\x03\x04"}),
}


def outcome(reading: Reading) -> dict[str, str]:
    return {row.path.split("unit/", 1)[1]: row.reason.value for row in reading.skipped}


def test_every_problem_is_a_row_and_the_others_are_read(folder, read):
    reading = read(folder({**GOOD, **{name: data for name, (data, _) in PROBLEMS.items()}}))
    rows = outcome(reading)
    assert rows.pop("unit.zip!cut.docx") == "damaged"
    assert rows.pop("bad/bomb.zip!a.txt") == "too_large"
    for name, (_, reason) in PROBLEMS.items():
        if name != "bad/bomb.zip":
            assert rows.pop(name) in reason, name
    assert rows == {}
    assert [document.id for document in reading.documents] == [
        "a.txt", "b.docx", "c.pdf", "d.doc", "one line.txt", "unit.zip!e.txt"
    ]  # fmt: skip
    assert reading.files == len(GOOD) + len(PROBLEMS)
    assert all(row.detail.endswith((".", "?", ")")) for row in reading.skipped)


def test_the_reading_does_not_depend_on_the_number_of_jobs(folder, read):
    root = folder({**GOOD, **{name: data for name, (data, _) in PROBLEMS.items()}})
    assert read(root, jobs=1) == read(root, jobs=2)


def test_documents_carry_path_role_and_what_the_columns_say(folder):
    root = folder({"lớp 1/a.txt": TRUTH})
    (document,) = read_paths([root], role=Role.PREVIOUS, settings=Settings()).documents
    assert (document.id, document.role) == ("lớp 1/a.txt", Role.PREVIOUS)
    assert document.path == str(root / "lớp 1/a.txt")


def test_lock_files_hidden_files_and_thumbnails_do_not_count(folder, read):
    names = [".an.txt", "~$a.docx", "Thumbs.db", ".DS_Store", ".git/a.txt", "desktop.ini"]
    reading = read(folder(dict.fromkeys(names, "x") | {"a.txt": TRUTH}))
    assert (reading.files, len(reading.documents), reading.skipped) == (1, 1, ())


def test_a_file_given_directly_has_its_name_as_id(folder, read):
    root = folder({"sub/a.txt": TRUTH})
    assert [d.id for d in read(root / "sub" / "a.txt").documents] == ["a.txt"]


def test_a_file_given_twice_is_read_once(folder, read):
    root = folder({"a.txt": TRUTH})
    reading = read(root, root / "a.txt", root)
    assert (reading.files, [d.id for d in reading.documents]) == (1, ["a.txt"])


def test_equal_ids_get_their_folder_in_front_then_a_number(tmp_path, read):
    for name in ("x/tổ 1", "y/tổ 1", "z"):
        (tmp_path / name).mkdir(parents=True)
        (tmp_path / name / "a.txt").write_text(f"bản ở {name}", encoding="utf-8")
    given = [tmp_path / name for name in ("x/tổ 1", "y/tổ 1", "z")]
    expected = ["tổ 1/a.txt", "tổ 1/a.txt#2", "z/a.txt"]
    assert [d.id for d in read(*given).documents] == expected
    assert read(*given) == read(*reversed(given))


def test_ids_are_composed_whatever_the_file_system_stores(tmp_path, read):
    (tmp_path / unicodedata.normalize("NFD", "tự kiểm điểm.txt")).write_text(TRUTH, encoding="utf-8")
    assert [d.id for d in read(tmp_path).documents] == ["tự kiểm điểm.txt"]


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="file names are bytes only there")
def test_a_name_that_is_no_unicode_is_read_and_shown_with_marks(tmp_path, read):
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/b\xe0i.txt")).write_text(TRUTH, encoding="utf-8")
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/b\xe1i.docx")).write_bytes(docx_of_lines(TRUTH))
    documents = read(tmp_path).documents
    assert [d.id for d in documents] == ["b\ufffdi.docx", "b\ufffdi.txt"]
    assert all(d.path.encode() for d in documents)


@pytest.mark.skipif(os.name != "posix", reason="links need rights on Windows")
def test_links_inside_count_once_and_links_outside_are_rows(folder, read, tmp_path):
    root = folder({"a.txt": TRUTH, "sub/b.txt": TRUTH})
    (tmp_path / "outside.txt").write_text(TRUTH, encoding="utf-8")
    (root / "again.txt").symlink_to(root / "a.txt")
    (root / "sub" / "loop").symlink_to(root)
    (root / "out.txt").symlink_to(tmp_path / "outside.txt")
    (root / "gone.txt").symlink_to(tmp_path / "nowhere.txt")
    reading = read(root)
    assert outcome(reading) == {"out.txt": "no_access", "gone.txt": "no_access"}
    assert [d.id for d in reading.documents] == ["a.txt", "sub/b.txt"]


@pytest.mark.skipif(os.name != "posix", reason="no pipes in folders there")
def test_a_pipe_is_a_row_and_is_never_opened(folder, read):
    root = folder({"a.txt": TRUTH})
    os.mkfifo(root / "pipe.txt")
    assert outcome(read(root)) == {"pipe.txt": "no_access"}


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="needs a user whom permissions bind")
def test_what_may_not_be_opened_is_a_row(folder, read):
    root = folder({"a.txt": TRUTH, "closed/b.txt": TRUTH, "c.txt": TRUTH, "d.docx": b"PK"})
    for name in ("closed", "c.txt", "d.docx"):
        (root / name).chmod(0)
    reading = read(root)
    (root / "closed").chmod(0o700)
    assert outcome(reading) == dict.fromkeys(("closed", "c.txt", "d.docx"), "no_access")


def test_a_missing_path_is_an_error_of_the_whole_command(tmp_path, read):
    with pytest.raises(InputError, match="no such file"):
        read(tmp_path / "nowhere")


def test_a_large_file_is_not_opened(folder, read):
    root = folder({"a.txt": "a" * 20_000, "b.docx": docx_of_lines(TRUTH) + b"\0" * 20_000})
    assert outcome(read(root, max_file_bytes=10_000)) == {"a.txt": "too_large", "b.docx": "too_large"}


def test_four_megabytes_of_text_are_cut_and_told(folder, read):
    (document,) = read(folder({"a.txt": (TRUTH + "\n") * 4_500})).documents
    assert len(document.text) == 2_000_000
    assert [note.code for note in document.notes] == ["truncated"]


def test_what_no_text_store_can_hold_is_replaced_and_told(folder, read):
    (document,) = read(folder({"a.txt": "Tôi\0 đã\x07 \u202eđọc\r\nxong\u2028rồi\x0c.".encode()})).documents
    assert document.text == "Tôi\ufffd đã\x07 \u202eđọc\nxong\nrồi\n."
    assert [note.code for note in document.notes] == ["replaced"]


def test_a_wrong_suffix_is_read_by_content_and_told(folder, read):
    files = {
        "a.doc": docx_of_lines(TRUTH),
        "b.docx": pdf_of_lines(TRUTH),
        "c.txt": docx_of_lines(TRUTH),
        "d": TRUTH,
        "e.doc": TRUTH,
        "f.doc": f"<html><body><p>{TRUTH}</p></body></html>",
        "g.docx": (FIXTURES / "truth.doc").read_bytes(),
    }
    reading = read(folder(files))
    assert outcome(reading) == {"d": "unsupported"}
    assert {d.id: d.notes[0].detail for d in reading.documents} == {
        "a.doc": "name=.doc kind=.docx",
        "b.docx": "name=.docx kind=.pdf",
        "c.txt": "name=.txt kind=.docx",
        "e.doc": "name=.doc kind=.txt",
        "f.doc": "name=.doc kind=.html",
        "g.docx": "name=.docx kind=.doc",
    }


def test_progress_counts_every_file_once(folder):
    seen: list[tuple[int, int]] = []
    root = folder({"a.txt": TRUTH, "b.docx": docx_of_lines(TRUTH), "c.pdf": b""})
    read_paths(
        [root], role=Role.SUBMISSION, settings=Settings(), workers=Workers(2), progress=lambda *n: seen.append(n)
    )
    assert seen == [(1, 3), (2, 3), (3, 3)]


def test_a_folder_of_plain_text_starts_no_process(folder, read, monkeypatch):
    monkeypatch.setattr(isolate, "start", lambda *_: pytest.fail("a process was started"))
    assert len(read(folder({"a.txt": TRUTH, "b.md": TRUTH, "empty.txt": b""})).documents) == 2


@pytest.fixture
def hostile_readers(monkeypatch):
    monkeypatch.setattr("detector.readers.ingest.READ_WHOLE", hostile.TARGET)


@pytest.mark.usefixtures("hostile_readers")
@pytest.mark.parametrize(
    ("deed", "reason", "seconds"),
    [(b"hang", SkipReason.TIMEOUT, 1.0), (b"die", SkipReason.DAMAGED, 20.0), (b"hoard", SkipReason.TOO_LARGE, 20.0)],
)
def test_a_reader_that_goes_wrong_takes_down_one_file(deed, reason, seconds, folder, read):
    root = folder({"a.docx": docx_of_lines(TRUTH), "b.evil": deed, "c.docx": docx_of_lines(TRUTH)})
    reading = read(root, file_timeout_seconds=seconds)
    if deed != b"hoard" or sys.platform.startswith("linux"):
        assert [row.reason for row in reading.skipped] == [reason]
    assert [d.id for d in reading.documents if "evil" not in d.id] == ["a.docx", "c.docx"]


@pytest.mark.usefixtures("hostile_readers")
@pytest.mark.parametrize(("deed", "reason", "seconds"), [(b"hang", "timeout", 3.0), (b"die", "damaged", 20.0)])
def test_of_small_files_that_are_read_together_one_goes_wrong_and_the_others_are_read(
    deed, reason, seconds, folder, read
):
    files = {f"{number:02d}.docx": docx_of_lines(f"Văn bản {number}.") for number in range(16)}
    reading = read(folder(files | {"05.evil.docx": deed}), file_timeout_seconds=seconds)
    assert [str(row.reason) for row in reading.skipped] == [reason]
    assert {d.id: d.text for d in reading.documents} == {id: f"Văn bản {int(id[:2])}." for id in files}


@pytest.mark.usefixtures("hostile_readers")
def test_a_member_that_hangs_takes_down_one_member(folder, read):
    inner = zip_of({"1.txt": TRUTH, "2.evil": b"die", "3.txt": TRUTH})
    root = folder({"u.zip": zip_of({"a.txt": TRUTH, "b.evil": b"hang", "c.zip": inner, "d.txt": TRUTH})})
    reading = read(root, file_timeout_seconds=1.0)
    assert outcome(reading) == {"u.zip!b.evil": "timeout", "u.zip!c.zip!2.evil": "damaged"}
    assert [d.id for d in reading.documents] == ["u.zip!a.txt", "u.zip!c.zip!1.txt", "u.zip!c.zip!3.txt", "u.zip!d.txt"]


@pytest.mark.usefixtures("hostile_readers")
def test_an_archive_of_traps_is_given_up(folder, read):
    root = folder({"u.zip": zip_of({f"{n}.evil": b"die" for n in range(9)} | {"z.txt": TRUTH})})
    reading = read(root)
    assert [row.reason for row in reading.skipped] == ["damaged"] * 6
    assert "Given up" in reading.skipped[-1].detail


@pytest.mark.usefixtures("hostile_readers")
def test_a_reader_that_prints_disturbs_nobody(folder, read):
    assert len(read(folder({"a.evil": b"print"})).documents) == 2


@pytest.mark.usefixtures("hostile_readers")
def test_an_interrupt_ends_the_workers_at_once(folder, monkeypatch):
    root = folder({"a.docx": docx_of_lines(TRUTH), "b.evil": b"hang"})
    ended: list[object] = []
    monkeypatch.setattr(isolate, "kill", lambda process: (ended.append(process), process.kill()))

    def interrupt(*_: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        read_paths([root], role=Role.SUBMISSION, settings=Settings(), progress=interrupt)
    assert ended
    assert threading.active_count() < 10


@pytest.fixture
def deep_folder(tmp_path):
    """A folder in which folders may be nested more deeply than Python's own way to remove them can go."""
    yield tmp_path
    for path in tmp_path.iterdir():
        subprocess.run(["rm", "-rf", path], check=True)


@pytest.fixture
def nested(deep_folder):
    """980 folders in one another, a file in the first and one in the last; paths of that length cannot be opened."""
    tmp_path = deep_folder
    top = os.open(tmp_path, os.O_RDONLY)
    inner = top
    for number in range(980):
        os.mkdir(f"folder_{number:03d}", dir_fd=inner)
        before, inner = inner, os.open(f"folder_{number:03d}", os.O_RDONLY, dir_fd=inner)
        os.close(before)
    os.close(os.open("deep.txt", os.O_CREAT | os.O_WRONLY, dir_fd=inner))
    os.close(inner)
    (tmp_path / "a.txt").write_text("Đã soạn 24 phiếu đọc hiểu.", encoding="utf-8")
    return tmp_path


@pytest.mark.skipif(sys.platform == "win32", reason="folders are opened by number")
def test_folders_nested_beyond_what_the_system_can_open_are_one_row(nested, read):
    reading = read(nested)
    assert [document.id for document in reading.documents] == ["a.txt"]
    (row,) = reading.skipped
    assert row.reason is SkipReason.NO_ACCESS
    assert "too deep" in row.detail


@pytest.mark.skipif(sys.platform == "win32", reason="paths there are shorter")
def test_nine_hundred_folders_of_short_names_are_read_to_the_last(deep_folder, read):
    folder = deep_folder
    for _ in range(900):
        folder = folder / "a"
        folder.mkdir()
    (folder / "b.txt").write_text("Đã soạn 24 phiếu đọc hiểu.", encoding="utf-8")
    assert [document.id.count("a/") for document in read(deep_folder).documents] == [900]


@pytest.mark.parametrize("name", ["con", "CON.txt", "nul.txt", "Aux.docx", "com1.doc", "lpt9"])
def test_names_that_windows_keeps_for_devices_are_never_opened_there(name, folder, read, monkeypatch):
    monkeypatch.setattr(walk, "ON_WINDOWS", True)
    reading = read(folder({name: "Đã soạn 24 phiếu đọc hiểu.", "conference.txt": "Đã dự hội nghị."}))
    assert [document.id for document in reading.documents] == ["conference.txt"]
    (row,) = reading.skipped
    assert (row.path.endswith(name), row.reason, "another name" in row.detail) == (True, SkipReason.NO_ACCESS, True)


def test_elsewhere_a_file_of_such_a_name_is_a_file(folder, read, monkeypatch):
    monkeypatch.setattr(walk, "ON_WINDOWS", False)
    assert [document.id for document in read(folder({"nul.txt": "Đã soạn 24 phiếu."})).documents] == ["nul.txt"]


def test_fifty_megabytes_of_text_are_cut_before_they_are_repaired(folder, read):
    line = tcvn3("Ngày thứ hai tôi ghi lại việc đã làm ở xã trong năm học.\n".lower()).encode("cp1252")
    (document,) = read(folder({"long.txt": line * (45_000_000 // len(line))})).documents
    assert "ngày thứ hai tôi ghi lại" in document.text[:100]
    assert len(document.text) == 2_000_000
    assert {"truncated", "encoding"} <= {note.code for note in document.notes}
