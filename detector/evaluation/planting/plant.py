"""Puts labelled copies into a unit of independent texts, by order and by seed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from random import Random

from detector.documents import Document, Role
from detector.errors import InputError
from detector.evaluation.planting.draft import Draft
from detector.evaluation.planting.kinds.base import Kind, copyable
from detector.evaluation.planting.outline import Outline, heading_keys, outline
from detector.evaluation.planting.registry import disguises_named, kind_named
from detector.evaluation.planting.unit import PlantedCopy, PlantedUnit, copies_of
from detector.language import N_


@dataclass(frozen=True, slots=True)
class Order:
    """What to plant once.

    Attributes:
        kind: ``verbatim``, ``light`` ...; see `registry.all_kinds`.
        disguise: "" or names joined with "+"; see `registry.all_disguises`.
        copiers: how many persons copy the same sources; None is the kind's own number.
        copier_ids, source_ids: who; persons that are not named are drawn.
    """

    kind: str
    disguise: str = ""
    copiers: int | None = None
    copier_ids: tuple[str, ...] = ()
    source_ids: tuple[str, ...] = ()


@dataclass(slots=True)
class _Plan:
    """The unit while orders are carried out: nobody copies twice, and nobody copies a copier."""

    free: list[Outline]
    changed: dict[str, Document] = field(default_factory=dict)
    added: list[Document] = field(default_factory=list)
    copies: list[PlantedCopy] = field(default_factory=list)
    roles: dict[str, str] = field(default_factory=dict)


def plant(documents: Iterable[Document], orders: Iterable[Order], *, seed: int) -> PlantedUnit:
    """The unit with every order carried out; what order number n draws depends on `seed` and n alone.

    Each order takes persons that no other order has; raises `InputError` when there are not enough of them.
    """
    unit, orders = list(documents), list(orders)
    keys = heading_keys(document for document in unit if document.role is Role.SUBMISSION)
    named = {id for order in orders for id in (*order.copier_ids, *order.source_ids)}
    texts = {d.id: outline(d, keys) for d in unit if d.role is Role.SUBMISSION}
    drawn = sorted(texts.keys() - named)
    Random(f"{seed}:persons").shuffle(drawn)
    plan = _Plan([texts[id] for id in drawn])
    for number, order in enumerate(orders):
        _carry_out(plan, order, texts, Random(f"{seed}:{number}"))
    roles = {d.id: "previous_year" if d.role is Role.PREVIOUS else "original" for d in (*unit, *plan.added)}
    return PlantedUnit(
        (*(plan.changed.get(d.id, d) for d in unit), *plan.added), tuple(plan.copies), roles | plan.roles
    )


def _carry_out(plan: _Plan, order: Order, texts: dict[str, Outline], rng: Random) -> None:
    kind = kind_named(order.kind)
    count = order.copiers or max(kind.copiers, len(order.copier_ids))
    sources = [texts[id] for id in order.source_ids] or _drawn(plan, order, kind, count)
    copiers = [texts[id] for id in order.copier_ids] or [_partner(plan, kind, sources) for _ in range(count)]
    for copier in copiers:
        draft = kind.make(copier, sources, rng)
        for disguise in disguises_named(order.disguise):
            draft = disguise.apply(draft, rng)
        _record(plan, copier.document, draft, kind, order.disguise)


def _record(plan: _Plan, copier: Document, draft: Draft, kind: Kind, disguise: str) -> None:
    plan.changed[copier.id] = replace(copier, text=draft.text, blocks=(), notes=(), key="")
    plan.roles[copier.id] = kind.role
    plan.copies += copies_of(draft, copier.id, kind.name, disguise)
    if draft.earlier:
        plan.added.append(draft.earlier)


def _drawn(plan: _Plan, order: Order, kind: Kind, copiers: int) -> list[Outline]:
    needed = kind.sources + (0 if order.copier_ids else copiers)
    if len(plan.free) < needed:
        raise InputError(
            N_("Not enough texts: a copy of kind {kind} needs {needed}, {left} are left.").format(
                kind=kind.name, needed=needed, left=len(plan.free)
            )
        )
    return [plan.free.pop() for _ in range(kind.sources)]


def _partner(plan: _Plan, kind: Kind, sources: Sequence[Outline]) -> Outline:
    """Somebody whose form has an item for what each source has to offer, if there is such a person."""
    fitting = next(_fitting(plan.free, sources), len(plan.free) - 1)
    if not plan.free:
        raise InputError(N_("Not enough texts: a copy of kind {kind} needs another one.").format(kind=kind.name))
    return plan.free.pop(fitting)


def _fitting(free: Sequence[Outline], sources: Sequence[Outline]) -> Iterator[int]:
    for row in range(len(free) - 1, -1, -1):
        if all(next(copyable(free[row], source), None) for source in sources):
            yield row
