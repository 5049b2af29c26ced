from __future__ import annotations

import json
from pathlib import Path

from detector.documents import Document
from detector.report import Report, Submission
from detector.settings import Settings
from detector.writers import WriteOptions, writer
from tests.reports import report_of
from tests.storage.small_report import AN, shares
from tests.writers.columns import COLUMNS


def write(report: Report, folder: Path) -> dict[str, list[dict[str, object]]]:
    writer("jsonl").write(report, folder, WriteOptions(lang="en"))
    return {
        path.stem: [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        for path in folder.glob("*.jsonl")
    }


def test_there_is_a_file_per_table_with_the_columns_that_are_declared(report: Report, tmp_path: Path) -> None:
    tables = write(report, tmp_path)
    assert sorted(tables) == sorted(COLUMNS)
    for table, records in tables.items():
        assert all(tuple(record) == COLUMNS[table] for record in records), table


def test_submissions_come_by_id_and_other_texts_after_them(report: Report, tmp_path: Path) -> None:
    ids = [record["id"] for record in write(report, tmp_path)["submissions"]]
    assert ids == ["chi.txt", "dung.txt", "to_1/an.docx", "to_1/binh.docx", "previous/chi.txt"]


def test_offsets_and_real_names_join_with_the_files(report: Report, tmp_path: Path) -> None:
    tables = write(report, tmp_path)
    passage = tables["passages"][0]
    text = next(str(one["text"]) for one in tables["submissions"] if one["id"] == passage["right_id"])
    assert text[passage["right_start"] : passage["right_end"]] == "Tôi đã soạn 12 giáo án điện tử cho khối 8."  # type: ignore[misc]
    assert tables["submissions"][2]["author"] == "Nguyễn Văn An"


def test_vietnamese_stays_readable(report: Report, tmp_path: Path) -> None:
    write(report, tmp_path)
    assert "Trường THCS Hoà Bình" in (tmp_path / "submissions.jsonl").read_text(encoding="utf-8")


def test_the_same_report_gives_the_same_bytes_whatever_the_order_of_its_submissions(
    report: Report, tmp_path: Path
) -> None:
    write(report, tmp_path / "a")
    turned = report_of(
        report.settings, report.submissions[::-1], report.pairs, report.passages, report.clusters, report.skipped,
        report.others,
    )  # fmt: skip
    write(turned, tmp_path / "b")
    for table in COLUMNS:
        assert (tmp_path / f"a/{table}.jsonl").read_bytes() == (tmp_path / f"b/{table}.jsonl").read_bytes()


def test_an_undecodable_file_name_and_every_kind_of_line_end_stay_one_line(tmp_path: Path) -> None:
    text = "a\u2028b\x85c\nd\udc80"
    row = Submission(Document("x\udcff.txt", "/x", text), 1, shares(own=1.0), None, (), None, ())
    writer("jsonl").write(report_of(Settings(), [row], [], [], [], []), tmp_path, WriteOptions())
    (line,) = (tmp_path / "submissions.jsonl").read_bytes().split(b"\n")[:-1]
    assert json.loads(line)["text"] == text
    assert json.loads(line)["id"] == "x\udcff.txt"


def test_a_report_without_pairs_gives_empty_files(tmp_path: Path) -> None:
    row = Submission(AN, 1, shares(), None, (), None, ())
    assert write(report_of(Settings(), [row], [], [], [], []), tmp_path)["pairs"] == []
