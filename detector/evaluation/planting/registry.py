"""The kinds and disguises there are: every module that ends in `KIND` or `DISGUISE`."""

from __future__ import annotations

import pkgutil
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from types import ModuleType
from typing import TypeVar

from detector.errors import InputError
from detector.evaluation.planting import disguises, kinds
from detector.evaluation.planting.disguises.base import Disguise
from detector.evaluation.planting.kinds.base import Kind
from detector.language import N_

Member = TypeVar("Member")


@cache
def all_kinds() -> dict[str, Kind]:
    """By name, in the order of their modules."""
    found = (getattr(module, "KIND", None) for module in _modules(kinds))
    return {kind.name: kind for kind in found if isinstance(kind, Kind)}


@cache
def all_disguises() -> dict[str, Disguise]:
    """By name, in the order of their modules."""
    found = (getattr(module, "DISGUISE", None) for module in _modules(disguises))
    return {disguise.name: disguise for disguise in found if isinstance(disguise, Disguise)}


def kind_named(name: str) -> Kind:
    """Raises `InputError` with the names there are."""
    return _named(name, all_kinds(), N_("{name}: no such kind of copy. There are {known}."))


def disguises_named(names: str) -> list[Disguise]:
    """One or several, joined with "+" and worn in that order; "" is none."""
    return [
        _named(name, all_disguises(), N_("{name}: no such disguise. There are {known}."))
        for name in names.split("+")
        if name
    ]


def _modules(package: ModuleType) -> Iterator[ModuleType]:
    return (import_module(f"{package.__name__}.{info.name}") for info in pkgutil.iter_modules(package.__path__))


def _named(name: str, members: dict[str, Member], what: str) -> Member:
    if name not in members:
        raise InputError(what.format(name=name, known=", ".join(members)))
    return members[name]
