"""Shapes tell everything that does not fit a tree, at its place, and make the JSON schema of the same."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import pytest
from pydantic import Field, TypeAdapter

from factsheet.yaml import reader
from factsheet.yaml.shapes import AnyOf, ById, Chosen, Either, Key, Keys, ListOf, Shape, Value, json_schema, misfits

SMALL = Value(TypeAdapter(Annotated[str, Field(pattern="^[a-z]+$", max_length=5)]), "Small letters.")
PAIR = Keys((Key("a", SMALL), Key("b", SMALL, needed=False)), "A pair.", belongs=(("z", "it stands elsewhere"),))
CHOICE = Chosen("kind", (("pair", Keys((Key("kind", SMALL), *PAIR.keys))), ("bare", Keys((Key("kind", SMALL),)))))


def told(folder: Path, shape: Shape, text: str, orphans: bool = False) -> list[str]:
    file = folder / "tree.yaml"
    file.write_text(f"x: {text}\n", encoding="utf-8")
    return [
        str(finding).replace(f"{file}:1:", "") for finding in misfits(shape, reader.read(file, words=())["x"], orphans)
    ]


@pytest.mark.parametrize(
    ("shape", "text"),
    [
        (SMALL, "abc"),
        (PAIR, "{a: b, b: c}"),
        (PAIR, "{a: b}"),
        (ListOf(SMALL), "[a, b]"),
        (ListOf(SMALL, repeats=True), "[a, a]"),
        (Either(ListOf(SMALL), ById(SMALL, PAIR)), "[a]"),
        (Either(ListOf(SMALL), ById(SMALL, PAIR)), "{one: {a: b}}"),
        (CHOICE, "{kind: pair, a: b}"),
        (AnyOf((("Pair", PAIR),)), "{anything: [at, all]}"),
        (Keys((), others=AnyOf(())), "{any: {thing: x}}"),
    ],
)
def test_what_fits(tmp_path: Path, shape: Shape, text: str) -> None:
    assert told(tmp_path, shape, text) == []


@pytest.mark.parametrize(
    ("shape", "text", "found"),
    [
        (SMALL, "ABC", "4: x: is not written in the form it needs, ^[a-z]+$ Hint: Small letters."),
        (SMALL, "[a]", "4: x: must be text, not a list Hint: Small letters."),
        (PAIR, "a", "4: x: must be keys with a colon, not text Hint: check the indentation"),
        (PAIR, "[a]", "4: x: must be keys with a colon, not a list Hint: leave out the dashes: each key stands on"),
        (PAIR, "{b: c}", "4: x.a: is missing Hint: add it"),
        (PAIR, "{a: b, c: d}", "11: x.c: is not a key that is known here Hint: there are: a, b"),
        (PAIR, "{a: b, z: d}", "11: x.z: is not a key that is known here Hint: it stands elsewhere"),
        (ListOf(SMALL), "[]", "4: x: has too few entries, at least 1 must stand here Hint: add one"),
        (ListOf(SMALL, most=1), "[a, b]", "4: x: has too many entries, at most 1 may stand here Hint: take some away"),
        (ListOf(SMALL), "[a, a]", "8: x: “a” stands twice, first in line 1 Hint: keep one of the two"),
        (ListOf(SMALL), "a", "4: x: must be a list, lines that begin with a dash, not text"),
        (ById(SMALL, SMALL), "{A: b}", "5: x.A: is not written in the form it needs"),
        (ById(SMALL, SMALL, hint="use ids"), "[b]", "4: x: must be keys with a colon, not a list Hint: use ids"),
        (CHOICE, "{a: b}", "4: x.kind: is missing Hint: there are: pair, bare"),
        (CHOICE, "{kind: pear, a: b}", "11: x.kind: there is no kind “pear” Hint: did you mean “pair”?"),
        (CHOICE, "{kind: bare, a: b}", "17: x.a: is not a key that is known here Hint: there are: kind"),
    ],
)
def test_one_misfit_is_one_finding(tmp_path: Path, shape: Shape, text: str, found: str) -> None:
    [one] = told(tmp_path, shape, text)
    assert one.startswith(found), one


def test_a_misspelt_key_is_not_also_missing(tmp_path: Path) -> None:
    shape = Keys((Key("heading", SMALL), Key("lead", SMALL)))
    [one] = told(tmp_path, shape, "{haeding: a, lead: b}")
    assert one == "5: x.haeding: is not a key that is known here Hint: did you mean “heading”?"


def test_orphans_may_stand_where_the_shape_is_open(tmp_path: Path) -> None:
    shape = Keys((Key("a", PAIR),), is_open=True)
    assert told(tmp_path, shape, "{a: {a: b}, gone: [1]}", orphans=True) == []
    assert len(told(tmp_path, shape, "{a: {a: b}, gone: [1]}")) == 1
    assert len(told(tmp_path, shape, "{a: {a: b, gone: c}}", orphans=True)) == 1


def test_a_schema_has_the_help() -> None:
    schema = json_schema(PAIR)
    assert schema["description"] == "A pair."
    assert schema["properties"]["a"]["description"] == "Small letters."
    assert (schema["required"], schema["additionalProperties"]) == (["a"], False)
    assert json_schema(CHOICE)["allOf"][1]["if"]["properties"] == {"kind": {"const": "bare"}}
