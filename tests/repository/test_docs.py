"""What the documentation says is so: commands, files, tables, examples, pictures and the map of the code."""

from __future__ import annotations

import ast
import importlib.util
import re
import shlex
import shutil
import tomllib
from collections.abc import Iterator
from pathlib import Path

import numpy
import pypdfium2
import pytest
from jinja2 import Template
from jinja2.defaults import DEFAULT_FILTERS
from PIL import Image
from support import products, pseudo
from support.editions import OF_THE_SOURCE
from support.project import PROJECT, Workshop, in_process, subprocess_run

from factsheet.cli.arguments import COMMANDS, parse
from factsheet.compose import composer
from factsheet.design import editions, fonts, layouts, locales
from factsheet.design.layout_file import LayoutFile, NUp, Panels, Signature
from factsheet.design.project import Project
from factsheet.engine import typeset
from factsheet.findings import ExitCode
from factsheet.lint import ready_editions
from factsheet.pdf import imposition, intents

PYPROJECT = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))
DOCS = [
    *sorted(PROJECT.glob("*.md")),
    *sorted(PROJECT.glob("docs/*.md")),
    *(PROJECT / folder / "README.md" for folder in ("content", "templates")),
]
# What the docs tell people to make, and what is made for them.
EXAMPLES = {
    "fr",
    "fr.yaml",
    "fr.lock.json",
    "content/taking-back-whats-ours/fr.yaml",
    "pt-BR.yaml",
    "zh-Hans.yaml",
    "handbill",
    "templates/handbill/",
    "_shared/fr/parts/film.html",
    "ruamel.yaml",  # a package, whose name is like that of a file
    "parts/openings.html",  # gone, as the changelog says
}
MADE = ("dist/", ".environments/", ".changes.json")
FOLDERS = "content", "templates", "locales", "assets", "docs", "factsheet", "schema", "tests", "tools", "benchmarks"
OURS = [path for name in FOLDERS for path in (PROJECT / name).rglob("*")]


def text(name: str) -> str:
    return (PROJECT / name).read_text(encoding="utf-8")


