"""What judging is given, and what it gives."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from detector.corpus import Bools, Bytes, Floats, Longs, Provenance, have_role
from detector.documents import Document, Role
from detector.findings import WideText
from detector.matches import Method, MethodNull
from detector.matching.clusters import Group
from detector.matching.evidence import FoundPair
from detector.matching.shared_texts import TextOfMany
from detector.submissions import Facts, Finding


@dataclass(frozen=True, slots=True)
class MatchedPair:
    """Two texts with something in common, by one method.

    Attributes:
        kind: ``SHARED``, ``PREVIOUS`` or ``REFERENCE``: what the right text is to the left one.
        expected: chance pairs of this unit with at least this evidence; None: not known.
        repeated: of two texts of one person, whether the later one takes over enough of this earlier one to be told.
        line: evidence from which it is flagged where that is known; None: by the null of its method.
    """

    pair: FoundPair
    kind: Provenance
    method: Method = Method.PASSAGES
    expected: float | None = None
    repeated: bool = True
    line: float | None = None

    @property
    def rows(self) -> tuple[int, int]:
        """Of the left document and the right."""
        return self.pair.rows


@dataclass(frozen=True, slots=True)
class JudgedPair(MatchedPair):
    """The same, judged.

    Attributes:
        threshold: evidence from which such pairs are flagged, in bits.
    """

    flagged: bool = False
    threshold: float = 0.0


@dataclass(frozen=True, slots=True)
class Links:
    """Flagged pairs of one document, strongest first, by what the other text is."""

    shared: tuple[JudgedPair, ...] = ()
    reference: tuple[JudgedPair, ...] = ()
    previous: tuple[JudgedPair, ...] = ()


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is known of some texts before anything is decided: nothing here depends on a threshold.

    Attributes:
        documents: rows; their texts are not looked at.
        document_indptr, sentence_indptr: int64, tokens of each document and of each sentence.
        form, rule, common: bool[tokens].
        details: float64[documents], concrete details in the person's text.
        signals: further columns by name, float64[documents]; NaN where one says nothing.
        pairs: all with something in common.
        nulls: of each method that looked at the pairs.
        crowds: rows of the documents of each crowd.
        of_many: texts that more than a few people have in one place.
        clauses: what the clauses of short texts say, by document row.
        in_a_row: for how many periods a person handed in one text, by row; see `detector.provenance.reuse`.
        silent: sheets that say nothing, by row; see `detector.provenance.silence`.
    """

    documents: Sequence[Document]
    document_indptr: Longs
    sentence_indptr: Longs
    form: Bools
    rule: Bools
    common: Bools
    details: Floats
    signals: Mapping[str, Floats]
    pairs: Sequence[MatchedPair]
    nulls: Sequence[MethodNull] = ()
    crowds: Sequence[Sequence[int]] = ()
    of_many: Sequence[TextOfMany] = ()
    clauses: Mapping[int, Sequence[Finding]] = field(default_factory=dict)
    in_a_row: Mapping[int, int] = field(default_factory=dict)
    silent: Mapping[int, str] = field(default_factory=dict)

    def is_submission(self) -> Bools:
        """bool[documents]."""
        return have_role(self.documents, Role.SUBMISSION)


@dataclass(frozen=True, slots=True)
class Measures:
    """What is known of each document, one row each.

    Attributes:
        counts: float64[documents, classes], syllables by provenance.
        details: float64[documents], concrete details in the person's text.
        sentences: float64[documents], sentences that are not printed.
        submissions: how many submissions there are.
        signals: further columns by name, float64[documents]; NaN where one says nothing.
        told: of a pair that is told in words, by its rows, then by the row whose finding tells it.
        printed_hidden: hidden texts of the form, see `printed_hidden`.
        wide_syllables: float64[documents], syllables in texts that more than a few people have; None: none are.
        wide_texts: these texts, by the row of each document that has them.
        in_a_row, silent: as `Evidence` has them.
    """

    counts: Floats
    details: Floats
    sentences: Floats
    submissions: int
    signals: Mapping[str, Floats] = field(default_factory=dict)
    told: Mapping[tuple[int, int], Mapping[int, Facts]] = field(default_factory=dict)
    printed_hidden: frozenset[str] = frozenset()
    wide_syllables: Floats | None = None
    wide_texts: Mapping[int, Sequence[WideText]] = field(default_factory=dict)
    in_a_row: Mapping[int, int] = field(default_factory=dict)
    silent: Mapping[int, str] = field(default_factory=dict)

    def personal(self, row: int) -> float:
        """Syllables that are neither form nor rule."""
        counts = self.counts[row]
        return float(counts.sum() - counts[Provenance.FORM] - counts[Provenance.RULE])


@dataclass(frozen=True, slots=True)
class Judgement:
    """What follows from evidence and settings.

    Attributes:
        pairs: in the order of the evidence.
        nulls: with the thresholds of these settings.
        groups: by id, largest first.
        classes: uint8[tokens], `Provenance`; common: bool[tokens], common wording, whatever else it is.
        links: flagged pairs of each submission row.
        findings: of each submission row, in the order a reviewer should read them.
    """

    pairs: tuple[JudgedPair, ...]
    nulls: tuple[MethodNull, ...]
    groups: dict[str, Group]
    classes: Bytes
    common: Bools
    measures: Measures
    links: Mapping[int, Links]
    findings: Mapping[int, tuple[Finding, ...]]

    def group_of(self) -> dict[int, str]:
        """The group of each member."""
        return {member: name for name, group in reversed(self.groups.items()) for member in group.members}
