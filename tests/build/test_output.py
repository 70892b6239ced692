"""The report and the index tell the truth."""

from __future__ import annotations

import json
import re
import shutil
from html import unescape

from support.project import LAYOUTS, SHEET, Workshop

from factsheet.build import output
from factsheet.design.editions import Intent
from factsheet.design.project import Project
from factsheet.findings import ExitCode, Finding, Place
from factsheet.preflight.handbook import REGISTER

OLD = b"old" * 1000


def test_the_index_leads_to_every_pdf_there_is_and_to_nothing_else(workshop: Workshop):
    tag = workshop.pdfs[0].parent
    another = tag.parent.parent / "another-sheet" / "xx" / "another-sheet_factsheet_xx_screen.pdf"
    another.parent.mkdir(parents=True)
    shutil.copy(workshop.pdfs[0], another)
    for name in ("notes.pdf", "a_b_c_d_e.pdf", f"{SHEET}_gone_en_screen.pdf"):
        (tag / name).write_bytes(OLD)
    output.write_reports(Project(workshop.folder, workshop.folder / "content"), workshop.dist, [], [])
    links = re.findall(r'href="([^"]+)"', (workshop.dist / "index.html").read_text(encoding="utf-8"))
    wanted = {path.relative_to(workshop.dist).as_posix() for path in workshop.pdfs} - {
        f"{tag.relative_to(workshop.dist).as_posix()}/{name}"
        for name in ("notes.pdf", "a_b_c_d_e.pdf", f"{SHEET}_gone_en_screen.pdf")
    }
    wanted.add("report.html")
    assert len(links) == len(wanted) == len(LAYOUTS) * len(Intent) + 2
    assert {unescape(link) for link in links} == wanted


def test_the_report_says_what_is_wrong_and_not_on_whose_computer(workshop: Workshop, tmp_path):
    project = Project(workshop.folder, tmp_path / "mine" / "content")
    findings = [
        Finding(ExitCode.LAYOUT, "one", Place(workshop.folder / "templates" / "a.css", 3), "do this"),
        Finding(ExitCode.CONTENT, "two", Place(project.content / "sheet" / "qaa.yaml", 4, 5)),
        Finding(ExitCode.ENVIRONMENT, "three", Place(tmp_path / "elsewhere" / "a.pdf")),
        Finding(ExitCode.USAGE, "four"),
    ]
    output.write_reports(project, workshop.dist, [], findings)
    text = (workshop.dist / "report.json").read_text(encoding="utf-8")
    told = json.loads(text)["findings"]
    assert told[0] == {
        "code": "",
        "severity": "error",
        "exit_code": 4,
        "where": "templates/a.css:3",
        "what": "one",
        "hint": "do this",
    }
    assert [one["where"] for one in told[1:]] == ["content/sheet/qaa.yaml:4:5", "a.pdf", ""]
    assert str(tmp_path) not in text


def test_a_layout_that_cannot_be_read_does_not_stop_report_and_index(workshop: Workshop):
    workshop.append("templates/factsheet-letter/layout.yaml", "papper: Letter\n")
    output.write_reports(Project(workshop.folder, workshop.folder / "content"), workshop.dist, [], [])
    index = (workshop.dist / "index.html").read_text(encoding="utf-8")
    assert "_factsheet_" in index
    assert "_factsheet-letter_" not in index


def test_the_report_can_be_read_by_people(workshop: Workshop):
    project = Project(workshop.folder, workshop.folder / "content")
    place = Place(workshop.folder / "content" / "sheet" / "en.yaml", 4, 5)
    findings = [
        Finding(ExitCode.PREFLIGHT, "a <b>bad</b> file", place, "mend it", "P01"),
        Finding(ExitCode.CONTENT, "a doubtful word", place, "look at it", "T06", advice=True),
    ]
    output.write_reports(project, workshop.dist, [], findings)
    page = unescape((workshop.dist / "report.html").read_text(encoding="utf-8"))
    errors, advice = page[page.index("<h2>Errors") :].split("<h2>Advice")
    for part, words in ((errors, "a <b>bad</b> file"), (advice, "a doubtful word")):
        assert words in part
        assert "content/sheet/en.yaml:4:5" in part
    rules = {check.code: check.rule for check in REGISTER}
    assert rules["P01"] in errors
    assert rules["T06"] in advice
    assert "<b>bad</b>" not in (workshop.dist / "report.html").read_text(encoding="utf-8")
