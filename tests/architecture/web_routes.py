"""What each page answers to each kind of person: the pages' part of the matrix, read and proved complete by test_routes.

404 is what is not theirs to see, 403 what they see and may not do, 302 the way to sign in for nobody, and for others the way back
from an act whose time has passed or has not come.
"""

from typing import Any

from backend.audit.timeline import history

Expected = tuple[int, ...]

# In the order of PEOPLE: ines, tomas, erin, martin, noor, lena, sam, nobody.
OPEN = (200, 200, 200, 200, 200, 200, 200, 200)
OWN_LIST = (
    200,
    200,
    200,
    200,
    200,
    200,
    200,
    302,
)  # everybody may ask; what is listed differs, and other tests say how
STAFF = (200, 200, 404, 404, 404, 200, 200, 404)
INTAKE_ONLY = (403, 403, 403, 403, 403, 403, 403, 302)
REPORT = (200, 404, 200, 404, 404, 404, 404, 302)
INTAKE_ACT = (403, 404, 403, 404, 404, 404, 404, 302)  # ines and erin see the report; intake acts on it
HEADER = (200, 404, 404, 404, 404, 200, 404, 302)
FILE = (200, 404, 404, 404, 404, 404, 404, 302)  # whoever sees the head of a case alone has no such section
ACT = (200, 404, 404, 404, 404, 403, 404, 302)  # ines may: a form, or the form again with what is missing
ACT_PAST = (302, 404, 404, 404, 404, 403, 404, 302)
ALLEGATION_ACT = (200, 404, 404, 404, 404, 404, 404, 302)
ALLEGATION_ACT_PAST = (302, 404, 404, 404, 404, 404, 404, 302)
OTHERS_ACT = (403, 404, 404, 404, 404, 403, 404, 302)  # somebody else on the case may
NOBODYS = (404, 404, 404, 404, 404, 404, 404, 302)  # an obligation before the agreement is in force
STAFF_OF_HIS = (404, 404, 404, 403, 404, 404, 404, 302)  # martin sees his agreement; the staff acts on it
HIS = (404, 404, 404, 200, 404, 404, 404, 302)
HIS_ELSEWHERE = (
    404,
    404,
    404,
    302,
    404,
    404,
    404,
    302,
)  # led to his own page: read first, or nothing to answer any more
DOCUMENT = (200, 404, 404, 200, 404, 200, 404, 302)
CONTENT = (200, 404, 404, 200, 404, 403, 404, 302)
AUDITOR = (404, 404, 404, 404, 404, 200, 404, 302)
GLASSES = (200, 200, 404, 404, 404, 200, 404, 302)
OPENER = (200, 200, 404, 404, 404, 404, 404, 302)
GLASS = (200, 404, 404, 404, 404, 200, 404, 302)  # wanda opened it: ines leads the case, lena audits
GLASS_OF_ANOTHER = (403, 404, 404, 404, 404, 403, 404, 302)
BACK = (302, 302, 302, 302, 302, 302, 302, 302)

CASE = "cases/{str:reference}/"
PUT = f"{CASE}allegations/{{int:seq}}/"
AGREEMENT = "agreements/{str:reference}/"
DUTY = "agreements/obligations/{str:reference}/{int:seq}/"
MINE = "mine/agreements/{str:reference}/"
VERBS = {"reports": "acknowledge", "cases": "plan", "agreements": "review"}


def _both(expected: Expected, *routes: str) -> dict[tuple[str, str], Expected]:
    return {(method, route): expected for route in routes for method in ("get", "post")}


