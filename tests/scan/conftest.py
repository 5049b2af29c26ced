"""Units that several tests look at are scanned once per session."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from detector.analysis import analyse
from detector.documents import Document, Role
from detector.evaluation import Evaluation, evaluate
from detector.evaluation.planting import Order, PlantedUnit, plant
from detector.evaluation.planting.registry import all_disguises
from detector.readers.ingest import read_paths
from detector.report import Report
from detector.settings import Settings
from detector.text.fields import with_fields

SAMPLE = Path(__file__).parents[2] / "data" / "sample_unit"
SUBMISSIONS, PREVIOUS = SAMPLE / "submissions", SAMPLE / "previous"
FORM, LABELS = SAMPLE / "blank_form.docx", SAMPLE / "labels.json"

# Worn one over the other, as a person who wants to hide a copy would, or as three programs in a row do.
COMBINED = ("nfd+look_alikes", "no_marks+upper_case", "rewrapped+spaces+zero_width", "bullets+pronouns+facts")
DISGUISES = (*all_disguises(), *COMBINED)


# Two lists of coprime lengths give 63 names.
_MIDDLE = ("Văn", "Đức", "Hữu", "Quốc", "Công", "Xuân", "Đình")
_GIVEN = ("An", "Bảo", "Cảnh", "Doanh", "Giáp", "Hiệp", "Khải", "Luận", "Mạnh")


@dataclass(frozen=True)
class Scanned:
    """A report beside the labels of its unit."""

    unit: PlantedUnit
    report: Report

    def evaluation(self) -> Evaluation:
        return evaluate(self.report, self.unit.labels())


@pytest.fixture(scope="session")
def labels() -> dict[str, Any]:
    """Of the sample unit."""
    return json.loads(LABELS.read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def sample() -> list[Document]:
    """The sample unit with its form and last year's text, as a scan reads them."""
    groups = ((Role.SUBMISSION, SUBMISSIONS), (Role.PREVIOUS, PREVIOUS), (Role.FORM, FORM))
    read = [read_paths([path], role=role, settings=Settings()).documents for role, path in groups]
    return [with_fields(document) for documents in read for document in documents]


@pytest.fixture(scope="session")
def sample_pairs(labels: dict[str, Any]) -> set[frozenset[str]]:
    """Labelled copies of the sample unit."""
    return {frozenset((copy["copy"], copy["source"])) for copy in labels["copies"]}


@pytest.fixture(scope="session")
def independent(sample: list[Document], labels: dict[str, Any]) -> list[str]:
    """Ids of the sample texts that were copied from nobody and say something; the ones nobody copied come first."""
    copied = {copy["source"] for copy in labels["copies"]}
    roles = {id: facts["role"] for id, facts in labels["docs"].items()}
    ids = [d.id for d in sample if roles.get(d.id) in ("original", "hard_negative")]
    return sorted(ids, key=lambda id: (id in copied, id))


@pytest.fixture(scope="session")
def disguised(sample: list[Document], independent: list[str]) -> Scanned:
    """The sample unit and one newcomer for each disguise, who has a colleague's text in that disguise."""
    people = [newcomer(sample, number) for number in range(len(DISGUISES))]
    orders = [
        Order("verbatim", disguise, copier_ids=(person.id,), source_ids=(source,))
        for disguise, person, source in zip(DISGUISES, people, independent * 2, strict=False)
    ]
    return scanned(plant([*sample, *people], orders, seed=1))


@pytest.fixture(scope="session")
def crowded(sample: list[Document], independent: list[str]) -> Scanned:
    """The sample unit and twelve newcomers who have one colleague's text, lightly edited."""
    people = [newcomer(sample, number) for number in range(12)]
    order = Order("crowd", copier_ids=tuple(person.id for person in people), source_ids=(independent[0],))
    return scanned(plant([*sample, *people], [order], seed=2))


def newcomer(sample: Sequence[Document], number: int) -> Document:
    """Somebody with the form of the unit; what stands in it is about to be replaced."""
    model = next(document for document in sample if document.id.startswith("a08"))
    name = f"Kiều {_MIDDLE[number % len(_MIDDLE)]} {_GIVEN[number % len(_GIVEN)]}"
    text = model.text.replace(model.author or "", name)
    return Document(f"n{number:02d}.txt", f"n{number:02d}.txt", text, author=name, unit=model.unit, year=model.year)


def scanned(unit: PlantedUnit) -> Scanned:
    return Scanned(unit, analyse(unit.documents, settings=Settings()))
