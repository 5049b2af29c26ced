"""Who else could have written a character: printed form, rule text, common wording."""
