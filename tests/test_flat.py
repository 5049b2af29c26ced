"""Tables for data frames: one value a column, the same columns with rows and without, and what saves them."""

from __future__ import annotations

import csv
import math
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest

import detector
from detector.errors import DetectorError
from detector.flat import MEASURES, TABLES, column_type, columns_of
from detector.records import SHARE_KEYS
from detector.report import Pairs, Report, Table
from detector.signals.family import own_signals
from detector.writers import WriteOptions, writer
from tests.full_report import full_report

EMPTY = Report()


def test_every_figure_of_a_submission_has_a_column_of_its_name() -> None:
    frame = full_report().submissions.to_frame()
    wanted = {"id", "author", "unit", "year", "post", "period", "role", "syllables", "kinds", "cluster", "text", "key"}
    assert [one.name for one in own_signals()] == list(MEASURES)
    wanted |= {f"{of}_{kind}" for of in ("share", "own_share") for kind in SHARE_KEYS} | {
        one.name for one in own_signals()
    }
    assert wanted <= set(frame.columns)
    assert "flags" not in frame.columns  # which pandas keeps for itself
    row = full_report().submissions[0]
    assert frame.share_shared[0] == pytest.approx(row.shares["shared"])
    assert frame.own_share_own[0] == pytest.approx(row.own_shares["own"])  # type: ignore[index]
    assert frame.kinds[0] == "shared"


@pytest.mark.parametrize("table", TABLES)
def test_nothing_in_a_frame_is_nested(table: str) -> None:
    frame = full_report().frames()[table]
    assert len(frame)
    kinds = {type(value) for column in frame for value in frame[column].dropna()}
    assert not kinds & {list, tuple, dict, set}


@pytest.mark.parametrize("table", TABLES)
def test_an_empty_frame_has_the_same_columns_and_types(table: str) -> None:
    full, empty = full_report().frames()[table], EMPTY.frames()[table]
    known = [name for name in full.columns if name in columns_of(table)]
    assert list(empty.columns) == known
    assert {name: str(full[name].dtype) for name in known} == {name: str(empty[name].dtype) for name in known}
    assert len(empty) == 0


def test_a_measure_that_says_nothing_is_missing_and_not_nought() -> None:
    frame = full_report().submissions.to_frame()
    assert frame.specificity.isna().all()
    assert frame.sticky.tolist() == [2.5] * len(frame)  # a measure of another package stands behind ours
    assert list(frame.columns)[-1] == "sticky"


def test_whole_numbers_stay_whole_beside_missing_ones() -> None:
    frame = detector.scan({"an": "Năm nay tôi trồng cây.", "binh": "Năm 2024\nTôi trực đêm."}).submissions.to_frame()
    assert str(frame.year.dtype) == "Int64"
    assert frame.year.isna().sum() == 1


def test_sentences_are_in_the_language_that_is_asked_for() -> None:
    report = full_report()
    vietnamese, english = (report.frames(lang)["findings"].sentence[0] for lang in ("vi", "en"))
    assert vietnamese != english
    assert report.submissions.to_frame("en").sentences[0].startswith(english)
    with pytest.raises(DetectorError, match="lang: expected one of vi, en, got str 'fr'"):
        report.pairs.to_frame("fr")


def test_members_of_groups_join_with_submissions() -> None:
    frames = full_report().frames()
    joined = frames["members"].merge(frames["submissions"], on="id")
    assert sorted(joined.author) == ["Hồ Văn Giang", "Nguyễn Văn An", "Trần Thị Bình"]
    assert frames["clusters"]["size"].tolist() == [3]


def test_the_columns_make_frames_of_other_libraries() -> None:
    polars, pyarrow = pytest.importorskip("polars"), pytest.importorskip("pyarrow")
    report = full_report()
    assert polars.DataFrame(report.pairs.columns()).to_dicts() == report.pairs.lines()
    assert pyarrow.table(report.passages.columns()).to_pylist() == report.passages.lines()


def test_slices_and_flagged_pairs_stay_tables() -> None:
    pairs = full_report().pairs
    for part in (pairs[:2], pairs.flagged(), pairs[5:]):
        assert isinstance(part, Pairs)
        assert list(part.to_frame().columns) == list(pairs.to_frame().columns)
    assert isinstance(full_report().passages[1:], Table)
    assert pairs[:2] == list(pairs)[:2]


