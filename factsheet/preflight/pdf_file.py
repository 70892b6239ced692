"""Hold what the checks of finished files look at: a PDF that was read back, its edition and its intent."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

import pikepdf

from factsheet.design.editions import Edition, Intent
from factsheet.pdf.imposition import Side, impose
from factsheet.preflight.content_stream import marks
from factsheet.preflight.painted import Mark


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
        """Return everything painted, in the order of painting."""
        return tuple(marks(self.document))

    @cached_property
    def sides(self) -> tuple[Side, ...]:
        """Return the sides of the imposed sheets, in mm; single pages are a side each."""
        return impose(self.edition.layout, self.pages, self.edition.locale.right_to_left)


def parts(thing: object) -> Iterator[pikepdf.Object]:
    """Yield the dictionaries in an object, but for indirect ones, which are objects of the file themselves."""
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
