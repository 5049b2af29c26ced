"""The runs of a Word paragraph: their characters, how they look, and whether anybody sees them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from detector.documents import BlockKind
from detector.readers.compose import Run
from detector.readers.docx_looks import child, is_on, local_name, named, run_look, w, word_name
from detector.readers.docx_styles import Styles
from detector.readers.looks import Look, Place
from detector.readers.symbols import symbol

# Elements that hold no text of the page: properties, instructions of fields, and what tracked changes took out
GONE = {"del", "moveFrom", "pPr", "rPr", "tblPr", "tblGrid", "trPr", "tcPr", "sectPr", "sdtPr", "instrText", "rt"}
_FIXED = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "softHyphen": "\u00ad"}


def runs(node: Any, styles: Styles, where: Place, look: Look) -> list[Run]:
    """The runs below `node`, without text boxes, which follow their paragraph."""
    found: list[Run] = []
    for name, item in alternatives(node):
        if name == "r":
            properties, text, has_more = _parts(item)
            own, struck = (look, False) if properties is None else _seen_as(properties, styles, look)
            if text:
                found.append((where.of(BlockKind.STRUCK) if struck else where).run(text, own))
            if has_more:
                found += runs(item, styles, where, own)
        elif name == "oMath":
            text = "".join(t.text or "" for t in item.iter() if local_name(t.tag) == "t")
            found.append(Run(text, where.kind))
        elif name == "sdt":
            found += runs(item, styles, in_control(item, where), look)
        elif name not in GONE and name != "txbxContent" and len(item):
            found += runs(item, styles, where, look)
    return found


def _seen_as(node: Any, styles: Styles, look: Look) -> tuple[Look, bool]:
    """How a run with these properties looks, and whether a line is drawn through it."""
    properties = named(node)
    style = styles.of(w(properties.get("rStyle"), "val")).look
    struck = is_on(properties.get("strike")) or is_on(properties.get("dstrike"))
    return run_look(node).over(style).over(look), struck


def in_control(control: Any, where: Place) -> Place:
    """The place of what stands in a content control: as long as nobody filled it in, its text is the form's."""
    showing = child(child(control, "sdtPr"), "showingPlcHdr")
    return where if showing is None else where.of(BlockKind.PLACEHOLDER)


def alternatives(node: Any) -> Iterator[tuple[str, Any]]:
    """Children with their local names, and only one branch of each mc:AlternateContent: the first that has text."""
    for item in node:
        name = local_name(item.tag)
        if name != "AlternateContent":
            yield name, item
            continue
        branches = [branch for branch in item if local_name(branch.tag) in ("Choice", "Fallback")]
        yield from [(local_name(branch.tag), branch) for branch in branches if _has_text(branch)][:1]


def _has_text(node: Any) -> bool:
    return any(local_name(item.tag) == "t" and item.text for item in node.iter())


def _parts(run: Any) -> tuple[Any, str, bool]:
    """The properties of a run or None where it has none, its characters, and whether it holds more than letters."""
    properties = None
    text = ""
    has_more = False
    for item in run:
        name = local_name(item.tag)
        if name == "t":
            text += item.text or ""
        elif name == "rPr" and properties is None and word_name(item.tag):
            properties = item
            continue
        else:
            text += _FIXED.get(name) or _of_sign(name, item)
        has_more = has_more or len(item) > 0
    return properties if properties is not None and len(properties) else None, text, has_more


def _of_sign(name: str, item: Any) -> str:
    if name == "sym":
        return symbol(w(item, "font"), w(item, "char"))
    return _form_field(child(item, "ffData")) if name == "fldChar" else ""


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
