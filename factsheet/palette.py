"""templates/_shared/palette.yaml -> the closed list of colours a page may use."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

from pydantic import Field, RootModel

from factsheet import yamlfile
from factsheet.findings import ExitCode

Name = Annotated[str, Field(pattern=r"^[a-z][a-z-]*$")]
Colour = Annotated[str, Field(pattern=r"^#[0-9a-f]{6}$", description="sRGB, as six small hexadecimal digits")]


class Palette(RootModel[Mapping[Name, Colour]]):
    """Colour names and their sRGB values."""


def load(templates: Path) -> Mapping[str, str]:
    """Read the palette: name -> `#rrggbb`.

    Raises:
        Refused: with every problem in the file, exit code LAYOUT.
    """
    file = templates / "_shared" / "palette.yaml"
    return dict(yamlfile.checked(Palette, yamlfile.read(file, ExitCode.LAYOUT), file, ExitCode.LAYOUT).root)
