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


# Groups that take a minute or more: what is begun first does not end long after everything else.
_LONG = (
    *("labelled units", "notebooks/test_notebooks.py", "browser/test_review.py", "review/test_new_scan.py"),
    *("keeping/test_reuse.py", "intake/test_workbooks.py", "browser/test_afternoon.py", "browser/test_together.py"),
    *("test_style.py", "browser/test_two_units.py"),
    *("storage/test_mutated_runs.py", "test_no_network.py", "heads/test_heads.py", "text/test_columns.py"),
)


def pytest_configure(config: pytest.Config) -> None:
    """Groups are begun in the order below, not in that of their number of tests."""
    if hasattr(config.option, "loadscopereorder"):
        config.option.loadscopereorder = False


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Marks the quick tests by where they stand; one worker runs all of a file, whose fixtures are then made once."""
    for item in items:
        place = item.path.relative_to(Path(__file__).parent)
        quick = place.parts[0] in _QUICK_FOLDERS or place.stem.removeprefix("test_") in _QUICK_FILES
        if quick and not any(item.iter_markers("slow")):
            item.add_marker(pytest.mark.quick)
        if not any(item.iter_markers("xdist_group")):
            item.add_marker(pytest.mark.xdist_group(place.as_posix()))
    items.sort(key=_turn)


def _turn(item: pytest.Item) -> int:
    mark = item.get_closest_marker("xdist_group")
    group = mark.args[0] if mark else ""
    return _LONG.index(group) if group in _LONG else len(_LONG)
