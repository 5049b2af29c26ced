"""A table of misuses, through Python and on the command line: what is done, and what is said of it in both languages.

``python -m tests.test_misuses`` prints the messages; those of what `scan` takes as texts are in `tests/test_inputs.py`.
"""

from __future__ import annotations

import os
import re
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

import detector
from detector.api import list_files
from detector.cli import main
from detector.errors import DetectorError, NoSuchRowError, UnknownIdError
from detector.report import Report
from detector.settings import Settings

AN = (
    "Mùa lũ tháng chín, nước ngập sân trường gần một mét, tôi cùng các cô nuôi chuyển hồ sơ lên gác thư viện. "
    "Sau khi nước rút, chúng tôi dọn bùn suốt ba ngày rồi mới mở cửa đón học sinh trở lại."
)
VIETNAMESE = re.compile("[ăâđêôơưàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ]", re.I)


@dataclass(frozen=True)
class Place:
    """A folder with a unit, a run, a run that is damaged, and odd files."""

    folder: Path
    report: Report

    def __truediv__(self, name: str) -> Path:
        return self.folder / name


def furnished(folder: Path) -> Place:
    (folder / "unit").mkdir()
    for name in ("an", "binh"):
        (folder / "unit" / f"{name}.txt").write_text(AN, encoding="utf-8")
    for name in ("void", "broken"):
        (folder / name).mkdir()
    files = {"a.txt": AN, "zero.txt": "", "bad.toml": "x = = 3", "bad.json": "{", "list.json": "[1]"}
    for name, text in (
        files | {"mine.xlsx": "no workbook", "broken/run.sqlite": "hello", "torn.pdf": "%PDF-1.4"}
    ).items():
        (folder / name).write_text(text, encoding="utf-8")
    report = detector.scan(folder / "unit")
    report.save(folder / "run")
    return Place(folder, report)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Place:
    return furnished(tmp_path_factory.mktemp("place"))


Case = tuple[str, Callable[[Place], Any], str]
TEXT = {"an": AN}


def axes() -> Any:
    pyplot = pytest.importorskip("matplotlib.pyplot")
    figure, both = pyplot.subplots(2)
    pyplot.close(figure)
    return figure, both


