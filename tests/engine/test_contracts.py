"""What this project relies on in WeasyPrint: one contract for each name it replaces and each inner part it uses.

After an upgrade, run this file alone: it names all that has changed, though the program refuses the version until
`factsheet.engine.VERSION` is raised. Look at each change, then write down what is there now. See docs/engine.md.
"""

from __future__ import annotations

import ast
import hashlib
import inspect
import logging
import pkgutil
import re
import tomllib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from importlib import import_module, resources
from typing import Any

import pytest
from support.project import PROJECT

from factsheet.engine import VERSION, boxes, complaints, line_cache, log, patches, startup
from factsheet.findings import ProjectError

REPLACED = (*patches.WHILE_LOADING, *patches.LASTING)
LINE = "text, style, context, max_width, justification_spacing, is_line_start=True, minimum=False"
METRICS = "first_line, text, layout, resume_at, space_collapse, style, hyphenated=False, hyphenation_character=None"
LEVEL = (
    "context, box, position_x, max_x, bottom_space, skip_stack, containing_block, absolute_boxes, fixed_boxes, "
    "line_placeholders, waiting_floats, line_children, first_letter_style, first_line_style"
)


@dataclass(frozen=True)
class Contract:
    """What is relied on in one class, function or module of the engine."""

    name: str
    """As `pkgutil.resolve_name` reads it."""
    signature: str = ""
    body: str = ""
    """The first digits of the SHA-256 of its source, where all of it is replaced or built upon."""
    lines: tuple[str, ...] = ()
    """Pieces of its source that say what is relied on, whatever stands around them."""

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True)
class Part:
    """A part of the engine as it is: its signature, and its source with every space and line break as one space."""

    signature: str
    source: str

    @property
    def body(self) -> str:
        return hashlib.sha256(self.source.encode()).hexdigest()[:12]


def part(thing: Any) -> Part:
    signature = ""
    with suppress(ValueError, TypeError):  # a module, or a class that inherits how it is made
        signature = str(inspect.signature(thing))[1:-1]
    return Part(signature, " ".join(inspect.getsource(thing).split()))


def breaches(contract: Contract, there: Part) -> list[str]:
    """What is not as it was."""
    changed = []
    if contract.signature and contract.signature != there.signature:
        changed.append(f"takes {there.signature} in place of {contract.signature}")
    if contract.body and contract.body != there.body:
        changed.append(f"is written otherwise: {there.body} in place of {contract.body}")
    return changed + [f"no longer has: {line}" for line in contract.lines if line not in there.source]


PATCHED = (
    Contract("ctypes.util:find_library", "name"),
    Contract("weasyprint.pdf:add_tags", "pdf, document, pdf_version, page_streams", "76ba53685f38"),
    Contract("weasyprint.text.line_break:Layout.set_text", "self, text, justify=False", "68bafe251d6c"),
    Contract("weasyprint.text.line_break:first_line_metrics", METRICS, "c53be6f64f5d"),
    Contract("weasyprint.layout.inline:can_break_text", "text, lang", "7aa45677b1db"),
    Contract("weasyprint.layout.preferred:can_break_text", "text, lang", "7aa45677b1db"),
    Contract("weasyprint.layout.inline:split_first_line", LINE, "274dcf25a177"),
    Contract("weasyprint.layout.preferred:split_first_line", LINE, "274dcf25a177"),
    Contract("weasyprint.layout.inline:strut", "style", "87a0e5a54d04"),
    Contract("weasyprint.layout.inline:split_inline_level", LEVEL, "cab4c079e173"),
    Contract("weasyprint.svg:TAGS.path", "svg, node, font_size", "549d964bcaac"),
    Contract("weasyprint.svg:SVG.draw_node", "self, node, font_size, fill_stroke=True, context=None", "efb4e0ce95b7"),
    Contract("weasyprint.svg.defs:get_use_tree", "svg, node, font_size", "b27a510a674a"),
    Contract(
        "weasyprint.draw.text:draw_first_line", "stream, textbox, text_overflow, block_ellipsis, matrix", "4228cb54f323"
    ),
    Contract("weasyprint.pdf.stream:Font", "pango_font, description, font_size", "c5fd92558e01"),
)
"""Names that are replaced. Their whole source counts, as ours does the same in another way or goes on from it."""

