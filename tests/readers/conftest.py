from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from detector.documents import Document, Role
from detector.parallel import Workers
from detector.readers.base import Extract, Failure
from detector.readers.extract import extract_file
from detector.readers.ingest import Reading, read_paths
from detector.settings import Settings


def check_hidden(item: Extract | Document) -> None:
    """Hidden words stand inside the text, in order, and none is blank."""
    places = [one.at for one in item.hidden]
    assert places == sorted(places)
    assert all(0 <= at <= len(item.text) for at in places)
    assert all(one.text.strip() for one in item.hidden)


def check_blocks(text: str, blocks: tuple) -> None:
    """Blocks are in order, do not overlap, lie inside the text and leave out nothing but blanks and line ends."""
    position = 0
    for block in blocks:
        assert position <= block.start < block.end <= len(text)
        assert not text[position : block.start].strip()
        position = block.end
    assert not text[position:].strip()


@pytest.fixture
def extract() -> Callable[..., list[Extract | Failure]]:
    """What is in the bytes of a file of that name."""

    def run(name: str, data: bytes, **settings: float) -> list[Extract | Failure]:
        events = extract_file(name, data, Settings().replace(**settings))
        found = [event for event in events if isinstance(event, Extract | Failure)]
        for item in found:
            if isinstance(item, Extract):
                check_blocks(item.text, item.blocks)
                check_hidden(item)
        return found

    return run


@pytest.fixture
def text_of(extract) -> Callable[..., str]:
    """The text of a file that holds one."""

    def run(name: str, data: bytes) -> str:
        (item,) = extract(name, data)
        assert isinstance(item, Extract), item
        return item.text

    return run


@pytest.fixture
def folder(tmp_path: Path) -> Callable[..., Path]:
    """A folder with these files."""

    def make(files: dict[str, bytes | str]) -> Path:
        for name, content in files.items():
            path = tmp_path / "unit" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return tmp_path / "unit"

    return make


@pytest.fixture
def read() -> Callable[..., Reading]:
    """`read_paths` with the settings given by name; checks what must hold for every reading."""

    def run(*paths: Path, jobs: int = 1, **settings: float) -> Reading:
        reading = read_paths(
            paths, role=Role.SUBMISSION, settings=Settings().replace(**settings), workers=Workers(jobs)
        )
        ids = [document.id for document in reading.documents]
        assert len(set(ids)) == len(ids)
        for document in reading.documents:
            assert isinstance(document, Document)
            check_blocks(document.text, document.blocks)
            check_hidden(document)
            document.text.encode()
        return reading

    return run
