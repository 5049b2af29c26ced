"""What Word files say about their own past, read only when asked: context for a reviewer, never evidence.

Word gives every editing session a random number (a revision identifier) and keeps those of earlier sessions in the
file. Two files with the same numbers have a common past: one was made from the other, or both from a third. That third
is most often the unit's blank form, so its numbers are taken out first, with those that most files have.
"""
