"""What the routes of temporary measures, links, closing and the watch for retaliation answer."""

from backend.cases.actions.concerns import raise_concern
from backend.cases.actions.links import link_cases
from backend.cases.actions.watch import start_watch
from backend.investigation.actions.measures import Proposal, approve_measure, propose_measure
from backend.kernel import clock
from tests.architecture.world import Matrix, World, both

WHY = "Matrix."

# In the order of PEOPLE: ines, tomas, erin, martin, noor, lena, sam, nobody.
LIST = (200, 200, 200, 200, 200, 200, 200, 401)
FILE = (200, 404, 404, 404, 404, 403, 404, 401)
DOES = (400, 404, 404, 404, 404, 403, 404, 401)
OTHERS = (403, 404, 404, 404, 404, 403, 404, 401)
HIS_TOO = (200, 404, 404, 200, 404, 404, 404, 401)  # ines works on the case; the measure binds martin
ON_MEASURE = (403, 404, 404, 403, 404, 404, 404, 401)  # intake, HR or who decides may
VIOLATION = (400, 404, 404, 403, 404, 404, 404, 401)
CHALLENGE = (403, 404, 404, 400, 404, 404, 404, 401)
NOBODYS = (404, 404, 404, 404, 404, 404, 404, 401)  # daniel watches, omar and hugo follow
HERS = (404, 404, 200, 404, 404, 404, 404, 401)  # erin is protected
HERS_TO_DO = (404, 404, 400, 404, 404, 404, 404, 401)
NOT_HERS = (404, 404, 403, 404, 404, 404, 404, 401)
BOTH_ENDS = (404, 404, 404, 404, 404, 403, 404, 401)  # lena sees both cases and changes nothing

API: Matrix = {
    ("get", "measures/"): LIST,
    ("get", "measures/{reference}/"): HIS_TOO,
    **{
        ("post", f"measures/{{reference}}/{verb}/"): ON_MEASURE
        for verb in ("approve", "turn-down", "review", "extend", "modify", "uphold", "change", "end")
    },
    ("post", "measures/{reference}/challenge/"): CHALLENGE,
    ("post", "measures/{reference}/report-violation/"): VIOLATION,
    ("get", "cases/{case}/measures/"): FILE,
    ("post", "cases/{case}/measures/"): DOES,
    ("get", "cases/{case}/links/"): FILE,
    ("post", "cases/{case}/links/"): DOES,
    ("post", "links/{uid}/remove/"): BOTH_ENDS,
    ("post", "cases/{reference}/propose-early-close/"): DOES,
    **{
        ("post", f"cases/{{reference}}/{verb}/"): OTHERS
        for verb in (
            "record-closure",
            "return-early-close",
            "close-without-decision",
            "reopen",
            "open-linked",
            "start-watch",
        )
    },
    **{("get", f"{part}/"): LIST for part in ("watches", "check-ins", "concerns", "mine/watches")},
    ("get", "watches/{reference}/"): NOBODYS,
    **{("post", f"watches/{{reference}}/{verb}/"): NOBODYS for verb in ("tell", "hand-over", "end")},
    ("get", "check-ins/{reference}/"): HERS,
    ("post", "check-ins/{reference}/answer/"): HERS_TO_DO,
    **{("post", f"check-ins/{{reference}}/{verb}/"): NOT_HERS for verb in ("hold", "miss", "reschedule", "escalate")},
    ("get", "concerns/{reference}/"): HERS,
    **{("post", f"concerns/{{reference}}/{verb}/"): NOT_HERS for verb in ("settle", "open-case")},
    **{("post", f"mine/watches/{{reference}}/{verb}/"): HERS_TO_DO for verb in ("raise-concern", "note-wish")},
}

WITHIN_OTHERS = {"check_in.leave_out"}

OWN_LIST = (200, 200, 200, 200, 200, 200, 200, 302)
PART = (200, 404, 404, 404, 404, 404, 404, 302)
ACT = (200, 404, 404, 404, 404, 403, 404, 302)
OTHERS_ACT = (403, 404, 404, 404, 404, 403, 404, 302)
MOVE = (403, 404, 404, 403, 404, 404, 404, 302)
NOTED = (200, 404, 404, 403, 404, 404, 404, 302)
HIS = (404, 404, 404, 200, 404, 404, 404, 302)
NONE = (404, 404, 404, 404, 404, 404, 404, 302)
HER_PAGE = (404, 404, 200, 404, 404, 404, 404, 302)
HER_LATER = (404, 404, 302, 404, 404, 404, 404, 302)  # the check-in is a month away
NOT_HER_ACT = (404, 404, 403, 404, 404, 404, 404, 302)

