"""Vietnamese word segmentation: the words of underthesea, found in a leaner way.

`word_begins` gives the same words as ``underthesea.word_tokenize`` (which stays the oracle in the tests) at about a
tenth of the time, and says where they stand in the text that was given.
"""

from __future__ import annotations

from functools import lru_cache

from detector.text.segmenter.model import ModelFormatError, model_version
from detector.text.segmenter.tagger import load_tagger
from detector.text.segmenter.tokens import tokens_of

__all__ = ["model_version", "word_begins"]


@lru_cache(maxsize=20_000)
def word_begins(sentence: str) -> tuple[int, ...]:
    """The characters of `sentence` at which a word begins, ascending; punctuation marks are words.

    `sentence` is composed (NFC), of one line or several. White space is no word.
    """
    try:
        tagger = load_tagger()
    except ModelFormatError:
        return _begins_by_underthesea(sentence)
    offsets, tokens = tokens_of(sentence)
    going_on = tagger.goes_on(tokens)
    return tuple(offset for offset, goes_on in zip(offsets, going_on, strict=True) if not goes_on)


def _begins_by_underthesea(sentence: str) -> tuple[int, ...]:
    """The slow way, for a version of underthesea whose model file we cannot read: words counted in letters."""
    from underthesea import word_tokenize

    letters = [at for at, character in enumerate(sentence) if not character.isspace()]
    begins: list[int] = []
    seen = 0
    for word in word_tokenize(sentence.encode("utf-8", "replace").decode()):
        begins += letters[seen : seen + 1]
        seen += sum(not character.isspace() for character in word)
    return tuple(begins)
