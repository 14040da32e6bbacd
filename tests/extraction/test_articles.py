"""A page parted into its stories."""

from __future__ import annotations

import itertools
from collections.abc import Callable

from hypothesis import given
from hypothesis import strategies as st

from extraction import Document, Findings
from extraction import extract as extract_document

Extract = Callable[..., Findings]

QUIET = "The harbour was quiet all week and the cranes stood still over the water. "


def test_a_headline_that_starts_over_opens_a_new_story(extract: Extract) -> None:
    headline = "Engineer Lindqvist says Tarn quay will have to close"
    text = (
        f"Peter Mora thanked Mara Lindqvist on Monday. {QUIET * 7}\n\n{headline}\n\n"
        f"Harbour engineer Mara Lindqvist has handed in her report on the old quay. {QUIET}"
    )

    first, second = extract(text).articles

    assert second.headline is not None
    assert second.headline.of(text) == headline
    assert (first.span.start, first.span.end, second.span.end) == (
        0,
        second.headline.start,
        len(text),
    )


def test_a_subheading_opens_none(extract: Extract) -> None:
    text = (
        f"Peter Mora thanked Mara Lindqvist on Monday. {QUIET * 7}\n\nWhat comes next\n\n"
        f"Lindqvist will hand in her report on the old quay in May. {QUIET}"
    )

    assert len(extract(text).articles) == 1


WORDS = st.sampled_from(
    [
        "Mara Lindqvist",
        "said",
        "“",
        "”",
        '"',
        "'",
        "he",
        "told",
        "Reuters",
        ".",
        ",",
        "\n\n",
        "\n",
        "the quay",
        "on Monday",
        "©",
        "Foto:",
        "according to",
        "«",
        "»",
        ":",
        "‘",
        "’",
        "…",
        "who",
    ]
)


@given(st.lists(WORDS, max_size=60).map(" ".join))
def test_findings_lie_in_the_text_and_articles_tile_it(text: str) -> None:
    findings = extract_document(Document("page.txt", text, "0" * 64, "text/plain"))

    edges = [article.span.start for article in findings.articles]
    assert edges == [0, *(article.span.end for article in findings.articles)][:-1]
    assert findings.articles[-1].span.end == len(text)
    for attribution in findings.attributions:
        spans = [*attribution.content]
        assert all(0 <= span.start < span.end <= len(text) for span in spans)
        assert all(a.end <= b.start for a, b in itertools.pairwise(spans))
        assert attribution.speaker is None or attribution.speaker in findings.entities
        for evidence in attribution.evidence:
            assert all(0 <= word.start < word.end <= len(text) for word in evidence.words)
