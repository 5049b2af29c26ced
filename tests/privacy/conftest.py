"""The sample unit, scanned once with its list of the staff, and everything that is handed on of it without names."""

from __future__ import annotations

from pathlib import Path

import pytest

from detector.api import scan
from detector.report import Report

SAMPLE = Path(__file__).parents[2] / "data" / "sample_unit"


@pytest.fixture(scope="session")
def unit() -> Report:
    """45 submissions, last year's text of one of them, the blank form."""
    return scan(
        [SAMPLE / "submissions"],
        forms=[SAMPLE / "blank_form.docx"],
        previous=[SAMPLE / "previous"],
        roster=SAMPLE / "roster.csv",
        jobs=1,
    )
