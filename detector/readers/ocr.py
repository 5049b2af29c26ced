"""Scans: their text is recognised by the engine that the settings name, and marked as of low confidence."""

from __future__ import annotations

from typing import Any

from detector.documents import ReadingNote, SkipReason
from detector.errors import ReadError
from detector.language import N_
from detector.readers.base import Extract
from detector.readers.compose import compose, piece
from detector.readers.ocr_engines import DPI, ENGINES, MAX_PIXELS, PACKAGE_REMEDY, Engine, dark_ink
from detector.settings import Settings

REMEDY = N_("Ask for the file it was printed from, or add text recognition: {command}").format(command=PACKAGE_REMEDY)

_SWITCHED_OFF = N_("Text recognition is switched off in the settings (ocr_engine).")


def missing() -> str | None:
    """What must be installed before scans can be read, or None."""
    return None if any(engine.missing() is None for engine in ENGINES) else REMEDY


def read_pdf(document: Any, pages: list[int], notes: list[ReadingNote], settings: Settings) -> Extract:
    """A PDF of nothing but pictures; raises `ReadError` (scan) without an engine."""
    engine = _engine(settings, N_("No text layer: a scan."))
    found = {number: engine.read_page(_page(document, number), settings) for number in pages}
    pieces = [piece(text, place=f"page={number}") for number, texts in found.items() for text in texts]
    return _recognised(compose(pieces, notes=[*notes, _note(engine)]))


def read_some_pages(
    document: Any, pages: list[int], notes: list[ReadingNote], settings: Settings
) -> dict[int, list[str]]:
    """Paragraphs of the picture pages among others; adds a note, also if they cannot be read."""
    shown = ", ".join(map(str, pages))
    try:
        engine = _engine(settings, "")
    except ReadError:
        notes.append(ReadingNote("scan_pages", f"pages={shown}"))
        return {}
    notes.append(ReadingNote("ocr", f"pages={shown} engine={engine.name}"))
    return {number: engine.read_page(_page(document, number), settings) for number in pages}


def read_picture(data: bytes, suffix: str, settings: Settings) -> Extract:
    """A photo or scanned page as a file of its own."""
    engine = _engine(settings, N_("A picture."))
    return _recognised(compose(map(piece, engine.read_file(data, suffix, settings)), notes=[_note(engine)]))


def _engine(settings: Settings, what: str) -> Engine:
    """The one that the settings name, or the first that can work; raises `ReadError` (scan) where there is none."""
    if settings.ocr_engine == "none":
        detail = f"{what} {_SWITCHED_OFF}"
        raise ReadError(SkipReason.SCAN, detail)
    if missing():
        raise ReadError(SkipReason.SCAN, f"{what} {REMEDY}")
    for engine in ENGINES:
        if settings.ocr_engine in ("auto", engine.name) and engine.missing() is None:
            return engine
    named = next(engine for engine in ENGINES if engine.name == settings.ocr_engine)
    raise ReadError(
        SkipReason.SCAN,
        f"{what} " + N_("The settings ask for {name}: {missing}.").format(name=named.name, missing=named.missing()),
    )


def _note(engine: Engine) -> ReadingNote:
    return ReadingNote("ocr", f"engine={engine.name}")


def _recognised(extract: Extract) -> Extract:
    if not extract.text:
        raise ReadError(SkipReason.SCAN, N_("A picture in which no text was recognised. Ask for the typed file."))
    return extract


def _page(document: Any, number: int) -> Any:
    """Grey values of a rendered page, without coloured ink."""
    page = document[number - 1]
    try:
        width, height = page.get_size()
        scale = min(DPI / 72, (MAX_PIXELS / max(width * height, 1)) ** 0.5)
        bitmap = page.render(scale=scale)
        try:
            return dark_ink(bitmap.to_numpy()[:, :, :3])
        finally:
            bitmap.close()
    finally:
        page.close()
