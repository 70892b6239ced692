"""Every imposed piece, cut and folded in geometry, reads from its first page to its last; in both directions."""

from __future__ import annotations

import itertools
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.folding import (
    Box,
    Joint,
    Leaf,
    behind,
    box,
    folded,
    obstacles,
    pages_through,
    panels,
    possible,
    turns_sideways,
)
from support.pieces import PLANTED, planted

from factsheet.design import layouts
from factsheet.design.layout import Layout
from factsheet.design.layout_file import NUp, Panels, Signature
from factsheet.engine.text_boxes import SetText
from factsheet.findings import ExitCode, ProjectError
from factsheet.pdf.imposition import Line, Side, Slot, free_strip, impose

PROJECT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Layout]:
    """Layouts of these tests' own, and every layout of the project that is imposed."""
    found = {name: planted(tmp_path_factory.mktemp(name), text) for name, text in PLANTED.items()}
    return found | {name: layouts.load(PROJECT / "templates", name) for name in OURS}


OURS = {
    name: layout.impose
    for name in layouts.names(PROJECT / "templates")
    if (layout := layouts.load(PROJECT / "templates", name)).impose
}


def named(method: str) -> list[str]:
    planted_ones = [name for name, text in PLANTED.items() if f"method: {method}" in text]
    return [*planted_ones, *(name for name, rule in OURS.items() if rule and rule.method == method)]


every_piece = pytest.mark.parametrize("name", [*PLANTED, *OURS])
panel_piece = pytest.mark.parametrize("name", named("panels"))
stapled_piece = pytest.mark.parametrize("name", named("signature"))
card_piece = pytest.mark.parametrize("name", named("n-up"))
both_ways = pytest.mark.parametrize("right_to_left", [False, True], ids=["ltr", "rtl"])
hostile = settings(derandomize=True, deadline=None, max_examples=20)


def sheets_of(sides: tuple[Side, ...], rule: Panels | Signature | NUp) -> list[tuple[Side, Side | None]]:
    """Fronts with their backs."""
    if rule.duplex == "one-side":
        return [(side, None) for side in sides]
    return list(zip(sides[::2], sides[1::2], strict=True))


def rolled(layout: Layout) -> bool:
    """Whether panels are folded over one another side by side, and so are read by opening flap after flap."""
    rule = layout.impose
    return isinstance(rule, Panels) and len(rule.sides) == 2 and len(rule.sides[0][0].split()) > 2


def with_page(found, page: int) -> int:  # type: ignore[no-untyped-def]
    return next(at for at, one in enumerate(found) if page in (one.front.page, one.back.page))


def read_rolled(layout: Layout, right_to_left: bool) -> list[int]:
    """Fold the flaps in, then read: the cover, everything inside once it is open, the flaps' outsides, the back."""
    rule = layout.impose
    assert rule
    front, back = impose(layout, layout.pages, right_to_left)
    found = panels(front, back, rule.duplex)
    leaves, joints = folded(found, with_page(found, 1), front.folds, front.cuts)
    orders = [order for order in possible(leaves, joints) if leaves[order[0]].up.page == 1 and clearance(order, leaves)]
    assert len(orders) == 1, "the flaps do not roll in"
    (order,) = orders
    outside = {slot.page for slot in front.slots}
    ups = [leaves[at].up.page for at in order]
    downs = [leaves[at].down.page for at in reversed(order)]
    flaps = [page for page in ups[1:] + downs[1:] if page in outside]
    inside = sorted(back.slots, key=lambda slot: -slot.x if right_to_left else slot.x)
    if not turns_sideways(back, rule.duplex):
        inside.reverse()
    heads = {face.upright for leaf in leaves for face in (leaf.up, leaf.down)}
    assert len(heads) == 1, "some panels stand on their heads"
    read = [ups[0], *(slot.page for slot in inside), *flaps, downs[0]]
    return [page for page in read if page is not None]


def clearance(order: tuple[int, ...], leaves: list[Leaf]) -> bool:
    """Whether what lies between two others keeps 2 to 3 mm from the fold that goes round it."""
    for at in order[1:-1]:
        inner, outer = leaves[at].box, leaves[order[0]].box
        gaps = sorted((inner.x - outer.x, outer.right - inner.right))
        if not (abs(gaps[0]) < 0.01 and 2 <= gaps[1] + 0.01 <= 3.02):
            return False
    return True