CALLERS = (
    Contract("weasyprint.text.ffi:_dlopen", lines=("for name in names:", "return ffi.dlopen(name, flags)")),
    Contract(
        "weasyprint.pdf:generate_pdf",
        lines=("add_tags(pdf, document, options['pdf_version'], page_streams)", "if pdf_tags:"),
    ),
    Contract(
        "weasyprint.layout.inline:split_text_box",
        lines=(
            "layout, length, resume_index, width, height, baseline = split_first_line( text.decode(), box.style, "
            "context, available_width, box.justification_spacing, is_line_start=is_line_start)",
            "box.pango_layout = layout",
            "line_height, _ = strut(box.style)",
        ),
    ),
    Contract(
        "weasyprint.layout.preferred:inline_line_widths",
        lines=("max_width = 0 if minimum else None", "split_first_line( child_text[resume_index:].decode()"),
    ),
    Contract(
        "weasyprint.layout.inline:split_inline_box",
        lines=("split_inline_level( context, child, position_x, available_width, bottom_space,",),
    ),
    Contract("weasyprint.layout.inline:can_break_inside", lines=("can_break_text(box.text, box.style['lang'])",)),
    Contract("weasyprint.svg:SVG.draw_node", lines=("TAGS[node.tag](self, node, font_size)", "self.draw_node(child,")),
    Contract("weasyprint.svg.defs:use", lines=("tree := get_use_tree(svg, node, font_size)",)),
    Contract(
        "weasyprint.draw.text:draw_text",
        lines=(
            "textbox.pango_layout.reactivate(textbox.style)",
            "emojis = draw_first_line( stream, textbox, text_overflow, block_ellipsis, Matrix(d=-1, e=x, f=y))",
        ),
    ),
    Contract(
        "weasyprint.pdf.stream:Stream.add_font",
        "self, pango_font",
        lines=("self._fonts[key] = Font(pango_font, description, font_size)", "return self._fonts[key], font_size"),
    ),
)
"""Where the engine calls what is replaced: a call that moved would go past it."""

