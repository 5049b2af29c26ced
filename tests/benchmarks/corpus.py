"""Corpora of any size for speed benchmarks: simulated people, some of whom copy.

    python tests/benchmarks/corpus.py 2000 FOLDER --seed 1 --copy-rate 0.1

In a test: `make_corpus(2000, seed=1, copy_rate=0.1)` gives documents and labels.
"""

from __future__ import annotations

import argparse
from itertools import cycle
from pathlib import Path

from detector.evaluation.planting import Order, PlantedUnit, plant
from detector.evaluation.simulation import SimulatedUnit

# As they are found in offices: mostly whole copies with small edits and parts of texts.
KINDS = ("light", "partial", "verbatim", "light", "partial", "mosaic")


def make_corpus(size: int, *, seed: int = 1, copy_rate: float = 0.1) -> PlantedUnit:
    """`size` texts of about 550 syllables, `copy_rate` of them copies of others; 100,000 take about two minutes."""
    kinds = cycle(KINDS)
    orders = [Order(next(kinds)) for _ in range(round(size * copy_rate))]
    return plant(SimulatedUnit(size, seed).documents(), orders, seed=seed)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("size", type=int)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--copy-rate", type=float, default=0.1)
    arguments = parser.parse_args()
    make_corpus(arguments.size, seed=arguments.seed, copy_rate=arguments.copy_rate).write(arguments.folder)


if __name__ == "__main__":
    main()
