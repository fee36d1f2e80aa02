"""What the routes of accountability statements answer: martin’s own, read by nobody else; erin asked to read one and was shown it."""

from backend.amends.actions.feedback import ask_accountability_feedback
from backend.amends.actions.sharing import share_accountability_statement
from tests.amends.scenes import AFTER, begun, wished
from tests.architecture.world import Matrix, World, both

# In the order of PEOPLE: ines, tomas, erin, martin, noor, lena, sam, nobody.
LIST = (200, 200, 200, 200, 200, 200, 200, 401)
SENT = (400, 400, 400, 400, 400, 400, 400, 401)
MARTINS = (404, 404, 404, 200, 404, 404, 404, 401)
MARTIN_SENDS = (404, 404, 404, 400, 404, 404, 404, 401)
MARTIN_GONE = (404, 404, 404, 204, 404, 404, 404, 401)
NOT_MARTINS = (404, 404, 404, 403, 404, 404, 404, 401)  # only whoever was asked answers
ERINS = (404, 404, 200, 404, 404, 404, 404, 401)
BOTH = (404, 404, 200, 200, 404, 404, 404, 401)  # shared by the one, asked for by the other

OWN = "mine/accountability-statements/"
API: Matrix = {
    **{
        ("get", f"{noun}/"): LIST
        for noun in (OWN[:-1], "accountability-rounds", "accountability-wishes", "accountability-shares")
    },
    ("post", OWN): SENT,
    ("get", f"{OWN}{{reference}}/"): MARTINS,
    **{("post", f"{OWN}{{reference}}/{verb}/"): MARTIN_SENDS for verb in ("save", "ask-feedback", "share")},
    ("get", "accountability-rounds/{uid}/"): MARTINS,
    ("post", "accountability-rounds/{uid}/answer/"): NOT_MARTINS,
    ("post", "accountability-rounds/{uid}/take-back/"): MARTINS,
    ("post", "accountability-wishes/"): SENT,
    ("get", "accountability-wishes/{uid}/"): ERINS,
    ("get", "accountability-shares/{uid}/"): BOTH,
    ("post", "accountability-wishes/{uid}/withdraw/"): ERINS,
    ("post", f"{OWN}{{reference}}/unshare/"): (404, 404, 404, 409, 404, 404, 404, 401),  # erin wants it no longer
    ("post", f"{OWN}{{reference}}/discard/"): MARTIN_GONE,
}

MINE = "mine/accountability/{reference}/"
HIS = (404, 404, 404, 200, 404, 404, 404, 302)
HIS_NOT_NOW = (404, 404, 404, 302, 404, 404, 404, 302)
HERS = (404, 404, 200, 404, 404, 404, 404, 302)
NOBODYS = (404, 404, 404, 404, 404, 404, 404, 302)
WEB: Matrix = {
    **both(HIS_NOT_NOW, "mine/accountability/about/{reference}/"),  # he has begun one, and goes on with it
    ("get", MINE): HIS,
    ("get", f"{MINE}versions/{{number}}/"): HIS,
    **both(HIS, f"{MINE}write/"),
    **both(HIS_NOT_NOW, f"{MINE}feedback/"),  # daniel watches for retaliation by now, so nobody is free to read it
    **both(HIS_NOT_NOW, f"{MINE}share/"),  # erin withdrew her wish before he came
    ("get", f"{MINE}take-back/"): HIS,
    ("post", f"{MINE}take-back/"): HIS_NOT_NOW,
    ("post", f"{MINE}write/save/"): HIS,
    ("get", f"{MINE}unshare/"): HIS,
    ("get", f"{MINE}delete/"): HIS,
    ("get", "mine/accountability/shared/{reference}/"): (404, 404, 200, 200, 404, 404, 404, 302),
    **both(NOBODYS, "accountability/feedback/{reference}/"),  # daniel’s
    **both(NOBODYS, "cases/{reference}/accountability-wishes/"),  # for intake and the watcher
    ("get", "accountability/wishes/{reference}/withdraw/"): HERS,
    ("post", "accountability/wishes/{reference}/withdraw/"): (404, 404, 302, 404, 404, 404, 404, 302),
    ("post", f"{MINE}unshare/"): HIS,
    ("post", f"{MINE}delete/"): HIS_NOT_NOW,
}

WITHIN_OTHERS = {"accountability.end", "accountability_share.end"}


def names(world: World) -> dict[str, dict[str, str]]:
    cast, case = world.cast, world.case
    statement = begun(case, cast, AFTER)
    asked = ask_accountability_feedback(statement, reviewer=cast.daniel, actor=cast.martin)
    wish = wished(case, cast)
    (share,) = share_accountability_statement(statement, version=1, actor=cast.martin)
    own = {"reference": statement.reference, "number": "1"}
    return {
        "mine/accountability-statements/": {"reference": statement.reference},
        "accountability-rounds/": {"uid": str(asked.uid)},
        "accountability-wishes/": {"uid": str(wish.uid)},
        "accountability-shares/": {"uid": str(share.uid)},
        "mine/accountability/": own,
        "mine/accountability/about/": {"reference": case.reference},
        "mine/accountability/shared/": {"reference": str(share.uid)},
        "accountability/feedback/": {"reference": str(asked.uid)},
        "accountability/wishes/": {"reference": str(wish.uid)},
    }