USED = (
    # What it is started, fed and read with: startup, parsing, fetcher, pdf_writer, typeset.
    Contract("weasyprint.text.fonts:FontConfiguration", lines=("self._folder = Path(mkdtemp(", "rmtree(self._folder")),
    Contract("weasyprint.css.counters:CounterStyle", lines=("class CounterStyle(dict)",)),
    Contract("weasyprint.urls:URLFetcher.fetch", "self, url, headers=None"),
    Contract("weasyprint.urls:URLFetcherResponse.__init__", lines=("self, url, body=None, headers=None",)),
    Contract("weasyprint.urls:FatalURLFetchingError", lines=("(BaseException)",)),
    Contract("weasyprint:HTML.render", lines=("font_config=None, counter_style=None", "**options")),
    Contract("weasyprint.document:Document.write_pdf", "self, target=None, zoom=1, finisher=None, **options"),
    Contract("weasyprint.document:Document.copy", "self, pages='all'"),
    Contract(
        "weasyprint.document:Page",
        lines=("self._page_box = page_box", "self.bookmarks = []", "self.width = ", "self.height = "),
    ),
    Contract(
        "weasyprint.anchors:make_page_bookmark_tree",
        lines=("level, label, (point_x, point_y), state in page.bookmarks",),
    ),
    Contract("weasyprint.logger", lines=("LOGGER = logging.getLogger('weasyprint')",)),
    Contract(
        "weasyprint.draw.text:draw_first_line",
        lines=("LOGGER.warning( '.notdef glyph rendered for Unicode string unsupported by fonts: ' '\"%s\" (U+%04X)'",),
    ),
    # Lines: word_faces, unspaced_scripts, line_cache, dotted_circles, text_layer.
    Contract(
        "weasyprint.text.line_break:Layout",
        "style, justification_spacing=0, max_width=None",
        lines=(
            *("self.text = text", "self.style = style", "self.layout = ffi.gc("),
            *("return first_line, index", "def deactivate(self): del self.layout, self.language, self.style"),
            "def reactivate(self, style): self.setup(style) self.set_text(self.text, justify=True)",
        ),
    ),
    Contract(
        "weasyprint.text.line_break:split_first_line",
        lines=("Return ``(layout, length, resume_index, width, height, ",),
    ),
    Contract("weasyprint.text.line_break:_font_style_cache_key", "style, include_size=False", "15ac80eba565"),
    Contract("weasyprint.formatting_structure.boxes:TextBox.copy_with_text", "self, text"),
    # Drawing: text_layer, embedding, glyph_codes, tags.
    Contract(
        "weasyprint.pdf.stream:Stream",
        lines=(
            *("self._tags = tags", "self._tags[box] = {'tag': tag, 'mcid': mcid}"),
            *("property_list = pydyf.Dictionary({'MCID': mcid})", "self._current_font = (font, size)"),
        ),
    ),
    Contract(
        "weasyprint.pdf.fonts:Font.clean",
        "self, to_unicode, hinting",
        lines=("self.subset(to_unicode, hinting)", "if 'fvar' in self.tables:"),
    ),
    Contract(
        "weasyprint.pdf.fonts:build_fonts_dictionary",
        lines=("font.clean(to_unicode, options['hinting'])", "font_widths = font.widths", "= font.to_unicode"),
    ),
    Contract("weasyprint.pdf.anchors:add_links", lines=("page['Annots'].append(box.link_annotation.reference)",)),
    Contract(
        "pydyf:Stream",
        lines=(
            "def set_text_matrix(self, a, b, c, d, e, f)",
            "def show_text(self, text)",
            "self.stream.append(b'/' + ",
        ),
    ),
    Contract(
        "pydyf:Stream.begin_marked_content",
        lines=("self.stream.append(f'/{tag}')", "self.stream.append(property_list)"),
    ),
    Contract("pydyf:PDF", lines=("self.catalog =", "self.objects", "def page_references(self)", "def add_object(self")),
    # Drawings: path_cache, svg_limits.
    Contract("weasyprint.svg:Node.set_svg_size", lines=("svg.inner_width, svg.inner_height =", "svg.inner_diagonal =")),
    Contract("weasyprint.svg:Node.__init__", lines=("self.vertices = deque()",)),
    Contract("weasyprint.svg:SVG.draw", lines=("self.stream = stream",)),
    # The order of painting: paint_order.
    Contract("weasyprint.stacking:StackingContext", lines=("self.z_index = box.style['z_index']",)),
    Contract("weasyprint.layout.absolute:AbsolutePlaceholder", lines=("object.__setattr__(self, '_box', box)",)),
)
"""Inner parts that are used as they are."""


@pytest.fixture(scope="module", autouse=True)
def engine() -> Iterator[None]:
    """The engine as it is installed, whether this project takes it or not."""
    with suppress(ProjectError):  # another version
        startup.start(PROJECT / "assets")
    yield


def there(contract: Contract) -> Part:
    """The engine's own, where it is replaced."""
    if contract.name in {patch.target for patch in REPLACED}:
        return part(patches.own(contract.name))
    return part(pkgutil.resolve_name(contract.name))


every_contract = pytest.mark.parametrize("contract", (*PATCHED, *CALLERS, *USED), ids=str)


@every_contract
def test_the_engine_keeps_the_contract(contract: Contract) -> None:
    assert breaches(contract, there(contract)) == []


