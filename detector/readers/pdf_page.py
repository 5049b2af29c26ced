"""One page of a PDF: what is drawn on it, put apart into text, hidden words, watermarks and rules."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from detector.readers.pdf_chars import Char, Fragment, page_chars, turned_back
from detector.readers.pdf_drawing import Box, Drawing, Rule, drawing
from detector.readers.pdf_fields import field_fragments
from detector.readers.pdf_hidden import HiddenStretches, hidden_only, is_hidden, without_hidden
from detector.readers.pdf_running import Page
from detector.readers.pdf_visibility import Appearance, appearances, quarters
from detector.readers.pdf_weave import fragments

MIN_LETTERS = 30  # a page with fewer is a picture or nearly empty
_MANY_STROKES = 200  # they may be letters drawn as outlines
_REPEATED = 3  # times that a faint text stands in a document before it is a watermark


@dataclass(frozen=True, slots=True)
class RawPage:
    """A page before lines are made of it, in coordinates in which most of its text is level.

    `quarter` counts the counter-clockwise quarter turns by which that text is turned on the page itself.
    """

    number: int
    size: tuple[float, float]
    chars: tuple[Char, ...]
    fields: tuple[Fragment, ...]
    rules: tuple[Rule, ...]
    has_picture: bool
    has_faint: bool
    quarter: int


def load(document: Any, index: int) -> RawPage:
    """Everything of one page that the layout needs; the page itself is closed again."""
    page = document[index]
    try:
        box = Box(*page.get_bbox())
        drawn = drawing(page, box)
        chars = _chars(page, drawn, box)
        main = _main_quarter(chars)
        return RawPage(
            index + 1,
            _size(box, main),
            tuple(chars),
            tuple(field_fragments(page)),
            tuple(_turned_rule(rule, main) for rule in drawn.rules) if main else drawn.rules,
            len(drawn.rules) > _MANY_STROKES or any(area.is_picture for area in drawn.areas),
            any(char.look is Appearance.FAINT for char in chars),
            main,
        )
    finally:
        page.close()


def finished(raw_pages: Sequence[RawPage], hidden: HiddenStretches) -> list[Page]:
    """Pages with their lines; texts so light and so often repeated that they are a watermark are left out."""
    watermarks = _watermarks(raw_pages)
    return [_finished(raw, watermarks, hidden) for raw in raw_pages]


def _chars(page: Any, drawn: Drawing, box: Box) -> list[Char]:
    textpage = page.get_textpage()
    try:
        chars = page_chars(textpage, appearances(page, drawn, box), quarters(drawn))
    finally:
        textpage.close()
    return [char for char in chars if char.look is not Appearance.ASKEW]


def _main_quarter(chars: Iterable[Char]) -> int:
    """The quarter turns of most of the text: a landscape page may be an upright one on which all text is turned."""
    counts = Counter(char.quarter for char in chars)
    quarter, count = counts.most_common(1)[0] if counts else (0, 0)
    return quarter if 3 * count > 2 * counts.total() else 0


def _size(box: Box, quarter: int) -> tuple[float, float]:
    width, height = box.right - box.left, box.top - box.bottom
    return (height, width) if quarter % 2 else (width, height)


def _turned_rule(rule: Rule, quarter: int) -> Rule:
    return Rule(*turned_back(rule.left, rule.bottom, rule.right, rule.top, quarter))


def _watermarks(raw_pages: Sequence[RawPage]) -> frozenset[str]:
    counts = Counter(text for raw in raw_pages if raw.has_faint for text, _ in _faint_texts(raw.chars))
    often = min(_REPEATED, max(len(raw_pages), 2))
    return frozenset(text for text, count in counts.items() if count >= often)


def _faint_texts(chars: Iterable[Char]) -> Iterator[tuple[str, list[Char]]]:
    """What was drawn in very light letters, line by line, with its characters."""
    current: list[Char] = []
    for char in chars:
        if char.look is not Appearance.FAINT:
            continue
        if current and (char.order != current[-1].order + 1 or char.is_broken or char.base != current[-1].base):
            yield _joined(current), current
            current = []
        current.append(char)
    if current:
        yield _joined(current), current


def _joined(chars: Iterable[Char]) -> str:
    return "".join(char.text for char in chars)


def _finished(raw: RawPage, watermarks: frozenset[str], hidden: HiddenStretches) -> Page:
    faint = _faint_texts(raw.chars) if watermarks else ()
    gone = {char.order for text, chars in faint if text in watermarks for char in chars}
    chars = [char for char in raw.chars if char.order not in gone] if gone else raw.chars
    level = [char for char in chars if char.quarter == raw.quarter] if raw.quarter or _is_mixed(chars) else chars
    found = fragments(level, raw.rules, hidden)
    unseen = [item for item in found if is_hidden(item.text)]
    seen = [item for item in found if not is_hidden(item.text)] if unseen else found
    seen += raw.fields
    letters = sum(map(str.isalpha, "".join(without_hidden(item.text) for item in seen)))
    layer = sum(char.look is Appearance.LAYER for char in chars)
    return Page(
        raw.number,
        raw.size,
        tuple(seen),
        raw.rules,
        letters,
        letters < MIN_LETTERS and raw.has_picture,
        tuple(_turned_fragments(chars, raw.quarter, hidden)) if len(level) < len(chars) else (),
        hidden_only(item.text for item in unseen),
        2 * layer > len(chars),
    )


def _is_mixed(chars: Sequence[Char]) -> bool:
    return any(char.quarter for char in chars)


def _turned_fragments(chars: Sequence[Char], main: int, hidden: HiddenStretches) -> Iterator[Fragment]:
    """Lines that run upwards, downwards or upside down, each where its middle is, as high as its letters."""
    for quarter in sorted({char.quarter for char in chars} - {main}):
        for item in fragments([char for char in chars if char.quarter == quarter], (), hidden):
            box = turned_back(item.left, item.bottom, item.right, item.top, main - quarter)
            middle = (box[1] + box[3]) / 2
            bottom, top = middle - item.height / 2, middle + item.height / 2
            yield replace(item, left=box[0], bottom=bottom, right=box[2], top=top)
