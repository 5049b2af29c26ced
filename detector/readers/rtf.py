"""Rich text (.rtf): visible text by its own control words, no LibreOffice needed."""

from __future__ import annotations

import codecs
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace

from detector.documents import BlockKind, Hiding
from detector.readers.base import Extract, Reader
from detector.readers.cells import Paragraph, place_cells
from detector.readers.compose import Piece, Run, compose
from detector.readers.encoding import legacy_font
from detector.readers.limits import damaged
from detector.readers.rtf_words import ENDS, KINDS, MARKS, PARAGRAPH, SIGNS, SKIPPED, SYMBOLS
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
    hidden: bool = False
    deleted: bool = False
    font: int = -1
    unicode_skip: int = 1
    depth: int = 0  # tables around it


def read(data: bytes, settings: Settings) -> Iterator[Extract]:  # noqa: ARG001
    if not data.lstrip().startswith(b"{\\rtf"):
        raise damaged("it does not begin as rich text does")
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
    runs: defaultdict[int, list[Run]] = defaultdict(list)
    done: defaultdict[int, list[Paragraph]] = defaultdict(list)
    for state, text in _texts(data):
        if mark := MARKS.get(text):
            depth = max(state.depth, mark.least_depth)
            done[state.story].append(Paragraph(tuple(runs.pop(state.story, ())), depth, mark.end))
        else:
            hiding = Hiding.ATTRIBUTE if state.hidden else None
            runs[state.story].append(Run(text, state.kind, legacy_font(fonts.get(state.font)), hiding))
    for story, rest in runs.items():
        done[story].append(Paragraph(tuple(rest)))
    return done


def _fonts(data: bytes) -> list[tuple[bytes, bytes]]:
    table = re.search(rb"\\fonttbl(.{0,200000}?)\}\s*\}", data, re.S)
    return (
        re.findall(rb"\\f(\d{1,6})\b[^;{}]*?(?:\{[^{}]*\})?[^;{}\\]* ([^;{}\\]+);", table.group(1) + b"}")
        if table
        else []
    )


def _texts(data: bytes) -> Iterator[tuple[_State, str]]:
    """Visible stretches of text and the two marks, each with the state it stands in."""
    encoding = _code_page(data)
    stack = [_State()]
    stories = 0
    to_skip = 0  # characters that repeat a \u one for old programs
    for match in _TOKEN.finditer(data):
        word, number, code, symbol, brace, plain = match.groups()
        state = stack[-1]
        if brace:
            to_skip = 0
            _nest(stack, brace)
        elif word in KINDS:
            stories += 1
            stack[-1] = replace(state, story=stories, kind=KINDS[word], skipped=False)
        elif word == b"u" and number:
            to_skip = state.unicode_skip
            yield from _visible(state, chr(int(number) % 0x10000))
        elif word:
            stack[-1] = _changed(state, word, number)
            yield from _visible(state, SIGNS.get(word, ENDS.get(word, "")))
        elif symbol == b"*":
            stack[-1] = replace(state, skipped=True)
        else:
            text = _decoded(code, symbol, plain, encoding)
            yield from _visible(state, text[to_skip:])
            to_skip = max(0, to_skip - len(text))


def _nest(stack: list[_State], brace: bytes) -> None:
    if brace == b"}" and len(stack) > 1:
        stack.pop()
    elif brace == b"{":
        if len(stack) > _MAX_DEPTH:
            raise damaged("its groups are nested too deeply")
        stack.append(stack[-1])


def _visible(state: _State, text: str) -> Iterator[tuple[_State, str]]:
    if text and not state.skipped and (not state.deleted or text in MARKS):
        yield state, text


def _changed(state: _State, word: bytes, number: bytes | None) -> _State:
    on = number is None or number != b"0"
    if word in SKIPPED:
        return replace(state, skipped=True)
    if word in (b"pard", b"intbl", b"itap"):
        given = min(int(number), _MAX_DEPTH) if number and word == b"itap" else int(word == b"intbl")
        return replace(state, depth=given if word != b"intbl" else max(state.depth, 1))
    if word == b"plain":
        return replace(state, hidden=False, deleted=False)
    if word == b"v":
        return replace(state, hidden=on)
    if word == b"deleted":
        return replace(state, deleted=on)
    if word == b"uc" and number:
        return replace(state, unicode_skip=max(0, min(int(number), 8)))
    return replace(state, font=int(number)) if word == b"f" and number else state


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


READER = Reader("rich text", (".rtf",), read)
