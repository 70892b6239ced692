"""The live preview as people see it: driven in a real browser, from outside, over files that are saved."""

from __future__ import annotations

import re
import statistics
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python import sync_playwright as axe
from support.previewed import SHEET, Preview, running

pytestmark = pytest.mark.everything

EN = f"content/{SHEET}/en.yaml"
LAID_OUT = 30_000  # ms, on a busy machine


@pytest.fixture(scope="module")
def preview(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Preview]:
    with running(
        tmp_path_factory.mktemp("previewed") / "project", "--sheet", SHEET, "--layout", "factsheet"
    ) as started:
        yield started


@pytest.fixture
def page(preview: Preview, browser):
    """A window on the preview; whatever the browser complains about fails the test."""
    complaints: list[str] = []
    context = browser.new_context(viewport={"width": 1366, "height": 768})
    page = context.new_page()
    page.set_default_timeout(LAID_OUT)
    page.on("console", lambda said: complaints.append(f"{said.type}: {said.text}"))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(preview.address)
    page.locator("figure[data-painted]").first.wait_for()
    yield page
    context.close()
    assert complaints == []


def painted(page) -> str:
    """The number of the scene whose picture of the first page is shown."""
    return page.locator("figure").first.get_attribute("data-painted").split()[0]


def pixels(page) -> bytes:
    return page.locator("figure .window").first.screenshot()


def wait_for_newer(page, than: str) -> None:
    page.wait_for_selector(f"figure:first-child[data-painted]:not([data-painted^='{than} '])")


def choose(page, name: str, value: str) -> None:
    page.locator(f"select[name={name}]").select_option(value)
    page.locator("figure[data-painted]").first.wait_for()


def test_a_saved_file_shows_as_new_pixels_in_the_same_place(preview: Preview, page) -> None:
    before, number = pixels(page), painted(page)
    page.locator("main").evaluate("main => main.scrollTo(0, 40)")
    preview.change(EN, "kicker: FACTSHEET SUMMARY", "kicker: FACTSHEET OF TODAY")
    wait_for_newer(page, number)
    assert page.locator("main").evaluate("main => main.scrollTop") == 40
    assert pixels(page) != before
    number = painted(page)
    preview.change(EN, "kicker: FACTSHEET OF TODAY", "kicker: FACTSHEET SUMMARY")
    wait_for_newer(page, number)
    page.locator("main").evaluate("main => main.scrollTo(0, 0)")
    assert pixels(page) == before


def test_an_error_shows_over_the_old_pages_until_it_is_mended(preview: Preview, page) -> None:
    alarm, before = page.get_by_role("alert"), pixels(page)
    preview.change(EN, "  kicker:", "  kiker:")
    alarm.wait_for()
    told = alarm.inner_text()
    assert f"{EN}:" in told and "masthead.kiker" in told and "did you mean “kicker”?" in told
    assert page.locator("figure").count() == 4  # the old pages
    assert page.locator("body.stopped").count() == 1
    preview.change(EN, "  kiker:", "  kicker:")
    alarm.wait_for(state="hidden")
    assert page.locator("body.stopped").count() == 0
    assert pixels(page) == before


def test_a_sentence_says_its_key_and_where_to_edit_it(preview: Preview, page) -> None:
    page.locator("button[data-key='messages.items.human-rights.more']").first.click()
    panel = page.locator("section.string")
    assert panel.locator(".key").inner_text() == "messages.items.human-rights.more"
    file, line, _ = panel.locator(".where code").inner_text().split(":")
    lines = preview.path(file).read_text(encoding="utf-8").splitlines()
    assert "enshrines and promotes dignity" in lines[int(line)]  # below its key and >-
    assert panel.locator(".text").inner_text().startswith("The movement enshrines")


def test_the_place_that_is_clicked_is_that_of_the_words(page) -> None:
    button = page.locator("button[data-key='masthead.title']")
    box, paper = button.bounding_box(), page.locator("figure .paper").first.bounding_box()
    assert box["width"] > paper["width"] / 2  # the title is as wide as the page
    assert paper["y"] < box["y"] < paper["y"] + paper["height"] / 4


def test_arrow_keys_go_through_the_strings(page) -> None:
    page.locator(".strings button[tabindex='0']").first.focus()
    first = page.locator(".key code").inner_text()
    page.keyboard.press("ArrowDown")
    second = page.locator(".key code").inner_text()
    page.keyboard.press("ArrowDown")
    assert len({first, second, page.locator(".key code").inner_text()}) == 3
    page.keyboard.press("ArrowUp")
    assert page.locator(".key code").inner_text() == second
    assert page.locator(".strings button[tabindex='0']").count() == page.locator("figure").count()


def test_arabic_runs_from_right_to_left_beside_its_source(page) -> None:
    choose(page, "sheet", "lantern-street")
    choose(page, "lang", "hi")
    choose(page, "lang", "ar")
    assert page.locator(".sheets").get_attribute("dir") == "rtl"
    first, second = (page.locator("figure").nth(n).bounding_box() for n in (0, 1))
    assert first["x"] > second["x"] or first["y"] < second["y"]
    assert "lang=ar" in page.url
    page.go_back()
    page.locator("figure[data-painted]").first.wait_for()
    page.locator("button[data-key='masthead.subtitle']").first.click()
    source = page.locator("dd.source")
    assert "شارع" in source.inner_text()  # this sheet was written in Arabic
    assert page.locator(".state").inner_text() == "draft: nobody has reviewed it"
    length = page.locator(".length")
    assert length.inner_text().endswith(f"source {len(source.inner_text())}")
    page.wait_for_selector("body[data-checked='true']")
    assert re.search(r"room for \d+ more$", length.inner_text())


