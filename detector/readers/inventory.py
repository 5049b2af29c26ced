"""Which readers are there, which lack something, and the one command that adds it."""

from __future__ import annotations

import platform
from collections.abc import Iterable
from dataclasses import dataclass

from detector.language import N_, translated
from detector.readers import ocr, soffice
from detector.readers.ocr_engines import ENGINES, TESSERACT
from detector.readers.registry import REMEDIES, all_readers

# Names of the programs' packages where their system's own installer has them.
_PACKAGES: dict[str, dict[str, tuple[str, ...]]] = {
    "Linux": {
        "LibreOffice": ("libreoffice-writer-nogui",),
        "tesseract": ("tesseract-ocr", "tesseract-ocr-vie"),
    },
    "Darwin": {"LibreOffice": ("libreoffice",), "tesseract": ("tesseract", "tesseract-lang")},
    "Windows": {"LibreOffice": ("TheDocumentFoundation.LibreOffice",), "tesseract": ("UB-Mannheim.TesseractOCR",)},
}
_INSTALLERS = {"Linux": "sudo apt install", "Darwin": "brew install", "Windows": "winget install"}


@dataclass(frozen=True, slots=True)
class ReaderStatus:
    """One format. `remedy` is None where nothing is missing; for optional help it says what it would add.

    Attributes:
        program: what it needs beside the package.
        known: False for formats that nothing here reads.
        extra: the extra of the package that adds it.
        is_optional: something else here does the same.
    """

    name: str
    suffixes: tuple[str, ...]
    available: bool
    remedy: str | None
    program: str | None = None
    known: bool = True
    extra: str | None = None
    is_optional: bool = False

    def words(self, lang: str, between: str) -> str:
        """Name and remedy."""
        parts = (self.name, *([self.remedy] if self.remedy else []))
        return between.join(translated(part, lang) for part in parts)


def inventory() -> list[ReaderStatus]:
    """Readers by name, then optional programs, then formats that are known and not read."""
    readers = [_status(reader.name, reader.suffixes, reader.missing(), reader.extra) for reader in all_readers()]
    old_word = None if soffice.program() else _sentence(soffice.REMEDY)
    programs = [
        *_engines(),
        ReaderStatus(N_("Word 95 and older (LibreOffice)"), (".doc",), old_word is None, old_word, "LibreOffice"),
    ]
    unread = [
        ReaderStatus(N_("not read"), (suffix,), False, remedy, known=False) for suffix, remedy in _unread().items()
    ]
    return [*sorted(readers, key=lambda status: status.name.lower()), *programs, *unread]


def command_that_adds(statuses: Iterable[ReaderStatus], system: str | None = None) -> str | None:
    """One command line for everything that is missing: extras by pip, programs by this system's installer."""
    system = system or platform.system()
    packages = _PACKAGES.get(system, _PACKAGES["Linux"])
    missing = [one for one in statuses if one.known and not one.available and not one.is_optional]
    extras = ",".join(dict.fromkeys(one.extra for one in missing if one.extra))
    names = [name for one in missing if one.program and not one.extra for name in packages[one.program]]
    commands = [f"pip install 'kiemdiem[{extras}]'"] if extras else []
    if names:
        commands.append(f"{_INSTALLERS.get(system, _INSTALLERS['Linux'])} {' '.join(dict.fromkeys(names))}")
    return " && ".join(commands) or None


def _status(name: str, suffixes: tuple[str, ...], remedy: str | None, extra: str | None) -> ReaderStatus:
    return ReaderStatus(name, suffixes, remedy is None, remedy, extra=extra)


def _engines() -> list[ReaderStatus]:
    """What reads scans inside PDF: one engine is enough, the other is told as what it would add."""
    found = []
    for engine in ENGINES:
        lacks = engine.missing()
        remedy = lacks and f"{engine.gain} {_sentence(lacks)}"
        program, extra = ("tesseract", None) if engine is TESSERACT else (None, "ocr")
        is_optional = lacks is not None and (engine is TESSERACT or ocr.missing() is None)
        found.append(
            ReaderStatus(
                N_("scans by {engine}").format(engine=engine.name),
                (".pdf",),
                lacks is None,
                remedy,
                program,
                True,
                extra,
                is_optional,
            )
        )
    return found


def _unread() -> dict[str, str]:
    read = {suffix for reader in all_readers() for suffix in reader.suffixes}
    return {suffix: remedy for suffix, remedy in REMEDIES.items() if suffix not in read}


def _sentence(remedy: str) -> str:
    return N_("To add it: {remedy}.").format(remedy=remedy)
