from __future__ import annotations

import pytest

from detector.report import Report
from tests.storage.small_report import small_report


@pytest.fixture
def report() -> Report:
    """See `tests.storage.small_report`: An, Bình (who copied An), Chi (who repeats last year), and a bare file."""
    return small_report()
