"""Custody: files of providers and questions to employees. Mira coordinates and is not of the matrix; to all others they do not exist.

Martin is the person referred: he is asked what stood in the way, and sees nothing of a file.
"""

from backend.referrals.actions.barriers import ask_barrier
from tests.architecture.world import Matrix, World, both
from tests.referrals.referring import helena, play_referral
from tests.referrals.reported import a_file, a_report

# In the order of PEOPLE: ines, tomas, erin, martin, noor, lena, sam, nobody.
LIST = (200, 200, 200, 200, 200, 200, 200, 401)
NOBODYS = (404, 404, 404, 404, 404, 404, 404, 401)
HIS = (404, 404, 404, 200, 404, 404, 404, 401)
HE_DOES = (404, 404, 404, 400, 404, 404, 404, 401)
OTHERS = (403, 404, 404, 404, 404, 403, 404, 401)  # whoever decides the case
NOT_HIS = (404, 404, 404, 403, 404, 404, 404, 401)

API: Matrix = {
    ("get", "provider-files/"): LIST,
    ("get", "barrier-queries/"): LIST,
    ("get", "provider-files/{reference}/"): NOBODYS,
    ("get", "provider-files/{reference}/file/"): NOBODYS,
    **{("post", f"provider-files/{{reference}}/{verb}/"): NOBODYS for verb in ("clear", "seal", "misdirect")},
    ("get", "barrier-queries/{reference}/"): HIS,
    ("post", "barrier-queries/{reference}/answer/"): HE_DOES,
    **{("post", f"barrier-queries/{{reference}}/{verb}/"): NOT_HIS for verb in ("excuse", "not-excuse")},
    ("post", "cases/{reference}/follow-up/"): OTHERS,
}


def web(expected: tuple[int, ...]) -> tuple[int, ...]:
    """Lead whoever is not signed in to where they can."""
    return (*expected[:-1], 302)


WEB: Matrix = {
    ("get", "custody/"): web(NOBODYS),
    ("get", "custody/files/{reference}/"): web(NOBODYS),
    ("get", "custody/files/{reference}/open/"): web(NOBODYS),
    **both(web(NOBODYS), "custody/files/{reference}/moves/{verb}/"),
    ("get", "custody/questions/{reference}/"): web(NOBODYS),
    **both(web(NOBODYS), "custody/questions/{reference}/moves/{verb}/"),
    **both(web(OTHERS), "cases/{reference}/follow-up/"),
    ("get", "mine/questions/"): web(LIST),
    **both(web(HIS), "mine/questions/{reference}/"),
}

WITHIN_OTHERS = {"barrier.lapse", "barrier.drop"}


def names(world: World) -> dict[str, dict[str, str]]:
    """Play a referral of another case of Martin's, with a file in quarantine and a question to him."""
    cast = world.cast
    referral = play_referral(world.a_case("outcome_decided"), cast, "sent")
    file = a_file(referral, cast)
    query = ask_barrier(a_report(referral, cast), actor=helena(cast))
    return {
        "provider-files/": {"reference": file.reference},
        "barrier-queries/": {"reference": query.reference},
        "custody/files/": {"reference": file.reference, "verb": "seal"},
        "custody/questions/": {"reference": query.reference, "verb": "excuse"},
        "mine/questions/": {"reference": query.reference},
    }
