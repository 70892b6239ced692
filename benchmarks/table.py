"""Measured rows -> a table for people: costs side by side, their ratios, and the targets met and missed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

BEGIN, END = "<!-- measured: begin -->", "<!-- measured: end -->"
OURS, CHROMIUM, TYPST, REPORTLAB = WHO = "ours", "Chromium", "Typst", "ReportLab"


@dataclass(frozen=True)
class Target:
    """The most that ours may be: so many times what another takes, or so much by itself."""

    most: float
    of: str = ""


@dataclass(frozen=True)
class Row:
    """One thing that was measured; what has no unit is not compared with that of others."""

    case: str
    what: str
    unit: str
    numbers: Mapping[str, float]
    """By whose they are; ours among them."""
    targets: tuple[Target, ...] = field(default=())

    def measured(self, target: Target) -> float:
        """What is held against a target."""
        return self.numbers[OURS] / self.numbers[target.of] if target.of else self.numbers[OURS]

    def is_met(self, target: Target) -> bool:
        """Whether a target is met."""
        return self.measured(target) <= target.most


def written(rows: Iterable[Row]) -> list[str]:
    """The lines of the table, in Markdown."""
    lines = [f"| case | what | unit | {' | '.join(WHO)} | ours is | target |", "|---" * (len(WHO) + 5) + "|"]
    for row in rows:
        numbers = [_number(row.numbers[who]) if who in row.numbers else "" for who in WHO]
        ratios = [
            f"{row.numbers[OURS] / row.numbers[who]:.2f} × {who}" for who in WHO[1:] if row.unit and who in row.numbers
        ]
        targets = [f"{_target(target)}: {'met' if row.is_met(target) else '**missed**'}" for target in row.targets]
        cells = [row.case, row.what, row.unit, *numbers, ", ".join(ratios), "; ".join(targets)]
        lines.append(f"| {' | '.join(cells)} |")
    return lines


def put(file: Path, lines: Sequence[str]) -> None:
    """Write lines between the two markers of a page.

    Raises:
        ValueError: where the page has no such markers.
    """
    before, begin, rest = file.read_text(encoding="utf-8").partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"{file} lacks the lines {BEGIN} and {END}, between which the table goes")
    file.write_text("\n".join([before + begin, "", *lines, "", end + after]), encoding="utf-8")


def _number(number: float) -> str:
    return f"{number:.0f}" if number >= 100 else f"{number:.3g}"


def _target(target: Target) -> str:
    return f"at most {target.most:g}{f' × {target.of}' if target.of else ''}"
