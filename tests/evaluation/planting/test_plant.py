from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from detector.documents import Document, Role
from detector.errors import InputError
from detector.evaluation.planting import Order, PlantedUnit, plant
from detector.evaluation.planting.registry import all_kinds
from detector.evaluation.simulation import SimulatedUnit


@pytest.fixture(scope="module")
def unit() -> list[Document]:
    return SimulatedUnit(30, 1, "school").documents()


def test_a_verbatim_copy_is_the_source_between_ones_own_header_and_signature(forms: list[Document]) -> None:
    text = text_of(planted(forms, "verbatim"), "binh.txt")
    assert text == forms[0].text.replace(": An\n", ": Binh\n").replace("GIÁ\nAn\n", "GIÁ\nBinh\n")


def test_a_light_copy_keeps_most_words_of_every_item(unit: list[Document]) -> None:
    copies = plant(unit, [Order("light")] * 8, seed=1).labels()["copies"]
    pairs = [(p["copy_text"].split(), p["source_text"].split()) for copy in copies for p in copy["passages"]]
    kept = [len(set(new) & set(old)) / len(set(old)) for new, old in pairs]
    assert sum(new != old for new, old in pairs) > 0.8 * len(pairs)
    assert sum(kept) / len(kept) > 0.6


def test_a_partial_copy_leaves_the_rest_of_the_persons_text(forms: list[Document]) -> None:
    result = planted(forms, "partial")
    text, passages = text_of(result, "binh.txt"), result.labels()["copies"][0]["passages"]
    assert [passage["copy_text"] for passage in passages] == [passage["source_text"] for passage in passages] != []
    assert "bài thu hoạch 6 trang" in text
    assert "thư viện 1.240 cuốn" not in text


def test_a_mosaic_takes_from_two_or_three_people(unit: list[Document]) -> None:
    result = plant(unit, [Order("mosaic")] * 3, seed=2)
    sources: dict[str, set[str]] = {}
    for copy in result.copies:
        sources.setdefault(copy.copy, set()).add(copy.source)
    assert len(sources) == 3
    assert all(2 <= len(taken) <= 3 for taken in sources.values())


def test_a_crowd_has_one_source(unit: list[Document]) -> None:
    result = plant(unit, [Order("crowd", copiers=9)], seed=2)
    assert len({copy.source for copy in result.copies}) == 1
    assert len({copy.copy for copy in result.copies}) == 9


def test_copying_oneself_adds_an_earlier_text_with_other_figures(forms: list[Document]) -> None:
    result = plant(forms, [Order("self", copier_ids=("an.txt",))], seed=1)
    earlier = next(document for document in result.documents if document.role is Role.PREVIOUS)
    assert text_of(result, "an.txt") == forms[0].text
    assert "Cuối năm 2023" in earlier.text
    assert [copy.source for copy in result.copies] == [earlier.id]
    assert result.roles[earlier.id] == "previous_year"


def test_stock_texts_copy_nobody(unit: list[Document]) -> None:
    result = plant(unit, [Order("stock")], seed=1)
    assert result.copies == ()
    assert list(result.roles.values()).count("boilerplate") == 1


@pytest.mark.parametrize("kind", all_kinds())
def test_nobody_copies_twice_and_nobody_copies_a_copier(unit: list[Document], kind: str) -> None:
    result = plant(unit, [Order(kind, copiers=1)] * 4, seed=3)
    copiers = [id for id, role in result.roles.items() if role in ("copy", "boilerplate")]
    assert len(copiers) == 4
    assert not set(copiers) & {copy.source for copy in result.copies}


def test_one_seed_gives_one_unit_whatever_the_order_of_the_texts(unit: list[Document]) -> None:
    orders = [Order("light", "nfd"), Order("mosaic")]
    first, second = plant(unit, orders, seed=5), plant(unit[::-1], orders, seed=5)
    assert first.labels()["copies"] == second.labels()["copies"]
    assert first.labels()["copies"] != plant(unit, orders, seed=6).labels()["copies"]


def test_more_copies_than_people_are_refused(forms: list[Document]) -> None:
    with pytest.raises(InputError, match="Not enough texts: a copy of kind mosaic needs 4, 3 are left"):
        plant(forms, [Order("mosaic")], seed=1)


def test_a_unit_is_written_as_a_folder_with_its_labels(forms: list[Document], tmp_path: Path) -> None:
    plant(forms, [Order("self", copier_ids=("an.txt",))], seed=1).write(tmp_path)
    assert sorted(str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*.*")) == [
        "labels.json",
        "previous/an.txt",
        "submissions/an.txt",
        "submissions/binh.txt",
        "submissions/chi.txt",
    ]
    labels = json.loads((tmp_path / "labels.json").read_text("utf-8"))
    text = (tmp_path / "previous" / "an.txt").read_text("utf-8")
    assert all(passage["source_text"] in text for passage in labels["copies"][0]["passages"])


def planted(forms: Sequence[Document], kind: str) -> PlantedUnit:
    """Bình copies from An."""
    return plant(forms, [Order(kind, copier_ids=("binh.txt",), source_ids=("an.txt",))], seed=4)


def text_of(unit: PlantedUnit, id: str) -> str:
    return next(document.text for document in unit.documents if document.id == id)
