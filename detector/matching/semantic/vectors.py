"""Vectors of sentences seen before, kept between runs beside the word boundaries (see `detector.text.cache`).

A row is a hash of model and sentence and the vector in half precision: no text is stored. About 800 bytes a sentence.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping, Sequence

import numpy as np

from detector.matching.semantic.encoders import Encoder, Vectors
from detector.shelf import Shelf
from detector.text.cache import cache_folder, key_of

MAX_BYTES = 200 << 20  # a quarter of a million sentences; then the oldest quarter goes
_FILE = "meanings-2.sqlite"
_BATCH = 64

Progress = Callable[[int, int], None]


def vectors_of(sentences: Sequence[str], progress: Progress | None = None, *, encoder: Encoder) -> Vectors:
    """Unit rows, float32[sentences, dimensions]; equal sentences are encoded once, known ones not at all.

    A run that is stopped keeps what it had encoded. The cache is never needed: what cannot be read is encoded again.
    """
    plain = [" ".join(unicodedata.normalize("NFC", sentence).split()) for sentence in sentences]
    keys = {sentence: key_of(encoder.version, sentence) for sentence in dict.fromkeys(plain)}
    folder = cache_folder()
    cache = Shelf(folder / _FILE if folder else None, "vectors", MAX_BYTES)
    known = cache.get(list(keys.values()))
    missing = [sentence for sentence, key in keys.items() if key not in known]
    for at in range(0, len(missing), _BATCH):
        if progress:
            progress(at, len(missing))
        known |= _encoded(missing[at : at + _BATCH], keys, encoder, cache)
    rows = [np.frombuffer(known[keys[sentence]], dtype=np.float16) for sentence in plain]
    if not rows:
        return encoder.encode([])
    return np.stack(rows).astype(np.float32)


def _encoded(batch: Sequence[str], keys: Mapping[str, bytes], encoder: Encoder, cache: Shelf) -> dict[bytes, bytes]:
    vectors = encoder.encode(batch).astype(np.float16)
    fresh = {keys[sentence]: vector.tobytes() for sentence, vector in zip(batch, vectors, strict=True)}
    cache.put(fresh)
    return fresh
