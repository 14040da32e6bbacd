"""What each command does with a catalogue, and how it ends."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from onrecord import __version__
from tests.onrecord.conftest import PAGE, OnRecord

_README = Path(__file__).resolve().parents[2] / "README.md"

COMMANDS = (
    "new", "import", "list", "versions", "dossier", "export", "verify", "extract", "check"
)  # fmt: skip
LISTS = ("quotations", "people", "outlets", "photos", "documents")


@pytest.mark.parametrize("command", [(), *((name,) for name in COMMANDS)])
def test_every_command_explains_itself(onrecord: OnRecord, command: tuple[str, ...]) -> None:
    ran = onrecord(*command, "--help")

    assert ran.code == 0
    assert "Usage: onrecord" in ran.out
    assert ran.err == ""


@pytest.mark.parametrize("which", LISTS)
def test_every_list_explains_itself(onrecord: OnRecord, which: str) -> None:
    ran = onrecord("list", which, "--help")

    assert ran.code == 0
    assert all(option in ran.out for option in ("--query", "--limit", "--json"))


def test_every_command_is_in_the_readme() -> None:
    readme = _README.read_text(encoding="utf-8")

    for name in COMMANDS:
        assert f"onrecord {name}" in readme
    for which in LISTS:
        assert which in readme
    for option in ("--published", "--json", "--query", "--limit", "--person", "--title"):
        assert option in readme


def test_the_version_is_the_packages(onrecord: OnRecord) -> None:
    assert onrecord("--version").out == f"On Record {__version__}\n"


def test_a_new_catalogue_gets_the_suffix_and_is_found_without_it(
    onrecord: OnRecord, tmp_path: Path
) -> None:
    ran = onrecord("new", tmp_path / "Harbour")

    assert ran.code == 0
    assert (tmp_path / "Harbour.onrecord").is_dir()
    assert onrecord("check", tmp_path / "Harbour").code == 0
    assert onrecord("check", tmp_path / "Harbour.onrecord").code == 0


def test_an_import_reports_each_file_and_the_total(
    onrecord: OnRecord, tmp_path: Path, page: Path
) -> None:
    onrecord("new", tmp_path / "Harbour")

    ran = onrecord("import", tmp_path / "Harbour", page)

    assert ran.code == 0
    assert ran.out.splitlines() == [
        "imported   gates.txt  2 quotations, 1 photo credit; 2 quoted passages: 2 taken",
        "1 file: 1 imported.",
    ]


def test_an_import_can_be_followed_by_a_program(
    onrecord: OnRecord, tmp_path: Path, page: Path
) -> None:
    onrecord("new", tmp_path / "Harbour")
    (tmp_path / "empty.txt").touch()

    ran = onrecord("import", tmp_path / "Harbour", page, tmp_path / "empty.txt", "--json")

    start, first, second, end = ran.objects
    assert ran.code == 1
    assert start == {"event": "start", "total": 2}
    assert first == {
        "event": "file",
        "name": "gates.txt",
        "path": str(page),
        "state": "imported",
        "reason": None,
        "quotations": 2,
        "photos": 1,
        "passed_over": 0,
        "passages": 2,
        "taken": 2,
        "omitted": [],
        "document": 1,
        "done": 1,
        "total": 2,
        "warnings": [],
        "like": None,
    }
    assert (second["state"], second["document"], second["done"]) == ("set aside", None, 2)
    assert "it is empty" in second["reason"]
    assert end == {"event": "end", "imported": 1, "already": 0, "set_aside": 1, "stopped": False}


def test_the_same_file_again_adds_nothing(onrecord: OnRecord, harbour: Path, page: Path) -> None:
    before = onrecord("list", "quotations", harbour, "--json").objects
    renamed = page.with_name("renamed.txt")
    shutil.copy(page, renamed)

    ran = onrecord("import", harbour, page, renamed)

    assert ran.code == 0
    assert ran.out.splitlines()[-1] == "2 files: 2 already."
    assert onrecord("list", "quotations", harbour, "--json").objects == before


def test_folders_are_looked_through_in_order_without_hidden_files(
    onrecord: OnRecord, tmp_path: Path
) -> None:
    folder = tmp_path / "pages"
    for name in ("b/two.txt", "a.txt", "b/one.txt", ".hidden.txt", ".git/three.txt"):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"“We are in {name},” Ana Lind said.\n", encoding="utf-8")
    (folder / "b" / "round").symlink_to(folder)
    onrecord("new", tmp_path / "Harbour")

    ran = onrecord("import", tmp_path / "Harbour", folder, "--json")

    names = [Path(file["path"]).relative_to(folder) for file in ran.objects[1:-1]]
    assert names == [Path("a.txt"), Path("b/one.txt"), Path("b/two.txt")]


def test_a_publication_day_dates_the_weekdays(onrecord: OnRecord, harbour: Path) -> None:
    quotations = onrecord("list", "quotations", harbour, "--json").objects

    assert [quotation["published_on"] for quotation in quotations] == ["2024-03-05"] * 2
    assert quotations[1]["said_on"] == "2024-03-04"


def test_a_listed_quotation_has_all_its_parts(onrecord: OnRecord, harbour: Path) -> None:
    first, second = onrecord("list", "quotations", harbour, "--json").objects

    assert " ".join(first) == (
        "id text kind status confidence speaker cue told_to said_on published_on outlet headline "
        "document start end evidence"
    )
    assert first["text"] == "We never closed the harbour, we only closed the gates,"
    assert PAGE[first["start"] : first["end"]] == first["text"]
    assert first["speaker"]["name"] == "Mara Lindqvist"
    assert set(first["speaker"]) == {"name", "mention", "role"}
    assert (first["kind"], first["status"]) == ("direct", "unreviewed")
    assert (first["cue"], first["told_to"]) == ("told", "Reuters")
    assert set(first["document"]) == {"sha256", "name"}
    for evidence in (*first["evidence"], *second["evidence"]):
        for words in evidence["words"]:
            assert PAGE[words["start"] : words["end"]] == words["text"]


def test_a_listed_photo_has_all_its_parts(onrecord: OnRecord, harbour: Path) -> None:
    (photo,) = onrecord("list", "photos", harbour, "--json").objects

    keys = "credit_line agency creator distributor flags licence caption document start end"
    assert set(keys.split()) <= set(photo)
    assert (photo["agency"], photo["creator"]) == ("Northern Wire", "Anna Weiss")
    assert PAGE[photo["start"] : photo["end"]] == photo["credit_line"]


@pytest.mark.parametrize(
    ("arguments", "texts"),
    [
        (["--query", "ledger"], ["I counted the ledgers twice,"]),
        (["--query", "told:reuters"], ["We never closed the harbour, we only closed the gates,"]),
        (["--query", "nothing here"], []),
        (["--limit", "1"], ["We never closed the harbour, we only closed the gates,"]),
        (["--limit", "0"], []),
    ],
)
def test_lists_are_narrowed_by_a_query_and_a_limit(
    onrecord: OnRecord, harbour: Path, arguments: list[str], texts: list[str]
) -> None:
    ran = onrecord("list", "quotations", harbour, "--json", *arguments)

    assert [quotation["text"] for quotation in ran.objects] == texts
    assert ran.err == ""


def test_people_outlets_and_photos_are_narrowed_too(onrecord: OnRecord, harbour: Path) -> None:
    def names(which: str, query: str) -> list[str]:
        objects = onrecord("list", which, harbour, "--json", "--query", query).objects
        return [record.get("name") or record["credit_line"] for record in objects]

    assert "Mara Lindqvist" in names("people", "")
    assert names("people", "lindq") == ["Mara Lindqvist"]
    assert names("people", "mara okafor") == []
    assert names("outlets", "REUT") == ["Reuters"]
    assert names("photos", "weiss") == ["© Northern Wire / Anna Weiss"]
    assert names("photos", "tolochko") == []


def test_lists_are_readable_to_people(onrecord: OnRecord, harbour: Path) -> None:
    assert onrecord("list", "quotations", harbour, "--query", "ledger").out == (
        "“I counted the ledgers twice,”\n"
        "    — Tomas Okafor; said on 4 March 2024\n"
        "      published 5 March 2024; gates.txt, 105–133\n"
    )
    assert (
        "photographer: Anna Weiss; agency: Northern Wire" in onrecord("list", "photos", harbour).out
    )
    assert "told 1 quotation" in onrecord("list", "outlets", harbour).out
    assert "Tomas Okafor\n    1 quotation" in onrecord("list", "people", harbour).out


def test_what_a_search_finds_is_broken_down(onrecord: OnRecord, harbour: Path) -> None:
    printed = onrecord("list", "facets", harbour).out
    assert "Speaker\n    " in printed
    assert "  Tomas Okafor" in printed

    found = onrecord("list", "facets", harbour, "--query", "who:okafor", "--json").out
    facets = {row["facet"]: row["values"] for row in map(json.loads, found.splitlines())}
    (speaker,) = facets["speaker"]
    assert (speaker["name"], speaker["quotations"]) == ("Tomas Okafor", 1)
    assert sum(value["quotations"] for value in facets["kind"]) == 1


def test_reported_speech_is_never_shown_in_quotation_marks(
    onrecord: OnRecord, tmp_path: Path
) -> None:
    page = tmp_path / "reported.txt"
    page.write_text("Mara Lindqvist said that the gates would stay open.\n", encoding="utf-8")
    onrecord("new", tmp_path / "Harbour")
    onrecord("import", tmp_path / "Harbour", page)

    printed = onrecord("list", "quotations", tmp_path / "Harbour").out

    assert "the gates would stay open (reported)" in printed
    assert "“" not in printed


def test_words_of_a_document_cannot_steer_a_terminal(onrecord: OnRecord, tmp_path: Path) -> None:
    page = tmp_path / "\x1b[31mred.txt"
    page.write_text("“Nothing \u009b31m is red,” Ana Lind said.\n", encoding="utf-8")
    onrecord("new", tmp_path / "Harbour")

    ran = onrecord("import", tmp_path / "Harbour", page)
    listed = onrecord("list", "quotations", tmp_path / "Harbour")

    for printed in (ran.out, listed.out):
        assert not {"\x1b", "\u009b"} & set(printed)


def test_a_dossier_of_one_person_is_a_pdf(
    onrecord: OnRecord, harbour: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out.pdf"

    ran = onrecord("dossier", harbour, out, "--person", "Lindqvist", "--title", "The gates")

    assert (ran.code, ran.out) == (0, f"Wrote {out} with 1 quotation\n")
    assert out.read_bytes().startswith(b"%PDF-")


def test_a_dossier_of_a_search_is_a_pdf(onrecord: OnRecord, harbour: Path, tmp_path: Path) -> None:
    ran = onrecord("dossier", harbour, tmp_path / "out.pdf", "--query", "ledger OR gates")

    assert ran.code == 0
    assert "2 quotations" in ran.out


def test_check_says_that_everything_holds_or_what_does_not(
    onrecord: OnRecord, harbour: Path
) -> None:
    sound = onrecord("check", harbour)
    (original,) = (path for path in (harbour / "originals").rglob("*") if path.is_file())
    original.chmod(0o644)
    original.write_bytes(b"changed")
    changed = onrecord("check", harbour)

    assert (sound.code, sound.out) == (0, "Everything holds: 1 document, 2 quotations.\n")
    assert changed.code == 1
    assert changed.out.splitlines()[-1].startswith("1 problem in 1 document")


def test_extract_writes_a_line_for_each_file_of_a_folder(
    onrecord: OnRecord, page: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "pages"
    folder.mkdir()
    shutil.copy(page, folder)

    ran = onrecord("extract", folder, tmp_path / "out.jsonl")

    (line,) = (tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()
    made = json.loads(line)
    assert ran.code == 0
    assert (made["id"], made["text"]) == ("gates.txt", PAGE)
    first = made["quotes"][0]
    assert PAGE[first["start"] : first["end"]] == first["text"]
    assert first["speaker"]["name"] == "Mara Lindqvist"
    assert made["credits"][0]["creator"] == "Anna Weiss"


def test_extract_keeps_the_order_and_the_ids_of_its_lines(
    onrecord: OnRecord, tmp_path: Path
) -> None:
    given = tmp_path / "in.jsonl"
    records = [
        {"id": f"n{number}", "text": f"“It is {number},” Ana Lind said.", "published": "2024-03-05"}
        for number in range(40)
    ]
    given.write_text("\n".join(map(json.dumps, records)) + "\n\n", encoding="utf-8")

    ran = onrecord("extract", given, tmp_path / "out.jsonl")

    made = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text().splitlines()]
    assert ran.code == 0
    assert [line["id"] for line in made] == [record["id"] for record in records]
    assert [line["quotes"][0]["text"] for line in made] == [f"It is {n}," for n in range(40)]
    assert all("text" not in line for line in made)


def test_the_folder_that_a_browser_saved_with_a_page_is_no_document_of_its_own(
    onrecord: OnRecord, tmp_path: Path
) -> None:
    saved = tmp_path / "saved"
    for folder in ("Gates_files", "Notes_files"):
        (saved / folder).mkdir(parents=True)
        (saved / folder / "words.txt").write_text("“Still shut,” Ada Lind said.")
    (saved / "Gates.html").write_text("<html><body><p>“Shut,” said Ada Lind.</p></body></html>")
    onrecord("new", tmp_path / "Harbour")

    ran = onrecord("import", tmp_path / "Harbour", saved, "--json")

    assert [event["name"] for event in ran.objects if event["event"] == "file"] == [
        "Gates.html",
        "words.txt",
    ]
