"""What every text must come out as, whatever people and programs did to it."""

from __future__ import annotations

import unicodedata
from bisect import bisect_right

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detector import parallel
from detector.corpus import Corpus
from detector.documents import Block, Document, Role
from detector.parallel import Workers
from detector.text import columns, parts
from detector.text.columns import build_corpus
from detector.text.fold import SYLLABLE, canonical, fold, fold_syllable
from detector.text.sentences import MIN_SENTENCE_SYLLABLES, cut
from tests.text.conftest import ODD_TEXTS

TEXTS = st.one_of(
    st.text(max_size=200),
    st.text("aàáđyk ĐƯ.,;:!?…\n\t0123456789-()\u200b\u0301\ud800½ﬁ", max_size=200),
    st.lists(st.sampled_from(list(ODD_TEXTS.values())), max_size=4).map(" ".join),
)


def document(text: str, name: str = "a") -> Document:
    return Document(name, name, text)


def assert_sound(corpus: Corpus) -> None:
    """Holds of every corpus."""
    tokens, sentences = corpus.tokens, corpus.sentences
    assert list(tokens.vocabulary) == sorted(set(tokens.vocabulary))
    assert set(tokens.ids.tolist()) == set(range(len(tokens.vocabulary)))
    texts = [corpus.documents[row].text for row in corpus.token_documents().tolist()]
    spans = list(zip(texts, tokens.starts.tolist(), tokens.ends.tolist(), strict=True))
    assert [fold_syllable(text[start:end]) for text, start, end in spans] == [tokens.vocabulary[i] for i in tokens.ids]
    assert sentences.token_indptr[0] == 0
    assert sentences.token_indptr[-1] == len(tokens.ids)
    assert (sentences.lengths() > 0).all()
    assert (np.diff(sentences.document_rows) >= 0).all()
    for row, (start, end) in enumerate(zip(tokens.document_indptr, tokens.document_indptr[1:], strict=False)):
        mine = sentences.document_rows == row
        assert (np.diff(sentences.line_rows[mine]) >= 0).all()
        assert (np.diff(sentences.section_rows[mine]) >= 0).all()
        assert sentences.lengths()[mine].sum() == end - start
        starts, ends = tokens.starts[start:end], tokens.ends[start:end]
        assert (starts < ends).all()
        assert (ends[:-1] <= starts[1:]).all()
    assert tokens.word_starts[sentences.token_indptr[:-1]].all()


@given(st.lists(TEXTS, max_size=3))
def test_any_texts_make_sound_columns(texts):
    assert_sound(build_corpus([document(text, f"{row}") for row, text in enumerate(texts)]))


@pytest.mark.parametrize("text", ODD_TEXTS.values(), ids=ODD_TEXTS.keys())
def test_odd_texts_make_sound_columns(text):
    assert_sound(build_corpus([document(text)]))


def test_the_sample_unit_makes_sound_columns(sample_documents):
    assert_sound(build_corpus(sample_documents))


def test_no_documents_make_an_empty_corpus():
    corpus = build_corpus([])
    assert len(corpus) == len(corpus.tokens.ids) == len(corpus.sentences) == 0
    assert corpus.tokens.vocabulary == ()


def test_an_empty_text_keeps_its_row():
    corpus = build_corpus([document("", "empty"), document("Có chữ.", "full")])
    assert sorted(np.diff(corpus.tokens.document_indptr).tolist()) == [0, 2]


def test_unicode_form_changes_no_token_and_no_word(sample_documents):
    composed = build_corpus([document(unicodedata.normalize("NFC", d.text), d.id) for d in sample_documents])
    decomposed = build_corpus([document(unicodedata.normalize("NFD", d.text), d.id) for d in sample_documents])
    for corpus in (composed, decomposed):
        assert corpus.tokens.vocabulary == composed.tokens.vocabulary
    assert flags_by_id(composed) == flags_by_id(decomposed)


def syllables(one: Document) -> list[tuple[str, int, int]]:
    """Each syllable with its place."""
    folded = fold(one.text)
    found = ((match.group(), *match.span()) for match in SYLLABLE.finditer(folded.text))
    return [(canonical(word), int(folded.starts[a]), int(folded.ends[b - 1])) for word, a, b in found]


def sentence_sizes(one: Document) -> list[tuple[int, int, int]]:
    """(syllables, line, section) of each sentence, syllable by syllable."""
    pieces = cut(one.text, one.blocks)
    found: dict[int, list[int]] = {}
    for _, start, _ in syllables(one):
        found.setdefault(bisect_right(pieces.sentence_starts, start), []).append(start)
    lines = [(len(starts), bisect_right(pieces.line_starts, starts[0]), starts[0]) for starts in found.values()]
    joined: list[tuple[int, int, int]] = []
    for count, line, start in lines:
        if joined and joined[-1][1] == line and min(joined[-1][0], count) < MIN_SENTENCE_SYLLABLES:
            joined[-1] = (joined[-1][0] + count, line, joined[-1][2])
        else:
            joined.append((count, line, start))
    headings = [start for start, _ in pieces.headings]
    return [(count, line, bisect_right(headings, start) - 1) for count, line, start in joined]


LINES = ["I. Ưu điểm", "1. Phẩm chất: tốt", "\u200b\u0301Dạy tốt. Học", "½ kỹ … lý.", "", "a) Có. Xong; rồi!", "\u0301"]


