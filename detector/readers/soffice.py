"""LibreOffice as a converter: old formats to .docx, with a profile of its own, in a folder that goes away."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from detector.documents import SkipReason
from detector.errors import ReadError
from detector.language import N_
from detector.readers.base import Extract, Failure, Member, Remark
from detector.readers.docx import READER as DOCX
from detector.readers.limits import damaged, memory_lifted
from detector.settings import Settings

# Where the installers for Windows and macOS put it without adding it to PATH
_USUAL_PLACES = (
    "C:/Program Files/LibreOffice/program/soffice.com",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
)
REMEDY = N_("install LibreOffice (Debian, Ubuntu: apt install libreoffice-writer-nogui)")
_DOCX = "docx:MS Word 2007 XML"


def program() -> str | None:
    found = shutil.which("soffice") or shutil.which("libreoffice")
    return found or next((place for place in _USUAL_PLACES if Path(place).is_file()), None)


def read_through_docx(data: bytes, suffix: str, settings: Settings) -> Iterator[Extract]:
    """Converts, then reads as Word does. Raises `ReadError` if nothing comes out in time."""
    yield from _whole(DOCX.read(convert(data, suffix, _DOCX, settings), settings))


def _whole(items: Iterable[Extract | Failure | Remark | Member]) -> Iterator[Extract]:
    return (item for item in items if isinstance(item, Extract))


def convert(data: bytes, suffix: str, target: str, settings: Settings) -> bytes:
    """`target` is LibreOffice's name of the format, ``suffix:filter``."""
    with tempfile.TemporaryDirectory(prefix="detector-office-", ignore_cleanup_errors=True) as folder:
        source = Path(folder) / f"source{suffix}"
        source.write_bytes(data)
        _run(_command(source, target), settings.file_timeout_seconds * 0.9)
        converted = source.with_suffix("." + target.partition(":")[0])
        if not converted.is_file():
            raise damaged(N_("LibreOffice cannot open it"))
        return converted.read_bytes()


def _command(source: Path, target: str) -> list[str]:
    # one profile for all conversions of a worker: making one takes a second; TMPDIR is the worker's own
    profile = Path(tempfile.gettempdir()) / f"detector-profile-{os.getpid()}"
    return [
        program() or "soffice",
        f"-env:UserInstallation={profile.as_uri()}",
        "--headless",
        "--norestore",
        "--nolockcheck",
        "--nodefault",
        "--convert-to",
        target,
        "--outdir",
        str(source.parent),
        str(source),
    ]


def _run(command: list[str], seconds: float) -> None:
    try:
        with memory_lifted():
            subprocess.run(command, capture_output=True, check=False, timeout=seconds, stdin=subprocess.DEVNULL)
    except subprocess.TimeoutExpired as error:
        raise ReadError(SkipReason.TIMEOUT, N_("LibreOffice takes too long. Open it and save it as .docx.")) from error
