"""Imports one part of a large library without its unrelated sub-imports, a third of the time of a small scan."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib import import_module
from importlib.machinery import ModuleSpec
from importlib.util import find_spec
from threading import Thread
from types import ModuleType
from typing import Any

from detector.memory import require_memory


def import_early(module: str) -> None:
    """In a thread; where it fails, whoever needs the module imports it again and is told why.

    Raises `InputError` where there is no room for it.
    """
    require_memory()

    def load() -> None:
        with suppress(Exception):
            import_module(module)

    Thread(target=load, daemon=True).start()


@contextmanager
def put_off(*names: str) -> Iterator[None]:
    """What is imported inside gets a stand-in for each of these modules; it loads the module when asked for a name.

    Modules below them are loaded without them. Afterwards none of it stands in `sys.modules`, so that who imports such
    a module later gets it whole. What is loaded already, or not installed, is left as it is.
    """
    specs = ((name, find_spec(name)) for name in names if name not in sys.modules)
    stand_ins = {name: _StandIn(spec) for name, spec in specs if spec}
    sys.modules.update(stand_ins)
    try:
        yield
    finally:
        idle = [name for name, stand_in in stand_ins.items() if sys.modules.get(name) is stand_in]
        below = tuple(f"{name}." for name in idle)
        for name in [*sys.modules]:  # a copy: other threads import meanwhile
            if name in idle or name.startswith(below):
                sys.modules.pop(name, None)


class _StandIn(ModuleType):
    def __init__(self, spec: ModuleSpec) -> None:
        super().__init__(spec.name)
        if spec.submodule_search_locations is not None:
            self.__path__ = spec.submodule_search_locations

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__") and name != "__version__":  # what Python itself asks any module for
            raise AttributeError(name)
        if sys.modules.get(self.__name__) is self:
            del sys.modules[self.__name__]
        return getattr(import_module(self.__name__), name)
