"""Photos and scanned pages as pictures: read where text recognition is installed."""

from __future__ import annotations

from collections.abc import Iterator

from detector.language import N_
from detector.readers import ocr
from detector.readers.base import Extract, Reader
from detector.readers.sniff import sniff
from detector.settings import Settings


def read(data: bytes, settings: Settings) -> Iterator[Extract]:
    yield ocr.read_picture(data, sniff(data) or ".png", settings)


READER = Reader(N_("picture"), (".png", ".jpg", ".jpeg", ".tif", ".tiff"), read, extra="ocr", missing=ocr.missing)
