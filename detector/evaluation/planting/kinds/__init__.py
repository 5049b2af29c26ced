"""Kinds of copies: one file each, a module of this package that ends in `KIND` is one."""
