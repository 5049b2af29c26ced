"""The package's own files as one key: a result of other code is another result, also between two releases."""

from __future__ import annotations

from functools import cache
from hashlib import blake2b
from pathlib import Path

_SUFFIXES = frozenset({".py", ".txt", ".json", ".toml", ".tsv", ".csv"})  # code, and the forms and lists beside it


@cache
def code_key() -> str:
    """16 hex digits."""
    digest = blake2b(digest_size=8)
    package = Path(__file__).parents[1]
    for path in sorted(p for p in package.rglob("*") if p.suffix in _SUFFIXES and p.is_file()):
        digest.update(path.relative_to(package).as_posix().encode() + path.read_bytes())
    return digest.hexdigest()
