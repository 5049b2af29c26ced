"""One peer on one folder, run by the interpreter of the peers' environment: nothing but that peer is imported here.

    python peer_program.py copydetect FOLDER FORM_FOLDER

Prints JSON: the pairs that it flags, by file name.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import sys
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

Pairs = Iterable[tuple[str, str]]


def copydetect(folder: Path, form: Path) -> Pairs:
    """Its own limits, told the blank form, without its filter for code. Similarity of either side from 0.33."""
    from copydetect import CopyDetector

    limit = 0.33
    detector = CopyDetector(
        test_dirs=[str(folder)],
        boilerplate_dirs=[str(form)],
        extensions=["txt"],
        display_t=limit,
        disable_filtering=True,
        autoopen=False,
        silent=True,
    )
    detector.run()
    for left, right in _places(len(detector.test_files)):
        if max(detector.similarity_matrix[left, right]) >= limit:
            yield Path(detector.test_files[left]).name, Path(detector.ref_files[right]).name


def copy_spotter(folder: Path, _: Path) -> Pairs:
    """Runs of twelve words, as detector's shortest passage; it names no limit: similarity from 50 of 100."""
    from scripts import main as program

    got: list[tuple[list[list[float]], list[str]]] = []
    to_page = program.results_to_html

    def keep(scores: list[list[float]], names: list[str], page: str) -> None:
        got.append(([[*row] for row in scores], [*names]))  # it writes over its own numbers
        to_page(scores, names, page)

    program.results_to_html = keep
    with tempfile.TemporaryDirectory() as pages:
        sys.argv = ["copy-spotter", str(folder), "-o", pages, "-s", "12"]
        program.main()
    scores, names = got[0]
    for left, right in _places(len(names)):
        if scores[left][right] >= 50:
            yield f"{names[left]}.txt", f"{names[right]}.txt"


def akin(folder: Path, _: Path) -> Pairs:
    """MinHash and LSH on runs of nine characters, as its guide has it; Jaccard from 0.5."""
    from akin import LSH, UniMinHash

    texts = {path.name: path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.txt"))}
    sketches = UniMinHash(n_gram=9, permutations=100, hash_bits=64, seed=3)
    index = LSH(permutations=100)
    index.update(sketches.transform(list(texts.values())), list(texts))
    for name, others in index.adjacency_list(min_jaccard=0.5).items():
        yield from ((name, other) for other in others)


def alcove_dux(folder: Path, _: Path) -> Pairs:
    """Its scan of one text against a folder, with its own limits. It judges no pair: half of the shorter text."""
    for left, right, score in alcove_dux_scores(folder):
        if score >= 0.5:
            yield left, right


def alcove_dux_scores(folder: Path) -> Iterator[tuple[str, str, float]]:
    """Share of the shorter text inside matches, for each pair that has one."""
    from alcove_dux.corpus import load_corpus_documents, scan_text_against_corpus

    corpus = load_corpus_documents(folder)
    for row, one in enumerate(corpus):
        for other in corpus[row + 1 :]:
            found = scan_text_against_corpus(one.document.text, [other], suspicious_id="left").matches
            covered: set[int] = set()
            for match in found:
                covered.update(range(match.suspicious_start, match.suspicious_end))
            if covered:
                shorter = min(len(one.document.text), len(other.document.text))
                yield one.path.name, other.path.name, len(covered) / shorter


PEERS = {"alcove-dux": alcove_dux, "copydetect": copydetect, "copy-spotter": copy_spotter, "akin": akin}


def _places(count: int) -> Iterator[tuple[int, int]]:
    return ((left, right) for left in range(count) for right in range(count) if left != right)


if __name__ == "__main__":
    os.environ["BROWSER"] = "true"  # one of them opens its page in a browser
    os.chdir(tempfile.mkdtemp())  # and leaves pages where it runs
    with contextlib.redirect_stdout(io.StringIO()):
        found = sorted({(min(pair), max(pair)) for pair in PEERS[sys.argv[1]](*map(Path, sys.argv[2:]))})
    print(json.dumps(found))
