"""Own versions of letters: written by an administrator, approved by somebody else, in force from a day on, and never changed after."""

import hashlib
from datetime import date

from django.db import transaction
from django.db.models import Max

from backend.access.policy import require
from backend.audit.actions import declare
from backend.audit.recorded import keep
from backend.documents.catalogue.checking import Fault, check_body
from backend.documents.catalogue.queries import body_called, body_in_force, letter_called
from backend.documents.catalogue.states import VersionState
from backend.documents.catalogue.tables import TemplateVersion
from backend.documents.letters import Letter, letter_class
from backend.documents.wording import languages_of
from backend.kernel import clock
from backend.kernel.errors import Invalid, Refused
from backend.kernel.references import new_reference
from backend.people.models import User
from backend.workflow.lifecycle import Lifecycle

declare("template.write", "began a version of a letter", kind="document")
declare("template.save", "saved a version of a letter", kind="document")

lifecycle = Lifecycle(TemplateVersion, "template")


def write_version(
    letter: str, language: str, *, actor: User, reason: str, body: str = "", note: str = "", based_on: str = ""
) -> TemplateVersion:
    """Begin an own version of a letter in a language, from the words in force, from an older version, or from a text.

    Raises Invalid for a letter, language or version that there is none of; Forbidden for whoever may not write one.
    """
    cls = _letter(letter)
    if language not in languages_of(cls):
        raise Invalid({"language": [f"This letter is written in: {', '.join(languages_of(cls))}."]})
    started, text = _start(cls, language, based_on)
    version = TemplateVersion(
        reference=new_reference("TPL", clock.today()),
        kind=cls.kind,
        template=cls.template,
        number=_next_number(cls.template, language),
        language=language,
        body=_tidy(body or text),
        sha256=_digest(_tidy(body or text)),
        note=note.strip(),
        based_on=started,
        written_by=actor,
        written_at=clock.now(),
    )
    with transaction.atomic():
        keep(version, "template.write", actor=actor, reason=reason, ctx={"template": version.name})
        require(actor, "template.revise", version)  # whoever may not write leaves nothing behind
    return version


def save_version(version: TemplateVersion, *, actor: User, reason: str, body: str, note: str = "") -> TemplateVersion:
    """Save the words of a draft, sound or not: nothing that somebody wrote is lost."""
    require(actor, "template.revise", version)
    if version.state != VersionState.DRAFT:
        raise Refused("Only a draft can be changed. Begin a new version from this one.", code="wrong-state")
    version.body, version.note = _tidy(body), note.strip()
    version.sha256 = _digest(version.body)
    return keep(version, "template.save", actor=actor, reason=reason)


def faults_of(version: TemplateVersion, *, printed: bool = False) -> list[Fault]:
    """List what stands in the way of a version."""
    return check_body(letter_class(version.template), version.body, version.language, printed=printed)


@lifecycle.move(
    "submit",
    {VersionState.DRAFT},
    VersionState.IN_REVIEW,
    past="handed in a version of a letter",
    label="Hand in for approval",
    kind="document",
)
def submit_version(version: TemplateVersion, *, actor: User) -> None:
    """Hand in a version without faults, so that a second person can approve it."""
    _must_be_sound(version)
    if not version.note:
        raise Refused("Say what this version changes, so that others know what to look at.", code="note-missing")


@lifecycle.move(
    "return",
    {VersionState.IN_REVIEW},
    VersionState.DRAFT,
    past="returned a version of a letter",
    label="Return to the writer",
    kind="document",
)
def return_version(version: TemplateVersion, *, actor: User) -> None:
    """Give a version back to its writer, with what should be different."""


@lifecycle.move(
    "approve",
    {VersionState.IN_REVIEW},
    VersionState.APPROVED,
    past="approved a version of a letter",
    label="Approve",
    kind="document",
)
def approve_version(
    version: TemplateVersion, *, actor: User, effective_from: date, effective_until: date | None = None
) -> None:
    """Approve, as a second person, the words that letters are issued with from a day on."""
    if actor.pk == version.written_by_id:
        raise Refused("You wrote this version; somebody else approves it.", code="second-person")
    if effective_from < clock.today():
        raise Invalid({"effective_from": ["Choose today or a later day: what was issued is not changed."]})
    if effective_until is not None and effective_until <= effective_from:
        raise Invalid({"effective_until": ["Choose a later day than the first one."]})
    _must_be_sound(version)
    version.approved_by, version.approved_at = actor, clock.now()
    version.effective_from, version.effective_until = effective_from, effective_until


@lifecycle.move(
    "reject",
    {VersionState.IN_REVIEW},
    VersionState.REJECTED,
    past="rejected a version of a letter",
    label="Reject",
    kind="document",
)
def reject_version(version: TemplateVersion, *, actor: User) -> None:
    """Turn a version down for good; its words stay in the history."""


@lifecycle.move(
    "discard",
    {VersionState.DRAFT},
    VersionState.REJECTED,
    past="gave up a version of a letter",
    label="Give up",
    kind="document",
)
def discard_version(version: TemplateVersion, *, actor: User) -> None:
    """Give a draft up; its words stay in the history."""


@lifecycle.move(
    "retire",
    {VersionState.APPROVED},
    VersionState.RETIRED,
    past="took a version of a letter out of use",
    label="Take out of use",
    kind="document",
)
def retire_version(version: TemplateVersion, *, actor: User) -> None:
    """Take a version out of use now: the approved version before it counts again, or the built-in words."""
    last = max(clock.today(), version.effective_from or clock.today())
    version.effective_until = min(version.effective_until or last, last)


def _letter(key: str) -> type[Letter]:
    try:
        return letter_called(key)
    except LookupError:
        raise Invalid({"letter": ["There is no such letter in the catalogue."]}) from None


def _start(cls: type[Letter], language: str, based_on: str) -> tuple[str, str]:
    if not based_on:
        return body_in_force(cls, language)
    try:
        return f"{cls.template.rpartition('/')[0]}/{based_on}", body_called(cls, language, based_on)
    except LookupError:
        raise Invalid({"based_on": ["There is no such version in this language."]}) from None


def _next_number(template: str, language: str) -> int:
    rows = TemplateVersion.objects.filter(template=template, language=language)
    return (rows.aggregate(last=Max("number"))["last"] or 0) + 1


def _must_be_sound(version: TemplateVersion) -> None:
    faults = faults_of(version, printed=True)
    if faults:
        first = faults[0]
        where = f"line {first.line}: " if first.line else ""
        number = "one fault" if len(faults) == 1 else f"{len(faults)} faults"
        raise Refused(f"Mend {number} first; {where}{first.message}", code="template-faults")


def _tidy(body: str) -> str:
    return body.replace("\r\n", "\n").replace("\r", "\n").strip("\n") + "\n"


def _digest(body: str) -> str:
    return hashlib.sha256(body.encode()).hexdigest()
