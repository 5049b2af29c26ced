"""What a file is, by its first bytes; names lie."""

from __future__ import annotations

import io
import re
import zipfile
import zlib

_MAGIC = (
    (b"%PDF-", ".pdf"),
    (b"{\\rtf", ".rtf"),
    (b"\x89PNG\r\n\x1a\n", ".png"),
    (b"\xff\xd8\xff", ".jpg"),
    (b"II*\0", ".tif"),
    (b"MM\0*", ".tif"),
    (b"GIF8", ".gif"),
    (b"BM", ".bmp"),
    (b"Rar!\x1a\x07", ".rar"),
    (b"7z\xbc\xaf\x27\x1c", ".7z"),
    (b"\x1f\x8b", ".gz"),
    (b"MZ", ".exe"),
    (b"\x7fELF", ".exe"),
    (b"SQLite format 3\0", ".sqlite"),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_HTML = re.compile(rb"\s*(<\?xml[^>]*>\s*)?(<!--.*?-->\s*)*<(!doctype html|html|head|body|meta)\b", re.I | re.S)
_MESSAGE = re.compile(rb"\s*(?:[A-Za-z-]+:[^\n]*\n(?:[ \t][^\n]*\n)*){0,20}?MIME-Version:[^\n]*\n", re.I)
_BAD_ZIP = (
    zipfile.BadZipFile,
    zlib.error,
    ValueError,
    OverflowError,
    NotImplementedError,
    EOFError,
    OSError,
    RuntimeError,
)
_PACKAGES = (("word/", ".docx"), ("xl/", ".xlsx"), ("ppt/", ".pptx"))


def sniff(data: bytes) -> str | None:
    """A suffix such as ``.pdf``; ``.encrypted`` for a protected Office file; None if the bytes do not tell."""
    if data.startswith(_ZIP):
        return _zip_kind(data)
    if data.startswith(_OLE):
        return _ole_kind(data)
    for magic, suffix in _MAGIC:
        if data.startswith(magic) and (len(magic) > 2 or b"\0" in data[:64]):
            return suffix
    if b"%PDF-" in data[:1024]:
        return ".pdf"
    return _markup_kind(data[:4096].removeprefix(b"\xef\xbb\xbf"))


def _markup_kind(head: bytes) -> str | None:
    if _HTML.match(head):
        return ".html"
    if _MESSAGE.match(head) and b"multipart/" in head:
        return ".mht"
    return ".xml" if head.lstrip().startswith(b"<?xml") else None


def _zip_kind(data: bytes) -> str | None:
    """None for a zip whose directory cannot be read: then the file's name is the best that is known."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
            mime = _first_bytes(archive, "mimetype") if "mimetype" in names else b""
    except _BAD_ZIP:
        return None
    if b"opendocument." in mime:
        return ".odt" if b"opendocument.text" in mime else ".ods"
    if "[Content_Types].xml" in names:
        return next((suffix for folder, suffix in _PACKAGES if any(n.startswith(folder) for n in names)), ".zip")
    return ".zip"


def _first_bytes(archive: zipfile.ZipFile, name: str) -> bytes:
    with archive.open(name) as stream:
        return stream.read(100)


def _ole_kind(data: bytes) -> str | None:
    if _utf16("EncryptedPackage") in data or _utf16("EncryptionInfo") in data:
        return ".encrypted"
    if _utf16("WordDocument") in data:
        return ".doc"
    return ".xls" if _utf16("Workbook") in data or _utf16("Book\0") in data else None


def _utf16(text: str) -> bytes:
    return text.encode("utf-16-le")
