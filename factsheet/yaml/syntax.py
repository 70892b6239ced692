"""Explain in plain words what the YAML parser says of a file that it does not understand, and what to do."""

from __future__ import annotations

# A fragment of what the parser says, what a person can use, and what to do. The first that is found decides.
_EXPLANATIONS = (
    ("mapping values are not allowed", "a colon followed by a space is not expected here",
     "put text that contains a colon after >- on a line of its own, and check that keys line up"),
    ("could not find expected ':'", "this line has no key, or its key has no colon",
     "every line is “key: text” with a plain colon and a space, or belongs, indented further, to the text above it"),
    ("found character '\\t'", "a tab stands where spaces belong", "indent with spaces"),
    ("found character", "text cannot begin with this character", "put the text between quotation marks or after >-"),
    ("sequence entries are not allowed", "text cannot begin with a dash and a space",
     "put the text between quotation marks or after >-"),
    ("scanning an alias", "text cannot begin with this character", "put the text between quotation marks or after >-"),
    ("scanning an anchor", "text cannot begin with this character", "put the text between quotation marks or after >-"),
    ("scanning a block scalar", "text stands on the line of > or |", "begin it on the next line, indented further"),
    ("parsing a flow", "text that begins with a bracket is taken for a list or for keys",
     "put the text between quotation marks or after >-"),
    ("incompatible YAML", "the line that begins with % names a version this reader does not know", "delete it"),
    ("end of stream", "a quotation mark is opened and not closed", "close it, or put the text after >-"),
    ("expected <block end>", "this line does not belong to what stands above it",
     "check that keys line up, and that nothing follows a closing quotation mark or bracket"),
    ("expected '<document start>'", "a second document begins here", "delete the line of dots above it"),
    ("unknown escape character", "a backslash between straight quotation marks begins a code this reader does not know",
     "put the text after >- instead"),
)  # fmt: skip


def explain(message: str) -> tuple[str, str]:
    """Return what is wrong with a file and what to do about it, from what the parser says."""
    unknown = "the file cannot be understood from here on", "compare this line and the one above with another sheet"
    return next(((what, hint) for part, what, hint in _EXPLANATIONS if part in message), unknown)
