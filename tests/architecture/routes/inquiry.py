"""What the routes of an investigation answer: its plan for all who work on the case, what was said for few and for whoever said it."""

from datetime import timedelta

from backend.investigation.actions.confidentiality import ask_confidentiality
from backend.investigation.actions.statements import offer_statement
from backend.investigation.actions.tasks import add_task
from backend.investigation.models import CredibilityAssessment
from backend.kernel import clock
from tests.architecture.world import Matrix, World, both
from tests.builders import a_record, an_interview

# In the order of PEOPLE: ines, tomas, erin, martin, noor, lena, sam, nobody. Erin was heard in world.case.
LIST = (200, 200, 200, 200, 200, 200, 200, 401)
FILE = (200, 404, 404, 404, 404, 403, 404, 401)
DOES = (400, 404, 404, 404, 404, 403, 404, 401)
OTHERS = (403, 404, 404, 404, 404, 403, 404, 401)
HEARD = (200, 404, 404, 404, 404, 404, 404, 401)
ON_IT = (400, 404, 404, 404, 404, 404, 404, 401)
NOT_HERS = (403, 404, 404, 404, 404, 404, 404, 401)
SAID = (200, 404, 200, 404, 404, 404, 404, 401)  # erin reads her own words
OFFERS = (400, 404, 403, 404, 404, 404, 404, 401)
SIGNS = (403, 404, 400, 404, 404, 404, 404, 401)
LEAVES = (403, 404, 200, 404, 404, 404, 404, 401)  # nobody has to say why they do not sign

API: Matrix = {
    **{("post", f"cases/{{reference}}/{verb}/"): DOES for verb in ("write-plan", "take-tasks", "relabel", "defer-notice")},
    **{("post", f"cases/{{reference}}/{verb}/"): OTHERS for verb in ("stay", "review-stay", "resume")},
    **{("get", f"cases/{{case}}/{part}/"): FILE for part in ("tasks", "interviews", "confidentiality-requests", "stays", "updates")},
    **{("post", f"cases/{{case}}/{part}/"): DOES for part in ("tasks", "interviews", "confidentiality-requests", "updates")},
    ("post", "allegations/{reference}/assess-credibility/"): (400, 404, 404, 403, 404, 404, 404, 401),
    **{("get", f"{noun}/"): LIST for noun in ("investigation-plans", "tasks", "interviews", "statements", "confidentiality-requests")},
    ("get", "credibility-assessments/"): LIST,
    ("get", "mine/updates/"): LIST,
    ("get", "investigation-plans/{reference}/"): HEARD,
    **{("post", f"investigation-plans/{{reference}}/{verb}/"): ON_IT for verb in ("submit", "revise")},
    **{("post", f"investigation-plans/{{reference}}/{verb}/"): NOT_HERS for verb in ("approve", "return")},
    **{("post", f"tasks/{{uid}}/{verb}/"): ON_IT for verb in ("change", "reopen")},
    ("post", "tasks/{uid}/finish/"): HEARD,
    ("get", "interviews/{reference}/"): HEARD,
    **{("post", f"interviews/{{reference}}/{verb}/"): ON_IT for verb in ("change", "notes", "hold", "statement", "cancel", "miss")},
    ("get", "statements/{reference}/"): SAID,
    **{("post", f"statements/{{reference}}/{verb}/"): OFFERS for verb in ("offer", "record-signature", "record-refusal")},
    **{("post", f"statements/{{reference}}/{verb}/"): SIGNS for verb in ("correct", "sign")},
    ("post", "statements/{reference}/decline/"): LEAVES,
    ("post", "confidentiality-requests/{uid}/end/"): OFFERS,
    **{("post", f"credibility-assessments/{{uid}}/{verb}/"): ON_IT for verb in ("amend", "withdraw")},
}  # fmt: skip

OWN_LIST = (200, 200, 200, 200, 200, 200, 200, 302)
PART = (200, 404, 404, 404, 404, 404, 404, 302)
PART_PAST = (302, 404, 404, 404, 404, 404, 404, 302)
ACT = (200, 404, 404, 404, 404, 403, 404, 302)
ACT_PAST = (302, 404, 404, 404, 404, 403, 404, 302)
OTHERS_ACT = (403, 404, 404, 404, 404, 403, 404, 302)
HER_OWN = (404, 404, 200, 404, 404, 404, 404, 302)

