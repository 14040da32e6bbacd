"""Judging a quotation: what a person corrects by hand."""
