"""Two texts as columns over one vocabulary. No word segmentation: a token is what stands between spaces, folded."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np

from detector.corpus import Floats, Ints, Longs, indptr_of_lengths, rows_of
from detector.text.fold import SYLLABLE, canonical, fold

# Five letters stand for a word: a stemmer for any language. On the PAN 2013 sample whole words cost .035 of the
# PlagDet of translations, four letters .003 and six .002 of the whole; Vietnamese syllables are rarely longer.
STEM_LETTERS = 5
MIN_SENTENCE_TOKENS = 3  # shorter pieces ("Mr.", "a)") join the next
MAX_UNIT_TOKENS = 40  # lists and tables without full stops are cut into pieces a sentence long
# Added to the number of sentences when tokens are weighed, so that two texts of one sentence have rare words too.
PRIOR_SENTENCES = 50

_SENTENCE_END = re.compile(r"(?<![.!?…])[.!?…]++[\"'”’»)\]]*+\s++|\n\s*+")


@dataclass(frozen=True, slots=True)
class Text:
    """One text.

    Attributes:
        ids: int64[n], token types.
        starts, ends: int32[n], half-open characters of the original.
        sentences: int64[m + 1], token rows where a sentence begins, and n.
        units: the same with long sentences cut.
    """

    ids: Longs
    starts: Ints
    ends: Ints
    sentences: Longs
    units: Longs

    def __len__(self) -> int:
        return len(self.ids)


@dataclass(frozen=True, slots=True)
class Texts:
    """Two texts over the same types. `weights`: float64[types], nats: -log of the share of units that have it."""

    left: Text
    right: Text
    weights: Floats

    def flipped(self) -> Texts:
        """Right as left."""
        return Texts(self.right, self.left, self.weights)


def columns_of(left: str, right: str) -> Texts:
    """Tokens, sentences and weights of two texts; linear."""
    types: dict[str, int] = {}
    texts = _text(left, types), _text(right, types)
    return Texts(*texts, _weights(texts, len(types)))


def _text(text: str, types: dict[str, int]) -> Text:
    folded = fold(text)
    spans = np.array([match.span() for match in SYLLABLE.finditer(folded.text)], np.int64).reshape(-1, 2)
    words = [folded.text[start:end] for start, end in spans.tolist()]
    row_of = {word: types.setdefault(_stem(word), len(types)) for word in dict.fromkeys(words)}
    ids = np.fromiter((row_of[word] for word in words), np.int64, len(words))
    starts, ends = folded.starts[spans[:, 0]], folded.ends[spans[:, 1] - 1]
    sentences = _sentences(text, starts)
    return Text(ids, starts, ends, sentences, _capped(sentences))


def _stem(word: str) -> str:
    return word if word[0].isdigit() else canonical(word)[:STEM_LETTERS]


def _sentences(text: str, starts: Ints) -> Longs:
    """A sentence ends at ``. ! ?`` or at a line end that a small letter does not follow."""
    cuts = [found.end() for found in _SENTENCE_END.finditer(text) if _is_end(text, found)]
    pieces = np.searchsorted(np.array(cuts, np.int64), starts, side="right")
    changes = np.flatnonzero(np.diff(pieces, prepend=-1))
    return _joined(np.diff(changes, append=len(starts)).tolist())


def _is_end(text: str, found: re.Match[str]) -> bool:
    if text[found.start()] != "\n":
        return True
    is_blank_line = text.find("\n", found.start() + 1, found.end()) >= 0
    return is_blank_line or not text[found.end() : found.end() + 1].islower()


def _joined(lengths: list[int]) -> Longs:
    """Short pieces join the next, the last joins the one before."""
    joined: list[int] = []
    open_tokens = 0
    for length in lengths:
        open_tokens += length
        if open_tokens >= MIN_SENTENCE_TOKENS:
            joined.append(open_tokens)
            open_tokens = 0
    if open_tokens:
        joined.append((joined.pop() if joined else 0) + open_tokens)
    return indptr_of_lengths(joined)


def _capped(sentences: Longs) -> Longs:
    """Long sentences cut into equal pieces."""
    lengths = np.diff(sentences)
    pieces = -(-lengths // MAX_UNIT_TOKENS)
    rows = np.repeat(np.arange(len(lengths)), pieces)
    nth = np.arange(len(rows)) - (np.cumsum(pieces) - pieces)[rows]
    return np.append(sentences[rows] + lengths[rows] * nth // pieces[rows], sentences[-1]).astype(np.int64)


def _weights(texts: tuple[Text, Text], types: int) -> Floats:
    having = np.zeros(types)
    for text in texts:
        keys = np.unique(rows_of(text.units).astype(np.int64) * types + text.ids)
        having += np.bincount(keys % types, minlength=types) if types else 0
    units = sum(len(text.units) - 1 for text in texts)
    return np.log((units + PRIOR_SENTENCES) / np.maximum(having, 1))
