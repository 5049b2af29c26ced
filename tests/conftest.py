"""Property tests draw the same examples in every run, and no test touches the cache of whoever runs it."""

from __future__ import annotations

import os
import tempfile

from hypothesis import settings

settings.register_profile("repeatable", derandomize=True, deadline=None)
settings.load_profile("repeatable")

# Before anything is imported: workers inherit it, and tests that look at the cache set their own.
os.environ.setdefault("DETECTOR_CACHE_DIR", tempfile.mkdtemp(prefix="detector-tests-"))
