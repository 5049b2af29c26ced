from __future__ import annotations

import csv
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from detector.documents import Document, content_key
from detector.errors import InputError
from detector.report import Report
from detector.settings import Settings
from detector.submissions import Finding, Submission
from detector.writers import writer
from detector.writers.base import WriteOptions
from detector.writers.codes import codes_of, write_key_file
from detector.writers.docx.record import make_record
from detector.writers.pseudonyms import handed_on, pseudonymised, shown
from tests.reports import report_of
from tests.storage.small_report import AN, BINH, COPIED, shares


def test_no_name_is_left_anywhere_in_the_report(report: Report) -> None:
    everything = repr([list(table) for table in _tables(pseudonymised(report, "s"))]).casefold()
    for trace in ("nguyễn", "nguyen", "bình", "binh", "lê chi", "an.docx", "chi.txt", "giang"):
        assert trace not in everything, trace


def test_offsets_still_point_at_the_same_words(report: Report) -> None:
    hidden = pseudonymised(report, "s")
    passage = hidden.passages[0]
    originals = {codes_of(report, "s").documents[one.id]: one for one in (AN, BINH)}
    for side in (passage.left, passage.right):
        assert hidden.document(side.id).text[side.start : side.end] == COPIED
        assert originals[side.id].text != hidden.document(side.id).text or "AN" not in originals[side.id].text


def test_a_record_says_the_same_where_only_the_texts_that_it_quotes_are_told(report: Report) -> None:
    options = WriteOptions(salt="s")
    whole, few = (handed_on(report, options, quoted)[0] for quoted in (None, {AN.id, BINH.id}))
    records = [make_record(one, list(one.pairs)[:1], lang="vi", names=False) for one in (whole, few)]
    assert records[0] == records[1]
    assert records[0].pairs[0].passages
    codes = codes_of(report, "s").documents
    told = {row.id for row in few.submissions if row.document.text}
    assert told == {codes[AN.id], codes[BINH.id]} < {row.id for row in whole.submissions if row.document.text}


def test_pairs_passages_groups_and_findings_still_refer_to_one_another(report: Report) -> None:
    hidden = pseudonymised(report, "s")
    pair = hidden.pairs[0]
    assert len(hidden.passages_of(pair.left_id, pair.right_id)) == 1
    assert set(hidden.clusters[0].members) == {pair.left_id, pair.right_id}
    assert hidden.submission(pair.left_id).findings[0].evidence == (pair.right_id,)
    facts = hidden.submission(pair.left_id).findings[0].facts
    assert facts == {"other_id": pair.right_id, "other_author": hidden.document(pair.right_id).author}


def test_the_same_salt_gives_the_same_codes_and_another_salt_others(report: Report) -> None:
    assert codes_of(report, "s") == codes_of(report, "s")
    assert codes_of(report, "s").persons != codes_of(report, "t").persons


def test_without_a_salt_the_codes_hold_in_this_process_and_cannot_be_worked_out(report: Report) -> None:
    assert codes_of(report) == codes_of(report)
    script = f"from tests.storage.small_report import small_report; from {codes_of.__module__} import codes_of; "
    script += "print(codes_of(small_report()).persons['Lê Chi'])"
    other = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout.strip()
    assert other.startswith("N-")
    assert other != codes_of(report).persons["Lê Chi"]


def test_a_person_has_one_code_over_all_their_texts(report: Report) -> None:
    hidden, ids = pseudonymised(report, "s"), codes_of(report, "s").documents
    assert hidden.submission(ids["chi.txt"]).document.author == hidden.others[0].author
    assert str(hidden.others[0].author).startswith("N-")


def test_two_people_of_one_name_have_two_codes_and_each_of_them_one(tmp_path: Path) -> None:
    texts = [("a", "p1"), ("b", "p1"), ("c", "p2")]
    documents = [Document(id, f"/{id}", f"{id} viết", author="Lê Chi", person=person) for id, person in texts]
    facts = {"other_id": "c", "other_author": "Lê Chi"}
    found = Finding("shared", 1.0, 1.0, facts, ("c",))
    rows = [Submission(one, 1, shares(), None, (found,) if one.id == "a" else (), None, ()) for one in documents]
    report = report_of(Settings(), rows, [], [], [], [])
    codes = codes_of(report, "s")
    assert codes.authors["a"] == codes.authors["b"] != codes.authors["c"]
    assert (
        pseudonymised(report, "s").submission(codes.documents["a"]).findings[0].facts["other_author"]
        == (codes.authors["c"])
    )
    with write_key_file(report, tmp_path, "s").open(encoding="utf-8-sig", newline="") as stream:
        people = [row for row in csv.DictReader(stream) if row["kind"] == "person"]
    assert sorted(row["code"] for row in people) == sorted(set(codes.authors.values()))


