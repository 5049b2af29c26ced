"""The walk over a WordprocessingML tree: paragraphs, cells, text boxes, in reading order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from detector.documents import BlockKind, Hiding
from detector.readers.compose import Piece, Run
from detector.readers.docx_styles import Styles, child, run_font, run_hidden, w
from detector.readers.symbols import symbol

_GONE = {"del", "moveFrom", "pPr", "rPr", "tblPr", "tblGrid", "trPr", "tcPr", "sectPr", "sdtPr", "instrText", "rt"}
_FIXED = {"tab": "\t", "cr": "\n", "noBreakHyphen": "-", "softHyphen": "\u00ad"}


@dataclass(frozen=True, slots=True)
class _Place:
    kind: BlockKind
    place: str = ""


def walk(root: Any, styles: Styles, kind: BlockKind) -> Iterator[Piece]:
    """Pieces of a part (document, header, footnotes ...); paragraphs outside tables get `kind`."""
    tables = iter(range(1, 1_000_000_000))
    yield from _blocks(root, styles, _Place(kind), tables)


def local_name(tag: object) -> str:
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def _blocks(node: Any, styles: Styles, where: _Place, tables: Iterator[int]) -> Iterator[Piece]:
    """Pieces of everything in `node` that holds paragraphs."""
    carried: tuple[Run, ...] = ()
    for item in _alternatives(node):
        name = local_name(item.tag)
        if name == "p":
            runs = carried + tuple(_runs(item, styles, where.kind, *_paragraph_style(item, styles)))
            carried = runs if _mark_deleted(item) else ()
            if not carried:
                yield Piece(runs, where.place)
                yield from _text_boxes(item, styles, where)
        elif name == "tbl":
            yield from _table(item, styles, replace(where, place=f"{where.place} table={next(tables)}".strip()))
        elif name not in _GONE:
            yield from _blocks(item, styles, where, tables)
    if carried:
        yield Piece(carried, where.place)


def _table(table: Any, styles: Styles, where: _Place) -> Iterator[Piece]:
    for row_number, row in enumerate(_descend(table, "tr"), 1):
        if child(child(row, "trPr"), "del") is not None:
            continue
        column = 1
        for cell in _descend(row, "tc"):
            properties = child(cell, "tcPr")
            if not _continues_merge(properties):
                kind = BlockKind.CELL if where.kind == BlockKind.PARAGRAPH else where.kind
                place = f"{where.place} row={row_number} column={column}"
                yield from _blocks(cell, styles, _Place(kind, place), iter(range(1, 1_000_000_000)))
            column += _grid_span(properties)


def _descend(node: Any, wanted: str) -> Iterator[Any]:
    """Children of that name, also inside content controls and tracked insertions, not inside other rows."""
    for item in node:
        name = local_name(item.tag)
        if name == wanted:
            yield item
        elif name not in _GONE:
            yield from _descend(item, wanted)


def _continues_merge(properties: Any) -> bool:
    """A cell that is only the lower or right part of a merged one, or deleted by a tracked change."""
    merges = [child(properties, name) for name in ("vMerge", "hMerge")]
    merged = any(merge is not None and w(merge, "val") in ("", "continue") for merge in merges)
    return merged or child(properties, "cellDel") is not None


def _grid_span(properties: Any) -> int:
    span = w(child(properties, "gridSpan"), "val")
    return min(int(span), 1000) if span.isascii() and span.isdigit() else 1


def _paragraph_style(paragraph: Any, styles: Styles) -> tuple[str, bool]:
    name = w(child(child(paragraph, "pPr"), "pStyle"), "val") or "Normal"
    return styles.fonts.get(name, styles.default_font), styles.hidden.get(name, False)


def _mark_deleted(paragraph: Any) -> bool:
    """A tracked deletion of the paragraph's end joins it to the next one."""
    return child(child(child(paragraph, "pPr"), "rPr"), "del") is not None


def _runs(node: Any, styles: Styles, kind: BlockKind, font: str, hidden: bool) -> Iterator[Run]:
    """Visible and hidden runs below `node`, without text boxes, which follow their paragraph."""
    for item in _alternatives(node):
        name = local_name(item.tag)
        if name == "r":
            own_font, own_hidden = _run_style(item, styles, font, hidden)
            text = "".join(_characters(item))
            if text:
                yield Run(text, kind, own_font, Hiding.ATTRIBUTE if own_hidden else None)
            yield from _runs(item, styles, kind, own_font, own_hidden)
        elif name == "oMath":
            yield Run("".join(t.text or "" for t in item.iter() if local_name(t.tag) == "t"), kind)
        elif name not in _GONE and name != "txbxContent":
            yield from _runs(item, styles, kind, font, hidden)


def _run_style(run: Any, styles: Styles, font: str, hidden: bool) -> tuple[str, bool]:
    properties = child(run, "rPr")
    style = w(child(properties, "rStyle"), "val")
    own_font, own_hidden = run_font(properties), run_hidden(properties)
    return (
        styles.fonts.get(style, font) if own_font is None else own_font,
        styles.hidden.get(style, hidden) if own_hidden is None else own_hidden,
    )


def _characters(run: Any) -> Iterator[str]:
    for item in run:
        name = local_name(item.tag)
        if name == "t":
            yield item.text or ""
        elif name == "br":
            yield "\n"
        elif name == "sym":
            yield symbol(w(item, "font"), w(item, "char"))
        elif name == "ptab":
            yield "\t"
        elif name == "fldChar":
            yield _form_field(child(item, "ffData"))
        else:
            yield _FIXED.get(name, "")


def _form_field(data: Any) -> str:
    """What a legacy form field shows that is no text of the document: its tick box, or the chosen line of its list."""
    box, choices = child(data, "checkBox"), child(data, "ddList")
    if box is not None:
        flags = [flag for flag in (child(box, "checked"), child(box, "default")) if flag is not None]
        return "☒" if flags and w(flags[0], "val") not in ("0", "false", "off") else "☐"
    if choices is None:
        return ""
    chosen = w(child(choices, "result"), "val") or w(child(choices, "default"), "val") or "0"
    entries = [w(entry, "val") for entry in choices if local_name(entry.tag) == "listEntry"]
    return entries[int(chosen)] if chosen.isascii() and chosen.isdigit() and int(chosen) < len(entries) else ""


def _text_boxes(node: Any, styles: Styles, where: _Place) -> Iterator[Piece]:
    for item in _alternatives(node):
        name = local_name(item.tag)
        if name == "txbxContent":
            kind = BlockKind.TEXTBOX if where.kind in (BlockKind.PARAGRAPH, BlockKind.CELL) else where.kind
            yield from _blocks(item, styles, replace(where, kind=kind), iter(range(1, 1_000_000_000)))
        elif name not in _GONE:
            yield from _text_boxes(item, styles, where)


def _alternatives(node: Any) -> Iterator[Any]:
    """Children, with only one branch of each mc:AlternateContent: the first that has text, else the first."""
    for item in node:
        if local_name(item.tag) != "AlternateContent":
            yield item
            continue
        branches = [branch for branch in item if local_name(branch.tag) in ("Choice", "Fallback")]
        chosen = next((branch for branch in branches if _has_text(branch)), None)
        yield from [] if chosen is None else [chosen]


def _has_text(node: Any) -> bool:
    return any(local_name(item.tag) == "t" and item.text for item in node.iter())
