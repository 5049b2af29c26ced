"""The runs of a Word paragraph: their characters, how they look, and whether anybody sees them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from detector.documents import BlockKind
from detector.readers.compose import Run
from detector.readers.docx_looks import child, is_on, local_name, run_look, w
from detector.readers.docx_styles import Styles
from detector.readers.looks import Look, Place
from detector.readers.symbols import symbol

# Elements that hold no text of the page: properties, instructions of fields, and what tracked changes took out
GONE = {"del", "moveFrom", "pPr", "rPr", "tblPr", "tblGrid", "trPr", "tcPr", "sectPr", "sdtPr", "instrText", "rt"}
_FIXED = {"tab": "\t", "cr": "\n", "noBreakHyphen": "-", "softHyphen": "\u00ad"}


def runs(node: Any, styles: Styles, where: Place, look: Look) -> Iterator[Run]:
    """The runs below `node`, without text boxes, which follow their paragraph."""
    for item in alternatives(node):
        name = local_name(item.tag)
        if name == "r":
            own = _run_look(item, styles, look)
            text = "".join(_characters(item))
            if text:
                yield (replace(where, kind=BlockKind.STRUCK) if _is_struck(item) else where).run(text, own)
            yield from runs(item, styles, where, own)
        elif name == "oMath":
            yield Run("".join(t.text or "" for t in item.iter() if local_name(t.tag) == "t"), where.kind)
        elif name == "sdt":
            yield from runs(item, styles, in_control(item, where), look)
        elif name not in GONE and name != "txbxContent":
            yield from runs(item, styles, where, look)


def in_control(control: Any, where: Place) -> Place:
    """The place of what stands in a content control: as long as nobody filled it in, its text is the form's."""
    showing = child(child(control, "sdtPr"), "showingPlcHdr")
    return where if showing is None else replace(where, kind=BlockKind.PLACEHOLDER)


def alternatives(node: Any) -> Iterator[Any]:
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


def _is_struck(run: Any) -> bool:
    properties = child(run, "rPr")
    return is_on(child(properties, "strike")) or is_on(child(properties, "dstrike"))


def _run_look(run: Any, styles: Styles, look: Look) -> Look:
    properties = child(run, "rPr")
    if properties is None:
        return look
    style = styles.of(w(child(properties, "rStyle"), "val")).look
    return run_look(properties).over(style).over(look)


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
