"""On Record: a desktop catalogue of quotations and their sources."""

__version__ = "0.1.0"
