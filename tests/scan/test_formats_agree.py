"""The same unit as Word files and as the PDF files printed from them: the same flagged pairs."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from pathlib import Path

import docx
import pytest
from docx.shared import Pt

import detector
from detector.documents import Document, Role
from detector.readers import soffice
from detector.report import Report

from .conftest import FORM

needs_office = pytest.mark.skipif(
    not soffice.program(), reason="prints the PDF files with LibreOffice, which is not here"
)


@pytest.fixture(scope="module")
def word_folder(sample: list[Document], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every text of the sample unit as a Word file of plain paragraphs, last year's in a folder of its own."""
    root = tmp_path_factory.mktemp("word")
    for document in sample:
        if document.role in (Role.SUBMISSION, Role.PREVIOUS):
            path = root / document.role / f"{Path(document.id).stem}.docx"
            path.parent.mkdir(exist_ok=True)
            write_word(path, document.text.split("\n"))
    return root


def write_word(path: Path, lines: Sequence[str]) -> None:
    file = docx.Document()
    file.styles["Normal"].font.size = Pt(13)
    for line in lines:
        file.add_paragraph(line)
    file.save(str(path))


@pytest.fixture(scope="module")
def pdf_folder(word_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("pdf")
    profile = tmp_path_factory.mktemp("profile")
    for folder in sorted(word_folder.iterdir()):
        command = [
            str(soffice.program()),
            f"-env:UserInstallation={profile.as_uri()}",
            "--headless",
            "--convert-to",
            "pdf",
        ]
        files = [str(path) for path in sorted(folder.iterdir())]
        subprocess.run(
            [*command, "--outdir", str(root / folder.name), *files], check=True, capture_output=True, timeout=300
        )
    return root


def scanned(folder: Path) -> Report:
    return detector.scan([folder / "submission"], previous=[folder / "previous"], forms=[FORM], jobs=2)


def flagged(report: Report) -> set[frozenset[str]]:
    return {frozenset((Path(p.left_id).stem, Path(p.right_id).stem)) for p in report.pairs.flagged()}


@needs_office
def test_word_and_pdf_files_of_one_unit_have_the_same_flagged_pairs(
    word_folder: Path, pdf_folder: Path, sample_pairs: set[frozenset[str]]
) -> None:
    word, pdf = scanned(word_folder), scanned(pdf_folder)
    assert len(word.submissions) == len(pdf.submissions) == 45
    assert len(pdf.skipped) == 0
    assert {Path(row.document.path).suffix for row in pdf.submissions} == {".pdf"}
    assert flagged(pdf) == flagged(word)
    assert flagged(word) == {frozenset(Path(id).stem for id in pair) for pair in sample_pairs}


@needs_office
def test_every_passage_of_a_pdf_says_its_page(pdf_folder: Path) -> None:
    from detector.places import place_of

    report = scanned(pdf_folder)
    places = [place_of(report.document(one.left.id), one.left.start) for one in report.passages]
    assert places
    assert all(place.page in (1, 2, 3, 4) for place in places)
