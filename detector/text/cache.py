"""Word boundaries of texts seen before, kept between runs.

A row is a keyed hash of a text and of how it was cut, and one bit for each syllable: no text is stored, and about 150
bytes stand for a submission. The file lies in the user's cache folder, may be deleted at any time, and is never needed:
what cannot be read or written is worked out again. SQLite's locks let several scans and processes share it.

``DETECTOR_CACHE_DIR`` names another folder; ``off`` switches the cache off.
"""

from __future__ import annotations

import os
import secrets
import sys
from contextlib import suppress
from functools import cache
from pathlib import Path

import numpy as np

from detector.corpus import Bools
from detector.hashes import digest, measured
from detector.private import private_files, private_folder
from detector.shelf import Shelf

FOLDER_VARIABLE = "DETECTOR_CACHE_DIR"
OFF = "off"
MAX_BYTES = 200 << 20  # about a million submissions; then the oldest quarter goes

_FILE = "words-2.sqlite"
_OLDER = "words-1.sqlite"  # its hashes had no key
_KEY_FILE = "cache.key"
_KEY_BYTES = 32


def open_cache() -> Shelf:
    """The user's cache; opens no file before it is asked."""
    folder = cache_folder()
    if folder and (folder / _OLDER).exists():
        Shelf(folder / _OLDER).clear()
    return Shelf(folder / _FILE if folder else None, "words", MAX_BYTES)


def clear_caches() -> int:
    """Deletes every cache of this user, that of sentence vectors too; how many texts were known."""
    known = open_cache().info()
    folder = cache_folder()
    for pattern in ("words-*.sqlite", "meanings-*.sqlite", _KEY_FILE):
        for path in sorted(folder.glob(pattern)) if folder else ():
            Shelf(path).clear()
    return known.rows if known else 0


def cache_folder() -> Path | None:
    """Where this system keeps what may be deleted, or None if the cache is switched off or nobody has a home."""
    chosen = os.environ.get(FOLDER_VARIABLE)
    if chosen is not None:
        return None if chosen.strip().lower() in ("", OFF) else Path(chosen)
    try:
        return _system_cache_folder() / "detector"
    except RuntimeError:  # no home folder
        return None


def key_of(version: str, text: str, *cuts: bytes) -> bytes:
    """16 bytes that stand for a text, how it was cut, and what segmented it; keyed with a secret of this user.

    Who has the cache alone cannot try out whether a text was scanned.
    """
    parts = measured((text.encode("utf-8", "surrogatepass"), *cuts))
    return digest((version.encode(), *parts), key=_secret(cache_folder()))


@cache
def _secret(folder: Path | None) -> bytes:
    """Of the file beside the caches, made when it is first asked for; for this process alone where that cannot be."""
    if folder is None:
        return b""
    path = folder / _KEY_FILE
    with suppress(OSError), private_files():
        private_folder(folder)
        draft = folder / f".{_KEY_FILE}.{secrets.token_hex(8)}"
        if not path.exists():
            draft.write_bytes(secrets.token_bytes(_KEY_BYTES))
            with suppress(FileExistsError):  # another process was faster: its secret is the one
                _give_name(draft, path)
            draft.unlink(missing_ok=True)
        known = path.read_bytes()
        if len(known) == _KEY_BYTES:
            return known
    return secrets.token_bytes(_KEY_BYTES)


def _give_name(draft: Path, path: Path) -> None:
    """Raises FileExistsError where the name is taken; the file is whole under it from the beginning."""
    try:
        os.link(draft, path)
    except FileExistsError:
        raise
    except OSError:  # a file system without links
        with path.open("xb") as stream:
            stream.write(draft.read_bytes())


def pack(flags: Bools) -> bytes:
    """One bit for each flag."""
    return np.packbits(flags).tobytes()


def unpack(bits: bytes | None, count: int) -> Bools | None:
    """The flags again; None where there are none or another number of them."""
    if bits is None or len(bits) != (count + 7) // 8:
        return None
    return np.unpackbits(np.frombuffer(bits, np.uint8), count=count).astype(np.bool_)


def _system_cache_folder() -> Path:
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches"
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
