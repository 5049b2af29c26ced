"""Which reader for which file. Every module of this package with a `READER` is a reader."""

from __future__ import annotations

import pkgutil
from functools import cache, lru_cache
from importlib import import_module
from pathlib import PurePosixPath

from detector import readers as package
from detector.documents import ReadingNote, SkipReason
from detector.errors import ReadError
from detector.language import N_
from detector.outside import READERS, added
from detector.readers.base import Reader
from detector.readers.limits import damaged, encrypted
from detector.readers.sniff import sniff

# What people put into such folders and nothing here reads, with what to do about it
REMEDIES = {
    ".rar": N_("Unpack it first and give the folder."),
    ".7z": N_("Unpack it first and give the folder."),
    ".gz": N_("Unpack it first and give the folder."),
    ".pptx": N_("Slides are not read; save the text as .docx or .pdf."),
    ".ppt": N_("Slides are not read; save the text as .docx or .pdf."),
    ".gif": N_("Pictures of this kind are not read; save it as .png or scan to .pdf."),
    ".bmp": N_("Pictures of this kind are not read; save it as .png or scan to .pdf."),
    ".heic": N_("Pictures of this kind are not read; save it as .png or scan to .pdf."),
    ".pages": N_("Export it as .docx."),
    ".xml": N_("Open it in Word and save it as .docx."),
    ".exe": N_("This is a program, not a document. Remove it from the folder."),
}
_OTHER = N_("Save it as .docx, .pdf or .txt.")
_PACKAGES = (".docx", ".docm", ".xlsx", ".xlsm", ".odt")
_TEXT_SUFFIXES = (".txt", ".md", ".csv", ".tsv", ".html", ".htm")


@cache
def all_readers() -> tuple[Reader, ...]:
    """In the order of their modules' names, then those of other packages; the first that has a suffix reads it."""
    modules = [import_module(f"{package.__name__}.{info.name}") for info in pkgutil.iter_modules(package.__path__)]
    ours = [module.READER for module in modules if isinstance(getattr(module, "READER", None), Reader)]
    return (*ours, *added(READERS, Reader))


def reader_for(suffix: str) -> Reader | None:
    return next((reader for reader in all_readers() if suffix in reader.suffixes), None)


@lru_cache(maxsize=1000)
def suffix_of(name: str) -> str:
    """In lower case; asked several times for each file."""
    return PurePosixPath(name).suffix.lower()


def choose(name: str, data: bytes) -> tuple[Reader, tuple[ReadingNote, ...]]:
    """The reader for what the bytes are, with a note if the name said otherwise. Raises `ReadError`."""
    suffix = suffix_of(name)
    told = sniff(data)
    kind = told or (suffix if reader_for(suffix) else None) or suffix
    if kind == ".zip" and suffix in _PACKAGES:
        kind = suffix  # its directory is damaged; as an archive it would be a row for each of its parts
    if kind == ".encrypted":
        raise encrypted()
    kind = kind if told else _text_behind_binary_name(kind, data)
    reader = reader_for(kind)
    if reader is None:
        shown = kind or N_("no suffix")
        raise ReadError(
            SkipReason.UNSUPPORTED,
            N_("Files of this kind ({shown}) are not read. {remedy}").format(
                shown=shown, remedy=REMEDIES.get(kind, _OTHER)
            ),
        )
    if suffix in reader.suffixes or (kind == ".html" and suffix in _TEXT_SUFFIXES):
        return reader, ()
    return reader, (ReadingNote("renamed", f"name={suffix or '?'} kind={kind}"),)


def _text_behind_binary_name(kind: str, data: bytes) -> str:
    """``.txt`` for a file named .doc, .pdf ... whose bytes do not tell what it is, if it is text."""
    from detector.readers.txt import looks_like_text

    if kind in _TEXT_SUFFIXES or reader_for(kind) is None or not data.strip(b"\0 \r\n\t"):
        return kind
    if data.startswith(b"PK"):
        raise damaged(N_("its end is missing, as after a broken transfer"))
    if not looks_like_text(data):
        raise damaged(N_("its content is not that of a {kind} file").format(kind=kind))
    return ".txt"
