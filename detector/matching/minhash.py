"""MinHash sketches and LSH candidates with datasketch's scheme, computed for the whole corpus at once.

Sketches are equal, bit by bit, to ``datasketch.MinHash(seed=1, scheme="affine32", hashfunc=int)`` fed with the low 32
bits of the shingle keys, and candidates to ``datasketch.MinHashLSH`` (both are the oracle in the tests). Broder 1997;
Indyk and Motwani 1998; bands and rows are datasketch's choice for the threshold.
"""

from __future__ import annotations

from functools import cache

import numpy as np
from datasketch import MinHash, MinHashLSH
from numpy.typing import NDArray

from detector.corpus import Floats, Ints, Longs, indptr_of_lengths
from detector.matching.grams import Grams
from detector.matching.ordering import stable_order
from detector.matching.postings import Postings

SEED = 1
SCHEME = "affine32"
_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)
EMPTY = np.uint32(0xFFFFFFFF)  # the value of every permutation for a document without shingles
_SHINGLES_AT_ONCE = 8192  # times the permutations: a block that stays in the processor's cache

Sketches = NDArray[np.uint32]


def sketch(grams: Grams, documents: int, permutations: int) -> Sketches:
    """uint32[documents, permutations]; linear in the number of distinct shingles."""
    multipliers, addends = _permutations(permutations)
    order = stable_order(grams.postings.documents, documents)
    rows = grams.postings.documents[order]
    gram_rows = np.repeat(np.arange(len(grams), dtype=np.int32), grams.postings.lengths())[order]
    hashes = _mixed(grams.keys.astype(np.uint32))[gram_rows]
    lowest = np.full((permutations, documents), EMPTY, dtype=np.uint32)
    for at in range(0, len(rows), _SHINGLES_AT_ONCE):
        some = rows[at : at + _SHINGLES_AT_ONCE]
        first = np.flatnonzero(np.diff(some, prepend=-1))
        block = hashes[at : at + _SHINGLES_AT_ONCE] * multipliers[:, None]
        block += addends[:, None]
        present = some[first]
        lowest[:, present] = np.minimum(lowest[:, present], np.minimum.reduceat(block, first, axis=1))
    return np.ascontiguousarray(lowest.T)


def estimate_jaccard(sketches: Sketches, left: Ints, right: Ints) -> Floats:
    """Estimated Jaccard similarity of document pairs, 0 to 1; 0 where a document has no shingles."""
    has_text = (sketches != EMPTY).any(axis=1)
    equal = [(sketches[a] == sketches[b]).mean() for a, b in zip(left.tolist(), right.tolist(), strict=True)]
    jaccard: Floats = np.array(equal, dtype=np.float64) * (has_text[left] & has_text[right])
    return jaccard


@cache
def bands_and_rows(threshold: float, permutations: int) -> tuple[int, int]:
    """The number of bands and the rows of each that datasketch chooses for `threshold`, after 1,300 integrals."""
    index = MinHashLSH(threshold=threshold, num_perm=permutations)
    return int(index.b), int(index.r)


def colliding(sketches: Sketches, threshold: float) -> list[Postings]:
    """The buckets of each band that hold two documents or more."""
    has_text = np.flatnonzero((sketches != EMPTY).any(axis=1)).astype(np.int32)
    bands, width = bands_and_rows(threshold, sketches.shape[1])
    return [_buckets(sketches[has_text, band * width : (band + 1) * width], has_text) for band in range(bands)]


def _buckets(part: Sketches, documents: Ints) -> Postings:
    """Documents with equal rows of `part` (uint32[documents, rows]), told apart by a hash that is checked."""
    order, begins = _by_hash(part)
    counts = np.diff(np.append(begins, len(order)))
    together = np.repeat(counts > 1, counts)
    firsts = np.repeat(order[begins], counts)
    if not (part[order[together]] == part[firsts[together]]).all():
        _, inverse = np.unique(part, axis=0, return_inverse=True)
        order = np.argsort(inverse.ravel(), kind="stable")
        counts = np.bincount(inverse.ravel())
        together = np.repeat(counts > 1, counts)
    return Postings(indptr_of_lengths(counts[counts > 1]), documents[order][together])


def _by_hash(part: Sketches) -> tuple[Longs, Longs]:
    """Rows in the stable order of a hash, and where in it another hash begins."""
    keys = np.zeros(len(part), np.uint64)
    for column in part.T:
        keys = keys * _MULTIPLIER + column
    order = np.argsort(keys, kind="stable")
    return order, np.flatnonzero(np.append(True, np.diff(keys[order]) != 0)[: len(order)])


def _mixed(hashes: Sketches) -> Sketches:
    """MurmurHash3's 32-bit finaliser, as datasketch applies it before its permutations."""
    hashes = hashes ^ (hashes >> np.uint32(16))
    hashes = hashes * np.uint32(0x85EBCA6B)
    hashes = hashes ^ (hashes >> np.uint32(13))
    hashes = hashes * np.uint32(0xC2B2AE35)
    return hashes ^ (hashes >> np.uint32(16))


@cache
def _permutations(count: int) -> tuple[Sketches, Sketches]:
    multipliers, addends = MinHash(num_perm=count, seed=SEED, scheme=SCHEME).permutations
    return multipliers, addends
