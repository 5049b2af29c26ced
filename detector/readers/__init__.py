"""One file format each -> Extracts; `ingest` walks folders and turns them into Documents."""
