"""manage.py seal_key: the key that seals documents."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from backend.documents.sealing.keys import (
    certificate_chain,
    make_own,
    own_path,
    renew_own,
    request_certificate,
    seal_facts,
)
from backend.documents.sealing.probing import try_seal
from backend.kernel.errors import Problem


class Command(BaseCommand):
    """Make, renew or show the seal, or ask another authority for its certificate."""

    help = "Make (make), renew (renew), show and try (show) the seal of documents, or ask an authority for a certificate (csr)."
    requires_system_checks = ()  # in production they demand what is made here

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare what can be done."""
        parser.add_argument("act", choices=["make", "renew", "show", "csr"])
        parser.add_argument("--pem", action="store_true", help="print the certificates alone (show)")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it, and tell what may be known about the seal."""
        try:
            match options["act"]:
                case "csr":
                    path, request = request_certificate()
                    self.stderr.write(f"The key lies in {path}. Send this request to the authority:")
                    self.stdout.write(request.decode())
                    return
                case "make":
                    make_own()
                case "renew":
                    renew_own()
            if options["pem"]:
                self.stdout.write(certificate_chain().decode(), ending="")
                return
            self._tell(try_it=options["act"] == "show")
        except (Problem, OSError) as problem:
            raise CommandError(str(problem)) from problem

    def _tell(self, *, try_it: bool) -> None:
        facts = seal_facts()
        lines = [
            f"Subject:     {facts.subject}",
            f"Issuer:      {facts.issuer}",
            f"SHA-256:     {facts.fingerprint}",
            f"Valid until: {facts.not_after:%Y-%m-%d %H:%M} UTC",
            f"Vouched for: {'by the organisation alone' if facts.is_own_certificate else 'by the issuer'}",
            f"Time stamps: {'yes' if facts.timestamped else 'no'}",
        ]
        if try_it:
            lines.append(f"Tried:       {try_seal()}")
        else:
            lines.append(f"The secret key lies in {own_path()}, for its owner alone.")
        self.stdout.write("\n".join(lines))
