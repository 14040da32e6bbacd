"""docs/extraction.md tells of its worked example what the program finds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from extraction import Attribution, Document, extract

PAGE = Path(__file__).resolve().parents[2] / "docs" / "extraction.md"
HEAD = "| quotation | part | says | because | the words |\n| --- | --- | --- | --- | --- |\n"


def rows(attribution: Attribution, text: str) -> Iterator[str]:
    """Give a row of the page's table for each piece of evidence, and one for the role."""
    said = {
        "speaker": attribution.speaker.name if attribution.speaker else "nobody",
        "told_to": attribution.told_to.name if attribution.told_to else "",
        "said_on": str(attribution.said_on.on) if attribution.said_on else "",
    }
    for evidence in attribution.evidence:
        words = ", ".join(f"“{span.of(text)}”" for span in evidence.words)
        part, value = evidence.field.value, said[evidence.field.value]
        yield (
            f"| {attribution.text_in(text)} | {part.replace('_', ' ')} | {value} "
            f"| {evidence.rule} | {words} |"
        )


def test_the_worked_example_is_what_the_program_finds() -> None:
    page = PAGE.read_text("utf-8")
    example = re.search(r"```text\n(.*?)```", page, re.DOTALL)
    assert example is not None
    text = example[1]
    document = Document("quay.txt", text, "0" * 64, "text/plain", published_on=date(2026, 3, 2))

    findings = extract(document)

    expected = [row for found in findings.attributions for row in rows(found, text)]
    written = page.split(HEAD)[1].split("\n\n")[0].splitlines()
    assert written == expected
    assert [passed.span.of(text) for passed in findings.passed_over] == ["“last chance”"]
    assert [credit.creator for credit in findings.credits] == ["Ana Rehova"]
    first = findings.attributions[0]
    assert first.role is not None
    assert first.role.title == "Harbour master"
