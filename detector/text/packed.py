"""Columns of some texts, and the same as bytes: what cutting and segmenting them gave."""

from __future__ import annotations

import json
import zlib
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from detector.corpus import Bools, Ints, Longs

_DTYPES = ("<i1", "<i2", "<i4", "<i8")


@dataclass(frozen=True, slots=True)
class Columns:
    """Columns of some documents; ids are rows of its own vocabulary, the rest is as in `Corpus`."""

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


def pack(columns: Columns) -> bytes:
    """Some 2.5 bytes a syllable."""
    starts, ends = columns.starts, columns.ends
    arrays = (
        *(columns.ids, np.diff(starts, prepend=np.int32(0)), ends - starts),  # differences need a byte each
        *(np.packbits(columns.word_starts).view(np.int8), columns.token_counts, columns.sentence_lengths),
        *(columns.line_rows, columns.section_rows, columns.sentence_counts),
    )
    small = [_small(array) for array in arrays]
    shapes = [(array.dtype.str, array.size) for array in small]
    head = json.dumps([columns.vocabulary, columns.sections, shapes]).encode()
    return zlib.compress(b"".join([len(head).to_bytes(8, "little"), head, *(one.tobytes() for one in small)]), 1)


def unpack(packed: bytes) -> Columns | None:
    """The columns again; None for what `pack` did not write."""
    try:
        data = zlib.decompress(packed)
        at = 8 + int.from_bytes(data[:8], "little")
        vocabulary, sections, shapes = json.loads(data[8:at])
        arrays: list[NDArray[Any]] = []
        for dtype, count in shapes:
            arrays.append(np.frombuffer(data, dtype, count, at))
            at += arrays[-1].nbytes
        ids, starts, lengths, words, tokens, *of_sentences, sentence_counts = arrays
    except (zlib.error, ValueError, TypeError, IndexError):
        return None
    starts = np.cumsum(starts, dtype=np.int32)
    sentence_lengths, line_rows, section_rows = of_sentences
    return Columns(
        tuple(vocabulary),
        ids.astype(np.int32),
        starts,
        starts + lengths.astype(np.int32),
        np.unpackbits(words.view(np.uint8), count=len(ids)).astype(np.bool_),
        tokens.astype(np.int32),
        sentence_lengths.astype(np.int64),
        line_rows.astype(np.int32),
        section_rows.astype(np.int32),
        sentence_counts.astype(np.int32),
        tuple(map(tuple, sections)),
    )


def _small(array: NDArray[Any]) -> NDArray[Any]:
    """In the smallest type that holds its values."""
    if not array.size:
        return array.astype("<i1")
    ends = array.min(), array.max()
    return array.astype(next(one for one in _DTYPES if all(end == np.array(end).astype(one) for end in ends)))
