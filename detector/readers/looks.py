"""How letters look, whatever the format of their file, and whether they can be seen at all.

That is a matter of their size, and of their contrast to the background that they stand on.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from detector.documents import BlockKind, Hiding
from detector.readers.compose import Run

Colour = tuple[int, int, int]  # red, green, blue, 0 to 255

BLACK: Colour = (0, 0, 0)
WHITE: Colour = (255, 255, 255)
# Not known, or chosen by the program that shows the page so that it can be read: nothing is said against such letters
UNKNOWN: Colour = (-1, -1, -1)
CLEAR: Colour = (-2, -2, -2)  # letters without any fill

# Letters of 2 points are 0.5 mm high without their marks: no printer or screen shows them at a page's usual size
SMALLEST_POINTS = 2.0
# Ratio of luminances as in WCAG 2.1 (1.4.3), 1 for equal colours, 21 for black on white. White on #F2F2F2 has 1.12, on
# #EEEEEE 1.16; light grey that is meant to be read (#D9D9D9 on white) has 1.42
LEAST_CONTRAST = 1.2
_NARROWEST_PERCENT = 5  # Word squeezes letters to any share of their width, down to 1 %


class Look(NamedTuple):
    """Properties of letters; None where nothing is said.

    Attributes:
        font: the pre-Unicode font, "" for another one.
        hidden: by an attribute that is there for it.
        colour: of the letters.
        points: their size.
        percent: their width in per cent of the usual one.
        fill: what is behind these letters alone: a highlight.
        effects: a shadow or relief, by which letters without contrast are seen all the same.
    """

    font: str | None = None
    hidden: bool | None = None
    colour: Colour | None = None
    points: float | None = None
    percent: float | None = None
    fill: Colour | None = None
    effects: bool | None = None

    def over(self, base: Look) -> Look:
        """These properties, and those of `base` where nothing is said."""
        if self is NO_LOOK:
            return base
        return self if base is NO_LOOK else _over(self, base)

    def hiding(self, background: Colour) -> Hiding | None:
        """Why a run that looks so is not seen on this background, or None."""
        return _hiding(self, background)


NO_LOOK = Look()


# A document has a few looks, and as many ways to put one over another
@lru_cache(maxsize=1000)
def _over(look: Look, base: Look) -> Look:
    if look == NO_LOOK:
        return base
    return Look._make(other if own is None else own for own, other in zip(look, base, strict=True))


@lru_cache(maxsize=1000)
def _hiding(look: Look, background: Colour) -> Hiding | None:
    if look.hidden:
        return Hiding.ATTRIBUTE
    if look.percent is not None and look.percent <= _NARROWEST_PERCENT:
        return Hiding.SIZE
    letters = look.colour or UNKNOWN
    return hiding_of(UNKNOWN if look.effects else letters, look.fill or background, look.points)


class Place(NamedTuple):
    """Where text stands.

    Attributes:
        place: as of a `Block`.
        background: what is behind it.
        look: of its letters, where neither they nor their styles say anything.
        hiding: why nothing there is seen, whatever the letters look like.
    """

    kind: BlockKind
    place: str = ""
    background: Colour = WHITE
    look: Look = NO_LOOK
    hiding: Hiding | None = None

    def of(self, kind: BlockKind) -> Place:
        """This place as one of another kind."""
        return Place(kind, self.place, self.background, self.look, self.hiding)

    def seen(self, background: Colour, hiding: Hiding | None) -> Place:
        """This place with what is behind it, and why nothing there is seen."""
        if background == self.background and hiding == self.hiding:
            return self
        return Place(self.kind, self.place, background, self.look, hiding)

    def run(self, text: str, look: Look) -> Run:
        """Letters of that look that stand here."""
        if look is NO_LOOK:  # of nearly all letters
            return Run(text, self.kind, "", self.hiding)
        return Run(text, self.kind, look.font or "", self.hiding or look.hiding(self.background))


def hiding_of(letters: Colour, background: Colour, points: float | None = None) -> Hiding | None:
    """Why such letters are not seen, or None; `points` is None where the size is not known."""
    if points is not None and points <= SMALLEST_POINTS:
        return Hiding.SIZE
    if letters == CLEAR:
        return Hiding.COLOUR
    if UNKNOWN in (letters, background):
        return None
    return Hiding.COLOUR if contrast(letters, background) < LEAST_CONTRAST else None


@lru_cache(maxsize=1000)
def contrast(one: Colour, other: Colour) -> float:
    """The ratio of the luminances, 1 to 21."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: Colour) -> float:
    shares = [value / 255 for value in colour]
    linear = [share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def of_hex(digits: str) -> Colour | None:
    """``FF8000``, also with a ``#`` and in three digits; None if it is no such colour."""
    digits = digits.strip().removeprefix("#")
    if re.fullmatch(r"[0-9a-fA-F]{3}", digits):
        digits = "".join(digit * 2 for digit in digits)
    if not re.fullmatch(r"[0-9a-fA-F]{6}", digits):
        return None
    return int(digits[:2], 16), int(digits[2:4], 16), int(digits[4:], 16)


def mixed(share: float, ink: Colour, paper: Colour) -> Colour:
    """Ink that covers a share of the paper, as patterns of shading do."""
    red, green, blue = (round(share * one + (1 - share) * other) for one, other in zip(ink, paper, strict=True))
    return red, green, blue
