"""What a person took over from their own earlier texts: from which of them, and for how many periods in a row."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from detector.corpus import Bools, Corpus, Ints, ranges
from detector.matching.evidence import FoundPair
from detector.people import is_next
from detector.provenance.people import later_first, time_of

_NUMBER, _COLON = re.compile(r"\s*(?:[IVX]{1,4}|\d{1,2})[.)]\s"), re.compile(r"[)\s]*:[\s.…_]*(?:\n|\Z)")
_SAME = 0.9  # of what is compared in both texts: one text with another month in it
_SAME_FIGURES = 0.5  # of those of a sentence: with fewer it tells the same work of another month,
_LEAST_SENTENCE = 8  # syllables
_SYLLABLES_OF_FIGURE = 15  # if it has a figure for every so many syllables: a story with a date in it is told again


def nearest_sources(corpus: Corpus, pairs: Iterable[FoundPair], *, least: int) -> list[FoundPair]:
    """Of each later text the pair with the latest earlier one, and with others that explain `least` syllables more.

    The same text for twelve months is eleven pairs, not sixty-six. The later text is on the left.
    """
    by_later: dict[int, list[FoundPair]] = defaultdict(list)
    for pair in later_first(corpus.documents, pairs):
        by_later[pair.left].append(pair)
    kept = []
    for mine in by_later.values():
        explained: set[int] = set()
        for pair in sorted(mine, key=lambda one: (time_of(corpus, one.right), one.bits), reverse=True):
            tokens = {*_tokens([passage.left for passage in pair.passages]).tolist()}
            if len(tokens - explained) >= least:
                kept.append(pair)
                explained |= tokens
    return kept


def is_routine(corpus: Corpus, one: tuple[int, int], other: tuple[int, int]) -> bool:
    """Whether two places (half-open tokens) of a person's sheets tell each month's work: most figures are others."""
    mine, theirs = _said(corpus, *one), _said(corpus, *other)
    fewer, count = sorted((mine.figures.total(), theirs.figures.total()))
    if not fewer or (mine.figures & theirs.figures).total() >= _SAME_FIGURES * fewer:
        return False
    is_dense = max(mine.syllables, theirs.syllables) <= _SYLLABLES_OF_FIGURE * count
    return is_dense and not mine.sentences & theirs.sentences


def is_heading(corpus: Corpus, sentence: int) -> bool:
    """Whether a sentence is a line with a number and a colon: print, though it be of a form that one person has."""
    text = corpus.documents[int(corpus.sentences.document_rows[sentence])].text
    first, last = corpus.sentences.token_indptr[sentence : sentence + 2].tolist()
    start, end = int(corpus.tokens.starts[first]), int(corpus.tokens.ends[last - 1])
    return _COLON.match(text, end) is not None and _NUMBER.match(text, text.rfind("\n", 0, start) + 1) is not None


@dataclass(frozen=True, slots=True)
class _Said:
    """What a place says beside headings; `sentences` are whole ones that are more than a phrase."""

    syllables: int
    figures: Counter[str]
    sentences: set[bytes]


def _said(corpus: Corpus, start: int, end: int) -> _Said:
    indptr, vocabulary = corpus.sentences.token_indptr, corpus.tokens.vocabulary
    first, last = np.searchsorted(indptr, start, "right") - 1, np.searchsorted(indptr, end, "left")
    syllables: list[str] = []
    sentences = set()
    for sentence in range(int(first), int(last)):
        begin, stop = indptr[sentence : sentence + 2].tolist()
        if is_heading(corpus, sentence):
            continue
        ids = corpus.tokens.ids[max(begin, start) : min(stop, end)]
        syllables += map(vocabulary.__getitem__, ids.tolist())
        if len(ids) == stop - begin >= _LEAST_SENTENCE:
            sentences.add(ids.tobytes())
    return _Said(len(syllables), Counter(one for one in syllables if one[0].isdigit()), sentences)


def periods_in_a_row(corpus: Corpus, sources: Sequence[FoundPair], counted: Bools) -> Mapping[int, int]:
    """For how many periods up to its own the person handed in one text, by row; only rows with two and more.

    Args:
        sources: of `nearest_sources`.
        counted: bool[tokens], what is compared.
    """
    found: dict[int, int] = {}
    for pair in sorted(sources, key=lambda one: time_of(corpus, one.left)):
        earlier, later = corpus.documents[pair.right].period, corpus.documents[pair.left].period
        if earlier and later and is_next(earlier, later) and _is_same(corpus, pair.left, pair.right, counted):
            found[pair.left] = max(found.get(pair.left, 0), found.get(pair.right, 1) + 1)
    return found


def _is_same(corpus: Corpus, left: int, right: int, counted: Bools) -> bool:
    """Whether two texts are one, but for what is no part of the comparison (bool[tokens]) and a word or two.

    By their words: a box of eight syllables is no passage, and still the same.
    """
    one, other = (Counter(_counted(corpus, row, counted).tolist()) for row in (left, right))
    return bool(one) and (one & other).total() >= _SAME * max(one.total(), other.total())


def _counted(corpus: Corpus, row: int, counted: Bools) -> Ints:
    mine = slice(*corpus.tokens.document_indptr[row : row + 2].tolist())
    ids: Ints = corpus.tokens.ids[mine][counted[mine]]
    return ids


def share_of(corpus: Corpus, pair: FoundPair, row: int, counted: Bools) -> float:
    """Share of the counted syllables of one of the two texts that lie in the passages, 0 to 1."""
    passages = [passage.left if row == pair.left else passage.right for passage in pair.passages]
    start, end = corpus.tokens.document_indptr[row : row + 2].tolist()
    inside = np.zeros(end - start, bool)
    inside[_tokens(passages) - start] = True
    return float((inside & counted[start:end]).sum() / max(int(counted[start:end].sum()), 1))


def _tokens(passages: Sequence[tuple[int, int]]) -> np.ndarray:
    edges = np.array(passages, np.int64).reshape(-1, 2)
    return ranges(edges[:, 0], edges[:, 1])
