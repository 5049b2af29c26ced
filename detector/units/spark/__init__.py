"""Many units on Spark: where the functions of `detector.units` run, and the tables they are written to."""
