"""A selection on its way to print."""
