"""Finds copied text in Vietnamese self-assessments and shows the evidence.

import detector
report = detector.scan(["folder"], forms=["blank_form.docx"])
report.pairs.flagged()
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

__version__ = "0.2.0"

if TYPE_CHECKING:
    from detector.api import compare, evaluate, open, scan
    from detector.decision_log import LoggedDecision, agreement, decide, decisions
    from detector.documents import Document, Role, Span
    from detector.errors import DetectorError
    from detector.report import Report
    from detector.settings import Settings

_HOMES = {
    "compare": "detector.api",
    "evaluate": "detector.api",
    "open": "detector.api",
    "scan": "detector.api",
    "LoggedDecision": "detector.decision_log",
    "agreement": "detector.decision_log",
    "decide": "detector.decision_log",
    "decisions": "detector.decision_log",
    "Document": "detector.documents",
    "Role": "detector.documents",
    "Span": "detector.documents",
    "DetectorError": "detector.errors",
    "Report": "detector.report",
    "Settings": "detector.settings",
}

__all__ = [
    "DetectorError",
    "Document",
    "LoggedDecision",
    "Report",
    "Role",
    "Settings",
    "Span",
    "__version__",
    "agreement",
    "compare",
    "decide",
    "decisions",
    "evaluate",
    "open",
    "scan",
]


def __getattr__(name: str) -> Any:
    """Public names are imported when first used, so that `import detector` stays light."""
    if name not in _HOMES:
        raise AttributeError(f"module 'detector' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted(__all__)
