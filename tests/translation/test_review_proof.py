"""The reviewer's proof has every string once, beside its source, with its number where it stands on the page."""

from __future__ import annotations

import io
import json
import re
import shlex
import shutil
from dataclasses import replace
from html import unescape
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from support.project import PROJECT, in_process

from factsheet.compose import composer
from factsheet.content.records import State
from factsheet.design import editions, locales
from factsheet.design.editions import Edition
from factsheet.design.project import Project
from factsheet.engine import typeset
from factsheet.engine.typeset import Pages
from factsheet.findings import ExitCode
from factsheet.lint import ready_editions
from factsheet.translation import review_proof
from factsheet.yaml.nodes import Text

SCRIPTS = Project(PROJECT, PROJECT / "tests" / "scripts")
SHEET = "lantern-street"


def edition(tag: str) -> Edition:
    return editions.load(SCRIPTS, SHEET, "factsheet", tag)


@pytest.fixture(scope="module")
def pages() -> Pages:
    return typeset.typeset(composer.compose(edition("hi")), edition("hi"))


@pytest.fixture(scope="module")
def files(pages: Pages) -> dict[str, bytes]:
    return review_proof.make_files(pages, edition("ar"), {"masthead.title": "draft"}, {"masthead.title": 40})


@pytest.fixture(scope="module")
def html(files: dict[str, bytes]) -> str:
    return unescape(files["html"].decode())


def keys(html: str) -> list[str]:
    return re.findall(r'<tr id="s\d+" data-key="([^"]+)"', html)


def test_every_string_of_the_language_is_there_once_and_in_order(pages: Pages, html: str) -> None:
    wanted = [text.key for text in pages.edition.words if text.place.file.name == "hi.yaml"]
    assert sorted(keys(html)) == sorted(wanted)
    assert "film.address" not in keys(html)  # that is a fact, and nobody's to translate
    numbers = [int(number) for number in re.findall(r'<tr id="s(\d+)"', html)]
    assert numbers == list(range(1, len(wanted) + 1))


def test_a_string_stands_beside_its_source(html: str) -> None:
    row = re.search(r'<tr id="s\d+" data-key="masthead.title">.*?</tr>', html, re.DOTALL)
    assert row
    assert 'lang="ar" dir="rtl">«بوابة تُفتح»<' in row[0]
    assert re.search(r'lang="hi" dir="ltr">[^<]*फाटक', row[0])
    own = locales.load(PROJECT / "locales", "hi").proof
    assert own
    room = own.room.format(count=len("‘खुलता हुआ फाटक’"), most=40)
    assert f">masthead.title</bdi> · {own.state_draft} · " in row[0]
    assert re.search(own.room.format(count="[0-9]+", most=40), row[0]), room


SPEAKING = [path.stem for path in sorted((PROJECT / "locales").glob("*.yaml")) if "\nproof:" in path.read_text("utf-8")]


def spoken(tag: str, proof: locales.Proof | None, paper: bool = False) -> str:
    """The galley of a page without strings, in a language with these words of its own."""
    one = edition("hi")
    locale = locales.load(PROJECT / "locales", tag).model_copy(update={"proof": proof})
    one = replace(one, locale=locale, sheet=replace(one.sheet, tag=tag))
    source = locales.load(PROJECT / "locales", "en")
    row = review_proof.Row(12, "a.b", "Worte", "words", State.DRAFT, 34, 56)
    view = review_proof.PageView(7, "", 10, 10, (review_proof.Mark(12, 0, 0),), (row,))
    names = {"title": "T", "name": SHEET, "source": source, "source_tag": "en", "code": "c0de", "pages": 8, "mark": 3}
    rest = {"views": (view, replace(view, page=0, rows=())), "count": 90, "on_paper": paper}
    # Without the marks that tell where lines of Thai, and words with hyphens, may break.
    return re.sub("[\u200b\u2060\ufeff]", "", unescape(composer.galley(one, {**names, **rest}).html))


