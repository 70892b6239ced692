"""A PDF that was read back, its edition and its intent, as one value that the checks of finished files look at."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

import pikepdf

from factsheet.design.editions import Edition, Intent
from factsheet.pdf.imposition import Side, impose
from factsheet.preflight.marks import Mark, marks


@dataclass(frozen=True)
class File:
    """One finished PDF."""

    pdf: bytes = field(repr=False)
    document: pikepdf.Pdf
    parts: tuple[pikepdf.Object, ...] = field(repr=False)
    """Every dictionary in it, those of streams included."""
    edition: Edition
    intent: Intent
    pages: int
    """How many pages were laid out, before they were imposed."""

    @cached_property
    def marks(self) -> tuple[Mark, ...]:
        """Everything painted, in the order of painting."""
        return tuple(marks(self.document))

    @cached_property
    def sides(self) -> tuple[Side, ...]:
        """The sides of the imposed sheets, in mm; single pages are a side each."""
        return impose(self.edition.layout, self.pages, self.edition.locale.right_to_left)


def parts(thing: object) -> Iterator[pikepdf.Object]:
    """The dictionaries of an object; those with a number of their own are met on their own."""
    if isinstance(thing, pikepdf.Stream):
        thing = thing.stream_dict
    if isinstance(thing, pikepdf.Dictionary):
        yield thing
        inside = [*thing.as_dict().values()]
    else:
        inside = [*thing] if isinstance(thing, pikepdf.Array) else []
    for value in inside:
        if not (isinstance(value, pikepdf.Object) and value.is_indirect):
            yield from parts(value)
