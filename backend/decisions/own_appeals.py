"""An appeal that one person makes about a decision on them alone: what it says, what its answer says, and the letter with it (D20).

A decision on a breach of an agreement and one on a return to work are appealed against in the same way, in time or with a good cause;
nobody else is a side to it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Final

from backend.decisions.letters import GROUNDS
from backend.decisions.vocabulary import AppealGround
from backend.documents.guard.texts import named_in
from backend.documents.letters import Contact, Letter
from backend.documents.phrasing import say
from backend.documents.queries import frame, support
from backend.kernel.errors import Invalid
from backend.people.models import Person, User

OWN_GROUNDS: Final[Mapping[str, str]] = {
    AppealGround.PROCEDURAL.value: GROUNDS[0],
    AppealGround.NEW_EVIDENCE.value: GROUNDS[1],
    AppealGround.BIAS.value: GROUNDS[2],
    AppealGround.UNREASONABLE.value: "The decision does not follow from the facts.",
    AppealGround.DISPROPORTIONATE.value: "The consequence is out of proportion.",
}
LONGEST: Final = 4000
ANSWERS: Final = ("dismissed", "varied", "overturned", "not_admitted")
LATE: Final = "The time to appeal has passed. Say what kept you from it; the reviewer decides whether that excuses it."
NOT_EXCUSED: Final = "It came after the time for it: say which good cause excuses that, or do not admit it."
UNINVOLVED: Final = (
    "The reviewer took no part in the decision.",
    "The reviewer does not report to anybody who decided.",
    "The reviewer stands in no reporting line of yours.",
)


@dataclass(frozen=True, kw_only=True)
class AppealAnswer(Letter):
    """D20: tells the employee what was decided on their appeal about a decision on them alone, why, and what changes.

    It holds nothing that the employee has not seen, names nobody who was affected, and never makes the decision worse.
    """

    kind: ClassVar[str] = "D20"
    template: ClassVar[str] = "decisions/appeal_answer/v2"
    titles: ClassVar[Mapping[str, str]] = {"de": "Entscheidung über Ihre Beschwerde"}

    title: str = "Decision on your appeal"
    classification: str = "private_employee"
    against: str  # what was appealed against, in a few words
    decision_letter: str
    appeal_on: date
    grounds: tuple[str, ...]
    result: str  # one of ANSWERS
    reasons: str
    good_cause: str = ""  # why it was taken although it came late
    independence: tuple[str, ...]
    effects: tuple[str, ...]
    support: tuple[Contact, ...] = ()

    def __post_init__(self) -> None:
        """Refuse a result that the letter has no words for."""
        if self.result not in ANSWERS:
            raise Invalid({"result": [f"Choose one of {', '.join(ANSWERS)}."]})


@dataclass(frozen=True, kw_only=True)
class Answered:
    """What was appealed against, when and on which grounds, and what was answered with which effects."""

    matter: str
    against: str
    decision_letter: str
    appeal_on: date
    grounds: Sequence[str]
    result: str
    reasons: str
    effects: Sequence[str]
    good_cause: str = ""


def answer_letter(told: Answered, *, to: Person, by: User) -> AppealAnswer:
    """Write to the employee what was decided on their appeal, and what it changes (D20)."""
    framed = frame(AppealAnswer, to=to, by=by)
    language = framed["language"]
    return AppealAnswer(
        **framed,
        matter=told.matter,
        against=say(told.against, language),
        decision_letter=told.decision_letter,
        appeal_on=told.appeal_on,
        grounds=ground_words(told.grounds, language),
        result=told.result,
        reasons=told.reasons,
        good_cause=told.good_cause,
        independence=tuple(say(fact, language) for fact in UNINVOLVED),
        effects=tuple(say(effect, language) for effect in told.effects),
        support=support(to.jurisdiction, language),
    )


def ground_words(codes: Sequence[str], language: str = "en") -> tuple[str, ...]:
    """Name grounds in the words of a letter or a page."""
    return tuple(say(OWN_GROUNDS[code], language) for code in codes)


def problems_of_claim(
    grounds: Sequence[str], words: str, *, is_late: bool, late_reason: str = ""
) -> dict[str, list[str]]:
    """Tell what is missing in an appeal: a ground of the list, words of one's own, and after the time for it what kept one from it."""
    said = late_reason.strip()
    return {
        "late_reason": [LATE] if is_late and not said else problems_of_length(said),
        "grounds": [] if grounds and set(grounds) <= set(OWN_GROUNDS) else ["Choose at least one ground."],
        "words": [] if 0 < len(words.strip()) <= LONGEST else [f"Say why, in at most {LONGEST:,} characters."],
    }


def problems_of_length(words: str) -> list[str]:
    """Tell that words are too long to be kept."""
    return [f"Write at most {LONGEST:,} characters."] if len(words) > LONGEST else []


def problems_of_cause(good_cause: str, *, is_late: bool) -> dict[str, list[str]]:
    """Tell that an appeal came late and nobody says which good cause excuses it; without one it is not admitted."""
    return {"good_cause": [NOT_EXCUSED] if is_late and not good_cause.strip() else []}


def problems_of_reasons(reasons: str, *, unnamed: Sequence[str]) -> dict[str, list[str]]:
    """Tell what is wrong with the reasons of an answer: the employee reads them, and they name nobody who was affected."""
    if not reasons.strip():
        return {"reasons": ["Give the reasons, ground by ground: the employee reads them."]}
    found = named_in(reasons, unnamed)
    return {"reasons": [f"The letter must not name {found[0]}. Word it without the name."] if found else []}


def refuse_if_any(problems: Mapping[str, list[str]]) -> None:
    """Refuse an input with everything that is wrong with it, field by field."""
    if any(problems.values()):
        raise Invalid({name: told for name, told in problems.items() if told})
