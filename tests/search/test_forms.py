"""A word finds its other forms, in each language; where it may not, it finds only itself."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db import Catalogue
from search import SearchService
from search.analysis import STEMMED, fold, stem, stemmed_languages
from search.patterns import Forms
from tests.db.factories import Said, make_page

FORMS = {
    "da": ("havn", "havnen"),
    "de": ("Hafenkran", "Hafenkrane"),
    "en": ("leaves", "leaving"),
    "es": ("puerto", "puertos"),
    "fi": ("satama", "satamat"),
    "fr": ("évidemment", "évident"),
    "hu": ("kikötő", "kikötők"),
    "it": ("porto", "porti"),
    "nl": ("visser", "vissers"),
    "no": ("brygge", "bryggene"),
    "pt": ("navio", "navios"),
    "ro": ("casa", "casele"),
    "ru": ("гавань", "гавани"),
    "sv": ("hamn", "hamnen"),
}


@pytest.mark.parametrize("language", sorted(STEMMED))
def test_a_word_finds_its_forms_in_the_language_of_the_documents(language: str) -> None:
    one, other = map(fold, FORMS[language])

    assert Forms(one, (language,)).matches(other)
    assert other.startswith(Forms(one, (language,)).beginnings)


@given(
    st.sampled_from(sorted(STEMMED)),
    st.text(alphabet="abcdefghijlmnorstuvyz", min_size=2, max_size=8),
    st.sampled_from(["", "s", "en", "emment", "ent", "euse", "eux", "mente", "lig", "ung", "iert"]),
    st.sampled_from(["", "e", "ent", "ente", "er", "ne", "ar", "eux", "lese", "ant", "ations"]),
)
def test_all_forms_begin_as_an_index_looks_them_up(
    language: str, root: str, one: str, other: str
) -> None:
    word, form = root + one, root + other

    if stem(word, language) == stem(form, language):
        assert form.startswith(Forms(word, (language,)).beginnings)


def test_the_languages_are_those_of_the_catalogue(
    own_service: SearchService, own_library: Catalogue, tmp_path: Path
) -> None:
    said = Said("Wir bauen zwei Kräne", "Jörg Weiß")
    make_page(tmp_path, said, name="1.txt").add_to(own_library)
    assert len(own_service.search("kränen ")) == 0  # English knows no such form

    make_page(tmp_path, said, name="2.txt", headline="Kran", language="de").add_to(own_library)

    assert own_library.languages() == {"de", "en"}
    assert len(own_service.search("kränen ")) == 3
    own_service.sync()
    assert len(own_service.search("kränen ")) == 3


def test_unknown_languages_are_read_as_english() -> None:
    assert stemmed_languages(["tlh"]) == ("en",)
    assert stemmed_languages(["nb", "de-AT"]) == ("de", "no")


@pytest.mark.parametrize(("one", "other"), [("ещё", "еще"), ("Übergröße", "ubergrosse")])
def test_what_readers_type_without_marks_is_the_same_word(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(("one", "other"), [("мой", "мои"), ("їх", "іх"), ("ў", "у")])
def test_letters_of_their_own_stay(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@given(
    st.lists(st.text(alphabet="离开港口我们", min_size=1, max_size=8), min_size=1, max_size=4),
    st.text(alphabet="离开港口我们", min_size=1, max_size=3),
)
def test_scripts_without_spaces_are_found_exactly_where_they_stand(
    texts: list[str], wanted: str
) -> None:
    from search.highlighting import highlights
    from search.parsing import parse

    for text in texts:
        found = highlights(parse(wanted), text)

        assert bool(found) == (wanted in text)
        assert all(wanted in span.of(text) for span in found)
