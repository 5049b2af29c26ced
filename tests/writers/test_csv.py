from __future__ import annotations

import csv
from pathlib import Path

from detector.documents import Document
from detector.report import Report, Submission
from detector.settings import Settings
from detector.writers import WriteOptions, writer
from tests.reports import report_of
from tests.storage.small_report import shares


def read(folder: Path, table: str) -> list[dict[str, str]]:
    with (folder / f"{table}.csv").open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def test_shares_and_findings_are_spread_over_columns(report: Report, tmp_path: Path) -> None:
    writer("csv").write(report, tmp_path, WriteOptions(lang="en", names=True))
    an = next(row for row in read(tmp_path, "submissions") if row["author"] == "Nguyễn Văn An")
    assert (an["share_form"], an["own_share_own"], an["kinds"]) == ("0.166667", "0.2", "shared; cluster")
    found = [row for row in read(tmp_path, "findings") if row["id"] == an["id"]]
    assert [(row["kind"], row["score"]) for row in found] == [("shared", "0.8"), ("cluster", "2.0")]
    assert an["sentences"] == "; ".join(row["sentence"] for row in found)


def test_what_is_not_known_is_empty(report: Report, tmp_path: Path) -> None:
    writer("csv").write(report, tmp_path, WriteOptions(lang="en", names=True))
    chi = next(row for row in read(tmp_path, "submissions") if row["id"] == "chi.txt")
    assert (chi["unit"], chi["own_share_own"], chi["cluster"]) == ("", "", "")


def test_every_row_is_as_long_as_the_header_also_in_an_empty_table(report: Report, tmp_path: Path) -> None:
    writer("csv").write(report, tmp_path / "full", WriteOptions(lang="en"))
    writer("csv").write(report_of(Settings(), [], [], [], [], []), tmp_path / "empty", WriteOptions(lang="en"))
    for path in sorted((tmp_path / "full").iterdir()):
        with path.open(encoding="utf-8-sig", newline="") as stream:
            lengths = {len(row) for row in csv.reader(stream)}
        with (tmp_path / "empty" / path.name).open(encoding="utf-8-sig", newline="") as stream:
            (header,) = csv.reader(stream)
        assert lengths == {len(header)}, path.name


def test_excel_sees_that_it_is_utf_8(report: Report, tmp_path: Path) -> None:
    writer("csv").write(report, tmp_path, WriteOptions(lang="en"))
    assert (tmp_path / "pairs.csv").read_bytes().startswith(b"\xef\xbb\xbfleft_id,right_id,flagged,")


def test_a_cell_that_looks_like_a_formula_begins_with_an_apostrophe(tmp_path: Path) -> None:
    hostile = ["=1+1", "+84", "-2", "@SUM(A1)", "\t=1", "\r=1", "＝1", "\x00=1", "\u202e=1"]
    rows = [
        Submission(Document(f"{n}", f"/{n}", text, author=text), 1, shares(), None, (), None, ())
        for n, text in enumerate(hostile)
    ]
    writer("csv").write(report_of(Settings(), rows, [], [], [], []), tmp_path, WriteOptions(lang="en", names=True))
    for row in read(tmp_path, "submissions"):
        assert row["text"].startswith("'"), row["text"]
        assert row["author"].startswith("'"), row["author"]


def test_persons_are_codes_unless_names_are_asked_for(report: Report, tmp_path: Path) -> None:
    writer("csv").write(report, tmp_path, WriteOptions(lang="en", salt="s"))
    written = "".join(path.read_text(encoding="utf-8-sig") for path in tmp_path.iterdir())
    assert "Nguyễn" not in written
    assert "NGUYEN" not in written
    assert "an.docx" not in written
    assert "N-" in written