def in_python() -> Iterator[Case]:
    """(case, what is done, the English message)."""

    def of(do: Callable[[Report], Any]) -> Callable[[Place], Any]:
        return lambda place: do(place.report)

    def scan(**options: Any) -> Callable[[Place], Any]:
        return lambda place: detector.scan(TEXT, **{n: v(place) if callable(v) else v for n, v in options.items()})

    def row(**values: Any) -> Callable[[Place], Any]:
        return lambda _: detector.scan([{"text": AN, **values}])

    def document(**values: Any) -> Callable[[Place], Any]:
        return lambda _: detector.scan([detector.Document(**({"id": "a", "path": "", "text": AN} | values))])

    language = "^lang: expected one of vi, en, got "
    yield "frames in French", of(lambda r: r.frames("fr")), language + "str 'fr'$|" + language + r"str 'fr'\.$"
    yield "frames in no language", of(lambda r: r.frames(None)), language + "None"
    yield "tables in a list of languages", of(lambda r: r.tables(["vi"])), language + "list"
    yield "records in German", of(lambda r: r.pairs.records("de")), language + "str 'de'"
    yield "lines in a number", of(lambda r: r.pairs.lines(5)), language + "int 5"
    yield "a frame in capitals", of(lambda r: r.pairs.to_frame("VI")), language + "str 'VI'"
    yield "an empty report in French", lambda _: Report().tables("fr"), language + "str 'fr'"
    yield "a picture in French", of(lambda r: r.plot.evidence(lang="fr")), language + "str 'fr'"
    yield "sources in no language", of(lambda r: r.plot.sources(lang=None)), language + "None"
    axis = r"^ax: expected an axis of matplotlib, got .*subplots\(\) gives one"
    yield "a language for an axis", of(lambda r: r.plot.evidence("vi")), axis
    yield "a figure for an axis", of(lambda r: r.plot.sources(axes()[0])), axis
    yield "two axes", of(lambda r: r.plot.timeline(axes()[1])), axis
    yield "chance in words", of(lambda r: r.pairs_at("0.1")), "^expected_false_pairs: expected a number, got '0.1'"
    yield "less than no chance", of(lambda r: r.pairs_at(-1)), "^expected_false_pairs: expected 1e-09 to 100.0, got -1"
    yield "no number", of(lambda r: r.pairs_at(float("nan"))), "^expected_false_pairs: expected .* got nan"
    yield "bits in words", of(lambda r: r.pairs_at(pair_min_bits="x")), "^pair_min_bits: expected a number"
    yield "an unknown threshold", of(lambda r: r.rethreshold(partners=3)), "^partners: no such setting"
    yield "a setting of the scan", of(lambda r: r.rethreshold(max_partners=3)), "another scan is needed"
    yield "a truth for bits", of(lambda r: r.rethreshold(pair_min_bits=True)), "^pair_min_bits: .* got True"
    yield "a curve of one number", of(lambda r: r.curve(0.1)), r"^allowed: expected a list of numbers, got float 0\.1"
    yield "a curve of a text", of(lambda r: r.curve("0.1")), "^allowed: expected a list of numbers, got str"
    yield "a curve of words", of(lambda r: r.curve(["a"])), "^expected_false_pairs: expected a number, got 'a'"
    yield "a text by number", of(lambda r: r.document(3)), r"^3 is no text of this report; `report\.documents\(\)`"
    yield "a text by list", of(lambda r: r.document(["an"])), r"^\['an'\] is no text"
    yield "a submission by itself", of(lambda r: r.submission(r.submissions[0])), "^Submission.{0,90} is no submission"
    yield "passages of a pair", of(lambda r: r.passages_of(r.pairs[0], "an.txt")), "^Pair.{0,90} is no text"
    yield "a row too far", of(lambda r: r.pairs[99]), "^a table of 1 rows: there is no row 99; the first one is 0"
    yield "half a row", of(lambda r: r.pairs[1.5]), "expected the number of a row or a slice, got 1.5"
    yield "a row of two ids", of(lambda r: r.pairs["an", "binh"]), r"a slice, got \('an', 'binh'\)"
    yield "a mask", of(lambda r: r.pairs[[True]]), r"a slice, got \[True\]"
    yield "a slice of ids", of(lambda r: r.pairs["a":"b"]), "a slice, got slice"
    yield "a report of a number", lambda _: Report(submissions=5), r"^submissions: expected a table .*got int 5\. Write"
    yield "a report of a list", lambda _: Report(pairs=[1]), r"^pairs: expected a table .*got list\. Write"
    yield "features of an unknown text", of(lambda r: r.features().tfidf().cosine("x", "y")), "^'x': no such text"
    yield "shingles of nothing", of(lambda r: r.features().shingles(-3)), "^shingle_syllables: expected"
    yield (
        "features with a wrong folder",
        of(lambda r: r.features(resources="no").tfidf()),
        "no such folder of resources",
    )
    yield "a report saved nowhere", of(lambda r: r.save(None)), "^run: expected the path of a RUN folder, got None"
    yield "a report saved in bytes", of(lambda r: r.save(b"x")), "^run: expected the path of a RUN folder, got b'x'"
    yield "a report saved on a file", lambda p: p.report.save(p / "a.txt"), "a.txt: cannot be written"
    yield (
        "a report saved as a workbook",
        of(lambda r: r.save("x.xlsx")),
        "expected a RUN folder, got the name of a file",
    )
    yield "a list of runs opened", lambda p: detector.open([p / "run"]), "^run: expected the path of a RUN folder"
    yield "a report opened", of(detector.open), "^run: expected the path of a RUN folder, got <Report"
    yield (
        "an empty folder opened",
        lambda p: detector.open(p / "void"),
        "not a run, it has no run.sqlite. Run 'detector",
    )
    yield "a damaged run opened", lambda p: detector.open(p / "broken"), "not a readable run file"
    yield "decisions of nothing", lambda p: detector.decisions(p / "void"), "not a run"
    yield (
        "a verdict",
        lambda p: detector.decide(p / "run", "Mai", "guilty", "an.txt"),
        "^decision: expected one of no_issue",
    )
    yield "nobody decides", lambda p: detector.decide(p / "run", " ", "talk", "an.txt"), "^reviewer: expected a str"
    yield "a run that is a file", scan(run=lambda p: p / "a.txt"), "a.txt: cannot be written"
    yield "a run that is a workbook", scan(run="out.xlsx"), "^out.xlsx: expected a RUN folder, got the name of a file"
    yield "a damaged run", scan(run=lambda p: p / "broken"), "not a readable run file"
    yield "resources that are a file", scan(resources=lambda p: p / "a.txt"), "no such folder of resources"
    yield "a roster that is a folder", scan(roster=lambda p: p / "void"), "the roster cannot be read"
    yield "a roster that is a text", scan(roster=lambda p: p / "a.txt"), "a roster needs a header row"
    yield "a model that is not there", scan(semantic="no/such"), "^no/such: no such folder"
    yield "added to nothing", scan(add=True), "^add: expected the RUN folder"
    yield "added in words", scan(add="yes"), "^add: expected True or False, got str 'yes'"
    yield "saved in words", scan(save_results="no"), "^save_results: expected True or False, got str 'no'"
    yield "told in words", scan(told="x"), r"^told: expected a function of \(notes\), got str 'x'"
    yield (
        "told nothing",
        lambda _: detector.scan(TEXT, told=lambda: None),
        r"^told: expected a function of \(notes\), got <",
    )
    yield (
        "progress of nothing",
        lambda _: detector.scan(TEXT, progress=lambda: None),
        r"^progress: .*\(stage, done, total\)",
    )
    yield (
        "progress of one",
        lambda _: detector.scan(TEXT, progress=furnished),
        r"^progress: expected a function",
    )
    yield "an address", lambda _: detector.scan("https://example.org/a.docx"), "Nothing is fetched from an address"
    yield "a pattern", lambda _: detector.scan("unit/*.docx"), r"A pattern is not resolved: write Path\(folder\)\.glob"
    yield "a home", lambda _: detector.scan("~/unit"), r"~ is not resolved: write Path\(path\)\.expanduser\(\)"
    yield "an empty folder", lambda p: detector.scan(p / "void"), "There is no file to read there. Name a folder"
    yield "only earlier texts", row(role="previous"), r"no submission: everything .*another role \(previous\)"
    yield "a list for an id", row(id=["a"]), "^paths: expected a str or a whole number as id, got list"
    yield "bytes for an id", row(id=b"a"), "^paths: expected a str or a whole number as id, got bytes"
    yield "an endless year", row(year=float("inf")), "^paths: expected a year such as 2025"
    yield "a number for a role", row(role=3), "^paths: expected as role"
    yield "a document of nothing", document(text=None), "^Document: expected a str as text, got NoneType. Decode"
    yield "a document of bytes", document(text=b"x"), "^Document: expected a str as text, got bytes. Decode"
    yield "a numbered document", document(id=5), "^paths: expected str as id of the Document 5, got int 5"
    yield "a year in letters", document(year="2024"), "^paths: expected int | None as year of the Document 'a', got str"
    yield "an author in a list", document(author=["An"]), "^paths: expected str | None as author"
    yield "files listed by nobody", lambda _: list_files(TEXT, jobs=0), "^jobs: expected a whole number of processes"
    yield (
        "settings of nothing",
        lambda _: Settings.from_toml(None),
        "^settings: expected the path of a TOML file, got None",
    )
    yield "settings of bytes", lambda _: Settings.from_text(b"a=1"), "^settings: expected TOML as str, got bytes"
    yield "settings that are no TOML", lambda p: Settings.from_toml(p / "bad.toml"), "not readable as TOML from line 1"
    yield "settings of a folder", lambda p: Settings.from_toml(p / "void"), "not a readable TOML file"
    yield "settings by number", lambda _: Settings.from_mapping({5: 1}), "^5: no such setting"
    yield "a setting of None", lambda _: Settings(pair_min_bits=None), "^pair_min_bits: expected a number, got None"
    yield (
        "labels in a list",
        of(lambda r: detector.evaluate(r, {"docs": [], "copies": {}})),
        r"\(a list, a dictionary or",
    )
    yield (
        "labels without a source",
        of(_without_source),
        r"labels: not the expected form \('source' is missing somewhere\)",
    )
    yield "labels that are no JSON", lambda p: detector.evaluate(p.report, p / "bad.json"), "bad.json: not a JSON file"
    yield "labels that are a folder", lambda p: detector.evaluate(p.report, p / "void"), "void: cannot be read"
    yield (
        "documents to compare",
        of(lambda r: detector.compare(*r.documents())),
        "^left: expected a text as str, got Doc",
    )


