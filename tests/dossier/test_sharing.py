"""An export goes into another catalogue and comes out of it equal, decisions included."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

import seeds
from db import Catalogue
from db.rows import Correction, QuotationFilter, QuotationRow, Status
from dossier.contents import Contents
from dossier.errors import DossierError
from dossier.exporting import export
from dossier.exports.interchange import as_json, read_json
from dossier.exports.typed import plain, typed
from dossier.selection import contents_of
from dossier.sharing import Decision, bring, is_shared
from extraction import extract, read
from extraction.findings import Evidence, Field, Kind, Span
from tests.dossier import making


@pytest.fixture(scope="module")
def judged(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a catalogue of the sample in which people have decided this and that."""
    folder = tmp_path_factory.mktemp("made") / "Sample.onrecord"
    with Catalogue.create(folder) as catalogue:
        for path in seeds.sample_documents():
            document = read(path)
            catalogue.add(document, extract(document, catalogue.known()), original=path)
        ids = catalogue.quotation_ids()
        catalogue.confirm(ids[:10])
        catalogue.correct([ids[11]], Correction(speaker="Somebody Else"))
        catalogue.correct([ids[12]], Correction(said_on=date(1999, 1, 1)))
        catalogue.correct([ids[13]], Correction(told_to="Northern Wire"))
        catalogue.correct([ids[14]], Correction(kind=Kind.INDIRECT))
        catalogue.correct([ids[15]], Correction(speaker=None))
        catalogue.tag(ids[5:20], "Harbour")
        catalogue.tag(ids[8:10], "Later")
    return folder


@pytest.fixture
def source(judged: Path, tmp_path: Path) -> Iterator[Catalogue]:
    shutil.copytree(judged, tmp_path / "Source.onrecord")
    with Catalogue.open(tmp_path / "Source.onrecord") as opened:
        yield opened


@pytest.fixture
def target(tmp_path: Path) -> Iterator[Catalogue]:
    with Catalogue.create(tmp_path / "Target.onrecord") as made:
        yield made


def gathered(catalogue: Catalogue, ids: list[int] | None = None) -> Contents:
    chosen = list(catalogue.quotation_ids()) if ids is None else ids
    return contents_of(
        catalogue, chosen, title="Shared", selection="all", compiled_on=date(2026, 11, 22)
    )


def decisions(catalogue: Catalogue) -> list[tuple[object, ...]]:
    rows = catalogue.quotations(catalogue.quotation_ids())
    found = []
    for row in rows:
        detail = catalogue.quotation(row.id)
        verdict = (detail.verdict_by, detail.verdict_at, detail.found_speaker)
        found.append((row.document_sha256, row.start, row.end, row.status, row.tags, *verdict))
    return sorted(found, key=lambda line: line[:3])  # type: ignore[arg-type, return-value]  # texts


def test_an_export_is_equal_when_it_comes_out_of_another_catalogue(
    source: Catalogue, target: Catalogue, tmp_path: Path
) -> None:
    contents = gathered(source)
    export(contents, tmp_path / "all.json", catalogue=source)

    brought = bring(target, tmp_path / "all.json")

    again = gathered(target)
    assert replace(again, fingerprint="") == replace(contents, fingerprint="")
    assert brought.documents == len(source.documents())
    assert brought.quotations == len(source.quotation_ids())
    assert brought.notes == ()
    assert decisions(target) == decisions(source)
    assert target.check().problems == ()
    assert _accounts(target) == _accounts(source) != []


def test_the_pictures_of_a_saved_page_come_with_it(target: Catalogue, tmp_path: Path) -> None:
    files = tmp_path / "Quay_files"
    files.mkdir()
    Image.effect_noise((900, 600), 60).convert("RGB").save(files / "quay.jpg")
    page = tmp_path / "Quay.html"
    page.write_text(making.PAGE, encoding="utf-8")
    with Catalogue.create(tmp_path / "Quay.onrecord") as source:
        document = read(page)
        source.add(document, extract(document), original=page)
        contents = gathered(source)
        export(contents, tmp_path / "page.json", catalogue=source)

    bring(target, tmp_path / "page.json")

    (photo,) = contents.photos
    assert photo.picture is not None
    assert replace(gathered(target), fingerprint="") == replace(contents, fingerprint="")
    assert target.check().problems == ()
    (picture,) = target.pictures(target.photos()).values()
    kept = target.picture_original(picture)
    assert kept is not None
    assert kept.read_bytes() == (files / "quay.jpg").read_bytes()


def _accounts(catalogue: Catalogue) -> list[tuple[str, object]]:
    return sorted(
        (document.sha256, document.passed_over)
        for document in catalogue.documents()
        if document.passed_over
    )


def test_a_part_of_a_catalogue_comes_alone(
    source: Catalogue, target: Catalogue, tmp_path: Path
) -> None:
    ids = list(source.quotation_ids())[3:25:3]
    contents = gathered(source, ids)
    export(contents, tmp_path / "part.json", catalogue=source)

    bring(target, tmp_path / "part.json")

    assert replace(gathered(target), fingerprint="") == replace(contents, fingerprint="")
    assert len(target.quotation_ids()) == len(ids)


