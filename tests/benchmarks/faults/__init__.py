"""Faults on purpose: `python -m tests.benchmarks.faults`."""
