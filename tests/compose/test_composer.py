"""Templates get escaped words that carry their keys, a few documented names, and files found by search path."""

from __future__ import annotations

from pathlib import Path

import pytest
from jinja2 import Environment, FileSystemLoader, meta
from jinja2.nodes import Name
from support.planted import MESSAGES, PROJECT, plant

from factsheet.compose import composer, filters, nobreak, templates
from factsheet.design.project import Project
from factsheet.findings import ExitCode, Place, ProjectError
from factsheet.lint import ready_editions
from factsheet.yaml.nodes import Text

DOCUMENTED = {"sheet", "locale", "language", "layout", "palette", "film_code", "world_map", "project", "draft"}
HERE = Place(Path("en.yaml"), 1, 1)


def test_every_string_carries_its_key(tmp_path: Path) -> None:
    edition = plant(tmp_path)
    html = composer.compose(edition).html
    for text in edition.strings:
        assert f' data-key="{text.key}">' in html


@pytest.mark.parametrize(
    ("template", "html"),
    [
        ("<p>{{ title }}</p>", '<p data-key="masthead.title">Ours</p>'),
        ('<p class="a" id="b">{{ title }}</p>', '<p class="a" id="b" data-key="masthead.title">Ours</p>'),
        ("<p><b>{{ title }}</b> too</p>", '<p><b data-key="masthead.title">Ours</b> too</p>'),
        ("<p>{{ title }} too</p>", '<p><span data-key="masthead.title">Ours</span> too</p>'),
        ("<p> {{ title }}</p>", '<p> <span data-key="masthead.title">Ours</span></p>'),
        ('<p data-key="own">{{ title }}</p>', '<p data-key="own"><span data-key="masthead.title">Ours</span></p>'),
        (
            "<p>{{ title }}{{ title }}</p>",
            '<p><span data-key="masthead.title">Ours</span><span data-key="masthead.title">Ours</span></p>',
        ),
    ],
)
def test_an_element_that_holds_a_string_alone_carries_its_key(tmp_path: Path, template: str, html: str) -> None:
    edition = plant(tmp_path, body=template.replace("title", "sheet.masthead.title"))
    words = str(edition.sheet.masthead.title)
    assert html.replace("Ours", words) in composer.compose(edition).html


def test_markup_in_the_copy_is_words(tmp_path: Path) -> None:
    html = composer.compose(plant(tmp_path, sheet="hostile-text")).html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html
    assert "<script" not in html
    assert "{{ 7 * 7 }}" in html


@pytest.mark.parametrize(
    ("template", "says"),
    [
        ("{{ sheet.masthaed.title }}", "masthaed"),
        ("{{ unknown }}", "unknown"),
        ("{% if unknown %}{% endif %}", "unknown"),
        ("{{ sheet.masthead.title", ""),
        ("{% for %}", ""),
        ("{% include 'parts/none.html' %}", "none.html"),
        ("{{ 1 / 0 }}", "zero"),
        ("{{ sheet.masthead.title|nofilter }}", "nofilter"),
        ("{{ sheet.masthead() }}", "callable"),
        ("{% include 'layout.html' %}", "recursion"),
    ],
)
def test_a_broken_template_is_refused_with_its_line(tmp_path: Path, template: str, says: str) -> None:
    edition = plant(tmp_path, body=f"{MESSAGES}\n{template}\n")
    with pytest.raises(ProjectError) as caught:
        composer.compose(edition)
    (finding,) = caught.value.findings
    assert finding.exit_code == ExitCode.LAYOUT
    assert says in finding.what
    assert finding.place and finding.place.file.name == "layout.html"
    assert finding.place.line


def test_templates_use_documented_names_only() -> None:
    templates = PROJECT / "templates"
    environment = Environment(loader=FileSystemLoader(templates), autoescape=True)
    environment.filters.update(dict.fromkeys(filters.FILTERS, str))
    # Of parts: in a loop, set by those who include it; of the index, the report and galleys.
    inside = {"item", "exhibits", "first", "problems", "editions", "findings", "rules", "translations"}
    inside |= {"code_hangs", "map_style", "note_lines"}
    inside |= {"views", "on_paper", "pages", "count", "code", "mark", "source", "source_tag", "title", "name", "spoken"}
    for folder in (file.parent for file in templates.glob("*/layout.html")):
        # A part may use what the template that includes it has set.
        parsed = [environment.parse(file.read_text(encoding="utf-8")) for file in sorted(folder.rglob("*.html"))]
        set_here = {name.name for tree in parsed for name in tree.find_all(Name) if name.ctx != "load"}
        for tree in parsed:
            assert meta.find_undeclared_variables(tree) <= DOCUMENTED | inside | set_here, folder
    for file in (templates / "_shared").rglob("*.html"):
        names = meta.find_undeclared_variables(environment.parse(file.read_text(encoding="utf-8")))
        assert names <= DOCUMENTED | inside, file
    readme = (templates / "README.md").read_text(encoding="utf-8")
    assert all(f"`{name}`" in readme for name in DOCUMENTED)


