"""Zip archives: every file inside becomes a file of its own. Nothing is ever written, so no name can lead outside."""

from __future__ import annotations

import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import PurePosixPath

from detector.documents import SkipReason
from detector.errors import ReadError
from detector.language import N_
from detector.readers.base import Failure, Member, Reader
from detector.readers.limits import open_zip, unpack
from detector.settings import Settings

_UTF8_FLAG = 0x800
_UNICODE_PATH = 0x7075  # the extra field in which Info-ZIP programs store the real name
_IGNORED = {"thumbs.db", "desktop.ini"}


def read(data: bytes, settings: Settings) -> Iterator[Member | Failure]:
    """Members in the order of their names; those over the limit on the whole archive's unpacked size are failures."""
    with open_zip(data, settings) as archive:
        room = settings.max_archive_bytes
        for part, name, info in _named(archive):
            room -= info.file_size
            if room < 0:
                detail = N_("The archive unpacks to more than {max_archive_bytes:,} bytes. Unpack it first.").format(
                    max_archive_bytes=settings.max_archive_bytes
                )
                yield Failure(part, SkipReason.TOO_LARGE, detail)
            else:
                yield Member(part, PurePosixPath(name).name, _loader(archive, info, settings))


def _loader(archive: zipfile.ZipFile, info: zipfile.ZipInfo, settings: Settings) -> Callable[[], bytes]:
    return lambda: unpack(archive, info, settings)


def _named(archive: zipfile.ZipFile) -> list[tuple[str, str, zipfile.ZipInfo]]:
    """(part, name, member) of the files worth reading; parts are unique: the second of one name gets ``#2``."""
    members = [(member_name(info), info) for info in archive.infolist() if not info.is_dir()]
    wanted = sorted(((name, info) for name, info in members if not _is_ignored(name)), key=lambda item: item[0])
    taken: dict[str, int] = {}
    named = []
    for name, info in wanted:
        taken[name] = taken.get(name, 0) + 1
        part = f"!{name}" if taken[name] == 1 else f"!{name}#{taken[name]}"
        named.append((part, name, info))
    if not named:
        raise ReadError(SkipReason.EMPTY, N_("There are no files in the archive. Ask for it again."))
    return named


def member_name(info: zipfile.ZipInfo) -> str:
    """The path inside the archive in NFC with ``/``; old Windows programs write names in code page 1258."""
    name = _unicode_path(info) or info.filename
    if not info.flag_bits & _UTF8_FLAG and name == info.filename and not name.isascii():
        name = _from_code_page(name.encode("cp437", "replace"))
    parts = [part for part in name.replace("\\", "/").split("/") if part not in ("", ".", "..")]
    clean = "/".join(parts).replace("\0", "\ufffd").encode("utf-8", "replace").decode("utf-8")
    return unicodedata.normalize("NFC", clean) or "unnamed"


def _from_code_page(raw: bytes) -> str:
    """UTF-8, else the first code page in which every high byte is a letter or its mark; else as zip programs show it.

    Programs of a Vietnamese Windows write 1258; those of a western one 850, with ``?`` for what it lacks.
    """
    for encoding in ("utf-8", "cp1258", "cp850"):
        try:
            name = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if encoding == "utf-8" or all(char.isascii() or unicodedata.category(char)[0] in "LM" for char in name):
            return name
    return raw.decode("cp437")


def _unicode_path(info: zipfile.ZipInfo) -> str | None:
    extra = info.extra
    while len(extra) >= 4:
        kind, size = struct.unpack_from("<HH", extra)
        field = extra[4 : 4 + size]
        if kind == _UNICODE_PATH and len(field) > 5 and field[0] == 1:
            raw = info.orig_filename.encode("utf-8" if info.flag_bits & _UTF8_FLAG else "cp437", "replace")
            if struct.unpack_from("<L", field, 1)[0] == zlib.crc32(raw):
                return field[5:].decode("utf-8", "replace")
        extra = extra[4 + size :]
    return None


def _is_ignored(name: str) -> bool:
    parts = name.split("/")
    return any(part.startswith((".", "~$")) or part == "__MACOSX" for part in parts) or parts[-1].lower() in _IGNORED


READER = Reader(N_("archive"), (".zip",), read)
