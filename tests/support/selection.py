"""Choose what a quick run takes of many cases. `--everything` takes all, and marks those that only it takes.

Test modules ask while they are read, so conftest.py sets `everything` before it reads any.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import Any, TypeAlias, TypeVar

import pytest

Case = TypeVar("Case")

everything = False
"""Whether this run takes all cases; set once by conftest.py."""
Some: TypeAlias = Callable[[Sequence[Case]], list[Case]]
"""What tests are given as `some`: see `choosers`."""
_QUICK_STEPS = 6
"""A quick run takes this many of the steps at which a fault can be planted, spread evenly, and both ends."""


def cases(among: Iterable[Case], is_quick: Callable[[Case], bool]) -> list[Any]:
    """Return the cases of a parametrized test: in a quick run those that `is_quick` is true for, else all."""
    return [case if is_quick(case) else _marked(case) for case in among if everything or is_quick(case)]


def _marked(case: Any) -> Any:
    """Mark a case for `--everything`; the values of a test with several parameters come as a tuple."""
    values = case if isinstance(case, tuple) else (case,)
    return pytest.param(*values, marks=pytest.mark.everything)


def amount(quick: Case, full: Case) -> list[Any]:
    """Return how much a test does, which is given to it as its only case: less in a quick run.

    As in `cases`, a tuple is the values of several parameters.
    """
    return [_marked(full) if everything else quick]


def first_of_each(among: Iterable[Case], kind: Callable[[Case], Hashable]) -> list[Case]:
    """Return the first case of each kind."""
    firsts: dict[Hashable, Case] = {}
    for case in among:
        firsts.setdefault(kind(case), case)
    return [*firsts.values()]


def spread(among: Sequence[Case]) -> list[Case]:
    """Return some of a sequence, the first and the last among them, in their order."""
    last = len(among) - 1
    return [among[at] for at in sorted({round(last * part / _QUICK_STEPS) for part in range(_QUICK_STEPS + 1)})]


def choosers() -> list[Any]:
    """Return what tests are given as `some`: a function that chooses the steps at which they do something."""
    every = pytest.param(list, id="every", marks=pytest.mark.everything)
    return [every if everything else pytest.param(spread, id="some")]
