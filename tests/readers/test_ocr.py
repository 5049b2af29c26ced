"""Scans: read by the engine of the extra `ocr` alone, without network, and marked as recognised."""

from __future__ import annotations

import importlib.metadata
import io
import subprocess
import sys
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from detector.readers import ocr, ocr_engines
from detector.readers.ocr_engines import ENGINES, TRUEOCR, Engine, dark_ink
from tests.readers.make import pdf
from tests.readers.test_pdf import page

packaged = pytest.mark.skipif(TRUEOCR.missing() is not None, reason="needs the extra ocr")
PICTURE = pdf(["q 500 0 0 700 40 40 cm /I Do Q"])


@cache
def pages(count: int) -> list[tuple[bytes, str]]:
    """Pages of the sample unit and their words."""
    from tests.benchmarks.scans import sample_pages, text_of

    return [(one, text_of(one)) for one in sample_pages(count)]


@packaged
@pytest.mark.parametrize(("dpi", "least"), [(200, 0.97), (150, 0.94)])
def test_crooked_stamped_pages_are_read(dpi, least):
    from tests.benchmarks.scans import edit_distance, scanned, text_of

    wrong = total = 0
    for row, (one, truth) in enumerate(pages(3)):
        scan = scanned(one, dpi=dpi, degrees=2.0 * (-1) ** row, seed=row)
        wrong += edit_distance(truth, text_of(scan, ocr_engine="trueocr"))
        total += len(truth)
    assert 1 - wrong / total >= least


@packaged
def test_a_recognised_scan_says_so_and_which_engine_read_it(extract):
    from tests.benchmarks.scans import scanned

    (item,) = extract("a.pdf", scanned(pages(1)[0][0], dpi=150), ocr_engine="trueocr")
    assert ("ocr", "engine=trueocr") in [(note.code, note.detail) for note in item.notes]


@packaged
def test_wrapped_lines_of_a_scan_are_one_paragraph(extract):
    from tests.benchmarks.scans import scanned

    (item,) = extract("a.pdf", scanned(pages(1)[0][0], dpi=200), ocr_engine="trueocr")
    assert any("dân tộc và chủ nghĩa xã hội" in line for line in item.text.split("\n"))


@packaged
def test_every_picture_of_a_tiff_is_read(extract):
    import pypdfium2

    pictures = [pypdfium2.PdfDocument(one)[0].render(scale=2).to_pil() for one, _ in pages(2)]
    out = io.BytesIO()
    pictures[0].save(out, "TIFF", save_all=True, append_images=pictures[1:])
    (item,) = extract("a.tif", out.getvalue(), ocr_engine="trueocr")
    for _, truth in pages(2):
        assert truth[:34] in " ".join(item.text.split())


@packaged
@pytest.mark.parametrize("data", [b"\x89PNG\r\n\x1a\n" + b"\0" * 100, b"\xff\xd8\xff\xe0" + b"\1" * 400])
def test_a_damaged_picture_is_told_as_such(data, extract):
    (item,) = extract("a.png", data, ocr_engine="trueocr")
    assert item.reason == "damaged"


@packaged
def test_a_picture_without_letters_is_a_scan_and_not_an_empty_file(extract):
    (item,) = extract("a.pdf", PICTURE)
    assert (item.reason, "typed file" in item.detail) == ("scan", True)


@packaged
def test_the_models_are_inside_the_package_and_no_network_is_asked(tmp_path):
    """In a process that may open no socket: the models come from the installed files."""
    files = importlib.metadata.files("trueocr") or []
    assert {"rec.onnx", "det.onnx", "order.onnx"} <= {Path(str(file)).name for file in files}
    assert importlib.metadata.metadata("trueocr")["License-Expression"] == "Apache-2.0"
    source = tmp_path / "a.pdf"
    source.write_bytes(pages(1)[0][0])
    code = (
        "import socket, sys\n"
        "def refuse(*_, **__): raise RuntimeError('network')\n"
        "socket.socket = socket.create_connection = socket.getaddrinfo = refuse\n"
        "import numpy as np, pypdfium2\n"
        "from detector.readers.ocr_engines import TRUEOCR, dark_ink\n"
        "from detector.settings import Settings\n"
        "page = pypdfium2.PdfDocument(sys.argv[1])[0].render(scale=2).to_numpy()\n"
        "print(len(' '.join(TRUEOCR.read_page(dark_ink(page), Settings()))))\n"
    )
    environment = {"HOME": str(tmp_path), "PYTHONPATH": str(Path(__file__).parents[2])}
    run = subprocess.run(
        [sys.executable, "-c", code, str(source)], capture_output=True, text=True, env=environment, check=True
    )
    assert int(run.stdout) > 1000


def test_the_setting_chooses_the_engine(extract, monkeypatch):
    def stand_in(engine: Engine) -> Engine:
        return replace(engine, missing=lambda: None, read_page=lambda *_: [f"đọc bởi {engine.name}"])

    monkeypatch.setattr(ocr, "ENGINES", tuple(map(stand_in, ENGINES)))
    read = {name: extract("a.pdf", PICTURE, ocr_engine=name)[0].text for name in ("auto", "trueocr", "tesseract")}
    assert read == {"auto": "đọc bởi tesseract", "trueocr": "đọc bởi trueocr", "tesseract": "đọc bởi tesseract"}


def test_recognition_can_be_switched_off(extract):
    (item,) = extract("a.pdf", PICTURE, ocr_engine="none")
    assert (item.reason, "ocr_engine" in item.detail) == ("scan", True)
    typed = page(("Chấp hành nghiêm chủ trương của Đảng, của Nhà nước.", 40, 700))
    (item,) = extract("a.pdf", pdf([typed, "q 500 0 0 700 40 40 cm /I Do Q"]), ocr_engine="none")
    assert [(note.code, note.detail) for note in item.notes] == [("scan_pages", "pages=2")]


def test_a_missing_engine_that_the_settings_name_is_told_with_its_command(extract, monkeypatch):
    monkeypatch.setattr(ocr, "missing", lambda: None)
    monkeypatch.setattr(ocr_engines, "find_spec", lambda _: None)
    (item,) = extract("a.pdf", PICTURE, ocr_engine="trueocr")
    assert (item.reason, "pip install 'kiemdiem[ocr]'" in item.detail) == ("scan", True)


def test_coloured_ink_is_left_out_and_grey_paper_becomes_white():
    paper, letter, stamp = (150, 150, 150), (20, 20, 30), (160, 30, 40)
    pixels = np.array([[paper] * 5, [letter, stamp, paper, paper, paper]], np.uint8)
    assert dark_ink(pixels).tolist() == [[255] * 5, [0, 255, 255, 255, 255]]
