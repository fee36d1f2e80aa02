"""What was asked for, how far it is, and who works on it."""

from datetime import datetime, timedelta
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q

from backend.kernel import clock
from backend.kernel.references import new_uid


class JobState(models.TextChoices):
    """Where a job stands."""

    QUEUED = "queued", "Queued"
    RUNNING = "running", "Running"
    DONE = "done", "Done"
    DEAD = "dead", "Dead"


class JobQuerySet(models.QuerySet["Job"]):
    """Lists of jobs that somebody looks at."""

    def open(self) -> Self:
        """Jobs that are still to be finished."""
        return self.filter(state__in=[JobState.QUEUED, JobState.RUNNING])

    def dead(self) -> Self:
        """The dead-letter list: every attempt failed, and somebody has to look."""
        return self.filter(state=JobState.DEAD).order_by("-finished_at")

    def lost(self, as_of: datetime) -> Self:
        """Running jobs whose worker let the lease run out."""
        return self.filter(state=JobState.RUNNING, lease_until__lt=as_of)


class Job(models.Model):
    """One piece of work. Parameters are identifiers and plain facts, never what people wrote."""

    uid = models.UUIDField(unique=True, default=new_uid, editable=False)
    kind = models.CharField(max_length=80)
    params = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=JobState, default=JobState.QUEUED)
    attempts = models.PositiveIntegerField(default=0)
    max_attempts = models.PositiveIntegerField(default=5)
    lease_until = models.DateTimeField(null=True, blank=True)
    done = models.PositiveBigIntegerField(default=0)
    total = models.PositiveBigIntegerField(default=0)
    error = models.TextField(blank=True)
    requested_by = models.UUIDField(null=True, blank=True, db_index=True)  # a user's uid; null when the clock asked
    message = models.UUIDField(null=True, blank=True)  # what the transport carries for it
    run_after = models.DateTimeField(default=clock.now)
    created_at = models.DateTimeField(default=clock.now, editable=False)
    finished_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[models.Manager["Job"]] = models.Manager.from_queryset(JobQuerySet)()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["run_after"], condition=Q(state="queued"), name="job_queued"),
            models.Index(fields=["lease_until"], condition=Q(state="running"), name="job_running"),
            models.Index(fields=["finished_at"], condition=Q(state="dead"), name="job_dead"),
            models.Index(fields=["finished_at"], condition=Q(state="done"), name="job_done"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(state__in=JobState.values), name="job_state_known"),
            models.CheckConstraint(
                condition=Q(state="running", lease_until__isnull=False) | (~Q(state="running") & Q(lease_until=None)),
                name="job_lease_while_running",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["done", "dead"], finished_at__isnull=False)
                | (~Q(state__in=["done", "dead"]) & Q(finished_at=None)),
                name="job_finished_when_over",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} ({self.state})"

    @property
    def key(self) -> str:
        """Name this job in the history."""
        return f"job:{self.uid}"

    @property
    def stream(self) -> str:
        """Name the stream of history that a job's events belong to."""
        return "log"

    @property
    def is_over(self) -> bool:
        """Tell whether nothing more will happen by itself."""
        return self.state in {JobState.DONE, JobState.DEAD}

    @property
    def percent(self) -> int | None:
        """Tell how far the work is, when it said so."""
        return min(100, self.done * 100 // self.total) if self.total else None


class Schedule(models.Model):
    """Work that the clock asks for; whoever moves `next_at` on has won the turn."""

    name = models.CharField(max_length=80, unique=True)
    kind = models.CharField(max_length=80)
    params = models.JSONField(default=dict)
    interval = models.DurationField()
    next_at = models.DateTimeField(db_index=True)
    last_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(interval__gt=timedelta(0)), name="schedule_interval_positive")
        ]

    def __str__(self) -> str:
        return self.name


class WorkerBeat(models.Model):
    """A sign of life from one worker."""

    name = models.CharField(max_length=120, unique=True)
    started_at = models.DateTimeField()
    seen_at = models.DateTimeField(db_index=True)
    jobs_run = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return self.name