def _without_source(report: Report) -> Any:
    return detector.evaluate(report, {"docs": {}, "copies": [{"copy": "an"}]})


# (arguments, status, the Vietnamese message); {0} is the folder of `Place`, in which the commands run.
ON_THE_COMMAND_LINE = (
    ("nosuch", 2, "không hiểu: nosuch"),
    ("scan", 2, "Thiếu PATHS"),
    ("scan unit", 2, "Thiếu '-o' / '--out'"),
    ("scan nosuch -o r", 2, "PATHS: nosuch: không có tệp hay thư mục này"),
    ("scan unit -o", 2, "-o: thiếu giá trị"),
    ("scan unit -o ''", 2, "nhận được tên trống"),
    ("scan unit -o a.txt", 2, "a.txt: không có tệp hay thư mục này, hoặc không đúng loại"),
    ("scan unit -o out.xlsx", 1, "out.xlsx: .*thư mục"),
    ("scan void -o r", 1, "không có tệp nào để đọc"),
    ("scan zero.txt -o r", 1, "zero.txt: Tệp không có nội dung"),
    ("scan unit -o r --jobs 0", 2, "--jobs: phải là số nguyên từ 1 đến 256"),
    ("scan unit -o r --jobs two", 2, "--jobs: phải là số nguyên"),
    ("scan unit -o r --form nosuch.docx", 2, "--form: nosuch.docx: không có tệp"),
    ("scan unit -o r --roster a.txt", 1, "danh sách người cần một dòng tiêu đề"),
    ("scan unit -o r --roster mine.xlsx", 1, "không đọc được danh sách người"),
    ("scan unit -o r --settings bad.toml", 2, "bad.toml: không đọc được dạng TOML từ dòng 1"),
    ("scan unit -o r --columns foo", 2, "columns: phải là các cặp trường=tiêu đề"),
    ("scan unit -o r --lang fr", 2, "--lang: phải là một trong vi, en"),
    ("scan unit -o r --engine dask", 2, "--engine: phải là một trong local, spark"),
    ("scan unit -o r --resources a.txt", 2, "--resources: a.txt: không có"),
    ("scan unit --add -o broken", 1, "không phải tệp kết quả đọc được"),
    ("scan unit -o broken", 1, "không phải tệp kết quả đọc được"),
    ("scan unit -o r --fail-on-finding", 2, "không có lựa chọn này. Có lẽ là --fail-on-findings"),
    ("scan unit -o r -q -v", 2, "chỉ chọn một trong hai"),
    ("export run", 2, "Thiếu --format"),
    ("export run --format pdf -o x.pdf", 1, "pdf: không có định dạng xuất này. Hiện có: csv"),
    ("export run --format xlsx -o x.csv", 1, "x.csv: --format xlsx ghi một tệp có đuôi .xlsx"),
    ("export run --format csv -o x.csv", 1, "x.csv: --format csv ghi một thư mục"),
    ("export run --format xlsx -o mine.xlsx", 1, "đã có tệp tên này mà không phải do chương trình ghi(.|\n)*--force"),
    ("export run --format csv -o ''", 2, "nhận được tên trống"),
    ("export void --format csv -o t", 1, "void: không phải thư mục kết quả"),
    ("export broken --format csv -o t", 1, "không phải tệp kết quả đọc được"),
    ("export run --format xlsx -o t.xlsx --onto mine.xlsx", 2, "cần thêm --names"),
    ("export run --format csv -o t --onto mine.xlsx --names", 2, "--onto chỉ dùng với --format xlsx"),
    ("review void --no-browser", 1, "void: không phải thư mục kết quả"),
    ("review run --port 99999", 2, "--port: phải là số nguyên từ 0 đến 65535"),
    ("slips run", 2, "Thiếu -o / --out"),
    ("draft zero.txt", 1, "zero.txt: Tệp không có nội dung"),
    ("draft torn.pdf", 1, "torn.pdf: Tệp bị hỏng"),
    ("compare a.txt", 2, "Thiếu RIGHT"),
    ("compare a.txt zero.txt", 1, "zero.txt: Tệp không có nội dung"),
    ("compare - -", 2, "Chỉ một trong hai tệp được là -"),
    ("evaluate run", 2, "Hãy thêm --truth labels.json, hoặc --sweep"),
    ("evaluate run --truth bad.json", 1, "bad.json: không phải tệp JSON"),
    ("evaluate run --truth list.json", 1, "nhãn: .*không đúng dạng|nhãn: .*JSON"),
    ("verify void", 1, "void: không phải thư mục kết quả"),
    ("purge run", 2, "Hãy chọn một trong --person"),
    ("purge void --run", 1, "void: .*run.sqlite"),
    ("purge run --person Nobody", 1, "Nobody"),
    ("settings extra", 2, "không hiểu: extra"),
    ("cache clean", 2, "không hiểu: clean"),
    ("doctor --json --xml", 2, "--xml: không có lựa chọn này"),
)
IN_PYTHON = list(in_python())


