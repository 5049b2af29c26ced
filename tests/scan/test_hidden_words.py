"""A copy with a hidden filler after each word: the pair is found, the filler told, the shares are the clear file's."""

from __future__ import annotations

import csv
import json
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner

from detector.analysis import analyse
from detector.cli import cli
from detector.documents import Document
from detector.readers.base import Extract
from detector.readers.extract import extract_file
from detector.settings import Settings
from detector.text.fields import with_fields
from tests.readers.hidden_ways import WAYS, clear_file, fillers, hidden_file

FIXTURES = Path(__file__).parents[1] / "readers" / "fixtures" / "hidden_words"


def copies(suffix: str, sample: list[Document], sources: list[str], *, hide: bool) -> Iterator[Document]:
    """A copy of one colleague's text for each way of a format, read from its file."""
    texts = {document.id: document for document in sample}
    for number, (way, source) in enumerate(zip(WAYS[suffix], sources, strict=False)):
        text = texts[source].text.replace(texts[source].author or "", f"Kiều Văn {chr(65 + number)}nh")
        data = hidden_file(suffix, way, text) if hide else clear_file(suffix, text)
        (item,) = (one for one in extract_file(f"a.{suffix}", data, Settings()) if isinstance(one, Extract))
        id = f"n{number}.{suffix}"
        document = Document(id, id, item.text, blocks=item.blocks, notes=item.notes, hidden=item.hidden)
        assert [one.text.strip() for one in document.hidden] == (fillers(text) if hide else [])
        yield with_fields(document)


@pytest.mark.parametrize("suffix", WAYS)
def test_hidden_fillers_change_no_share_and_no_pair_and_are_told(
    suffix: str, sample: list[Document], independent: list[str]
) -> None:
    hidden, clear = (
        analyse([*sample, *copies(suffix, sample, independent, hide=hide)], settings=Settings())
        for hide in (True, False)
    )
    assert [(row.id, row.shares, row.own_shares, row.syllables) for row in hidden.submissions] == [
        (row.id, row.shares, row.own_shares, row.syllables) for row in clear.submissions
    ]
    assert [(pair.left_id, pair.right_id) for pair in hidden.pairs.flagged()] == [
        (pair.left_id, pair.right_id) for pair in clear.pairs.flagged()
    ]
    flagged = {id for pair in hidden.pairs.flagged() for id in (pair.left_id, pair.right_id)}
    for number in range(len(WAYS[suffix])):
        row = hidden.submission(f"n{number}.{suffix}")
        assert row.id in flagged
        (told,) = (one for one in row.findings if one.kind == "hidden_words")
        assert told.score == len(row.document.hidden)
        assert str(told.facts["which"]).startswith("đang · thì · chưa · của · không")
        assert row.flags[0] == "hidden_words"
    assert not any("hidden_words" in row.flags for row in clear.submissions)


def test_the_summary_of_a_scan_counts_the_files_with_hidden_words(tmp_path: Path) -> None:
    def lines(folder: Path, lang: str) -> list[str]:
        command = ["scan", str(folder), "-o", str(tmp_path / f"{folder.name}-{lang}"), "--jobs", "1", "--lang", lang]
        return CliRunner().invoke(cli, command).output.splitlines()

    assert "Hidden words in the file: 1" in lines(FIXTURES, "en")
    assert "Tệp có chữ ẩn: 1" in lines(FIXTURES, "vi")
    assert not any("Hidden" in line for line in lines(FIXTURES.parent / "vni_one_unicode_letter", "en"))


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The run of two people, one of whom has the other's text with Word's hidden words in it."""
    folder = tmp_path_factory.mktemp("hidden")
    done = CliRunner().invoke(cli, ["scan", str(FIXTURES), "-o", str(folder / "run"), "--jobs", "1"])
    assert done.exit_code == 0, done.output
    return folder / "run"


SAID = {
    "en": "101 words that a reader of its pages does not see (marked as hidden)",
    "vi": "101 từ mà người đọc không nhìn thấy trên trang (đặt thuộc tính ẩn)",
}


def _jsonl(path: Path) -> str:
    rows = [json.loads(line) for line in (path / "submissions.jsonl").read_text("utf-8").splitlines()]
    return " ".join(finding["sentence"] for row in rows for finding in row["findings"])


def _csv(path: Path) -> str:
    return " ".join(
        cell for one in path.rglob("*.csv") for row in csv.reader(one.open(encoding="utf-8-sig")) for cell in row
    )


def _xlsx(path: Path) -> str:
    book = openpyxl.load_workbook(path)
    return " ".join(str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row if cell)


def _docx(path: Path) -> str:
    with zipfile.ZipFile(path) as package:
        return package.read("word/document.xml").decode()


READ: dict[str, tuple[str, Callable[[Path], str]]] = {
    "jsonl": ("out", _jsonl),
    "csv": ("out", _csv),
    "xlsx": ("out.xlsx", _xlsx),
    "docx": ("out.docx", _docx),
    "html": ("out.html", lambda path: path.read_text("utf-8")),
}


@pytest.mark.parametrize("lang", SAID)
@pytest.mark.parametrize("name", READ)
def test_every_export_says_how_many_words_are_hidden_and_which(name: str, lang: str, run: Path, tmp_path: Path) -> None:
    file, read = READ[name]
    command = ["export", str(run), "--format", name, "-o", str(tmp_path / file), "--lang", lang]
    done = CliRunner().invoke(cli, command)
    assert done.exit_code == 0, done.output
    said = read(tmp_path / file)
    assert SAID[lang] in said
    assert "đang · thì · nên · của · đã · sẽ · cho" in said
