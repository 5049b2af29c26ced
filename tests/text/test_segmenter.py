"""Our words are underthesea's words; underthesea is the oracle."""

from __future__ import annotations

import re
import shutil
from itertools import product

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from detector.documents import Document
from detector.text import segmenter
from detector.text.columns import build_corpus
from detector.text.fold import readable
from detector.text.segmenter import model, word_begins
from detector.text.segmenter.model import Model, ModelFormatError, load_model
from detector.text.segmenter.tagger import Tagger, load_tagger
from detector.text.segmenter.tokens import Tokens, _located
from tests.text.conftest import ODD_TEXTS

LETTERS = "aăâbcdđeêghiklmnoôơpqrstuưvxyàáạảãằắầấèéềếìíòóồốờớùúừứỳýABCĐHMNTƯÂÔ"
SYLLABLES = """
tôi học sinh giáo viên năm học hoàn thành nhiệm vụ Hà Nội UBND Đảng 12 12/4 94,7% 4A1 v.v. TP. - ( ) , . : ; “ ” …
http://a.vn a@b.vn :D =)) H&M 3x4 nghành hoà ThS. e-mail -> 5-10 20.08.2014 °C BOS EOS
"""
PEOPLE = st.lists(st.sampled_from(SYLLABLES.split()), max_size=30).map(" ".join)
KEYBOARD = st.text(LETTERS + "0123456789 .,;:-/()'\"&@%…–\n", max_size=60)
ANYTHING = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)


def tokens_by_us(sentence: str) -> tuple[list[int], list[str]]:
    """Offsets and normal forms."""
    tagger = load_tagger()
    located = tagger.locate([sentence])
    return located.offsets.tolist(), [tagger.tokens.names[number] for number in located.numbers.tolist()]


def words_by_us(sentence: str) -> list[str]:
    """Words as ``word_tokenize`` writes them: normal tokens joined by spaces."""
    words: list[str] = []
    tagger = load_tagger()
    located = tagger.locate([sentence])
    for number, goes_on in zip(located.numbers.tolist(), tagger.goes_on(located).tolist(), strict=True):
        token = tagger.tokens.names[number]
        words[-1:] = [f"{words[-1]} {token}"] if goes_on else [*words[-1:], token]
    return words


@given(st.one_of(PEOPLE, KEYBOARD, ANYTHING).map(readable))
@example("")
@example("Ông A. Bà B. A.")
@example("a:D")
@example("0\x1b\x1b\x08\x080")
@example("…… ……… xyz xyz xyz xyz xyz xyz xyz - - - - - - -")
@example("ΟΔΟΣ ǅ İ ß ŉ ½ Ⓐ ٣")
def test_words_are_those_of_underthesea(sentence):
    from underthesea import word_tokenize

    assert words_by_us(sentence) == word_tokenize(sentence)


def test_words_of_every_sentence_of_the_sample_unit_are_those_of_underthesea(sample_documents):
    from underthesea import word_tokenize

    corpus = build_corpus(sample_documents)
    starts, ends = corpus.sentence_spans()
    spans = zip(corpus.sentences.document_rows.tolist(), starts.tolist(), ends.tolist(), strict=True)
    sentences = {readable(corpus.documents[row].text[start:end]) for row, start, end in spans}
    assert len(sentences) > 1000
    assert [s for s in sorted(sentences) if words_by_us(s) != word_tokenize(s)] == []


@pytest.mark.parametrize("text", ODD_TEXTS.values(), ids=ODD_TEXTS.keys())
def test_words_of_odd_texts_are_those_of_underthesea(text):
    from underthesea import word_tokenize

    if re.search("[\ud800-\udfff]", text):
        pytest.skip("underthesea cannot read half a character")
    assert words_by_us(readable(text)) == word_tokenize(readable(text))


@given(st.one_of(PEOPLE, KEYBOARD))
def test_a_word_begins_where_the_text_has_its_first_letter(sentence):
    sentence = readable(sentence)
    begins = tuple(word_begins([sentence])[0].tolist())
    assert list(begins) == sorted(set(begins))
    first = len(sentence) - len(sentence.lstrip())
    assert begins[:1] == ((first,) if sentence.strip() else ())
    assert not any(sentence[at].isspace() for at in begins)