def test_the_tables_are_long_and_no_case_stands_twice() -> None:
    assert len({case for case, _, _ in IN_PYTHON}) == len(IN_PYTHON) >= 60
    assert len({line for line, _, _ in ON_THE_COMMAND_LINE}) == len(ON_THE_COMMAND_LINE) >= 40


@pytest.mark.parametrize(("do", "said"), [one[1:] for one in IN_PYTHON], ids=[one[0] for one in IN_PYTHON])
def test_a_misuse_in_python_is_told_in_both_languages(do: Callable[[Place], Any], said: str, place: Place) -> None:
    with pytest.raises(DetectorError) as caught:
        do(place)
    assert re.search(said, str(caught.value)), str(caught.value)
    assert caught.traceback[-1].path.is_relative_to(Path(detector.__file__).parent)  # of ours, not of a library
    translated = caught.value.in_language("vi")
    assert translated != str(caught.value), translated
    assert VIETNAMESE.search(translated.replace(AN, "")), translated


def test_what_is_not_there_is_told_as_python_tells_it_too(place: Place) -> None:
    with pytest.raises(KeyError) as unknown:
        place.report.document("x")
    assert isinstance(unknown.value, UnknownIdError)
    assert str(unknown.value).startswith("'x' is no text")  # not in quotes, as KeyError has it
    with pytest.raises(IndexError) as far:
        place.report.pairs[99]
    assert isinstance(far.value, NoSuchRowError)