def test_equal_texts_of_two_persons_have_two_codes() -> None:
    rows = [Submission(Document(f"{n}.txt", f"/{n}.txt", "same"), 1, shares(), None, (), None, ()) for n in ("a", "b")]
    codes = codes_of(report_of(Settings(), rows, [], [], [], [])).documents
    assert codes["b.txt"] != codes["a.txt"]


def test_codes_grow_when_two_names_would_have_the_same() -> None:
    rows = [
        Submission(Document(f"{n}", f"/{n}", f"{n}", author=f"Người {n}"), 1, shares(), None, (), None, ())
        for n in range(8_000)
    ]
    codes = codes_of(report_of(Settings(), rows, [], [], [], []), "s").persons
    assert len(set(codes.values())) == 8_000


def test_keys_are_of_no_text_and_equal_where_texts_are_equal(report: Report) -> None:
    keys = [row.document.key for row in pseudonymised(report, "s").submissions]
    texts = [row.document.text for row in (*report.submissions, *pseudonymised(report, "s").submissions)]
    assert not set(keys) & {content_key(text) for text in texts}
    twice = [replace(report.submissions[0], document=replace(AN, id=id), findings=()) for id in ("x", "y")]
    first, second = pseudonymised(report_of(Settings(), twice, [], [], [], []), "s").submissions
    assert first.document.key == second.document.key


@pytest.mark.parametrize("name", ["csv", "xlsx", "html", "docx"])
def test_the_key_never_lies_in_what_is_handed_on(report: Report, tmp_path: Path, name: str) -> None:
    run, given = tmp_path / "run", tmp_path / "given"
    target = given if name == "csv" else given / f"r.{name}"
    written = writer(name).write(report, target, WriteOptions(salt="s", key_folder=run / "key"))
    assert written[-1] == run / "key" / "pseudonym_key.csv"
    assert not list(given.rglob("*key*"))
    inside = given / "key" if name == "csv" else given
    with pytest.raises(InputError, match="beside what is handed on"):
        writer(name).write(report, target, WriteOptions(salt="s", key_folder=inside))


def test_the_key_file_leads_back_to_the_names(report: Report, tmp_path: Path) -> None:
    path = write_key_file(report, tmp_path, "s")
    with path.open(encoding="utf-8-sig", newline="") as stream:
        names = {row["code"]: row["name"] for row in csv.DictReader(stream) if row["kind"] == "person"}
    hidden, ids = pseudonymised(report, "s"), codes_of(report, "s").documents
    assert names[str(hidden.submission(ids[AN.id]).document.author)] == "Nguyễn Văn An"


def test_a_name_in_the_key_file_is_no_formula(report: Report, tmp_path: Path) -> None:
    rows = [replace(report.submissions[0], document=replace(AN, author="=1+1"))]
    path = write_key_file(report_of(Settings(), rows, [], [], [], []), tmp_path)
    assert "'=1+1" in path.read_text(encoding="utf-8-sig")


def test_file_names_in_the_words_of_the_tool_become_codes_and_parts_of_words_stay(report: Report) -> None:
    hidden = pseudonymised(replace(report, scan_notes=(("cap", "to_1/an.docx and chi.txt, not chi.txts"),)), "s")
    codes = codes_of(report, "s").documents
    assert hidden.scan_notes[0][1] == f"{codes['to_1/an.docx']} and {codes['chi.txt']}, not chi.txts"


def test_with_names_the_report_is_as_it_was(report: Report) -> None:
    assert shown(report, WriteOptions(names=True)) is report


def _tables(report: Report) -> list[object]:
    tables = [report.submissions, report.pairs, report.passages, report.clusters, report.skipped, report.others]
    return [*tables, report.learnt_form, report.scan_notes]
