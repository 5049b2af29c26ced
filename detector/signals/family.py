"""The signals: files of this folder that end in `SIGNAL = Signal(...)`, or in `SIGNALS` where several go together."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from detector import signals as package
from detector.flat import MEASURES
from detector.language import number, percent, translator
from detector.outside import SIGNALS, added
from detector.signals.base import Shown, Signal


@cache
def own_signals() -> tuple[Signal, ...]:
    """Those of this folder, in the order of the tables' columns, others after them."""
    modules = [import_module(f"{package.__name__}.{info.name}") for info in iter_modules(package.__path__)]
    found = [one for module in modules for one in (getattr(module, "SIGNAL", None), *getattr(module, "SIGNALS", ()))]
    places = {name: place for place, name in enumerate(MEASURES)}
    known = [one for one in found if isinstance(one, Signal)]
    return tuple(sorted(known, key=lambda one: (places.get(one.name, len(places)), one.name)))


def signals_of_packages() -> tuple[Signal, ...]:
    """Those of other packages, which do not take the place of ours."""
    ours = {one.name for one in own_signals()}
    return tuple(one for one in added(SIGNALS, Signal) if one.name not in ours)


def measure_lines(measures: Mapping[str, float], lang: str = "vi") -> list[tuple[str, str, str]]:
    """(name, words, figure) of those of the measures that people are shown."""
    words, values = translator(lang).gettext, dict(measures.items())
    return [
        (one.name, words(one.label), _figure(values[one.name], one.shown, lang))
        for one in (*own_signals(), *signals_of_packages())
        if one.label and one.name in values
    ]


def _figure(value: float, shown: Shown, lang: str) -> str:
    if shown is Shown.SHARE:
        return percent(value, lang)
    return number(value, 0 if shown is Shown.COUNT else 1, lang)
