"""The invariants of docs/architecture.md, held by reading the program's own source."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest
from support.project import PROJECT

SOURCES = [PROJECT / "build.py", *sorted(PROJECT.glob("factsheet/**/*.py"))]
TREES = {path: ast.parse(path.read_text(encoding="utf-8")) for path in SOURCES}
KNOWN_TO_ONE = {
    "jinja2": "compose/templates",
    "langcodes": "design/languages",
    "qrcode": "compose/film_code",
    "yaml": "yaml/reader",
    "polib": "translation/po",
    "icu4py": "compose/wordbreaks",
}
# The set-up starts other programs, and its name for the project is also that of a layout.
SET_UP = {"bootstrap", "system"}
# The network, the clock and chance.
NEVER = re.compile(r"(socket|ssl|http|urllib\.request|requests|datetime|time|calendar|random|secrets|uuid)(\..*)?")
ENGINE = {"weasyprint", "pydyf"}
PACKAGES = (
    "leftovers", "findings", "checks", "setup", "storage", "yaml", "content", "design", "lint", "compose", "engine",
    "fitting", "pdf", "preflight", "translation", "build", "preview", "cli",
)  # fmt: skip
"""The packages in the order in which words pass through, after the modules that all of them share."""
HEAVY = {"weasyprint", "jinja2", "pikepdf", "fontTools", "rich"}


def imports(tree: ast.AST, anywhere: bool = True) -> Iterator[str]:
    """Dotted names of what is imported; with `anywhere` false only when the module is loaded."""
    for node in ast.walk(tree) if anywhere else at_load(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def at_load(tree: ast.AST) -> Iterator[ast.AST]:
    """The nodes outside functions, and outside of `if False`, which is there for type checkers."""
    for node in ast.iter_child_nodes(tree):
        never = isinstance(node, ast.If) and isinstance(node.test, ast.Constant) and not node.test.value
        if not isinstance(node, ast.FunctionDef) and not never:
            yield node
            yield from at_load(node)


def literals(tree: ast.AST) -> Iterator[str]:
    """Every string in the code that is not a docstring."""
    bare = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in bare:
            yield node.value


@pytest.mark.parametrize("package", KNOWN_TO_ONE)
def test_one_module_knows_the_package(package: str) -> None:
    knowing = {
        path.relative_to(PROJECT / "factsheet").with_suffix("").as_posix()
        for path, tree in TREES.items()
        if package in {name.split(".")[0] for name in imports(tree)}
    }
    assert knowing == {KNOWN_TO_ONE[package]}


def test_no_module_loads_the_network_the_clock_or_chance() -> None:
    found = {f"{path.stem}: {name}" for path, tree in TREES.items() for name in imports(tree) if NEVER.fullmatch(name)}
    # The address of the preview holds a word that nobody can guess. Nothing of it is in what is made.
    # Processes that take too long are ended by a clock that only runs forward, and so is waiting for another command.
    # A review cannot have taken place later than today; what is made does not ask.
    assert found == {"server: secrets", "locking: time", "processes: time", "records: datetime"}


def test_only_the_set_up_starts_other_programs() -> None:
    starting = {path.stem for path, tree in TREES.items() for name in imports(tree) if name.startswith("subprocess")}
    assert starting <= SET_UP


def test_no_layout_and_no_language_is_named_in_the_program() -> None:
    names = {path.parent.name for path in PROJECT.glob("templates/[!_]*/layout.yaml")}
    # A table's heading, what sets a colour space in a PDF, and part of a namespace are named as languages are.
    names |= {path.stem for path in PROJECT.glob("locales/*.yaml")} - {"th", "cs", "id"}
    assert len(names) > 2
    found = [
        f"{path.stem}: {literal}"
        for path, tree in TREES.items()
        if path.stem not in SET_UP
        for literal in literals(tree)
        if names & {*re.split(r"[/.]", literal)}
    ]
    assert found == []


def test_one_package_knows_the_engine() -> None:
    knowing = {
        path.relative_to(PROJECT / "factsheet").parts[0]
        for path, tree in TREES.items()
        if ENGINE & {name.split(".")[0] for name in imports(tree)}
    }
    assert knowing == {"engine"}


def test_the_engine_is_named_only_by_its_package_and_the_set_up() -> None:
    """Neither its parts nor its classes of boxes; the set-up has to say which libraries are missing."""
    named = {
        f"{path.relative_to(PROJECT)}: {literal}"
        for path, tree in TREES.items()
        if not {"engine", "setup"} & {*path.relative_to(PROJECT).parts}
        for literal in literals(tree)
        if re.search(r"weasyprint|pydyf|pango|_page_box|(Line|Text|Margin|Inline|Block|Page|Cell|Row)Box\b", literal)
    }
    assert named == set()


def test_classes_of_boxes_are_named_in_one_module() -> None:
    literal = {
        f"{path.stem}: {word}" for path, tree in TREES.items() if "engine" in path.parts
        for word in literals(tree) if re.fullmatch(r"[A-Z][a-z]\w*Box", word)
    }  # fmt: skip
    assert {each.partition(":")[0] for each in literal} == {"boxes"}


def test_packages_import_only_from_those_before_them() -> None:
    folders = {path.parent.name for path in PROJECT.glob("factsheet/*/__init__.py")}
    assert {*PACKAGES} == folders | {path.stem for path in PROJECT.glob("factsheet/[!_]*.py")}
    astray = [
        f"{path.relative_to(PROJECT)}: {name}"
        for path, tree in TREES.items()
        for name in imports(tree)
        if name.startswith("factsheet.") and not _is_before(name.split(".")[1], path)
    ]
    assert astray == []


def _is_before(package: str, path: Path) -> bool:
    """Whether a module may import from a package: from its own, and from those before it."""
    if path == PROJECT / "build.py":
        return True
    own = path.relative_to(PROJECT / "factsheet").parts[0].removesuffix(".py")
    return own == package or PACKAGES.index(package) < PACKAGES.index(own)


def test_modules_do_not_import_each_other() -> None:
    """Modules of a package can be put in an order in which each imports only from those before it."""
    needs = {
        path.relative_to(PROJECT).with_suffix("").as_posix().replace("/", "."): {
            part for name in imports(tree, anywhere=False) for part in (name, name.rpartition(".")[0])
        }
        for path, tree in TREES.items()
    }
    try:
        TopologicalSorter({module: names & needs.keys() for module, names in needs.items()}).prepare()
    except CycleError as error:
        pytest.fail(f"modules import each other: {error.args[1]}")


def test_listing_what_there_is_loads_nothing_heavy() -> None:
    code = f"""
