"""What an agreement must hold, may hold and may not hold, and how long it may last."""

from collections.abc import Mapping, Sequence
from datetime import date

from dateutil.relativedelta import relativedelta

from backend.agreements.clauses import libraries, library
from backend.agreements.content import ContentRemark, Owed, remarks_on_draft
from backend.agreements.languages import Libraries, lacking, needed, told_lacking
from backend.agreements.models import LONGEST_MONTHS, USUAL_MONTHS, Agreement, AgreementClause
from backend.cases.models import Case, CaseParty
from backend.cases.vocabulary import PartyRole
from backend.clauses.vocabulary import Standing
from backend.deadlines.profiles import place_of

Values = Mapping[str, Mapping[str, str]]


def wrong_end(starts_on: date, ends_on: date, longer_because: str) -> str:
    """Say what is wrong with the end of an agreement: it always has one, within the cap (I9)."""
    if ends_on <= starts_on:
        return "The end lies before the start."
    if ends_on > starts_on + relativedelta(months=LONGEST_MONTHS):
        return f"An agreement lasts {LONGEST_MONTHS} months at most, whatever the reason."
    if lasts_longer(starts_on, ends_on) and not longer_because.strip():
        return f"An agreement lasts {USUAL_MONTHS} months at most, unless you say why this one needs longer."
    return ""


def forbidden_words(case: Case, values: Values, duties: Sequence[Owed], language: str) -> dict[str, list[str]]:
    """Tell what was typed that must not stand in an agreement, by the field it stands in."""
    told: dict[str, list[str]] = {}
    for remark in draft_remarks(case, values, duties, language):
        if remark.blocks:
            field = "duties" if remark.field.startswith("duty-") else remark.field
            told.setdefault(field, []).append(remark.told)
    return told


def draft_remarks(case: Case, values: Values, duties: Sequence[Owed], language: str) -> list[ContentRemark]:
    """Say what the words of a draft give cause to remark, in the language of the agreement."""
    return remarks_on_draft(values, duties, language=language, unnamed=complainants_of(case))


def clauses_for_counsel(agreement: Agreement) -> list[str]:
    """Name the clauses of an agreement that nobody approves before counsel wrote down what was checked."""
    words, profile = library(agreement.language), place_of(agreement.case).profile
    codes = AgreementClause.objects.filter(agreement=agreement).order_by("seq").values_list("code", flat=True)
    return [code for code in codes if words.stands(code, kind=agreement.kind, profile=profile).needs_counsel]


def lasts_longer(starts_on: date, ends_on: date) -> bool:
    """Tell whether an agreement is to last longer than it usually may."""
    return ends_on > starts_on + relativedelta(months=USUAL_MONTHS)


def complainants_of(case: Case) -> list[str]:
    """Name the people whom no obligation may name, because the monitor reads it (I21)."""
    apart = CaseParty.objects.filter(case=case).exclude(role__in=[PartyRole.RESPONDENT, PartyRole.SUPPORT])
    return list(apart.filter(person__isnull=False).values_list("person__name", flat=True))


def check_clauses(case: Case, values: Values, kind: str, language: str) -> dict[str, list[str]]:
    """Tell which clauses are missing, which must not stand, and which have no words in the language, each with its reason."""
    every, profile = libraries(), place_of(case).profile
    words, unsaid = every[language], _unsaid(values, every, kind=kind, profile=profile, language=language)
    missing = sorted(words.required(kind=kind, profile=profile) - set(values))
    stands = {code: words.stands(code, kind=kind, profile=profile) for code in sorted(set(values) - set(unsaid))}
    told = [
        _about_clause(code, what.why, words.prohibited.get(code, ""), is_known=code in words.clauses)
        for code, what in stands.items()
        if code not in words.clauses or what.standing not in {Standing.MANDATORY, Standing.OPTIONAL}
    ]
    if missing:
        told.insert(0, f"Add the clauses that must stand in this agreement: {', '.join(missing)}.")
    problems = {"clauses": told, "language": told_lacking(unsaid, language, every)}
    return {field: sentences for field, sentences in problems.items() if sentences}


def _unsaid(values: Values, every: Libraries, *, kind: str, profile: str, language: str) -> dict[str, str]:
    """Name the clauses that are chosen, or must stand, and have words in another language only; one that may not stand is none of them."""
    fits = {Standing.MANDATORY, Standing.OPTIONAL}
    wanted = set(values) | needed(every, kind=kind, profile=profile)
    found = lacking(wanted, language, every)
    having = {code: next(each for each in every.values() if code in each.clauses) for code in found}
    return {
        code: heading
        for code, heading in sorted(found.items())
        if having[code].stands(code, kind=kind, profile=profile).standing in fits
    }


def _about_clause(code: str, why: str, prohibited: str, *, is_known: bool) -> str:
    if prohibited:
        return f"{code} is prohibited: {prohibited} {why}"
    if is_known:
        return f"{code} does not stand in this kind of agreement here. {why}"
    return f"{code} is not in the clause library."
