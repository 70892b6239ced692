"""Every edition there is, found by its folder and file: set, drawn, read back by other programs, seen, made twice."""

from __future__ import annotations

import dataclasses
import hashlib
import html
import io
import json
import re
import shutil
import subprocess
from collections import Counter
from itertools import product
from pathlib import Path

import numpy as np
import pikepdf
import pypdfium2
import pytest
import zxingcpp
from pdfminer.high_level import extract_text_to_fp
from PIL import Image
from support import same_bytes, selection
from support.editions import (
    EXAMPLES,
    OF_THE_SOURCE,
    OURS,
    PICTURED,
    TRANSLATED,
    cases,
    edition_of_ours,
    every,
    every_edition,
    factsheet_of_ours,
    is_quick,
    made,
    named,
    pressed,
    words,
)
from support.products import dist
from support.project import PROJECT, SHEET

from factsheet.compose import composer, film_code
from factsheet.content import loader, records
from factsheet.content.sheet import SECTIONS
from factsheet.design import editions, layouts
from factsheet.design.editions import Edition, Intent
from factsheet.design.project import Project
from factsheet.engine import typeset
from factsheet.findings import ExitCode, Finding
from factsheet.fitting import copyfit, overset
from factsheet.lint import ready_editions
from factsheet.pdf import imposition
from factsheet.preflight import finished

REFERENCE = PROJECT / "tests" / "reference"


@every_edition
def test_every_word_stands_on_the_pages(edition: Edition) -> None:
    pages, _ = made(edition)
    assert overset.findings(pages) == []


@every_edition
def test_the_program_has_made_every_file_and_found_nothing_wrong(edition: Edition) -> None:
    """A build checks every file before it puts it in place, and the report names each as it was put there."""
    folder = dist(edition)
    report = json.loads((folder / "report.json").read_text(encoding="utf-8"))
    assert [one for one in report["findings"] if one["severity"] != "advice"] == []
    kept = {file["file"]: file["sha256"] for one in report["editions"] for file in one["files"].values()}
    for intent in Intent:
        path = edition.file(folder, intent)
        assert kept[path.relative_to(folder).as_posix()] == hashlib.sha256(path.read_bytes()).hexdigest()


# Each has been looked at by the same checks when it was built, as the report says that is read above.
@pytest.mark.everything
@pytest.mark.parametrize("edition", OF_THE_SOURCE, ids=named)
@pytest.mark.parametrize("intent", list(Intent))
def test_finished_files_pass_preflight(edition: Edition, intent: Intent) -> None:
    pages, files = made(edition)
    assert finished.findings(files[intent], edition, intent, pages.count) == []


def text_by_pdfium(pdf: bytes) -> str:
    return "\f".join(page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(pdf))


def text_by_pdfminer(pdf: bytes) -> str:
    read = io.StringIO()
    extract_text_to_fp(io.BytesIO(pdf), read, laparams=None)  # in the order of the file, which is the reading order
    return read.getvalue()


def text_by_pdftotext(pdf: bytes) -> str:
    if not shutil.which("pdftotext"):
        pytest.skip("pdftotext is not installed: apt-get install poppler-utils")
    command, said = ["pdftotext", "-enc", "UTF-8", "-", "-"], []
    for how in ([], ["-raw"]):  # it guesses at columns, and may mix the lines of neighbours; raw, it does not
        done = subprocess.run([*command[:1], *how, *command[1:]], input=pdf, capture_output=True, check=True)
        said.append(done.stdout.decode().split("\f"))
    return "\f".join("\n".join(page) for page in zip(*said, strict=True))


# What pdfminer reads of each edition is also looked at with its tags: see engine/test_tags.py.
READERS = [
    *product([*TRANSLATED, *every(EXAMPLES)], [text_by_pdfium, text_by_pdftotext]),
    *product(OF_THE_SOURCE, [text_by_pdfminer]),
]


