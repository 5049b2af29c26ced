"""What style sheets and attributes of a web page say about whether its words are seen."""

from __future__ import annotations

import colorsys
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from detector.documents import Hiding
from detector.readers.looks import BLACK, CLEAR, UNKNOWN, WHITE, Colour, Look, mixed, of_hex

Declarations = Mapping[str, str]

_NAMED = {
    "white": WHITE,
    "black": BLACK,
    "red": (255, 0, 0),
    "blue": (0, 0, 255),
    "yellow": (255, 255, 0),
    "green": (0, 128, 0),
    "lime": (0, 255, 0),
    "aqua": (0, 255, 255),
    "cyan": (0, 255, 255),
    "navy": (0, 0, 128),
    "maroon": (128, 0, 0),
    "olive": (128, 128, 0),
    "purple": (128, 0, 128),
    "teal": (0, 128, 128),
    "fuchsia": (255, 0, 255),
    "magenta": (255, 0, 255),
    "gray": (128, 128, 128),
    "grey": (128, 128, 128),
    "silver": (192, 192, 192),
    "snow": (255, 250, 250),
    "ivory": (255, 255, 240),
    "ghostwhite": (248, 248, 255),
    "whitesmoke": (245, 245, 245),
    "floralwhite": (255, 250, 240),
    "mintcream": (245, 255, 250),
    "azure": (240, 255, 255),
    "seashell": (255, 245, 238),
    "aliceblue": (240, 248, 255),
}
_POINTS = {"pt": 1.0, "px": 0.75, "pc": 12.0, "in": 72.0, "cm": 28.35, "mm": 2.835}
_FAR_POINTS = 1000.0  # to the left or above: no page and no screen begins there
_LEAST_OPACITY = 0.1
_HALF_PERCENT = 50.0  # from each side
_SIZE_WORDS = {"xx-small": 7.0, "x-small": 7.5, "small": 10.0, "medium": 12.0, "large": 13.5, "x-large": 18.0}
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_COMPOUND = re.compile(r"([a-zA-Z][\w-]*|\*)?((?:[.#][\w-]+)*)")


_USUAL = Look(colour=BLACK, points=12.0)


@dataclass(frozen=True, slots=True)
class Seen:
    """How text looks at one place of a page: what it inherits.

    Attributes:
        hiding: why nothing below is seen, whatever it says itself.
        invisible: `visibility: hidden`, which something inside may undo.
    """

    look: Look = _USUAL
    background: Colour = WHITE
    hiding: Hiding | None = None
    invisible: bool = False

    def of_text(self) -> Hiding | None:
        """Why text that stands here is not seen, or None."""
        return self.hiding or (Hiding.ATTRIBUTE if self.invisible else self.look.hiding(self.background))


@dataclass(frozen=True, slots=True)
class _Rule:
    """`path` is the selector: compounds from the outermost to the element itself."""

    path: tuple[str, ...]
    declarations: Declarations
    weight: tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Sheet:
    """The rules of a page, in the order in which later ones win, by the tag, class or id that they look for."""

    rules: Mapping[str, tuple[_Rule, ...]] = field(default_factory=dict)

    def inside(self, element: Any, outside: Seen) -> Seen:
        """How text in an element looks that stands in such surroundings."""
        said = dict(_of_attributes(element))
        keys = ("*", str(element.tag), f"#{element.get('id', '')}", *(f".{name}" for name in _classes(element)))
        found = [rule for key in keys for rule in self.rules.get(key, ()) if _fits(element, rule.path)]
        for rule in sorted(found, key=lambda rule: rule.weight):
            said |= rule.declarations
        said |= _declarations(element.get("style", ""))
        return _changed(outside, said) if said else outside


def read_sheet(texts: Iterable[str]) -> Sheet:
    """The rules in the style elements of a page. Selectors that ask for more than tags, classes, ids and nesting are
    left out, and so are rules for print and small screens."""
    found: dict[str, list[_Rule]] = {}
    count = 0
    for text in texts:
        plain = re.sub(r"<!--|-->|/\*.*?\*/", "", text, flags=re.DOTALL)
        for selectors, body in _RULE.findall(_without_at_rules(plain)):
            declarations = _declarations(body)
            for selector in selectors.split(",") if declarations else ():
                path = tuple(selector.replace(">", " ").split())
                if path and all(_COMPOUND.fullmatch(one) for one in path):
                    count += 1
                    rule = _Rule(path, declarations, _weight(path, count))
                    found.setdefault(_key(path[-1]), []).append(rule)
    return Sheet({key: tuple(rules) for key, rules in found.items()})


