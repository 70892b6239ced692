"""Define what a kind.yaml may hold, for validation and for the JSON schema."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, Any, Final, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema
from pydantic.json_schema import SkipJsonSchema

from factsheet.content.kind import Rank, Role, Type
from factsheet.yaml.validate import invalid

_TAKES: Final = ("whole", "left-out")

_NAME: Final = re.compile(r"[a-z][a-z_]{0,39}")


def _name(value: str) -> str:
    if not _NAME.fullmatch(value):
        raise invalid("a name is small letters a to z and _, at most 40", "like file_mono")
    return value


Name = Annotated[str, AfterValidator(_name), WithJsonSchema({"type": "string", "pattern": f"^{_NAME.pattern}$"})]
Help = Annotated[str, Field(min_length=1, description="What editors of content files show when one points at it")]
IsOptional = Annotated[bool, Field(description="Whether it may be left out")]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class WordEntry(_Part):
    """A text that a section or an item has; every language has its own."""

    role: Annotated[
        Role,
        Field(
            description="What it is to readers: a heading; the lead, which can stand alone; running text; a label, "
            "such as a name or a date; a value; a cell of a table; a note, such as a source; or the alternative to a "
            "picture, which is not seen"
        ),
    ]
    help: Help
    optional: IsOptional = False
    blocks: Annotated[bool, Field(description="Whether it may hold paragraphs and lists, after |-")] = False
    each: Annotated[
        Name | None,
        Field(
            description="The fact of the section, of type ids, for each of which there is one such text. Those of a "
            "section stand below this word, those of an item right below the item"
        ),
    ] = None
    beside: Annotated[
        Name | None,
        Field(description="The fact of an item that this belongs to: it stands where that does, and only there"),
    ] = None


class FactEntry(_Part):
    """What no translation touches."""

    type: Annotated[
        Type,
        Field(
            description="What is written: ids, a list; some, ids of items; a choice of several; choices, one for each "
            "of several ids; a whole number; a number; a year; degrees of longitude or latitude; the address of a web "
            "page; a phone number; an email address; a file in the folder of the sheet; the id of a code; or a focus, "
            "what cropping a picture keeps"
        ),
    ]
    help: Help
    optional: IsOptional = False
    default: Annotated[str | None, Field(description="What holds where it is left out")] = None
    of: Annotated[tuple[Name, ...], Field(description="What can be chosen")] = ()
    by: Annotated[Name | None, Field(description="The fact, of type ids, for each of which one is chosen")] = None
    least: Annotated[int | None, Field(description="The smallest number")] = None
    most: Annotated[int | None, Field(description="The largest number, or how many ids at most")] = None
    printed: Annotated[bool, Field(description="Whether readers see it, after the words")] = False
    together: Annotated[bool, Field(description="Whether it stands in all items or in none")] = False
    unless: Annotated[
        Mapping[Name, Name],
        Field(description="It may be left out if this fact of the section is that", max_length=1),
    ] = {}


class ListEntry(_Part):
    """A list of items in the facts."""

    help: Help


class ItemsEntry(_Part):
    """What the items of a section have."""

    lists: Annotated[
        Mapping[Name, ListEntry],
        Field(description="The lists of items in the facts; there is one, called items, unless others are named here"),
    ] = {"items": ListEntry(help="The ids of the items, in reading order")}
    words: Annotated[
        Mapping[Name, WordEntry], Field(description="The words of an item, in reading order", min_length=1)
    ]
    facts: Annotated[Mapping[Name, FactEntry], Field(description="The facts of an item")] = {}
    order: Annotated[
        tuple[Name, ...],
        Field(description="What is read of an item in turn; left out, its words, then the facts that are printed"),
    ] = ()
    sort: Annotated[Name | None, Field(description="The fact, a number, in whose order the items stand")] = None


class ShortEntry(_Part):
    """What small layouts take, where that is not the whole."""

    take: SkipJsonSchema[Literal["words", "whole", "left-out"]] = "words"
    words: Annotated[tuple[Name, ...], Field(description="Words of the section")] = ()
    items: Annotated[
        tuple[Annotated[str, Field(pattern=r"^[a-z][a-z_]*( or [a-z][a-z_]*)*$")], ...],
        Field(description="Words of the items, or facts that are printed; “phone or web” is the first that is there"),
    ] = ()


def _named(value: object) -> object:
    """Turn one word for all that small layouts take into the entry that says so."""
    if not isinstance(value, str):
        return value
    if value not in _TAKES:
        raise invalid("must be whole, left-out, or keys with a colon", "like words: [heading] and items: [lead]")
    return {"take": value}


def _or_one_word(schema: dict[str, Any]) -> None:
    reference = schema.pop("$ref")
    schema["anyOf"] = [{"$ref": reference}, {"type": "string", "enum": [*_TAKES]}]


class KindFile(_Part):
    """What a kind.yaml may hold."""

    title: Annotated[str, Field(min_length=1, max_length=40, description="What people call this kind of section")]
    help: Help
    formerly: Annotated[
        Name | None,
        Field(description="The key that held such a section in the former facts.yaml; a new kind has none"),
    ] = None
    rank: Annotated[Rank, Field(description="How much a layout needs it, where the section does not say")] = "should"
    words: Annotated[Mapping[Name, WordEntry], Field(description="The words of a section, in reading order")] = {}
    facts: Annotated[Mapping[Name, FactEntry], Field(description="The facts of a section")] = {}
    items: Annotated[ItemsEntry | None, Field(description="What its items have; leave out if it has none")] = None
    order: Annotated[
        tuple[Annotated[str, Field(pattern=r"^[a-z][a-z_]*( of [a-z][a-z_]*)?$")], ...],
        Field(
            description="What is read of a section in turn: its words, and items, or “items of” one of its lists; left "
            "out, its words, then its items"
        ),
    ] = ()
    short: Annotated[
        ShortEntry,
        BeforeValidator(_named),
        Field(
            description="What small layouts take: whole; left-out, as it may be where there is no room; or these words",
            json_schema_extra=_or_one_word,
        ),
    ]
