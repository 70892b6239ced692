"""Read the closed list of colours a page may use, for screens and for inks, from templates/_shared/palette.yaml."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, RootModel

from factsheet.findings import ExitCode
from factsheet.yaml import reader

Name = Annotated[str, Field(pattern=r"^[a-z][a-z-]*$")]
INK_LIMIT = 300.0
"""Percent; more than this of all inks together does not dry on coated paper (the limit usual for FOGRA39)."""


def _dries(cmyk: str) -> str:
    if sum(int(percent) for percent in cmyk.split()) > INK_LIMIT:
        raise ValueError(f"has more than {INK_LIMIT:g} % of ink in all, which does not dry")
    return cmyk


class Colour(BaseModel):
    """One colour, twice: as light and as ink."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    rgb: Annotated[str, Field(pattern=r"^#[0-9a-f]{6}$", description="sRGB, as six small hexadecimal digits")]
    cmyk: Annotated[
        str,
        Field(
            pattern=r"^(100|[0-9]{1,2})( (100|[0-9]{1,2})){3}$",
            description="Cyan, magenta, yellow and black ink in percent, such as 0 80 90 0",
        ),
        AfterValidator(_dries),
    ]

    @property
    def levels(self) -> tuple[float, float, float]:
        """Return red, green and blue, each from 0 to 1."""
        red, green, blue = (int(self.rgb[at : at + 2], 16) / 255 for at in (1, 3, 5))
        return red, green, blue

    @property
    def inks(self) -> tuple[float, float, float, float]:
        """Return cyan, magenta, yellow and black, each from 0 to 1."""
        cyan, magenta, yellow, black = (int(percent) / 100 for percent in self.cmyk.split())
        return cyan, magenta, yellow, black


class Palette(RootModel[Mapping[Name, Colour]]):
    """The colours of the templates, by name: the one list for styles, drawings and inks."""


def load(templates: Path) -> Mapping[str, Colour]:
    """Read the palette.

    Raises:
        ProjectError: with every problem in the file, exit code LAYOUT.
    """
    file = templates / "_shared" / "palette.yaml"
    return dict(reader.validate(Palette, reader.read(file, ExitCode.LAYOUT, words=()), file, ExitCode.LAYOUT).root)
