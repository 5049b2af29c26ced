"""Disguises: one file each, a module of this package that ends in `DISGUISE` is one."""
