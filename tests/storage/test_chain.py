"""The logs cannot be changed without a trace, and with a record at hand not even by who works all hashes out anew."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from sqlite3 import Connection

import pytest
from click.testing import CliRunner

from detector.cli import cli
from detector.keeping.purge import purge_person
from detector.storage import chain, log_state, save
from detector.storage.access import Access, append_access
from detector.storage.connection import open_run
from detector.storage.decisions import Decision, Subject, append_decision, undo_decision
from detector.storage.exclusions import Anchor, Exclusion, append_exclusion
from detector.storage.verify import clock_turns, verify
from tests.storage.small_report import AN, BINH, CHI, small_report


def subject(document: object) -> Subject:
    return Subject(str(document.author).casefold() + "|", str(document.key))


@pytest.fixture
def run(tmp_path: Path) -> Path:
    return logged_run(tmp_path / "run")


def logged_run(folder: Path) -> Path:
    """Three decisions, one of them taken back, a passage set aside, three pages opened."""
    save(small_report(), folder)
    with open_run(folder) as connection:
        append_decision(connection, Decision("Hoa", subject(AN), subject(BINH), "rewrite", note="nói chuyện"))
        append_access(connection, Access("Hoa", "v1", "pair", (subject(AN), subject(BINH))))
        second = append_decision(connection, Decision("Hoa", subject(CHI), None, "talk"))
        append_exclusion(connection, Exclusion("Hoa", "form", "mẫu", (Anchor("an|", AN.key, 0, 13),)))
        undo_decision(connection, second, "Lan")
        append_access(connection, Access("Lan", "v2", "person", (subject(CHI),)))
        append_access(connection, Access("Lan", "v2", "overview"))
    return folder


def broken(run: Path, record: str | None = None) -> list[str]:
    """Checks that found something."""
    return [one.code for one in verify(run, record) if one.problems]


def tampered(run: Path, change: Callable[[Connection], object]) -> None:
    """As somebody does it who has a tool for databases: without the triggers, which are put back."""
    with closing(sqlite3.connect(run / "run.sqlite", isolation_level=None)) as connection:
        triggers = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for name, _ in triggers:
            connection.execute(f"DROP TRIGGER {name}")
        change(connection)
        for _, sql in triggers:
            connection.execute(sql)


def sql(*statements: str) -> Callable[[Connection], object]:
    return lambda connection: [connection.execute(statement) for statement in statements]


def anew(*statements: str) -> Callable[[Connection], object]:
    """The change, then every link worked out as the program would have done: whoever has the file has its salt."""

    def change(connection: Connection) -> None:
        for statement in statements:
            connection.execute(statement)
        connection.execute("DELETE FROM log_chain")
        connection.execute("DELETE FROM sqlite_sequence WHERE name = 'log_chain'")
        chain.begin(connection)

    return change


_LAST = "(SELECT max(row) FROM decision_log)"
TAMPERING = {
    "a note is changed": sql("UPDATE decision_log SET note = 'khác' WHERE row = 1"),
    "a decision is changed": sql("UPDATE decision_log SET decision = 'no_issue' WHERE row = 1"),
    "a time is changed": sql("UPDATE decision_log SET at = '2020-01-01T00:00:00.000+00:00' WHERE row = 2"),
    "a reviewer is changed": sql("UPDATE exclusion_log SET reviewer = 'Lan' WHERE row = 1"),
    "a row in the middle is removed": sql("DELETE FROM decision_log WHERE row = 1"),
    "the last row is removed": sql(f"DELETE FROM decision_log WHERE row = {_LAST}"),
    "the last row and its link are removed": sql(
        f"DELETE FROM decision_log WHERE row = {_LAST}",
        "DELETE FROM log_chain WHERE row = (SELECT max(row) FROM log_chain WHERE log = 'decision_log')",
    ),
    "the last link and its row are removed": sql(
        "DELETE FROM access_log WHERE row = (SELECT max(row) FROM access_log)",
        "DELETE FROM log_chain WHERE row = (SELECT max(row) FROM log_chain)",
    ),
    "a row is added": sql(
        "INSERT INTO decision_log (at, reviewer, left_person, left_key, decision) "
        "VALUES ('2030', 'Lan', 'a', 'k', 'talk')"
    ),
    "two rows change places": sql(
        "UPDATE decision_log SET row = 99 WHERE row = 1",
        "UPDATE decision_log SET row = 1 WHERE row = 2",
        "UPDATE decision_log SET row = 2 WHERE row = 99",
    ),
    "who opened a page is removed": sql("DELETE FROM access_log WHERE row = 2"),
    "a link is changed": sql("UPDATE log_chain SET hash = '00000000000000000000000000000000' WHERE row = 3"),
    "a removal with a person is pretended": sql(
        "DELETE FROM decision_log WHERE row = 1", "UPDATE log_chain SET nonce = NULL WHERE row = 1"
    ),
}
ANEW = {
    "a decision is changed": anew("UPDATE decision_log SET decision = 'no_issue' WHERE row = 1"),
    "the first row is removed": anew("DELETE FROM decision_log WHERE row = 1"),
    "who opened a page is removed": anew("DELETE FROM access_log WHERE row = 2"),
    "nothing is changed": anew(),
    "the logs are emptied": anew("DELETE FROM decision_log", "DELETE FROM exclusion_log", "DELETE FROM access_log"),
}


def test_logs_that_nobody_touched_are_whole(run: Path) -> None:
    assert broken(run, log_state(run)) == []
    assert broken(run, f"in {log_state(run)}, and {log_state(run)}.") == []


@pytest.mark.parametrize("change", TAMPERING.values(), ids=TAMPERING)
def test_tampering_with_a_log_is_told(run: Path, change: Callable[[Connection], object]) -> None:
    tampered(run, change)
    assert "chain" in broken(run)


@pytest.mark.parametrize("change", ANEW.values(), ids=ANEW)
def test_a_chain_worked_out_anew_is_told_by_a_record_printed_before(
    run: Path, change: Callable[[Connection], object]
) -> None:
    printed = log_state(run)
    tampered(run, change)
    assert "chain" not in broken(run)
    assert "record" in broken(run, printed)


def test_a_record_stays_true_whatever_is_appended_later(run: Path) -> None:
    printed = log_state(run)
    with open_run(run) as connection:
        append_decision(connection, Decision("Lan", subject(BINH), None, "talk"))
    assert broken(run, printed) == []
    assert broken(run, log_state(run)) == []


def test_a_record_of_another_run_is_told(run: Path, tmp_path: Path) -> None:
    save(small_report(), tmp_path / "other")
    assert broken(run, log_state(tmp_path / "other")) == ["record"]
    assert broken(run, "no state at all") == ["record"]


def test_removing_a_person_leaves_a_marked_gap_and_earlier_records_hold(run: Path) -> None:
    printed = log_state(run)
    purge_person(run, str(CHI.author))
    assert broken(run, printed) == []
    with open_run(run) as connection:
        (gap,) = chain.gaps(connection)
        assert gap.links == 3  # the decision, its undoing, the page
        left = connection.execute("SELECT count(*) FROM log_chain WHERE nonce IS NULL AND log <> 'purge'").fetchone()
        assert left == (3,)
    output = CliRunner().invoke(cli, ["verify", str(run), "--lang", "en"]).output
    assert "a person was removed, and 3 rows" in output


def test_after_a_removal_tampering_is_told_as_before(run: Path) -> None:
    purge_person(run, str(CHI.author))
    tampered(run, TAMPERING["a note is changed"])
    assert "chain" in broken(run)


def test_a_link_that_lost_its_row_tells_nothing_about_it(run: Path) -> None:
    """Without its nonce a guess of the row cannot be tried out: 2^128 hashes fit it."""
    purge_person(run, str(CHI.author))
    with open_run(run) as connection:
        rows = connection.execute(
            "SELECT log_row, nonce FROM log_chain WHERE log = 'access_log' ORDER BY row"
        ).fetchall()
    assert [nonce is None for _, nonce in rows] == [False, True, False]


def test_times_are_in_the_order_of_the_rows_whoever_writes_at_once(run: Path) -> None:
    def write(number: int) -> None:
        with open_run(run, check=False) as connection:
            append_access(connection, Access(f"R{number % 4}", "v", "pair"))
            append_decision(connection, Decision("Hoa", subject(AN), None, "talk"))

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(write, range(120)))
    with open_run(run) as connection:
        assert clock_turns(connection) == {}
    assert broken(run) == []


@pytest.mark.parametrize("name", ["docx", "xlsx", "html", "csv", "jsonl"])
def test_every_export_bears_the_state_and_verify_finds_it(run: Path, tmp_path: Path, name: str) -> None:
    target = tmp_path / ("out" if name in ("csv", "jsonl") else f"out.{name}")
    done = CliRunner().invoke(cli, ["export", str(run), "--format", name, "-o", str(target), "--lang", "en"])
    assert done.exit_code == 0, done.output
    file = target / f"log_state.{name}" if target.is_dir() else target
    ok = CliRunner().invoke(cli, ["verify", str(run), "--record", str(file), "--lang", "en"])
    assert ok.exit_code == 0, ok.output
    tampered(run, ANEW["a decision is changed"])
    bad = CliRunner().invoke(cli, ["verify", str(run), "--record", str(file), "--lang", "en"])
    assert bad.exit_code == 1
    assert "worked out anew" in bad.output
