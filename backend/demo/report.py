"""What the demonstration prints: the story by its days, the work that waits, the files, and who can sign in."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from rich.console import Console
from rich.table import Table

from backend.demo.cast import PASSWORD
from backend.demo.company import MEMBERS, address
from backend.demo.papers import SUMS, Paper
from backend.demo.practice import ADDRESS, CONTACT, SECOND_STEP
from backend.demo.proving import KEY
from backend.demo.referring import CALDER
from backend.demo.stage import Line
from backend.demo.taking_out import ENGAGEMENT

MAIN = 0  # the first scene is the main story


def tell_story(console: Console, lines: Sequence[Line]) -> None:
    """Print the main story by its days, then how every other matter of the company stands."""
    console.print("\n[bold]What happened[/bold]")
    _print_lines(console, [line for line in lines if line.scene == MAIN])
    latest = {line.scene: line for line in lines if line.scene != MAIN}
    console.print("\n[bold]How the other matters stand[/bold]")
    _print_lines(console, sorted(latest.values(), key=lambda line: line.at))


def list_papers(console: Console, papers: Sequence[Paper], folder: Path) -> None:
    """Print where the files lie and how to check them."""
    pdfs = [paper for paper in papers if paper.path.suffix == ".pdf"]
    exports = [paper for paper in papers if paper.path.suffix == ".zip"]
    console.print(f"\n[bold]{len(pdfs)} documents and {len(exports)} exports[/bold] in {folder}")
    console.print(
        "Each document was printed a second time to the same bytes; each export was checked with verify_audit.py."
    )
    if exports:
        name = exports[0].path.name
        console.print(f"Check an export yourself: cd {folder} && unzip -o {name} verify_audit.py", soft_wrap=True)
        console.print(f"    python3 verify_audit.py {name} --key {KEY} --request {ENGAGEMENT}", soft_wrap=True)
    console.print(f"Check all the files: cd {folder} && sha256sum --check {SUMS}", soft_wrap=True)


def list_sign_ins(console: Console) -> None:
    """Print who can sign in, and what they will find."""
    console.print(f"\n[bold]Everybody signs in with the password {PASSWORD}[/bold]")
    table = Table(box=None, padding=(0, 2, 0, 0), show_header=False)
    table.add_column(no_wrap=True, style="cyan")
    table.add_column()
    for member in MEMBERS:
        if member.sees:
            table.add_row(address(member.key), f"{member.part}: {member.sees}")
    table.add_row(ADDRESS, f"Takes referrals at {CALDER.name}: the one referral sent there, and nothing of its case")
    console.print(table)
    console.print(
        f"{CONTACT} is asked for a code as well: enter the key {SECOND_STEP} in an authenticator app.", soft_wrap=True
    )


def _print_lines(console: Console, lines: Sequence[Line]) -> None:
    table = Table.grid(padding=(0, 2))
    table.add_column(no_wrap=True, style="cyan")
    table.add_column()
    for line in lines:
        table.add_row(_day(line.at), line.what)
    console.print(table)


def _day(moment: datetime) -> str:
    return f"{moment.day} {moment:%b %Y}"
