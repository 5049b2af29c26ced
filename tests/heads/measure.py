"""How many fields of the sixty heads are read right: PYTHONPATH=. python -m tests.heads.measure [--details]

The Word files of version 97-2003 are made by LibreOffice, where it is installed; five of them are kept for the tests.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from detector.documents import Document, Role
from detector.readers import soffice
from detector.readers.ingest import read_paths
from detector.settings import Settings
from detector.text.fields import with_fields
from tests.heads.build import docx, formats, pdf
from tests.heads.layouts import LAYOUTS, Layout

FIELDS = ("author", "unit", "post", "year", "period", "rating")


def read(path: Path) -> Document:
    (document,) = read_paths([path], role=Role.SUBMISSION, settings=Settings(), finish=with_fields).documents
    return document


def outcomes(layout: Layout, document: Document) -> Iterable[tuple[str, str, object, object]]:
    """(field, outcome, right value, value read): ``right``, ``empty`` for a value that was not found, or ``wrong``."""
    for name in FIELDS:
        wanted = getattr(layout, name)
        got = document.self_rating if name == "rating" else getattr(document, name)
        outcome = "right" if got == wanted else "empty" if got is None else "wrong"
        yield name, outcome, wanted, got


def make(folder: Path, layouts: Sequence[Layout] = LAYOUTS) -> dict[str, list[tuple[Layout, Path]]]:
    """The layouts as files, by format."""
    made: dict[str, list[tuple[Layout, Path]]] = {"docx": [], "pdf": [], "doc": []}
    for number, layout in enumerate(layouts):
        for suffix, build in (("docx", docx), ("pdf", pdf)):
            path = folder / f"{number:02d}.{suffix}"
            path.write_bytes(build(layout))
            if suffix in formats(layout):
                made[suffix].append((layout, path))
    if program := soffice.program():
        files = [str(path) for path in sorted(folder.glob("*.docx"))]
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        command = [str(program), profile, "--headless", "--convert-to", "doc", "--outdir", str(folder), *files]
        subprocess.run(command, check=True, capture_output=True, timeout=300)
        made["doc"] = [(layout, folder / f"{number:02d}.doc") for number, layout in enumerate(layouts) if "doc" in formats(layout)]
    return made


def main(arguments: Sequence[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        for suffix, files in make(Path(folder)).items():
            counts: dict[str, Counter[str]] = {name: Counter() for name in FIELDS}
            for layout, path in files:
                for name, outcome, wanted, got in outcomes(layout, read(path)):
                    counts[name][outcome] += 1
                    if outcome != "right" and "--details" in arguments:
                        print(f"  {suffix} {layout.name}: {name} {outcome}: {got!r} for {wanted!r}")
            for name, count in counts.items() if files else ():
                print(f"| {suffix} | {name} | {count['right']} | {count['empty']} | {count['wrong']} |")
            total = sum(counts.values(), Counter())
            print(f"| {suffix} | all | {total['right']} | {total['empty']} | {total['wrong']} |")


if __name__ == "__main__":
    main(sys.argv[1:])
