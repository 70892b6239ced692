"""templates/<layout>/layout.yaml -> frozen geometry and what the layout takes; `extends` fills in the rest."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, JsonValue, WithJsonSchema, model_validator

from factsheet.content.models import ID, ID_LENGTH, is_device
from factsheet.findings import ExitCode, Finding, Place, ProjectError
from factsheet.yaml import reader
from factsheet.yaml.validate import problems

Section = Literal["masthead", "messages", "timeline", "regions", "film", "contact", "acknowledgement"]
Amount = Literal["whole", "leads"]

_EXTENDED = 8
"""How many layouts may extend each other in a row; nobody can follow more."""
_UNITS = {"mm": 1.0, "cm": 10.0, "in": 25.4, "pt": 25.4 / 72}
_LENGTH = re.compile(r"(\d+(?:\.\d+)?)(mm|cm|in|pt)")
HEADLINE_SIZE = re.compile(r"(\d+(?:\.\d+)?)pt")


def _millimetres(value: object) -> object:
    if isinstance(value, str):
        match = _LENGTH.fullmatch(value)
        if not match:
            raise ValueError('should be a length with its unit, such as "3mm" or "8.5in"')
        return float(match[1]) * _UNITS[match[2]]
    return value


_WRITTEN = WithJsonSchema({"type": "string", "pattern": f"^{_LENGTH.pattern}$"})
Millimetres = Annotated[float, BeforeValidator(_millimetres), Field(ge=0, le=2000), _WRITTEN]
Side = Annotated[float, BeforeValidator(_millimetres), Field(ge=20, le=2000), _WRITTEN]
Row = Annotated[str, Field(pattern=r"^[1-9][0-9]*\^?( [1-9][0-9]*\^?)*$")]
Token = Annotated[str, Field(pattern=r"^[^;{}<>\\]{1,80}$")]
LEADING = "leading"
"""What `fit` calls the distance of lines, a factor on what the language asks for; the one entry that is no token."""

_MEASURE = re.compile(r"(\d+(?:\.\d+)?)(mm|cm|in|pt|)")


def _one_or_two(value: object) -> object:
    return [value] if isinstance(value, str) else value


_BOUND: JsonValue = {
    "description": "The smallest, or smallest and largest, in the unit of the token",
    "type": "string",
    "pattern": f"^{_MEASURE.pattern}$",
}
Bounds = Annotated[
    tuple[Annotated[str, Field(pattern=f"^{_MEASURE.pattern}$")], ...],
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
        Literal["one-side", "long-edge", "short-edge"],
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
            raise problems(
                f"has {len(self.sides)} sides, but duplex is {self.duplex}", "one side is one-side, two turn on an edge"
            )
        if self.cut:
            rows, columns = len(self.sides[0]), len(self.sides[0][0].split())
            row, begin, end = self.cut
            if not (0 < row < rows and 0 <= begin < end < columns):
                hint = (
                    f"of {rows} rows and {columns} columns, as [1, 1, 3]: below the first row, between columns 2 and 3"
                )
                raise problems("has a cut where no pages meet", hint)
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
            raise problems(f"must turn on the {turns}", "or the insides stand on their heads")
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
    """The words of a layout.yaml, after `extends` has been followed."""

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
        Mapping[Section, Amount],
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
                raise problems(f"names {name} among the covers, which is not in fit", f"there is {', '.join(self.fit)}")
        return self

    @model_validator(mode="after")
    def _headlines_are_sizes(self) -> Self:
        for name in self.headlines:
            if not HEADLINE_SIZE.fullmatch(self.tokens.get(name, "")):
                raise problems(f"names {name} among the headlines, which is no token in pt", "like title-size: 98pt")
        return self


@dataclass(frozen=True)
class Range:
    """How far a size may give: never below `floor`, `preferred` where copy fits, never above `most`."""

    floor: float
    preferred: float
    most: float
    unit: str


@dataclass(frozen=True)
class Layout:
    """A printed format: its geometry in mm, what it takes, and the folders its files are looked for in."""

    name: str
    title: str
    width: float
    height: float
    widths: tuple[float, ...]
    """The width of each page in turn; empty where all are as wide as the trim."""
    bleed: float
    safe: float
    pages: int
    impose: Panels | Signature | NUp | None
    takes: Mapping[Section, Amount]
    tokens: Mapping[str, str]
    fit: Mapping[str, Range]
    """What may give where copy is long or short, by token, and LEADING."""
    covers: tuple[str, ...]
    """Of these, the ones that only pages without running text use."""
    headlines: tuple[str, ...]
    """The tokens that size what is set in the display face."""
    folders: tuple[Path, ...]
    """This layout's folder first, then those it extends."""
    place: Place

    def page_width(self, page: int) -> float:
        """The width of a page in mm; pages count from 1."""
        return self.widths[page - 1] if 1 <= page <= len(self.widths) else self.width


def names(templates: Path) -> tuple[str, ...]:
    """Every layout there is: a folder with a layout.yaml in it."""
    return tuple(sorted(found.parent.name for found in templates.glob("[!_]*/layout.yaml")))


