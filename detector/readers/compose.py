"""Runs and pieces, which readers find, to text and blocks, which documents hold."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby, pairwise
from operator import attrgetter
from typing import NamedTuple

from detector.documents import Block, BlockKind, HiddenWords, Hiding, ReadingNote
from detector.readers.base import Extract, FontSpan


class Run(NamedTuple):
    """Characters of one kind and font; `font` is empty unless it is a pre-Unicode font.

    With `hiding` they are in the file and not seen on its pages.
    """

    text: str
    kind: BlockKind = BlockKind.PARAGRAPH
    font: str = ""
    hiding: Hiding | None = None


class Piece(NamedTuple):
    """The runs of one paragraph or cell paragraph, and where it stands."""

    runs: tuple[Run, ...]
    place: str = ""


_hiding, _font = attrgetter("hiding"), attrgetter("font")


def piece(text: str, kind: BlockKind = BlockKind.PARAGRAPH, place: str = "") -> Piece:
    """A piece of one run."""
    return Piece((Run(text, kind),), place)


def compose(
    pieces: Iterable[Piece], *, notes: Iterable[ReadingNote] = (), part: str = "", fields: dict[str, str] | None = None
) -> Extract:
    """One extract; pieces without a visible character are left out, the others stand on lines of their own.

    Hidden runs are taken out of the text and lie beside it.
    """
    texts: list[str] = []
    blocks: list[Block] = []
    fonts: list[FontSpan] = []
    hidden: list[HiddenWords] = []
    start = 0
    for item in pieces:
        runs = _cleaned(item.runs)
        if any(map(_hiding, runs)):
            seen, beside = _split_hidden(runs, item.place, start)
            hidden += beside
            runs = _cleaned(seen)
        text = runs[0].text if len(runs) == 1 else "".join([run.text for run in runs])
        if not text.strip():
            continue
        texts.append(text)
        if len(runs) == 1:
            blocks.append(Block(start, start + len(text), runs[0].kind, item.place))
        else:
            blocks += _blocks(runs, item.place, start)
        if any(map(_font, runs)):
            fonts += _fonts(runs, start)
        start += len(text) + 1
    whole = "\n".join(texts)
    inside = tuple(replace(one, at=min(one.at, len(whole))) for one in hidden)
    return Extract(whole, tuple(blocks), tuple(notes), part, fields or {}, tuple(fonts), inside)


def _split_hidden(runs: Sequence[Run], place: str, start: int) -> tuple[list[Run], list[HiddenWords]]:
    """What the page shows of a piece that begins at `start`, and the stretches that it does not show.

    Letters that an attribute hides take no room. Those without contrast or size do, so that the words before and after
    them stand apart.
    """
    seen: list[Run] = []
    hidden: list[HiddenWords] = []
    at = start
    for hiding, group in groupby(enumerate(runs, 1), key=lambda item: item[1].hiding):
        numbers, stretch = zip(*group, strict=True)
        shown = list(stretch)
        if hiding is not None:
            text = "".join(run.text for run in stretch)
            if text.strip():
                hidden.append(HiddenWords(at, text.strip("\n"), hiding, place))
            after = next((run.text[:1] for run in runs[numbers[-1] :] if run.hiding is None), "")
            gap = _gap(text, seen[-1].text[-1:] if seen else "", after, hiding)
            shown = [Run(gap, stretch[0].kind)] if gap else []
        seen += shown
        at += sum(len(run.text) for run in shown)
    return seen, hidden


def _gap(text: str, before: str, after: str, hiding: Hiding) -> str:
    """The white space that hidden characters leave between their neighbours."""
    if hiding is Hiding.ATTRIBUTE or not before or not after:
        return ""
    if "\n" in text:
        return "\n"
    apart = before.isspace() or after.isspace() or not any(map(str.isspace, text))
    return "" if apart else " "


def compose_lines(text: str, *, notes: Iterable[ReadingNote] = ()) -> Extract:
    """One extract of verbatim text, one block for each run of lines between empty ones: a line may be a wrapped one."""
    text = normalize_line_ends(text)
    return Extract(text, tuple(Block(*m.span()) for m in _FILLED_LINES.finditer(text)), tuple(notes))


def pieces_of(extract: Extract) -> Iterator[Piece]:
    """The pieces that an extract was composed of, hidden runs among them: undoes `compose`."""
    hidden = list(extract.hidden)
    for block in extract.blocks:
        cuts = {block.start, block.end}
        cuts.update(at for font in extract.fonts for at in (font.start, font.end) if block.start < at < block.end)
        cuts.update(one.at for one in hidden if block.start < one.at < block.end)
        runs: list[Run] = []
        for start, end in pairwise(sorted(cuts)):
            while hidden and hidden[0].at <= start:
                runs.append(Run(hidden[0].text, block.kind, hiding=hidden.pop(0).hiding))
            font = next((one.font for one in extract.fonts if one.start <= start < one.end), "")
            runs.append(Run(extract.text[start:end], block.kind, font))
        yield Piece(tuple(runs), block.place)
    yield from (Piece((Run(one.text, hiding=one.hiding),), one.place) for one in hidden)


_FILLED_LINES = re.compile(r"[^\n]*[^\s][^\n]*(?:\n[^\n]*[^\s][^\n]*)*")


_OTHER_ENDS = "\r\v\f\u2028\u2029"
_ANY_END = re.compile(f"[\n{_OTHER_ENDS}]")
_LINE_ENDS = re.compile(f"\r\n|[{_OTHER_ENDS}]")


def normalize_line_ends(text: str) -> str:
    """Every kind of line, paragraph and page end as ``\\n``."""
    return _LINE_ENDS.sub("\n", text)


def _cleaned(runs: Sequence[Run]) -> Sequence[Run]:
    """Runs without line ends at the edges of the piece, and without empty ones."""
    if len(runs) == 1 and runs[0].text and not _ANY_END.search(runs[0].text):  # nearly all pieces
        return runs
    runs = [run for run in runs if run.text]
    if not any(map(_ANY_END.search, [run.text for run in runs])):
        return runs
    cleaned = [_with_text(run, normalize_line_ends(run.text)) for run in runs]
    while cleaned and not (text := cleaned[-1].text.rstrip("\n")):
        cleaned.pop()
    if cleaned:
        cleaned[-1] = _with_text(cleaned[-1], text)
    while cleaned and not (text := cleaned[0].text.lstrip("\n")):
        cleaned.pop(0)
    if cleaned:
        cleaned[0] = _with_text(cleaned[0], text)
    return cleaned


def _with_text(run: Run, text: str) -> Run:
    return Run(text, run.kind, run.font, run.hiding)


def _blocks(runs: Sequence[Run], place: str, start: int) -> list[Block]:
    blocks = []
    for kind, group in groupby(runs, key=lambda run: run.kind):
        end = start + sum(len(run.text) for run in group)
        blocks.append(Block(start, end, kind, place))
        start = end
    return blocks


def _fonts(runs: Sequence[Run], start: int) -> list[FontSpan]:
    fonts: list[FontSpan] = []
    for font, group in groupby(runs, key=lambda run: run.font):
        end = start + sum(len(run.text) for run in group)
        if font:
            fonts.append(FontSpan(start, end, font))
        start = end
    return fonts