@pytest.mark.parametrize(
    ("edition", "extract"),
    selection.cases(READERS, lambda case: is_quick(case[0]) and case[1] is not text_by_pdfminer),
    ids=lambda one: named(one) if isinstance(one, Edition) else one.__name__,
)
def test_other_programs_read_every_string(edition: Edition, extract) -> None:  # type: ignore[no-untyped-def]
    pages, files = made(edition)
    for intent, pdf in files.items():
        if intent is not Intent.SCREEN and edition.layout.impose:
            continue  # an imposed sheet stands in the order of folding, and partly on its head
        read = [words(page) for page in extract(pdf).split("\f")]
        letters: list[Counter[str]] = [Counter() for _ in read]
        for text in edition.strings:
            # What a string has on one page stands there in one piece; between pages stand folios.
            for page in {part.page for part in pages.texts if part.key == text.key}:
                whole = "".join(part.text for part in pages.texts if (part.key, part.page) == (text.key, page))
                once = whole[: len(text)] if len(whole) > len(text) * 1.5 else whole
                letters[page - 1].update(words(once))
                if edition.locale.letter_spacing:
                    assert words(once) in read[page - 1], (intent, text.key, page)
        # Joined letters and syllables stand in another order than they are written in, and each program brings them
        # back in its own way.
        lost = sum((wanted - Counter(page)).total() for wanted, page in zip(letters, read, strict=False))
        assert lost <= 0.01 * sum(wanted.total() for wanted in letters), intent


@every_edition
def test_pages_keep_the_promise_of_the_layout(edition: Edition) -> None:
    pages, files = made(edition)
    assert 1 <= pages.count <= edition.layout.pages
    for intent, pdf in files.items():
        with pikepdf.open(io.BytesIO(pdf)) as document:
            assert len(document.pages) == (pages.count if intent is Intent.SCREEN else len(sides(edition)))


def sides(edition: Edition) -> tuple[imposition.Side, ...]:
    pages, _ = made(edition)
    return imposition.impose(edition.layout, pages.count, edition.locale.right_to_left)


@factsheet_of_ours
def test_the_real_sheet_has_exactly_the_pages_promised(edition: Edition) -> None:
    pages, _ = made(edition)
    assert pages.count == edition.layout.pages


@every_edition
def test_the_film_code_is_read_from_the_page_at_150_dpi(edition: Edition) -> None:
    pages, files = made(edition)
    carrying = {text.page for text in pages.texts if text.key == "film.call"}
    assert bool(carrying) == ("film" in edition.takes)
    placed = [{slot.page for slot in side.slots} & carrying for side in sides(edition)]
    single = [{page} & carrying for page in range(1, pages.count + 1)]
    for intent, pdf in files.items():
        for number, wanted in enumerate(single if intent is Intent.SCREEN else placed):
            if wanted:
                image = pypdfium2.PdfDocument(pdf)[number].render(scale=150 / 72).to_pil().convert("L")
                read = [code.text for code in zxingcpp.read_barcodes(image)]
                assert edition.sheet.film and set(read) == {edition.sheet.film.address}, (intent, number + 1)


@edition_of_ours
def test_modules_of_the_film_code_are_wide_enough_to_print(edition: Edition) -> None:
    assert edition.sheet.film
    width = edition.layout.fit["code-size"].floor
    assert film_code.symbol(edition.sheet.film.address).module_mm(width) >= 0.5


# Layouts are the same whether a sheet is short or long, and a short one is made sooner.
@pytest.mark.parametrize(
    "edition",
    cases([*OF_THE_SOURCE, *every(EXAMPLES)], also=lambda edition: edition.sheet.name == SHEET),
    ids=named,
)
def test_the_same_input_makes_the_same_bytes(edition: Edition) -> None:
    _, files = made(edition)
    pages = copyfit.fit(composer.compose(edition), edition).pages
    assert same_bytes.differences(pressed(pages), files) == []


@factsheet_of_ours
def test_pages_end_full(edition: Edition) -> None:
    pages, _ = made(edition)
    for number in range(1, pages.count + 1):
        lowest = max(text.y + text.height for text in pages.texts if text.page == number and text.key)
        # No page of another language begins or ends elsewhere than in the source, so one may have more room.
        full = 0.85 if edition in OF_THE_SOURCE else 0.66
        assert lowest > edition.layout.height * full, f"page {number} ends at {lowest:.0f} mm"


