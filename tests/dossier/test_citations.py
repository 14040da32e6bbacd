"""Citations word for word, after the examples of the manuals; what is unknown is left out."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from dossier.choices import CitationStyle
from dossier.citations import as_text, cite, cite_quotation
from dossier.contents import SourceEntry
from dossier.exports.references import as_references
from tests.dossier import making

_SNAP = making.source(
    outlet="New York Times",
    headline="Snap Makes a Bet on the Cultural Supremacy of the Camera",
    byline="By Farhad Manjoo",
    published_on=date(2017, 3, 8),
    address="https://nyt.example/snap",
)
_FORGETTING = making.source(
    outlet="The New York Times",
    headline="Can we get better at forgetting?",
    byline="Benedict Carey",
    published_on=date(2019, 3, 22),
    address="https://nyt.example/forgetting",
)
_TWO = making.source(byline="By Noor Haddad and R. Castellanos", address=None)
_FOUR = making.source(byline="Ann Ames, Bo Berg, Cy Cole and Di Dahl", address=None)
_ANONYMOUS = making.source(address=None)
_BARE = making.source(outlet=None, headline=None, byline=None, published_on=None, address=None)


@pytest.mark.parametrize(
    ("style", "source", "expected"),
    [
        ("APA", _FORGETTING, ("Carey, B. (2019, March 22). Can we get better at forgetting? "
         "*The New York Times*. https://nyt.example/forgetting")),
        ("APA", _TWO, ("Haddad, N., & Castellanos, R. (2020, August 10). Cranes will not be sold. "
         "*Harbour Post*.")),
        ("APA", _ANONYMOUS, "Cranes will not be sold. (2020, August 10). *Harbour Post*."),
        ("APA", _BARE, "cranes.txt. (n.d.)."),
        ("CHICAGO_NOTES", _SNAP, ("Farhad Manjoo, “Snap Makes a Bet on the Cultural Supremacy of "
         "the Camera,” *New York Times*, March 8, 2017, https://nyt.example/snap.")),
        ("CHICAGO_NOTES", _FORGETTING, ("Benedict Carey, “Can we get better at forgetting?” "
         "*The New York Times*, March 22, 2019, https://nyt.example/forgetting.")),
        ("CHICAGO_NOTES", _FOUR, ("Ann Ames et al., “Cranes will not be sold,” *Harbour Post*, "
         "August 10, 2020.")),
        ("CHICAGO_NOTES", _BARE, "“cranes.txt.”"),
        ("CHICAGO_AUTHOR_DATE", _SNAP, ("Manjoo, Farhad. 2017. “Snap Makes a Bet on the Cultural "
         "Supremacy of the Camera.” *New York Times*, March 8, 2017. https://nyt.example/snap.")),
        ("CHICAGO_AUTHOR_DATE", _FOUR, ("Ames, Ann, Bo Berg, Cy Cole, and Di Dahl. 2020. “Cranes "
         "will not be sold.” *Harbour Post*, August 10, 2020.")),
        ("CHICAGO_AUTHOR_DATE", _ANONYMOUS, ("*Harbour Post*. 2020. “Cranes will not be sold.” "
         "August 10, 2020.")),
        ("MLA", _SNAP, ("Manjoo, Farhad. “Snap Makes a Bet on the Cultural Supremacy of the "
         "Camera.” *New York Times*, 8 Mar. 2017, nyt.example/snap.")),
        ("MLA", _TWO, ("Haddad, Noor, and R. Castellanos. “Cranes will not be sold.” "
         "*Harbour Post*, 10 Aug. 2020.")),
        ("MLA", _FOUR, ("Ames, Ann, et al. “Cranes will not be sold.” *Harbour Post*, "
         "10 Aug. 2020.")),
        ("AP", _TWO, ("Harbour Post reported on Aug. 10, 2020, in an article by Noor Haddad and "
         "R. Castellanos, headlined “Cranes will not be sold.”")),
        ("AP", _BARE, "cranes.txt reported."),
        ("HOUSE", _TWO, ("Harbour Post, “Cranes will not be sold”, by Noor Haddad and "
         "R. Castellanos, 10 August 2020.")),
    ],
)  # fmt: skip
def test_a_source_is_cited_to_the_letter(style: str, source: SourceEntry, expected: str) -> None:
    citation = cite(source, CitationStyle[style])

    shown = "".join(f"*{part.text}*" if part.italic else part.text for part in citation)
    assert shown == expected


def test_what_was_told_to_another_outlet_is_cited_as_reported() -> None:
    told = making.quotation(told_to="Reuters")
    told_to_itself = making.quotation(told_to="Harbour Post")

    relayed = as_text(cite_quotation(told, _ANONYMOUS, CitationStyle.CHICAGO_NOTES))
    direct = as_text(cite_quotation(told_to_itself, _ANONYMOUS, CitationStyle.CHICAGO_NOTES))

    assert relayed == (
        "Ada Berg to Reuters, as reported in “Cranes will not be sold,” Harbour Post, "
        "August 10, 2020."
    )
    assert direct == "“Cranes will not be sold,” Harbour Post, August 10, 2020."


def test_a_list_of_works_is_in_alphabetical_order_and_notes_in_the_dossiers() -> None:
    entries = (making.quotation(source=1), making.quotation(source=0), making.quotation(source=1))
    contents = making.contents(making.chapter("Ada Berg", *entries), sources=(_SNAP, _FORGETTING))

    works = as_references(replace(contents, citations=CitationStyle.APA)).splitlines()
    notes = as_references(replace(contents, citations=CitationStyle.CHICAGO_NOTES)).splitlines()

    assert [work.split(",")[0] for work in works] == ["Carey", "Manjoo"]
    assert [note.split(",")[0] for note in notes] == [
        "1. Benedict Carey", "2. Farhad Manjoo", "3. Benedict Carey",
    ]  # fmt: skip
