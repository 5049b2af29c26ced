"""Which readers are there, which lack something, and the one command that adds it."""

from __future__ import annotations

from dataclasses import dataclass

from detector.readers import ocr, soffice
from detector.readers.registry import REMEDIES, all_readers


@dataclass(frozen=True, slots=True)
class ReaderStatus:
    """One format. `remedy` is None where nothing is missing; for optional help it says what it would add."""

    name: str
    suffixes: tuple[str, ...]
    available: bool
    remedy: str | None


def inventory() -> list[ReaderStatus]:
    """Readers by name, then optional programs, then formats that are known and not read."""
    readers = [_status(reader.name, reader.suffixes, reader.missing()) for reader in all_readers()]
    programs = [
        _status("scans inside PDF (tesseract)", (".pdf",), ocr.missing()),
        _status("Word 95 and older (LibreOffice)", (".doc",), None if soffice.program() else _sentence(soffice.REMEDY)),
    ]
    unread = [ReaderStatus("not read", (suffix,), False, remedy) for suffix, remedy in _unread().items()]
    return [*sorted(readers, key=lambda status: status.name.lower()), *programs, *unread]


def _status(name: str, suffixes: tuple[str, ...], remedy: str | None) -> ReaderStatus:
    return ReaderStatus(name, suffixes, remedy is None, remedy)


def _unread() -> dict[str, str]:
    read = {suffix for reader in all_readers() for suffix in reader.suffixes}
    return {suffix: remedy for suffix, remedy in REMEDIES.items() if suffix not in read}


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:] + "."
