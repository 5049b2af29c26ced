"""The data files of this package, parsed once."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from detector.evaluation.simulation.grammar import Template, parse
from detector.text.lexicon import resource

KINDS = ("school", "office", "clinic")

# Which sentences of the rule people paste below which item: Điều 3 of the decree has four for each, in this order.
_RULE_FILE = "rules/nd90-2020-dieu-3.toml"
_RULE_TOPICS = ("politics", "conduct", "style", "discipline")
_RULE_SENTENCES_EACH = 4

Templates = tuple[Template, ...]


@dataclass(frozen=True, slots=True)
class Job:
    """What one kind of colleague does and writes about."""

    posts: tuple[str, ...]
    tasks: Templates
    results: Templates


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Everything people of one kind of office write with."""

    units: Templates
    served: Templates
    rules: Mapping[str, Templates]
    topics: Mapping[str, Templates]
    generic: Mapping[str, Templates]
    jobs: tuple[Job, ...]


@cache
def data(name: str) -> dict[str, Any]:
    """One file of `data`."""
    return tomllib.loads(files(__package__).joinpath("data", f"{name}.toml").read_text(encoding="utf-8"))


@cache
def vocabulary(kind: str) -> Vocabulary:
    """`kind` is one of `KINDS`."""
    common, own = data("common"), data(kind)
    return Vocabulary(
        units=_parsed(own["units"]),
        served=_parsed(own["served"]),
        rules=_tables(common["rules"] | own["rules"]),
        topics=_tables(common["topics"]),
        generic=_tables(common["generic"]),
        jobs=tuple(Job(tuple(j["posts"]), _parsed(j["tasks"]), _parsed(j["results"])) for j in own["jobs"]),
    )


@cache
def rule_sentences() -> Mapping[str, tuple[str, ...]]:
    """Sentences of the decree by topic."""
    sentences: list[str] = resource(_RULE_FILE)["sentences"]
    size = _RULE_SENTENCES_EACH
    return {topic: tuple(sentences[n * size : (n + 1) * size]) for n, topic in enumerate(_RULE_TOPICS)}


@cache
def genre_clauses() -> Mapping[str, tuple[str, ...]]:
    """Stock clauses of all offices by kind: ``strength``, ``weakness``, ``cause``, ``plan``."""
    families: list[dict[str, Any]] = resource("stock/clauses.toml")["family"]
    kinds = dict.fromkeys(family["kind"] for family in families)
    return {kind: tuple(c for f in families if f["kind"] == kind for c in f["clauses"]) for kind in kinds}


def _tables(tables: Mapping[str, Sequence[str]]) -> dict[str, Templates]:
    return {name: _parsed(alternatives) for name, alternatives in tables.items()}


def _parsed(alternatives: Sequence[str]) -> Templates:
    return tuple(map(parse, alternatives))
