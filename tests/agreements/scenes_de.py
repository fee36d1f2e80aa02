"""An agreement in German: what it is drawn up from, somebody whose language is German, and how to find English in a text."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any, Final

from backend.agreements.actions.drafting import Draft, Duty, approve_agreement, draft_agreement, review_agreement
from backend.agreements.actions.signing import offer_agreement
from backend.agreements.letter_samples_german import VALUES
from backend.agreements.models import Agreement
from backend.agreements.recurrence import rule_for
from backend.cases.models import Case
from backend.clauses.delivered import delivered
from backend.demo.cast import Cast
from backend.kernel import clock
from backend.people.models import Person
from tests.agreements.answers import countersign, sign
from tests.agreements.scenes import WHY
from tests.builders import a_draft

# Words that stand in nearly every English text of an agreement and in no German one; names, titles and addresses hold none of them.
ENGLISH: Final = frozenset(
    {
        *(
            "the",
            "and",
            "with",
            "from",
            "you",
            "your",
            "we",
            "our",
            "is",
            "are",
            "this",
            "that",
            "by",
            "has",
            "have",
            "may",
        ),
        *(
            "agreement",
            "clause",
            "version",
            "page",
            "checked",
            "shown",
            "signed",
            "signature",
            "witness",
            "password",
            "date",
        ),
        *(
            "document",
            "questions",
            "obligation",
            "obligations",
            "accepted",
            "excused",
            "closed",
            "until",
            "every",
            "week",
        ),
        *("first", "january", "february", "march", "may", "june", "july", "october", "december", "monday", "employee"),
    }
)


def speaks_german(cast: Cast, *keys: str) -> list[Person]:
    """Let people have German as their language."""
    people = [cast.person(key) for key in keys]
    for person in people:
        person.language = "de"
        person.save_base()
    return people


def a_german_duty(cast: Cast, **told: Any) -> Duty:
    """Say in German what an obligation asks."""
    usual: dict[str, Any] = {
        "kind": "education",
        "what": "Den Kurs „Macht und Grenzen bei der Arbeit“ besuchen",
        "due": "",
        "due_on": clock.today() + timedelta(days=60),
        "recurrence": rule_for("MONTHLY", 1, clock.today() + timedelta(days=60)),
        "proof": "Teilnahmebestätigung",
        "verifier": cast.person("joan"),
    }
    return Duty(**{**usual, **told})


def a_german_promise(cast: Cast) -> Duty:
    """Say in German what the organisation promises, through Daniel."""
    told = {"what": "Wir bezahlen den Kurs.", "proof": "Rechnung", "kind": "organisation", "recurrence": ""}
    return a_german_duty(cast, due="vor dem Kurs", owed_by=cast.person("daniel"), **told)


def a_german_draft(cast: Cast, **told: Any) -> Draft:
    """Say in German what an agreement is drawn up from."""
    values = {code: VALUES[code] for code in (*sorted(delivered("de-DE").mandatory), "C28")}
    usual: dict[str, Any] = {
        "language": "de-DE",
        "clauses": values,
        "duties": [a_german_duty(cast), a_german_promise(cast)],
        "alternative": "Eine Abmahnung.",
    }
    return a_draft(cast, **{**usual, **told})


def in_german(cast: Cast, a_case: Callable[..., Case], to: str = "active", **told: Any) -> Agreement:
    """Draw an agreement up in German with somebody whose language it is, and carry it on to a state."""
    speaks_german(cast, "martin")
    agreement = draft_agreement(a_case("implementing"), a_german_draft(cast, **told), actor=cast.daniel, reason=WHY)
    if to == "drafting":
        return agreement
    agreement = review_agreement(agreement, actor=cast.hugo, reason=WHY)
    agreement = approve_agreement(agreement, actor=cast.clara, reason=WHY)
    agreement = offer_agreement(agreement, actor=cast.daniel, reason=WHY)
    agreement = sign(agreement, cast.martin) if to in {"signed", "active"} else agreement
    return countersign(agreement, cast.ruth) if to == "active" else agreement


def english_in(text: str) -> set[str]:
    """Find the English words in a text that is to be German alone."""
    return set(re.findall(r"[^\W\d_]+", text.casefold())) & ENGLISH
