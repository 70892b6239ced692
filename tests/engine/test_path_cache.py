"""Paths that are drawn again are drawn as the first time, corners for markers included."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from support.editions import OF_THE_SOURCE, cases, named

from factsheet.compose import composer
from factsheet.design.editions import Edition
from factsheet.engine import path_cache, state, typeset


@pytest.fixture(autouse=True)
def nothing_known() -> Iterator[None]:
    state.PATHS.clear()
    yield
    state.PATHS.clear()


def node(d: str) -> Any:
    return SimpleNamespace(get={"d": d}.get, vertices=deque())


def svg(width: float = 10) -> Any:
    drawn = SimpleNamespace(stream=SimpleNamespace(stream=["before"]))
    drawn.inner_width = drawn.inner_height = drawn.inner_diagonal = width
    return drawn


def engine(calls: list[str]) -> dict[str, Any]:
    """The table of a made-up engine, which counts what it reads."""
    tags: dict[str, Any] = {}

    def path(svg: Any, node: Any, font_size: float) -> None:
        calls.append(node.get("d"))
        if "?" in node.get("d"):
            svg.stream.stream.append("half of it")
            raise ValueError
        svg.stream.stream += [f"stroke of {node.get('d')}", font_size, svg.inner_width]
        node.vertices.append((svg.inner_width, 0))

    tags["path"] = path_cache.wrap_path(path)
    return tags


def test_a_known_path_is_drawn_as_before_and_not_read_again() -> None:
    calls: list[str] = []
    tags = engine(calls)
    for _ in range(3):
        on, of = svg(), node("M0 0L1 1")
        tags["path"](on, of, 12)
        assert on.stream.stream == ["before", "stroke of M0 0L1 1", 12, 10]
        assert [*of.vertices] == [(10, 0)]
    assert calls == ["M0 0L1 1"]


def test_what_a_path_is_drawn_in_counts() -> None:
    calls: list[str] = []
    tags = engine(calls)
    for font_size, width in ((12, 10), (13, 10), (12, 11)):
        tags["path"](svg(width), node("M0 0"), font_size)
    assert len(calls) == 3


def test_a_path_that_cannot_be_read_is_not_kept() -> None:
    calls: list[str] = []
    tags = engine(calls)
    for _ in range(2):
        with pytest.raises(ValueError):
            tags["path"](svg(), node("M?"), 12)
    assert len(calls) == 2


def test_few_paths_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(state.PATHS, "most", 3)
    tags = engine([])
    for number in range(10):
        tags["path"](svg(), node(f"M{number} 0"), 12)
        assert len(state.PATHS) <= 3


@pytest.mark.parametrize("edition", cases(OF_THE_SOURCE, also=OF_THE_SOURCE[::3].__contains__), ids=named)
def test_drawings_are_the_same_whether_their_paths_were_known_or_not(edition: Edition) -> None:
    pages = typeset.typeset(composer.compose(edition), edition)
    anew = typeset.draw(pages)
    assert state.PATHS or not edition.sheet.film
    assert typeset.draw(pages) == anew
