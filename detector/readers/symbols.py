"""Characters of symbol fonts as Word stores them (w:sym): tick boxes and bullets as the signs they show."""

from __future__ import annotations

# Only what occurs in forms; the other characters stay in the private use area, as stored.
_WINGDINGS = {
    0x6C: "●",
    0x6E: "■",
    0x6F: "□",
    0x71: "❑",
    0x76: "❖",
    0x78: "☒",
    0xA7: "▪",
    0xA8: "☐",
    0xD8: "➢",
    0xE0: "→",
    0xFB: "✗",
    0xFC: "✓",
    0xFD: "☒",
    0xFE: "☑",
}
_WINGDINGS_2 = {0x4F: "✗", 0x50: "✓", 0x51: "☒", 0x52: "☑", 0x53: "☒", 0x54: "☒", 0xA3: "☐", 0x2A: "☐"}
_SYMBOL = {0xB7: "•", 0xB0: "°", 0xB1: "±", 0xB3: "≥", 0xA3: "≤", 0xAE: "→", 0xDE: "⇒", 0xD7: "⋅", 0xB4: "×"}
_FONTS = {"wingdings": _WINGDINGS, "wingdings 2": _WINGDINGS_2, "symbol": _SYMBOL}


def is_symbol_font(font: str) -> bool:
    """Whether the characters of a font are signs, whatever letters their codes stand for elsewhere."""
    return font.lower() in _FONTS


def symbol(font: str, code: str) -> str:
    """The sign for a hexadecimal character code of a font; an empty string if it is no code."""
    try:
        point = int(code, 16)
    except ValueError:
        return ""
    shown = _FONTS.get(font.lower(), {}).get(point & 0xFF) if point < 0x100 or 0xF000 <= point < 0xF100 else None
    return shown or (chr(point) if 0x20 <= point < 0xD800 or 0xE000 <= point < 0x110000 else "")
