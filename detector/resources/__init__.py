"""Versioned data files: official forms, rule sentences, stock clauses and small tables (see README.md)."""
