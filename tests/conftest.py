"""Property tests draw the same examples in every run, and no test touches the cache of whoever runs it."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("repeatable", derandomize=True, deadline=None)
settings.load_profile("repeatable")

# Before anything is imported: workers inherit it, and tests that look at the cache set their own.
os.environ.setdefault("DETECTOR_CACHE_DIR", tempfile.mkdtemp(prefix="detector-tests-"))
# Tests start some thousand processes: each would compile the package for itself.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

# What a change is tried on first; the whole of it takes less than half a minute.
_QUICK_FOLDERS = ("docs", "evaluation", "provenance", "signals", "storage", "writers")
_QUICK_FILES = ("architecture", "judge", "language", "places", "readme", "roster", "settings", "wording")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Marks the quick tests by where they stand."""
    for item in items:
        place = item.path.relative_to(Path(__file__).parent)
        quick = place.parts[0] in _QUICK_FOLDERS or place.stem.removeprefix("test_") in _QUICK_FILES
        if quick and not any(item.iter_markers("slow")):
            item.add_marker(pytest.mark.quick)
