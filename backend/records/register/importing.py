"""Bringing a register in: batch by batch, each whole or not at all, so that a run may be stopped and begun again."""

import gc
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from django.db import transaction

from backend.audit.bulk import keep_many
from backend.audit.events import record
from backend.cases.models import Allegation, Assignment, Case, CaseParty
from backend.cases.vocabulary import PartyRole
from backend.kernel import clock
from backend.kernel.canonical import Json
from backend.people.models import User
from backend.records.register.building import Built, Cast, Held, build, give_references
from backend.records.register.mapping import ALLEGATIONS, ASSIGNMENTS, COMPLAINTS, SHEETS, RegisterMapping
from backend.records.register.notes import Notes
from backend.records.register.reading import Register
from backend.records.register.repairs import Clerk, Matter

BATCH = 1000
Watch = Callable[[int, int], None]


@dataclass
class Account:
    """What became of the rows of one file."""

    read: int = 0
    imported: int = 0
    present: int = 0  # there already, from an earlier run
    rejected: int = 0
    left_out: int = 0  # beyond --limit
    repaired: int = 0  # among the imported and those present

    @property
    def balances(self) -> bool:
        """Tell whether every row that was read is accounted for."""
        return self.read == self.imported + self.present + self.rejected + self.left_out


@dataclass
class Summary:
    """What became of a whole register."""

    sheets: dict[str, Account] = field(default_factory=lambda: {name: Account() for name in SHEETS})
    people: int = 0
    rows: int = 0
    events: int = 0

    @property
    def balances(self) -> bool:
        """Tell whether every row of every file is accounted for."""
        return all(account.balances for account in self.sheets.values())

    def add(self, matter: Matter, built: Built) -> None:
        """Count one matter."""
        found = {COMPLAINTS: 1, ALLEGATIONS: len(matter.charges), ASSIGNMENTS: len(matter.posts)}
        new = {COMPLAINTS: built.complaints, ALLEGATIONS: built.allegations, ASSIGNMENTS: built.assignments}
        for name, account in self.sheets.items():
            account.imported += new[name]
            account.present += found[name] - new[name]


def import_register(
    directory: Path,
    mapping: RegisterMapping,
    *,
    actor: User,
    notes: Path,
    watch: Watch,
    limit: int | None = None,
    batch: int = BATCH,
) -> Summary:
    """Bring a register in, and account for every row of it."""
    summary = Summary()
    with _collecting_seldom(), Notes(notes) as listed, Register(directory, mapping, listed, limit=limit) as register:
        clerk = Clerk(mapping, listed)
        cast = Cast(mapping, year=clock.today(mapping.zone.key).year)
        done, total = 0, register.complaints
        for folders in register.folders(batch):
            matters = [matter for folder in folders if (matter := clerk.matter(folder))]
            _keep(matters, cast, summary, actor=actor)
            done += len(folders)
            watch(done, total)
        for name, account in summary.sheets.items():
            account.read, account.left_out = register.read[name], register.left_out[name]
            account.rejected, account.repaired = listed.rejected[name], listed.repaired(name)
        _close(summary, mapping, register, actor=actor)
    return summary


@contextmanager
def _collecting_seldom() -> Iterator[None]:
    """Look for garbage seldom: a batch's rows are none, and going through them again and again costs a sixth of the run."""
    usual = gc.get_threshold()
    gc.set_threshold(50_000, 20, 100)
    try:
        yield
    finally:
        gc.set_threshold(*usual)


def _keep(matters: Sequence[Matter], cast: Cast, summary: Summary, *, actor: User) -> None:
    with transaction.atomic():
        held = _held([matter.complaint.ref for matter in matters], cast.mapping)
        built = [build(matter, held.get(matter.complaint.ref), cast) for matter in matters]
        cases = [
            row
            for one in built
            if one.complaints and one.bundle
            for row in one.bundle.rows[:1]
            if isinstance(row, Case)
        ]
        give_references(cases, "CASE", [case.opened_at.astimezone(cast.mapping.zone).year for case in cases])
        people = cast.bundles()
        bundles = [*people, *(one.bundle for one in built if one.bundle)]
        if bundles:
            kept = keep_many(bundles, "register.import", actor=actor, reason=f"Imported from {cast.mapping.title}.")
            summary.rows, summary.events = summary.rows + kept.rows, summary.events + kept.events
    summary.people += len(people)
    for matter, one in zip(matters, built, strict=True):
        summary.add(matter, one)


def _held(refs: Sequence[str], mapping: RegisterMapping) -> dict[str, Held]:
    """Find what earlier runs brought in of these complaints."""
    cases = Case.objects.filter(source=mapping.source, source_ref__in=refs)
    held = {case.pk: Held(case) for case in cases}
    if not held:
        return {}
    for case, number, seq in Allegation.objects.filter(case__in=held).values_list("case", "source_ref", "seq"):
        held[case].numbers.add(number)
        held[case].last_seq = max(held[case].last_seq, seq)
    parties = CaseParty.objects.filter(case__in=held, role=PartyRole.RESPONDENT)
    for case, ref in parties.values_list("case", "person__source_ref"):
        held[case].respondents.add(ref)
    seats = Assignment.objects.filter(case__in=held)
    for case, person, role, starts_on in seats.values_list("case", "person__source_ref", "role", "starts_on"):
        held[case].seats[person, role, starts_on] += 1
    return {one.case.source_ref: one for one in held.values()}


def _close(summary: Summary, mapping: RegisterMapping, register: Register, *, actor: User) -> None:
    counts: dict[str, Json] = {
        name: {
            "read": one.read,
            "imported": one.imported,
            "present": one.present,
            "rejected": one.rejected,
            "left_out": one.left_out,
        }
        for name, one in summary.sheets.items()
    }
    with transaction.atomic():
        record(
            "register.finish",
            None,
            actor=actor,
            reason=f"Imported from {mapping.title}.",
            ctx={"source": mapping.source, "sha256": dict(register.digests), "counts": counts},
        )
