"""PDF with a text layer: lines joined into paragraphs, tables by cells, running heads and page numbers set apart."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from detector.documents import BlockKind, ReadingNote
from detector.readers import ocr
from detector.readers.base import Extract, Reader
from detector.readers.compose import Piece, compose, piece
from detector.readers.limits import damaged, encrypted
from detector.readers.pdf_chars import drawn_rules, fragments
from detector.readers.pdf_fields import field_fragments
from detector.readers.pdf_layout import Region, lines_of, regions
from detector.readers.pdf_paragraphs import continues_across_pages, join_texts, margin_in_cell, paragraphs
from detector.readers.pdf_running import Page, split_running
from detector.readers.pdf_tables import Cell, Table, find_tables
from detector.settings import Settings

MIN_LETTERS = 30  # a page with fewer is a picture or nearly empty


def read(data: bytes, settings: Settings) -> Iterator[Extract]:
    document = _open(data)
    try:
        yield _extract(document, settings)
    finally:
        document.close()


def _open(data: bytes) -> Any:
    import pypdfium2
    from pypdfium2.raw import FPDF_ERR_PASSWORD, FPDF_ERR_SECURITY

    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) in (FPDF_ERR_PASSWORD, FPDF_ERR_SECURITY) or "assword" in str(error):
            raise encrypted() from error
        raise damaged(f"not a complete PDF ({error})") from error


def _extract(document: Any, settings: Settings) -> Extract:
    count = min(len(document), settings.max_pages)
    notes = []
    if count < len(document):
        notes.append(ReadingNote("truncated", f"read={count} total={len(document)} unit=pages"))
    pages = _load_all(document, count, notes)
    pictures = [page.number for page in pages if page.is_picture]
    if pictures and not any(page.letters >= MIN_LETTERS for page in pages):
        return ocr.read_pdf(document, [page.number for page in pages], notes, settings)
    recognised = ocr.read_some_pages(document, pictures, notes, settings) if pictures else {}
    return compose(_pieces(pages, recognised), notes=notes)


def _load_all(document: Any, count: int, notes: list[ReadingNote]) -> list[Page]:
    """Pages that can be loaded; the others are told, and all of them lost is a damaged file."""
    from pypdfium2 import PdfiumError

    pages, lost = [], []
    for index in range(count):
        try:
            pages.append(_load(document, index))
        except PdfiumError:
            lost.append(str(index + 1))
    if lost and not pages:
        raise damaged("none of its pages can be loaded")
    if lost:
        notes.append(ReadingNote("damaged_part", f"part=pages {', '.join(lost)}"))
    return pages


def _load(document: Any, index: int) -> Page:
    """Everything of one page that the layout needs; the page itself is closed again."""
    page = document[index]
    try:
        rules = drawn_rules(page)
        found = fragments(page, rules) + field_fragments(page)
        letters = sum(map(str.isalpha, "".join(item.text for item in found)))
        picture = letters < MIN_LETTERS and _has_picture(page, len(rules))
        return Page(index + 1, page.get_size(), tuple(found), tuple(rules), letters, picture)
    finally:
        page.close()


def _has_picture(page: Any, rule_count: int) -> bool:
    """An image, or so many strokes that they may be letters drawn as outlines."""
    from pypdfium2.raw import FPDF_PAGEOBJ_IMAGE

    return rule_count > 200 or any(True for _ in page.get_objects(filter=[FPDF_PAGEOBJ_IMAGE], max_depth=3))


def _pieces(pages: list[Page], recognised: dict[int, list[str]]) -> list[Piece]:
    bodies, running = split_running(pages)
    layouts = [list(_stretches(page)) for page in bodies]
    margins = _margins(bodies, layouts)
    body: list[Piece] = []
    for page, layout in zip(bodies, layouts, strict=True):
        found = [item for stretch in layout for item in _stretch_pieces(stretch, page.number, margins[page.size])]
        found += [piece(line, place=f"page={page.number}") for line in recognised.get(page.number, ())]
        if body and found and _joins(body[-1], found[0]):
            last = body[-1]
            body[-1] = piece(join_texts(_text(last), _text(found.pop(0))), last.runs[0].kind, last.place)
        body += found
    return body + running


def _stretches(page: Page) -> Iterator[Region | Table]:
    """Tables and the regions between them from top to bottom."""
    tables, rest = find_tables(page.rules, page.fragments)
    lines = lines_of(rest)
    for table in tables:
        above = [line for line in lines if line[0].middle > table.top]
        lines = lines[len(above) :]
        yield from regions(above)
        yield table
    yield from regions(lines)


def _margins(pages: list[Page], layouts: list[list[Region | Table]]) -> dict[tuple[float, float], float]:
    """The right margin of the text by page size: a last page of two short lines does not show it."""
    margins: dict[tuple[float, float], float] = {}
    for page, layout in zip(pages, layouts, strict=True):
        ends = [line.right for item in layout if isinstance(item, Region) and item.full for line in item.lines]
        margins[page.size] = max([margins.get(page.size, 0.0), *ends])
    return margins


def _joins(last: Piece, first: Piece) -> bool:
    """The same paragraph, or the same cell of a table that goes on, before and after a page break."""
    same_kind = last.runs[0].kind == first.runs[0].kind
    same_column = last.place.partition(" column=")[2] == first.place.partition(" column=")[2]
    return same_kind and same_column and continues_across_pages(_text(last), _text(first))


def _text(item: Piece) -> str:
    return "".join(run.text for run in item.runs)


def _stretch_pieces(stretch: Region | Table, page: int, margin: float) -> Iterator[Piece]:
    if isinstance(stretch, Region):
        for text in _region_texts(stretch, margin if stretch.full else None):
            yield piece(text, place=f"page={page}")
    else:
        for cell in stretch.cells:
            for text in _cell_texts(cell):
                yield piece(
                    text, BlockKind.CELL, f"page={page} table={stretch.number} row={cell.row} column={cell.column}"
                )


def _region_texts(region: Region, margin: float | None) -> list[str]:
    return paragraphs(region.lines, margin) if region.flowing else [line.text for line in region.lines]


def _cell_texts(cell: Cell) -> list[str]:
    margin = margin_in_cell(cell.fragments, cell.left, cell.right)
    return [
        text
        for region in regions(lines_of(cell.fragments))
        for text in _region_texts(region, margin if region.full else None)
    ]


READER = Reader("PDF", (".pdf",), read)
