"""The clauses of short texts, and which of them are the same in other words."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from detector.corpus import Bools, Corpus, Floats, Ints, Longs, counts_in_runs, indptr_of_lengths, ranges, unique_sorted
from detector.documents import Role
from detector.provenance.groups import SentenceGroups, bigram_matrix
from detector.provenance.reuse import is_heading
from detector.settings import Settings

MIN_CLAUSE_WORDS = 5  # shorter pieces are set phrases; figures do not count
# Two boxes of a monthly or quarterly sheet: 20 to 120 syllables each in the samples seen
_SHEET_SYLLABLES = 240


@dataclass(frozen=True, slots=True)
class Clauses:
    """Rows in document order.

    Attributes:
        starts, ends: int64[n], half-open token rows.
        documents: int32[n].
        writers: int32[n], person numbers.
        families: int32[n]; clauses of one family say the same but for figures and a word in five.
        people: int32[families], how many distinct persons have each.
        spreads: int32[families], how many submissions have each.
        short: bool[documents], texts with too few syllables of their own for shares.
    """

    starts: Longs
    ends: Longs
    documents: Ints
    writers: Ints
    families: Ints
    people: Ints
    spreads: Ints
    short: Bools

    def __len__(self) -> int:
        return len(self.starts)

    def tokens(self, size: int, chosen: Bools) -> Bools:
        """Tokens of the clauses that `chosen` (bool[n]) names, bool[size]."""
        mask = np.zeros(size, bool)
        mask[ranges(self.starts[chosen], self.ends[chosen])] = True
        return mask

    def lengths(self) -> Longs:
        """Syllables, int64[n]."""
        return self.ends - self.starts

    def means(self, tokens: Bools) -> Floats:
        """Share of each clause's syllables that are in `tokens` (bool[tokens]), float64[n]."""
        sums = np.concatenate([[0], np.cumsum(tokens)])
        shares: Floats = (sums[self.ends] - sums[self.starts]) / np.maximum(self.lengths(), 1)
        return shares


def find_clauses(corpus: Corpus, written: Bools, writers: Ints, settings: Settings) -> Clauses:
    """Clauses of the short texts; linear in their number.

    Args:
        written: bool[tokens], what a person may have written.
        writers: int32[documents], person numbers.
    """
    syllables = counts_in_runs(written, corpus.tokens.document_indptr).astype(np.float64)
    starts, ends = _cut(corpus, written, _in_scope(corpus, syllables, settings))
    groups, kept = _grouped(corpus, starts, ends)
    starts, ends = starts[kept], ends[kept]
    documents = (np.searchsorted(corpus.tokens.document_indptr, starts, "right") - 1).astype(np.int32)
    families = _families(corpus, groups, settings)[groups.group_rows]
    people = _distinct(families, writers[documents])
    is_submission = corpus.has_role(Role.SUBMISSION)[documents]
    spreads = _distinct(families[is_submission], documents[is_submission], len(people))
    short = (syllables < settings.min_own_syllables) & _by_persons(corpus)
    return Clauses(starts, ends, documents, writers[documents], families, people, spreads, short)


def _in_scope(corpus: Corpus, syllables: Floats, settings: Settings) -> Bools:
    """Short texts, and all sheets of a month or a quarter, bool[documents]."""
    periodic = np.array([document.period is not None for document in corpus.documents], bool)
    few = (syllables < settings.min_own_syllables) | (periodic & (syllables < _SHEET_SYLLABLES))
    scope: Bools = few & (syllables > 0) & _by_persons(corpus)
    return scope


def _by_persons(corpus: Corpus) -> Bools:
    return corpus.has_role(Role.SUBMISSION, Role.PREVIOUS)


def _cut(corpus: Corpus, written: Bools, scope: Bools) -> tuple[Longs, Longs]:
    """Token ranges between full stops, semicolons, line ends and commas; short pieces are joined to the next."""
    starts: list[int] = []
    ends: list[int] = []
    indptr = corpus.sentences.token_indptr
    chosen = np.flatnonzero(scope[corpus.sentences.document_rows] & written[indptr[:-1]])
    for sentence in chosen.tolist():
        first, last = int(indptr[sentence]), int(indptr[sentence + 1])
        if is_heading(corpus, sentence):
            continue
        pieces = _joined(_at_commas(corpus, int(corpus.sentences.document_rows[sentence]), first, last))
        starts += pieces[:-1]
        ends += pieces[1:]
    return np.array(starts, np.int64), np.array(ends, np.int64)


