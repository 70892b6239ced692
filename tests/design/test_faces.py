"""One face in every word and in all headlines of an edition, and signs in a face of their own."""

from __future__ import annotations

import io
import unicodedata
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from pdfminer.high_level import extract_pages
from pdfminer.layout import LTChar, LTTextLine
from support.project import PROJECT, SHEET, SHEETS

from factsheet.build import output
from factsheet.compose import composer
from factsheet.design import faces, fonts, locales
from factsheet.design.editions import Edition
from factsheet.design.project import Project
from factsheet.engine import startup, typeset
from factsheet.fitting.copyfit import Fitted
from factsheet.fitting.search import Setting
from factsheet.lint import ready_editions

ASSETS = PROJECT / "assets"
LATIN = locales.load(PROJECT / "locales", "en")
CYRILLIC = locales.load(PROJECT / "locales", "ru")
ARABIC = locales.load(PROJECT / "locales", "ar")
# Titles with letters that the display face of the layouts lacks.
TITLES = {
    "vi": (LATIN, "Giành lại những gì thuộc về chúng ta"),
    "vi, marks typed apart": (LATIN, unicodedata.normalize("NFD", "Quyền của chúng ta")),
    "yo": (LATIN, "Gbígba ohun tí ó jẹ́ tiwa padà"),
    "kk": (CYRILLIC, "Біздің құқықтарымыз"),
    "ky": (CYRILLIC, "Биздин укуктарыбыз үчүн"),
    "tg": (CYRILLIC, "Ҳуқуқи мо"),
    "tt": (CYRILLIC, "Безнең хокукларыбыз җыелмасы"),
    "mn": (CYRILLIC, "Бидний эрх үү"),
    "uz": (LATIN, "Bizning huquqlarimiz oʻzimizniki"),
    "az": (LATIN, "Bizim hüquqlarımız hər gün"),
    "ha": (LATIN, "ʼYancinmu ƙasarmu"),
    "ee": (LATIN, "Míaƒe gomekpɔkpɔwo"),
    "tw": (LATIN, "Yɛn hokwan ɔkwan"),
    "a name": (LATIN, "What Nguyễn saw"),
    "a currency": (LATIN, "Rent from 5 ₽, ₹500 or 900 ₫"),
}


@pytest.mark.parametrize("tag", TITLES)
def test_headlines_with_letters_that_the_face_lacks_have_another(tag: str) -> None:
    locale, title = TITLES[tag]
    settled, instead = faces.with_headline_face(ASSETS, locale, [title])
    assert instead
    assert instead.of == locale.fonts.display[0]
    assert instead.face == settled.fonts.display[0]
    assert {*instead.lacks} <= {*unicodedata.normalize("NFC", title)}
    has = fonts.characters(ASSETS, (instead.face,))
    assert all(ord(letter) in has for letter in unicodedata.normalize("NFC", title))
    assert instead.of not in settled.fonts.display
    assert settled.fonts.text == locale.fonts.text
    # It is wider, and its letters with marks above each other are higher.
    assert 0.6 < settled.headlines.size < 0.95
    assert locale.headlines.leading < settled.headlines.leading < 1.4


@pytest.mark.parametrize(
    ("locale", "words"),
    [
        (LATIN, "Łódź, façade, Ærø, İzmir, Στη γη, Ґанок"),
        (LATIN, "A ✓ and → ★ ① of ≥ ☎"),
        (ARABIC, "حقوقنا COVID-19"),
        (ARABIC, "5 ₽"),
    ],
)
def test_a_face_that_has_all_letters_stays(locale: locales.Locale, words: str) -> None:
    """Signs are no letters, and words in another script have a face of their own anyway."""
    assert faces.with_headline_face(ASSETS, locale, [words]) == (locale, None)


def test_the_sizes_do_not_differ_from_sheet_to_sheet() -> None:
    one, other = (faces.with_headline_face(ASSETS, LATIN, [title])[0].headlines for title in ("Nguyễn", "Ẹ̀tọ́ wa"))
    assert one.size == other.size


def words_set(text: str, *families: str) -> list[tuple[str, str]]:
    stack = [fonts.characters(ASSETS, (family,)) for family in families]
    return [(text[begin:end], families[number]) for begin, end, number in faces.words_in_two_faces(text, stack)]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("نص COVID-19.", ["COVID-19"]),
        ("(COVID-19)،", ["COVID-19"]),
        ("شبكة 5G", ["5G"]),
        ("₹500 و ₽5", ["₹500", "₽5"]),
        ("C++ و e-mail", ["C++", "e-mail"]),
        ("www.example.org/en", ["www.example.org/en"]),
        ("HIV 19 نص", []),
        ("نص 19%", []),
    ],
)
def test_a_word_between_those_of_another_script_is_in_one_face(text: str, wanted: list[str]) -> None:
    assert words_set(text, "FS Arabic", "FS Sans") == [(word, "FS Sans") for word in wanted]


