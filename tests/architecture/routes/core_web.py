"""What the pages answer, for everything but the areas with a file of their own.

404 is what is not theirs to see, 403 what they see and may not do, 302 the way to sign in for nobody, and for others the way back
from an act whose time has passed or has not come.
"""

from tests.architecture.world import Matrix, both

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
BATCH = (200, 404, 404, 404, 404, 404, 404, 302)  # ines started it
ON_PAPER = (200, 404, 404, 403, 404, 403, 404, 302)
HIS_TO_ANSWER = (403, 404, 404, 200, 404, 403, 404, 302)
HIS_ANSWER = (403, 404, 404, 302, 404, 403, 404, 302)  # his answer may be empty: it is given
NOT_APPROVED = (302, 404, 404, 404, 404, 404, 404, 302)
AUDITOR = (404, 404, 404, 404, 404, 200, 404, 302)
KEEPER = (404, 404, 404, 404, 404, 404, 200, 302)  # sam keeps the catalogue of letters, and wrote this version of one
GLASSES = (200, 200, 404, 404, 404, 200, 404, 302)
OPENER = (200, 200, 404, 404, 404, 404, 404, 302)
GLASS = (200, 404, 404, 404, 404, 200, 404, 302)  # wanda opened it: ines leads the case, lena audits
GLASS_OF_ANOTHER = (403, 404, 404, 404, 404, 403, 404, 302)
BACK = (302, 302, 302, 302, 302, 302, 302, 302)

CASE = "cases/{reference}/"
VERSION = "templates/versions/{reference}/"
LETTER = "templates/letters/{letter}/"
PLACE = "templates/stationery/{place}/"
PUT = f"{CASE}allegations/{{seq}}/"
AGREEMENT = "agreements/{reference}/"
DUTY = "agreements/obligations/{reference}/{seq}/"
MINE = "mine/agreements/{reference}/"


