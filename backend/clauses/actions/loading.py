"""The clause library as it is delivered, entered by the product's own acts; what was approved here later stays as it is."""

from dataclasses import dataclass
from typing import Final

from django.db import transaction

from backend.audit.actions import declare
from backend.audit.recorded import keep
from backend.clauses.actions.ruling import RuleWords, rule_row
from backend.clauses.actions.writing import digest_of
from backend.clauses.delivered import delivered, delivered_rules
from backend.clauses.library import LibraryClause, RuleFact
from backend.clauses.models import Clause, ClauseRule, ClauseVersion
from backend.clauses.vocabulary import LANGUAGES, RuleState, VersionState, When
from backend.kernel import clock
from backend.kernel.references import new_reference
from backend.people.models import User

declare("clause.add", "entered a clause of the delivered library", kind="change")
declare("clause_version.deliver", "entered the delivered words of a clause", kind="document")
declare("clause_rule.deliver", "entered a delivered rule for a clause", kind="change")

REASON: Final = "The clause library as it is delivered."
STEP: Final = 10  # between two places in the document, so that a clause of one language only finds its own


@dataclass(frozen=True)
class Loaded:
    """What one run entered, and what it left as it was."""

    clauses: int
    versions: int
    rules: int
    unchanged: int


def load_clauses(*, actor: User) -> Loaded:
    """Enter the delivered library. Run again, it adds what is new: words count where nobody wrote their own, rules where none stands."""
    clauses = versions = rules = unchanged = 0
    with transaction.atomic():
        for place, (code, when) in enumerate(_codes().items(), start=1):
            if not Clause.objects.filter(reference=code).exists():
                keep(Clause(reference=code, when=when, place=place * STEP), "clause.add", actor=actor, reason=REASON)
                clauses += 1
        rows = {row.reference: row for row in Clause.objects.all()}
        for language in LANGUAGES:
            for words in _words(language):
                entered = _enter(rows[words.code], words, language, actor=actor)
                versions, unchanged = versions + entered, unchanged + (not entered)
        for fact in delivered_rules():
            entered = _enter_rule(rows[fact.code], fact, actor=actor)
            rules, unchanged = rules + entered, unchanged + (not entered)
    return Loaded(clauses, versions, rules, unchanged)


def _codes() -> dict[str, str]:
    """Give every code with when it stands, in the order of the document; each language adds its own where they stand there."""
    order: dict[str, tuple[float, str]] = {}
    for language in LANGUAGES:
        before = 0.0
        for clause in delivered(language).clauses.values():
            if clause.code not in order:
                order[clause.code] = (before + 0.5 if language != LANGUAGES[0] else before + 1, clause.when)
            before = order[clause.code][0]
    found = sorted(order.items(), key=lambda each: each[1][0])
    banned = {code: When.NEVER.value for language in LANGUAGES for code in delivered(language).prohibited}
    return {code: when for code, (_place, when) in found} | banned


def _words(language: str) -> list[LibraryClause]:
    library = delivered(language)
    banned = [
        LibraryClause(code=code, part="", when=When.NEVER, heading=what[:120], text=what, note="", order=0)
        for code, what in library.prohibited.items()
    ]
    return [*library.clauses.values(), *banned]


def _enter(clause: Clause, words: LibraryClause, language: str, *, actor: User) -> bool:
    """Enter delivered words, unless they stand already or somebody here wrote their own since."""
    last = clause.versions.filter(language=language).order_by("-number").first()
    own = clause.versions.filter(language=language, delivered=False).exclude(state=VersionState.REJECTED).exists()
    version = ClauseVersion(
        reference=new_reference("CLV", clock.today()),
        clause=clause,
        language=language,
        number=last.number + 1 if last else 1,
        state=VersionState.APPROVED,
        part=words.part,
        heading=words.heading,
        text=words.text,
        note=words.note,
        change="As delivered.",
        delivered=True,
        based_on=last,
        written_by=actor,
        written_at=clock.now(),
        approved_at=clock.now(),
        effective_from=clock.today(),
    )
    version.sha256 = digest_of(version)
    if last is not None and (own or clause.versions.filter(language=language, sha256=version.sha256).exists()):
        return False
    keep(
        version,
        "clause_version.deliver",
        actor=actor,
        reason=REASON,
        ctx={"clause": version.name, "language": language},
    )
    return True


def _enter_rule(clause: Clause, fact: RuleFact, *, actor: User) -> bool:
    """Enter a delivered rule, unless one for the same place and kinds was ever entered."""
    rows = ClauseRule.objects.filter(clause=clause, profile=fact.profile)
    if any(sorted(row.kinds) == sorted(fact.kinds) for row in rows):
        return False
    told = RuleWords(
        standing=fact.standing,
        why=fact.why,
        source=fact.source,
        checked_on=fact.checked_on,
        next_check=fact.next_check,
        profile=fact.profile,
        kinds=fact.kinds,
        needs_counsel=fact.needs_counsel,
    )
    row = rule_row(clause, told, by=actor, delivered=True, approved_at=clock.now(), state=RuleState.IN_FORCE)
    keep(row, "clause_rule.deliver", actor=actor, reason=REASON, ctx={"clause": clause.reference})
    return True
