"""PDF with a text layer: lines joined into paragraphs, tables by cells, running heads and page numbers set apart."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from detector.documents import BlockKind, ReadingNote
from detector.language import N_
from detector.readers import ocr
from detector.readers.base import Extract, Reader
from detector.readers.compose import Piece, compose
from detector.readers.limits import damaged, encrypted
from detector.readers.pdf_hidden import HiddenStretches
from detector.readers.pdf_layout import Region, lines_of, regions
from detector.readers.pdf_page import MIN_LETTERS, RawPage, finished, load
from detector.readers.pdf_page_breaks import PageText, join_pages
from detector.readers.pdf_paragraphs import margin_in_cell, paragraphs
from detector.readers.pdf_running import Page, split_running
from detector.readers.pdf_tables import Cell, Table, find_tables
from detector.readers.torn import torn_note
from detector.settings import Settings


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
        raise damaged(N_("not a complete PDF ({error})").format(error=error)) from error


def _extract(document: Any, settings: Settings) -> Extract:
    count = min(len(document), settings.max_pages)
    notes = []
    if count < len(document):
        notes.append(ReadingNote("truncated", f"read={count} total={len(document)} unit=pages"))
    hidden = HiddenStretches()
    pages = finished(_load_all(document, count, notes), hidden)
    pictures = [page.number for page in pages if page.is_picture]
    if pictures and not any(page.letters >= MIN_LETTERS for page in pages):
        return ocr.read_pdf(document, [page.number for page in pages], notes, settings)
    recognised = ocr.read_some_pages(document, pictures, notes, settings) if pictures else {}
    if layers := [str(page.number) for page in pages if page.is_layer]:
        notes.append(ReadingNote("ocr", f"pages={', '.join(layers)}"))
    extract = compose(_pieces(pages, recognised, hidden), notes=notes)
    torn = torn_note(extract.text)
    return replace(extract, notes=(*extract.notes, torn)) if torn else extract


def _load_all(document: Any, count: int, notes: list[ReadingNote]) -> list[RawPage]:
    """Pages that can be loaded; the others are told, and all of them lost is a damaged file."""
    from pypdfium2 import PdfiumError

    pages, lost = [], []
    for index in range(count):
        try:
            pages.append(load(document, index))
        except PdfiumError:
            lost.append(str(index + 1))
    if lost and not pages:
        raise damaged(N_("none of its pages can be loaded"))
    if lost:
        notes.append(ReadingNote("damaged_part", f"part=pages {', '.join(lost)}"))
    return pages


def _pieces(pages: list[Page], recognised: dict[int, list[str]], hidden: HiddenStretches) -> list[Piece]:
    bodies, running = split_running(pages)
    layouts = [list(_stretches(page)) for page in bodies]
    margins = _margins(bodies, layouts)
    texts: list[list[PageText]] = []
    for page, layout in zip(bodies, layouts, strict=True):
        found = [item for stretch in layout for item in _stretch_texts(stretch, page.number, margins[page.size])]
        found += [PageText(line, f"page={page.number}") for line in recognised.get(page.number, ())]
        found += [PageText(page.hidden, f"page={page.number}")] if page.hidden else []
        texts.append(found)
    return [hidden.piece(item.text, item.kind, item.place) for item in join_pages(texts)] + running


def _stretches(page: Page) -> Iterator[Region | Table]:
    """Tables and the regions between them from top to bottom, then turned lines that stand in no table."""
    tables, rest = find_tables(page.rules, (*page.fragments, *page.turned))
    turned = set(map(id, page.turned))
    lines = lines_of([item for item in rest if id(item) not in turned])
    for table in tables:
        above = [line for line in lines if line[0].middle > table.top]
        lines = lines[len(above) :]
        yield from regions(above)
        yield table
    yield from regions(lines)
    if aside := tuple(item for item in rest if id(item) in turned):
        yield Region(aside, False)


def _margins(pages: list[Page], layouts: list[list[Region | Table]]) -> dict[tuple[float, float], float]:
    """The right margin of the text by page size: a last page of two short lines does not show it."""
    margins: dict[tuple[float, float], float] = {}
    for page, layout in zip(pages, layouts, strict=True):
        ends = [line.right for item in layout if isinstance(item, Region) and item.full for line in item.lines]
        margins[page.size] = max([margins.get(page.size, 0.0), *ends])
    return margins


def _stretch_texts(stretch: Region | Table, page: int, margin: float) -> Iterator[PageText]:
    if isinstance(stretch, Region):
        for text in _region_texts(stretch, margin if stretch.full else None):
            yield PageText(text, f"page={page}")
    else:
        for cell in stretch.cells:
            place = f"page={page} table={stretch.number} row={cell.row} column={cell.column}"
            for text in _cell_texts(cell):
                yield PageText(text, place, BlockKind.CELL)


def _region_texts(region: Region, margin: float | None) -> list[str]:
    return paragraphs(region.lines, margin) if region.flowing else [line.text for line in region.lines]


def _cell_texts(cell: Cell) -> list[str]:
    margin = margin_in_cell(cell.fragments, cell.left, cell.right)
    return [
        text
        for region in regions(lines_of(cell.fragments), is_cell=True)
        for text in _region_texts(region, margin if region.full else None)
    ]


READER = Reader(N_("PDF"), (".pdf",), read)
