from __future__ import annotations

from random import Random

from detector.evaluation.planting.disguises.base import Disguise, per_character

_SHARE = 0.3  # of the letters that have a twin
_TWINS = {
    "a": "аα", "c": "с", "e": "е", "h": "һ", "i": "іι", "k": "кκ", "o": "оοо", "p": "рρ", "v": "ν", "x": "х", "y": "у",
    "A": "АΑ", "B": "ВΒ", "C": "С", "E": "ЕΕ", "H": "НΗ", "K": "КΚ", "M": "МΜ", "O": "ОΟ", "P": "РΡ", "T": "ТΤ",
    "X": "ХΧ", "N": "Ν",
}  # fmt: skip


def _change(character: str, rng: Random) -> str:
    """Cyrillic and Greek letters among the Latin ones."""
    return rng.choice(_TWINS[character]) if character in _TWINS and rng.random() < _SHARE else character


DISGUISE = Disguise("look_alikes", per_character(_change))
