"""Which readers are there, which lack something, and the one command that adds it."""

from __future__ import annotations

import platform
from collections.abc import Iterable
from dataclasses import dataclass

from detector.readers import ocr, soffice
from detector.readers.registry import REMEDIES, all_readers

# Names of the programs' packages where their system's own installer has them.
_PACKAGES: dict[str, dict[str, tuple[str, ...]]] = {
    "Linux": {
        "LibreOffice": ("libreoffice-writer-nogui", "libreoffice-calc-nogui"),
        "tesseract": ("tesseract-ocr", "tesseract-ocr-vie"),
    },
    "Darwin": {"LibreOffice": ("libreoffice",), "tesseract": ("tesseract", "tesseract-lang")},
    "Windows": {"LibreOffice": ("TheDocumentFoundation.LibreOffice",), "tesseract": ("UB-Mannheim.TesseractOCR",)},
}
_INSTALLERS = {"Linux": "sudo apt install", "Darwin": "brew install", "Windows": "winget install"}


@dataclass(frozen=True, slots=True)
class ReaderStatus:
    """One format. `remedy` is None where nothing is missing; for optional help it says what it would add.

    `program` is what it needs beside the package; `known` is False for formats that nothing here reads.
    """

    name: str
    suffixes: tuple[str, ...]
    available: bool
    remedy: str | None
    program: str | None = None
    known: bool = True


def inventory() -> list[ReaderStatus]:
    """Readers by name, then optional programs, then formats that are known and not read."""
    readers = [_status(reader.name, reader.suffixes, reader.missing(), reader.extra) for reader in all_readers()]
    old_word = None if soffice.program() else _sentence(soffice.REMEDY)
    programs = [
        _status("scans inside PDF (tesseract)", (".pdf",), ocr.missing(), "ocr"),
        _status("Word 95 and older (LibreOffice)", (".doc",), old_word, "office"),
    ]
    unread = [ReaderStatus("not read", (suffix,), False, remedy, known=False) for suffix, remedy in _unread().items()]
    return [*sorted(readers, key=lambda status: status.name.lower()), *programs, *unread]


def command_that_adds(statuses: Iterable[ReaderStatus], system: str | None = None) -> str | None:
    """One command of this system's installer for all programs that are missing; None where none is."""
    system = system or platform.system()
    packages = _PACKAGES.get(system, _PACKAGES["Linux"])
    missing = dict.fromkeys(one.program for one in statuses if one.program and one.known and not one.available)
    names = [package for program in missing if program for package in packages[program]]
    return f"{_INSTALLERS.get(system, _INSTALLERS['Linux'])} {' '.join(names)}" if names else None


def _status(name: str, suffixes: tuple[str, ...], remedy: str | None, extra: str | None) -> ReaderStatus:
    program = {"ocr": "tesseract", "office": "LibreOffice"}.get(extra or "")
    return ReaderStatus(name, suffixes, remedy is None, remedy, program)


def _unread() -> dict[str, str]:
    read = {suffix for reader in all_readers() for suffix in reader.suffixes}
    return {suffix: remedy for suffix, remedy in REMEDIES.items() if suffix not in read}


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:] + "."
