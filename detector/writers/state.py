"""The state of the logs beside the tables of a folder: a table of its own, the others have no place for it."""

from __future__ import annotations

import json
from pathlib import Path

from detector.writers.base import WriteOptions, replacing

NAME = "log_state"


def write_log_state(folder: Path, options: WriteOptions, suffix: str) -> list[Path]:
    """``log_state.csv`` or ``.jsonl`` with the one value; nothing where it is not known."""
    if not options.log_state:
        return []
    path = folder / f"{NAME}{suffix}"
    is_csv = suffix == ".csv"
    words = f"{NAME}\n{options.log_state}\n" if is_csv else json.dumps({NAME: options.log_state}) + "\n"
    with replacing(path) as draft:
        draft.write_text(words, encoding="utf-8-sig" if is_csv else "utf-8", newline="\n")
    return [path]
