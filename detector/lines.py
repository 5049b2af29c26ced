"""From which evidence a pair is flagged: one rule for a scan, for other settings, and for passages set aside.

A text that is put together from several people's has less of each. One such pair may be chance; that one text has two,
with places of their own in it, hardly ever is: of `n` people ``2 E^2 / n`` have two of which chance makes `E` pairs.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import inf, sqrt

from detector.corpus import Provenance
from detector.documents import Document, Role
from detector.matches import Method, MethodNull, Pair, Passage, by_pair, null_among
from detector.people import is_twice
from detector.settings import Settings

# Of what is compared in a sheet of two boxes: one sentence of six. A text of pages has sentences that come every year.
# In eight sets of sheets .2 misses one of 109 that repeat something, and .1 tells no other.
_SHEET_SHARE = 0.15
# Two pairs of one text: whoever shares one thing by chance shares another sooner than an independent person would
_SOONER = 20.0
_MOST_TIMES = 10.0  # the chance pairs that are allowed for one pair alone
_LEAST_BITS = 2 / 3  # of the least for one pair alone
_TWO = 2
_SAME_PLACE = 0.2  # of the shorter of two places in a text: less is a place of its own
_OWN_TEXTS = (Role.SUBMISSION, Role.PREVIOUS)


def kind_of(left: Document, right: Document) -> Provenance:
    """What the right text is to the left one: a known sample, another text of the same person, somebody else's."""
    if right.role is Role.REFERENCE:
        return Provenance.REFERENCE
    known = left.person is not None and left.role in _OWN_TEXTS and right.role in _OWN_TEXTS
    return Provenance.PREVIOUS if known and left.person == right.person else Provenance.SHARED


def lines_at(
    nulls: Iterable[MethodNull], settings: Settings, sizes: Mapping[str | None, int]
) -> tuple[MethodNull, ...]:
    """The same fall-offs with the thresholds of these settings.

    `sizes` are people by unit, as `MethodNull.unit` names it; of None all submissions together.
    """
    known = tuple(nulls)
    return tuple(replace(one, threshold=_line(one, known, settings, sizes[one.unit])) for one in known)


def people_of(documents: Iterable[Document]) -> int:
    """Who handed in something: the sheets that somebody hands in over a year are no further unit."""
    return len({one.person or f"{one.id} " for one in documents if one.role is Role.SUBMISSION})


def _line(one: MethodNull, nulls: Iterable[MethodNull], settings: Settings, people: int) -> float:
    if one.method is Method.EQUAL:
        return 0.0
    allowed, null = settings.chance_pairs_allowed(people), one.null
    if one.method in (Method.RETOLD, Method.MEANING) and null:
        return null.score_at(allowed)  # its bits are made of the number of chance pairs and have no floor
    if null is None and one.unit is None:  # between units: as many bits as for passages
        null = next((other.null for other in nulls if other.unit is None and other.method is Method.PASSAGES), None)
    return max(null.score_at(allowed) if null else 0.0, settings.pair_min_bits)


@dataclass(frozen=True, slots=True)
class Shared:
    """What the texts of two people have in common, with the half-open places of it in either.

    `spread` is of the passage that most people have.
    """

    left: Document
    right: Document
    bits: float
    spread: int
    left_places: Sequence[tuple[int, int]]
    right_places: Sequence[tuple[int, int]]

    @property
    def is_between_people(self) -> bool:
        """Whether both are submissions, of two people."""
        roles = {self.left.role, self.right.role}
        return roles == {Role.SUBMISSION} and kind_of(self.left, self.right) is Provenance.SHARED


def line_of_several(line: MethodNull | None, settings: Settings, people: int) -> float:
    """Bits from which a pair of passages is flagged where a text has several; infinite where chance is not known."""
    if line is None or line.null is None or line.unit is None or line.method is not Method.PASSAGES:
        return inf
    allowed = settings.chance_pairs_allowed(people)
    expected = min(_MOST_TIMES * allowed, sqrt(allowed * people / (2 * _SOONER)))
    return min(line.threshold, max(line.null.score_at(expected), _LEAST_BITS * settings.pair_min_bits))


