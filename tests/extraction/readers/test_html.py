"""What a saved page becomes: its article, captions and credits, and what it states of itself."""

from __future__ import annotations

import gzip
import json
from datetime import date
from pathlib import Path

import pytest

from extraction.errors import UnreadableDocument
from extraction.findings import Document, LeftOut, Omission, Statement, StatementField
from extraction.readers import read
from extraction.readers.page import article, markup
from extraction.readers.page.blocks import render

PAGES = Path(__file__).resolve().parents[3].parent / "shared" / "corpora" / "article_pages"

STORY = """
<p>The harbour of Ystra will stay closed until the ice is gone, the harbour master said on Monday,
and nobody in the small town expects that to happen before the middle of March.</p>
<p>“We will not open a single gate before the ice has left the basin,” said Marta Lind, who has been
in office since the great flood and is not known for changing her mind about such things.</p>
<p>The fishermen, who have waited for eleven weeks, took the news calmly. Some of them mended nets
in the old customs hall, others had gone to look for work on the other side of the sound.</p>
"""
CHROME = """
<nav><ul><li><a href="/">Home</a></li><li><a href="/sport">“All the news that we could print”</a>
</li></ul></nav>
"""


def page(body: str, head: str = "") -> str:
    return f"<!DOCTYPE html><html lang=en><head>{head}</head><body>{CHROME}{body}</body></html>"


def saved(folder: Path, content: str | bytes, name: str = "page.html") -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def read_page(folder: Path, body: str, head: str = "") -> Document:
    return read(saved(folder, page(body, head)))


def test_the_article_is_taken_and_the_navigation_is_accounted_for(tmp_path: Path) -> None:
    document = read_page(tmp_path, f"<main><h1>Harbour stays shut</h1>{STORY}</main>")

    lines = document.text.split("\n")
    assert lines[0] == "Harbour stays shut"
    assert lines[1].startswith("The harbour of Ystra")
    assert lines[2].startswith(
        "“We will not open a single gate before the ice has left the basin,”"
    )
    assert document.media_type == "text/html"
    assert document.headline == "Harbour stays shut"
    assert document.left_out == (LeftOut("All the news that we could print", Omission.NAVIGATION),)


def test_captions_and_credits_are_lines_of_their_own_in_reading_order(tmp_path: Path) -> None:
    first, second, third = STORY.strip().split("</p>")[:3]
    figure = (
        '<figure><img src="/img/basin.jpg" alt=""><figcaption>The basin in February. '
        '<span class="credit">© Reuters/Ada Holm</span></figcaption></figure>'
    )
    document = read_page(tmp_path, f"<article>{first}</p>{figure}{second}</p>{third}</p></article>")

    lines = document.text.split("\n")
    assert lines[1:3] == ["The basin in February.", "© Reuters/Ada Holm"]
    assert lines[3].startswith("“We will not open")
    (picture,) = document.pictures
    assert picture.address == "/img/basin.jpg"
    assert picture.caption
    assert picture.caption.of(document.text) == "The basin in February."
    assert picture.credit
    assert picture.credit.of(document.text) == "© Reuters/Ada Holm"


def test_a_credit_that_only_json_ld_states_is_kept_beside_the_picture(tmp_path: Path) -> None:
    stated = {
        "@type": "NewsArticle",
        "image": {
            "@type": "ImageObject",
            "url": "https://news.example/img/basin.jpg",
            "creditText": "Ada Holm",
        },
    }
    head = f'<script type="application/ld+json">{json.dumps(stated)}</script>'

    document = read_page(
        tmp_path, f"<article><img src='page_files/basin.jpg'>{STORY}<img src=x.gif></article>", head
    )

    assert document.pictures[0].stated_credit == "Ada Holm"


def test_what_the_page_states_is_kept_with_where_it_states_it(tmp_path: Path) -> None:
    stated = {
        "@graph": [
            {"@type": "WebSite", "name": "not this"},
            {
                "@type": ["NewsArticle"],
                "headline": "Harbour stays shut",
                "datePublished": "2024-02-12T23:30:00-05:00",
                "author": [{"name": "Ada Holm"}, {"name": "Per Lund"}],
                "publisher": {"name": "The Sound"},
            },
        ]
    }
    head = (
        f'<script type="application/ld+json">{json.dumps(stated)}</script>'
        '<script type="application/ld+json">{broken</script>'
        '<meta property="article:published_time" content="2024-02-13">'
        '<meta property="og:site_name" content="Sound Online">'
        '<link rel="canonical" href="https://sound.example/">'
        '<meta property="og:url" content="https://sound.example/2024/02/12/harbour">'
    )

    document = read_page(tmp_path, f"<article>{STORY}</article>", head)

    # The day is the writer's own, not that of Greenwich.
    assert document.published_on == date(2024, 2, 12)
    assert document.byline == "Ada Holm, Per Lund"
    assert document.outlet == "The Sound"
    # A canonical link to the front page is a fault of templates.
    assert document.address == "https://sound.example/2024/02/12/harbour"
    assert document.language == "en"
    dates = [said for said in document.statements if said.field is StatementField.PUBLISHED_ON]
    assert dates == [
        Statement(StatementField.PUBLISHED_ON, "2024-02-12", "JSON-LD datePublished"),
        Statement(StatementField.PUBLISHED_ON, "2024-02-13", "meta article:published_time"),
        Statement(StatementField.PUBLISHED_ON, "2024-02-12", "address"),
    ]


