"""The engine is fenced in: it reads this project's files, uses its fonts, and every complaint is a finding."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from itertools import product
from pathlib import Path

import pikepdf
import pytest
from support import selection
from support.planted import MASTHEAD, MESSAGES, PROJECT, findings, plant

from factsheet.compose import composer
from factsheet.design.editions import Edition
from factsheet.design.project import Project
from factsheet.engine import startup, typeset
from factsheet.findings import ExitCode, Finding, ProjectError
from factsheet.lint import ready_editions


def refused(edition: Edition) -> tuple[Finding, ...]:
    with pytest.raises(ProjectError) as caught:
        typeset.draw(typeset.typeset(composer.compose(edition), edition))
    return caught.value.findings


@pytest.mark.parametrize(
    ("fault", "css", "body"),
    [
        ("an unknown property", ".item { colour: red }", ""),
        ("an unknown value", ".item { width: wide }", ""),
        ("a broken rule", ".item { color: #000 } } p {", ""),
        ("a font that is not there", '@font-face { font-family: X; src: url("assets/fonts/none.ttf") }', ""),
        ("a background that is not there", 'p { background: url("assets/images/none.png") }', ""),
        ("an image that is not there", "", '<img src="assets/images/none.png" alt="none">'),
        ("a broken link inside the document", "", '<a href="#nowhere">nowhere</a>'),
    ],
)
def test_what_the_engine_complains_about_is_a_finding(tmp_path: Path, fault: str, css: str, body: str) -> None:
    (first, *_) = refused(plant(tmp_path, css=css, body=MESSAGES + body))
    assert first.exit_code == ExitCode.LAYOUT
    assert first.place and first.place.file.name == "layout.yaml"


SECRET = "A secret of somebody's own"
ADDRESSES = [
        "file:///etc/hostname", "FILE:///etc/hostname", "/etc/hostname", "../secret.svg", "templates/../../secret.svg",
        "templates/%2e%2e/secret.svg", "assets/../secret.svg", "templates/plain/way-out.svg",
        "templates/plain/layout.yaml",
        "https://example.org/x.svg", "http://127.0.0.1:9/x.svg", "//example.org/x.svg", "ftp://example.org/x.svg",
        "https://sheet.invalid@example.org/assets/x.svg", "https://sheet.invalid:8/assets/images/land.svg",
        "gopher://example.org/x.svg", "assets", "assets/fonts",
]  # fmt: skip
WAYS = [
    '<img src="{}" alt="x">',
    '<p style="background: url({})">x</p>',
    '<style>@import url("{}");</style>',
    '<embed src="{}">',
    '<object data="{}"></object>',
]
# Every address in one way, and one address in every way.
CROSS = {*product(WAYS[:1], ADDRESSES), *product(WAYS, ADDRESSES[:1])}


@pytest.mark.parametrize(("way", "address"), selection.cases(product(WAYS, ADDRESSES), CROSS.__contains__))
def test_nothing_outside_the_project_is_read(tmp_path: Path, way: str, address: str) -> None:
    edition = plant(tmp_path, body=MESSAGES + way.format(address))
    (tmp_path / "secret.svg").write_text(
        f"<svg xmlns='http://www.w3.org/2000/svg'><text>{SECRET}</text></svg>", "utf-8"
    )
    (tmp_path / "templates/plain/way-out.svg").symlink_to(tmp_path / "secret.svg")
    assert {finding.exit_code for finding in refused(edition)} == {ExitCode.LAYOUT}


@pytest.mark.parametrize("way", ['<a rel="attachment" href="{}">x</a>', '<link rel="attachment" href="{}">'])
def test_nothing_is_attached(tmp_path: Path, way: str) -> None:
    edition = plant(tmp_path, body=MESSAGES + way.format("file:///etc/hostname"))
    assert refused(edition)


def test_files_of_the_project_are_read(tmp_path: Path) -> None:
    picture = '<img style="width: 20mm" src="assets/images/land.svg" alt="Land">'
    edition = plant(tmp_path, body=MESSAGES + picture)
    assert findings(edition) == []


def test_a_relative_link_does_not_name_a_folder_of_this_machine(tmp_path: Path) -> None:
    edition = plant(tmp_path, body=MESSAGES + '<p><a href="other.html">other</a></p>')
    drawn = typeset.draw(typeset.typeset(composer.compose(edition), edition))
    with pikepdf.open(io.BytesIO(drawn)) as document:
        everything = b"".join(
            thing.unparse(resolved=True) for thing in document.objects if not isinstance(thing, pikepdf.Stream)
        )
    assert b"sheet.invalid/other.html" in everything
    assert str(tmp_path).encode() not in everything
    assert str(PROJECT).encode() not in everything


def test_a_missing_glyph_in_the_template_names_the_character(tmp_path: Path) -> None:
    edition = plant(tmp_path, body=MESSAGES + "<p>\u0e17</p>")
    (finding,) = refused(edition)
    assert finding.exit_code == ExitCode.LAYOUT
    assert '"\u0e17" (U+0E17)' in finding.what


def test_a_missing_glyph_in_the_copy_names_the_string(tmp_path: Path) -> None:
    edition = plant(tmp_path, css='p { font-family: "FS Display" } .item { font-family: "FS Display" }')
    assert edition.sheet.messages
    lead = edition.sheet.messages.items[0].lead
    odd = type(lead)(lead + " \u0e17", lead.key, lead.place)
    object.__setattr__(edition.sheet.messages.items[0], "lead", odd)
    (finding,) = refused(edition)
    assert finding.exit_code == ExitCode.CONTENT
    assert finding.place == lead.place
    assert finding.what.startswith(f'{lead.key}: plain: no font has "\u0e17" (U+0E17)')


def test_a_font_of_the_computer_is_never_taken(tmp_path: Path) -> None:
    edition = plant(tmp_path, css='p { font-family: "DejaVu Sans", "Arial", serif }')
    drawn = typeset.draw(typeset.typeset(composer.compose(edition), edition))
    with pikepdf.open(io.BytesIO(drawn)) as document:
        names = {str(thing.FontName) for thing in document.objects
                 if isinstance(thing, pikepdf.Dictionary) and thing.get("/Type") == "/FontDescriptor"}  # fmt: skip
    assert names
    assert all("+FS-" in name for name in names), names


def test_text_and_template_carry_no_script(tmp_path: Path) -> None:
    edition = plant(tmp_path, html=MASTHEAD + "<script>alert(1)</script>" + MESSAGES + "{% endblock %}")
    drawn = typeset.draw(typeset.typeset(composer.compose(edition), edition))
    assert b"alert" not in drawn


def test_the_engine_leaves_no_folder_behind(tmp_path: Path) -> None:
    code = (
        "from pathlib import Path; from factsheet.compose import composer; from factsheet.engine import typeset;"
        "from factsheet.design.project import Project; from factsheet.lint import ready_editions;"
        "project = Project(Path.cwd(), Path('tests/sheets'));"
        "edition = ready_editions.find(project, ('lantern-street',), (), ())[0][0];"
        "typeset.draw(typeset.typeset(composer.compose(edition), edition))"
    )
    environment = {**os.environ, "TMPDIR": str(tmp_path), "PYTHONPATH": str(PROJECT)}
    subprocess.run([sys.executable, "-c", code], cwd=PROJECT, env=environment, check=True)
    assert list(tmp_path.iterdir()) == []


def test_an_engine_that_does_not_start_is_said_in_one_message(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    startup.start.cache_clear()
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    (finding,) = refused(plant(tmp_path))
    assert finding.exit_code == ExitCode.ENVIRONMENT
    assert "the typesetting engine does not start" in finding.what
    monkeypatch.undo()
    startup.start.cache_clear()


def test_engines_one_after_the_other_set_the_same_pages(tmp_path: Path) -> None:
    """Their parts that are replaced here are replaced once, whichever project's fonts they read."""
    project = Project(PROJECT, PROJECT / "content")
    (edition,) = ready_editions.find(project, (), ("cards",), ("es",))[0]
    composed = composer.compose(edition)

    def lines() -> list[tuple[str, float, float]]:
        return [(text.text, text.x, text.y) for text in typeset.typeset(composed, edition).texts]

    first = lines()
    for number in range(3):
        (tmp_path / f"{number}").symlink_to(PROJECT / "assets")
        startup.start(tmp_path / f"{number}")
        assert lines() == first
