"""A reader for the tests that hangs, dies or hoards memory where the text of a file says so."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from dataclasses import replace

from detector.documents import ReadingNote
from detector.readers import extract, registry
from detector.readers.base import Extract, Reader
from detector.readers.compose import compose_lines
from detector.readers.extract import Event
from detector.readers.worker import Task, read_task
from detector.settings import Settings

TARGET = f"{__name__}:read_hostile"


def read_hostile(task: Task) -> Iterator[Event]:
    """Reads a task with one more reader, for files named .evil, and .evil.docx."""
    extract.choose = _choose
    yield from read_task(task)


def _choose(name: str, data: bytes) -> tuple[Reader, tuple[ReadingNote, ...]]:
    return (READER, ()) if name.endswith((".evil", ".evil.docx")) else registry.choose(name, data)


def _read(data: bytes, settings: Settings) -> Iterator[Extract]:  # noqa: ARG001
    yield replace(compose_lines("Đã đọc được một phần."), part="#row=1")
    if data == b"hang":
        time.sleep(600)
    elif data == b"die":
        os._exit(11)
    elif data == b"hoard":
        hoard = [bytearray(50_000_000) for _ in range(100)]
        print(len(hoard))
    elif data == b"print":
        print("noise on stdout" * 10_000)
    yield replace(compose_lines("Đã đọc hết."), part="#row=2")


READER = Reader("evil", (".evil",), _read)
