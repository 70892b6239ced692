"""A file attached to it."""

from pikepdf import Pdf

INTENT = "office"
SAYS = "it has /EmbeddedFiles, which runs or carries something"


def plant(document: Pdf) -> None:
    document.attachments["notes.txt"] = b"notes"