def read_as_book(layout: Layout, pages: int, right_to_left: bool) -> list[int | None]:
    """Fold each sheet, nest the sheets, and turn the leaves."""
    rule = layout.impose
    assert rule
    leaves: list[Leaf] = []
    joints: list[Joint] = []
    order: list[int] = []
    for front, back in sheets_of(impose(layout, pages, right_to_left), rule):
        found = panels(front, back, rule.duplex)
        if isinstance(rule, Signature):
            top = max if not right_to_left else min
            base = found.index(top(found, key=lambda panel: panel.box.x))
        else:
            base = with_page(found, 1)
        more, bends = folded(found, base, front.folds, front.cuts)
        begin = len(leaves)
        joints += [replace(bend, one=bend.one + begin, other=bend.other + begin) for bend in bends]
        leaves += more
        if isinstance(rule, Signature):
            middle = len(order) // 2
            order[middle:middle] = [begin + base, begin + 1 - base]
        else:
            order = sorted(range(len(leaves)), key=lambda at: leaves[at].up.page or leaves[at].down.page or 0)
    assert list(obstacles(order, leaves, joints)) == []
    assert all(leaf.box.is_near(leaves[0].box) for leaf in leaves), "leaves do not lie on one another"
    faces = [face for leaf in leaves for face in (leaf.up, leaf.down) if face.page]
    assert len({face.upright for face in faces}) == 1, "some pages stand on their heads"
    closed = leaves[order[0]].box
    spine = closed.right if right_to_left else closed.x
    doubled = (
        {frozenset(pair) for pair in zip(order[::2], order[1::2], strict=True)} if rule.duplex == "one-side" else set()
    )
    at_spine = [bend for bend in joints if bend.edge.x1 == bend.edge.x2 and abs(bend.edge.x1 - spine) < 0.01]
    elsewhere = {frozenset((bend.one, bend.other)) for bend in joints if bend not in at_spine}
    assert elsewhere == doubled, "leaves hang together where they should open, or do not where they should"
    assert any({order[0], order[-1]} == {bend.one, bend.other} for bend in at_spine), "the cover is loose"
    return pages_through(order, leaves)


@panel_piece
@both_ways
def test_a_folded_sheet_reads_from_first_to_last(name: str, right_to_left: bool, made: dict[str, Layout]) -> None:
    layout = made[name]
    if rolled(layout):
        assert read_rolled(layout, right_to_left) == list(range(1, layout.pages + 1))
    else:
        read = read_as_book(layout, layout.pages, right_to_left)
        assert [page for page in read if page] == list(range(1, layout.pages + 1))


@stapled_piece
@both_ways
@hostile
@given(pages=st.integers(1, 64))
def test_a_stapled_booklet_reads_from_first_to_last_with_blanks_before_the_last(
    name: str, right_to_left: bool, made: dict[str, Layout], pages: int
) -> None:
    read = read_as_book(made[name], pages, right_to_left)
    blanks = [None] * (-pages % 4)
    assert read == ([*range(1, pages), *blanks, pages] if pages > 1 else [1, *blanks])


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("roll-fold", {"sides": (("5 6 1",), ("3 2 4",))}),
        ("roll-fold", {"duplex": "long-edge"}),
        ("roll-fold-upside-down-overleaf", {"sides": (("5 6 1",), ("4 3 2",))}),
        ("one-fold", {"sides": (("1 4",), ("2 3",))}),
        ("one-fold", {"duplex": "long-edge"}),
        ("french-fold", {"sides": (("2^ 3^", "4 1"),)}),
        ("french-fold", {"sides": (("3 2", "4 1"),)}),
        ("stapled", {"duplex": "long-edge"}),
        ("one-cut", {"cut": None}),
        ("one-cut", {"cut": (1, 0, 3)}),
        ("one-cut", {"sides": (("5^ 4^ 2^ 3^", "6 7 8 1"),)}),
        ("one-cut", {"sides": (("5^ 4^ 3^ 2^", "6 7 8^ 1"),)}),
    ],
)
def test_a_wrong_fold_is_seen(name: str, change: dict[str, object], made: dict[str, Layout]) -> None:
    layout = made[name]
    assert layout.impose
    problems = replace(layout, impose=layout.impose.model_copy(update=change))
    with pytest.raises(AssertionError):
        test_a_folded_sheet_reads_from_first_to_last(name, False, {name: problems})


