"""The append-only event tables. Leaves, tiles and checkpoints are built on them without touching a writer."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models.functions import Now

from backend.kernel.references import new_uid


class ClockTimestamp(Now):
    """The database's own wall clock at the moment of the insert, not of the transaction."""

    def as_postgresql(self, compiler, connection, **extra):  # type: ignore[no-untyped-def]
        """Read the wall clock: a long transaction must not give all its events one time."""
        return self.as_sql(compiler, connection, template="CLOCK_TIMESTAMP()", **extra)


class Event(models.Model):
    """One thing that happened: who did what to which record, when. Rows are never changed or removed.

    `body` is canonical JSON and becomes the leaf of the sealed history as it stands. Personal or free-text values are not in it: it
    holds salted digests of them, and the values lie in `Disclosure`, where a lawful erasure can reach them.
    """

    id = models.BigAutoField(primary_key=True)
    uid = models.UUIDField(unique=True, default=new_uid, editable=False)
    stream = models.CharField(max_length=120)
    action = models.CharField(max_length=80)
    actor = models.UUIDField(null=True)
    obj = models.CharField(max_length=120, blank=True)
    at = models.DateTimeField()
    db_at = models.DateTimeField(db_default=ClockTimestamp())
    body = models.TextField()

    class Meta:
        db_table = "audit_event"
        indexes: ClassVar = [
            models.Index(fields=["stream", "id"], name="audit_event_stream"),
            models.Index(fields=["actor", "id"], name="audit_event_actor"),
            models.Index(fields=["obj", "id"], name="audit_event_obj"),
            models.Index(fields=["action", "id"], name="audit_event_action"),
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.action}"

    @property
    def key(self) -> str:
        """Name this event in the history (reading events is an event)."""
        return f"event:{self.uid}"


class Pending(models.Model):
    """An event that waits to be sealed; the database's trigger writes it together with the event."""

    event_id = models.BigIntegerField(primary_key=True)

    class Meta:
        db_table = "audit_pending"

    def __str__(self) -> str:
        return f"#{self.event_id}"


class Leaf(models.Model):
    """An event's place in the sealed log: its index in the tree, and its number and predecessor in its own stream."""

    leaf_index = models.BigIntegerField(primary_key=True)
    event_id = models.BigIntegerField(unique=True)
    stream = models.CharField(max_length=120)
    seq = models.BigIntegerField()
    prev = models.BigIntegerField(null=True)

    class Meta:
        db_table = "audit_leaf"
        constraints: ClassVar = [models.UniqueConstraint(fields=["stream", "seq"], name="audit_leaf_stream_seq")]

    def __str__(self) -> str:
        return f"leaf {self.leaf_index}"


class Tile(models.Model):
    """Up to 256 hashes of one level of the tree; a full tile never changes."""

    pk = models.CompositePrimaryKey("level", "n")
    level = models.SmallIntegerField()
    n = models.BigIntegerField()
    data = models.BinaryField()

    class Meta:
        db_table = "audit_tile"

    def __str__(self) -> str:
        return f"tile {self.level}/{self.n}"


class Checkpoint(models.Model):
    """The root of the tree at a size; signed only after the leaves were safely stored."""

    size = models.BigIntegerField(primary_key=True)
    root = models.BinaryField()
    sealed_at = models.DateTimeField(db_default=ClockTimestamp())
    note = models.TextField(blank=True, db_default="")

    class Meta:
        db_table = "audit_checkpoint"

    def __str__(self) -> str:
        return f"checkpoint {self.size}"


class AnchorReceipt(models.Model):
    """The proof that somebody outside holds a checkpoint."""

    pk = models.CompositePrimaryKey("size", "kind")
    size = models.BigIntegerField()
    kind = models.CharField(max_length=40)
    receipt = models.BinaryField()
    at = models.DateTimeField()

    class Meta:
        db_table = "audit_anchor"

    def __str__(self) -> str:
        return f"{self.kind} of checkpoint {self.size}"


class Log(models.Model):
    """The one log: what it is called, its epoch, and how many leaves it has. Whoever seals locks this row."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    name = models.CharField(max_length=120)
    epoch = models.PositiveIntegerField(default=1)
    size = models.BigIntegerField(default=0)

    class Meta:
        db_table = "audit_log"
        constraints: ClassVar = [models.CheckConstraint(condition=models.Q(id=1), name="audit_log_is_one")]

    def __str__(self) -> str:
        return self.origin

    @property
    def origin(self) -> str:
        """Name the log as its checkpoints do."""
        return f"{self.name}/{self.epoch}"


class Disclosure(models.Model):
    """A personal or free-text value of an event, salted (RFC 9901 form); only the erasure routine may delete it."""

    pk = models.CompositePrimaryKey("event_id", "name")
    event_id = models.BigIntegerField()
    name = models.CharField(max_length=40)
    disclosure = models.TextField()

    class Meta:
        db_table = "audit_private"

    def __str__(self) -> str:
        return f"#{self.event_id} {self.name}"


class Subject(models.Model):
    """Whose record an event touched, so that a person can be told who saw their file."""

    pk = models.CompositePrimaryKey("event_id", "person_id", "role")
    event_id = models.BigIntegerField()
    person_id = models.UUIDField()
    role = models.CharField(max_length=40)

    class Meta:
        db_table = "audit_subject"
        indexes: ClassVar = [models.Index(fields=["person_id", "event_id"], name="audit_subject_person")]

    def __str__(self) -> str:
        return f"#{self.event_id} {self.role}"


class Identity(models.Model):
    """The name behind an actor's identifier; the name can be erased, the identifier stays in the events."""

    actor = models.UUIDField(primary_key=True, default=uuid.uuid4)
    name = models.CharField(max_length=200)
    email = models.CharField(max_length=254, blank=True)
    employee_no = models.CharField(max_length=60, blank=True)

    class Meta:
        db_table = "audit_identity"

    def __str__(self) -> str:
        return self.name


class Erasure(models.Model):
    """That something was erased, and by which event; the row is written first, stays for good, and says nothing of what was erased."""

    KINDS: ClassVar = [(kind, kind) for kind in ("disclosure", "subject", "identity", "history")]

    kind = models.CharField(max_length=12, choices=KINDS)
    event_id = models.BigIntegerField(null=True, blank=True)
    name = models.CharField(max_length=40, blank=True)  # the disclosure's name, or a person's identifier as 32 digits
    digest = models.CharField(max_length=43, blank=True)
    history_table = models.CharField(max_length=80, blank=True)
    history_id = models.BigIntegerField(null=True, blank=True)
    erased_by = models.UUIDField()  # the event audit.erase

    class Meta:
        db_table = "audit_erasure"
        indexes: ClassVar = [
            models.Index(fields=["kind", "name"], name="audit_erasure_name"),
            models.Index(fields=["event_id"], name="audit_erasure_event"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["event_id", "name"], condition=models.Q(kind="disclosure"), name="audit_erasure_disclosure"
            ),
            models.UniqueConstraint(
                fields=["history_table", "history_id"], condition=models.Q(kind="history"), name="audit_erasure_history"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} erased by {self.erased_by}"