@pytest.mark.parametrize("paper", [True, False])
@pytest.mark.parametrize("tag", SPEAKING)
def test_it_speaks_the_language_of_its_reviewer(tag: str, paper: bool) -> None:
    locale = locales.load(PROJECT / "locales", tag)
    assert locale.proof
    html = spoken(tag, locale.proof, paper)
    assert html.count(f'<html lang="{tag}" dir="{locale.direction}">') == 1
    of_the_other = {"on_screen", "instead", "save", "send", "copied", "message", "taken_in", "counted", "unsigned"}
    of_the_other |= {"kept", "clear", "sure", "cleared"}
    of_the_other = of_the_other if paper else {"on_paper", "declared", "signature", "keeper"}
    shown = re.sub(r"<[^>]+>", "", html) + " ".join(re.findall(r'="([^"]*)"', html))
    unused = {"state_reviewed", "state_same", "state_stale", "length"} | of_the_other
    for name, phrase in locale.proof.model_dump().items():
        pieces = [piece for piece in re.split(r"\{\w+\}", phrase) if piece.strip()]
        scripted = [json.dumps(piece)[1:-1] for piece in pieces]
        found = [piece in shown or coded in html for piece, coded in zip(pieces, scripted, strict=True)]
        assert name in unused or all(found), name
    digits = str.maketrans("0123456789", locale.digits)
    assert locale.proof.page.format(number="7".translate(digits)) in shown
    assert locale.proof.room.format(count="34".translate(digits), most="56".translate(digits)) in shown


@pytest.mark.parametrize("tag", ["ar", "km", "my"])
def test_it_speaks_english_where_a_language_has_no_words_for_it(tag: str) -> None:
    html = spoken(tag, None)
    english = locales.load(PROJECT / "locales", "en").proof
    assert english and '<html lang="en" dir="ltr">' in html
    assert english.ask in html and english.page.format(number=7) in html
    assert f'<div class="read" lang="{tag}"' in html


def test_paper_says_what_the_web_page_says(files: dict[str, bytes], html: str) -> None:
    with pypdfium2.PdfDocument(files["pdf"]) as document:
        text = "".join(page.get_textpage().get_text_range() for page in document)
    told = [key for key in keys(html) if key in re.sub(r"[\r\n\ufffe]", "", text)]
    assert told == keys(html)
    assert review_proof.code([text for text in edition("hi").words if text.place.file.name == "hi.yaml"]) in text


def test_the_command_on_paper_records_what_was_signed(
    files: dict[str, bytes], tmp_path: Path, command_line: None, capsys: pytest.CaptureFixture[str]
) -> None:
    with pypdfium2.PdfDocument(files["pdf"]) as document:
        text = re.sub(r"[\r\n]+", " ", document[len(document) - 1].get_textpage().get_text_range())
    (command,) = re.findall(r"build\.py (review .*?YYYY-MM-DD)", text)
    words = shlex.split(command.replace("NAME", "Ana").replace("YYYY-MM-DD", "2026-03-01"))
    content = shutil.copytree(SCRIPTS.content, tmp_path / "content")
    ended = in_process([*words, "--content", content], capsys)
    assert (ended.code, ended.err) == (0, "")
    states = editions.load(Project(PROJECT, content), SHEET, "factsheet", "hi").states
    assert {*states.values()} == {State.REVIEWED}


def test_what_the_layout_does_not_take_is_read_too(pages: Pages) -> None:
    layout = editions.load(SCRIPTS, SHEET, "cards", "hi").layout
    cards = replace(pages, edition=replace(pages.edition, layout=layout))
    kept = {text.key for text in cards.edition.words}
    assert len(kept) < len(pages.edition.words)
    cards = replace(cards, texts=tuple(text for text in pages.texts if text.key in kept))
    *_, last = review_proof._views(cards, {}, {})
    assert last.page == 0 and "timeline.heading" in [row.key for row in last.rows]
    listed = [row.key for view in review_proof._views(cards, {}, {}) for row in view.rows]
    assert sorted(listed) == sorted({text.key for text in pages.edition.sheet.words})


