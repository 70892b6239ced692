"""Imposed layouts of the tests' own, geometry only: every way to fold, staple and cut, on more than one paper."""

from __future__ import annotations

from pathlib import Path

from factsheet.design import layouts
from factsheet.design.layout import Layout

BASE = """\
title: Planted
bleed: 3mm
safe: 5mm
takes: {masthead: whole}
tokens: {}
"""
PLANTED = {
    "roll-fold": """\
trim: [100mm, 210mm]
widths: [100mm, 100mm, 100mm, 97mm, 97mm, 100mm]
pages: 6
impose: {method: panels, sheet: [297mm, 210mm], duplex: short-edge, sides: [["5 6 1"], ["2 3 4"]]}
""",
    "roll-fold-upside-down-overleaf": """\
trim: [100mm, 210mm]
widths: [100mm, 100mm, 100mm, 97mm, 97mm, 100mm]
pages: 6
impose: {method: panels, sheet: [297mm, 210mm], duplex: long-edge, sides: [["5 6 1"], ["4^ 3^ 2^"]]}
""",
    "one-fold": """\
trim: [148.5mm, 210mm]
pages: 4
impose: {method: panels, sheet: [297mm, 210mm], duplex: short-edge, sides: [["4 1"], ["2 3"]]}
""",
    "french-fold": """\
trim: [105mm, 148.5mm]
pages: 4
impose: {method: panels, sheet: [210mm, 297mm], duplex: one-side, sides: [["3^ 2^", "4 1"]]}
""",
    "one-cut": """\
trim: [74.25mm, 105mm]
pages: 8
impose: {method: panels, sheet: [297mm, 210mm], duplex: one-side, sides: [["5^ 4^ 3^ 2^", "6 7 8 1"]], cut: [1, 1, 3]}
""",
    "one-cut-letter": """\
trim: [2.7in, 4.2in]
pages: 8
impose: {method: panels, sheet: [11in, 8.5in], duplex: one-side, sides: [["5^ 4^ 3^ 2^", "6 7 8 1"]], cut: [1, 1, 3]}
""",
    "stapled": """\
trim: [148mm, 210mm]
pages: 64
impose: {method: signature, sheet: [297mm, 210mm], duplex: short-edge, paper-thickness: 0.1mm}
""",
    "stapled-wide": """\
trim: [100mm, 90mm]
pages: 64
impose: {method: signature, sheet: [210mm, 297mm], duplex: long-edge, paper-thickness: 0.12mm}
""",
    "cards-long": """\
trim: [105mm, 74mm]
pages: 20
impose: {method: n-up, sheet: [297mm, 210mm], duplex: long-edge, grid: [2, 2], gutter: 6mm}
""",
    "cards-short": """\
trim: [55mm, 85mm]
pages: 20
impose: {method: n-up, sheet: [297mm, 210mm], duplex: short-edge, grid: [4, 2], gutter: 6mm}
""",
    "cards-upright-sheet": """\
trim: [85mm, 55mm]
pages: 20
impose: {method: n-up, sheet: [210mm, 297mm], duplex: long-edge, grid: [2, 4], gutter: 6mm}
""",
}


def planted(folder: Path, text: str) -> Layout:
    """One of them, or any other geometry, as a layout."""
    (folder / "planted").mkdir(parents=True)
    (folder / "planted" / "layout.yaml").write_text(BASE + text, encoding="utf-8")
    return layouts.load(folder, "planted")
