"""What stands on the screen of a prompt: a terminal emulator that nobody here wrote reads what is written."""

import time

import pexpect
import pyte


class Screen:
    """Follows a typist's terminal; `shows` waits for what is to stand there."""

    def __init__(self, typist, rows=50, columns=120):
        self.child = typist.child
        self.emulator = pyte.Screen(columns, rows)
        self.stream = pyte.Stream(self.emulator)
        self.child.setwinsize(rows, columns)
        # What was written before is not known here.
        self.type("\x0c")
        assert self.waits(lambda: self.lines[-1:] and "> " in self.lines[-1] + " "), self.lines

    def type(self, keys):
        self.child.send(keys)
        return self

    def resize(self, rows, columns):
        self.emulator.resize(rows, columns)
        self.child.setwinsize(rows, columns)

    @property
    def lines(self):
        return [line.rstrip() for line in self.emulator.display if line.strip()]

    @property
    def cursor(self):
        return self.emulator.cursor.y, self.emulator.cursor.x

    def take(self, seconds=0.05):
        try:
            self.stream.feed(self.child.read_nonblocking(100_000, timeout=seconds))
            return True
        except pexpect.TIMEOUT:
            return False

    def waits(self, holds, seconds=15):
        """Until it holds, and nothing more is written."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            while self.take():
                pass
            if holds():
                return True
        return False

    def shows(self, *lines):
        """The last lines of the screen, as they end."""
        assert self.waits(lambda: all(
            seen.endswith(line) for seen, line in zip(self.lines[-len(lines):], lines, strict=False))
            and len(self.lines) >= len(lines)), self.lines
        return self
