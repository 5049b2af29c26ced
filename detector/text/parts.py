"""Texts in parts, each with what was worked out of its texts alone, which is kept in the RUN folder for the next scan.

Which part a text stands in depends on its own content, so one text more, less or changed is one other part: of all
others what is kept holds. A part has one row for each kind of result, which begins with the digest of all that the
result depends on, and the next scan writes over it.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, groupby, pairwise

import numpy as np

from detector.corpus import Bools, Corpus
from detector.documents import Document, Role
from detector.hashes import digest, measured
from detector.parallel import Workers
from detector.shelf import Shelf

TABLE = "parts"
_CHARACTERS = 200_000  # of a part, about: half a second of work
_MOST_CHARACTERS = 2 * _CHARACTERS  # where many texts are the same
_MOST_COPIED_TOKENS = 4_000_000  # some 8,000 submissions; 50 MB
_KEY_BITS = 32  # of a content key that are looked at
_DIGEST_BYTES = 32
_ROLE_ORDER = {role: order for order, role in enumerate(Role)}


@dataclass(frozen=True, slots=True)
class Keep:
    """Where results are kept, of which unit they are, and what they depend on beside the texts."""

    shelf: Shelf
    program: str
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Parts:
    """Documents as the rows of a corpus, in parts.

    Attributes:
        indptr: cuts the documents into parts.
        names: of the parts: the next scan has parts of the same names, with about the same texts.
        contents: 32 bytes of each part that stand for all that a result depends on.
        keep: None: nothing is kept.
    """

    documents: tuple[Document, ...]
    indptr: tuple[int, ...]
    names: tuple[str, ...]
    contents: tuple[bytes, ...] = ()
    keep: Keep | None = None

    @classmethod
    def of(cls, documents: Iterable[Document], keep: Keep | None = None) -> Parts:
        """These documents, whatever order they come in."""
        ordered = tuple(sorted(documents, key=corpus_order))
        names = list(_names(ordered))
        stops = [row for row in range(1, len(names)) if names[row] != names[row - 1]]
        indptr = (0, *stops, len(names)) if names else (0,)
        texts = [ordered[start:end] for start, end in pairwise(indptr)] if keep else []
        contents = [_content(of_part, keep) for of_part in texts if keep]
        return cls(ordered, indptr, tuple(names[row] for row in indptr[:-1]), tuple(contents), keep)

    def __len__(self) -> int:
        return len(self.names)

    def texts(self, part: int) -> tuple[Document, ...]:
        """Its documents."""
        return self.documents[self.indptr[part] : self.indptr[part + 1]]

    def known(self, what: str) -> list[bytes | None]:
        """What is kept of each part; None where that is nothing, or of other texts or another program."""
        if self.keep is None:
            return [None] * len(self)
        keys = _keys(what, self.names, self.keep)
        rows = self.keep.shelf.get(keys)
        found = zip((rows.get(key, b"") for key in keys), self.contents, strict=True)
        return [row[_DIGEST_BYTES:] if row.startswith(content) else None for row, content in found]

    def put(self, what: str, results: Mapping[int, bytes]) -> None:
        """Keeps results of some parts in the place of what there was."""
        if self.keep is not None and results:
            keys = _keys(what, self.names, self.keep)
            self.keep.shelf.forget([keys[part] for part in results])
            self.keep.shelf.put({keys[part]: self.contents[part] + row for part, row in results.items()})

    def begin_marks(
        self, what: str, corpus: Corpus, find: Callable[[Corpus], Bools], workers: Workers
    ) -> Callable[[], Bools]:
        """Begins ``find(corpus)``, bool[tokens], which looks at each text by itself; returns what waits for it.

        `corpus` has these documents. Only the parts that are new are searched, in processes that run already.
        """
        sizes = np.diff(corpus.tokens.document_indptr[list(self.indptr)])
        found = [_bits(row, int(size)) for row, size in zip(self.known(what), sizes, strict=True)]
        new = [part for part, mask in enumerate(found) if mask is None]
        rows = [row for part in new for row in range(self.indptr[part], self.indptr[part + 1])]
        chunks = _chunks(corpus, rows, workers.running)
        fresh = workers.begin(find, chunks)

        def marks() -> Bools:
            mask = np.concatenate([np.zeros(0, bool), *fresh()])
            masks = dict(zip(new, np.split(mask, np.cumsum(sizes[new])[:-1]), strict=True)) if new else {}
            self.put(what, {part: zlib.compress(np.packbits(mask).tobytes()) for part, mask in masks.items()})
            return np.concatenate([np.zeros(0, bool), *(masks.get(part, mask) for part, mask in enumerate(found))])

        return marks


def _chunks(corpus: Corpus, rows: Sequence[int], count: int) -> list[Corpus]:
    """These documents as `count` corpora; a corpus too large for a copy stays one."""
    if len(rows) == len(corpus) and not (count > 1 and len(corpus.tokens.ids) <= _MOST_COPIED_TOKENS):
        return [corpus]
    parts = np.array_split(np.array(rows, np.int64), count)
    return [corpus.only(part.tolist()) for part in parts if len(part)]


def corpus_order(document: Document) -> tuple[int, str, str]:
    """Sorts documents as the rows of a corpus: by role and content; the id decides between equal texts only."""
    return _ROLE_ORDER[document.role], document.key, document.id


def _names(documents: Sequence[Document]) -> Iterator[str]:
    """The name of each document's part: its role and the first bits of its content key."""
    for role, group in groupby(documents, key=lambda document: document.role):
        texts = list(group)
        parts = sum(len(text.text) for text in texts) // _CHARACTERS
        shift = max(0, _KEY_BITS - parts.bit_length())
        before, number, size = -1, 0, 0
        for text in texts:
            first = int(text.key[: _KEY_BITS // 4], 16) >> shift
            if first != before or size >= _MOST_CHARACTERS:
                number, size = (number + 1 if first == before else 0), 0
            before, size = first, size + len(text.text)
            yield f"{role} {first} {number}"


def _keys(what: str, names: Iterable[str], keep: Keep) -> list[bytes]:
    words = ((what, keep.unit, name) for name in names)
    return [digest(measured(word.encode("utf-8", "surrogatepass") for word in mine)) for mine in words]


def _content(documents: Sequence[Document], keep: Keep) -> bytes:
    blocks = (repr([(one.start, one.end, str(one.kind), one.place) for one in text.blocks]) for text in documents)
    texts = (text.text for text in documents)
    words = (keep.program, *chain.from_iterable(zip(texts, blocks, strict=True)))
    return digest(measured(word.encode("utf-8", "surrogatepass") for word in words), _DIGEST_BYTES)


def _bits(row: bytes | None, count: int) -> Bools | None:
    try:
        data = np.frombuffer(zlib.decompress(row), np.uint8) if row else None
    except zlib.error:
        return None
    if data is None or len(data) != (count + 7) // 8:
        return None
    return np.unpackbits(data, count=count).astype(np.bool_)
