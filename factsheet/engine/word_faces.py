"""Set each word of a line in one face, where the engine would take letters of it from several."""

from __future__ import annotations

from functools import wraps
from inspect import unwrap
from typing import Any

from factsheet.design.faces import PLAIN, has_letter, words_in_two_faces
from factsheet.engine.pango_attributes import add_attributes
from factsheet.engine.state import FACES, PROCESS


def wrap_set_text(set_text: Any) -> Any:
    """Give the words of a layout their faces whenever it gets a text: a line, and then that line's beginning."""
    from weasyprint.text.ffi import pango

    @wraps(set_text)
    def set_whole(layout: Any, text: str, justify: bool = False) -> None:
        set_text(layout, text, justify)
        families = tuple(layout.style["font_family"])
        attributes = [
            (begin, end, pango.pango_attr_family_new(families[number].encode()))
            for begin, end, number in _words(layout.text, families)
        ]
        add_attributes(layout, attributes)

    return set_whole


def wrap_first_line_metrics(first_line_metrics: Any) -> Any:
    """Let no line stand apart from the others because it is wholly in another face, or has a sign in it."""
    from weasyprint.text import line_break

    set_text = unwrap(line_break.Layout.set_text)

    @wraps(first_line_metrics)
    def as_high_as_others(
        line: Any, text: str, layout: Any, resume_at: Any, space_collapse: Any, style: Any, *more: Any
    ) -> Any:
        *others, height, baseline = first_line_metrics(line, text, layout, resume_at, space_collapse, style, *more)
        families = tuple(style["font_family"])
        if words := _words(layout.text, families):
            plain = line_break.Layout(style)
            set_text(plain, PLAIN)
            *_, own_height, own_baseline = first_line_metrics(
                plain.get_first_line()[0], PLAIN, plain, None, False, style
            )
            signs_alone = not any(ord(PLAIN) in PROCESS.characters(families[number]) for _, _, number in words)
            above = own_baseline if signs_alone else max(baseline, own_baseline)
            below = own_height - own_baseline if signs_alone else max(height - baseline, own_height - own_baseline)
            height, baseline = above + below, above
        return *others, height, baseline

    return as_high_as_others


def _words(text: str, families: tuple[str, ...]) -> tuple[tuple[int, int, int], ...]:
    """Return where words begin and end that are set in another face than the first, and the number of that face."""
    words: tuple[tuple[int, int, int], ...] | None = FACES.get((text, families))
    if words is None:
        stack = [PROCESS.characters(family) for family in families]
        words = (
            () if all(has_letter(stack[0], letter) for letter in {*text}) else tuple(words_in_two_faces(text, stack))
        )
        FACES.keep((text, families), words)
    return words
