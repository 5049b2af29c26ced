"""What is used of scipy: sparse matrices and connected components, without what it loads beside them (0.15 s).

It imports numpy's tools for Fortran and for tests because numpy has them, and linear algebra for other graphs.
"""

from __future__ import annotations

from detector.lean import put_off

with put_off("numpy.f2py", "numpy.testing"):
    from scipy import sparse
with put_off("scipy.sparse.csgraph"):
    from scipy.sparse.csgraph._traversal import connected_components

__all__ = ["connected_components", "sparse"]
