"""One output format each. A file of this package that ends in `WRITER = Writer(...)` is a format."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from detector.errors import InputError
from detector.language import N_
from detector.outside import WRITERS, added
from detector.writers.base import WriteOptions, Writer

__all__ = ["WriteOptions", "Writer", "writer", "writers"]


@cache
def writers() -> dict[str, Writer]:
    """All formats by name, sorted; those of other packages do not take the place of ours."""
    modules = (import_module(f"{__name__}.{module.name}") for module in iter_modules(__path__))
    found = [module.WRITER for module in modules if isinstance(getattr(module, "WRITER", None), Writer)]
    return {one.name: one for one in sorted([*added(WRITERS, Writer), *found], key=lambda one: one.name)}


def writer(name: str) -> Writer:
    """The format of this name. Raises `InputError` that lists what there is."""
    try:
        return writers()[name]
    except KeyError:
        raise InputError(
            N_("{name}: no such export format. There are: {writers}.").format(name=name, writers=", ".join(writers()))
        ) from None
