"""What other programs export of a reader's library: Zotero, Hypothes.is, Readwise.

One entry is a document; a library of many unpacks into files of one entry each, so that each keeps
its own outlet, date and address, and is kept as an original of its own.
"""

from extraction.readers.libraries.library import LIBRARIES, Library

__all__ = ["LIBRARIES", "Library"]
