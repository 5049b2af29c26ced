"""What two texts have in common, as the report shows it: passages, pairs, groups, and how chance alone would do."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from enum import StrEnum
from math import exp, log
from typing import Any


class Method(StrEnum):
    """How a pair was found. Evidence is in bits for all of them; each has its own fall-off of unrelated pairs."""

    PASSAGES = "passages"
    ORDER = "order"  # rare details in the same order
    RETOLD = "retold"  # sentence after sentence says the same in other words
    MEANING = "meaning"  # the same, by a model of what sentences mean
    CLAUSES = "clauses"  # unusual clauses of short texts
    EQUAL = "equal"  # one text twice: a certainty

    @property
    def is_rewritten(self) -> bool:
        """Found though no passage stands in both texts."""
        return self in (Method.ORDER, Method.RETOLD, Method.MEANING)


@dataclass(frozen=True, slots=True)
class Null:
    """Fall-off of the evidence of unrelated pairs; `detector.matching.significance` fits it.

    Attributes:
        level: score above which pairs were counted.
        exceedances: unrelated pairs above it.
        scale: score over which their number falls by a factor e.
    """

    level: float
    exceedances: float
    scale: float

    def expected(self, score: float) -> float:
        """Chance pairs of this unit with at least this score; at most all that were seen above the level."""
        return self.exceedances * exp(-max(score - self.level, 0.0) / self.scale)

    def score_at(self, expected: float) -> float:
        """The score from which no more than `expected` chance pairs are expected."""
        return self.level + self.scale * max(log(self.exceedances / expected), 0.0)


@dataclass(frozen=True, slots=True)
class MethodNull:
    """What a scan knew when it judged the pairs of one method.

    Attributes:
        threshold: bits from which pairs are flagged.
        null: in bits; None where nobody knows how often chance makes such a pair.
        unit: of several units that were scanned side by side; None for pairs between units; "" in a scan of one.
    """

    method: Method
    threshold: float
    null: Null | None = None
    unit: str | None = ""


def null_among(nulls: Iterable[MethodNull], method: Method, units: Iterable[str]) -> MethodNull | None:
    """The one for pairs found by `method`; `units` are those of the submissions of the pair."""
    mine = [one for one in nulls if one.method is method]
    distinct = set(units)
    inside = distinct.pop() if len(distinct) == 1 else None
    return next((one for one in mine if one.unit in ("", inside)), None)


def passage_threshold(nulls: Iterable[MethodNull], *, least: float) -> float:
    """Bits from which pairs of passages are flagged; of several units the least; `least` where there is none."""
    stated = (one.threshold for one in nulls if one.method is Method.PASSAGES)
    return min(stated, default=least)


@dataclass(frozen=True, slots=True, order=True)
class Side:
    """One end of a passage: half-open characters of a document's text."""

    id: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Passage:
    """Text that two documents have in common.

    Attributes:
        kind: ``shared``, ``previous`` or ``reference`` (the provenance class it gives the left text); of
            `detector.compare` also ``digest``: words from all over the other text, none of them a verbatim copy.
        similarity: 0 to 1, share of the longer side's syllables that are matched in the other.
        spread: submissions of the scan that have this passage, both sides included.
        rarity_bits: how improbable it is that an unrelated writer of this unit has it; 0 is certain.
        flagged: of a flagged pair.
    """

    left: Side
    right: Side
    kind: str = "shared"
    similarity: float = 1.0
    spread: int = 2
    rarity_bits: float = 0.0
    flagged: bool = False

    @property
    def ids(self) -> tuple[str, str]:
        """Of the left text and the right."""
        return self.left.id, self.right.id


def by_pair(passages: Iterable[Passage]) -> dict[tuple[str, str], list[Passage]]:
    """The passages of each pair, by the ids of its texts, in their order."""
    found: dict[tuple[str, str], list[Passage]] = defaultdict(list)
    for passage in passages:
        found[passage.ids].append(passage)
    return dict(found)


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
        threshold: bits from which such pairs are flagged; None: not known.
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
    method: Method = Method.PASSAGES
    threshold: float | None = None

    @property
    def ids(self) -> tuple[str, str]:
        """Of the left text and the right."""
        return self.left_id, self.right_id


@dataclass(frozen=True, slots=True)
class Cluster:
    """Submissions that share text.

    Attributes:
        id: ``c1``, ``c2`` ... by size, then by first member.
        members: document ids, sorted.
        core: the text shared by all (quoted from the first member), "" where a chain shares none.
        kind: ``colleagues``, ``sample`` (a text that was handed out, or most members also took over text of one known
            sample); in files of version 0.1 also ``organiser`` (most of the unit has it).
    """

    id: str
    members: tuple[str, ...]
    core: str
    kind: str


def crowd_ids(clusters: Iterable[Any], few: int) -> frozenset[str]:
    """Groups with more than a few members, by id; `clusters` are `Cluster`, or have its `id` and `members`.

    Their pairs are listed inside them: in a list of all pairs whoever comes first in a crowd would stand in most rows,
    as if the text were that person's.
    """
    return frozenset(one.id for one in clusters if len(one.members) > few)


@dataclass(frozen=True, slots=True)
class SharedText:
    """A passage that more than a few people have: told once, with names; it weighs nothing between two of them.

    Attributes:
        id: ``t1``, ``t2`` ... by people, then by first place.
        text: as the first of the places has it.
        people: id of one submission of each person who has it, sorted.
        places: where it stands, by id and start; a person may have it in several texts.
    """

    id: str
    text: str
    syllables: int
    people: tuple[str, ...]
    places: tuple[Side, ...]


def kept_texts(texts: Iterable[SharedText], ids: AbstractSet[str]) -> list[SharedText]:
    """What is left of shared texts in a report of these documents; what one person has is not shared."""
    kept = (
        replace(
            one,
            people=tuple(id for id in one.people if id in ids),
            places=tuple(place for place in one.places if place.id in ids),
        )
        for one in texts
    )
    return [one for one in kept if len(one.people) > 1]


@dataclass(frozen=True, slots=True)
class FileHistory:
    """What a Word file says about itself: read only when asked, context and never evidence.

    Attributes:
        author, last_modified_by: of the file's properties: often the computer's owner, or who made the form.
        created, modified: ISO 8601, as the file says.
        identifiers: revision identifiers that are its own.
        left_out: those that the unit's forms, most of its files, or a program's defaults have too.
    """

    id: str
    author: str | None
    last_modified_by: str | None
    created: str | None
    modified: str | None
    identifiers: int
    left_out: int


@dataclass(frozen=True, slots=True)
class SharedHistory:
    """Two files with one past: one came from the other, or both from a third.

    Attributes:
        identifiers: revision identifiers that both have, forms and common ones left out.
        files: how many files have the rarest of them; 2 is this pair alone.
        same_created: both give one moment of creation, to the second, that neither a form nor most files have.
        expected: pairs of the unit that would share as many identifiers by chance.
    """

    left_id: str
    right_id: str
    identifiers: int
    files: int
    same_created: bool
    expected: float
