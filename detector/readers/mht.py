"""Web pages saved as one file (.mht), also under a .doc name: the page of a multipart message."""

from __future__ import annotations

from collections.abc import Iterator
from email import message_from_bytes
from email.message import Message

from detector.language import N_
from detector.readers.base import Extract, Reader
from detector.readers.compose import compose
from detector.readers.html import pieces_of_page
from detector.readers.limits import damaged
from detector.readers.txt import decode
from detector.settings import Settings


def read(data: bytes, settings: Settings) -> Iterator[Extract]:
    text, notes = decode(_page(data), settings.max_file_characters)
    yield compose(pieces_of_page(text), notes=notes)


def _page(data: bytes) -> bytes:
    """The first page of the message; what a program says of its encoding is often not so, the bytes decide."""
    for part in message_from_bytes(data).walk():
        if part.get_content_type() == "text/html" and (page := _content(part)):
            return page
    raise damaged(N_("there is no page in it"))


def _content(part: Message) -> bytes:
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""


READER = Reader(N_("web page in one file"), (".mht", ".mhtml"), read)
