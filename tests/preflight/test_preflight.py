"""Every numbered check: a docstring to learn from, and cases that fail, each of which it catches. Sound files pass."""

from __future__ import annotations

import importlib.util
import io
from pathlib import Path
from types import ModuleType

import pikepdf
import pytest
import yaml
from support.editions import OF_THE_SOURCE
from support.project import A4, PROJECT

from factsheet.checks import check
from factsheet.content.glossary import Term
from factsheet.design.editions import Edition, Intent
from factsheet.findings import Finding, Place
from factsheet.lint import links, translations, words
from factsheet.preflight import finished, handbook
from factsheet.yaml import reader
from factsheet.yaml.nodes import Text

CASES = PROJECT / "tests" / "cases"
CODES = [one.code for one in handbook.REGISTER]
WORDS, FILES = sorted(CASES.glob("*/*.yaml")), sorted(CASES.glob("*/*.py"))


def named(path: Path) -> str:
    return f"{path.parent.name}-{path.stem}"


def test_every_check_has_a_code_of_its_own_and_cases_that_fail() -> None:
    assert sorted({*CODES}) == sorted(CODES)
    assert {path.parent.name for path in (*WORDS, *FILES)} == {*CODES} == {path.name for path in CASES.iterdir()}


@pytest.mark.parametrize("case", WORDS, ids=named)
def test_words_that_fail(case: Path, tmp_path: Path) -> None:
    told = yaml.safe_load(case.read_text(encoding="utf-8"))
    place = Place(case, 1, 7)
    if "addresses" in told:
        known, sources = {address: f"https://{address}" for address in told["addresses"]}, {}
        if "source" in told:
            sources = {"a.b": Text(told["source"], "a.b", place)}
        assert_caught(links.lint([Text(told["text"], "a.b", place)], known, sources), case, told["says"])
        return
    if "source" in told:
        terms = tuple(Term(term, tuple(forms), place) for term, forms in told["terms"].items())
        pair = translations.Pair(Text(told["source"], "a.b", place), Text(told["text"], "a.b", place), terms)
        assert_caught(translations.lint([pair]), case, told["says"])
        return
    marks = {"quotes": "“”‘’"} | {key: told[key] for key in told if key not in ("text", "typed", "says")}
    if "shapes" in marks:
        marks["shapes"] = (frozenset(map(ord, "Latin, as a font without any other letters")),)
    if "typed" in told:
        typed = tmp_path / "typed.yaml"
        typed.write_text(told["typed"], encoding="utf-8")
        texts = [*reader.read(typed).values()]
    else:
        texts = [Text(told["text"], "a.b", place)]
    assert_caught(words.lint(texts, words.Spelling(**marks)), case, told["says"])


@pytest.fixture(scope="session")
def edition() -> Edition:
    return next(edition for edition in OF_THE_SOURCE if edition.layout.name == A4)


@pytest.mark.parametrize("case", FILES, ids=named)
def test_files_that_fail(case: Path, edition: Edition, dist: Path) -> None:
    planted = loaded(case)
    intent = Intent(planted.INTENT)
    written = io.BytesIO()
    with pikepdf.open(edition.file(dist, intent)) as document:
        planted.plant(document)
        document.save(written)
    found = finished.findings(written.getvalue(), edition, intent, edition.layout.pages)
    assert_caught(found, case, planted.SAYS)


def loaded(case: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"case_{named(case)}", case)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def assert_caught(found: list[Finding], case: Path, says: str) -> None:
    caught = [finding for finding in found if finding.code == case.parent.name]
    assert any(says in finding.what for finding in caught), [str(finding) for finding in found]
    assert all(finding.hint and f"[{finding.code}]" in str(finding) for finding in caught)


@pytest.mark.parametrize("intent", Intent)
def test_sound_files_pass(intent: Intent, edition: Edition, dist: Path) -> None:
    pdf = edition.file(dist, intent).read_bytes()
    assert finished.findings(pdf, edition, intent, edition.layout.pages) == []


def test_a_check_must_say_why_it_is_there() -> None:
    def look(thing: object) -> list[object]:
        """Nothing is wrong.

        Reason: none.
        """
        return []

    with pytest.raises(ValueError, match="T99: look must say its rule, Reason, Hint and Source"):
        check("T99", look)


def test_the_page_about_checks_is_up_to_date(request: pytest.FixtureRequest) -> None:
    page = PROJECT / "docs" / "preflight.md"
    if request.config.getoption("--update"):
        page.write_text(handbook.write_markdown(), encoding="utf-8")
    assert page.read_text(encoding="utf-8") == handbook.write_markdown(), "run the tests with --update to write it anew"
