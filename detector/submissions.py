"""What a scan says of a submission, a learnt line and a unit: frozen rows, and the compact columns in them."""

from __future__ import annotations

from array import array
from collections.abc import ItemsView, Iterable, Iterator, Mapping, Sequence, ValuesView
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import starmap
from struct import unpack_from
from sys import intern
from typing import overload

from detector.documents import Document

Fact = int | float | str
Facts = Mapping[str, Fact]


@dataclass(frozen=True, slots=True)
class Finding:
    """One flag of one submission.

    Attributes:
        kind: name of a `detector.findings.FindingKind`.
        score, threshold: in the unit of the kind (shares 0 to 1, counts, details per 100 syllables).
        facts: numbers and ids that the sentence in words needs, by name.
        evidence: where to look: ids of the other documents, strongest first.
    """

    kind: str
    score: float
    threshold: float
    facts: Facts = field(default_factory=dict)
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Mark:
    """A run of characters of one provenance class; the marks of a document cover its syllables without overlap."""

    start: int
    end: int
    kind: str


class Marks(Sequence[Mark]):
    """The marks of one text: columns, from which a `Mark` is made when somebody looks; a fifth of the memory."""

    __slots__ = ("_edges", "_kinds")
    __hash__ = None  # type: ignore[assignment]  # equal to a tuple of the same marks, so not hashable

    def __init__(self, edges: bytes, kinds: tuple[str, ...]) -> None:
        """`edges` has start and end of each mark, int32[marks, 2]."""
        self._edges = edges
        self._kinds = kinds

    @classmethod
    def of(cls, rows: Iterable[tuple[int, int, str]]) -> Marks:
        """The marks with these starts, ends and kinds."""
        edges, kinds = array("i"), []
        for start, end, kind in rows:
            edges.extend((start, end))
            kinds.append(intern(kind))
        return cls(edges.tobytes(), tuple(kinds))

    def rows(self) -> Iterator[tuple[int, int, str]]:
        """Start, end and kind of each."""
        edges = memoryview(self._edges).cast("i").tolist()
        return zip(edges[::2], edges[1::2], self._kinds, strict=True)

    @overload
    def __getitem__(self, index: int) -> Mark: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Mark]: ...
    def __getitem__(self, index: int | slice) -> Mark | Sequence[Mark]:
        return tuple(self)[index]

    def __len__(self) -> int:
        return len(self._kinds)

    def __iter__(self) -> Iterator[Mark]:
        return starmap(Mark, self.rows())

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Marks):
            return self._edges == other._edges and self._kinds == other._kinds
        return tuple(self) == other if isinstance(other, tuple) else NotImplemented

    def __reduce__(self) -> tuple[type[Marks], tuple[bytes, tuple[str, ...]]]:
        return Marks, (self._edges, self._kinds)

    def __repr__(self) -> str:
        return repr(tuple(self))


class Figures(Mapping[str, float]):
    """Floats by name. Rows with the same names hold them once, which makes a row a fifth of a dictionary's size."""

    __slots__ = ("_names", "_values")

    def __init__(self, names: tuple[str, ...], values: bytes) -> None:
        """`values` is float64[names]."""
        self._names = names
        self._values = values

    @classmethod
    def of(cls, values: Mapping[str, float]) -> Figures:
        """The same names and values."""
        return cls(_names_once(tuple(values)), array("d", values.values()).tobytes())

    def to_dict(self) -> dict[str, float]:
        """The same as a dictionary, for who looks at most of it."""
        return dict(zip(self._names, memoryview(self._values).cast("d").tolist(), strict=True))

    def __getitem__(self, name: str) -> float:
        if name not in self._names:
            raise KeyError(name)
        value: float = unpack_from("d", self._values, 8 * self._names.index(name))[0]
        return value

    def __len__(self) -> int:
        return len(self._names)

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def items(self) -> ItemsView[str, float]:
        """Names and values in order."""
        return self.to_dict().items()

    def values(self) -> ValuesView[float]:
        """The values in order of the names."""
        return self.to_dict().values()

    def __reduce__(self) -> tuple[type[Figures], tuple[tuple[str, ...], bytes]]:
        return Figures, (self._names, self._values)

    def __repr__(self) -> str:
        return repr(self.to_dict())


@lru_cache(maxsize=256)
def _names_once(names: tuple[str, ...]) -> tuple[str, ...]:
    return names


@dataclass(frozen=True, slots=True)
class Submission:
    """One submission's outcome.

    Attributes:
        shares: of all syllables, by provenance class; they add up to 1 (all 0 for an empty text).
        own_shares: the same without ``form`` and ``rule``; None below `Settings.min_own_syllables`.
        findings: strongest first.
        cluster: id of the group it belongs to, or None.
        marks: the text painted by class.
        measures: per-submission signals by name (specificity, boilerplate, stickiness ...).
    """

    document: Document
    syllables: int
    shares: Mapping[str, float]
    own_shares: Mapping[str, float] | None
    findings: tuple[Finding, ...]
    cluster: str | None
    marks: Sequence[Mark]
    measures: Mapping[str, float] = field(default_factory=dict)

    @property
    def id(self) -> str:
        """The document's id."""
        return self.document.id

    @property
    def flags(self) -> tuple[str, ...]:
        """Kinds of the findings."""
        return tuple(finding.kind for finding in self.findings)


@dataclass(frozen=True, slots=True)
class LearntLine:
    """A printed line that was learnt from the batch: shown so that a person can object.

    `documents` is how many distinct submissions have it, of `total`.
    """

    text: str
    documents: int
    total: int


@dataclass(frozen=True, slots=True)
class UnitRow:
    """One of several units that were scanned side by side; `Document.unit` of its submissions is `name`.

    Attributes:
        name: "" for texts of which no unit is known.
        flagged: submissions with a finding.
        ratings: submissions by self-rating; those without a legible one are in none.
        pairs_inside: flagged pairs of two of its submissions; `pairs_across`: with submissions of other units.
        aliases: what its texts call it instead, in their headers or in the roster.
    """

    name: str
    submissions: int
    flagged: int
    ratings: Mapping[str, int]
    pairs_inside: int
    pairs_across: int
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SpreadPassage:
    """A passage and how many submissions have it; `text` quotes one of them."""

    text: str
    spread: int
    id: str


@dataclass(frozen=True, slots=True)
class UnitSummary:
    """Figures of one scan.

    Attributes:
        submissions: how many were read; `skipped`: how many files were not.
        ratings: submissions by self-rating, those without a legible one are in none.
        rating_shares: of the submissions with a rating, 0 to 1; empty if there are none.
        shares: median of each provenance class without form and rule, over submissions with enough text.
        measures: median of each signal over the submissions it says something about.
        flags: submissions with each flag; pairs: flagged pairs of two submissions.
        spread_passages: shared passages by the number of submissions that have them.
    """

    submissions: int
    skipped: int
    ratings: Mapping[str, int]
    rating_shares: Mapping[str, float]
    shares: Mapping[str, float]
    measures: Mapping[str, float]
    flags: Mapping[str, int]
    pairs: int
    spread_passages: tuple[SpreadPassage, ...]
