"""What reported speech tells of marked words, before it is known what they are."""

from __future__ import annotations

import pytest

from extraction.backing import Backing, Backings
from extraction.engine import prepare
from extraction.findings import Document
from extraction.known import NOTHING_KNOWN
from extraction.reported import backings_of, find_statements

ENGLISH = (
    "Mara Lindqvist said that the piles were “not safe” and would break. The “old pier” is shut."
)
GERMAN = "Mara Lindqvist sagte, dass die Pfähle „nicht sicher“ seien. Der „alte Kai“ ist zu."


@pytest.mark.parametrize(("text", "language"), [(ENGLISH, "en"), (GERMAN, "de")])
def test_a_statement_backs_the_marked_words_in_it_and_names_who_makes_it(
    text: str, language: str
) -> None:
    reading = prepare(
        Document("", text, "", "text/plain", language=language), NOTHING_KNOWN
    ).reading
    inside, outside = reading.place_of_quote

    found = backings_of(reading, find_statements(reading, language))

    assert found.surest(inside).confidence > 0.4 > found.surest(outside).confidence
    assert reading.mentions[found.surest(inside).source].span.of(text) == "Mara Lindqvist"


def test_a_mention_is_told_apart_from_others_that_state_the_same_words() -> None:
    found = Backings({7: [Backing(0.9, 1, alone=False), Backing(0.3, 2, alone=True)]}, {1: 0.9})

    assert found.shares(1, 7) == (0.9, 0.3)
    assert found.shares(2, 7) == (0.3, 0.9)
    assert found.shares(3, 8) == (0.0, 0.0)
