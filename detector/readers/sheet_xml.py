"""The sheets of a workbook (.xlsx, .xlsm) as rows of text, read as a stream.

A workbook may refer to one text a million times and leave rows and columns empty by the million, so nothing is held
that was not counted: cells, gaps and characters use up what one file may cost. What a cell looks like is of no interest
but for dates, so styles that other programs cannot read do no harm.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
import zlib
from array import array
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from xml.parsers import expat

from detector.documents import Hiding, SkipReason
from detector.errors import ReadError
from detector.language import N_
from detector.readers.compose import normalize_line_ends
from detector.readers.limits import chunks, damaged, most_characters, open_zip
from detector.readers.sheet_styles import PLAIN, Attributes, CellStyle, StylesReader, is_unseen
from detector.settings import Settings

MAX_ROWS = 100_000
MAX_COLUMNS = 256
_CELL_COST = 10  # characters that a cell counts for beside its text: an empty one takes as much memory
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_ROW = re.compile(r"0*[1-9]\d{0,7}")
_REFERENCE = re.compile(r"([A-Za-z]{1,3})(\d{1,7})")

Unseen = Mapping[tuple[int, int], Hiding]


@dataclass(frozen=True, slots=True)
class Sheet:
    """Cells by row, "" where there is none; rows are as long as their last filled cell, the last one is filled.

    `unseen` are the cells that are not seen, by row and column from 1, and why.
    """

    title: str
    rows: list[list[str]]
    unseen: Unseen


@dataclass(frozen=True, slots=True)
class Workbook:
    """The visible sheets (all, where none is visible), the titles of the others, and why its end was not read."""

    sheets: list[Sheet]
    hidden: list[str]
    cut: str = ""


def read_workbook(data: bytes, settings: Settings, *, first: bool = False) -> Workbook:
    """The sheets in their order; with `first` only the first visible one. Raises `ReadError`."""
    with open_zip(data, settings) as archive:
        package = _Package(archive, settings)
        book = _book(package)
        shown = [one for one in book.sheets if one.is_visible] or book.sheets
        hidden = [one.title for one in book.sheets if one not in shown]
        shown = shown[:1] if first else shown
        if not any(one.part in package.names for one in shown):
            raise damaged(N_("not a complete workbook (its sheets are missing)"))
        left = _Allowance(most_characters(len(data), settings))
        strings = _strings(package, book.strings, left.characters)
        styles = _styles(package, book.styles)
        sheets = [_SheetReader(strings, styles, book.epoch, left).read(package, one) for one in shown]
        return Workbook(sheets, hidden, left.why)


@dataclass(slots=True)
class _Allowance:
    """What is left of what one file may cost; `why` says what was used up first."""

    characters: int
    why: str = ""

    def use(self, characters: int) -> bool:
        """False where no more is to be read."""
        self.characters -= characters
        if self.characters < 0 and not self.why:
            self.why = "It has more characters than one file may have. Split it, or raise max_file_characters."
        return self.characters >= 0


class _Stop(Exception):  # noqa: N818 - no error
    """Ends the parsing of a part of which enough is known."""


@dataclass(frozen=True, slots=True)
class _Package:
    """The parts of a workbook by their names, which programs write in any case."""

    archive: zipfile.ZipFile
    settings: Settings
    names: dict[str, zipfile.ZipInfo] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.names.update({info.filename.lower().lstrip("/"): info for info in self.archive.infolist()})

    def parse(
        self,
        name: str,
        start: Callable[[str, Attributes], None],
        end: Callable[[str], None] | None = None,
        text: Callable[[str], None] | None = None,
    ) -> None:
        """Calls back for each element, by its name without a prefix. A part that is not there has none."""
        if name not in self.names:
            return
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = _refuse
        parser.StartElementHandler = lambda tag, attributes: start(tag.rpartition(":")[2], attributes)
        if end is not None:
            parser.EndElementHandler = lambda tag: end(tag.rpartition(":")[2])
        if text is not None:
            parser.CharacterDataHandler = text
        try:
            for chunk in chunks(self.archive, self.names[name], self.settings):
                parser.Parse(chunk, False)
            parser.Parse(b"", True)
        except _Stop:
            return
        except (expat.ExpatError, zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError) as error:
            raise damaged(N_("{name}: not well formed ({error})").format(name=name, error=error)) from error


def _refuse(*_: object) -> None:
    raise damaged(N_("its XML declares a document type, which this format forbids"))


@dataclass(frozen=True, slots=True)
class _Named:
    title: str
    part: str
    is_visible: bool


@dataclass(frozen=True, slots=True)
class _Book:
    sheets: list[_Named]
    strings: str
    styles: str
    epoch: datetime


def _book(package: _Package) -> _Book:
    """The list of sheets and the parts that belong to them."""
    main = next((target for kind, target in _relations(package, "").values() if kind == "officeDocument"), "")
    main = main if main in package.names else "xl/workbook.xml"
    relations = _relations(package, main)
    sheets: list[tuple[str, str, bool]] = []
    from_1904: list[str] = []

    def start(tag: str, attributes: Attributes) -> None:
        if tag == "sheet":
            id = next((value for name, value in attributes.items() if name.rpartition(":")[2] == "id"), "")
            sheets.append((attributes.get("name", ""), id, attributes.get("state", "visible") == "visible"))
        elif tag == "workbookPr":
            from_1904.append(attributes.get("date1904", "0"))

    package.parse(main, start)
    if not sheets:
        raise damaged(N_("not a complete workbook (it names no sheet)"))
    by_kind = dict(relations.values())
    folder = posixpath.dirname(main)
    return _Book(
        [_Named(title, relations.get(id, ("", ""))[1], visible) for title, id, visible in sheets],
        by_kind.get("sharedStrings", posixpath.join(folder, "sharedstrings.xml")),
        by_kind.get("styles", posixpath.join(folder, "styles.xml")),
        datetime(1904, 1, 1) if from_1904 and from_1904[0] in ("1", "true") else datetime(1899, 12, 30),
    )


def _relations(package: _Package, part: str) -> dict[str, tuple[str, str]]:
    """(kind, part) by id of what a part refers to; of the package itself for ""."""
    folder, name = posixpath.split(part)
    found: dict[str, tuple[str, str]] = {}

    def start(tag: str, attributes: Attributes) -> None:
        if tag == "Relationship" and attributes.get("TargetMode") != "External":
            target = attributes.get("Target", "")
            path = target if target.startswith("/") else posixpath.join(folder, target)
            kind = attributes.get("Type", "").rpartition("/")[2]
            found[attributes.get("Id", "")] = kind, posixpath.normpath(path).lstrip("/").lower()

    package.parse(posixpath.join(folder, "_rels", f"{name}.rels"), start)
    return found


@dataclass(frozen=True, slots=True)
class _Strings:
    """Shared texts in one, and where each begins; the last entry is the end."""

    text: str
    starts: array[int]
    used: dict[int, str] = field(default_factory=dict)

    def __getitem__(self, index: int) -> str:
        if not 0 <= index < len(self.starts) - 1:
            return ""
        if index not in self.used:
            self.used[index] = _plain(self.text[self.starts[index] : self.starts[index + 1]])
        return self.used[index]


def _strings(package: _Package, part: str, most: int) -> _Strings:
    """The texts that cells refer to by number, up to `most` characters; readings of characters are left out."""
    out, starts = io.StringIO(), array("q", [0])
    size, inside, phonetic = 0, False, 0

    def start(tag: str, _: Attributes) -> None:
        nonlocal inside, phonetic
        inside = tag == "t"
        phonetic += tag == "rPh"

    def text(data: str) -> None:
        nonlocal size
        if inside and not phonetic:
            out.write(data)
            size += len(data)
            if size > most:
                raise _Stop

    def end(tag: str) -> None:
        nonlocal inside, phonetic
        inside = False
        phonetic -= tag == "rPh"
        if tag == "si":
            starts.append(size)

    package.parse(part, start, end, text)
    return _Strings(out.getvalue(), starts)


def _styles(package: _Package, part: str) -> list[CellStyle]:
    """The styles of cells; nothing is known where they cannot be read."""
    reader = StylesReader()
    try:
        package.parse(part, reader.start, reader.end)
    except ReadError as error:
        if error.reason != SkipReason.DAMAGED:
            raise
    return reader.cells


class _SheetReader:
    """Rows of one sheet; holds nothing but what `left` allows."""

    def __init__(self, strings: _Strings, styles: list[CellStyle], epoch: datetime, left: _Allowance) -> None:
        self._strings, self._styles, self._epoch, self._left = strings, styles, epoch, left
        self._unseen: dict[tuple[int, int], Hiding] = {}
        self._unseen_columns: set[int] = set()
        self._is_unseen_row = False
        self._rows: list[list[str]] = []
        self._row: list[str] = []
        self._row_number = self._column = 0
        self._cell: Attributes = {}
        self._pieces: list[str] = []
        self._collects = False
        self._phonetic = 0

    def read(self, package: _Package, sheet: _Named) -> Sheet:
        """Raises `ReadError`."""
        if not self._left.why:
            package.parse(sheet.part, self._start, self._end, self._text)
        while self._rows and not any(self._rows[-1]):
            self._rows.pop()
        return Sheet(sheet.title, self._rows, self._unseen)

    def _start(self, tag: str, attributes: Attributes) -> None:
        if tag == "row":
            self._begin_row(attributes.get("r", ""))
            self._is_unseen_row = is_unseen(attributes, "ht")
        elif tag == "col" and is_unseen(attributes, "width"):
            first, last = attributes.get("min", ""), attributes.get("max", "")
            if first.isdigit() and last.isdigit():
                self._unseen_columns.update(range(int(first), min(int(last), MAX_COLUMNS) + 1))
        elif tag == "c":
            match = _REFERENCE.fullmatch(attributes.get("r", ""))
            self._column = _column_number(match[1]) if match else self._column + 1
            self._cell, self._pieces = attributes, []
        elif tag == "rPh":
            self._phonetic += 1
        self._collects = tag in ("v", "t") and not self._phonetic

    def _begin_row(self, number: str) -> None:
        row = int(number) if _ROW.fullmatch(number) else len(self._rows) + 1
        if row > MAX_ROWS:
            self._left.why = self._left.why or f"Rows after the first {MAX_ROWS:,} were not read. Split the table."
            raise _Stop
        gap = row - len(self._rows)
        if gap < 1:  # rows out of order: this one continues a row that is there
            self._row = self._rows[row - 1]
        else:
            self._spend(gap)
            self._rows += [[] for _ in range(gap)]
            self._row = self._rows[-1]
        self._row_number, self._column = row, 0

    def _text(self, data: str) -> None:
        if self._collects:
            self._spend(len(data))
            self._pieces.append(data)

    def _end(self, tag: str) -> None:
        self._collects = False
        if tag == "rPh":
            self._phonetic -= 1
        elif tag == "c" and self._pieces and 1 <= self._column <= MAX_COLUMNS:
            value = self._value("".join(self._pieces))
            if value:
                self._put(value)

    def _put(self, value: str) -> None:
        gap = self._column - len(self._row)
        self._spend((len(value) if self._cell.get("t") == "s" else 0) + _CELL_COST * max(gap, 1))
        self._row += [""] * gap
        self._row[self._column - 1] = value
        if hiding := self._hiding():
            self._unseen[self._row_number, self._column] = hiding

    def _hiding(self) -> Hiding | None:
        """Why the present cell is not seen."""
        if self._is_unseen_row or self._column in self._unseen_columns:
            return Hiding.ATTRIBUTE
        return self._style().hiding

    def _style(self) -> CellStyle:
        style = self._cell.get("s", "0")
        known = style.isdigit() and len(style) < 6 and int(style) < len(self._styles)
        return self._styles[int(style)] if known else PLAIN

    def _spend(self, characters: int) -> None:
        if not self._left.use(characters):
            raise _Stop

    def _value(self, raw: str) -> str:
        kind = self._cell.get("t", "n")
        if kind == "s":
            return self._strings[int(raw)] if raw.strip().isdigit() and len(raw) < 10 else ""
        if kind in ("str", "inlineStr"):
            return _plain(raw)
        if kind == "e":
            return ""
        if kind == "b":
            return "True" if raw == "1" else "False"
        return self._number(raw.strip(), kind)

    def _number(self, raw: str, kind: str) -> str:
        """As a spreadsheet shows it: dates as days, whole numbers without a point."""
        try:
            if kind == "d":
                return shown_moment(datetime.fromisoformat(raw))
            number = float(raw)
        except ValueError:
            return raw
        if self._style().is_date:
            return _date(number, self._epoch)
        return f"{number:.0f}" if number.is_integer() and abs(number) < 1e15 else f"{number:.15g}"


def _date(number: float, epoch: datetime) -> str:
    try:
        moment = epoch + timedelta(seconds=round(number * 86_400))
    except OverflowError:
        return f"{number:.15g}"
    return moment.strftime("%H:%M") if 0 <= number < 1 else shown_moment(moment)


def shown_moment(moment: datetime) -> str:
    """``dd/mm/yyyy``, with the time of day if there is one."""
    has_time = moment.hour or moment.minute or moment.second
    return moment.strftime("%d/%m/%Y %H:%M:%S" if has_time else "%d/%m/%Y")


def _plain(text: str) -> str:
    """Line ends as ``\\n``, and signs that XML cannot hold, which such files spell ``_x000D_``."""
    if "_x" in text:
        text = _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)
    return normalize_line_ends(text)


def _column_number(letters: str) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number
