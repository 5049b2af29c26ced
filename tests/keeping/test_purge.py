"""A removed person is in no byte of the run folder; everybody else's results and decisions stay."""

from __future__ import annotations

import errno
import json
import sqlite3
import unicodedata
import zlib
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from detector.cli import cli
from detector.errors import InputError, RunFileError
from detector.keeping import erase as erase_module
from detector.keeping.purge import purge_person, purge_run
from detector.keeping.traces import files_with
from detector.storage import load
from detector.storage.connection import open_run
from detector.storage.decisions import decisions_after
from detector.storage.exclusions import exclusion_ledger
from detector.storage.verify import verify
from detector.text.cache import open_cache
from detector.writers import writers
from tests.commands.conftest import COPIED
from tests.keeping.conftest import ALONE, MENTIONS

BINH = "Trần Thị Bình"


def purge(*arguments: object) -> Result:
    return CliRunner().invoke(cli, ["purge", *map(str, arguments), "--lang", "en"])


def spellings(name: str) -> list[bytes]:
    """As the text has it, decomposed, in JSON, in capitals without marks, as the key of a decision."""
    nfd = unicodedata.normalize("NFD", name)
    plain = "".join(c for c in nfd if not unicodedata.combining(c)).upper()
    return [name.encode(), nfd.encode(), json.dumps(name)[1:-1].encode(), plain.encode(), name.casefold().encode()]


def everything(folder: Path) -> bytes:
    return b"\0".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


def test_neither_the_name_nor_the_text_is_in_any_byte_of_the_folder(run: Path) -> None:
    before = everything(run)
    assert [needle in before for needle in spellings(BINH)].count(False) <= 1  # nobody wrote it decomposed
    assert ALONE.encode() in before
    done = purge_person(run, BINH)
    after = everything(run)
    assert [needle for needle in spellings(BINH) if needle in after] == []
    assert ALONE.encode() not in after
    assert ALONE.encode("utf-16-le") not in after
    assert done.traces == ()
    assert sorted(path.name for path in run.iterdir()) == ["report.html", "run.lock", "run.sqlite"]


def test_what_others_have_in_common_with_the_person_is_theirs_and_stays(run: Path) -> None:
    purge_person(run, BINH)
    assert COPIED.encode() in everything(run)
    report = load(run)
    assert {row.id for row in report.submissions} == {"an.txt", "chi.txt", "dung.txt"}
    assert (list(report.pairs), list(report.passages), list(report.clusters)) == ([], [], [])
    an = report.submission("an.txt")
    assert "shared" not in an.flags
    assert an.shares["shared"] > 0.4  # the figures are those of the scan, and a note says so
    assert report.scan_notes[-1][0] == "person_removed"


def test_the_run_is_whole_and_the_page_is_written_anew(run: Path) -> None:
    purge_person(run, BINH)
    assert [one for one in verify(run) if one.problems] == []
    page = (run / "report.html").read_text(encoding="utf-8")
    assert '<html lang="vi"' in page
    assert "Phạm Thị Chi" in page
    assert "Một người đã được" in page


def test_a_name_in_the_text_of_another_is_blotted_letter_by_letter(run: Path) -> None:
    before = load(run).submission("chi.txt").document
    done = purge_person(run, BINH)
    after = load(run).submission("chi.txt").document
    assert done.mentioned == ("chi.txt",)
    assert len(after.text) == len(before.text)
    blotted = MENTIONS.replace(BINH, "████ ███ ████").replace("TRAN THI BINH", "████ ███ ████")
    assert after.text.strip().endswith(blotted.strip())
    assert "0912 345 678" in after.text
    assert after.key != before.key


def test_decisions_about_others_still_hold_and_those_about_the_person_are_gone(run: Path) -> None:
    purge_person(run, BINH)
    keys = {row.document.key for row in load(run).submissions}
    with open_run(run) as connection:
        (kept,) = decisions_after(connection)
        ledger = exclusion_ledger(connection)
        visits = [json.loads(cell) for (cell,) in connection.execute("SELECT subjects FROM access_log")]
    assert (kept.left.person, kept.right and kept.right.person) == ("phạm thị chi|", "vũ văn dung|")
    assert {kept.left.key, kept.right.key if kept.right else ""} <= keys  # Chi's key is that of the blotted text
    assert (kept.reviewer, kept.explanation) == ("████ ███ ████", "theo ████ ███ ████")
    assert [[one.person for one in row.anchors] for row in ledger] == [["lê văn an|"]]
    assert [[person for person, _ in visit] for visit in visits] == [["lê văn an|"], ["lê văn an|"]]


