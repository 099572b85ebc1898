"""The process that makes one site: a request comes by standard input, and the answer leaves."""

import gc
import os
import signal
import sys

from bot.publisher import answered

# An answer to somebody who waits matters more than a site.
_NICE = 5

if __name__ == "__main__":
    # Ctrl-C is the bot's to hear; it ends this process.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(os, "nice"):
        os.nice(_NICE)
    # It ends before anything is worth being collected.
    gc.disable()
    sys.stdout.buffer.write(answered(sys.stdin.buffer.read()))