def test_weights_are_those_that_underthesea_uses():
    """A text of one token: the odds of its labels are the sum of its attributes' weights."""
    import math

    from underthesea.pipeline import word_tokenize as pipeline

    pipeline.word_tokenize("a")
    tagger = pipeline.word_tokenize_model.estimator
    weights = load_model().weights
    names = [(template, value) for template, values in weights.items() for value in values]
    assert len(names) > 50_000
    for template, value in names[::97]:
        begins, goes_on = tagger.marginals([[f"{template}={value}"]])[0]
        assert math.log(goes_on / begins) == pytest.approx(weights[template][value], abs=1e-9)


def test_a_model_file_of_another_form_costs_time_but_no_words(monkeypatch):
    sentence = "Học sinh lớp 4A1 hoàn thành tốt nhiệm vụ năm học, đạt 94,7%."
    expected = word_begins([sentence])[0].tolist()

    def fail() -> None:
        raise ModelFormatError("another form")

    monkeypatch.setattr(segmenter, "load_tagger", fail)
    monkeypatch.setattr(segmenter, "_remembered", {})
    assert word_begins([sentence])[0].tolist() == expected


@pytest.mark.parametrize(
    ("file", "before", "after"),
    [
        ("models.bin", b"lCRF", b"xCRF"),
        ("models.bin", b"CQDB", b"XQDB"),
        ("models.bin", None, b"lCRF"),
        ("features.bin", None, b"no pickle"),
        ("dictionary.bin", None, b""),
        ("dictionary.bin", None, None),
    ],
    ids=["another kind of model", "another table of names", "cut off", "another list", "empty", "not there"],
)
def test_a_damaged_or_changed_model_is_told(file, before, after, tmp_path, monkeypatch):
    """The bytes `before` are changed; without them the whole file is; None takes it away."""
    folder = tmp_path / "model"
    shutil.copytree(model.model_folder(), folder)
    if after is None:
        (folder / file).unlink()
    else:
        data = (folder / file).read_bytes()
        (folder / file).write_bytes(data.replace(before, after) if before else after)
    monkeypatch.setattr(model, "model_folder", lambda: folder)
    with pytest.raises(ModelFormatError):
        load_model.__wrapped__()


def test_memory_of_the_tagger_is_bounded(monkeypatch):
    monkeypatch.setattr("detector.text.segmenter.tagger._MAX_REMEMBERED", 10)
    tagger = load_tagger()
    sentences = [" ".join(f"từ{n}" for n in range(start, start + 40)) for start in (0, 40, 80)]
    once = [begins(tagger, [sentence])[0] for sentence in sentences]
    assert len(tagger.sums) <= 50  # those of one call
    assert len(tagger.tokens) == 40
    assert [begins(tagger, [sentence])[0] for sentence in sentences] == once
    assert begins(tagger, sentences) == once


def begins(tagger: Tagger, sentences: list[str]) -> list[list[bool]]:
    located = tagger.locate(sentences)
    cuts = np.cumsum(located.lengths)[:-1]
    return [labels.tolist() for labels in np.split(tagger.goes_on(located), cuts)]


def located_piece_by_piece(sentence: str) -> list[tuple[int, str]]:
    """The plain way: each piece by itself."""
    pieces = list(re.finditer(r"\S{1,400}", sentence))
    return [
        (piece.start() + offset, token)
        for piece in pieces
        for offset, token in _located(piece.group(), "" if piece is pieces[-1] else " ")
    ]


