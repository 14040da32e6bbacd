"""The same contents in other forms: to edit, to count, to cite, to link, to read back.

Each form is a module with a function from contents to text or bytes; `dossier.exporting` knows them
all and writes the file.
"""
