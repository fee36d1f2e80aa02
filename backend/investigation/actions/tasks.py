"""Tasks of an investigation: added by hand or from the list of a kind of case, done, and undone when that was too soon."""

from datetime import date, timedelta

from django.db import transaction

from backend.access.policy import require
from backend.audit.actions import declare
from backend.audit.recorded import keep
from backend.cases.models import Case, CaseGrant, CaseParty
from backend.investigation.inquiry_vocabulary import TaskSource
from backend.investigation.models import Task
from backend.investigation.task_lists import usual_tasks
from backend.kernel import clock
from backend.kernel.errors import Invalid, Refused
from backend.people.models import User

declare("task.view", "read a task", kind="read")
declare("task.list", "listed tasks", kind="read")
declare("task.add", "added a task", kind="change")
declare("task.change", "changed a task", kind="change")
declare("task.finish", "noted that a task is done", kind="change")
declare("task.reopen", "noted that a task is not done after all", kind="change")

SYSTEM = TaskSource.SYSTEM


def add_task(case: Case, *, what: str, owner: User, actor: User, reason: str, due_on: date | None = None) -> Task:
    """Add a task for somebody who works on the case."""
    require(actor, "task.add", case)
    _check(case, what, owner)
    _check_day(due_on, actor)
    task = Task(case=case, what=what.strip(), owner=owner, due_on=due_on, created_at=clock.now())
    return keep(task, "task.add", actor=actor, reason=reason)


def take_list(case: Case, *, owner: User, actor: User, reason: str) -> list[Task]:
    """Take over the usual tasks for this kind of case; what was taken over before is left as it is."""
    require(actor, "task.add", case)
    _check(case, "The list.", owner)
    have = set(Task.objects.filter(case=case).exclude(template="").values_list("template", flat=True))
    missing = [usual for usual in usual_tasks(case.kind) if usual.key not in have]
    if not missing:
        raise Refused("Every task of the list is there already.", code="nothing-to-add")
    today, now = clock.today(actor.zone), clock.now()
    with transaction.atomic():
        return [
            keep(
                Task(
                    case=case,
                    what=usual.what,
                    owner=owner,
                    due_on=today + timedelta(days=usual.days),
                    source=TaskSource.TEMPLATE,
                    template=usual.key,
                    created_at=now,
                ),
                "task.add",
                actor=actor,
                reason=reason,
            )
            for usual in missing
        ]


def change_task(task: Task, *, what: str, owner: User, actor: User, reason: str, due_on: date | None = None) -> Task:
    """Change what a task says, who does it or until when."""
    require(actor, "task.change", task)
    _check(task.case, what, owner)
    if task.done_at:
        raise Refused("The task is done. Note first that it is not.", code="task-done")
    if due_on != task.due_on:
        _check_day(due_on, actor)
    task.what, task.owner, task.due_on = what.strip(), owner, due_on
    return keep(task, "task.change", actor=actor, reason=reason)


def finish_task(task: Task, *, actor: User, reason: str) -> Task:
    """Note that a task is done."""
    require(actor, "task.finish", task)
    if task.done_at:
        raise Refused("The task is done already.", code="task-done")
    task.done_at, task.done_by = clock.now(), actor
    return keep(task, "task.finish", actor=actor, reason=reason)


def reopen_task(task: Task, *, actor: User, reason: str) -> Task:
    """Note that a task is not done after all."""
    require(actor, "task.finish", task)
    if not task.done_at:
        raise Refused("The task is not marked as done.", code="task-open")
    task.done_at = task.done_by = None
    return keep(task, "task.reopen", actor=actor, reason=reason)


def set_task(case: Case, what: str, *, owner: User, actor: User, reason: str, due_on: date) -> Task:
    """Set a task that follows from something else (no permission check: callers decide)."""
    task = Task(case=case, what=what[:300], owner=owner, due_on=due_on, source=SYSTEM, created_at=clock.now())
    return keep(task, "task.add", actor=actor, reason=reason)


def _check_day(due_on: date | None, actor: User) -> None:
    if due_on is not None and due_on < clock.today(actor.zone):
        raise Invalid({"due_on": ["This day is over. Choose today or a later one."]})


def _check(case: Case, what: str, owner: User) -> None:
    if not what.strip():
        raise Invalid({"what": ["Say what is to be done."]})
    if not case.is_open:
        raise Refused("The case is closed.", code="wrong-state")
    works = CaseGrant.objects.filter(CaseGrant.live(), content_object=case, user=owner).exists()
    if not works or CaseParty.objects.filter(case=case, person=owner.person_id).exists():
        raise Invalid({"owner": ["Only somebody who works on this case can have a task in it."]})
