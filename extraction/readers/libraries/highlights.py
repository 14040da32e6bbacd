"""Words that readers marked: Hypothes.is (JSON) and Readwise (CSV), gathered by page or book.

A highlight is what a reader found worth keeping, not yet a quotation: what is quoted in it is found
as in any text. Notes of the reader's own stand after the words they belong to.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence

from extraction.findings import StatementField
from extraction.readers.libraries.record import Record, as_json, line, prose, statements

Fields = Mapping[str, object]


def records_of_hypothesis(parsed: object) -> Iterator[Record]:
    """Yield a record for each page annotated; the client's export and the API's answer are read."""
    listed = parsed.get("annotations", parsed.get("rows")) if isinstance(parsed, dict) else parsed
    pages: dict[str, list[Fields]] = {}
    for annotation in listed if isinstance(listed, list) else ():
        if isinstance(annotation, dict):
            pages.setdefault(str(annotation.get("uri", "")), []).append(annotation)
    for address, marked in pages.items():
        yield _of_page(address, marked)


def _of_page(address: str, annotations: Sequence[Fields]) -> Record:
    marked = sorted(annotations, key=_place)
    title = next(filter(None, map(_page_title, marked)), "")
    return Record(
        title=title,
        source=as_json({"annotations": annotations}),
        passages=tuple(
            filter(
                None, (prose(words) for one in marked for words in (_exact(one), one.get("text")))
            )
        ),
        statements=statements(
            (StatementField.HEADLINE, title, "Hypothes.is document title"),
            (StatementField.ADDRESS, address, "Hypothes.is uri"),
        ),
    )


def _page_title(annotation: Fields) -> str:
    document = annotation.get("document")
    title = document.get("title") if isinstance(document, dict) else None
    return line(title[0] if isinstance(title, list) and title else title)


def _selectors(annotation: Fields) -> Iterator[Fields]:
    targets = annotation.get("target")
    for target in targets if isinstance(targets, list) else ():
        found = target.get("selector") if isinstance(target, dict) else None
        for selector in found if isinstance(found, list) else ():
            if isinstance(selector, dict):
                yield selector


def _exact(annotation: Fields) -> object:
    return next((s["exact"] for s in _selectors(annotation) if "exact" in s), None)


def _place(annotation: Fields) -> int:
    """Where the words stand on the page; those without a place (page notes) come first."""
    starts = (
        s.get("start") for s in _selectors(annotation) if s.get("type") == "TextPositionSelector"
    )
    return next((start for start in starts if isinstance(start, int)), -1)


def records_of_readwise(text: str) -> Iterator[Record]:
    """Yield a record for each book or article of a Readwise export, its highlights in order."""
    reader = csv.DictReader(io.StringIO(text), restkey="more")
    books: dict[tuple[str, str], list[dict[str, str]]] = {}
    for row in reader:
        fields = {name: value for name, value in row.items() if isinstance(value, str)}
        key = (line(fields.get("Book Title")), line(fields.get("Book Author")))
        books.setdefault(key, []).append(fields)
    for (title, author), rows in books.items():
        yield Record(
            title=title,
            source=_as_csv(reader.fieldnames or (), rows),
            passages=tuple(
                filter(
                    None, (prose(row.get(field)) for row in rows for field in ("Highlight", "Note"))
                )
            ),
            statements=statements(
                (StatementField.HEADLINE, title, "Readwise Book Title"),
                (StatementField.BYLINE, author, "Readwise Book Author"),
            ),
        )


def _as_csv(names: Sequence[str], rows: Sequence[Mapping[str, str]]) -> bytes:
    written = io.StringIO(newline="")
    writer = csv.DictWriter(written, names)
    writer.writeheader()
    writer.writerows(rows)
    return written.getvalue().encode()
