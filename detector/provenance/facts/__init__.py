"""Lists of facts: what must be equal for whoever has it, so that it proves nothing about two people.

The duties of a post, titles of laws with their numbers, articles of a regulation, entries of publications and
initiatives, members of committees, descriptions of a course, rows of a table of figures, whether they are listed or
follow each other in one sentence between semicolons, and what stands in quotation marks. They stay the person's text,
and passages show them; they only weigh nothing. What marks them is their form, so that an account of results in
bullets, with figures and dates of one's own, is none.
"""

from __future__ import annotations

import numpy as np

from detector.corpus import Bools, Corpus
from detector.provenance.facts.duties import duties, duties_in_a_sentence, habits
from detector.provenance.facts.enumerations import enumerations
from detector.provenance.facts.lines import Lines
from detector.provenance.facts.people import memberships
from detector.provenance.facts.quotations import mottos, quotations, signs
from detector.provenance.facts.tables import quantities, rows, steps, tables, targets
from detector.provenance.facts.works import articles, citations, courses, descriptions, laws, titles

_FACTS = (
    *(duties, habits, duties_in_a_sentence),
    *(laws, titles, articles, citations, descriptions, courses, quotations, mottos, signs),
    *(memberships, tables, rows, quantities, targets, steps, enumerations),
)


def mark_facts(corpus: Corpus) -> Bools:
    """Tokens of all that this package tells as a fact, bool[tokens]."""
    lines = Lines.of(corpus)
    mask = np.zeros(len(corpus.tokens.ids), bool)
    for find in _FACTS:
        for start, end in find(lines):
            mask[start:end] = True
    return mask
