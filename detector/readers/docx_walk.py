"""The walk over a WordprocessingML tree: paragraphs, cells, text boxes, in reading order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from detector.documents import BlockKind, Hiding
from detector.readers.compose import Piece, Run
from detector.readers.docx_boxes import box_fill, box_hiding, pictures_behind
from detector.readers.docx_looks import child, is_on, local_name, number, shading, w
from detector.readers.docx_numbers import Numbers
from detector.readers.docx_runs import GONE, alternatives, in_control, runs
from detector.readers.docx_styles import Style, Styles, cell_style
from detector.readers.looks import UNKNOWN, WHITE, Colour, Place

_LEAST_LINE_POINTS = 2.5  # of a line or row whose height is fixed: no letter is as low
_TWIPS_PER_POINT = 20
_WIDEST_TWIPS = 24_000  # 42 cm, the long side of A3: farther left or right is no page


@dataclass(frozen=True, slots=True)
class Context:
    """What the parts of one document have in common.

    Attributes:
        page: what is behind its pages.
    """

    styles: Styles
    numbers: Numbers
    page: Colour = WHITE


def walk(root: Any, context: Context, kind: BlockKind) -> Iterator[Piece]:
    """Pieces of a part (document, header, footnotes ...); paragraphs outside tables get `kind`."""
    background = UNKNOWN if pictures_behind(root) else context.page
    yield from _blocks(root, context, Place(kind, background=background), _counter())


def _counter() -> Iterator[int]:
    return iter(range(1, 1_000_000_000))


def _blocks(node: Any, context: Context, where: Place, tables: Iterator[int]) -> Iterator[Piece]:
    """Pieces of everything in `node` that holds paragraphs."""
    open_ones: list[Any] = []  # paragraphs whose end is gone, so that they go on in the next one
    for item in alternatives(node):
        name = local_name(item.tag)
        if name == "p":
            open_ones.append(item)
            if _mark_gone(item):
                continue
        yield from _joined(open_ones, context, where)
        open_ones = []
        if name == "tbl":
            yield from _table(item, context, replace(where, place=f"{where.place} table={next(tables)}".strip()))
        elif name == "sdt":
            yield from _blocks(item, context, in_control(item, where), tables)
        elif name != "p" and name not in GONE:
            yield from _blocks(item, context, where, tables)
    yield from _joined(open_ones, context, where)


def _joined(paragraphs: list[Any], context: Context, where: Place) -> Iterator[Piece]:
    """One paragraph, or several that are shown as one, and then the text boxes that hang on them."""
    if paragraphs:
        yield Piece(tuple(run for item in paragraphs for run in _paragraph(item, context, where)), where.place)
    for item in paragraphs:
        yield from _text_boxes(item, context, where)


def _paragraph(item: Any, context: Context, where: Place) -> Iterator[Run]:
    """The runs of a paragraph, its automatic number before them."""
    properties = child(item, "pPr")
    style = context.styles.of_paragraph(properties)
    background = shading(child(properties, "shd")) or style.fill or where.background
    hiding = where.hiding or _hiding_of(properties)
    inside = replace(where, background=background, hiding=hiding)
    look = style.look.over(where.look).over(context.styles.defaults)
    label = context.numbers.label(properties, style)
    found = list(runs(item, context.styles, inside, look))
    if label and any(run.text.strip() for run in found):
        first = next(run for run in found if run.text.strip())
        yield Run(label, where.kind, hiding=first.hiding)
    yield from found


def _hiding_of(properties: Any) -> Hiding | None:
    """Why a paragraph is not seen, whatever its letters look like: lines without height, a place beside the page."""
    if _is_clipped(child(properties, "spacing"), "line", "lineRule"):
        return Hiding.SIZE
    indent, frame = child(properties, "ind"), child(properties, "framePr")
    starts = [number(w(indent, side)) for side in ("left", "start")]
    corner = [number(w(frame, side)) for side in ("x", "y")]
    beside = any(start is not None and start >= _WIDEST_TWIPS for start in starts)
    above = any(place is not None and abs(place) >= _WIDEST_TWIPS for place in corner)
    return Hiding.OUTSIDE if beside or above else None


def _is_clipped(node: Any, size: str, rule: str) -> bool:
    """Whether a height in twentieths of a point is fixed, and too small for any letter."""
    height = number(w(node, size))
    return w(node, rule) == "exact" and height is not None and abs(height) < _LEAST_LINE_POINTS * _TWIPS_PER_POINT


def _mark_gone(paragraph: Any) -> bool:
    """The end of a paragraph that is deleted in a tracked change, or hidden, joins it to the next one."""
    mark = child(child(paragraph, "pPr"), "rPr")
    return mark is not None and (child(mark, "del") is not None or is_on(child(mark, "vanish")))


def _table(table: Any, context: Context, where: Place) -> Iterator[Piece]:
    properties = child(table, "tblPr")
    style = context.styles.of(w(child(properties, "tblStyle"), "val"))
    around = replace(where, background=shading(child(properties, "shd")) or where.background)
    rows = list(_descend(table, "tr"))
    for row_number, row in enumerate(rows, 1):
        row_properties = child(row, "trPr")
        if child(row_properties, "del") is not None:
            continue
        inside = replace(around, hiding=where.hiding or _row_hiding(row_properties))
        cells = [(cell, child(cell, "tcPr")) for cell in _descend(row, "tc")]
        columns = sum(_grid_span(cell_properties) for _, cell_properties in cells)
        column = 1
        for cell, cell_properties in cells:
            span = _grid_span(cell_properties)
            if not _continues_merge(cell_properties):
                number_of_last = columns if column + span > columns else column
                said = cell_style(style, child(properties, "tblLook"), row_number, len(rows), number_of_last, columns)
                place = f"{where.place} row={row_number} column={column}"
                yield from _blocks(cell, context, _cell_place(cell_properties, said, inside, place), _counter())
            column += span


def _row_hiding(properties: Any) -> Hiding | None:
    if is_on(child(properties, "hidden")):
        return Hiding.ATTRIBUTE
    return Hiding.SIZE if _is_clipped(child(properties, "trHeight"), "val", "hRule") else None


def _cell_place(properties: Any, style: Style, table: Place, place: str) -> Place:
    fill = shading(child(properties, "shd")) or style.fill or table.background
    kind = BlockKind.CELL if table.kind == BlockKind.PARAGRAPH else table.kind
    return replace(table, kind=kind, place=place, background=fill, look=style.look.over(table.look))


def _descend(node: Any, wanted: str) -> Iterator[Any]:
    """Children of that name, also inside content controls and tracked insertions, not inside other rows."""
    for item in node:
        name = local_name(item.tag)
        if name == wanted:
            yield item
        elif name not in GONE:
            yield from _descend(item, wanted)


def _continues_merge(properties: Any) -> bool:
    """A cell that is only the lower or right part of a merged one, or deleted by a tracked change."""
    merges = [child(properties, name) for name in ("vMerge", "hMerge")]
    merged = any(merge is not None and w(merge, "val") in ("", "continue") for merge in merges)
    return merged or child(properties, "cellDel") is not None


def _grid_span(properties: Any) -> int:
    span = w(child(properties, "gridSpan"), "val")
    return min(int(span), 1000) if span.isascii() and span.isdigit() else 1


def _text_boxes(node: Any, context: Context, where: Place) -> Iterator[Piece]:
    for item in alternatives(node):
        name = local_name(item.tag)
        if name == "txbxContent":
            kind = BlockKind.TEXTBOX if where.kind in (BlockKind.PARAGRAPH, BlockKind.CELL) else where.kind
            yield from _blocks(item, context, replace(where, kind=kind), _counter())
        elif name in ("anchor", "inline"):
            yield from _text_boxes(item, context, replace(where, hiding=where.hiding or box_hiding(item)))
        elif name in ("wsp", "shape", "rect", "roundrect", "oval"):
            hiding = where.hiding or (None if name == "wsp" else box_hiding(item))
            fill = box_fill(item, where.background)
            yield from _text_boxes(item, context, replace(where, background=fill, hiding=hiding))
        elif name not in GONE:
            yield from _text_boxes(item, context, where)