def fenced(markdown: str, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", markdown, re.MULTILINE | re.DOTALL)


def prose(markdown: str) -> str:
    return re.sub(r"^```.*?^```", "", markdown, flags=re.MULTILINE | re.DOTALL)


def spans(markdown: str) -> list[str]:
    return re.findall(r"`([^`\n]+)`", prose(markdown))


def section(name: str, heading: str) -> str:
    return text(name).partition(f"\n## {heading}\n")[2].partition("\n## ")[0]


def named_in(table: str) -> set[str]:
    """What stands in backticks in the first column of the tables of a text."""
    cells = [line.split("|")[1] for line in table.splitlines() if line.startswith("|")]
    return {span for cell in cells for span in spans(cell)}


def commands() -> set[str]:
    found = set()
    for doc in DOCS:
        markdown = doc.read_text(encoding="utf-8")
        found |= {line for block in fenced(markdown, "sh") for line in block.splitlines() if line}
        found |= {span for span in spans(markdown) if span.startswith("python3 ")}
    return found


def built(command: str) -> list[str] | None:
    """The arguments of a command that runs build.py; None if it runs something else."""
    words = shlex.split(command.removeprefix("python3 ").removeprefix("-X dev "))
    return words[1:] if words[0] == "build.py" else None


@pytest.mark.parametrize("command", sorted(commands()))
def test_every_command_in_the_docs_is_one_that_there_is(command: str) -> None:
    arguments = built(command)
    if arguments is not None:
        if arguments != ["--help"]:
            parse(arguments, PROJECT)
        return
    words = shlex.split(command.removeprefix("sudo "))
    extras = PYPROJECT["project"]["optional-dependencies"]
    if command == "pip install -e '.[test,dev]'":
        assert {"test", "dev"} <= {*extras}
    elif words[:2] == ["python3", "-m"]:
        assert importlib.util.find_spec(words[2])
    elif words[0] == "python3":
        assert (PROJECT / words[1]).is_file()
    else:
        assert words[0] in {re.split("[<>=]", one)[0] for one in (*extras["test"], *extras["dev"])}
        assert all((PROJECT / word).exists() for word in words[1:] if "/" in word)


@pytest.mark.parametrize(
    "arguments",
    sorted(
        arguments
        for command in commands()
        if {"--help", "list", "check"} & {*(arguments := built(command) or [])} and not EXAMPLES & {*arguments}
    ),
    ids=" ".join,
)
def test_the_cheap_ones_run(
    arguments: list[str], command_line: None, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(PROJECT)
    one = ["--lang", "en", "--layout", "leaflet"] if "check" in arguments else []
    assert in_process([*arguments, *one], capsys).code == 0


def test_the_readme_has_every_command_and_option_and_no_other(
    command_line: None, capsys: pytest.CaptureFixture[str]
) -> None:
    about_sheets = [name for name, module in COMMANDS.items() if hasattr(module, "add_arguments")]
    helps = "".join(in_process([name, "--help"], capsys).out for name in about_sheets)
    table = section("README.md", "All commands")
    options = {span.split()[0] for span in named_in(table) if span.startswith("--")}
    assert options | {"--help"} == {*re.findall(r"(?<![a-z])--[a-z-]+", helps)}
    assert {word for span in spans(table) for word in (built(span) or []) if word in COMMANDS} == {*COMMANDS}


def named_files(doc: Path) -> Iterator[str]:
    markdown = doc.read_text(encoding="utf-8")
    yield from (link for link in re.findall(r"\]\(([^)#]+)", prose(markdown)) if "://" not in link)
    for span in spans(markdown):
        if re.fullmatch(r"[\w.-]*(/[\w.-]*)*(/|\.(py|md|yaml|html|css|toml|lock|json|svg))", span):
            yield span


@pytest.mark.parametrize("doc", DOCS, ids=lambda doc: str(doc.relative_to(PROJECT)))
def test_every_file_the_docs_name_exists(doc: Path) -> None:
    def exists(name: str) -> bool:
        ends = any(f"/{path.relative_to(PROJECT).as_posix()}".endswith(f"/{name.rstrip('/')}") for path in OURS)
        return ends or (PROJECT / name).exists() or (doc.parent / name).exists()

    named = {name for name in named_files(doc) if name not in EXAMPLES and not name.startswith(MADE)}
    assert [name for name in sorted(named) if not exists(name)] == []


def test_links_into_a_page_lead_to_a_heading() -> None:
    for doc in DOCS:
        for file, anchor in re.findall(r"\]\(([^)#]*)#([^)]+)\)", prose(doc.read_text(encoding="utf-8"))):
            headings = re.findall(
                r"^#+ (.+)$", (doc.parent / file if file else doc).read_text(encoding="utf-8"), re.MULTILINE
            )
            assert anchor in [re.sub(r"[^\w -]", "", heading).lower().replace(" ", "-") for heading in headings]


def modules() -> dict[str, str]:
    """Path -> first line of the docstring, of every module."""
    paths = [
        PROJECT / "build.py",
        *PROJECT.glob("factsheet/**/*.py"),
        *PROJECT.glob("tools/*.py"),
        *PROJECT.glob("benchmarks/*.py"),
    ]
    lines = {}
    for path in paths:
        docstring = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
        assert docstring, path
        lines[path.relative_to(PROJECT).as_posix()] = docstring.splitlines()[0]
    return lines


def test_every_test_that_trust_is_built_on_is_there() -> None:
    named = re.findall(r"`(\w+/test_\w+)\.py::(test_\w+)`", text("docs/trust.md"))
    assert len(named) > 40
    for file, test in named:
        tree = ast.parse(text(f"tests/{file}.py"))
        functions = {node.name for node in tree.body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)}
        assert test in functions, f"{file}.py::{test}"


def test_modules_that_docs_name_are_there() -> None:
    packages = {path.parent.name for path in PROJECT.glob("factsheet/*/__init__.py")}
    named = {
        (package, module)
        for doc in DOCS
        for package, module in re.findall(r"`(\w+)/(\w+)(?:\.py)?`", doc.read_text(encoding="utf-8"))
        if package in packages
    }
    assert len(named) > 20
    missing = [f"{package}/{module}" for package, module in sorted(named) if not _module(package, module)]
    assert missing == []


def _module(package: str, module: str) -> bool:
    return any((PROJECT / folder / package / f"{module}.py").is_file() for folder in ("factsheet", "tests"))


def test_exit_codes_are_documented() -> None:
    rows = re.findall(r"^\| (\d+) \|", section("docs/architecture.md", "How a command ends"), re.MULTILINE)
    assert sorted(int(row) for row in rows) == sorted([*ExitCode, 1])


def test_every_dependency_has_its_reason_and_licence() -> None:
    extras = PYPROJECT["project"]["optional-dependencies"]
    asked = [*PYPROJECT["project"]["dependencies"], *extras["test"], *extras["dev"]]
    table = text("docs/dependencies.md")
    assert named_in(table) == {re.split("[<>=]", requirement)[0] for requirement in asked}


def test_the_changelog_knows_this_version() -> None:
    assert f"\n## {PYPROJECT['project']['version']}" in text("CHANGELOG.md")


@pytest.fixture
def edition() -> editions.Edition:
    found, _ = ready_editions.find(Project(PROJECT, PROJECT / "content"), [], [], [])
    return found[0]


def test_the_templates_readme_lists_what_templates_see(
    edition: editions.Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: dict[str, set[str]] = {}

    def spy(self: Template, names: dict[str, object]) -> list[str]:
        seen.update(names={*names}, filters={*self.environment.filters} - {*DEFAULT_FILTERS})
        return []

    monkeypatch.setattr(Template, "generate", spy)
    composer.compose(edition)
    names, sections, filters = re.findall(r"(?:^\|.*\n)+", section("templates/README.md", "Names"), re.MULTILINE)
    assert named_in(names) == seen["names"]
    assert named_in(sections) == {f"sheet.{name}" for name in editions.SECTIONS} - {"sheet.masthead"}
    assert named_in(filters) == seen["filters"]


def test_keys_of_layouts_and_languages_are_documented() -> None:
    assert named_in(section("templates/README.md", "layout.yaml")) == {*LayoutFile.model_fields}
    rules = (Panels, Signature, NUp)
    known = {field.alias or name for rule in rules for name, field in rule.model_fields.items()}
    assert named_in(section("templates/README.md", "impose")) == known
    assert named_in(section("docs/translating.md", "Words the program adds")) == {*locales.Furniture.model_fields}
    keys = named_in(section("docs/translating.md", "Adding a language"))
    assert keys == {*locales.Locale.model_fields, "locales/<language>.yaml"}


def test_the_tokens_that_shared_styles_need_are_documented(edition: editions.Edition) -> None:
    settings = composer.compose(edition).settings
    given = {*re.findall(r"--([a-z-]+):", settings)} - {*edition.layout.tokens}
    shared = "".join(path.read_text(encoding="utf-8") for path in PROJECT.glob("templates/_shared/css/*.css"))
    used = {*re.findall(r"var\(--([a-z-]+)", shared)} - {*re.findall(r"^ +--([a-z-]+):", shared, re.MULTILINE)} - given
    from_all, from_some = text("templates/_shared/css/tokens.css").split("From layouts that have these parts:")
    of_all, of_some = (re.findall(r"^ +--([a-z-]+)  +\S", part, re.MULTILINE) for part in (from_all, from_some))
    assert sorted([*of_all, *of_some]) == sorted(used)
    for name in layouts.names(PROJECT / "templates"):
        assert {*of_all} <= {*layouts.load(PROJECT / "templates", name).tokens}, name


def test_every_layout_is_in_the_readme() -> None:
    assert {*layouts.names(PROJECT / "templates")} <= named_in(section("README.md", "What you get"))


def test_every_file_that_a_build_makes_is_in_the_readme(short: Path) -> None:
    named = named_in(section("README.md", "What you get"))
    patterns = [re.sub("<[a-z]+>", "*", one) for one in named if one.startswith("dist/")]
    made = [Path("dist", path.relative_to(short)) for path in short.rglob("*") if path.is_file()]
    assert len(made) > 8
    assert [path for path in made if not any(path.match(pattern) for pattern in patterns)] == []


def rows(heading: str) -> dict[str, list[list[str]]]:
    """The cells of the tables of a section of the printing guide, by the layout in their first column."""
    lines = re.findall(r"^\| `([a-z0-9-]+)` \| (.+) \|$", section("docs/printing.md", heading), re.MULTILINE)
    found: dict[str, list[list[str]]] = {}
    for name, cells in lines:
        found.setdefault(name, []).append(cells.split(" | "))
    return found


LAYOUTS = {name: layouts.load(PROJECT / "templates", name) for name in sorted(layouts.names(PROJECT / "templates"))}
every_layout = pytest.mark.parametrize("name", LAYOUTS)


@every_layout
def test_the_printing_guide_sets_the_printer_right(name: str) -> None:
    ((_, setting, _),) = rows("Which layout, and how to set the printer")[name]
    rule, pages = LAYOUTS[name].impose, LAYOUTS[name].pages
    duplex = rule.duplex if rule else "long-edge" if pages > 1 else "one-side"
    assert duplex in setting.replace("*", "").replace(" ", "-") or name == "photocopy"  # a copier wants single sides


@every_layout
def test_the_printing_guide_says_what_to_measure(name: str) -> None:
    layout = LAYOUTS[name]
    if layout.impose:
        assert name not in rows("How to print")  # it has its ruler
        return
    ((_, told),) = rows("How to print")[name]
    side = float(layout.tokens["margin-side"].removesuffix("mm"))
    box = float(layout.tokens.get("film-width", "0mm").removesuffix("mm"))
    assert told in (f"{layout.width - 2 * side:.0f} mm", f"{box:.0f} mm")


@every_layout
def test_the_print_shop_is_told_what_the_file_is(name: str) -> None:
    layout = LAYOUTS[name]
    ((trim, pages, *_),) = rows("To a print shop")[name]
    ((edition,), _) = ready_editions.find(Project(PROJECT, PROJECT / "content"), [], [name], ["en"])
    sides = imposition.impose(layout, typeset.typeset(composer.compose(edition), edition).count, right_to_left=False)
    assert trim == f"{sides[0].width:g} × {sides[0].height:g} mm"
    assert int(pages.partition(",")[0]) == len(sides)


def test_the_printing_guide_knows_the_frame() -> None:
    assert f"leaves {intents.OFFICE_MARGIN:g} mm white on every side" in text("docs/printing.md")


def test_the_layout_in_the_guide_can_be_built(workshop: Workshop) -> None:
    guide = text("docs/adding-a-layout.md")
    folder = workshop.folder / "templates" / "handbill"
    folder.mkdir()
    for language in ("yaml", "html", "css"):
        (folder / f"layout.{language}").write_text(fenced(guide, language)[0], encoding="utf-8")
    for content in (PROJECT / "content", PROJECT / "tests" / "sheets"):
        ended = workshop.run("check", "--layout", "handbill", "--lang", "en", "--content", content)
        assert ended.code == 0, ended.err


def test_the_layout_in_the_guide_holds_a_longer_language_once_its_sizes_give(
    workshop: Workshop, tmp_path: Path
) -> None:
    guide = text("docs/adding-a-layout.md")
    folder = workshop.folder / "templates" / "handbill"
    folder.mkdir()
    for language in ("yaml", "html", "css"):
        (folder / f"layout.{language}").write_text(fenced(guide, language)[0], encoding="utf-8")
    title = {"masthead.title": "‘Wir erobern uns zurück, was uns gehört und immer gehörte!’"}
    check = ("check", "--layout", "handbill", "--content", pseudo.copy_of(tmp_path, 1.4, title).content)
    assert workshop.run(*check).code == ExitCode.OVERSET
    (bounds,) = (block for block in fenced(guide, "yaml") if block.startswith("fit:"))
    workshop.append("templates/handbill/layout.yaml", bounds)
    for ended in (workshop.run(*check), workshop.run("check", "--layout", "handbill")):
        assert ended.code == 0, ended.err


def test_the_layout_that_extends_is_quoted_right() -> None:
    _, quoted, *_ = fenced(text("docs/adding-a-layout.md"), "yaml")
    assert {*quoted.splitlines()} <= {*text("templates/factsheet-letter/layout.yaml").splitlines()}


def test_imposed_layouts_are_quoted_right() -> None:
    quoted = [block for block in fenced(text("docs/adding-a-layout.md"), "yaml") if "impose:" in block]
    assert len(quoted) == 3
    for block, name in zip(quoted, ("leaflet", "booklet", "cards"), strict=True):
        assert {*block.splitlines()} <= {*text(f"templates/{name}/layout.yaml").splitlines()}


def test_a_translator_sees_the_message_in_the_guide(workshop: Workshop) -> None:
    shutil.copytree(PROJECT / "content/taking-back-whats-ours", workshop.folder / "content/taking-back-whats-ours")
    folder = workshop.folder / "content/taking-back-whats-ours"
    shutil.copy(folder / "en.yaml", folder / "fr.yaml")
    workshop.change("content/taking-back-whats-ours/fr.yaml", "  kicker:", "  kiker:")
    ended = workshop.run("check", "--lang", "fr")
    assert (ended.code, ended.problems) == (
        ExitCode.CONTENT,
        fenced(text("docs/translating.md"), "text")[0].splitlines(),
    )


def test_the_key_in_the_translators_guide_is_quoted_right() -> None:
    assert fenced(text("docs/translating.md"), "yaml")[0] in text("content/taking-back-whats-ours/en.yaml")


def test_the_translators_guide_names_every_font_there_is() -> None:
    told = section("docs/translating.md", "Letters")
    families = set(re.findall(r"(?<=[\[ ])FS [A-Z]\w+(?: Chinese| Looped)?(?=[],])", told))
    by_themselves = {one.family for one in fonts._sources(PROJECT / "assets") if one.in_place_of or one.signs}
    assert families == fonts.families(PROJECT / "assets") - by_themselves
    assert all(f"`{family}`" in told for family in by_themselves)


PICTURES = PROJECT / "docs" / "pages"
HEIGHT, GAP = 480, 12  # pixels
COLOURS = 32
LARGEST = 120_000  # bytes; a page of documentation should open quickly
# Mean difference per pixel, of 255. Few colours alone make 0.7, two swapped messages 1.8, a margin moved by 1 mm 22;
# a changed word or two stays below, and need not be in a picture of this size.
TOLERANCE = 1.5


def shown() -> dict[str, Path]:
    """The pictures the docs show, by the name of the PDF whose pages they are."""
    links = [
        (doc, link) for doc in DOCS for link in re.findall(r"!\[[^]]+\]\(([^)]+)\)", doc.read_text(encoding="utf-8"))
    ]
    return {Path(link).stem: doc.parent / link for doc, link in links}


def strip(pdf: Path) -> Image.Image:
    """All pages side by side on grey; of an office file only the first."""
    with pypdfium2.PdfDocument(pdf) as document:
        chosen = list(document)[: 1 if pdf.stem.endswith("office") else None]
        pages = [page.render(scale=HEIGHT / page.get_height()).to_pil().convert("RGB") for page in chosen]
    width = GAP + sum(page.width + GAP for page in pages)
    picture = Image.new("RGB", (width, HEIGHT + 2 * GAP), "#808080")
    left = GAP
    for page in pages:
        picture.paste(page, (left, GAP))
        left += page.width + GAP
    return picture


def pictured(name: str, folder: Path) -> Path:
    """The file whose pages the docs show under this name; a proof or dummy is made for it."""
    _, layout, tag, kind = name.split("_")
    if kind in [*editions.Intent]:
        (edition,) = (one for one in OF_THE_SOURCE if one.layout.name == layout)
        return edition.file(products.dist(edition), editions.Intent(kind))
    argv = ("--proof", "--layout", layout, "--lang", tag, "--for", "screen", "--out", folder)
    ended = subprocess_run(PROJECT, *argv)
    assert ended.code == 0, ended.err
    (file,) = folder.rglob(f"{name}.pdf")
    return file


def test_pictures_are_shown_and_nothing_else_is_kept() -> None:
    assert {path.resolve() for path in shown().values()} == {*PICTURES.resolve().iterdir()}


@pytest.mark.parametrize("name", sorted(shown()))
def test_pictures_show_the_pages_as_they_are(name: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    picture, file = strip(pictured(name, tmp_path)), PICTURES / f"{name}.png"
    if request.config.getoption("--update"):
        file.parent.mkdir(exist_ok=True)
        picture.quantize(COLOURS, dither=Image.Dither.NONE, kmeans=2).save(file, optimize=True)
    kept = Image.open(file).convert("RGB")
    assert file.stat().st_size < LARGEST
    assert kept.size == picture.size
    difference = numpy.abs(numpy.asarray(kept, int) - numpy.asarray(picture, int)).mean()
    assert difference < TOLERANCE, "the pages have changed: run with --update, and look at the pictures"
