"""Files as offices have them, in ten kinds, read here and by LibreOffice or pdftotext: the words that one alone has.

    python tests/benchmarks/office_files.py --files 300

The texts are those of the units in `data/`, set in the layouts of real forms: tables of answers, automatic numbers,
text boxes, content controls, old fonts. LibreOffice makes the other formats from the Word files. Needs the
programs soffice (Writer) and pdftotext. Prints a Markdown table, then each loss; exit status 1 if a word was lost.
"""

from __future__ import annotations

import argparse
import io
import re
import subprocess
import sys
import tempfile
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

import docx

from detector.readers.base import Extract
from detector.readers.extract import extract_file
from detector.settings import Settings
from tests.readers.make import docx as raw_docx
from tests.readers.make import p, r, vni
from tests.readers.test_docx_numbers import LEVELS, item, numbering

DATA = Path(__file__).parents[2] / "data"
_WORD = re.compile(r"[^\W_]+")
_BOX = (
    "<w:r><w:pict><v:shape style='width:200pt;height:60pt'><v:textbox><w:txbxContent>{}</w:txbxContent></v:textbox>"
    "</v:shape></w:pict></w:r>"
)
_CONTROL = "<w:sdt><w:sdtPr/><w:sdtContent>{}</w:sdtContent></w:sdt>"
_FIRST_BODY_LINE = 6  # of a self-assessment: what stands above is its head
_AT_ONCE = 60  # files that one start of LibreOffice converts


@dataclass(frozen=True, slots=True)
class Read:
    """One file: words that the other program has and this one has not, and the other way round."""

    kind: str
    name: str
    words: int
    lost: Counter[str]
    added: Counter[str]
    notes: tuple[str, ...]


def texts() -> list[list[str]]:
    """Lines of self-assessments without blank ones."""
    folders = (DATA.glob("sample_unit/submissions/*"), DATA.glob("units/*/submissions/*"))
    files = sorted(path for paths in folders for path in paths if path.is_file())
    found = []
    for path in files:
        for event in extract_file(path.name, path.read_bytes(), Settings()):
            if isinstance(event, Extract):
                lines = [" ".join(line.split()) for line in unicodedata.normalize("NFC", event.text).split("\n")]
                found.append([line for line in lines if line])
    return found


def paragraphs(lines: Sequence[str]) -> bytes:
    """Typed in Word, with a header and a footer."""
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "ĐẢNG BỘ PHƯỜNG TÂN LẬP"
    document.sections[0].footer.paragraphs[0].text = "Trang"
    for line in lines:
        run = document.add_paragraph().add_run(line)
        run.bold = line.isupper()
    return _saved(document)


def answers_in_cells(lines: Sequence[str]) -> bytes:
    """The head in a table without lines, the answers in one with: number, prompt, answer."""
    document = docx.Document()
    head = document.add_table(rows=1, cols=2)
    head.cell(0, 0).text, head.cell(0, 1).text = "\n".join(lines[:2]), "\n".join(lines[2:4])
    for line in lines[4:_FIRST_BODY_LINE]:
        document.add_paragraph(line)
    body = lines[_FIRST_BODY_LINE:]
    grid = document.add_table(rows=0, cols=3)
    grid.style = "Light Grid Accent 1"
    for number, line in enumerate(body, 1):
        cells = grid.add_row().cells
        cells[0].text, cells[1].text, cells[2].text = str(number), "Tự đánh giá", line
    return _saved(document)


def numbered(lines: Sequence[str]) -> bytes:
    """Headings and items numbered by Word."""
    body = "".join(p(escape(line)) for line in lines[:_FIRST_BODY_LINE])
    for at, line in enumerate(lines[_FIRST_BODY_LINE:]):
        body += item(escape(line), 0 if line.isupper() or at % 5 == 0 else 1)
    return raw_docx(body, numbering=numbering(LEVELS))


def boxes_and_controls(lines: Sequence[str]) -> bytes:
    """The head in a text box, every second answer in a content control, a note at the foot of the page."""
    body = p("Kính gửi: ", _BOX.format("".join(p(escape(line)) for line in lines[:4])))
    for at, line in enumerate(map(escape, lines[4:])):
        body += p(r(f"{at + 1}. "), _CONTROL.format(r(line))) if at % 2 else _CONTROL.format(p(line))
    return raw_docx(body)


def old_font(lines: Sequence[str]) -> bytes:
    """Labels typed in VNI, everything behind a colon in Unicode."""

    def line(text: str) -> str:
        label, colon, value = text.partition(":")
        font = '<w:rFonts w:ascii="VNI-Times" w:hAnsi="VNI-Times"/>'
        return p(r(escape(vni(label) + colon), font), r(escape(value), '<w:rFonts w:ascii="Times New Roman"/>'))

    return raw_docx("".join(map(line, lines)))


