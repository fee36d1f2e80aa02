"""Alarms about files of the evidence: raised by a check, told to whoever leads the case and to those who watch over the records."""

from django.db import transaction

from backend.access.models import Role
from backend.access.policy import can
from backend.access.roles import users_with
from backend.audit.actions import declare
from backend.audit.recorded import keep
from backend.cases.models import CaseGrant
from backend.cases.vocabulary import CaseState
from backend.files.models import StoredFile
from backend.files.reading import Comparison, check_hash
from backend.files.reading import HashCheck as Found
from backend.files.upkeep import when_file_differs
from backend.investigation.actions.custody import note_check
from backend.investigation.alarm_tables import AlarmState, FileAlarm
from backend.investigation.evidence_tables import EvidenceItem
from backend.investigation.evidence_words import LOCKED, HashCheck
from backend.investigation.policy.evidence import ALARM_LEADS
from backend.jobs.queue import submit
from backend.kernel import clock
from backend.kernel.errors import Invalid, Refused
from backend.people.actions import system_user
from backend.people.models import User
from backend.workflow.lifecycle import Lifecycle

declare("file_alarm.raise", "found that a piece of evidence is not what was taken in", kind="change")
declare("file_alarm.view", "read an alarm about a piece of evidence", kind="read")
declare("file_alarm.list", "listed alarms about pieces of evidence", kind="read")

lifecycle = Lifecycle(FileAlarm, "file_alarm")


@when_file_differs
def note_difference(stored: StoredFile, now: Comparison) -> None:
    """Raise an alarm when a check of all files finds one of the evidence changed or gone."""
    item = EvidenceItem.objects.filter(file=stored).select_related("case", "file").first()
    if item is None:
        return
    known = FileAlarm.objects.filter(item=item, state=AlarmState.RAISED).first()
    with transaction.atomic():
        if known is None or known.found != now.found.value:
            note_check(item, now.found, why="Every file is hashed anew from time to time.", actor=system_user())
        raise_alarm(item, now, actor=system_user())


def raise_alarm(item: EvidenceItem, now: Comparison, *, actor: User) -> FileAlarm | None:
    """Say to whoever leads the case that the file of an item is not what was taken in; a standing alarm is brought up to date."""
    if item.file is None:
        return None
    alarm = FileAlarm.objects.filter(item=item, state=AlarmState.RAISED).select_related("item__case").first()
    if alarm and (alarm.found, alarm.found_sha256) == (now.found.value, now.sha256):
        return alarm
    fresh = alarm is None
    alarm = alarm or FileAlarm(item=item, raised_at=clock.now())
    alarm.expected_sha256, alarm.expected_size = item.file.sha256, item.file.size
    alarm.found, alarm.found_sha256, alarm.found_size = HashCheck(now.found.value), now.sha256, now.size
    keep(alarm, "file_alarm.raise", actor=actor, ctx={"item": item.number, "found": now.found.value})
    if fresh:
        submit("access.send_notices", actor=None, users=[str(user.uid) for user in _told(alarm)])
    return alarm


@lifecycle.move(
    "restore",
    {AlarmState.RAISED},
    AlarmState.RESTORED,
    past="noted that a piece of evidence is what was taken in again",
    label="The file is restored",
)
def restore_file(alarm: FileAlarm, *, actor: User) -> None:
    """Note that the file lies in its place again; it is hashed once more, and only what was taken in counts."""
    stored = alarm.item.file
    if stored is None or check_hash(stored) != Found.MATCH:
        raise Refused(
            "The file is still not what was taken in. Have it put back from the backup first, then choose this again.",
            code="file-differs",
        )
    note_check(alarm.item, Found.MATCH, why="It was restored from the backup.", actor=actor)
    _resolve(alarm, actor)


@lifecycle.move(
    "give_up",
    {AlarmState.RAISED},
    AlarmState.LOST,
    past="noted that a piece of evidence can’t be restored",
    label="The file can’t be restored",
)
def give_up_file(alarm: FileAlarm, *, actor: User, answer: str) -> None:
    """Note that no backup holds the file as it was, and what that means for the case; the report does not rest on it from then on."""
    if not answer.strip():
        raise Invalid({"answer": ["Say what this means for the case, and what takes the place of the file."]})
    case = alarm.item.case
    if alarm.item.relied_on and case.state not in {*LOCKED, CaseState.EVIDENCE_REVIEW}:
        raise Refused(
            f"The report rests on {alarm.item.label}. Take that mark off first: what can’t be shown can’t be relied on.",
            code="evidence-relied-on",
        )
    alarm.answer = answer.strip()
    _resolve(alarm, actor)


def _resolve(alarm: FileAlarm, actor: User) -> None:
    alarm.resolved_by, alarm.resolved_at = actor, clock.now()


def _told(alarm: FileAlarm) -> list[User]:
    """List who learns of an alarm: the leads of the case, the auditors and the privacy officers, as far as no bar keeps them from it."""
    codenames = [f"act_as_{role}" for role in ALARM_LEADS]
    held = CaseGrant.objects.filter(
        CaseGrant.live(), content_object=alarm.item.case_id, permission__codename__in=codenames
    )
    known = User.objects.filter(pk__in=held.values("user")).select_related("person").order_by("pk")
    officers = [*users_with(Role.AUDITOR), *users_with(Role.PRIVACY_OFFICER)]
    people = {user.pk: user for user in (*known, *officers)}
    return [user for user in people.values() if can(user, "file_alarm.view", alarm)]
