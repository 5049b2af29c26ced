"""`verify` finds nothing in a sound run and the right thing in a run with one thing wrong."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner

from detector import storage
from detector.cli import cli
from detector.errors import RunFileError
from detector.storage.connection import open_run
from detector.storage.decisions import Decision, Subject, append_decision, undo_decision
from detector.storage.digest import results_digest
from detector.storage.exclusions import FORM, Anchor, Exclusion, append_exclusion
from detector.storage.verify import CHECKS, clock_turns, verify
from tests.storage.small_report import AN, BINH, small_report

DECIDED = Decision("Hoa", Subject("an|", AN.key), Subject("bình|", BINH.key), "rewrite")


@pytest.fixture
def run(tmp_path: Path) -> Path:
    """A run with two decisions, one taken back, and an exclusion."""
    storage.save(small_report(), tmp_path)
    with open_run(tmp_path) as connection:
        row = append_decision(connection, DECIDED)
        undo_decision(connection, row, "Hoa")
        append_exclusion(connection, Exclusion("Hoa", FORM, "Tôi", (Anchor("an|", AN.key, 14, 17),)))
    return tmp_path


def wrong(run: Path) -> dict[str, tuple[str, ...]]:
    return {one.code: one.problems for one in verify(run) if one.problems}


def test_a_sound_run_has_no_problem_and_every_check_was_made(run: Path) -> None:
    assert [one.code for one in verify(run)] == ["file", *CHECKS]
    assert wrong(run) == {}


@pytest.mark.parametrize(
    ("statement", "code", "said"),
    [
        ("UPDATE documents SET text = text || '.' WHERE row = 0", "texts", "documents row 0: the text is not"),
        ("UPDATE documents SET key = '00' WHERE row = 1", "texts", "documents row 1: the text is not"),
        ("UPDATE documents SET role = 'previous' WHERE row = 0", "texts", "a previous with an outcome"),
        ("UPDATE documents SET role = 'nonsense' WHERE row = 0", "texts", "nonsense"),
        ('UPDATE documents SET blocks = \'[[5,2,"cell",""]]\' WHERE row = 0', "texts", "blocks outside"),
        ("DELETE FROM documents WHERE row = 4", "references", "pairs row 1 names a row of documents"),
        ("UPDATE findings SET evidence = '[\"gone.docx\"]'", "references", "'gone.docx', which is not there"),
        ("UPDATE submissions SET cluster = 'c9' WHERE cluster = 'c1'", "references", "the group 'c9'"),
        ("UPDATE passages SET left_end = 999 WHERE row = 0", "passages", "row 0: the left side is outside"),
        ("UPDATE passages SET right_start = right_end WHERE row = 1", "passages", "row 1: the right side is outside"),
        ("UPDATE pairs SET right_row = left_row WHERE row = 2", "passages", "pairs row 2 is no pair"),
        (
            'UPDATE submissions SET marks = \'[[0,13,"form"],[12,20,"own"]]\' WHERE document_row = 0',
            "marks",
            "over one",
        ),
        ("UPDATE submissions SET marks = '[[0,999,\"form\"]]' WHERE document_row = 0", "marks", "outside the text"),
        ("UPDATE submissions SET marks = '[[0,9,\"guilt\"]]' WHERE document_row = 0", "marks", "guilt is no class"),
        ("UPDATE submissions SET shares = '{\"own\":0.7}' WHERE document_row = 0", "shares", "add up to 0.700000"),
        ("UPDATE submissions SET own_shares = '{\"own\":1.2}' WHERE document_row = 0", "shares", "own_shares add up"),
        ("UPDATE submissions SET syllables = 3 WHERE document_row = 3", "shares", "3 syllables, shares add up to 0"),
        ("UPDATE skipped SET reason = 'guilt'", "texts", "'guilt' is no reason"),
        ("DELETE FROM meta WHERE key = 'pseudonym_salt'", "meta", "pseudonym_salt is missing"),
        ("UPDATE meta SET value = 'max_pages = 0' WHERE key = 'settings'", "meta", "max_pages"),
        ("DROP TRIGGER decision_log_keeps_rows", "schema", "trigger decision_log_keeps_rows is missing"),
        ("CREATE TABLE stray (name)", "schema", "table stray is not of this program"),
        (
            "INSERT INTO decision_log VALUES (9, 't', 'r', 'an|', NULL, 'a', NULL, 'x', '', '', '{\"undoes\": 9}')",
            "decisions",
            "row 9 takes back row 9, which is not before it",
        ),
        (
            "INSERT INTO decision_log VALUES (9, 't', 'r', 'chi|', NULL, 'a', NULL, 'x', '', '', '{\"undoes\": 1}')",
            "decisions",
            "row 9 takes back row 1, which is about others",
        ),
        ("UPDATE documents SET author = 'Nguyễn Văn Am' WHERE row = 0", "digest", "not the one that was written"),
        ("UPDATE pairs SET evidence = evidence + 0.001 WHERE row = 0", "digest", "not the one that was written"),
        ("DELETE FROM sqlite_sequence", "decisions", "row 2 was not numbered"),
    ],
)
def test_what_is_wrong_is_found_and_named(statement: str, code: str, said: str, run: Path) -> None:
    with closing(sqlite3.connect(run / "run.sqlite", isolation_level=None)) as connection:
        connection.execute(statement)
    problems = wrong(run)
    assert any(said in problem for problem in problems.get(code, ())), problems


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE documents SET text = replace(text, 'g', 'h') WHERE row = 0",
        "UPDATE documents SET text = CAST(text AS BLOB) WHERE row = 0",
        "UPDATE documents SET path = CAST(path AS BLOB) WHERE row = 0",
        "UPDATE documents SET blocks = '' WHERE row = 0",
        "UPDATE documents SET path = text, text = path WHERE row = 0",
        "UPDATE findings SET facts = replace(facts, ':', ': ')",
        "UPDATE submissions SET syllables = syllables + 1",
    ],
)
def test_every_changed_value_changes_the_digest(statement: str, run: Path) -> None:
    with closing(sqlite3.connect(run / "run.sqlite", isolation_level=None)) as connection:
        before = results_digest(connection)
        assert connection.execute(statement).rowcount
        assert results_digest(connection) != before
        assert connection.text_factory is str


def test_a_digest_of_the_rules_of_before_is_not_compared(run: Path) -> None:
    with closing(sqlite3.connect(run / "run.sqlite", isolation_level=None)) as connection:
        connection.execute("UPDATE meta SET value = 'd41d8cd98f00b204e9800998ecf8427e' WHERE key = 'results_digest'")
    assert wrong(run) == {}


def test_what_the_review_page_keeps_of_its_own_is_no_changed_result(run: Path) -> None:
    with closing(sqlite3.connect(run / "run.sqlite", isolation_level=None)) as connection:
        columns = connection.execute("PRAGMA table_info(overlay_cache)").fetchall()
        connection.execute(f"INSERT INTO overlay_cache VALUES ({', '.join(['1'] * len(columns))})")
    assert wrong(run) == {}


def test_a_clock_that_was_set_back_is_told_and_is_no_damage(run: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("detector.storage.decisions.now", lambda: "1999-01-01")
    with open_run(run) as connection:
        append_decision(connection, Decision("Hoa", Subject("an|", "a"), None, "rewrite"))
        assert clock_turns(connection) == {"decision_log": 1}
    assert wrong(run) == {}
    result = CliRunner().invoke(cli, ["verify", str(run), "--lang", "en"])
    assert (result.exit_code, "set back 1 times while decision_log" in result.output) == (0, True)


def test_the_command_names_what_is_wrong_and_fails(run: Path) -> None:
    assert CliRunner().invoke(cli, ["verify", str(run)]).exit_code == 0
    with closing(sqlite3.connect(run / "run.sqlite", isolation_level=None)) as connection:
        connection.execute("UPDATE passages SET left_end = 999")
    result = CliRunner().invoke(cli, ["verify", str(run), "--lang", "en"])
    assert "wrong  passages lie inside their texts" in result.output
    assert isinstance(result.exception, RunFileError)
    assert "run.sqlite: 3 problems" in str(result.exception)


def test_a_damaged_page_is_found_and_the_rows_are_not_judged(run: Path) -> None:
    path = run / "run.sqlite"
    content = bytearray(path.read_bytes())
    content[8192:12288] = bytes(4096)
    path.write_bytes(content)
    assert [one.code for one in verify(run)] == ["file"]


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ("UPDATE sqlite_master SET sql = replace(sql, 'bits', 'bats') WHERE name = 'passages'", "passages"),
        ("DELETE FROM sqlite_master WHERE name = 'access_log_keeps_rows'", "access_log_keeps_rows"),
    ],
)
def test_a_scan_over_a_run_with_damaged_definitions_says_so_before_it_begins(
    change: str, name: str, run: Path, tmp_path: Path
) -> None:
    text = tmp_path / "an.txt"
    text.write_text("Tôi dạy mười hai tiết và viết ba sáng kiến.", encoding="utf-8")
    damage_definitions(run, change)
    before = (run / "run.sqlite").read_bytes()
    with pytest.raises(RunFileError, match=name):
        storage.save(small_report(), run)
    result = CliRunner().invoke(cli, ["scan", str(text), "-o", str(run), "--lang", "vi"])
    assert isinstance(result.exception, RunFileError)
    assert name in result.exception.in_language("vi")
    assert "bị hỏng" in result.exception.in_language("vi")
    assert "Đã đọc" not in result.output
    assert (run / "run.sqlite").read_bytes() == before


def damage_definitions(run: Path, change: str) -> None:
    """As a broken disk or another program may leave them: the values stay readable."""
    with closing(sqlite3.connect(run / "run.sqlite")) as connection:
        connection.execute("PRAGMA writable_schema = ON")
        connection.execute(change)
        connection.commit()