WEB_MATRIX: dict[tuple[str, str], Expected] = {
    ("get", "healthz"): OPEN,
    ("get", "healthz/history"): OPEN,
    ("get", "readyz"): OPEN,
    ("get", "styleguide/"): STAFF,
    **{("get", route): OWN_LIST for route in ("", "search/", "documents/", "cases/", "agreements/")},
    **{("get", route): OWN_LIST for route in ("reports/mine/", "mine/agreements/", "mine/allegations/")},
    ("get", "agreements/obligations/"): OWN_LIST,
    **_both(OWN_LIST, "reports/new/", "documents/check/", "profile/"),
    ("post", "profile/theme/"): BACK,
    ("get", "reports/"): INTAKE_ONLY,
    ("get", "reports/{str:reference}/"): REPORT,
    ("get", "reports/{str:reference}/sent/"): REPORT,
    **_both(INTAKE_ACT, "reports/{str:reference}/accept/", "reports/{str:reference}/moves/{slug:verb}/"),
    ("get", CASE): HEADER,
    **{("get", f"{CASE}{part}/"): FILE for part in ("history", "documents", "people", "allegations", "decision")},
    ("get", PUT): FILE,
    ("get", f"{CASE}moves/{{slug:verb}}/"): ACT_PAST,
    ("post", f"{CASE}moves/{{slug:verb}}/"): ACT,
    **_both(ACT, f"{CASE}people/add/", f"{CASE}allegations/new/", f"{CASE}allegations/notice/"),
    **_both(OTHERS_ACT, *(f"{CASE}people/{act}/" for act in ("appoint", "assign", "{uuid:uid}/end"))),
    **_both(OTHERS_ACT, *(f"{CASE}decision/{act}/" for act in ("decide", "approve", "return", "tell"))),
    **{("get", f"{PUT}{act}/"): ALLEGATION_ACT_PAST for act in ("amend", "finding", "moves/{slug:verb}")},
    **{("post", f"{PUT}{act}/"): ALLEGATION_ACT for act in ("amend", "finding", "moves/{slug:verb}")},
    **_both(OTHERS_ACT, "agreements/new/{str:reference}/"),
    ("get", AGREEMENT): HIS_ELSEWHERE,
    **_both(STAFF_OF_HIS, *(f"{AGREEMENT}{act}/" for act in ("countersign", "alternative", "moves/{slug:verb}"))),
    **_both(NOBODYS, DUTY, f"{DUTY}excuse/"),
    ("get", MINE): HIS,
    ("get", f"{MINE}receipt/"): HIS_ELSEWHERE,
    **_both(HIS_ELSEWHERE, f"{MINE}sign/", f"{MINE}decline/", "mine/allegations/{str:reference}/answer/"),
    ("get", "mine/allegations/{str:reference}/"): HIS,
    ("get", "documents/{str:reference}/"): DOCUMENT,
    ("get", "documents/{str:reference}/file/"): CONTENT,
    **{("get", f"audit/{part}"): AUDITOR for part in ("", "history/", "exports/", "exports/{str:reference}/")},
    **{("get", f"audit/{part}/"): AUDITOR for part in ("checkpoint", "key")},
    **{("get", f"audit/{{int:number}}/{part}"): AUDITOR for part in ("", "verify/", "leaf/", "proof/")},
    ("get", "audit/exports/{str:reference}/file/"): AUDITOR,
    ("get", "mine/looked/"): OWN_LIST,
    ("get", "break-glass/"): GLASSES,
    **_both(OPENER, "break-glass/new/"),
    ("get", "break-glass/{str:reference}/"): GLASS,
    **_both(GLASS_OF_ANOTHER, *(f"break-glass/{{str:reference}}/{act}/" for act in ("end", "review"))),
    **{("get", f"audit/access/{part}"): AUDITOR for part in ("", "former/", "reviews/{str:reference}/")},
    **{("get", f"audit/access/{part}/{{str:reference}}/"): AUDITOR for part in ("cases", "people")},
    **_both(AUDITOR, *(f"audit/access/{part}/{{str:reference}}/review/" for part in ("cases", "people"))),
    **_both(AUDITOR, "audit/exports/new/"),
    **_both((404, 404, 404, 404, 404, 403, 404, 302), "audit/exports/{str:reference}/decide/"),
    ("get", "mine/data/"): OWN_LIST,
    ("post", "mine/data/"): BACK,
}


def fill(route: str, world: Any) -> str:
    """Put the names of the played matter into a page's address."""
    case, area = world.case.reference, route.partition("/")[0]
    if route.startswith("audit/"):
        places = {"audit/exports": "exports", "audit/access/cases": "cases", "audit/access/people": "access/people"}
        found = next((name for place, name in places.items() if route.startswith(place)), "access-reviews")
        reference = world.names[found]["reference"]
    elif route.startswith("break-glass/"):
        reference = world.names["break-glasses"]["reference"]
    elif route.startswith("mine/"):
        reference = f"{case}-A1" if "allegations" in route else world.agreement.reference
    elif route.startswith("agreements/new/"):
        reference = case
    else:
        reference = world.names.get(area, {}).get("reference", "")
    names = {
        "{str:reference}": reference,
        "{slug:verb}": "examine" if route.startswith(PUT) else VERBS.get(area, ""),
        "{int:seq}": "1",
        "{uuid:uid}": str(world.case.assignments.order_by("pk")[0].uid),
        "{int:number}": str(history(world.case).latest("-pk").pk),
    }
    for name, value in names.items():
        route = route.replace(name, value)
    return route
