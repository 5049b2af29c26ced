"""Documents -> Corpus: one pass over the texts, spread over processes where it pays."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context

import numpy as np

from detector.corpus import Bools, Corpus, Ints, Longs, SentenceTable, TokenTable, indptr_of_lengths
from detector.documents import Block, Document, Role
from detector.text.fold import SYLLABLE, canonical, fold
from detector.text.sentences import MIN_SENTENCE_SYLLABLES, Pieces, cut
from detector.text.words import word_starts

_ROLE_ORDER = {role: order for order, role in enumerate(Role)}
_PRINTED = frozenset({Role.FORM, Role.RULE, Role.STOCK})  # nobody asks for their words

# A worker costs about 1.2 s to start (it imports underthesea); one core segments about 400,000 characters a second
# when clauses repeat and 100,000 when they do not.
_WORTH_A_POOL_CHARACTERS = 600_000
_CHUNK_DOCUMENTS = 25

Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class _TextColumns:
    """Columns of one text, before vocabularies are merged."""

    syllables: tuple[str, ...]
    starts: Ints
    ends: Ints
    word_starts: Bools
    sentence_lengths: Longs
    line_rows: Ints
    section_rows: Ints
    sections: tuple[str, ...]
    dropped: int


def build_corpus(documents: Iterable[Document], *, jobs: int = 1, progress: Progress | None = None) -> Corpus:
    """The corpus of these documents, sorted by role, content and id, whatever order they come in.

    `progress` is told the number of documents done since it was last told.
    """
    ordered = tuple(sorted(documents, key=lambda d: (_ROLE_ORDER[d.role], d.key, d.id)))
    columns: list[_TextColumns] = []
    for chunk in _segmented(ordered, jobs):
        columns.extend(chunk)
        if progress:
            progress(len(chunk))
    return _merge(ordered, columns)


def _segmented(documents: Sequence[Document], jobs: int) -> Iterator[list[_TextColumns]]:
    tasks = [(d.text, d.blocks, d.role not in _PRINTED) for d in documents]
    chunks = [tasks[at : at + _CHUNK_DOCUMENTS] for at in range(0, len(tasks), _CHUNK_DOCUMENTS)]
    if jobs <= 1 or len(chunks) < 2 or sum(len(text) for text, _, _ in tasks) < _WORTH_A_POOL_CHARACTERS:
        yield from map(_segment_chunk, chunks)
        return
    with ProcessPoolExecutor(min(jobs, len(chunks)), mp_context=get_context("spawn")) as pool:
        yield from pool.map(_segment_chunk, chunks)


def _segment_chunk(tasks: Sequence[tuple[str, Sequence[Block], bool]]) -> list[_TextColumns]:
    return [_text_columns(text, blocks, with_words) for text, blocks, with_words in tasks]


def _text_columns(text: str, blocks: Sequence[Block], with_words: bool) -> _TextColumns:
    folded = fold(text)
    matches = list(SYLLABLE.finditer(folded.text))
    first = np.fromiter((m.start() for m in matches), np.int64, len(matches))
    last = np.fromiter((m.end() - 1 for m in matches), np.int64, len(matches))
    starts, ends = folded.starts[first], folded.ends[last]
    pieces = cut(text, blocks)
    lengths, lines = _sentence_lengths(starts, pieces)
    flags, dropped = _word_flags(text, starts, ends, lengths if with_words else lengths[:0])
    firsts = starts[indptr_of_lengths(lengths)[:-1]]
    heading_starts = np.array([start for start, _ in pieces.headings], dtype=np.int64)
    sections = np.searchsorted(heading_starts, firsts, side="right") - 1
    return _TextColumns(
        tuple(canonical(m.group()) for m in matches),
        starts,
        ends,
        flags,
        lengths,
        lines,
        sections.astype(np.int32),
        tuple(name for _, name in pieces.headings),
        dropped,
    )


def _sentence_lengths(starts: Ints, pieces: Pieces) -> tuple[Longs, Ints]:
    """Syllables of each sentence that has any, and its line; short pieces are joined within their line."""
    sentence = np.searchsorted(np.array(pieces.sentence_starts, dtype=np.int64), starts, side="right")
    line = np.searchsorted(np.array(pieces.line_starts, dtype=np.int64), starts, side="right")
    changes = np.flatnonzero(np.diff(sentence, prepend=-1))
    counts = np.diff(np.append(changes, len(starts)))
    lengths, lines = _join_short(counts.tolist(), line[changes].tolist())
    return np.array(lengths, dtype=np.int64), np.array(lines, dtype=np.int32)


def _join_short(counts: list[int], lines: list[int]) -> tuple[list[int], list[int]]:
    """A piece below the minimum joins the next one of its line, the last of a line joins the one before."""
    lengths: list[int] = []
    rows: list[int] = []
    for count, line in zip(counts, lines, strict=True):
        same_line = bool(rows) and rows[-1] == line
        if same_line and (lengths[-1] < MIN_SENTENCE_SYLLABLES or count < MIN_SENTENCE_SYLLABLES):
            lengths[-1] += count
        else:
            lengths.append(count)
            rows.append(line)
    return lengths, rows


def _word_flags(text: str, starts: Ints, ends: Ints, lengths: Longs) -> tuple[Bools, int]:
    """Word boundaries, sentence by sentence; where they cannot be mapped back every syllable is a word."""
    flags = np.ones(len(starts), dtype=np.bool_)
    dropped = 0
    begin_list, end_list = starts.tolist(), ends.tolist()
    at = 0
    for length in lengths.tolist():
        base, stop = begin_list[at], end_list[at + length - 1]
        offsets = [(begin_list[i] - base, end_list[i] - base) for i in range(at, at + length)]
        found = word_starts(text[base:stop], offsets)
        if found is None:
            dropped += 1
        else:
            flags[at : at + length] = found
        at += length
    return flags, dropped


def _merge(documents: tuple[Document, ...], columns: list[_TextColumns]) -> Corpus:
    vocabulary = sorted({syllable for c in columns for syllable in c.syllables})
    row_of = {syllable: row for row, syllable in enumerate(vocabulary)}
    total = sum(len(c.syllables) for c in columns)
    ids = np.fromiter((row_of[s] for c in columns for s in c.syllables), np.int32, total)
    tokens = TokenTable(
        ids,
        _joined((c.starts for c in columns), np.int32),
        _joined((c.ends for c in columns), np.int32),
        _joined((c.word_starts for c in columns), np.bool_),
        indptr_of_lengths([len(c.syllables) for c in columns]),
        tuple(vocabulary),
    )
    sentences = SentenceTable(
        indptr_of_lengths(_joined((c.sentence_lengths for c in columns), np.int64)),
        np.repeat(np.arange(len(columns), dtype=np.int32), [len(c.line_rows) for c in columns]),
        _joined((c.line_rows for c in columns), np.int32),
        _joined((c.section_rows for c in columns), np.int32),
    )
    return Corpus(documents, tokens, sentences, tuple(c.sections for c in columns), sum(c.dropped for c in columns))


def _joined(parts: Iterable[np.ndarray], dtype: type) -> np.ndarray:
    arrays = list(parts)
    return np.concatenate(arrays).astype(dtype) if arrays else np.zeros(0, dtype)
