"""Somebody has a list of the staff, the unit, the blank form, this program, and a file handed on without names.

Each attack is run on what is handed on, where it must prove nobody, and on a file in which it must succeed, so that an
attack that never works is not taken for a defence.
"""

from __future__ import annotations

import csv
import json
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import blake2b
from itertools import pairwise
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from detector.documents import Document, content_key
from detector.matches import Side
from detector.privacy.mask import BLOT
from detector.privacy.moved import Moved
from detector.report import Report
from detector.text.syllables import syllables_of
from detector.writers import WriteOptions, writer
from detector.writers.codes import codes_of
from detector.writers.decided import LogLine, Recorded, SetAside
from detector.writers.html.texts import utf16_offset
from detector.writers.pseudonyms import known_in, pseudonymised

FORMATS = ("csv", "html", "xlsx", "docx")
SALT = "5f1d0b"
Passages = Mapping[frozenset[str], list[frozenset[str]]]


@dataclass(frozen=True)
class Handed:
    """One format: the words of every file, and the texts of the submissions where the format has them."""

    format: str
    words: str
    texts: tuple[str, ...]


@pytest.fixture(scope="module")
def handed(unit: Report, tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Handed]:
    """Each format as it is handed on, with a log in which a reviewer typed names."""
    folder = tmp_path_factory.mktemp("handed")
    options = WriteOptions(lang="vi", salt=SALT, recorded=_recorded(unit))
    return {name: _written(unit, folder / name, name, options) for name in FORMATS}


def _recorded(unit: Report) -> Recorded:
    left, right = unit.pairs[0].left_id, unit.pairs[0].right_id
    line = LogLine("1/2/2025", "Người rà soát", "copied", note="Cô Hồng Nhung nói là Trịnh Thị Bích soạn chung.")
    aside = SetAside("form", "Người rà soát", "1/2/2025", "theo thầy Hùng", "Tôi là Phạm Thu Hà", 2)
    about = tuple(sorted((left, right)))
    return Recorded("1/1/2025", [(about, line)], {about: "copied"}, [aside])


def _written(unit: Report, path: Path, name: str, options: WriteOptions) -> Handed:
    target = path if name == "csv" else path.with_suffix(f".{name}")
    files = writer(name).write(unit, target, options)
    words = "\n".join(text for file in files for text in _words_of_file(file))
    texts: tuple[str, ...] = ()
    if name == "csv":
        texts = tuple(row["text"] for row in _csv(path / "submissions.csv") if row["role"] == "submission")
    elif name == "html":
        texts = tuple(one["text"] for one in _page_data(target)["texts"].values())
    return Handed(name, words, texts)


def _words_of_file(path: Path) -> Iterator[str]:
    """All text of a file, also what its markup and its properties hold."""
    if path.suffix in (".xlsx", ".docx"):
        with zipfile.ZipFile(path) as packed:
            for member in packed.namelist():
                yield member
                yield _SPLIT_RUN.sub("", packed.read(member).decode(errors="replace"))
    else:
        yield path.read_text(encoding="utf-8-sig")


# Where Word text goes on in another run of the same line.
_SPLIT_RUN = re.compile(r"</w:t>\s*</w:r>\s*<w:r>(?:<w:rPr>.*?</w:rPr>)?<w:t[^>]*>")


def _csv(path: Path) -> list[dict[str, str]]:
    csv.field_size_limit(1 << 30)
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def _page_data(path: Path) -> dict[str, object]:
    page = path.read_text(encoding="utf-8")
    found = re.search(r'<script type="application/json" id="report-data">(.*?)</script>', page, re.S)
    assert found
    data: dict[str, object] = json.loads(found[1])
    return data


def staff(unit: Report) -> list[Document]:
    """One document per person: who they are is what the list says; their text is not the attacker's."""
    return [row.document for row in unit.submissions]


# --- by hash ----------------------------------------------------------------------------------------------------------


