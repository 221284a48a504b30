"""How quick the program is, measured from outside on a pinned corpus: `python -m bench`."""
