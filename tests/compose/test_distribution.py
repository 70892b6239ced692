"""Items on panels, in columns, on pages: each once and in order, as even as can be, and by one function everywhere."""

from __future__ import annotations

from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import Environment
from jinja2.nodes import For, NSRef
from support.planted import MESSAGES, plant
from support.project import PROJECT

from factsheet.compose import composer, distribution, filters
from factsheet.compose.distribution import Goal, distribute
from factsheet.content.sheet import Event, Item
from factsheet.findings import ExitCode, Place, ProjectError
from factsheet.yaml.nodes import Text

HERE = Place(Path("en.yaml"), 1, 1)
TEMPLATES = PROJECT / "templates"
WEIGHTS = st.lists(st.integers(1, 400), min_size=1, max_size=9)
PANELS = st.integers(1, 6)
ROOM = st.integers(0, 500)
GOALS: tuple[Goal, ...] = ("even", "full")


def items_of(*lengths: int) -> list[Item]:
    return [
        Item(id=f"x{number}", number=number, lead=Text("x" * length, f"messages.items.x{number}.lead", HERE))
        for number, length in enumerate(lengths, 1)
    ]


def least_distance(weights: list[int], panels: int, above: int, below: int, least: int) -> int:
    """The smallest sum of distances from the ideal breaks, times the panels, out of all ways to place the breaks."""
    total = above + sum(weights) + below

    @cache
    def rest(number: int, begin: int) -> int:
        if number == panels:
            return 0
        ends = range(begin + least, len(weights) - least * (panels - number) + 1)
        return min(abs(panels * (above + sum(weights[:end])) - number * total) + rest(number + 1, end) for end in ends)

    return rest(1, 0)


def least_full(weights: list[int], panels: int, above: int) -> int:
    """How full the fullest panel is, out of all ways to divide items, where it is as empty as can be."""

    @cache
    def rest(begin: int, left: int) -> int:
        if begin == len(weights):
            return 0
        heading = 0 if begin else above
        if left == 1:
            return heading + sum(weights[begin:])
        ends = range(begin + 1, len(weights) + 1)
        return min(max(heading + sum(weights[begin:end]), rest(end, left - 1)) for end in ends)

    return rest(0, panels)


@given(WEIGHTS, PANELS, ROOM, ROOM, st.booleans(), st.sampled_from(GOALS))
def test_every_item_is_placed_once_and_in_order(
    lengths: list[int], panels: int, above: int, below: int, none_empty: bool, goal: Goal
) -> None:
    items = items_of(*lengths)
    found = distribute(items, panels, goal, above=above, below=below, none_empty=none_empty)
    assert [item for panel in found.panels for item in panel.items] == items
    assert len(found.panels) == panels
    assert found.weight == above + sum(lengths) + below
    assert found == distribute(items, panels, goal, above=above, below=below, none_empty=none_empty)
    assert found.openings == {panel.items[0].number for panel in found.used} - {1}


@given(WEIGHTS, PANELS, ROOM, ROOM, st.integers(0, 1))
def test_breaks_are_as_near_as_can_be_to_where_equal_panels_end(
    weights: list[int], panels: int, above: int, below: int, least: int
) -> None:
    least = least if len(weights) >= least * panels else 0
    breaks = distribution.even(weights, panels, above, below, least)
    assert all(end - begin >= least for begin, end in pairwise(breaks))
    total = above + sum(weights) + below
    away = sum(
        abs(panels * (above + sum(weights[:end])) - number * total) for number, end in enumerate(breaks[1:-1], 1)
    )
    assert away == least_distance(weights, panels, above, below, least)


@given(WEIGHTS, PANELS, ROOM)
def test_the_fullest_panel_is_as_empty_as_can_be(weights: list[int], panels: int, above: int) -> None:
    found = distribute(items_of(*weights), panels, "full", above=above)
    capacity = least_full(weights, panels, above)
    assert found.fullest == capacity
    # Each takes what fits: the next item would have been too much.
    for panel, following in pairwise(found.used):
        assert panel.weight + len(following.items[0].lead) > capacity
    # And if one is fuller than what would do for all and one item more, it is for an item that is larger than that.
    heaviest = max(above + weights[0], *weights)
    assert capacity <= (above + sum(weights)) / panels + heaviest


