"""The line of the same simulated units with no, one and thirty copies among a hundred texts.

    python -m tests.benchmarks.null [--units 30] [--size 100] [--seed 1]

Copies must not raise the line: a weak copy would go free where many copy. Prints the median of each.
"""

from __future__ import annotations

import argparse
from itertools import cycle, islice
from random import Random
from statistics import median

from detector.analysis import analyse
from detector.evaluation.planting import Order, plant
from detector.evaluation.simulation import SimulatedUnit
from detector.matches import Method
from detector.settings import Settings

COPIES = (0, 1, 30)
KINDS = ("light", "partial", "verbatim")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--units", type=int, default=30)
    parser.add_argument("--size", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    random = Random(given.seed)
    lines = [lines_of(SimulatedUnit(given.size, random.randrange(10**6), handed_out=True)) for _ in range(given.units)]
    for count, of_units in zip(COPIES, zip(*lines, strict=True), strict=True):
        print(f"{count} copies: median line {median(of_units):.2f} bits, {min(of_units):.1f} to {max(of_units):.1f}")


def lines_of(unit: SimulatedUnit) -> list[float]:
    """The line of the unit with each number of copies, in bits, also where every flagged pair must have more."""
    return [line_of(unit, copies) for copies in COPIES]


def line_of(unit: SimulatedUnit, copies: int) -> float:
    """The evidence of which chance makes as many pairs as are allowed."""
    planted = plant(unit.documents(), [Order(kind) for kind in islice(cycle(KINDS), copies)], seed=unit.seed)
    settings = Settings()
    nulls = analyse([*planted.documents, unit.blank_form()], settings=settings).nulls
    (null,) = (one.null for one in nulls if one.method is Method.PASSAGES and one.null)
    return null.score_at(settings.chance_pairs_allowed(unit.size))


if __name__ == "__main__":
    main()
