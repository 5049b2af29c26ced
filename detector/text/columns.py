"""Documents -> Corpus: one pass over the texts, spread over processes where it pays.

The texts are worked on in chunks; a chunk comes back as arrays and its own small vocabulary, so that no Python object
for each syllable is kept or sent.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from detector.corpus import Bools, Corpus, Ints, Longs, SentenceTable, TokenTable, indptr_of_lengths
from detector.documents import Block, Document, Role
from detector.parallel import Workers
from detector.text.cache import key_of, open_cache, pack, unpack
from detector.text.fold import canonical, fold, syllable_spans
from detector.text.segmenter import model_version
from detector.text.sentences import MIN_SENTENCE_SYLLABLES, Pieces, cut
from detector.text.words import Syllables, word_starts

_ROLE_ORDER = {role: order for order, role in enumerate(Role)}
_PRINTED = frozenset({Role.FORM, Role.RULE, Role.STOCK})  # nobody asks for their words
_CHUNK_CHARACTERS = 200_000

Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class _Task:
    """What a worker needs of a document."""

    text: str
    blocks: tuple[Block, ...]
    with_words: bool


@dataclass(frozen=True, slots=True)
class _Columns:
    """Columns of a chunk of documents; ids are rows of its own vocabulary, the rest is as in `Corpus`."""

    vocabulary: tuple[str, ...]
    ids: Ints
    starts: Ints
    ends: Ints
    word_starts: Bools
    token_counts: Ints
    sentence_lengths: Longs
    line_rows: Ints
    section_rows: Ints
    sentence_counts: Ints
    sections: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class _Cut:
    """One text, its syllables and its sentences."""

    starts: Ints
    ends: Ints
    ids: Ints
    sentence_lengths: Longs
    line_rows: Ints
    section_rows: Ints
    sections: tuple[str, ...]


def build_corpus(
    documents: Iterable[Document], *, workers: Workers | None = None, progress: Progress | None = None
) -> Corpus:
    """The corpus of these documents, sorted by role, content and id, whatever order they come in.

    `progress` is told the number of documents done since it was last told.
    """
    ordered = tuple(sorted(documents, key=corpus_order))
    tasks = [_Task(d.text, d.blocks, d.role not in _PRINTED) for d in ordered]
    columns: list[_Columns] = []
    characters = sum(len(task.text) for task in tasks)
    for chunk in (workers or Workers()).map(_segment, _chunks(tasks), characters=characters):
        columns.append(chunk)
        if progress:
            progress(len(chunk.sections))
    return _merge(ordered, columns)


def corpus_order(document: Document) -> tuple[int, str, str]:
    """Sorts documents as the rows of a corpus: by role and content; the id decides between equal texts only."""
    return _ROLE_ORDER[document.role], document.key, document.id


def cache_keys(documents: Iterable[Document]) -> list[bytes]:
    """What the word boundaries of these texts are kept under between runs: to forget them by."""
    tasks = [_Task(d.text, d.blocks, with_words=True) for d in documents]
    vocabulary = _Vocabulary()
    return list(_cache_keys(tasks, [_cut_text(task, vocabulary) for task in tasks]).values())


def _chunks(tasks: Sequence[_Task]) -> list[Sequence[_Task]]:
    """Runs of tasks of about the same number of characters."""
    stops = [0]
    size = 0
    for row, task in enumerate(tasks, 1):
        size += len(task.text)
        if size >= _CHUNK_CHARACTERS or row == len(tasks):
            stops.append(row)
            size = 0
    return [tasks[start:stop] for start, stop in pairwise(stops)]


def _segment(tasks: Sequence[_Task]) -> _Columns:
    vocabulary = _Vocabulary()
    cuts = [_cut_text(task, vocabulary) for task in tasks]
    return _Columns(
        tuple(vocabulary.rows),
        _joined((c.ids for c in cuts), np.int32),
        _joined((c.starts for c in cuts), np.int32),
        _joined((c.ends for c in cuts), np.int32),
        _joined(_word_starts(tasks, cuts), np.bool_),
        np.array([len(c.ids) for c in cuts], dtype=np.int32),
        _joined((c.sentence_lengths for c in cuts), np.int64),
        _joined((c.line_rows for c in cuts), np.int32),
        _joined((c.section_rows for c in cuts), np.int32),
        np.array([len(c.line_rows) for c in cuts], dtype=np.int32),
        tuple(c.sections for c in cuts),
    )


class _Vocabulary(dict[str, int]):
    """Rows of folded syllables, given out when first met; spellings of one syllable share a row."""

    def __init__(self) -> None:
        self.rows: dict[str, int] = {}

    def __missing__(self, folded: str) -> int:
        self[folded] = row = self.rows.setdefault(canonical(folded), len(self.rows))
        return row


def _cut_text(task: _Task, vocabulary: _Vocabulary) -> _Cut:
    folded = fold(task.text)
    first, stop = syllable_spans(folded.text)
    spans = zip(first.tolist(), stop.tolist(), strict=True)
    ids = np.array([vocabulary[folded.text[start:end]] for start, end in spans], dtype=np.int32)
    starts, ends = folded.starts[first], folded.ends[stop - 1]
    pieces = cut(task.text, task.blocks)
    lengths, lines = _sentence_lengths(starts, pieces)
    heading_starts = np.array([start for start, _ in pieces.headings], dtype=np.int64)
    sections = np.searchsorted(heading_starts, starts[indptr_of_lengths(lengths)[:-1]], side="right") - 1
    names = tuple(name for _, name in pieces.headings)
    return _Cut(starts, ends, ids, lengths, lines, sections.astype(np.int32), names)


def _word_starts(tasks: Sequence[_Task], cuts: Sequence[_Cut]) -> list[Bools]:
    """Flags of each text, from the cache where it was segmented before."""
    cache, keys = open_cache(), _cache_keys(tasks, cuts)
    known = cache.get(list(keys.values()))
    flags = [np.ones(len(c.ids), dtype=np.bool_) for c in cuts]
    unpacked = {row: unpack(known.get(key), len(cuts[row].ids)) for row, key in keys.items()}
    new = {keys[row]: row for row, found in reversed(unpacked.items()) if found is None}
    texts = [
        Syllables(tasks[row].text, cuts[row].starts, cuts[row].ends, cuts[row].sentence_lengths) for row in new.values()
    ]
    fresh = dict(zip(new, word_starts(texts), strict=True))
    for row, found in unpacked.items():
        flags[row] = fresh[keys[row]] if found is None else found
    cache.put({key: pack(found) for key, found in fresh.items()})
    return flags


def _cache_keys(tasks: Sequence[_Task], cuts: Sequence[_Cut]) -> dict[int, bytes]:
    version = model_version()
    return {
        row: key_of(version, task.text, c.starts.tobytes(), c.sentence_lengths.tobytes())
        for row, (task, c) in enumerate(zip(tasks, cuts, strict=True))
        if task.with_words
    }


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


def _merge(documents: tuple[Document, ...], columns: list[_Columns]) -> Corpus:
    """One corpus of all chunks; the vocabulary is sorted, so that it does not depend on the chunks."""
    vocabulary = tuple(sorted(set().union(*(c.vocabulary for c in columns))))
    row_of = {syllable: row for row, syllable in enumerate(vocabulary)}
    rows = (np.array([row_of[syllable] for syllable in c.vocabulary], dtype=np.int32) for c in columns)
    tokens = TokenTable(
        _joined((mine[c.ids] for mine, c in zip(rows, columns, strict=True)), np.int32),
        _joined((c.starts for c in columns), np.int32),
        _joined((c.ends for c in columns), np.int32),
        _joined((c.word_starts for c in columns), np.bool_),
        indptr_of_lengths(_joined((c.token_counts for c in columns), np.int64)),
        vocabulary,
    )
    counts = _joined((c.sentence_counts for c in columns), np.int64)
    sentences = SentenceTable(
        indptr_of_lengths(_joined((c.sentence_lengths for c in columns), np.int64)),
        np.repeat(np.arange(len(documents), dtype=np.int32), counts),
        _joined((c.line_rows for c in columns), np.int32),
        _joined((c.section_rows for c in columns), np.int32),
    )
    names: dict[tuple[str, ...], tuple[str, ...]] = {}  # most texts of a unit have the sections of one form
    sections = tuple(names.setdefault(mine, mine) for c in columns for mine in c.sections)
    return Corpus(documents, tokens, sentences, sections)


def _joined(parts: Iterable[np.ndarray], dtype: type) -> np.ndarray:
    arrays = list(parts)
    return np.concatenate(arrays).astype(dtype, copy=False) if arrays else np.zeros(0, dtype)
