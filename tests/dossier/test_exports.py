"""Other forms of the same contents: nothing lost, nothing computed, nothing taken for markup."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dossier.choices import CitationStyle
from dossier.contents import Contents, Interlude
from dossier.errors import Cancelled, DossierError
from dossier.exporting import Format, export, format_of
from dossier.exports.bibliography import as_bibtex, as_csl_json, as_ris, citation_keys
from dossier.exports.interchange import as_json, read_json
from dossier.exports.linked_data import as_json_ld
from dossier.exports.markdown import as_markdown, escaped
from dossier.exports.table import as_csv, cell_text, safe_cell
from extraction.findings import Kind
from tests.dossier import making

_HOSTILE = (
    "=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)", "\tx", "'", "'=1", "a,b;c\"d\"\r\ne", "<script>",
    "**bold** _it_ [x](javascript:y)", "# no heading", "1. no list", "> no quote", "\\",
    "$x$ {y} %", "https://example.org/a_b", "@article{x,", "TY  - BOOK\r\nER  - ", "|", "~~~",
    "&amp;",
)  # fmt: skip


_SLOW = (Format.WORD, Format.EXCEL)


@pytest.fixture
def contents() -> Contents:
    quoted = making.quotation("We counted twice.", page=3, confirmed=True, told_to="Reuters")
    reported = making.quotation("the cranes would be sold", Kind.INDIRECT, cue="said", source=1)
    sources = (
        making.source(byline="By Noor Haddad and R. Castellanos"),
        making.source(outlet=None, headline=None, published_on=None, address=None),
    )
    return making.contents(
        making.chapter("Ada Berg", quoted, reported, index_as="Berg, Ada"),
        sources=sources,
        photos=(making.photo(flags=("handout",), licence="CC BY 4.0"),),
    )


@pytest.mark.parametrize("text", [*_HOSTILE, *making.SCRIPTS])
def test_json_reads_back_equal(contents: Contents, text: str) -> None:
    entry = replace(contents.chapters[0].quotations[0], text=text, speaker=text, context=text)
    whole = replace(contents, title=text, chapters=(making.chapter(text, entry),))

    assert read_json(as_json(whole)) == whole


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("{", "no data of an On Record dossier"),
        ("[]", "no data of an On Record dossier"),
        ('{"format": "On Record dossier", "version": 99}', "of version 99"),
        ('{"format": "On Record dossier", "version": 1}', "does not fit"),
        (as_json(making.contents(sources=())), "a source does not fit"),
    ],
)
def test_foreign_json_is_refused_with_a_sentence(text: str, reason: str) -> None:
    with pytest.raises(DossierError, match=reason):
        read_json(text)


@settings(deadline=None)
@given(st.lists(st.one_of(st.sampled_from(_HOSTILE), st.text(max_size=40)), min_size=1, max_size=5))
def test_a_table_holds_every_text_and_no_formula(texts: list[str]) -> None:
    texts = [text.replace("\x00", "") for text in texts]
    entries = [making.quotation(text, speaker=text) for text in texts]

    written = as_csv(making.contents(making.chapter("Ada Berg", *entries)))

    rows = list(csv.DictReader(io.StringIO(written, newline="")))
    assert [cell_text(row["quotation"]) for row in rows] == texts
    assert not [cell for row in rows for cell in row.values() if cell.startswith(tuple("=+-@\t\r"))]


@given(st.text(max_size=60))
def test_a_safe_cell_gives_its_text_back(text: str) -> None:
    assert cell_text(safe_cell(text)) == text


@pytest.mark.parametrize("text", _HOSTILE)
def test_markdown_shows_a_text_as_it_is(text: str) -> None:
    written = escaped(text)

    assert re.sub(r"\\(.)", r"\1", written) == " ".join(text.split())
    assert not re.search(r"(?<!\\)[<*_`\[\]]", written)
    assert not re.match(r"([#>+-]|\d+\.)\s", written)


@pytest.mark.parametrize("form", Format)
def test_an_export_that_is_cancelled_or_empty_leaves_no_file(
    form: Format, contents: Contents, tmp_path: Path
) -> None:
    path = tmp_path / f"dossier{form.suffix}"

    with pytest.raises(Cancelled):
        export(contents, path, cancelled=lambda: True)
    with pytest.raises(DossierError, match="There is nothing to"):
        export(replace(contents, chapters=(), photos=()), path)

    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("form", Format)
def test_an_export_tells_how_far_it_is(form: Format, tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []

    export(
        making.many(120, 6), tmp_path / f"dossier{form.suffix}",
        progress=lambda done, total: told.append((done, total)),
    )  # fmt: skip

    shares = [done / total for done, total in told]
    assert shares == sorted(shares)
    assert shares[-1] == 1
    assert len(told) > (50 if form is Format.PDF else 4 if form in _SLOW else 1)


@pytest.mark.parametrize("form", Format)
def test_the_same_contents_give_the_same_bytes(
    form: Format, contents: Contents, tmp_path: Path
) -> None:
    first, second = tmp_path / f"one{form.suffix}", tmp_path / f"two{form.suffix}"

    export(contents, first)
    export(contents, second)

    assert first.read_bytes() == second.read_bytes()


def test_words_of_the_maker_stand_where_they_were_put(contents: Contents) -> None:
    words = (Interlude("First of all.", 0), Interlude("In the end.", 2))
    chapter = replace(contents.chapters[0], interludes=words)

    written = as_markdown(replace(contents, chapters=(chapter,)))

    places = [written.index(part) for part in ("First of all.", "We counted", "cranes would")]
    assert [*places, written.index("In the end.")] == sorted(
        [*places, written.index("In the end.")]
    )


def test_markdown_cites_in_the_dossiers_style(contents: Contents) -> None:
    written = as_markdown(replace(contents, citations=CitationStyle.MLA))

    assert "[^1]: Haddad, Noor, and R. Castellanos. “Cranes will not be sold.” *Harbour Post*," in (
        written
    )


def test_markdown_never_puts_reported_speech_in_marks(contents: Contents) -> None:
    written = as_markdown(contents)

    assert "> “We counted twice.”[^1]" in written
    assert "> *the cranes would be sold*[^2]" in written
    assert "— Ada Berg · said to Reuters · 9 August 2020 · Harbour Post" in written
    assert "[^1]: Harbour Post, “Cranes will not be sold”" in written


def test_linked_data_keep_quotation_and_claim_apart(contents: Contents) -> None:
    dossier = json.loads(as_json_ld(contents))

    quoted, reported, photo = dossier["hasPart"]
    assert (quoted["@type"], quoted["creator"]["name"]) == ("Quotation", "Ada Berg")
    assert quoted["isPartOf"] == {"@id": "#source-1"}
    assert (reported["@type"], reported["appearance"]) == ("Claim", {"@id": "#source-2"})
    assert (photo["@type"], photo["creditText"]) == ("ImageObject", "© Northern Wire / Anna Weiss")
    ids = {article["@id"] for article in dossier["citation"]}
    assert ids == {"#source-1", "#source-2"}


def test_reference_managers_are_told_the_same(contents: Contents) -> None:
    full, bare = json.loads(as_csl_json(contents))
    bibtex, ris = as_bibtex(contents), as_ris(contents)

    assert full["author"] == [
        {"family": "Haddad", "given": "Noor"},
        {"family": "Castellanos", "given": "R."},
    ]
    assert full["issued"] == {"date-parts": [[2020, 8, 10]]}
    assert "title" not in bare
    assert "@article{harbourpost2020," in bibtex
    assert "  author = {Haddad, Noor and Castellanos, R.}," in bibtex
    assert ris.count("TY  - NEWS\r\n") == ris.count("ER  - \r\n") == 2
    assert "AU  - Haddad, Noor\r\nAU  - Castellanos, R.\r\n" in ris


@pytest.mark.parametrize("text", _HOSTILE)
def test_no_text_breaks_out_of_its_field(text: str) -> None:
    contents = making.contents(sources=(making.source(headline=text, outlet=text, byline=text),))

    bibtex, ris = as_bibtex(contents), as_ris(contents)

    bare = re.sub(r"\\[{}]", "", bibtex)
    assert bare.count("{") == bare.count("}")
    assert len(re.findall("^@article{", bibtex, re.MULTILINE)) == 1
    assert [line[:6] for line in ris.split("\r\n")].count("ER  - ") == 1


def test_every_source_has_a_key_of_its_own() -> None:
    sources = (making.source(),) * 30

    keys = citation_keys(sources)

    assert len(set(keys)) == 30
    assert keys[:2] == ["harbourpost2020", "harbourpost2020b"]


@pytest.mark.parametrize("form", Format)
def test_each_form_is_chosen_by_its_ending_and_written_whole(
    form: Format, contents: Contents, tmp_path: Path
) -> None:
    path = tmp_path / f"Dossier{form.suffix.upper()}"

    export(contents, path)

    assert format_of(path) is form
    assert list(tmp_path.iterdir()) == [path]
    assert path.read_bytes().startswith(b"\xef\xbb\xbf") == (form is Format.CSV)


def test_an_unknown_ending_names_the_known_ones(contents: Contents, tmp_path: Path) -> None:
    with pytest.raises(DossierError, match=r"\.pdf, \.docx"):
        export(contents, tmp_path / "dossier.wps")


def test_days_are_told_apart(contents: Contents) -> None:
    unsaid = replace(contents.chapters[0].quotations[0], said_on=None)
    contents = replace(contents, chapters=(making.chapter("Ada Berg", unsaid),))

    assert "published 10 August 2020" in as_markdown(contents)
    assert contents.compiled_on == date(2026, 11, 22)
