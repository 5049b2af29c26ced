"""Sentences of any text, as rows of tokens."""

from __future__ import annotations

import re

import numpy as np

from detector.corpus import Ints, Longs

MIN_SENTENCE_TOKENS = 3  # shorter pieces ("Mr.", "a)") join the next
MAX_UNIT_TOKENS = 40  # lists and tables without full stops are cut into pieces a sentence long

# The first character comes first so that the engine skips to it; the look-behinds keep runs of stops linear.
# Its group takes part where a line ends.
_SENTENCE_END = re.compile(r"[\n.!?…](?:(?<=\n)()\s*+|(?<![.!?…][.!?…])(?<!\n)[.!?…]*+[\"'”’»)\]]*+\s++)")


def sentences_of(text: str, starts: Ints) -> Longs:
    """Token rows where a sentence begins, and the number of tokens; `starts` are the characters of the tokens.

    A sentence ends at ``. ! ?`` or at a line end that a small letter does not follow.
    """
    ends = _SENTENCE_END.finditer(text)
    cuts = [found.end() for found in ends if not found.lastindex or _is_end_at_line(text, found)]
    rows = starts.searchsorted(np.array(cuts, starts.dtype)).tolist()
    return np.array(_joined(rows, len(starts)), np.int64)


def capped(sentences: Longs) -> Longs:
    """Long sentences cut into equal pieces."""
    lengths = np.diff(sentences)
    if lengths.max(initial=0) <= MAX_UNIT_TOKENS:
        return sentences
    pieces = -(-lengths // MAX_UNIT_TOKENS)
    rows = np.repeat(np.arange(len(lengths)), pieces)
    nth = np.arange(len(rows)) - (np.cumsum(pieces) - pieces)[rows]
    return np.append(sentences[rows] + lengths[rows] * nth // pieces[rows], sentences[-1]).astype(np.int64)


def _is_end_at_line(text: str, found: re.Match[str]) -> bool:
    is_blank_line = text.find("\n", found.start() + 1, found.end()) >= 0
    return is_blank_line or not text[found.end() : found.end() + 1].islower()


def _joined(cuts: list[int], tokens: int) -> list[int]:
    """Where a sentence begins, and the end: short pieces join the next, the last joins the one before."""
    rows = [0]
    for cut in [*cuts, tokens]:
        if cut - rows[-1] >= MIN_SENTENCE_TOKENS:
            rows.append(cut)
    if rows[-1] < tokens:
        rows[max(1, len(rows) - 1) :] = [tokens]
    return rows
