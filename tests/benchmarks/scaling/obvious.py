"""The pipeline that comes to mind first, with the packages that everybody uses; a program of its own.

    python -m tests.benchmarks.scaling.obvious FOLDER RESULT.sqlite
    python -m tests.benchmarks.scaling.obvious FOLDER --only-lsh

Words by `underthesea.word_tokenize`, three of them a shingle, `MinHash.update` for each, `MinHashLSH` at 0.5, TF-IDF
cosine of the pairs that it gives, passages by `difflib`, results into SQLite. Prints its seconds by stage as JSON.
"""

from __future__ import annotations

import argparse
import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from difflib import SequenceMatcher
from pathlib import Path
from time import perf_counter
from typing import Any

SHINGLE_WORDS = 3
THRESHOLD = 0.5
COSINE = 0.5
MIN_PASSAGE_WORDS = 8  # about twelve syllables, as detector's own limit

# How each stage grows, for sizes at which nobody wants to wait for it.
BY_DOCUMENT = ("read", "segment", "minhash", "tfidf", "write")
BY_CANDIDATE = ("cosine", "passages")
LSH = "lsh"
STAGES = ("read", "segment", "minhash", "lsh", "tfidf", "cosine", "passages", "write")


def extrapolated(
    seconds: Mapping[str, float], documents: float, candidates: float, measured: Mapping[str, float]
) -> dict[str, float]:
    """Seconds by stage of a unit with so many times the documents and the candidates, of which LSH is `measured`."""
    return (
        {name: seconds[name] * documents for name in BY_DOCUMENT}
        | {name: seconds[name] * candidates for name in BY_CANDIDATE}
        | {LSH: measured[LSH]}
    )


def pipeline(folder: Path, result: Path) -> dict[str, Any]:
    from sklearn.feature_extraction.text import TfidfVectorizer
    from underthesea import word_tokenize

    seconds: dict[str, float] = {}
    with _timed(seconds, "read"):
        texts = _read(folder)
    with _timed(seconds, "segment"):
        words = {name: [word.lower() for word in word_tokenize(text)] for name, text in texts.items()}
    with _timed(seconds, "minhash"):
        sketches = {name: _sketch(_shingles(those)) for name, those in words.items()}
    with _timed(seconds, LSH):
        candidates = _candidates(sketches)
    with _timed(seconds, "tfidf"):
        rows = {name: row for row, name in enumerate(words)}
        vectors = TfidfVectorizer(analyzer=_as_is).fit_transform(words.values())
    with _timed(seconds, "cosine"):
        near = {(a, b): float(vectors[rows[a]].multiply(vectors[rows[b]]).sum()) for a, b in candidates}
        kept = {pair: cosine for pair, cosine in near.items() if cosine >= COSINE}
    with _timed(seconds, "passages"):
        passages = {(a, b): _passages(words[a], words[b]) for a, b in kept}
    with _timed(seconds, "write"):
        _write(result, texts, kept, passages)
    return {"documents": len(texts), "candidates": len(candidates), "seconds": seconds}


def only_lsh(folder: Path) -> dict[str, Any]:
    """LSH on sketches of syllables, which are there at once: how they grow is that of words."""
    seconds: dict[str, float] = {}
    sketches = {name: _sketch_at_once(_shingles(text.lower().split())) for name, text in _read(folder).items()}
    with _timed(seconds, LSH):
        candidates = _candidates(sketches)
    return {"documents": len(sketches), "candidates": len(candidates), "seconds": seconds}


def found_pairs(result: Path) -> set[frozenset[str]]:
    with closing(sqlite3.connect(result)) as connection:
        return {frozenset(pair) for pair in connection.execute("SELECT left, right FROM pairs")}


@contextmanager
def _timed(seconds: dict[str, float], name: str) -> Iterator[None]:
    begin = perf_counter()
    yield
    seconds[name] = perf_counter() - begin


def _read(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.txt"))}


def _as_is(words: list[str]) -> list[str]:
    return words


def _shingles(words: Sequence[str]) -> set[str]:
    return {" ".join(words[at : at + SHINGLE_WORDS]) for at in range(len(words) - SHINGLE_WORDS + 1)}


def _sketch(shingles: Iterable[str]) -> Any:
    from datasketch import MinHash

    sketch = MinHash()
    for shingle in shingles:
        sketch.update(shingle.encode())
    return sketch


def _sketch_at_once(shingles: Iterable[str]) -> Any:
    from datasketch import MinHash

    sketch = MinHash()
    sketch.update_batch([shingle.encode() for shingle in shingles])
    return sketch


def _candidates(sketches: dict[str, Any]) -> list[tuple[str, str]]:
    from datasketch import MinHashLSH

    index = MinHashLSH(threshold=THRESHOLD)
    for name, sketch in sketches.items():
        index.insert(name, sketch)
    pairs = {(name, other) for name, sketch in sketches.items() for other in index.query(sketch) if name < other}
    return sorted(pairs)


def _passages(left: list[str], right: list[str]) -> list[tuple[int, int, int]]:
    blocks = SequenceMatcher(None, left, right, autojunk=False).get_matching_blocks()
    return [(block.a, block.b, block.size) for block in blocks if block.size >= MIN_PASSAGE_WORDS]


def _write(
    result: Path,
    texts: dict[str, str],
    kept: dict[tuple[str, str], float],
    passages: dict[tuple[str, str], list[tuple[int, int, int]]],
) -> None:
    result.unlink(missing_ok=True)
    with closing(sqlite3.connect(result)) as connection, connection:
        connection.execute("CREATE TABLE documents (id TEXT PRIMARY KEY, text TEXT)")
        connection.execute("CREATE TABLE pairs (left TEXT, right TEXT, cosine REAL, passages TEXT)")
        connection.executemany("INSERT INTO documents VALUES (?, ?)", texts.items())
        rows = ((a, b, cosine, json.dumps(passages[a, b])) for (a, b), cosine in kept.items() if passages[a, b])
        connection.executemany("INSERT INTO pairs VALUES (?, ?, ?, ?)", rows)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("folder", type=Path)
    parser.add_argument("result", type=Path, nargs="?")
    parser.add_argument("--only-lsh", action="store_true")
    given = parser.parse_args()
    print(json.dumps(only_lsh(given.folder) if given.only_lsh else pipeline(given.folder, given.result)))


if __name__ == "__main__":
    main()
