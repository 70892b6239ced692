"""Turn what WeasyPrint logs while it works into findings.

It drops text, swaps fonts and skips files with no more than a line in a log, so every such line stops the build.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager

from factsheet.design.editions import Edition
from factsheet.engine import fetcher, parsing, svg_limits, svg_texts
from factsheet.engine.log import LOGGER
from factsheet.findings import ExitCode, Finding, ProjectError

_NO_GLYPH = re.compile(r"\.notdef glyph rendered .*?\(((?:U\+[0-9A-F]+[, ]*)+)\)")


class _Collector(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        message = record.getMessage()
        if message not in self.messages:
            self.messages.append(message)


@contextmanager
def collected(edition: Edition) -> Iterator[None]:
    """Listen to WeasyPrint while it works.

    Raises:
        ProjectError: it logged something at WARNING or above, stopped at an address, or failed; exit code LAYOUT, or
            CONTENT where no font has a character of the content.
    """
    with _listening() as messages:
        try:
            yield
        except ProjectError:
            raise
        except Exception as error:
            if not svg_limits.is_exceeded():
                raise ProjectError(_finding(edition, f"{type(error).__name__}: {error}")) from None
        except BaseException as error:
            if not fetcher.is_refusal(error):
                raise
            raise ProjectError(_finding(edition, str(error))) from None
    if svg_limits.is_exceeded():
        what = f"{edition.layout.name}: its drawings in SVG have more than {svg_limits.MAX_PARTS} parts"
        hint = "look for parts that use each other again and again (use, pattern, marker, mask)"
        raise ProjectError(Finding(ExitCode.LAYOUT, what, edition.layout.place, hint))
    if messages:
        parsing.forget()
        raise ProjectError(*(finding for message in messages for finding in _findings(edition, message)))


@contextmanager
def _listening() -> Iterator[list[str]]:
    """Collect the messages of the log in place of what listens to it otherwise."""
    collector = _Collector()
    handlers, propagate = LOGGER.handlers, LOGGER.propagate
    LOGGER.handlers, LOGGER.propagate = [collector], False
    svg_limits.begin()
    svg_texts.begin()
    try:
        yield collector.messages
    finally:
        LOGGER.handlers, LOGGER.propagate = handlers, propagate


def _findings(edition: Edition, message: str) -> Iterator[Finding]:
    match = _NO_GLYPH.search(message)
    if not match:
        yield _finding(edition, message)
        return
    for code in re.findall(r"U\+([0-9A-F]+)", match[1]):
        character = chr(int(code, 16))
        holders = [text for text in edition.strings if character in text]
        what = f'{edition.layout.name}: no font has "{character}" (U+{code})'
        hint = "use another character, or add a font to assets/fonts and to the language's file"
        if not holders:
            yield Finding(
                ExitCode.LAYOUT,
                f"{what}, which the template or the language's furniture uses",
                edition.layout.place,
                hint,
            )
        for text in holders:
            yield Finding(ExitCode.CONTENT, f'{text.key}: {what}: "{text[:60]}"', text.place, hint)


def _finding(edition: Edition, message: str) -> Finding:
    message = re.sub(r"data:\S{60,}", "data:…", message)
    what = f"{edition.layout.name}: the typesetting engine says: {message[:300]}"
    return Finding(ExitCode.LAYOUT, what, edition.layout.place)
