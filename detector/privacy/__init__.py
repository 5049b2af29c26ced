"""Persons, units and numbers out of what is handed on, and files that nobody else on the computer can read."""
