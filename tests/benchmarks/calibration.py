"""Flagged pairs in simulated units in which nobody copies, beside the number that the threshold promises.

    python tests/benchmarks/calibration.py --units 200 --seed 1 --jobs 2 [--form] [--stock 6]

Sizes run from 20 to 100. Prints a Markdown table and the strongest chance pairs.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from random import Random

from detector.analysis import analyse
from detector.evaluation.simulation import SimulatedUnit
from detector.matches import Method
from detector.settings import Settings

PROMISES = (1.0, 0.1, 0.01, 0.001, 0.0001)
METHODS = (Method.PASSAGES, Method.ORDER)  # each has a null of its own
SIZES = (20, 30, 40, 50, 60, 80, 100)


@dataclass(frozen=True, slots=True)
class Outcome:
    """One unit.

    Attributes:
        flagged: left and right id, bits.
        strongest: bits of the strongest pair.
        expected: what each pair says of itself, by its method: how many such pairs chance makes in this unit.
        boilerplate: how many of the flagged pairs are of two writers of boilerplate.
    """

    size: int
    seed: int
    kind: str
    form: str
    flagged: tuple[tuple[str, str, float], ...]
    strongest: float
    expected: tuple[tuple[Method, float], ...]
    boilerplate: int


def main() -> None:
    arguments = _arguments()
    units = _units(arguments.units, arguments.seed, arguments.stock)
    with ProcessPoolExecutor(arguments.jobs) as pool:
        outcomes = list(pool.map(partial(_scan, with_form=arguments.form), units, chunksize=2))
    print("\n".join(_table(outcomes, Settings().expected_false_pairs)))
    print()
    print("\n".join(_promises(outcomes)))
    print()
    print("\n".join(_strongest(outcomes)))


def _units(count: int, seed: int, stock: int) -> Iterator[SimulatedUnit]:
    """All sizes equally often."""
    rng = Random(seed)
    for number in range(count):
        yield SimulatedUnit(SIZES[number % len(SIZES)], rng.randrange(10**6), stock_per_topic=stock, handed_out=True)


def _scan(unit: SimulatedUnit, *, with_form: bool) -> Outcome:
    forms = [unit.blank_form()] if with_form else []
    people = list(unit)
    empty = {person.document.id for person in people if person.is_boilerplate}
    pairs = analyse([*(person.document for person in people), *forms], settings=Settings()).pairs
    return Outcome(
        unit.size,
        unit.seed,
        unit.office.kind,
        unit.office.form["id"],
        tuple((p.left_id, p.right_id, p.evidence) for p in pairs.flagged()),
        max((p.evidence for p in pairs), default=0.0),
        tuple((pair.method, pair.expected) for pair in pairs if pair.expected is not None),
        sum({pair.left_id, pair.right_id} <= empty for pair in pairs.flagged()),
    )


def _table(outcomes: list[Outcome], expected: float) -> Iterator[str]:
    heads = ("submissions", "units", "flagged pairs expected", "flagged", "of two boilerplate texts", "units with one")
    yield "| " + " | ".join([*heads, "strongest, median bits", "highest"]) + " |"
    yield "|---" * 8 + "|"
    ordered = sorted(outcomes, key=lambda outcome: outcome.size)
    groups = [(str(size), list(group)) for size, group in groupby(ordered, key=lambda outcome: outcome.size)]
    for name, group in [*groups, ("all", outcomes)]:
        flagged = sum(len(outcome.flagged) for outcome in group)
        of_two = sum(outcome.boilerplate for outcome in group)
        units = sum(bool(outcome.flagged) for outcome in group)
        bits = sorted(outcome.strongest for outcome in group)
        counts = f"{len(group)} | {expected * len(group):.2f} | {flagged} | {of_two} | {units}"
        yield f"| {name} | {counts} | {bits[len(bits) // 2]:.0f} | {bits[-1]:.0f} |"


def _promises(outcomes: list[Outcome]) -> Iterator[str]:
    """A calibrated number is kept: of pairs that say "at most x by chance" each method has x a unit."""
    yield f"| pairs that say at most | expected of each method | {' | '.join(METHODS)} |"
    yield "|---" * (2 + len(METHODS)) + "|"
    told = [one for outcome in outcomes for one in outcome.expected]
    for promise in PROMISES:
        there = (sum(of is method and expected <= promise for of, expected in told) for method in METHODS)
        yield f"| {promise} | {promise * len(outcomes):g} | {' | '.join(map(str, there))} |"


def _strongest(outcomes: list[Outcome]) -> Iterator[str]:
    """Where to look first when there are more than expected."""
    rows = [(bits, left, right, o) for o in outcomes for left, right, bits in o.flagged]
    for bits, left, right, o in sorted(rows, key=lambda row: -row[0])[:10]:
        yield f"- {bits:.0f} bits: {left} and {right} of `SimulatedUnit({o.size}, {o.seed})`, {o.kind}, {o.form}"


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--units", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--stock", type=int, default=2, help="stock sentences per item; 6 gives a tail that few use")
    parser.add_argument("--form", action="store_true", help="give the unit's blank form to the scan")
    parser.add_argument("--jobs", type=int, default=2)
    return parser.parse_args()


if __name__ == "__main__":
    main()
