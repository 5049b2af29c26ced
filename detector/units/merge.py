"""Reports of units and the pairs between them -> one report that keeps the units apart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from detector.matches import Cluster, Method, MethodNull, Pair, Passage, SharedText, by_pair
from detector.matching.clusters import find_groups
from detector.matching.evidence import FoundPair, FoundPassage
from detector.report import LearntLine, Pairs, Report, Submission, Table, UnitRow
from detector.settings import Settings
from detector.units.across import AcrossPair, ids_between
from detector.units.groups import JoinedGroup, LinkedSide, LocalGroup, Naming, name_groups, with_core
from detector.units.judged import judged_with, units_of_rows
from detector.units.repaint import renamed, with_group
from detector.units.restrict import Part

_MAX_NAMED_UNITS = 5  # in one note


@dataclass(frozen=True, slots=True)
class Merged:
    """Rows of all parts, changed where pairs between units say so."""

    submissions: tuple[Submission, ...]
    pairs: tuple[Pair, ...]
    passages: tuple[Passage, ...]
    clusters: tuple[Cluster, ...]
    nulls: tuple[MethodNull, ...] = ()


def local_groups(part: Part) -> Iterator[LocalGroup]:
    """The groups of one unit."""
    return (LocalGroup(one.id, one.members, "", one.kind, part.unit) for one in part.report.clusters)


def naming_of(
    groups: Sequence[LocalGroup], across: Sequence[AcrossPair], units: Mapping[str, str], settings: Settings
) -> Naming:
    """New ids of all groups. Who is in no group of a unit forms one with others elsewhere as in any scan.

    Args:
        groups: of all units; of two that a submission is in, the one that comes first is the one that it names.
        units: by id, at least of everybody in a pair between units.
    """
    ids = ids_between(across)
    named = {id: group.id for group in reversed(groups) for id in group.members if id in ids}
    sides = {id: LinkedSide(units[id], named.get(id)) for id in ids}
    alone = [one for one in across if named.keys().isdisjoint(one.pair.ids)]
    links = [one.pair.ids for one in across if not named.keys().isdisjoint(one.pair.ids)]
    return name_groups(groups, [*links, *_grouped(alone, settings)], sides)


def _grouped(across: Sequence[AcrossPair], settings: Settings) -> Iterator[tuple[str, str]]:
    """Links that hold the members of each group together: three and more who share one text."""
    ids = sorted(ids_between(across))
    rows = {id: row for row, id in enumerate(ids)}
    pairs = [
        FoundPair(rows[one.pair.left_id], rows[one.pair.right_id], tuple(map(_found_passage, one.passages)))
        for one in across
    ]
    for group in find_groups(pairs, (), least=settings.cluster_min_members, overlap=settings.crowd_overlap):
        first, *rest = (ids[row] for row in group.members)
        yield from ((first, other) for other in rest)


def _found_passage(one: Passage) -> FoundPassage:
    """By characters instead of tokens: only what lies inside what matters here."""
    left, right = (one.left.start, one.left.end), (one.right.start, one.right.end)
    return FoundPassage(left, right, left[1] - left[0], one.similarity, one.rarity_bits, one.spread)


def merge(
    parts: Sequence[Part], across: Sequence[AcrossPair], naming: Naming, settings: Settings, total: int
) -> Merged:
    """All rows of the parts in their order; pairs by evidence, passages by pair, groups by size.

    `total` is the number of submissions of all units, also of those that are in no part.
    """
    of_pair = by_pair(chain(*(part.report.passages for part in parts), *(one.passages for one in across)))
    new_ids = naming.new_ids()
    judged = judged_with(parts, across, settings, total)
    across = judged.pairs
    joined = _joined(parts, across, naming, of_pair)
    submissions = []
    for part in parts:
        local = naming.of_unit(part.unit)
        for row in part.report.submissions:
            changed = renamed(judged.submissions.get(row.id, row), local)
            if row.id in new_ids:
                changed = with_group(changed, joined[new_ids[row.id]], settings, total)
            submissions.append(changed)
    groups = {row.id: row.cluster for row in submissions}
    pairs = [
        replace(pair, cluster=_common(groups, pair))
        for pair in (*(pair for part in parts for pair in part.report.pairs), *(one.pair for one in across))
    ]
    pairs.sort(key=lambda pair: -round(pair.evidence, 6))  # equal ones stay as their unit has them
    return Merged(
        tuple(submissions),
        tuple(pairs),
        tuple(one for pair in pairs for one in of_pair.get(pair.ids, ())),
        tuple(sorted(_clusters(parts, naming, joined), key=lambda one: int(one.id[1:]))),
        tuple(_nulls(parts, across)),
    )


def _nulls(parts: Sequence[Part], across: Iterable[AcrossPair]) -> Iterator[MethodNull]:
    """Of each unit; then between them: of several batches, the one that asks for most bits."""
    for part in parts:
        yield from (replace(one, unit=part.unit) for one in part.report.nulls)
    between: dict[Method, MethodNull] = {}
    for one in across:
        if one.null.method not in between or between[one.null.method].threshold < one.null.threshold:
            between[one.null.method] = one.null
    yield from (between[method] for method in sorted(between))


def as_report(
    merged: Merged,
    parts: Sequence[Part],
    *,
    settings: Settings,
    units: Sequence[UnitRow],
    notes: Sequence[tuple[str, str]],
    timings: Mapping[str, float],
) -> Report:
    """The rows with what the units have beside them: other texts, learnt form lines, notes."""
    others = {document.id: document for part in parts for document in part.report.others}
    units = [] if [unit.name for unit in units] == [""] else units  # nothing says that there are any
    return Report(
        settings=settings,
        submissions=Table(merged.submissions),
        pairs=Pairs(merged.pairs),
        passages=Table(merged.passages),
        clusters=Table(merged.clusters),
        others=tuple(sorted(others.values(), key=lambda one: (str(one.role), one.key, one.id))),
        learnt_form=tuple(learnt_lines(part.report for part in parts)),
        scan_notes=(*notes, *unit_notes((part.unit, part.report.scan_notes) for part in parts)),
        file_histories=tuple(one for part in parts for one in part.report.file_histories),
        shared_histories=tuple(one for part in parts for one in part.report.shared_histories),
        units=tuple(units),
        shared_texts=_shared_texts(part.report for part in parts),
        nulls=merged.nulls,
        crowds=tuple(members for part in parts for members in part.report.crowds),
        common_below=tuple(one for part in parts for one in part.report.common_below),
        timings=timings,
    )


def _shared_texts(reports: Iterable[Report]) -> Table[SharedText]:
    """Of all units, the texts of most people first, numbered anew."""
    found = [one for report in reports for one in report.shared_texts]
    found.sort(key=lambda one: (-len(one.people), one.places[:1], one.id))
    return Table([replace(one, id=f"t{number}") for number, one in enumerate(found, 1)])


def unit_row(part: Part, submissions: Sequence[Submission], across: int) -> UnitRow:
    """One line of the table of units: `submissions` as they came out, `across` flagged pairs that go beyond it."""
    ids = {row.id for row in submissions}
    ratings = Counter(row.document.self_rating for row in submissions if row.document.self_rating)
    return UnitRow(
        part.unit,
        len(submissions),
        sum(bool(row.findings) for row in submissions),
        {rating: ratings[rating] for rating in sorted(filter(None, ratings))},
        sum(pair.flagged and pair.left_id in ids and pair.right_id in ids for pair in part.report.pairs),
        across,
        part.aliases,
    )


def unit_rows(parts: Sequence[Part], merged: Merged, across: Sequence[AcrossPair]) -> list[UnitRow]:
    """The table of units, by name."""
    unit_of = units_of_rows(parts)
    beyond = Counter(unit_of[id] for one in across for id in one.pair.ids)
    rows: dict[str, list[Submission]] = {part.unit: [] for part in parts}
    for row in merged.submissions:
        rows[unit_of[row.id]].append(row)
    return [unit_row(part, rows[part.unit], beyond[part.unit]) for part in parts]


def learnt_lines(reports: Iterable[Report]) -> list[LearntLine]:
    """Each line once: how many submissions have it in the units that learnt it, of how many there."""
    counts: dict[str, tuple[int, int]] = {}
    for report in reports:
        for line in report.learnt_form:
            documents, total = counts.get(line.text, (0, 0))
            counts[line.text] = documents + line.documents, total + line.total
    ordered = sorted(counts, key=lambda text: (-counts[text][0], text))
    return [LearntLine(text, *counts[text]) for text in ordered]


def unit_notes(notes: Iterable[tuple[str, Iterable[tuple[str, str]]]]) -> list[tuple[str, str]]:
    """One note of each kind, with the units that have it."""
    found: dict[str, list[str]] = {}
    for unit, of_unit in notes:
        for code, detail in of_unit:
            found.setdefault(code, []).append(f"{unit}: {detail}" if detail else unit)
    return [(code, "; ".join(_cut(named))) for code, named in sorted(found.items())]


def _cut(named: list[str]) -> list[str]:
    more = len(named) - _MAX_NAMED_UNITS
    return [*named[:_MAX_NAMED_UNITS], f"+ {more}"] if more > 0 else named


def _common(groups: Mapping[str, str | None], pair: Pair) -> str | None:
    """The group of both sides; a side that is no submission has none."""
    left = groups.get(pair.left_id)
    return left if left == groups.get(pair.right_id) else None


def _joined(
    parts: Sequence[Part],
    across: Sequence[AcrossPair],
    naming: Naming,
    passages: Mapping[tuple[str, str], Sequence[Passage]],
) -> dict[str, JoinedGroup]:
    """The groups that are new, by id, with the text that all members have."""
    group_of = naming.new_ids()
    pairs: dict[str, list[Pair]] = {}
    for pair in (*(p for part in parts for p in part.report.pairs), *(one.pair for one in across)):
        group = group_of.get(pair.left_id)
        if group and pair.flagged and group == group_of.get(pair.right_id) and _is_shared(passages, pair):
            pairs.setdefault(group, []).append(pair)
    texts = {row.id: row.document.text for part in parts for row in part.report.submissions if row.id in group_of}
    return {group.id: with_core(group, pairs.get(group.id, ()), passages, texts) for group in naming.joined}


def _is_shared(passages: Mapping[tuple[str, str], Sequence[Passage]], pair: Pair) -> bool:
    return all(one.kind == "shared" for one in passages.get(pair.ids, ()))


def _clusters(parts: Sequence[Part], naming: Naming, joined: Mapping[str, JoinedGroup]) -> Iterator[Cluster]:
    for part in parts:
        for cluster in part.report.clusters:
            if (part.unit, cluster.id) in naming.names:
                yield replace(cluster, id=naming.names[part.unit, cluster.id])
    for group in joined.values():
        yield Cluster(group.id, group.members, group.core, group.kind)
