"""Words for the codes of the results: classes, flags, ratings, roles, measures."""

from __future__ import annotations

from collections.abc import Mapping

from detector.language import N_, translator

CLASS_LABELS = {
    "form": N_("printed form"),
    "rule": N_("regulation wording"),
    "common": N_("common wording"),
    "reference": N_("known sample"),
    "previous": N_("same as the person's earlier text"),
    "shared": N_("shared passage"),
    "own": N_("own writing"),
}
CLASS_MEANINGS = {
    "form": N_("Headings, labels, prompts and boxes of the form, and everything after the signature line."),
    "rule": N_("Sentences of the regulation itself, titles of laws, plans and decisions."),
    "common": N_("Stock clauses that many people write independently of one another."),
    "reference": N_("Wording of a sample text that was given to the scan, or a software default."),
    "previous": N_("Wording that the same person already handed in for an earlier period."),
    "shared": N_("Wording that few submissions of the unit have: the evidence to look at."),
    "own": N_("Everything else: what this person wrote."),
}
# One letter per class, so that a black-and-white print still tells the classes apart.
CLASS_LETTERS = {
    "form": N_("F (printed form)"),
    "rule": N_("R (regulation wording)"),
    "common": N_("C (common wording)"),
    "reference": N_("S (known sample)"),
    "previous": N_("E (earlier text)"),
    "shared": N_("P (shared passage)"),
    "own": N_("W (own writing)"),
}
RATING_LABELS = {
    "excellent": N_("Completed the tasks excellently"),
    "good": N_("Completed the tasks well"),
    "completed": N_("Completed the tasks"),
    "not_completed": N_("Did not complete the tasks"),
}
ROLE_LABELS = {
    "submission": N_("submission of the unit"),
    "reference": N_("known sample text"),
    "previous": N_("earlier submission"),
    "form": N_("blank form"),
    "rule": N_("regulation text"),
    "stock": N_("stock clauses"),
}
CLUSTER_LABELS = {
    "colleagues": N_("group of similar submissions"),
    "organiser": N_("text that many of the unit have"),
    "sample": N_("group that used the same sample"),
}
SKIP_LABELS = {
    "empty": N_("The file holds no text"),
    "unsupported": N_("The file format is not supported"),
    "damaged": N_("The file is damaged or is not what its name says"),
    "encrypted": N_("The file is locked with a password"),
    "scan": N_("The file holds only pictures of pages"),
    "too_large": N_("The file is too large"),
    "timeout": N_("Reading the file took too long"),
    "no_access": N_("The file may not be opened"),
    "no_column": N_("The table has no column of a name that was given"),
    "result": N_("A result of this program, not read"),
    "other_role": N_("Named in another role, no submission"),
    "people_list": N_("A list of people or ratings, no answers"),
    "blank_form": N_("A blank form, no submission"),
    "earlier_answer": N_("An earlier answer of a person who answered again"),
}
SKIP_REMEDIES = {
    "empty": N_("Ask the writer for the file again."),
    "unsupported": N_("Unpack an archive; save a text as .docx or .pdf and a table as .xlsx; then scan again."),
    "damaged": N_("Ask for the file again, or open it in its own program and save it again; then scan again."),
    "encrypted": N_("Save a copy without a password and scan again."),
    "scan": N_("Ask for the typed file, or add text recognition ('detector doctor' says how), and scan again."),
    "too_large": N_("Check that it is a self-assessment; split it or raise the limit in the settings."),
    "timeout": N_("Save it again as .docx or plain text, or raise the time limit in the settings."),
    "no_access": N_("Close it in other programs, check the permissions, and scan again."),
    "no_column": N_("Give --columns the headers as they stand in the table, or leave it out, and scan again."),
    "result": N_("Nothing to do: results are left out of every scan."),
    "other_role": N_("Nothing to do."),
    "people_list": N_("Give it as --roster, so that names, units and posts are those of the list."),
    "blank_form": N_("Give it as --form, so that its lines are taken for printed form."),
    "earlier_answer": N_("Nothing to do: the last answer counts. The earlier one is neither compared nor counted."),
}
# Groups of the reading report: what became of a file, and what to do about it.
OUTCOME_LABELS = SKIP_LABELS | {
    "partly": N_("Parts of the file could not be read"),
    "duplicate": N_("The same text as another file"),
    "doubtful": N_("Read, but not reliably"),
    "ocr": N_("Recognised from pictures: low confidence"),
    "unmarked": N_("Read; the text has no diacritics"),
    "too_short": N_("Read; too short for shares"),
    "repaired": N_("Read; an old encoding was converted"),
    "remark": N_("Read, with a remark"),
    "read": N_("Read"),
}
OUTCOME_REMEDIES = SKIP_REMEDIES | {
    "partly": N_("Look at the parts named beside the file; save them separately and scan again."),
    "duplicate": N_("Check whether one file was handed in twice or two people handed in one text."),
    "doubtful": N_("Compare with the original; ask for a .docx or for Unicode text."),
    "ocr": N_("Compare with the original before using a passage, or ask for the typed file."),
    "unmarked": N_("Nothing to do; without diacritics look at passages with more care."),
    "too_short": N_("No share is given; such texts are compared clause by clause."),
    "repaired": N_("Nothing to do; compare a passage with the original before quoting it."),
    "remark": N_("See the remark."),
    "read": N_("Nothing to do."),
}
NOTE_LABELS = {
    "repaired": N_("The file was repaired while reading"),
    "doubtful": N_("The reading is doubtful"),
    "unspaced_script": N_("Not supported: a script without spaces between words; only equal texts are found"),
    "torn": N_("Letters are torn out of their words"),
    "truncated": N_("Only the beginning was read"),
    "ocr": N_("The text was recognised from pictures"),
    "hidden": N_("The file holds hidden text"),
    "legacy_encoding": N_("An old Vietnamese encoding was converted"),
    "encoding": N_("The character encoding was guessed"),
    "unmarked": N_("The text has no diacritics"),
    "damaged_characters": N_("Some characters are damaged"),
    "replaced": N_("Some characters are damaged"),
    "renamed": N_("The file is not of the type its name says"),
    "period_differs": N_("The period in the text is not that of the file or folder"),
    "year_unlikely": N_("The year in the text is far from that of the others"),
    "named_by_code": N_("The text names nobody; the name is that of the others with this code in the file name"),
    "scan_pages": N_("Some pages are pictures and were not read"),
    "damaged_part": N_("A part of the file is damaged and was left out"),
    "hidden_sheet": N_("Hidden sheets were not read"),
    "unread_sheet": N_("Sheets beside the list of answers were not read"),
    "duplicate": N_("The same text was read from another file too"),
}
SCAN_NOTE_LABELS = {
    "roster_person_without_file": N_("In the roster, but there is no file of this person"),
    "roster_file_not_read": N_("In the roster, but the file could not be read"),
    "roster_file_without_person": N_("A file that the roster does not name"),
    "roster_two_files_of_one_person": N_("Two files of one person for one period"),
    "roster_name_fits_several": N_("A name of the roster fits several files; none was chosen"),
    "roster_name_differs": N_("The file has another name than the roster, which counts"),
    "roster_file_named_twice": N_("A file that two rows of the roster name; the first row counts"),
    "same_name_twice": N_(
        "Two texts of one name about the same time: one person's or two people's is not known, so they are not compared"
    ),
    "answers_columns": N_("Columns taken of a list of answers; other ones can be named with --columns"),
    "answers_box": N_("Boxes that are empty or say nothing, by person"),
    "answers_again": N_("People who answered again: the answer that counts / the earlier one"),
    "meaning_too_few": N_("The unit is too small to tell what everybody means; no meanings were compared"),
    "retold_left_out": N_(
        "Some pairs with rare details in common were not compared sentence by sentence: there were too many"
    ),
    "meaning_left_out": N_("Some pairs that their words leave open were not compared by meaning: there were too many"),
    "person_removed": N_("A person was removed after the scan; the figures of the others are those of the scan"),
    "capped_shingles": N_("Some word sequences are in so many submissions that they were not used to find pairs"),
    "across_capped_shingles": N_("Some word sequences are in submissions of so many units that they link few pairs"),
    "selection": N_("Here are only the submissions that share text with another one; the Parquet tables have all"),
}
STAGE_LABELS = {
    "waiting": N_("Starting"),
    "reuse": N_("Looking for results that still hold"),
    "read": N_("Reading the files"),
    "segment": N_("Finding the words"),
    "form": N_("Taking out the printed form"),
    "shingles": N_("Taking out regulation wording"),
    "candidates": N_("Finding texts with something in common"),
    "passages": N_("Comparing passages"),
    "classes": N_("Sorting out stock wording"),
    "short": N_("Comparing short texts"),
    "meaning": N_("Comparing meanings"),
    "units": N_("Working through the units"),
    "collide": N_("Finding texts that units have in common"),
    "across": N_("Comparing between units"),
    "merge": N_("Putting the units together"),
    "judge": N_("Working out the results"),
    "write": N_("Writing the results"),
}
# What looks odd before a scan
ODD_LABELS = {
    "form_filled_in": N_("given as a form, but filled in: is it a submission?"),
    "previous_is_now": N_("given as an earlier text, but it is of this period"),
    "reference_of_staff": N_("given as a known sample, but it bears the name of somebody of the unit"),
    "same_text": N_("the same text as another file"),
    "no_person": N_("texts whose person is not known"),
    "two_of_one_person": N_("more than one text of this person for one period"),
    "other_period": N_("of another period than most"),
}
# Notes that list people or files, by the beginning of their codes
NOTE_LISTS = {"roster_": N_("What does not fit the roster"), "answers_": N_("Lists of answers")}
SECTION_LABELS = {
    "politics": N_("Political thought"),
    "ethics": N_("Ethics and way of life"),
    "style": N_("Working style"),
    "discipline": N_("Discipline"),
    "tasks": N_("Tasks and results"),
    "service": N_("Service to the public"),
    "strengths": N_("Strengths"),
    "weaknesses": N_("Weaknesses and causes"),
    "plans": N_("Remedies and plans"),
    "rating": N_("Self-rating"),
}
CONCLUSION_LABELS = {
    "suitable": N_("suitable"),
    "rewrite": N_("asked to rewrite"),
    "add_figures": N_("asked to add figures"),
    "not_copied": N_("not copied"),
    "not_enough_data": N_("not enough data"),
}


def label(labels: Mapping[str, str], code: str, lang: str = "vi") -> str:
    """The words for a code of one of the tables above; an unknown code is shown as it is."""
    return translator(lang).gettext(labels[code]) if code in labels else code


def class_letter(kind: str, lang: str = "vi") -> str:
    """One capital letter that stands for the class beside its colour."""
    return label(CLASS_LETTERS, kind, lang)[:1].upper()