WEB: Matrix = {
    ("get", "healthz"): OPEN,
    ("get", "healthz/history"): OPEN,
    ("get", "readyz"): OPEN,
    **both(OPEN, "verify/"),
    ("get", "verify/certificate.pem"): OPEN,
    ("get", "styleguide/"): STAFF,
    **{("get", route): OWN_LIST for route in ("", "tasks/", "search/", "documents/", "cases/", "agreements/")},
    **{("get", route): OWN_LIST for route in ("reports/mine/", "mine/agreements/", "mine/allegations/")},
    ("get", "agreements/obligations/"): OWN_LIST,
    **both(OWN_LIST, "documents/check/", "profile/"),
    ("post", "profile/theme/"): BACK,
    ("get", "reports/"): INTAKE_ONLY,
    ("get", "reports/{reference}/"): REPORT,
    ("get", "reports/{reference}/sent/"): REPORT,
    **both(INTAKE_ACT, "reports/{reference}/accept/", "reports/{reference}/moves/{verb}/"),
    ("get", CASE): HEADER,
    **{("get", f"{CASE}{part}/"): FILE for part in ("history", "documents", "people", "allegations", "decision")},
    ("get", PUT): FILE,
    ("get", f"{CASE}moves/{{verb}}/"): ACT_PAST,
    ("post", f"{CASE}moves/{{verb}}/"): ACT,
    **both(ACT, f"{CASE}people/add/", f"{CASE}allegations/new/", f"{CASE}allegations/notice/"),
    **both(OTHERS_ACT, *(f"{CASE}people/{act}/" for act in ("appoint", "assign", "{uid}/end"))),
    **both(OTHERS_ACT, *(f"{CASE}decision/{act}/" for act in ("decide", "approve", "return", "tell"))),
    **{("get", f"{PUT}{act}/"): ALLEGATION_ACT_PAST for act in ("amend", "finding", "moves/{verb}")},
    **{("post", f"{PUT}{act}/"): ALLEGATION_ACT for act in ("amend", "finding", "moves/{verb}")},
    **both(OTHERS_ACT, "agreements/new/{reference}/"),
    ("get", AGREEMENT): HIS_ELSEWHERE,
    **both(STAFF_OF_HIS, *(f"{AGREEMENT}{act}/" for act in ("countersign", "alternative", "moves/{verb}"))),
    **both(NOBODYS, DUTY, f"{DUTY}excuse/"),
    ("get", MINE): HIS,
    ("get", f"{MINE}receipt/"): HIS_ELSEWHERE,
    **both(HIS_ELSEWHERE, f"{MINE}sign/", f"{MINE}decline/", "mine/allegations/{reference}/answer/"),
    ("get", "mine/allegations/{reference}/"): HIS,
    ("get", "documents/{reference}/"): DOCUMENT,
    ("get", "documents/{reference}/file/"): CONTENT,
    ("get", "documents/{reference}/proof/"): CONTENT,
    **both(ON_PAPER, *(f"documents/{{reference}}/{act}/" for act in ("hand-over", "returned", "withdraw", "redact"))),
    **{("get", f"documents/{{reference}}/{act}/"): HIS_TO_ANSWER for act in ("acknowledge", "refuse")},
    **{("post", f"documents/{{reference}}/{act}/"): HIS_ANSWER for act in ("acknowledge", "refuse")},
    **both(ACT, "letters/new/{reference}/{key}/"),
    ("get", "letters/new/{reference}/"): ACT,
    **{("get", f"letters/{{reference}}/{part}"): FILE for part in ("", "changes/", "preview/")},
    **both(FILE, "letters/{reference}/edit/", "letters/{reference}/moves/{verb}/"),
    ("get", "letters/{reference}/issue/"): NOT_APPROVED,
    ("post", "letters/{reference}/issue/"): FILE,
    **{("get", f"audit/{part}"): AUDITOR for part in ("", "history/", "exports/", "exports/{reference}/")},
    **{("get", f"audit/{part}/"): AUDITOR for part in ("checkpoint", "key")},
    **{("get", f"audit/{{number}}/{part}"): AUDITOR for part in ("", "verify/", "leaf/", "proof/")},
    ("get", "audit/exports/{reference}/file/"): AUDITOR,
    ("get", "mine/looked/"): OWN_LIST,
    ("get", "break-glass/"): GLASSES,
    **both(OPENER, "break-glass/new/"),
    ("get", "break-glass/{reference}/"): GLASS,
    **both(GLASS_OF_ANOTHER, *(f"break-glass/{{reference}}/{act}/" for act in ("end", "review"))),
    **{("get", f"audit/access/{part}"): AUDITOR for part in ("", "former/", "reviews/{reference}/")},
    **{("get", f"audit/access/{part}/{{reference}}/"): AUDITOR for part in ("cases", "people")},
    **both(AUDITOR, *(f"audit/access/{part}/{{reference}}/review/" for part in ("cases", "people"))),
    **both(AUDITOR, "audit/exports/new/"),
    **both((404, 404, 404, 404, 404, 403, 404, 302), "audit/exports/{reference}/decide/"),
    **{("get", f"{LETTER}{part}"): KEEPER for part in ("", "preview/", "file/")},
    **{("get", f"{VERSION}{part}"): KEEPER for part in ("", "preview/", "file/", "differences/")},
    **both(KEEPER, f"{LETTER}new/", f"{VERSION}edit/", f"{VERSION}moves/{{verb}}/"),
    **both(KEEPER, "templates/stationery/", PLACE, f"{PLACE}remove/"),
    ("get", "templates/"): KEEPER,
    ("get", f"{PLACE}preview/"): KEEPER,
    ("get", f"{PLACE}logo/"): (404, 404, 404, 404, 404, 404, 404, 302),  # the house prints its name
    ("get", "batches/"): OWN_LIST,
    ("get", "batches/new/"): BACK,  # nothing is ticked
    ("post", "batches/new/"): OWN_LIST,
    ("get", "batches/{reference}/"): BATCH,
    **both(BATCH, "batches/{reference}/cancel/"),
    **both((302, 404, 404, 404, 404, 404, 404, 302), "batches/{reference}/retry/"),
    ("get", "mine/data/"): OWN_LIST,
    ("post", "mine/data/"): BACK,
}
