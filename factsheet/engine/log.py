"""Log a complaint of our own through WeasyPrint's logger, to be collected with its own."""

from __future__ import annotations

import logging
from typing import Final

LOGGER: Final = logging.getLogger("weasyprint")


def complain(message: str) -> None:
    """Log what is wrong with a page; `complaints.collected` makes a finding of it."""
    LOGGER.error(message)
