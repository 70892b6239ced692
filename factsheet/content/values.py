"""Define the values that names and facts may have: ids, tags of languages, web addresses, years and places."""

from __future__ import annotations

import re
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, Field, WithJsonSchema

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
