"""The malware scanner, if there is one: a clamd that is spoken to in its own protocol (INSTREAM)."""

import socket
from contextlib import closing
from pathlib import Path
from typing import Final

from django.conf import settings

BLOCK: Final = 65536
PATIENCE: Final = 30.0  # seconds for each word of the scanner


class ScannerAway(Exception):
    """The scanner can't be reached, or gave no verdict."""


def scanner_set() -> bool:
    """Tell whether files are scanned here."""
    return bool(settings.CLAMD)


def malware_in(path: Path) -> str:
    """Ask the scanner about a file: the name of what it found, or nothing. Raises ScannerAway without a verdict."""
    try:
        with closing(_connected()) as line, path.open("rb") as file:
            line.sendall(b"zINSTREAM\0")
            while block := file.read(BLOCK):
                line.sendall(len(block).to_bytes(4, "big") + block)
            line.sendall(bytes(4))
            return _verdict(_answer(line))
    except OSError as error:
        raise ScannerAway(str(error)) from error


def _connected() -> socket.socket:
    kind, _, rest = settings.CLAMD.partition(":")
    if kind == "unix":
        line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        line.settimeout(PATIENCE)
        try:
            line.connect(rest)
        except OSError:
            line.close()
            raise
        return line
    return socket.create_connection((kind, int(rest)), timeout=PATIENCE)


def _answer(line: socket.socket) -> str:
    answer = b""
    while not answer.endswith(b"\0") and len(answer) < 4096 and (more := line.recv(1024)):
        answer += more
    return answer.rstrip(b"\0\n").decode("utf-8", "replace")


def _verdict(answer: str) -> str:
    told = answer.removeprefix("stream: ")
    if told == "OK":
        return ""
    if told.endswith(" FOUND"):
        return told.removesuffix(" FOUND")
    raise ScannerAway(told or "no answer")