def run(line: str, lang: str) -> tuple[int, str]:
    """Status and what stands on stderr."""
    import shlex

    kept, err = (sys.argv, os.environ.get("DETECTOR_LANG")), StringIO()
    sys.argv, os.environ["DETECTOR_LANG"] = ["detector", *shlex.split(line)], lang
    try:
        with redirect_stderr(err), redirect_stdout(StringIO()):
            main()
    except SystemExit as end:
        return int(end.code or 0), err.getvalue()
    finally:
        sys.argv = kept[0]
        os.environ.pop("DETECTOR_LANG")
        if kept[1] is not None:
            os.environ["DETECTOR_LANG"] = kept[1]
    raise AssertionError("main ends with a status")


@pytest.mark.parametrize(("line", "status", "said"), ON_THE_COMMAND_LINE, ids=[one[0] for one in ON_THE_COMMAND_LINE])
def test_a_misuse_on_the_command_line_is_told_in_both_languages(
    line: str, status: int, said: str, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(place.folder)
    said_in = {}
    for lang in ("vi", "en"):
        ended, said_in[lang] = run(line, lang)
        assert ended == status, said_in[lang]
        assert "Traceback" not in said_in[lang]
    assert re.search(said, said_in["vi"]), said_in["vi"]
    assert said_in["en"].splitlines()[-1] != said_in["vi"].splitlines()[-1]
    written = [one.suffix for one in place.folder.rglob("*") if one.suffix in (".html", ".csv", ".docx", ".jsonl")]
    assert written == []


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        there = furnished(Path(folder))
        os.chdir(folder)
        for case, do, _ in IN_PYTHON:
            try:
                do(there)
            except DetectorError as error:
                print(f"{case}\n  {error}\n  {error.in_language('vi')}")
        for line, _, _ in ON_THE_COMMAND_LINE:
            print(
                f"detector {line}",
                *("  " + run(line, lang)[1].strip().splitlines()[-1] for lang in ("en", "vi")),
                sep="\n",
            )
