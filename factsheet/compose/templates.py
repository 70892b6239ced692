"""Fill Jinja templates, which may come from anybody. The only module that knows Jinja.

A template is data here: it sees a few names, prints words and numbers, includes files of `templates/`, and runs
nothing. Attributes that lead to Python's insides, to files or to places in them are refused, and so are calls of
anything but macros, a few functions and the methods of plain values.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from functools import lru_cache
from pathlib import Path, PurePath
from types import (
    BuiltinMethodType,
    CodeType,
    FrameType,
    FunctionType,
    GeneratorType,
    MappingProxyType,
    MethodType,
    ModuleType,
    TracebackType,
)
from typing import Any, Final

from jinja2 import BaseLoader, BytecodeCache, StrictUndefined, TemplateError, TemplateNotFound, TemplateSyntaxError
from jinja2 import pass_context as pass_context
from jinja2.bccache import Bucket
from jinja2.exceptions import SecurityError
from jinja2.runtime import BlockReference, Context, LoopContext, Macro, Undefined
from jinja2.sandbox import ImmutableSandboxedEnvironment, modifies_known_mutable, safe_range
from jinja2.utils import Namespace

from factsheet.findings import ExitCode, Finding, Place, ProjectError
from factsheet.storage import files

_BYTES: Final = 256 * 1024
"""Of one template. The largest of this project has a tenth of it."""
_CHARACTERS: Final = 8_000_000
"""Of a filled template. The largest, a galley, has a tenth of it."""
_PLAIN: Final = (str, bytes, int, float, list, tuple, dict)
_INSIDES: Final = (type, ModuleType, FunctionType, MethodType, GeneratorType, CodeType, FrameType, TracebackType)
_NO_FILTERS: Final = ("attr", "pprint", "xmlattr", "urlize", "random")
_HINT: Final = "templates/README.md lists the names a template can use"


Filters = Mapping[str, Callable[..., object]]
"""What templates can apply to values, by name."""

NO_FILTERS: Final[Filters] = MappingProxyType({})


def fill(
    root: Path, folders: tuple[Path, ...], name: str, names: Mapping[str, object], filters: Filters = NO_FILTERS
) -> str:
    """Return the text of a template, which is looked for in these folders, first found first used.

    Raises:
        ProjectError: a template that cannot be read or filled, or reaches for what is not its own; exit code LAYOUT,
            at its line as far as that is known.
    """
    begun = None
    try:
        template = _environment(root, folders, filters).get_template(name)
        begun = Place(Path(template.filename or name))
        parts, length = [], 0
        for part in template.generate(names):
            parts.append(part)
            length += len(part)
            if length > _CHARACTERS:
                raise SecurityError(f"the page has more than {_CHARACTERS} characters")
        return "".join(parts)
    except TemplateSyntaxError as error:
        raise _refused(
            str(error.message), Place(Path(error.filename), error.lineno) if error.filename else None
        ) from None
    except RecursionError as error:
        raise _refused("the template includes itself: recursion without end", _line(error, root) or begun) from None
    except TemplateNotFound as error:
        what = str(error.message) if error.message != error.name else f"there is no template {error.name}"
        raise _refused(what, _line(error, root) or begun) from None
    except (TemplateError, TypeError, ValueError, ArithmeticError, LookupError, AttributeError) as error:
        raise _refused(str(error), _line(error, root) or begun) from None


def _refused(what: str, place: Place | None) -> ProjectError:
    return ProjectError(Finding(ExitCode.LAYOUT, what, place, _HINT))


def _line(error: Exception, root: Path) -> Place | None:
    """Return the innermost template line that an error passed through."""
    place = None
    step = error.__traceback__
    while step:
        file = Path(step.tb_frame.f_code.co_filename)
        if file.is_relative_to(root):
            place = Place(file, step.tb_lineno)
        step = step.tb_next
    return place


class _Environment(ImmutableSandboxedEnvironment):
    """An environment whose templates read values and change, call and open nothing."""

    def call(self, __context: Context, __obj: Any, *args: Any, **kwargs: Any) -> Any:
        """Call what a template may call, or what it was given by name."""
        if any(__obj is given for given in __context.parent.values()):
            return __context.call(__obj, *args, **kwargs)
        return super().call(__context, __obj, *args, **kwargs)

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Tell whether a template may read this attribute.

        Stricter than Jinja's own rule, and quicker, as it is asked a thousand times a page: nothing of functions,
        classes, generators, frames and the like, and nothing that begins with an underscore.
        """
        return not (attr.startswith("_") or isinstance(obj, _INSIDES) or _is_hidden(value))

    def getitem(self, obj: Any, argument: Any) -> Any:
        """Return a member of a list or map, or an attribute of that name, if a template may read it."""
        value = super().getitem(obj, argument)
        return self.unsafe_undefined(obj, str(argument)) if _is_hidden(value) else value

    def is_safe_callable(self, obj: Any) -> bool:
        """Tell whether a template may call this."""
        if isinstance(obj, Macro | BlockReference | LoopContext) or obj in (safe_range, Namespace):
            return True
        owner = getattr(obj, "__self__", None)
        if isinstance(owner, LoopContext):
            return super().is_safe_callable(obj)
        is_method = isinstance(obj, BuiltinMethodType) and isinstance(owner, _PLAIN)
        return is_method and not modifies_known_mutable(owner, obj.__name__)


