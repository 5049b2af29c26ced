"""The review page: a local server that shows a run, records what people conclude, and hands on the evidence."""

from __future__ import annotations

from detector.review.app import create_app
from detector.review.library import Library

__all__ = ["Library", "create_app"]