@pytest.mark.parametrize("edition", cases(PICTURED), ids=named)
def test_pages_look_as_they_did(edition: Edition, request: pytest.FixtureRequest) -> None:
    """Every page against a small picture of it; run with --update after a change that was looked at."""
    _, files = made(edition)
    for number, page in enumerate(pypdfium2.PdfDocument(files[Intent.SCREEN]), 1):
        now = page.render(scale=min(32 / 72, 265 / page.get_width())).to_pil().convert("L").quantize(8)
        path = REFERENCE / f"{named(edition)}-{number}.png"
        if request.config.getoption("--update"):
            path.parent.mkdir(exist_ok=True)
            now.save(path, optimize=True)
        assert path.is_file(), f"{path.name} is missing: look at the page, then run the tests with --update"
        assert path.stat().st_size <= 20 * 1024
        before = np.asarray(Image.open(path).convert("L"), dtype=int)
        after = np.asarray(now.convert("L"), dtype=int)
        assert before.shape == after.shape
        # A moved line changes about 1 % of a page at this size; another rasteriser's edges far less than half of that.
        assert (abs(before - after) > 64).mean() < 0.004, f"page {number} looks different"


def test_sections_are_those_the_content_knows() -> None:
    for edition in [*every(OURS), *every(EXAMPLES)]:
        assert set(edition.layout.takes) <= set(SECTIONS)


# Translations


TAG = "fr"


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """Somebody's content with the short sheet and a translation of it, which has the words of the source."""
    folder = tmp_path / "content" / "lantern-street"
    shutil.copytree(EXAMPLES.content / "lantern-street", folder)
    shutil.copy(folder / "en.yaml", folder / f"{TAG}.yaml")
    return Project(PROJECT, folder.parent)


def edit(project: Project, old: str, new: str, tag: str = TAG) -> None:
    file = project.content / "lantern-street" / f"{tag}.yaml"
    words = file.read_text(encoding="utf-8")
    assert words.count(old) == 1
    file.write_text(words.replace(old, new), encoding="utf-8")


def found(project: Project, *names: str) -> tuple[set[str], list[Finding]]:
    made, problems = ready_editions.find(project, (), names, (TAG,))
    return {edition.layout.name for edition in made}, problems


def sign(project: Project, *but: str) -> None:
    sheet = loader.load(project.content, "lantern-street", TAG)
    keys = {text.key for text in sheet.source} - {*but}
    lock = records.signed(sheet.source, sheet.words, {}, keys, records.new_review("Anna", "2026-11-25"))
    file = records.lock_file(project.content, "lantern-street", TAG)
    file.write_text(records.serialized(lock), encoding="utf-8")


def test_a_language_is_made_in_the_layouts_it_is_complete_for(project: Project) -> None:
    whole, _ = found(project)
    edit(project, "      more: Ten of them grow potatoes", "      # Not yet: Ten of them grow potatoes")
    made, problems = found(project)
    assert {"leaflet", "zine", "cards"} <= made < whole
    (refused,) = (one for one in problems if not one.advice)
    assert refused.exit_code == ExitCode.CONTENT
    assert {*refused.what.partition(" cannot")[0].split(", ")} == whole - made
    assert "1 string is missing: timeline.items.first-beds.more (line " in refused.what
    assert refused.place and refused.place.file.name == f"{TAG}.yaml"


def test_what_every_file_is_named_after_is_needed_by_every_layout(project: Project) -> None:
    edit(project, "  subtitle:", "  subtitle: ''  #")
    sheet = loader.load(project.content, "lantern-street", TAG)
    layout = dataclasses.replace(layouts.load(project.templates, "leaflet"), takes={"messages": "leads"})
    assert [text.key for text in editions.missing_strings(sheet, layout)] == ["masthead.subtitle"]