def proven_by_hash(words: str, candidates: Iterable[Document]) -> set[str]:
    """Persons for whom something in the file is a hash of what the attacker can work out."""
    tokens = set(re.findall(r"(?<![0-9a-f])[0-9a-f]{6,32}(?![0-9a-f])", words))
    return {str(one.author) for one in candidates if any(_starts(tokens, digest) for digest in _guesses(one))}


def _guesses(one: Document) -> Iterator[str]:
    """Hashes of the text, name, file and unit, as this program and its earlier version make them, without a salt."""
    values = (one.text, str(one.author), one.id, one.path, str(one.unit), str(one.person))
    for value in values:
        for prefix in ("", "\0", "N-", "doc-"):
            data = f"{prefix}{value}".encode()
            yield from (blake2b(data, digest_size=size).hexdigest() for size in (8, 16, 64))
    yield content_key(one.text)
    without_salt = codes_of(_alone(one))
    yield from (code.split("-", 1)[-1] for code in without_salt.documents.values())


def _alone(one: Document) -> Report:
    from detector.settings import Settings
    from tests.reports import report_of

    return report_of(Settings(), [], [], [], [], [], [one])


def _starts(tokens: set[str], digest: str) -> bool:
    return any(digest[:length] in tokens for length in range(6, len(digest) + 1, 2))


@pytest.mark.parametrize("name", FORMATS)
def test_no_name_is_proven_by_a_hash(unit: Report, handed: Mapping[str, Handed], name: str) -> None:
    assert proven_by_hash(handed[name].words, staff(unit)) == set()


def test_the_hashes_of_an_export_that_has_content_keys_prove_everybody(unit: Report) -> None:
    words = " ".join(content_key(one.text) for one in staff(unit))
    assert len(proven_by_hash(words, staff(unit))) == len(unit.submissions)


@pytest.mark.parametrize("name", FORMATS)
def test_no_content_key_stands_in_what_is_handed_on(unit: Report, handed: Mapping[str, Handed], name: str) -> None:
    keys = {one.key for one in staff(unit)} | {row.document.key for row in pseudonymised(unit, SALT).submissions}
    assert not [key for key in keys if key[:8] in handed[name].words]


# --- by the shape of a blot -------------------------------------------------------------------------------------------


def singled_out_by_shape(texts: Iterable[str], candidates: list[Document]) -> set[str]:
    """Persons whose name is the only one of the list that has the words and letters of a text's first blot."""
    found = set()
    for text in texts:
        blot = re.search(rf"(?<=: ){BLOT}+(?: {BLOT}+)*", text)
        shape = [len(word) for word in blot[0].split()] if blot else []
        fitting = [one for one in candidates if [len(word) for word in str(one.author).split()] == shape]
        if len(fitting) == 1:
            found.add(str(fitting[0].author))
    return found


@pytest.mark.parametrize("name", ["csv", "html"])
def test_no_name_is_singled_out_by_a_blot(unit: Report, handed: Mapping[str, Handed], name: str) -> None:
    assert len(handed[name].texts) > 20
    assert singled_out_by_shape(handed[name].texts, staff(unit)) == set()


def test_blots_as_long_as_the_names_single_out_many(unit: Report) -> None:
    texts = [re.sub(r"\w", BLOT, str(one.author)).join(("Họ và tên: ", "\n")) for one in staff(unit)]
    assert len(singled_out_by_shape(texts, staff(unit))) > 10


@pytest.mark.parametrize("name", FORMATS)
def test_blots_have_no_other_lengths_than_those_of_their_kinds(handed: Mapping[str, Handed], name: str) -> None:
    assert {len(blot) for blot in re.findall(f"{BLOT}+", handed[name].words)} <= {3, 4, 5, 6}


def test_the_count_of_syllables_says_nothing_about_those_of_a_name(unit: Report, tmp_path: Path) -> None:
    writer("csv").write(unit, tmp_path, WriteOptions(salt=SALT))
    for row in _csv(tmp_path / "submissions.csv"):
        if row["role"] == "submission":
            assert abs(int(row["syllables"]) - len(syllables_of(row["text"]))) <= 1
            shares = [value for column, value in row.items() if column.startswith("shares")]
            assert all(len(value.replace(".", "").strip("0")) <= 2 for value in shares)


