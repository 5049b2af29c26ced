"""The layouts as Word and PDF files, every byte made here."""

from __future__ import annotations

import io
import re
import textwrap
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from xml.sax.saxutils import escape

from openpyxl import Workbook

from tests.heads.layouts import BODY, LEFT, UP, Layout, Part, Runs, Table
from tests.readers import make

_EDGES = "".join(
    f'<w:{side} w:val="single" w:sz="4"/>' for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)
_BORDERS = f"<w:tblPr><w:tblBorders>{_EDGES}</w:tblBorders></w:tblPr>"
_LEFT, _RIGHT, _TOP, _FOOT = 60.0, 535.0, 780.0, 60.0
_SIZE, _LEADING, _TAB = 11.0, 16.0, 72.0
_WIDE = _SIZE / 2  # of every character; see `make.show`


def parts(layout: Layout) -> tuple[Part, ...]:
    return (*layout.head, *BODY, *layout.foot)


def _word(encode: Callable[[str], str] = str, font: str = "") -> Callable[[Layout], bytes]:
    look = f'<w:rFonts w:ascii="{font}" w:hAnsi="{font}"/>' if font else ""

    def docx(layout: Layout) -> bytes:
        return make.docx("".join(map(_block, parts(layout))))

    def _block(part: Part) -> str:
        if isinstance(part, Table):
            table = make.table(*(_cells(row, part.rows[at + 1 : at + 2]) for at, row in enumerate(part.rows)))
            return table.replace("<w:tbl>", f"<w:tbl>{_BORDERS}", 1) if part.lines else table
        runs = part.runs if isinstance(part, Runs) else ((part, False),)
        return make.p(*(_run(encode(text), look + ("<w:strike/>" if struck else "")) for text, struck in runs))

    def _cells(row: Sequence[str], below: Sequence[Sequence[str]]) -> Iterable[str]:
        for at, text in enumerate(row):
            if text == LEFT:
                continue
            span = next((n for n, other in enumerate(row[at + 1 :], 1) if other != LEFT), len(row) - at)
            merged = UP in (text, *(under[at] for under in below))
            properties = f'<w:gridSpan w:val="{span}"/>' * (span > 1)
            properties += f'<w:vMerge w:val="{"continue" if text == UP else "restart"}"/>' * merged
            lines = "" if text == UP else text
            content = "".join(make.p(_run(encode(line), look)) for line in lines.split("\n"))
            yield f"<w:tc><w:tcPr>{properties}</w:tcPr>{content}</w:tc>"

    return docx


def docx(layout: Layout) -> bytes:
    return _TYPED[layout.typed](layout)


_TYPED = {
    "": _word(),
    "NFD": _word(lambda text: unicodedata.normalize("NFD", text)),
    "VNI": _word(make.vni, "VNI-Times"),
    "TCVN3": _word(make.tcvn3, ".VnTime"),
}


def _run(text: str, properties: str = "") -> str:
    """Runs of a text; a tab or a character of Wingdings in one of its own, as Word stores them."""
    pieces = re.split("([\t\uf020-\uf0ff])", text)
    return "".join(f"<w:r><w:rPr>{properties}</w:rPr>{_inner(piece)}</w:r>" for piece in pieces if piece)


def _inner(piece: str) -> str:
    if piece == "\t":
        return "<w:tab/>"
    if "\uf020" <= piece <= "\uf0ff":
        return f'<w:sym w:font="Wingdings" w:char="{ord(piece):X}"/>'
    return f'<w:t xml:space="preserve">{escape(piece)}</w:t>'