def test_logs_are_append_only_again_afterwards(run: Path) -> None:
    purge_person(run, BINH)
    with open_run(run) as connection:
        for log in ("decision_log", "exclusion_log", "access_log"):
            with pytest.raises(sqlite3.IntegrityError):
                connection.execute(f"DELETE FROM {log}")


def test_the_table_of_units_stays_and_counts_without_the_person(unit: Path, tmp_path: Path) -> None:
    root, run = tmp_path / "tinh", tmp_path / "run of units"
    root.mkdir()
    unit.rename(root / "a")
    (root / "b").mkdir()
    (root / "b" / "khoa.txt").write_text(ALONE, encoding="utf-8")
    scanned = CliRunner().invoke(cli, ["scan", str(root), "--units", "-o", str(run), "--jobs", "1"])
    assert scanned.exit_code == 0, scanned.output
    before = {row.name: row.submissions for row in load(run).units}
    purge_person(run, BINH)
    after = load(run)
    assert {row.name: row.submissions for row in after.units} == before | {"a": before["a"] - 1}
    assert sum(row.submissions for row in after.units) == len(after.submissions)
    assert [one for one in verify(run) if one.problems] == []


def test_the_word_cache_forgets_the_text_and_no_other(run: Path) -> None:
    cache = open_cache()
    before = cache.info()
    done = purge_person(run, BINH)
    after = cache.info()
    assert before and after
    assert (done.forgotten, after.rows) == (1, before.rows - 1)


@pytest.fixture
def exported(run: Path, tmp_path: Path) -> Path:
    """Every format of the run, with and without names, its list of words to look at, and slips."""
    out = tmp_path / "out"
    for name in ("xlsx", "tables", "docx", "html", "jsonl", "csv", "parquet"):
        for names in ([], ["--names"]):
            suffix = writers()[name].suffix
            target = out / f"{name}{len(names)}{suffix}"
            look = ["--look", str(out / f"look_{name}.csv")] if not names and name != "jsonl" else []
            done = CliRunner().invoke(cli, ["export", str(run), "--format", name, "-o", str(target), *names, *look])
            assert done.exit_code == 0, done.output
    assert CliRunner().invoke(cli, ["slips", str(run), "-o", str(out / "slips"), "--names"]).exit_code == 0
    return out


def files_of(folder: Path) -> list[Path]:
    return [path for path in sorted(folder.rglob("*")) if path.is_file()]


def test_exported_files_go_with_a_person_and_with_a_run(run: Path, exported: Path) -> None:
    before = files_of(exported)
    assert len(before) > 30
    done = purge_person(run, BINH)
    assert files_of(exported) == []
    assert set(before) <= set(done.files)
    assert [one.path for one in done.exports] == [""]  # what a browser saved, nobody knows where
    CliRunner().invoke(cli, ["export", str(run), "--format", "xlsx", "-o", str(exported / "a.xlsx"), "--names"])
    assert exported / "a.xlsx" in purge_run(run).files
    assert files_of(exported) == []


def test_what_is_not_as_it_was_written_is_listed_and_stays(run: Path, exported: Path) -> None:
    """An edited file, another run's of the same name, one that is gone, and one that an earlier version wrote."""
    edited, others, gone, old = (exported / f"{name}1.{name}" for name in ("xlsx", "docx", "html", "xlsx"))
    old = exported / "xlsx0.xlsx"
    edited.write_bytes(edited.read_bytes() + b"note")
    others.write_text("another run's", encoding="utf-8")
    gone.unlink()
    with open_run(run) as connection:
        connection.execute("UPDATE export_log SET digest = NULL WHERE path = ?", (str(old),))
    result = purge(run, "--person", BINH, "--yes")
    assert files_of(exported) == sorted([edited, others, old])
    lines = [line for line in result.output.splitlines() if "(xlsx, " in line or "(docx, " in line or "(html, " in line]
    told = {line.strip().split(" (")[0]: line.rpartition(" · ")[2] for line in lines if str(exported) in line}
    assert told[str(edited)] == told[str(others)] == "changed since it was written"
    assert told[str(gone)] == "not there any more: moved or copied?"
    assert str(old) in told