def test_layouts_that_lack_the_same_are_told_as_one_and_not_too_much_is_named(project: Project) -> None:
    (project.content / "lantern-street" / f"{TAG}.yaml").write_text("{}\n", encoding="utf-8")
    made, problems = found(project)
    assert made == set()
    assert len(problems) == len({one.what.partition(" strings")[2] for one in problems}) < 8
    assert any(re.search(r"(\S+ \(line \d+\), ){4}\S+ \(line \d+\) and \d+ more$", one.what) for one in problems)


def test_words_the_source_does_not_have_are_advice(project: Project) -> None:
    edit(project, "timeline:", "    gone: {lead: Disparu.}\ntimeline:")
    made, problems = found(project, "leaflet")
    assert made == {"leaflet"}
    (advice,) = (one for one in problems if "does not have it" in one.what)
    assert advice.advice and advice.what.startswith("messages.items.gone.lead: ")


def test_a_broken_record_stops_the_language(project: Project) -> None:
    records.lock_file(project.content, "lantern-street", TAG).write_text("<<<<<<<", encoding="utf-8")
    made, problems = found(project)
    assert made == set()
    assert [one.exit_code for one in problems if not one.advice] == [ExitCode.CONTENT]
    assert ready_editions.find(project, (), (), ("en",))[0]


def draft(project: Project, layout: str, tag: str = TAG) -> bool:
    (edition,), _ = ready_editions.find(project, (), (layout,), (tag,))
    assert (edition.draft is not None) == ("furniture.draft" in {text.key for text in edition.strings})
    return edition.draft is not None


def test_pages_are_a_draft_until_each_of_their_strings_is_reviewed(project: Project) -> None:
    assert draft(project, "leaflet")
    assert not draft(project, "leaflet", "en")
    sign(project, "timeline.items.first-beds.more")
    assert not draft(project, "leaflet")
    assert draft(project, "booklet")
    sign(project)
    assert not draft(project, "booklet")


def test_a_change_to_either_side_makes_pages_a_draft_again(project: Project) -> None:
    sign(project)
    edit(project, "FACTSHEET", "FICHE")
    assert draft(project, "leaflet")
    sign(project)
    edit(project, "FACTSHEET", "SHEET", "en")
    assert draft(project, "leaflet")


def test_only_a_language_with_every_string_reviewed_can_be_released(project: Project) -> None:
    sign(project, "timeline.items.first-beds.more")
    made, _ = ready_editions.find(project, (), ("leaflet", "booklet"), ())
    assert [edition.sheet.tag for edition in made if edition.is_reviewed] == ["en", "en"]
    (told,) = ready_editions.unreviewed(made)
    assert told.what == f"{TAG} cannot be released: 15 of its 16 strings are reviewed"
    sign(project)
    assert ready_editions.unreviewed(ready_editions.find(project, (), ("leaflet",), ())[0]) == []


@pytest.mark.parametrize("layout", layouts.names(OURS.templates))
def test_the_line_about_drafts_stands_in_every_layout(project: Project, layout: str) -> None:
    (edition,), _ = ready_editions.find(project, (), (layout,), (TAG,))
    pages = copyfit.fit(composer.compose(edition), edition).pages
    assert overset.findings(pages) == []
    (line,) = {text.key: text for text in pages.texts if text.key == "furniture.draft"}.values()
    assert line.page in (1, pages.count)
    sign(project)
    (edition,), _ = ready_editions.find(project, (), (layout,), (TAG,))
    pages = copyfit.fit(composer.compose(edition), edition).pages
    assert not [text for text in pages.texts if text.key == "furniture.draft"]


def test_a_template_that_leaves_the_line_out_is_refused(project: Project) -> None:
    (edition,), _ = ready_editions.find(project, (), ("poster",), (TAG,))
    composed = composer.compose(edition)
    assert edition.draft
    without = dataclasses.replace(composed, html=composed.html.replace(html.escape(edition.draft), ""))
    assert [one.what for one in overset.findings(typeset.typeset(without, edition))] == [
        "furniture.draft: not set at all in poster"
    ]