WRITTEN: Mapping[str, Callable[[Sequence[str]], bytes]] = {
    "docx, paragraphs, header and footer": paragraphs,
    "docx, answers in table cells": answers_in_cells,
    "docx, automatic numbers": numbered,
    "docx, text boxes and content controls": boxes_and_controls,
    "docx, VNI labels beside Unicode values": old_font,
}
# What LibreOffice makes: suffix, its filter, and of which of the kinds above
CONVERTED = {
    "doc by LibreOffice, automatic numbers": ("doc", "doc:MS Word 97", numbered),
    "odt by LibreOffice, answers in table cells": ("odt", "odt", answers_in_cells),
    "rtf by LibreOffice, automatic numbers": ("rtf", "rtf", numbered),
    "html by LibreOffice, answers in table cells": ("html", "html", answers_in_cells),
    "pdf by LibreOffice, paragraphs, header and footer": ("pdf", "pdf", paragraphs),
}


def _saved(document: object) -> bytes:
    out = io.BytesIO()
    document.save(out)  # type: ignore[attr-defined]
    return out.getvalue()


def write_all(folder: Path, count: int) -> dict[str, list[tuple[Path, list[str]]]]:
    """By kind, the files and the lines that were put into each."""
    all_texts = texts()
    each = -(-count // (len(WRITTEN) + len(CONVERTED)))
    chosen = [all_texts[at % len(all_texts)] for at in range(each)]
    found: dict[str, list[tuple[Path, list[str]]]] = {}
    for number, (kind, write) in enumerate(WRITTEN.items()):
        found[kind] = _written(folder / f"kind{number}", chosen, write)
    for number, (kind, (suffix, target, write)) in enumerate(CONVERTED.items(), len(WRITTEN)):
        sources = _written(folder / f"source{number}", chosen, write)
        convert([path for path, _ in sources], target, folder / f"kind{number}")
        found[kind] = [(folder / f"kind{number}" / f"{path.stem}.{suffix}", lines) for path, lines in sources]
    return found


def _written(
    folder: Path, chosen: Sequence[list[str]], write: Callable[[Sequence[str]], bytes]
) -> list[tuple[Path, list[str]]]:
    folder.mkdir(parents=True)
    files = []
    for number, lines in enumerate(chosen):
        path = folder / f"f{number:03d}.docx"
        path.write_bytes(write(lines))
        files.append((path, lines))
    return files


def convert(files: Sequence[Path], target: str, out: Path) -> None:
    """By LibreOffice, several files at a start."""
    profile = (out.parent / "profile").as_uri()
    for first in range(0, len(files), _AT_ONCE):
        some = [str(path) for path in files[first : first + _AT_ONCE]]
        command = ["soffice", f"-env:UserInstallation={profile}", "--headless", "--convert-to", target]
        subprocess.run([*command, "--outdir", str(out), *some], check=True, capture_output=True, timeout=900)


def others_reading(files: Sequence[Path], out: Path) -> Iterator[str]:
    """What pdftotext (of PDF) or LibreOffice says is in each file."""
    if files[0].suffix == ".pdf":
        for path in files:
            done = subprocess.run(["pdftotext", "-layout", str(path), "-"], check=True, capture_output=True, timeout=60)
            yield done.stdout.decode()
        return
    convert(files, "txt:Text (encoded):UTF8", out)
    for path in files:
        yield (out / f"{path.stem}.txt").read_text("utf-8-sig")


def compare(kind: str, files: Sequence[tuple[Path, list[str]]], out: Path) -> Iterator[Read]:
    """Old fonts, which the other program does not know, are compared with the lines that were typed."""
    paths = [path for path, _ in files]
    typed = ["\n".join(lines) for _, lines in files]
    others = typed if "VNI" in kind else others_reading(paths, out)
    for path, other in zip(paths, others, strict=True):
        extracts = [e for e in extract_file(path.name, path.read_bytes(), Settings()) if isinstance(e, Extract)]
        own = words("\n".join(one.text for one in extracts))
        theirs = words(other)
        notes = tuple(note.code for one in extracts for note in one.notes)
        yield Read(kind, path.name, theirs.total(), theirs - own, own - theirs, notes)


def words(text: str) -> Counter[str]:
    return Counter(_WORD.findall(unicodedata.normalize("NFC", text)))


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--files", type=int, default=300)
    count = parser.parse_args().files
    results: list[Read] = []
    print("| kind | files | words | lost | only here | doubtful |\n|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for number, (kind, files) in enumerate(write_all(folder, count).items()):
            found = list(compare(kind, files, folder / f"txt{number}"))
            lost, added = sum(one.lost.total() for one in found), sum(one.added.total() for one in found)
            doubtful = sum("doubtful" in one.notes for one in found)
            total = sum(one.words for one in found)
            print(f"| {kind} | {len(found)} | {total:,} | {lost} | {added} | {doubtful} |", flush=True)
            results += found
    for title, pick in (("Lost", lambda one: one.lost), ("Only here", lambda one: one.added)):
        print(f"\n{title}, by kind:")
        for kind in dict.fromkeys(one.kind for one in results):
            total = sum((pick(one) for one in results if one.kind == kind), Counter[str]())
            if total:
                print(f"- {kind}: " + ", ".join(f"{word} ({times})" for word, times in total.most_common(12)))
    doubts = [f"{one.kind}: {one.name}" for one in results if "doubtful" in one.notes]
    print("\nCalled doubtful:", ", ".join(doubts) or "none")
    return int(any(one.lost for one in results))


if __name__ == "__main__":
    sys.exit(main())
