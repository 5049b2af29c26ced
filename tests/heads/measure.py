"""How many fields of the heads are read right.

    PYTHONPATH=. python -m tests.heads.measure [SET] [--details] [--plain]

SET is one of `tests.heads.layouts.SETS`, in the order in which they were written; the first if none is named.
The Word files of version 97-2003 are made by LibreOffice, where it is installed (not with --plain).
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
from detector.readers.fields import Finish
from detector.readers.ingest import read_paths
from detector.settings import Settings
from detector.text.fields import with_fields
from tests.heads.build import BUILDERS, formats
from tests.heads.layouts import LAYOUTS, SETS, Layout

FIELDS = ("author", "unit", "post", "year", "period", "rating")


def read(path: Path) -> Document:
    """The text of a file; empty where the reader gives none, or more than one."""
    return read_all([path])[path]


def read_all(paths: Sequence[Path]) -> dict[Path, Document]:
    """The texts of files, read together; an empty one for a file of none, or of more than one."""
    documents = read_paths(paths, role=Role.SUBMISSION, settings=Settings(), finish=Finish(with_fields)).documents
    found: dict[Path, list[Document]] = {path: [] for path in paths}
    for document in documents:
        found[Path(document.path.split("#")[0])].append(document)
    return {path: ones[0] if len(ones) == 1 else Document(path.name, str(path), "") for path, ones in found.items()}


def outcomes(layout: Layout, document: Document) -> Iterable[tuple[str, str, object, object]]:
    """(field, outcome, right value, value read): ``right``, ``empty`` for a value that was not found, or ``wrong``."""
    for name in FIELDS:
        wanted = getattr(layout, name)
        got = document.self_rating if name == "rating" else getattr(document, name)
        outcome = "right" if got == wanted else "empty" if got is None else "wrong"
        yield name, outcome, wanted, got


def make(
    folder: Path, layouts: Sequence[Layout] = LAYOUTS, *, office: bool = True
) -> dict[str, list[tuple[Layout, Path]]]:
    """The layouts as files, by format."""
    made: dict[str, list[tuple[Layout, Path]]] = {suffix: [] for suffix in BUILDERS}
    for number, layout in enumerate(layouts):
        for suffix, build in BUILDERS.items():
            path = folder / f"{number:02d}.{suffix}"
            path.write_bytes(build(layout))
            if suffix in formats(layout):
                made[suffix].append((layout, path))
    if office and soffice.program():
        for suffix, name in (("doc", "doc"), ("pdf", "pdf of LibreOffice")):
            printed = folder / name
            _convert(folder, suffix, printed)
            made[name] = [
                (layout, printed / f"{number:02d}.{suffix}")
                for number, layout in enumerate(layouts)
                if suffix in formats(layout)
            ]
    return made


def _convert(folder: Path, suffix: str, target: Path) -> None:
    files = [str(path) for path in sorted(folder.glob("*.docx"))]
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    options = ["--headless", "--convert-to", suffix, "--outdir", str(target)]
    subprocess.run([str(soffice.program()), profile, *options, *files], check=True, capture_output=True, timeout=300)


def main(arguments: Sequence[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        layouts = next((SETS[name] for name in arguments if name in SETS), LAYOUTS)
        for suffix, files in make(Path(folder), layouts, office="--plain" not in arguments).items():
            counts: dict[str, Counter[str]] = {name: Counter() for name in FIELDS}
            documents = read_all([path for _, path in files])
            for layout, path in files:
                for name, outcome, wanted, got in outcomes(layout, documents[path]):
                    counts[name][outcome] += 1
                    if outcome != "right" and "--details" in arguments:
                        print(f"  {suffix} {layout.name}: {name} {outcome}: {got!r} for {wanted!r}")
            for name, count in counts.items() if files else ():
                print(f"| {suffix} | {name} | {count['right']} | {count['empty']} | {count['wrong']} |")
            total = sum(counts.values(), Counter())
            print(f"| {suffix} | all | {total['right']} | {total['empty']} | {total['wrong']} |")


if __name__ == "__main__":
    main(sys.argv[1:])
