"""Who is meant by a short name or a pronoun."""

from __future__ import annotations

from collections.abc import Callable

from extraction import Findings, Kind
from extraction.known import Known, KnownName

Extract = Callable[..., Findings]


def speakers(findings: Findings) -> list[str | None]:
    return [
        a.speaker.name if a.speaker else None
        for a in findings.attributions
        if a.kind is not Kind.INDIRECT
    ]


def test_a_surname_is_the_person_named_in_full(extract: Extract) -> None:
    text = 'Mara Lindqvist came late. "The bus broke down," Lindqvist said.'

    findings = extract(text)

    assert speakers(findings) == ["Mara Lindqvist"]
    assert [e.name for e in findings.entities] == ["Mara Lindqvist"]
    assert findings.entities[0].aliases == ("Lindqvist",)


def test_she_is_the_woman_though_a_man_stands_nearer(extract: Extract) -> None:
    text = 'Maria Lind met Peter Mora at noon. "I told him everything," she said.'

    assert speakers(extract(text)) == ["Maria Lind"]


def test_a_courtesy_title_tells_two_of_one_surname_apart(extract: Extract) -> None:
    text = (
        "Maria Lind and her brother Peter Lind own the yard.\n\n"
        '"It is for sale," Mrs. Lind said.\n\n"It is not," Mr. Lind said.'
    )

    assert speakers(extract(text)) == ["Maria Lind", "Peter Lind"]


def test_initials_and_suffixes_make_no_new_person(extract: Extract) -> None:
    text = (
        'John A. Mora Jr. runs the yard. "We are full," Mora said. "Come in May," John Mora said.'
    )

    assert len(set(speakers(extract(text)))) == 1


def test_a_pronoun_never_reaches_into_the_story_before(extract: Extract) -> None:
    filler = " ".join(["The harbour was quiet all week and the cranes stood still."] * 8)
    text = (
        f"Peter Mora spoke in Tarn. {filler}\n\n"
        "Engineer Lindqvist says Tarn quay will have to close\n\n"
        "Nobody in the harbour office would comment on the report when it was handed in at noon. "
        'Peter Mora was away. Tarn is asleep.\n\n"It is old," she said.'
    )

    assert speakers(extract(text)) != ["Peter Mora"]


def test_the_catalogue_may_know_a_fuller_name(extract: Extract) -> None:
    known = Known({"Mora": KnownName("Peter Mora")})

    assert speakers(extract('"We are full," Mora said.', known=known)) == ["Peter Mora"]


def test_a_name_mostly_of_men_is_not_she(extract: Extract) -> None:
    text = (
        "Bernie Kovac opened the yard in May. Anna Lind, who keeps its books, has left.\n\n"
        '"There was nothing to keep," she said.'
    )

    assert speakers(extract(text)) == ["Anna Lind"]


def test_he_is_who_was_reported_last(extract: Extract) -> None:
    text = (
        "Peter Mora runs for mayor of Tarn and has spoken to the dockers, the fishermen and the "
        "pilots, said James Holm, who teaches history in the town.\n\n"
        '"They are clever about it," he said.'
    )

    assert speakers(extract(text)) == ["James Holm"]