class _Page:
    """Draws from the top down."""

    def __init__(self) -> None:
        self.pages: list[str] = []
        self._content = ""
        self._y = _TOP

    def need(self, height: float) -> None:
        if self._y - height < _FOOT:
            self.pages.append(self._content)
            self._content, self._y = "", _TOP

    def line(self, text: str) -> None:
        """A paragraph, wrapped at the right margin; tabs go to the next stop."""
        for wrapped in _wrapped(text, _RIGHT - _LEFT):
            self.need(_LEADING)
            x = _LEFT
            for piece in wrapped.split("\t"):
                if piece:
                    self._content += make.show(piece, x, self._y, _SIZE)
                x = _LEFT + ((x + len(piece) * _WIDE + _WIDE - _LEFT) // _TAB + 1) * _TAB
            self._y -= _LEADING

    def table(self, table: Table) -> None:
        columns = len(table.rows[0])
        width = (_RIGHT - _LEFT) / columns
        for row in table.rows:
            cells = [[line for text in _shown(cell).split("\n") for line in _wrapped(text, width - 10)] for cell in row]
            height = max(map(len, cells)) * _LEADING + 6
            self.need(height)
            for number, lines in enumerate(cells):
                for at, text in enumerate(lines):
                    self._content += make.show(text, _LEFT + number * width + 5, self._y - at * _LEADING, _SIZE)
            if table.lines:
                bottom = self._y + _SIZE - height
                for number, cell in enumerate(row):
                    if cell != LEFT:
                        wide = width * next(
                            (n for n, other in enumerate(row[number + 1 :], 1) if other != LEFT), columns - number
                        )
                        self._content += f"{_LEFT + number * width} {bottom} {wide} {height} re S\n"
            self._y -= height

    def finished(self) -> list[str]:
        return [*self.pages, self._content]


def _shown(cell: str) -> str:
    return "" if cell in (LEFT, UP) else cell


def _wrapped(text: str, width: float) -> list[str]:
    if "\t" in text:
        return [text]
    return textwrap.wrap(text, int(width / _WIDE), break_long_words=False, break_on_hyphens=False) or [""]


def pdf(layout: Layout) -> bytes:
    page = _Page()
    for part in parts(layout):
        if isinstance(part, Table):
            page.table(part)
        else:
            page.line("".join(text for text, _ in part.runs) if isinstance(part, Runs) else part)
    return make.pdf(page.finished())


def formats(layout: Layout) -> Iterable[str]:
    return layout.only or ("docx", "pdf", "doc", "txt", "html", "xlsx")


def txt(layout: Layout) -> bytes:
    """Cells of a row behind tabs; a table whose cells have several lines has one line for each of them."""
    return "\n".join(line for part in parts(layout) for line in _plain(part)).encode()


def _plain(part: Part) -> Iterable[str]:
    if not isinstance(part, Table):
        yield "".join(text for text, _ in part.runs) if isinstance(part, Runs) else part
        return
    for row in part.rows:
        lines = [_shown(cell).split("\n") for cell in row]
        for at in range(max(map(len, lines))):
            yield "\t".join(cell[at] if at < len(cell) else "" for cell in lines)


def html(layout: Layout) -> bytes:
    body = "\n".join(map(_element, parts(layout)))
    return f'<html><head><meta charset="utf-8"></head><body>\n{body}\n</body></html>'.encode()


def _element(part: Part) -> str:
    if isinstance(part, Table):
        rows = (
            "".join(f"<td>{escape(_shown(cell)).replace(chr(10), '<br>')}</td>" for cell in row) for row in part.rows
        )
        return "<table>" + "".join(f"<tr>{row}</tr>" for row in rows) + "</table>"
    runs = part.runs if isinstance(part, Runs) else ((part, False),)
    return "<p>" + "".join(f"<s>{escape(text)}</s>" if struck else escape(text) for text, struck in runs) + "</p>"


def xlsx(layout: Layout) -> bytes:
    """A sheet with a line in a row and a piece behind a tab in the next cell."""
    book = Workbook()
    sheet = book.active
    for part in parts(layout):
        rows = part.rows if isinstance(part, Table) else [line.split("\t") for line in _plain(part)]
        for row in rows:
            sheet.append([_shown(cell) for cell in row])
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


BUILDERS = {"docx": docx, "pdf": pdf, "txt": txt, "html": html, "xlsx": xlsx}
