"""Files overwritten before they are removed. A solid-state disk, a network folder or a backup may still hold a copy."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

_BLOCK = bytes(1 << 20)


def wipe(path: Path) -> bool:
    """Zeros over the content, then the file goes; False if there was none. Raises OSError."""
    if path.is_symlink() or not path.is_file():
        return False
    blank(path)
    path.unlink()
    return True


def blank(path: Path) -> None:
    """Zeros over the content; a file that may only be read is removed without."""
    with suppress(PermissionError), path.open("r+b") as stream:
        left = os.fstat(stream.fileno()).st_size
        while left > 0:
            left -= stream.write(_BLOCK[:left])
        stream.flush()
        os.fsync(stream.fileno())


def wipe_tree(folder: Path) -> int:
    """Every file below, and the folders; how many files. Links are removed, not followed. Raises OSError."""
    count = 0
    for path in sorted(folder.rglob("*"), reverse=True):
        if path.is_symlink():
            path.unlink()
        elif path.is_dir():
            path.rmdir()
        else:
            count += wipe(path)
    folder.rmdir()
    return count
