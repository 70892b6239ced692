"""Count how many lines the engine lays out."""

from __future__ import annotations

from collections.abc import Callable

import pytest


def count_layouts(planted: pytest.MonkeyPatch) -> Callable[[], int]:
    """A way to tell how many lines the engine has laid out since."""
    from weasyprint.text import line_break

    asked = 0
    set_up = line_break.Layout.setup

    def counted(*arguments: object) -> None:
        nonlocal asked
        asked += 1
        set_up(*arguments)

    planted.setattr(line_break.Layout, "setup", counted)
    return lambda: asked
