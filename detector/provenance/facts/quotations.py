"""Quotations in marks: an article, an order, a saying. Whoever cites them has them in the same words, and says so."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

import numpy as np

from detector.provenance.facts.lines import Lines
from detector.provenance.facts.words import fact_words, says_who, tells_a_deed
from detector.text.quotation import between_marks

# A shorter one is a name or a term: whoever tells a text again in other words keeps it, and it may be rare.
_LEAST_SYLLABLES = 8
_SPELT_OUT = re.compile(r"[”»\"]\s*:\s*(?P<words>[^.:;\d\n“”\"]+(?:;[^.:;\d\n“”\"]+)*)(?=[.\n]|\Z)")
_MOTTO_WORDS = ("tam niem", "phuong cham", "khau hieu", "loi the", "cham ngon", "ton chi")  # folded
_MOTTO = re.compile(
    r"\b(?:tâm niệm|phương châm|khẩu hiệu|lời thề|châm ngôn|tôn chỉ)\b[^.;:\d\n]{12,240}(?=[.;\n]|\Z)", re.I
)
_SIGN_WORDS = ("tam bang", "bang", "bien", "ap phich", "bang ron", "pa no", "to roi", "to giay dan")  # folded
_SIGN = re.compile(
    r"\b(?:tấm bảng|bảng|biển|áp phích|băng rôn|pa[ -]nô|tờ rơi|tờ giấy dán)\b[^.;:\d\n]{0,40}\b(?:viết|ghi|đề|kẻ|in)\b"
    r"[^.;:\d\n]{0,15}:\s(?P<words>[^.:\d\n]{12,320})(?=[.\n]|\Z)",
    re.I,
)
_MOST_SHARE = 0.5  # of a text: what is quoted for the most part is compared like any other


def quotations(lines: Lines) -> Iterator[tuple[int, int]]:
    """What stands between quotation marks, in texts that are not mostly quotations."""
    tokens = lines.corpus.tokens
    for row, document in enumerate(lines.corpus.documents):
        first, last = tokens.document_indptr[row : row + 2].tolist()
        places = np.array([_spelt_out(document.text, *one) for one in between_marks(document.text)], np.int64)
        places = places.reshape(-1, 2)
        ranges = first + np.searchsorted(tokens.starts[first:last], places)
        long = ranges[ranges[:, 1] - ranges[:, 0] >= _LEAST_SYLLABLES]
        if (long[:, 1] - long[:, 0]).sum() <= _MOST_SHARE * (last - first):
            yield from map(tuple, long.tolist())


def mottos(lines: Lines) -> Iterator[tuple[int, int]]:
    """What "phương châm", "tâm niệm" and the like announce, to the end of the clause, if it tells no deed."""
    words = fact_words()
    for start, end in lines.found(_MOTTO, lines.places_of(_MOTTO_WORDS)):
        piece = lines.piece(start, end)
        if piece.syllables >= _LEAST_SYLLABLES and not says_who(piece.text, words):
            yield start, end


def signs(lines: Lines) -> Iterator[tuple[int, int]]:
    """What a sign says, to the end of the sentence, if it tells no deed: "Tấm bảng trước cửa viết: ..."."""
    words = fact_words()
    for start, end in lines.found(_SIGN, lines.places_of(_SIGN_WORDS), group="words"):
        piece = lines.piece(start, end)
        if piece.syllables >= _LEAST_SYLLABLES and not tells_a_deed(piece.text, words):
            yield start, end


def _spelt_out(text: str, start: int, end: int) -> tuple[int, int]:
    """The quotation, with what a motto says behind its name: “4 xin, 4 luôn”: xin chào, xin lỗi, ..."""
    behind = _SPELT_OUT.match(text, end)
    is_told = behind is not None and tells_a_deed(unicodedata.normalize("NFC", behind["words"]), fact_words())
    return (start, behind.end()) if behind and not is_told else (start, end)
