"""Fill a pydantic model with the tree of a file, or report in plain words everything that does not fit."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, GetPydanticSchema, ValidationError
from pydantic_core import ErrorDetails, PydanticCustomError, core_schema

from factsheet.findings import ExitCode, Finding, Place, ProjectError
from factsheet.yaml.nodes import Map, Text

Model = TypeVar("Model", bound=BaseModel)

AS_TEXT = GetPydanticSchema(
    lambda _source, _handler: core_schema.is_instance_schema(Text),
    lambda _schema, _handler: {"type": "string", "minLength": 1},
)
"""Annotates a field of type Text: the instance is kept, with its key and place."""

# What to tell people, by what pydantic calls the misfit; {…} is filled from its context.
_MESSAGES = {
    "extra_forbidden": "is not a key that is known here",
    "missing": "is missing",
    "too_short": "has too few entries, at least {min_length} must stand here",
    "too_long": "has too many entries, at most {max_length} may stand here",
    "string_too_short": "must have at least {min_length} characters",
    "string_too_long": "must have at most {max_length} characters",
    "greater_than": "must be more than {gt}",
    "greater_than_equal": "must be at least {ge}",
    "less_than": "must be less than {lt}",
    "less_than_equal": "must be at most {le}",
    "int_parsing": "must be a whole number in figures",
    "int_from_float": "must be a whole number in figures",
    "float_parsing": "must be a number in figures",
    "bool_parsing": "must be yes or no",
    "literal_error": "must be {expected}",
    "string_pattern_mismatch": "is not written in the form it needs, {pattern}",
    "value_error": "{error}",
    "invalid": "{what}",
}
_KINDS = (
    ("must be text", {"is_instance_of", "string_type", "int_type", "float_type", "bool_type"}),
    ("must be keys with a colon", {"model_type", "model_attributes_type", "dict_type", "mapping_type"}),
    ("must be a list, lines that begin with a dash", {"tuple_type", "list_type"}),
)


def validate(
    model: type[Model], tree: Mapping[str, object], file: Path, exit_code: ExitCode = ExitCode.CONTENT
) -> Model:
    """Fill the model.

    `tree` may be put together from the trees of several files; `file` is named where no place is known.

    Raises:
        ProjectError: with a finding for each misfit, at the place of the value or of the map that lacks it.
    """
    try:
        return model.model_validate(_plain(tree))
    except ValidationError as error:
        errors = error.errors(include_url=False)
    schema = model.model_json_schema()
    unknown = [misfit["loc"] for misfit in errors if misfit["type"] == "extra_forbidden"]
    findings = []
    for misfit in errors:
        loc, name = misfit["loc"], str(misfit["loc"][-1]) if misfit["loc"] else ""
        beside = [str(other[-1]) for other in unknown if other[:-1] == loc[:-1]]
        if misfit["type"] == "missing" and close(name, beside):
            continue  # misspelt, and said so where it stands
        key = ".".join(str(part + 1 if isinstance(part, int) else part) for part in _path(misfit))
        what, hint = _explain(misfit, schema)
        findings.append(Finding(exit_code, f"{key}: {what}", _place(tree, misfit, Place(file)), hint))
    raise ProjectError(*findings)


def invalid(what: str, hint: str) -> PydanticCustomError:
    """Make the error that a validator raises to have its own message and hint reported."""
    return PydanticCustomError("invalid", "{what}", {"what": what, "hint": hint})


def close(name: str, names: Iterable[str]) -> str | None:
    """Return the one of the names that this one is most likely a misspelling of."""
    return next(iter(difflib.get_close_matches(name, list(names), 1)), None)


def _plain(node: object) -> Any:
    if isinstance(node, Mapping):
        return {str(name): _plain(value) for name, value in node.items()}
    return [_plain(value) for value in node] if isinstance(node, list) else node


def _explain(error: ErrorDetails, schema: dict[str, Any]) -> tuple[str, str]:
    """Return what does not fit, and a hint."""
    kind, context = error["type"], dict(error.get("ctx", {}))
    for needed, kinds in _KINDS:
        if kind in kinds:
            return f"{needed}, not {_kind_of(error['input'])}", "check the indentation"
    context |= {name: f"{limit:g}" for name, limit in context.items() if isinstance(limit, float)}
    what = _MESSAGES.get(kind, "cannot be used here").format(**context)
    *above, name = error["loc"] or ("",)
    if kind == "missing":
        return what, "add it, as in other files like this one"
    if kind == "extra_forbidden":
        known = sorted(_schema_of(schema, schema, above).get("properties", ()))
        meant = close(str(name), known)
        return what, f"did you mean “{meant}”?" if meant else f"there are: {', '.join(known)}"
    described = _schema_of(schema, schema, error["loc"]).get("description", "")
    return what, str(context.get("hint") or described)


def _kind_of(value: object) -> str:
    if isinstance(value, dict):
        return "keys with a colon"
    return "a list" if isinstance(value, list) else "text"


def _schema_of(whole: dict[str, Any], schema: dict[str, Any], loc: Iterable[str | int]) -> dict[str, Any]:
    """Return the JSON schema of one part of the tree; empty if it has none."""
    for part in (None, *loc):
        if part is not None:
            inner = schema.get("items") if isinstance(part, int) else schema.get("properties", {}).get(part)
            by_id = [*schema.get("patternProperties", {}).values(), schema.get("additionalProperties")]
            schema = inner or by_id[0] or {}
        if not isinstance(schema, dict):
            return {}
        # What may be left out is "anyOf" of what it is and null.
        schema = {**schema.get("anyOf", [{}])[0], **schema}
        if "$ref" in schema:
            schema = {**whole["$defs"][schema["$ref"].rpartition("/")[2]], **schema}
    return schema


def _place(tree: object, error: ErrorDetails, place: Place) -> Place:
    """Return where the value stands; of a key that is wrong, the key; of one that is missing, the map that lacks it."""
    path = _path(error)
    above: object = None
    for part in path:
        place, above, tree = getattr(tree, "place", place), tree, _inside(tree, part)
    if isinstance(above, Map) and (error["type"] == "extra_forbidden" or path != error["loc"]):
        return above.names[str(path[-1])].place
    return getattr(tree, "place", place)


def _inside(tree: object, part: str | int) -> object:
    if isinstance(tree, Mapping):
        return tree.get(part)
    return tree[part] if isinstance(tree, list) and isinstance(part, int) and part < len(tree) else None


def _path(error: ErrorDetails) -> tuple[str | int, ...]:
    """Return where in the tree a misfit is, without the mark pydantic adds if it means a key rather than its value."""
    loc = error["loc"]
    return loc[:-1] if loc[-1:] == ("[key]",) and error["type"] != "extra_forbidden" else loc
