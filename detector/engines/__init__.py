"""Where work is done: batches mapped over processes or machines, equal keys brought together. No linguistics here.

An engine is given functions and columns; it decides where they run and in which order, and never what comes out.
"""