def test_a_file_in_the_languages_folder_wins(tmp_path: Path) -> None:
    edition = plant(tmp_path, body="{% include 'parts/greeting.html' %}")
    shared, plain = edition.project.templates / "_shared", edition.project.templates / "plain"
    order = [shared / "parts", shared / "en/parts", plain / "parts", plain / "en/parts"]
    for number, folder in enumerate(order):
        folder.mkdir(parents=True)
        (folder / "greeting.html").write_text(f"greeting {number}", encoding="utf-8")
        templates._make_environment.cache_clear()
        assert f"greeting {number}" in composer.compose(edition).html


def test_an_override_can_extend_what_it_overrides(tmp_path: Path) -> None:
    edition = plant(tmp_path)
    own = edition.project.templates / "plain" / "en"
    own.mkdir()
    text = '{% extends "plain/layout.html" %}{% block body %}{{ super() }}<p>more</p>{% endblock %}'
    (own / "layout.html").write_text(text, encoding="utf-8")
    html = composer.compose(edition).html
    assert "<p>more</p>" in html
    assert edition.strings[0] in html


def test_style_files_stand_in_cascade_order_and_a_languages_own_replaces_one(tmp_path: Path) -> None:
    edition = plant(tmp_path)
    templates = edition.project.templates
    (templates / "_shared/css").mkdir()
    (templates / "_shared/css/base.css").touch()
    assert edition.stylesheets == (templates / "_shared/css/base.css", templates / "plain/layout.css")
    (templates / "plain/en").mkdir()
    (templates / "plain/en/layout.css").touch()
    assert edition.stylesheets[-1] == templates / "plain/en/layout.css"


def test_a_layout_that_extends_takes_the_others_style_first() -> None:
    found, _ = ready_editions.find(Project(PROJECT, PROJECT / "content"), (), (), ())
    extending = [edition for edition in found if len(edition.layout.folders) > 1]
    assert extending
    for edition in extending:
        own, base = edition.layout.folders[0], edition.layout.folders[-1]
        styles = list(edition.stylesheets)
        assert base / "layout.css" in styles
        if own / "layout.css" in styles:
            assert styles.index(base / "layout.css") < styles.index(own / "layout.css")


def test_a_link_holds_text_only_and_carries_its_key() -> None:
    link = filters._link(Text("https://example.org/film/", "film.address", HERE))
    assert str(link).translate(nobreak.MARKS).replace(nobreak.BREAK, "") == (
        '<a class="whole" href="https://example.org/film/" dir="ltr" data-key="film.address">example.org/film</a>'
    )


@pytest.mark.parametrize(
    ("words", "most", "tied"),
    [
        ("Code QR pour voir le film", 14, "Code QR pour voir le_film"),
        ("फ़िल्म देखने के लिए QR कोड", 14, "फ़िल्म देखने के लिए QR_कोड"),
        # Nothing is left alone by two words, and two long ones may have no room.
        ("Key messages", 14, "Key messages"),
        ("движения людей, употребляющих наркотики", 14, "движения людей, употребляющих наркотики"),
        # In a title as much as its longest word.
        ("«Вернём себе своё!»", 0, "«Вернём себе своё!»"),
        ("“Retomando o que é nosso!”", 0, "“Retomando o que é_nosso!”"),
        # Marks above and below are no letters.
        ("आंदोलन का दस्तावेज़ी इतिहास", 14, "आंदोलन का दस्तावेज़ी_इतिहास"),
    ],
)
def test_the_last_word_of_a_headline_is_not_left_alone(words: str, most: int, tied: str) -> None:
    shown = filters._tied(Text(words, "k", HERE), most)
    assert shown.replace("\u00a0", "_") == f'<span data-key="k">{tied}</span>'


def test_a_number_stays_with_the_street() -> None:
    address = "Unit 2C09, Technopark, 90 London Road, London, SE1 6LN."
    shown = filters._own_direction(Text(address, "k", HERE))
    assert "Unit 2C09, Technopark, 90\u00a0London Road, London, SE1\u00a06LN." in shown
