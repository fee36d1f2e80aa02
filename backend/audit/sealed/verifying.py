"""Verifying the whole history from its contents: the sealed log, its guards, and the domain's rows against it. The result is an event."""

import json
import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from time import monotonic
from typing import Any, Final

from django.conf import settings
from django.core.mail import send_mail
from django.db import DatabaseError

from backend.audit.actions import declare
from backend.audit.agreeing import compared
from backend.audit.coverage import Claims, history_models
from backend.audit.events import Actor, record
from backend.audit.guards import missing_guards
from backend.audit.models import AnchorReceipt, Event, Log
from backend.audit.models import Checkpoint as StoredCheckpoint
from backend.audit.sealed import outside, tables
from backend.audit.sealed.findings import Finding, Findings, known_finding
from backend.audit.sealed.keys import known_keys
from backend.audit.sealed.recomputing import Recomputing
from backend.kernel import clock
from backend.kernel.canonical import Json

logger = logging.getLogger(__name__)

LATE: Final = timedelta(seconds=60)
CHECKED_EVERY: Final = timedelta(days=2)
VERIFY: Final = "log.verify"

Progress = Callable[[int, int], object]

declare(VERIFY, "checked the whole history against its seal", kind="system")


@dataclass(frozen=True)
class Verification:
    """One check of the whole history: `ok` unless something was found that proves damage; notices are worth a look."""

    checked_at: datetime
    size: int
    root: bytes
    findings: tuple[Finding, ...]
    seconds: float = 0.0
    rows: bool = True  # whether the domain's rows were checked, too

    @property
    def ok(self) -> bool:
        """Tell whether nothing was found but notices."""
        return all(finding.is_notice for finding in self.findings)

    @property
    def damage(self) -> tuple[Finding, ...]:
        """Give the findings that are more than notices."""
        return tuple(finding for finding in self.findings if not finding.is_notice)


@dataclass(frozen=True)
class SealState:
    """How far the history is sealed, signed and anchored."""

    size: int
    signed_size: int
    signed_at: datetime | None
    pending: int
    oldest_pending_at: datetime | None
    anchored_size: int
    anchored_at: datetime | None
    unsigned_since: datetime | None = None

    def is_late(self, as_of: datetime) -> bool:
        """Tell whether an event has waited for more than a minute to be sealed, or to be signed for."""
        waiting = [since for since in (self.oldest_pending_at, self.unsigned_since) if since is not None]
        return any(since < as_of - LATE for since in waiting)


def verify_log(progress: Progress | None = None, *, rows: bool = True) -> Verification:
    """Check everything there is now; `rows` leaves the domain's rows out when it is false. Nothing is written."""
    started, findings, claims = monotonic(), Findings(), Claims()
    visit = claims.take if rows else _untold
    kept = outside.kept_outside(findings)  # read before the size: what is kept there was sealed by then
    log = Log.objects.filter(pk=1).first() or Log(name=settings.AUDIT_NAME)
    held = tables.held_outside(findings, log, kept)
    keys = known_keys()
    if log.size and not keys:
        findings.add("key-unknown", "no key of the log is known here")
    recomputing = Recomputing(log.name, log.size, findings, keys=keys, outside=held, visit=visit)
    root = recomputing.run(progress or _untold)
    late = clock.now() - LATE
    tables.check_edges(
        findings,
        log.size,
        tiles=recomputing.tree.tiles(),
        signed=recomputing.newest_signed if keys else log.size,
        late=late,
    )
    tables.check_queue(findings, late=late)
    tables.Tail(log.size, findings, visit).run()
    tables.check_streams(findings)
    tables.check_strays(findings)
    for name in missing_guards(sorted(history_models())):
        findings.add("guard-missing", name)
    if rows:
        for gap in compared(claims, partial(_claims_since, log.size)):
            findings.add(gap.code, gap.place)
    return Verification(clock.now(), log.size, root, findings.all(), round(monotonic() - started, 3), rows)


def verify_and_tell(*, actor: Actor | None, progress: Progress | None = None, rows: bool = True) -> Verification:
    """Check everything, record the result as an event, and raise the alarm when something is damaged."""
    result = verify_log(progress, rows=rows)
    found: dict[str, Json] = {finding.code: finding.count for finding in result.findings}
    facts: dict[str, Json] = {
        "ok": result.ok,
        "size": result.size,
        "root": result.root.hex(),
        "findings": len(result.damage),
        "found": found,
        "rows": rows,
        "milliseconds": int(result.seconds * 1000),
    }
    record(VERIFY, None, actor=actor, ctx=facts)
    if not result.ok:
        alarm("The history does not hold", [finding.sentence for finding in result.damage])
    return result


def alarm(subject: str, sentences: Iterable[str]) -> None:
    """Tell whoever answers for the history: in the log, and by mail. Sentences name entries and tables, never contents."""
    text = "\n".join(sentences)
    logger.critical("%s. %s", subject, text.replace("\n", " "))
    if not settings.AUDIT_ALARM_MAIL:
        return
    try:
        send_mail(f"{settings.AUDIT_NAME}: {subject}", text + "\n", None, settings.AUDIT_ALARM_MAIL)
    except OSError as problem:  # the log has it; a mail server that is away must not hide the result
        logger.critical("The alarm could not be sent by mail: %s", problem)


def last_verification() -> Verification | None:
    """Give the latest result, as the history tells it."""
    event = Event.objects.filter(action=VERIFY).order_by("-id").first()
    return told_verification(event) if event else None


def told_verification(event: Event) -> Verification:
    """Read a result back from its event."""
    facts: dict[str, Any] = json.loads(event.body)["ctx"]
    findings = tuple(known_finding(code, count) for code, count in facts["found"].items())
    return Verification(
        event.at, facts["size"], bytes.fromhex(facts["root"]), findings, facts["milliseconds"] / 1000, facts["rows"]
    )


def seal_state() -> SealState:
    """Tell how far the history is sealed, with a few quick questions."""
    log = Log.objects.filter(pk=1).first()
    signed = StoredCheckpoint.objects.exclude(note="").order_by("-size").first()
    pending, since = tables.oldest_waiting()
    unsigned = StoredCheckpoint.objects.filter(size__gt=signed.size if signed else 0).order_by("size").first()
    anchor = AnchorReceipt.objects.order_by("-size").first()
    return SealState(
        size=log.size if log else 0,
        signed_size=signed.size if signed else 0,
        signed_at=signed.sealed_at if signed else None,
        pending=pending,
        oldest_pending_at=since,
        anchored_size=anchor.size if anchor else 0,
        anchored_at=anchor.at if anchor else None,
        unsigned_since=unsigned.sealed_at if unsigned else None,
    )


def standing(as_of: datetime) -> str:
    """Say in one word how the history stands: ok, failed, unsealed, unsigned, or unverified when nobody checked it for two days."""
    try:
        last, state = last_verification(), seal_state()
        begun = Event.objects.order_by("id").values_list("db_at", flat=True).first()
    except DatabaseError:
        return "unavailable"
    if last is not None and not last.ok:
        return "failed"
    if state.is_late(as_of):
        return "unsealed" if state.pending else "unsigned"
    checked = last.checked_at if last else begun
    return "ok" if checked is None or checked > as_of - CHECKED_EVERY else "unverified"


def _claims_since(size: int) -> Claims:
    """Read once more what the newest events say about rows."""
    claims = Claims()
    tables.Tail(size, Findings(), claims.take).run()
    return claims


def _untold(*_told: object) -> None:
    """Tell nobody."""
