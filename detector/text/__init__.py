"""From verbatim text to columns: folding with an offset map, sentences, syllables, words, header fields."""
