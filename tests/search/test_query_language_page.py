"""docs/query-language.md says what the program does, example by example."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from search.explaining import explain
from search.parsing import parse
from search.query import Field
from search.results import Scope

PAGE = Path(__file__).resolve().parents[2] / "docs" / "query-language.md"
EXAMPLES = re.findall(r"^\| `(.+?)` \| (.+) \|$", PAGE.read_text("utf-8"), re.MULTILINE)


@pytest.mark.parametrize(("query", "reading"), EXAMPLES, ids=[query for query, _ in EXAMPLES])
def test_an_example_is_read_as_the_page_says(query: str, reading: str) -> None:
    # The space ends the last word, which would else be taken as still being typed.
    tree = parse(query + " ", today=date(2024, 3, 6))

    assert explain(tree, Scope.SAID) == reading


def test_every_field_has_an_example() -> None:
    named = {match for query, _ in EXAMPLES for match in re.findall(r"([a-z-]+):", query)}

    assert named == set(Field)
