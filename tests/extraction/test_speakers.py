"""Who speaks: every hard case of news prose, each on a text of its own."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from extraction import Attribution, EntityKind, Findings, Kind, Omission

Extract = Callable[..., Findings]


def quoted(findings: Findings) -> list[Attribution]:
    return [a for a in findings.attributions if a.kind is not Kind.INDIRECT]


def speakers(findings: Findings) -> list[str | None]:
    return [a.speaker.name if a.speaker else None for a in quoted(findings)]


@pytest.mark.parametrize(
    "text",
    [
        '"The quay will hold," said Mara Lindqvist.',
        '"The quay will hold," Mara Lindqvist said.',
        '"The quay will hold," said Mara Lindqvist, who built it.',
        '"The quay will hold," Mara Lindqvist, who built it, said on Monday.',
        '"The quay will hold," Mara Lindqvist, 54, an engineer from Tarn, told the inquiry.',
        'Mara Lindqvist said: "The quay will hold."',
        'Mara Lindqvist has always said that the quay "will hold for a hundred years".',
        'According to Mara Lindqvist, the quay "will hold for a hundred years".',
        '"The quay will hold," harbour engineer Mara Lindqvist insisted.',
        '"The quay will hold," said the harbour engineer, Mara Lindqvist.',
        'Mara Lindqvist spoke last. "The quay will hold," she said.',
        'MARA LINDQVIST: "The quay will hold."',
        'The Tarn Gazette quoted Mara Lindqvist as saying "the quay will hold".',
    ],
)
def test_the_speaker_is_named_wherever_the_name_stands(extract: Extract, text: str) -> None:
    assert speakers(extract(text)) == ["Mara Lindqvist"]


def test_whoever_is_told_is_not_the_speaker(extract: Extract) -> None:
    findings = extract('"The crane is old," Peter Mora told Reuters in Tarn.')

    (attribution,) = quoted(findings)
    assert attribution.speaker is not None
    assert attribution.speaker.name == "Peter Mora"
    assert attribution.told_to is not None
    assert attribution.told_to.name == "Reuters"


def test_a_crowd_can_be_told_too(extract: Extract) -> None:
    findings = extract('Peter Mora urged the dockers to "stay at home" until Friday.')

    (attribution,) = quoted(findings)
    assert attribution.told_to is not None
    assert attribution.told_to.name == "the dockers"


def test_a_spokesman_is_not_whom_he_speaks_for(extract: Extract) -> None:
    text = 'Mara Lindqvist stayed away. "She is ill," said a spokesman for Mara Lindqvist.'

    (attribution,) = quoted(extract(text))
    assert attribution.speaker is not None
    assert attribution.speaker.name == "a spokesman for Mara Lindqvist"
    assert attribution.speaker.kind is EntityKind.UNNAMED


def test_a_place_can_speak_for_its_government(extract: Extract) -> None:
    text = 'Moscow added that any landing would be "unacceptable," while adding nothing else.'

    (attribution,) = quoted(extract(text))
    assert attribution.speaker is not None
    assert attribution.speaker.name == "Moscow"
    assert attribution.speaker.kind is EntityKind.PLACE


def test_groups_and_unnamed_people_speak(extract: Extract) -> None:
    text = (
        '"We want our quay back," protesters shouted.\n\n'
        '"It was never theirs," one senior official said.'
    )

    first, second = quoted(extract(text))
    assert first.speaker is not None
    assert second.speaker is not None
    assert (first.speaker.name, first.speaker.kind) == ("protesters", EntityKind.GROUP)
    assert (second.speaker.name, second.speaker.kind) == (
        "one senior official",
        EntityKind.UNNAMED,
    )


def test_a_quotation_inside_a_report_belongs_to_the_reporter(extract: Extract) -> None:
    text = 'Anton Weiss told RT that Peter Mora "agrees" with him.'

    assert speakers(extract(text)) == ["Anton Weiss"]


def test_a_quotation_goes_on_after_its_cue(extract: Extract) -> None:
    text = '"Who would pay for it?" Mara Lindqvist asked. "Nobody would. Not one of them would."'

    first, second = quoted(extract(text))
    assert first.speaker == second.speaker
    assert second.cue == first.cue


def test_an_interrupted_quotation_is_one_quotation(extract: Extract) -> None:
    text = '"We will stay," she said. "We will not leave."'

    (attribution,) = quoted(extract(text))

    assert [span.of(text) for span in attribution.content] == [
        "We will stay,",
        "We will not leave.",
    ]
    assert attribution.cue is not None
    assert attribution.cue.of(text) == "said"


def test_a_paragraph_that_is_only_a_quotation_has_the_speaker_before(extract: Extract) -> None:
    text = (
        "Mara Lindqvist had seen the crack in May, she said.\n\n"
        '"I wrote to them at once. I have the letters at home."'
    )

    assert speakers(extract(text)) == ["Mara Lindqvist"]


def test_a_headline_may_quote_in_single_marks(extract: Extract) -> None:
    text = (
        "Engineer Lindqvist says quay will 'have to close'\n\n"
        "Mara Lindqvist, the harbour engineer, spoke in Tarn on Monday about the state of the quay."
    )

    (attribution,) = quoted(extract(text))
    assert attribution.text_in(text) == "have to close"
    assert attribution.kind is Kind.MIXED
    assert attribution.speaker is not None
    assert attribution.speaker.name == "Mara Lindqvist"


def test_a_headline_that_repeats_a_quotation_of_its_story_is_no_second_one(
    extract: Extract,
) -> None:
    text = (
        "Harbour engineer calls quay ‘a danger to all’\n\n"
        "Mara Lindqvist, the harbour engineer, came to the council on Monday with her letters. "
        "“It is a danger to all,” Lindqvist said."
    )

    findings = extract(text)

    assert [a.text_in(text) for a in quoted(findings)] == ["It is a danger to all,"]
    assert [passed.reason for passed in findings.passed_over] == [Omission.HEADLINE]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("“We were asleep,” the 46-year-old engineer said.", "the 46-year-old engineer"),
        ("“We were asleep,” said the 46-year-old.", "the 46-year-old"),
        ("“We were asleep,” one docker said. “Not all of us,” said another.", "another"),
        ("“We were asleep,” the influential US daily wrote.", "the influential US daily"),
    ],
)
def test_who_is_only_described_can_speak(extract: Extract, text: str, speaker: str) -> None:
    assert speakers(extract(text))[-1] == speaker


def test_mentions_of_one_person_speak_with_one_voice(extract: Extract) -> None:
    text = (
        "Mara Lindqvist came back from Tarn on Monday. Peter Mora was away.\n\n"
        "“Nobody told me,” she said of the crack. “I read of it in the paper,” Lindqvist added."
    )

    assert set(speakers(extract(text))) == {"Mara Lindqvist"}


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('The council wants a new "free and fair" tender next year.', Omission.SCARE_QUOTE),
        ('Peter "Crane" Mora left the hall.', Omission.NICKNAME),
        ('She is known for the novel "The Long Quay" and little else.', Omission.TITLE),
        (
            "The dispute over the quay was a subject on Radio Alder's “Today” on Friday.",
            Omission.TITLE,
        ),
        ('Peter Mora was seen on "The Evening Show" two days before the vote.', Omission.TITLE),
        ("A dozen dockers were joined by the “Long Quay” star on Friday.", Omission.TITLE),
    ],
)
def test_what_is_no_quotation_is_passed_over_with_its_reason(
    extract: Extract, text: str, reason: Omission
) -> None:
    findings = extract(text)

    assert quoted(findings) == []
    assert [passed.reason for passed in findings.passed_over] == [reason]


@pytest.mark.parametrize(
    "text",
    [
        "“Today,” Mara Lindqvist said, “we shut the quay.”",
        "Asked about the quay, Mara Lindqvist told the council: “Sunday Morning.”",
    ],
)
def test_words_that_somebody_says_are_no_title_whatever_they_are(
    extract: Extract, text: str
) -> None:
    findings = extract(text)

    assert findings.passed_over == ()
    assert set(speakers(findings)) == {"Mara Lindqvist"}


@pytest.mark.parametrize("text", ['""', '"..."', "“ ”", '" - "', "'''", '"!" "?"'])
def test_marks_around_no_words_are_no_quotations(extract: Extract, text: str) -> None:
    assert extract(text).attributions == ()


def test_every_speaker_is_one_of_the_entities_and_proved_by_words(extract: Extract) -> None:
    findings = extract('Mara Lindqvist spoke. "It will hold," she said. "Moscow" was silent.')

    for attribution in findings.attributions:
        assert attribution.speaker in findings.entities
        assert attribution.evidence[0].words
        assert 0 < attribution.confidence <= 1


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("“It will hold,” said harbour board spokesman Rolf Amsel.", "Rolf Amsel"),
        (
            "“It will hold,” tweeted Mora spokesman Rolf Amsel. Peter Mora is the mayor.",
            "Rolf Amsel",
        ),
        ("“It will hold,” Mora campaign manager Rolf Amsel said. Peter Mora left.", "Rolf Amsel"),
    ],
)
def test_whoever_speaks_for_somebody_is_not_whom_the_title_names(
    extract: Extract, text: str, speaker: str
) -> None:
    assert speakers(extract(text)) == [speaker]


@pytest.mark.parametrize(
    "text",
    [
        "“It will hold,” Mara Lindqvist, the harbour engineer, said on Monday.",
        "“It will hold,” said Mara Lindqvist, 61, a retired docker who lives in Tarn.",
        "“It will hold.”\n― Mara Lindqvist\n\nNobody else wrote to us.",
    ],
)
def test_a_description_beside_a_name_means_its_bearer(extract: Extract, text: str) -> None:
    assert speakers(extract(text)) == ["Mara Lindqvist"]


def test_days_and_adverbs_that_open_a_sentence_are_nobody(extract: Extract) -> None:
    text = (
        "On Tuesday’s programme, the harbour engineer spoke of “a bad year”. "
        "Ironically, the mayor praised the “brave dockers”."
    )

    names = {entity.name for entity in extract(text).entities}

    assert names.isdisjoint({"Tuesday", "Ironically"})