def test_exports_are_kept_on_request_and_originals_are_never_touched(run: Path, unit: Path, exported: Path) -> None:
    before = files_of(exported)
    result = purge(run, "--person", BINH, "--yes", "--keep-exports")
    assert result.exit_code == 0, result.output
    assert files_of(exported) == before
    assert all(str(path) in result.output for path in before)
    assert "handed on from the review page by Hoa" in result.output
    assert str(unit / "binh.txt") in result.output
    assert (unit / "binh.txt").exists()


def test_a_copy_that_somebody_left_in_the_folder_is_named(run: Path) -> None:
    (run / "notes.txt").write_text(f"gọi cho {BINH}", encoding="utf-8")
    (run / "deep").mkdir()
    (run / "deep" / "old.json").write_text(json.dumps({"text": ALONE}), encoding="utf-8")
    assert purge_person(run, BINH).traces == (run / "deep" / "old.json", run / "notes.txt")


def test_a_packed_file_that_no_search_sees_into_is_named(run: Path) -> None:
    CliRunner().invoke(cli, ["export", str(run), "--format", "xlsx", "-o", str(run / "results.xlsx"), "--names"])
    (run / "results.xlsx").write_bytes((run / "results.xlsx").read_bytes() + b"edited")
    (run / "kept").mkdir()
    (run / "kept" / "part-0.parquet").write_bytes(b"PAR1" + bytes(20))
    assert purge_person(run, BINH).traces == (run / "kept" / "part-0.parquet", run / "results.xlsx")


def test_an_id_removes_one_text_and_a_namesake_keeps_the_name(unit: Path, tmp_path: Path) -> None:
    (unit / "binh_2.txt").write_text(
        f"Họ và tên: {BINH}\nTôi nấu 126 suất ăn mỗi ngày và giữ sổ kho.\n", encoding="utf-8"
    )
    CliRunner().invoke(cli, ["scan", str(unit), "-o", str(tmp_path / "two"), "--jobs", "1"])
    done = purge_person(tmp_path / "two", "binh.txt")
    report = load(tmp_path / "two")
    assert (done.texts, done.mentioned) == (1, ())
    assert [row.id for row in report.submissions if row.document.author == BINH] == ["binh_2.txt"]
    assert BINH in report.submission("chi.txt").document.text


def test_a_name_is_found_whatever_its_case_and_spacing_and_an_unknown_one_changes_nothing(run: Path) -> None:
    before = (run / "run.sqlite").read_bytes()
    with pytest.raises(InputError, match="Trần Văn Ai: no text of this run"):
        purge_person(run, "Trần Văn Ai")
    assert (run / "run.sqlite").read_bytes() == before
    assert purge_person(run, "  TRẦN  thị Bình ").texts == 1
    with pytest.raises(InputError):
        purge_person(run, BINH)


def test_uploaded_files_of_the_person_go_and_a_shared_one_is_named(run: Path, unit: Path) -> None:
    uploads = run / "uploads" / "submissions"
    uploads.mkdir(parents=True)
    for path in unit.glob("*.txt"):
        path.replace(uploads / path.name)
    rows = [(BINH, ALONE), ("Lê Văn Em", "Tôi trồng 40 gốc hoa quanh sân."), ("Đỗ Thị Gấm", "Tôi may 36 bộ trống.")]
    lines = [
        f'{name},"{text} Việc này tôi làm đều trong năm, có sổ ghi từng tuần để đối chiếu."' for name, text in rows
    ]
    (uploads / "list.csv").write_text("\n".join(["Họ và tên,Tự nhận xét ưu điểm", *lines]), encoding="utf-8")
    assert CliRunner().invoke(cli, ["scan", str(uploads), "-o", str(run), "--jobs", "1"]).exit_code == 0
    done = purge_person(run, BINH)
    assert done.texts == 2
    assert not (uploads / "binh.txt").exists()
    assert (uploads / "an.txt").exists()
    assert done.shared_sources == (uploads / "list.csv",)
    assert uploads / "list.csv" in done.traces
    assert done.originals == ()


