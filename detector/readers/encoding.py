"""Text typed in fonts of the pre-Unicode age (TCVN3 in .VnTime, VNI), found line by line and repaired.

Font names only help: documents edited for twenty years carry the old style name over Unicode text, so the
letters decide. A segment (a line, or the part of a line in one font) without a letter that only Vietnamese Unicode
has, and with letters of U+0080-00FF, is a candidate as a whole; a conversion is accepted if it brings Vietnamese
letters *and* well-formed syllables. A segment with both kinds of letters is looked at word by word, see `old_words`.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from detector.documents import Block, ReadingNote
from detector.readers.base import Extract, FontSpan
from detector.readers.old_letters import CANDIDATES, to_unicode
from detector.readers.old_words import Mixture, repair_words
from detector.readers.readability import readable_share

_VIETNAMESE = re.compile("[\u1ea0-\u1ef9ăĂđĐơƠưƯ\u0300\u0301\u0303\u0309\u0323]")
# \u2212 and \u2219: what PDF extractors make of the TCVN3 letters at 0xAD and 0xB7
_HIGH = re.compile("[\u0080-\u00ff\u2212\u2219]")
_ODD = re.compile("[\u00a1-\u00bf\u00c4-\u00c7\u00cb\u00ce-\u00d1\u00d6-\u00d8\u00db\u00dc\u00de\u00df"
                  "\u00e4-\u00e7\u00eb\u00ee-\u00f1\u00f6-\u00f8\u00fb\u00fc\u00fe\u00ff]")  # fmt: skip
_LETTER = re.compile(r"[^\W\d_]")
_MIN_GAIN = 0.1
_LEAST_WORDS = 2  # that only an old encoding explains, where nothing else in the document speaks for one
_LONE_LINE_LETTERS = 24  # shorter lines follow the encoding of the document's other candidates


@dataclass(frozen=True, slots=True)
class _Segment:
    start: int
    end: int
    text: str
    font: str


def repair(extract: Extract) -> Extract:
    """The extract with its old-font lines in Unicode, offsets moved along; the same object if there are none."""
    if not extract.fonts and not _ODD.search(extract.text):  # as in nearly every file
        return extract
    segments = _segments(extract)
    candidates = [item for item in segments if _is_candidate(item.text)]
    chosen = _choose(candidates, mixed=any(_VIETNAMESE.search(item.text) for item in segments))
    texts = {item.start: repair_text(item.text, encoding, item.font) for item, encoding in chosen}
    lines = Counter(encoding for _, encoding in chosen)
    for item, encoding, text in _mixed(segments, lines):
        texts[item.start] = text
        lines[encoding] += 1
    if not texts:
        return extract
    texts |= {item.start: item.text.upper() for item in _plain_capitals(segments, chosen)}
    moved = _rebuild(extract, segments, texts)
    detail = f"lines={lines.total()} encodings={', '.join(sorted(lines))}"
    return replace(moved, notes=(*extract.notes, ReadingNote("repaired", detail)))


def repair_text(text: str, encoding: str, font: str = "") -> str:
    """Unicode (NFC) for text in `encoding`; blanks at the ends stay. Capital-letter fonts (.VnTimeH) give capitals."""
    fixed = to_unicode(text, encoding)
    return fixed.upper() if _is_capital_font(font) else fixed


def legacy_font(name: str | None) -> str:
    """The name if it is one of a pre-Unicode font, else an empty string."""
    return name if name and re.match(r"\.vn|vni[- ]|vnstcvn|abc ?", name, re.IGNORECASE) else ""


def _is_capital_font(font: str) -> bool:
    return font.lower().startswith(".vn") and font.endswith(("H", "h"))


def _mixed(segments: Iterable[_Segment], lines: Counter[str]) -> Iterator[tuple[_Segment, str, str]]:
    """(segment, encoding, repaired text) of segments in which old letters and Unicode ones stand side by side.

    In the encoding of the document's other lines where they have one, else in that which explains most words.
    """
    mixed = [item for item in segments if _VIETNAMESE.search(item.text) and _HIGH.search(item.text)]
    known = [encoding for encoding, _ in lines.most_common(1)]
    if not mixed or not any(_ODD.search(item.text) or item.font for item in mixed):
        return
    found = {name: [repair_words(item.text, name) for item in mixed] for name in known or CANDIDATES}
    best = max(found, key=lambda name: sum(one.explained for one in found[name]))
    enough = bool(known) or sum(one.explained for one in found[best]) >= _LEAST_WORDS
    for item, one in zip(mixed, found[best], strict=True):
        if one.explained and (enough or item.font):
            yield item, best, _capital(one, item)


def _capital(mixture: Mixture, item: _Segment) -> str:
    return mixture.text.upper() if _is_capital_font(item.font) else mixture.text


def _plain_capitals(segments: Iterable[_Segment], chosen: Iterable[tuple[_Segment, str]]) -> Iterator[_Segment]:
    """ASCII text in a capital-letter font, in a document whose old fonts are what they say."""
    if not any(item.font.lower().startswith(".vn") for item, _ in chosen):
        return
    untrue = {item.font for item in segments if item.font and _VIETNAMESE.search(item.text)}
    for item in segments:
        if _is_capital_font(item.font) and item.font not in untrue and item.text.isascii():
            yield item


def _is_candidate(text: str) -> bool:
    return bool(_HIGH.search(text)) and not _VIETNAMESE.search(text)


def _choose(candidates: list[_Segment], *, mixed: bool) -> list[tuple[_Segment, str]]:
    """Which candidates to convert from which encoding. `mixed`: the document has Unicode Vietnamese as well."""
    whole = "\n".join(item.text for item in candidates)
    if not _ODD.search(whole) and not any(item.font for item in candidates):
        return []
    common = _best(whole, "".join(item.font for item in candidates[:1]))
    chosen = [(item, _best_of_line(item, common, mixed)) for item in candidates]
    return [(item, encoding) for item, encoding in chosen if encoding]


def _best_of_line(item: _Segment, common: str | None, mixed: bool) -> str | None:
    own = _best(item.text, item.font)
    if own is not None and (item.font or len(_LETTER.findall(item.text)) >= _LONE_LINE_LETTERS):
        return own
    if common is None:
        return own if item.font else None
    before, after = readable_share(item.text), readable_share(repair_text(item.text, common))
    if after > before or (after == before and (_ODD.search(item.text) or not mixed)):
        return common
    return None


def _best(text: str, font: str) -> str | None:
    """The encoding whose conversion reads clearly better than the text as it is, or None."""
    readings = {name: repair_text(text, name) for name in CANDIDATES}
    hinted = "vni" if font.lower().startswith("vni") else "tcvn3"
    best = max(CANDIDATES, key=lambda name: (readable_share(readings[name]), _score(readings[name]), name == hinted))
    gains = _score(readings[best]) >= _score(text) + _MIN_GAIN
    reads = readable_share(readings[best]) >= readable_share(text) + _MIN_GAIN
    return best if gains and reads else None


def _score(text: str) -> float:
    letters = len(_LETTER.findall(text)) + len(_ODD.findall(text))
    return (len(_VIETNAMESE.findall(text)) - 3 * len(_ODD.findall(text))) / max(letters, 1)


def _segments(extract: Extract) -> list[_Segment]:
    """The text cut at line ends, block ends and changes to and from an old font; covers all characters."""
    cuts = {0, len(extract.text)}
    cuts.update(position for match in re.finditer("\n", extract.text) for position in match.span())
    for spans in (extract.blocks, extract.fonts):
        cuts.update(position for item in spans for position in (item.start, item.end))
    ordered = sorted(cuts)
    return [
        _Segment(start, end, extract.text[start:end], _font_at(extract.fonts, start))
        for start, end in pairwise(ordered)
    ]


def _font_at(fonts: tuple[FontSpan, ...], position: int) -> str:
    index = bisect_right(fonts, position, key=lambda span: span.start) - 1
    return fonts[index].font if index >= 0 and position < fonts[index].end else ""


def _rebuild(extract: Extract, segments: Sequence[_Segment], texts: dict[int, str]) -> Extract:
    """The extract with some segments replaced; `texts` by their start."""
    moved, parts, position = {0: 0}, [], 0
    for item in segments:
        text = texts.get(item.start, item.text)
        parts.append(text)
        position += len(text)
        moved[item.end] = position
    blocks = tuple(Block(moved[b.start], moved[b.end], b.kind, b.place) for b in extract.blocks)
    hidden = tuple(replace(one, at=_moved(one.at, segments, moved)) for one in extract.hidden)
    return replace(extract, text="".join(parts), blocks=blocks, fonts=(), hidden=hidden)


def _moved(at: int, segments: Sequence[_Segment], moved: dict[int, int]) -> int:
    """The place of a character in the repaired text; inside a segment in proportion, as its letters became fewer."""
    if at in moved:
        return moved[at]
    item = segments[bisect_right(segments, at, key=lambda one: one.start) - 1]
    share = (at - item.start) / (item.end - item.start)
    return moved[item.start] + round(share * (moved[item.end] - moved[item.start]))
