"""What another package can add to detector; see `pyproject.toml` for how it is found."""
