"""How many letters of scanned pages are read right, and how long it takes, by engine and resolution.

    PYTHONPATH=. python tests/benchmarks/scans.py [--pages 10] [--engine trueocr]

Ten pages of the sample unit are rendered, stamped in red, turned by two degrees, given the noise of a scanner, stored
as JPEG and put into a PDF of one picture.
"""

from __future__ import annotations

import argparse
import io
import time
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from detector.readers.base import Extract
from detector.readers.extract import extract_file
from detector.settings import Settings

UNIT = Path(__file__).parents[2] / "data" / "sample_unit" / "submissions"
_RED = (200, 20, 40, 200)


def sample_pages(count: int) -> Iterator[bytes]:
    """PDFs of one page each with a text layer: first pages of all files, then second ones."""
    import pypdfium2

    files = [pypdfium2.PdfDocument(path) for path in sorted(UNIT.glob("*.pdf"))]
    places = [(file, number) for number in range(2) for file in files if number < len(file)]
    for file, number in places[:count]:
        one, out = pypdfium2.PdfDocument.new(), io.BytesIO()
        one.import_pages(file, [number])
        one.save(out)
        yield out.getvalue()


def scanned(page: bytes, *, dpi: int, degrees: float = 2.0, seed: int = 1) -> bytes:
    """A PDF page as a scanner gives it: one crooked, noisy picture with a red stamp over the text."""
    import pypdfium2

    picture = pypdfium2.PdfDocument(page)[0].render(scale=dpi / 72).to_pil().convert("RGBA")
    chance = np.random.default_rng(seed)
    across, down = chance.uniform(0.4, 0.7), chance.uniform(0.5, 0.8)
    picture.alpha_composite(_stamp(dpi), (int(picture.width * across), int(picture.height * down)))
    turned = picture.convert("RGB").rotate(degrees, resample=Image.Resampling.BICUBIC, fillcolor="white")
    noise = chance.normal(0, 6, (turned.height, turned.width, 1))
    noisy = Image.fromarray(np.clip(np.asarray(turned) + noise, 0, 255).astype(np.uint8))
    jpeg, out = io.BytesIO(), io.BytesIO()
    noisy.save(jpeg, "JPEG", quality=75)
    Image.open(jpeg).save(out, "PDF", resolution=dpi)
    return out.getvalue()


def _stamp(dpi: int) -> Image.Image:
    side = int(1.5 * dpi)
    stamp = Image.new("RGBA", (side, side), (0, 0, 0, 0))
    draw = ImageDraw.Draw(stamp)
    draw.ellipse((3, 3, side - 3, side - 3), outline=_RED, width=dpi // 40)
    draw.ellipse((side // 4, side // 4, side * 3 // 4, side * 3 // 4), outline=_RED, width=dpi // 60)
    draw.text((side * 0.3, side * 0.43), "CHI BO", font=ImageFont.load_default(dpi // 7), fill=_RED)
    return stamp.rotate(12)


def text_of(data: bytes, **settings: Any) -> str:
    """Words of a PDF with one blank between them, composed."""
    events = extract_file("a.pdf", data, Settings().replace(**settings))
    (item,) = [event for event in events if isinstance(event, Extract)]
    return " ".join(unicodedata.normalize("NFC", item.text).split())


def edit_distance(one: str, other: str) -> int:
    """Insertions, deletions and replacements (Myers 1999, bit-parallel)."""
    if not one:
        return len(other)
    places: dict[str, int] = {}
    for index, char in enumerate(one):
        places[char] = places.get(char, 0) | 1 << index
    full, last = (1 << len(one)) - 1, 1 << (len(one) - 1)
    plus, minus, distance = full, 0, len(one)
    for char in other:
        equal = places.get(char, 0)
        vertical = equal | minus
        diagonal = ((((equal & plus) + plus) ^ plus) | equal) & full
        up, down = minus | (~(diagonal | plus) & full), plus & diagonal
        distance += bool(up & last) - bool(down & last)
        up, down = ((up << 1) | 1) & full, (down << 1) & full
        plus, minus = down | (~(vertical | up) & full), up & vertical
    return distance


def share_right(truth: str, read: str) -> float:
    """Share of the characters of the truth that were read right; invented ones count as wrong."""
    return 1 - edit_distance(truth, read) / len(truth)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--pages", type=int, default=10)
    parser.add_argument("--engine", default="trueocr", choices=("trueocr", "tesseract"))
    options = parser.parse_args()
    pages = list(sample_pages(options.pages))
    truths = [text_of(page) for page in pages]
    print(
        "| resolution | letters right | worst page | processor seconds a page | seconds a page |\n|---|---|---|---|---|"
    )
    for dpi in (200, 150):
        scans = [scanned(page, dpi=dpi, degrees=2.0 * (-1) ** row, seed=row) for row, page in enumerate(pages)]
        text_of(scans[0], ocr_engine=options.engine)  # loads the models
        work, clock = time.process_time(), time.perf_counter()
        read = [text_of(scan, ocr_engine=options.engine) for scan in scans]
        work, clock = time.process_time() - work, time.perf_counter() - clock
        wrong = sum(map(edit_distance, truths, read))
        right, worst = 1 - wrong / sum(map(len, truths)), min(map(share_right, truths, read))
        print(f"| {dpi} dpi | {right:.4f} | {worst:.4f} | {work / len(scans):.2f} | {clock / len(scans):.2f} |")


if __name__ == "__main__":
    main()
