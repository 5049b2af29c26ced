"""What stands before the stages of a scan: files by their role, what is none of the unit's texts, what looks odd."""