def test_a_sign_takes_no_letter_and_no_space_with_it() -> None:
    assert words_set("a ✓yes →5 b", "FS Sans", "FS Signs") == [("✓", "FS Signs"), ("→", "FS Signs")]


def sheet_with(tmp_path: Path, title: str, tag: str = "en", folder: Path = SHEETS) -> Edition:
    """A sheet with another title, in the layout that has most of its words."""
    content = tmp_path / SHEET
    content.mkdir()
    for file in (folder / SHEET).glob("*.yaml"):
        text = file.read_text(encoding="utf-8")
        lines = [f"  title: {title}" if line.startswith("  title: ") else line for line in text.split("\n")]
        (content / file.name).write_text("\n".join(lines if file.stem == tag else text.split("\n")), encoding="utf-8")
    (edition,) = ready_editions.find(Project(PROJECT, tmp_path), (), ("factsheet",), (tag,))[0]
    return edition


def faces_of(pdf: bytes, word: str) -> list[set[str]]:
    """The fonts of each place where a word stands in a PDF, as a program reads it that is not the engine.

    Of each line, without a word.
    """
    found = []
    for page in extract_pages(io.BytesIO(pdf)):
        for box in page:
            for line in box if hasattr(box, "__iter__") else ():
                if isinstance(line, LTTextLine):
                    letters = [one for one in line if isinstance(one, LTChar)]
                    text = "".join(one.get_text()[:1] for one in letters)
                    if (at := text.find(word)) >= 0:
                        end = at + len(word) if word else None
                        found.append({one.fontname.partition("+")[2] for one in letters[at:end]})
    return found


def test_all_headlines_of_an_edition_are_in_the_one_face_and_the_report_says_so(tmp_path: Path) -> None:
    edition = sheet_with(tmp_path, "Nguyễn")
    composed = composer.compose(edition)
    pages = typeset.typeset(composed, edition)
    pdf = typeset.draw(pages)
    titles = faces_of(pdf, "Nguyễn")
    assert titles
    assert all(len(names) == 1 for names in titles)
    assert {name.split(",")[0] for names in titles for name in names} == {"FS-Narrow-Black", "FS-Narrow-Bold"}
    assert not any("Display" in name for names in faces_of(pdf, "") for name in names)
    made = output.write_edition(Fitted(pages, Setting(), {}, 1, None), {}, (), {}, None)
    assert made.headlines == "headlines in FS Narrow, as FS Display lacks ễ"


def test_a_word_keeps_its_face_in_lines_of_every_kind(tmp_path: Path) -> None:
    """Also where letters are spaced out, words hyphenated, or lines set in the furniture of a page."""
    edition = sheet_with(tmp_path, "Free 2C09")
    html = (
        "<html lang=en><title>x</title><style>@page { size: A4; @top-left { content: 'COVID-19'; } }"
        "* { font-family: 'FS Arabic', 'FS Sans' }</style>"
        "<p>COVID-19</p><p style='letter-spacing: 1mm'>COVID-19</p><p style='word-spacing: 1mm'>x COVID-19 y</p>"
        "<p style='width: 20mm; text-align: justify'>word word COVID-19 word word word COVID-19</p>"
    )
    for family in ("FS Arabic", "FS Sans"):
        startup.load_family(ASSETS, family)
    composed = replace(composer.compose(edition), html=html, stylesheets=())
    found = faces_of(typeset.draw(typeset.typeset(composed, edition)), "COVID-19")
    assert len(found) >= 5
    assert {name for names in found for name in names} == {"FS-Sans"}


def test_lines_stand_as_far_apart_with_signs_and_words_in_another_face(tmp_path: Path) -> None:
    edition = sheet_with(tmp_path, "Free")
    style = "<style>@page { size: A4 } p { margin: 0; width: 90mm; font: 10pt/1.5 'FS Arabic', 'FS Sans', 'FS Signs' }"
    for family in ("FS Arabic", "FS Sans", "FS Signs"):
        startup.load_family(ASSETS, family)
    html = f"<html lang=ar><title>x</title>{style}</style><p>نص<br>✓ ☎<br>نص <a>COVID-19</a><br>نص<br>نص</p>"
    pages = typeset.typeset(replace(composer.compose(edition), html=html, stylesheets=()), edition)
    tops = sorted({round(text.y, 2) for text in pages.texts})
    steps = [below - above for above, below in pairwise(tops)]
    assert len(steps) == 4
    assert max(steps) - min(steps) < 0.1  # mm
