"""What Word files say about their past, in words that keep to what can be known from it."""

from __future__ import annotations

from detector.language import N_, number, translator
from detector.matches import SharedHistory

CAVEATS = (
    N_("One came from the other, or both came from a third: a form, a model, a file passed round by the office."),
    N_("What the given blank forms and many files have is taken out first; another form in use may be left."),
    N_("Author and last saved by are names of accounts and computers, often not those of the person who wrote."),
    N_("Files of LibreOffice and Google Docs have no identifiers: where nothing is found, nothing follows."),
    N_("Which file was first cannot be told. This is context for a talk and counts for no flag."),
)


def shared_history_words(one: SharedHistory, lang: str) -> str:
    """What two files have in common."""
    catalogue = translator(lang)
    parts = []
    if one.identifiers:
        said = catalogue.ngettext(
            "{n} revision identifier in common", "{n} revision identifiers in common", one.identifiers
        )
        parts.append(said.format(n=number(one.identifiers, 0, lang)))
        if one.files > 2:
            parts.append(catalogue.gettext("{n} files have the rarest of them").format(n=number(one.files, 0, lang)))
        else:
            parts.append(catalogue.gettext("no other file has the rarest of them"))
    if one.same_created:
        parts.append(catalogue.gettext("the same moment of creation"))
    return "; ".join(parts)
