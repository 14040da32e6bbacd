"""The parts of a dossier, each from contents to rows: cover, contents, chapters, back matter."""
