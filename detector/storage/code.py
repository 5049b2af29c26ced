"""What results depend on beside their input, as one key: results of other code are other results."""

from __future__ import annotations

import sys
from functools import cache
from importlib.metadata import version
from pathlib import Path

from detector.hashes import folder_digest, text_digest
from detector.outside import outside_key

_SUFFIXES = frozenset({".py", ".txt", ".json", ".toml", ".tsv", ".csv"})  # code, and the forms and lists beside it
_LIBRARIES = ("numpy", "scipy", "scikit-learn", "datasketch")


def program_key(model: str) -> str:
    """Of this package, of what is added from outside, Python, libraries; `model` cuts words."""
    parts = (sys.version, code_key(), outside_key(), model, *(f"{name} {version(name)}" for name in _LIBRARIES))
    return text_digest("\0".join(parts), 16).hex()


@cache
def code_key() -> str:
    """16 hex digits that change with every file of the package."""
    package = Path(__file__).parents[1]
    return folder_digest(package, (p for p in package.rglob("*") if p.suffix in _SUFFIXES and p.is_file()), 8)
