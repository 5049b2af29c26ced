from __future__ import annotations

from collections.abc import Sequence
from random import Random

from detector.evaluation.planting.draft import Draft
from detector.evaluation.planting.edits import Edit, apply_edits
from detector.evaluation.planting.kinds.base import Kind
from detector.evaluation.planting.outline import Item, Outline, syllables
from detector.text.lexicon import resource

_WEAKNESS = frozenset({"han", "che", "khuyet"})
_PLAN = frozenset({"phuong", "huong", "bien", "phap", "khac", "phuc"})


def _make(target: Outline, sources: Sequence[Outline], rng: Random) -> Draft:  # noqa: ARG001 (one signature for all)
    """Every body becomes stock clauses of the genre: nobody is copied, and nothing is said."""
    edits = [Edit(item.body.start, item.body.end, _clauses(item, rng)) for item in target.items if _is_prose(item)]
    return Draft(apply_edits(target.text, edits).text)


def _clauses(item: Item, rng: Random) -> str:
    families = [family for family in resource("stock/clauses.toml")["family"] if family["kind"] == _kind(item)]
    chosen = rng.sample(families, min(len(families), rng.randint(3, 5)))
    return " ".join(f"{rng.choice(family['clauses'])}." for family in chosen)


def _kind(item: Item) -> str:
    words = set(syllables(item.key))
    if words & _WEAKNESS:
        return "weakness"
    return "plan" if len(words & _PLAN) > 1 else "strength"


def _is_prose(item: Item) -> bool:
    """Not the self-rating, whose answer is a word of the form."""
    return len(item.body) > 0 and "xep loai" not in item.key


KIND = Kind("stock", sources=0, make=_make, role="boilerplate")