def test_every_intent_can_be_looked_at(page) -> None:
    choose(page, "layout", "leaflet")
    assert page.locator("figcaption").all_inner_texts()[:2] == ["Page 1", "Page 2"]
    choose(page, "for", "office")
    assert page.locator("figcaption").all_inner_texts() == ["Sheet 1, front", "Sheet 1, back"]
    page.locator("summary").click()
    page.locator("[name=folds]").check()
    assert page.locator(".guide.fold:visible").count() == 4
    page.locator("button[data-key='masthead.title']").first.click()
    assert page.locator(".key").inner_text() == "masthead.title"
    choose(page, "for", "press")
    assert page.locator("figcaption").all_inner_texts() == ["Sheet 1, front", "Sheet 1, back"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_keeps_anybody_out(preview: Preview, page, scheme: str) -> None:
    page.emulate_media(color_scheme=scheme)
    page.locator("button[data-key='masthead.title']").first.click()
    page.locator("summary").click()
    found = axe.Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


def test_no_page_is_wider_than_a_phone(preview: Preview, page) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.locator("button[data-key='masthead.title']").first.click()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert page.locator("section.string").bounding_box()["y"] < 844  # the panel comes up over the page


def test_the_real_file_is_one_link_away(preview: Preview, page) -> None:
    link = page.get_by_role("link", name="Open the PDF").get_attribute("href")
    answer = page.request.get(preview.address + link)
    assert answer.status == 200 and answer.body().startswith(b"%PDF-1.7")


def test_pictures_have_a_pixel_for_each_of_the_screens(page) -> None:
    shown, drawn = page.locator(".paper img").first.evaluate("image => [image.width, image.naturalWidth]")
    assert shown == drawn


def test_a_hundred_percent_is_as_printed(page) -> None:
    page.locator("select[name=zoom]").select_option("1")
    assert page.locator(".window").first.bounding_box()["width"] == pytest.approx(210 / 25.4 * 96, abs=0.5)
    page.locator("select[name=zoom]").select_option("page")


def test_the_checks_of_the_build_come_by_themselves(page) -> None:
    page.wait_for_selector("body[data-checked='true']")
    assert page.locator(".verdict").inner_text() == "Checked as the build does: nothing found."


def test_what_is_overset_is_marked_where_it_is(preview: Preview, page) -> None:
    choose(page, "layout", "leaflet")
    much = " ".join(["and so on"] * 60)
    preview.change(EN, "call: QR code to see the film", f"call: QR code to see the film {much}")
    page.locator("button.found[data-key='film.call'], button.overset[data-key='film.call']").first.wait_for()
    page.get_by_role("button", name="Show on the page").first.click()
    preview.change(EN, f" {much}", "")
    page.locator("button.found").first.wait_for(state="detached")


def test_the_menu_grows_with_the_files(preview: Preview, page) -> None:
    text = preview.path(EN).read_text(encoding="utf-8")
    preview.write(f"content/{SHEET}/fr.yaml", text)
    page.wait_for_selector("select[name=lang] option[value=fr]", state="attached")
    preview.path(f"content/{SHEET}/fr.yaml").unlink()
    page.wait_for_selector("select[name=lang] option[value=fr]", state="detached")


def test_templates_and_styles_show_as_well(preview: Preview, page) -> None:
    for file, old, new in (
        ("templates/factsheet/layout.css", "margin: var(--cover-gap) 0;", "margin: var(--cover-gap) 0 3mm;"),
        ("templates/factsheet/layout.html", '<p class="subtitle">', '<p class="subtitle" lang="en">'),
        ("templates/factsheet/layout.yaml", "title-size: 116pt", "title-size: 112pt"),
    ):
        number = painted(page)
        preview.change(file, old, new)
        wait_for_newer(page, number)
        number = painted(page)
        preview.change(file, new, old)
        wait_for_newer(page, number)
    number = painted(page)
    preview.change("templates/factsheet/layout.html", "{% if sheet.film %}", "{% if sheet.film")
    page.get_by_role("alert").wait_for()
    assert "templates/factsheet/layout.html:" in page.get_by_role("alert").inner_text()
    preview.change("templates/factsheet/layout.html", "{% if sheet.film\n", "{% if sheet.film %}\n")
    page.get_by_role("alert").wait_for(state="hidden")
    assert Path(preview.folder, "templates/factsheet/layout.html").is_file()


@pytest.mark.benchmark
def test_the_time_from_save_to_new_pixels(preview: Preview, page, capsys: pytest.CaptureFixture[str]) -> None:
    """From before the file is written until the browser has painted the new picture, both by the same clock."""
    took = []
    was = "kicker: FACTSHEET SUMMARY"
    for turn in range(30):
        number, now = painted(page), f"kicker: FACTSHEET OF {turn:02} MINUTES"  # a line that was never set before
        begun = time.time() * 1000
        preview.change(EN, was, now)
        was = now
        wait_for_newer(page, number)
        took.append(float(page.locator("figure").first.get_attribute("data-painted").split()[1]) - begun)
        page.wait_for_timeout(700)  # as somebody who writes would; the other pages are drawn meanwhile
    took.sort()
    with capsys.disabled():
        told = f"median {statistics.median(took):.0f} ms, fastest {took[0]:.0f}, nine of ten under {took[26]:.0f}"
        print(f"\nsave to new pixels, factsheet, 30 saves: {told}")
