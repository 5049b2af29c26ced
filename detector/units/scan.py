"""Documents of many units -> one Report: every unit alone, what they share, all of it together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory, TemporaryFile

import numpy as np

from detector.collector import collection_paused
from detector.documents import Document, Role
from detector.engines.base import Linked
from detector.engines.local import collide_slices
from detector.parallel import Workers
from detector.report import LearntLine, Report
from detector.run_folder import UNITS_FOLDER
from detector.scratch import give_back
from detector.settings import Settings
from detector.stopwatch import Stopwatch
from detector.text.parts import Keep, corpus_order
from detector.units.across import AcrossPair, Member, batch_documents, each_once, pairs_between
from detector.units.judged import units_of_rows
from detector.units.kept import forget_others, read_handed, read_persons, read_result, told_full
from detector.units.links import WITNESSES, batches, least_weight
from detector.units.merge import as_report, local_groups, merge, naming_of, unit_rows
from detector.units.restrict import Part, with_unit
from detector.units.shingles import document_number
from detector.units.sliced import SlicedPostings
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
    settings: Settings,
    workers: Workers | None = None,
    watch: Stopwatch | None = None,
    keep: Keep | None = None,
    *,
    semantic: bool | str | Path = False,
    run: str | Path | None = None,
) -> Report:
    """The report of all units; the same however many `workers` there are and whatever was done before.

    With a `run` folder every finished analysis is kept there: the next scan, and one that goes on after it was killed,
    analyses only what changed; what was found in single texts of a unit stays in `keep`.
    """
    watch, workers = watch or Stopwatch(), workers or Workers()
    sizes = units.sizes()
    with _results(run) as folder:
        tasks = {
            unit: replace(
                task_of(units.texts_of(unit), settings, folder, semantic), keep=keep and replace(keep, unit=unit)
            )
            for unit in units.by_name
        }
        with watch.stage("units"):
            run_tasks(list(tasks.values()), workers, partial(watch.tell, "units"))
        with watch.stage("across"):
            linked = _linked(tasks.values(), settings)
            give_back()
            across, others = _across(tasks, units, linked, settings, partial(watch.tell, "across"), workers)
        forget_others(folder, [*(task.key for task in tasks.values()), *others])
        workers.close()  # nothing else needs them, and they hold much that they remember
        with watch.stage("merge"), collection_paused():
            parts = [Part(unit, _report_of(task, unit), aliases(unit, task.documents)) for unit, task in tasks.items()]
            unit_of = units_of_rows(parts)
            groups = [group for part in parts for group in local_groups(part)]
            merged = merge(parts, across, naming_of(groups, across, unit_of, settings), settings, sum(sizes.values()))
            rows = unit_rows(parts, merged, across)
    notes = across_notes(linked, settings)
    return as_report(merged, parts, settings=settings, units=rows, notes=notes, timings=watch.seconds)


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
        yield Path(run) / UNITS_FOLDER
        return
    with TemporaryDirectory(prefix="detector-units-") as folder:
        yield Path(folder)


def _report_of(task: Task, unit: str) -> Report:
    """With the texts, whose unit is now the one that was scanned."""
    return with_unit(read_result(task.folder, task.key, task.documents), unit)


def _submissions_of(task: Task) -> list[Document]:
    """In the order of the rows of its report."""
    return sorted((one for one in task.documents if one.role is Role.SUBMISSION), key=corpus_order)


def _linked(tasks: Collection[Task], settings: Settings) -> Linked:
    """Submissions of different units with rare shingles in common."""
    numbers = [np.array([document_number(d.key, d.id) for d in _submissions_of(task)], np.int64) for task in tasks]
    names, places = np.unique(np.concatenate([np.zeros(0, np.int64), *numbers]), return_inverse=True)
    ends = np.cumsum([len(of_unit) for of_unit in numbers])
    groups = np.zeros(len(names), np.int64)
    groups[places] = np.repeat(np.arange(len(numbers)), [len(of_unit) for of_unit in numbers])
    folder = next(iter(tasks)).folder
    with told_full(folder), TemporaryFile(dir=folder) as file:
        postings = SlicedPostings(file, groups)
        for task, end, of_unit in zip(tasks, ends.tolist(), numbers, strict=True):
            postings.add(read_handed(task.folder, task.key), places[end - len(of_unit) : end].astype(np.int64))
        total, cap = len(places), settings.shingle_max_documents
        found = collide_slices(postings.slices(), documents=total, cap=cap, least=least_weight(total), folder=folder)
    return Linked(names[found.left], names[found.right], found.weights, found.capped_keys)


def _across(
    tasks: Mapping[str, Task],
    units: Units,
    linked: Linked,
    settings: Settings,
    tell: partial[None],
    workers: Workers,
) -> tuple[list[AcrossPair], list[str]]:
    """Flagged pairs between units, and the keys of the results they came from."""
    found = batches(linked, most_partners=settings.max_partners)
    members, learnt = _members({number for batch in found for number in batch.numbers}, tasks)
    submissions = {
        one.id: unit for unit, texts in units.by_name.items() for one in texts if one.role is Role.SUBMISSION
    }
    witnesses = batch_witnesses(one for texts in units.by_name.values() for one in texts if one.role is Role.SUBMISSION)
    inside = [[members[number] for number in batch.numbers] for batch in found]
    judged = []
    for of_batch in inside:
        lines = [line for unit in sorted({member.unit for member in of_batch}) for line in learnt[unit]]
        texts = batch_documents(of_batch, witnesses, units.for_all, lines)
        judged.append(replace(task_of(texts, settings, next(iter(tasks.values())).folder, False), hands_on=False))
    run_tasks(judged, workers, tell)
    sizes = list(Counter(submissions.values()).values())
    across: list[AcrossPair] = []
    for task, of_batch in zip(judged, inside, strict=True):
        report = read_result(task.folder, task.key, task.documents)
        across += pairs_between(report, of_batch, submissions, sizes, settings)
    return each_once(across), [task.key for task in judged]


def _members(
    wanted: AbstractSet[int], tasks: Mapping[str, Task]
) -> tuple[dict[int, Member], dict[str, list[LearntLine]]]:
    """Members of batches by number; and the printed lines that their units learnt."""
    members: dict[int, Member] = {}
    learnt: dict[str, list[LearntLine]] = {}
    for unit, task in tasks.items():
        numbered = ((document_number(d.key, d.id), row, d) for row, d in enumerate(_submissions_of(task)))
        mine = [one for one in numbered if one[0] in wanted]
        if mine:
            persons, learnt[unit] = read_persons(task.folder, task.key, [row for _, row, _ in mine])
            for (number, _, document), person in zip(mine, persons, strict=True):
                members[number] = Member(unit, document.with_fields(person=person))
    return members, learnt