def test_csv_workbook_and_parquet_have_the_columns_and_values_of_the_frames(tmp_path: Path) -> None:
    pyarrow = pytest.importorskip("pyarrow.parquet")
    report, options = full_report(), WriteOptions(lang="vi", names=True)
    for name in ("csv", "tables", "parquet"):
        writer(name).write(report, tmp_path / f"out{writer(name).suffix}", options)
    book = openpyxl.load_workbook(tmp_path / "out.xlsx")
    frames = report.frames()
    assert book.sheetnames[: len(TABLES)] == list(TABLES) == list(frames)
    for table, frame in frames.items():
        head, *rows = book[table].iter_rows(values_only=True)
        with (tmp_path / "out" / f"{table}.csv").open(encoding="utf-8-sig", newline="") as stream:
            csv_head, *csv_rows = csv.reader(stream)
        stored = pyarrow.read_table(tmp_path / "out" / f"{table}.parquet")
        assert list(head) == csv_head == stored.column_names == list(frame.columns), table
        whole = [list(line.values()) for line in stored.to_pylist()]
        assert len(whole) >= len(frame)
        assert [[value or None for value in row] for row in rows] == [[v or None for v in row] for row in whole], table
        assert csv_rows == [[_in_csv(value) for value in row] for row in whole], table


def _in_csv(value: Any) -> str:
    return "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)


def test_parquet_gives_back_the_frames(tmp_path: Path) -> None:
    pyarrow = pytest.importorskip("pyarrow.parquet")
    report = full_report()
    written = writer("parquet").write(report, tmp_path, WriteOptions(lang="vi", names=True))
    assert {path.stem for path in written} >= set(TABLES)
    for table, made in report.frames().items():
        frame, read = made, pyarrow.read_table(tmp_path / f"{table}.parquet").to_pandas()
        if table in ("submissions", "findings"):  # by id in files, beside the other texts
            read = read[read.id.isin(frame.id)]
            read, frame = (one.sort_values("id", kind="stable").reset_index(drop=True) for one in (read, frame))
        assert list(read.columns) == list(frame.columns)
        for name in frame.columns:
            assert [_plain(value) for value in read[name]] == [_plain(value) for value in frame[name]], (table, name)


def _plain(value: Any) -> Any:
    return None if value is None or value is pd.NA or (isinstance(value, float) and math.isnan(value)) else value


def test_parquet_tables_of_two_reports_have_one_schema(tmp_path: Path) -> None:
    pyarrow = pytest.importorskip("pyarrow.parquet")
    report = detector.scan({"an": "Tôi trồng cây ở sân trường.", "binh": "Tôi trực đêm ở trạm xá."})
    for name, one in (("full", report), ("empty", EMPTY)):
        writer("parquet").write(one, tmp_path / name, WriteOptions(names=True))
    for table in TABLES:
        full, empty = (pyarrow.read_schema(tmp_path / name / f"{table}.parquet") for name in ("full", "empty"))
        assert full.equals(empty, check_metadata=False), table


def test_parquet_without_names_holds_codes(tmp_path: Path) -> None:
    pyarrow = pytest.importorskip("pyarrow.parquet")
    writer("parquet").write(full_report(), tmp_path, WriteOptions(lang="vi", salt="s"))
    rows = pyarrow.read_table(tmp_path / "submissions.parquet").to_pylist()
    assert all(row["key"] is None and row["post"] is None for row in rows)
    assert "Nguyễn Văn An" not in repr([pyarrow.read_table(path).to_pylist() for path in tmp_path.iterdir()])


def test_every_column_of_every_table_has_the_type_of_its_values() -> None:
    report = full_report()
    for table, columns in report.tables().items():
        for name, values in columns.items():
            kinds = {type(value) for value in values if value is not None}
            assert kinds <= {column_type(table, name)}, (table, name, kinds)


# --- runs


def test_a_saved_report_is_opened_again(tmp_path: Path) -> None:
    report = full_report()
    assert report.save(tmp_path / "run") == tmp_path / "run" / "run.sqlite"
    assert detector.open(str(tmp_path / "run")) == report


def test_what_a_scan_leaves_in_its_run_can_be_opened(tmp_path: Path) -> None:
    report = detector.scan({"an": "Tôi trồng cây ở sân trường."}, run=tmp_path / "run")
    assert detector.open(tmp_path / "run") == report
    again = detector.scan({"an": "Tôi trồng cây ở sân trường."}, run=tmp_path / "run")
    assert again.taken_over


@pytest.mark.parametrize(
    ("do", "said"),
    [
        (lambda tmp: detector.open(tmp / "no"), "no such folder"),
        (detector.open, "not a run, it has no run.sqlite"),
        (lambda _: detector.open(None), "expected the path of a RUN folder, got None"),
        (lambda _: detector.open(5), "expected the path of a RUN folder, got 5"),
        (lambda tmp: detector.open(tmp / "run.sqlite"), "expected a RUN folder, got the name of a file"),
        (lambda _: EMPTY.save(""), "expected the path of a RUN folder, got ''"),
        (lambda tmp: EMPTY.save(tmp / "result.xlsx"), "expected a RUN folder, got the name of a file"),
    ],
)
def test_a_place_that_is_no_run_is_told(do: Any, said: str, tmp_path: Path) -> None:
    with pytest.raises(DetectorError, match=said):
        do(tmp_path)


def test_dir_shows_the_public_names() -> None:
    assert dir(detector) == sorted(detector.__all__)
