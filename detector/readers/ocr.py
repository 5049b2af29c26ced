"""Scans: text recognised by tesseract, if it is installed; what comes out is of low confidence and says so."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

from detector.documents import ReadingNote, SkipReason
from detector.errors import ReadError
from detector.readers.base import Extract
from detector.readers.compose import compose, piece
from detector.readers.limits import memory_lifted
from detector.settings import Settings

REMEDY = (
    "Ask for the file it was printed from, or install the program tesseract with its Vietnamese language data "
    "(Debian, Ubuntu: apt install tesseract-ocr tesseract-ocr-vie)."
)
_DPI = 200  # measured on clean print: 150 dpi 0.997 of the letters right, 200 dpi 0.998
_MAX_PIXELS = 40_000_000


@cache
def missing() -> str | None:
    """What must be installed before scans can be read, or None."""
    if shutil.which("tesseract") is None:
        return REMEDY
    with memory_lifted():
        listed = subprocess.run(["tesseract", "--list-langs"], capture_output=True, check=False, timeout=20).stdout
    return None if b"vie" in listed.split() else REMEDY


def read_pdf(document: Any, pages: list[int], notes: list[ReadingNote], settings: Settings) -> Extract:
    """A PDF of nothing but pictures; raises `ReadError` (scan) without tesseract."""
    if missing():
        raise ReadError(SkipReason.SCAN, f"No text layer: a scan. {REMEDY}")
    texts = {number: _recognise_page(document, number, settings) for number in pages}
    pieces = [piece(line, place=f"page={n}") for n, text in texts.items() for line in _paragraphs(text)]
    return _recognised(compose(pieces, notes=[*notes, ReadingNote("ocr")]))


def read_some_pages(
    document: Any, pages: list[int], notes: list[ReadingNote], settings: Settings
) -> dict[int, list[str]]:
    """Paragraphs of the picture pages among others; adds a note, also if they cannot be read."""
    shown = ", ".join(map(str, pages))
    if missing():
        notes.append(ReadingNote("scan_pages", f"pages={shown}"))
        return {}
    notes.append(ReadingNote("ocr", f"pages={shown}"))
    return {n: _paragraphs(_recognise_page(document, n, settings)) for n in pages}


def read_picture(data: bytes, suffix: str, settings: Settings) -> Extract:
    """A photo or scanned page as a file of its own."""
    if missing():
        raise ReadError(SkipReason.SCAN, f"A picture. {REMEDY}")
    text = _recognise(data, suffix, settings)
    return _recognised(compose([piece(line) for line in _paragraphs(text)], notes=[ReadingNote("ocr")]))


def _recognised(extract: Extract) -> Extract:
    if not extract.text:
        raise ReadError(SkipReason.SCAN, "A picture in which no text was recognised. Ask for the typed file.")
    return extract


def _recognise_page(document: Any, number: int, settings: Settings) -> str:
    page = document[number - 1]
    try:
        width, height = page.get_size()
        scale = min(_DPI / 72, (_MAX_PIXELS / max(width * height, 1)) ** 0.5)
        bitmap = page.render(scale=scale, grayscale=True)
        header = f"P5 {bitmap.width} {bitmap.height} 255\n".encode()
        raw = bytes(bitmap.buffer)
        rows = b"".join(raw[y * bitmap.stride : y * bitmap.stride + bitmap.width] for y in range(bitmap.height))
        bitmap.close()
    finally:
        page.close()
    return _recognise(header + rows, ".pgm", settings)


def _recognise(picture: bytes, suffix: str, settings: Settings) -> str:
    with tempfile.TemporaryDirectory(prefix="detector-ocr-") as folder, memory_lifted():
        path = Path(folder) / f"page{suffix}"
        path.write_bytes(picture)
        command = ["tesseract", str(path), "-", "-l", "vie", "--psm", "3", "--dpi", str(_DPI)]
        try:
            done = subprocess.run(command, capture_output=True, check=False, timeout=settings.file_timeout_seconds)
        except subprocess.TimeoutExpired as error:
            raise ReadError(SkipReason.TIMEOUT, "Recognising the picture takes too long. Scan it smaller.") from error
    if done.returncode:
        message = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise ReadError(SkipReason.DAMAGED, f"The picture cannot be read ({message[-1] if message else 'no reason'}).")
    return done.stdout.decode("utf-8", "replace")


def _paragraphs(text: str) -> list[str]:
    """Paragraphs stand apart by empty lines in tesseract's output."""
    return [" ".join(part.split("\n")) for part in text.replace("\f", "\n\n").split("\n\n") if part.strip()]