# --- by post and by name ----------------------------------------------------------------------------------------------


def told_by_post(words: str, candidates: list[Document]) -> set[str]:
    """Persons whose post, which nobody else of the list has, stands there."""
    posts = [str(one.post) for one in candidates]
    return {str(one.author) for one in candidates if posts.count(str(one.post)) == 1 and str(one.post) in words}


@pytest.mark.parametrize("name", FORMATS)
def test_no_post_that_one_person_has_is_left(unit: Report, handed: Mapping[str, Handed], name: str) -> None:
    assert told_by_post(handed[name].words, staff(unit)) == set()


def test_with_names_the_posts_tell_most_people(unit: Report, tmp_path: Path) -> None:
    writer("csv").write(unit, tmp_path, WriteOptions(names=True))
    assert len(told_by_post((tmp_path / "submissions.csv").read_text(encoding="utf-8"), staff(unit))) > 25


@pytest.mark.parametrize("name", FORMATS)
def test_no_name_of_the_list_is_left_in_any_spelling(unit: Report, handed: Mapping[str, Handed], name: str) -> None:
    """Whole, its last two words, without marks; file names; what a reviewer typed."""
    words = handed[name].words
    for one in staff(unit):
        parts = str(one.author).split()
        for trace in (str(one.author), " ".join(parts[-2:]), Path(one.id).stem):
            assert trace.casefold() not in words.casefold(), trace
    assert "Phú Lâm" not in words


@pytest.mark.parametrize("name", FORMATS)
def test_rows_do_not_stand_in_the_order_of_files(unit: Report, handed: Mapping[str, Handed], name: str) -> None:
    codes = codes_of(unit, SALT).documents
    seen = list(dict.fromkeys(re.findall(r"doc-[0-9a-f]+", handed[name].words)))
    by_file = [codes[one.id] for one in sorted(staff(unit), key=lambda one: one.id)]
    places = [by_file.index(code) for code in seen if code in by_file]
    rising = sum(one < other for one, other in pairwise(places))
    assert 0.25 < rising / (len(places) - 1) < 0.75


def test_the_sides_of_a_pair_do_not_tell_which_file_comes_first(unit: Report) -> None:
    back = {code: id for id, code in codes_of(unit, SALT).documents.items()}
    pairs = [pair for pair in pseudonymised(unit, SALT).pairs if back[pair.left_id][:8] != back[pair.right_id][:8]]
    first = sum(back[pair.left_id] < back[pair.right_id] for pair in pairs)
    assert 0.3 < first / len(pairs) < 0.7


# --- what moves with the text -----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def expected(unit: Report) -> Passages:
    """By pair, the letters of both sides of each passage of the scan without what is blotted in the whole text."""
    known, codes = known_in(unit), codes_of(unit, SALT).documents
    mask = known.mask()
    moved = {row.id: mask.moved(row.document.text, known.posts.get(row.id, ())) for row in unit.submissions}
    moved |= {one.id: mask.moved(one.text, known.posts.get(one.id, ())) for one in unit.others}
    found: dict[frozenset[str], list[frozenset[str]]] = {}
    for one in unit.passages:
        pair = frozenset((codes[one.left.id], codes[one.right.id]))
        sides = frozenset(_core(unit, moved[side.id], side) for side in (one.left, one.right))
        found.setdefault(pair, []).append(sides)
    return found


def _core(unit: Report, moved: Moved, side: Side) -> str:
    kept = "".join(
        character
        for place, character in enumerate(unit.document(side.id).text[side.start : side.end], side.start)
        if not any(one.start <= place < one.end for one in moved.replaced)
    )
    return _letters(kept)


def _letters(text: str) -> str:
    return "".join(character for character in text if character.isalnum())


