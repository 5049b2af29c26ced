"""Many simulated units in one folder, with copies inside units and between them.

    python tests/benchmarks/province.py FOLDER --units 20 --size 100

In a test: `make_province(20, 100)` gives documents and the planted copies.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import cycle
from pathlib import Path
from random import Random

from detector.documents import Document
from detector.evaluation.planting import Order, plant
from tests.benchmarks.corpus import make_corpus

# A mosaic takes from several people; between offices somebody sends one file to somebody.
BETWEEN_KINDS = ("light", "partial", "verbatim")


@dataclass(frozen=True)
class Province:
    """Submissions whose ids begin with the unit's folder.

    Attributes:
        inside, between: kind of each planted copy, by (copy, source).
    """

    documents: tuple[Document, ...]
    inside: dict[tuple[str, str], str]
    between: dict[tuple[str, str], str]

    def write(self, folder: Path) -> Path:
        """One .txt file a person, a folder a unit."""
        for document in self.documents:
            path = folder / document.id
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(document.text, encoding="utf-8", newline="\n")
        return folder

    def by_unit(self) -> dict[str, tuple[Document, ...]]:
        """The submissions of each unit."""
        units: dict[str, list[Document]] = {}
        for document in self.documents:
            units.setdefault(document.id.split("/")[0], []).append(document)
        return {unit: tuple(documents) for unit, documents in sorted(units.items())}


def make_province(
    units: int, size: int, *, seed: int = 1, copy_rate: float = 0.1, between_rate: float = 0.02
) -> Province:
    """`units` units of `size` people each; every unit is an office of its own, with its own stock sentences."""
    documents: list[Document] = []
    inside: dict[tuple[str, str], str] = {}
    for number in range(units):
        made = make_corpus(size, seed=1000 * seed + number, copy_rate=copy_rate)
        folder = f"unit_{number:04d}"
        documents += [replace(d, id=f"{folder}/{d.id}", path=f"{folder}/{d.id}") for d in made.documents]
        inside |= {(f"{folder}/{c.copy}", f"{folder}/{c.source}"): c.kind for c in made.copies}
    taken = {id for pair in inside for id in pair}
    free = [document.id for document in documents if document.id not in taken]
    Random(f"{seed}:between").shuffle(free)
    orders = list(_orders(free, round(len(documents) * between_rate)))
    planted = plant(documents, orders, seed=seed)
    return Province(planted.documents, inside, {(c.copy, c.source): c.kind for c in planted.copies})


def _orders(free: list[str], count: int) -> Iterator[Order]:
    """Copies between two people of different units whom nothing else was planted on."""
    kinds = cycle(BETWEEN_KINDS)
    waiting: list[str] = []
    for id in free:
        partner = next((other for other in waiting if other.split("/")[0] != id.split("/")[0]), None)
        if partner is None:
            waiting.append(id)
            continue
        waiting.remove(partner)
        yield Order(next(kinds), copier_ids=(partner,), source_ids=(id,))
        count -= 1
        if count <= 0:
            return


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--units", type=int, default=20)
    parser.add_argument("--size", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    make_province(arguments.units, arguments.size, seed=arguments.seed).write(arguments.folder)


if __name__ == "__main__":
    main()
