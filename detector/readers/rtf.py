"""Rich text (.rtf): visible text by its own control words, no LibreOffice needed."""

from __future__ import annotations

import codecs
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from detector.documents import BlockKind
from detector.language import N_
from detector.readers.base import Extract, Reader
from detector.readers.cells import Paragraph, place_cells
from detector.readers.compose import Piece, Run, compose
from detector.readers.encoding import legacy_font
from detector.readers.limits import damaged
from detector.readers.rtf_looks import NO_BOX, NO_FORMAT, Box, Cells, Format, Palette, box_before, palette
from detector.readers.rtf_words import CELL, ENDS, KINDS, MARKS, NUMBERS, PARAGRAPH, ROW, SIGNS, SKIPPED, SYMBOLS
from detector.readers.symbols import is_symbol_font, symbol
from detector.settings import Settings

_TOKEN = re.compile(
    rb"\\([a-zA-Z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z])|([{}])|([^\\{}\r\n]+)|[\r\n]+", re.S
)
_ORDER = (BlockKind.PARAGRAPH, BlockKind.FOOTNOTE, BlockKind.HEADER, BlockKind.FOOTER)
_MAX_DEPTH = 500


@dataclass(frozen=True, slots=True)
class _State:
    """What a group inherits from the one around it; `story` tells apart texts that are woven into each other."""

    story: int = 0
    kind: BlockKind = BlockKind.PARAGRAPH
    skipped: bool = False
    number: bool = False  # an automatic number, written out for programs that know no lists
    deleted: bool = False
    format: Format = NO_FORMAT
    unicode_skip: int = 1
    depth: int = 0  # tables around it
    box: Box = NO_BOX


def read(data: bytes, settings: Settings) -> Iterator[Extract]:  # noqa: ARG001
    if not data.lstrip().startswith(b"{\\rtf"):
        raise damaged(N_("it does not begin as rich text does"))
    stories = _stories(data)
    main = place_cells(stories.pop(0, ()))
    others = [item for story in stories.values() for item in place_cells(story)]
    yield compose([*main, *sorted(dict.fromkeys(others), key=_rank)])  # one header for many pages


def _rank(item: Piece) -> int:
    kind = item.runs[0].kind if item.runs else BlockKind.PARAGRAPH
    return _ORDER.index(kind) if kind in _ORDER else 0


def _stories(data: bytes) -> dict[int, list[Paragraph]]:
    """The paragraphs of each story in the order of their ends."""
    fonts = {int(number): name.decode("cp1252", "replace") for number, name in _fonts(data)}
    colours = palette(data)
    runs: defaultdict[int, list[tuple[Run, bool]]] = defaultdict(list)
    done: defaultdict[int, list[Paragraph]] = defaultdict(list)
    page = None if b"\\viewbksp1" in data else 0  # a file may ask to show a colour behind its pages
    cells: defaultdict[int, Cells] = defaultdict(lambda: Cells(page))
    for state, text in _texts(data, cells):
        if mark := MARKS.get(text):
            depth = max(state.depth, mark.least_depth)
            done[state.story].append(Paragraph(_written(runs.pop(state.story, [])), depth, mark.end))
            cells[state.story].pass_mark(text == CELL, text == ROW)
        else:
            run = _run(state, text, fonts.get(state.format.font, ""), colours, cells[state.story])
            runs[state.story].append((run, state.number))
    for story, rest in runs.items():
        done[story].append(Paragraph(_written(rest)))
    return done


def _written(runs: list[tuple[Run, bool]]) -> tuple[Run, ...]:
    """The runs of a paragraph; of one that is empty but for its automatic number nothing."""
    empty = not any(run.text.strip() for run, is_number in runs if not is_number)
    return () if empty else tuple(run for run, _ in runs)


def _run(state: _State, text: str, font: str, colours: Palette, cells: Cells) -> Run:
    if is_symbol_font(font):
        text = "".join(symbol(font, f"{ord(char):x}") for char in text)
    if state.kind == BlockKind.TEXTBOX:
        hiding = state.box.hiding or state.format.hiding(colours, page=state.box.fill)
    else:
        hiding = state.format.hiding(colours, cells.background(state.depth))
    return Run(text, state.kind, legacy_font(font), hiding)