def test_the_same_export_again_changes_nothing(
    source: Catalogue, target: Catalogue, tmp_path: Path
) -> None:
    export(gathered(source), tmp_path / "all.json", catalogue=source)
    bring(target, tmp_path / "all.json")
    before, revision = decisions(target), target.revision

    assert not bring(target, tmp_path / "all.json").documents
    assert (decisions(target), target.revision) == (before, revision)


def test_decisions_reach_a_catalogue_that_has_the_same_files(
    source: Catalogue, target: Catalogue, tmp_path: Path
) -> None:
    for path in seeds.sample_documents():
        document = read(path)
        target.add(document, extract(document, target.known()), original=path)
    mine = target.quotation_ids()[0]
    target.reject([mine])
    export(gathered(source), tmp_path / "all.json", catalogue=source)

    brought = bring(target, tmp_path / "all.json")

    assert brought.quotations == brought.documents == 0
    rows = {(row.document_sha256, row.start): row for row in _all(target)}
    for row in _all(source):
        there = rows[row.document_sha256, row.start]
        assert there.tags == row.tags
        if there.id == mine:
            assert there.status is Status.REJECTED, "what was decided here stays"
            continue
        assert (there.status, there.speaker, there.said_on) == (
            row.status,
            row.speaker,
            row.said_on,
        )


def test_what_was_taken_over_can_be_taken_back(
    source: Catalogue, target: Catalogue, tmp_path: Path
) -> None:
    ids = list(source.quotation_ids())[:5]
    source.untag(ids, "Harbour")
    export(gathered(source, ids), tmp_path / "part.json", catalogue=source)
    bring(target, tmp_path / "part.json")
    assert target.undo_label == "Take over 5 decisions"

    target.undo()

    assert {row.status for row in _all(target)} == {Status.UNREVIEWED}


def test_without_its_original_a_text_is_kept_and_that_is_said(
    source: Catalogue, target: Catalogue, tmp_path: Path
) -> None:
    row = source.documents()[0]
    original = source.original(row.id)
    original.chmod(0o600)
    original.unlink()
    ids = list(source.quotation_ids())[:3]
    export(gathered(source, ids), tmp_path / "part.json", catalogue=source)

    brought = bring(target, tmp_path / "part.json")

    (note,) = brought.notes
    assert f"The original of “{row.name}” is not in the file. Its text is kept" in note
    assert row.sha256 in note
    assert [line.text for line in _all(target)] == [line.text for line in source.quotations(ids)]
    assert target.check().problems == ()
    assert target.documents()[0].warnings == brought.notes


def test_an_export_tells_itself_from_other_json(source: Catalogue, tmp_path: Path) -> None:
    export(gathered(source), tmp_path / "all.json", catalogue=source)
    (tmp_path / "other.json").write_text('{"format": "Zotero"}')

    assert is_shared(tmp_path / "all.json")
    assert not is_shared(tmp_path / "other.json")
    assert read_json((tmp_path / "all.json").read_text(encoding="utf-8")) == gathered(source)


@pytest.mark.parametrize(
    ("damage", "reason"),
    [
        (lambda data: data.pop("documents"), "it holds the dossier alone, not its documents"),
        (lambda data: data["documents"][0].pop("text"), "does not fit"),
        (lambda data: data["documents"][0]["attributions"][0].update(kind="sung"), "does not fit"),
        (lambda data: data["documents"][0].update(pages=["one"]), "does not fit"),
        (lambda data: data.update(version=99), "Use a newer On Record"),
    ],
)
def test_a_damaged_export_is_refused_and_nothing_comes_in(
    damage: Callable[[dict[str, object]], object],
    reason: str,
    source: Catalogue,
    target: Catalogue,
    tmp_path: Path,
) -> None:
    export(gathered(source), tmp_path / "all.json", catalogue=source)
    data = json.loads((tmp_path / "all.json").read_text(encoding="utf-8"))
    damage(data)
    (tmp_path / "all.json").write_text(json.dumps(data), encoding="utf-8")

    with pytest.raises(DossierError, match=reason):
        bring(target, tmp_path / "all.json")

    assert target.documents() == ()


_SPANS = st.builds(
    lambda start, length: Span(start, start + length), st.integers(0), st.integers(0)
)


@given(
    st.builds(Evidence, st.sampled_from(Field), st.text(), st.lists(_SPANS).map(tuple)),
    st.builds(
        Decision,
        place=_SPANS,
        status=st.sampled_from(Status),
        decided_by=st.none() | st.text(),
        decided_at=st.none() | st.datetimes(),
        found_speaker=st.none() | st.text(),
        tags=st.lists(st.text()).map(tuple),
    ),
)
def test_what_json_holds_is_read_back_by_its_type(evidence: Evidence, decision: Decision) -> None:
    for value in (evidence, decision):
        assert typed(type(value), json.loads(json.dumps(plain(value)))) == value


def test_a_dossier_without_documents_is_still_read(tmp_path: Path) -> None:
    contents = making.contents()

    assert read_json(as_json(contents)) == contents


def _all(catalogue: Catalogue) -> tuple[QuotationRow, ...]:
    which = QuotationFilter(statuses=frozenset(Status))
    return catalogue.quotations(catalogue.quotation_ids(which))
