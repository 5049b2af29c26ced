"""One text in every format and encoding comes back the same."""

from __future__ import annotations

import codecs
import subprocess
import unicodedata
from difflib import SequenceMatcher
from pathlib import Path
from time import perf_counter

import pytest

from detector.readers import soffice
from tests.readers.make import TRUTH, docx_of_lines, odt_of_lines, pdf_of_lines, rtf_of_lines, tcvn3, vni, zip_of
from tests.readers.test_tables import xlsx

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


def csv_of_lines(text: str) -> str:
    return "".join(f'"{line}"\n' for line in text.split("\n"))


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
    "pdf, decomposed": ("a.pdf", pdf_of_lines(unicodedata.normalize("NFD", TRUTH)), TRUTH),
    "xlsx": ("a.xlsx", xlsx([[line] for line in TRUTH.split("\n")]), TRUTH),
    "csv, UTF-8 with mark": ("a.csv", codecs.BOM_UTF8 + csv_of_lines(TRUTH).encode(), TRUTH),
    "csv, cp1258": ("a.csv", cp1258(csv_of_lines(TRUTH)), TRUTH),
    "csv, TCVN3": ("a.csv", tcvn3(csv_of_lines(LOWER)).encode("cp1252"), LOWER),
    "html": ("a.html", "".join(f"<p>{line}</p>" for line in TRUTH.split("\n")).encode(), TRUTH),
    "zip of a docx": ("a.zip", zip_of({"tổ 1/Hòa.docx": docx_of_lines(TRUTH)}), TRUTH),
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


SECONDS_PER_FILE = 5.0  # generous: 1 to 60 ms each without LibreOffice on one core


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Word files of the truth in several encodings, and what LibreOffice makes of them, in one folder."""
    folder = tmp_path_factory.mktemp("office")
    decomposed = unicodedata.normalize("NFD", TRUTH)
    for name, data in {
        "composed": docx_of_lines(TRUTH),
        "decomposed": docx_of_lines(decomposed),
        "tcvn3": docx_of_lines(tcvn3(LOWER), ".VnTime"),
        "unicode_in_vntime": docx_of_lines(TRUTH, ".VnTime"),
    }.items():
        (folder / f"{name}.docx").write_bytes(data)
    profile = tmp_path_factory.mktemp("profile").as_uri()
    for suffix in PRINTED_SUFFIXES:
        command = [str(soffice.program()), f"-env:UserInstallation={profile}", "--headless", "--convert-to", suffix]
        files = [str(path) for path in sorted(folder.glob("*.docx"))]
        subprocess.run([*command, "--outdir", str(folder), *files], check=True, capture_output=True, timeout=120)
    return folder


PRINTED_SUFFIXES = ("doc", "odt", "rtf", "pdf")


@pytest.mark.skipif(not soffice.program(), reason="made by LibreOffice, which is not here")
@pytest.mark.parametrize("name", ["composed", "decomposed", "tcvn3", "unicode_in_vntime"])
@pytest.mark.parametrize("suffix", PRINTED_SUFFIXES)
def test_the_text_comes_back_from_what_libreoffice_writes(name, suffix, printed, text_of):
    begin = perf_counter()
    text = unicodedata.normalize("NFC", text_of(f"a.{suffix}", (printed / f"{name}.{suffix}").read_bytes()))
    assert perf_counter() - begin < SECONDS_PER_FILE
    truth = LOWER if name == "tcvn3" else TRUTH
    assert SequenceMatcher(None, text, truth, autojunk=False).ratio() >= LIMITS.get((name, suffix), 0.99)


LIMITS = {("tcvn3", "pdf"): 0.98}  # the letter at 0xAD is a soft hyphen, which a PDF does not draw


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
