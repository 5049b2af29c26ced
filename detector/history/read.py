"""Properties and revision identifiers of .docx files, in the worker processes that read the texts."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any, cast

from detector.errors import ReadError
from detector.readers import archive, isolate
from detector.readers.base import Member
from detector.readers.limits import open_zip, parse_xml, unpack
from detector.readers.walk import find_files
from detector.readers.worker import Task
from detector.settings import Settings

TARGET = "detector.history.read:read_history_task"
_WORD = (".docx", ".docm")
_ARCHIVE = (".zip",)
_PROPERTIES = "docProps/core.xml"
_MAX_TEXT = 200
_MAX_IDENTIFIERS = 20_000
# In the table of settings.xml, and on paragraphs, runs, rows and sections of the text; w:rsidDel names a deletion's.
_TABLE = re.compile(rb"<w:rsid(?:Root)?\b[^>]*\bw:val=[\"']([0-9A-Fa-f]{8})[\"']")
_ON_TEXT = re.compile(rb"\bw:rsid[A-Za-z]*=[\"']([0-9A-Fa-f]{8})[\"']")


@dataclass(frozen=True, slots=True)
class Told:
    """What one file says. `part` is its place inside an archive, as in the id of its text."""

    part: str
    author: str | None
    last_modified_by: str | None
    created: str | None
    modified: str | None
    identifiers: frozenset[str]


def read_histories(paths: Sequence[Path], settings: Settings, *, jobs: int = 1) -> dict[str, Told]:
    """By the path that the text of the file has in the report. What cannot be read is not there: the texts say why."""
    found, _ = find_files(paths)
    wanted = [item for item in found if item.path.suffix.lower() in (*_WORD, *_ARCHIVE)]
    tasks = [Task(str(item.path), settings) for item in wanted]
    events = cast(list[list[object]], isolate.read_all(tasks, jobs=jobs, target=TARGET))
    return {
        item.shown + told.part: told
        for item, of_file in zip(wanted, events, strict=True)
        for told in of_file
        if isinstance(told, Told)
    }


def read_history_task(task: Task) -> Iterator[Told]:
    """Runs in the worker, within the limits on size that the readers have."""
    path = Path(task.path)
    if path.stat().st_size <= task.settings.max_file_bytes:
        yield from histories(path.name, path.read_bytes(), task.settings)


def histories(name: str, data: bytes, settings: Settings, part: str = "", depth: int = 0) -> Iterator[Told]:
    """Of one file, and of the Word files in an archive. Damage is silence: reading the text tells it."""
    suffix = PurePosixPath(name).suffix.lower()
    try:
        if suffix in _WORD:
            yield _told(data, settings, part)
        elif suffix in _ARCHIVE and depth <= settings.max_archive_depth:
            for member in archive.read(data, settings):
                if isinstance(member, Member):
                    yield from _of_member(member, settings, part, depth)
    except ReadError:
        return


def _of_member(member: Member, settings: Settings, part: str, depth: int) -> Iterator[Told]:
    if PurePosixPath(member.name).suffix.lower() not in (*_WORD, *_ARCHIVE):
        return
    try:
        data = member.load()
    except ReadError:
        return
    yield from histories(member.name, data, settings, part + member.part, depth + 1)


def _told(data: bytes, settings: Settings, part: str) -> Told:
    with open_zip(data, settings) as package:
        said = _properties(package, settings)
        table = _part(package, "word/settings.xml", settings)
        text = _part(package, "word/document.xml", settings)
    found = (*_TABLE.findall(table), *_ON_TEXT.findall(text))
    identifiers = frozenset(one.decode().upper() for one in found[:_MAX_IDENTIFIERS])
    return Told(
        part, said.get("creator"), said.get("lastModifiedBy"), said.get("created"), said.get("modified"), identifiers
    )


def _part(package: zipfile.ZipFile, name: str, settings: Settings) -> bytes:
    info = package.NameToInfo.get(name)
    return unpack(package, info, settings) if info else b""


def _properties(package: zipfile.ZipFile, settings: Settings) -> dict[str, str]:
    data = _part(package, _PROPERTIES, settings)
    try:
        nodes: list[Any] = list(parse_xml(data)) if data else []
    except ReadError:
        return {}
    said = {str(node.tag).rpartition("}")[2]: " ".join((node.text or "").split())[:_MAX_TEXT] for node in nodes}
    return {name: value for name, value in said.items() if value}
