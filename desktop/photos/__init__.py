"""Whose pictures: the printed credits in parts."""
