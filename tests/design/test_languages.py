"""Every language that locales/ knows: a short sheet in it is made, and passes every check, on large pages and small."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections import ChainMap, Counter
from dataclasses import replace
from functools import cache
from itertools import product
from pathlib import Path

import pypdfium2
import pytest
from fontTools.ttLib import TTFont
from support import selection
from support.project import PROJECT

from factsheet.build import pipeline
from factsheet.compose import composer
from factsheet.content import loader
from factsheet.content.sheet import Sheet
from factsheet.design import languages, layouts, locales
from factsheet.design.editions import Edition, Intent
from factsheet.design.locales import Locale
from factsheet.design.project import Project
from factsheet.engine import typeset
from factsheet.findings import ExitCode, Place, ProjectError
from factsheet.lint import ready_editions

HOUSE = Project(PROJECT, PROJECT / "tests" / "languages")
SHEET = "burns"
KNOWN = sorted(file.stem for file in HOUSE.locales.glob("*.yaml"))
FLOWING, SMALL = "factsheet", "cards"
# As near as any layout sets lines of headlines, as a multiple of their size.
CLOSEST = min(
    float(least)
    for style in HOUSE.templates.rglob("*.css")
    for least in re.findall(r"max\(([\d.]+), var\(--headline-height\)\)", style.read_text(encoding="utf-8"))
)
# What readers add or leave out between words and at the ends of lines.
_UNSEEN = {"Zs", "Cc", "Cf", "Pd"}


def sample(tag: str) -> Sheet:
    file = HOUSE.content / SHEET / f"{tag}.yaml"
    assert file.is_file(), (
        f"locales/{tag}.yaml has no sample: add tests/languages/{SHEET}/{tag}.yaml, a translation of en.yaml beside it"
    )
    return loader.load(HOUSE.content, SHEET, tag)


def known(tag: str) -> Locale:
    return locales.load(HOUSE.locales, tag)


every_language = pytest.mark.parametrize("tag", KNOWN)
FIRSTS = selection.first_of_each(KNOWN, lambda tag: (languages.script(tag), known(tag).direction))
# In a quick run one language of each script is made, on large pages and on small ones by turns.
SIZES = (FLOWING, SMALL)
TURNS = {(tag, SIZES[number % len(SIZES)]) for number, tag in enumerate(FIRSTS)}


@cache
def edition(layout: str, tag: str) -> Edition:
    sample(tag)
    found, problems = ready_editions.find(HOUSE, (), (layout,), (tag,))
    assert problems == []
    (only,) = found
    return only


def written(text: str) -> Counter[str]:
    """The letters of a text, whatever stands between them."""
    return Counter(one for one in unicodedata.normalize("NFKC", text) if unicodedata.category(one) not in _UNSEEN)


@cache
def heights(family: str) -> dict[str, float]:
    """How high each letter of the heaviest face of a family reaches, as a multiple of its size."""
    listed = tomllib.loads((HOUSE.assets / "fonts" / "SOURCES.toml").read_text(encoding="utf-8"))["font"]
    heaviest = max((one for one in listed if one["family"] == family), key=lambda one: int(one["weight"]))
    with TTFont(HOUSE.assets / "fonts" / heaviest["file"]) as font:
        outlines, size = font["glyf"], font["head"].unitsPerEm
        return {chr(code): getattr(outlines[name], "yMax", 0) / size for code, name in font.getBestCmap().items()}


def test_each_sample_is_in_a_language_that_is_known() -> None:
    assert {*loader.languages(HOUSE.content, SHEET)} <= {*KNOWN}


@every_language
def test_a_sample_has_quotation_marks_and_figures_of_its_language(tag: str) -> None:
    words, locale = " ".join(sample(tag).words), known(tag)
    pairs = zip(locale.quotes[::2], locale.quotes[1::2], strict=True)
    assert any(opening in words and closing in words for opening, closing in pairs)
    figures = {letter for letter in words if unicodedata.category(letter) == "Nd"}
    assert figures <= {*locale.digits}
    assert len(figures) > 3


@pytest.mark.parametrize(("tag", "layout"), selection.cases(product(KNOWN, SIZES), TURNS.__contains__))
def test_a_sheet_in_the_language_passes_every_check(tag: str, layout: str, tmp_path: Path) -> None:
    one = edition(layout, tag)
    made = pipeline.build_edition(one, Intent, with_proofs=False, out=tmp_path)
    assert made.advice == ()
    (screen,) = tmp_path.rglob(f"*_{Intent.SCREEN}.pdf")
    with pypdfium2.PdfDocument(screen) as pdf:
        read = written("".join(page.get_textpage().get_text_bounded() for page in pdf))
    lost = written("".join(one.strings)) - read
    assert lost == Counter()


@every_language
def test_headlines_are_so_far_apart_that_accents_clear_the_line_above(tag: str) -> None:
    """Above all those on capitals, which reach higher than any letter without: the layouts know letters without."""
    locale = known(tag)
    stack = ChainMap(*map(heights, locale.fonts.display))
    tops = {letter: stack.get(letter, 0) for letter in "".join(sample(tag).words)}
    assert max(tops.values()) + 0.02 < max(locale.headlines.leading, CLOSEST), max(tops, key=tops.__getitem__)


@pytest.mark.parametrize("tag", selection.cases(KNOWN, FIRSTS[::4].__contains__))
def test_the_line_that_tells_how_to_print_has_room_in_every_layout(tag: str) -> None:
    imposed = [one for name in layouts.names(HOUSE.templates) if (one := edition(name, tag)).layout.impose]
    assert len(imposed) > 3
    for one in imposed:
        assert 51 < typeset.hint(composer.hint(one), one).width < 150


@pytest.mark.parametrize("tag", [next(tag for tag in KNOWN if known(tag).direction == way) for way in ("ltr", "rtl")])
def test_a_line_that_is_too_long_is_refused_where_it_can_be_shortened(tag: str) -> None:
    one = edition(SMALL, tag)
    furniture = one.locale.furniture.model_copy(update={"cut": " ".join([one.locale.furniture.cut] * 9)})
    longer = replace(one, locale=one.locale.model_copy(update={"furniture": furniture}))
    with pytest.raises(ProjectError) as refused:
        typeset.hint(composer.hint(longer), longer)
    (finding,) = refused.value.findings
    assert finding.exit_code == ExitCode.CONTENT
    assert finding.place == Place(HOUSE.locales / f"{tag}.yaml")
    assert "has room for 150 mm" in finding.what
