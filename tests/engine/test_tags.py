"""What a screen reader finds in screen files: every word once, in order, under headings, in lists, in its language."""

from __future__ import annotations

import io
import re
from collections import Counter
from functools import cache
from itertools import pairwise
from pathlib import Path

import pikepdf
import pytest
from support import tagged
from support.editions import EXAMPLES, OF_THE_SOURCE, TRANSLATED, cases, every, every_edition, made, words
from support.planted import MESSAGES, plant
from support.tagged import Said

from factsheet.compose import composer
from factsheet.design.editions import Edition, Intent
from factsheet.engine import startup, typeset
from factsheet.findings import ExitCode, Finding, ProjectError

KEPT = Path(__file__).parents[1] / "tags"
GROUPS = {"Document", "Sect", "Div", "L", "LI", "LBody"}
EDITIONS = [*TRANSLATED, *every(EXAMPLES)]
# The tree of a layout is the same in every language, so that of the source stands for all.
each_layout = pytest.mark.parametrize("edition", cases(OF_THE_SOURCE), ids=lambda edition: edition.layout.name)


def read(edition: Edition) -> Said:
    return _read(made(edition)[1][Intent.SCREEN])


_read = cache(tagged.tree)


@each_layout
def test_the_tree_of_tags_is_as_it_was(edition: Edition, request: pytest.FixtureRequest) -> None:
    """Run with --update after a change, and read the file as a screen reader would read it out."""
    now = "\n".join(read(edition).lines()) + "\n"
    path = KEPT / f"{edition.layout.name}.txt"
    if request.config.getoption("--update"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(now, encoding="utf-8")
    assert path.is_file(), f"{path.name} is missing: run the tests with --update, and read it"
    assert now.splitlines() == path.read_text(encoding="utf-8").splitlines()


def test_no_tree_is_kept_of_a_layout_that_is_gone() -> None:
    assert {path.stem for path in KEPT.iterdir()} == {edition.layout.name for edition in EDITIONS}


@every_edition
def test_every_string_is_read_out_once_in_the_order_of_the_content(edition: Edition) -> None:
    said, at = words(read(edition).words), 0
    if edition.locale.right_to_left:  # glyphs stand from left to right, so that only their number can be compared
        missing = Counter(words("".join(edition.strings))) - Counter(said)
        assert missing.total() == 0
        return
    for text in edition.strings:
        if text == edition.draft:  # each layout has its own place for it
            assert words(text) in said
            continue
        found = said.find(words(text), at)
        assert found >= 0, text.key
        at = found + len(words(text))


@every_edition
def test_nothing_is_read_out_that_is_not_on_the_page_and_nothing_twice(edition: Edition) -> None:
    pages, _ = made(edition)
    printed = Counter(words("".join(text.text for text in pages.texts)))
    said = "".join(
        kid[1] for tag in read(edition).tags() if not tag.instead for kid in tag.kids if isinstance(kid, tuple)
    )
    assert (Counter(words(said)) - printed).total() == 0


@every_edition
def test_headings_outline_the_sheet_and_are_its_bookmarks(edition: Edition) -> None:
    headings = [tag for tag in read(edition).tags() if re.fullmatch("H[1-6]", tag.role)]
    levels = [int(tag.role[1]) for tag in headings]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    with pikepdf.open(io.BytesIO(made(edition)[1][Intent.SCREEN])) as document, document.open_outline() as outline:
        bookmarks = []
        rest = [*outline.root]
        while rest:
            mark = rest.pop(0)
            bookmarks.append(words(mark.title))
            rest[:0] = mark.children
    read_out = [words(tag.words) for tag in headings]
    if edition.locale.right_to_left:  # glyphs stand from left to right
        assert [*map(Counter, bookmarks)] == [*map(Counter, read_out)]
    else:
        assert bookmarks == read_out


@every_edition
def test_lists_hold_items_with_a_body_and_numbers_are_labels(edition: Edition) -> None:
    numbers = []
    for tag in read(edition).tags():
        inside = [kid.role for kid in tag.kids if isinstance(kid, Said)]
        if tag.role == "L":
            assert set(inside[inside[:1] == ["Caption"] :]) == {"LI"}
        elif tag.role == "LI":
            assert inside in (["LBody"], ["Lbl", "LBody"])
        elif tag.role == "Lbl":
            numbers.append(tag.words)
        assert "Lbl" not in inside or tag.role == "LI"
    if "messages" in edition.takes and edition.sheet.messages:
        wanted = [str(item.number) for item in edition.sheet.messages.items]
        assert numbers[: len(wanted)] == wanted


@every_edition
def test_no_tag_is_empty_and_groups_hold_no_bare_words(edition: Edition) -> None:
    for tag in read(edition).tags():
        assert tag.words, tag.role
        assert tag.role not in GROUPS or all(isinstance(kid, Said) for kid in tag.kids), tag.role
        assert tag.role != "NonStruct"


@every_edition
def test_drawings_say_what_they_show(edition: Edition) -> None:
    drawings = [tag.instead for tag in read(edition).tags() if tag.role == "Figure"]
    sheet, furniture = edition.sheet, edition.locale.furniture
    wanted = []
    if "film" in edition.takes and sheet.film:
        wanted.append(f"{furniture.film_link} {sheet.film.address}")
    if "regions" in edition.takes and sheet.regions:
        (shown,) = [said for said in drawings if said.startswith(" ".join(furniture.map.split()))]
        for region in sheet.regions.items:
            assert str(region.name) in shown
        wanted.append(shown)
    assert sorted(drawings) == sorted(wanted)


@every_edition
def test_the_film_code_is_a_link_that_says_where_it_leads(edition: Edition) -> None:
    if "film" not in edition.takes or not edition.sheet.film:
        return
    said = f"{edition.locale.furniture.film_link} {edition.sheet.film.address}"
    (link,) = [tag for tag in read(edition).tags() if tag.role == "Link" and said in tag.kids]
    assert [kid.role for kid in link.kids if isinstance(kid, Said)] == ["Figure"]
    with pikepdf.open(io.BytesIO(made(edition)[1][Intent.SCREEN])) as document:
        notes = [note for page in document.pages for note in page.obj.get("/Annots", ())]
        assert sum(str(note.Contents) == said for note in notes) == 1
        assert all("/StructParent" in note for note in notes)


# Planted


def drawn(folder: Path, body: str, css: str = "") -> bytes:
    edition = plant(folder, body=MESSAGES + body, css=css)
    return typeset.draw(typeset.typeset(composer.compose(edition), edition))


def lines(folder: Path, body: str, css: str = "") -> list[str]:
    """The lines of the tree that `body` makes, after the messages."""
    found = list(tagged.tree(drawn(folder, f"<h1>Begin</h1>{body}", css)).lines())
    return [line[2:] for line in found[found.index("  H1: Begin") + 1 :]]


def refused(folder: Path, body: str) -> tuple[Finding, ...]:
    with pytest.raises(ProjectError) as caught:
        drawn(folder, body)
    return caught.value.findings


def test_words_in_another_language_say_so(tmp_path: Path) -> None:
    body = (
        '<p>A <span lang="fr">bon mot</span>.</p><p lang="es">Dos</p><div lang="ar"><p>One</p></div><p lang="en">x</p>'
    )
    assert lines(tmp_path, body) == [
        "P",
        "  A",
        '  Span lang="fr": bon mot',
        "  .",
        'P lang="es": Dos',
        'Div lang="ar"',
        "  P: One",
        "P: x",
    ]


def test_what_goes_on_overleaf_is_one_thing(tmp_path: Path) -> None:
    body = '<li><i class="n">1</i> a<p class="tall">b c</p></li><li>d</li>'
    body = f'<section><h2>Head</h2><ol data-labels="n">{body}</ol></section>'
    css = ".tall { orphans: 1; widows: 1; width: 3mm } .tall, h2 { line-height: 40mm } ol { list-style: none }"
    assert lines(tmp_path, body, css) == [
        "Sect",
        "  H2: Head",
        "  L",
        "    LI",
        "      Lbl: 1",
        "      LBody",
        "        P: a",
        "        P: b c",
        "    LI",
        "      LBody",
        "        P: d",
    ]


def test_what_stands_around_the_text_is_not_read_out(tmp_path: Path) -> None:
    foot = "@page { @bottom-center { content: 'Folio ' counter(page); width: 50mm } } h1 { border-top: 1mm solid }"
    pdf = drawn(tmp_path, "<h1>Begin</h1>", foot)
    assert tagged.furniture(pdf) == ["Folio 1"]
    assert "Folio" not in tagged.tree(pdf).words


def test_what_is_hidden_from_screen_readers_is_left_out(tmp_path: Path) -> None:
    assert lines(tmp_path, '<p>a<b aria-hidden="true">b</b>c</p><p aria-hidden="true">d</p>') == ["P: a c"]


def test_tables_keep_their_heads(tmp_path: Path) -> None:
    rows = "".join(f"<tr><th scope='row'>r{row}</th><td>{row}</td></tr>" for row in range(9))
    body = f"<table><thead><tr><th>a</th><th>b</th></tr></thead><tbody>{rows}</tbody></table>"
    pdf = drawn(tmp_path, f"<h1>Begin</h1>{body}", css="td { height: 20mm } @page { size: 100mm 150mm }")
    (table,) = [tag for tag in tagged.tree(pdf).tags() if tag.role == "Table"]
    cells = [(tag.role, tag.words) for tag in table.tags() if tag.role in ("TH", "TD")]
    assert cells[:4] == [("TH", "a"), ("TH", "b"), ("TH", "r0"), ("TD", "0")]
    assert len(cells) == 2 + 2 * 9


@pytest.mark.parametrize("drawing", ['<svg viewBox="0 0 1 1"></svg>', '<img src="assets/images/land.svg" alt="">'])
def test_a_drawing_without_words_is_a_finding(tmp_path: Path, drawing: str) -> None:
    (finding,) = refused(tmp_path, f"<p>{drawing}</p>")
    assert finding.exit_code == ExitCode.LAYOUT
    assert "says nothing to those who cannot see it" in finding.what


def test_another_version_of_the_engine_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    startup.start.cache_clear()
    monkeypatch.setattr(startup, "VERSION", "69.9")
    (finding,) = refused(tmp_path, "")
    assert finding.exit_code == ExitCode.ENVIRONMENT
    assert "made for 69.9" in finding.what
    startup.start.cache_clear()
