"""200 changes planted after a dossier was made: each is found where it is, and nothing else.

A hundred in the catalogue (a word of an original, a correction, a rejection, a file gone), sixty in
the data that the PDF carries, forty on its pages. The plan is drawn by chance, the same every time.
"""

from __future__ import annotations

import json
import random
import re
import shutil
from collections import Counter
from collections.abc import Callable, Collection
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from db import Catalogue
from db.rows import Correction, DocumentRow, QuotationFilter, QuotationId
from dossier import styles
from dossier.choices import Style
from dossier.exports.interchange import read_json
from dossier.render import render
from dossier.selection import contents_of
from dossier.verification import Standing, Verification, verify
from extraction.findings import Kind
from tests.db.factories import Pictured, Said, make_page

_FILES = 130
_NAMES = ("Ana Lind", "Bo Sand", "Cy Holm", "Di Berg", "Ed Falk", "Fay Roth")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a catalogue of 130 files with two quotations and a photo credit each, and a dossier."""
    folder = tmp_path_factory.mktemp("made")
    chance = random.Random(1)
    with Catalogue.create(folder / "Harbour.onrecord") as catalogue:
        for number in range(_FILES):
            said = (
                Said(f"We counted {number} cranes", chance.choice(_NAMES), role="harbour master"),
                Said(f"It took {number} days", chance.choice(_NAMES), told_to="Reuters"),
            )
            name = f"{number:03}.txt"
            pictured = (Pictured("AFP", f"Jo Quist {number}"),)
            make_page(folder, *said, name=name, photos=pictured).add_to(catalogue)
        contents = contents_of(
            catalogue, catalogue.quotation_ids(),
            title="Cranes", selection="all of it", compiled_on=date(2026, 11, 22),
        )  # fmt: skip
    render(contents, folder / "dossier.pdf")
    return folder


def test_nothing_is_found_where_nothing_changed(made: Path) -> None:
    with Catalogue.open(made / "Harbour.onrecord") as catalogue:
        found = verify(made / "dossier.pdf", catalogue)

    assert found.stands
    assert (len(found.quotations), len(found.photos)) == (2 * _FILES, _FILES)


def test_a_hundred_changes_of_the_catalogue_are_found_where_they_are(
    made: Path, tmp_path: Path
) -> None:
    shutil.copytree(made / "Harbour.onrecord", tmp_path / "Harbour.onrecord")
    wanted: dict[tuple[str, int], Standing] = {}
    credits_: dict[str, Standing] = {}
    with Catalogue.open(tmp_path / "Harbour.onrecord") as catalogue:
        chance = random.Random(2)
        documents = chance.sample(catalogue.documents(), 100)
        for document, change in zip(
            documents, _drawn(chance, _TO_FILES | _TO_QUOTATIONS, 100), strict=True
        ):
            ids = catalogue.quotation_ids(QuotationFilter(document=document.id))
            rows = catalogue.quotations(ids)
            if change in _TO_FILES:
                standing = _TO_FILES[change](catalogue, document)
                wanted |= {(row.document_sha256, row.start): standing for row in rows}
                credits_[document.sha256] = standing
            else:
                row = chance.choice(rows)
                _TO_QUOTATIONS[change](catalogue, row.id)
                wanted[row.document_sha256, row.start] = Standing.CHANGED

        found = verify(made / "dossier.pdf", catalogue)

    assert _not_standing(found) == wanted
    assert {
        one.source.document_sha256: one.standing
        for one in found.photos
        if one.standing is not Standing.STANDS
    } == credits_
    assert found.data_intact
    assert found.pages_fit


def test_sixty_edits_of_the_data_are_found_where_they_are(made: Path, tmp_path: Path) -> None:
    chance = random.Random(3)
    edited: set[int] = set()
    credits_: set[int] = set()

    def edit(data: dict[str, Any]) -> None:
        entries = [entry for chapter in data["chapters"] for entry in chapter["quotations"]]
        changes = _drawn(chance, _TO_DATA, 50)
        for number, change in zip(chance.sample(range(len(entries)), 50), changes, strict=True):
            _TO_DATA[change](entries[number])
            edited.add(number + 1)
        for number in chance.sample(range(len(data["photos"])), 10):
            data["photos"][number][chance.choice(("creator", "agency", "caption"))] = "Somebody"
            credits_.add(number + 1)

    _forge_data(made / "dossier.pdf", tmp_path / "forged.pdf", edit)
    with Catalogue.open(made / "Harbour.onrecord") as catalogue:
        found = verify(tmp_path / "forged.pdf", catalogue)

    assert {one.number for one in found.quotations if one.reason} == edited
    assert {one.number for one in found.photos if one.reason} == credits_
    assert not found.data_intact
    assert not found.pages_fit


def test_data_that_nobody_sees_cannot_be_edited_either(made: Path, tmp_path: Path) -> None:
    def edit(data: dict[str, Any]) -> None:
        data["fingerprint"] = data["fingerprint"][:-1] + "0"
        data["fingerprint"] = data["fingerprint"][:-2] + "00"

    _forge_data(made / "dossier.pdf", tmp_path / "forged.pdf", edit)
    with Catalogue.open(made / "Harbour.onrecord") as catalogue:
        found = verify(tmp_path / "forged.pdf", catalogue)

    assert not found.data_intact
    assert not found.stands


def test_forty_edited_pages_are_named(made: Path, tmp_path: Path) -> None:
    chance = random.Random(4)
    forged = tmp_path / "forged.pdf"
    with pikepdf.Pdf.open(made / "dossier.pdf") as pdf:
        pages = sorted(chance.sample(range(len(pdf.pages)), 40))
        labels = []
        for number, change in zip(pages, _drawn(chance, _TO_PAGES, 40), strict=True):
            labels.append(pdf.pages[number].label)
            _TO_PAGES[change](pdf, pdf.pages[number])
        pdf.save(forged)

    with Catalogue.open(made / "Harbour.onrecord") as catalogue:
        found = verify(forged, catalogue)

    assert list(found.altered_pages) == labels
    assert found.data_intact
    assert all(one.standing is Standing.STANDS for one in (*found.quotations, *found.photos))


def test_a_page_more_or_less_is_found(made: Path, tmp_path: Path) -> None:
    forged = tmp_path / "forged.pdf"
    with pikepdf.Pdf.open(made / "dossier.pdf") as pdf:
        pages = len(pdf.pages)
        pdf.add_blank_page()
        pdf.save(forged)

    with Catalogue.open(made / "Harbour.onrecord") as catalogue:
        found = verify(forged, catalogue)

    assert found.altered_pages == (f"{pages + 1} (of the file)",)


def test_a_link_that_leads_elsewhere_is_found_on_its_page(made: Path, tmp_path: Path) -> None:
    with pikepdf.Pdf.open(made / "dossier.pdf") as pdf:
        linked = [
            page for page in pdf.pages if any("/Dest" in note for note in page.get("/Annots", ()))
        ]
        first = next(note for note in linked[0].Annots if "/Dest" in note)
        first.Dest = pikepdf.String("quotation-5")
        wanted = {linked[0].label}
        places = pikepdf.NameTree(pdf.Root.Names.Dests)
        places["quotation-9"] = places["quotation-1"]
        for page in linked:
            if any(str(note.get("/Dest")) == "quotation-9" for note in page.Annots):
                wanted.add(page.label)
        pdf.save(tmp_path / "forged.pdf")

    with Catalogue.open(made / "Harbour.onrecord") as catalogue:
        found = verify(tmp_path / "forged.pdf", catalogue)

    assert len(wanted) > 1
    assert set(found.altered_pages) == wanted


def test_pages_that_another_layout_set_are_compared_by_their_words(
    made: Path, of_another_layout: Path
) -> None:
    with Catalogue.open(made / "Harbour.onrecord") as catalogue:
        found = verify(of_another_layout, catalogue)

    assert found.by_words
    assert found.stands
    with (
        pikepdf.Pdf.open(of_another_layout) as theirs,
        pikepdf.Pdf.open(made / "dossier.pdf") as ours,
    ):
        assert len(theirs.pages) != len(ours.pages)


def test_changed_words_and_comments_are_found_whatever_set_the_pages(
    made: Path, of_another_layout: Path, tmp_path: Path
) -> None:
    chance = random.Random(5)
    forged = tmp_path / "forged.pdf"
    with pikepdf.Pdf.open(of_another_layout) as pdf:
        pages = sorted(chance.sample(range(len(pdf.pages)), 30))
        labels = []
        for number, change in zip(pages, _drawn(chance, _TO_WORDS, 30), strict=True):
            labels.append(pdf.pages[number].label)
            _TO_PAGES[change](pdf, pdf.pages[number])
        pdf.save(forged)

    with Catalogue.open(made / "Harbour.onrecord") as catalogue:
        found = verify(forged, catalogue)

    assert list(found.altered_pages) == labels
    assert found.data_intact


@pytest.fixture(scope="module")
def of_another_layout(made: Path) -> Path:
    """Make the same dossier as a program with other rules would, which calls itself so."""
    path = made / "another.pdf"
    with pikepdf.Pdf.open(made / "dossier.pdf") as pdf:
        contents = read_json(pdf.attachments["dossier.json"].get_file().read_bytes().decode())
    classic = styles._SCALES[Style.CLASSIC]
    with pytest.MonkeyPatch.context() as patch:
        wider = replace(classic, text=1.1, space=1.2)
        patch.setitem(styles._SCALES, Style.CLASSIC, wider)
        patch.setattr("dossier.drawing.edition", lambda: "another")
        styles.look_of.cache_clear()
        render(contents, path)
    styles.look_of.cache_clear()
    return path


# What is planted


def _change_a_word(catalogue: Catalogue, document: DocumentRow) -> Standing:
    original = catalogue.original(document.id)
    original.chmod(0o600)
    original.write_bytes(original.read_bytes().replace(b"counted", b"weighed", 1))
    return Standing.CHANGED


def _lose_the_file(catalogue: Catalogue, document: DocumentRow) -> Standing:
    catalogue.original(document.id).unlink()
    return Standing.LOST


def _remove_the_document(catalogue: Catalogue, document: DocumentRow) -> Standing:
    catalogue.remove_documents([document.id])
    return Standing.LOST


_TO_FILES: dict[str, Callable[[Catalogue, DocumentRow], Standing]] = {
    "word": _change_a_word,
    "gone": _lose_the_file,
    "removed": _remove_the_document,
}


def _correct(correction: Correction) -> Callable[[Catalogue, QuotationId], object]:
    return lambda catalogue, id_: catalogue.correct([id_], correction)


_TO_QUOTATIONS: dict[str, Callable[[Catalogue, QuotationId], object]] = {
    "speaker": _correct(Correction(speaker="Somebody Else")),
    "nobody": _correct(Correction(speaker=None)),
    "addressee": _correct(Correction(told_to="Northern Wire")),
    "day": _correct(Correction(said_on=date(1999, 1, 1))),
    "kind": _correct(Correction(kind=Kind.INDIRECT)),
    "rejected": lambda catalogue, id_: catalogue.reject([id_]),
}


def _replace_with(name: str, value: object) -> Callable[[dict[str, Any]], None]:
    return lambda entry: entry.update({name: value})


def _move(entry: dict[str, Any]) -> None:
    entry["place"] = [entry["place"][0] + 7, entry["place"][1] + 7]


_TO_DATA: dict[str, Callable[[dict[str, Any]], None]] = {
    "words": lambda entry: entry.update(text=f"not {entry['text']}"),
    "speaker": _replace_with("speaker", "Somebody Else"),
    "role": _replace_with("role", "then prime minister"),
    "cue": _replace_with("cue", "lied"),
    "addressee": _replace_with("told_to", "the police"),
    "kind": _replace_with("kind", "indirect"),
    "day": _replace_with("said_on", "1999-01-01"),
    "context": _replace_with("context", "She never said so."),
    "place": _move,
}


def _drop_a_glyph(pdf: pikepdf.Pdf, page: pikepdf.Page) -> None:
    drawn = page.Contents.read_bytes()
    end = drawn.rindex(b"]")
    page.Contents = pdf.make_stream(drawn[: end - 3] + drawn[end - 1 :])


def _misspell(pdf: pikepdf.Pdf, page: pikepdf.Page) -> None:
    drawn = page.Contents.read_bytes()
    letters = max(re.findall(rb"\(((?:[^\\()]{2}){5,})\)", drawn), key=len)
    page.Contents = pdf.make_stream(drawn.replace(letters, letters[:4] + letters[6:], 1))


def _paint_over(pdf: pikepdf.Pdf, page: pikepdf.Page) -> None:
    page.contents_add(b"1 1 1 rg 100 100 300 300 re f")


def _stick_a_note_on(pdf: pikepdf.Pdf, page: pikepdf.Page) -> None:
    note = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.FreeText, Rect=[99, 99, 300, 200],
        Contents=pikepdf.String("She lied."), DA=pikepdf.String("/Helv 12 Tf"),
    )  # fmt: skip
    page.Annots = pdf.make_indirect(pikepdf.Array([*page.get("/Annots", []), note]))


def _cut_off(pdf: pikepdf.Pdf, page: pikepdf.Page) -> None:
    page.CropBox = pikepdf.Array([0, 400, 595, 842])


_TO_PAGES: dict[str, Callable[[pikepdf.Pdf, pikepdf.Page], None]] = {
    "glyph": _drop_a_glyph,
    "spelling": _misspell,
    "paint": _paint_over,
    "note": _stick_a_note_on,
    "cut": _cut_off,
}


_TO_WORDS = ("spelling", "note", "cut")
"""Changes that words and comments give away; what is painted over says the same as before."""


def _drawn(chance: random.Random, changes: Collection[str], times: int) -> list[str]:
    """Draw so many changes by chance, each kind about equally often."""
    drawn = [name for _ in range(times) for name in changes][:times]
    chance.shuffle(drawn)
    assert min(Counter(drawn).values()) >= 5
    return drawn


def _forge_data(dossier: Path, forged: Path, edit: Callable[[dict[str, Any]], None]) -> None:
    with pikepdf.Pdf.open(dossier) as pdf:
        data = json.loads(pdf.attachments["dossier.json"].get_file().read_bytes())
        edit(data)
        del pdf.attachments["dossier.json"]
        written = json.dumps(data).encode()
        pdf.attachments["dossier.json"] = pikepdf.AttachedFileSpec(pdf, written)
        pdf.save(forged)


def _not_standing(found: Verification) -> dict[tuple[str, int], Standing]:
    return {
        (one.source.document_sha256, one.entry.place.start): one.standing
        for one in found.quotations
        if one.standing is not Standing.STANDS
    }