CASE = "cases/{reference}/"
PLAN = f"{CASE}plan/"
INTERVIEW = f"{CASE}interviews/{{interview}}/"
RECORD = f"{CASE}records/{{statement}}/"
WEIGHED = f"{CASE}allegations/{{seq}}/weighed/"
MINE = "mine/statements/{reference}/"

WEB: Matrix = {
    ("get", PLAN): PART,
    ("get", f"{PLAN}write/"): ACT_PAST,
    ("post", f"{PLAN}write/"): ACT,
    **both(
        ACT,
        f"{PLAN}moves/{{verb}}/",
        f"{PLAN}tasks/add/",
        f"{PLAN}tasks/usual/",
        f"{PLAN}tasks/{{uid}}/",
        f"{PLAN}update/",
    ),
    ("post", f"{PLAN}tasks/{{uid}}/{{verb}}/"): ACT_PAST,
    ("get", f"{PLAN}defer/"): ACT_PAST,
    ("post", f"{PLAN}defer/"): ACT,
    **both(OTHERS_ACT, f"{PLAN}stay/", f"{PLAN}stay/review/"),
    **both(ACT, f"{CASE}people/{{uid}}/label/", f"{CASE}interviews/new/", f"{CASE}interviews/discretion/"),
    ("get", f"{CASE}interviews/"): PART,
    **both(PART, f"{CASE}interviews/discretion/{{uid}}/end/"),
    ("get", INTERVIEW): PART,
    **both(PART, *(f"{INTERVIEW}{act}/" for act in ("change", "held", "moves/{verb}"))),
    ("get", f"{INTERVIEW}notes/"): PART,
    ("post", f"{INTERVIEW}notes/"): PART_PAST,  # empty notes are notes too
    ("post", f"{INTERVIEW}notes/save/"): PART,
    ("get", f"{INTERVIEW}record/"): PART_PAST,
    ("post", f"{INTERVIEW}record/"): PART,
    ("get", RECORD): PART,
    ("get", f"{RECORD}offer/"): PART_PAST,
    ("post", f"{RECORD}offer/"): PART,
    **both(PART, f"{RECORD}paper/"),
    **both(PART, f"{WEIGHED}new/", f"{WEIGHED}{{uid}}/", f"{WEIGHED}{{uid}}/withdraw/"),
    ("get", "mine/statements/"): OWN_LIST,
    ("get", "mine/updates/"): OWN_LIST,
    ("get", MINE): HER_OWN,
    **both(HER_OWN, f"{MINE}correct/", f"{MINE}sign/", f"{MINE}decline/"),
}


def names(world: World) -> dict[str, dict[str, str]]:
    """Play what the routes name: a task, two interviews, a record that waits for Erin, and a request that was put to her."""
    cast, case = world.cast, world.case
    why = "Matrix."
    task = add_task(case, what="Read the rota.", owner=cast.ines, actor=cast.ines, reason=why)
    planned = an_interview(case, cast, cast.person("erin"), planned_at=clock.now() - timedelta(hours=1))
    record = offer_statement(a_record(case, cast, cast.person("erin")), actor=cast.ines, reason=why)
    request = ask_confidentiality(
        case,
        cast.person("erin"),
        about="The evening in the bar",
        why="Two more people will be asked about that evening.",
        actor=cast.ines,
        reason=why,
    )
    weighed = CredibilityAssessment.objects.filter(case=case).order_by("pk")[0]
    uid_of_task, of_request, of_weighed = ({"uid": str(each.uid)} for each in (task, request, weighed))
    return {
        "investigation-plans/": {"reference": case.reference},
        "tasks/": uid_of_task,
        "interviews/": {"reference": planned.reference},
        "statements/": {"reference": record.reference},
        "mine/statements/": {"reference": record.reference},
        "confidentiality-requests/": of_request,
        "credibility-assessments/": of_weighed,
        "cases/{reference}/plan/": {**uid_of_task, "verb": "revise"},
        "cases/{reference}/plan/tasks/": {"verb": "done"},
        "cases/{reference}/people/{uid}/label/": {"uid": str(case.parties.order_by("pk")[0].uid)},
        "cases/{reference}/interviews/": {"interview": planned.reference, "verb": "cancel", **of_request},
        "cases/{reference}/interviews/{interview}/record/": {"interview": record.interview.reference},
        "cases/{reference}/records/": {"statement": record.reference},
        "cases/{reference}/allegations/{seq}/weighed/": of_weighed,
    }
