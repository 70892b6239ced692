"""Lines that are remembered are those the engine would break, whatever it looks at; pages are the same with them."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from types import ModuleType
from typing import Any

import pytest
from support import selection
from support.counting import count_layouts
from support.editions import FACTSHEETS, OF_THE_SOURCE, named

from factsheet.compose import composer
from factsheet.design.editions import Edition
from factsheet.engine import line_cache, state, typeset
from factsheet.fitting import copyfit

SAMPLE = [
    *(edition for edition in OF_THE_SOURCE if edition.layout.name in ("factsheet", "cards")),
    *(
        edition
        for edition in FACTSHEETS
        if edition.layout.name == "factsheet" and edition.sheet.tag in ("ar", "th", "uk")
    ),
]


FIRSTS = selection.first_of_each(SAMPLE, lambda edition: edition.locale.direction)
sampled = pytest.mark.parametrize("edition", selection.cases(SAMPLE, FIRSTS.__contains__), ids=named)


@pytest.fixture
def engine() -> Iterator[ModuleType]:
    """The engine's module that breaks lines in paragraphs, knowing none."""
    typeset.typeset(composer.compose(SAMPLE[0]), SAMPLE[0])
    from weasyprint.layout import inline

    line_cache.forget()
    yield inline
    line_cache.forget()


def laid_out(edition: Edition) -> list[Any]:
    pages = typeset.typeset(composer.compose(edition), edition)
    return [*pages.texts, *pages.filled]


def without_blocks(laid: list[Any]) -> list[str]:
    """What is laid out, short of the numbers of its blocks, which are other ones each time."""
    return [str(one).partition("paragraph=")[0] for one in laid]


class Watched(dict[str, Any]):
    """A style that tells what is read of it."""

    def __init__(self, style: Any, read: set[str]) -> None:
        super().__init__()
        self._style, self._read = style, read
        self.font_config = style.font_config

    def __getitem__(self, name: str) -> Any:
        self._read.add(name)
        return self._style[name]


@sampled
def test_all_that_the_engine_reads_to_break_a_line_is_part_of_what_it_is_known_by(
    edition: Edition, engine: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    from weasyprint.layout import preferred
    from weasyprint.text.line_break import split_first_line

    read: set[str] = set()
    broken = 0

    def watched(text: str, style: Any, *others: Any, **named: Any) -> Any:
        nonlocal broken
        broken += 1
        layout, *rest = split_first_line(text, Watched(style, read), *others, **named)
        return layout, *rest

    monkeypatch.setattr(engine, "split_first_line", watched)
    monkeypatch.setattr(preferred, "split_first_line", watched)
    typeset.typeset(composer.compose(edition), edition)
    assert broken > 20
    assert "font_size" in read
    assert read <= {*line_cache.READ}


def test_struts_are_known_by_all_that_the_engine_knows_them_by(engine: ModuleType) -> None:
    from weasyprint.text.line_break import _font_style_cache_key

    read: set[str] = set()
    page = typeset.typeset(composer.compose(SAMPLE[0]), SAMPLE[0]).document.pages[0]
    _font_style_cache_key(Watched(page._page_box.style, read), include_size=True)
    assert {"font_size", "line_height"} < read <= {*line_cache.READ_OF_STRUT}


def test_a_strut_is_measured_once_for_each_style(engine: ModuleType) -> None:
    measured: list[str] = []

    def measure(style: Style) -> tuple[float, float]:
        measured.append(style["lang"])
        return 1.0, 0.5

    strut = line_cache.wrap_strut(measure)
    for lang in ("en", "th", "en", "th"):
        style = Style({**dict.fromkeys(line_cache.READ_OF_STRUT, ""), "lang": lang})
        assert strut(style) == (1.0, 0.5)
    assert measured == ["en", "th"]


@sampled
def test_pages_are_the_same_whether_their_lines_were_known_or_not(edition: Edition, engine: ModuleType) -> None:
    composed = composer.compose(edition)
    anew = copyfit.fit(composed, edition)
    drawn = typeset.draw(anew.pages)
    known = copyfit.fit(composed, edition)
    assert typeset.draw(known.pages) == drawn
    assert typeset.draw(anew.pages) == drawn, "pages keep their lines when others take them"
    line_cache.forget()
    assert without_blocks(laid_out(edition)) == without_blocks(laid_out(edition))


def test_a_line_that_is_known_is_not_broken_again(engine: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = count_layouts(monkeypatch)
    texts = laid_out(SAMPLE[0])
    first = asked()
    assert first > len(texts) / 2
    laid_out(SAMPLE[0])
    assert asked() == first


class Style(dict[str, Any]):
    """A style of a made-up engine."""

    font_config = "fonts"


def breaking(monkeypatch: pytest.MonkeyPatch, most: int = 20) -> tuple[Any, list[str]]:
    """What breaks lines of a made-up engine, and the texts of which it had to break one."""
    texts: list[str] = []

    def split(text: str, *_: Any) -> Any:
        texts.append(text)
        return Style(), len(text), None, 1.0, 1.0, 1.0

    monkeypatch.setattr(state.LINES, "most", most)
    return line_cache.wrap_split_first_line(split), texts


@pytest.fixture
def nothing_known() -> Iterator[None]:
    line_cache.forget()
    yield
    line_cache.forget()


@pytest.mark.parametrize("name", line_cache.READ)
@pytest.mark.usefixtures("nothing_known")
def test_a_style_that_differs_in_anything_has_lines_of_its_own(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    split_first_line, texts = breaking(monkeypatch)
    style = Style(dict.fromkeys(line_cache.READ, "as it was"))
    other = copy.copy(style)
    other[name] = "otherwise"
    for each in (style, style, other, other):
        split_first_line("words", each, None, 10, 0)
    assert len(texts) == 2


@pytest.mark.usefixtures("nothing_known")
def test_what_is_known_has_bounds_and_nobody_shares_a_layout(monkeypatch: pytest.MonkeyPatch) -> None:
    split_first_line, texts = breaking(monkeypatch, most=10)
    style = Style(dict.fromkeys(line_cache.READ, ""))
    for number in range(25):
        given = [split_first_line(str(number), style, None, 10, 0)[0] for _ in range(3)]
        assert len({id(layout) for layout in given}) == 3
        assert len(state.LINES) <= 10
    assert texts == [str(number) for number in range(25)]
    for width, start, minimum in ((11, True, False), (10, False, False), (10, True, True)):
        split_first_line("24", style, None, width, 0, start, minimum)
    assert len(texts) == 28


@pytest.mark.usefixtures("nothing_known")
def test_a_style_that_nothing_can_be_known_by_has_its_lines_broken_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    split_first_line, texts = breaking(monkeypatch)
    style = Style({**dict.fromkeys(line_cache.READ, ""), "text_decoration_line": {"underline"}})
    for _ in range(2):
        assert split_first_line("words", style, None, 10, 0)[1] == len("words")
    assert len(texts) == 2


@pytest.mark.usefixtures("nothing_known")
def test_another_engine_breaks_lines_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    style = Style(dict.fromkeys(line_cache.READ, ""))
    monkeypatch.setattr(state.PROCESS, "characters", state.PROCESS.characters)  # put back in the end
    for _ in range(2):
        split_first_line, texts = breaking(monkeypatch)
        state.begin(lambda family: frozenset())
        split_first_line("words", style, None, 10, 0)
        assert texts == ["words"]
