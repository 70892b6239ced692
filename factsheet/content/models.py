"""Define what the two files of a sheet may hold: the models of facts and copy.

Their docstrings become the hover help of `schema/*.schema.json`, so they speak to editors and translators.
"""

from __future__ import annotations

import re
from typing import Annotated, Any, TypeVar
from urllib.parse import urlsplit

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    WithJsonSchema,
)
from pydantic_core import core_schema

from factsheet.yaml.nodes import Text
from factsheet.yaml.validate import AS_TEXT, invalid

ID_LENGTH = 40  # file names made of ids stay well below what every file system takes
ID = re.compile(rf"(?=.{{1,{ID_LENGTH}}}$)[a-z0-9]+(-[a-z0-9]+)*")
# Windows keeps these names for devices, in capitals too and with any ending; a checkout with one fails there.
_DEVICE = re.compile(r"(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³])(?:\..*)?", re.IGNORECASE)
# BCP 47 in its canonical case: language, script, region, variants, private use. Not what Windows takes for a device.
TAG = re.compile(
    r"(?!(aux|con|nul|prn)$)"
    r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?(-([a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*(-x(-[a-z0-9]{1,8})+)?"
)
ADDRESS_LENGTH = 300  # the QR symbol of a longer address has modules too small for cheap printers
_HOST = re.compile(r"(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])")
_NOT_IN_ADDRESSES = re.compile(r"""[^!-~]|["<>\\^`{|}]""")


def is_device(name: str) -> bool:
    """Tell whether no file or folder of this name can be made on Windows."""
    return _DEVICE.fullmatch(name) is not None


def tag_hint(tag: str, ending: str = "") -> str:
    """Return how to write the tag of a language, or the name of its file, to somebody who wrote something else."""
    if is_device(tag):
        return f"Windows keeps this name for a device; add the script, like {tag[:3].lower()}-Latn{ending}"
    return f"like fr{ending}, pt-BR{ending} or zh-Hans{ending}"


def _id(value: str) -> str:
    if not ID.fullmatch(value):
        what = f"an id is lower-case letters a to z, digits and hyphens, at most {ID_LENGTH}"
        raise invalid(what, "like first-meeting")
    return value


def _tag(value: str) -> str:
    if not TAG.fullmatch(value):
        raise invalid("must be a language tag", tag_hint(value))
    return value


def _whole_number(value: object) -> object:
    if not isinstance(value, str) or not re.fullmatch(r"-?[0-9]{1,9}", value):
        raise invalid("must be a whole number in figures", "like 1961; what is printed beside an event is copy")
    return int(value)


def _number(value: object) -> object:
    if not isinstance(value, str) or not re.fullmatch(r"-?[0-9]{1,9}(\.[0-9]{1,9})?", value):
        raise invalid("must be a number in figures", "like 12 or -3.5")
    return float(value)


def _web_address(value: Text) -> Text:
    strange = _NOT_IN_ADDRESSES.search(value)
    if strange:
        what = f"the character U+{ord(strange[0]):04X} cannot stand in a web address"
        raise invalid(what, "copy the address from the browser: unaccented letters, digits and signs only")
    if len(value) > ADDRESS_LENGTH:
        raise invalid(f"the web address has {len(value)} characters", f"use one of at most {ADDRESS_LENGTH}")
    try:
        parts = urlsplit(value)
        whole = value.startswith("https://") and _HOST.fullmatch(parts.hostname or "") and parts.port != 0
    except ValueError:
        whole = False
    if not whole:
        raise invalid("must be a whole web address that begins with https://", "like https://example.org/page")
    if "@" in parts.netloc:
        raise invalid("a web address with “@” before its first “/” leads elsewhere than it seems", "remove that part")
    return value


Item = TypeVar("Item")
Id = Annotated[str, AfterValidator(_id), WithJsonSchema({"type": "string", "pattern": f"^{ID.pattern}$"})]
Words = Annotated[Text, AS_TEXT]
WebAddress = Annotated[
    Text, AS_TEXT, AfterValidator(_web_address),
    WithJsonSchema({"type": "string", "format": "uri", "pattern": "^https://", "maxLength": ADDRESS_LENGTH}),
]  # fmt: skip
Tag = Annotated[str, AfterValidator(_tag), WithJsonSchema({"type": "string", "pattern": f"^{TAG.pattern}$"})]
Year = Annotated[int, Field(ge=1, le=9999), BeforeValidator(_whole_number)]
Longitude = Annotated[float, Field(ge=-180, le=180), BeforeValidator(_number)]
Latitude = Annotated[float, Field(ge=-90, le=90), BeforeValidator(_number)]


class _ById:
    """Annotates a tuple of (id, item): in the file it is a map, and a map could be changed."""

    def __init__(self, item: type[BaseModel]) -> None:
        self.item = item

    def __get_pydantic_core_schema__(self, _source: Any, handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        by_id = handler.generate_schema(Annotated[dict[Id, self.item], Field(min_length=1)])  # type: ignore[name-defined]
        return core_schema.no_info_after_validator_function(_pairs, by_id)

    def __get_pydantic_json_schema__(
        self, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return {**handler(schema), "additionalProperties": False}


def _pairs(items: dict[str, Item]) -> tuple[tuple[str, Item], ...]:
    return tuple(items.items())


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)


class EventFacts(_Part):
    """An event; what is printed about it is copy."""

    year: Year
    """Puts the events in order of time. It is not printed."""


class RegionFacts(_Part):
    """Where the number of a region stands on the world map: over its land, with room around it."""

    longitude: Longitude
    """Degrees east of Greenwich; west of it with a minus."""
    latitude: Latitude
    """Degrees north of the equator; south of it with a minus."""


class FilmFacts(_Part):
    """The film the sheet leads to."""

    address: WebAddress
    """Where the film is. The code to scan and the printed address both come from here."""


class WebFacts(_Part):
    """A web address that goes with a text."""

    web: WebAddress
    """The page people are sent to, from its https:// on."""


class Facts(_Part):
    """What no translation touches. Every id here has its words under the same id in the file of every language."""

    source: Tag
    """The language the words were written in, like en or pt-BR."""
    film: FilmFacts | None = None
    """Leave it out if the sheet leads to no film."""
    messages: Annotated[tuple[Id, ...], Field(min_length=1)] | None = None
    """The ids of the messages, in the order they are printed."""
    timeline: Annotated[tuple[tuple[str, EventFacts], ...], _ById(EventFacts)] | None = None
    """The events by id. Their years put them in order."""
    regions: Annotated[tuple[tuple[str, RegionFacts], ...], _ById(RegionFacts)] | None = None
    """The regions by id, in the order they are numbered."""
    contact: WebFacts | None = None
    """Where the organisation is on the web."""
    acknowledgement: WebFacts | None = None
    """Where the work that is acknowledged is on the web."""


class Masthead(_Part):
    """What stands at the head of the sheet."""

    organisation: Words
    """The organisation's short name."""
    organisation_in_full: Words
    """The organisation's name in full."""
    kicker: Words
    """The kind of publication; a small line above the title."""
    title: Words
    """The title, as large as the page allows."""
    subtitle: Words
    """What the sheet is about, below the title."""


class MessageCopy(_Part):
    """The words of a message: lead and more, joined with a space."""

    lead: Words
    """One or two whole sentences that can stand alone; small formats print nothing else."""
    more: Words | None = None
    """The rest. Leave it out if the lead says everything."""


class EventCopy(_Part):
    """The words of an event: its date, then lead and more, joined with a space."""

    date: Words
    """When it was, as it is written in the language: 1961, 1980s onwards."""
    lead: Words
    """One or two whole sentences that can stand alone; small formats print nothing else."""
    more: Words | None = None
    """The rest. Leave it out if the lead says everything."""


class RegionCopy(_Part):
    """The words of a region: its name, then lead and more, joined with a space."""

    name: Words
    """The region, as it is called in the language."""
    lead: Words
    """One or two whole sentences that can stand alone; small formats print nothing else."""
    more: Words | None = None
    """The rest. Leave it out if the lead says everything."""


class MessagesCopy(_Part):
    """The messages."""

    heading: Words
    """Stands above the messages."""
    items: Annotated[tuple[tuple[str, MessageCopy], ...], _ById(MessageCopy)]
    """The messages by id. Their order stands in facts.yaml."""


class TimelineCopy(_Part):
    """The events."""

    heading: Words
    """Stands above the events."""
    items: Annotated[tuple[tuple[str, EventCopy], ...], _ById(EventCopy)]
    """The events by id. Their order follows from the years in facts.yaml."""


class RegionsCopy(_Part):
    """The regions."""

    heading: Words
    """Stands above the regions."""
    items: Annotated[tuple[tuple[str, RegionCopy], ...], _ById(RegionCopy)]
    """The regions by id. Their order stands in facts.yaml."""


class FilmCopy(_Part):
    """The words about the film."""

    call: Words
    """Stands beside the code that a phone's camera reads."""


class ContactCopy(_Part):
    """Whom to write to. The name and the address are set one after the other."""

    name: Words
    """The name, with the comma that leads on to the address."""
    address: Words
    """The postal address on one line, as the post in that country reads it."""


class AcknowledgementCopy(_Part):
    """Who supports the work."""

    text: Words
    """The whole text. A web address in it stays as it is."""


class Copy(_Part):
    """The words of a sheet in one language. Every value is text; the keys are the same in every language."""

    masthead: Masthead
    messages: MessagesCopy | None = None
    timeline: TimelineCopy | None = None
    regions: RegionsCopy | None = None
    film: FilmCopy | None = None
    contact: ContactCopy | None = None
    acknowledgement: AcknowledgementCopy | None = None