@given(st.lists(st.one_of(TEXTS, st.lists(st.sampled_from(LINES), max_size=6).map("\n".join)), max_size=4), st.data())
def test_columns_of_many_texts_are_those_of_a_loop_over_each(texts, data):
    """Blocks may leave parts of a text out, its beginning too."""
    documents = []
    for row, text in enumerate(texts):
        edges = sorted(data.draw(st.lists(st.integers(0, len(text)), max_size=4)))
        blocks = tuple(Block(start, end) for start, end in zip(edges[::2], edges[1::2], strict=False))
        documents.append(Document(f"{row}", f"{row}", text, blocks=blocks))
    corpus = build_corpus(documents)
    tokens, sentences = corpus.tokens, corpus.sentences
    words = [tokens.vocabulary[row] for row in tokens.ids.tolist()]
    found = list(zip(words, tokens.starts.tolist(), tokens.ends.tolist(), strict=True))
    assert found == [row for one in corpus.documents for row in syllables(one)]
    cuts = zip(sentences.lengths().tolist(), sentences.line_rows.tolist(), sentences.section_rows.tolist(), strict=True)
    assert list(cuts) == [row for one in corpus.documents for row in sentence_sizes(one)]


def flags_by_id(corpus: Corpus) -> dict[str, bytes]:
    cuts = corpus.tokens.document_indptr
    flags = np.stack([corpus.tokens.ids, corpus.tokens.word_starts.astype(np.int32)])
    return {d.id: flags[:, cuts[row] : cuts[row + 1]].tobytes() for row, d in enumerate(corpus.documents)}


def test_columns_do_not_depend_on_order_chunks_or_cache(sample_documents, monkeypatch):
    once = build_corpus(sample_documents)
    monkeypatch.setattr(parts, "_CHARACTERS", 1)
    assert_same(build_corpus(sample_documents[::-1]), once)


def test_memory_of_syllables_is_bounded_and_changes_no_column(sample_documents, monkeypatch):
    once = build_corpus(sample_documents)
    monkeypatch.setattr(parts, "_CHARACTERS", 10_000)
    monkeypatch.setattr(columns, "_MAX_REMEMBERED", 2000)
    assert_same(build_corpus(sample_documents), once)
    assert 0 < len(columns._VOCABULARY) < len(once.tokens.vocabulary)


def test_columns_do_not_depend_on_processes(sample_documents, monkeypatch):
    once = build_corpus(sample_documents)
    monkeypatch.setattr(parallel, "WORTH_PROCESSES_CHARACTERS", 0)
    monkeypatch.setattr(parts, "_CHARACTERS", 10_000)
    monkeypatch.setenv("DETECTOR_CACHE_DIR", "off")
    told: list[int] = []
    with Workers(2) as workers:
        assert_same(build_corpus(sample_documents, workers=workers, progress=told.append), once)
    assert sum(told) == len(sample_documents)
    assert len(told) > 2


def assert_same(left: Corpus, right: Corpus) -> None:
    assert [d.id for d in left.documents] == [d.id for d in right.documents]
    assert left.tokens.vocabulary == right.tokens.vocabulary
    assert left.sections == right.sections
    for table in ("tokens", "sentences"):
        for name in getattr(left, table).__slots__:
            one, other = getattr(getattr(left, table), name), getattr(getattr(right, table), name)
            if isinstance(one, np.ndarray):
                assert one.dtype == other.dtype
                np.testing.assert_array_equal(one, other)


def test_printed_texts_are_not_segmented():
    corpus = build_corpus([Document("f", "f", "Học sinh hoàn thành nhiệm vụ.", Role.FORM)])
    assert corpus.tokens.word_starts.all()


def test_a_broken_pool_ends_in_this_process(sample_documents, monkeypatch):
    from concurrent.futures.process import BrokenProcessPool

    def broken(_, function, chunks):
        yield function(chunks[0])
        raise BrokenProcessPool

    once = build_corpus(sample_documents)
    monkeypatch.setattr(parallel, "WORTH_PROCESSES_CHARACTERS", 0)
    monkeypatch.setattr(parts, "_CHARACTERS", 10_000)
    monkeypatch.setattr(Workers, "_pooled", broken)
    assert_same(build_corpus(sample_documents, workers=Workers(2)), once)


@pytest.mark.parametrize("end", [None, Workers.release, Workers.close])
def test_what_is_begun_is_done_whether_processes_run_or_end(end):
    words = ["một", "bốn", "chín"]
    with Workers(2) as workers:
        assert workers.begin(len, words)() == [3, 3, 4]
        assert workers.running == 1
        assert list(workers.map(len, words, characters=10**9)) == [3, 3, 4]
        assert workers.running == 2
        results = workers.begin(len, words)
        if end:
            end(workers)
        assert results() == [3, 3, 4]


@pytest.mark.parametrize(
    "text",
    [
        "một hai. " * 33_000,
        "từ " * 90_000,
        "a" * 300_000,
        "." * 300_000,
        "\n" * 30_000,
        "một dòng\n" * 33_000,
        "mỗi dòng dài khoảng bấy nhiêu chữ để cho nó được gói lại\n" * 5_400,
        "1. " * 100_000,
        " " * 300_000,
    ],
    ids=["sentences", "words", "letter", "dots", "newlines", "lines", "wrapped", "numbers", "spaces"],
)
def test_three_hundred_kilobytes_of_anything_take_seconds(text):
    """Each takes a few seconds on a slow machine; a quadratic step would take minutes and be noticed."""
    corpus = build_corpus([document(text)])
    assert corpus.sentences.token_indptr[-1] == len(corpus.tokens.ids) == len(SYLLABLE.findall(fold(text).text))
