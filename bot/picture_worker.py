"""The process that turns SVG into PNG. It is run by its path, and imports nothing of the bot.

A request is its length, its zoom in hundredths and whether the host's fonts are needed, then the
SVG; a reply is whether it went well and its length, then the PNG or what went wrong. The process
ends with its standard input, and so with the bot, however that ends.
"""

import os
import signal
import sys
from struct import Struct
from typing import BinaryIO

REQUEST = Struct(">IHB")
REPLY = Struct(">BI")
_FAMILY = "Noto Sans"
# An answer to somebody who waits matters more than a picture.
_NICE = 5


def serve(requests: BinaryIO, replies: BinaryIO, fonts: list[str]) -> None:
    """Answer until the requests end."""
    while head := requests.read(REQUEST.size):
        length, zoom, borrows = REQUEST.unpack(head)
        svg = requests.read(length).decode("utf-8", "replace")
        try:
            good, body = 1, _png(svg, zoom / 100, fonts, borrows=bool(borrows))
        except Exception as error:  # noqa: BLE001 -- whatever it is, the bot is told
            good, body = 0, repr(error).encode("utf-8", "replace")
        replies.write(REPLY.pack(good, len(body)))
        replies.write(body)
        replies.flush()


def _png(svg: str, zoom: float, fonts: list[str], *, borrows: bool) -> bytes:
    import resvg_py  # noqa: PLC0415 -- that it is missing is an answer too

    return bytes(
        resvg_py.svg_to_bytes(
            svg_string=svg,
            zoom=zoom,
            skip_system_fonts=not borrows,
            font_files=fonts,
            font_family=_FAMILY,
            sans_serif_family=_FAMILY,
        ),
    )


if __name__ == "__main__":
    # Ctrl-C is the bot's to hear; it ends this process by its input.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(os, "nice"):
        os.nice(_NICE)
    serve(sys.stdin.buffer, sys.stdout.buffer, sys.argv[1:])
