"""Engines that read the letters of a picture: tesseract, a program of its own, and trueocr, of the extra `ocr`."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from detector.documents import SkipReason
from detector.errors import ReadError
from detector.language import N_
from detector.readers.limits import memory_lifted
from detector.readers.pdf_chars import Fragment
from detector.readers.pdf_paragraphs import paragraphs
from detector.settings import Settings

DPI = 200  # measured: enlarged pictures are read no better, see docs/benchmarks/reading.md
MAX_PIXELS = 40_000_000
_PAGE_WIDTH = 595.0  # points, of A4: what a picture without a size is taken for
# Grey values as shares of the paper's: ink up to the first is black, from the second on it is paper. Chosen on ten
# stamped pages at 150 and 200 dpi, together with leaving out coloured ink: .974 of the letters right before, .980 after
_INK, _PAPER = 0.24, 0.84


@dataclass(frozen=True, slots=True)
class Engine:
    """`read_page` takes grey values (rows x columns, uint8), `read_file` a picture file; both give paragraphs.

    `missing` says what must be installed before it can work, or None; `gain` why one would.
    """

    name: str
    gain: str
    missing: Callable[[], str | None]
    read_page: Callable[[Any, Settings], list[str]]
    read_file: Callable[[bytes, str, Settings], list[str]]


def dark_ink(pixels: Any) -> Any:
    """Grey values of a page without its coloured ink, stamps above all, with the paper white and the letters black.

    `pixels` are rows x columns or rows x columns x 3, uint8.
    """
    import numpy as np

    grey = pixels.max(axis=2) if pixels.ndim == 3 else pixels
    paper = max(float(np.median(grey)), 1.0)
    low, high = _INK * paper, _PAPER * paper
    levels = np.clip((np.arange(256) - low) * (255 / (high - low)), 0, 255).astype(np.uint8)
    return levels[grey]


TESSERACT_REMEDY = N_(
    "install the program tesseract with its Vietnamese language data (Debian, Ubuntu: apt install tesseract-ocr "
    "tesseract-ocr-vie)"
)
PACKAGE_REMEDY = "pip install 'kiemdiem[ocr]'"


@cache
def tesseract_missing() -> str | None:
    if shutil.which("tesseract") is None:
        return TESSERACT_REMEDY
    with memory_lifted():
        listed = subprocess.run(["tesseract", "--list-langs"], capture_output=True, check=False, timeout=20).stdout
    return None if b"vie" in listed.split() else TESSERACT_REMEDY


def _tesseract_page(grey: Any, settings: Settings) -> list[str]:
    height, width = grey.shape
    return _tesseract_file(f"P5 {width} {height} 255\n".encode() + grey.tobytes(), ".pgm", settings)


def _tesseract_file(picture: bytes, suffix: str, settings: Settings) -> list[str]:
    with tempfile.TemporaryDirectory(prefix="detector-ocr-") as folder, memory_lifted():
        path = Path(folder) / f"page{suffix}"
        path.write_bytes(picture)
        command = ["tesseract", str(path), "-", "-l", "vie", "--psm", "3", "--dpi", str(DPI)]
        try:
            done = subprocess.run(command, capture_output=True, check=False, timeout=settings.file_timeout_seconds)
        except subprocess.TimeoutExpired as error:
            raise ReadError(
                SkipReason.TIMEOUT, N_("Recognising the picture takes too long. Scan it smaller.")
            ) from error
    if done.returncode:
        message = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise _unreadable(message[-1] if message else "no reason")
    text = done.stdout.decode("utf-8", "replace")
    # paragraphs stand apart by empty lines in its output
    return [" ".join(part.split("\n")) for part in text.replace("\f", "\n\n").split("\n\n") if part.strip()]


def _trueocr_missing() -> str | None:
    return None if all(map(find_spec, ("trueocr", "onnxruntime", "cv2", "PIL"))) else PACKAGE_REMEDY


@cache
def _trueocr() -> Any:
    """The engine with its models, loaded once a process (0.7 s); one thread, as files are read side by side."""
    with memory_lifted():  # the runtime maps more than it uses
        import onnxruntime
        from trueocr import load_model

        onnxruntime.disable_telemetry_events()
        return load_model(threads=1)


def _trueocr_page(grey: Any, _settings: Settings) -> list[str]:
    from PIL import Image

    with memory_lifted():
        lines = _trueocr().predict(Image.fromarray(grey)).lines
    return _paragraphs(lines, grey.shape[0], grey.shape[1])


def _trueocr_file(picture: bytes, _suffix: str, settings: Settings) -> list[str]:
    """Every picture of the file: a fax is a TIFF of many pages."""
    import numpy as np
    from PIL import Image, ImageOps, ImageSequence

    found: list[str] = []
    with _pictures_checked(), Image.open(io.BytesIO(picture)) as opened:
        for frame in _first(ImageSequence.Iterator(opened), settings.max_pages):
            upright = _on_white(ImageOps.exif_transpose(frame))
            upright.thumbnail((_LONGEST_SIDE, _LONGEST_SIDE))
            found += _trueocr_page(dark_ink(np.asarray(upright)), settings)
    return found


_LONGEST_SIDE = 5000  # pixels: of a photo of a page; letters are brought to 32 pixels anyway


@contextmanager
def _pictures_checked() -> Iterator[None]:
    """What Pillow raises for damaged and for oversized pictures, as `ReadError`."""
    from PIL import Image

    try:
        yield
    except Image.DecompressionBombError as error:
        raise ReadError(
            SkipReason.TOO_LARGE, N_("The picture is too large ({error}). Scan it smaller.").format(error=error)
        ) from error
    except (OSError, SyntaxError, ValueError) as error:
        raise _unreadable(str(error)) from error


def _on_white(picture: Any) -> Any:
    from PIL import Image

    if picture.mode in ("RGB", "L"):
        return picture.convert("RGB")
    rgba = picture.convert("RGBA")
    return Image.alpha_composite(Image.new("RGBA", rgba.size, "white"), rgba).convert("RGB")


def _first(frames: Iterable[Any], count: int) -> Iterator[Any]:
    yield from (frame for frame, _ in zip(frames, range(count), strict=False))


def _paragraphs(lines: Iterable[dict[str, Any]], height: int, width: int) -> list[str]:
    """Lines in reading order, with their boxes in pixels, as paragraphs."""
    scale = _PAGE_WIDTH / max(width, 1)
    return paragraphs([_fragment(line["text"], line["bbox"], height, scale) for line in lines if line["text"].strip()])


def _fragment(text: str, box: tuple[int, int, int, int], height: int, scale: float) -> Fragment:
    left, above, right, below = box
    first_word = (right - left) * len(text.split(maxsplit=1)[0]) / len(text)
    return Fragment(
        text, left * scale, (height - below) * scale, right * scale, (height - above) * scale, first_word * scale
    )


def _unreadable(reason: str) -> ReadError:
    reason = re.sub(r" ?<[^<>]* at 0x[0-9a-f]+>", "", reason)  # an address in memory differs from process to process
    return ReadError(SkipReason.DAMAGED, N_("The picture cannot be read ({reason}).").format(reason=reason))


TESSERACT = Engine(
    "tesseract",
    N_("It reads more letters right and takes ten times as long."),
    tesseract_missing,
    _tesseract_page,
    _tesseract_file,
)
TRUEOCR = Engine(
    "trueocr", N_("It reads scans without another program."), _trueocr_missing, _trueocr_page, _trueocr_file
)
ENGINES = (TESSERACT, TRUEOCR)  # the one that reads more letters right first
