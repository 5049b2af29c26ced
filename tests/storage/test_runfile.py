from __future__ import annotations

import json
import math
import sqlite3
import subprocess
import sys
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from detector import storage
from detector.documents import Block, BlockKind, Document, HiddenWords, Hiding, ReadingNote, SkippedFile, SkipReason
from detector.errors import RunFileError
from detector.matches import Pair, Passage, Side
from detector.report import Mark, Pairs, Report, Submission, Table
from detector.settings import Settings
from detector.storage import encode
from detector.storage.connection import open_run
from detector.storage.digest import write_digest
from detector.storage.migrations import MIGRATIONS
from detector.storage.verify import verify
from tests.reports import report_of
from tests.storage.small_report import AN, BINH, shares, small_report

ROOT = Path(__file__).parents[2]

DECISION = "INSERT INTO decision_log (at, reviewer, left_person, right_person, left_key, right_key, decision) VALUES "

# Overwrites with 2,000 documents, so that half of them are on the disk when the process ends.
KILLED = """
import os, sys
from pathlib import Path
from detector import storage
from detector.storage import encode
from tests.storage.test_runfile import large_report
encode._listed = lambda *_: os._exit(9)
storage.save(large_report(documents=2_000, passages=1), Path(sys.argv[1]))
"""


def test_a_loaded_report_equals_the_saved_one(tmp_path: Path) -> None:
    report = small_report(Settings(min_own_syllables=7, pair_min_bits=33.5))
    storage.save(report, tmp_path / "run")
    loaded = storage.load(tmp_path / "run")
    assert loaded == report
    assert loaded.timings == report.timings
    assert loaded.document(AN.id).key == AN.key


def test_hidden_words_come_back_and_one_outside_its_text_is_found(tmp_path: Path) -> None:
    report = small_report()
    hidden = (HiddenWords(0, "ẩn", Hiding.SIZE, "page=2"), HiddenWords(0, "\ud83d", Hiding.COLOUR))
    first, *rest = report.submissions
    changed = replace(first, document=replace(first.document, hidden=hidden))
    storage.save(replace(report, submissions=Table([changed, *rest])), tmp_path)
    assert storage.load(tmp_path).submissions[0].document == changed.document
    assert [one for one in verify(tmp_path) if one.problems] == []
    with open_run(tmp_path) as connection:
        connection.execute("UPDATE hidden_words SET at = 9999 WHERE position = 1")
    assert {one.code: one.problems for one in verify(tmp_path)}["hidden_words"] == (
        "hidden_words row 0, 1: outside its text",
    )


def test_an_empty_report_survives_too(tmp_path: Path) -> None:
    report = report_of(Settings(), [], [], [], [], [])
    storage.save(report, tmp_path)
    assert storage.load(tmp_path) == report


def test_numpy_figures_come_back_as_the_same_numbers(tmp_path: Path) -> None:
    one, half = np.int32(1), np.float64(0.5)
    report = small_report()
    pair = Pair(AN.id, BINH.id, np.bool_(True), half, half, half, half, half, one, "c1")  # type: ignore[arg-type]
    passage = Passage(Side(AN.id, one, 2 * one), Side(BINH.id, one, 3 * one), "shared", half, one, half)  # type: ignore[arg-type]
    storage.save(replace(report, pairs=Pairs([pair]), passages=Table([passage])), tmp_path)
    loaded = storage.load(tmp_path)
    assert list(loaded.pairs) == [Pair(AN.id, BINH.id, True, 0.5, 0.5, 0.5, 0.5, 0.5, 1, "c1")]
    assert list(loaded.passages) == [Passage(Side(AN.id, 1, 2), Side(BINH.id, 1, 3), "shared", 0.5, 1, 0.5)]


@pytest.mark.parametrize(
    "text", ["", "\0", "a\x00b", "\ud83d alone", "T\u0065\u0302\u0301", "👩‍🏫\u202e", "'; DROP TABLE documents; --"]
)
def test_a_text_comes_back_character_for_character(tmp_path: Path, text: str) -> None:
    document = Document(id=f"{text}.txt", path=f"/{text}", text=text, author=text or None)
    report = report_of(
        Settings(),
        [Submission(document, 0, shares(), None, (), None, ())],
        [],
        [],
        [],
        [SkippedFile(f"/skipped/{text}", SkipReason.DAMAGED, text)],
    )
    storage.save(report, tmp_path)
    assert storage.load(tmp_path) == report


def test_a_second_scan_replaces_the_results(tmp_path: Path) -> None:
    storage.save(small_report(), tmp_path)
    fewer = replace(small_report(), pairs=Pairs([]), passages=Table([]), skipped=Table([]))
    storage.save(fewer, tmp_path)
    assert storage.load(tmp_path) == fewer


