"""Finding a quotation: the sections, the search box, the chips and the list."""
