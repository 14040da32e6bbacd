"""A Whoosh codec over contiguous, memory-mapped, checked numpy arrays.

Whoosh keeps postings as pickled Python objects; here a term's postings are a slice of one array of
document numbers and one of scores' ingredients, so that numpy (and `search.evaluate`) can work on
them without touching a Python object per posting, while every one of Whoosh's own readers, matchers
and queries works on the same files.
"""
