"""export and verify: out in every form, and the dossier proved later, or not."""

from __future__ import annotations

import csv
import io
import json
import os
import signal
import subprocess
import sys
from datetime import date
from pathlib import Path

import docx
import openpyxl
import pikepdf
import pytest

from db import Catalogue
from db.rows import Correction
from dossier.exporting import Format
from dossier.exports.interchange import read_json
from tests.onrecord.conftest import OnRecord

_GATES = "“We never closed the harbour, we only closed the gates,”"


@pytest.mark.parametrize("form", Format)
def test_every_form_is_written_by_the_ending_of_the_file(
    form: Format, onrecord: OnRecord, harbour: Path, tmp_path: Path
) -> None:
    out = tmp_path / f"out{form.suffix}"

    ran = onrecord("export", harbour, "-o", out)

    assert (ran.code, ran.err) == (0, "")
    assert ran.out == f"Wrote {out} with 2 quotations\n"
    assert out.stat().st_size > 60


def test_a_form_can_be_named_where_the_ending_does_not_say_it(
    onrecord: OnRecord, harbour: Path, tmp_path: Path
) -> None:
    named = onrecord("export", harbour, "-o", tmp_path / "data", "--format", "CSL-JSON")
    unknown = onrecord("export", harbour, "-o", tmp_path / "data", "--format", "wps")
    unsaid = onrecord("export", harbour, "-o", tmp_path / "data.wps")

    assert named.code == 0
    assert json.loads((tmp_path / "data").read_text())[0]["type"] == "article-newspaper"
    assert unknown.code == unsaid.code == 2
    assert "“wps” is none. Choose pdf, docx," in unknown.err
    assert "its ending stands for no form of export" in unsaid.err


def test_the_same_selection_can_be_had_in_every_form(
    onrecord: OnRecord, harbour: Path, tmp_path: Path
) -> None:
    for form in (".docx", ".xlsx", ".csv", ".json"):
        ran = onrecord("export", harbour, "-o", tmp_path / f"out{form}", "--person", "okafor")
        assert ran.code == 0

    words = docx.Document(str(tmp_path / "out.docx"))
    assert "“I counted the ledgers twice”" in [part.text for part in words.paragraphs]
    sheet = openpyxl.load_workbook(tmp_path / "out.xlsx")["Quotations"]
    assert [cell.value for cell in sheet["D"]] == ["Speaker", "Tomas Okafor"]
    rows = list(csv.DictReader(io.StringIO((tmp_path / "out.csv").read_text("utf-8-sig"))))
    assert [row["speaker"] for row in rows] == ["Tomas Okafor"]
    contents = read_json((tmp_path / "out.json").read_text(encoding="utf-8"))
    assert contents.selection == "quotations by Tomas Okafor"
    assert contents.compiled_on <= date.today()


def test_what_people_gathered_can_be_exported(
    onrecord: OnRecord, harbour: Path, tmp_path: Path
) -> None:
    with Catalogue.open(harbour) as catalogue:
        first, second = catalogue.quotation_ids()
        catalogue.tag([first], "Harbour")
        catalogue.create_collection("Inquiry")
        catalogue.collect(catalogue.collections()[0].id, [second])
        catalogue.create_dossier("The gates")
        catalogue.add_to_dossier(catalogue.dossiers()[0].id, [second, first])
    out = tmp_path / "out.json"

    def exported(*options: str) -> list[str]:
        assert onrecord("export", harbour, "-o", out, *options).code == 0
        contents = read_json(out.read_text(encoding="utf-8"))
        return [entry.text[:9] for part in contents.chapters for entry in part.quotations]

    assert exported("--tag", "harbour") == ["We never "]
    assert exported("--collection", "inquiry") == ["I counted"]
    assert exported("--dossier", "The gates") == ["I counted", "We never "]
    missing = onrecord("export", harbour, "-o", out, "--collection", "Budget")
    assert missing.code == 2
    assert "there is no collection “Budget”. There is “Inquiry”." in missing.err


