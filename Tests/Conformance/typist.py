"""A person at the prompt: types on a real pseudo-terminal, and waits for what is said."""

import os
import re

import pexpect

from imgflow import scrubbed


ENVIRONMENT = {
    "LD_LIBRARY_PATH": os.environ.get("LD_LIBRARY_PATH", ""), "TERM": "xterm", "LANG": "C.UTF-8", "NO_COLOR": "1",
}


class Typist:
    """Types, and waits for the prompt of the next entry."""

    def __init__(self, binary, folder, *options, environment=None):
        self.child = pexpect.spawn(
            str(binary), list(options), encoding="utf-8", timeout=20, dimensions=(50, 120),
            cwd=folder,
            env=scrubbed({"PATH": "/usr/bin:/bin"}, folder) | ENVIRONMENT | (environment or {}))
        self.entry = 1

    def waits(self, entry=None):
        """For the prompt; what came before it, without escape codes."""
        self.entry = entry or self.entry
        self.child.expect(rf"(?<!\d){self.entry}> ")
        return plain(self.child.before)

    def line(self, text, entry=None):
        """A whole line; the number of the next prompt where it goes up."""
        self.child.send(text + "\r")
        return self.waits(entry)

    def sees(self, pattern):
        self.child.expect(pattern)
        return plain(self.child.before + self.child.after)


def plain(text):
    return re.sub(r"\x1b\[[0-9;?]*[A-Za-z]|\x1b\][^\x07\x1b]*(\x07|\x1b\\)|\x1b.", "", text)
