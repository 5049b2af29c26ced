"""One text in every format and encoding comes back the same."""

from __future__ import annotations

import codecs
import subprocess
import unicodedata
from difflib import SequenceMatcher
from pathlib import Path

import pytest

from detector.readers import soffice
from tests.readers.make import (
    TRUTH,
    docx,
    docx_of_lines,
    odt_of_lines,
    p,
    pdf_of_lines,
    r,
    rtf_of_lines,
    tcvn3,
    vni,
    zip_of,
)
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
    return "".join('"' + line.replace('"', '""') + '"\n' for line in text.split("\n"))


def cases(truth: str) -> dict[str, tuple[str, bytes, str]]:
    """(file name, content, the text that must come back) of one text by format and encoding."""
    lower = truth.lower()  # TCVN3 and VNI fonts have no capital marked letters of their own
    decomposed = unicodedata.normalize("NFD", truth)
    return {
        "docx, composed": ("a.docx", docx_of_lines(truth), truth),
        "docx, decomposed": ("a.docx", docx_of_lines(decomposed), truth),
        "docx, TCVN3 in its font": ("a.docx", docx_of_lines(tcvn3(lower), ".VnTime"), lower),
        "docx, TCVN3 in Times": ("a.docx", docx_of_lines(tcvn3(lower), "Times New Roman"), lower),
        "docx, VNI in its font": ("a.docx", docx_of_lines(vni(lower), "VNI-Times"), lower),
        "docx, Unicode under a .VnTime name": ("a.docx", docx_of_lines(truth, ".VnTime"), truth),
        "pdf": ("a.pdf", pdf_of_lines(truth), truth),
        "pdf, TCVN3": ("a.pdf", pdf_of_lines(tcvn3(lower)), lower),
        "pdf, VNI": ("a.pdf", pdf_of_lines(vni(lower)), lower),
        "pdf, decomposed": ("a.pdf", pdf_of_lines(decomposed), truth),
        "xlsx": ("a.xlsx", xlsx([[line] for line in truth.split("\n")]), truth),
        "csv, UTF-8 with mark": ("a.csv", codecs.BOM_UTF8 + csv_of_lines(truth).encode(), truth),
        "csv, cp1258": ("a.csv", cp1258(csv_of_lines(truth)), truth),
        "csv, TCVN3": ("a.csv", tcvn3(csv_of_lines(lower)).encode("cp1252"), lower),
        "html": ("a.html", "".join(f"<p>{line}</p>" for line in truth.split("\n")).encode(), truth),
        "zip of a docx": ("a.zip", zip_of({"tổ 1/Hòa.docx": docx_of_lines(truth)}), truth),
        "odt": ("a.odt", odt_of_lines(truth), truth),
        "rtf": ("a.rtf", rtf_of_lines(truth), truth),
        "rtf, TCVN3": ("a.rtf", rtf_of_lines(tcvn3(lower)), lower),
        "txt, UTF-8": ("a.txt", truth.encode(), truth),
        "txt, UTF-8 with mark": ("a.txt", codecs.BOM_UTF8 + truth.encode(), truth),
        "txt, UTF-16 with mark": ("a.txt", truth.encode("utf-16"), truth),
        "txt, UTF-16 without mark": ("a.txt", truth.encode("utf-16-le"), truth),
        "txt, UTF-16 big-endian": ("a.txt", truth.encode("utf-16-be"), truth),
        "txt, cp1258": ("a.txt", cp1258(truth), truth),
        "txt, TCVN3": ("a.txt", tcvn3(lower).encode("cp1252"), lower),
        "txt, VNI": ("a.txt", vni(lower).encode("cp1252"), lower),
        "txt, Windows line ends": ("a.txt", truth.replace("\n", "\r\n").encode(), truth),
        "txt, decomposed": ("a.txt", decomposed.encode(), truth),
        "csv, VNI": ("a.csv", vni(csv_of_lines(lower)).encode("cp1252"), lower),
        "docx, TCVN3, Unicode headings": ("a.docx", half_old(truth), half_new(truth)),
    }


def half_old(truth: str) -> bytes:
    """Every second line in TCVN3 under its font, as in a file that was edited for twenty years."""
    lines = enumerate(truth.split("\n"))
    font = '<w:rFonts w:ascii=".VnTime" w:hAnsi=".VnTime"/>'
    return docx("".join(p(r(tcvn3(line.lower()), font) if number % 2 else r(line)) for number, line in lines))


def half_new(truth: str) -> str:
    return "\n".join(line.lower() if number % 2 else line for number, line in enumerate(truth.split("\n")))


CASES = cases(TRUTH) | {"doc": ("a.doc", (FIXTURES / "truth.doc").read_bytes(), TRUTH)}


@pytest.mark.parametrize("case", CASES)
def test_the_text_comes_back_from(case, text_of):
    name, data, truth = CASES[case]
    text = unicodedata.normalize("NFC", text_of(name, data))
    assert SequenceMatcher(None, text, truth, autojunk=False).ratio() >= 0.99


PRINTED = ("composed", "decomposed", "tcvn3", "vni", "unicode_in_vntime")
PRINTED_SUFFIXES = ("doc", "odt", "rtf", "pdf")


def print_all(folder: Path, truth: str) -> None:
    """Word files of the truth in several encodings, and what LibreOffice makes of them, in one folder."""
    lower = truth.lower()
    made = {
        "composed": docx_of_lines(truth),
        "decomposed": docx_of_lines(unicodedata.normalize("NFD", truth)),
        "tcvn3": docx_of_lines(tcvn3(lower), ".VnTime"),
        "vni": docx_of_lines(vni(lower), "VNI-Times"),
        "unicode_in_vntime": docx_of_lines(truth, ".VnTime"),
    }
    for name in PRINTED:
        (folder / f"{name}.docx").write_bytes(made[name])
    profile = (folder / "profile").as_uri()
    for suffix in PRINTED_SUFFIXES:
        command = [str(soffice.program()), f"-env:UserInstallation={profile}", "--headless", "--convert-to", suffix]
        files = [str(path) for path in sorted(folder.glob("*.docx"))]
        subprocess.run([*command, "--outdir", str(folder), *files], check=True, capture_output=True, timeout=120)


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("office")
    print_all(folder, TRUTH)
    return folder


@pytest.mark.skipif(not soffice.program(), reason="made by LibreOffice, which is not here")
@pytest.mark.parametrize("name", PRINTED)
@pytest.mark.parametrize("suffix", PRINTED_SUFFIXES)
def test_the_text_comes_back_from_what_libreoffice_writes(name, suffix, printed, text_of):
    text = unicodedata.normalize("NFC", text_of(f"a.{suffix}", (printed / f"{name}.{suffix}").read_bytes()))
    truth = LOWER if name in ("tcvn3", "vni") else TRUTH
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
