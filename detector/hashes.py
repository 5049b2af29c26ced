"""Every hash of the program: of contents alone, never of an object, so that it is the same in each process and run."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Iterator
from hashlib import blake2b, file_digest, sha256
from pathlib import Path


def text_digest(text: str, size: int = 8, key: bytes = b"") -> bytes:
    """`size` bytes that stand for a text, also for one that UTF-8 has no form for; blake2b."""
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=size, key=key).digest()


def digest(parts: Iterable[bytes | bytearray], size: int = 16, key: bytes = b"") -> bytes:
    """`size` bytes that stand for the parts, one behind the other without a limit between them."""
    found = blake2b(digest_size=size, key=key)
    for part in parts:
        found.update(part)
    return found.digest()


def measured(parts: Iterable[bytes]) -> Iterator[bytes]:
    """The parts, each behind its length: nothing can pass from one to the next unseen."""
    for part in parts:
        yield len(part).to_bytes(8, "little") + part


def folder_digest(folder: Path, files: Iterable[Path], size: int = 16) -> str:
    """Of the names below `folder` and the contents of these files, in the order of their names; hex digits."""
    return digest((p.relative_to(folder).as_posix().encode() + p.read_bytes() for p in sorted(files)), size).hex()


def file_hash(path: Path) -> str:
    """SHA-256 of a file, 64 hex digits. Raises `OSError`."""
    with path.open("rb") as stream:
        return file_digest(stream, "sha256").hexdigest()


def source_hash(source: str) -> str:
    """By which a page's policy allows a style or script of its own."""
    return "sha256-" + b64encode(sha256(source.encode()).digest()).decode()
