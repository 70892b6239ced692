"""Make JSON Schemas of the models of all YAML files, with which editors help and warn while people type."""

from __future__ import annotations

import json
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from factsheet.content.models import Copy, Facts
from factsheet.design.layout_file import LayoutFile
from factsheet.design.locales import Locale
from factsheet.design.palette import Palette


def texts() -> dict[str, str]:
    """Return the text of each schema by file name, as kept in `schema/`; docstrings of models are its hover help."""
    models: dict[str, type[BaseModel]] = {
        "copy.schema.json": Copy,
        "facts.schema.json": Facts,
        "layout.schema.json": LayoutFile,
        "locale.schema.json": Locale,
        "palette.schema.json": Palette,
    }
    schemas = {name: model.model_json_schema(schema_generator=_Plain) for name, model in models.items()}
    del schemas["layout.schema.json"]["required"]  # a layout that extends another need not say everything again
    return {name: _text(schema) for name, schema in schemas.items()}


def _text(schema: dict[str, Any]) -> str:
    whole = {"$schema": _Plain.schema_dialect, **schema}
    return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"


class _Plain(GenerateJsonSchema):
    """What a file may hold, not what Python holds: a key that may be left out is never null."""

    def nullable_schema(self, schema: core_schema.NullableSchema) -> JsonSchemaValue:
        return self.generate_inner(schema["schema"])

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> JsonSchemaValue:
        return self.generate_inner(schema["schema"])

    def field_title_should_be_set(self, schema: Any) -> bool:
        return False
