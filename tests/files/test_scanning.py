"""The malware scan, against a scanner that speaks the protocol on a real socket."""

import socketserver
import threading
import tracemalloc
from collections.abc import Iterator
from io import BytesIO

import pytest

from backend.files.actions import scan_again, take_in
from backend.files.jobs import scan_waiting
from backend.files.models import StoredFile
from backend.files.reading import open_file
from backend.kernel.errors import Invalid, Refused
from backend.people.actions import system_user

EICAR = b"a signature that the scanner knows"


class Scanner(socketserver.BaseRequestHandler):
    """Answers like clamd: INSTREAM, then blocks with their length before them, then nothing."""

    def handle(self) -> None:
        with self.request.makefile("rb") as told:
            assert told.read(10) == b"zINSTREAM\0"
            content = b""
            while size := int.from_bytes(told.read(4), "big"):
                content += told.read(size)
        found = b"stream: Test.Signature FOUND\0" if EICAR in content else b"stream: OK\0"
        self.request.sendall(b"INSTREAM size limit exceeded. ERROR\0" if len(content) > 5000 else found)


@pytest.fixture
def scanner(settings, tmp_path) -> Iterator[None]:
    settings.CLAMD = f"unix:{tmp_path}/clamd"
    with socketserver.ThreadingUnixStreamServer(f"{tmp_path}/clamd", Scanner) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield
        server.shutdown()
        thread.join()


def taken(cast, content: bytes, name: str = "a.txt") -> StoredFile:
    return take_in(BytesIO(content), name=name, actor=cast.ines, about=None, strip=False)


def test_what_the_scanner_finds_is_not_taken(cast, scanner):
    assert (taken(cast, b"harmless").state, taken(cast, b"harmless").scanned) == ("clean", True)
    before = StoredFile.objects.count()
    with pytest.raises(Invalid) as refused:
        taken(cast, b"xx" + EICAR)
    assert "the malware scan found Test.Signature" in refused.value.errors["file"][0]
    assert StoredFile.objects.count() == before
    assert taken(cast, b"x" * 6000).state == "pending_scan"  # no verdict


def test_a_file_waits_unread_until_the_scanner_is_back(cast, settings, last_event, request):
    settings.CLAMD = "127.0.0.1:9"  # nobody listens there
    waiting, bad = taken(cast, b"harmless"), taken(cast, EICAR)
    assert (waiting.state, waiting.scanned) == ("pending_scan", False)
    with pytest.raises(Refused, match="malware scan"):
        open_file(waiting)
    scan_waiting(lambda done, total: None)
    waiting.refresh_from_db()
    assert waiting.state == "pending_scan"

    request.getfixturevalue("scanner")
    scan_waiting(lambda done, total: None)
    waiting.refresh_from_db()
    bad.refresh_from_db()
    assert (waiting.state, waiting.scanned, bad.state) == ("clean", True, "refused")
    assert last_event(bad)[::2] == ("file.hold_back", "The scanner found Test.Signature.")
    open_file(waiting).close()
    with pytest.raises(Refused, match="held back"):
        open_file(bad)
    with pytest.raises(Refused, match="can't be done"):
        scan_again(bad, actor=system_user())


class Long(BytesIO):
    """Gives many bytes without having them."""

    def __init__(self, size: int) -> None:
        super().__init__()
        self.left = size

    def read(self, size: int | None = -1) -> bytes:
        given = min(self.left, size if size and size >= 0 else self.left)
        self.left -= given
        return b"a" * given


def test_25_megabytes_pass_without_filling_the_memory(cast):
    tracemalloc.start()
    try:
        stored = take_in(Long(25 * 2**20), name="long.txt", actor=cast.ines, about=None, strip=False)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert stored.size == 25 * 2**20
    assert peak < 3 * 2**20