def _without_at_rules(text: str) -> str:
    """Without blocks such as ``@media print {...}``; their braces hold rules of their own."""
    text = re.sub(r"@(?:import|charset)[^;]*;", "", text)
    return re.sub(r"@[\w-]+[^{}]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}", "", text)


def _weight(path: tuple[str, ...], order: int) -> tuple[int, int, int]:
    whole = " ".join(path)
    return whole.count("#"), whole.count("."), order


def _key(compound: str) -> str:
    match = _COMPOUND.fullmatch(compound)
    names = re.findall(r"[.#][\w-]+", match[2]) if match else []
    return names[-1] if names else compound.lower()


def _fits(element: Any, path: tuple[str, ...]) -> bool:
    if not _is(element, path[-1]):
        return False
    outer = element.iterancestors()
    return all(any(_is(one, compound) for one in outer) for compound in reversed(path[:-1]))


def _is(element: Any, compound: str) -> bool:
    match = _COMPOUND.fullmatch(compound)
    if match is None or (match[1] not in (None, "*") and match[1].lower() != element.tag):
        return False
    names = re.findall(r"([.#])([\w-]+)", match[2])
    return all(name == element.get("id") if sign == "#" else name in _classes(element) for sign, name in names)


def _classes(element: Any) -> list[str]:
    return str(element.get("class", "")).split()


def _declarations(text: str) -> dict[str, str]:
    """Properties that this module knows, with their values in small letters."""
    parts = (part.split(":", 1) for part in text.replace("!important", "").split(";") if ":" in part)
    pairs = ((name.strip().lower(), " ".join(value.lower().split())) for name, value in parts)
    return {name: value for name, value in pairs if name in _PROPERTIES}


def _of_attributes(element: Any) -> Iterator[tuple[str, str]]:
    """What attributes of old pages say, as properties."""
    if element.get("hidden") is not None:
        yield "display", "none"
    if element.get("bgcolor"):
        yield "background-color", element.get("bgcolor").lower()
    if element.get("background"):
        yield "background", "url()"
    if element.tag == "a":
        yield "color", "linktext"
    if element.tag == "font" and element.get("color"):
        yield "color", element.get("color").lower()


def _changed(seen: Seen, said: Declarations) -> Seen:
    for name, value in said.items():
        seen = _PROPERTIES[name](seen, value)
    small = [_length(said.get(name, ""), 12.0) for name in ("width", "height", "max-width", "max-height")]
    cut = any(length is not None and length <= 1 for length in small)
    if seen.hiding is None and cut and "hidden" in said.get("overflow", ""):
        return replace(seen, hiding=Hiding.OUTSIDE)
    positioned = said.get("position", "") in ("absolute", "fixed")
    offsets = [_length(said.get(name, ""), 12.0) for name in ("left", "top") if positioned]
    if seen.hiding is None and any(offset is not None and offset < -_FAR_POINTS for offset in offsets):
        return replace(seen, hiding=Hiding.OUTSIDE)
    return seen


def _display(seen: Seen, value: str) -> Seen:
    return replace(seen, hiding=Hiding.ATTRIBUTE) if value == "none" else seen


def _hide(seen: Seen, value: str) -> Seen:
    """Word's own property, beside `display: none`."""
    return replace(seen, hiding=Hiding.ATTRIBUTE) if value == "all" else seen


def _visibility(seen: Seen, value: str) -> Seen:
    return replace(seen, invisible=value in ("hidden", "collapse"))


def _opacity(seen: Seen, value: str) -> Seen:
    number = number_in(value.rstrip("%"))
    share = None if number is None else number / 100 if value.endswith("%") else number
    return replace(seen, hiding=Hiding.COLOUR) if share is not None and share < _LEAST_OPACITY else seen


def _letters(seen: Seen, value: str) -> Seen:
    colour = _colour(value, seen.background)
    return seen if colour is None else replace(seen, look=seen.look._replace(colour=colour))


def _background(seen: Seen, value: str) -> Seen:
    if "url(" in value or "gradient" in value:
        return replace(seen, background=UNKNOWN)
    colours = (_colour(part, seen.background) for part in re.findall(r"[a-z-]+\([^)]*\)|[^\s]+", value))
    colour = next((one for one in colours if one not in (None, UNKNOWN)), None)
    return seen if colour is None or colour == CLEAR else replace(seen, background=colour)


def _size(seen: Seen, value: str) -> Seen:
    points = _length(value, seen.look.points or 12.0)
    return seen if points is None else replace(seen, look=seen.look._replace(points=points))


