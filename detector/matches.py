"""What two texts have in common: columns (`PassageTable`, `PairTable`) and the views made when somebody looks."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from detector.corpus import Bools, Bytes, Floats, Ints, Longs
from detector.documents import Span


@dataclass(frozen=True, slots=True)
class Side:
    """One end of a passage: half-open characters of a document's text."""

    id: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Passage:
    """Text that two documents have in common.

    Attributes:
        kind: ``shared``, ``previous`` or ``reference`` (the provenance class it gives the left text).
        similarity: 0 to 1, share of the longer side's syllables that are matched in the other.
        spread: submissions of the scan that have this passage, both sides included.
        rarity_bits: how improbable it is that an unrelated writer of this unit has it; 0 is certain.
    """

    left: Side
    right: Side
    kind: str = "shared"
    similarity: float = 1.0
    spread: int = 2
    rarity_bits: float = 0.0


@dataclass(frozen=True, slots=True)
class PassageTable:
    """Columns of passages, sorted by pair, then by left start.

    Attributes:
        pair_rows: int32[p], rows of the pair table.
        left_starts, left_ends, right_starts, right_ends: int64[p], half-open rows of the token table.
        kinds: uint8[p], `Provenance`.
        similarities: float64[p], 0 to 1.
        spreads: int32[p].
        rarity_bits: float64[p].
    """

    pair_rows: Ints
    left_starts: Longs
    left_ends: Longs
    right_starts: Longs
    right_ends: Longs
    kinds: Bytes
    similarities: Floats
    spreads: Ints
    rarity_bits: Floats

    def __len__(self) -> int:
        return len(self.pair_rows)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two documents with something in common.

    Attributes:
        evidence: bits; the rarity of the passages, summed.
        jaccard: 0 to 1, of the shingle sets without form, estimated by MinHash.
        cosine: 0 to 1, TF-IDF over underthesea words, without form.
        left_share, right_share: 0 to 1, share of the side's text (form and rule left out) inside the passages.
        passages: how many.
        cluster: id of the group both belong to, or None.
        expected: pairs of this unit with at least this evidence that chance alone makes (an E-value); None: not known.
        rewritten: found by rare details in the same order, not by passages in common.
    """

    left_id: str
    right_id: str
    flagged: bool
    evidence: float
    jaccard: float
    cosine: float
    left_share: float
    right_share: float
    passages: int
    cluster: str | None
    expected: float | None = None
    rewritten: bool = False


@dataclass(frozen=True, slots=True)
class PairTable:
    """Columns of pairs, strongest evidence first; `left_rows` < `right_rows` unless the right one is no submission."""

    left_rows: Ints
    right_rows: Ints
    flagged: Bools
    evidence: Floats
    jaccard: Floats
    cosine: Floats
    left_shares: Floats
    right_shares: Floats
    passage_counts: Ints
    cluster_rows: Ints  # -1: none

    def __len__(self) -> int:
        return len(self.left_rows)


@dataclass(frozen=True, slots=True)
class Cluster:
    """Submissions that share text.

    Attributes:
        id: ``c1``, ``c2`` ... by size, then by first member.
        members: document ids, sorted.
        core: the text shared by all (quoted from the first member), "" where a chain shares none.
        kind: ``colleagues``, ``organiser`` (most of the unit has it: a known sample, form or software default).
    """

    id: str
    members: tuple[str, ...]
    core: str
    kind: str


def empty_passages() -> PassageTable:
    """No rows, right dtypes."""
    longs, floats = np.zeros(0, np.int64), np.zeros(0, np.float64)
    ints = np.zeros(0, np.int32)
    return PassageTable(ints, longs, longs, longs, longs, np.zeros(0, np.uint8), floats, ints, floats)


def quoted(text: str, span: Span) -> str:
    """The original words of a span."""
    return text[span.start : span.end]
