"""Print a selection: a dossier for an editor, a lawyer, an archive.

`selection.contents_of` gathers `contents.Contents` from a catalogue, `render.render` makes a PDF of
them. What is said (`contents`), how it looks (`styles`), where it stands (`layout`, `sections`) and
how it is drawn (`drawing`) know as little of each other as they can.
"""
