"""Define the types of facts that a kind of section can have, and of those that every sheet has.

Each is a pydantic type, which gives the value, its errors and its JSON schema. What is only checked stays the text that
was typed, with its place.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any, Final, Literal

from pydantic import AfterValidator, BeforeValidator, Field, TypeAdapter, ValidationError, WithJsonSchema

from factsheet.content.kind import Fact
from factsheet.content.values import ADDRESS_LENGTH, Id, Latitude, Longitude, Tag, WebAddress, Words, Year
from factsheet.findings import Place
from factsheet.yaml.nodes import Text
from factsheet.yaml.validate import AS_TEXT, invalid, told

PURPOSES: Final = ("film", "page", "give", "call", "write", "form", "map")
"""What codes are for; each has furniture words in every locale."""
PICTURES: Final = (".jpg", ".jpeg", ".png", ".webp", ".tif", ".tiff", ".svg")
_PHONE_LENGTH: Final = 40
_NUMBER: Final = re.compile(r"-?[0-9]{1,9}(\.[0-9]{1,9})?")
_WHOLE: Final = re.compile(r"-?[0-9]{1,9}")
_EMAIL: Final = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]{1,64}@([A-Za-z0-9-]{1,63}\.){1,8}[A-Za-z]{2,63}", re.ASCII)
_DIALLED: Final = re.compile(r"\+?[0-9().-]{2,30}")
_QUERY: Final = re.compile(r"[!-~]*")
_FILE: Final = re.compile(r"(?!.*//)[^\\:/\x00-\x1f][^\\:\x00-\x1f]*")


def _whole(value: object) -> object:
    if not isinstance(value, str) or not _WHOLE.fullmatch(value):
        raise invalid("must be a whole number in figures", "like 3")
    return int(value)


def _number(value: object) -> object:
    if not isinstance(value, str) or not _NUMBER.fullmatch(value):
        raise invalid("must be a number in figures", "like 12 or -3.5; each language writes it its own way")
    return Decimal(str(value))


def _phone(value: Text) -> Text:
    if sum(letter.isdecimal() for letter in value) < 2 or len(value) > _PHONE_LENGTH:
        raise invalid("must be a phone number", "as people write it, like 0800 012 345 or +44 20 7946 0000")
    return value


def _email(value: Text) -> Text:
    if not _EMAIL.fullmatch(value):
        raise invalid("must be an email address", "like help@example.org, without mailto:")
    return value


def _file(value: Text) -> Text:
    if not _FILE.fullmatch(value) or ".." in value.split("/"):
        raise invalid("must be the path of a file in the folder of the sheet", "like pictures/map.png, with /")
    if not value.lower().endswith(PICTURES):
        raise invalid("must be a picture that can be printed", f"its name ends in {', '.join(PICTURES)}")
    return value


def _code_address(value: Text) -> Text:
    """Check where a code leads: to a web page, to a phone, or to a message."""
    scheme, _, rest = value.partition(":")
    target, _, query = rest.partition("?")
    if len(value) > ADDRESS_LENGTH:
        raise invalid(f"the address has {len(value)} characters", f"use one of at most {ADDRESS_LENGTH}")
    if scheme == "https":
        return _in_full(value)
    dialled = scheme in ("tel", "sms")
    if dialled or scheme == "mailto":
        if (_DIALLED if dialled else _EMAIL).fullmatch(target) and _QUERY.fullmatch(query):
            return value
        hint = f"like {scheme}:+442079460000, with no spaces" if dialled else "like mailto:help@example.org"
        raise invalid(f"what follows {scheme}: cannot be reached", hint)
    what = "must begin with https://, tel:, mailto: or sms:"
    raise invalid(what, "like https://example.org/page or tel:+442079460000")


def _in_full(value: Text) -> Text:
    try:
        return _web.validate_python(value)
    except ValidationError as error:
        what, hint = told(error.errors(include_url=False)[0])
        raise invalid(what, hint) from None


def _text(check: Callable[[Text], Text], **schema: Any) -> Any:
    return Annotated[Text, AS_TEXT, AfterValidator(check), WithJsonSchema({"type": "string", **schema})]


_web: Final[TypeAdapter[Text]] = TypeAdapter(WebAddress)
Share = Annotated[Decimal, Field(ge=0, le=1), BeforeValidator(_number), WithJsonSchema({"type": "number"})]
_TYPES: Final[dict[str, Any]] = {
    "ids": Id,
    "some": Id,
    "id": Id,
    "tag": Tag,
    "words": Words,
    "number": Annotated[Decimal, BeforeValidator(_number), WithJsonSchema({"type": "number"})],
    "year": Year,
    "longitude": Longitude,
    "latitude": Latitude,
    "address": WebAddress,
    "phone": Annotated[Text, AS_TEXT, AfterValidator(_phone), WithJsonSchema({"type": ["string", "integer"]})],
    "email": _text(_email, format="email"),
    "file": _text(_file, pattern=r"^[^\\:/]"),
    "code": Id,
    "focus": Share,
    "code address": _text(_code_address, pattern="^(https://|tel:|mailto:|sms:)", maxLength=ADDRESS_LENGTH),
}


@lru_cache
def adapter(type: str, of: tuple[str, ...] = (), least: int | None = None, most: int | None = None) -> TypeAdapter[Any]:
    """Return what validates one text of a type, and knows its JSON schema; `of` is what can be chosen."""
    if of:
        chosen: Any = Literal[of]
        return TypeAdapter(chosen)
    if type == "whole":
        return TypeAdapter(Annotated[int, Field(ge=least, le=most), BeforeValidator(_whole)])
    return TypeAdapter(_TYPES[type])


def of_fact(fact: Fact) -> TypeAdapter[Any]:
    """Return what validates a text of a fact: itself, or each of its ids."""
    return adapter(fact.type, fact.of, fact.least, fact.most) if fact.type == "whole" else adapter(fact.type, fact.of)


def problem(adapter: TypeAdapter[Any], text: Text) -> tuple[str, str] | None:
    """Return what is wrong with a text of a type, and a hint, which may be empty; None if nothing is."""
    try:
        adapter.validate_python(text)
    except ValidationError as error:
        return told(error.errors(include_url=False)[0])
    return None


def misfit(fact: Fact, default: str) -> tuple[str, str] | None:
    """Return what is wrong with the default of a fact, and a hint; None if it could be written in facts.yaml."""
    found = problem(of_fact(fact), Text(default, fact.name, Place(Path())))
    return (found[0], found[1] or "choose what could be written in facts.yaml") if found else None