def _at_commas(corpus: Corpus, document: int, first: int, last: int) -> list[int]:
    """Token rows where a piece begins, and `last`."""
    text, tokens = corpus.documents[document].text, corpus.tokens
    if "," not in text[tokens.starts[first] : tokens.ends[last - 1]]:
        return [first, last]
    before, after = tokens.ends[first : last - 1].tolist(), tokens.starts[first + 1 : last].tolist()
    edges = [first]
    for comma in _commas(text, int(tokens.ends[first]), int(tokens.starts[last - 1])):
        gap = bisect_right(after, comma)
        if before[gap] <= comma and first + 1 + gap > edges[-1]:  # no comma inside a number
            edges.append(first + 1 + gap)
    return [*edges, last]


def _commas(text: str, start: int, end: int) -> Iterator[int]:
    """Where they stand in a part of a text."""
    at = text.find(",", start, end)
    while at >= 0:
        yield at
        at = text.find(",", at + 1, end)


def _joined(edges: list[int]) -> list[int]:
    kept = edges[:1]
    for edge in edges[1:-1]:
        if edge - kept[-1] >= MIN_CLAUSE_WORDS:
            kept.append(edge)
    if len(kept) > 1 and edges[-1] - kept[-1] < MIN_CLAUSE_WORDS:
        kept.pop()
    return [*kept, edges[-1]]


def _grouped(corpus: Corpus, starts: Longs, ends: Longs) -> tuple[SentenceGroups, Bools]:
    """Clauses with the same words in the same order, figures left out; which have enough words, bool[clauses]."""
    is_word = np.array([not syllable[0].isdigit() for syllable in corpus.tokens.vocabulary], bool)
    ids = corpus.tokens.ids[ranges(starts, ends)]
    worded = is_word[ids] if len(is_word) else np.zeros(0, bool)
    lengths = counts_in_runs(worded, indptr_of_lengths(ends - starts))
    kept = lengths >= MIN_CLAUSE_WORDS
    data, size = ids[worded].tobytes(), ids.itemsize
    row_of: dict[bytes, int] = {}
    rows: list[int] = []
    firsts: list[int] = []
    indptr = indptr_of_lengths(lengths)
    for clause in np.flatnonzero(kept).tolist():
        row = row_of.setdefault(data[size * int(indptr[clause]) : size * int(indptr[clause + 1])], len(row_of))
        if row == len(firsts):
            firsts.append(clause)
        rows.append(row)
    tokens = np.frombuffer(b"".join(row_of), ids.dtype).astype(np.int32)
    group_indptr = indptr_of_lengths(lengths[firsts] if firsts else [])
    return SentenceGroups(np.array(rows, np.int32), tokens, group_indptr, np.array(firsts, np.int64)), kept


def _families(corpus: Corpus, groups: SentenceGroups, settings: Settings) -> Ints:
    """Component number of each group: groups that share most of the longer one's bigrams are one family."""
    if not len(groups):
        return np.zeros(0, np.int32)
    matrix = bigram_matrix(groups, len(corpus.tokens.vocabulary)).tocsc()
    # a bigram of hundreds of clauses is in no two that differ by a word in five without others beside it
    rare = matrix[:, np.diff(matrix.indptr) <= settings.shingle_max_documents].tocsr()
    candidates = sparse.triu(rare @ rare.T, k=1).tocoo()
    rows = matrix.tocsr()
    sizes = np.asarray(rows.sum(axis=1)).ravel()
    overlap = np.asarray(rows[candidates.row].multiply(rows[candidates.col]).sum(axis=1)).ravel()
    near = overlap >= settings.form_line_similarity * np.maximum(sizes[candidates.row], sizes[candidates.col])
    links = sparse.coo_matrix(
        (np.ones(int(near.sum())), (candidates.row[near], candidates.col[near])), shape=(len(groups), len(groups))
    )
    return connected_components(links, directed=False)[1].astype(np.int32)


def _distinct(families: Ints, values: Ints, size: int = 0) -> Ints:
    """Distinct values of each family, int32[at least `size`]."""
    width = int(values.max(initial=0)) + 1
    pairs = unique_sorted(families.astype(np.int64) * width + values)
    return np.bincount(pairs // width, minlength=max(size, int(families.max(initial=-1)) + 1)).astype(np.int32)
