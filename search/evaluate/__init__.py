"""Whoosh's query trees, evaluated over whole arrays instead of one document at a time.

The hits and the scores are Whoosh's own, to the last digits of a double; `search.evaluate.rules`
says which queries are known here. Any other is handed to Whoosh's matchers over the same files,
also as a branch of a tree that is known: there is no query that this room cannot answer.
"""
