"""Letters in the boxes of rich text: seen or not by the fill of their box, and by whether the box is shown."""

from __future__ import annotations

import pytest

BEFORE, WORDS, BEHIND = "Tom tat cong viec nam nay.", "chu trong hop", "Het."
WHITE_INK = "\\cf2 "


def box(ink: str, properties: dict[str, str], more: str = "") -> bytes:
    named = "".join(f"{{\\sp{{\\sn {name}}}{{\\sv {value}}}}}" for name, value in properties.items())
    shape = f"{{\\shp{{\\*\\shpinst\\shpleft100{named}{{\\shptxt \\pard\\plain {ink}{WORDS}\\par}}}}}}"
    colours = "{\\colortbl;\\red0\\green0\\blue0;\\red255\\green255\\blue255;}"
    return f"{{\\rtf1\\ansi{colours}\\f0 {BEFORE}\\par {shape}{more}\\pard {BEHIND}\\par}}".encode()


DARK = {"fillColor": "4210752", "fFilled": "1"}
CLEAR = {"fFilled": "0"}
OTHER_SHAPE = "{\\shp{\\*\\shpinst\\shpleft100{\\sp{\\sn fillColor}{\\sv 0}}}}"


@pytest.mark.parametrize(
    ("ink", "properties", "more"),
    [
        (WHITE_INK, DARK, ""),
        ("\\cf1 ", CLEAR, ""),
        (WHITE_INK, CLEAR, OTHER_SHAPE),
        (WHITE_INK, {"fillType": "3"}, ""),
    ],
    ids=["white in a dark box", "black without fill", "white above another shape", "white on a picture"],
)
def test_letters_that_may_be_seen_in_a_box_are_text(extract, ink, properties, more) -> None:
    (item,) = extract("a.rtf", box(ink, properties, more))
    assert (WORDS in item.text, item.hidden) == (True, ())


@pytest.mark.parametrize(
    ("ink", "properties"),
    [
        (WHITE_INK, {}),
        (WHITE_INK, CLEAR),
        (WHITE_INK, {"fillColor": "16777215"}),
        ("\\cf1 ", {"fHidden": "1"}),
        ("\\v ", CLEAR),
    ],
    ids=["white in a white box", "white without fill", "white on white", "hidden box", "hidden letters"],
)
def test_letters_that_nobody_sees_in_a_box_lie_beside_the_text(extract, ink, properties) -> None:
    (item,) = extract("a.rtf", box(ink, properties))
    assert (item.text, [one.text for one in item.hidden]) == (f"{BEFORE}\n{BEHIND}", [WORDS])
