"""What a scan takes as texts, and what it says of everything else."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

import detector
from detector.documents import Document, Role, SkipReason
from detector.errors import DetectorError
from detector.inputs import Given, told_apart
from detector.report import Report
from detector.settings import Settings

AN = (
    "Mùa lũ tháng chín, nước ngập sân trường gần một mét, tôi cùng các cô nuôi chuyển hồ sơ lên gác thư viện. "
    "Sau khi nước rút, chúng tôi dọn bùn suốt ba ngày rồi mới mở cửa đón học sinh trở lại. "
    "Những em nhà xa được tôi gửi bài qua bưu tá của xã để không em nào bị chậm chương trình."
)
BINH = "Tôi dạy nhạc, phụ trách đội trống và đội văn nghệ của liên đội. " + AN.split(". ", 1)[1]
ROWS = [{"text": AN, "author": "Trần Văn An", "year": 2025}, {"text": BINH, "author": "Lê Thị Bình", "year": 2025}]


def given(paths: Any, **others: Any) -> Given:
    arguments = {"previous": (), "references": (), "forms": ()} | others
    return told_apart(Settings(), paths=paths, **arguments)


def as_pandas() -> Any:
    return pd.DataFrame(ROWS)


def as_polars() -> Any:
    return pytest.importorskip("polars").DataFrame(ROWS)


def as_arrow() -> Any:
    return pytest.importorskip("pyarrow").Table.from_pylist(ROWS)


# --- what is taken


@pytest.mark.parametrize(
    "make",
    [as_pandas, as_polars, as_arrow, lambda: ROWS, lambda: iter(ROWS), lambda: pd.DataFrame(ROWS).to_dict("list")],
    ids=["pandas", "polars", "arrow", "list of dictionaries", "generator", "dictionary of columns"],
)
def test_every_kind_of_table_gives_the_same_documents(make: Callable[[], Any]) -> None:
    documents = given(make()).documents
    assert [(d.id, d.author, d.year, d.text) for d in documents] == [
        ("row-0001", "Trần Văn An", 2025, AN),
        ("row-0002", "Lê Thị Bình", 2025, BINH),
    ]


def test_texts_by_name_find_what_files_of_these_names_find(tmp_path: Path) -> None:
    for name, text in (("an", AN), ("binh", BINH)):
        (tmp_path / name).with_suffix(".txt").write_text(text, encoding="utf-8")
    from_files = detector.scan(str(tmp_path))
    from_memory = detector.scan({"an.txt": AN, "binh.txt": BINH})
    assert list(from_memory.pairs) == list(from_files.pairs)
    assert len(from_memory.pairs.flagged()) == 1
    assert [row.marks for row in from_memory.submissions] == [row.marks for row in from_files.submissions]


def test_one_path_or_several_may_be_str_or_path(tmp_path: Path) -> None:
    (tmp_path / "an.txt").write_text(AN, encoding="utf-8")
    for paths in (str(tmp_path), tmp_path, [str(tmp_path)], (tmp_path,), {tmp_path}, iter([tmp_path])):
        assert given(paths).paths[Role.SUBMISSION] == [tmp_path]


def test_paths_rows_and_documents_may_stand_in_one_list(tmp_path: Path) -> None:
    (tmp_path / "an.txt").write_text(AN, encoding="utf-8")
    report = detector.scan([tmp_path / "an.txt", {"id": "b", "text": BINH}, Document("c", "", AN)])
    assert sorted(row.id for row in report.submissions) == ["an.txt", "b", "c"]


def test_roles_come_from_the_argument_or_from_a_column() -> None:
    rows = [{"text": AN, "role": "reference"}, {"text": BINH, "role": None}]
    assert [d.role for d in given(pd.DataFrame(rows)).documents] == [Role.REFERENCE, Role.SUBMISSION]
    assert [d.role for d in given({"a": AN}, references={"b": BINH}).documents] == [Role.SUBMISSION, Role.REFERENCE]


def test_missing_values_are_none_whatever_library_says_so() -> None:
    rows = pd.DataFrame({"text": [AN, BINH], "year": [2025, None], "author": ["An", float("nan")], "post": [pd.NA, ""]})
    first, second = given(rows).documents
    assert (first.year, first.author, first.post) == (2025, "An", None)
    assert (second.year, second.author, second.post) == (None, None, None)


def test_other_columns_of_a_frame_are_left_alone() -> None:
    frame = pd.DataFrame(ROWS).assign(province="Cao Bằng", age=[31, 45])
    assert [d.author for d in given(frame).documents] == ["Trần Văn An", "Lê Thị Bình"]


def test_a_text_without_a_word_is_a_row_of_what_was_not_read() -> None:
    found = given({"an": AN, "binh": "  \n", "chi": None})
    assert [d.id for d in found.documents] == ["an"]
    assert [(one.path, one.reason) for one in found.skipped] == [("binh", SkipReason.EMPTY), ("chi", SkipReason.EMPTY)]


def test_a_text_keeps_its_characters_but_line_ends() -> None:
    (document,) = given({"an": "Một\r\n\r\nHai\u00a0 ba\rBốn"}).documents
    assert document.text == "Một\n\nHai\u00a0 ba\nBốn"
    assert [document.text[b.start : b.end] for b in document.blocks] == ["Một", "Hai\u00a0 ba", "Bốn"]


def test_no_two_documents_have_one_id(tmp_path: Path) -> None:
    (tmp_path / "an.txt").write_text(AN, encoding="utf-8")
    report = detector.scan([tmp_path, {"id": "an.txt", "text": BINH}], references={"an.txt": BINH})
    ids = [one.id for one in report.documents()]
    assert len(ids) == len(set(ids)) == 3


def test_a_script_without_a_main_guard_runs_once(tmp_path: Path) -> None:
    import subprocess
    import sys

    (tmp_path / "chores.py").write_text("import os\ndef who(_):\n    return os.getpid()\n", encoding="utf-8")
    (tmp_path / "script.py").write_text(
        "import os, chores\nfrom detector.parallel import Workers\nprint('begun')\n"
        "with Workers(2) as workers:\n"
        "    pids = set(workers.map(chores.who, range(8), characters=10**9))\n"
        "print(os.getpid() in pids, len(pids) > 0)\n",
        encoding="utf-8",
    )
    done = subprocess.run(
        [sys.executable, str(tmp_path / "script.py")], capture_output=True, text=True, timeout=120, check=False
    )
    assert done.stdout.splitlines() == ["begun", "False True"], done.stderr


# --- misuses: what was expected, what came, what to do


class Anything:
    """An object of a class that nobody foresaw."""


@pytest.fixture(scope="module")
def report() -> Report:
    return detector.scan({"an": AN, "binh": BINH})


def misuses() -> Iterator[tuple[str, Callable[[Path, Report], Any], str]]:
    """(case, what is done, what the message says)."""

    def scanned(value: Any, **options: Any) -> Callable[[Path, Report], Any]:
        return lambda _tmp, _report: detector.scan(value, **options)

    text = {"an": AN}
    expected = r"^paths: expected a path or several.*got "
    yield "nothing at all", scanned(None), expected + "None"
    yield "a number", scanned(5), expected + "int 5"
    yield "a decimal number", scanned(2.5), expected + r"float 2\.5"
    yield "a truth value", scanned(True), expected + "bool True"
    yield "an empty string", scanned(""), expected + "an empty string.*current folder"
    yield "blanks", scanned("   "), expected + "an empty string"
    yield "no such folder", scanned("no/such/folder"), r"^no/such/folder: no such file or folder\.$"
    yield "a text for a path", scanned(AN), r"no such file or folder\. If it is a text, give \{'name': text\}"
    yield "lines for a path", scanned("Ưu điểm\nHạn chế"), "If it is a text"
    yield "a list of texts", scanned([AN, BINH]), "If it is a text(.|\n)*If it is a text"
    yield "a list of letters", scanned(list("unit")), r"^u: no such file or folder\.\nn: no"
    yield "a null character", scanned("an\0.txt"), r"no such file or folder"
    yield "bytes", scanned(b"unit"), expected + r"bytes\. A path is a str"
    yield "a bytearray", scanned(bytearray(b"unit")), expected + "bytearray"
    yield "an empty list", scanned([]), expected + r"nothing\. Name at least one"
    yield "an empty generator", scanned(iter(())), expected + "nothing"
    yield "an empty set", scanned(set()), expected + "nothing"
    yield "an empty dictionary", scanned({}), expected + "an empty dictionary"
    yield "a list with None", scanned([None]), r"^item 1 of paths: expected .* got None"
    yield "a list with a number", scanned(["detector", 5]), "^item 2 of paths: expected .* got int 5"
    yield "a list with bytes", scanned([b"unit"]), "^item 1 of paths: expected .* got bytes"
    yield "lists in a list", scanned([["a", "b"]]), "^item 1 of paths: expected .* got list"
    yield "pairs of name and text", scanned([("an", AN)]), "^item 1 of paths: expected .* got tuple"
    yield "frames in a list", scanned([pd.DataFrame(ROWS)]), "^item 1 of paths: expected .* got DataFrame"
    yield "a range", scanned(range(3)), "^item 1 of paths: .* got int 0"
    yield "a function", scanned(len), expected + "builtin_function"
    yield "a class", scanned(Anything), expected + "type"
    yield "an object", scanned(Anything()), expected + "Anything"
    yield "an open file", lambda tmp, _: detector.scan(_open(tmp)), "Give its path, or"
    yield "a report", lambda _, report: detector.scan(report), r"got Report\. .*result of a scan already"
    yield "numbers of numpy", scanned(np.zeros(3)), r"got ndarray\. Give a list of paths"
    yield "a pandas column", scanned(pd.Series([AN])), r"got Series\. .*dict\(series\)"
    yield "a grouped frame", scanned(pd.DataFrame(ROWS).groupby("author")), "units=True"
    yield "a lazy frame", lambda *_: detector.scan(as_polars().lazy()), r"Call \.collect\(\) first"
    yield "a name that is no string", scanned({5: AN}), "expected names that are strings.*got 5"
    yield "a name without letters", scanned({" ": AN}), "expected names that are strings"
    yield "a number for a text", scanned({"an": 5}), "expected a str as the text of 'an', got int 5"
    yield "bytes for a text", scanned({"an": b"x"}), "expected a str as the text of 'an', got bytes"
    yield "a list for a text", scanned({"an": [AN]}), "expected a str as the text of 'an', got list"
    yield "a path for a text", scanned({"an": Path("a.txt")}), "got the path 'a.txt'. Give paths without names"
    yield "only empty texts", scanned({"an": "", "binh": None}), "None of 2 files could be read"
    yield "no column of texts", scanned(pd.DataFrame({"a": [1], "b": [2]})), "expected a column 'text'.*got 'a', 'b'"
    yield "a column in capitals", scanned(pd.DataFrame({"Text": [AN]})), "Rename 'Text' to 'text'"
    yield "a dictionary without a text", scanned([{"author": "An"}]), "expected a column 'text'.*got 'author'"
    yield "a frame without rows", scanned(pd.DataFrame({"text": []})), "got one without rows"
    yield "numbers in the column", scanned(pd.DataFrame({"text": [1.5]})), r"text of 'row-0001', got float 1\.5"
    yield "one column twice", scanned(pd.DataFrame([[AN, BINH]], columns=["text", "text"])), "'text' twice"
    yield "columns of two lengths", scanned({"text": [AN, BINH], "year": [1]}), "one length, got text: 2, year: 1"
    yield "a column that is none", scanned({"text": [AN], "year": 2025}), "one length, got text: 1, year: int 2025"
    yield "a year in words", scanned([{"text": AN, "year": "nay"}]), "expected a year such as 2025.*got str 'nay'"
    yield "a year of two digits", scanned([{"text": AN, "year": 25}]), "expected a year such as 2025.*got int 25"
    yield "half a year", scanned([{"text": AN, "year": 2025.5}]), "expected a year such as 2025"
    yield "a name of numbers", scanned([{"text": AN, "author": 2.5}]), "expected a str as author of 'row-0001'"
    yield "an unknown role", scanned([{"text": AN, "role": "boss"}]), "expected as role .*submission.*got 'boss'"
    yield "a role of the package", scanned([Document("a", "", AN, Role.RULE)]), "expected as role"
    yield "a role elsewhere", scanned(text, references=[{"text": AN, "role": "form"}]), "Give it as forms="
    yield "a document elsewhere", scanned(text, forms=Document("a", "", AN, Role.PREVIOUS)), "Give it as previous="
    yield "forms of None", scanned(text, forms=None), "^forms: expected .* got None"
    yield "missing forms", scanned(text, forms="blank.docx"), r"^blank\.docx: no such file"
    yield "no processes", scanned(text, jobs=0), "^jobs: expected a whole number.*1 to 256, got int 0"
    yield "fewer than none", scanned(text, jobs=-1), "^jobs: .*got int -1"
    yield "decimal processes", scanned(text, jobs=2.0), "^jobs: .*got float"
    yield "processes in a string", scanned(text, jobs="2"), "^jobs: .*got str '2'"
    yield "true processes", scanned(text, jobs=True), "^jobs: .*got bool"
    yield "settings in a dictionary", scanned(text, settings={"max_partners": 3}), r"Write Settings\(\*\*values\)"
    yield "settings in a file", scanned(text, settings="my.toml"), "from_toml"
    yield "the class of settings", scanned(text, settings=Settings), "^settings: expected detector.Settings, got type"
    yield "a roster that is a number", scanned(text, roster=5), r"^roster: expected a path, got int 5\. Give the \.xlsx"
    yield "a roster without a name", scanned(text, roster=""), "^roster: expected a path"
    yield "a roster that is not there", scanned(text, roster="people.xlsx"), r"^people\.xlsx: "
    yield "a run that is a number", scanned(text, run=5), "^run: expected a path"
    yield "progress in words", scanned(text, progress="yes"), "^progress: expected a function"
    yield "a model that is a number", scanned(text, semantic=1), "^semantic: expected True, False or the folder"
    yield "units in words", scanned(text, units="yes"), "^units: expected True or False, got str 'yes'"
    yield "a history of names", scanned(text, document_history="all"), "^document_history: expected True or False"
    yield "a setting out of range", lambda *_: Settings(max_partners=0), "^max_partners: expected 1 to 10000, got 0"
    yield "a setting in words", lambda *_: Settings(max_partners="9"), "^max_partners: expected a whole number"
    yield "an unknown setting", lambda *_: Settings().replace(partners=3), "^partners: no such setting"
    yield "settings of a list", lambda *_: Settings.from_mapping([1]), "expected a dictionary of names and values"
    yield "settings that are not there", lambda *_: Settings.from_toml("no.toml"), r"^no\.toml: not a readable TOML"
    yield "a path to compare", lambda *_: detector.compare(Path("a"), AN), "^left: expected a text as str, got Pos"
    yield "nothing to compare", lambda *_: detector.compare(AN, None), "^right: expected a text as str, got NoneType"
    yield "compare with a dictionary", lambda *_: detector.compare(AN, BINH, settings={}), "^settings: expected"
    yield "no report to evaluate", lambda *_: detector.evaluate("run", {}), "^report: expected a Report, got str"
    yield "no labels", lambda _, report: detector.evaluate(report, None), "^labels: expected a JSON file"
    yield "labels that are not there", lambda _, report: detector.evaluate(report, "no.json"), r"^no\.json: cannot"
    yield "labels of another form", lambda _, report: detector.evaluate(report, {"a": 1}), "^labels: not the expected"
    yield "an unknown text", lambda _, report: report.document("chi"), "'chi' is no text of this report"
    yield "an unknown submission", lambda _, report: report.submission("chi"), "'chi' is no submission of this report"
    yield "unknown passages", lambda _, report: report.passages_of("an", "chi"), "'chi' is no text of this report"
    yield "a row by name", lambda _, report: report.pairs["an"], "expected the number of a row or a slice, got 'an'"


def _open(folder: Path) -> Any:
    path = folder / "a.txt"
    path.write_text(AN, encoding="utf-8")
    return path.open(encoding="utf-8")


MISUSES = list(misuses())


def test_the_table_of_misuses_is_long() -> None:
    assert len({case for case, _, _ in MISUSES}) == len(MISUSES) >= 60


@pytest.mark.parametrize(("do", "said"), [one[1:] for one in MISUSES], ids=[one[0] for one in MISUSES])
def test_a_misuse_is_told_in_words(
    do: Callable[[Path, Report], Any], said: str, tmp_path: Path, report: Report
) -> None:
    with pytest.raises((DetectorError, KeyError, TypeError)) as caught:
        do(tmp_path, report)
    words = str(caught.value.args[0] if isinstance(caught.value, KeyError) else caught.value)
    assert re.search(said, words), words
    assert caught.traceback[-1].path.is_relative_to(Path(detector.__file__).parent)  # of ours, not of a library


def test_an_unknown_option_is_told_by_python_itself() -> None:
    with pytest.raises(TypeError, match="unexpected keyword argument 'reference'"):
        detector.scan({"an": AN}, reference=[])  # type: ignore[call-arg]
