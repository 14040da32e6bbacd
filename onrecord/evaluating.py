"""`onrecord evaluate`: found quotations scored against those that people have annotated.

The files are JSON lines in the form of `extraction.evaluate`. Without a file of findings the texts
of the annotated one are extracted here. A wrong line spoils the whole: a score over what happened
to be readable would look like a score over everything.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from extraction import OnRecordError, UnreadableDocument, extract
from extraction.evaluate import Rate, Scores, Shares
from extraction.lines import document_of, quotes_of
from onrecord.files import clause

Record = dict[str, Any]  # JSON objects of unlike values


class UnusableAnnotation(OnRecordError):
    """A line of a file of quotations is not what it should be; nothing was scored."""

    def __init__(self, path: Path, number: int, wrong: str, remedy: str) -> None:
        super().__init__(f"Cannot evaluate “{path.name}”: line {number} {wrong}. {remedy}")


def records_in(path: Path, *, with_text: bool) -> list[Record]:
    """Read a file of quotations, one object a line; annotated ones need their text.

    Raises an `OnRecordError` with one sentence for a file or line that cannot be used.
    """
    records: list[Record] = []
    lines_of: dict[str, int] = {}
    for number, line in _lines(path):
        record = _parsed(path, number, line)
        wrong = _wrong_with(record, with_text=with_text)
        if wrong is not None:
            raise UnusableAnnotation(path, number, *wrong)
        before = lines_of.setdefault(str(record["id"]), number)
        if before != number:
            raise UnusableAnnotation(
                path, number, f"has the “id” of line {before}", "Give each text its own."
            )
        records.append(record)
    return records


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    try:
        with path.open(encoding="utf-8-sig") as file:
            for number, line in enumerate(file, start=1):
                if line.strip():
                    yield number, line
    except UnicodeDecodeError as error:
        remedy = "Save it as UTF-8 and try again."
        raise UnreadableDocument(path.name, "it is not UTF-8", remedy) from error
    except OSError as error:
        raise UnreadableDocument(path.name, clause(error)) from error


def _parsed(path: Path, number: int, line: str) -> Record:
    try:
        record = json.loads(line)
    except (ValueError, RecursionError) as error:
        remedy = "Write one object a line."
        raise UnusableAnnotation(path, number, "is not JSON", remedy) from error
    if not isinstance(record, dict):
        raise UnusableAnnotation(path, number, "is no object", "Write one object a line.")
    return record


def _wrong_with(record: Record, *, with_text: bool) -> tuple[str, str] | None:
    """Return what is wrong with a record and what to do, None for a good one."""
    if record.get("id") is None:
        return "has no “id”", "Give each text one, the same in both files."
    if with_text and not isinstance(record.get("text"), str):
        return "has no “text”", "Annotations need the text that their offsets count in."
    if not isinstance(record.get("quotes"), list):
        return "has no list of “quotes”", "Write an empty list where there are none."
    if not _are_spans(record.get("ignore") or []):
        return "has an “ignore” that is no list of [start, end]", "Correct the line."
    for at, quote in enumerate(record["quotes"], start=1):
        wrong = _wrong_with_quote(quote)
        if wrong is not None:
            return f"has a quotation (number {at}) {wrong}", "Correct the line."
    return None


def _wrong_with_quote(quote: object) -> str | None:
    if not isinstance(quote, dict):
        return "that is no object"
    if not _are_spans([[quote.get("start"), quote.get("end")]]):
        return "without whole numbers as “start” and “end”"
    if not _are_spans(quote.get("spans") or []):
        return "whose “spans” are no list of [start, end]"
    if not isinstance(quote.get("type", ""), str):
        return "whose “type” is no word"
    speaker = quote.get("speaker")
    if speaker is None:
        return None
    if not isinstance(speaker, dict):
        return "whose “speaker” is no object"
    for name in ("text", "name", "kind", "name_from"):
        if not isinstance(speaker.get(name) or "", str):
            return f"whose speaker has a “{name}” that is no text"
    aliases = speaker.get("aliases") or []
    if not isinstance(aliases, list) or not all(isinstance(name, str) for name in aliases):
        return "whose speaker has “aliases” that are no list of names"
    placed = [speaker.get("start"), speaker.get("end")]
    if placed != [None, None] and not _are_spans([placed]):
        return "whose speaker has no whole numbers as “start” and “end”"
    return None


def _are_spans(value: object) -> bool:
    return isinstance(value, list) and all(
        isinstance(span, list)
        and len(span) == 2
        and all(isinstance(at, int) and not isinstance(at, bool) for at in span)
        for span in value
    )


def extracted(records: Iterable[Record], *, whole: bool) -> Iterator[Record]:
    """Extract each text; `whole` gives whole statements instead of stretches in marks."""
    for number, record in enumerate(records, start=1):
        document = document_of(record, number)
        quotes = quotes_of(extract(document), document.text, whole=whole)
        yield {"id": record["id"], "quotes": quotes}


def as_record(scores: Scores) -> Record:
    """Return scores as an object for programs; its keys are promised."""
    return {
        "docs": scores.documents,
        "missing_docs": scores.missing,
        "span_exact": _rate(scores.span_exact),
        "span_relaxed": _rate(scores.span),
        "speaker_exact": scores.speaker.exact,
        "speaker_relaxed": scores.speaker.relaxed,
        "speaker_mention": scores.speaker.mention,
        "end_to_end": _rate(scores.end_to_end),
        "end_to_end_strict": _rate(scores.end_to_end_exact),
        "by_kind": {kind: _shares(shares) for kind, shares in scores.kinds.items()},
        "recall_by_type": {
            name: {"gold": rate.annotated, "recall": rate.recall}
            for name, rate in scores.recall_of_types.items()
        },
    }


def _rate(rate: Rate) -> Record:
    return {
        "p": rate.precision,
        "r": rate.recall,
        "f1": rate.f1,
        "tp": rate.right,
        "pred": rate.found,
        "gold": rate.annotated,
    }


def _shares(shares: Shares) -> Record:
    return {
        "n": shares.count,
        "exact": shares.exact,
        "relaxed": shares.relaxed,
        "mention": shares.mention,
    }


_KINDS: Mapping[str, str] = {
    "name": "named",
    "nominal": "described",
    "pronoun": "by a pronoun",
    "none": "nobody",
}


def table(scores: Scores) -> str:
    """Return scores as a table for people."""
    rows = [
        f"{'':26}{'precision':>10}{'recall':>8}{'F1':>7}{'right':>8}{'found':>8}{'annotated':>11}",
        _row("same words", scores.span),
        _row("exactly the same words", scores.span_exact),
        _row("words and speaker", scores.end_to_end),
        _row("both exactly", scores.end_to_end_exact),
        "",
        f"{'speaker, words matched':26}{'count':>10}{'right':>8}{'exact':>7}{'mention':>9}",
        _speaker_row("all", scores.speaker),
        *(_speaker_row(_kind(kind), shares) for kind, shares in scores.kinds.items()),
        "",
        f"{'recall by type':26}{'annotated':>10}{'recall':>8}",
        *(
            f"  {name:24}{rate.annotated:>10}{rate.recall:>8.3f}"
            for name, rate in scores.recall_of_types.items()
        ),
    ]
    return "\n".join(rows)


def _kind(kind: str) -> str:
    said = _KINDS.get(kind.removesuffix("?"), kind.removesuffix("?"))
    return f"{said}, who is open" if kind.endswith("?") else said


def _row(name: str, rate: Rate) -> str:
    return (
        f"{name:26}{rate.precision:>10.3f}{rate.recall:>8.3f}{rate.f1:>7.3f}"
        f"{rate.right:>8}{rate.found:>8}{rate.annotated:>11}"
    )


def _speaker_row(name: str, shares: Shares) -> str:
    return (
        f"  {name:24}{shares.count:>10}{shares.relaxed:>8.3f}{shares.exact:>7.3f}"
        f"{shares.mention:>9.3f}"
    )
