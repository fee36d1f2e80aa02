"""Who works here and who signs in. A person is an HR record; a user is a way in. Not every person is a user."""

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

from backend.audit.actions import declare
from backend.audit.recorded import Recorded

PASSWORD_CHANGE = declare("account.change_password", "changed their password", kind="sign_in")


class Unit(Recorded):
    """A part of the organisation: department, team, region."""

    code = models.CharField(max_length=60, unique=True)
    name = models.CharField(max_length=200)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="children")

    def __str__(self) -> str:
        return self.name


class Site(Recorded):
    """A place of work, with the law, the working days and the clock that hold there."""

    code = models.CharField(max_length=60, unique=True)
    name = models.CharField(max_length=200)
    zone = models.CharField(max_length=60, default="UTC")  # IANA name
    jurisdiction = models.CharField(max_length=20)  # for example GB-ENG
    calendar = models.CharField(max_length=20)  # working-day calendar, for example GB-ENG

    def __str__(self) -> str:
        return self.name


class PersonKind(models.TextChoices):
    """What somebody is to the organisation."""

    EMPLOYEE = "employee", "Employee"
    CONTRACTOR = "contractor", "Contractor"
    APPLICANT = "applicant", "Applicant"
    FORMER = "former", "Former employee"
    CLIENT = "client", "Client"
    THIRD_PARTY = "third_party", "Third party"


class Person(Recorded):
    """Somebody the organisation deals with, whether or not they ever sign in."""

    reference = models.CharField(max_length=30, unique=True)
    kind = models.CharField(max_length=20, choices=PersonKind, default=PersonKind.EMPLOYEE)
    name = models.CharField(max_length=200)
    email = models.EmailField(blank=True)
    job_title = models.CharField(max_length=200, blank=True)
    unit = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="people")
    site = models.ForeignKey(Site, null=True, blank=True, on_delete=models.PROTECT, related_name="people")
    language = models.CharField(max_length=12, default="en")
    active_from = models.DateField(null=True, blank=True)
    active_to = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=60, blank=True)  # the register a record was imported from
    source_ref = models.CharField(max_length=120, blank=True)

    class Meta:
        verbose_name_plural = "people"
        indexes: ClassVar = [models.Index(Lower("name"), name="people_person_name")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(active_to=None) | Q(active_from=None) | Q(active_to__gte=F("active_from")),
                name="person_dates_in_order",
            ),
            models.UniqueConstraint(
                fields=["source", "source_ref"], condition=~Q(source=""), name="person_once_per_source"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def jurisdiction(self) -> str:
        """Name the jurisdiction of the person's place of work; empty when none is known."""
        return self.site.jurisdiction if self.site else ""

    @property
    def zone(self) -> str:
        """Name the time zone of the person's place of work."""
        return self.site.zone if self.site else "UTC"


class PersonName(Recorded):
    """A name that somebody goes or went by, so that an old document still finds its person."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="names")
    name = models.CharField(max_length=200)
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name

    @property
    def stream(self) -> str:
        """Stand in the person's own history."""
        return self.person.key


class ReportingLine(Recorded):
    """Who reported to whom, from which day to which day (the last day counts)."""

    SOLID, DOTTED = "solid", "dotted"

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="lines_up")
    manager = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="lines_down")
    kind = models.CharField(max_length=10, choices=[(SOLID, "Solid line"), (DOTTED, "Dotted line")], default=SOLID)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["person", "starts_on"], name="people_line_up"),
            models.Index(fields=["manager", "starts_on"], name="people_line_down"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(person=F("manager")), name="line_not_to_oneself"),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")), name="line_dates_in_order"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} reports to {self.manager}"

    @property
    def stream(self) -> str:
        """Stand in the history of the person who reports."""
        return self.person.key


class TieKind(models.TextChoices):
    """What two people are to each other beside their work."""

    FAMILY = "family", "Family"
    RELATIONSHIP = "relationship", "Close personal relationship"
    FINANCIAL = "financial", "Shared financial interest"
    ADVOCATE = "advocate", "One acted for the other, or decided an appeal of the other"


class TieSource(models.TextChoices):
    """How a tie is known."""

    DECLARED = "declared", "Declared by one of the two"
    PERSONNEL = "personnel", "Entered from personnel records"


class Tie(Recorded):
    """What two people are to each other that could bias one about the other; who of the two comes first means nothing."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="ties_from")
    other = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="ties_to")
    kind = models.CharField(max_length=20, choices=TieKind)
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)
    declared_by = models.ForeignKey("people.User", on_delete=models.PROTECT, related_name="+")
    source = models.CharField(max_length=20, choices=TieSource)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["other", "person"], name="people_tie_other")]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(person=F("other")), name="tie_not_to_oneself"),
            models.CheckConstraint(
                condition=Q(until=None) | Q(since=None) | Q(until__gte=F("since")), name="tie_dates_in_order"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} and {self.other}"

    @property
    def stream(self) -> str:
        """Stand in the history of the person whom it was entered for."""
        return self.person.key


class UserManager(BaseUserManager["User"]):
    """Finds users by their sign-in address, whatever its case."""

    def get_by_natural_key(self, username: str | None) -> "User":
        """Find the user who signs in with this address."""
        return self.get(email__iexact=username or "")


class User(AbstractBaseUser, PermissionsMixin, Recorded):  # type: ignore[django-manager-missing]  # named by a library
    """A way to sign in. Being a superuser gives nobody a right to any record."""

    email = models.EmailField(unique=True)
    person = models.OneToOneField(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="user")
    is_active = models.BooleanField(default=True)
    is_system = models.BooleanField(default=False)
    zone = models.CharField(max_length=60, default="Europe/London")
    language = models.CharField(max_length=12, default="en")
    theme = models.CharField(
        max_length=5, default="auto", choices=[("auto", "As the device"), ("light", "Light"), ("dark", "Dark")]
    )

    not_in_history: ClassVar[tuple[str, ...]] = ("password", "last_login")
    objects: ClassVar[UserManager] = UserManager()  # type: ignore[assignment]

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    untold = Recorded.untold | {"password", "last_login"}

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(Lower("email"), name="user_email_once")]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """Call the user as their HR record does."""
        return self.person.name if self.person else "Evenhand"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Let the framework note a sign-in or store a new password; any other change goes through keep()."""
        if self.__dict__.get("_keeping") or self._state.adding:
            super().save(*args, **kwargs)
        elif kwargs.get("update_fields") and set(kwargs["update_fields"]) <= {"last_login", "password"}:
            self._save_unrecorded(*args, **kwargs)
        elif not self.changed_fields():
            self._save_unrecorded(update_fields=["password"])
        else:
            super().save(*args, **kwargs)

    def _save_unrecorded(self, *args: Any, **kwargs: Any) -> None:
        self.__dict__["_keeping"] = True
        self.__dict__["skip_history_when_saving"] = True
        try:
            super().save(*args, **kwargs)
        finally:
            del self.__dict__["skip_history_when_saving"], self.__dict__["_keeping"]
