"""Read text in an encoding that it was not written in."""

from __future__ import annotations


def read_as(text: str, encoding: str) -> str:
    """What UTF-8 looks like in a program that takes it for another encoding."""

    def character(byte: int) -> str:
        try:
            return bytes([byte]).decode(encoding)
        except UnicodeDecodeError:
            return chr(byte) if byte < 0xA0 else "\ufffd"

    return "".join(map(character, text.encode()))
