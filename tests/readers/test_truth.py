"""One text in every format and encoding comes back the same."""

from __future__ import annotations

import codecs
import unicodedata
from difflib import SequenceMatcher
from pathlib import Path

import pytest

from tests.readers.make import TRUTH, docx_of_lines, odt_of_lines, pdf_of_lines, rtf_of_lines, tcvn3, vni

FIXTURES = Path(__file__).parent / "fixtures"
LOWER = TRUTH.lower()  # TCVN3 and VNI fonts have no capital marked letters of their own


def cp1258(text: str) -> bytes:
    """Tone marks after the vowel, as Windows stores Vietnamese."""
    out = ""
    for char in unicodedata.normalize("NFC", text):
        parts = unicodedata.normalize("NFD", char)
        tones = "".join(c for c in parts if c in "\u0300\u0301\u0303\u0309\u0323")
        out += unicodedata.normalize("NFC", "".join(c for c in parts if c not in tones)) + tones
    return out.encode("cp1258")


CASES = {
    "docx, composed": ("a.docx", docx_of_lines(TRUTH), TRUTH),
    "docx, decomposed": ("a.docx", docx_of_lines(unicodedata.normalize("NFD", TRUTH)), TRUTH),
    "docx, TCVN3 in its font": ("a.docx", docx_of_lines(tcvn3(LOWER), ".VnTime"), LOWER),
    "docx, TCVN3 in Times": ("a.docx", docx_of_lines(tcvn3(LOWER), "Times New Roman"), LOWER),
    "docx, VNI in its font": ("a.docx", docx_of_lines(vni(LOWER), "VNI-Times"), LOWER),
    "docx, Unicode under a .VnTime name": ("a.docx", docx_of_lines(TRUTH, ".VnTime"), TRUTH),
    "pdf": ("a.pdf", pdf_of_lines(TRUTH), TRUTH),
    "pdf, TCVN3": ("a.pdf", pdf_of_lines(tcvn3(LOWER)), LOWER),
    "pdf, VNI": ("a.pdf", pdf_of_lines(vni(LOWER)), LOWER),
    "odt": ("a.odt", odt_of_lines(TRUTH), TRUTH),
    "rtf": ("a.rtf", rtf_of_lines(TRUTH), TRUTH),
    "rtf, TCVN3": ("a.rtf", rtf_of_lines(tcvn3(LOWER)), LOWER),
    "doc": ("a.doc", (FIXTURES / "truth.doc").read_bytes(), TRUTH),
    "txt, UTF-8": ("a.txt", TRUTH.encode(), TRUTH),
    "txt, UTF-8 with mark": ("a.txt", codecs.BOM_UTF8 + TRUTH.encode(), TRUTH),
    "txt, UTF-16 with mark": ("a.txt", TRUTH.encode("utf-16"), TRUTH),
    "txt, UTF-16 without mark": ("a.txt", TRUTH.encode("utf-16-le"), TRUTH),
    "txt, UTF-16 big-endian": ("a.txt", TRUTH.encode("utf-16-be"), TRUTH),
    "txt, cp1258": ("a.txt", cp1258(TRUTH), TRUTH),
    "txt, TCVN3": ("a.txt", tcvn3(LOWER).encode("cp1252"), LOWER),
    "txt, VNI": ("a.txt", vni(LOWER).encode("cp1252"), LOWER),
    "txt, Windows line ends": ("a.txt", TRUTH.replace("\n", "\r\n").encode(), TRUTH),
}


@pytest.mark.parametrize("case", CASES)
def test_the_text_comes_back_from(case, text_of):
    name, data, truth = CASES[case]
    text = unicodedata.normalize("NFC", text_of(name, data))
    assert SequenceMatcher(None, text, truth, autojunk=False).ratio() >= 0.99


def test_the_stored_unicode_form_is_kept(text_of):
    decomposed = unicodedata.normalize("NFD", TRUTH)
    assert text_of("a.txt", decomposed.encode()) == decomposed
    assert text_of("a.docx", docx_of_lines(decomposed)) == decomposed


def test_docx_doc_odt_rtf_pdf_and_txt_give_the_very_same_text(text_of):
    texts = {
        CASES[case][0]: text_of(*CASES[case][:2])
        for case in ("docx, composed", "pdf", "odt", "rtf", "doc", "txt, UTF-8")
    }
    assert set(texts.values()) == {TRUTH}
