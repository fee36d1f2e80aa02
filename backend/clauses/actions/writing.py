"""Words of clauses: written by one person, approved by another, in force from a day on, and never changed after."""

from collections.abc import Iterator
from datetime import date
from typing import Final

from django.db.models import Max

from backend.access.policy import require
from backend.audit.actions import declare
from backend.audit.recorded import keep
from backend.clauses.delivered import delivered
from backend.clauses.library import digest, placeholders_of
from backend.clauses.models import Clause, ClauseVersion
from backend.clauses.queries import version_in_force
from backend.clauses.vocabulary import LANGUAGES, VersionState
from backend.documents.guard.texts import TextRemark, remarks_on
from backend.kernel import clock
from backend.kernel.errors import Invalid, Refused
from backend.kernel.references import new_reference
from backend.people.models import User
from backend.workflow.lifecycle import Lifecycle

declare("clause_version.write", "began new words for a clause", kind="document")
declare("clause_version.save", "saved new words for a clause", kind="document")

AGREEMENT: Final = "D12"
lifecycle = Lifecycle(ClauseVersion, "clause_version")


def write_clause_version(
    clause: Clause, *, actor: User, reason: str, language: str = "en-GB", based_on: str = ""
) -> ClauseVersion:
    """Begin new words for a clause in a language, from the words in force or from an older version (C20.1)."""
    require(actor, "clause.write", clause)
    if language not in LANGUAGES:
        raise Invalid({"language": [f"The library is written in: {', '.join(LANGUAGES)}."]})
    first = _beginning(clause, language, based_on)
    last = clause.versions.filter(language=language).aggregate(last=Max("number"))["last"] or 0
    version = ClauseVersion(
        reference=new_reference("CLV", clock.today()),
        clause=clause,
        language=language,
        number=last + 1,
        part=first.part if first else "",
        heading=first.heading if first else clause.reference,
        text=first.text if first else "",
        note=first.note if first else "",
        based_on=first,
        written_by=actor,
        written_at=clock.now(),
    )
    version.sha256 = digest_of(version)
    return keep(version, "clause_version.write", actor=actor, reason=reason, ctx={"clause": version.name})


def save_clause_version(
    version: ClauseVersion,
    *,
    actor: User,
    reason: str,
    heading: str,
    text: str,
    part: str = "",
    note: str = "",
    change: str = "",
) -> ClauseVersion:
    """Save the words of a draft, sound or not: nothing that somebody wrote is lost."""
    require(actor, "clause_version.revise", version)
    if version.state != VersionState.DRAFT:
        raise Refused("Only a draft can be changed. Begin new words from this version.", code="wrong-state")
    version.part, version.heading, version.text = part.strip(), heading.strip(), _tidy(text)
    version.note, version.change = note.strip(), change.strip()
    version.sha256 = digest_of(version)
    return keep(version, "clause_version.save", actor=actor, reason=reason)


def faults_of(version: ClauseVersion) -> list[str]:
    """List what stands in the way of approval: missing words, places that nobody fills, and words that no agreement may hold."""
    return list(_faults(version))


def remarks_of(version: ClauseVersion) -> list[TextRemark]:
    """Say what the language guard remarks on the words of a clause; what no agreement may hold is only named."""
    return [] if version.clause.is_prohibition else remarks_on(version.text, code=AGREEMENT, language=version.language)


@lifecycle.move(
    "submit",
    {VersionState.DRAFT},
    VersionState.IN_REVIEW,
    past="handed in new words for a clause",
    label="Hand in for approval",
    kind="document",
)
def submit_clause_version(version: ClauseVersion, *, actor: User) -> None:
    """Hand in sound words, so that a second person can approve them."""
    _must_be_sound(version)
    if not version.change:
        raise Refused("Say what these words change, so that others know what to look at.", code="note-missing")


@lifecycle.move(
    "return",
    {VersionState.IN_REVIEW},
    VersionState.DRAFT,
    past="returned new words for a clause",
    label="Return to the writer",
    kind="document",
)
def return_clause_version(version: ClauseVersion, *, actor: User) -> None:
    """Give the words back to their writer, with what should be different."""