import json, pathlib, sys
from factsheet.design import listing
from factsheet.design.project import Project
project = pathlib.Path({str(PROJECT)!r})
list(listing.lines(Project(project, project / "content")))
print(json.dumps(sorted(sys.modules)))
"""
    done = subprocess.run([sys.executable, "-c", code], cwd=PROJECT, capture_output=True, text=True, check=True)
    assert HEAVY & {*json.loads(done.stdout)} == set()


def test_nothing_heavy_is_loaded_before_the_set_up() -> None:
    code = "import json, sys; import build; print(json.dumps(sorted({name.split('.')[0] for name in sys.modules})))"
    bare = [sys.executable, "-I", "-S", "-c", f"import sys; sys.path.insert(0, {str(PROJECT)!r}); {code}"]
    done = subprocess.run(bare, capture_output=True, text=True, check=True)
    assert {*json.loads(done.stdout)} <= {*sys.stdlib_module_names, "__main__", "build", "factsheet"}


def test_values_are_frozen() -> None:
    loose = []
    for path, tree in TREES.items():
        for node in ast.walk(tree):
            if not isinstance(node, ast.ClassDef):
                continue
            source = "\n".join(ast.unparse(part) for part in (*node.decorator_list, *node.body))
            holds = "dataclass" in source.split("\n")[0] or any(ast.unparse(base) == "BaseModel" for base in node.bases)
            if holds and "frozen=True" not in source:
                loose.append(f"{path.stem}: {node.name}")
    assert loose == []


def test_every_colour_comes_from_the_palette() -> None:
    pages = [path for end in ("css", "html") for path in PROJECT.glob(f"templates/**/*.{end}")]
    own = [PROJECT / f"templates/_shared/{name}.html" for name in ("index", "report")]  # never printed
    literal = re.compile(r"(?<!&)#[0-9a-fA-F]{3,8}\b|\b(?:rgba?|hsla?|lab|lch|oklch|color|device-cmyk)\(")
    found = [
        f"{path.name}: {match}"
        for path in pages
        if path not in own
        for match in literal.findall(path.read_text("utf-8"))
    ]
    assert found == []
