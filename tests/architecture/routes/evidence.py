"""Evidence, its custody, the review by both sides, and the files of evidence."""

from backend.files.reading import Comparison, HashCheck
from backend.investigation.actions.alarms import raise_alarm
from tests.architecture.world import Matrix, World, both
from tests.investigation.exhibits import an_exhibit, hand_in

# In the order of PEOPLE: ines, tomas, erin, martin, noor, lena, sam, nobody.
FILE = (200, 404, 404, 404, 404, 403, 404, 401)
DOES = (400, 404, 404, 404, 404, 403, 404, 401)
COUNSELS = (403, 404, 404, 404, 404, 403, 404, 401)
ITEM = (200, 404, 404, 404, 404, 404, 404, 401)
ON_ITEM = (400, 404, 404, 404, 404, 404, 404, 401)
SIDES = (404, 404, 200, 200, 404, 404, 404, 401)
SEND = (404, 404, 400, 400, 404, 404, 404, 401)
NO_REVIEW = (404, 404, 403, 403, 404, 404, 404, 401)
SECTION = (200, 404, 404, 404, 404, 404, 404, 302)
ADD = (200, 404, 404, 404, 404, 403, 404, 302)
EVERYBODY = (200, 200, 200, 200, 200, 200, 200, 302)
OWN = (404, 404, 200, 200, 404, 404, 404, 302)
HIS = (404, 404, 404, 200, 404, 404, 404, 302)
ALARM = (200, 404, 404, 404, 404, 200, 404, 401)  # the auditor is told, and resolves nothing
ON_ALARM = (400, 404, 404, 404, 404, 403, 404, 401)
NOBODYS = (404, 404, 404, 404, 404, 404, 404, 302)  # no review is open

API: Matrix = {
    ("get", "cases/{case}/evidence/"): FILE,
    ("post", "cases/{case}/evidence/"): DOES,
    ("get", "cases/{case}/evidence-comments/"): FILE,
    ("post", "cases/{reference}/send-to-counsel/"): DOES,
    **{("post", f"cases/{{reference}}/{verb}/"): COUNSELS for verb in ("return-report", "clear-report")},
    **{("get", f"evidence/{{reference}}/{part}"): ITEM for part in ("", "file/")},
    **{
        ("post", f"evidence/{{reference}}/{verb}/"): ON_ITEM
        for verb in ("transfer", "verify", "redact", "rely", "unrely", "custody-sheet")
    },
    ("get", "file-alarms/"): (200, 200, 200, 200, 200, 200, 200, 401),
    ("get", "file-alarms/{uid}/"): ALARM,
    ("post", "file-alarms/{uid}/restore/"): ON_ALARM,
    ("post", "file-alarms/{uid}/give-up/"): ON_ALARM,
    ("get", "mine/evidence/{reference}/"): SIDES,
    ("post", "mine/evidence/{reference}/hand-in/"): SEND,
    **{("post", f"mine/evidence/{{reference}}/{verb}/"): NO_REVIEW for verb in ("comment", "finish")},
}

WEB: Matrix = {
    ("get", "cases/{reference}/evidence/"): SECTION,
    **both(ADD, "cases/{reference}/evidence/add/"),
    **{("get", f"cases/{{reference}}/evidence/{{number}}/{part}"): SECTION for part in ("", "file/")},
    **both(
        SECTION,
        *(
            f"cases/{{reference}}/evidence/{{number}}/{act}/"
            for act in ("transfer", "verify", "redact", "rely", "unrely", "custody-sheet")
        ),
    ),
    ("get", "file-alarms/{reference}/"): (*ALARM[:-1], 302),
    **both((200, 404, 404, 404, 404, 403, 404, 302), "file-alarms/{reference}/{verb}/"),
    ("get", "mine/evidence/"): EVERYBODY,
    ("get", "mine/evidence/{reference}/"): OWN,
    **both(OWN, "mine/evidence/{reference}/hand-in/"),
    **both(NOBODYS, "mine/evidence/{reference}/comment/"),
    ("post", "mine/evidence/{reference}/finish/"): NOBODYS,
    ("get", "mine/evidence/{reference}/{number}/file/"): HIS,
}

WITHIN_OTHERS = {"file.pass_scan", "file.hold_back"}  # what the scanner says


def names(world: World) -> dict[str, dict[str, str]]:
    case = world.a_case("investigating")
    item, his = an_exhibit(case, world.cast.ines), hand_in(case, world.cast.martin)
    alarm = raise_alarm(item, Comparison(HashCheck.MISSING), actor=world.cast.system)
    assert alarm is not None
    return {
        "file-alarms/": {"uid": str(alarm.uid), "reference": str(alarm.uid), "verb": "give-up"},
        "cases/{reference}/evidence/": {"reference": case.reference, "number": str(item.number)},
        "evidence/": {"reference": item.reference},
        "mine/evidence/": {"reference": case.reference, "number": str(his.number)},
    }
