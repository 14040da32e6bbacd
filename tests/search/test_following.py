"""The index follows the catalogue, and an answer is never behind it."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from db import Catalogue
from db.rows import Correction, QuotationId
from extraction.findings import Kind
from search import Order, Scope, SearchService
from search.index import Index
from search.place import index_place
from tests.db.factories import Pictured, Said, make_page
from tests.search.conftest import make_library

_ROOT = Path(__file__).resolve().parents[2]


def test_what_was_just_imported_is_found_before_the_index_has_read_it(
    own_service: SearchService, own_library: Catalogue, tmp_path: Path
) -> None:
    make_page(tmp_path, Said("Every lamp was lit"), name="lamp.txt").add_to(own_library)

    answer = own_service.search("lamps ")

    assert len(answer) == 1
    assert answer.note == ""
    assert own_service.sync() > 0
    assert own_service.search("lamps ").ids == answer.ids


def test_following_twice_changes_nothing(own_service: SearchService) -> None:
    assert own_service.sync() == 0


def test_what_was_removed_is_not_found(own_service: SearchService, own_library: Catalogue) -> None:
    (document,) = (row.id for row in own_library.documents() if row.name == "gates.txt")

    own_library.remove_documents([document])

    assert len(own_service.search("ledger ")) == 0
    own_service.sync()
    assert len(own_service.search("ledger ")) == 0
    own_library.undo()
    assert len(own_service.search("ledger ")) == 1


@pytest.mark.parametrize("synced", [True, False])
def test_a_correction_moves_a_quotation_to_its_speaker(
    own_service: SearchService, own_library: Catalogue, synced: bool
) -> None:
    ids = [QuotationId(id_) for id_ in own_service.search("ledger ").ids]

    own_library.correct(ids, Correction(speaker="Petra Nowak"))

    if synced:
        own_service.sync()
    assert set(own_service.search("who:nowak").ids) > set(ids)
    assert len(own_service.search("who:gómez")) == 0


def test_a_new_name_of_a_person_reaches_all_their_quotations(
    own_service: SearchService, own_library: Catalogue
) -> None:
    person = own_library.find_person("Petra Nowak")
    assert person is not None

    own_library.rename_person(person.id, "Petra Winter")
    own_service.sync()

    assert len(own_service.search("who:winter")) == 2
    assert own_service.search("who:nowak").ids == own_service.search("who:winter").ids


def test_another_name_of_a_person_finds_all_they_said_at_once(
    own_service: SearchService, own_library: Catalogue, tmp_path: Path
) -> None:
    before = own_service.search("who:nowak").ids
    make_page(
        tmp_path,
        Said("The lamps are out", "Petra Nowak", aliases=("The Harbour Fox",)),
        name="lamp.txt",
    ).add_to(own_library)

    assert len(own_service.search("who:fox")) == len(before) + 1

    own_service.sync()
    assert len(own_service.search("who:fox")) == len(before) + 1
    own_library.remove_documents([own_library.documents()[-1].id])
    assert set(own_service.search("who:fox").ids) == set(before)


def test_a_new_photograph_changes_what_its_neighbours_answer(
    own_service: SearchService, own_library: Catalogue, tmp_path: Path
) -> None:
    page = make_page(
        tmp_path, Said("The lamps are out"), name="lamp.txt", photos=(Pictured("Belga"),)
    )

    page.add_to(own_library)

    assert len(own_service.search("credit:belga")) == 1
    assert len(own_service.photos("who:lind belga")) == 1


def test_a_crash_before_the_index_was_written_heals_at_the_next_start(
    own_library: Catalogue, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class PowerCut(BaseException):
        pass

    def cut(*_: object, **__: object) -> None:
        raise PowerCut

    with SearchService(own_library) as service:
        service.sync()
        make_page(tmp_path, Said("Every lamp was lit"), name="lamp.txt").add_to(own_library)
        with monkeypatch.context() as patch:
            patch.setattr(Index, "apply", cut)
            with pytest.raises(PowerCut):
                service.sync()

    with SearchService(own_library) as service:
        assert service.sync() > 0
        assert len(service.search("lamp")) == 1


def test_a_crash_between_the_commit_and_its_listing_loses_nothing(
    own_library: Catalogue, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with SearchService(own_library) as service:
        service.sync()
        make_page(tmp_path, Said("Every lamp was lit"), name="lamp.txt").add_to(own_library)
        with monkeypatch.context() as patch:
            patch.setattr(Index, "adopt", lambda _: None)
            service.sync()

    with SearchService(own_library) as service:
        assert service.sync() == 0
        assert len(service.search("lamp")) == 1


def test_building_can_be_stopped_and_goes_on_later(own_library: Catalogue) -> None:
    with SearchService(own_library) as service:
        assert service.sync(cancelled=lambda: True) == 0
        assert len(service.search("leave")) == 3
        assert service.sync() > 0


def test_progress_ends_where_the_journal_does(own_library: Catalogue) -> None:
    told: list[tuple[int, int]] = []

    with SearchService(own_library) as service:
        service.sync(progress=lambda done, total: told.append((done, total)))

    assert told[-1] == (own_library.revision, own_library.revision)


def test_a_second_service_sees_what_the_first_one_wrote(
    own_library: Catalogue, tmp_path: Path
) -> None:
    with SearchService(own_library) as first, SearchService(own_library) as second:
        first.sync()

        answer = second.search("leave")

        assert answer.note == ""
        assert answer.ids == first.search("leave").ids


def test_while_another_process_writes_the_catalogue_still_answers(own_library: Catalogue) -> None:
    with SearchService(own_library) as first, SearchService(own_library) as second:
        with first._index.writing() as held:
            assert held
            assert second.sync() == 0
            assert len(second.search("leave")) == 3
        assert second.sync() > 0


def test_a_copy_of_a_catalogue_has_an_index_of_its_own(own_library: Catalogue) -> None:
    with SearchService(own_library) as service:
        service.sync()
    own_library.close()
    copy = own_library.folder.with_name("Copy.onrecord")
    shutil.copytree(own_library.folder, copy)

    with Catalogue.open(copy) as catalogue, SearchService(catalogue) as service:
        assert "catalogue itself is searched" in service.search("leave").note
        assert service.sync() > 0


def test_a_catalogue_that_was_set_back_gets_a_new_index(own_library: Catalogue) -> None:
    saved = own_library.folder.with_name("Saved")
    own_library.close()
    shutil.copytree(own_library.folder, saved)
    with Catalogue.open(own_library.folder) as catalogue, SearchService(catalogue) as service:
        catalogue.tag(list(service.search("ledger ").ids), "inquiry")
        service.sync()
    shutil.rmtree(own_library.folder)
    saved.rename(own_library.folder)

    with Catalogue.open(own_library.folder) as catalogue, SearchService(catalogue) as service:
        assert "catalogue itself is searched" in service.search("tag:inquiry").note
        service.sync()
        assert len(service.search("tag:inquiry")) == 0


_CHANGES: tuple[Callable[[Catalogue, list[QuotationId]], object], ...] = (
    lambda catalogue, ids: catalogue.reject(ids),
    lambda catalogue, ids: catalogue.confirm(ids),
    lambda catalogue, ids: catalogue.tag(ids, "inquiry"),
    lambda catalogue, ids: catalogue.correct(ids, Correction(speaker="Petra Nowak")),
    lambda catalogue, ids: catalogue.correct(ids, Correction(kind=Kind.INDIRECT)),
    lambda catalogue, ids: catalogue.remove_documents(
        [row.document_id for row in catalogue.quotations(ids)]
    ),
    lambda catalogue, ids: catalogue.undo(),
)


@settings(
    deadline=None,
    max_examples=6,
    # Each example imports a library; a failing one is short enough as it is.
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow],
)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(_CHANGES),
            st.lists(st.integers(1, 9), min_size=1, max_size=3, unique=True),
            st.booleans(),
        ),
        min_size=2,
        max_size=6,
    )
)
def test_after_any_changes_the_index_and_the_catalogue_say_the_same(
    tmp_path_factory: pytest.TempPathFactory,
    changes: list[tuple[Callable[[Catalogue, list[QuotationId]], object], list[int], bool]],
) -> None:
    folder = tmp_path_factory.mktemp("changes")
    with make_library(folder) as catalogue, SearchService(catalogue) as service:
        service.sync()
        for change, ids, synced in changes:
            here = set(catalogue.quotation_ids())
            chosen = [QuotationId(id_) for id_ in ids if id_ in here]
            if chosen:
                change(catalogue, chosen)
            if synced:
                service.sync()

        behind = _answers(service)
        service.sync()
        followed = _answers(service)
        shutil.rmtree(index_place(catalogue.folder, catalogue.id))
        with SearchService(catalogue) as without_index:
            assert behind == followed == _answers(without_index)


def _answers(service: SearchService) -> dict[tuple[str, Scope], list[int]]:
    return {
        (query, scope): list(service.search(query, scope=scope, order=Order.OLDEST).ids)
        for query in (
            "leave",
            "the NOT tide",
            '"the tide" OR who:nowak',
            "tag:inquiry",
            "credit:sputnik kind:indirect",
            "status:rejected OR status:confirmed",
            "when:2020..2021 w*",
            "mistkae~1 OR (gates NOT who:lindqvist)",
        )
        for scope in Scope
    }


_FOLLOW = """
import sys
from pathlib import Path
from db import Catalogue
from search import SearchService
with Catalogue.open(Path(sys.argv[1])) as catalogue, SearchService(catalogue) as service:
    print("ready", flush=True)
    service.sync()
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system has no kill -9")
@pytest.mark.parametrize("delay", [0.0, 0.05, 0.1, 0.3])
def test_a_kill_while_the_index_is_written_loses_nothing(
    own_library: Catalogue, delay: float
) -> None:
    worker = subprocess.Popen(
        [sys.executable, "-c", _FOLLOW, str(own_library.folder)],
        cwd=_ROOT,
        stdout=subprocess.PIPE,
    )
    assert worker.stdout is not None
    worker.stdout.readline()
    time.sleep(delay)
    worker.kill()
    worker.communicate()

    with SearchService(own_library) as service:
        assert len(service.search("leave")) == 3
        service.sync()
        answer = service.search("leave")
        assert len(answer) == 3
        assert answer.note == ""
