"""Names blotted out of texts and records letter by letter, so that every offset stays what it was."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import Any

from detector.privacy.names import Names
from detector.privacy.spans import BLOT
from detector.privacy.usual import UsualWords
from detector.privacy.words import sequences, words_of

Change = Callable[[str], str]


def name_blotter(names: Iterable[str], others: Iterable[str] = ()) -> Change:
    """A function that blots these names: whole, in parts with the given name, abbreviated, as an account.

    Where a longer name of `others` stands, nothing is blotted.
    """
    wanted = [name for name in names if name.strip()]
    if not wanted:
        return str
    is_usual = UsualWords()
    gone, kept = Names(wanted, is_usual, with_given=True), Names(others, is_usual, whole_only=True)

    def blot(text: str) -> str:
        pieces, done = [], 0
        for run in sequences(words_of(text)):
            first = 0
            while first < len(run):
                length, other = gone.longest(run, first), kept.at(run, first)
                if length and length >= other:
                    start, end = run[first].start, run[first + length - 1].end
                    pieces += [text[done:start], "".join(c if c.isspace() else BLOT for c in text[start:end])]
                    done = end
                first += max(1, length, other)
        return "".join([*pieces, text[done:]]) if pieces else text

    return blot


def changed(value: Any, change: Change) -> Any:
    """A cell of a table with `change` made to its text, also inside JSON, which keeps its own spelling."""
    if not isinstance(value, str) or not value:
        return value
    if value[0] in "[{":
        try:
            parsed = json.loads(value)
        except ValueError:
            return change(value)
        inside = _walk(parsed, change)
        return value if inside == parsed else json.dumps(inside, ensure_ascii=True)
    return change(value)


def _walk(value: Any, change: Change) -> Any:
    if isinstance(value, str):
        return change(value)
    if isinstance(value, list):
        return [_walk(one, change) for one in value]
    if isinstance(value, dict):
        return {change(key): _walk(one, change) for key, one in value.items()}
    return value
