"""Divide items among panels, columns or pages, in order and filled as evenly as can be.

How much room an item takes is told in letters, as it is only compared with that of others: what a layout knows of its
own sizes are the letters that its numbers, headings and spaces take the room of. Two goals are all that layouts have:

- `even`: each panel ends as near as can be to where it would if all were equally full. No other way to place these
  breaks has a smaller sum of distances, as each is placed by itself and none can overtake the one before.
- `full`: the fullest panel is as empty as can be, and each takes all that fits as long as it is no fuller than that.

Both take time that grows with the number of items and no faster, however many a sheet from anybody has.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, pairwise
from typing import Final, Literal

from factsheet.content.sheet import Event, Item
from factsheet.design.dictionary import length

Goal = Literal["even", "full"]
MOST: Final = 10_000
"""Panels. A template may come from anybody, and ask for more than there is memory for."""


def distribute(
    items: Sequence[Item],
    panels: int | None = None,
    goal: Goal = "even",
    *,
    lead: float = 1,
    more: float = 0,
    around: float = 0,
    above: float = 0,
    below: float = 0,
    marks: bool = False,
    none_empty: bool = False,
) -> Distribution:
    """Divide items between so many panels, or give each a panel of its own where no number is given.

    What they weigh is told as for `weigh`. `above` stands before the first item and `below` after the last, both in
    letters. With `none_empty` all panels of an even distribution get an item, as long as there are as many.

    Raises:
        ValueError: there are no panels, or more than a sheet can have, or no such goal.
    """
    weights = weigh(items, lead, more, around, marks)
    if panels is None:
        breaks: Sequence[int] = range(len(items) + 1)
    elif not 1 <= panels <= MOST:
        raise ValueError(f"items cannot be distributed over {panels} panels")
    elif goal == "even":
        breaks = even(weights, panels, above, below, 1 if none_empty else 0)
    elif goal == "full":
        breaks = full(weights, panels, above)
    else:
        raise ValueError(f"there is no goal {goal}: items are distributed even or full")
    sizes = [sum(weights[begin:end]) for begin, end in pairwise(breaks)]
    if sizes:
        sizes[0] += above
        sizes[-1] += below
    return Distribution(
        tuple(Panel(tuple(items[begin:end]), size) for (begin, end), size in zip(pairwise(breaks), sizes, strict=True))
    )


def reweighed(
    distribution: Distribution, *, lead: float = 1, more: float = 0, around: float = 0, marks: bool = False
) -> Distribution:
    """Return the same items on the same panels, whose weights are told otherwise."""
    return Distribution(
        tuple(Panel(panel.items, sum(weigh(panel.items, lead, more, around, marks))) for panel in distribution.panels)
    )


def weigh(items: Sequence[Item], lead: float, more: float, around: float, marks: bool) -> list[float]:
    """Return how much room items take, in letters: `lead` and `more` for each letter of these, `around` for the rest.

    Marks above and below letters take no room of their own. They count all the same where `marks` says so: where a
    layout compares weights with bounds that were found so, others would change pages of Arabic, Hindi and Thai.
    """
    letters = len if marks else length
    return [around + lead * letters(item.lead) + more * letters(item.more or "") for item in items]


def even(weights: Sequence[float], panels: int, above: float = 0, below: float = 0, least: int = 0) -> tuple[int, ...]:
    """Return where panels begin and end, as numbers of items before, each break as near to its ideal place as can be.

    Of two places as near, the earlier. Each panel gets `least` items, if there are so many.
    """
    items, total = len(weights), above + sum(weights) + below
    least = least if items >= least * panels else 0
    # Times the number of panels, so that whole numbers stay whole, and what is as near is found to be as near.
    reach = [panels * reached for reached in accumulate(weights, initial=above)]
    breaks = [0]
    for number in range(1, panels):
        nearest = _nearest(reach, number * total)
        breaks.append(min(max(nearest, breaks[-1] + least), items - least * (panels - number)))
    return (*breaks, items)


def _nearest(reach: Sequence[float], ideal: float) -> int:
    """Return the place of the number that is nearest to a number, in a row that grows; of two, the earlier."""
    after = min(bisect_left(reach, ideal), len(reach) - 1)
    before = max(after - 1, 0)
    return before if ideal - reach[before] <= reach[after] - ideal else after


def full(weights: Sequence[float], panels: int, above: float = 0) -> tuple[int, ...]:
    """Return where panels begin and end, as numbers of items before, so that the fullest is as empty as can be.

    Each panel takes all that fits, so what is left free is at the end, where it is least in the way: the last ones may
    be empty. What stands above the first item is never parted from it. How full is told to a whole letter.
    """
    *_, total = accumulate(weights, initial=above)
    capacity = bisect_left(
        range(math.ceil(total)), True, key=lambda most: _filled(weights, panels, above, most) is not None
    )
    filled = _filled(weights, panels, above, capacity) or [0]
    return (*filled, *(len(weights) for _ in range(panels + 1 - len(filled))))


def _filled(weights: Sequence[float], panels: int, above: float, most: float) -> list[int] | None:
    """Where panels end that each hold so much at the most; None where these are too few, or an item is too large."""
    breaks, size = [0], above
    for place, weight in enumerate(weights):
        if place > breaks[-1] and size + weight > most:
            breaks.append(place)
            size = 0
        size += weight
        if size > most or len(breaks) > panels:
            return None
    return [*breaks, len(weights)]


def spreads(items: Sequence[object], to_a_page: float) -> int:
    """Return how many pages items fill, so many to a page, if a section of several pages takes whole spreads."""
    pages = math.ceil(len(items) / to_a_page)
    return pages + pages % 2 if pages > 1 else pages


@dataclass(frozen=True)
class Panel:
    """What stands together: on a panel, in a column, on a page."""

    items: tuple[Item, ...]
    weight: float
    """In letters, with what stands above the first item and below the last."""


@dataclass(frozen=True)
class Distribution:
    """Panels in their order, some of which may be empty."""

    panels: tuple[Panel, ...]

    @cached_property
    def used(self) -> tuple[Panel, ...]:
        """The panels that have items."""
        return tuple(panel for panel in self.panels if panel.items)

    @cached_property
    def openings(self) -> frozenset[int]:
        """The numbers of the items that a panel begins with, but for the first of all."""
        return frozenset(panel.items[0].number for panel in self.used[1:])

    @cached_property
    def weight(self) -> float:
        """Of all panels together."""
        return sum(panel.weight for panel in self.panels)

    @cached_property
    def fullest(self) -> float:
        """The weight of the fullest panel."""
        return max(panel.weight for panel in self.panels)

    @cached_property
    def across(self) -> float:
        """How many letters wide all panels are side by side, each by its weight, if every date has room on one line."""
        return max(
            (
                length(item.date) * self.weight / panel.weight
                for panel in self.used
                for item in panel.items
                if isinstance(item, Event)
            ),
            default=0,
        )
