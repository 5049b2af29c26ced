"""Data frames of other libraries, by what a type checker can know of them; none of the libraries is imported."""

from __future__ import annotations

from typing import Protocol


class Frame(Protocol):
    """A frame of pandas or polars."""

    @property
    def columns(self) -> object:
        """The names of its columns."""


class ArrowTable(Protocol):
    """A table of Arrow."""

    @property
    def column_names(self) -> object:
        """The names of its columns."""
