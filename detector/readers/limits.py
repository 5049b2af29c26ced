"""What a file may cost: unpacked bytes, XML that refers to nothing outside itself, memory of a worker."""

from __future__ import annotations

import io
import re
import sys
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from detector.documents import SkipReason
from detector.errors import ReadError
from detector.language import N_
from detector.settings import Settings

# Office XML of 50,000 syllables unpacks to about 12 times its size; a run of zeros to about 1,000 times
MAX_RATIO = 200
RATIO_FREE_BYTES = 5_000_000
# Lists of answers have 2 to 3 characters a byte, 5 where people copy; one text a thousand times has 7,000
_CHARACTERS_A_BYTE = 8
_CHUNK = 1 << 16


def open_zip(data: bytes, settings: Settings) -> zipfile.ZipFile:
    """Raises `ReadError` if damaged or if it declares more members than allowed."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, OverflowError, NotImplementedError, EOFError, OSError) as error:
        raise damaged(N_("not a complete zip package ({error})").format(error=error)) from error
    if len(archive.infolist()) > settings.max_archive_files:
        raise too_large(
            N_("more than {max_archive_files} members").format(max_archive_files=settings.max_archive_files)
        )
    return archive


def unpack(archive: zipfile.ZipFile, info: zipfile.ZipInfo, settings: Settings) -> bytes:
    """The bytes of one member; counts what really comes out, as declared sizes may lie. Raises `ReadError`."""
    if info.flag_bits & 0x1:
        raise encrypted()
    parts: list[bytes] = []
    size = 0
    try:
        with archive.open(info) as stream:
            while chunk := stream.read(_CHUNK):
                parts.append(chunk)
                size += len(chunk)
                _check_size(size, info, settings)
    except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, OSError, NotImplementedError, RuntimeError) as error:
        raise damaged(
            N_("{filename}: cannot be unpacked ({error})").format(filename=info.filename, error=error)
        ) from error
    return b"".join(parts)


def chunks(archive: zipfile.ZipFile, info: zipfile.ZipInfo, settings: Settings) -> Iterator[bytes]:
    """The bytes of one member piece by piece, within the same limits. Raises `ReadError` or what `zipfile` raises."""
    if info.flag_bits & 0x1:
        raise encrypted()
    size = 0
    with archive.open(info) as stream:
        while chunk := stream.read(_CHUNK):
            size += len(chunk)
            _check_size(size, info, settings)
            yield chunk


def most_characters(size: int, settings: Settings) -> int:
    """Of all texts of one file of `size` bytes."""
    return max(settings.max_file_characters, _CHARACTERS_A_BYTE * size)


def check_package(data: bytes, settings: Settings) -> None:
    """Unpacks every XML part once within the limits, before a library that has none sees the package."""
    total = 0
    with open_zip(data, settings) as archive:
        for info in archive.infolist():
            content = unpack(archive, info, settings)
            total += len(content)
            if total > settings.max_archive_bytes:
                raise too_large(
                    N_("it unpacks to more than {max_archive_bytes:,} bytes").format(
                        max_archive_bytes=settings.max_archive_bytes
                    )
                )
            if info.filename.endswith((".xml", ".rels")):
                _refuse_doctype(content)


def _check_size(size: int, info: zipfile.ZipInfo, settings: Settings) -> None:
    if size > settings.max_file_bytes:
        raise too_large(
            N_("{filename} unpacks to more than {max_file_bytes:,} bytes").format(
                filename=info.filename, max_file_bytes=settings.max_file_bytes
            )
        )
    if size > RATIO_FREE_BYTES and size > MAX_RATIO * max(info.compress_size, 1):
        raise too_large(
            N_("{filename} unpacks to more than {max_ratio} times its size, as zip bombs do").format(
                filename=info.filename, max_ratio=MAX_RATIO
            )
        )


def parse_xml(data: bytes) -> Any:
    """The root element. No DTD, no entities, no network, libxml2's own limits on depth and node size."""
    from lxml import etree

    _refuse_doctype(data)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise damaged(N_("its XML is not well formed ({error})").format(error=error)) from error
    if root is None:
        raise damaged(N_("its XML is empty"))
    return root


def _refuse_doctype(data: bytes) -> None:
    # the Office and OpenDocument formats forbid document types; they are only ever an attack
    head = data[:4000].replace(b"\0", b"")
    if re.search(rb"<!(DOCTYPE|ENTITY)", head, re.IGNORECASE):
        raise damaged(N_("its XML declares a document type, which this format forbids"))


@contextmanager
def memory_lifted() -> Iterator[None]:
    """Inside, child processes start without the worker's memory bound (LibreOffice maps more than it uses)."""
    if not sys.platform.startswith("linux"):
        yield
        return
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (hard, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


def bound_memory(extra_bytes: int) -> None:
    """Caps this process's address space at what it has now plus `extra_bytes`. Linux only; elsewhere nothing."""
    if not sys.platform.startswith("linux"):
        return
    import resource
    from pathlib import Path

    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    wanted = pages * resource.getpagesize() + extra_bytes
    resource.setrlimit(resource.RLIMIT_AS, (wanted if hard == resource.RLIM_INFINITY else min(wanted, hard), hard))


def damaged(what: str) -> ReadError:
    return ReadError(
        SkipReason.DAMAGED,
        N_("The file is damaged: {what}. Ask for it again, or open it and save a copy.").format(what=what),
    )


def too_large(what: str) -> ReadError:
    return ReadError(
        SkipReason.TOO_LARGE,
        N_("Over the limit: {what}. Split it, or raise the limit in the settings.").format(what=what),
    )


def result_of_ours() -> ReadError:
    return ReadError(SkipReason.RESULT, N_("A result of this program, not read."))


def encrypted() -> ReadError:
    return ReadError(SkipReason.ENCRYPTED, N_("Protected by a password. Save a copy without the password."))