def of_several(found: Iterable[Shared]) -> set[tuple[str, str]]:
    """Ids of the pairs of which one text has two and more, with different people and in places of their own.

    What a third person has too is no piece that somebody took from one: a recipe, a rule of the house.
    """
    by_text: dict[str, list[tuple[float, Document, Sequence[tuple[int, int]], tuple[str, str]]]] = defaultdict(list)
    for one in found:
        if one.spread <= _TWO and one.is_between_people and not is_twice(one.left, one.right):
            key = (one.left.id, one.right.id)
            by_text[one.left.id].append((one.bits, one.right, one.left_places, key))
            by_text[one.right.id].append((one.bits, one.left, one.right_places, key))
    several: set[tuple[str, str]] = set()
    for mine in by_text.values():
        chosen: list[tuple[Document, Sequence[tuple[int, int]], tuple[str, str]]] = []
        for _, other, places, key in sorted(mine, key=lambda one: (-one[0], one[1].id)):
            others = ((known.person or known.id, taken) for known, taken, _ in chosen)
            if all(other.person != person and _overlap(places, taken) <= _SAME_PLACE for person, taken in others):
                chosen.append((other, places, key))
        if len(chosen) > 1:
            several.update(key for _, _, key in chosen)
    return several


def _overlap(places: Sequence[tuple[int, int]], others: Sequence[tuple[int, int]]) -> float:
    """What both have, as a share of the one that has less."""
    both = sum(max(0, min(end, stop) - max(start, first)) for start, end in places for first, stop in others)
    return both / max(1, min(sum(end - start for start, end in some) for some in (places, others)))


def threshold_of(kind: Provenance, line: MethodNull | None, settings: Settings) -> float:
    """Bits from which a pair is flagged; what repeats a sample or one's own text is no matter of chance."""
    if kind is Provenance.PREVIOUS:
        return settings.at_default_lines().pair_min_bits
    return line.threshold if line and kind is Provenance.SHARED else settings.pair_min_bits


def is_flagged(left: Document, right: Document, kind: Provenance, bits: float, threshold: float) -> bool:
    """Whether a pair of two people, or with a sample, has enough evidence for people to look at it."""
    return kind is not Provenance.PREVIOUS and bits >= threshold and not is_twice(left, right)


def least_share(document: Document, settings: Settings) -> float:
    """Share of a text that one's own earlier one has, from which it is told."""
    return min(_SHEET_SHARE, settings.previous_min_share) if document.period else settings.previous_min_share


def flagged_at(
    pairs: Iterable[Pair],
    passages: Iterable[Passage],
    documents: Iterable[Document],
    nulls: Iterable[MethodNull],
    settings: Settings,
) -> Iterator[Pair]:
    """The pairs of a report, flagged as a scan with these settings flags them; `nulls` are those of the scan."""
    known = {document.id: document for document in documents}
    submissions = [document for document in known.values() if document.role is Role.SUBMISSION]
    by_unit: dict[str | None, list[Document]] = {}
    for document in submissions:
        by_unit.setdefault(document.unit or "", []).append(document)
    people = {unit: people_of(of_unit) for unit, of_unit in by_unit.items()}
    sizes = people | {"": people_of(submissions), None: len(submissions)}
    lines = lines_at(nulls, settings, sizes)
    judged, lower = [], {}
    for pair in pairs:
        left, right = known[pair.left_id], known[pair.right_id]
        sides = (one.unit or "" for one in (left, right) if one.role is Role.SUBMISSION)
        kind = kind_of(left, right)
        line = null_among(lines, pair.method, sides)
        # an old run file, which does not say how often chance makes such a pair
        is_old = line is None and pair.threshold is not None
        if kind is Provenance.PREVIOUS or (is_old and kind is Provenance.SHARED):
            judged.append(pair)
            continue
        threshold = threshold_of(kind, line, settings)
        flagged = is_flagged(left, right, kind, pair.evidence, threshold)
        least = line_of_several(line, settings, sizes[line.unit] if line else 0)
        if not flagged and pair.evidence >= least:
            lower[pair.left_id, pair.right_id] = least
        judged.append(replace(pair, threshold=threshold, flagged=flagged))
    several = of_several(_shared(judged, passages, known, lower))
    for pair in judged:
        key = pair.ids
        yield replace(pair, threshold=lower[key], flagged=True) if key in several else pair


def _shared(
    pairs: Iterable[Pair],
    passages: Iterable[Passage],
    documents: Mapping[str, Document],
    wanted: Container[tuple[str, str]],
) -> Iterator[Shared]:
    places = by_pair(one for one in passages if one.ids in wanted)
    for pair in pairs:
        if found := places.get(pair.ids):
            left = [(one.left.start, one.left.end) for one in found]
            right = [(one.right.start, one.right.end) for one in found]
            spread = max(one.spread for one in found)
            yield Shared(documents[pair.left_id], documents[pair.right_id], pair.evidence, spread, left, right)
