"""Keeping a run: written whole, kept as long as agreed, removed completely - a person's part of it or all of it."""
