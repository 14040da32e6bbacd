"""The hard cases of news prose that have no home of their own, one promise each.

Apostrophes, reopened and forgotten marks stand in `test_marks`; places of the speaker, addressees,
spokesmen, metonyms, groups and scare quotes in `test_speakers`; pronouns and surnames in
`test_coreference`; glued credits in `test_credits`; several stories in `test_articles`.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from extraction import Attribution, Findings, Kind, Omission, read
from extraction import extract as extract_document

Extract = Callable[..., Findings]


def quoted(findings: Findings) -> list[Attribution]:
    return [a for a in findings.attributions if a.kind is not Kind.INDIRECT]


def said(findings: Findings, text: str) -> list[tuple[str | None, str]]:
    """Return who said what, in reading order."""
    return [(a.speaker.name if a.speaker else None, a.text_in(text)) for a in quoted(findings)]


# Marks


def test_words_whose_first_mark_was_lost_are_a_quotation(extract: Extract) -> None:
    text = "The quay is shut,” Mara Lindqvist said.\n\n“We will stay,” said Peter Mora."

    assert said(extract(text), text) == [
        ("Mara Lindqvist", "The quay is shut,"),
        ("Peter Mora", "We will stay,"),
    ]


def test_words_whose_last_mark_was_lost_spoil_no_other_quotation(extract: Extract) -> None:
    text = (
        "Mara Lindqvist said: “The quay is shut.\n\nPeter Mora came later. “We will stay,” he said."
    )

    assert said(extract(text), text) == [
        ("Mara Lindqvist", "The quay is shut."),
        ("Peter Mora", "We will stay,"),
    ]


def test_a_number_at_the_head_of_a_quotation_is_nobody(extract: Extract) -> None:
    text = "“Eleven of them stand still,” she said, and wrote it down."

    assert said(extract(text), text) == [(None, "Eleven of them stand still,")]


def test_every_paragraph_of_a_long_quotation_has_its_one_speaker(extract: Extract) -> None:
    text = (
        "Mara Lindqvist said: “The first winter broke two piles.\n\n“The second broke none.\n\n"
        "“Nobody wrote that down.”\n\nPeter Mora left the room."
    )

    assert {speaker for speaker, _ in said(extract(text), text)} == {"Mara Lindqvist"}
    assert len(quoted(extract(text))) == 3


def test_marks_three_deep_are_one_quotation(extract: Extract) -> None:
    text = "“He said, ‘The sign says “Keep out” in red,’ and laughed,” Mara Lindqvist said."

    assert said(extract(text), text) == [
        ("Mara Lindqvist", "He said, ‘The sign says “Keep out” in red,’ and laughed,")
    ]


def test_british_single_marks_hold_speech_apostrophes_and_all(extract: Extract) -> None:
    text = (
        "‘The quay won’t hold,’ said Mara Lindqvist. "
        "‘It’s the workers’ fault, not mine,’ Peter Mora replied."
    )

    assert said(extract(text), text) == [
        ("Mara Lindqvist", "The quay won’t hold,"),
        ("Peter Mora", "It’s the workers’ fault, not mine,"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "``The quay holds,'' said Mara Lindqvist.",
        "`` The quay holds, '' said Mara Lindqvist .",
        "„The quay holds,“ said Mara Lindqvist.",
        "”The quay holds,” said Mara Lindqvist.",
        "« The quay holds, » said Mara Lindqvist.",
        "»The quay holds,« said Mara Lindqvist.",
        '“The quay holds," said Mara Lindqvist.',
        "「The quay holds,」 said Mara Lindqvist.",
        "“The quay holds,”said Mara Lindqvist.",
        "“ The quay holds, ” said Mara Lindqvist.",
        "&ldquo;The quay holds,&rdquo; said Mara Lindqvist.",
        "&quot;The quay holds,&quot; said Mara Lindqvist.",
        "&#8220;The quay holds,&#8221; said Mara Lindqvist.",
        "â€œThe quay holds,â€\x9d said Mara Lindqvist.",
        "â€œThe quay holds,â€ said Mara Lindqvist.",
    ],
)
def test_no_mark_and_no_spacing_hides_a_quotation(extract: Extract, text: str) -> None:
    assert said(extract(text), text) == [("Mara Lindqvist", "The quay holds,")]


def test_entities_are_marks_in_a_page(extract: Extract, tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text(
        "<html><body><article><p>&ldquo;The quay won&rsquo;t hold,&rdquo; said Mara Lindqvist.</p>"
        "<p>The council of Tarn met for the third time in a week and decided nothing.</p>"
        "</article></body></html>"
    )
    document = read(path)

    findings = extract_document(document)

    assert said(findings, document.text) == [("Mara Lindqvist", "The quay won’t hold,")]


def test_a_word_in_marks_inside_a_quotation_is_part_of_it(extract: Extract) -> None:
    text = "“They call it a ‘safe’ quay,” said Mara Lindqvist."

    findings = extract(text)

    assert said(findings, text) == [("Mara Lindqvist", "They call it a ‘safe’ quay,")]
    assert findings.passed_over == ()


def test_titles_of_works_are_passed_over_beside_a_quotation(extract: Extract) -> None:
    text = "“I never read it,” Peter Mora said of the novel “The Long Quay” last week."

    findings = extract(text)

    assert said(findings, text) == [("Peter Mora", "I never read it,")]
    assert [passed.reason for passed in findings.passed_over] == [Omission.TITLE]


# Who speaks


def test_whoever_is_quoted_speaks_and_not_who_quotes(extract: Extract) -> None:
    text = "The Gazette quoted Peter Mora as telling Mara Lindqvist that the quay “will fall”."

    (attribution,) = quoted(extract(text))

    assert attribution.speaker is not None
    assert attribution.speaker.name == "Peter Mora"
    assert attribution.told_to is not None
    assert attribution.told_to.name == "Mara Lindqvist"


def test_according_to_names_the_speaker_though_another_name_follows(extract: Extract) -> None:
    text = "“The quay will fall,” according to Peter Mora, who told Mara Lindqvist so on Monday."

    assert said(extract(text), text) == [("Peter Mora", "The quay will fall,")]


def test_the_inner_speaker_of_a_report_in_a_report_said_the_words(extract: Extract) -> None:
    text = "Peter Mora said that Mara Lindqvist had told him: “The quay will fall.”"

    assert said(extract(text), text) == [("Mara Lindqvist", "The quay will fall.")]


def test_the_order_may_be_inverted_with_a_clause_behind_the_name(extract: Extract) -> None:
    text = (
        "“The quay will fall,” said Mara Lindqvist, who built it with Peter Mora, her brother, in "
        "a single year."
    )

    assert said(extract(text), text) == [("Mara Lindqvist", "The quay will fall,")]


def test_whoever_writes_as_i_is_no_one_that_the_piece_names(extract: Extract) -> None:
    text = (
        "I had known Peter Mora for years. “You never wrote,” I told him. He laughed. "
        "“Neither did you,” he said."
    )

    assert said(extract(text), text) == [
        (None, "You never wrote,"),
        ("Peter Mora", "Neither did you,"),
    ]


def test_two_of_one_surname_are_told_apart_by_their_first_names(extract: Extract) -> None:
    text = (
        "Mara Lindqvist and Anders Lindqvist own the yard. “It is for sale,” Mara said. "
        "“It is not,” Anders said."
    )

    assert [speaker for speaker, _ in said(extract(text), text)] == [
        "Mara Lindqvist",
        "Anders Lindqvist",
    ]


def test_a_doctor_and_a_third_of_the_name_are_the_people_themselves(extract: Extract) -> None:
    text = (
        "J. P. Mora III met Dr. Mara Lindqvist in Tarn. “It holds,” Lindqvist said. "
        "“It does not,” Mora said."
    )

    assert [speaker for speaker, _ in said(extract(text), text)] == [
        "Mara Lindqvist",
        "J. P. Mora III",
    ]


# Transcripts, interviews, posts


def test_a_transcript_needs_no_marks(extract: Extract) -> None:
    text = (
        "PETER MORA: Is the quay old?\n\nMARA LINDQVIST: It is “historic”. I built it.\n\n"
        "PETER MORA: Then mend it."
    )

    findings = extract(text)

    assert said(findings, text) == [
        ("Peter Mora", "Is the quay old?"),
        ("Mara Lindqvist", "It is “historic”. I built it."),
        ("Peter Mora", "Then mend it."),
    ]
    assert quoted(findings)[0].evidence[0].rule == "the name before the colon"


def test_questions_and_answers_name_nobody(extract: Extract) -> None:
    text = "Q: Is the quay old?\n\nA: It is forty years old.\n\nQ: Who built it?\n\nA: We did."

    assert said(extract(text), text) == [
        (None, "Is the quay old?"),
        (None, "It is forty years old."),
        (None, "Who built it?"),
        (None, "We did."),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "PHOTO: The quay in May\n\nWATCH: The quay falls\n\nREAD MORE: Who built it",
        "Monday: The quay opens\n\nTuesday: The quay shuts\n\nWednesday: The quay opens",
        "Price: Ten crowns\n\nPrice: Twelve crowns\n\nPrice: Two crowns",
        "PETER MORA: Is the quay old?\n\nNobody answered him that day.",
    ],
)
def test_labels_are_no_conversation(extract: Extract, text: str) -> None:
    assert quoted(extract(text)) == []


@pytest.mark.parametrize(
    "text",
    [
        "Mara Lindqvist tweeted: “The quay holds.”",
        "“The quay holds.” Mara Lindqvist wrote on Facebook on Monday.",
        "Mara Lindqvist (@maralind)\n3 March 2026\n“The quay holds.”",
    ],
)
def test_a_post_is_its_writers(extract: Extract, text: str) -> None:
    assert said(extract(text), text) == [("Mara Lindqvist", "The quay holds.")]


# Credits and captions in the way


def test_the_photographer_of_a_glued_credit_speaks_never(extract: Extract) -> None:
    text = "© Sputnik / Ana RehovaMara Lindqvist speaks in Tarn. “The quay is shut,” she said."

    findings = extract(text)

    assert said(findings, text) == [("Mara Lindqvist", "The quay is shut,")]
    assert [credit.creator for credit in findings.credits] == ["Ana Rehova"]


def test_a_credit_inside_a_sentence_leaves_the_sentence_whole(extract: Extract) -> None:
    text = (
        "“The quay is shut,” said Mara Lindqvist (Photo: Ana Rehova/Reuters), the engineer, on "
        "Monday."
    )

    findings = extract(text)

    assert said(findings, text) == [("Mara Lindqvist", "The quay is shut,")]
    assert [credit.creator for credit in findings.credits] == ["Ana Rehova"]


def test_two_captions_in_one_line_keep_their_two_credits(extract: Extract) -> None:
    text = (
        "The quay in May (Photo: Ana Rehova/Reuters) and the quay in June (Photo: Bo Tarn/AFP).\n\n"
        "“It is shut,” said Mara Lindqvist."
    )

    findings = extract(text)

    assert [(credit.creator, credit.agency) for credit in findings.credits] == [
        ("Ana Rehova", "Reuters"),
        ("Bo Tarn", "AFP"),
    ]
    assert said(findings, text) == [("Mara Lindqvist", "It is shut,")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“The quay is shut, said Lee.", [("Lee", "The quay is shut,")]),
        (
            "“The quay is shut, Mara Lee said. Nobody came.\n\nPeter Mora left.",
            [("Mara Lee", "The quay is shut,")],
        ),
        (
            "“Who shut the quay? asked the mayor. Nobody knew.",
            [("the mayor", "Who shut the quay?")],
        ),
    ],
)
def test_words_whose_last_mark_was_forgotten_end_where_the_reporter_goes_on(
    extract: Extract, text: str, expected: list[tuple[str, str]]
) -> None:
    assert said(extract(text), text) == expected
