"""Draw as the engine would without our text layer and fonts."""

from __future__ import annotations

import pkgutil
from collections.abc import Iterator
from contextlib import contextmanager

from factsheet.engine import patches

DRAWING = ("weasyprint.draw.text:draw_first_line", "weasyprint.pdf.stream:Font")


@contextmanager
def engine_alone() -> Iterator[None]:
    """Put the engine's own functions of drawing back for a while."""
    replaced = {}
    for target in DRAWING:
        module, _, name = target.partition(":")
        holder = pkgutil.resolve_name(module)
        replaced[holder, name] = getattr(holder, name)
        setattr(holder, name, patches.own(target))
    try:
        yield
    finally:
        for (holder, name), ours in replaced.items():
            setattr(holder, name, ours)
