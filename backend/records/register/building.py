"""From understood facts to records: one case with its parties, allegations, findings, outcomes and assignments."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from backend.audit.bulk import Bundle
from backend.audit.recorded import Recorded
from backend.cases.models import Allegation, Assignment, Case, CaseParty
from backend.cases.vocabulary import AllegationState, CaseKind, CaseState, ClosureReason, PartyRole
from backend.decisions.models import Finding, Outcome, OutcomeKind
from backend.kernel.references import ALPHABET, LENGTH
from backend.people.models import Person, Unit
from backend.records.register.mapping import OutcomeCode, RegisterMapping
from backend.records.register.repairs import Charge, Matter, Post

Seat = tuple[str, str, date | None]  # person, role, first day


@dataclass
class Held:
    """What a case of an earlier run holds already, so that only the rest is added."""

    case: Case
    numbers: set[str] = field(default_factory=set)
    respondents: set[str] = field(default_factory=set)
    seats: Counter[Seat] = field(default_factory=Counter)
    last_seq: int = 0


@dataclass(frozen=True)
class Built:
    """The new records of one matter, and how many rows of the register they come from."""

    bundle: Bundle | None
    complaints: int
    allegations: int
    assignments: int


class Cast:
    """The persons and units of a register, each made once, when they are first met."""

    def __init__(self, mapping: RegisterMapping, *, year: int) -> None:
        """Find those that earlier runs brought in."""
        self.mapping, self.year = mapping, year
        self.people = {
            one.source_ref: one for one in Person.objects.filter(source=mapping.source).only("uid", "source_ref")
        }
        self.units = {one.code: one for one in Unit.objects.only("uid", "code")}
        self.new: list[Person | Unit] = []

    def person(self, ref: str, template: str) -> Person:
        """Give the person that a reference stands for."""
        if ref not in self.people:
            name = template.replace("{ref}", ref)
            self.people[ref] = Person(name=name, source=self.mapping.source, source_ref=ref)
            self.new.append(self.people[ref])
        return self.people[ref]

    def unit(self, text: str) -> Unit | None:
        """Give the unit that a text stands for; none for a blank."""
        if not text:
            return None
        code = self.mapping.unit_code.replace("{unit}", text)
        if code not in self.units:
            self.units[code] = Unit(code=code, name=self.mapping.unit_name.replace("{unit}", text))
            self.new.append(self.units[code])
        return self.units[code]

    def bundles(self) -> list[Bundle]:
        """Give the persons and units met since the last call, with references for the persons."""
        new, self.new = self.new, []
        give_references([one for one in new if isinstance(one, Person)], "PER", [self.year] * len(new))
        return [Bundle(one, [one], origin(self.mapping, getattr(one, "source_ref", ""))) for one in new]


def origin(mapping: RegisterMapping, ref: str) -> dict[str, str]:
    """Give the facts that say where a record comes from."""
    return {"source": mapping.source, "source_ref": ref} if ref else {"source": mapping.source}


def give_references(rows: Sequence[Case | Person], prefix: str, years: Iterable[int]) -> None:
    """Give public references derived from the register's own: the same at every run, resolved where two would meet."""
    waiting = list(zip(rows, years, strict=False))
    taken: set[str] = set()
    attempt = 0
    while waiting:
        wanted = [
            (row, year, _reference(prefix, year, f"{row.source}|{row.source_ref}|{attempt}")) for row, year in waiting
        ]
        model = type(waiting[0][0])
        taken |= set(
            model._base_manager.filter(reference__in=[one[2] for one in wanted]).values_list("reference", flat=True)
        )
        waiting = []
        for row, year, reference in wanted:
            if reference in taken:
                waiting.append((row, year))
            else:
                row.reference = reference
                taken.add(reference)
        attempt += 1


def _reference(prefix: str, year: int, seed: str) -> str:
    number = int.from_bytes(hashlib.sha256(seed.encode()).digest()[:8])
    letters = []
    for _ in range(LENGTH):
        number, digit = divmod(number, len(ALPHABET))
        letters.append(ALPHABET[digit])
    return f"{prefix}-{year}-{''.join(letters)}"


def build(matter: Matter, held: Held | None, cast: Cast) -> Built:
    """Make the records of a matter that are not there yet."""
    return _CaseFile(matter, held, cast).build()


