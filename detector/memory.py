"""How much address space this process may have."""

from __future__ import annotations

import sys

from detector.errors import InputError
from detector.language import N_

# Measured on Linux with numpy 2.4 and scipy 1.17: below 500 MB their libraries do not load, or wait without an end.
LEAST_BYTES = 600_000_000


def require_memory() -> None:
    """Raises `InputError` where the system allows less than the libraries need to be loaded (``ulimit -v``)."""
    if not sys.platform.startswith("linux"):
        return
    import resource

    allowed, _ = resource.getrlimit(resource.RLIMIT_AS)
    if allowed != resource.RLIM_INFINITY and allowed < LEAST_BYTES:
        raise InputError(
            N_(
                "This session allows {allowed} MB of memory (ulimit -v); a scan needs at least {least} MB."
                " Raise the limit, or scan on another computer."
            ).format(allowed=allowed // 1_000_000, least=LEAST_BYTES // 1_000_000)
        )
