"""From words at places on paper to text: fragments, columns, running heads, paragraphs.

A PDF holds glyphs, no lines. `fragments` takes words with their boxes from PDFium, `columns` puts
them in reading order, `running` drops what every page repeats, `paragraphs` joins lines, hyphens
and pages.
"""