def test_the_pages_in_small_come_again_on_every_sheet(files: dict[str, bytes]) -> None:
    with pikepdf.open(io.BytesIO(files["pdf"])) as document:
        assert len(document.pages) > 3
        sizes = {tuple(round(float(edge) / 72 * 25.4) for edge in page.mediabox[2:]) for page in document.pages}
        assert sizes == {(297, 210)}
        assert all("/XObject" in page.Resources for page in document.pages)


def test_a_number_stands_at_its_string(pages: Pages) -> None:
    (view, *_) = review_proof._views(pages, {}, {})
    title = next(text for text in pages.texts if text.key == "masthead.title")
    number = next(row.number for row in view.rows if row.key == "masthead.title")
    mark = next(mark for mark in view.marks if mark.number == number)
    scale = view.width / pages.edition.layout.width
    assert mark.x == pytest.approx(title.x * scale - review_proof._MARK, abs=0.1)
    assert mark.y == pytest.approx(title.y * scale, abs=review_proof._MARK)


def test_in_a_language_from_the_right_it_stands_to_the_right() -> None:
    arabic = typeset.typeset(composer.compose(edition("ar")), edition("ar"))
    (view, *_) = review_proof._views(arabic, {}, {})
    number = next(row.number for row in view.rows if row.key == "masthead.title")
    assert next(mark for mark in view.marks if mark.number == number).x > view.width * 0.8


def test_no_two_numbers_stand_on_each_other(pages: Pages) -> None:
    for view in review_proof._views(pages, {}, {}):
        for one in view.marks:
            near = [
                two
                for two in view.marks
                if abs(one.x - two.x) < review_proof._MARK and abs(one.y - two.y) < review_proof._MARK
            ]
            assert near == [one]


def test_the_code_changes_with_any_word() -> None:
    texts = list(edition("hi").strings)
    before = review_proof.code(texts)
    assert re.fullmatch("[0-9a-f]{8}", before)
    changed = [Text(text + "." if n == 7 else text, text.key, text.place) for n, text in enumerate(texts)]
    assert review_proof.code(changed) != before == review_proof.code(edition("hi").strings)


def test_the_layout_with_most_words_and_plain_pages_is_read() -> None:
    found, _ = ready_editions.find(SCRIPTS, [], [], ["hi"])
    chosen = review_proof.choose(found)
    assert chosen.layout.impose is None
    assert len(chosen.strings) == max(len(one.strings) for one in found)
    assert review_proof.choose([replace(chosen), *found]).layout.name == chosen.layout.name


def test_the_command_makes_both_files(tmp_path: Path, command_line: None, capsys: pytest.CaptureFixture[str]) -> None:
    ended = in_process(["proof", "--lang", "hi", "--content", SCRIPTS.content, "--out", tmp_path], capsys)
    assert ended.code == 0 and all("advice" in line for line in ended.err.splitlines())
    made = {path.name for path in tmp_path.rglob("*.*")}
    assert made == {f"{SHEET}_factsheet_hi_review.pdf", f"{SHEET}_factsheet_hi_review.html"}


def test_the_command_wants_a_language(command_line: None, capsys: pytest.CaptureFixture[str]) -> None:
    ended = in_process(["proof"], capsys)
    assert ended.code == ExitCode.USAGE and "--lang" in ended.err


