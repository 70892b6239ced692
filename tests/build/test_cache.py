"""An edition is made again if something it is made from has changed, and only then; and what stands was made so."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from support.project import A4, LETTER, SHEET, Workshop, subprocess_run

from factsheet.build import manifest, output
from factsheet.design.editions import Edition
from factsheet.findings import ExitCode, Finding
from factsheet.preflight import finished
from factsheet.setup import bootstrap
from factsheet.storage import fingerprints


@pytest.fixture
def made(workshop: Workshop) -> Workshop:
    """A workshop in which everything has been made once, in two languages."""
    for folder in ("locales", f"content/{SHEET}"):
        shutil.copy(workshop.folder / folder / "en.yaml", workshop.folder / folder / "qaa.yaml")
    shutil.rmtree(workshop.dist)
    assert workshop.run().code == 0
    return workshop


def rebuilt(workshop: Workshop, *argv: str) -> set[str]:
    """The editions that a run makes again, as layout and language; it ends well, and all files are whole afterwards."""
    before = {path: path.stat().st_mtime_ns for path in workshop.pdfs}
    for path in workshop.pdfs:
        os.utime(path, ns=(0, 0))
    ended = workshop.run(*argv)
    assert ended.code == 0, ended.err
    assert before
    return {"_".join(path.stem.split("_")[1:3]) for path in workshop.pdfs if path.stat().st_mtime_ns}


ALL = {f"{layout}_{tag}" for layout in (A4, LETTER) for tag in ("en", "qaa")}
OF_ENGLISH = {f"{A4}_en", f"{LETTER}_en"}


def test_nothing_changed(made):
    assert rebuilt(made) == set()
    assert made.run().out == "12 PDFs in dist, as before.\n"


def test_force_makes_everything(made):
    assert rebuilt(made, "--force") == ALL


@pytest.mark.parametrize(
    ("file", "old", "new", "wanted"),
    [
        ("content/{sheet}/qaa.yaml", "Lantern", "Lampion", {f"{A4}_qaa", f"{LETTER}_qaa"}),
        ("content/{sheet}/facts.yaml", "https://", "https://www.", ALL),
        ("locales/qaa.yaml", "name: ", "name: The ", {f"{A4}_qaa", f"{LETTER}_qaa"}),
        (f"templates/{LETTER}/layout.css", "", "\np { color: inherit }\n", {f"{LETTER}_en", f"{LETTER}_qaa"}),
        (f"templates/{LETTER}/layout.yaml", "", "\n# a remark\n", {f"{LETTER}_en", f"{LETTER}_qaa"}),
        ("templates/_shared/palette.yaml", "", "\n# a remark\n", ALL),
        ("templates/_shared/css/base.css", "", "\np { color: inherit }\n", ALL),
        ("templates/_shared/parts/timeline.html", "", "{#- nothing that is printed -#}", set()),
        ("templates/_shared/parts/timeline.html", "<ol>", '<ol data-x="1">', ALL),
    ],
)
def test_what_is_made_of_a_changed_file_is_made_again(made, file, old, new, wanted):
    path = made.folder / file.format(sheet=SHEET)
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    path.write_text(text.replace(old, new, 1) if old else text + new, encoding="utf-8")
    assert path.read_text(encoding="utf-8") != text
    assert rebuilt(made) == wanted
    assert rebuilt(made) == set()


def test_a_template_that_is_dropped_in_for_one_language_is_used_for_it(made):
    part = made.folder / "templates" / "_shared" / "parts" / "timeline.html"
    own = made.folder / "templates" / "_shared" / "qaa" / "parts" / part.name
    own.parent.mkdir(parents=True)
    own.write_text(part.read_text("utf-8").replace("<ol>", '<ol data-own="1">', 1), encoding="utf-8")
    assert "data-own" in own.read_text("utf-8")
    assert rebuilt(made) == {f"{A4}_qaa", f"{LETTER}_qaa"}


def test_lines_that_move_are_no_change_and_advice_moves_with_them(made, monkeypatch):
    """Advice that only the making of pages gives, and that is recalled with them."""

    def doubtful(pdf: bytes, edition: Edition, *_: object) -> list[Finding]:
        text = edition.strings[3]
        return [Finding(ExitCode.PREFLIGHT, f"{text.key}: is doubtful", text.place, "look at it", "Q01", advice=True)]

    monkeypatch.setattr(finished, "findings", doubtful)
    copy = made.folder / "content" / SHEET / "en.yaml"
    first = made.run("--force", "--lang", "en")
    assert len(first.advice) == 1
    line = int(first.advice[0].split(":")[1])
    copy.write_text("# a remark\n\n" + copy.read_text("utf-8"), encoding="utf-8")
    assert rebuilt(made, "--lang", "en") == set()
    (recalled,) = made.run("--lang", "en").advice
    assert recalled == first.advice[0].replace(f":{line}:", f":{line + 2}:")


def test_a_file_that_is_lost_or_damaged_is_made_again(made):
    lost, damaged = made.pdfs[0], made.pdfs[-1]
    sound = {path: path.read_bytes() for path in (lost, damaged)}
    lost.unlink()
    torn = bytearray(sound[damaged])
    torn[len(torn) // 2] ^= 1
    damaged.write_bytes(torn)
    assert made.run().code == 0
    assert {path: path.read_bytes() for path in (lost, damaged)} == sound


def test_what_is_asked_for_in_addition_is_made(made):
    assert rebuilt(made, "--for", "screen") == set()
    assert rebuilt(made, "--proof", "--lang", "en") == OF_ENGLISH
    assert rebuilt(made, "--proof", "--lang", "en") == set()
    assert rebuilt(made) == set()
    assert rebuilt(made, "--proof", "--lang", "en", "--for", "press") == set()
    report = json.loads((made.dist / "report.json").read_text("utf-8"))
    assert {*report["editions"][0]["files"]} == {"press", "proof"}
    assert made.run().code == 0
    report = json.loads((made.dist / "report.json").read_text("utf-8"))
    assert {*report["editions"][0]["files"]} == {"screen", "office", "press"}


def test_another_folder_is_another(made, tmp_path):
    assert made.run("--out", tmp_path / "other", "--lang", "en").code == 0
    assert len([*(tmp_path / "other").rglob("*.pdf")]) == 6
    assert rebuilt(made) == set()


def test_a_build_with_a_problem_is_never_taken_for_one_without(made):
    made.append(f"templates/{LETTER}/layout.css", "h1 { colour: red }\n")
    first, second = made.run(), made.run()
    assert first.code == second.code == ExitCode.LAYOUT
    assert first.problems == second.problems != []
    assert second.out == "6 PDFs in dist, 6 of them as before; 1 problem, see above.\n"


def test_advice_is_given_again(made):
    path = made.folder / "content" / SHEET / "en.yaml"
    path.write_text(path.read_text("utf-8").replace("forty people", "forty forty people"), encoding="utf-8")
    first, second = made.run(), made.run()
    assert first.code == second.code == 0
    assert first.advice == second.advice != []
    assert second.out.endswith("as before.\n")


def test_damaged_records_cost_time_and_nothing_else(made):
    wanted = {path: path.read_bytes() for path in made.dist.rglob("*") if path.is_file()}
    folder = made.folder / manifest.FOLDER
    for number, file in enumerate(sorted(path for path in folder.rglob("*") if path.is_file())):
        told = bytearray(file.read_bytes())
        told[len(told) * number // 6] ^= 4
        file.write_bytes(told)
    assert rebuilt(made) == ALL
    assert {path: path.read_bytes() for path in made.dist.rglob("*") if path.is_file()} == wanted
    shutil.rmtree(folder)
    folder.write_bytes(b"a file in its place")
    assert rebuilt(made) == ALL
    assert {path: path.read_bytes() for path in made.dist.rglob("*") if path.is_file()} == wanted


def test_other_libraries_make_other_files(made, monkeypatch):
    monkeypatch.setattr(fingerprints, "libraries", lambda names: {"/usr/lib/libpango-0.so": "of another day"})
    made.run("--force")
    assert rebuilt(made) == ALL


def test_what_changes_during_a_build_is_not_put_on_record(made, monkeypatch):
    style = made.folder / "templates" / LETTER / "ltr.css"
    whole = output.write_edition

    def meddled(*given: object) -> object:
        style.write_text("p { color: inherit }\n", encoding="utf-8")
        return whole(*given)

    made.append(f"templates/{LETTER}/ltr.css", "p { color: inherit; }\n")
    monkeypatch.setattr(output, "write_edition", meddled)
    assert rebuilt(made) == {f"{LETTER}_en", f"{LETTER}_qaa"}
    monkeypatch.undo()
    # What was made had the style file of before, as far as anybody knows.
    ended = subprocess_run(made.folder, cwd=made.folder)
    assert ended.code == 0
    assert ended.out == "12 PDFs in dist, 6 of them as before.\n"


def test_nothing_heavy_is_loaded_where_nothing_has_changed(made):
    code = (
        "import sys; sys.argv = ['build.py']; import runpy\n"
        "try: runpy.run_path('build.py', run_name='__main__')\n"
        "except SystemExit as ended: assert ended.code == 0\n"
        "print(*sorted({name.split('.')[0] for name in sys.modules}))"
    )
    assert subprocess_run(made.folder).code == 0
    done = subprocess.run(
        [sys.executable, "-X", f"{bootstrap.MARK}=run", "-c", code],
        cwd=made.folder,
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    first, loaded = done.stdout.splitlines()
    assert first.endswith("as before.")
    ours = {"__main__", "factsheet", "_distutils_hack", "sitecustomize"}
    assert {*loaded.split()} <= {*sys.stdlib_module_names, *ours}
    assert Path(made.folder, manifest.FOLDER, "last.json").is_file()
