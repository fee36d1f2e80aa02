"""What is added beside an agreement and changes nothing in it: the employee's comment, a translation, and the language that was read."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from backend.access.policy import require
from backend.agreements.languages import is_called
from backend.agreements.models import Agreement, AgreementComment, AgreementState, AgreementTranslation
from backend.agreements.queries.answers import translations_of
from backend.audit.actions import declare
from backend.audit.recorded import keep
from backend.files.actions import take_in
from backend.files.uploads import Upload
from backend.kernel import clock
from backend.kernel.errors import Invalid, Refused
from backend.people.models import User

declare("agreement.comment", "added a comment to the agreement", kind="change")
declare("agreement.record_translation", "recorded a translation of the agreement", kind="change")
declare("agreement.confirm_language", "said in which language they read the agreement", kind="change")
LONGEST = 4000
MAY_BE_TRANSLATED = (AgreementState.OFFERED,)


@dataclass(frozen=True, kw_only=True)
class Translated:
    """In which language the offer was explained or translated, by whom and when."""

    language: str
    translator: str
    translator_role: str
    explained_on: date


def comment_on_agreement(agreement: Agreement, *, actor: User, text: str) -> AgreementComment:
    """Add words of the employee's own to the record, once the offer was answered or lapsed; they stay as they are."""
    require(actor, "agreement.comment", agreement)
    if agreement.state == AgreementState.OFFERED:
        raise Refused("Answer the offer first: a comment can go with your answer.", code="wrong-state")
    words = text.strip()
    if not words or len(words) > LONGEST:
        raise Invalid({"text": [f"Write your comment, in {LONGEST} characters at most."]})
    row = AgreementComment(agreement=agreement, writer=actor, text=words, written_at=clock.now())
    return keep(row, "agreement.comment", actor=actor, reason="Added to the record.")


def record_translation(
    agreement: Agreement, *, actor: User, told: Translated, copy: Upload, reason: str = ""
) -> AgreementTranslation:
    """Record that the offer was translated or explained in another language, with a copy of the translation."""
    require(actor, "agreement.record_translation", agreement)
    if agreement.state not in MAY_BE_TRANSLATED or agreement.document is None:
        raise Refused("A translation belongs to an offer that waits for its answer.", code="wrong-state")
    words = {name: getattr(told, name).strip() for name in ("language", "translator", "translator_role")}
    problems = {name: ["Fill this in."] for name, each in words.items() if not each}
    if told.explained_on > agreement.today:
        problems["explained_on"] = ["The day lies in the future."]
    if is_called(words["language"], agreement.language):
        same = f"The agreement itself is in {agreement.get_language_display()}. Name the language that it was put into."
        problems["language"] = [same]
    elif translations_of(agreement).filter(language__iexact=words["language"]).exists():
        problems["language"] = ["A translation into this language was recorded already."]
    if problems:
        raise Invalid(problems)
    with transaction.atomic():
        why = reason.strip() or "Handed to the employee."
        kept = take_in(copy.stream, name=copy.name, actor=actor, about=agreement, strip=False, reason=why)
        row = AgreementTranslation(
            agreement=agreement,
            document=agreement.document,
            **words,
            explained_on=told.explained_on,
            copy=kept,
            recorded_by=actor,
            recorded_at=clock.now(),
        )
        return keep(row, "agreement.record_translation", actor=actor, reason=why, ctx={"language": words["language"]})


def confirm_language(agreement: Agreement, *, actor: User, read_in: str) -> Agreement:
    """Say, as the employee, in which language the offer was read: a recorded translation, or the file itself."""
    require(actor, "agreement.confirm_language", agreement)
    open_ones = list(translations_of(agreement).filter(confirmed_at=None))
    if agreement.state != AgreementState.OFFERED or not open_ones:
        raise Refused("There is nothing to say about the language now.", code="wrong-state")
    words = read_in.strip()
    if not words:
        raise Invalid({"read_in": ["Choose the language in which you read it."]})
    with transaction.atomic():
        for row in open_ones:
            row.read_in, row.confirmed_at = words, clock.now()
            keep(
                row, "agreement.confirm_language", actor=actor, reason="Said by the employee.", ctx={"language": words}
            )
    return agreement
