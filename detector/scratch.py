"""Columns of a large scan in a file instead of in memory.

The file has no name any more, or loses it when it is closed, so nothing is left behind by a scan that is killed. What
is mapped is read as any array; it cannot be written to. What was looked at stays in memory until it is released: at the
end of each stage, and whenever it has become much.
"""

from __future__ import annotations

import ctypes
import mmap
from dataclasses import fields, is_dataclass, replace
from pathlib import Path
from tempfile import TemporaryFile
from threading import Event, Thread
from types import TracebackType
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

LEAST_BYTES = 8 << 20  # of a column that is mapped: those of some 4,000 submissions; smaller ones are no burden

_MOST_RESIDENT_BYTES = 256 << 20
_SECONDS_BETWEEN_LOOKS = 0.5

_Value = TypeVar("_Value")


class Scratch:
    """Large columns of one scan.

    Args:
        folder: where the file lies, as confidential as the texts; None keeps all in memory.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder
        self._maps: list[mmap.mmap] = []
        self._closed = Event()

    def __enter__(self) -> Scratch:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._closed.set()

    def keep(self, value: _Value) -> _Value:
        """The same value with its large columns mapped: an array, or a frozen dataclass or tuple of such.

        One array in several places stays one. Where the disk is full all stays in memory.
        """
        kept: Any = self._kept(value, {}) if self._folder else value
        return kept  # type: ignore[no-any-return]

    def release(self) -> None:
        """Gives back what is mapped until it is next looked at, and memory that was freed."""
        self._unload()
        give_back()

    def _unload(self) -> None:
        if hasattr(mmap, "MADV_DONTNEED"):
            for mapped in tuple(self._maps):
                mapped.madvise(mmap.MADV_DONTNEED)

    def _watch(self) -> None:
        while not self._closed.wait(_SECONDS_BETWEEN_LOOKS):
            if _resident_file_bytes() > _MOST_RESIDENT_BYTES:
                self._unload()

    def _kept(self, value: Any, known: dict[int, Any]) -> Any:
        if isinstance(value, np.ndarray):
            if id(value) not in known:
                known[id(value)] = value, self._mapped(value)
            return known[id(value)][1]
        if isinstance(value, tuple) and value and not isinstance(value[0], str):
            parts = tuple(self._kept(one, known) for one in value)
            return parts if any(new is not old for new, old in zip(parts, value, strict=True)) else value
        if is_dataclass(value) and not isinstance(value, type):
            held = {field.name: getattr(value, field.name) for field in fields(value)}
            changed = {name: new for name, old in held.items() if (new := self._kept(old, known)) is not old}
            return replace(value, **changed) if changed else value
        return value

    def _mapped(self, column: NDArray[Any]) -> NDArray[Any]:
        if column.nbytes < LEAST_BYTES or _is_mapped(column):
            return column
        try:
            with TemporaryFile(dir=self._folder) as file:
                np.ascontiguousarray(column).tofile(file)
                file.flush()
                mapped = mmap.mmap(file.fileno(), column.nbytes, access=mmap.ACCESS_READ)
        except OSError:
            return column
        if not self._maps:
            Thread(target=self._watch, daemon=True).start()
        self._maps.append(mapped)
        return np.frombuffer(mapped, column.dtype).reshape(column.shape)


IN_MEMORY = Scratch()


def give_back() -> None:
    """Returns freed memory to the system, where the C library keeps it for itself (glibc)."""
    try:
        ctypes.CDLL(None).malloc_trim(0)
    except (AttributeError, OSError, TypeError):  # another system
        return


def _resident_file_bytes() -> int:
    """Memory of this process that files stand behind; 0 where the system does not say (Linux does)."""
    try:
        return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[2]) * mmap.PAGESIZE
    except (OSError, IndexError, ValueError):
        return 0


def _is_mapped(column: NDArray[Any]) -> bool:
    base: Any = column
    while isinstance(base, np.ndarray):
        base = base.base
    return isinstance(getattr(base, "obj", base), mmap.mmap)