@pytest.mark.parametrize("narrow", [100, 99, 93])
def test_a_panel_that_does_not_tuck_in_well_is_seen(narrow: float, made: dict[str, Layout]) -> None:
    widths = (100.0, 100.0, 100.0, narrow, narrow, 100.0)
    layout = made["roll-fold"]
    assert isinstance(layout.impose, Panels)
    rule = layout.impose.model_copy(update={"sheet": (200.0 + narrow, 210.0)})
    with pytest.raises(AssertionError, match="roll in"):
        read_rolled(replace(layout, widths=widths, impose=rule), False)


@every_piece
@both_ways
def test_pages_touch_without_gap_or_overlap(name: str, right_to_left: bool, made: dict[str, Layout]) -> None:
    layout = made[name]
    rule = layout.impose
    for side in impose(layout, layout.pages, right_to_left):
        boxes = [box(slot) for slot in side.slots]
        assert all(one.overlap(other) < 1e-6 for one, other in itertools.combinations(boxes, 2))
        assert all(one.x > -0.01 and one.y > -0.01 for one in boxes)
        assert all(one.right < side.width + 0.01 and one.bottom < side.height + 0.01 for one in boxes)
        if not isinstance(rule, NUp):
            left, top = min(one.x for one in boxes), min(one.y for one in boxes)
            whole = (max(one.right for one in boxes) - left) * (max(one.bottom for one in boxes) - top)
            assert sum(one.width * one.height for one in boxes) == pytest.approx(whole)


@every_piece
@both_ways
def test_what_is_back_to_back_has_one_outline(name: str, right_to_left: bool, made: dict[str, Layout]) -> None:
    layout = made[name]
    assert layout.impose
    for front, back in sheets_of(impose(layout, layout.pages, right_to_left), layout.impose):
        if back is None:
            continue
        hidden = [behind(slot, back, layout.impose.duplex) for slot in back.slots]
        for slot in front.slots:
            assert any(box(slot).is_near(other) for other in hidden), f"nothing lies exactly behind page {slot.page}"
        assert len(front.slots) == len(hidden)


@every_piece
def test_right_to_left_is_the_mirror_image(name: str, made: dict[str, Layout]) -> None:
    layout = made[name]
    pairs = zip(*(impose(layout, layout.pages, way) for way in (False, True)), strict=True)
    for one, other in pairs:
        for slot, image in zip(one.slots, other.slots, strict=True):
            mirrored = Box(one.width - slot.x - slot.width, slot.y, slot.width, slot.height)
            assert box(image).is_near(mirrored)
            assert (image.page, image.turned, image.shift) == (slot.page, slot.turned, -slot.shift)
            assert ("left" in image.bleeds, "top" in image.bleeds) == ("right" in slot.bleeds, "top" in slot.bleeds)
        for lines, images in ((one.folds, other.folds), (one.cuts, other.cuts)):
            mirrored_lines = {Line(one.width - line.x2, line.y1, one.width - line.x1, line.y2) for line in lines}
            assert set(images) == mirrored_lines
            assert all(line.x1 <= line.x2 and line.y1 <= line.y2 for line in images)


@every_piece
@both_ways
def test_bleed_is_kept_where_nothing_else_is_printed(name: str, right_to_left: bool, made: dict[str, Layout]) -> None:
    layout = made[name]
    for side in impose(layout, layout.pages, right_to_left):
        for slot in side.slots:
            for edge in ("left", "right", "top", "bottom"):
                strip = beyond(slot, edge, layout.bleed)
                clear = all(strip.overlap(box(other)) < 1e-6 for other in side.slots)
                assert (edge in slot.bleeds) == clear, f"page {slot.page}, {edge}"


def beyond(slot: Slot, edge: str, bleed: float) -> Box:
    if edge in ("left", "right"):
        return Box(slot.x - bleed if edge == "left" else slot.x + slot.width, slot.y, bleed, slot.height)
    return Box(slot.x, slot.y - bleed if edge == "top" else slot.y + slot.height, slot.width, bleed)


