def digests(texts, chosen): return []