@every_contract
def test_a_changed_engine_would_be_noticed(contract: Contract) -> None:
    same = there(contract)
    fakes = [Part("self, otherwise", same.source)] if contract.signature else []
    fakes += [Part(same.signature, same.source + " return None")] if contract.body else []
    fakes += [Part(same.signature, same.source.replace(line, "otherwise")) for line in contract.lines]
    assert fakes
    for fake in fakes:
        assert breaches(contract, fake) != []


def test_every_name_that_is_replaced_has_a_contract() -> None:
    assert sorted({patch.target for patch in REPLACED}) == sorted(contract.name for contract in PATCHED)


def test_a_patch_wraps_what_it_replaces_or_replaces_it_whole() -> None:
    """So that nothing of the engine is lost that another patch, or a test, still needs."""
    for patch in patches.LASTING:
        holder = pkgutil.resolve_name(patch.holder)
        ours = holder[patch.name] if isinstance(holder, dict) else getattr(holder, patch.name)
        own = patches.own(patch.target)
        assert ours is not own
        if patch.name == "Font":
            assert issubclass(ours, own)
        elif patch.name != "add_tags":
            assert inspect.unwrap(ours) is own


def test_names_are_replaced_once_however_often_it_starts() -> None:
    before = {patch.target: patches._get(pkgutil.resolve_name(patch.holder), patch.name) for patch in patches.LASTING}
    patches.install()
    after = {patch.target: patches._get(pkgutil.resolve_name(patch.holder), patch.name) for patch in patches.LASTING}
    assert before == after


def test_what_is_replaced_while_loading_is_put_back() -> None:
    own = patches.own("ctypes.util:find_library")
    with patches._replaced_while_loading():
        pass
    with pytest.raises(KeyError), patches._replaced_while_loading():
        raise KeyError
    assert patches.own("ctypes.util:find_library") is own


def test_the_version_is_the_one_that_is_installed_and_locked() -> None:
    assert import_module("weasyprint").__version__ == VERSION
    lock = (PROJECT / "requirements.lock").read_text(encoding="utf-8")
    assert re.search(r"^weasyprint==(\S+)", lock, re.M)[1] == VERSION  # type: ignore[index]
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))
    assert any(need.startswith(f"weasyprint>={VERSION},") for need in project["project"]["dependencies"])