@stapled_piece
@both_ways
@hostile
@given(pages=st.integers(1, 64), thickness=st.floats(0, 0.3))
def test_creep_moves_inner_pages_to_the_fold_by_the_paper_and_no_further(
    name: str, right_to_left: bool, made: dict[str, Layout], pages: int, thickness: float
) -> None:
    layout = made[name]
    assert isinstance(layout.impose, Signature)
    rule = layout.impose.model_copy(update={"paper_thickness": thickness})
    for number, side in enumerate(impose(replace(layout, impose=rule), pages, right_to_left)):
        (fold,) = side.folds
        for slot in side.slots:
            towards = 1 if slot.x + slot.width / 2 < fold.x1 else -1
            assert slot.shift * towards == pytest.approx(number // 2 * thickness)
            assert slot.x + slot.width <= fold.x1 + 1e-6 or slot.x >= fold.x1 - 1e-6
            assert abs(slot.shift) <= layout.safe


def test_creep_that_would_push_words_into_the_fold_is_refused(made: dict[str, Layout]) -> None:
    layout = made["stapled"]
    assert isinstance(layout.impose, Signature)
    thick = layout.impose.model_copy(update={"paper_thickness": 0.5})
    with pytest.raises(ProjectError) as refused:
        impose(replace(layout, impose=thick), 64, False)
    assert {finding.exit_code for finding in refused.value.findings} == {ExitCode.LAYOUT}
    assert "creep" in str(refused.value)


@card_piece
@both_ways
@hostile
@given(pages=st.integers(1, 64))
def test_every_card_has_the_common_back_behind_it(
    name: str, right_to_left: bool, made: dict[str, Layout], pages: int
) -> None:
    layout = made[name]
    rule = layout.impose
    assert isinstance(rule, NUp)
    fronts = []
    for front, back in sheets_of(impose(layout, pages, right_to_left), rule):
        assert back
        fronts += [slot.page for slot in front.slots]
        assert len(front.slots) == len(back.slots) <= rule.grid[0] * rule.grid[1]
        assert {slot.page for slot in back.slots} == {pages}
        hidden = [behind(slot, back, rule.duplex) for slot in back.slots]
        assert all(any(box(slot).is_near(other) for other in hidden) for slot in front.slots)
    assert fronts == (list(range(1, pages)) or [1])


@hostile
@given(
    columns=st.integers(1, 5),
    rows=st.integers(1, 5),
    pages=st.integers(1, 64),
    gutter=st.floats(0, 8),
    duplex=st.sampled_from(["long-edge", "short-edge"]),
    upright=st.booleans(),
)
def test_any_grid_of_cards_keeps_its_gutters_and_its_cuts(
    made: dict[str, Layout], columns: int, rows: int, pages: int, gutter: float, duplex: str, upright: bool
) -> None:
    sheet = (297.0, 420.0) if upright else (420.0, 297.0)
    rule = NUp.model_validate(
        {"method": "n-up", "sheet": sheet, "duplex": duplex, "grid": (columns, rows), "gutter": gutter}
    )
    layout = replace(made["cards-long"], width=50.0, height=45.0, impose=rule)
    for side in impose(layout, pages, right_to_left=False):
        xs, ys = (
            sorted({round(at, 6) for at in edges}) for edges in zip(*((s.x, s.y) for s in side.slots), strict=True)
        )
        assert all(after - before == pytest.approx(50 + gutter) for before, after in itertools.pairwise(xs))
        assert all(after - before == pytest.approx(45 + gutter) for before, after in itertools.pairwise(ys))
        upright_cuts = sorted(line.x1 for line in side.cuts if line.x1 == line.x2)
        wanted = sorted({round(edge, 4) for slot in side.slots for edge in (slot.x, slot.x + slot.width)})
        assert upright_cuts == pytest.approx(wanted, abs=1e-4)
        if gutter < 2 * layout.bleed:
            assert not any(slot.bleeds for slot in side.slots)


@every_piece
@both_ways
@hostile
@given(fewer=st.integers(0, 63))
def test_every_page_is_printed_whatever_their_number(
    name: str, right_to_left: bool, made: dict[str, Layout], fewer: int
) -> None:
    layout = made[name]
    pages = max(1, layout.pages - fewer)
    printed = [slot.page for side in impose(layout, pages, right_to_left) for slot in side.slots]
    assert set(printed) == set(range(1, pages + 1))
    if not isinstance(layout.impose, NUp):
        assert len(printed) == pages


@pytest.mark.parametrize(
    ("name", "change", "says"),
    [
        ("one-fold", {"sides": (("4 1",), ("2 2",))}, "page 3 has no place"),
        ("one-fold", {"sheet": (290.0, 210.0)}, "3.5 mm off the sheet"),
        ("one-fold", {"sheet": (297.0, 200.0)}, "5 mm off the sheet"),
        ("cards-long", {"grid": (3, 2)}, "off the sheet"),
        ("stapled", {"sheet": (200.0, 297.0)}, "off the sheet"),
    ],
)
def test_a_page_that_would_be_lost_is_refused(
    name: str, change: dict[str, object], says: str, made: dict[str, Layout]
) -> None:
    layout = made[name]
    assert layout.impose
    with pytest.raises(ProjectError) as refused:
        impose(replace(layout, impose=layout.impose.model_copy(update=change)), layout.pages, False)
    assert {finding.exit_code for finding in refused.value.findings} == {ExitCode.LAYOUT}
    assert says in str(refused.value)
    assert "layout.yaml" in str(refused.value)


def test_more_pages_than_panels_are_refused(made: dict[str, Layout]) -> None:
    with pytest.raises(ProjectError, match="page 7 has no place"):
        impose(made["roll-fold"], 7, False)


@every_piece
@both_ways
@hostile
@given(
    words=st.lists(
        st.tuples(st.integers(0, 7), st.floats(0, 80), st.floats(0, 12), st.booleans(), st.floats(1, 60)), max_size=20
    ),
    width=st.floats(20, 150),
    height=st.floats(3, 8),
)
def test_the_free_strip_covers_no_word(
    name: str,
    right_to_left: bool,
    made: dict[str, Layout],
    words: list[tuple[int, float, float, bool, float]],
    width: float,
    height: float,
) -> None:
    layout = made[name]
    side = impose(layout, layout.pages, right_to_left)[-1]
    texts = []
    for which, x, away, at_foot, wide in words:  # near head or foot, where strips go
        page, y = side.slots[which % len(side.slots)].page, layout.height - away - 6 if at_foot else away
        texts.append(SetText(page, "key", "word", x, y, wide, 6, 0.0, True))
    spot = free_strip(side, texts, width, height, 6.0)
    if spot is None:
        return
    strip = Box(*spot, width, height)
    assert strip.x >= 6
    assert strip.right <= side.width - 6 + 1e-6
    assert strip.y >= 6
    assert strip.bottom <= side.height - 6 + 1e-6
    for slot in side.slots:
        for text in texts:
            if text.page == slot.page:
                assert strip.overlap(word_on(side, slot, text)) < 1e-6


def word_on(side: Side, slot: Slot, text: SetText) -> Box:
    """Where a word of a page stands on the sheet, by turning the page round its middle."""
    x, y = text.x, text.y
    if slot.turned:
        x, y = slot.width - x - text.width, slot.height - y - text.height
    return Box(slot.x + x + slot.shift, slot.y + y, text.width, text.height)


@both_ways
def test_the_free_strip_keeps_off_a_fold_where_it_can(right_to_left: bool, made: dict[str, Layout]) -> None:
    side = impose(made["roll-fold"], 6, right_to_left)[0]
    spot = free_strip(side, [], 93.5, 5, 6.0)  # at the outer edge it would reach over the first fold
    assert spot
    assert all(not spot[0] - 1 < fold.x1 < spot[0] + 94.5 for fold in side.folds)


@both_ways
def test_the_free_strip_knows_which_pages_stand_on_their_heads(right_to_left: bool, made: dict[str, Layout]) -> None:
    side = impose(made["one-cut"], 8, right_to_left)[0]

    def at(place: float) -> list[SetText]:
        return [SetText(page, "key", "word", 0, place, 74.25, 10, 0.0, True) for page in range(1, 9)]

    foot = free_strip(side, at(0), 60, 5, 6.0)
    assert foot is not None
    assert foot[1] > 105
    assert free_strip(side, at(95), 60, 5, 6.0) is None


@both_ways
def test_the_free_strip_knows_of_creep(right_to_left: bool, made: dict[str, Layout]) -> None:
    (*_, side) = impose(made["stapled"], 64, right_to_left)
    left, right = sorted(side.slots, key=lambda slot: slot.x)
    assert left.shift == pytest.approx(1.5)
    # With one word from edge to edge of the right page and one over the left, a gap is as wide as the pages leave it.
    texts = [
        SetText(right.page, "key", "word", 0, 0, 148, 210, 0.0, True),
        SetText(left.page, "key", "word", 30, 0, 118, 210, 0.0, True),
    ]
    at = left.x + 30 + left.shift
    assert free_strip(side, texts, at - 7.5, 5, 6.0) is not None
    assert free_strip(side, texts, at - 6.5, 5, 6.0) is None


def test_a_full_sheet_has_no_free_strip(made: dict[str, Layout]) -> None:
    side = impose(made["one-fold"], 4, False)[0]
    texts = [SetText(page, "key", "word", 0, 0, 148.5, 210, 0.0, True) for page in range(1, 5)]
    assert free_strip(side, texts, 20, 3, 6.0) is None
