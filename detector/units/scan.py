"""Documents of many units -> one Report: every unit alone, what they share, all of it together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from detector.documents import Document, Role, SkippedFile
from detector.engines.base import Linked
from detector.engines.local import collide
from detector.parallel import Workers
from detector.report import Report
from detector.settings import Settings
from detector.stopwatch import Stopwatch
from detector.units.across import AcrossPair, Member, batch_documents, each_once, pairs_between
from detector.units.kept import FOLDER, forget_others, read_handed, read_result
from detector.units.links import WITNESSES, Batch, batches, least_weight
from detector.units.merge import Part, as_report, local_groups, merge, naming_of, unit_rows
from detector.units.restrict import with_unit
from detector.units.shingles import number_of, postings_of, renumbered
from detector.units.split import earlier_unit, folded_names, units_of
from detector.units.tasks import Task, run_tasks, task_of


@dataclass(frozen=True, slots=True)
class Units:
    """The texts of a scan of many units.

    Attributes:
        by_name: submissions of each unit, and the earlier texts that are known to be its people's.
        for_all: forms, samples, and earlier texts of which no unit is known.
    """

    by_name: Mapping[str, tuple[Document, ...]]
    for_all: tuple[Document, ...]

    def texts_of(self, unit: str) -> tuple[Document, ...]:
        """What its analysis is given."""
        return (*self.by_name[unit], *self.for_all)

    def sizes(self) -> dict[str, int]:
        """Submissions of each unit."""
        return {
            unit: sum(document.role is Role.SUBMISSION for document in documents)
            for unit, documents in self.by_name.items()
        }


def split_units(
    documents: Sequence[Document], roots: Sequence[str | Path], earlier_roots: Sequence[str | Path]
) -> Units:
    """Puts every text to its unit; `roots` and `earlier_roots` are what was scanned and given as earlier texts."""
    units = units_of(documents, roots)
    known = folded_names(units.values())
    by_name: dict[str, list[Document]] = {name: [] for name in sorted(set(units.values()))}
    for_all: list[Document] = []
    for document in documents:
        unit: str | None = units.get(document.id)
        if document.role is Role.PREVIOUS:
            unit = earlier_unit(document, earlier_roots, known)
        if unit is None:
            for_all.append(document)
        else:
            by_name[unit].append(document if document.unit else document.with_fields(unit=unit or None))
    return Units({name: tuple(texts) for name, texts in by_name.items()}, tuple(for_all))


def scan_units(
    units: Units,
    skipped: Sequence[SkippedFile],
    settings: Settings,
    workers: Workers | None = None,
    watch: Stopwatch | None = None,
    *,
    semantic: bool | str | Path = False,
    notes: Sequence[tuple[str, str]] = (),
    run: str | Path | None = None,
) -> Report:
    """The report of all units; the same however many `workers` there are and whatever was done before.

    With a `run` folder every finished analysis is kept there: the next scan, and one that goes on after it was killed,
    analyses only what changed.
    """
    watch, workers = watch or Stopwatch(), workers or Workers()
    sizes = units.sizes()
    with _results(run) as folder:
        tasks = {unit: task_of(units.texts_of(unit), settings, folder, semantic) for unit in units.by_name}
        with watch.stage("units"):
            run_tasks(list(tasks.values()), workers, partial(watch.tell, "units"))
            parts = [Part(unit, _report_of(task, unit), aliases(unit, task.documents)) for unit, task in tasks.items()]
        with watch.stage("across"):
            linked = _linked(tasks.values(), parts, sizes, settings)
            across, others = _across(parts, units, linked, settings, folder, partial(watch.tell, "across"), workers)
        forget_others(folder, [*(task.key for task in tasks.values()), *others])
    with watch.stage("merge"):
        unit_of = {row.id: part.unit for part in parts for row in part.report.submissions}
        naming = naming_of([group for part in parts for group in local_groups(part)], across, unit_of, settings)
        merged = merge(parts, across, naming, settings, sum(sizes.values()))
        rows = unit_rows(parts, merged, across)
    return as_report(
        merged,
        parts,
        settings=settings,
        units=rows,
        skipped=skipped,
        notes=[*notes, *across_notes(linked, settings)],
        timings=watch.seconds,
    )


def across_notes(linked: Linked, settings: Settings) -> list[tuple[str, str]]:
    """What a reader must know of the search between units."""
    if not linked.capped_keys:
        return []
    return [("across_capped_shingles", f"{linked.capped_keys} > {settings.shingle_max_documents}")]


def batch_witnesses(submissions: Iterable[Document]) -> list[Document]:
    """Who stands for everybody else: the smallest content keys, which are as good as drawn."""
    return sorted(submissions, key=lambda document: (document.key, document.id))[:WITNESSES]


def aliases(unit: str, documents: Iterable[Document]) -> tuple[str, ...]:
    """Other names of the unit in its own texts."""
    said = {document.unit for document in documents if document.role is Role.SUBMISSION and document.unit}
    return tuple(sorted(said - {unit}))


@contextmanager
def _results(run: str | Path | None) -> Iterator[Path]:
    if run is not None:
        yield Path(run) / FOLDER
        return
    with TemporaryDirectory(prefix="detector-units-") as folder:
        yield Path(folder)


def _report_of(task: Task, unit: str) -> Report:
    """With the texts, whose unit is now the one that was scanned."""
    return with_unit(read_result(task.folder, task.key, task.documents), unit)


def _linked(tasks: Iterable[Task], parts: Sequence[Part], sizes: Mapping[str, int], settings: Settings) -> Linked:
    """Submissions of different units with rare shingles in common."""
    handed = (
        renumbered(read_handed(task.folder, task.key), part.report.submissions)
        for task, part in zip(tasks, parts, strict=True)
    )
    total = sum(sizes.values())
    cap = settings.shingle_max_documents
    return collide(postings_of(handed), documents=total, cap=cap, least=least_weight(total))


def _across(
    parts: Sequence[Part],
    units: Units,
    linked: Linked,
    settings: Settings,
    folder: Path,
    tell: partial[None],
    workers: Workers,
) -> tuple[list[AcrossPair], list[str]]:
    """Flagged pairs between units, and the keys of the results they came from."""
    found = batches(linked, most_partners=settings.max_partners)
    wanted = {number for batch in found for number in batch.numbers}
    as_read = {document.id: document for texts in units.by_name.values() for document in texts}
    members = {
        number: Member(part.unit, row, as_read[row.id].with_fields(person=row.document.person))
        for part in parts
        for row in part.report.submissions
        if (number := number_of(row)) in wanted
    }
    witnesses = batch_witnesses(document for document in as_read.values() if document.role is Role.SUBMISSION)
    learnt = {part.unit: part.report.learnt_form for part in parts}
    unit_of = {row.id: part.unit for part in parts for row in part.report.submissions}
    inside = [_members(batch, members) for batch in found]
    tasks = []
    for of_batch in inside:
        lines = [line for unit in sorted({member.unit for member in of_batch}) for line in learnt[unit]]
        texts = batch_documents(of_batch, witnesses, units.for_all, lines)
        tasks.append(replace(task_of(texts, settings, folder, False), hands_on=False))
    run_tasks(tasks, workers, tell)
    sizes = list(Counter(unit_of.values()).values())
    across: list[AcrossPair] = []
    for task, of_batch in zip(tasks, inside, strict=True):
        report = read_result(folder, task.key, task.documents)
        across += pairs_between(report, of_batch, unit_of, sizes, settings)
    return each_once(across), [task.key for task in tasks]


def _members(batch: Batch, members: Mapping[int, Member]) -> list[Member]:
    return [members[number] for number in batch.numbers]