def _fonts(data: bytes) -> list[tuple[bytes, bytes]]:
    table = re.search(rb"\\fonttbl(.{0,200000}?)\}\s*\}", data, re.S)
    return (
        re.findall(rb"\\f(\d{1,6})\b[^;{}]*?(?:\{[^{}]*\})?[^;{}\\]* ([^;{}\\]+);", table.group(1) + b"}")
        if table
        else []
    )


def _texts(data: bytes, cells: Mapping[int, Cells]) -> Iterator[tuple[_State, str]]:
    """Stretches of text and the marks, each with the state it stands in; `cells` learns how rows are defined."""
    encoding = _code_page(data)
    stack = [_State()]
    stories = 0
    to_skip = 0  # characters that repeat a \\u one for old programs
    numbered = False  # the automatic number that is being read shows something
    for match in _TOKEN.finditer(data):
        word, number, code, symbol, brace, plain = match.groups()
        state = stack[-1]
        text = ""
        if brace:
            to_skip = 0
            _nest(stack, brace)
        elif word in KINDS:
            stories += 1
            stack[-1] = replace(state, story=stories, kind=KINDS[word], skipped=False)
            if word == b"shptxt":
                stack[-1] = replace(stack[-1], box=box_before(data, match.start()))
        elif word in NUMBERS:
            stack[-1], numbered = replace(state, number=True), False
        elif word == b"u" and number:
            to_skip = state.unicode_skip
            text = chr(int(number) % 0x10000)
        elif word:
            cells[state.story].define(word, number)
            stack[-1] = _changed(state, word, number)
            text = SIGNS.get(word, ENDS.get(word, ""))
        elif symbol == b"*":
            stack[-1] = replace(state, skipped=True)
        else:
            decoded = _decoded(code, symbol, plain, encoding)
            text, to_skip = decoded[to_skip:], max(0, to_skip - len(decoded))
        if state.number:
            text = (" " if numbered else "") if text == "\t" else text if numbered else text.lstrip()
            numbered = numbered or bool(text)
        if text and not state.skipped and (not state.deleted or text in MARKS):
            yield state, text


def _nest(stack: list[_State], brace: bytes) -> None:
    if brace == b"}" and len(stack) > 1:
        stack.pop()
    elif brace == b"{":
        if len(stack) > _MAX_DEPTH:
            raise damaged(N_("its groups are nested too deeply"))
        stack.append(stack[-1])


def _changed(state: _State, word: bytes, number: bytes | None) -> _State:
    on = number is None or number != b"0"
    if word in SKIPPED:
        return replace(state, skipped=True)
    if word == b"pard":
        return replace(state, depth=0, format=state.format.changed(word, number))
    if word in (b"intbl", b"itap"):
        given = min(int(number), _MAX_DEPTH) if number and word == b"itap" else 1
        return replace(state, depth=given if word == b"itap" else max(state.depth, 1))
    if word == b"plain":
        return replace(state, deleted=False, format=state.format.plain())
    if word == b"deleted":
        return replace(state, deleted=on)
    if word == b"uc" and number:
        return replace(state, unicode_skip=max(0, min(int(number), 8)))
    changed = state.format.changed(word, number)
    return state if changed is state.format else replace(state, format=changed)


def _decoded(code: bytes | None, symbol: bytes | None, plain: bytes | None, encoding: str) -> str:
    if code:
        return bytes.fromhex(code.decode("ascii")).decode(encoding, "replace")
    if symbol:
        return PARAGRAPH if symbol in b"\r\n" else SYMBOLS.get(symbol, "")
    return plain.decode(encoding, "replace") if plain else ""


def _code_page(data: bytes) -> str:
    match = re.search(rb"\\ansicpg(\d{3,5})", data[:2000])
    name = f"cp{match.group(1).decode('ascii')}" if match else "cp1252"
    try:
        codecs.lookup(name)  # decoding no bytes asks for no codec
    except LookupError:
        return "cp1252"
    return name


READER = Reader(N_("rich text"), (".rtf",), read)
