"""Plain text in any encoding an office produces."""

from __future__ import annotations

import codecs
import sys
from collections.abc import Iterator

from detector.documents import ReadingNote
from detector.language import N_
from detector.readers.base import Extract, Reader
from detector.readers.compose import compose_lines
from detector.readers.encoding import repair_text
from detector.readers.limits import damaged
from detector.readers.old_letters import CANDIDATES
from detector.readers.readability import readable_share
from detector.settings import Settings

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SAMPLE_BYTES = 200_000
_LINE_BYTES = 10_000
# Share of NUL bytes at one parity from which bytes are UTF-16: English has .5, Vietnamese .38, prose in UTF-8 none
_UTF16_NULS = 0.15
# Broken sequences per non-ASCII byte up to which a text is UTF-8 with damage rather than an older encoding
_UTF8_DAMAGE = 0.05


def read(data: bytes, settings: Settings) -> Iterator[Extract]:
    text, notes = decode(data, settings.max_characters)
    yield compose_lines(text, notes=notes)


def decode(data: bytes, most: int = sys.maxsize) -> tuple[str, list[ReadingNote]]:
    """Text and what was noticed; raises `ReadError` (damaged) for bytes that are no text in any known encoding.

    Of an old encoding, which takes seconds a megabyte, not much more than `most` characters are converted.
    """
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return data[len(bom) :].decode(encoding, "replace"), []
    if (order := _utf16_order(data)) is not None:
        return data.decode(order, "replace"), [ReadingNote("encoding", f"encoding={order}")]
    try:
        return data.decode("utf-8"), []
    except UnicodeDecodeError:
        return _decode_damaged_or_old(data, most)


def looks_like_text(data: bytes) -> bool:
    """False for bytes with more control characters than any text has."""
    sample = data[:_SAMPLE_BYTES]
    if any(sample.startswith(bom) for bom, _ in _BOMS) or _utf16_order(sample):
        return True
    controls = sum(sample.count(bytes([byte])) for byte in range(32) if byte not in b"\t\n\r\f\v\x1a")
    return controls * 100 <= len(sample)


def _utf16_order(data: bytes) -> str | None:
    sample = data[: _SAMPLE_BYTES & ~1]
    if len(sample) < 4 or 0 not in sample:
        return None
    half = len(sample) / 2
    even, odd = sample[0::2].count(0) / half, sample[1::2].count(0) / half
    if max(even, odd) < _UTF16_NULS or min(even, odd) > max(even, odd) / 4:
        return None
    return "utf-16-le" if odd > even else "utf-16-be"


def _decode_damaged_or_old(data: bytes, most: int) -> tuple[str, list[ReadingNote]]:
    if not looks_like_text(data):
        raise damaged(N_("its bytes are not text in any known encoding"))
    text = data.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    if broken <= _UTF8_DAMAGE * sum(byte > 127 for byte in data):
        return text, [ReadingNote("damaged_characters", f"count={broken}")]
    encoding = _best_old_encoding(data[:_SAMPLE_BYTES])
    notes = [ReadingNote("encoding", f"encoding={encoding}")]
    text, used = _beginning(data, encoding, most)
    if used < len(data):
        notes.append(ReadingNote("truncated", f"read={used} total={len(data)} unit=bytes"))
    return text, notes


def _beginning(data: bytes, encoding: str, most: int) -> tuple[str, int]:
    """`most` characters or less, and of how many bytes they are; a letter of an old encoding has one byte or two."""
    if len(data) <= most:
        return _decode_old(data, encoding), len(data)
    parts: list[str] = []
    used = size = 0
    while used < len(data) and size < most:
        end = used + min(most - size, _SAMPLE_BYTES)
        end = data.find(b"\n", end - 1, end + _LINE_BYTES) + 1 or end
        parts.append(_decode_old(data[used:end], encoding))
        used, size = end, size + len(parts[-1])
    return "".join(parts)[:most], used


def _best_old_encoding(sample: bytes) -> str:
    """The reading with the most well-formed syllables; cp1252 where none has more than the bytes as they are."""
    encodings = ("cp1252", "cp1258", *CANDIDATES)
    return max(encodings, key=lambda name: (readable_share(_decode_old(sample, name)), name == "cp1252"))


def _decode_old(data: bytes, encoding: str) -> str:
    if encoding in CANDIDATES:
        return repair_text(_latin(data), encoding)
    return _latin(data) if encoding == "cp1252" else data.decode(encoding, "replace")


def _latin(data: bytes) -> str:
    """cp1252, with the five bytes it leaves undefined as their code points."""
    return data.decode("cp1252", "code_point")


def _as_code_point(error: UnicodeError) -> tuple[str, int]:
    assert isinstance(error, UnicodeDecodeError)
    return "".join(map(chr, error.object[error.start : error.end])), error.end


codecs.register_error("code_point", _as_code_point)

READER = Reader(N_("plain text"), (".txt", ".md"), read)
