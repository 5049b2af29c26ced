"""The characters of many texts side by side, so that questions about one character are asked of all places at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detector.corpus import Longs, indptr_of_lengths
from detector.documents import Document

_MAX_CHARACTERS = 1_000_000  # of one run: 4 MB of code points


@dataclass(frozen=True, slots=True)
class Characters:
    """The code points of some texts that follow one another.

    Attributes:
        first, stop: rows of the documents, half-open.
        codes: uint32[n], with a line end before each text and behind the last.
        begins: int64[stop - first], where each text begins in `codes`.
    """

    first: int
    stop: int
    codes: NDArray[np.uint32]
    begins: Longs

    def elements(self, indptr: Longs) -> slice:
        """The elements of these documents in columns that `indptr` (int64[documents + 1]) cuts."""
        return slice(int(indptr[self.first]), int(indptr[self.stop]))

    def begins_of(self, indptr: Longs) -> Longs:
        """For each of the `elements` where its text begins in `codes`."""
        return np.repeat(self.begins, np.diff(indptr[self.first : self.stop + 1]))


def characters_of(documents: Sequence[Document]) -> Iterator[Characters]:
    """Runs of whole texts, each run of about a million characters."""
    first = size = 0
    for row, document in enumerate(documents, 1):
        size += len(document.text)
        if size >= _MAX_CHARACTERS or row == len(documents):
            yield _characters([one.text for one in documents[first:row]], first)
            first, size = row, 0


def _characters(texts: list[str], first: int) -> Characters:
    joined = "\n".join(["", *texts, ""]).encode("utf-32-le", "surrogatepass")
    begins = indptr_of_lengths([len(text) + 1 for text in texts])[:-1] + 1
    return Characters(first, first + len(texts), np.frombuffer(joined, dtype=np.uint32), begins)
