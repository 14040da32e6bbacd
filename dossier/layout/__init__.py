"""Setting text on pages, in two passes: break lines and paginate as pure data, then draw.

Nothing in this package draws. It turns characters into glyphs (`shaping`), words into lines
(`lines`), lines into rows and rows into pages (`pages`); `dossier.drawing` puts the result into a
PDF. So the page numbers of contents and index are known before the first stroke, and each line is
broken once. Lengths are points; y grows downwards from the top of whatever a thing lies in.
"""
