"""Models filled from files: every misfit is told in people's words, at its place, under its dotted key."""

from collections.abc import Mapping
from typing import Annotated, Literal

import pytest
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, RootModel

from factsheet.findings import ExitCode, ProjectError
from factsheet.yaml.reader import read
from factsheet.yaml.validate import invalid, validate


def _even(value):
    if value % 2:
        raise ValueError("must be even")
    return value


def _short(value):
    if len(value) > 5:
        raise invalid("is long", "make it short")
    return value


class Inner(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    deep: Literal["one", "two"] = "one"
    number: Annotated[float, Field(ge=0, lt=10)] = 1
    listed: tuple[str, ...] = ()


class Outer(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    name: Annotated[str, Field(pattern="^[a-z]+$", description="Small letters only"), AfterValidator(_short)]
    pair: tuple[int, int] = (1, 2)
    even: Annotated[int, AfterValidator(_even)] = 0
    yes: bool = True
    inner: Inner | None = None
    tokens: Mapping[Annotated[str, Field(pattern="^[a-z]+$")], str] = {}


class Root(RootModel[Mapping[str, Annotated[str, Field(min_length=2)]]]):
    pass


@pytest.fixture
def outcome(tmp_path):
    def of(text, model=Outer, change=lambda tree: tree):
        path = tmp_path / "x.yaml"
        path.write_text(text, encoding="utf-8")
        return validate(model, change(read(path)), path, ExitCode.LAYOUT)

    return of


def test_a_model_is_filled(outcome):
    filled = outcome("name: abc\npair: [3, 4]\nyes: no\ninner: {deep: two, number: 2.5, listed: [a]}\ntokens: {a: b}")
    assert (filled.name, filled.pair, filled.yes, filled.inner.number, filled.tokens) == (
        "abc",
        (3, 4),
        False,
        2.5,
        {"a": "b"},
    )
    assert outcome("a: bc", Root).root == {"a": "bc"}


@pytest.mark.parametrize(
    ("text", "line", "column", "said"),
    [
        ("pair: [1, 2]", 1, 1, "name: is missing Hint: add it, as in other files like this one"),
        ("name: ABC", 1, 7, "name: is not written in the form it needs, ^[a-z]+$ Hint: Small letters only"),
        ("name: abcdef", 1, 7, "name: is long Hint: make it short"),
        ("name: a\npair: [1, x]", 2, 11, "pair.2: must be a whole number in figures"),
        ("name: a\npair: [1, 2, 3]", 2, 7, "pair: has too many entries, at most 2 may stand here"),
        ("name: a\npair: [1]", 2, 7, "pair.2: is missing Hint: add it, as in other files like this one"),
        (
            "name: a\npair: b",
            2,
            7,
            "pair: must be a list, lines that begin with a dash, not text Hint: check the indentation",
        ),
        ("name: a\neven: 3", 2, 7, "even: must be even"),
        ("name: a\nyes: perhaps", 2, 6, "yes: must be yes or no"),
        ("name: a\ninner: b", 2, 8, "inner: must be keys with a colon, not text Hint: check the indentation"),
        ("name: a\ninner:\n  deep: three", 3, 9, "inner.deep: must be 'one' or 'two'"),
        ("name: a\ninner:\n  number: 10", 3, 11, "inner.number: must be less than 10"),
        ("name: a\ninner:\n  number: -1", 3, 11, "inner.number: must be at least 0"),
        ("name: a\ninner:\n  number: b", 3, 11, "inner.number: must be a number in figures"),
        (
            "name: a\ninner:\n  listed: [a, [b]]",
            3,
            15,
            "inner.listed.2: must be text, not a list Hint: check the indentation",
        ),
        ("name: a\ninner:\n  dep: one", 3, 3, "inner.dep: is not a key that is known here Hint: did you mean “deep”?"),
        (
            "name: a\ninner:\n  x: y",
            3,
            3,
            "inner.x: is not a key that is known here Hint: there are: deep, listed, number",
        ),
        ("name: a\ntokens:\n  B: c", 3, 3, "tokens.B: is not written in the form it needs, ^[a-z]+$"),
    ],
)
def test_a_misfit_is_told_at_its_place(outcome, text, line, column, said):
    with pytest.raises(ProjectError) as caught:
        outcome(text)
    [finding] = caught.value.findings
    assert (finding.place.line, finding.place.column, finding.exit_code) == (line, column, ExitCode.LAYOUT)
    assert str(finding).split(": ", 1)[1] == said


def test_a_root_model(outcome):
    with pytest.raises(ProjectError, match=r"x\.yaml:1:4: a: must have at least 2 characters"):
        outcome("a: b", Root)


def test_of_maps_laid_over_each_other_each_value_keeps_its_place(outcome):
    with pytest.raises(ProjectError) as caught:
        outcome(
            "name: a\ninner:\n  deep: x",
            change=lambda tree: {"odd": "1", **tree, "inner": {**tree["inner"], "more": "1"}},
        )
    assert sorted((f.what.split(":")[0], f.place.line) for f in caught.value.findings) == [
        ("inner.deep", 3),
        ("inner.more", None),
        ("odd", None),
    ]
