"""Words for what people decide; codes are what the log holds."""

from __future__ import annotations

from detector.wording import CLASS_LABELS, N_

DECISIONS = {
    "no_issue": N_("no issue"),
    "rewrite": N_("ask for rewriting"),
    "add_figures": N_("ask for figures"),
    "talk": N_("needs a talk"),
    "refer": N_("refer upward"),
    "not_enough": N_("not enough text"),
}
# What is recorded without a conclusion; the person comes up again.
POSTPONED = {"later": N_("look later"), "awaiting": N_("awaiting an explanation")}
DECISION_LABELS = {"unseen": N_("not concluded")} | DECISIONS | POSTPONED
# One key each; the same on both keyboards' number rows.
DECISION_KEYS = {code: str(place) for place, code in enumerate((*DECISIONS, *POSTPONED), 1)}
STATE_LABELS = {
    "open": N_("not concluded"),
    "later": N_("look later"),
    "awaiting": N_("awaiting an explanation"),
    "done": N_("concluded"),
}
BATCH_LABELS = {
    "group": N_("for the whole group"),
    "text": N_("for everybody with the shared text"),
    "person": N_("for the person and all pairs that were open"),
    "pairs": N_("for several pairs at once"),
}

# Fields of an answer list, by their names in --columns
COLUMN_LABELS = {
    "text": N_("words of the answer"),
    "name": N_("full name"),
    "unit": N_("unit"),
    "year": N_("year"),
    "post": N_("post"),
    "period": N_("period"),
    "rating": N_("own rating"),
    "duty": N_("duty"),
    "email": N_("e-mail"),
    "time": N_("time of the answer"),
    "id": N_("number of the person"),
    "birth": N_("date of birth"),
}
REASON_LABELS = {
    "joint_work": N_("the same work, done together"),
    "unit_text": N_("text of the unit, handed out or given as an example"),
    "usual_words": N_("usual words for this post"),
    "earlier_text": N_("the person's own earlier text"),
    "same_passages": N_("same passages about different work"),
    "sample_used": N_("wording of a sample"),
    "no_figures": N_("no figures or named tasks"),
    "reading": N_("the file was not read well"),
    "other": N_("another reason, see the note"),
}
# Why a passage is excluded; `EFFECT_LABELS` says as what it counts from then on.
EXCLUSION_REASONS = {
    "form": N_("form"),
    "rule": N_("regulation"),
    "job": N_("job description"),
    "report": N_("joint report"),
    "quote": N_("quotation"),
    "other": N_("another reason"),
}
EXCLUSION_LABELS = EXCLUSION_REASONS | {"allowed": N_("allowed")}
EFFECT_LABELS = {"form": N_("nobody's writing"), "allowed": N_("allowed")}

PAGE_LABELS = {
    "overview": N_("Overview"),
    "pair": N_("a pair, side by side"),
    "passage": N_("a passage and who has it"),
    "person": N_("a person"),
    "original": N_("an original file"),
    "group": N_("a group"),
    "text": N_("a text of many"),
    "exclusions": N_("Excluded passages"),
    "log": N_("Log"),
    "evidence": N_("Records and results to export"),
    "about": N_("Settings"),
    "look": N_("words left to look at before handing on"),
    "hand_on": N_("a file was handed on"),
}
FILE_LABELS = {
    "docx": N_("Word record (.docx)"),
    "html": N_("One page to print (.html)"),
    "xlsx": N_("All results (.xlsx)"),
    "key": N_("Key of the codes (.csv)"),
    "person_docx": N_("Record of this person (.docx)"),
    "person_html": N_("Record of this person (.html)"),
    "slip_docx": N_("Slip for the writer (.docx)"),
    "slip_html": N_("Slip for the writer (.html)"),
    "persons_zip": N_("A record for every person concerned (.zip)"),
    "slips_zip": N_("A slip for every writer (.zip)"),
}
BAR_LABELS = CLASS_LABELS | {"allowed": N_("excluded as allowed")}
