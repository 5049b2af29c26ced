"""The walk over a WordprocessingML tree: paragraphs, cells, text boxes, in reading order."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any
from weakref import WeakKeyDictionary

from detector.documents import BlockKind, Hiding
from detector.readers.compose import Piece, Run
from detector.readers.docx_boxes import box_fill, box_hiding, pictures_behind
from detector.readers.docx_looks import child, is_on, local_name, named, number, shading, w
from detector.readers.docx_numbers import Numbers
from detector.readers.docx_runs import GONE, alternatives, in_control, runs
from detector.readers.docx_styles import Style, Styles, cell_style
from detector.readers.looks import UNKNOWN, WHITE, Colour, Place

_Paragraph = tuple[Any, Mapping[str, Any]]  # a paragraph and its properties by name
_LEAST_LINE_POINTS = 2.5  # of a line or row whose height is fixed: no letter is as low
_TWIPS_PER_POINT = 20
# The tables of points of an office have the same few rows again and again: by the styles of the document, the last ones
_KEPT_ROWS, _LONGEST_KEPT_ROW = 1000, 10_000  # bytes of XML
_ROWS: WeakKeyDictionary[Styles, dict[tuple[Any, ...], list[Piece]]] = WeakKeyDictionary()
_WIDEST_TWIPS = 24_000  # 42 cm, the long side of A3: farther left or right is no page


@dataclass(frozen=True, slots=True)
class Context:
    """What the parts of one document have in common.

    Attributes:
        page: what is behind its pages.
        boxes: whether the part that is walked over has any text box.
        chunks: documents and pages that stand inside this one, by the id that the body names them with.
    """

    styles: Styles
    numbers: Numbers
    page: Colour = WHITE
    boxes: bool = True
    chunks: Mapping[str, Sequence[Piece]] = field(default_factory=dict)


def walk(root: Any, context: Context, kind: BlockKind) -> list[Piece]:
    """Pieces of a part (document, header, footnotes ...); paragraphs outside tables get `kind`."""
    background = UNKNOWN if pictures_behind(root) else context.page
    context = replace(context, boxes=next(root.iter("{*}txbxContent"), None) is not None)
    return _blocks(root, context, Place(kind, background=background), _counter())


def _counter() -> Iterator[int]:
    return iter(range(1, 1_000_000_000))


def _blocks(node: Any, context: Context, where: Place, tables: Iterator[int]) -> list[Piece]:
    """Pieces of everything in `node` that holds paragraphs."""
    found: list[Piece] = []
    open_ones: list[_Paragraph] = []  # paragraphs whose end is gone, so that they go on in the next one
    for name, item in alternatives(node):
        if name == "p":
            properties = named(child(item, "pPr"))
            open_ones.append((item, properties))
            if properties and _mark_gone(properties):
                continue
        if open_ones:
            found += _joined(open_ones, context, where)
            open_ones = []
        if name == "tbl":
            found += _table(item, context, where._replace(place=f"{where.place} table={next(tables)}".strip()))
        elif name == "altChunk":
            found += context.chunks.get(_id(item), ())
        elif name == "sdt":
            found += _blocks(item, context, in_control(item, where), tables)
        elif name != "p" and name not in GONE and len(item):
            found += _blocks(item, context, where, tables)
    if open_ones:
        found += _joined(open_ones, context, where)
    return found


def _id(item: Any) -> str:
    return next((value for name, value in item.attrib.items() if local_name(name) == "id"), "")


def _joined(paragraphs: list[_Paragraph], context: Context, where: Place) -> list[Piece]:
    """One paragraph, or several that are shown as one, and then the text boxes that hang on them."""
    runs = [run for one in paragraphs for run in _paragraph(*one, context, where)]
    boxes = [box for item, _ in paragraphs for box in _text_boxes(item, context, where)] if context.boxes else ()
    return [Piece(tuple(runs), where.place), *boxes]


def _paragraph(item: Any, properties: Mapping[str, Any], context: Context, where: Place) -> list[Run]:
    """The runs of a paragraph, its automatic number before them."""
    style = context.styles.of_paragraph(properties)
    inside = where
    if properties or style.fill:
        background = shading(properties.get("shd")) or style.fill or where.background
        inside = where.seen(background, where.hiding or _hiding_of(properties))
    look = style.look.over(where.look).over(context.styles.defaults)
    label = context.numbers.label(properties, style)
    found = runs(item, context.styles, inside, look)
    if label and any(run.text.strip() for run in found):
        first = next(run for run in found if run.text.strip())
        return [Run(label, where.kind, hiding=first.hiding), *found]
    return found


def _hiding_of(properties: Mapping[str, Any]) -> Hiding | None:
    """Why a paragraph is not seen, whatever its letters look like: lines without height, a place beside the page."""
    if _is_clipped(properties.get("spacing"), "line", "lineRule"):
        return Hiding.SIZE
    indent, frame = properties.get("ind"), properties.get("framePr")
    if indent is None and frame is None:
        return None
    starts = [number(w(indent, side)) for side in ("left", "start")]
    corner = [number(w(frame, side)) for side in ("x", "y")]
    beside = any(start is not None and start >= _WIDEST_TWIPS for start in starts)
    above = any(place is not None and abs(place) >= _WIDEST_TWIPS for place in corner)
    return Hiding.OUTSIDE if beside or above else None


def _is_clipped(node: Any, size: str, rule: str) -> bool:
    """Whether a height in twentieths of a point is fixed, and too small for any letter."""
    if w(node, rule) != "exact":
        return False
    height = number(w(node, size))
    return height is not None and abs(height) < _LEAST_LINE_POINTS * _TWIPS_PER_POINT


def _mark_gone(properties: Mapping[str, Any]) -> bool:
    """The end of a paragraph that is deleted in a tracked change, or hidden, joins it to the next one."""
    mark = properties.get("rPr")
    return mark is not None and (child(mark, "del") is not None or is_on(child(mark, "vanish")))


def _table(table: Any, context: Context, where: Place) -> list[Piece]:
    found: list[Piece] = []
    properties = child(table, "tblPr")
    style = context.styles.of(w(child(properties, "tblStyle"), "val"))
    look = child(properties, "tblLook")
    around = where.seen(shading(child(properties, "shd")) or where.background, where.hiding)
    rows = list(_descend(table, "tr"))
    said = (w(child(properties, "tblStyle"), "val"), None if look is None else tuple(look.items()), len(rows))
    for row_number, row in enumerate(rows, 1):
        read = partial(_row, row, row_number, len(rows), style, look, context, around)
        is_inner = "row=" in where.place  # what stands in a row is remembered with it
        found += read() if is_inner else _known_row(row, (*said, row_number, around), context, read)
    return found


def _known_row(row: Any, said: tuple[Any, ...], context: Context, read: Callable[[], list[Piece]]) -> list[Piece]:
    """What `read` makes of a row, remembered by its XML and by all that its table has `said` of it."""
    from lxml import etree

    xml = etree.tostring(row, encoding="UTF-8", with_tail=False)
    if len(xml) > _LONGEST_KEPT_ROW or not _stands_alone(xml, context):
        return read()
    kept = _ROWS.setdefault(context.styles, {})
    found = kept.get((xml, said))
    if found is None:
        if len(kept) >= _KEPT_ROWS:
            kept.clear()
        found = kept[xml, said] = read()
    return found


def _stands_alone(row: bytes, context: Context) -> bool:
    """Whether a row depends on nothing but the styles: it has no text box, no other document, and counts no list on."""
    if b"txbxContent" in row or b"altChunk" in row:
        return False
    if not context.numbers.counters.lists:
        return True
    return b"numPr" not in row and b"pStyle" not in row and context.styles.of_paragraph({}).list is None


def _row(row: Any, row_number: int, rows: int, style: Style, look: Any, context: Context, table: Place) -> list[Piece]:
    found: list[Piece] = []
    properties = child(row, "trPr")
    if child(properties, "del") is not None:
        return found
    inside = table.seen(table.background, table.hiding or _row_hiding(properties))
    cells = [(cell, named(child(cell, "tcPr"))) for cell in _descend(row, "tc")]
    spans = [_grid_span(cell_properties) for _, cell_properties in cells]
    columns, column = sum(spans), 1
    for (cell, cell_properties), span in zip(cells, spans, strict=True):
        if not _continues_merge(cell_properties):
            number_of_last = columns if column + span > columns else column
            said = cell_style(style, look, row_number, rows, number_of_last, columns)
            place = f"{table.place} row={row_number} column={column}"
            found += _blocks(cell, context, _cell_place(cell_properties, said, inside, place), _counter())
        column += span
    return found


def _row_hiding(properties: Any) -> Hiding | None:
    if is_on(child(properties, "hidden")):
        return Hiding.ATTRIBUTE
    return Hiding.SIZE if _is_clipped(child(properties, "trHeight"), "val", "hRule") else None


def _cell_place(properties: Mapping[str, Any], style: Style, table: Place, place: str) -> Place:
    fill = shading(properties.get("shd")) or style.fill or table.background
    kind = BlockKind.CELL if table.kind == BlockKind.PARAGRAPH else table.kind
    return Place(kind, place, fill, style.look.over(table.look), table.hiding)


def _descend(node: Any, wanted: str) -> Iterator[Any]:
    """Children of that name, also inside content controls and tracked insertions, not inside other rows."""
    for item in node:
        name = local_name(item.tag)
        if name == wanted:
            yield item
        elif name not in GONE and len(item):
            yield from _descend(item, wanted)


def _continues_merge(properties: Mapping[str, Any]) -> bool:
    """A cell that is only the lower or right part of a merged one, or deleted by a tracked change."""
    if not properties:
        return False
    merges = [properties.get(name) for name in ("vMerge", "hMerge")]
    merged = any(merge is not None and w(merge, "val") in ("", "continue") for merge in merges)
    return merged or "cellDel" in properties


def _grid_span(properties: Mapping[str, Any]) -> int:
    span = w(properties.get("gridSpan"), "val") if properties else ""
    return min(int(span), 1000) if span.isascii() and span.isdigit() else 1


def _text_boxes(node: Any, context: Context, where: Place) -> Iterator[Piece]:
    for name, item in alternatives(node):
        if name == "txbxContent":
            kind = BlockKind.TEXTBOX if where.kind in (BlockKind.PARAGRAPH, BlockKind.CELL) else where.kind
            yield from _blocks(item, context, where.of(kind), _counter())
        elif name in ("anchor", "inline"):
            yield from _text_boxes(item, context, where.seen(where.background, where.hiding or box_hiding(item)))
        elif name in ("wsp", "shape", "rect", "roundrect", "oval"):
            hiding = where.hiding or (None if name == "wsp" else box_hiding(item))
            fill = box_fill(item, where.background)
            yield from _text_boxes(item, context, where.seen(fill, hiding))
        elif name not in GONE and len(item):
            yield from _text_boxes(item, context, where)