def test_a_purge_that_fails_half_way_changes_nothing(run: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = load(run)

    def fails(*_: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(erase_module, "insert_report", fails)
    with pytest.raises(RunFileError):
        purge_person(run, BINH)
    assert load(run) == before
    with open_run(run) as connection, pytest.raises(sqlite3.IntegrityError):
        connection.execute("DELETE FROM decision_log")


def test_a_review_page_that_is_open_forgets_the_person_too(run: Path) -> None:
    from detector.review.state import RunState

    state = RunState(run)
    with state.connect() as connection:
        assert BINH in {text.author for text in state.view(connection).index.texts}
    purge_person(run, BINH)
    with state.connect() as connection:
        assert BINH not in {text.author for text in state.view(connection).index.texts}


def test_a_disk_without_room_keeps_no_page_and_no_text(run: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The person is gone from the run file; the old page is not left because the new one cannot be written."""

    def full(*_: object, **__: object) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "write_text", full)
    done = purge_person(run, BINH)
    monkeypatch.undo()
    assert run / "report.html" in done.files
    assert [needle for needle in spellings(BINH) if needle in everything(run)] == []


def test_nothing_is_removed_without_a_yes(run: Path) -> None:
    result = CliRunner().invoke(cli, ["purge", str(run), "--run"], input="n\n")
    assert result.exit_code == 1
    assert (run / "run.sqlite").exists()
    for wrong in ((run,), (run, "--run", "--expired"), (run, "--run", "--person", "x")):
        assert purge(*wrong).exit_code == 2


def test_a_whole_run_goes_with_its_folder_and_its_cache(run: Path) -> None:
    (run / "uploads" / "submissions").mkdir(parents=True)
    (run / "uploads" / "submissions" / "a.txt").write_text("x", encoding="utf-8")
    done = purge_run(run)
    assert not run.exists()
    assert (done.texts, done.forgotten) == (4, 4)


def test_what_makes_the_next_scan_quicker_goes_too(run: Path) -> None:
    """It is packed, so that no search finds the name in it."""
    (run / "read.sqlite").write_bytes(zlib.compress(ALONE.encode()))
    (run / "units").mkdir()
    (run / "units" / "0a.sqlite").write_bytes(b"x")
    done = purge_person(run, BINH)
    assert set(done.files) == {run / "read.sqlite", run / "units"}
    assert sorted(path.name for path in run.iterdir()) == ["report.html", "run.lock", "run.sqlite"]


def test_files_of_somebody_else_stay_and_are_named(run: Path) -> None:
    (run / "mine.docx").write_bytes(b"x")
    assert purge_run(run).traces == (run / "mine.docx",)
    assert [path.name for path in run.iterdir()] == ["mine.docx"]


def test_a_folder_that_is_no_run_is_left_alone(unit: Path) -> None:
    before = sorted(unit.iterdir())
    with pytest.raises(RunFileError, match="Nothing was removed"):
        purge_run(unit)
    assert sorted(unit.iterdir()) == before


def test_a_damaged_run_can_be_removed(run: Path) -> None:
    (run / "run.sqlite").write_bytes(b"SQLite format 3\0" + bytes(5000))
    assert purge_run(run).texts == 0
    assert not run.exists()


def test_words_are_found_in_every_spelling_and_across_blocks(tmp_path: Path) -> None:
    for name, content in {
        "utf8": BINH.encode(),
        "nfd": unicodedata.normalize("NFD", BINH).encode(),
        "json": json.dumps(BINH).encode(),
        "utf16": BINH.encode("utf-16"),
        "block": b"x" * ((1 << 22) - 3) + BINH.encode(),
        "other": "Trần Thị Bích".encode(),
    }.items():
        (tmp_path / name).write_bytes(content)
    assert [path.name for path in files_with(tmp_path, [BINH])] == ["block", "json", "nfd", "utf16", "utf8"]
    assert list(files_with(tmp_path, [])) == []