def test_decisions_and_the_salt_of_the_codes_outlive_a_second_scan(tmp_path: Path) -> None:
    storage.save(small_report(), tmp_path)
    salt = storage.pseudonym_salt(tmp_path)
    _decide(tmp_path)
    storage.save(report_of(Settings(), [], [], [], [], []), tmp_path)
    with open_run(tmp_path) as connection:
        decisions = connection.execute("SELECT left_person, right_key, decision FROM decision_log").fetchall()
    assert decisions == [("An", "k2", "rewrite")]
    assert storage.pseudonym_salt(tmp_path) == salt


def test_recorded_decisions_can_be_neither_changed_nor_deleted(tmp_path: Path) -> None:
    storage.save(small_report(), tmp_path)
    _decide(tmp_path)
    with open_run(tmp_path) as connection:
        for statement in ("DELETE FROM decision_log", "UPDATE decision_log SET decision = 'no_issue'"):
            with pytest.raises(sqlite3.IntegrityError, match="append"):
                connection.execute(statement)


def test_a_crash_while_saving_leaves_the_earlier_results(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    storage.save(small_report(), tmp_path)
    _crash_at_clusters(monkeypatch)
    with pytest.raises(KeyboardInterrupt):
        storage.save(report_of(Settings(), [], [], [], list(small_report().clusters), []), tmp_path)
    assert storage.load(tmp_path) == small_report()


def test_a_process_killed_while_saving_leaves_the_earlier_results(tmp_path: Path) -> None:
    storage.save(small_report(), tmp_path)
    assert subprocess.run([sys.executable, "-c", KILLED, str(tmp_path)], check=False, cwd=ROOT).returncode == 9
    assert storage.load(tmp_path) == small_report()


def test_a_crash_in_the_first_save_leaves_no_run_and_no_draft(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _crash_at_clusters(monkeypatch)
    with pytest.raises(KeyboardInterrupt):
        storage.save(small_report(), tmp_path / "run")
    assert list((tmp_path / "run").iterdir()) == []
    with pytest.raises(RunFileError, match=r"not a run.*detector scan"):
        storage.load(tmp_path / "run")


def test_a_review_page_that_has_the_file_open_sees_the_second_scan(tmp_path: Path) -> None:
    storage.save(small_report(), tmp_path)
    with open_run(tmp_path) as page:
        assert page.execute("SELECT count(*) FROM pairs").fetchone() == (3,)
        storage.save(replace(small_report(), pairs=Pairs([])), tmp_path)
        assert page.execute("SELECT count(*) FROM pairs").fetchone() == (0,)
        page.execute(DECISION + "('t', 'r', 'An', 'Binh', 'k1', 'k2', 'rewrite')")
    with open_run(tmp_path) as connection:
        assert connection.execute("SELECT count(*) FROM decision_log").fetchone() == (1,)


def test_a_missing_folder_is_told(tmp_path: Path) -> None:
    with pytest.raises(RunFileError, match="no such folder"):
        storage.load(tmp_path / "nowhere")


def test_a_file_that_is_no_database_is_told_and_not_overwritten(tmp_path: Path) -> None:
    (tmp_path / "run.sqlite").write_text("my notes " * 200, encoding="utf-8")
    for use in (storage.load, lambda run: storage.save(small_report(), run)):
        with pytest.raises(RunFileError, match=r"not a readable run file"):
            use(tmp_path)
    assert (tmp_path / "run.sqlite").read_text(encoding="utf-8").startswith("my notes")


def test_a_database_of_another_program_is_told_and_not_overwritten(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "run.sqlite") as other:
        other.execute("CREATE TABLE recipes (name)")
    other.close()
    with pytest.raises(RunFileError, match="not a run file"):
        storage.save(small_report(), tmp_path)


def test_a_newer_schema_is_told(tmp_path: Path) -> None:
    storage.save(small_report(), tmp_path)
    with open_run(tmp_path) as connection:
        connection.execute(f"PRAGMA user_version = {len(MIGRATIONS) + 1}")
    with pytest.raises(RunFileError, match=r"newer version.*Update the program"):
        storage.load(tmp_path)


def test_a_damaged_file_is_told(tmp_path: Path) -> None:
    path = storage.save(small_report(), tmp_path)
    content = bytearray(path.read_bytes())
    content[4096 : len(content) // 2] = bytes(len(content) // 2 - 4096)
    path.write_bytes(content)
    with pytest.raises(RunFileError, match="Put a copy of it back"):
        storage.load(tmp_path)


def test_lists_and_figures_are_written_as_the_json_library_writes_them(tmp_path: Path) -> None:
    odd = 'ô "sheet"=\\ \x00\n\udcff🌙'
    blocks = (Block(0, 3, BlockKind.CELL, odd), Block(4, 9))
    document = Document(
        "a", "/a", "Dự giờ 🌙", blocks=blocks, notes=(ReadingNote("ocr", odd),), sections=((0, odd), (4, "I"))
    )
    figures = {"own": 1 / 3, "form": 1e-7, odd: math.nan, "rule": -math.inf, "common": np.float64(0.1)}
    marks = (Mark(0, 3, "own"), Mark(4, 9, odd))
    row = Submission(document, 2, {"own": 1.0, "form": 1e22}, {}, (), None, marks, figures)
    storage.save(report_of(Settings(), [row], [], [], [], []), tmp_path)
    with open_run(tmp_path) as connection:
        cells = connection.execute("SELECT blocks, notes, sections FROM documents").fetchone()
        cells += connection.execute("SELECT shares, own_shares, marks, measures FROM submissions").fetchone()
    values = (
        [[0, 3, "cell", odd], [4, 9, "paragraph", ""]],
        [["ocr", odd]],
        document.sections,
        *({"own": 1.0, "form": 1e22}, {}, [[0, 3, "own"], [4, 9, odd]], figures),
    )
    assert cells == tuple(json.dumps(value, separators=(",", ":")) for value in values)
    stored = storage.load(tmp_path).submissions[0]
    assert (stored.document, stored.marks, stored.shares) == (document, marks, row.shares)
    assert repr(stored.measures) == repr({name: float(value) for name, value in figures.items()})


@pytest.mark.parametrize("marks", ['[[0,99999999999,"own"]]', "[[0,4]]", "[[0,4,7]]", "[7]", "{"])
def test_broken_marks_are_told(marks: str, tmp_path: Path) -> None:
    storage.save(small_report(), tmp_path)
    with open_run(tmp_path) as connection:
        connection.execute("UPDATE submissions SET marks = ?", (marks,))
    with pytest.raises(RunFileError, match="names the row"):
        storage.load(tmp_path)


def test_a_truncated_file_is_told(tmp_path: Path) -> None:
    path = storage.save(small_report(), tmp_path)
    path.write_bytes(path.read_bytes()[:5000])
    with pytest.raises(RunFileError, match="Put a copy of it back"):
        storage.load(tmp_path)


def test_a_setting_that_no_longer_exists_does_not_make_a_run_unreadable(tmp_path: Path) -> None:
    storage.save(small_report(), tmp_path)
    with open_run(tmp_path) as connection:
        connection.execute("UPDATE meta SET value = value || 'retired = 3\n' WHERE key = 'settings'")
        write_digest(connection)
    assert storage.load(tmp_path).settings == Settings()


def test_the_run_file_says_what_made_it(tmp_path: Path) -> None:
    storage.save(small_report(), tmp_path)
    meta = storage.run_meta(tmp_path)
    keys = ["created", "found_under", "pseudonym_salt", "results_digest", "scanned", "settings", "tool_version"]
    assert sorted(meta) == keys
    assert f"pair_min_bits = {Settings().pair_min_bits}" in meta["settings"]


def test_the_pages_of_a_review_find_their_rows_by_index(tmp_path: Path) -> None:
    storage.save(small_report(), tmp_path)
    questions = (
        "SELECT * FROM documents WHERE id = 'a'",
        "SELECT * FROM pairs WHERE left_row = 1 AND right_row = 2",
        "SELECT * FROM passages WHERE left_row = 1 AND right_row = 2",
        "SELECT * FROM findings WHERE kind = 'shared'",
        "SELECT * FROM cluster_members WHERE document_row = 1",
    )
    with open_run(tmp_path) as connection:
        for question in questions:
            (plan,) = connection.execute(f"EXPLAIN QUERY PLAN {question}").fetchall()
            assert plan[3].startswith("SEARCH"), plan


def _decide(run: Path) -> None:
    with open_run(run) as connection:
        connection.execute(DECISION + "('2024-12-01', 'Hoa', 'An', 'Binh', 'k1', 'k2', 'rewrite')")


def _crash_at_clusters(monkeypatch: pytest.MonkeyPatch) -> None:
    def crash(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(encode, "_listed", crash)


def large_report(documents: int, passages: int) -> Report:
    ids = [f"d{number:04}.txt" for number in range(documents)]
    rows = [
        Submission(Document(id, id, f"{id} " * 500), 500, shares(own=1.0), shares(own=1.0), (), None, ()) for id in ids
    ]
    pairs = [Pair(left, right, True, 9.0, 0.1, 0.2, 0.3, 0.4, passages, None) for left, right in pairwise(ids)]
    found = [
        Passage(Side(pair.left_id, at, at + 9), Side(pair.right_id, at, at + 9), "shared", 0.9, 2, 33.3, flagged=True)
        for pair in pairs
        for at in range(0, 10 * passages, 10)
    ]
    return report_of(Settings(), rows, pairs, found, [], [])