def test_csv_passages_are_the_same_words_as_in_the_scan(unit: Report, expected: Passages, tmp_path: Path) -> None:
    writer("csv").write(unit, tmp_path, WriteOptions(salt=SALT))
    texts = {row["id"]: row["text"] for row in _csv(tmp_path / "submissions.csv")}
    rows = _csv(tmp_path / "passages.csv")
    assert len(rows) == len(unit.passages)
    for row in rows:
        sides = [(row[f"{side}_id"], int(row[f"{side}_start"]), int(row[f"{side}_end"])) for side in ("left", "right")]
        words = frozenset(_letters(texts[id][start:end]) for id, start, end in sides)
        assert words in expected[frozenset(id for id, _, _ in sides)]


def test_html_passages_and_marks_lie_on_the_words_that_csv_has(
    unit: Report, expected: Passages, tmp_path: Path
) -> None:
    writer("html").write(unit, tmp_path / "r.html", WriteOptions(salt=SALT))
    hidden = pseudonymised(unit, SALT)
    data: Any = _page_data(tmp_path / "r.html")
    ids = [one["file"] for one in data["documents"]]
    marks = {row.id: row.marks for row in hidden.submissions}
    assert len(data["texts"]) > 20
    for number, shown in data["texts"].items():
        text = hidden.document(ids[int(number)]).text
        at = utf16_offset(text)
        assert shown["text"] == text
        assert shown["marks"][0::3] == [at(mark.start) for mark in marks.get(ids[int(number)], ())]
        assert shown["marks"][1::3] == [at(mark.end) for mark in marks.get(ids[int(number)], ())]
    for pair in data["pairs"]:
        sides = ids[pair["left"]], ids[pair["right"]]
        for passage in pair["passages"] or ():
            spans = zip(sides, (passage["left"], passage["right"]), strict=True)
            words = frozenset(_letters(hidden.document(id).text[start:end]) for id, (start, end) in spans)
            assert words in expected[frozenset(sides)]


def test_xlsx_quotes_the_same_words(unit: Report, expected: Passages, tmp_path: Path) -> None:
    writer("xlsx").write(unit, tmp_path / "r.xlsx", WriteOptions(lang="en", salt=SALT))
    sheet = openpyxl.load_workbook(tmp_path / "r.xlsx")["Shared passages"]
    head, *rows = sheet.iter_rows(values_only=True)
    columns = {str(title): place for place, title in enumerate(head)}
    assert len(rows) == len(unit.passages)
    for row in rows:
        ids = frozenset(str(row[columns[f"Text, {side}"]]) for side in ("left", "right"))
        quotes = [_letters(str(row[columns[f"Passage, {side}"]])) for side in ("left", "right")]
        assert any(all(_begins_one(quote[:200], sides) for quote in quotes) for sides in expected[ids])


def _begins_one(quote: str, sides: Iterable[str]) -> bool:
    return any(whole.startswith(quote) for whole in sides)


def test_docx_quotes_the_same_words(unit: Report, handed: Mapping[str, Handed]) -> None:
    letters = _letters(re.sub(r"<[^>]+>", "", handed["docx"].words))
    hidden = pseudonymised(unit, SALT)
    flagged = {(pair.left_id, pair.right_id) for pair in hidden.pairs.flagged()}
    checked = 0
    for one in hidden.passages:
        if (one.left.id, one.right.id) in flagged:
            words = _letters(hidden.document(one.left.id).text[one.left.start : one.left.end])
            assert words[:60] in letters
            checked += 1
    assert checked > 15


def test_marks_follow_one_another_and_keep_their_words(unit: Report) -> None:
    hidden = {row.id: row for row in pseudonymised(unit, SALT).submissions}
    for row in unit.submissions:
        moved = hidden[codes_of(unit, SALT).documents[row.id]]
        ends = [0, *(mark.end for mark in moved.marks)]
        assert all(end <= mark.start < mark.end for end, mark in zip(ends, moved.marks, strict=False))
        assert ends[-1] <= len(moved.document.text)
        assert all(0 <= one.start <= one.end <= len(moved.document.text) for one in moved.document.blocks)
