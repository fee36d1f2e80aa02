"""A time-stamping authority for tests: a CA and a certificate made by openssl, behind a small server on this machine."""

import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

CONFIG = """
[tsa]
default_tsa = authority
[authority]
dir = {folder}
serial = {folder}/serial
crypto_device = builtin
signer_cert = {folder}/tsa.pem
certs = {folder}/ca.pem
signer_key = {folder}/tsa.key
signer_digest = sha256
default_policy = 1.2.3.4.1
other_policies = 1.2.3.4.5
digests = {digests}
accuracy = secs:1
ordering = yes
tsa_name = yes
ess_cert_id_chain = no
[stamping]
basicConstraints = critical,CA:FALSE
keyUsage = critical,digitalSignature
extendedKeyUsage = critical,timeStamping
"""


def openssl(folder: Path, *arguments: str, data: bytes | None = None) -> bytes:
    """Run openssl in a folder and give what it prints; CalledProcessError when it says no."""
    done = subprocess.run(["openssl", *arguments], cwd=folder, input=data, capture_output=True, check=True)
    return done.stdout


class Authority:
    """Answers time-stamp queries as openssl does, unless told to misbehave."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.status, self.delay, self.location = folder, 200, 0.0, ""
        self.answer: Callable[[bytes], bytes] | None = None
        self.seen: list[dict[str, str]] = []
        self.configure("sha256, sha512")
        (folder / "serial").write_text("01\n")
        new = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"]
        openssl(
            folder, "req", "-x509", *new, "-keyout", "ca.key", "-out", "ca.pem", "-days", "30", "-subj", "/CN=Test CA"
        )
        openssl(folder, "req", "-new", *new, "-keyout", "tsa.key", "-out", "tsa.csr", "-subj", "/CN=Test TSA")
        openssl(
            folder, "x509", "-req", "-in", "tsa.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-out", "tsa.pem",
            "-days", "30", "-extfile", "tsa.cnf", "-extensions", "stamping",
        )  # fmt: skip

    def configure(self, digests: str) -> None:
        """Say which digests it accepts; a query with another is rejected."""
        (self.folder / "tsa.cnf").write_text(CONFIG.format(folder=self.folder, digests=digests))

    def reply(self, query: bytes) -> bytes:
        """Stamp one query."""
        (self.folder / "query.tsq").write_bytes(query)
        return openssl(
            self.folder, "ts", "-reply", "-queryfile", "query.tsq", "-config", "tsa.cnf", "-section", "authority"
        )

    def verify(self, receipt: bytes, note: str) -> str:
        """Let openssl judge a receipt over a note; give what it says."""
        (self.folder / "answer.tsr").write_bytes(receipt)
        (self.folder / "note").write_text(note)
        said = openssl(self.folder, "ts", "-verify", "-data", "note", "-in", "answer.tsr", "-CAfile", "ca.pem")
        return said.decode().strip()

    @contextmanager
    def served(self) -> Iterator[str]:
        """Answer over HTTP for a while; give the address."""
        server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}/tsr"
        finally:
            server.shutdown()
            server.server_close()
            thread.join()


def _handler(authority: Authority) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            query = self.rfile.read(int(self.headers["Content-Length"]))
            authority.seen.append(dict(self.headers))
            body = authority.reply(query) if authority.answer is None else authority.answer(query)
            self.send_response(authority.status)
            if authority.location:
                self.send_header("Location", authority.location)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            try:
                for at in range(0, len(body), 4096):
                    self.wfile.write(body[at : at + 4096])
                    time.sleep(authority.delay)
            except ConnectionError:
                pass  # the client went away, as it should

        def log_message(self, format: str, *args: object) -> None:
            """Stay silent."""

    return Handler
