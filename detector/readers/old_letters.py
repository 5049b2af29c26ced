"""The two encodings that Vietnamese was typed in before Unicode, as tables: TCVN3 (.VnTime) and VNI (VNI-Times).

Text in them arrives as the Latin letters that stand at the same bytes. The tables were compared entry by entry with
those of viparse 0.1.31 (MIT), which were checked against documents of offices from 1998 to 2009; VNI is written down
here by its rules (a letter, then its marks), which also gives what those documents happen not to hold: ẳ and ỵ as î.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache

CANDIDATES = ("tcvn3", "vni")

# TCVN 5712:1993, VN3: letters by their bytes. Marked capitals have none: capital fonts (.VnTimeH) draw the small ones
_TCVN3_BYTES = (
    (0xA1, "ĂÂÊÔƠƯĐăâêôơưđ"),
    (0xB5, "àảãáạ"),
    (0xBB, "ằẳẵắ"),
    (0xC6, "ặầẩẫấậè"),
    (0xCE, "ẻẽéẹềểễếệìỉ"),
    (0xDC, "ĩíịò"),
    (0xE1, "ỏõóọồổỗốộờởỡớợù"),
    (0xF1, "ủũúụừửữứựỳỷỹýỵ"),
)
# What PDF readers make of the letters at 0xAD and 0xB7; between figures they are the signs that they look like
_TCVN3_SIGNS = {"\u2212": "ư", "\u2219": "ã"}
_SIGN = re.compile(r"(?<=[^\W\d_])[\u2212\u2219]|[\u2212\u2219](?=[^\W\d_])")

_TONES = {"ù": "\u0301", "ø": "\u0300", "û": "\u0309", "õ": "\u0303", "ï": "\u0323"}
_CIRCUMFLEX = {"â": "", "á": "\u0301", "à": "\u0300", "å": "\u0309", "ã": "\u0303", "ä": "\u0323"}
_BREVE = {"ê": "", "é": "\u0301", "è": "\u0300", "ú": "\u0309", "ü": "\u0303", "ë": "\u0323"}
_ALONE = {"ñ": "đ", "ô": "ơ", "ö": "ư", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ"}


def to_unicode(text: str, encoding: str) -> str:
    """Text in one of `CANDIDATES` in Unicode (NFC); what is no letter of the encoding stays."""
    if encoding == "tcvn3":
        text = _SIGN.sub(lambda match: _TCVN3_SIGNS[match.group()], text)
    table = letters_of(encoding)
    return unicodedata.normalize("NFC", _pattern(encoding).sub(lambda match: table[match.group()], text))


@cache
def _pattern(encoding: str) -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, sorted(letters_of(encoding), key=len, reverse=True))))


@cache
def letters_of(encoding: str) -> Mapping[str, str]:
    """Unicode letters by what stands for them in one of `CANDIDATES`."""
    return dict(_tcvn3() if encoding == "tcvn3" else _vni())


def _tcvn3() -> Iterator[tuple[str, str]]:
    for first, letters in _TCVN3_BYTES:
        yield from ((chr(first + at), letter) for at, letter in enumerate(letters))


def _vni() -> Iterator[tuple[str, str]]:
    """Small letters, capitals with capital marks, and capitals with small marks, as people type them too."""
    for old, new in _vni_small():
        yield old, new
        yield old.upper(), new.upper()
        if len(old) > 1:
            yield old[0].upper() + old[1:], new.upper()


def _vni_small() -> Iterator[tuple[str, str]]:
    yield from _ALONE.items()
    for mark, tone in _TONES.items():
        yield from ((letter + mark, _composed(letter, tone)) for letter in "aeiouy")
        yield from ((letter + mark, _composed(_ALONE[letter], tone)) for letter in "ôö")
    for mark, tone in _CIRCUMFLEX.items():
        yield from ((letter + mark, _composed(letter, "\u0302" + tone)) for letter in "aeo")
    for mark, tone in _BREVE.items():
        yield "a" + mark, _composed("a", "\u0306" + tone)


def _composed(letter: str, marks: str) -> str:
    return unicodedata.normalize("NFC", letter + marks)
