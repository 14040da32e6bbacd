"""Saved web pages: markup to blocks, the article among them, and what the page states of itself.

`markup` bounds what a page may cost, `blocks` renders it in reading order, `article` chooses the
blocks that are the story, `statements` reads headline, byline, outlet, date and address.
"""
