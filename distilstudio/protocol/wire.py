"""One JSON line ⇄ one message, and the handshake. Refuses what it does not know.

Numbers that are not finite cross as null. Must not know: processes, threads, files.
"""

from __future__ import annotations

import msgspec

from distilstudio import BUILD, __version__
from distilstudio.protocol.commands import Command, Hello, Role
from distilstudio.protocol.events import Event, Ready
from distilstudio.protocol.problems import Problem, problem

MAX_LINE_BYTES = 16 * 1024 * 1024
"""A longer line is a fault of the wire: big things cross as paths."""


class WireError(ValueError):
    """A line that is no message. `line` holds its first 200 bytes."""

    def __init__(self, reason: str, line: bytes) -> None:
        super().__init__(reason)
        self.reason = reason
        self.line = line[:200]


_encoder = msgspec.json.Encoder()
_commands: msgspec.json.Decoder[Command] = msgspec.json.Decoder(Command)
_events: msgspec.json.Decoder[Event] = msgspec.json.Decoder(Event)


def encode(message: Command | Event) -> bytes:
    """One message as one line, with its line end. Raises: WireError when it is longer than MAX_LINE_BYTES."""
    line = _encoder.encode(message) + b"\n"
    if len(line) > MAX_LINE_BYTES:
        raise WireError(f"a message of {len(line)} bytes is over the limit of {MAX_LINE_BYTES}", line)
    return line


def decode_command(line: bytes) -> Command:
    """Read a window's line. Raises: WireError."""
    try:
        return _commands.decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise WireError(str(error), line) from error


def decode_event(line: bytes) -> Event:
    """Read an engine's line. Raises: WireError."""
    try:
        return _events.decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise WireError(str(error), line) from error


class LineSplitter:
    """Cuts a byte stream into lines, whatever the sizes of its pieces; keeps a torn last line until its rest comes."""

    def __init__(self, limit: int = MAX_LINE_BYTES) -> None:
        self._limit = limit
        self._rest = bytearray()

    def feed(self, data: bytes) -> list[bytes]:
        """Whole lines without their ends, empty ones left out. Raises: WireError when a line passes the limit."""
        self._rest += data
        *lines, rest = bytes(self._rest).split(b"\n")
        if len(rest) > self._limit or any(len(line) > self._limit for line in lines):
            self._rest.clear()
            raise WireError(f"a line of over {self._limit} bytes", rest)
        self._rest = bytearray(rest)
        return [line.rstrip(b"\r") for line in lines if line.strip()]

    @property
    def rest(self) -> bytes:
        """What came after the last line end."""
        return bytes(self._rest)


def hello(role: Role) -> Hello:
    """This program's own greeting."""
    return Hello(version=__version__, build=BUILD, role=role)


def mismatch(theirs: Hello | Ready) -> Problem | None:
    """The problem to tell when the other side is another version or build, else None."""
    if (theirs.version, theirs.build) == (__version__, BUILD):
        return None
    ours, other = f"{__version__} ({BUILD})", f"{theirs.version} ({theirs.build})"
    window, engine = (other, ours) if isinstance(theirs, Hello) else (ours, other)
    return problem("engine_mismatch", window=window, engine=engine)
