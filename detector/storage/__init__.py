"""The run file: a report in SQLite, beside the decisions that outlive it."""

from __future__ import annotations

from detector.storage.lock import run_lock
from detector.storage.runfile import load, log_state, pseudonym_salt, run_meta, save

__all__ = ["load", "log_state", "pseudonym_salt", "run_lock", "run_meta", "save"]
