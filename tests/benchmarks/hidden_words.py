"""Eight ways to hide a filler after each word, in five formats: is the copy found, the filler told, no share changed?

    python tests/benchmarks/hidden_words.py

For each format eight people of the sample unit are copied by newcomers, one way each; the unit is scanned with the
fillers and without them. The .doc files are made from the Word files by LibreOffice. Prints a Markdown table; exit
status 1 if anything differs.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from detector.analysis import analyse
from detector.documents import Document, Role
from detector.readers import soffice
from detector.readers.base import Extract
from detector.readers.extract import extract_file
from detector.readers.ingest import read_paths
from detector.report import Report, Submission
from detector.settings import Settings
from detector.text.fields import with_fields
from tests.readers.hidden_ways import WAYS, clear_file, fillers, hidden_file

SAMPLE = Path(__file__).parents[2] / "data" / "sample_unit"


def sources() -> tuple[list[Document], list[Document]]:
    """All texts of the sample unit, and those that were copied from nobody, the ones that nobody copied first."""
    labels = json.loads((SAMPLE / "labels.json").read_text("utf-8"))
    copied = {copy["source"] for copy in labels["copies"]}
    read = read_paths([SAMPLE / "submissions"], role=Role.SUBMISSION, settings=Settings()).documents
    unit = [with_fields(document) for document in read]
    roles = {id: facts["role"] for id, facts in labels["docs"].items()}
    own = [document for document in unit if roles.get(document.id) in ("original", "hard_negative")]
    return unit, sorted(own, key=lambda document: (document.id in copied, document.id))


def copies(suffix: str, originals: list[Document], *, hide: bool) -> Iterator[tuple[Document, int]]:
    """One copy for each way, and how many fillers are in it."""
    made_of = "docx" if suffix == "doc" else suffix
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for number, (way, source) in enumerate(zip(WAYS[made_of], originals, strict=False)):
            text = source.text.replace(source.author or "", f"Kiều Văn {chr(65 + number)}nh")
            data = hidden_file(made_of, way, text) if hide else clear_file(made_of, text)
            (folder / f"n{number}.{made_of}").write_bytes(data)
        if suffix == "doc":
            _to_doc(folder)
        for number, source in enumerate(originals[: len(WAYS[made_of])]):
            data = (folder / f"n{number}.{suffix}").read_bytes()
            (item,) = (one for one in extract_file(f"a.{suffix}", data, Settings()) if isinstance(one, Extract))
            id = f"n{number}.{suffix}"
            document = Document(id, id, item.text, blocks=item.blocks, notes=item.notes, hidden=item.hidden)
            text = source.text.replace(source.author or "", f"Kiều Văn {chr(65 + number)}nh")
            yield with_fields(document), len(fillers(text)) if hide else 0


def _to_doc(folder: Path) -> None:
    command = [str(soffice.program()), f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless"]
    files = [str(path) for path in sorted(folder.glob("*.docx"))]
    command += ["--convert-to", "doc:MS Word 97", "--outdir", str(folder), *files]
    subprocess.run(command, check=True, capture_output=True, timeout=300)


def figures(row: Submission) -> tuple[object, ...]:
    return row.syllables, dict(row.shares), None if row.own_shares is None else dict(row.own_shares)


def partners(report: Report, id: str) -> set[str]:
    pairs = ((pair.left_id, pair.right_id) for pair in report.pairs.flagged())
    return {other for pair in pairs if id in pair for other in pair if other != id}


def main() -> int:
    unit, originals = sources()
    failed = False
    print("| format | way | pair found | words told | hidden | shares |\n|---|---|---|---|---|---|")
    for suffix in (*WAYS, *(["doc"] if soffice.program() else [])):
        hidden = list(copies(suffix, originals, hide=True))
        clear = [document for document, _ in copies(suffix, originals, hide=False)]
        with_words = analyse([*unit, *(document for document, _ in hidden)], settings=Settings())
        without = analyse([*unit, *clear], settings=Settings())
        for way, source, (document, count) in zip(
            WAYS["docx" if suffix == "doc" else suffix], originals, hidden, strict=False
        ):
            row, plain = with_words.submission(document.id), without.submission(document.id)
            told = sum(int(one.score) for one in row.findings if one.kind == "hidden_words")
            found = source.id in partners(with_words, document.id) & partners(without, document.id)
            same = figures(row) == figures(plain)
            failed |= not (found and same and told == count)
            words = f"{'yes' if found else 'no'} | {told} | {count} | {'equal' if same else 'differ'}"
            print(f"| {suffix} | {way} | {words} |", flush=True)
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
