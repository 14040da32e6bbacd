"""A catalogue's quotations become contents: grouped, ordered, sourced, and nothing rejected."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import pytest
from PIL import ExifTags, Image

import seeds
from db import Catalogue
from db.rows import Correction, QuotationId
from dossier.choices import Composition, Heading, Item, Remark
from dossier.contents import Contents, Interlude
from dossier.exports.interchange import as_json, read_json
from dossier.names import person_name
from dossier.selection import contents_of
from extraction import extract, read
from tests.dossier import making
from tests.dossier.reading import plain, printed


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Catalogue]:
    folder = tmp_path_factory.mktemp("sample") / "Sample.onrecord"
    with Catalogue.create(folder) as catalogue:
        for path in seeds.sample_documents():
            document = read(path)
            catalogue.add(document, extract(document, catalogue.known()), original=path)
        yield catalogue


def test_chapters_follow_surnames_and_quotations_their_days(sample: Catalogue) -> None:
    contents = _gathered(sample)

    people = [chapter for chapter in contents.chapters if "," in chapter.index_as]
    surnames = [chapter.index_as.casefold() for chapter in people]
    assert len(surnames) > 3
    assert surnames == sorted(surnames)
    for chapter in contents.chapters:
        days = [
            entry.said_on or contents.sources[entry.source].published_on or date.max
            for entry in chapter.quotations
        ]
        assert days == sorted(days)


def test_sources_are_numbered_as_they_are_first_cited(sample: Catalogue) -> None:
    contents = _gathered(sample)

    cited = [entry.source for chapter in contents.chapters for entry in chapter.quotations]
    cited += [photo.source for photo in contents.photos]
    assert list(dict.fromkeys(cited)) == list(range(len(contents.sources)))
    assert contents.photos


def test_evidence_shows_the_quotation_in_its_sentence(sample: Catalogue) -> None:
    contents = _gathered(sample)

    entries = [entry for chapter in contents.chapters for entry in chapter.quotations]
    in_context = [plain(entry.text) in plain(entry.context) for entry in entries]
    # Only an interrupted quotation does not stand in one piece.
    assert sum(in_context) > 0.8 * len(entries)
    assert all(entry.found_because for entry in entries if entry.speaker)


def test_a_rejected_quotation_is_not_printed_and_a_correction_says_so(sample: Catalogue) -> None:
    ids = sample.quotation_ids()
    rejected, corrected = ids[0], ids[1]
    text = sample.quotations([rejected])[0].text
    sample.reject([rejected])
    sample.correct([corrected], Correction(speaker="Jo Quist"))

    contents = _gathered(sample, [rejected, corrected, 999_999])

    ((entry,),) = [chapter.quotations for chapter in contents.chapters]
    assert entry.text != text
    assert (entry.speaker, entry.confirmed) == ("Jo Quist", True)
    assert "set by a person" in entry.found_because
    sample.undo()
    sample.undo()


def test_the_sample_prints_every_quotation_it_holds(sample: Catalogue, tmp_path: Path) -> None:
    contents = _gathered(sample)

    words = plain("".join(page.text for page in printed(contents, tmp_path)))

    for chapter in contents.chapters:
        assert plain(chapter.title) in words
        assert all(plain(entry.text) in words for entry in chapter.quotations)


@pytest.mark.parametrize(
    ("name", "listed"),
    [
        ("Svetlana Tikhanovskaya", "Tikhanovskaya, Svetlana"),
        ("Ursula von der Leyen", "von der Leyen, Ursula"),
        ("Martin Luther King Jr.", "King, Martin Luther, Jr."),
        ("Voltaire", "Voltaire"),
        ("", ""),
    ],
)
def test_an_index_puts_surnames_first(name: str, listed: str) -> None:
    assert person_name(name).inverted == listed


def test_a_dossier_by_hand_keeps_order_headings_and_remarks(sample: Catalogue) -> None:
    first, second, third = (int(id_) for id_ in sample.quotation_ids(limit=3))
    items: list[Item] = [
        Remark("How it began.\n\nAnd went on."), third, Heading("The answer", "a day later"),
        second, Remark("Nobody replied."), first, 999_999,
    ]  # fmt: skip

    contents = _gathered(sample, items, Composition.BY_HAND)

    texts = [[entry.text for entry in chapter.quotations] for chapter in contents.chapters]
    rows = {row.id: row.text for row in sample.quotations([first, second, third])}
    assert texts == [
        [rows[QuotationId(third)]],
        [rows[QuotationId(second)], rows[QuotationId(first)]],
    ]
    opening, answer = contents.chapters
    assert (answer.title, answer.subtitle) == ("The answer", "a day later")
    assert opening.interludes == (Interlude("How it began.", 0), Interlude("And went on.", 0))
    assert answer.interludes == (Interlude("Nobody replied.", 1),)


def test_chapters_follow_topics_collections_times_or_outlets(sample: Catalogue) -> None:
    ids = [QuotationId(id_) for id_ in sample.quotation_ids()]
    sample.tag(ids[:4], "Water")
    sample.tag(ids[3:6], "harbour")
    sample.create_collection("To print")
    (collection,) = sample.collections()
    sample.collect(collection.id, ids[:2])

    chapters = {
        composition: [
            (chapter.title, len(chapter.quotations))
            for chapter in _gathered(sample, None, composition).chapters
        ]
        for composition in Composition
    }

    assert chapters[Composition.BY_TOPIC] == [
        ("harbour", 3), ("Water", 4), ("Without a topic", len(ids) - 6),
    ]  # fmt: skip
    assert chapters[Composition.BY_COLLECTION] == [
        ("To print", 2), ("In no collection", len(ids) - 2),
    ]  # fmt: skip
    outlets = Counter(row.outlet or "Outlet not known" for row in sample.quotations(ids))
    assert dict(chapters[Composition.BY_OUTLET]) == outlets
    days = [row.shown_on for row in sample.quotations(ids)]
    assert sum(number for _, number in chapters[Composition.BY_TIME]) == len(ids)
    assert chapters[Composition.BY_TIME][0][0].endswith(str(min(filter(None, days)).year))
    assert chapters[Composition.CONTACT_SHEET] == []
    for _ in range(4):
        sample.undo()


def test_a_single_sheet_shows_the_sentences_around_the_quotation(sample: Catalogue) -> None:
    chapters = _gathered(sample).chapters
    sentences = {entry.place: entry.context for one in chapters for entry in one.quotations}

    (sheets,) = _gathered(sample, None, Composition.SINGLE_SHEETS).chapters

    assert all(sentences[entry.place] in entry.context for entry in sheets.quotations)
    longer = [entry for entry in sheets.quotations if entry.context != sentences[entry.place]]
    assert len(longer) > 0.9 * len(sheets.quotations)


def test_a_picture_of_the_catalogue_is_printed_beside_its_credit(
    sample: Catalogue, tmp_path: Path
) -> None:
    path = tmp_path / "crane.jpg"
    exif = Image.Exif()
    exif[ExifTags.Base.Artist] = "Anna Weiss"
    exif[ExifTags.Base.ImageDescription] = "A crane at the harbour"
    exif[ExifTags.Base.Orientation] = 6
    Image.new("RGB", (300, 200), "steelblue").save(path, exif=exif)
    document = read(path)
    changes = sample.add(document, extract(document, sample.known()), original=path)

    contents = _gathered(sample, [], Composition.CONTACT_SHEET, photos=list(changes.photos))

    (photo,) = contents.photos
    assert photo.creator == "Anna Weiss"
    assert photo.picture is not None
    assert (photo.picture.width, photo.picture.height) == (200, 300)
    with Image.open(io.BytesIO(photo.picture.data)) as printed_one:
        assert not printed_one.getexif()
    assert read_json(as_json(contents)) == contents
    sample.remove_documents(list(changes.documents))


def test_the_picture_of_a_saved_page_is_printed_beside_whom_its_caption_names(
    tmp_path: Path,
) -> None:
    (tmp_path / "Quay_files").mkdir()
    Image.effect_noise((900, 600), 60).convert("RGB").save(tmp_path / "Quay_files" / "quay.jpg")
    page = tmp_path / "Quay.html"
    page.write_text(making.PAGE, encoding="utf-8")
    document = read(page)
    with Catalogue.create(tmp_path / "Quay.onrecord") as catalogue:
        catalogue.add(document, extract(document), original=page)
        contents = _gathered(catalogue)

        words = "".join(page.words for page in printed(contents, tmp_path))

        (photo,) = contents.photos
        assert photo.picture is not None
        (kept,) = catalogue.pictures(catalogue.photos()).values()
        assert photo.picture.data == kept.preview
    assert plain("beside quotation 1") in words
    assert plain("Photo: Per Lund/Reuters") in words


def _gathered(
    catalogue: Catalogue,
    items: Sequence[Item] | None = None,
    composition: Composition = Composition.BY_PERSON,
    photos: Sequence[int] | None = None,
) -> Contents:
    return contents_of(
        catalogue,
        list(catalogue.quotation_ids()) if items is None else items,
        title="Sample",
        selection="everything",
        compiled_on=date(2026, 11, 22),
        composition=composition,
        photos=photos,
    )
