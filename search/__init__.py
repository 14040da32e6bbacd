"""Finding quotations: an index that follows the catalogue and answers queries about it."""
