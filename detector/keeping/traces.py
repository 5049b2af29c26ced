"""Is it really gone: a search through the bytes of every file of a folder."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from detector.report import Report

MIN_PIECE_CHARACTERS = 24
_MAX_PIECES = 400
_CHUNK = 1 << 22
_PACKED = (b"PK\x03\x04", b"PAR1", b"\x1f\x8b", b"%PDF", b"SQLite", b"7z\xbc", b"Rar!", b"\xd0\xcf\x11\xe0")


def pieces_of(texts: Iterable[str], remaining: Report) -> list[str]:
    """Sentences of the removed texts that nobody else has: what can be looked for."""
    others = "\n".join(one.text for one in remaining.documents())
    pieces = (piece.strip() for text in texts for piece in re.split(r"[\n.;:]", text))
    wanted = dict.fromkeys(piece for piece in pieces if len(piece) >= MIN_PIECE_CHARACTERS and piece not in others)
    return sorted(wanted, key=len, reverse=True)[:_MAX_PIECES]


def files_with(folder: Path, words: Sequence[str]) -> Iterator[Path]:
    """Files below the folder in which one of the words stands, in any of the spellings that files have."""
    needles = (
        re.compile(b"|".join(re.escape(one) for word in words for one in sorted(_spellings(word)))) if words else None
    )
    for path in sorted(folder.rglob("*")):
        if needles and path.is_file() and not path.is_symlink() and _has(path, needles, max(map(len, words)) * 6):
            yield path


def packed_files(folder: Path, *, known: Sequence[Path]) -> Iterator[Path]:
    """Files below the folder, but for the known ones, whose content is packed so that no search sees into it."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.is_symlink() and not any(path.is_relative_to(one) for one in known):
            with path.open("rb") as stream:
                if stream.read(8).startswith(_PACKED):
                    yield path


def _spellings(word: str) -> set[bytes]:
    """Composed and decomposed, UTF-8 and UTF-16, and as JSON escapes it."""
    forms = {word, unicodedata.normalize("NFC", word), unicodedata.normalize("NFD", word)}
    found: set[bytes] = set()
    for form in forms:
        escaped = "".join(c if c.isascii() else "".join(_escapes(c)) for c in form)
        found |= {form.encode("utf-8", "replace"), form.encode("utf-16-le", "replace"), escaped.encode()}
    return found - {b""}


def _escapes(letter: str) -> Iterator[str]:
    units = letter.encode("utf-16-be", "surrogatepass")
    return (f"\\u{units[at]:02x}{units[at + 1]:02x}" for at in range(0, len(units), 2))


def _has(path: Path, needles: re.Pattern[bytes], overlap: int) -> bool:
    tail = b""
    with path.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            if needles.search(tail + chunk):
                return True
            tail = chunk[-overlap:]
    return False