WEB: Matrix = {
    ("get", "cases/{reference}/measures/"): PART,
    **both(ACT, "cases/{reference}/measures/new/"),
    ("get", "measures/{reference}/"): PART,
    **both(MOVE, "measures/{reference}/moves/{verb}/"),
    **both(NOTED, "measures/{reference}/violation/"),
    **{("get", f"mine/{part}/"): OWN_LIST for part in ("measures", "instructions", "watch")},
    ("get", "mine/measures/{reference}/"): HIS,
    **both(HIS, "mine/measures/{reference}/challenge/"),
    ("get", "cases/{reference}/links/"): PART,
    **both(ACT, "cases/{reference}/links/new/"),
    **both(OTHERS_ACT, "cases/{reference}/links/open/"),
    **both((404, 404, 404, 404, 404, 403, 404, 302), "cases/{reference}/links/{uid}/remove/"),
    ("get", "cases/{reference}/closing/"): PART,
    ("get", "cases/{reference}/closing/propose/"): (302, 404, 404, 404, 404, 403, 404, 302),  # the outcome is decided
    ("post", "cases/{reference}/closing/propose/"): ACT,
    **both(OTHERS_ACT, *(f"cases/{{reference}}/closing/{act}/" for act in ("record", "return", "reopen"))),
    **both(OTHERS_ACT, "cases/{reference}/watch/start/"),
    ("get", "watches/"): NONE,
    ("get", "watches/{reference}/"): NONE,
    **both(NONE, *(f"watches/{{reference}}/{act}/" for act in ("tell", "hand-over", "end", "people/{uid}/wish"))),
    ("get", "check-ins/{reference}/"): NONE,
    **both(NOT_HER_ACT, "check-ins/{reference}/moves/{verb}/"),
    ("get", "concerns/{reference}/"): NONE,
    **both(NOT_HER_ACT, *(f"concerns/{{reference}}/{act}/" for act in ("settle", "open-case"))),
    ("get", "mine/watch/check-ins/{reference}/"): HER_LATER,
    ("post", "mine/watch/check-ins/{reference}/"): HER_PAGE,
    **both(HER_PAGE, *(f"mine/watch/{{reference}}/{act}/" for act in ("concern", "wish"))),
}


def names(world: World) -> dict[str, dict[str, str]]:
    cast, case = world.cast, world.case
    proposal = Proposal(
        kind="no_contact",
        on_whom=cast.person("martin"),
        purpose="keep_apart",
        means="You do not contact each other at work.",
        grounds=WHY,
        alternatives_considered=WHY,
        least_restrictive=WHY,
        starts_on=clock.today(),
    )
    measure = propose_measure(case, proposal, actor=cast.ines, reason=WHY)
    approve_measure(measure, actor=cast.omar, reason=WHY)
    of_measure = {"reference": measure.reference, "verb": "end"}
    link = link_cases(case, world.a_case("opened"), "related", actor=cast.omar, reason=WHY)
    watch = start_watch(case, actor=cast.omar, reason=WHY, watcher=cast.daniel, declaration="None.", told=["earlier"])
    later = watch.check_ins.order_by("due_on")[1]
    concern = raise_concern(watch.people.get(), actor=cast.erin, told=WHY)
    of_check_in = {"reference": later.reference, "verb": "hold"}
    return {
        "measures/": of_measure,
        "mine/measures/": of_measure,
        "links/": {"uid": str(link.uid)},
        "cases/{reference}/links/": {"uid": str(link.uid)},
        "watches/": {"reference": watch.reference, "uid": str(watch.people.get().uid)},
        "check-ins/": of_check_in,
        "concerns/": {"reference": concern.reference},
        "mine/watches/": {"reference": watch.reference},
        "mine/watch/": {"reference": watch.reference},
        "mine/watch/check-ins/": {"reference": later.reference},
    }
