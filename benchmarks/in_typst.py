"""Plain words of an edition -> a PDF in a comparable layout, set by Typst with the same fonts, tagged."""

from __future__ import annotations

import itertools
import sys
from pathlib import Path

import typst

TEMPLATE = Path(__file__).parent / "sheet.typ"
_times = itertools.count(1)


class Typst:
    """A compiler that is kept, for the words of one edition, as JSON."""

    def __init__(self, words: str, fonts: Path) -> None:
        self._words = words
        self._compiler = typst.Compiler(TEMPLATE, font_paths=[fonts], ignore_system_fonts=True)

    def set(self) -> bytes:
        """Set the words anew.

        The size of the type differs each time by a millionth of a point: Typst remembers what it has set, and gives
        the same pages again at once, which would say nothing about what setting them costs.
        """
        given = {"words": self._words, "nudge": str(next(_times))}
        pdf = self._compiler.compile(format="pdf", sys_inputs=given)
        assert isinstance(pdf, bytes)  # several files are for pictures
        return pdf


def main(arguments: list[str]) -> None:
    """Set the words in one file, with the fonts in a folder, and write another: one PDF with one process."""
    words, fonts, pdf = (Path(word) for word in arguments)
    pdf.write_bytes(Typst(words.read_text(encoding="utf-8"), fonts).set())


if __name__ == "__main__":
    main(sys.argv[1:])
