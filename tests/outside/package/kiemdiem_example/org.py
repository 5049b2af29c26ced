"""Outlines of Org mode: headings and text as they stand."""

from __future__ import annotations

from collections.abc import Iterator

from detector.readers.base import Extract, Reader
from detector.readers.compose import compose_lines
from detector.readers.txt import decode
from detector.settings import Settings


def read(data: bytes, settings: Settings) -> Iterator[Extract]:  # noqa: ARG001
    text, notes = decode(data)
    yield compose_lines("\n".join(line.lstrip("* ") for line in text.splitlines()), notes=notes)


READER = Reader("Org outline", (".org",), read)
