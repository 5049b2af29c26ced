"""The province of the tests of units."""

from __future__ import annotations

from tests.units.conftest import province

__all__ = ["province"]