def _font(seen: Seen, value: str) -> Seen:
    """The size in the short form: ``italic 12pt/14pt serif``."""
    sizes = (part.split("/")[0] for part in value.split())
    return next((_size(seen, one) for one in sizes if re.fullmatch(r"[\d.]+[a-z%]*", one) and one != "400"), seen)


def _indent(seen: Seen, value: str) -> Seen:
    points = _length(value, seen.look.points or 12.0)
    return replace(seen, hiding=Hiding.OUTSIDE) if points is not None and points < -_FAR_POINTS else seen


def _clip(seen: Seen, value: str) -> Seen:
    """A shape that leaves nothing to see: ``rect(0, 0, 0, 0)``, ``inset(50%)``, ``circle(0)``."""
    lengths = [float(length) for length in re.findall(r"\d+(?:\.\d+)?", value)]
    kind = value.partition("(")[0]
    nothing = (kind in ("rect", "circle") and not any(lengths or [1.0])) or (
        kind == "inset" and bool(lengths) and min(lengths) >= _HALF_PERCENT and "%" in value
    )
    return replace(seen, hiding=Hiding.OUTSIDE) if nothing else seen


def _transform(seen: Seen, value: str) -> Seen:
    """Letters that are scaled to nothing or moved far away."""
    scaled = re.search(r"scale[xy]?\(\s*0*(?:\.0*\d)?\d?\s*[,)]", value)
    small = scaled is not None and float(re.findall(r"[\d.]+", scaled.group())[0]) < _LEAST_OPACITY
    moves = re.findall(r"translate[xy]?\(\s*(-[\d.]+[a-z]+)", value)
    far = any((_length(move, 12.0) or 0.0) < -_FAR_POINTS for move in moves)
    return replace(seen, hiding=Hiding.OUTSIDE) if small or far else seen


def _colour(value: str, background: Colour) -> Colour | None:
    """None for a value that says nothing; UNKNOWN for one that is not understood."""
    if value in ("inherit", "initial", "unset", "auto", "windowtext", "currentcolor", "none", ""):
        return None if value != "windowtext" else UNKNOWN
    if value == "transparent":
        return CLEAR
    if hsl := re.fullmatch(r"hsla?\(\s*([\d.]+)(?:deg)?[,\s]+([\d.]+)%[,\s]+([\d.]+)%\s*\)", value):
        hue, saturation, light = (float(part) for part in hsl.groups())
        red, green, blue = colorsys.hls_to_rgb(hue % 360 / 360, min(light, 100) / 100, min(saturation, 100) / 100)
        return round(255 * red), round(255 * green), round(255 * blue)
    match = re.fullmatch(r"rgba?\(\s*(\d+)[,\s]+(\d+)[,\s]+(\d+)(?:[,/\s]+([\d.]+%?))?\s*\)", value)
    if match is None:
        return of_hex(value) or _NAMED.get(value, UNKNOWN)
    red, green, blue = (min(int(part), 255) for part in match.groups()[:3])
    share = number_in((match[4] or "1").rstrip("%")) or 0.0
    share = share / 100 if (match[4] or "").endswith("%") else share
    if share < _LEAST_OPACITY:
        return CLEAR
    return mixed(min(share, 1.0), (red, green, blue), background) if background != UNKNOWN else UNKNOWN


def _length(value: str, points: float) -> float | None:
    """A length in points; `points` is the size of the letters, for relative ones."""
    if value in _SIZE_WORDS:
        return _SIZE_WORDS[value]
    match = re.fullmatch(r"(-?[\d.]+)(pt|px|pc|in|cm|mm|em|rem|%)?", value)
    number = number_in(match[1]) if match else None
    if match is None or number is None or (not match[2] and number):
        return None
    unit = match[2] or "pt"
    if unit in ("em", "%"):
        return number * points / (100 if unit == "%" else 1)
    return number * (12.0 if unit == "rem" else _POINTS[unit])


def number_in(text: str) -> float | None:
    """None where it is none."""
    try:
        return float(text)
    except ValueError:
        return None


def _as_it_is(seen: Seen, value: str) -> Seen:  # noqa: ARG001
    return seen


_PROPERTIES: Mapping[str, Callable[[Seen, str], Seen]] = {
    "display": _display,
    "mso-hide": _hide,
    "visibility": _visibility,
    "opacity": _opacity,
    "background": _background,
    "background-color": _background,
    "font": _font,
    "font-size": _size,
    "color": _letters,
    "text-indent": _indent,
    "clip": _clip,
    "clip-path": _clip,
    "transform": _transform,
    **dict.fromkeys(("width", "height", "max-width", "max-height", "overflow", "position", "left", "top"), _as_it_is),
}
