"""Languages besides English: marks, verbs of speech, pronouns, days and lead words of credits."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from extraction import Findings

Extract = Callable[..., Findings]

PUBLISHED = date(2026, 3, 5)
"""A Thursday."""


def said(findings: Findings, text: str) -> list[tuple[str | None, str]]:
    return [(a.speaker.name if a.speaker else None, a.text_in(text)) for a in findings.attributions]


@pytest.mark.parametrize(
    ("language", "text", "words"),
    [
        ("de", "„Der Kai wird halten“, sagte Mara Lindqvist am Montag der Presse.", "Der Kai wird"),
        ("de", "Die Ingenieurin Mara Lindqvist erklärte: »Der Kai ist zu.«", "Der Kai ist zu."),
        ("fr", "« Le quai tiendra », a déclaré Mara Lindqvist à la presse.", "Le quai tiendra"),
        ("fr", "Selon Mara Lindqvist, « le quai tiendra cent ans » et plus.", "le quai tiendra"),
        ("es", "«El muelle aguantará», dijo Mara Lindqvist a la prensa.", "El muelle aguantará"),
        (
            "es",
            "Según Mara Lindqvist, “el muelle aguantará cien años” y más.",
            "el muelle aguantará",
        ),
        ("ru", "«Причал выдержит», — сказала Мара Линдквист на встрече.", "Причал выдержит"),
        ("ru", "На встрече Мара Линдквист заявила: «Причал выдержит».", "Причал выдержит"),
    ],
)
def test_a_quotation_has_its_speaker_in_every_language_that_is_read(
    extract: Extract, language: str, text: str, words: str
) -> None:
    findings = extract(text)

    ((speaker, quotation),) = said(findings, text)
    assert speaker in ("Mara Lindqvist", "Мара Линдквист")
    assert quotation.startswith(words)
    assert (findings.language, findings.warnings) == (language, ())


@pytest.mark.parametrize(
    "text",
    [
        "Ana Lind kam nach Tarn. Der Wirt Peter Mora kam nicht. „Der Kai ist zu“, sagte sie.",
        "Peter Mora no vino. Ana Lind llegó a la ciudad. «El muelle está cerrado», dijo ella.",
        "Peter Mora ne viendra pas. Ana Lind est arrivée. Elle a déclaré : « Le quai est fermé. »",
        "Пётр Мора не пришёл. Анна Линд приехала в город. «Причал закрыт», — сказала она.",
    ],
)
def test_she_is_the_woman_in_every_language_that_is_read(extract: Extract, text: str) -> None:
    ((speaker, _),) = said(extract(text), text)

    assert speaker in ("Ana Lind", "Анна Линд")


@pytest.mark.parametrize(
    "text",
    [
        "„Der Kai wird halten“, sagte Mara Lindqvist am Montag der Presse.",
        "« Le quai tiendra », a déclaré lundi Mara Lindqvist à la presse.",
        "«El muelle aguantará», dijo Mara Lindqvist el lunes a la prensa.",
        "«Причал выдержит», — сказала Мара Линдквист в понедельник.",
    ],
)
def test_days_are_read_in_every_language_that_is_read(extract: Extract, text: str) -> None:
    (attribution,) = extract(text, published_on=PUBLISHED).attributions

    assert attribution.said_on is not None
    assert attribution.said_on.on == date(2026, 3, 2)


@pytest.mark.parametrize(
    ("line", "creator", "agency"),
    [
        ("Foto: Ana Rehova/dpa", "Ana Rehova", "dpa"),
        ("Crédit photo : Ana Rehova/AFP", "Ana Rehova", "AFP"),
        ("Foto: Ana Rehova/EFE", "Ana Rehova", "EFE"),
        ("Фото: Анна Рехова / ТАСС", "Анна Рехова", "ТАСС"),
    ],
)
def test_credits_are_led_in_by_their_languages_words(
    extract: Extract, line: str, creator: str, agency: str
) -> None:
    (credit,) = extract(line).credits

    assert (credit.creator, credit.agency) == (creator, agency)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (
            "it",
            (
                "Per il sindaco la banchina non è sicura e non si apre. «La banchina è chiusa», "
                "ha detto Mara Lindqvist alla stampa, e il consiglio della città non ha risposto."
            ),
        ),
        (
            "nl",
            (
                "De kade is al een week dicht en het is niet bekend of ze weer opent. “De kade is "
                "dicht,” zei Mara Lindqvist op het stadhuis, en ook de burgemeester was er niet."
            ),
        ),
        (
            "und",
            "“Kai suljetaan nyt,” sanoi Mara Lindqvist toimittajille. "
            + "Satama pysyy kiinni kunnes tarkastus valmistuu ensi viikolla kaupungissa. " * 5,
        ),
    ],
)
def test_another_language_gives_marks_and_names_and_says_so(
    extract: Extract, language: str, text: str
) -> None:
    findings = extract(text)

    ((speaker, _),) = said(findings, text)
    (warning,) = findings.warnings
    assert (findings.language, speaker) == (language, "Mara Lindqvist")
    assert "English, German, French, Spanish and Russian" in warning
    assert "Check them" in warning
