"""Lines of a string are one block where people see one, and as many as they see elsewhere."""

from __future__ import annotations

from dataclasses import replace

from factsheet.engine.text_blocks import blocks
from factsheet.engine.text_boxes import SetText

LINE = SetText(page=1, key="a", text="one", x=10, y=10, width=50, height=4, overset=0, visible=True)


def seen(*texts: SetText) -> list[tuple[str | None, int, str, tuple[float, float, float, float]]]:
    return [(one.key, one.page, one.text, (one.x, one.y, one.width, one.height)) for one in blocks(texts)]


def test_lines_below_each_other_are_one_block_as_wide_as_the_widest() -> None:
    lower = replace(LINE, text="two", x=8, y=14.5, width=30)
    assert seen(LINE, lower) == [("a", 1, "one two", (8, 10, 52, 8.5))]


def test_another_column_page_or_string_is_another_block() -> None:
    others = (replace(LINE, x=110), replace(LINE, page=2), replace(LINE, key="b"), replace(LINE, y=30))
    for other in others:
        assert len(seen(LINE, other)) == 2


def test_what_nobody_sees_or_can_edit_is_left_out() -> None:
    assert seen(replace(LINE, visible=False), replace(LINE, key=None)) == []


def test_a_block_sticks_out_as_far_as_its_worst_line() -> None:
    (block,) = blocks((LINE, replace(LINE, y=14, overset=2.5), replace(LINE, y=18)))
    assert block.overset == 2.5
