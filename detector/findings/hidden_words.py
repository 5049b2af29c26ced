from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from detector.documents import Document, HiddenWords, Role
from detector.findings.base import Case, FindingKind
from detector.findings.words import count, has
from detector.language import N_, translator
from detector.settings import Settings
from detector.submissions import Facts, Finding
from detector.wording.labels import label

_QUOTED_CHARACTERS = 200  # enough to see what they are
HIDING_LABELS = {
    "attribute": N_("marked as hidden"),
    "colour": N_("in the colour of the background"),
    "size": N_("in letters too small to see"),
    "outside": N_("outside the page"),
    "undrawn": N_("placed on the page but not drawn"),
}


def rule(case: Case) -> Iterator[Finding]:
    """A lone letter or dash in white, as forms have to keep their lines apart, is nothing."""
    hidden = [one for one in case.document.hidden if _collapsed(one) not in case.printed_hidden]
    words = [word for one in hidden for word in one.text.split() if any(map(str.isalnum, word))]
    if not any(sum(map(str.isalpha, word)) > 1 for word in words):
        return
    facts: Facts = {
        "words": len(words),
        "places": len(hidden),
        "hiding": " ".join(sorted({str(one.hiding) for one in hidden})),
        "which": _shortened(dict.fromkeys(map(_collapsed, hidden))),
    }
    yield Finding("hidden_words", float(len(words)), 1.0, facts)


def printed_hidden(documents: Iterable[Document], settings: Settings) -> frozenset[str]:
    """Hidden texts, blanks collapsed, that are the form's: it has them, or as many submissions as have a line of it."""
    forms: set[str] = set()
    counts: Counter[str] = Counter()
    submissions = 0
    for document in documents:
        texts = {_collapsed(one) for one in document.hidden}
        forms |= texts if document.role is Role.FORM else set()
        counts.update(texts if document.role is Role.SUBMISSION else ())
        submissions += document.role is Role.SUBMISSION
    if submissions < settings.scaffold_min_documents:
        return frozenset(forms)
    return frozenset(forms | {t for t, n in counts.items() if n >= settings.scaffold_min_share * submissions})


def _collapsed(words: HiddenWords) -> str:
    return " ".join(words.text.split())


def _shortened(texts: Iterable[str]) -> str:
    """The first of them, in quotation marks as far as there is room."""
    whole = " · ".join(texts)
    return whole if len(whole) <= _QUOTED_CHARACTERS else whole[:_QUOTED_CHARACTERS].rsplit(" ", 1)[0] + " …"


def sentence(finding: Finding, lang: str) -> list[str]:
    _, facts = translator(lang).gettext, finding.facts
    if not has(facts, "words", "hiding", "which"):
        return [_("The file holds words that a reader of its pages does not see")]
    words = translator(lang).ngettext(
        "The file holds {words} word that a reader of its pages does not see ({hiding}): “{which}”",
        "The file holds {words} words that a reader of its pages does not see ({hiding}): “{which}”",
        int(facts["words"]),
    )
    hiding = ", ".join(label(HIDING_LABELS, code, lang) for code in str(facts["hiding"]).split())
    first = words.format(words=count(facts["words"], lang), hiding=hiding, which=facts["which"])
    return [first, _("they were not compared and are in no share")]


FINDING = FindingKind(
    "hidden_words",
    1,
    rule,
    sentence,
    N_("hidden words in the file"),
    N_("The file holds words that a reader of its pages does not see."),
)
