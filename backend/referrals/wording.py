"""What a referral must not say, told beside the field while it is written: nothing of health, and nobody's name who was affected."""

import re
from collections.abc import Collection, Iterable, Iterator
from typing import Final

from backend.cases.models import Case
from backend.cases.vocabulary import PartyRole
from backend.documents.guard.reading import found_in
from backend.people.models import Person
from backend.referrals.contents import Memo, Said

NOT_NAMED: Final = (PartyRole.REPORTER, PartyRole.COMPLAINANT, PartyRole.AFFECTED_OTHER)
DIAGNOSIS: Final = frozenset({"diagnosis"})
HEALTH: Final = frozenset({"diagnosis", "medical"})
MORE_OF_HEALTH: Final = re.compile(  # beside what every letter is read for: here a single word tells
    r"\b(medicat\w+|medicines?|depress(?:ion|ive|ed)|anxiety|addict\w*|alcoholi\w+|diagnos\w+|mental(?:ly)? ill\w*|therap\w+"
    r"|medikament\w*|depression\w*|depressiv\w*|süchtig\w*|\w*sucht|alkoholiker\w*|psychisch krank\w*|therapie\w*)\b",
    re.IGNORECASE,
)
CONDUCT_ONLY: Final = (
    "reasons",
    "expectations",
    "facts",
)  # what somebody did and is to do at work; no service is named here
OF_SAID: Final = ("service", "payer", "alternatives", "only_one_because", "leave", "without")
OF_MEMO: Final = ("job_relation", "necessity", "milder")


def not_named_in(case: Case, person: Person) -> list[str]:
    """List the people of a case whom no paper of a referral names: whoever reported, complained or was affected."""
    rows = case.parties.filter(role__in=NOT_NAMED).exclude(person=person.pk)
    return [party.person.name for party in rows.select_related("person")]


def names_of(case: Case, person: Person) -> tuple[list[str], list[str]]:
    """Name whom a referral must not name, and whom it does name: a part of a name that both bear tells nobody."""
    return not_named_in(case, person), [person.name]


def problems_of_said(said: Said, case: Case, person: Person) -> dict[str, list[str]]:
    """Say by field what a referral leaves out, and which words neither the employee nor the provider may read in it."""
    problems: dict[str, list[str]] = {}
    if not said.reasons or any(not (line.conduct.strip() and line.policy_clause.strip()) for line in said.reasons):
        problems["reasons"] = ["Name the conduct and the rule it broke, one line for each."]
    if not said.expectations:
        problems["expectations"] = ["Name at least one expectation about conduct at work."]
    if not said.alternatives:
        problems["alternatives"] = [
            "Name at least one: what somebody can ask for on grounds of religion, culture or access, or another licensed provider."
        ]
    asked = {
        "service": "Say what is asked for.",
        "payer": "Say who pays.",
        "without": "Say what follows if the employee declines: an outcome on the conduct alone.",
    }
    problems |= {name: [words] for name, words in asked.items() if not getattr(said, name).strip()}
    given = {name: _texts(getattr(said, name)) for name in OF_SAID}
    given |= {"reasons": [line.conduct for line in said.reasons], "expectations": list(said.expectations)}
    return _wrong(given, *names_of(case, person)) | problems


def wrong_in_memo(memo: Memo, unnamed: Collection[str], named: Collection[str]) -> dict[str, list[str]]:
    """Say by field which words have no place in the memo: it tells of conduct and tasks, nobody's health, and not who was affected."""
    given = {name: _texts(getattr(memo, name)) for name in OF_MEMO}
    return _wrong(given | {"facts": list(memo.facts)}, unnamed, named)


def wrong_with(words: str, unnamed: Collection[str], named: Collection[str], *, conduct_only: bool = False) -> str:
    """Say what is wrong with one text, and how to put it instead; empty when nothing is."""
    if told := _first(words, frozenset(), unnamed, named):
        return f"“{told}” must not be named: whoever reads a referral does not learn who was affected. Say “a colleague”, or the role."
    told = _first(words, HEALTH if conduct_only else DIAGNOSIS, (), named)
    if not told and conduct_only and (found := MORE_OF_HEALTH.search(words)):
        told = found.group()
    if told:
        return (
            f"“{told}” is about health. A referral says what somebody did at work and what is expected there, and nothing about "
            "health or character (29 CFR 1630.14). Describe the conduct that others saw."
        )
    return ""


def _wrong(given: dict[str, list[str]], unnamed: Collection[str], named: Collection[str]) -> dict[str, list[str]]:
    found = {
        name: next(_each(texts, unnamed, named, conduct_only=name in CONDUCT_ONLY), "") for name, texts in given.items()
    }
    return {name: [told] for name, told in found.items() if told}


def _each(
    texts: Iterable[str], unnamed: Collection[str], named: Collection[str], *, conduct_only: bool
) -> Iterator[str]:
    for text in texts:
        if told := wrong_with(text, unnamed, named, conduct_only=conduct_only):
            yield told


def _first(words: str, categories: frozenset[str], unnamed: Collection[str], named: Collection[str]) -> str:
    for language in ("en", "de"):
        found = found_in(words, language=language, categories=categories, unnamed=unnamed, named=named)
        if found:
            return found[0]
    return ""


def _texts(value: str | tuple[str, ...]) -> list[str]:
    return [value] if isinstance(value, str) else list(value)
