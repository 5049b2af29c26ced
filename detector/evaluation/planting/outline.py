"""Which lines of a filled form are its headings, and what the person wrote below each: learnt from the folder itself.

Nothing of the detector's own judgement of what is printed is used: a planted unit must not inherit its mistakes.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from detector.documents import Document, Span
from detector.text.fold import SYLLABLE, folded_text

_ENUMERATED = re.compile(r"[ \t]*(?:[IVX]{1,5}|[A-C]|\d{1,2})[.)][ \t]+(?=\S)")
_HEADING_SHARE = 0.3  # of the texts: people leave headings out and word them anew
_KEY_SYLLABLES = 4
_SAMPLE = 400  # texts are enough to know the form by
_SIGNATURE = re.compile(
    r"^(?:[^\n]{0,60}?(?:,\s*(?:ngày\s+)?[\d.…]{1,12}\s*(?:/|tháng)|người tự|người viết|\(\s*ký)|\s*ngày\s)[^\n]*$",
    re.I | re.M,
)


@dataclass(frozen=True, slots=True)
class Item:
    """A heading with what stands below it; `key` tells the same item in another person's form."""

    key: str
    heading: Span
    body: Span


@dataclass(frozen=True, slots=True)
class Outline:
    """One filled form: header (up to the first heading), items, tail (date and signature)."""

    document: Document
    items: tuple[Item, ...]

    @property
    def text(self) -> str:
        """Of the document."""
        return self.document.text

    @property
    def middle(self) -> Span:
        """From the first heading to the end of the last body."""
        return Span(self.items[0].heading.start, self.items[-1].body.end)

    def body(self, item: Item) -> str:
        """What the person wrote under it."""
        return self.text[item.body.start : item.body.end]


def heading_keys(documents: Iterable[Document]) -> frozenset[str]:
    """Keys of enumerated lines that many of the texts have."""
    texts = [document.text for _, document in zip(range(_SAMPLE), documents, strict=False)]
    counts = Counter(key for text in texts for key in {key for _, key in _enumerated(text)})
    return frozenset(key for key, count in counts.items() if count >= max(2, _HEADING_SHARE * len(texts)))


def outline(document: Document, keys: Collection[str]) -> Outline:
    """The items of a text; a text without any heading is one item."""
    text = document.text
    lines = [(line, key) for line, key in _enumerated(text) if key in keys]
    if not lines:
        return Outline(document, (Item("", Span(0, 0), Span(0, len(text))),))
    ends = [*(line.start for line, _ in lines[1:]), _tail_start(text, lines[-1][0].end)]
    return Outline(document, tuple(_item(text, line, key, end) for (line, key), end in zip(lines, ends, strict=True)))


def syllables(text: str) -> list[str]:
    """Folded syllables, to count and compare."""
    return SYLLABLE.findall(folded_text(text))


def _enumerated(text: str) -> Iterator[tuple[Span, str]]:
    for match in re.finditer(r"[^\n]+", text):
        head = _ENUMERATED.match(match[0])
        if head:
            words = syllables(match[0][head.end() :].split(":", 1)[0])[:_KEY_SYLLABLES]
            yield Span(*match.span()), " ".join(words)


def _item(text: str, line: Span, key: str, end: int) -> Item:
    start = _after_prompts(text, line.start + _heading_length(text[line.start : line.end]), end)
    stop = start + len(text[start:end].rstrip())
    return Item(key, Span(line.start, start), Span(start, stop))


def _heading_length(line: str) -> int:
    """Characters up to the colon behind which the answer begins on the heading's own line."""
    depth = 0
    for at, character in enumerate(line):
        depth += (character == "(") - (character == ")")
        if character == ":" and depth == 0 and line[at + 1 :].strip():
            return at + 1 + len(line[at + 1 :]) - len(line[at + 1 :].lstrip())
    return len(line)


def _after_prompts(text: str, start: int, end: int) -> int:
    """Past blank lines and instructions in brackets, which stay the form's."""
    while match := re.compile(r"\s+|\([^()\n]*\)[ \t]*(?=\n)").match(text, start, end):
        start = match.end()
    return start


def _tail_start(text: str, start: int) -> int:
    match = _SIGNATURE.search(text, start)
    return match.start() if match else len(text)
