"""What a reader of a dossier finds: every page number true, every word as it was put in."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pikepdf
import pytest

from dossier.contents import Contents
from extraction.findings import Kind
from tests.dossier import making
from tests.dossier.reading import ReadPage, plain, printed, structure


@pytest.fixture(scope="module")
def big() -> Contents:
    return making.many(140, 9)


@pytest.fixture(scope="module")
def big_pages(big: Contents, tmp_path_factory: pytest.TempPathFactory) -> tuple[ReadPage, ...]:
    return printed(big, tmp_path_factory.mktemp("big"))


def test_a_short_chapter_begins_on_a_page_that_is_half_free(tmp_path: Path) -> None:
    alone = making.chapter("Ada Berg", making.quotation("We counted."))
    long = making.chapter(
        "Bo Sand", *[making.quotation(f"{'We counted ' * 9}{n}.") for n in "12345678"]
    )

    first, second, *_ = printed(making.contents(alone, long), tmp_path)[2:]

    assert "Bo Sand" in first.text.splitlines()
    assert first.words.count("WecountedWecounted") >= 2
    assert plain("We counted 8.") in second.words


def test_contents_name_the_page_on_which_each_part_begins(
    big: Contents, big_pages: tuple[ReadPage, ...]
) -> None:
    listed = next(page for page in big_pages if page.label == "i").text
    begins_on = dict(_numbers_at_line_ends(listed))

    titles = [chapter.title for chapter in big.chapters]
    for title in [*titles, "Photo credits", "Sources", "Evidence", "Index of names"]:
        page = _labelled(big_pages, begins_on[title])
        before = _labelled(big_pages, begins_on[title] - 1) if begins_on[title] > 1 else None
        assert title in page.text
        # The running head repeats the title, so the page before must not carry it as one.
        assert before is None or title not in before.text.splitlines()


def test_index_names_every_page_on_which_someone_is_quoted(
    big: Contents, big_pages: tuple[ReadPage, ...]
) -> None:
    index = plain("\n".join(_section(big_pages, "Index of names")))
    quoting = _pages_before(big_pages, "Photo credits")

    for chapter in big.chapters:
        found_on = [
            int(page.label) for page in quoting if re.search(rf"{chapter.title}\b.* · ", page.text)
        ]
        entry = re.search(rf"{plain(chapter.index_as)},([0-9–,]+)", index)
        assert entry is not None
        assert _expanded(entry.group(1)) == found_on


def test_the_index_has_a_name_once_and_nobody_without_one(tmp_path: Path) -> None:
    told = [making.quotation(told_to=name) for name in ("REUTERS", "Reuters", "the crowd")]

    index = printed(making.contents(making.chapter("Ada Berg", *told)), tmp_path)[-1].text

    assert "Reuters, 1" in index
    assert "REUTERS" not in index
    assert "crowd" not in index


def test_sources_name_every_page_that_cites_them(
    big: Contents, big_pages: tuple[ReadPage, ...]
) -> None:
    sources = "\n".join(_section(big_pages, "Sources")).replace("\r", "")
    quoting = _pages_before(big_pages, "Sources")

    for entry in big.sources:
        cited_on = [
            int(page.label) for page in quoting if plain(entry.headline or "") in page.words
        ]
        told = re.search(
            rf"{entry.document_name}(?: · cited on (.+(?<!,)))?$", sources, re.MULTILINE
        )
        assert told is not None
        assert _expanded(told.group(1) or "") == cited_on
        assert entry.document_sha256 in plain(sources)


@pytest.mark.parametrize("text", making.SCRIPTS)
def test_a_quotation_reads_back_as_it_was_put_in(text: str, tmp_path: Path) -> None:
    entry = making.quotation(text, context="")

    pages = printed(making.contents(making.chapter("Ada Berg", entry)), tmp_path)

    assert plain(text) in _labelled(pages, 1).words


def test_text_is_divided_and_joined_again_without_a_trace(tmp_path: Path) -> None:
    text = " ".join(["unverantwortlicherweise Hafenverwaltungsangelegenheiten"] * 6)
    contents = making.contents(
        making.chapter("Ada Berg", making.quotation(text, context="")), language="de"
    )

    pages = printed(contents, tmp_path)

    assert plain(text) in _labelled(pages, 1).words


def test_reported_speech_never_stands_in_quotation_marks(tmp_path: Path) -> None:
    said = making.quotation("the harbour would close", Kind.INDIRECT)
    quoted = making.quotation("the harbour closes", Kind.DIRECT)

    pages = printed(making.contents(making.chapter("Ada Berg", said, quoted)), tmp_path)

    page = _labelled(pages, 1).words
    assert "“theharbourcloses”" in page
    assert "theharbourwouldclose" in page
    assert not re.search('[“”"„«»]theharbourwouldclose|theharbourwouldclose[“”"„«»]', page)


def test_the_reporters_comma_does_not_stand_in_the_speakers_marks(tmp_path: Path) -> None:
    said = making.quotation("We will stay,", context="")

    pages = printed(making.contents(making.chapter("Ada Berg", said)), tmp_path)

    assert "“Wewillstay”" in _labelled(pages, 1).words


def test_a_character_no_font_has_is_named_and_listed(tmp_path: Path) -> None:
    pages = printed(
        making.contents(making.chapter("Ada Berg", making.quotation("We say 你好."))), tmp_path
    )

    assert "U+4F60" in _labelled(pages, "i").text
    # Beside the mark stands the character itself, for whoever copies it.
    assert "Wesay你好." in _labelled(pages, 1).words


def test_links_lead_to_pages_of_the_dossier_or_to_the_web(tmp_path: Path) -> None:
    hostile = making.source(address="javascript:alert(1)")
    entries = (making.quotation(source=0), making.quotation(source=1))
    contents = making.contents(
        making.chapter("Ada Berg", *entries), sources=(making.source(), hostile)
    )

    printed(contents, tmp_path)

    with pikepdf.Pdf.open(tmp_path / "dossier.pdf") as pdf:
        own = {page.objgen for page in pdf.pages}
        places = pikepdf.NameTree(pdf.Root.Names.Dests)
        links = [link for page in pdf.pages for link in page.get("/Annots", ())]
        inner = [link for link in links if "/Dest" in link]
        outer = [str(link.A.URI) for link in links if "/A" in link]
        assert inner
        assert all(places[str(link.Dest)][0].objgen in own for link in inner)
    assert set(outer) == {"https://post.example/cranes"}


def test_reader_is_told_title_language_and_labels(tmp_path: Path) -> None:
    pages = printed(making.contents(language="de"), tmp_path)

    with pikepdf.Pdf.open(tmp_path / "dossier.pdf") as pdf:
        assert pdf.check_pdf_syntax() == []
        assert str(pdf.docinfo.Title) == "On the record"
        assert str(pdf.Root.Lang) == "de"
        assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
        with pdf.open_outline() as outline:
            titles = [item.title for item in outline.root]
        with pdf.open_metadata() as xmp:
            assert xmp["dc:title"] == "On the record"
            assert xmp["xmp:CreateDate"] == "2026-11-22T00:00:00Z"
    assert titles == ["Contents", "Quotations", "Sources", "Evidence", "Index of names"]
    assert [page.label for page in pages] == ["Cover", "i", "1", "2", "3", "4"]


def test_structure_tree_tells_the_text_in_the_order_of_reading(tmp_path: Path) -> None:
    quoted = making.quotation("We counted " + "twice and again " * 20, context="")
    reported = making.quotation("the cranes would go", Kind.INDIRECT, context="")
    printed(making.contents(making.chapter("Ada Berg", quoted, reported)), tmp_path)

    elements = structure(tmp_path / "dossier.pdf")

    roles = [element.role for element in elements]
    assert roles[roles.index("H2") :][:8] == [
        "H2", "P", "P", "P", "BlockQuote", "P", "BlockQuote", "P",
    ]  # fmt: skip
    first, second = (element for element in elements if element.role == "BlockQuote")
    assert " ".join(first.text.split()) == f"1 “{' '.join(quoted.text.split())}” 1"
    assert second.text.split() == ["2", "reported", "the", "cranes", "would", "go", "1"]
    assert [element.text for element in elements if element.role == "H1"] == [
        "On the record", "Contents", "Sources", "Evidence", "Index of names",
    ]  # fmt: skip
    (note,) = (element for element in elements if element.role == "Note")
    assert note.text.split()[:3] == ["1", "Harbour", "Post,"]
    assert roles.count("TOCI") == 5


def test_structure_tree_tells_what_is_drawn_or_runs_the_other_way(tmp_path: Path) -> None:
    years = [
        making.quotation(said_on=date(year, 3, 2), context="")
        for year in (2018, 2018, 2018, 2019, 2020, 2020, 2021, 2021)
    ]
    arabic = making.quotation(making.ARABIC)
    contents = making.contents(making.chapter("Ada", *years), making.chapter("Leila", arabic))
    printed(contents, tmp_path)

    elements = structure(tmp_path / "dossier.pdf")

    (figure,) = (element for element in elements if element.role == "Figure")
    assert figure.alternative == "Quotations by year. 2018: 3, 2019: 1, 2020: 2, 2021: 2"
    context = f"{making.ARABIC} That was all she said."
    assert [element.actual for element in elements if element.actual] == [making.ARABIC, context]


def test_every_font_is_embedded_and_cut_down(tmp_path: Path) -> None:
    chapters = [making.chapter(text, making.quotation(text)) for text in making.SCRIPTS]

    printed(making.contents(*chapters), tmp_path)

    with pikepdf.Pdf.open(tmp_path / "dossier.pdf") as pdf:
        fonts = [
            font
            for page in pdf.pages
            for font in page.Resources.get("/Font", pikepdf.Dictionary()).as_dict().values()
        ]
        names = {str(font.BaseFont) for font in fonts}
        files = [font.DescendantFonts[0].FontDescriptor.FontFile2 for font in fonts]
        largest = max(len(file.read_bytes()) for file in files)
    assert any("NotoNaskhArabic" in name for name in names)
    assert all(re.fullmatch(r"/[A-Z]{6}\+.+", name) for name in names)
    assert largest < 60_000


def _labelled(pages: tuple[ReadPage, ...], label: int | str) -> ReadPage:
    return next(page for page in pages if page.label == str(label))


def _numbers_at_line_ends(text: str) -> list[tuple[str, int]]:
    lines = (re.fullmatch(r"(.+?)(?:, .+)? (\d+)", line) for line in text.splitlines())
    return [(line.group(1), int(line.group(2))) for line in lines if line]


def _section(pages: tuple[ReadPage, ...], title: str) -> list[str]:
    return [page.text for page in pages if page.text.splitlines()[0].endswith(title)]


def _pages_before(pages: tuple[ReadPage, ...], title: str) -> list[ReadPage]:
    numbered = [page for page in pages if page.label.isdecimal()]
    first = next(n for n, page in enumerate(numbered) if page.text.splitlines()[0].endswith(title))
    return numbered[:first]


def _expanded(ranges: str) -> list[int]:
    pages: list[int] = []
    for part in filter(None, ranges.replace(" ", "").split(",")):
        first, _, last = part.partition("–")
        pages += range(int(first), int(last or first) + 1)
    return pages
