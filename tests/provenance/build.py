"""Corpora of texts by name, and the printed and own sentences of one of them in words."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from detector.corpus import Bools, Corpus
from detector.documents import Block, Document, Role
from detector.provenance.form import FormMarks, mark_form
from detector.provenance.groups import group_sentences
from detector.settings import Settings
from detector.text.columns import build_corpus


def corpus_named(texts: Mapping[str, str], *, forms: tuple[str, ...] = (), **others: Mapping[str, str]) -> Corpus:
    """Submissions by name; `others`: texts of another role (``rule={"r": ...}``). Every line is a paragraph."""
    documents = [paragraphs(name, text) for name, text in texts.items()]
    documents += [paragraphs(f"form{i}", text, Role.FORM) for i, text in enumerate(forms)]
    documents += [paragraphs(name, t, Role(role)) for role, by_name in others.items() for name, t in by_name.items()]
    return build_corpus(documents)


def paragraphs(name: str, text: str, role: Role = Role.SUBMISSION) -> Document:
    """A text as the Word reader gives it: a block for each line."""
    blocks, at = [], 0
    for line in text.split("\n"):
        if line:
            blocks.append(Block(at, at + len(line)))
        at += len(line) + 1
    return Document(name, name, text, role, tuple(blocks))


def row_of(corpus: Corpus, name: str) -> int:
    return next(row for row, document in enumerate(corpus.documents) if document.id == name)


def sentences(corpus: Corpus, name: str, which: Bools | None = None) -> list[str]:
    """The sentences of one text, from the first syllable to the last; only those that `which` names."""
    starts, ends = corpus.sentence_spans()
    chosen = corpus.sentences.document_rows == row_of(corpus, name)
    chosen &= which if which is not None else True
    text = corpus.documents[row_of(corpus, name)].text
    return [text[starts[i] : ends[i]] for i in np.flatnonzero(chosen)]


def form_of(corpus: Corpus, settings: Settings | None = None) -> FormMarks:
    return mark_form(corpus, group_sentences(corpus), settings or Settings())


def printed(corpus: Corpus, name: str) -> list[str]:
    return sentences(corpus, name, form_of(corpus).sentences)


def own(corpus: Corpus, name: str) -> list[str]:
    return sentences(corpus, name, ~form_of(corpus).sentences)


def words(corpus: Corpus, name: str, tokens: Bools) -> str:
    """The folded syllables of one text that `tokens` names."""
    chosen = tokens & (corpus.token_documents() == row_of(corpus, name))
    return " ".join(corpus.tokens.vocabulary[i] for i in corpus.tokens.ids[chosen].tolist())
