"""Filled forms of invented people, and the columns that signals read."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from detector.corpus import Bools, Corpus
from detector.documents import Document, Role
from detector.people import identified
from detector.provenance.form import mark_form
from detector.provenance.groups import SentenceGroups, group_sentences
from detector.settings import Settings
from detector.text.columns import build_corpus
from detector.text.lexicon import background_documents

HEAD = "PHIẾU TỰ ĐÁNH GIÁ, XẾP LOẠI CHẤT LƯỢNG VIÊN CHỨC\nHọ và tên: {author}\n"
STRENGTHS = "I. TỰ ĐÁNH GIÁ\n"
WEAKNESSES = "II. HẠN CHẾ, KHUYẾT ĐIỂM\n"
PLANS = "III. PHƯƠNG HƯỚNG KHẮC PHỤC\n"


@dataclass(frozen=True)
class Columns:
    """A corpus with its printed sentences."""

    corpus: Corpus
    groups: SentenceGroups
    printed: Bools

    @property
    def personal(self) -> Bools:
        """bool[tokens]."""
        return ~np.repeat(self.printed, self.corpus.sentences.lengths())

    def row(self, id: str) -> int:
        return [document.id for document in self.corpus.documents].index(id)

    def sentences(self, id: str, which: Bools) -> list[str]:
        """The words of the chosen sentences of one document."""
        starts, ends = self.corpus.sentence_spans()
        row, text = self.row(id), self.corpus.documents[self.row(id)].text
        rows = np.flatnonzero(which & (self.corpus.sentences.document_rows == row))
        return [text[starts[at] : ends[at]] for at in rows]


FORM = Document("form", "", HEAD.format(author="") + STRENGTHS + WEAKNESSES + PLANS, Role.FORM)


def columns(*documents: Document) -> Columns:
    corpus = build_corpus([*identified(documents)[0], FORM, *background_documents()])
    groups = group_sentences(corpus)
    return Columns(corpus, groups, mark_form(corpus, groups, Settings()).sentences)


def filled(
    id: str,
    strengths: str = "",
    weaknesses: str = "",
    plans: str = "",
    *,
    author: str = "Nguyễn Thị An",
    role: Role = Role.SUBMISSION,
    year: int = 2024,
) -> Document:
    parts = (HEAD.format(author=author), STRENGTHS, strengths, WEAKNESSES, weaknesses, PLANS, plans)
    text = "\n".join(part.rstrip("\n") for part in parts if part) + "\n"
    return Document(id, id, text, role, author=author, year=year)