def imported() -> set[str]:
    """Every name of the engine that this project imports."""
    names = set()
    for path in (PROJECT / "factsheet").glob("engine/*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] in ("weasyprint", "pydyf"):
                names |= {f"{node.module}:{alias.name}" for alias in node.names}
    return names


@pytest.mark.parametrize("name", sorted(imported()))
def test_every_name_that_is_imported_is_there(name: str) -> None:
    pkgutil.resolve_name(name)


def test_the_tree_of_boxes_has_these_classes_and_no_others_like_them() -> None:
    kinds = {
        name: kind
        for name, kind in vars(import_module("weasyprint.formatting_structure.boxes")).items()
        if inspect.isclass(kind)
    }
    named = {
        boxes.LINE,
        boxes.TEXT,
        boxes.INLINE,
        boxes.MARGIN,
        boxes.CELL,
        *boxes.ROWS,
        *boxes.REPLACED,
        *boxes.IN_LINES,
    }
    assert named <= {*kinds}
    assert {name for name in kinds if name.startswith("Inline")} == boxes.IN_LINES
    assert {name for name, kind in kinds.items() if issubclass(kind, kinds["ReplacedBox"])} - {
        "ReplacedBox"
    } == boxes.REPLACED
    for one in (boxes.LINE, boxes.TEXT, boxes.MARGIN, boxes.CELL):
        assert kinds[one].__subclasses__() == [], f"a {one} may be of another class, too"


BOX = (
    *("element", "element_tag", "style", "position_x", "position_y", "width", "height", "link_annotation"),
    *("content_box_x", "content_box_y", "margin_width", "margin_height", "is_in_normal_flow", "all_children"),
)
"""What is read of every box; texts and pictures have no children."""


def test_boxes_have_what_is_read_of_them() -> None:
    weasyprint, configuration = startup.start(PROJECT / "assets")
    body = "<p>a <b>b</b></p><table><thead><tr><th>c</table><svg viewBox='0 0 1 1'></svg>"
    body += "<i style='position: absolute'>d</i>"
    html = f"<title>x</title><style>@page {{ @top-left {{ content: 'e' }} }}</style>{body}"
    (page,) = weasyprint.HTML(string=html).render(font_config=configuration).pages
    sheet = boxes.outermost(page)
    assert sheet.page_type.name == ""
    seen = {}
    waiting = [sheet]
    while waiting:
        box = boxes.laid_out(waiting.pop())
        seen[type(box).__name__] = box
        assert [name for name in BOX if not hasattr(box, name)] == []
        assert box.style["z_index"] and box.style["position"] and box.style["visibility"] and box.style["overflow"]
        waiting += box.all_children()
    assert {boxes.LINE, boxes.TEXT, boxes.INLINE, boxes.MARGIN, boxes.CELL, "TableRowBox"} <= {*seen}
    assert {*seen} & boxes.REPLACED
    assert seen[boxes.TEXT].pango_layout.text and seen[boxes.TEXT].text
    assert (seen[boxes.CELL].colspan, seen[boxes.CELL].rowspan) == (1, 1)
    assert seen["TableRowGroupBox"].is_header is True
    assert seen[boxes.CELL].style["padding_top"].unit == "px"
    assert seen[boxes.LINE].style["break_before"] == "auto"


def test_styles_have_what_lines_are_cached_by() -> None:
    known = import_module("weasyprint.css.properties").INITIAL_VALUES
    assert {*line_cache.READ, *line_cache.READ_OF_STRUT} - {*known} == set()


def test_functions_that_are_declared_here_are_in_the_libraries() -> None:
    ffi = import_module("weasyprint.text.ffi")
    for declaration in patches.DECLARATIONS:
        name = re.search(r"\b(pango|hb)_\w+(?= \()", declaration)
        assert name
        assert getattr(ffi.pango if name[1] == "pango" else ffi.harfbuzz, name[0])


def test_a_glyph_is_four_numbers_at_first() -> None:
    """Its number, advance, and how far it is moved, as text_layer takes them out of the memory."""
    ffi = import_module("weasyprint.text.ffi").ffi
    assert ffi.sizeof("PangoGlyphInfo") >= 4 * ffi.sizeof("gint")
    assert [
        ffi.offsetof("PangoGlyphInfo", "glyph"),
        *(
            ffi.offsetof("PangoGlyphInfo", "geometry") + ffi.offsetof("PangoGlyphGeometry", name)
            for name in ("width", "x_offset", "y_offset")
        ),
    ] == [0, 4, 8, 12]


def test_the_profile_of_colours_comes_with_it() -> None:
    assert (resources.files("weasyprint.pdf") / "sRGB2014.icc").is_file()


def test_its_log_is_the_one_that_is_listened_to() -> None:
    assert import_module("weasyprint.logger").LOGGER is log.LOGGER is logging.getLogger("weasyprint")
    assert complaints._NO_GLYPH.search('.notdef glyph rendered for Unicode string unsupported by fonts: "x" (U+0E17)')


def test_the_page_about_the_engine_tells_of_every_patch(request: pytest.FixtureRequest) -> None:
    file = PROJECT / "docs" / "engine.md"
    rows = ["| name | replaced by | why |", "|---|---|---|"]
    for patch in REPLACED:
        module = patch.make.__module__.rpartition(".")[2]
        rows.append(f"| `{patch.target}` | `{module}.{patch.make.__name__}` | {patch.why} |")
    page = file.read_text(encoding="utf-8")
    before, rest = page.split("<!-- patches -->\n")
    now = f"{before}<!-- patches -->\n{chr(10).join(rows)}\n<!-- end -->{rest.partition('<!-- end -->')[2]}"
    if request.config.getoption("--update"):
        file.write_text(now, encoding="utf-8")
    assert file.read_text(encoding="utf-8") == now, "run it with --update"
