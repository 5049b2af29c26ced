"""Names blotted out of texts and records letter by letter, so that every offset stays what it was."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import Any

from detector.writers.masking import BLOT, Mask

Change = Callable[[str], str]


def name_blotter(names: Iterable[str]) -> Change:
    """A function that blots these names in any letter case, with or without marks, and leaves figures alone."""
    wanted = [name for name in names if name.strip()]
    if not wanted:
        return str
    with_names, figures_only = Mask(wanted), Mask(())

    def blot(text: str) -> str:
        masked, plain = with_names(text), figures_only(text)
        if masked == plain:
            return text
        return "".join(m if m == BLOT and p != BLOT else c for c, m, p in zip(text, masked, plain, strict=True))

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