@given(st.lists(st.one_of(PEOPLE, KEYBOARD, st.text(max_size=40)), max_size=6))
@example(["A.", "", " ", "\n A.\tA. ", "x" * 401, "một\u2028hai\x1cba\x85bốn\u3000năm.\ud800", "a." * 300 + " b"])
def test_tokens_of_many_sentences_are_those_of_each(sentences):
    tokens = Tokens()
    for _ in range(2):  # with all pieces new, and with all of them known
        located = tokens.of(sentences)
        names = [tokens.names[number] for number in located.numbers.tolist()]
        found = list(zip(located.offsets.tolist(), names, strict=True))
        expected = [located_piece_by_piece(sentence) for sentence in sentences]
        assert found == [token for mine in expected for token in mine]
        assert located.lengths.tolist() == [len(mine) for mine in expected]


def test_every_known_triple_and_its_neighbours_weigh_what_their_attributes_say():
    """Triples that a weight or the dictionary knows, with other tokens in each place: summed one by one."""
    found = load_model()
    known = [value for name in ("T[-2,0]", "T[-1,1]", "T[0,2]") for value in found.weights[name]]
    triples = [text.split(" ") for text in [*known, *sorted(found.dictionary)[::7]] if text.count(" ") == 2]
    sentences = [" ".join(words) for triple in triples[::5] for words in mixed(triple)]
    assert len(sentences) > 2000
    tagger = load_tagger()
    located = tagger.locate(sentences)
    leanings = np.split(tagger.sums.leanings(located), np.cumsum(located.lengths)[:-1])
    numbers = np.split(located.numbers, np.cumsum(located.lengths)[:-1])
    for row in range(0, len(sentences), 3):
        tokens = [tagger.tokens.names[number] for number in numbers[row].tolist()]
        assert leanings[row] == pytest.approx(leanings_by_attribute(found, tokens), abs=1e-9)


def mixed(triple: list[str]) -> list[list[str]]:
    return [
        triple,
        ["Và", *triple, "thôi"],
        [word.upper() for word in triple],
        [triple[0], triple[1], "khác", *triple[1:]],
    ]


def leanings_by_attribute(found: Model, tokens: list[str]) -> list[float]:
    """What each attribute of each token weighs, as underthesea's featurizer writes them."""
    functions = {
        "": lambda text: text,
        "lower": str.lower,
        "isdigit": lambda text: str(text.isdigit()),
        "istitle": lambda text: str(all(word[0] == word[0].upper() for word in text.split())),
        "is_in_dict": lambda text: str(text.lower() in found.dictionary),
    }
    sums = [0.0] * len(tokens)
    for at, template in product(range(len(tokens)), found.templates):
        places, function = re.fullmatch(r"T\[([-\d,]+)\]\.?(\w*)", template).groups()
        first, *rest = map(int, places.split(","))
        start, stop = at + first, at + (rest[0] if rest else first) + 1
        if start < 0 or stop > len(tokens):
            value = "BOS" if start < 0 else "EOS"
        else:
            value = functions[function](" ".join(tokens[start:stop]))
        sums[at] += found.weights.get(template, {}).get(value, 0.0)
    return sums


def test_only_a_piece_of_more_than_400_characters_is_cut_otherwise():
    from underthesea import word_tokenize

    assert words_by_us("a" * 400) == word_tokenize("a" * 400)
    assert words_by_us("a" * 401) != word_tokenize("a" * 401) == ["a" * 401]


def test_a_text_of_one_megabyte_without_a_space_takes_seconds_not_hours():
    assert word_begins(["a.a" * 100_000])[0][0] == 0


def test_words_cross_line_ends(sample_documents):
    assert len(sample_documents) == 45
    text = "Trong năm học này bản thân tôi luôn hoàn\nthành tốt nhiệm vụ."
    corpus = build_corpus([Document("a", "a", text)])
    words = dict(zip(corpus.tokens.starts.tolist(), corpus.tokens.word_starts.tolist(), strict=True))
    assert words[text.index("hoàn")]
    assert not words[text.index("thành")]


def test_a_token_begins_inside_the_text_though_composing_makes_it_longer():
    text = "\u0958-\u0958"  # each becomes two characters
    offsets, tokens = tokens_by_us(text)
    assert offsets[0] == 0
    assert max(offsets) == len(text) - 1
    assert len(tokens) == 5
