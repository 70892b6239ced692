"""Imposed sides -> the piece of paper folded along their lines, flat, as a stack of leaves one can read.

A fold is a reflection, so each panel ends up where the reflections on the way to it put it. A stack is possible where
no leaf passes through a fold and no two folds at the same place cross: the conditions of flat folding for rectangles.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, permutations

from factsheet.pdf.imposition import Line, Side, Slot

NEAR = 1e-6


@dataclass(frozen=True)
class Box:
    """A rectangle in mm; y grows downwards."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        return self.x + self.width

    @property
    def bottom(self) -> float:
        return self.y + self.height

    def overlap(self, other: Box) -> float:
        """The area both cover, in mm²."""
        wide = min(self.right, other.right) - max(self.x, other.x)
        high = min(self.bottom, other.bottom) - max(self.y, other.y)
        return max(wide, 0) * max(high, 0)

    def is_near(self, other: Box) -> bool:
        pairs = ((self.x, other.x), (self.y, other.y), (self.width, other.width), (self.height, other.height))
        return all(abs(one - another) < NEAR for one, another in pairs)


@dataclass(frozen=True)
class Face:
    """One side of a panel: its page, if it has one, and whether that page's head is up as the front is looked at."""

    page: int | None = None
    upright: bool = True


@dataclass(frozen=True)
class Panel:
    """A piece of the sheet between folds, cuts and edges, in the front's coordinates."""

    box: Box
    front: Face
    back: Face


@dataclass(frozen=True)
class Leaf:
    """A panel in its folded place: what looks up and what looks down."""

    box: Box
    up: Face
    down: Face


@dataclass(frozen=True)
class Joint:
    """The fold between two leaves, by their numbers, in its folded place."""

    one: int
    other: int
    edge: Line


@dataclass(frozen=True)
class Move:
    """x -> sx * x + tx, and y alike."""

    sx: int = 1
    tx: float = 0.0
    sy: int = 1
    ty: float = 0.0

    def box(self, box: Box) -> Box:
        xs = sorted((self.sx * box.x + self.tx, self.sx * box.right + self.tx))
        ys = sorted((self.sy * box.y + self.ty, self.sy * box.bottom + self.ty))
        return Box(xs[0], ys[0], xs[1] - xs[0], ys[1] - ys[0])

    def after_reflection(self, line: Line) -> Move:
        if abs(line.x1 - line.x2) < NEAR:
            return Move(-self.sx, self.tx + 2 * self.sx * line.x1, self.sy, self.ty)
        return Move(self.sx, self.tx, -self.sy, self.ty + 2 * self.sy * line.y1)


def box(slot: Slot) -> Box:
    return Box(slot.x, slot.y, slot.width, slot.height)


def turns_sideways(side: Side, duplex: str) -> bool:
    """Whether a printer that flips on this edge turns the sheet like the page of a book."""
    return duplex == ("long-edge" if side.height > side.width else "short-edge")


def behind(slot: Slot, side: Side, duplex: str) -> Box:
    """Where a slot of the back lies, seen from the front through the paper."""
    if turns_sideways(side, duplex):
        return Box(side.width - slot.x - slot.width, slot.y, slot.width, slot.height)
    return Box(slot.x, side.height - slot.y - slot.height, slot.width, slot.height)


def panels(front: Side, back: Side | None, duplex: str) -> list[Panel]:
    """The panels of one sheet of paper. A panel blank on both sides is known from its neighbour across the fold."""
    backs = [(behind(slot, back, duplex), slot) for slot in back.slots] if back else []
    places: list[Box] = []
    for place in [*map(box, front.slots), *(place for place, _ in backs)]:
        if not any(place.is_near(other) for other in places):
            places.append(place)
    for line in front.folds:
        for place in list(places):
            other = Move().after_reflection(line).box(place)
            inside = other.x > -NEAR and other.right < front.width + NEAR and -NEAR < other.y < front.height
            if inside and not any(other.overlap(one) > NEAR for one in places):
                places.append(other)
    flips = bool(back) and not turns_sideways(front, duplex)
    found = []
    for place in places:
        fronts = [Face(slot.page, not slot.turned) for slot in front.slots if box(slot).is_near(place)]
        hidden = [Face(slot.page, slot.turned == flips) for other, slot in backs if other.is_near(place)]
        found.append(Panel(place, *(faces[0] if faces else Face() for faces in (fronts, hidden))))
    return found


