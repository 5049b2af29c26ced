"""One command of the command line each: a shell over the Python API, imported when it is called."""
