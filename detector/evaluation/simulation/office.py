"""One office: what its people have in common before anybody writes a line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import accumulate
from random import Random
from typing import Any

from detector.evaluation.simulation.grammar import Rules, Template, expand
from detector.evaluation.simulation.lexicon import Templates, Vocabulary, data, vocabulary

TOPICS = ("politics", "conduct", "style", "discipline", "work", "service", "weakness", "plan")
_STAFF_NAMED = 24  # colleagues whom others mention
_EVENTS = 5
_PLACES = 9


@dataclass(frozen=True, slots=True)
class Stock:
    """The stock sentences of one topic, most popular first, and the chance of each as a running sum."""

    sentences: tuple[str, ...]
    weights: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Office:
    """A unit's name, form, stock wording, colleagues, places and events."""

    kind: str
    name: str
    place: str
    form: Mapping[str, Any]
    stock: Mapping[str, Stock]
    vocabulary: Vocabulary
    rules: Rules


def found_office(kind: str, rng: Random, *, stock_per_topic: int) -> Office:
    """An office of this kind, drawn; of the known stock sentences it uses `stock_per_topic` below each item."""
    words = vocabulary(kind)
    places = rng.sample(words.rules["place_name"], _PLACES)
    rules = dict(words.rules) | {"place": (*places[:1] * 4, *places), "served": words.served}
    rules["colleague"] = _literals(
        expand(rng.choice(words.rules["colleague"]), rules, rng) for _ in range(_STAFF_NAMED)
    )
    rules["event"] = tuple(rng.sample(words.rules["event"], _EVENTS))
    here = {"place": (places[0],)}
    forms = [form for form in data("forms")["forms"] if kind in form["kinds"]]
    return Office(
        kind=kind,
        name=expand(rng.choice(words.units), here, rng),
        place=expand(places[0], here, rng),
        form=rng.choice(forms),
        stock={topic: _stock(data("stock")["sentences"][topic], stock_per_topic, rng) for topic in TOPICS},
        vocabulary=words,
        rules=rules,
    )


def _stock(sentences: list[str], count: int, rng: Random) -> Stock:
    """Popularity after Zipf: the n-th sentence is used 1/n as often as the first, and which that is differs by unit."""
    order = rng.sample(sentences, min(count, len(sentences)))
    return Stock(tuple(order), tuple(accumulate(1 / rank for rank in range(1, len(order) + 1))))


def _literals(texts: Iterable[str]) -> Templates:
    found: list[Template] = [(text,) for text in texts]
    return tuple(found)
