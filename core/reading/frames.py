"""What goes over the pipes between a pool and its children: two lengths, then JSON, then bytes."""

import struct

LENGTHS = struct.Struct(">II")
MAX_PART = 1 << 30
"""No part of a frame is longer; a longer one is noise, not a frame."""


def lengths_of(prefix: bytes) -> tuple[int, int]:
    """How long the JSON and the bytes are. Raises `ValueError` for noise."""
    head, body = LENGTHS.unpack(prefix)
    if head > MAX_PART or body > MAX_PART:
        raise ValueError("not a frame")
    return head, body


def frame(head: bytes, body: bytes = b"") -> bytes:
    """A frame ready to be written."""
    return LENGTHS.pack(len(head), len(body)) + head + body
