"""From which evidence a pair is flagged: one rule for a scan, for other settings, and for passages set aside."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from detector.corpus import Provenance
from detector.documents import Document, Role
from detector.matches import Method, MethodNull, Pair, null_among
from detector.people import is_twice
from detector.settings import Settings

# Of what is compared in a sheet of two boxes: one sentence of it. A text of pages has sentences that come every year.
_SHEET_SHARE = 0.2
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
    if one.method is Method.MEANING and null:
        return null.score_at(allowed)  # its bits are made of the number of chance pairs and have no floor
    if null is None and one.unit is None:  # between units: as many bits as for passages
        null = next((other.null for other in nulls if other.unit is None and other.method is Method.PASSAGES), None)
    return max(null.score_at(allowed) if null else 0.0, settings.pair_min_bits)


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
    pairs: Iterable[Pair], documents: Iterable[Document], nulls: Iterable[MethodNull], settings: Settings
) -> Iterator[Pair]:
    """The pairs of a report, flagged as a scan with these settings flags them; `nulls` are those of the scan."""
    known = {document.id: document for document in documents}
    submissions = [document for document in known.values() if document.role is Role.SUBMISSION]
    by_unit: dict[str | None, list[Document]] = {}
    for document in submissions:
        by_unit.setdefault(document.unit or "", []).append(document)
    people = {unit: people_of(of_unit) for unit, of_unit in by_unit.items()}
    lines = lines_at(nulls, settings, people | {"": people_of(submissions), None: len(submissions)})
    for pair in pairs:
        left, right = known[pair.left_id], known[pair.right_id]
        sides = (one.unit or "" for one in (left, right) if one.role is Role.SUBMISSION)
        kind = kind_of(left, right)
        line = null_among(lines, pair.method, sides)
        # an old run file, which does not say how often chance makes such a pair
        is_old = line is None and pair.threshold is not None
        if kind is Provenance.PREVIOUS or (is_old and kind is Provenance.SHARED):
            yield pair
            continue
        threshold = threshold_of(kind, line, settings)
        yield replace(pair, threshold=threshold, flagged=is_flagged(left, right, kind, pair.evidence, threshold))