def test_choices_reach_the_contents(onrecord: OnRecord, harbour: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.json"

    onrecord(
        "export", harbour, "-o", out, "--citations", "mla", "--style", "large-print",
        "--page-size", "letter", "--composition", "by-outlet", "--author", "The desk",
    )  # fmt: skip

    contents = read_json(out.read_text(encoding="utf-8"))
    assert (contents.citations, contents.style, contents.page_size) == (
        "mla", "large print", "Letter",
    )  # fmt: skip
    assert (contents.composition, contents.author) == ("by outlet", "The desk")


def test_an_export_is_imported_into_another_catalogue_with_what_people_decided(
    onrecord: OnRecord, harbour: Path, page: Path, tmp_path: Path
) -> None:
    with Catalogue.open(harbour) as catalogue:
        catalogue.confirm([catalogue.quotation_ids()[0]])
        originals = [row.sha256 for row in catalogue.documents()]
    onrecord("export", harbour, "-o", tmp_path / "shared.json")
    other = tmp_path / "Other.onrecord"
    onrecord("new", other)
    market = tmp_path / "market.txt"
    market.write_text("“The market opens at six,” Petra Nowak said.", encoding="utf-8")

    ran = onrecord("import", other, tmp_path / "shared.json", market)
    again = onrecord("import", other, tmp_path / "shared.json", "--json")

    assert ran.code == 0
    assert "imported   shared.json  2 quotations, 1 photo credit" in ran.out
    assert "With 1 decision of people." in ran.out
    assert "imported   market.txt   1 quotation" in ran.out
    assert [one["state"] for one in again.objects if one["event"] == "file"] == ["already"]
    with Catalogue.open(other) as catalogue:
        assert [row.sha256 for row in catalogue.documents()][:1] == originals
        statuses = [row.status for row in catalogue.quotations(catalogue.quotation_ids())]
        assert statuses == ["confirmed", "unreviewed", "unreviewed"]
        assert catalogue.check().problems == ()


def test_an_unknown_choice_names_the_known_ones(
    onrecord: OnRecord, harbour: Path, tmp_path: Path
) -> None:
    ran = onrecord("export", harbour, "-o", tmp_path / "out.pdf", "--style", "gothic")

    assert ran.code == 2
    assert "“gothic” is none. Choose classic, compact, large-print." in ran.err


def test_an_export_can_be_followed_by_a_program(
    onrecord: OnRecord, harbour: Path, tmp_path: Path
) -> None:
    ran = onrecord("export", harbour, "-o", tmp_path / "out.pdf", "--json")

    *progress, end = ran.objects
    assert {one["event"] for one in progress} == {"progress"}
    assert progress[-1]["done"] == progress[-1]["total"]
    assert (end["event"], end["format"], end["quotations"]) == ("end", "pdf", 2)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGINT to send")
def test_ctrl_c_stops_an_export_and_leaves_no_file(harbour: Path, tmp_path: Path) -> None:
    program = f"""
import os, signal
from dossier import exporting

real = exporting.export

def export(*given, **more):
    os.kill(os.getpid(), signal.SIGINT)
    real(*given, **more)

exporting.export = export
from onrecord.cli import run
raise SystemExit(run(["export", {str(harbour)!r}, "-o", "out.pdf"]))
"""
    ran = subprocess.run(
        [sys.executable, "-c", program], cwd=tmp_path, capture_output=True, text=True,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[2])},
    )  # fmt: skip

    assert ran.returncode == 128 + signal.SIGINT
    assert ran.stderr == "The dossier was cancelled. No file was written.\n"
    assert [path.name for path in tmp_path.iterdir() if path.suffix in (".pdf", ".part")] == []


def test_a_dossier_that_stands_is_told_so_in_one_line(
    onrecord: OnRecord, harbour: Path, tmp_path: Path
) -> None:
    onrecord("export", harbour, "-o", tmp_path / "out.pdf")

    ran = onrecord("verify", tmp_path / "out.pdf", "--catalogue", harbour)

    assert ran.code == 0
    assert ran.out == (
        "Everything stands: 2 quotations, 1 photo credit, and every page shows what its data say.\n"
    )


def test_what_does_not_stand_is_named_with_its_reason(
    onrecord: OnRecord, harbour: Path, tmp_path: Path
) -> None:
    pdf = tmp_path / "out.pdf"
    onrecord("export", harbour, "-o", pdf)
    with Catalogue.open(harbour) as catalogue:
        catalogue.correct([catalogue.quotation_ids()[0]], Correction(speaker="Ada Mensah"))
    with pikepdf.Pdf.open(pdf, allow_overwriting_input=True) as opened:
        opened.pages[0].contents_add(b"0 0 10 10 re f")
        opened.save(pdf)

    ran = onrecord("verify", pdf, "--catalogue", harbour)
    told = onrecord("verify", pdf, "--catalogue", harbour, "--json")

    assert ran.code == told.code == 1
    assert ran.out.splitlines() == [
        f"changed  quotation 1, Mara Lindqvist: {_GATES}",
        "         the speaker is now given as Ada Mensah",
        "altered  page Cover does not show what the dossier’s data say",
        "2 quotations, 1 photo credit: 2 stand, 1 changed, 1 page altered.",
    ]
    first = next(record for record in told.objects if record.get("quotation") == 1)
    assert (first["standing"], first["document"]["name"]) == ("changed", "gates.txt")
    assert told.objects[-1] == {
        "event": "end", "stands": False, "data_intact": True, "altered_pages": ["Cover"],
        "by_words": False,
        "counts": {"stands": 2, "changed": 1, "moved": 0, "lost": 0},
    }  # fmt: skip


def test_what_is_no_dossier_or_no_catalogue_is_one_sentence(
    onrecord: OnRecord, harbour: Path, page: Path
) -> None:
    for arguments, reason in (
        ((page, "--catalogue", harbour), "cannot be read as a PDF"),
        ((page.with_name("none.pdf"), "--catalogue", harbour), "there is no such file"),
        ((page, "--catalogue", page), "as a catalogue"),
    ):
        ran = onrecord("verify", *arguments)

        assert (ran.code, ran.out) == (2, "")
        assert reason in ran.err
        assert ran.err.count("\n") == 1
