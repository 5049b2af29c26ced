"""Which unit a text is of: the first folder below what was scanned, else what a list or the text itself says."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path, PurePosixPath

from detector.documents import Document, Role
from detector.text.fold import folded_words

# Where an archive or a list of answers goes on in an id.
_INSIDE = re.compile(r"[!#]")


def units_of(documents: Iterable[Document], roots: Sequence[str | Path]) -> dict[str, str]:
    """The unit of each submission, by id; "" where nothing says it.

    Args:
        roots: the scanned paths. A text that lies in no folder below its path is of the unit that its roster row,
            answer list or header names; of the scanned folder itself where several were given.
    """
    places = [(_posix(root), Path(root).is_dir()) for root in roots]
    several = sum(is_folder for _, is_folder in places) > 1
    spelled: dict[str, str] = {}
    found: dict[str, str] = {}
    for document in sorted((d for d in documents if d.role is Role.SUBMISSION), key=lambda d: d.id):
        folder = _folder(document.path, places, several)
        said = folder or " ".join((document.unit or "").split())
        found[document.id] = spelled.setdefault(folded_words(said), said)
    return found


def earlier_unit(document: Document, roots: Sequence[str | Path], units: Mapping[str, str]) -> str | None:
    """The unit whose earlier text this is, by a folder of its name or by what the text says; None for any unit's.

    `units` are names by their folded form; see `folded_names`.
    """
    places = [(_posix(root), Path(root).is_dir()) for root in roots]
    for name in (_folder(document.path, places, several=True), document.unit):
        if name and folded_words(name) in units:
            return units[folded_words(name)]
    return None


def folded_names(names: Iterable[str]) -> dict[str, str]:
    """Unit names by what two spellings of one have in common."""
    return {folded_words(name): name for name in names}


def _folder(path: str, places: Sequence[tuple[str, bool]], several: bool) -> str:
    """The first folder or archive below the scanned path, or that path's own name, or ""."""
    shown = path.replace("\\", "/")
    fitting = [root for root, is_folder in places if is_folder and (root == "." or shown.startswith(f"{root}/"))]
    if not fitting:
        return ""
    root = max(fitting, key=len)
    first, *rest = (shown if root == "." else shown[len(root) + 1 :]).split("/")
    if rest and not _INSIDE.search(first):
        return unicodedata.normalize("NFC", first)
    if "!" in first:
        return unicodedata.normalize("NFC", PurePosixPath(first.split("!")[0]).stem)
    return unicodedata.normalize("NFC", PurePosixPath(Path(root).resolve().as_posix()).name) if several else ""


def _posix(root: str | Path) -> str:
    return str(Path(root)).replace("\\", "/").rstrip("/")
