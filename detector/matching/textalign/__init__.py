"""Passages that two texts of any language written with spaces have in common.

After Sanchez-Perez, Sidorov, Gelbukh: A Winning Approach to Text Alignment for Text Reuse Detection at PAN 2014, with
other edges (`edges`), another test of what is kept (`evidence`) and another way to find summaries (`digests`).
"""
