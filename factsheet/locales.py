"""locales/<tag>.yaml -> everything the program knows about a language, in one frozen value."""

from __future__ import annotations

import unicodedata
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from factsheet import yamlfile
from factsheet.checked import wrong
from factsheet.findings import ExitCode, Finding, Place, Refused


def _ten_digits(value: str) -> str:
    if len(value) != 10 or any(unicodedata.decimal(digit, None) != n for n, digit in enumerate(value)):
        raise wrong("must be the ten digits, nought first", "like 0123456789")
    return value


WORDS = ("name", "unbroken", "furniture")
"""The outermost keys of a language's file below which words stand; the others are settings."""
_SMALL_PRINT = 6  # pt; letters so small are not made smaller, in any face


class Furniture(BaseModel):
    """The words the program itself puts on a page."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    continues: Annotated[str, Field(description="At the foot of a page whose section goes on overleaf")]
    map: Annotated[str, Field(description="Says what the world map shows to those who cannot see it")]
    full_size: Annotated[str, Field(description="On office sheets: that nothing may scale the page")]
    ruler: Annotated[str, Field(description="On office sheets: how long the printed line must measure")]
    one_side: Annotated[str, Field(description="On office sheets: print on one side of the paper")]
    long_edge: Annotated[str, Field(description="On office sheets: print on both sides, turned on the long edge")]
    short_edge: Annotated[str, Field(description="On office sheets: print on both sides, turned on the short edge")]
    fold: Annotated[str, Field(description="On office sheets: where to fold")]
    cut_and_fold: Annotated[str, Field(description="On office sheets: where to cut, and that folding comes after")]
    staple: Annotated[str, Field(description="On office sheets: fold all sheets together and staple them")]
    cut: Annotated[str, Field(description="On office sheets: where to cut")]
    film_link: Annotated[str, Field(description="Says where the film code leads to those who cannot see it")]
    draft: Annotated[str, Field(description="Says of a translation that nobody has reviewed it yet")]


class Fonts(BaseModel):
    """Font stacks by private family name, first choice first."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    text: Annotated[tuple[str, ...], Field(min_length=1, description="Of running text")]
    display: Annotated[tuple[str, ...], Field(min_length=1, description="Of headlines, numerals and years")]


class Headlines(BaseModel):
    """How the display face differs from a condensed Latin one, for which the layouts are drawn."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    size: Annotated[
        float, Field(gt=0, le=1.5, description="Of letters, as a share of what the layout says; small ones shrink less")
    ]
    leading: Annotated[
        float, Field(ge=0.7, le=3, description="Lines come no closer than this, as a multiple of the size")
    ]

    def sized(self, points: float) -> float:
        """The size in pt, in this face, of a headline that the layout sets in so many pt.

        The larger, the more it shrinks: a title would not fit, and what is small already must stay readable.
        """
        return points * self.size + _SMALL_PRINT * (1 - self.size)


class Punctuation(BaseModel):
    """Marks the program puts between words of its own."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    comma: Annotated[str, Field(min_length=1, description="Between the members of a list")]
    stop: Annotated[str, Field(min_length=1, description="Ends a sentence")]


class Locale(BaseModel):
    """A language as this program needs to know it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: Annotated[str, Field(description="What the language calls itself")]
    direction: Annotated[Literal["ltr", "rtl"], Field(description="Left to right, or right to left")]
    fonts: Fonts
    line_height: Annotated[float, Field(ge=1, le=3, description="Leading of running text, as a multiple of its size")]
    headlines: Headlines
    letter_spacing: Annotated[
        bool, Field(description="Whether letters may be spaced out; no where they join or carry marks")
    ]
    digits: Annotated[
        str,
        AfterValidator(_ten_digits),
        Field(description="The ten digits, nought first, of page numbers and numbered items"),
    ]
    hyphens: Annotated[Literal["manual", "auto"], Field(description="auto only where the engine knows the language")]
    word_breaks: Annotated[
        Literal["engine", "dictionary"],
        Field(description="dictionary where no space divides words and the engine does not know them, as in Khmer"),
    ] = "engine"
    unbroken: Annotated[
        tuple[str, ...],
        Field(description="Words on one line that dictionaries take for several, where no space divides words"),
    ] = ()
    quotes: Annotated[str, Field(description="The quotation marks the language uses; straight ones are findings")]
    punctuation: Punctuation
    no_break_before: Annotated[str, Field(description="Marks that a space which does not break comes before")] = ""
    no_break_after: Annotated[str, Field(description="Marks that such a space follows")] = ""
    furniture: Furniture


def load(locales: Path, tag: str) -> Locale:
    """Read what is known of one language.

    Raises:
        Refused: with every problem in its file, exit code CONTENT.
    """
    file = locales / f"{tag}.yaml"
    if not file.is_file():
        known = ", ".join(sorted(other.stem for other in locales.glob("*.yaml"))) or "none"
        hint = f"copy the file of another language there and change it to this one; there is {known}"
        raise Refused(Finding(ExitCode.CONTENT, f"the language {tag} is not known", Place(file), hint))
    return yamlfile.checked(Locale, yamlfile.read(file, ExitCode.CONTENT, words=WORDS), file, ExitCode.CONTENT)
