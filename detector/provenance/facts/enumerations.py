"""What is counted up in one sentence alike for whoever has it: rules, slogans, recipes, who does what."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

import numpy as np

from detector.provenance.facts.lines import Lines
from detector.provenance.facts.words import fact_words, says_who

_LEAST = 4  # items alike
_LEAST_OF_TWO_WORDS = 3  # that begin with the same two words
_LEAST_ROWS = 3  # with a colon each, or a figure between the same words
_STRETCH = re.compile(r"[^.!?“”\"()]+(?:\.\d[^.!?“”\"()]*)*")
_SIGN = re.compile(r"[,;]\s+(?:và\s+)?")
_BEHIND_SIGN = re.compile(rf"{_SIGN.pattern}([^\W\d]*)")
_FIGURE = re.compile(r"\d+")
_WORD, _TWO_WORDS = re.compile(r"[^\W\d]+"), re.compile(r"[^\W\d]+ [^\W\d]+")
_MEASURE = re.compile(
    r"(?<![\w.,])\d[\d.,]*\s?(?:kg|ký|kí|g|gam|gram|lạng|yến|tạ|tấn|lít|l|ml|cc|phút|giờ|giây|mm|cm|m|độ|°C|tiết)(?!\w)",
    re.I,
)
_FIGURE_OF_ONE = re.compile(r"([^\W\d]+)\s[^\d]{2,30}\s\d[\d.,]*\s?%?\s?([^\W\d]+ [^\W\d]+)")
_ROW = re.compile(r"\s*(?P<row>[^:]{2,45}:\s[^:]{2,45})")
_FIRST_ROW = re.compile(r".*?(?P<row>[^:,]{2,45}:\s[^:]{2,45})", re.S)
_MOST_LETTERS = 70  # of an item; what is longer is a sentence
_LEAST_LETTERS = 3  # of two words and what stands between them

Span = tuple[int, int]


def enumerations(lines: Lines) -> Iterator[Span]:
    """Items between commas or semicolons that are alike in form, of which none tells a deed.

    Four and more that begin with one word ("không găng vải khi khoan, không dép khi hàn, ..."), three with the same
    two words, four that end with the same two ("chỉ huy tại chỗ, lực lượng tại chỗ, ...") or have a measure each
    ("xương 5 kg, nước 12 lít, ..."), or three with a colon ("bàn 1: chị Dịu; bàn 2: cô Xoan; bàn 3: anh Lưỡng") or with
    a name and a figure between the same words ("tổ Đông 96 điểm xếp thứ nhất, tổ Tây 93 điểm xếp thứ hai, ...").
    """
    tokens = lines.corpus.tokens
    for row, document in enumerate(lines.corpus.documents):
        first, last = tokens.document_indptr[row : row + 2].tolist()
        at = 0
        for line in document.text.split("\n"):
            if _has_items(line, 0, len(line)):
                for span in _in_line(line):
                    start, end = np.searchsorted(tokens.starts[first:last] - at, span).tolist()
                    yield first + start, first + end
            at += len(line) + 1


@lru_cache(maxsize=4_000)  # of thousands of sheets most lines are those of a form
def _in_line(line: str) -> tuple[Span, ...]:
    """Characters of each, without those that tell a deed."""
    words = fact_words()
    stretches = (stretch.span() for stretch in _STRETCH.finditer(line))
    found = (span for one in stretches if _has_items(line, *one) for span in _in_stretch(line, *one))
    return tuple(span for span in found if not says_who(unicodedata.normalize("NFC", line[slice(*span)]), words))


def _has_items(text: str, start: int, end: int) -> bool:
    """Whether there are the signs of three items, the fewest of which anything is told."""
    return text.count(",", start, end) + text.count(";", start, end) >= _LEAST_ROWS - 1


def _in_stretch(text: str, start: int, end: int) -> Iterator[Span]:
    stretch = text[start:end]
    if _two_begin_alike(stretch):
        items, words = _items(text, start, end)
        yield from _alike(text, items, [*map(_first_word, words)], _LEAST, at_start=True)
        yield from _alike(text, items, [*map(_first_words, words)], _LEAST_OF_TWO_WORDS, at_start=True)
        yield from _alike(text, items, [*map(_around_figure, words)], _LEAST_ROWS, at_start=True)
    if _three_end_alike(stretch):
        items, words = _items(text, start, end)
        yield from _alike(text, items, [*map(_last_words, words)], _LEAST, at_start=False)
    if len(_FIGURE.findall(stretch)) >= _LEAST:
        yield from _measured(text, _items(text, start, end)[0])
    if stretch.count(":") >= _LEAST_ROWS:
        yield from _rows(text, start, end)


def _two_begin_alike(stretch: str) -> bool:
    """Whether two items in a row, behind a sign each, begin with one word.

    Otherwise no items are alike at their start: of three in a row the last two stand behind signs, and so do two with a
    neighbour before them.
    """
    words = [word.lower() for word in _BEHIND_SIGN.findall(stretch)]
    return any(word and word == following for word, following in pairwise(words))


def _three_end_alike(stretch: str) -> bool:
    """Whether three items in a row end with the same letters, fewer than any two words have."""
    ends = [item.rstrip()[-_LEAST_LETTERS:] for item in _SIGN.split(stretch.lower())]
    return any(one == two == three for one, two, three in zip(ends, ends[1:], ends[2:], strict=False))


def _items(text: str, start: int, end: int) -> tuple[list[Span], list[str]]:
    """Between the signs; what announces the first is left out. And their words, none of one that is a sentence."""
    signs = [sign.span() for sign in _SIGN.finditer(text, start, end)]
    if signs and (colon := text.rfind(": ", start, signs[0][0])) > 0:
        start = colon + 2
    edges = [start, *(edge for sign in signs for edge in sign), end]
    items = list(zip(edges[::2], edges[1::2], strict=True))
    return items, [text[one:other].lower() if other - one <= _MOST_LETTERS else "" for one, other in items]


def _alike(text: str, items: Sequence[Span], keys: Sequence[str], least: int, *, at_start: bool) -> Iterator[Span]:
    """Runs of items with the same words, their `keys`, in one place, and the neighbour that has them in its midst."""
    at = 0
    while at < len(items):
        stop = at + 1
        while stop < len(items) and keys[stop] == keys[at]:
            stop += 1
        if keys[at] and stop - at >= least - 1:
            start, end = items[at][0], items[stop - 1][1]
            beside = _in_neighbour(text, items, at - 1 if at_start else stop, keys[at], at_start=at_start)
            if beside and at_start:
                yield beside[0], end
            elif beside:
                yield start, beside[1]
            elif stop - at >= least:
                yield start, end
        at = stop


def _in_neighbour(text: str, items: Sequence[Span], at: int, key: str, *, at_start: bool) -> Span | None:
    """Where the item before or behind a run has the words; the whole item where it says who does so."""
    if not 0 <= at < len(items):
        return None
    item, first = text[slice(*items[at])], items[at][0]
    found = [match.span() for match in re.finditer(rf"(?<!\w){re.escape(key)}(?!\w)", item, re.I)]
    start, end = found[-1 if at_start else 0] if found else (0, 0)
    if found and says_who(unicodedata.normalize("NFC", item), fact_words()):
        return items[at]
    return (first + start, first + end) if found else None


def _first_word(item: str) -> str:
    found = _WORD.match(item.lstrip())
    return found.group() if found else ""


def _first_words(item: str) -> str:
    """The first two."""
    found = _TWO_WORDS.match(item.lstrip())
    return found.group() if found else ""


def _last_words(item: str) -> str:
    """The last two words, with what stands between them; nothing of an item that is no more."""
    words = list(_WORD.finditer(item))
    return item[words[-2].start() :].rstrip() if len(words) > 2 else ""


def _around_figure(item: str) -> str:
    """The word before a name and a figure, and the two behind them."""
    found = _FIGURE_OF_ONE.match(item.lstrip())
    return " ".join(found.groups()) if found else ""


def _measured(text: str, items: Sequence[Span]) -> Iterator[Span]:
    """Runs of items with a measure each, to the end of the sentence; one without may stand between two."""
    words = fact_words()
    found = [
        at
        for at, (start, end) in enumerate(items)
        if end - start <= _MOST_LETTERS and _MEASURE.search(text, start, end) and not says_who(text[start:end], words)
    ]
    ends = [at for at, (one, other) in enumerate(pairwise(found), 1) if other - one > 2]
    for first, stop in pairwise([0, *ends, len(found)]):
        if stop - first >= _LEAST:
            start, end = items[found[first]][0], items[found[stop - 1]][1]
            told_of = any(says_who(text[one:other], words) for one, other in items[found[stop - 1] + 1 :])
            yield start, end if told_of else items[-1][1]


def _rows(text: str, start: int, end: int) -> Iterator[Span]:
    """Three and more of a name, a colon and a value each, between semicolons."""
    run: list[Span] = []
    at = start
    for part in [*text[start:end].split(";"), ""]:
        found = (_ROW if run else _FIRST_ROW).fullmatch(part)
        if found:
            run.append((at + found.start("row"), at + found.end("row")))
        elif run:
            if len(run) >= _LEAST_ROWS:
                yield run[0][0], run[-1][1]
            run = []
        at += len(part) + 1
