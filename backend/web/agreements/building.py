"""What the builder of an agreement works with: its forms, filled from the case, from an unfinished draft or from the agreement itself."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.forms import BaseFormSet
from django.http import QueryDict
from django.utils.translation import gettext as _

from backend.access.models import Role
from backend.access.roles import users_with
from backend.agreements.actions.drafting import Draft, Duty, draft_agreement, redraft_agreement
from backend.agreements.clauses import libraries
from backend.agreements.kinds import kinds_for
from backend.agreements.languages import proposed_language
from backend.agreements.letters.agreement import AccountabilityAgreement, agreement_letter
from backend.agreements.letters.amendment import Amendment
from backend.agreements.letters.offering import offered_letter
from backend.agreements.models import Agreement, AgreementObligation, AgreementSketch
from backend.agreements.proposal import (
    LISTS,
    Terms,
    clause_values,
    consider_until,
    usual_codes,
    usual_dates,
    usual_words,
)
from backend.agreements.queries.answers import codes_of
from backend.agreements.recurrence import by_when, often_of
from backend.cases.models import Case
from backend.clauses.vocabulary import LANGUAGES, Language
from backend.deadlines.profiles import place_of
from backend.decisions.models import Outcome
from backend.documents.phrasing import say
from backend.kernel import clock
from backend.people.models import Person, User
from backend.web.forms.agreements import DraftForm, DutyForm, DutyFormSet
from backend.web.forms.moves import unjudged

LEAD = timedelta(days=14)  # from the draft to the usual start: review, approval, a week to consider
MOST = 20  # obligations of one agreement
STEPS = frozenset({"csrfmiddlewaretoken", "step", "seen"})  # what a form sends beside what was typed
USUAL_DUTIES = (
    ("Read the policy and confirm it", "Signed confirmation", "policy"),
    ("Take part in check-ins", "Check-in record", "check_in"),
)
PROPOSED_IN = "proposed_in"  # the language of the proposals that the page was filled with


@dataclass(frozen=True)
class Built:
    """What the builder shows: the case, what the agreement rests on, and the two forms."""

    case: Case
    outcome: Outcome
    person: Person
    form: DraftForm
    duties: "BaseFormSet[DutyForm]"

    def missing(self) -> list[dict[str, str]]:
        """List what is missing, each with the way to its field, and keep the forms themselves silent about it."""
        self.is_complete()
        forms: list[tuple[DraftForm | DutyForm, str]] = [(self.form, "")]
        forms += [(duty, _("Obligation %(n)s") % {"n": at}) for at, duty in enumerate(self.duties.forms, start=1)]
        found = [
            {
                "href": f"#{field.auto_id}",
                "text": ": ".join(part for part in (where, str(field.label), str(told)) if part),
            }
            for form, where in forms
            for field in form.visible_fields()
            for told in field.errors
        ]
        for form, _where in forms:
            unjudged(form)
        return found

    def is_complete(self) -> bool:
        """Tell whether nothing is missing; every form is looked at, so that all that is missing is told at once."""
        return bool(self.form.is_valid() & self.duties.is_valid())


def build(
    case: Case,
    outcome: Outcome,
    person: Person,
    data: QueryDict | None,
    *,
    by: User,
    agreement: Agreement | None = None,
    sketch: AgreementSketch | None = None,
) -> Built:
    """Make the forms: with what was just typed, else with what was kept, else with the agreement, else as it usually stands."""
    if data is None and sketch is not None:
        data = query_of({"language": [Language.ENGLISH], **sketch.typed})
    kinds = kinds_for(outcome.kinds)
    kind = str((data.get("kind") if data else "") or (agreement.kind if agreement else kinds[0]))
    kind = kind if kind in kinds else str(kinds[0])
    words, profile = libraries(), place_of(case).profile
    own = proposed_language(person, words, kind=kind, profile=profile)
    language = str((data.get("language") if data else "") or (agreement.language if agreement else own))
    language = language if language in LANGUAGES else own
    dates = usual_dates(clock.today() + LEAD)
    monitors, checkers = people(Role.MONITOR), people(Role.MONITOR, Role.HR_PARTNER, Role.DECISION_MAKER)
    only = monitors.first() if len(monitors) == 1 else None
    before = data.get(PROPOSED_IN, "") if data else ""
    said = {
        each: usual_words(case, contact=by.name, ends_on=dates["ends_on"], language=each)
        for each in LANGUAGES
        if each in {language, before}
    }
    given, chosen = said[language], usual_codes(outcome, kind)
    start: dict[str, Any] = {**dates, "monitor": only, "officer": outcome.decided_by}
    usual = _usual_duties(dates, only, language)
    if agreement is not None:
        start, given, chosen, usual = _as_it_stands(agreement)
    data = _in_language(data, language, said)
    form = DraftForm(
        data,
        initial=start,
        monitors=monitors,
        officers=User.objects.filter(person__in=people(Role.DECISION_MAKER))
        .select_related("person")
        .order_by("person__name"),
        words=given,
        chosen=chosen,
        libraries=words,
        language=language,
        proposed=own,
        kinds=kinds,
        kind=kind,
        profile=profile,
    )
    duties = DutyFormSet(_with_another(data), prefix="duty", initial=usual, form_kwargs={"verifiers": checkers})
    return Built(case, outcome, person, form, duties)


def draft_of(built: Built) -> Draft:
    """Put what was typed together into what an agreement is drawn up from."""
    form, given = built.form, [each.cleaned_data for each in built.duties.forms if each.cleaned_data.get("what")]
    terms = {name: form.cleaned_data[name] for name in DraftForm.terms}
    language = form.cleaned_data["language"]
    values = clause_values(
        form.codes(),
        form.typed(),
        case=built.case,
        outcome=built.outcome,
        person=built.person,
        terms=Terms(**terms, language=language),
    )
    asked = [Duty(**{**one, "due": _by_when(one, language)}) for one in given]
    kind, longer = form.cleaned_data["kind"], form.cleaned_data["longer_because"]
    return Draft(**terms, clauses=values, duties=asked, kind=kind, language=language, longer_because=longer)


def _by_when(one: Mapping[str, Any], language: str) -> str:
    """Keep what was typed; otherwise the day alone says it, and for what comes back how often it does."""
    return str(one["due"] or by_when(one["recurrence"], one["due_on"], language))


def as_it_would_read(
    case: Case, told: Draft, *, actor: User, reason: str, agreement: Agreement | None = None
) -> AccountabilityAgreement:
    """Draw it up and take it back: the preview passes every guard of the draft, and leaves nothing behind."""
    with transaction.atomic():
        made = (
            redraft_agreement(agreement, told, actor=actor, reason=reason)
            if agreement
            else draft_agreement(case, told, actor=actor, reason=reason)
        )
        letter = agreement_letter(_with_time(made), by=actor)
        transaction.set_rollback(True)
    return letter


def as_offered(agreement: Agreement, *, by: User) -> AccountabilityAgreement | Amendment:
    """Write the agreement, or its change, as it would be offered today."""
    return offered_letter(_with_time(agreement), by=by)


def _with_time(agreement: Agreement) -> Agreement:
    """Give an agreement with the day until which the employee could answer if it were offered now."""
    agreement.offer_expires_at = agreement.offer_expires_at or consider_until(agreement.case, codes_of(agreement))
    return agreement


def typed_in(data: QueryDict) -> dict[str, list[str]]:
    """Give everything that was typed, by field; what only steers the form is left out."""
    return {name: data.getlist(name) for name in data if name not in STEPS}


def query_of(typed: Mapping[str, list[str]]) -> QueryDict:
    """Read what was kept as if it had just been sent."""
    data = QueryDict(mutable=True)
    for name, values in typed.items():
        data.setlist(name, list(values))
    return data


def people(*roles: str) -> "QuerySet[Person]":
    """Give everybody who holds one of these roles."""
    holders = {user.person_id for role in roles for user in users_with(role) if user.person_id}
    return Person.objects.filter(pk__in=holders).order_by("name")


def _with_another(data: QueryDict | None) -> QueryDict | None:
    if data is None or data.get("step") != "more":
        return data
    data = data.copy()
    number = min(int(data.get("duty-TOTAL_FORMS") or 0), MOST - 1)
    data["duty-TOTAL_FORMS"], data[f"duty-{number}-kind"] = str(number + 1), "other"
    return data


def _in_language(data: QueryDict | None, language: str, said: Mapping[str, Mapping[str, str]]) -> QueryDict | None:
    """Put the proposals that nobody touched into the language that was chosen since; what somebody typed stays as it is."""
    before = said.get(data.get(PROPOSED_IN, "")) if data else None
    if data is None or before is None or data[PROPOSED_IN] == language:
        return data
    data, duties = data.copy(), [phrase for duty in USUAL_DUTIES for phrase in duty[:2]]
    for name, typed in list(data.items()):
        what = name.rpartition("-")[2]
        told = str(typed).replace("\r\n", "\n").strip()
        if what in before and told == before[what]:
            data[name] = said[language][what]
        for phrase in duties if name.startswith("duty-") else ():
            if told == say(phrase, str(data[PROPOSED_IN])):
                data[name] = say(phrase, language)
    data[PROPOSED_IN] = language
    return data


def _usual_duties(dates: Mapping[str, Any], verifier: Person | None, language: str) -> list[dict[str, Any]]:
    days = (dates["starts_on"] + LEAD, dates["review_on"])
    return [
        {
            "what": say(what, language),
            "due_on": day,
            "proof": say(proof, language),
            "verifier": verifier,
            "kind": kind,
        }
        for (what, proof, kind), day in zip(USUAL_DUTIES, days, strict=True)
    ]


def _as_it_stands(
    agreement: Agreement,
) -> tuple[dict[str, Any], dict[str, str], set[str], list[dict[str, Any]]]:
    terms = (*DraftForm.terms, "longer_because", "kind", "language")
    start = {name: getattr(agreement, name) for name in terms}
    words: dict[str, str] = {}
    clauses = list(agreement.clauses.all())
    for clause in clauses:
        for name, value in clause.given.items():
            words[f"{clause.code}-{name}"] = _unlisted(value) if name in LISTS else value
    rows = agreement.obligations.select_related("verifier", "owed_by").order_by("seq")
    duties = [_of_duty(duty) for duty in rows]
    return start, words, {clause.code for clause in clauses}, duties


def _of_duty(duty: AgreementObligation) -> dict[str, Any]:
    """Put an obligation back into the words of the form; a day, or how often it comes back, that says itself is not typed anew."""
    told = {name: getattr(duty, name) for name in DutyForm.base_fields if hasattr(duty, name)}
    told |= {name: f"P{getattr(duty, name)}D" if getattr(duty, name) else "" for name in ("grace_days", "cure_days")}
    says_itself = duty.due == _by_when({**told, "recurrence": duty.recurrence, "due": ""}, duty.agreement.language)
    return {**told, "how_often": often_of(duty.recurrence), "due": "" if says_itself else duty.due}


def _unlisted(text: str) -> str:
    return "\n".join(line.removeprefix("- ") for line in text.splitlines())
