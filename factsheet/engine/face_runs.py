"""Set each word of a line in one face, where the engine would take letters of it from several."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import Any

from factsheet.design.faces import PLAIN, has_letter, whole


def keep_words_whole(line_break: Any, ffi: Any, pango: Any, has: Callable[[str], frozenset[int]]) -> None:
    """Let the engine's module that breaks lines set each word in one face; `has` says which characters a family has.

    For one version of the engine, as `lines`: there `set_text` is called with a line, and again with its beginning.
    """
    layouts = line_break.Layout
    layouts.characters_of = staticmethod(has)  # as the newest engine of this process knows them
    if hasattr(layouts, "words_to_keep_whole"):
        layouts.words_to_keep_whole.cache_clear()
        return
    ffi.cdef("PangoAttribute * pango_attr_family_new (const char *family);", override=True)
    set_text, metrics = layouts.set_text, line_break.first_line_metrics

    @lru_cache(maxsize=4_000)
    def found(text: str, families: tuple[str, ...]) -> tuple[tuple[int, int, int], ...]:
        stack = [layouts.characters_of(family) for family in families]
        return () if all(has_letter(stack[0], letter) for letter in {*text}) else tuple(whole(text, stack))

    layouts.words_to_keep_whole = found

    @wraps(set_text)
    def set_whole(line: Any, text: str, justify: bool = False) -> None:
        set_text(line, text, justify)
        families = tuple(line.style["font_family"])
        words = found(line.text, families)
        if not words:
            return
        attributes = pango.pango_layout_get_attributes(line.layout)
        if attributes == ffi.NULL:
            attributes = ffi.gc(pango.pango_attr_list_new(), pango.pango_attr_list_unref)
        for begin, end, number in words:
            attribute = pango.pango_attr_family_new(families[number].encode())
            attribute.start_index, attribute.end_index = (len(line.text[:place].encode()) for place in (begin, end))
            pango.pango_attr_list_change(attributes, attribute)
        pango.pango_layout_set_attributes(line.layout, attributes)

    @wraps(metrics)
    def as_before(
        line: Any, text: str, layout: Any, resume_at: Any, space_collapse: Any, style: Any, *more: Any
    ) -> Any:
        """No line stands apart from the others because it is wholly in another face, or has a sign in it."""
        *others, height, baseline = metrics(line, text, layout, resume_at, space_collapse, style, *more)
        families = tuple(style["font_family"])
        if words := found(layout.text, families):
            own = line_break.Layout(style)
            set_text(own, PLAIN)
            *_, own_height, own_baseline = metrics(own.get_first_line()[0], PLAIN, own, None, False, style)
            signs_alone = not any(ord(PLAIN) in layouts.characters_of(families[number]) for _, _, number in words)
            above = own_baseline if signs_alone else max(baseline, own_baseline)
            below = own_height - own_baseline if signs_alone else max(height - baseline, own_height - own_baseline)
            height, baseline = above + below, above
        return *others, height, baseline

    layouts.set_text, line_break.first_line_metrics = set_whole, as_before
