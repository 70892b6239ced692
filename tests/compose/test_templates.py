"""Templates may come from anybody: they print words, and reach nothing else."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from support.planted import MESSAGES, PROJECT, findings, plant

from factsheet.compose import composer, templates
from factsheet.engine import typeset
from factsheet.findings import ExitCode, ProjectError

# What was tried on templates, each by a name that says what it reaches for.
ATTACKS = {
    "shell": "{% set x = cycler.__init__.__globals__.os.popen('id > PWN').read() %}",
    "shell by a macro": "{% macro m() %}{% endmacro %}{{ m.__globals__ }}",
    "shell by a function": "{{ project.__globals__['__builtins__'] }}",
    "shell by a string": "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "shell by a filter": "{{ ''|attr('__class__') }}",
    "shell by format": "{{ '{0.__class__}'.format(sheet) }}",
    "shell by super": "{{ self.__init__.__globals__ }}",
    "the environment": "{{ self._TemplateReference__context }}",
    "a generator's frame": "{{ ([1]|map('string')).gi_frame }}",
    "a file by a place": "{{ sheet.masthead.title.place.file.read_text() }}",
    "a path by a place": "{{ sheet.masthead.title.at(0) ~ '' }}",
    "a path by a layout": "{{ layout.folders[0] ~ '' }}",
    "a path by a loop": "{% for folder in layout.folders %}{{ folder }}{% else %}{{ nothing }}{% endfor %}",
    "a path by a map": "{{ [sheet.masthead.title]|map(attribute='place')|first ~ '' }}",
    "how Python shows a value": "{{ layout }}",
    "a change of values": "{{ sheet.masthead.model_construct() }}",
    "a change of a list": "{% set some = [1] %}{{ some.append(2) }}",
    "a change of a map": "{% set some = {} %}{{ some.update(a=1) }}",
    "a file above": "{% include '../secret.txt' %}",
    "a file of the system": "{% include '/etc/passwd' %}",
    "a long page": "{% for a in range(99999) %}{{ 'long enough to fill a page ' * 9 }}{% endfor %}",
    "a long range": "{% for a in range(9999999) %}{% endfor %}",
    "itself": "{% include 'layout.html' %}",
}


@pytest.mark.parametrize("attack", ATTACKS.values(), ids=ATTACKS)
def test_a_template_reaches_nothing_but_words(tmp_path: Path, attack: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "secret.txt").write_text("secret", encoding="utf-8")
    edition = plant(tmp_path, body=f"{MESSAGES}\n{attack}\n")
    with pytest.raises(ProjectError) as caught:
        composer.compose(edition)
    (finding,) = caught.value.findings
    assert finding.exit_code == ExitCode.LAYOUT
    assert finding.place and finding.place.file.name == "layout.html"
    assert str(tmp_path) not in finding.what + finding.hint
    assert not (tmp_path / "PWN").exists()


def _link(target: Path, file: Path) -> None:
    file.symlink_to(target)


def _pipe(_target: Path, file: Path) -> None:
    os.mkfifo(file)


def _folder(_target: Path, file: Path) -> None:
    file.mkdir()


def _large(_target: Path, file: Path) -> None:
    file.write_text("x" * 300_000, encoding="utf-8")


def _not_text(_target: Path, file: Path) -> None:
    file.write_bytes(b"\xff\xfe\x00")


@pytest.mark.parametrize("put", [_link, _pipe, _folder, _large, _not_text])
def test_only_regular_files_of_the_project_are_included(tmp_path: Path, put: object) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("secret", encoding="utf-8")
    edition = plant(tmp_path, body="{% include 'secret.html' %}")
    put(secret, edition.project.templates / "plain" / "secret.html")  # type: ignore[operator]
    with pytest.raises(ProjectError) as caught:
        composer.compose(edition)
    (finding,) = caught.value.findings
    assert "secret.html" in finding.what
    assert finding.place and finding.place.line


def test_a_folder_that_leads_out_is_refused(tmp_path: Path) -> None:
    (tmp_path / "private").mkdir()
    (tmp_path / "private" / "secret.html").write_text("secret", encoding="utf-8")
    edition = plant(tmp_path, body="{% include 'inside/secret.html' %}")
    (edition.project.templates / "plain" / "inside").symlink_to(tmp_path / "private")
    with pytest.raises(ProjectError) as caught:
        composer.compose(edition)
    assert "leads out" in caught.value.findings[0].what


def test_a_link_within_templates_is_read(tmp_path: Path) -> None:
    edition = plant(tmp_path, body="{% include 'other.html' %}")
    (edition.project.templates / "plain" / "own.html").write_text(MESSAGES, encoding="utf-8")
    (edition.project.templates / "plain" / "other.html").symlink_to("own.html")
    assert edition.strings[-1] in composer.compose(edition).html


@pytest.mark.parametrize(
    ("body", "printed"),
    [
        ("<p>Call us today</p>", "Call us today"),
        ("<p>0800 111 999</p>", "0800 111 999"),
        ("<p>{{ layout.title }}</p>", "Plain"),
        ("<p>{% for letter in 'stay' %}<span>{{ letter }}</span>{% endfor %}</p>", "stay"),
        ("<p><b>0800</b> <b>111</b> <b>999</b></p>", "0800 111 999"),
        ('<p class="more"></p><style>.more::before { content: "Burn after reading" }</style>', "Burn after reading"),
    ],
)
def test_words_that_stand_in_no_file_are_told(tmp_path: Path, body: str, printed: str) -> None:
    found = findings(plant(tmp_path, body=MESSAGES + body))
    assert [printed in one.what for one in found] == [True]
    assert found[0].exit_code == ExitCode.LAYOUT


DRAWING = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 90 20"><title>A</title>{}</svg>'


@pytest.mark.parametrize("where", ["page", "file"])
@pytest.mark.parametrize(
    ("drawn", "printed"),
    [
        ('<text y="9">Burn after reading</text>', "Burn after reading"),
        ('<text y="9">s<tspan>t</tspan></text>', "t"),
        ('<defs><text id="a" y="9">stay</text></defs><use href="#a"/>', "stay"),
        ('<a y="9">stay</a>', "stay"),
        ('<text y="9">0800111999</text>', "0800111999"),
    ],
)
def test_words_of_a_drawing_that_stand_in_no_file_are_told(
    tmp_path: Path, where: str, drawn: str, printed: str
) -> None:
    svg = DRAWING.format(drawn)
    image = '<img src="templates/plain/a.svg" alt="A">'
    edition = plant(tmp_path, body=MESSAGES + (svg if where == "page" else image), css="img, svg { width: 40mm }")
    (edition.project.templates / "plain" / "a.svg").write_text(svg, encoding="utf-8")
    with pytest.raises(ProjectError, match=f'a drawing prints "{printed}"') as caught:
        typeset.draw(typeset.typeset(composer.compose(edition), edition))
    assert {one.exit_code for one in caught.value.findings} == {ExitCode.LAYOUT}


@pytest.mark.parametrize("words", ["7", "1961", "{{ locale.furniture.fold }}", "{{ sheet.masthead.title }}"])
def test_numerals_and_words_of_the_sheet_in_a_drawing_are_not_told(tmp_path: Path, words: str) -> None:
    svg = DRAWING.format(f'<text y="9" font-family="FS Text">{words}</text>')
    edition = plant(tmp_path, body=MESSAGES + svg, css="svg { width: 40mm }")
    assert typeset.draw(typeset.typeset(composer.compose(edition), edition))


@pytest.mark.parametrize(
    "body",
    [
        "<p>7</p>",
        "<p>12/24</p>",
        "<p><b>12</b>/<i>24</i></p>",
        "<p>{{ locale.furniture.fold }}</p>",
        "<p>{{ locale.furniture.fold }} <b>{{ locale.furniture.fold }}</b></p>",
        "<p>{{ locale.furniture.fold[:7] }}<b>{{ locale.furniture.fold[7:] }}</b></p>",
        "<p><b>{{ locale.furniture.fold }}</b>: <i>{{ locale.furniture.fold }}</i>7</p>",
        "<p>·</p>",
    ],
)
def test_numerals_and_furniture_are_not_told(tmp_path: Path, body: str) -> None:
    assert findings(plant(tmp_path, body=MESSAGES + body)) == []


def test_only_documented_functions_are_known() -> None:
    environment = templates._environment(PROJECT, (), templates.NO_FILTERS)
    assert {*environment.globals} == {"range", "namespace"}
