"""Define what a layout.yaml may hold, for validation and for the JSON schema.

Lengths come as text with a unit and are kept as numbers of mm.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, Final, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, JsonValue, WithJsonSchema, model_validator

from factsheet.yaml.validate import invalid

SectionName = Literal["masthead", "messages", "timeline", "regions", "film", "contact", "acknowledgement"]
Amount = Literal["whole", "leads"]
Duplex = Literal["one-side", "long-edge", "short-edge"]
DUPLEX_IN_WORDS: Final[Mapping[Duplex, str]] = {
    "one-side": "on one side",
    "long-edge": "on both sides, flipped on the long edge",
    "short-edge": "on both sides, flipped on the short edge",
}
"""How to print, in the words of printer settings."""

_UNITS = {"mm": 1.0, "cm": 10.0, "in": 25.4, "pt": 25.4 / 72}
_LENGTH = re.compile(r"(\d+(?:\.\d+)?)(mm|cm|in|pt)")
HEADLINE_SIZE = re.compile(r"(\d+(?:\.\d+)?)pt")


def _millimetres(value: object) -> object:
    """Turn a length with its unit into a number of mm; what is no text is left to pydantic.

    Raises:
        ValueError: not a number with mm, cm, in or pt, which becomes a finding.
    """
    if not isinstance(value, str):
        return value
    match = _LENGTH.fullmatch(value)
    if not match:
        raise ValueError('should be a length with its unit, such as "3mm" or "8.5in"')
    return float(match[1]) * _UNITS[match[2]]


_WRITTEN = WithJsonSchema({"type": "string", "pattern": f"^{_LENGTH.pattern}$"})
Millimetres = Annotated[float, BeforeValidator(_millimetres), Field(ge=0, le=2000), _WRITTEN]
Side = Annotated[float, BeforeValidator(_millimetres), Field(ge=20, le=2000), _WRITTEN]
Row = Annotated[str, Field(pattern=r"^[1-9][0-9]*\^?( [1-9][0-9]*\^?)*$")]
Token = Annotated[str, Field(pattern=r"^[^;{}<>\\]{1,80}$")]
MEASURE = re.compile(r"(\d+(?:\.\d+)?)(mm|cm|in|pt|)")


def _one_or_two(value: object) -> object:
    return [value] if isinstance(value, str) else value


_BOUND: JsonValue = {
    "description": "The smallest, or smallest and largest, in the unit of the token",
    "type": "string",
    "pattern": f"^{MEASURE.pattern}$",
}
Bounds = Annotated[
    tuple[Annotated[str, Field(pattern=f"^{MEASURE.pattern}$")], ...],
    BeforeValidator(_one_or_two),
    Field(min_length=1, max_length=2),
    WithJsonSchema(
        {
            "description": "The smallest, or [smallest, largest], in the unit of the token",
            "anyOf": [{"type": "array", "items": _BOUND, "minItems": 1, "maxItems": 2}, _BOUND],
        }
    ),
]


class Imposed(BaseModel):
    """Where finished pages go on the larger sheet of paper they are printed on."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    sheet: Annotated[tuple[Side, Side], Field(description="Width and height of the imposed sheet")]
    duplex: Annotated[
        Duplex,
        Field(description="Printed on one side, or the edge on which the sheet turns between front and back"),
    ]


class Panels(Imposed):
    """Every page has its place on a sheet that is folded, and perhaps cut."""

    method: Annotated[Literal["panels"], Field(description="Every page has a place of its own")]
    sides: Annotated[
        tuple[Annotated[tuple[Row, ...], Field(min_length=1)], ...],
        Field(
            min_length=1,
            max_length=2,
            description="Each side of the sheet as rows of page numbers, left to right as a left-to-right reader sees "
            "it; ^ after a number stands the page on its head",
        ),
    ]
    cut: Annotated[
        tuple[int, int, int] | None,
        Field(description="One cut: below which row, from after which column, to after which column"),
    ] = None

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        if (self.duplex == "one-side") != (len(self.sides) == 1):
            raise invalid(
                f"has {len(self.sides)} sides, but duplex is {self.duplex}", "one side is one-side, two turn on an edge"
            )
        if self.cut:
            rows, columns = len(self.sides[0]), len(self.sides[0][0].split())
            row, begin, end = self.cut
            if not (0 < row < rows and 0 <= begin < end < columns):
                hint = (
                    f"of {rows} rows and {columns} columns, as [1, 1, 3]: below the first row, between columns 2 and 3"
                )
                raise invalid("has a cut where no pages meet", hint)
        return self


