"""Segments from many documents at once: words to numbers, and one sort instead of an inversion."""
