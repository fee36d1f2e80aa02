"""Evidence: taken in, handed on, checked, redacted, and relied on. An item and its custody are never changed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from backend.access.policy import require
from backend.audit.actions import declare
from backend.audit.recorded import keep
from backend.cases.actions.progress import lifecycle as case_lifecycle
from backend.cases.citing import refuse_bringing_in
from backend.cases.models import Case
from backend.cases.vocabulary import CaseState
from backend.files.actions import take_in
from backend.files.reading import compare
from backend.files.storage import path_of
from backend.files.uploads import Upload
from backend.investigation.actions.alarms import raise_alarm
from backend.investigation.actions.custody import note_check, pass_on
from backend.investigation.actions.review import show_more
from backend.investigation.evidence_tables import CustodyEvent, EvidenceItem, EvidenceRelevance
from backend.investigation.evidence_words import LOCKED, Bearing, HashCheck, Nature, Sensitivity
from backend.kernel import clock
from backend.kernel.errors import Invalid, Refused
from backend.people.models import Person, User

declare("evidence.view", "read a piece of evidence", kind="read")
declare("evidence.list", "listed the evidence", kind="read")
declare("evidence.add", "added a piece of evidence", kind="change")
declare("evidence.hand_in", "handed in a piece of evidence", kind="change")
declare("evidence.transfer", "noted that a piece of evidence passed to other hands", kind="change")
declare("evidence.verify", "compared a piece of evidence with what was taken in", kind="change")
declare("evidence.redact", "added a redacted copy of a piece of evidence", kind="change")
declare("evidence.rely", "marked a piece of evidence as relied on", kind="change")
declare("evidence.unrely", "marked a piece of evidence as not relied on", kind="change")


@dataclass(frozen=True, kw_only=True)
class Obtained:
    """What was obtained, from whom, when, where and how."""

    description: str
    source: str = ""
    given_by: Person | None = None  # a party of the case; then `source` may be empty
    collected_at: datetime | None = None
    place: str = ""
    method: str = ""
    nature: str = Nature.COPY
    sensitivity: str = Sensitivity.ORDINARY
    kept_at: str = ""


def add_evidence(
    case: Case, given: Obtained, *, actor: User, reason: str, upload: Upload | None = None
) -> EvidenceItem:
    """Add a file or a thing to the evidence of a case, with where it came from; its custody begins here."""
    require(actor, "evidence.add", case)
    _check(case, given, upload)
    with transaction.atomic():
        item = _item(case, given, actor)
        _store(item, upload, actor=actor, strip=False)
        keep(item, "evidence.add", actor=actor, reason=reason, ctx={"number": item.number})
        pass_on(item, giver=_source(given), taker=actor.name, why=given.method or reason, actor=actor)
    return item


def hand_in_evidence(case: Case, *, actor: User, description: str, upload: Upload) -> EvidenceItem:
    """Let a party add their own file to the evidence; they keep seeing what they handed in."""
    require(actor, "evidence.hand_in", case)
    given = Obtained(description=description, given_by=actor.person, method="Handed in on their own page")
    _check(case, given, upload)
    with transaction.atomic():
        item = _item(case, given, actor)
        _store(item, upload, actor=actor, strip=False)
        keep(item, "evidence.hand_in", actor=actor, reason="Handed in by the party.", ctx={"number": item.number})
        pass_on(item, giver=actor.name, taker="The case file", why=given.method, actor=actor)
    return item


def transfer_evidence(
    item: EvidenceItem, *, actor: User, reason: str, giver: str, taker: str, at: datetime | None = None, place: str = ""
) -> CustodyEvent:
    """Note that an item went from hand to hand: whose, when, where and why."""
    require(actor, "evidence.transfer", item)
    problems = {
        "giver": [] if giver.strip() else ["Name who gave it away."],
        "taker": [] if taker.strip() else ["Name who has it now."],
        "at": ["Name a moment that is over."] if at and at > clock.now() else [],
    }
    if any(problems.values()):
        raise Invalid({name: told for name, told in problems.items() if told})
    with transaction.atomic():
        return pass_on(
            item, giver=giver.strip(), taker=taker.strip(), why=reason, at=at, place=place.strip(), actor=actor
        )


def verify_evidence(item: EvidenceItem, *, actor: User, reason: str) -> CustodyEvent:
    """Compare the bytes of an item with what was taken in; the answer stands in its custody, whichever it is."""
    require(actor, "evidence.verify", item)
    if item.file is None:
        raise Refused("This is a thing, not a file: there are no bytes to compare.", code="no-file")
    now = compare(item.file)
    with transaction.atomic():
        step = note_check(item, now.found, why=reason, actor=actor)
        if step.hash_check != HashCheck.MATCH:
            raise_alarm(item, now, actor=actor)
        return step


def redact_evidence(item: EvidenceItem, *, actor: User, reason: str, description: str, upload: Upload) -> EvidenceItem:
    """Add a copy with parts left out, as an item of its own; the original stays, and both sides are shown the copy."""
    require(actor, "evidence.redact", item)
    if item.redaction_of_id:
        raise Refused("This is a redacted copy. Redact the original again instead.", code="already-redacted")
    given = Obtained(
        description=description,
        source=f"{item.label}, with parts left out",
        nature=Nature.EXTRACT,
        method="Redacted",
    )
    _check(item.case, given, upload)
    with transaction.atomic():
        for earlier in item.redacted_copies.filter(replaced_at=None).select_related("case"):
            earlier.replaced_at = clock.now()
            keep(earlier, "evidence.redact", actor=actor, reason="A later copy takes its place.")
        copy = _item(item.case, given, actor)
        copy.redaction_of = item
        _store(copy, upload, actor=actor, strip=True)
        facts = {"number": copy.number, "of": item.number}
        keep(copy, "evidence.redact", actor=actor, reason=reason, ctx=facts)
        pass_on(copy, giver=item.label, taker=actor.name, why=reason, actor=actor)
        if item.relied_on:
            show_more(item.case, actor=actor)
    return copy


def rely_on_evidence(
    item: EvidenceItem, *, actor: User, reason: str, bearings: Mapping[str, str] | None = None
) -> EvidenceItem:
    """Mark an item as one that the report rests on: both sides will see it, redacted where it must be."""
    require(actor, "evidence.rely", item)
    _not_locked(item.case)
    if item.redaction_of_id:
        raise Refused("Rely on the original: both sides are shown its redacted copy.", code="already-redacted")
    if item.file is not None and not item.file.readable:
        raise Refused("The file can't be opened yet: it waits for the malware scan.", code="file-not-scanned")
    with transaction.atomic():
        _bear(item, bearings or {}, actor=actor, reason=reason)
        if item.relied_on:
            return item
        item.relied_on = True
        keep(item, "evidence.rely", actor=actor, reason=reason)
        show_more(item.case, actor=actor)
    return item


def stop_relying_on(item: EvidenceItem, *, actor: User, reason: str) -> EvidenceItem:
    """Take the mark away again; what both sides were shown already stays relied on."""
    require(actor, "evidence.unrely", item)
    if item.case.state == CaseState.EVIDENCE_REVIEW:
        raise Refused("Both sides were shown this. It stays among what the report deals with.", code="evidence-shown")
    _not_locked(item.case)
    item.relied_on = False
    return keep(item, "evidence.unrely", actor=actor, reason=reason)


def _check(case: Case, given: Obtained, upload: Upload | None) -> None:
    _not_locked(case)
    if given.given_by is not None and not case.parties.filter(person=given.given_by).exists():
        raise Invalid({"given_by": ["Choose somebody who has a part in this case, or name the source in words."]})
    problems = {
        "description": [] if given.description.strip() else ["Say what it is, in neutral words."],
        "source": [] if given.source.strip() or given.given_by else ["Say who gave it, or where it was found."],
        "file": [] if upload or given.kept_at.strip() else ["Choose a file, or say where the thing is kept."],
        "collected_at": ["Name a moment that is over."]
        if given.collected_at and given.collected_at > clock.now()
        else [],
        "nature": [] if given.nature in Nature.values else ["Choose whether it is the original."],
        "sensitivity": [] if given.sensitivity in Sensitivity.values else ["Choose how far it may be shown."],
    }
    if any(problems.values()):
        raise Invalid({name: told for name, told in problems.items() if told})


def _not_locked(case: Case) -> None:
    if case.state in LOCKED:
        raise Refused(
            "The report is final or with counsel, and the evidence is locked with it. New evidence needs the report to be sent back.",
            code="evidence-locked",
        )


def _item(case: Case, given: Obtained, actor: User) -> EvidenceItem:
    """Give the next number of the case to a new item."""
    locked = case_lifecycle.locked(case)
    _not_locked(locked)
    last = EvidenceItem.objects.filter(case=case).aggregate(last=Max("number"))["last"] or 0
    return EvidenceItem(
        case=case,
        number=last + 1,
        description=given.description.strip(),
        source=given.source.strip(),
        source_party=case.parties.filter(person=given.given_by).order_by("pk").first() if given.given_by else None,
        collected_at=given.collected_at or clock.now(),
        place=given.place.strip(),
        method=given.method.strip(),
        nature=given.nature,
        sensitivity=given.sensitivity,
        kept_at=given.kept_at.strip(),
        added_by=actor,
        added_at=clock.now(),
    )


def _store(item: EvidenceItem, upload: Upload | None, *, actor: User, strip: bool) -> None:
    if upload is not None:
        item.file = take_in(upload.stream, name=upload.name, actor=actor, about=item, strip=strip)
        try:
            refuse_bringing_in(item.file.original_sha256)
        except Invalid:
            path_of(item.file.sha256, item.file.uid).unlink(missing_ok=True)  # its row goes with the transaction
            raise


def _source(given: Obtained) -> str:
    return given.given_by.name if given.given_by else given.source.strip()


def _bear(item: EvidenceItem, bearings: Mapping[str, str], *, actor: User, reason: str) -> None:
    """Say how the item bears on allegations, named by their number (A1) or number alone."""
    for name, bearing in bearings.items():
        number = name.upper().removeprefix("A")
        allegation = item.case.allegations.filter(seq=number).first() if number.isdecimal() else None
        if allegation is None or bearing not in Bearing.values:
            raise Invalid(
                {"bearings": [f"“{name}: {bearing}” is no allegation of this case, or no way to bear on one."]}
            )
        row = EvidenceRelevance.objects.filter(item=item, allegation=allegation).first()
        row = row or EvidenceRelevance(item=item, allegation=allegation)
        row.bearing = bearing
        keep(row, "evidence.rely", actor=actor, reason=reason)