def _is_hidden(value: object) -> bool:
    """Tell whether a value, or the first of several, says where files lie, or opens a way to them."""
    first = next(iter(value), None) if isinstance(value, tuple | list) else value
    return isinstance(first, PurePath | Place | ModuleType)


def _refuse_objects(value: object) -> object:
    """Refuse to print what is neither words nor a number: how Python shows a value may tell where a file lies."""
    if isinstance(value, str | int | float | Undefined) or hasattr(value, "__html__"):
        return value
    raise SecurityError(f"a {type(value).__name__} is printed, which is neither words nor a number")


class _Folders(BaseLoader):
    """Templates by their path below one of several folders, all of them within one root."""

    def __init__(self, root: Path, folders: tuple[Path, ...]) -> None:
        self._root, self._folders = root, folders

    def get_source(self, environment: Any, template: str) -> tuple[str, str, Callable[[], bool]]:
        """Return the text of a template, its path, and whether the file is still the same."""
        parts = template.split("/")
        if any(part in ("", ".", "..") or os.sep in part or (os.altsep and os.altsep in part) for part in parts):
            raise TemplateNotFound(template, f"{template} is not the path of a template")
        path = next((found for folder in self._folders if os.path.lexists(found := folder.joinpath(*parts))), None)
        if path is None:
            raise TemplateNotFound(template)
        try:
            text = files.read(path, self._root, _BYTES).decode("utf-8-sig")
        except files.Unreadable as error:
            raise TemplateNotFound(template, f"{template}: {error}") from None
        except UnicodeDecodeError:
            raise TemplateNotFound(template, f"{template} is not in UTF-8") from None
        state = _state(path)
        return text, str(path), lambda: _state(path) == state


def _state(path: Path) -> tuple[int, int, int] | None:
    """Return what differs once a file has changed since it was read."""
    try:
        about = path.stat()
    except OSError:
        return None
    return about.st_mtime_ns, about.st_size, about.st_ino


class _Compiled(BytecodeCache):
    """Templates as code. Editions look in folders of their own, and find the same file in most of them."""

    def __init__(self) -> None:
        self._codes: dict[tuple[str, str], bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give the code of a file, unless the file has changed since."""
        code = self._codes.get((bucket.key, bucket.checksum))
        if code:
            bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep the code of a file."""
        self._codes[bucket.key, bucket.checksum] = bucket.bytecode_to_string()


_compiled = _Compiled()


def _environment(root: Path, folders: tuple[Path, ...], filters: Filters) -> _Environment:
    return _make_environment(root, folders, tuple(filters.items()))


@lru_cache(maxsize=256)
def _make_environment(
    root: Path, folders: tuple[Path, ...], filters: tuple[tuple[str, Callable[..., object]], ...]
) -> _Environment:
    environment = _Environment(
        loader=_Folders(root, folders),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_refuse_objects,
        bytecode_cache=_compiled,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals = {"range": safe_range, "namespace": Namespace}
    for name in _NO_FILTERS:
        del environment.filters[name]
    environment.filters.update(filters)
    return environment
