"""Documents -> Corpus: one pass over the texts, spread over processes where it pays.

The texts are worked on in chunks; a chunk comes back as arrays and its own small vocabulary, so that no Python object
for each syllable is kept or sent.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np

from detector.corpus import Bools, Corpus, Ints, Longs, SentenceTable, TokenTable, indptr_of_lengths, rows_of
from detector.documents import Block, Document, Role
from detector.parallel import Workers
from detector.scratch import IN_MEMORY, Scratch
from detector.text.cache import key_of, open_cache, pack, unpack
from detector.text.fold import canonical, fold, syllables_in
from detector.text.packed import Columns
from detector.text.packed import pack as pack_columns
from detector.text.packed import unpack as unpack_columns
from detector.text.parts import Parts
from detector.text.segmenter import model_version
from detector.text.sentences import MIN_SENTENCE_SYLLABLES, Pieces, cut
from detector.text.words import Syllables, word_starts

_PRINTED = frozenset({Role.FORM, Role.RULE, Role.STOCK})  # nobody asks for their words
_MAX_REMEMBERED = 500_000  # characters of syllables; about 20 MB

Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class _Task:
    """What a worker needs of a document."""

    text: str
    blocks: tuple[Block, ...]
    with_words: bool


@dataclass(frozen=True, slots=True)
class _Cut:
    """The syllables and sentences of some texts; `token_indptr` and `sentence_indptr` (int64[texts + 1]) cut them."""

    vocabulary: tuple[str, ...]
    ids: Ints
    starts: Ints
    ends: Ints
    token_indptr: Longs
    sentence_lengths: Longs
    line_rows: Ints
    section_rows: Ints
    sentence_indptr: Longs
    sections: tuple[tuple[str, ...], ...]

    def syllables(self, row: int, text: str) -> Syllables:
        """Those of one text."""
        tokens = slice(*self.token_indptr[row : row + 2].tolist())
        sentences = slice(*self.sentence_indptr[row : row + 2].tolist())
        return Syllables(text, self.starts[tokens], self.ends[tokens], self.sentence_lengths[sentences])


def build_corpus(
    documents: Iterable[Document] | Parts,
    *,
    workers: Workers | None = None,
    progress: Progress | None = None,
    scratch: Scratch = IN_MEMORY,
    with_words: bool = True,
) -> Corpus:
    """The corpus of these documents, sorted by role, content and id, whatever order they come in.

    `progress` is told the number of documents done since it was last told; large columns go to `scratch`. Without
    words, which take most of the time, every syllable is one. Columns of `Parts` that are kept are taken over.
    """
    parts = documents if isinstance(documents, Parts) else Parts.of(documents)
    kind = f"columns, words: {with_words}"
    columns = {part: known for part, row in enumerate(parts.known(kind)) if row and (known := unpack_columns(row))}
    if progress:
        progress(sum(len(parts.texts(part)) for part in columns))
    new = [part for part in range(len(parts)) if part not in columns]
    chunks = [_tasks(parts.texts(part), with_words) for part in new]
    work = _work(task for chunk in chunks for task in chunk)
    for part, chunk in zip(new, (workers or Workers()).map(_segment, chunks, characters=work), strict=True):
        columns[part] = chunk
        if progress:
            progress(len(chunk.sections))
    if parts.keep:
        parts.put(kind, {part: pack_columns(columns[part]) for part in new})
    return _merge(parts.documents, [columns[part] for part in range(len(parts))], scratch)


def cache_keys(documents: Iterable[Document]) -> list[bytes]:
    """What the word boundaries of these texts are kept under between runs: to forget them by."""
    parts = Parts.of(documents)
    chunks = [[_Task(d.text, d.blocks, with_words=True) for d in parts.texts(part)] for part in range(len(parts))]
    return [key for chunk in chunks for key in _cache_keys(_syllables(chunk, _cut_texts(chunk))).values()]


def sentence_starts(text: str, blocks: Sequence[Block] = ()) -> list[int]:
    """The first character of each sentence of one text, cut as in a corpus."""
    found = _cut_texts([_Task(text, tuple(blocks), with_words=False)])
    first: list[int] = found.starts[indptr_of_lengths(found.sentence_lengths)[:-1]].tolist()
    return first


def _work(tasks: Iterable[_Task]) -> int:
    """As characters of whole texts: two thirds of those of the distinct lines, most of the work being done once a line.

    CPU seconds of cutting and segmenting on a busy computer, all in this process against two others, which share the
    second figure: 330 submissions (0.7 million in distinct lines) cold 1.3 and 2.8, warm 0.3 and 1.2; 3,600 monthly
    sheets (1.2 of 5.8 million) cold 2.8 and 4.7, warm 1.6 and 4.0, and then 1.0 here to put their columns together.
    """
    return 2 * sum(map(len, {line for task in tasks for line in task.text.split("\n")})) // 3


def _tasks(documents: Iterable[Document], with_words: bool) -> list[_Task]:
    return [_Task(d.text, d.blocks, with_words and d.role not in _PRINTED) for d in documents]


def _segment(tasks: Sequence[_Task]) -> Columns:
    found = _cut_texts(tasks)
    flags = np.ones(len(found.ids), dtype=np.bool_)
    for row, mine in _word_starts(_syllables(tasks, found)).items():
        flags[found.token_indptr[row] : found.token_indptr[row + 1]] = mine
    return Columns(
        found.vocabulary,
        found.ids,
        found.starts,
        found.ends,
        flags,
        np.diff(found.token_indptr).astype(np.int32),
        found.sentence_lengths,
        found.line_rows,
        found.section_rows,
        np.diff(found.sentence_indptr).astype(np.int32),
        found.sections,
    )


class _Vocabulary(dict[str, int]):
    """Rows of folded syllables, given out when first met in this process; spellings of one syllable share a row."""

    def __init__(self) -> None:
        self._rows: dict[str, int] = {}
        self._names: list[str] = []
        self._characters = 0

    def __missing__(self, folded: str) -> int:
        name = canonical(folded)
        self._characters += len(folded)
        self[folded] = row = self._rows.setdefault(name, len(self._names))
        if row == len(self._names):
            self._names.append(name)
        return row

    def columns(self, syllables: Sequence[str]) -> tuple[tuple[str, ...], Ints]:
        """The distinct syllables, and the row of each syllable among them."""
        if self._characters >= _MAX_REMEMBERED:
            self._characters = 0
            for mine in (self, self._rows, self._names):
                mine.clear()
        rows = np.fromiter(map(self.__getitem__, syllables), np.int64, len(syllables))
        used = np.flatnonzero(np.bincount(rows, minlength=len(self._names)))
        own = np.zeros(len(self._names), np.int32)
        own[used] = np.arange(len(used))
        return tuple(self._names[row] for row in used.tolist()), own[rows]


_VOCABULARY = _Vocabulary()


def _cut_texts(tasks: Sequence[_Task]) -> _Cut:
    """All texts at once, as one text with a line end between them."""
    text = "\n".join(task.text for task in tasks)
    begins = indptr_of_lengths([len(task.text) + 1 for task in tasks])
    folded = fold(text)
    words, first, stop = syllables_in(folded.text)
    vocabulary, ids = _VOCABULARY.columns(words)
    starts, ends = folded.starts[first], folded.ends[stop - 1]
    tokens = np.searchsorted(starts, begins)
    pieces = [cut(task.text, task.blocks) for task in tasks]
    sentences = _sentences(starts, begins, pieces)
    own = np.repeat(begins[:-1], np.diff(tokens)).astype(np.int32)
    sections = tuple(tuple(name for _, name in mine.headings) for mine in pieces)
    return _Cut(vocabulary, ids, starts - own, ends - own, tokens, *sentences, sections)


def _sentences(starts: Ints, begins: Longs, pieces: Sequence[Pieces]) -> tuple[Longs, Ints, Ints, Longs]:
    """Of each sentence that has any syllable: how many, its line and section; and int64[texts + 1], which cuts them.

    Args:
        starts: of all syllables.
        begins: of each text, and where a further one would begin.
    """
    # what stands before the first sentence or line of a text is one of its own, and not of the text before
    sentence_starts, _ = _in_one(begins, [(0, *mine.sentence_starts) for mine in pieces])
    line_starts, lines_before = _in_one(begins, [(0, *mine.line_starts) for mine in pieces])
    heading_starts, headings_before = _in_one(begins, [tuple(start for start, _ in mine.headings) for mine in pieces])
    sentence = np.searchsorted(sentence_starts, starts, side="right")
    changes = np.flatnonzero(np.diff(sentence, prepend=-1))
    counts = np.diff(np.append(changes, len(starts)))
    line = np.searchsorted(line_starts, starts[changes], side="right")
    lengths, lines = map(np.array, _join_short(counts.tolist(), line.tolist()))
    first = starts[indptr_of_lengths(lengths)[:-1]]
    indptr = np.searchsorted(first, begins)
    text = rows_of(indptr)
    section = np.searchsorted(heading_starts, first, side="right") - headings_before[text] - 1
    line_rows = (lines - lines_before[text] - 1).astype(np.int32)
    return lengths.astype(np.int64), line_rows, section.astype(np.int32), indptr


def _in_one(begins: Longs, starts: Sequence[tuple[int, ...]]) -> tuple[Longs, Longs]:
    """Characters of each text as characters of all texts, and how many there are before each text."""
    counts = [len(mine) for mine in starts]
    indptr = indptr_of_lengths(counts)
    flat = np.fromiter(chain.from_iterable(starts), np.int64, int(indptr[-1]))
    return flat + np.repeat(begins[:-1], counts), indptr


def _syllables(tasks: Sequence[_Task], found: _Cut) -> dict[int, Syllables]:
    """Of each text whose words are asked for, by its row."""
    return {row: found.syllables(row, task.text) for row, task in enumerate(tasks) if task.with_words}


def _word_starts(texts: Mapping[int, Syllables]) -> dict[int, Bools]:
    """Flags of each text, from the cache where it was segmented before."""
    cache, keys = open_cache(), _cache_keys(texts)
    known = cache.get(list(keys.values()))
    flags = {row: unpack(known.get(keys[row]), len(text.starts)) for row, text in texts.items()}
    new = {keys[row]: texts[row] for row, found in flags.items() if found is None}
    fresh = dict(zip(new, word_starts([*new.values()]), strict=True))
    cache.put({key: pack(found) for key, found in fresh.items()})
    return {row: fresh[keys[row]] if found is None else found for row, found in flags.items()}


def _cache_keys(texts: Mapping[int, Syllables]) -> dict[int, bytes]:
    version = model_version()
    return {row: key_of(version, one.text, one.starts.tobytes(), one.lengths.tobytes()) for row, one in texts.items()}


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


def _merge(documents: tuple[Document, ...], columns: list[Columns], scratch: Scratch) -> Corpus:
    """One corpus of all chunks; the vocabulary is sorted, so that it does not depend on the chunks."""
    vocabulary = tuple(sorted(set().union(*(c.vocabulary for c in columns))))
    row_of = {syllable: row for row, syllable in enumerate(vocabulary)}
    rows = (np.array([row_of[syllable] for syllable in c.vocabulary], dtype=np.int32) for c in columns)
    tokens = TokenTable(
        scratch.keep(_joined((mine[c.ids] for mine, c in zip(rows, columns, strict=True)), np.int32)),
        scratch.keep(_joined((c.starts for c in columns), np.int32)),
        scratch.keep(_joined((c.ends for c in columns), np.int32)),
        scratch.keep(_joined((c.word_starts for c in columns), np.bool_)),
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
    return Corpus(documents, tokens, scratch.keep(sentences), sections)


def _joined(parts: Iterable[np.ndarray], dtype: type) -> np.ndarray:
    arrays = list(parts)
    return np.concatenate(arrays).astype(dtype, copy=False) if arrays else np.zeros(0, dtype)