@lifecycle.move(
    "approve",
    {VersionState.IN_REVIEW},
    VersionState.APPROVED,
    past="approved new words for a clause",
    label="Approve",
    kind="document",
)
def approve_clause_version(
    version: ClauseVersion, *, actor: User, effective_from: date, effective_until: date | None = None
) -> None:
    """Approve, as a second person, the words that agreements are drawn up from as of a day."""
    if actor.pk == version.written_by_id:
        raise Refused("You wrote these words; somebody else approves them.", code="second-person")
    if effective_from < clock.today():
        raise Invalid({"effective_from": ["Choose today or a later day: what was drawn up is not changed."]})
    if effective_until is not None and effective_until <= effective_from:
        raise Invalid({"effective_until": ["Choose a later day than the first one."]})
    _must_be_sound(version)
    version.approved_by, version.approved_at = actor, clock.now()
    version.effective_from, version.effective_until = effective_from, effective_until


@lifecycle.move(
    "reject",
    {VersionState.IN_REVIEW},
    VersionState.REJECTED,
    past="rejected new words for a clause",
    label="Reject",
    kind="document",
)
def reject_clause_version(version: ClauseVersion, *, actor: User) -> None:
    """Turn the words down for good; they stay in the history."""


@lifecycle.move(
    "discard",
    {VersionState.DRAFT},
    VersionState.REJECTED,
    past="gave up new words for a clause",
    label="Give up",
    kind="document",
)
def discard_clause_version(version: ClauseVersion, *, actor: User) -> None:
    """Give a draft up; its words stay in the history."""


@lifecycle.move(
    "retire",
    {VersionState.APPROVED},
    VersionState.RETIRED,
    past="took words of a clause out of use",
    label="Take out of use",
    kind="document",
)
def retire_clause_version(version: ClauseVersion, *, actor: User) -> None:
    """Take words out of use now: the approved version before counts again. What must stand in agreements keeps at least one."""
    today = clock.today()
    others = ClauseVersion.objects.in_force(today)
    left = others.filter(clause=version.clause_id, language=version.language).exclude(pk=version.pk).exists()
    always = version.clause.when in {"always", "never"}
    if always and not left:
        raise Refused(
            "It must stand in agreements and has no other words. Approve new ones first.", code="clause-needed"
        )
    last = max(today, version.effective_from or today)
    version.effective_until = min(version.effective_until or last, last)


def digest_of(version: ClauseVersion) -> str:
    """Give the digest of the words as they are."""
    return digest(
        version.language, code=version.clause.reference, part=version.part, heading=version.heading, text=version.text
    )


def _beginning(clause: Clause, language: str, based_on: str) -> ClauseVersion | None:
    if not based_on:
        return version_in_force(clause, language)
    number = based_on.rpartition(".")[2]
    found: ClauseVersion | None = (
        clause.versions.filter(language=language, number=int(number)).first() if number.isdecimal() else None
    )
    if found is None or found.name != based_on:
        raise Invalid({"based_on": ["There is no such version in this language."]})
    return found


def _faults(version: ClauseVersion) -> Iterator[str]:
    if not (version.heading and version.text.strip()):
        yield "It needs a heading and words."
    if not (version.part or version.clause.is_prohibition):
        yield "Say under which heading of the document it stands."
    try:
        strange = sorted(set(placeholders_of(version.text)) - _known_places(version))
    except ValueError:
        yield "A brace is not closed. A place for a value looks like {people}."
        return
    if strange:
        yield f"Nobody fills these places: {', '.join(strange)}."
    for remark in remarks_of(version):
        if remark.blocks:
            yield f"No agreement may say “{remark.found}”. {remark.why} {remark.instead}"


def _known_places(version: ClauseVersion) -> set[str]:
    """Name the places whose values the builder knows how to ask for: those of the delivered library."""
    return {
        name
        for language in LANGUAGES
        for clause in delivered(language).clauses.values()
        for name in clause.placeholders
    }


def _must_be_sound(version: ClauseVersion) -> None:
    faults = faults_of(version)
    if faults:
        raise Refused(f"Mend this first: {faults[0]}", code="clause-faults")


def _tidy(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").strip() + "\n"
