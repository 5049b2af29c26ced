"""Sentences from templates.

``(a|b|)``    one of the alternatives, which may be empty and hold anything again; without a bar just brackets
``{name}``    an alternative of the rule of that name
``<3-20>``    a whole number; ``<3-9,1>`` with one decimal, written with a comma
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

_TOKEN = re.compile(r"\{(\w+)\}|<(\d+)-(\d+)(?:,(\d))?>|([(|)])|([^{<(|)]+|[{<])")


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several."""

    options: tuple[Template, ...]


@dataclass(frozen=True, slots=True)
class Slot:
    """Filled from the rule of that name."""

    name: str


@dataclass(frozen=True, slots=True)
class Number:
    """`low` to `high`, both in units of the last decimal."""

    low: int
    high: int
    decimals: int


class Deck(Sequence["Template"]):
    """Alternatives that are dealt: none comes again before all have been."""

    def __init__(self, alternatives: Sequence[Template], rng: Random) -> None:
        self._cards = rng.sample(alternatives, len(alternatives))
        self._dealt = 0

    def __len__(self) -> int:
        return len(self._cards)

    def __getitem__(self, index: object) -> Any:  # whatever is asked for: the next card
        self._dealt += 1
        return self._cards[(self._dealt - 1) % len(self._cards)]


Template = tuple["str | Choice | Slot | Number", ...]
Rules = Mapping[str, Sequence[Template]]


def parse(text: str) -> Template:
    """Raises `ValueError` for a bracket that is not closed."""
    tokens = list(_TOKEN.finditer(text))
    parts, at = _sequence(tokens, 0)
    if at < len(tokens):
        raise ValueError(f"unexpected ')' or '|' in {text!r}")
    return parts


def expand(template: Template, rules: Rules, rng: Random) -> str:
    """One wording. Raises `KeyError` for a slot without a rule."""
    out: list[str] = []
    _expand(template, rules, rng.random, out)
    return " ".join("".join(out).split())


def _expand(template: Template, rules: Rules, random: Callable[[], float], out: list[str]) -> None:
    for part in template:
        if isinstance(part, str):
            out.append(part)
        elif isinstance(part, Number):
            out.append(_written(part.low + int(random() * (part.high - part.low + 1)), part.decimals))
        else:
            options = part.options if isinstance(part, Choice) else rules[part.name]
            _expand(options[int(random() * len(options))], rules, random, out)


def _written(number: int, decimals: int) -> str:
    if not decimals:
        return f"{number:02d}" if number < 10 and number % 3 == 0 else str(number)
    return f"{number // 10**decimals},{number % 10**decimals:0{decimals}d}"


def _sequence(tokens: Sequence[re.Match[str]], at: int) -> tuple[Template, int]:
    """Parts up to a bar or closing bracket at this depth."""
    parts: list[str | Choice | Slot | Number] = []
    while at < len(tokens) and tokens[at][5] not in ("|", ")"):
        part, at = _part(tokens, at)
        parts += part
    return tuple(parts), at


def _part(tokens: Sequence[re.Match[str]], at: int) -> tuple[Sequence[str | Choice | Slot | Number], int]:
    slot, low, high, decimals, sign, literal = tokens[at].groups()
    if slot:
        return [Slot(slot)], at + 1
    if low:
        scale = 10 ** int(decimals or 0)
        return [Number(int(low) * scale, int(high) * scale, int(decimals or 0))], at + 1
    return _bracket(tokens, at + 1) if sign == "(" else ([literal], at + 1)


def _bracket(tokens: Sequence[re.Match[str]], at: int) -> tuple[Sequence[str | Choice | Slot | Number], int]:
    first, at = _sequence(tokens, at)
    options = [first]
    while at < len(tokens) and tokens[at][5] == "|":
        option, at = _sequence(tokens, at + 1)
        options.append(option)
    if at == len(tokens):
        raise ValueError(f"'(' without ')' in {tokens[0].string!r}")
    return ([Choice(tuple(options))] if len(options) > 1 else ["(", *first, ")"]), at + 1