@pytest.mark.parametrize(
    ("byline", "name"),
    [
        ("By Ada Holm", "Ada Holm"),
        ("Von Ada Holm | 12. Februar 2024", "Ada Holm"),
        ("Ada Holm Published 7:07 PM EST Nov 19, 2019", "Ada Holm"),
        ("Ada Holm, Special Correspondent", "Ada Holm, Special Correspondent"),
    ],
)
def test_a_byline_is_freed_of_what_is_printed_around_it(
    tmp_path: Path, byline: str, name: str
) -> None:
    document = read_page(tmp_path, f"<article><p class=byline>{byline}</p>{STORY}</article>")

    assert document.byline == name


def test_the_comment_of_the_browser_that_saved_it_gives_the_address(tmp_path: Path) -> None:
    saved_from = "<!-- saved from url=(0032)https://sound.example/2024/harbour -->"
    path = saved(tmp_path, page(STORY).replace("<html", f"{saved_from}<html"))

    document = read(path)

    assert document.address == "https://sound.example/2024/harbour"
    assert document.outlet == "sound.example"


@pytest.mark.parametrize(
    "post",
    [
        '<div class="block"><time>12.{n}</time><h2>Gate {n}</h2>{text}</div>',
        "<article><h2>Gate {n}</h2>{text}</article>",
        "<section><div><span>12.{n}</span></div><div>{text}</div></section>",
        "<li><h3>Gate {n}</h3>{text}</li>",
    ],
)
def test_a_live_blog_keeps_every_quotation(tmp_path: Path, post: str) -> None:
    posts = "".join(
        post.format(
            n=n,
            text=f"<p>The mayor of town {n} said: “We will not close harbour {n} before the ships "
            "are in.” Nobody answered her at first.</p><p>More from the quay at noon.</p>",
        )
        for n in range(73)
    )

    document = read_page(tmp_path, f"<main><h1>Live</h1><div class=live-blog>{posts}</div></main>")

    assert document.text.count("We will not close harbour") == 73


def test_stories_side_by_side_are_parted(tmp_path: Path) -> None:
    other = STORY.replace("Ystra", "Hamn").replace("Marta Lind", "Olle Berg")

    document = read_page(
        tmp_path,
        f"<main><article><h2>Ystra waits</h2>{STORY}</article>"
        f"<article><h2>Hamn waits too</h2>{other}</article></main>",
    )

    assert [document.text[at:].split("\n")[0] for at in document.stories] == [
        "Ystra waits",
        "Hamn waits too",
    ]


@pytest.mark.parametrize(
    ("encoding", "declared"),
    [("utf-8", "iso-8859-1"), ("cp1252", "iso-8859-1"), ("cp1250", "windows-1250"),
     ("utf-8", ""), ("utf-16", "utf-8")],
)  # fmt: skip
def test_an_encoding_is_proved_before_it_is_believed(
    tmp_path: Path, encoding: str, declared: str
) -> None:
    story = STORY.replace("Ystra", "Łódź" if encoding == "cp1250" else "Malmö")
    markup_ = page(f"<article>{story}</article>", f'<meta charset="{declared}">')

    document = read(saved(tmp_path, markup_.encode(encoding)))

    assert f"The harbour of {'Łódź' if encoding == 'cp1250' else 'Malmö'} will" in document.text
    assert "“We will not open" in document.text
    assert document.warnings == ()


def test_entities_soft_hyphens_and_line_breaks_are_what_a_reader_sees(tmp_path: Path) -> None:
    story = STORY.replace("harbour of", "har&shy;bour&nbsp;of").replace("Monday,", "Monday,<br>")

    document = read_page(tmp_path, f"<article>{story}</article>")

    assert "The harbour\u00a0of Ystra" in document.text
    assert "on Monday,\nand nobody" in document.text


def test_a_page_without_words_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableDocument, match="shows no words"):
        read(saved(tmp_path, "<html><body><script>render()</script><img src=a.png></body></html>"))


@pytest.mark.skipif(not PAGES.is_dir(), reason="the corpus of saved pages is not here")
def test_every_marked_passage_of_real_pages_is_kept_or_accounted_for(tmp_path: Path) -> None:
    for packed in sorted(PAGES.glob("html/*.gz"))[::12]:
        document = read(saved(tmp_path, gzip.decompress(packed.read_bytes())))
        shown = render(
            markup.parse(gzip.decompress(packed.read_bytes()).decode("utf-8", "replace"))
        )
        left_out = {left.words for left in document.left_out}
        for block in shown.blocks:
            for words in article.marked_passages(block.text):
                assert words in document.text or words in left_out or "\ufffd" in words