def strays(templates: Path) -> list[Finding]:
    """Findings for folders that look like layouts and are none, as they have no layout.yaml."""
    hint = "add its layout.yaml, with the name in small letters; or let the name begin with _ if it is no layout"
    return [
        Finding(ExitCode.LAYOUT, "this folder has no layout.yaml, so it is no layout", Place(folder), hint)
        for folder in sorted(templates.glob("[!_.]*/"))
        if folder.is_dir() and not (folder / "layout.yaml").exists()
    ]


def load(templates: Path, name: str) -> Layout:
    """Read one layout and those it extends.

    Raises:
        ProjectError: with every problem in its layout.yaml, exit code LAYOUT.
    """
    if not ID.fullmatch(name) or is_device(name):
        hint = f"use small letters a to z, digits and hyphens, at most {ID_LENGTH}, like leaflet"
        raise ProjectError(Finding(ExitCode.LAYOUT, f"“{name}” cannot name a layout", Place(templates / name), hint))
    folders: list[Path] = []
    merged: dict[str, object] = {}
    following: str | None = name
    while following:
        folder = templates / following
        file = folder / "layout.yaml"
        if folder in folders:
            raise ProjectError(
                Finding(ExitCode.LAYOUT, f"{following} extends itself", Place(file), "name another layout")
            )
        if len(folders) == _EXTENDED:
            what = f"more than {_EXTENDED} layouts extend each other in a row"
            raise ProjectError(Finding(ExitCode.LAYOUT, what, Place(file), "extend one that is nearer to the last"))
        if not folder.resolve().is_relative_to(templates.resolve()):
            what = "this folder is a link that leads out of templates/"
            raise ProjectError(Finding(ExitCode.LAYOUT, what, Place(folder), "put the folder itself there"))
        tree = reader.read(file, ExitCode.LAYOUT, words=("title",))
        folders.append(folder)
        following = _follow(templates, file, tree.get("extends"))
        merged = _over(tree, merged)
    checked = reader.checked(LayoutFile, merged, templates / name / "layout.yaml", ExitCode.LAYOUT)
    width, height = checked.trim
    if 2 * checked.safe >= min(width, height):
        place = getattr(merged["safe"], "place", Place(templates / name / "layout.yaml"))
        hint = f"the page is {width:.4g} × {height:.4g} mm"
        raise ProjectError(Finding(ExitCode.LAYOUT, "safe: leaves no room for a word", place, hint))
    return Layout(
        name=name,
        title=str(checked.title),
        width=width,
        height=height,
        widths=checked.widths or (),
        bleed=checked.bleed,
        safe=checked.safe,
        pages=checked.pages,
        impose=checked.impose,
        takes=dict(checked.takes),
        tokens={key: str(value) for key, value in checked.tokens.items()},
        fit=_ranges(checked, merged, templates / name / "layout.yaml"),
        covers=checked.covers,
        headlines=checked.headlines,
        folders=tuple(folders),
        place=Place(templates / name / "layout.yaml"),
    )


def _follow(templates: Path, file: Path, extends: object) -> str | None:
    if extends is None:
        return None
    known = names(templates)
    if not isinstance(extends, str) or str(extends) not in known:
        place = getattr(extends, "place", Place(file))
        hint = f"there is {', '.join(known)}"
        raise ProjectError(Finding(ExitCode.LAYOUT, f'extends: there is no layout "{extends}"', place, hint))
    return str(extends)


def _over(base: Mapping[str, object], upper: Mapping[str, object]) -> dict[str, object]:
    """`upper` laid over `base`: tokens and what may give one by one, everything else whole."""
    merged = {**base, **upper}
    for name in ("tokens", "fit"):
        below, above = base.get(name), upper.get(name)
        if isinstance(below, Mapping) and isinstance(above, Mapping):
            merged[name] = {**below, **above}
    return merged


def _ranges(checked: LayoutFile, merged: Mapping[str, object], file: Path) -> dict[str, Range]:
    """The bounds of `fit` around the tokens they are for.

    Raises:
        ProjectError: a bound for no token, in another unit, or on the wrong side of its token.
    """
    written = merged.get("fit")
    ranges: dict[str, Range] = {}
    found = []
    for name, bounds in checked.fit.items():
        token = "1" if name == LEADING else checked.tokens.get(name)
        measures = [_MEASURE.fullmatch(text) for text in (bounds[0], token or "", bounds[-1])]
        floor, preferred, most = (float(measure[1]) if measure else 0 for measure in measures)
        units = {measure[2] if measure else None for measure in measures}
        most = most if len(bounds) == 2 else preferred
        if token is None:
            problem = "is no token", f"there is {LEADING}, {', '.join(sorted(checked.tokens))}"
        elif len(units) > 1 or None in units:
            problem = f"must be in the unit of its token, {token}", "or let the token be a number with its unit"
        elif not floor <= preferred <= most:
            problem = f"leaves {token} out", "the smallest first, then the largest; the token lies between them"
        else:
            ranges[name] = Range(floor, preferred, most, measures[0][2] if measures[0] else "")
            continue
        place = getattr(written[name], "place", Place(file)) if isinstance(written, Mapping) else Place(file)
        found.append(Finding(ExitCode.LAYOUT, f"fit.{name}: {problem[0]}", place, problem[1]))
    if found:
        raise ProjectError(*found)
    return ranges
