"""Load everything the program knows about a language from locales/<tag>.yaml, as one frozen value."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path
from typing import Annotated, Final, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from factsheet.findings import ExitCode, Finding, Place, ProjectError
from factsheet.yaml import reader
from factsheet.yaml.validate import invalid


def _ten_digits(value: str) -> str:
    if len(value) != 10 or any(unicodedata.decimal(digit, None) != n for n, digit in enumerate(value)):
        raise invalid("must be the ten digits, nought first", "like 0123456789")
    return value


WORDS = ("name", "unbroken", "furniture", "proof")
"""The outermost keys of a language's file below which words stand; the others are settings."""
_PIECE: Final = re.compile(r"\{(\w+)\}")
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


def _placeholders(*names: str) -> AfterValidator:
    """Require each of these names once in braces, where something is filled in, and no other braces."""

    def check(value: str) -> str:
        if sorted(_PIECE.findall(value)) != sorted(names) or {*"{}"} & {*_PIECE.sub("", value)}:
            wanted = " and ".join(f"{{{name}}}" for name in names)
            raise invalid(f"must hold {wanted or 'no braces'}", "as in the file of another language, wherever it fits")
        return value

    return AfterValidator(check)


class Proof(BaseModel):
    """The words of a proof for who reviews a translation: all of them, or none."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    title: Annotated[str, _placeholders("title", "language"), Field(description="The name of the web page")]
    heading: Annotated[str, _placeholders("title"), Field(description="At the top")]
    about: Annotated[
        str, _placeholders("language", "source", "count", "layout", "pages"), Field(description="What this is")
    ]
    code: Annotated[str, _placeholders("code"), Field(description="The code that changes with any of the words")]
    ask: Annotated[str, _placeholders(), Field(description="What a reviewer is asked to do, and to mind")]
    on_paper: Annotated[str, _placeholders(), Field(description="How to do so on paper")]
    on_screen: Annotated[str, _placeholders(), Field(description="How to do so in a browser")]
    kept: Annotated[str, _placeholders(), Field(description="What the browser keeps, where, and what deletes it")]
    page: Annotated[
        str, _placeholders("number"), Field(description="Above the strings of a page, and below its picture")
    ]
    picture: Annotated[str, _placeholders("number"), Field(description="Says what the picture of a page shows")]
    elsewhere: Annotated[str, _placeholders(), Field(description="Above strings that the layout does not take")]
    nothing: Annotated[str, _placeholders(), Field(description="Of a page on which no string begins")]
    number: Annotated[str, _placeholders(), Field(description="Above the numbers; short")]
    answer: Annotated[str, _placeholders(), Field(description="Above the place to tick or to correct")]
    right: Annotated[str, _placeholders(), Field(description="To tick: the words are right")]
    instead: Annotated[str, _placeholders("number"), Field(description="Says what the field for a correction is for")]
    length: Annotated[str, _placeholders("count"), Field(description="How long a string is")]
    room: Annotated[str, _placeholders("count", "most"), Field(description="How long it is and may be")]
    state_reviewed: Annotated[str, _placeholders(), Field(description="Of a string: a person has read it")]
    state_draft: Annotated[str, _placeholders(), Field(description="Of a string: nobody has")]
    state_same: Annotated[str, _placeholders(), Field(description="Of a string: word for word as in the original")]
    state_stale: Annotated[str, _placeholders(), Field(description="Of a string: the original was changed since")]
    read_by: Annotated[str, _placeholders(), Field(description="Above the place to sign")]
    declared: Annotated[str, _placeholders(), Field(description="What is signed")]
    your_name: Annotated[str, _placeholders(), Field(description="Below the line for the name")]
    day: Annotated[str, _placeholders(), Field(description="Below the line for the day")]
    signature: Annotated[str, _placeholders(), Field(description="Below the line for the signature")]
    keeper: Annotated[
        str, _placeholders("file", "option"), Field(description="What is done with a proof on paper; a command follows")
    ]
    counted: Annotated[
        str, _placeholders("right", "count", "corrected"), Field(description="How many are right and corrected so far")
    ]
    unsigned: Annotated[str, _placeholders(), Field(description="That name and day are still missing")]
    save: Annotated[str, _placeholders(), Field(description="On the button that saves")]
    clear: Annotated[str, _placeholders(), Field(description="On the button that deletes what the browser keeps")]
    sure: Annotated[str, _placeholders(), Field(description="Asks whether that is meant")]
    cleared: Annotated[str, _placeholders(), Field(description="Says that it was done")]
    send: Annotated[str, _placeholders(), Field(description="What to do with the file that was saved")]
    copied: Annotated[str, _placeholders(), Field(description="Above the text to copy where a file cannot be saved")]
    message: Annotated[str, _placeholders(), Field(description="Says what that text is")]
    taken_in: Annotated[str, _placeholders(), Field(description="What takes the file in; a command follows")]


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
        """Return the size in pt, in this face, of a headline that the layout sets in so many pt.

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
    hard_hyphens: Annotated[
        Literal["break", "keep"],
        Field(description="keep where a hyphen at a line's end would have to be repeated on the next, as in Polish"),
    ] = "break"
    word_breaks: Annotated[
        Literal["engine", "dictionary"],
        Field(description="dictionary where no space divides words and the engine does not know them, as in Khmer"),
    ] = "engine"
    unbroken: Annotated[
        tuple[str, ...],
        Field(description="Names that dictionaries take for several words, where no space divides words"),
    ] = ()
    quotes: Annotated[str, Field(description="The quotation marks the language uses; straight ones are findings")]
    punctuation: Punctuation
    no_break_before: Annotated[str, Field(description="Marks that a space which does not break comes before")] = ""
    no_break_after: Annotated[str, Field(description="Marks that such a space follows")] = ""
    furniture: Furniture
    proof: Annotated[Proof | None, Field(description="Whole or not at all; without it, proofs are in English")] = None

    @property
    def right_to_left(self) -> bool:
        """Whether lines run, and pages turn, from right to left."""
        return self.direction == "rtl"


def load(locales: Path, tag: str) -> Locale:
    """Read what is known of one language.

    Raises:
        ProjectError: with every problem in its file, exit code CONTENT.
    """
    file = locales / f"{tag}.yaml"
    if not file.is_file():
        known = ", ".join(sorted(other.stem for other in locales.glob("*.yaml"))) or "none"
        hint = f"copy the file of another language there and change it to this one; there is {known}"
        raise ProjectError(Finding(ExitCode.CONTENT, f"the language {tag} is not known", Place(file), hint))
    return reader.validate(Locale, reader.read(file, ExitCode.CONTENT, words=WORDS), file, ExitCode.CONTENT)
