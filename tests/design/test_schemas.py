"""The schemas in schema/ are those of the models, fit the content files, and refuse what the models refuse."""

import json
import re
from pathlib import Path

import pytest

from factsheet.content.models import Copy, Facts
from factsheet.design import schemas
from factsheet.findings import ProjectError
from factsheet.yaml.nodes import Map, Text
from factsheet.yaml.reader import read, validate

ROOT = Path(__file__).parents[2]
FILES = sorted([*ROOT.glob("content/*/*.yaml"), *ROOT.glob("tests/sheets/*/*.yaml")])


def test_the_schemas_are_up_to_date(request):
    for name, text in schemas.texts().items():
        path = ROOT / "schema" / name
        if request.config.getoption("--update"):
            path.write_text(text, encoding="utf-8", newline="\n")
        assert path.read_text(encoding="utf-8") == text, "run the tests with --update to write it anew"
    assert {path.name for path in (ROOT / "schema").glob("*.json")} == schemas.texts().keys()


def _schema(file):
    return json.loads(schemas.texts()["facts.schema.json" if file.name == "facts.yaml" else "copy.schema.json"])


@pytest.mark.parametrize("file", FILES, ids=lambda path: "/".join(path.parts[-2:]))
def test_each_file_says_where_its_schema_is_and_fits_it(file):
    first = file.read_text(encoding="utf-8").split("\n")[0]
    address = first.removeprefix("# yaml-language-server: $schema=")
    assert (file.parent / address).resolve() == ROOT / "schema" / (
        "facts.schema.json" if file.name == "facts.yaml" else "copy.schema.json"
    )
    assert list(_misfits(_schema(file), _schema(file), read(file))) == []


def test_every_key_has_hover_help():
    for name, text in schemas.texts().items():
        for holder in [json.loads(text), *json.loads(text)["$defs"].values()]:
            assert holder["description"]
            for key, schema in holder.get("properties", {}).items():
                assert schema.get("description") or "$ref" in schema, (name, key)
        assert "null" not in text


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("en.yaml", "kicker:", "kikker:"),
        ("en.yaml", "  kicker: FACTSHEET\n", ""),
        ("en.yaml", "open-gate:", "Open gate:"),
        ("en.yaml", "open-gate:", "a" * 41 + ":"),
        ("en.yaml", "call: Scan", "call: [Scan]\n  #"),
        ("en.yaml", "film:", "flim:"),
        ("facts.yaml", "year: 1974", "year: 0"),
        ("facts.yaml", "year: 1974", "year: 1974.5"),
        ("facts.yaml", "https:", "http:"),
        ("facts.yaml", "- open-gate", "- Open"),
        ("facts.yaml", "source: en", "source: EN"),
        ("facts.yaml", "source: en\n", ""),
    ],
)
def test_the_schema_refuses_what_the_model_refuses(tmp_path, file, old, new):
    text = (ROOT / "tests/sheets/lantern-street" / file).read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / file
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    tree = read(path)
    with pytest.raises(ProjectError):
        validate(Facts if file == "facts.yaml" else Copy, tree, path)
    assert list(_misfits(_schema(path), _schema(path), tree))


KEYWORDS = {
    *("type", "properties", "required", "additionalProperties", "patternProperties", "items", "pattern", "format"),
    *("minimum", "maximum", "minLength", "maxLength", "minItems", "minProperties", "description", "title", "$ref"),
    *("$defs", "$schema"),
}
"""As much of JSON Schema as the schemas use."""


def _misfits(whole, schema, node, key=""):
    """Yield the key of each node that does not fit; a keyword of JSON Schema that is not known here fails."""
    assert not schema.keys() - KEYWORDS
    if "$ref" in schema:
        schema = whole["$defs"][schema["$ref"].rpartition("/")[2]]
    kind = {Text: "string", Map: "object"}.get(type(node), "array")
    if kind == "string" and _is_number(schema["type"], node):
        kind = schema["type"]
    if kind != schema["type"]:
        yield key
    else:
        yield from OF_KINDS[kind](whole, schema, node, key)


def _is_number(kind, node):
    """Tell whether a text is a number of the kind that the schema wants."""
    pattern = {"integer": r"-?\d+", "number": r"-?\d+(\.\d+)?"}.get(kind)
    return pattern is not None and re.fullmatch(pattern, node) is not None


def _in_number(whole, schema, node, key):
    if not schema["minimum"] <= float(node) <= schema["maximum"]:
        yield key


def _in_string(whole, schema, node, key):
    if not schema.get("minLength", 0) <= len(node) <= schema.get("maxLength", 2000):
        yield key
    if not re.search(schema.get("pattern", ""), node):
        yield key


def _in_array(whole, schema, node, key):
    if len(node) < schema["minItems"]:
        yield key
    for n, entry in enumerate(node):
        yield from _misfits(whole, schema["items"], entry, f"{key}.{n}")


def _in_object(whole, schema, node, key):
    if len(node) < schema.get("minProperties", 0) or any(name not in node for name in schema.get("required", [])):
        yield key
    for name, entry in node.items():
        by_pattern = [s for p, s in schema.get("patternProperties", {}).items() if re.search(p, name)]
        inner = schema.get("properties", {}).get(name) or (by_pattern or [None])[0]
        assert schema["additionalProperties"] is False
        if inner is None:
            yield f"{key}.{name}"
        else:
            yield from _misfits(whole, inner, entry, f"{key}.{name}")


OF_KINDS = {
    "integer": _in_number,
    "number": _in_number,
    "string": _in_string,
    "array": _in_array,
    "object": _in_object,
}