@pytest.fixture
def page(files: dict[str, bytes], tmp_path: Path, browser):
    file = tmp_path / "review.html"
    file.write_bytes(files["html"])
    complaints: list[str] = []
    page = browser.new_page()
    page.on("console", lambda said: complaints.append(said.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("request", lambda asked: complaints.append(asked.url) if asked.url.startswith("http") else None)
    page.goto(file.as_uri())
    yield page
    page.close()
    assert complaints == []


def test_what_is_ticked_and_typed_is_taken_in_by_one_command(
    page, tmp_path: Path, command_line: None, capsys: pytest.CaptureFixture[str]
) -> None:
    own = locales.load(PROJECT / "locales", "hi").proof
    save = page.get_by_role("button", name=own.save)
    row = page.locator("tr[data-key='masthead.title']")
    row.locator("textarea").fill("‘दूसरा शीर्षक’")
    page.locator("tr[data-key='masthead.kicker'] input").check()
    assert save.is_disabled() and own.unsigned in page.get_by_role("status").inner_text()
    page.locator("[name=by]").fill("O'Neil")
    page.locator("[name=on]").fill("2026-03-01")
    counted = own.counted.format(right=1, count=len(keys(page.content())), corrected=1)
    assert page.get_by_role("status").inner_text() == counted
    for _ in range(20):  # nothing is lost, once the browser has put it aside
        page.wait_for_timeout(100)
        page.reload()
        if row.locator("textarea").input_value() == "‘दूसरा शीर्षक’":
            break
    assert row.locator("textarea").input_value() == "‘दूसरा शीर्षक’"
    command = page.locator("bdi", has_text="build.py import").inner_text().rpartition("build.py ")[2]
    with page.expect_download() as saved:
        save.click()
    name = saved.value.suggested_filename
    assert command == f"import {name}"
    saved.value.save_as(tmp_path / name)
    content = shutil.copytree(SCRIPTS.content, tmp_path / "content")
    ended = in_process(["import", tmp_path / name, "--content", content], capsys)
    assert ended.code == 0
    assert "1 string changed" in ended.out and "2 strings reviewed by O'Neil on 2026-03-01" in ended.out
    record = (content / SHEET / "hi.lock.json").read_text(encoding="utf-8")
    assert record.count("O'Neil") == 2
    assert "दूसरा शीर्षक" in (content / SHEET / "hi.yaml").read_text(encoding="utf-8")


def test_the_browser_keeps_nothing_before_something_is_typed_and_nothing_that_is_deleted(page) -> None:
    own = locales.load(PROJECT / "locales", "hi").proof
    kept = "JSON.stringify(Object.entries(localStorage))"
    assert own.kept in page.locator(".intro").inner_text()
    clear = page.get_by_role("button", name=own.clear)
    page.wait_for_timeout(300)
    assert page.evaluate(kept) == "[]"
    row = page.locator("tr[data-key='masthead.title']")
    row.locator("textarea").fill("‘दूसरा शीर्षक’")
    row.locator("input").check()
    page.locator("[name=by]").fill("Anna Secret")
    page.locator("[name=on]").fill("2026-03-01")
    assert "Anna Secret" in page.evaluate(kept)
    asked: list[str] = []
    page.once("dialog", lambda dialog: (asked.append(dialog.message), dialog.dismiss()))
    clear.click()
    assert "Anna Secret" in page.evaluate(kept) and page.locator("[name=by]").input_value() == "Anna Secret"
    page.once("dialog", lambda dialog: (asked.append(dialog.message), dialog.accept()))
    clear.click()
    assert asked == [own.sure] * 2
    assert page.evaluate(kept) == "[]"
    assert page.get_by_role("status").inner_text() == own.cleared
    assert "Anna" not in page.content()
    page.reload()
    fields = [page.locator("[name=by]"), page.locator("[name=on]"), *page.locator("textarea").all()]
    assert {field.input_value() for field in fields} == {""}
    assert not row.locator("input").is_checked()
    assert page.evaluate(kept) == "[]"


def test_a_browser_offers_no_name_that_it_knows(html: str) -> None:
    fields = re.findall(r"<(?:input|textarea)\b[^>]*>", html)
    assert len(fields) > 20
    assert [field for field in fields if 'autocomplete="off"' not in field] == []


def test_a_number_leads_to_its_row(page) -> None:
    page.locator("a.mark", has_text="4").first.click()
    assert page.url.endswith("#s4")


@pytest.mark.parametrize("width", [390, 1366])
def test_it_keeps_nobody_out(page, width: int) -> None:
    from axe_playwright_python import sync_playwright as axe

    page.set_viewport_size({"width": width, "height": 800})
    found = axe.Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
