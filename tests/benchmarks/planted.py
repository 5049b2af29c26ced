"""How many planted copies are found, by kind and by disguise, and what else is flagged.

    python tests/benchmarks/planted.py --units 20,100,1000 --seed 1 [--form]

Every kind is planted without disguise and every disguise on whole copies and on partial ones, several times, in as many
units of each size as are needed so that no more than a third of a unit are copiers. Prints Markdown tables.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field

from detector.analysis import analyse
from detector.evaluation import evaluate
from detector.evaluation.planting import Order, PlantedUnit, plant
from detector.evaluation.planting.registry import all_disguises, all_kinds
from detector.evaluation.simulation import SimulatedUnit
from detector.report import Report
from detector.settings import Settings

COMBINED = ("nfd+look_alikes", "no_marks+upper_case", "rewrapped+spaces+zero_width", "bullets+pronouns+facts")
DISGUISED_KINDS = ("verbatim", "light", "partial")
_COPIERS_SHARE = 1 / 3
_PERSONS = {"verbatim": 2, "light": 2, "partial": 2, "mosaic": 4, "self": 1, "stock": 1, "crowd": 7}


@dataclass(slots=True)
class Tally:
    """Counts over all units of one size; keys are (kind, disguise)."""

    planted: Counter[tuple[str, str]] = field(default_factory=Counter)
    found: Counter[tuple[str, str]] = field(default_factory=Counter)
    missed: list[str] = field(default_factory=list)
    characters: dict[tuple[str, str], list[float]] = field(default_factory=dict)
    false_pairs: int = 0
    implied_pairs: int = 0
    boilerplate: Counter[str] = field(default_factory=Counter)
    units: int = 0
    seconds: float = 0.0

    def add(self, other: Tally) -> None:
        """Counts of another unit."""
        self.planted += other.planted
        self.found += other.found
        self.missed += other.missed
        for key, scores in other.characters.items():
            self.characters.setdefault(key, []).extend(scores)
        self.false_pairs += other.false_pairs
        self.implied_pairs += other.implied_pairs
        self.boilerplate += other.boilerplate
        self.units += other.units


def main() -> None:
    arguments = _arguments()
    sizes = [int(size) for size in arguments.units.split(",")]
    tallies = {size: _measure(size, arguments) for size in sizes}
    print("\n".join(_kind_table(tallies)), end="\n\n")
    print("\n".join(_disguise_table(tallies)), end="\n\n")
    print("\n".join(_unit_table(tallies)), end="\n\n")
    print("\n".join(f"- not found: {line}" for tally in tallies.values() for line in tally.missed))


def _measure(size: int, arguments: argparse.Namespace) -> Tally:
    batches = enumerate(_batches(size, arguments.repeat), arguments.seed * 1000)
    tasks = [(size, seed, orders, arguments.form) for seed, orders in batches]
    total = Tally()
    with ProcessPoolExecutor(arguments.jobs) as pool:
        for tally in pool.map(_scan, tasks):
            total.add(tally)
    return total


def _batches(size: int, repeat: int) -> Iterator[list[Order]]:
    """Orders for one unit after the other."""
    batch: list[Order] = []
    persons = 0
    for order in _orders(repeat):
        needed = _PERSONS[order.kind]
        if batch and persons + needed > size * _COPIERS_SHARE:
            yield batch
            batch, persons = [], 0
        batch.append(order)
        persons += needed
    yield batch


def _orders(repeat: int) -> Iterator[Order]:
    for _ in range(repeat):
        yield from (Order(kind) for kind in all_kinds())
        for disguise in (*all_disguises(), *COMBINED):
            yield from (Order(kind, disguise) for kind in DISGUISED_KINDS)


def _scan(task: tuple[int, int, Sequence[Order], bool]) -> Tally:
    size, seed, orders, with_form = task
    simulated = SimulatedUnit(size, seed, handed_out=True)
    unit = plant(simulated.documents(), orders, seed=seed)
    forms = [simulated.blank_form()] if with_form else []
    tally = _tally(unit, analyse([*unit.documents, *forms], settings=Settings()))
    tally.missed = [f"{line} of SimulatedUnit({size}, {seed})" for line in tally.missed]
    return tally


def _tally(unit: PlantedUnit, report: Report) -> Tally:
    evaluation = evaluate(report, unit.labels())
    flagged = {frozenset((pair.left_id, pair.right_id)) for pair in report.pairs.flagged()}
    tally = Tally(units=1, false_pairs=len(evaluation.pairs.false), implied_pairs=len(evaluation.pairs.implied))
    for copy in unit.copies:
        key = copy.kind, copy.disguise
        tally.planted[key] += 1
        tally.found[key] += frozenset((copy.copy, copy.source)) in flagged
        if frozenset((copy.copy, copy.source)) not in flagged:
            tally.missed.append(f"{copy.kind} {copy.disguise}: {copy.copy} from {copy.source}")
        tally.characters.setdefault(key, []).append(_recall(unit, report, copy.copy, copy.source))
    _count_boilerplate(tally, unit, report)
    return tally


def _recall(unit: PlantedUnit, report: Report, copy: str, source: str) -> float:
    """Share of the copied characters of the copy that lie in a passage of the pair."""
    planted = next(c for c in unit.copies if (c.copy, c.source) == (copy, source))
    wanted = {at for taken in planted.passages for at in range(taken.copy.start, taken.copy.end)}
    sides = [side for p in report.passages if {p.left.id, p.right.id} == {copy, source} for side in (p.left, p.right)]
    found = {at for side in sides if side.id == copy for at in range(side.start, side.end)}
    return len(wanted & found) / max(len(wanted), 1)


def _count_boilerplate(tally: Tally, unit: PlantedUnit, report: Report) -> None:
    planted = {id for id, role in unit.roles.items() if role == "boilerplate"}
    for row in report.submissions:
        if row.id in planted:
            tally.boilerplate["found" if "boilerplate" in row.flags else "missed"] += 1


def _kind_table(tallies: dict[int, Tally]) -> Iterator[str]:
    yield "| kind | " + " | ".join(f"found of planted, unit of {size} | passages" for size in tallies) + " |"
    yield "|---" * (1 + 2 * len(tallies)) + "|"
    for kind in all_kinds():
        if kind != "stock":
            yield f"| {kind} | " + " | ".join(_cells(tally, kind, "") for tally in tallies.values()) + " |"


def _disguise_table(tallies: dict[int, Tally]) -> Iterator[str]:
    heads = [f"{kind}, {size}" for size in tallies for kind in DISGUISED_KINDS]
    yield "| disguise | " + " | ".join(heads) + " |"
    yield "|---" * (1 + len(heads)) + "|"
    for disguise in (*all_disguises(), *COMBINED):
        cells = [_short(tally, kind, disguise) for tally in tallies.values() for kind in DISGUISED_KINDS]
        yield f"| {disguise} | " + " | ".join(cells) + " |"


def _unit_table(tallies: dict[int, Tally]) -> Iterator[str]:
    yield "| unit of | units | copies | recall | flagged, not planted | precision | stock texts flagged as such |"
    yield "|---|---|---|---|---|---|---|"
    for size, tally in tallies.items():
        planted, found = tally.planted.total(), tally.found.total()
        precision = found / max(found + tally.false_pairs, 1)
        stock = f"{tally.boilerplate['found']} of {tally.boilerplate.total()}"
        pairs = f"{planted} | {found / planted:.3f} | {tally.false_pairs} | {precision:.3f}"
        yield f"| {size} | {tally.units} | {pairs} | {stock} |"


def _cells(tally: Tally, kind: str, disguise: str) -> str:
    key = kind, disguise
    scores = tally.characters.get(key, [0.0])
    return f"{tally.found[key]} of {tally.planted[key]} | {sum(scores) / len(scores):.3f}"


def _short(tally: Tally, kind: str, disguise: str) -> str:
    """Found of planted, and the share of copied characters inside passages."""
    key = kind, disguise
    scores = tally.characters.get(key, [0.0])
    return f"{tally.found[key]}/{tally.planted[key]} {sum(scores) / len(scores):.2f}"


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--units", default="20,100,1000", help="sizes, joined by commas")
    parser.add_argument("--repeat", type=int, default=3, help="how often each kind and disguise is planted")
    parser.add_argument("--form", action="store_true", help="give the unit's blank form to the scan")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=2)
    return parser.parse_args()


if __name__ == "__main__":
    main()
