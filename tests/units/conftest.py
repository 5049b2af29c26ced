"""Three small units of one province, with copies inside them and between them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import cycle
from pathlib import Path

import pytest

from detector.documents import Document
from detector.evaluation.planting import Order, plant
from detector.evaluation.simulation import SimulatedUnit

UNITS = ("thpt_a", "thpt_b", "trung_tam")
SIZE = 24
INSIDE = ("light", "partial")
BETWEEN = (("thpt_a", 3, "thpt_b", 4, "light"), ("thpt_b", 9, "trung_tam", 2, "light"))


@dataclass(frozen=True)
class Province:
    """Submissions by id, and the pairs (copy, source) that were planted between units."""

    documents: tuple[Document, ...]
    between: frozenset[frozenset[str]]

    def write(self, folder: Path) -> Path:
        for document in self.documents:
            path = folder / document.id
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(document.text, encoding="utf-8", newline="\n")
        return folder


def make_province(size: int = SIZE, between: tuple[tuple[str, int, str, int, str], ...] = BETWEEN) -> Province:
    texts: list[Document] = []
    for seed, unit in enumerate(UNITS):
        kinds = cycle(INSIDE)
        orders = [
            Order(next(kinds), copier_ids=(_name(size - 1 - 2 * n),), source_ids=(_name(size - 2 - 2 * n),))
            for n in range(len(INSIDE))
        ]
        planted = plant(SimulatedUnit(size, 70 + seed).documents(), orders, seed=seed)
        texts += [replace(d, id=f"{unit}/{d.id}", path=f"{unit}/{d.id}") for d in planted.documents]
    crossing = [
        Order(kind, copier_ids=(f"{copier}/{_name(a)}",), source_ids=(f"{source}/{_name(b)}",))
        for copier, a, source, b, kind in between
    ]
    province = plant(texts, crossing, seed=7)
    return Province(province.documents, frozenset(frozenset((c.copy, c.source)) for c in province.copies))


def _name(number: int) -> str:
    return f"{number:04d}.txt"


@pytest.fixture(scope="session")
def province() -> Province:
    return make_province()
