"""One measure of a submission each, as columns over all documents."""
