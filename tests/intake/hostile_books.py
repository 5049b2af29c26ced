"""Workbooks of a few hundred kilobytes that unpack, or refer, to gigabytes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from random import Random

_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def book(sheets: list[Iterator[str]], strings: Iterable[str] = (), styles: str = "") -> bytes:
    """A workbook of these rows of XML, written without ever being held."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", _TYPES)
        relations = "".join(
            f'<Relationship Id="r{n}" Type="{_OFFICE}/worksheet" Target="worksheets/sheet{n}.xml"/>'
            for n in range(len(sheets))
        )
        package.writestr("xl/_rels/workbook.xml.rels", f'<Relationships xmlns="x">{relations}</Relationships>')
        names = "".join(f'<sheet name="S{n}" sheetId="{n + 1}" r:id="r{n}"/>' for n in range(len(sheets)))
        package.writestr(
            "xl/workbook.xml", f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>{names}</sheets></workbook>'
        )
        if styles:
            package.writestr("xl/styles.xml", styles)
        with package.open("xl/sharedStrings.xml", "w", force_zip64=True) as stream:
            stream.write(f'<sst xmlns="{_MAIN}">'.encode())
            for some in _batches(f"<si><t>{string}</t></si>" for string in strings):
                stream.write(some)
            stream.write(b"</sst>")
        for n, rows in enumerate(sheets):
            with package.open(f"xl/worksheets/sheet{n}.xml", "w", force_zip64=True) as stream:
                stream.write(f'<worksheet xmlns="{_MAIN}"><sheetData>'.encode())
                for some in _batches(rows):
                    stream.write(some)
                stream.write(b"</sheetData></worksheet>")
    return out.getvalue()


def _batches(words: Iterable[str]) -> Iterator[bytes]:
    """A thousand at a time: written one by one, two million cost more than the scan that reads them."""
    left = iter(words)
    while some := "".join(islice(left, 1_000)).encode():
        yield some


def prose(seed: int, length: int) -> str:
    """Sentences of drawn syllables, of which none is like another."""
    rng = Random(seed)
    firsts = [*"bchkltmnvdgsx", "ch", "kh", "ng", "nh", "ph", "th", "tr"]
    syllables = [
        one + vowel + end for one in firsts for vowel in "aáàâấôồưiíeêuúo" for end in ("", *"cmnpt", "ng", "nh")
    ]
    words = (" ".join(rng.choices(syllables, k=12)).capitalize() for _ in range(length // 40))
    return ". ".join(words)[:length]


def repeated_text() -> bytes:
    """One text of 32,000 characters in 80,000 cells."""
    rows = (f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(1, 80_001))
    return book([rows], iter(["Hoàn thành tốt nhiệm vụ được giao. " * 914]))


def repeated_answers() -> bytes:
    """A list in which every person has the same two texts of 4,000 characters."""
    names = (f'<c t="inlineStr"><is><t>Người {n}</t></is></c>' for n in range(40_000))
    header = "".join(f'<c t="inlineStr"><is><t>{h}</t></is></c>' for h in ("Họ và tên", "Ưu điểm", "Hạn chế"))
    cells = '<c t="s"><v>0</v></c><c t="s"><v>1</v></c>'
    return book(
        [(f"<row>{row}</row>" for row in (header, *(name + cells for name in names)))],
        [prose(seed, 4_000) for seed in (1, 2)],
    )


def long_header() -> bytes:
    """A header of 30,000 characters above 8,000 short answers."""
    header = '<row><c t="s"><v>0</v></c><c t="s"><v>1</v></c></row>'
    rows = '<row><c t="inlineStr"><is><t>An</t></is></c><c t="s"><v>2</v></c></row>'
    answer = "Tôi đã làm tốt mọi việc được giao trong năm học"
    return book([iter([header, *[rows] * 8_000])], iter(["Họ và tên", "Hạn chế " * 4_000, answer]))


def wide_rows() -> bytes:
    """One digit in the last column of 100,000 rows, on eight sheets."""
    return book([('<row><c r="IV1"><v>1</v></c></row>' for _ in range(100_000)) for _ in range(8)])


def many_small_texts() -> bytes:
    """Two million texts of two letters, each in a cell."""
    rows = (f'<row><c t="s"><v>{n}</v></c></row>' for n in range(90_000))
    return book([rows], ("ab" for _ in range(2_000_000)))


def one_endless_row() -> bytes:
    cell = "<c><v>1</v></c>" * 1000
    return book([iter(["<row>", *[cell] * 3_000, "</row>"])])


def many_styles() -> bytes:
    """Styles of 45 MB."""
    fonts = '<font><sz val="11"/><name val="Times New Roman"/></font>' * 800_000
    cell = '<row><c t="inlineStr"><is><t>Đã soạn 24 phiếu đọc hiểu.</t></is></c></row>'
    return book([iter([cell])], styles=f'<styleSheet xmlns="{_MAIN}"><fonts>{fonts}</fonts></styleSheet>')


def lines_in_cells() -> bytes:
    """One text of 16,000 lines of one letter in 1,000 cells."""
    rows = ('<row><c t="s"><v>0</v></c></row>' for _ in range(1_000))
    return book([rows], iter(["a\n" * 16_000]))


BOOKS: dict[str, Callable[[], bytes]] = {
    one.__name__: one
    for one in (
        repeated_text, repeated_answers, long_header, wide_rows, many_small_texts, one_endless_row, many_styles,
        lines_in_cells,
    )
}  # fmt: skip
