"""Conflicts of interest: what the doors answer about bars, declarations, waivers, challenges, handovers, ties and names in a text."""

from backend.access.ties import add_tie
from backend.cases.actions.impartiality import challenge
from backend.cases.actions.waivers import ask_waiver
from backend.cases.conflicts.leaving import leave
from backend.cases.vocabulary import LeaveReason
from tests.architecture.world import Matrix, World, both

# In the order of PEOPLE: ines, tomas, erin, martin, noor, lena, sam, nobody.
LIST = (200, 200, 200, 200, 200, 200, 200, 401)
SENT = (400, 400, 400, 400, 400, 400, 400, 401)
FILE = (200, 404, 404, 404, 404, 403, 404, 401)
DOES = (400, 404, 404, 404, 404, 403, 404, 401)  # whoever works on it declares and steps aside
OTHERS = (403, 404, 404, 404, 404, 403, 404, 401)  # intake asks for waivers
INTAKE = (403, 404, 403, 404, 404, 404, 404, 401)
NOBODYS = (404, 404, 404, 404, 404, 404, 404, 401)  # a waiver is for intake and the independent channel
PARTY = (404, 404, 404, 200, 404, 404, 404, 401)  # martin made the challenge
NOT_HIS = (404, 404, 404, 403, 404, 404, 404, 401)
LEAD = (200, 404, 404, 404, 404, 404, 404, 401)
TAKES = (400, 404, 404, 404, 404, 404, 404, 401)
OWN = (404, 404, 404, 404, 200, 404, 404, 401)  # noor declared the tie
OWN_ACT = (404, 404, 404, 404, 400, 404, 404, 401)

API: Matrix = {
    **{("get", f"cases/{{case}}/{part}/"): FILE for part in ("bars", "declarations")},
    **{("post", f"cases/{{reference}}/{verb}/"): DOES for verb in ("declare", "recuse")},
    ("post", "cases/{reference}/ask-waiver/"): OTHERS,
    ("post", "cases/{reference}/take-in/"): OTHERS,  # a case that was sent to it is for the independent channel
    ("post", "reports/{reference}/weigh-name/"): INTAKE,
    ("get", "waivers/"): LIST,
    ("get", "waivers/{uid}/"): NOBODYS,
    **{("post", f"waivers/{{uid}}/{verb}/"): NOBODYS for verb in ("grant", "refuse")},
    ("get", "challenges/"): LIST,
    ("post", "challenges/"): SENT,
    ("get", "challenges/{uid}/"): PARTY,
    **{("post", f"challenges/{{uid}}/{verb}/"): NOT_HIS for verb in ("uphold", "dismiss")},
    ("get", "handovers/"): LIST,
    ("get", "handovers/{uid}/"): LEAD,
    ("post", "handovers/{uid}/take-over/"): TAKES,
    ("get", "ties/"): LIST,
    ("post", "ties/"): SENT,
    ("get", "ties/{uid}/"): OWN,
    ("post", "ties/{uid}/end/"): OWN_ACT,
}


def web(expected: tuple[int, ...]) -> tuple[int, ...]:
    """A page shows a form where the API asks for a body, and leads whoever is not signed in to where they can."""
    return (*(200 if status == 400 else status for status in expected[:-1]), 302)


WEB: Matrix = {
    ("get", "cases/{reference}/conflicts/"): web(FILE),
    **both(web(DOES), *(f"cases/{{reference}}/conflicts/{act}/" for act in ("declare", "step-aside"))),
    **both(web(OTHERS), "cases/{reference}/conflicts/waiver/"),
    **both(web(OTHERS), "cases/{reference}/conflicts/take-in/"),
    **both(web(INTAKE), "reports/{reference}/names/{person}/"),
    ("get", "waivers/"): web(NOBODYS),
    ("get", "waivers/{reference}/"): web(NOBODYS),
    **both(web(NOBODYS), "waivers/{reference}/{verb}/"),
    ("get", "challenges/{reference}/"): web(PARTY),
    **both(web(NOT_HIS), "challenges/{reference}/{verb}/"),
    ("get", "handovers/{reference}/"): web(LEAD),
    **both(web(TAKES), "handovers/{reference}/take/"),
    ("get", "mine/handling/"): web(LIST),
    **both((404, 404, 200, 200, 404, 404, 404, 302), "mine/handling/{reference}/challenge/"),
    ("get", "ties/"): web(LIST),
    **both(web(SENT), "ties/new/"),
    **both(web(OWN_ACT), "ties/{reference}/end/"),
}


def names(world: World) -> dict[str, dict[str, str]]:
    cast, case = world.cast, world.case
    made = challenge(case, role="intake", grounds="He is a friend of hers.", actor=cast.martin, reason="Matrix.")
    asked = ask_waiver(case, person=cast.person("paul"), rule="C3", actor=cast.omar, reason="Matrix.")
    left = leave(case, cast.person("paul"), LeaveReason.RECUSED, "stepped aside", actor=cast.omar, reason="Matrix.")
    tie = add_tie(cast.person("noor"), cast.person("felix"), "family", actor=cast.noor, reason="Matrix.")
    found = {"challenges/": made, "waivers/": asked, "handovers/": left, "ties/": tie}
    both_doors = {start: {"uid": str(row.uid), "reference": str(row.uid)} for start, row in found.items()}
    both_doors["challenges/"]["verb"], both_doors["waivers/"]["verb"] = "dismiss", "grant"
    return {
        **both_doors,
        "mine/handling/": {"reference": str(case.uid)},
        "reports/{reference}/names/": {"person": cast.person("paul").reference},
    }
