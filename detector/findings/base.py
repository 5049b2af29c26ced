"""The contract of a finding: what is known of one submission in, what a reviewer should look at out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from detector.corpus import Provenance
from detector.documents import Document
from detector.matches import Method
from detector.settings import Settings
from detector.submissions import Facts, Finding


@dataclass(frozen=True, slots=True)
class FlaggedPair:
    """A flagged pair as one of its texts sees it.

    Attributes:
        bits, threshold: evidence of the pair, and from how much such pairs are flagged.
        passages: how many; `spread`: submissions that have the rarest of them.
    """

    other: Document
    bits: float
    threshold: float
    method: Method
    expected: float | None
    passages: int
    spread: int


@dataclass(frozen=True, slots=True)
class Membership:
    """A group as one of its members sees it: `facts` of the group, ids of the `others`."""

    facts: Facts
    others: Iterable[str]


@dataclass(frozen=True, slots=True)
class WideText:
    """A text that more than a few people have: its syllables, and the ids of the submissions that have it."""

    syllables: int
    ids: Sequence[str]


@dataclass(frozen=True, slots=True)
class Case:
    """What is known of one submission.

    Attributes:
        counts: syllables by `Provenance`.
        details: concrete details in the person's text; `sentences`: those that are not printed.
        submissions: how many there are in all.
        shared, reference, previous: flagged pairs by what the other text is, strongest first.
        told: named clues and counts of the first of `shared`, on this side.
        wide_texts: those that are in this one, and how many of its syllables are in one (`wide_syllables`).
        printed_hidden: hidden texts of the form.
        in_a_row: for how many periods the person handed in one text; None: not known.
        silent: what a sheet that says nothing says instead; None: it says something.
    """

    document: Document
    settings: Settings
    counts: Sequence[float]
    details: float = 0.0
    sentences: int = 0
    submissions: int = 0
    shared: Sequence[FlaggedPair] = ()
    reference: Sequence[FlaggedPair] = ()
    previous: Sequence[FlaggedPair] = ()
    told: Facts = field(default_factory=dict)
    group: Membership | None = None
    wide_texts: Sequence[WideText] = ()
    wide_syllables: float = 0.0
    printed_hidden: frozenset[str] = frozenset()
    in_a_row: int | None = None
    silent: str | None = None

    @property
    def unprinted(self) -> float:
        """Syllables that are not form."""
        return sum(self.counts) - self.counts[Provenance.FORM]

    @property
    def personal(self) -> float:
        """Syllables that are neither form nor rule."""
        return self.unprinted - self.counts[Provenance.RULE]

    @property
    def has_shares(self) -> bool:
        """Whether there is enough text of the person's own for a share to mean something."""
        return self.personal >= self.settings.min_own_syllables

    @property
    def concrete_per_100(self) -> float:
        """Concrete details in 100 syllables that are neither form, rule nor a text of many; 0 for an empty text."""
        return 100 * self.details / max(self.personal - self.wide_syllables, 1.0)

    def share(self, syllables: float) -> float:
        """Of the syllables that are neither form nor rule."""
        return syllables / max(self.personal, 1.0)


@dataclass(frozen=True, slots=True)
class FindingKind:
    """One kind of finding.

    Attributes:
        name: the code in results and exports; lower case, with underscores.
        place: in the order of reading. 0 to 9: doubts about the reading of the file; 10 to 19: why no share is given;
            20 to 59: other texts that have the same words; from 60 on: how the text is written.
        rule: what of this kind there is to say of a submission; mostly nothing or one finding.
        sentence: ``(finding, lang) -> clauses`` without a full stop; a fact that is missing makes it shorter.
        label: two to six words; `meaning`: one sentence. Both are message ids.
    """

    name: str
    place: int
    rule: Callable[[Case], Iterable[Finding]]
    sentence: Callable[[Finding, str], list[str]]
    label: str
    meaning: str

    @property
    def is_doubt(self) -> bool:
        """Whether it is about the reading of the file, not about the text."""
        return self.place < 10

    @property
    def is_reservation(self) -> bool:
        """Whether it says why there is little to say of the text."""
        return self.place < 20
