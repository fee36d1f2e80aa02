"""What the words of a safeguard must not be about: who was affected, and how they look, dress or live."""

import re
from collections.abc import Collection
from typing import Final

from backend.cases.models import Case
from backend.cases.vocabulary import PartyRole
from backend.documents.guard.reading import found_in

NEVER_NAMED: Final = (PartyRole.COMPLAINANT, PartyRole.REPORTER, PartyRole.WITNESS, PartyRole.AFFECTED_OTHER)
OF_A_PERSON: Final = re.compile(
    r"\b(dress(?:es|ed|ing)?|skirts?|blouses?|clothes|clothing|outfits?|make-?up|attractive\w*|provocative\w*|flirt\w*"
    r"|(?:her|his|their|your) (?:looks|figure|body|appearance|past|history|lifestyle|reputation|private life)"
    r"|the way (?:she|he|they) (?:looks?|dress\w*)|sexual history"
    r"|kleid(?:er|ung|et)?|rock|bluse|geschminkt|aufreizend\w*|attraktiv\w*|(?:ihr|sein)e? (?:aussehen|figur|ruf|vorgeschichte))\b",
    re.IGNORECASE,
)
LONGEST: Final = 400


def wrong_with(words: str, case: Case, *, named: Collection[str] = ()) -> str:
    """Say what is wrong with the words of a control; empty when nothing is."""
    said = words.strip()
    if not said:
        return "Say in plain words what is done about the situation."
    if len(said) > LONGEST:
        return f"Write at most {LONGEST} characters."
    if found := OF_A_PERSON.search(said):
        return f"A safeguard is about the setting, and never about how somebody looks, dresses or lives (“{found.group()}”)."
    parties = case.parties.filter(role__in=NEVER_NAMED).values_list("person__name", flat=True)
    told = found_in(said, language="en", categories=frozenset(), unnamed=list(parties), named=named)
    if told:
        return f"Whoever sees to it must not learn who was affected. Say it without “{told[0]}”."
    return ""
