"""How fast a folder of small articles becomes a catalogue that can be searched, and at what cost.

    python tests/benchmarks/import_speed.py [COUNT]

COUNT articles (10,000) of 150 to 250 words with two or three quotations are written to a temporary
folder, imported by the command line as a user would, and indexed. Told are articles a second of the
clock, CPU milliseconds an article (in workers: reading and extracting; in the importer: the
catalogue; then the index), the largest memory of all its processes together, and whether everything
was found. Beside it, in the same run: the same texts into a bare SQLite table with full-text
search, one transaction a hundred, which knows no speaker; and trafilatura on the same texts as web
pages, which knows no catalogue.
"""

from __future__ import annotations

import random
import sys
from pathlib import Path

HOME = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(HOME))


_FIRST = "Ana Boris Clara Dmitri Elena Farid Greta Hugo Ines Jonas Katya Luis Mara Nils Olga Petra"
_LAST = "Lind Okafor Weiss Nowak Tanaka Brandt Moreau Silva Haddad Kovac Jensen Petrov Quist Rossi"
_OFFICES = ("Harbour Minister", "Mayor", "Professor", "Police chief", "Union leader", "Bishop")
_PLACES = ("Bremen", "Split", "Aarhus", "Vigo", "Tartu", "Ghent", "Izmir", "Cork", "Bergen", "Lviv")
_THINGS = ("ferry", "bridge", "school", "budget", "strike", "market", "dam", "tram", "clinic")
_SPOKEN = (
    "we counted the {thing} money twice and found nothing missing",
    "nobody in {place} will pay for a {thing} that does not work",
    "the {thing} opens in spring, whatever the council decides",
    "I have never seen so many people wait for a {thing}",
    "we are not going to close the {thing} because of one letter",
    "the people of {place} deserve a better {thing} than this one",
)
_TOLD = (
    "The decision on the {thing} had been put off three times since the autumn.",
    "About {n} residents of {place} came to the hall, where the windows had been left open.",
    "The figures for the {thing} were published in the yearly report and run to {n} pages.",
    "Traffic near the station in {place} was light, and shops stayed open until the evening.",
    "Work on the {thing} is expected to cost {n} thousand and to last for two summers.",
    "The committee meets again next month, when the plans for {place} are to be shown.",
    "An older {thing} had stood on the same ground until a storm took its roof away.",
)


def article(number: int) -> str:
    """Return an article; the same for the same number. Its reference word occurs in no other."""
    chance = random.Random(number)
    place, thing = chance.choice(_PLACES), chance.choice(_THINGS)

    def filled(form: str) -> str:
        return form.format(thing=thing, place=place, n=chance.randrange(20, 900))

    def sentence() -> str:
        return filled(chance.choice(_TOLD))

    paragraphs = [f"{place} argues about its {thing}, case {word_of(number)}"]
    for count in range(chance.randint(2, 3)):
        name = f"{chance.choice(_FIRST.split())} {chance.choice(_LAST.split())}"
        said = filled(chance.choice(_SPOKEN))
        words = said[0].upper() + said[1:]
        if count == 0:
            words += f", and {word_of(number)} is the name of our case"
        who = f"{chance.choice(_OFFICES)} {name}"
        paragraphs.append(" ".join(sentence() for _ in range(chance.randint(2, 3))))
        paragraphs.append(
            f"“{words},” {who} said on Monday. {sentence()}"
            if chance.random() < 0.6
            else f"{who} told reporters: “{words}.” {sentence()}"
        )
    while sum(len(paragraph.split()) for paragraph in paragraphs) < 150:
        paragraphs.append(f"{sentence()} {sentence()}")
    return "\n\n".join(paragraphs) + "\n"


def word_of(number: int) -> str:
    """Return a word that stands for a number and looks like a name."""
    letters = ""
    for _ in range(4):
        number, digit = divmod(number, 16)
        letters += "bdfgklmnprstvwxz"[digit] + "aeiou"[(digit + number) % 5]
    return letters.capitalize()
