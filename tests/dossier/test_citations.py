"""Citations word for word, after the examples of the manuals; what is unknown is left out."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from dossier.choices import CitationStyle
from dossier.citations import as_text, cite, cite_quotation
from dossier.contents import SourceEntry
from dossier.exports.references import as_references
from extraction.findings import Kind
from tests.dossier import making
from tests.dossier.reading import plain, printed

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
_KING = making.source(byline="Martin Luther King Jr.", address=None)
_THREE = making.source(byline="By Ann Ames, Bo Berg and Cy Cole", address=None)
_MANY = making.source(
    byline=", ".join(f"X. A{letter}" for letter in "abcdefghijklmnopqrstuv"), address=None
)
_STAFF = making.source(byline="By Northern Wire Staff", address=None)
_UNDATED = making.source(byline="Ann Ames", published_on=None, address=None)
_NESTED = making.source(
    headline="“Never” is a long time",
    byline="Ann Ames",
    published_on=date(2021, 5, 3),
    address=None,
)
_ASKED = making.source(
    headline="Who said “never?”", byline="Ann Ames", published_on=date(2021, 9, 3), address=None
)


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
        ("APA", _KING, ("King, M. L., Jr. (2020, August 10). Cranes will not be sold. *Harbour "
         "Post*.")),
        ("CHICAGO_AUTHOR_DATE", _KING, ("King, Martin Luther, Jr. 2020. “Cranes will not be sold.” "
         "*Harbour Post*, August 10, 2020.")),
        ("CHICAGO_NOTES", _THREE, ("Ann Ames, Bo Berg, and Cy Cole, “Cranes will not be sold,” "
         "*Harbour Post*, August 10, 2020.")),
        ("MLA", _THREE, ("Ames, Ann, et al. “Cranes will not be sold.” *Harbour Post*, 10 Aug. "
         "2020.")),
        ("APA", _MANY, ("Aa, X., Ab, X., Ac, X., Ad, X., Ae, X., Af, X., Ag, X., Ah, X., Ai, X., "
         "Aj, X., Ak, X., Al, X., Am, X., An, X., Ao, X., Ap, X., Aq, X., Ar, X., "
         "As, X., . . . Av, X. (2020, August 10). Cranes will not be sold. *Harbour Post*.")),
        ("APA", _STAFF, ("Northern Wire Staff. (2020, August 10). Cranes will not be sold. "
         "*Harbour Post*.")),
        ("CHICAGO_AUTHOR_DATE", _STAFF, ("Northern Wire Staff. 2020. “Cranes will not be sold.” "
         "*Harbour Post*, August 10, 2020.")),
        ("CHICAGO_AUTHOR_DATE", _UNDATED, ("Ames, Ann. n.d. “Cranes will not be sold.” "
         "*Harbour Post*.")),
        ("APA", _UNDATED, "Ames, A. (n.d.). Cranes will not be sold. *Harbour Post*."),
        ("MLA", _UNDATED, "Ames, Ann. “Cranes will not be sold.” *Harbour Post*."),
        ("CHICAGO_NOTES", _NESTED, ("Ann Ames, “‘Never’ is a long time,” *Harbour Post*, "
         "May 3, 2021.")),
        ("MLA", _NESTED, "Ames, Ann. “‘Never’ is a long time.” *Harbour Post*, 3 May 2021."),
        ("APA", _NESTED, "Ames, A. (2021, May 3). “Never” is a long time. *Harbour Post*."),
        ("MLA", _ASKED, "Ames, Ann. “Who said ‘never?’” *Harbour Post*, 3 Sept. 2021."),
        ("AP", _ASKED, ("Harbour Post reported on Sept. 3, 2021, in an article by Ann Ames, "
         "headlined “Who said ‘never?’”")),
        ("HOUSE", _TWO, ("Harbour Post, “Cranes will not be sold”, by Noor Haddad and "
         "R. Castellanos, 10 August 2020.")),
    ],
)  # fmt: skip
def test_a_source_is_cited_to_the_letter(style: str, source: SourceEntry, expected: str) -> None:
    citation = cite(source, CitationStyle[style])

    shown = "".join(f"*{part.text}*" if part.italic else part.text for part in citation)
    assert shown == expected


_RELAYED = (
    ("HOUSE", ("Ada Berg to Reuters, as reported by Harbour Post, “Cranes will not be sold”, by "
     "Noor Haddad and R. Castellanos, 10 August 2020.")),
    ("APA", ("Ada Berg to Reuters, as cited in Haddad, N., & Castellanos, R. (2020, August 10). "
     "Cranes will not be sold. Harbour Post.")),
    ("CHICAGO_NOTES", ("Ada Berg to Reuters, quoted in Noor Haddad and R. Castellanos, “Cranes "
     "will not be sold,” Harbour Post, August 10, 2020.")),
    ("CHICAGO_AUTHOR_DATE", ("Ada Berg to Reuters, quoted in Haddad, Noor, and R. Castellanos. "
     "2020. “Cranes will not be sold.” Harbour Post, August 10, 2020.")),
    ("MLA", ("Ada Berg to Reuters, qtd. in Haddad, Noor, and R. Castellanos. “Cranes will not be "
     "sold.” Harbour Post, 10 Aug. 2020.")),
    ("AP", ("Ada Berg told Reuters, Harbour Post reported on Aug. 10, 2020, in an article by Noor "
     "Haddad and R. Castellanos, headlined “Cranes will not be sold.”")),
)  # fmt: skip


@pytest.mark.parametrize(("style", "expected"), _RELAYED)
def test_what_was_told_to_another_outlet_is_cited_as_second_hand(style: str, expected: str) -> None:
    told = making.quotation(told_to="Reuters")

    assert as_text(cite_quotation(told, _TWO, CitationStyle[style])) == expected


@pytest.mark.parametrize("style", CitationStyle)
def test_what_an_outlet_was_told_itself_is_first_hand(style: CitationStyle) -> None:
    told_to_itself = making.quotation(told_to="Harbour Post")

    assert cite_quotation(told_to_itself, _TWO, style) == cite(_TWO, style)


def test_the_notes_of_a_pdf_follow_the_style(tmp_path: Path) -> None:
    contents = making.contents(sources=(_TWO,), citations=CitationStyle.APA)

    words = "".join(page.words for page in printed(contents, tmp_path))

    assert words.count(plain("Haddad, N., & Castellanos, R. (2020, August 10).")) == 2
    assert plain("by Noor Haddad") not in words


def test_reported_speech_is_never_called_quoted() -> None:
    reported = making.quotation("that it closed", Kind.INDIRECT, told_to="Reuters")

    for style in set(CitationStyle) - {CitationStyle.AP}:
        cited = as_text(cite_quotation(reported, _TWO, style))
        assert cited.startswith("Ada Berg to Reuters, as reported ")
        assert "quoted" not in cited
        assert "qtd." not in cited


def test_a_list_of_works_is_in_alphabetical_order_and_notes_in_the_dossiers() -> None:
    entries = (making.quotation(source=1), making.quotation(source=0), making.quotation(source=1))
    contents = making.contents(making.chapter("Ada Berg", *entries), sources=(_SNAP, _FORGETTING))

    works = as_references(replace(contents, citations=CitationStyle.APA)).splitlines()
    notes = as_references(replace(contents, citations=CitationStyle.CHICAGO_NOTES)).splitlines()

    assert [work.split(",")[0] for work in works] == ["Carey", "Manjoo"]
    assert [note.split(",")[0] for note in notes] == [
        "1. Benedict Carey", "2. Farhad Manjoo", "3. Benedict Carey",
    ]  # fmt: skip
