"""`onrecord evaluate`: the scores on somebody's own annotations, or a sentence about a bad line."""

from __future__ import annotations

import importlib.util
import json
import random
from pathlib import Path
from typing import Any

import pytest

from extraction.evaluate import score
from onrecord.evaluating import as_record
from tests.onrecord.conftest import OnRecord

SCORER = Path(__file__).resolve().parents[2].parent / "shared" / "quote_eval" / "quote_eval.py"
TEXT = 'Mara Lindqvist came at noon. "The quay is safe," she said.'
QUOTE = {
    "start": 30,
    "end": 47,
    "type": "direct",
    "speaker": {"start": 49, "end": 52, "text": "she", "name": "Mara Lindqvist", "kind": "pronoun"},
}
GOLD = {"id": "1", "text": TEXT, "quotes": [QUOTE]}

Record = dict[str, Any]


def written(path: Path, *records: object) -> Path:
    path.write_text("".join(json.dumps(r) + "\n" for r in records), encoding="utf-8")
    return path


def test_without_findings_the_texts_are_extracted_and_scored(
    onrecord: OnRecord, tmp_path: Path
) -> None:
    ran = onrecord("evaluate", written(tmp_path / "gold.jsonl", GOLD), "--json")

    (scores,) = ran.objects
    assert (ran.code, ran.err) == (0, "")
    assert scores["end_to_end_strict"] == {
        "p": 1.0,
        "r": 1.0,
        "f1": 1.0,
        "tp": 1,
        "pred": 1,
        "gold": 1,
    }


def test_findings_of_another_program_are_scored(onrecord: OnRecord, tmp_path: Path) -> None:
    gold = written(tmp_path / "gold.jsonl", GOLD, {**GOLD, "id": "2"})
    echoed = {**QUOTE, "speaker": {"start": 49, "end": 52, "text": "she", "name": "she"}}
    found = written(tmp_path / "found.jsonl", {"id": "1", "quotes": [echoed]})

    ran = onrecord("evaluate", gold, found)

    assert ran.out.startswith("2 documents")
    assert "Nothing was found or given for 1 of them." in ran.out
    rows = {line[:26].strip(): line[26:].split() for line in ran.out.splitlines()}
    assert rows["same words"] == ["1.000", "0.500", "0.667", "1", "1", "2"]
    assert rows["words and speaker"] == ["0.000", "0.000", "0.000", "0", "1", "2"]
    assert rows["by a pronoun"] == ["1", "0.000", "0.000", "1.000"]


def test_whole_statements_are_found_when_asked_for(onrecord: OnRecord, tmp_path: Path) -> None:
    text = 'Mara Lindqvist said the closed quay was "not safe" for the ships.'
    start = text.index("the closed")
    quote = {
        "start": start,
        "end": len(text) - 1,
        "type": "mixed",
        "speaker": {"text": "Mara Lindqvist", "name": "Mara Lindqvist"},
    }
    gold = written(tmp_path / "gold.jsonl", {"id": "1", "text": text, "quotes": [quote]})

    (stretches,) = onrecord("evaluate", gold, "--json").objects
    (whole,) = onrecord("evaluate", gold, "--json", "--whole").objects

    assert (stretches["end_to_end"]["tp"], whole["end_to_end"]["tp"]) == (0, 1)


@pytest.mark.parametrize(
    ("second", "says"),
    [
        ("{", "line 2 is not JSON"),
        ("[]", "line 2 is no object"),
        ('{"text": "", "quotes": []}', "line 2 has no “id”"),
        ('{"id": "2", "quotes": []}', "line 2 has no “text”"),
        ('{"id": "2", "text": ""}', "line 2 has no list of “quotes”"),
        ('{"id": "1", "text": "", "quotes": []}', "line 2 has the “id” of line 1"),
        (
            '{"id": "2", "text": "", "quotes": [{"start": 0.5, "end": 2}]}',
            "line 2 has a quotation (number 1) without whole numbers as “start” and “end”",
        ),
        (
            '{"id": "2", "text": "", "quotes": [{"start": 0, "end": 2, "speaker": "Weiss"}]}',
            "line 2 has a quotation (number 1) whose “speaker” is no object",
        ),
        (
            '{"id": "2", "text": "", "quotes": [], "ignore": [3]}',
            "line 2 has an “ignore” that is no list of [start, end]",
        ),
    ],
)
def test_a_bad_line_is_named_in_one_sentence(
    onrecord: OnRecord, tmp_path: Path, second: str, says: str
) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text(json.dumps(GOLD) + "\n" + second + "\n", encoding="utf-8")

    ran = onrecord("evaluate", path)

    (line,) = ran.err.splitlines()
    assert (ran.code, ran.out) == (2, "")
    assert line.startswith(f"Cannot evaluate “gold.jsonl”: {says}")


def a_record(chance: random.Random, number: int, text: str) -> Record:
    return {"id": str(number), "text": text, "quotes": [a_quote(chance, text) for _ in range(6)]}


def a_quote(chance: random.Random, text: str) -> Record:
    start = chance.randrange(len(text) - 12)
    end = start + chance.randrange(1, 30)
    made: Record = {"start": start, "end": min(end, len(text)), "speaker": a_speaker(chance, text)}
    if chance.random() < 0.3:
        middle = (made["start"] + made["end"]) // 2
        made["spans"] = [[made["start"], middle], [middle + 2, made["end"] + 4]]
    if chance.random() < 0.7:
        made["type"] = chance.choice(["direct", "mixed", "indirect"])
    return made


def a_speaker(chance: random.Random, text: str) -> Record | None:
    if chance.random() < 0.2:
        return None
    names = ["Mara Lindqvist", "Lindqvist", "Dr. Lindqvist’s", "she", "the mayor", "Oskar Lind", ""]
    start = chance.randrange(len(text) - 9)
    made: Record = {"text": chance.choice(names), "name": chance.choice([*names, None])}
    if chance.random() < 0.8:
        made |= {"start": start, "end": start + chance.randrange(1, 9)}
    if chance.random() < 0.6:
        made["kind"] = chance.choice(["name", "pronoun", "nominal"])
    if chance.random() < 0.2:
        made["name_from"] = "unresolved"
    if chance.random() < 0.2:
        made["aliases"] = ["M. Lindqvist"]
    return made


@pytest.mark.skipif(not SCORER.is_file(), reason="the shared scorer is not beside the checkout")
@pytest.mark.parametrize("types", [(), ("direct",), ("direct", "mixed")])
def test_the_scores_are_those_of_the_shared_scorer(types: tuple[str, ...]) -> None:
    spec = importlib.util.spec_from_file_location("quote_eval", SCORER)
    assert spec is not None
    assert spec.loader is not None
    shared = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(shared)

    for seed in range(60):
        chance = random.Random(seed)
        text = "".join(chance.choice(TEXT) for _ in range(120))
        gold = [a_record(chance, number, text) for number in range(3)]
        for record in gold[:2]:
            record["ignore"] = [[10, 10 + chance.randrange(40)]]
        found = [
            {
                "id": record["id"],
                "quotes": [
                    *(q for q in record["quotes"] if chance.random() < 0.5),
                    *({**q, "speaker": a_speaker(chance, text)} for q in record["quotes"][:2]),
                    *(a_quote(chance, text) for _ in range(3)),
                ],
            }
            for record in gold[chance.randrange(2) :]
        ]
        least = chance.choice([0.8, 0.5, 1.0])

        ours = as_record(score(gold, found, least_overlap=least, types=types))

        theirs = shared.score(gold, found, iou=least, types=set(types) or None)
        assert ours == theirs, seed