def shared_edge(one: Box, other: Box) -> Line | None:
    """The edge at which two panels touch."""
    top, bottom = max(one.y, other.y), min(one.bottom, other.bottom)
    left, right = max(one.x, other.x), min(one.right, other.right)
    if abs(right - left) < NEAR and bottom - top > NEAR:
        return Line(left, top, left, bottom)
    if abs(bottom - top) < NEAR and right - left > NEAR:
        return Line(left, top, right, top)
    return None


def lies_on(edge: Line, line: Line) -> bool:
    pairs = ((line.x1, edge.x1), (edge.x2, line.x2), (line.y1, edge.y1), (edge.y2, line.y2))
    return all(lower <= upper + NEAR for lower, upper in pairs)


def folded(
    found: Sequence[Panel], base: int, folds: Sequence[Line], cuts: Sequence[Line]
) -> tuple[list[Leaf], list[Joint]]:
    """Fold the paper onto its panel `base`, whose lower page number looks up."""
    joined = []
    for one, other in combinations(range(len(found)), 2):
        edge = shared_edge(found[one].box, found[other].box)
        if edge is None or any(lies_on(edge, cut) for cut in cuts):
            continue
        assert any(lies_on(edge, fold) for fold in folds), f"no fold and no cut between {found[one]} and {found[other]}"
        joined += [(one, other, edge), (other, one, edge)]
    first = found[base]
    is_back = (first.front.page or 1000) > (first.back.page or 1000)
    moves = {base: Move(-1) if is_back else Move()}
    reached = [base]
    for one in reached:
        for start, other, edge in joined:
            if start != one:
                continue
            move = moves[one].after_reflection(edge)
            assert other not in moves or moves[other].box(found[other].box).is_near(move.box(found[other].box)), (
                "the paper would tear: it is joined all round and cannot be folded flat"
            )
            if other not in moves:
                moves[other] = move
                reached.append(other)
    assert len(moves) == len(found), "the paper falls apart"
    leaves = []
    for number, panel in enumerate(found):
        move = moves[number]
        front, back = (Face(face.page, face.upright == (move.sy > 0)) for face in (panel.front, panel.back))
        up, down = (front, back) if move.sx * move.sy > 0 else (back, front)
        leaves.append(Leaf(move.box(panel.box), up, down))
    joints = []
    for one, other, edge in joined:
        if one < other:
            end = moves[one].box(Box(edge.x1, edge.y1, edge.x2 - edge.x1, edge.y2 - edge.y1))
            joints.append(Joint(one, other, Line(end.x, end.y, end.right, end.bottom)))
    return leaves, joints


def obstacles(order: Sequence[int], leaves: Sequence[Leaf], joints: Sequence[Joint]) -> Iterator[str]:
    """Why leaves cannot lie in this order, from the top of the stack to its foot."""
    level = {leaf: at for at, leaf in enumerate(order)}
    for joint in joints:
        low, high = sorted((level[joint.one], level[joint.other]))
        for leaf in order[low + 1 : high]:
            if _passes_through(leaves[leaf].box, joint.edge):
                yield f"leaf {leaf} passes through the fold between {joint.one} and {joint.other}"
            for crossing in joints:
                if leaf in (crossing.one, crossing.other) and _same_place(crossing.edge, joint.edge):
                    partner = crossing.other if leaf == crossing.one else crossing.one
                    if not low < level[partner] < high:
                        yield f"folds {joint.one}-{joint.other} and {leaf}-{partner} cross"


def _passes_through(box: Box, edge: Line) -> bool:
    if edge.x1 == edge.x2:
        return box.x + NEAR < edge.x1 < box.right - NEAR and min(box.bottom, edge.y2) - max(box.y, edge.y1) > NEAR
    return box.y + NEAR < edge.y1 < box.bottom - NEAR and min(box.right, edge.x2) - max(box.x, edge.x1) > NEAR


def _same_place(one: Line, other: Line) -> bool:
    wide = min(one.x2, other.x2) - max(one.x1, other.x1)
    high = min(one.y2, other.y2) - max(one.y1, other.y1)
    along = (one.x1 == one.x2) == (other.x1 == other.x2)
    return along and wide > -NEAR and high > -NEAR and wide + high > NEAR


def possible(leaves: Sequence[Leaf], joints: Sequence[Joint]) -> Iterator[tuple[int, ...]]:
    """Every order in which the leaves can lie."""
    for order in permutations(range(len(leaves))):
        if next(obstacles(order, leaves, joints), None) is None:
            yield order


def pages_through(order: Sequence[int], leaves: Sequence[Leaf]) -> list[int | None]:
    """The pages met by turning leaf after leaf; None is a blank."""
    return [face.page for leaf in order for face in (leaves[leaf].up, leaves[leaf].down)]
