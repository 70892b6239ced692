"""The page of all PDFs: whole without a server, right about each edition, and easy to look through."""

from __future__ import annotations

import re
import shutil
from html import unescape
from pathlib import Path

import pytest
from PIL import Image
from support.project import PROJECT, SHEETS, subprocess_run

from factsheet.build import gallery
from factsheet.design import layouts
from factsheet.design.project import Project
from factsheet.findings import ExitCode, Finding
from factsheet.translation import review

SCRIPTS = PROJECT / "tests" / "scripts"


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An output folder with a sheet in three languages and two layouts."""
    out = tmp_path_factory.mktemp("gallery") / "dist"
    chosen = [word for tag in ("ar", "hi", "th") for word in ("--lang", tag)]
    chosen += ["--layout", "factsheet", "--layout", "cards", "--for", "screen", "--for", "office"]
    ended = subprocess_run(PROJECT, *chosen, "--content", SCRIPTS, "--out", out)
    assert ended.code == 0, ended.err
    return out


@pytest.fixture(scope="module")
def index(out: Path) -> str:
    return unescape((out / "index.html").read_text(encoding="utf-8"))


def card(index: str, layout: str, tag: str) -> str:
    found = re.search(
        rf'<li class="card"[^>]*data-lang="{tag}" data-layout="{layout}".*?</div>\n</li>', index, re.DOTALL
    )
    assert found
    return found[0]


def test_everything_it_needs_lies_beside_it(out: Path, index: str) -> None:
    named = re.findall(r'(?:href|src)="([^"]+)"', index)
    assert len(named) > 12
    assert [name for name in named if not (out / name).is_file()] == []
    assert "http:" not in index and "https:" not in index and "//" not in "".join(named)


def test_an_edition_is_shown_by_its_first_page(out: Path) -> None:
    file = out / "lantern-street" / "ar" / "lantern-street_factsheet_ar.png"
    with Image.open(file) as picture:
        assert picture.width == 360 and picture.height == pytest.approx(360 * 297 / 210, abs=1)
        red = sum(count for count, (r, g, b) in picture.convert("RGB").getcolors(1 << 24) if r > 200 and g < 90)
        assert red > picture.width * picture.height / 10  # the cover
        assert picture.info == {}
    assert file.stat().st_size < 30_000


def test_a_card_says_what_its_edition_is(index: str) -> None:
    told = re.sub(r"<[^>]+>|\s+", " ", card(index, "Cards, A7", "ar"))
    assert "العربية" in told
    assert "4 pages of 105 × 74 mm" in told and "original" in told
    assert re.search(r"screen\s+\d+ kB\s+office\s+\d+ kB", told)
    assert "To print: A4 paper, at 100 %, on both sides, flipped on the long edge; then cut at the marks." in told
    assert re.search(r"translation, none of \d+ strings reviewed", card(index, "Cards, A7", "hi"))


def test_a_card_says_how_far_its_words_are(out: Path, tmp_path: Path) -> None:
    project = Project(PROJECT, Path(shutil.copytree(SCRIPTS, tmp_path / "content")))
    review.record_review(project, [], "hi", "Ana", "2026-03-01", ["masthead", "messages"])
    review.record_review(project, [], "th", "Ana", "2026-03-01", [])
    facts = project.content / "lantern-street" / "ar.yaml"
    facts.write_text(facts.read_text(encoding="utf-8").replace("بوابة تُفتح", "بوابة"), encoding="utf-8")
    page = gallery.write_html(project, out, {})
    assert re.search(r"translation, [1-9]\d* of \d+ strings out of date", card(page, "Cards, A7", "th"))
    assert 'data-state="out of date"' in card(page, "Cards, A7", "hi")
    review.record_review(project, [], "th", "Ana", "2026-03-01", ["masthead.title"])
    assert "translation, reviewed" in card(gallery.write_html(project, out, {}), "Cards, A7", "th")


def test_what_kept_others_from_being_made_is_not_passed_over(out: Path) -> None:
    project = Project(PROJECT, SCRIPTS)
    assert "found 2 problems that keep pages from being made" in gallery.write_html(project, out, {}, 2)
    assert "The last build found" not in gallery.write_html(project, out, {})


def test_advice_stands_at_the_edition_it_is_about(out: Path) -> None:
    advice = Finding(ExitCode.CONTENT, "a <doubtful> word", hint="look at it", advice=True)
    page = gallery.write_html(Project(PROJECT, SCRIPTS), out, {("lantern-street", "cards", "hi"): [advice]})
    assert "a &lt;doubtful&gt; word What to do: look at it" in card(page, "Cards, A7", "hi")
    assert "doubtful" not in card(page, "Cards, A7", "ar")


def test_what_is_known_of_pdfs_whose_words_are_gone_is_shown(out: Path) -> None:
    page = gallery.write_html(Project(PROJECT, SHEETS), out, {})
    assert "4 pages of 105 × 74 mm · not known" in re.sub(r"\s+", " ", card(page, "Cards, A7", "ar"))


@pytest.mark.parametrize(
    ("layout", "advice"),
    [
        ("factsheet", "A4 paper, at 100 %, on both sides, flipped on the long edge"),
        ("factsheet-letter", "US Letter paper, at 100 %, on both sides, flipped on the long edge"),
        ("factsheet-folded", "A3 paper, at 100 %, on both sides, flipped on the short edge; then nest the sheets, fold "
         "them in the middle and staple them there"),
        ("leaflet", "A4 paper, at 100 %, on both sides, flipped on the short edge; then fold at the marks"),
        ("zine", "A4 paper, at 100 %, on one side; then fold at the marks, and cut once along the dashed line"),
        ("poster-a2", "A2 paper, at 100 %, on one side"),
    ],
)  # fmt: skip
def test_printing_advice_comes_from_the_layout(layout: str, advice: str) -> None:
    assert gallery._printing(layouts.load(PROJECT / "templates", layout)) == advice


@pytest.fixture
def page(out: Path, tmp_path: Path, browser):
    """The page as it opens from a copy on a stick, without a server."""
    stick = shutil.copytree(out, tmp_path / "stick")
    complaints: list[str] = []
    page = browser.new_page()
    page.on("console", lambda said: complaints.append(said.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("requestfailed", lambda asked: complaints.append(asked.url))
    page.goto((stick / "index.html").as_uri())
    yield page
    page.close()
    assert complaints == []


def shown(page) -> list[str]:
    return sorted(
        page.locator(".card:visible").evaluate_all("all => all.map(one => one.dataset.lang + one.dataset.paper)")
    )


def test_it_opens_from_a_stick_with_all_its_pictures(page) -> None:
    assert len(shown(page)) == 6
    page.locator(".card").last.scroll_into_view_if_needed()
    page.wait_for_function("[...document.images].every((image) => image.complete && image.naturalWidth === 360)")


def test_search_and_filters_work_together(page) -> None:
    status = page.get_by_role("status")
    assert status.inner_text() == "6 in all."
    page.get_by_label("Language").select_option("ar")
    assert shown(page) == ["arA4", "arA4"] and status.inner_text() == "2 of 6 are shown."
    page.get_by_label("Search").fill("cards العربية")
    assert len(shown(page)) == 1
    page.get_by_label("Search").fill("nothing like it")
    assert shown(page) == [] and page.locator("h2:visible").count() == 0
    page.get_by_label("Search").fill("")
    page.get_by_label("Language").select_option("")
    page.get_by_label("State").select_option("original")
    assert len(shown(page)) == 2


def test_a_link_opens_its_pdf(out: Path, page) -> None:
    link = page.locator(".card").first.get_by_role("link", name="office").get_attribute("href")
    assert (out / link).read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1366])
def test_it_keeps_nobody_out(page, scheme: str, width: int) -> None:
    from axe_playwright_python import sync_playwright as axe

    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme=scheme)
    found = axe.Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_without_scripts_everything_is_shown(out: Path, browser) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((out / "index.html").as_uri())
    assert page.locator(".card:visible").count() == 6 and not page.locator(".filter").is_visible()
    context.close()


def test_an_empty_folder_says_so(tmp_path: Path) -> None:
    assert "No PDF has been made yet." in gallery.write_html(Project(PROJECT, SHEETS), tmp_path, {})
