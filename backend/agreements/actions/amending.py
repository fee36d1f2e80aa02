"""Changing an agreement in force: a version of its own, offered with new time, while the one before stands until both have signed."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import count
from typing import Any, Final

from django.db import transaction

from backend.access.policy import require
from backend.agreements.actions.asking import close_requests
from backend.agreements.actions.drafting import ANSWER_OWED, Duty, lifecycle
from backend.agreements.changing import as_it_stands, becomes, promised_text, take, wrong_duties
from backend.agreements.checking import check_clauses, forbidden_words, wrong_end
from backend.agreements.clauses import library
from backend.agreements.drafts import people_of
from backend.agreements.letters.offering import clause_changes, obligation_changes
from backend.agreements.lines import OWN_DUTIES
from backend.agreements.models import (
    Agreement,
    AgreementAmendment,
    AgreementClause,
    AgreementObligation,
    AgreementState,
    CarriedObligation,
    ObligationState,
)
from backend.agreements.named import (
    check_checkers,
    check_monitor,
    check_officer,
    outdated_names,
    with_names_of_today,
)
from backend.agreements.queries.answers import pending_amendment
from backend.audit.actions import declare
from backend.audit.recorded import keep
from backend.cases.actions.progress import owe
from backend.clauses.library import Library
from backend.documents.phrasing import day_in, say
from backend.kernel import clock
from backend.kernel.canonical import Json
from backend.kernel.errors import Invalid, Refused
from backend.kernel.references import without_suffix
from backend.people.models import Person, User

declare("agreement.amend", "proposed a change of the agreement", kind="change")
declare("agreement.carry_obligation", "said what becomes of an obligation in the next version", kind="change")
OPEN = (ObligationState.PLANNED, ObligationState.SCHEDULED)
GOES_ON: Final = "The version in force goes on as it is."
Pair = tuple[AgreementObligation | None, Duty | None]  # an obligation, and what becomes of it
ITS_OWN = frozenset({"id", "uid", "agreement", "seq", "state", "met_on", "note"})  # what a version has for itself


@dataclass(frozen=True, kw_only=True)
class Change:
    """What is to change, and why; everything that is not named stays word for word as it is.

    `clauses` gives new words by code (empty: taken out), `duties` a new obligation by the number of the old one (None: taken out).
    """

    reason: str
    effective_on: date
    ends_on: date | None = None
    review_on: date | None = None
    extension_reason: str = ""
    monitor: Person | None = None
    alternative: str = ""  # otherwise: the version in force goes on as it is
    clauses: Mapping[str, str] = field(default_factory=dict)
    duties: Mapping[int, Duty | None] = field(default_factory=dict)
    more_duties: Sequence[Duty] = ()


def propose_amendment(agreement: Agreement, change: Change, *, actor: User, reason: str = "") -> Agreement:
    """Propose a change of an agreement in force, as a version of its own that counsel reviews and somebody else approves."""
    require(actor, "agreement.amend", agreement)
    why = reason.strip() or change.reason.strip()
    with transaction.atomic():
        earlier = lifecycle.locked(agreement)
        _may_change(earlier)
        _check(earlier, change)
        version = _version_of(earlier, change, actor=actor)
        keep(version, "agreement.amend", actor=actor, reason=why, ctx={"earlier": earlier.reference})
        pairs = _pairs(earlier, change)
        _write_clauses(version, earlier, change, pairs, actor=actor)
        carry_over(version, pairs, actor=actor, why=change.reason)
        row = AgreementAmendment(
            agreement=version,
            earlier=earlier,
            reason=change.reason.strip(),
            extension_reason=change.extension_reason.strip(),
            effective_on=change.effective_on,
        )
        keep(row, "agreement.amend", actor=actor, reason=why, ctx=_difference(version, earlier))
        close_requests(earlier, proposed=True)
        owe(version.case, ANSWER_OWED, f"Answer to {version.reference}", actor=actor, reason="A change was proposed.")
    return version


def _difference(version: Agreement, earlier: Agreement) -> dict[str, Json]:
    """Tell the history which clauses and obligations differ, and how the end moved; a change without a difference is refused."""
    clauses, duties = clause_changes(version, earlier), obligation_changes(version)
    if not (clauses or duties):
        raise Invalid({"clauses": ["Change at least one clause or obligation."]})
    return {
        "clauses": [each.code for each in clauses],
        "obligations": [{"was": each.was, "becomes": each.becomes} for each in duties],
        "ends_on": [earlier.ends_on.isoformat(), version.ends_on.isoformat()],
        "version": version.version,
    }


def carry_over(version: Agreement, pairs: Sequence[Pair], *, actor: User, why: str) -> None:
    """Put every open obligation into the next version, as it is or as it is to be; what is done keeps the version it was done under."""
    numbers = count(1)
    for duty, told in pairs:
        later = None
        if told is not None:
            seq = next(numbers)
            later = _copied(duty, version, seq) if duty else AgreementObligation(agreement=version, seq=seq)
            if duty is None or told != as_it_stands(duty):
                take(later, told)
            keep(later, "duty.plan", actor=actor, reason=why, ctx={"kind": later.kind})
        if duty is not None:
            row = CarriedObligation(agreement=version, earlier=duty, later=later)
            keep(row, "agreement.carry_obligation", actor=actor, reason=why, ctx={"number": duty.seq})


def _pairs(earlier: Agreement, change: Change) -> list[Pair]:
    """Set each open obligation beside what becomes of it; new ones have nothing beside them."""
    rows = AgreementObligation.objects.filter(agreement=earlier, state__in=OPEN).order_by("seq")
    monitor = change.monitor or earlier.monitor
    pairs: list[Pair] = []
    for duty in rows.select_related("verifier", "owed_by"):
        asked = change.duties.get(duty.seq, as_it_stands(duty))
        pairs.append((duty, becomes(asked, was=earlier.monitor, monitor=monitor)))
    return [*pairs, *((None, told) for told in change.more_duties)]


def _copied(duty: AgreementObligation, version: Agreement, seq: int) -> AgreementObligation:
    """Copy everything that an obligation says, whatever fields it has, and nothing of what became of it."""
    told = {
        each.attname: getattr(duty, each.attname) for each in duty._meta.concrete_fields if each.name not in ITS_OWN
    }
    return AgreementObligation(agreement=version, seq=seq, **told)


def _may_change(earlier: Agreement) -> None:
    if earlier.state != AgreementState.ACTIVE:
        raise Refused("Only an agreement in force can be changed.", code="wrong-state")
    if pending_amendment(earlier):
        raise Refused("A change of this agreement is under way. End it first, or wait for it.", code="amendment-open")


def _check(earlier: Agreement, change: Change) -> None:
    problems: dict[str, list[str]] = {}
    ends_on = change.ends_on or earlier.ends_on
    review_on = change.review_on or earlier.review_on
    if not change.reason.strip():
        problems["change_reason"] = ["Say why the agreement is to change; the employee reads it."]
    longer = change.extension_reason.strip() or earlier.longer_because
    if told := wrong_end(earlier.starts_on, ends_on, longer):
        problems["ends_on"] = [told]
    elif ends_on > earlier.ends_on and not change.extension_reason.strip():
        problems["extension_reason"] = ["A later end needs reasons of its own."]
    elif ends_on <= clock.today():
        problems["ends_on"] = ["The end lies in the past."]
    if not earlier.starts_on <= review_on <= ends_on:
        problems["review_on"] = ["The review lies between start and end."]
    if not clock.today() <= change.effective_on <= ends_on:
        problems["effective_on"] = ["The change takes effect on a day that is to come, before the agreement ends."]
    problems |= _check_words(earlier, change) | _check_duties(earlier, change, ends_on)
    problems |= check_monitor(earlier.case, change.monitor or earlier.monitor, earlier.person)
    problems |= check_officer(earlier.case, earlier.officer, earlier.person)
    if problems:
        raise Invalid(problems)


def _check_words(earlier: Agreement, change: Change) -> dict[str, list[str]]:
    """Tell what a change would put in or take out that the library or the rules of words forbid; what stands already is not judged anew."""
    held = {clause.code: clause.text for clause in earlier.clauses.all()}
    left = {code: text for code, text in (held | dict(change.clauses)).items() if text.strip()}
    before = _about_clauses(earlier, held)
    after = _about_clauses(earlier, left)
    told = [words for words in after if words not in before]
    for code in change.clauses.keys() & left.keys():
        was, now = (_forbidden(earlier, code, text) for text in (held.get(code, ""), left[code]))
        told += [words for words in now if words not in was]
    return {"clauses": told} if told else {}


def _about_clauses(earlier: Agreement, codes: Collection[str]) -> list[str]:
    found = check_clauses(earlier.case, {code: {} for code in codes}, earlier.kind, earlier.language)
    return [words for told in found.values() for words in told]


def _forbidden(earlier: Agreement, code: str, text: str) -> list[str]:
    found = forbidden_words(earlier.case, {code: {"text": text}}, [], earlier.language)
    return [words for told in found.values() for words in told]


def _check_duties(earlier: Agreement, change: Change, ends_on: date) -> dict[str, list[str]]:
    known = {duty.seq: duty for duty in earlier.obligations.filter(state__in=OPEN)}
    told = list(wrong_duties(earlier, known, change.duties, change.more_duties, (change.effective_on, ends_on)))
    asked = [duty for duty in (*change.duties.values(), *change.more_duties) if duty]
    told += forbidden_words(earlier.case, {}, asked, earlier.language).get("duties", [])
    told += check_checkers(earlier.case, people_of(asked, apart_from=earlier.person))
    return {"duties": told} if told else {}


def _version_of(earlier: Agreement, change: Change, *, actor: User) -> Agreement:
    return Agreement(
        reference=_reference(earlier),
        case=earlier.case,
        outcome=earlier.outcome,
        person=earlier.person,
        kind=earlier.kind,
        language=earlier.language,
        version=earlier.version + 1,
        starts_on=earlier.starts_on,
        review_on=change.review_on or earlier.review_on,
        ends_on=change.ends_on or earlier.ends_on,
        monitor=change.monitor or earlier.monitor,
        officer=earlier.officer,
        alternative=change.alternative.strip() or say(GOES_ON, earlier.language),
        longer_because=change.extension_reason.strip() or earlier.longer_because,
        drafted_by=actor,
    )


def _reference(earlier: Agreement) -> str:
    """Name a version after the agreement that it changes: AGR-2026-ABCDEF-V2; an offer that was not signed keeps its name."""
    root = without_suffix(earlier.reference)
    names = (f"{root}-V{earlier.version + 1}{f'-{number}' if number > 1 else ''}" for number in count(1))
    return next(name for name in names if not Agreement.objects.filter(reference=name).exists())


def _write_clauses(
    version: Agreement, earlier: Agreement, change: Change, pairs: Sequence[Pair], *, actor: User
) -> None:
    words = library(version.language)
    standing = {clause.code: clause for clause in earlier.clauses.order_by("seq")}
    texts = {code: _redated(clause, earlier, version, words) for code, clause in standing.items()}
    texts |= {code: text.strip().replace("\r\n", "\n") for code, text in change.clauses.items()}
    if texts.get(OWN_DUTIES):
        promises = [duty for duty, _ in pairs if duty and duty.owed_by]
        known_as = outdated_names([each for duty in promises for each in (duty.verifier, duty.owed_by) if each])
        texts[OWN_DUTIES] = promised_text(with_names_of_today(texts[OWN_DUTIES], known_as), pairs, version.language)
    known = sorted(texts, key=lambda code: words.clauses[code].order if code in words.clauses else len(words.clauses))
    for seq, code in enumerate((code for code in known if texts[code]), start=1):
        row = AgreementClause(
            agreement=version, seq=seq, code=code, text=texts[code], **_shape(standing.get(code), code, words)
        )
        keep(row, "agreement.add_clause", actor=actor, reason=change.reason, ctx={"code": code})


def _shape(standing: AgreementClause | None, code: str, words: Library) -> dict[str, Any]:
    """Give what a clause has beside its text: as it stands, or as the library has it."""
    if standing:
        kept = (each for each in standing._meta.concrete_fields if each.name not in {*ITS_OWN, "code", "text"})
        return {each.attname: getattr(standing, each.attname) for each in kept}
    clause = words.clauses[code]
    told = {"library_version": f"{words.language}/{clause.name}", "library_sha256": clause.sha256}
    return {"part": clause.part, "heading": clause.heading, "version_id": clause.version_id, **told}


def _redated(clause: AgreementClause, earlier: Agreement, version: Agreement, words: Library) -> str:
    """Give a clause with the dates and the monitor of the version, where its words name them."""
    known, text, language = words.clauses.get(clause.code), clause.text, version.language
    for name in ("review_on", "ends_on"):
        if known and name in known.placeholders:
            text = text.replace(day_in(getattr(earlier, name), language), day_in(getattr(version, name), language))
    if known and "monitor" in known.placeholders:
        text = with_names_of_today(text, outdated_names([earlier.monitor]))
        text = text.replace(earlier.monitor.name, version.monitor.name)
    return text
