"""Simulated people: the same for one seed, unlike each other, labelled to the character."""

from __future__ import annotations

import statistics
from itertools import combinations
from pathlib import Path
from random import Random

import pytest

from detector.evaluation.simulation import Layer, SimulatedDocument, SimulatedUnit
from detector.evaluation.simulation.grammar import Deck, expand, parse
from detector.evaluation.simulation.lexicon import KINDS
from detector.text.fields import with_fields
from detector.text.fold import SYLLABLE, fold


def test_templates_draw_alternatives_rules_and_numbers() -> None:
    template = parse("{me} (dạy|đứng lớp) <3-5> tiết( nữa|) (ngoài giờ), đạt <7-8,1>")
    wordings = {expand(template, {"me": (("tôi",),)}, Random(seed)) for seed in range(300)}
    assert all(wording.startswith(("tôi dạy ", "tôi đứng lớp ")) for wording in wordings)
    assert any(" 5 tiết nữa (ngoài giờ), đạt 7," in wording for wording in wordings)
    assert any(" 4 tiết (ngoài giờ), đạt 8,0" in wording for wording in wordings)


@pytest.mark.parametrize("broken", ["(a|b", "a)", "a|b"])
def test_a_template_with_a_lost_bracket_is_refused(broken: str) -> None:
    with pytest.raises(ValueError, match=r"without|unexpected"):
        parse(broken)


def test_a_deck_repeats_nothing_before_all_is_dealt() -> None:
    deck = Deck([("a",), ("b",), ("c",)], Random(1))
    assert sorted(expand(parse("{letter}"), {"letter": deck}, Random(n)) for n in range(3)) == ["a", "b", "c"]


@pytest.mark.parametrize("kind", KINDS)
def test_documents_depend_on_seed_and_number_alone(kind: str) -> None:
    small, large = (SimulatedUnit(size, 5, kind).documents() for size in (5, 40))
    assert [d.text for d in small] == [d.text for d in large[:5]]
    assert small[0].text != SimulatedUnit(5, 6, kind).documents()[0].text


@pytest.mark.parametrize("kind", KINDS)
def test_layers_cover_everything_but_blanks_and_list_signs(kind: str) -> None:
    for simulated in SimulatedUnit(10, 2, kind):
        text, at = simulated.document.text, 0
        for span in simulated.layers:
            assert text[at : span.start].strip(" \n-+•") == ""
            assert span.start < span.end
            at = span.end
        assert text[at:].strip() == ""


def test_stock_sentences_are_shared_and_own_sentences_are_not() -> None:
    texts = {layer: [sentences(s, layer) for s in SimulatedUnit(60, 3)] for layer in (Layer.STOCK, Layer.OWN)}
    shared = {layer: [left & right for left, right in combinations(sets, 2)] for layer, sets in texts.items()}
    assert statistics.mean(map(len, shared[Layer.STOCK])) > 0.5
    assert [common for common in shared[Layer.OWN] if common] == []


def test_no_two_people_have_one_name_and_the_form_tells_it() -> None:
    documents = SimulatedUnit(300, 4).documents()
    assert len({document.author for document in documents}) == 300
    from_text = with_fields(SimulatedUnit(1, 4, "school").documents()[0].with_fields(author=None))
    assert from_text.author == SimulatedUnit(1, 4, "school").documents()[0].author


def test_simulated_people_are_no_more_alike_than_the_people_of_the_sample_unit() -> None:
    """Runs of four syllables that two independent people have in common, form and stock wording left out."""
    simulated = [likeness(unit) for seed in range(4) for unit in [list(SimulatedUnit(32, seed))]]
    assert statistics.mean(simulated) < 2.5  # sample unit: 1.0 for the honest, 1.6 for writers of boilerplate


def test_a_unit_of_any_size_is_written_as_files(tmp_path: Path) -> None:
    SimulatedUnit(1001, 1).write(tmp_path)
    assert len(list(tmp_path.rglob("*.txt"))) == 1001
    assert len(list((tmp_path / "000").iterdir())) == 1000


def sentences(simulated: SimulatedDocument, layer: Layer) -> set[str]:
    """Those of eight syllables and more."""
    texts = (simulated.document.text[s.start : s.end] for s in simulated.layers if s.layer is layer)
    return {text for text in texts if len(text.split()) >= 8}


def likeness(unit: list[SimulatedDocument]) -> float:
    grams = [own_grams(simulated) for simulated in unit]
    return statistics.mean(len(left & right) for left, right in combinations(grams, 2))


def own_grams(simulated: SimulatedDocument) -> set[tuple[str, ...]]:
    found: set[tuple[str, ...]] = set()
    for span in simulated.layers:
        if span.layer is Layer.OWN:
            words = SYLLABLE.findall(fold(simulated.document.text[span.start : span.end]).text)
            found |= set(zip(words, words[1:], words[2:], words[3:], strict=False))
    return found