class Signature(Imposed):
    """Pages folded once and nested, two side by side on each side of a sheet, stapled through the fold."""

    method: Annotated[Literal["signature"], Field(description="Sheets folded once and nested")]
    paper_thickness: Annotated[
        Millimetres, Field(alias="paper-thickness", description="Of one sheet; inner pages move inwards by it")
    ]

    @model_validator(mode="after")
    def _turns_like_a_page(self) -> Self:
        width, height = self.sheet
        turns = "short-edge" if width > height else "long-edge"
        if self.duplex != turns:
            raise invalid(f"must turn on the {turns}", "or the insides stand on their heads")
        return self


class NUp(Imposed):
    """Several cards to a sheet; every page but the last is a front, the last is the back of them all."""

    method: Annotated[Literal["n-up"], Field(description="Several to a sheet, with a common back")]
    grid: Annotated[
        tuple[Annotated[int, Field(ge=1, le=20)], Annotated[int, Field(ge=1, le=20)]],
        Field(description="Columns and rows"),
    ]
    gutter: Annotated[Millimetres, Field(description="Between neighbouring cards")]


class LayoutFile(BaseModel):
    """What a layout.yaml may hold, once `extends` has been followed."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    title: Annotated[str, Field(min_length=1, max_length=60, description="What people call this format")]
    extends: Annotated[str | None, Field(description="The layout this one starts from")] = None
    trim: Annotated[tuple[Side, Side], Field(description="Width and height of the finished page")]
    widths: Annotated[
        tuple[Side, ...] | None, Field(description="The width of each page in turn, where panels are not equally wide")
    ] = None
    bleed: Annotated[Millimetres, Field(le=4, description="How far artwork runs over the trim; marks stand beyond it")]
    safe: Annotated[Millimetres, Field(description="No word comes nearer to the trim than this")]
    pages: Annotated[int, Field(ge=1, le=200, description="How many pages the layout promises not to exceed")]
    impose: Annotated[
        Panels | Signature | NUp | None,
        Field(
            discriminator="method", description="How pages stand on a larger sheet of paper; leave out for single pages"
        ),
    ] = None
    takes: Annotated[
        Mapping[SectionName, Amount],
        Field(description="Which sections, in reading order, and whether whole or only the leads of their items"),
    ]
    tokens: Annotated[
        Mapping[Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]*$")], Token],
        Field(description="Sizes that reach the stylesheets as custom properties: text-size becomes --text-size"),
    ]
    fit: Annotated[
        Mapping[str, Bounds],
        Field(
            description="How small a token may become where copy is long, or [smallest, largest] if it may also grow "
            "where copy is short; leading is a factor on the distance of lines"
        ),
    ] = {}
    covers: Annotated[
        tuple[str, ...],
        Field(
            description="The tokens in fit that only pages without running text use, such as covers: they give where a "
            "page is too full, and only there"
        ),
    ] = ()
    headlines: Annotated[
        tuple[str, ...],
        Field(description="The tokens, in pt, that size what is set in the display face; languages scale them"),
    ] = ()

    @model_validator(mode="after")
    def _covers_may_give(self) -> Self:
        for name in self.covers:
            if name not in self.fit:
                raise invalid(f"names {name} among the covers, which is not in fit", f"there is {', '.join(self.fit)}")
        return self

    @model_validator(mode="after")
    def _headlines_are_sizes(self) -> Self:
        for name in self.headlines:
            if not HEADLINE_SIZE.fullmatch(self.tokens.get(name, "")):
                raise invalid(f"names {name} among the headlines, which is no token in pt", "like title-size: 98pt")
        return self
