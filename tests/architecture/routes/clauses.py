"""What the routes of the clause library, and of drafts of agreements, answer."""

from datetime import timedelta

from backend.clauses.actions.loading import load_clauses
from backend.clauses.actions.ruling import RuleWords, propose_clause_rule
from backend.clauses.actions.writing import write_clause_version
from backend.clauses.models import Clause
from backend.kernel import clock
from tests.architecture.world import Matrix, World, both

WHY = "Matrix."

# In the order of PEOPLE: ines, tomas, erin, martin, noor, lena, sam, nobody.
LIST = (200, 200, 200, 200, 200, 200, 200, 401)
READ = (404, 404, 404, 404, 404, 200, 200, 401)  # lena audits, sam keeps the library and wrote these words
WRITE = (404, 404, 404, 404, 404, 403, 400, 401)
FOR_ANOTHER = (404, 404, 404, 404, 404, 403, 403, 401)
NOT_HIS = (404, 404, 404, 403, 404, 404, 404, 401)  # martin was offered the agreement
HIS_ELSEWHERE = (404, 404, 404, 302, 404, 404, 404, 302)

API: Matrix = {
    **{("get", f"{noun}/"): LIST for noun in ("clause-library", "clause-versions", "clause-rules")},
    **{("get", f"{noun}/{{reference}}/"): READ for noun in ("clause-library", "clause-versions", "clause-rules")},
    **{("post", f"clause-library/{{reference}}/{verb}/"): WRITE for verb in ("write", "propose-rule")},
    **{("post", f"clause-versions/{{reference}}/{verb}/"): WRITE for verb in ("save", "submit", "discard", "retire")},
    **{("post", f"clause-versions/{{reference}}/{verb}/"): FOR_ANOTHER for verb in ("return", "approve", "reject")},
    ("post", "clause-rules/{reference}/approve/"): FOR_ANOTHER,
    ("post", "clause-rules/{reference}/withdraw/"): WRITE,
    **{("post", f"agreements/{{reference}}/{verb}/"): NOT_HIS for verb in ("redraft", "take-back")},
}


def web(expected: tuple[int, ...]) -> tuple[int, ...]:
    """A page leads whoever is not signed in to where they can."""
    return (*expected[:-1], 302)


PAGE = web(READ)
ACT = (404, 404, 404, 404, 404, 403, 200, 302)
LIBRARY = "agreements/library/"
VERSION = f"{LIBRARY}versions/{{reference}}/"

WEB: Matrix = {
    ("get", LIBRARY): PAGE,
    ("get", f"{LIBRARY}{{reference}}/"): PAGE,
    ("get", f"{LIBRARY}rules/{{reference}}/"): PAGE,
    ("get", VERSION): PAGE,
    ("get", f"{VERSION}differences/"): PAGE,
    **both(ACT, f"{LIBRARY}{{reference}}/new/", f"{LIBRARY}{{reference}}/rule/"),
    **both(ACT, f"{VERSION}edit/", f"{VERSION}moves/{{verb}}/", f"{LIBRARY}rules/{{reference}}/moves/{{verb}}/"),
    **both(web(NOT_HIS), "agreements/{reference}/edit/"),
    **{("get", f"agreements/{{reference}}/{part}/"): HIS_ELSEWHERE for part in ("as-monitor", "differences")},
}


def names(world: World) -> dict[str, dict[str, str]]:
    cast, today = world.cast, clock.today()
    load_clauses(actor=cast.system)
    clause = Clause.objects.get(reference="C31")
    version = write_clause_version(clause, actor=cast.sam, reason=WHY)
    words = RuleWords(
        standing="mandatory", why=WHY, source=WHY, checked_on=today, next_check=today + timedelta(days=9), profile="UK"
    )
    rule = propose_clause_rule(clause, words, actor=cast.sam, reason=WHY)
    return {
        "clause-library/": {"reference": clause.reference},
        "clause-versions/": {"reference": version.reference},
        "clause-rules/": {"reference": rule.reference},
        LIBRARY: {"reference": clause.reference},
        f"{LIBRARY}versions/": {"reference": version.reference, "verb": "submit"},
        f"{LIBRARY}rules/": {"reference": rule.reference, "verb": "withdraw"},
    }
