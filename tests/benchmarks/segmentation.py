"""Speed of texts to columns: against the obvious way, with the cache cold and warm, in one and more processes.

    python tests/benchmarks/segmentation.py --sizes 200 2000 --jobs 1 2 --obvious 200

Each row is a process of its own, from a bare interpreter: imports and the loading of the model count. The obvious way
is ``underthesea.word_tokenize`` on every sentence of our columns, on the first `--obvious` documents; its time grows
linearly, so the ratio is per syllable. `differ` counts its sentences whose words are not ours. Prints a Markdown table.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

ROOT = Path(__file__).parents[2]
COLUMNS = ("way", "documents", "jobs", "cache", "seconds", "cpu", "us_per_syllable", "ratio", "peak_mb", "differ")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--sizes", type=int, nargs="+", default=[200, 2000])
    parser.add_argument("--jobs", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--obvious", type=int, default=200, help="documents for the obvious way")
    parser.add_argument("--child", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.child:
        print(json.dumps(_measure(**json.loads(arguments.child))))
        return
    print("| " + " | ".join(COLUMNS) + " |\n" + "|---" * len(COLUMNS) + "|")
    with tempfile.TemporaryDirectory() as folder:
        texts = {size: _write_corpus(size, Path(folder)) for size in {*arguments.sizes, arguments.obvious}}
        obvious = _child("obvious", texts[arguments.obvious], 1, "off")
        _print(obvious, obvious)
        for size in arguments.sizes:
            for jobs in arguments.jobs:
                cache = str(Path(folder, f"cache-{size}-{jobs}"))
                for state in ("cold", "warm"):
                    _print({**_child("ours", texts[size], jobs, cache), "cache": state}, obvious)


def _write_corpus(size: int, folder: Path) -> Path:
    """In a process of its own: what a child inherits would count as its peak."""
    path = folder / f"{size}.json"
    program = "import json, sys; from tests.benchmarks.corpus import make_corpus as make\n"
    program += "json.dump([d.text for d in make(int(sys.argv[1])).documents], open(sys.argv[2], 'w'))"
    subprocess.run([sys.executable, "-c", program, f"{size}", path], cwd=ROOT, check=True)
    return path


def _child(way: str, texts: Path, jobs: int, cache: str) -> dict[str, Any]:
    """One measurement in a fresh interpreter."""
    task = json.dumps({"way": way, "texts": str(texts), "jobs": jobs})
    environment = {**os.environ, "DETECTOR_CACHE_DIR": cache, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, __file__, "--child", task], env=environment, check=True, capture_output=True, text=True
    )
    row: dict[str, Any] = json.loads(done.stdout)
    return row


def _measure(way: str, texts: str, jobs: int) -> dict[str, Any]:
    from_file = json.loads(Path(texts).read_text(encoding="utf-8"))
    start, busy = perf_counter(), process_time()
    from detector.documents import Document
    from detector.parallel import Workers
    from detector.text.columns import build_corpus

    documents = [Document(f"{row}", "", text) for row, text in enumerate(from_file)]
    with Workers(jobs) as workers:
        corpus = build_corpus(documents, workers=workers)
    row = {"seconds": perf_counter() - start, "cpu": process_time() - busy + _children_cpu(), "differ": ""}
    if way == "obvious":
        row |= _obvious(corpus)
    own, children = (
        resource.getrusage(who).ru_maxrss >> 10 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    return {
        **row,
        "way": way,
        "documents": len(documents),
        "jobs": jobs,
        "cache": "",
        "us_per_syllable": row["seconds"] / len(corpus.tokens.ids) * 1e6,
        "peak_mb": own + (children * jobs if jobs > 1 else 0),
    }


def _children_cpu() -> float:
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def _obvious(corpus: Any) -> dict[str, Any]:
    from underthesea import word_tokenize

    sentences = _sentences(corpus)
    start, busy = perf_counter(), process_time()
    words = [word_tokenize(sentence) for sentence in sentences]
    seconds, cpu = perf_counter() - start, process_time() - busy
    differ = sum(_words(sentence) != found for sentence, found in zip(sentences, words, strict=True))
    return {"seconds": seconds, "cpu": cpu, "differ": f"{differ} of {len(sentences)}"}


def _sentences(corpus: Any) -> list[str]:
    from detector.text.fold import readable

    starts, ends = corpus.sentence_spans()
    rows = zip(corpus.sentences.document_rows.tolist(), starts.tolist(), ends.tolist(), strict=True)
    return [readable(corpus.documents[row].text[start:end]) for row, start, end in rows]


def _words(sentence: str) -> list[str]:
    from detector.text.segmenter.tagger import load_tagger

    words: list[str] = []
    tagger = load_tagger()
    located = tagger.locate([sentence])
    for number, goes_on in zip(located.numbers.tolist(), tagger.goes_on(located).tolist(), strict=True):
        token = tagger.tokens.names[number]
        words[-1:] = [f"{words[-1]} {token}"] if goes_on else [*words[-1:], token]
    return words


def _print(row: dict[str, Any], obvious: dict[str, Any]) -> None:
    row = {**row, "ratio": obvious["us_per_syllable"] / row["us_per_syllable"]}
    shown = (f"{row[name]:.2f}" if isinstance(row[name], float) else f"{row[name]}" for name in COLUMNS)
    print("| " + " | ".join(shown) + " |", flush=True)


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    main()
