"""A folder as it comes by mail: whatever is wrong with a file, the scan ends well and says so."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Mapping
from pathlib import Path

import pytest

import detector
from detector.documents import SkipReason
from detector.report import Report

from .conftest import SUBMISSIONS

WORD_FILE = "a01_nguyen_thi_lan.docx"
PDF_FILE = "a12_trinh_thi_bich.pdf"
TEXT_FILE = "a17_ta_thi_hang.txt"


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Report:
    text = (SUBMISSIONS / TEXT_FILE).read_bytes()
    word = (SUBMISSIONS / WORD_FILE).read_bytes()
    files = {
        "good.docx": word,
        "good.pdf": (SUBMISSIONS / PDF_FILE).read_bytes(),
        "empty.txt": b"",
        "blank.txt": b" \n\n ",
        "one_line.txt": "Hoàn thành tốt nhiệm vụ được giao.".encode(),
        "picture.docx": png(),
        "cut_off.docx": word[: len(word) // 2],
        "locked.pdf": locked_pdf(),
        "program.exe": b"MZ\x00\x00",
        "twin_1.txt": text,
        "twin_2.txt": text,
        "long.txt": four_megabytes(),
    }
    folder = tmp_path_factory.mktemp("unit")
    write(folder, files)
    return detector.scan([folder])


SKIPPED = {
    "empty.txt": {SkipReason.EMPTY},
    "blank.txt": {SkipReason.EMPTY},
    "cut_off.docx": {SkipReason.DAMAGED},
    "locked.pdf": {SkipReason.ENCRYPTED},
    "program.exe": {SkipReason.UNSUPPORTED},
}


@pytest.mark.parametrize("name", SKIPPED)
def test_a_file_without_readable_text_is_a_row_with_its_reason(report: Report, name: str) -> None:
    rows = [row for row in report.skipped if Path(row.path).name == name]
    assert [row.reason for row in rows if row.reason in SKIPPED[name]] == [row.reason for row in rows] != []
    assert rows[0].detail.strip()


def test_a_picture_named_docx_is_no_submission(report: Report) -> None:
    rows = [row for row in report.skipped if Path(row.path).name == "picture.docx"]
    assert len(rows) == 1
    assert rows[0].detail.strip()


def test_every_file_is_counted_once(report: Report) -> None:
    read = [Path(row.document.path).name for row in report.submissions]
    not_read = [Path(row.path).name for row in report.skipped]
    assert sorted(read) == ["good.docx", "good.pdf", "long.txt", "one_line.txt", "twin_1.txt", "twin_2.txt"]
    assert len(read) + len(not_read) == 12


def test_one_line_is_too_little_to_judge(report: Report) -> None:
    submission = report.submission("one_line.txt")
    assert "not_enough_text" in submission.flags
    assert submission.own_shares is None


def test_one_file_twice_is_no_pair_of_two_people(report: Report) -> None:
    assert report.pairs.flagged() == []
    assert report.submission("twin_1.txt").shares["shared"] == 0.0


def test_text_beyond_the_limit_is_cut_and_the_report_says_so(report: Report) -> None:
    document = report.document("long.txt")
    assert len(document.text) <= report.settings.max_characters
    assert "truncated" in {note.code for note in document.notes}


def test_shares_of_every_submission_add_up(report: Report) -> None:
    for row in report.submissions:
        assert sum(row.shares.values()) == pytest.approx(1.0)


def test_three_hundred_people_with_one_text_are_one_cluster(tmp_path: Path) -> None:
    text = (SUBMISSIONS / TEXT_FILE).read_text("utf-8")
    author = detector.scan({"one": text}).submission("one").document.author
    assert author
    write(tmp_path, {f"{n:03d}.txt": text.replace(author, f"Lò Văn Thứ {n}").encode() for n in range(300)})
    report = detector.scan([tmp_path])
    assert len(report.submissions) == 300
    assert [len(cluster.members) for cluster in report.clusters] == [300]
    assert {"shared" in row.flags or "cluster" in row.flags for row in report.submissions} == {True}


def test_three_hundred_identical_files_hide_no_copy_among_the_others(tmp_path: Path) -> None:
    text = (SUBMISSIONS / TEXT_FILE).read_bytes()
    others = {path.name: path.read_bytes() for path in SUBMISSIONS.glob("*.txt")}
    write(tmp_path, others | {f"{number:03d}.txt": text for number in range(300)})
    write(
        tmp_path, {"copy.txt": (SUBMISSIONS / "a03_pham_thu_ha.txt").read_text("utf-8").replace("Thu", "Thị").encode()}
    )
    flagged = {frozenset((p.left_id, p.right_id)) for p in detector.scan([tmp_path]).pairs.flagged()}
    assert frozenset(("a03_pham_thu_ha.txt", "copy.txt")) in flagged


def write(folder: Path, files: Mapping[str, bytes]) -> None:
    for name, data in files.items():
        (folder / name).write_bytes(data)


def four_megabytes() -> bytes:
    lines = (f"Ngày thứ {number} tôi ghi lại {number * 7 % 1013} việc đã làm ở xã.\n" for number in range(70_000))
    data = "".join(lines).encode()
    assert len(data) > 4_000_000
    return data


def png() -> bytes:
    """One grey point."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0\x80")) + chunk(b"IEND", b"")
    )


def locked_pdf() -> bytes:
    """A PDF whose trailer asks for a password that nobody has."""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] >>",
        b"<< /Filter /Standard /V 1 /R 2 /P -4 /O <" + b"41" * 32 + b"> /U <" + b"42" * 32 + b"> >>",
    ]
    out, offsets = io.BytesIO(b"%PDF-1.4\n"), []
    out.seek(0, io.SEEK_END)
    for number, body in enumerate(objects, 1):
        offsets.append(out.tell())
        out.write(b"%d 0 obj\n%b\nendobj\n" % (number, body))
    start = out.tell()
    out.write(b"xref\n0 5\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % offset for offset in offsets))
    identity = b"<" + b"43" * 16 + b">"
    out.write(b"trailer\n<< /Size 5 /Root 1 0 R /Encrypt 4 0 R /ID [%b %b] >>\n" % (identity, identity))
    out.write(b"startxref\n%d\n%%%%EOF\n" % start)
    return out.getvalue()