@given(WEIGHTS, PANELS, ROOM, st.data())
def test_more_panels_or_shorter_items_never_make_the_fullest_panel_fuller(
    weights: list[int], panels: int, above: int, data: st.DataObject
) -> None:
    fullest = distribute(items_of(*weights), panels, "full", above=above).fullest
    assert distribute(items_of(*weights), panels + 1, "full", above=above).fullest <= fullest
    place = data.draw(st.integers(0, len(weights) - 1))
    shorter = [weight // 2 if place == at else weight for at, weight in enumerate(weights)]
    assert distribute(items_of(*shorter), panels, "full", above=above).fullest <= fullest


@given(WEIGHTS, PANELS, ROOM)
def test_breaks_move_on_when_there_is_more_below_and_back_when_there_is_more_above(
    weights: list[int], panels: int, more: int
) -> None:
    as_it_is = distribution.even(weights, panels)
    more_below, more_above = distribution.even(weights, panels, below=more), distribution.even(weights, panels, more)
    assert all(after >= before for before, after in zip(as_it_is, more_below, strict=True))
    assert all(after <= before for before, after in zip(as_it_is, more_above, strict=True))


@pytest.mark.parametrize(
    ("lengths", "below", "left"),
    [([], 0, 0), ([10], 0, 0), ([10, 10], 0, 1), ([900, 10, 10, 10], 0, 1), ([100] * 7, 290, 4), ([100] * 4, 9000, 4)],
)
def test_columns_end_together(lengths: list[int], below: int, left: int) -> None:
    first, second = distribute(items_of(*lengths), 2, around=90, below=below).panels
    assert len(first.items) == left
    assert len(second.items) == len(lengths) - left


@pytest.mark.parametrize(("count", "to_a_page", "pages"), [(1, 2, 1), (2, 2, 1), (3, 2, 2), (5, 2, 4), (8, 2.5, 4)])
def test_a_section_of_several_pages_takes_whole_spreads(count: int, to_a_page: float, pages: int) -> None:
    assert distribution.spreads(items_of(*[10] * count), to_a_page) == pages


def test_marks_count_only_where_a_layout_says_so() -> None:
    item = Item(id="x", number=1, lead=Text("ที่", "k", HERE))
    assert distribution.weigh([item], 1, 0, 5, marks=False) == [6]
    assert distribution.weigh([item], 1, 0, 5, marks=True) == [8]


def test_dates_have_room_by_the_share_of_their_column() -> None:
    items = [
        Event(id=f"x{number}", number=number, year=1, lead=Text("x" * lead, "k", HERE), date=Text(date, "d", HERE))
        for number, (lead, date) in enumerate([(30, "1961"), (10, "1961–64")], 1)
    ]
    columns = distribute(items, 2)
    assert columns.across == pytest.approx(7 * 40 / 10)
    assert distribution.reweighed(columns, lead=0, around=1).across == pytest.approx(7 * 2)
    assert distribute(items[:1], 2).across == 4


@pytest.mark.parametrize("panels", ["0", "-1", "10 ** 9", "2, 'odd'", "'two'", "2, 'full', lead=1e300"])
def test_a_template_cannot_ask_for_what_there_is_not(tmp_path: Path, panels: str) -> None:
    edition = plant(tmp_path, body=f"{MESSAGES}\n{{{{ sheet.messages.items|distributed({panels}) }}}}\n")
    with pytest.raises(ProjectError) as caught:
        composer.compose(edition)
    (finding,) = caught.value.findings
    assert finding.exit_code == ExitCode.LAYOUT
    assert finding.place and finding.place.file.name == "layout.html"


@pytest.mark.parametrize("goal", GOALS)
def test_many_items_take_no_longer_than_their_number(goal: Goal) -> None:
    items = items_of(*[7, 300, 20, 1, 90] * 4000)
    found = distribute(items, 8000, goal)
    assert sum(len(panel.items) for panel in found.panels) == len(items)


@pytest.mark.parametrize(
    "part",
    ["zine/parts/messages.html", "leaflet/parts/messages.html", "poster/parts/timeline.html", "booklet/layout.html",
     "cards/layout.html", "factsheet/layout.html"],
)  # fmt: skip
def test_layouts_divide_items_by_this_function(part: str) -> None:
    assert "|distributed(" in (TEMPLATES / part).read_text(encoding="utf-8")


def test_no_template_adds_up_in_a_loop() -> None:
    environment = Environment(autoescape=True)
    environment.filters |= dict.fromkeys(filters.FILTERS, str)
    adding = [
        file.relative_to(TEMPLATES).as_posix()
        for file in sorted(TEMPLATES.rglob("*.html"))
        for loop in environment.parse(file.read_text(encoding="utf-8")).find_all(For)
        if any(loop.find_all(NSRef))
    ]
    assert adding == []