class _CaseFile:
    """One case under construction."""

    def __init__(self, matter: Matter, held: Held | None, cast: Cast) -> None:
        self.matter, self.cast, self.mapping = matter, cast, cast.mapping
        self.held = held or Held(_case(matter, cast))
        self.case = self.held.case
        self.rows: list[Recorded] = [] if held else [self.case]
        self.subjects: list[Person] = []

    def build(self) -> Built:
        """Put everything together that is new."""
        complaints = len(self.rows)
        charges = [one for one in self.matter.charges if one.number not in self.held.numbers]
        parties = [
            self._party(ref)
            for ref in dict.fromkeys(one.respondent for one in charges)
            if ref and ref not in self.held.respondents
        ]
        self.rows += parties
        allegations = [
            self._allegation(charge, seq) for seq, charge in enumerate(charges, start=self.held.last_seq + 1)
        ]
        self.rows += allegations
        self.rows += [made for pair in zip(allegations, charges, strict=True) if (made := self._finding(*pair))]
        self.rows += self._outcomes(charges)
        assignments = [self._assignment(post) for post in self.matter.posts if not self._seated(post)]
        self.rows += assignments
        subjects = [(person.uid, str(PartyRole.RESPONDENT)) for person in self.subjects]
        bundle = (
            Bundle(self.case, self.rows, origin(self.mapping, self.case.source_ref), subjects) if self.rows else None
        )
        return Built(bundle, complaints, len(allegations), len(assignments))

    def _party(self, ref: str) -> CaseParty:
        person = self._respondent(ref)
        self.subjects.append(person)
        label = f"{PartyRole.RESPONDENT.label} {len(self.held.respondents) + len(self.subjects)}"
        return CaseParty(case=self.case, person=person, role=PartyRole.RESPONDENT, label=label)

    def _respondent(self, ref: str) -> Person:
        return self.cast.person(ref, self.mapping.respondent_name)

    def _allegation(self, charge: Charge, seq: int) -> Allegation:
        return Allegation(
            case=self.case,
            seq=seq,
            state=self._state(charge),
            particulars=f"Recorded category: {charge.text}." if charge.text else "No category was recorded.",
            track=charge.category.track,
            conduct=list(charge.category.conduct),
            settings=list(charge.settings),
            occurred_from=self.matter.complaint.occurred_on,
            occurred_to=self.matter.complaint.occurred_on,
            respondent=self._respondent(charge.respondent) if charge.respondent else None,
            source_ref=charge.number,
            source_category=charge.text,
        )

    def _state(self, charge: Charge) -> AllegationState:
        closed = self.matter.complaint.closed_at is not None
        if charge.final and closed:
            return AllegationState.ADOPTED
        if charge.final or charge.recommended:
            return AllegationState.PROPOSED
        return AllegationState.HISTORIC if closed else AllegationState.FRAMED

    def _finding(self, allegation: Allegation, charge: Charge) -> Finding | None:
        found = charge.final or charge.recommended
        if found is None:
            return None
        code, meaning = found
        told = _told("recommended finding", charge.recommended), _told("final finding", charge.final)
        return Finding(
            allegation=allegation,
            factual=meaning.factual,
            policy=meaning.policy,
            standard=self.mapping.standard,
            reasons=f"Imported: {told[0]}, {told[1]}.",
            adopted_at=self.matter.complaint.closed_at if charge.final else None,
            source_code=code,
        )

    def _outcomes(self, charges: Sequence[Charge]) -> list[Outcome]:
        decided: dict[str, list[Charge]] = {}
        for charge in charges:
            if charge.imposed or charge.advised:
                decided.setdefault(charge.respondent, []).append(charge)
        return [self._outcome(ref, of_one) for ref, of_one in decided.items()]

    def _outcome(self, ref: str, charges: Sequence[Charge]) -> Outcome:
        imposed = [charge.imposed for charge in charges if charge.imposed]
        kinds = list(dict.fromkeys(kind for _, meaning in imposed for kind in meaning.kinds)) or [OutcomeKind.UNKNOWN]
        days = [int(code) for code, meaning in imposed if meaning.days]
        told = [
            f"{_told('recommended discipline', one.advised)}, {_told('final discipline', one.imposed)}"
            for one in charges
        ]
        in_effect = self.matter.complaint.closed_at if imposed else None
        return Outcome(
            case=self.case,
            respondent=self._respondent(ref) if ref else None,
            kinds=[str(kind) for kind in kinds],
            reasons=f"Imported: {'; '.join(dict.fromkeys(told))}.",
            suspension_days=max(days, default=None),
            decided_at=in_effect,
            approved_at=in_effect,
            source_code=",".join(dict.fromkeys(code for code, _ in imposed))[:20],
        )

    def _seated(self, post: Post) -> bool:
        seat = (post.person, post.role, post.starts_on)
        self.held.seats[seat] -= 1
        return self.held.seats[seat] >= 0

    def _assignment(self, post: Post) -> Assignment:
        person = self.cast.person(post.person, self.mapping.investigator_name)
        recorded = f"Role in the register: {post.recorded_role or 'none'}. No declaration was recorded."
        return Assignment(case=self.case, person=person, role=post.role, starts_on=post.starts_on, declaration=recorded)


def _case(matter: Matter, cast: Cast) -> Case:
    complaint, mapping = matter.complaint, cast.mapping
    leading = next((one.category for one in matter.charges if one.category.kind != CaseKind.CONDUCT), None)
    category = leading or (matter.charges[0].category if matter.charges else mapping.categories[""])
    closed = complaint.closed_at is not None
    return Case(
        state=CaseState.CLOSED if closed else CaseState.OPENED,
        title=category.title,
        kind=category.kind,
        profile=mapping.profile,
        standard=mapping.standard,
        nexus=_nexus(matter, mapping),
        unit=cast.unit(complaint.unit),
        opened_at=complaint.opened_at,
        closed_at=complaint.closed_at,
        closure_reason=_closure(matter) if closed else "",
        source=mapping.source,
        source_ref=complaint.ref,
    )


def _closure(matter: Matter) -> ClosureReason:
    unnamed = matter.charges and not any(charge.respondent for charge in matter.charges)
    return ClosureReason.UNIDENTIFIED if unnamed else ClosureReason.HISTORIC


def _nexus(matter: Matter, mapping: RegisterMapping) -> str:
    row = matter.complaint.row
    parts = {
        "incident on": row["occurred_on"],
        "at": row["occurred_time"],
        "location code": row["place"],
        "unit": row["unit"],
    }
    told = ", ".join(f"{name} {value}" for name, value in parts.items() if value)
    return f"{mapping.title}, {row['ref']}: {told or 'no further details recorded'}."


def _told(what: str, said: tuple[str, object] | None) -> str:
    if said is None:
        return f"no {what}"
    code, meaning = said
    label = meaning.label.replace("{n}", code) if isinstance(meaning, OutcomeCode) else getattr(meaning, "label", "")
    return f"{what} {code} ({label})"
