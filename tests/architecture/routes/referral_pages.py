"""Referrals and releases: what their routes answer."""

from backend.referrals.actions.releasing import offer_release
from tests.architecture.world import Matrix, World, both
from tests.referrals.referring import play_referral, release_ends

# In the order of PEOPLE: ines, tomas, erin, martin, noor, lena, sam, nobody.
LIST = (200, 200, 200, 200, 200, 200, 200, 401)
NOBODYS = (404, 404, 404, 404, 404, 404, 404, 401)
IN_THE_CASE = (200, 404, 404, 404, 404, 403, 404, 401)
NEVER_HERS = (403, 404, 404, 404, 404, 403, 404, 401)
HIS = (404, 404, 404, 200, 404, 404, 404, 401)
HIS_TO_FILL_IN = (404, 404, 404, 400, 404, 404, 404, 401)
NOT_HIS_TO_DO = (404, 404, 404, 403, 404, 404, 404, 401)
TOO_LATE = (404, 404, 404, 409, 404, 404, 404, 401)

PREPARED = (
    "revise",
    "write-memo",
    "approve-memo",
    "read-evidence",
    "add-safeguard",
    "end-safeguard",
    "choose-providers",
)
COORDINATED = ("gate", "offer", "lapse", "offer-release", "hand-over", "send", "withdraw", "close")
API: Matrix = {
    ("get", "cases/{case}/referrals/"): IN_THE_CASE,
    ("post", "cases/{case}/referrals/"): NEVER_HERS,
    **{("get", f"{noun}/"): LIST for noun in ("referrals", "mine/referrals", "releases")},
    ("get", "referrals/{reference}/"): NOBODYS,
    **{("get", f"referrals/{{reference}}/{part}/"): NOBODYS for part in ("course", "memo", "disclosures")},
    **{("post", f"referrals/{{reference}}/{act}/"): NOBODYS for act in (*PREPARED, *COORDINATED)},
    ("get", "mine/referrals/{reference}/"): HIS,
    ("get", "mine/referrals/{reference}/disclosures/"): HIS,
    ("post", "mine/referrals/{reference}/accept/"): HIS_TO_FILL_IN,
    ("post", "mine/referrals/{reference}/choose/"): HIS_TO_FILL_IN,
    ("get", "releases/{reference}/"): HIS,
    ("post", "releases/{reference}/sign/"): HIS_TO_FILL_IN,
    ("post", "releases/{reference}/expire/"): NOT_HIS_TO_DO,
    ("post", "releases/{reference}/note-revoked/"): NOT_HIS_TO_DO,
    ("post", "releases/{reference}/not-sign/"): HIS,
    ("post", "releases/{reference}/revoke/"): TOO_LATE,
    ("post", "mine/referrals/{reference}/decline/"): HIS,
}

OWN_LIST = (200, 200, 200, 200, 200, 200, 200, 302)
HIDDEN = (404, 404, 404, 404, 404, 404, 404, 302)
CASE_NOT_HERS_TO_DO = (403, 404, 404, 404, 404, 403, 404, 302)
HIS_PAGE = (404, 404, 404, 200, 404, 404, 404, 302)
HIS_AND_BACK = (404, 404, 404, 302, 404, 404, 404, 302)
WEB: Matrix = {
    ("get", "referrals/"): OWN_LIST,
    ("get", "mine/referrals/"): OWN_LIST,
    ("get", "cases/{reference}/referrals/"): HIDDEN,
    **both(CASE_NOT_HERS_TO_DO, "cases/{reference}/referrals/new/"),
    **{("get", f"referrals/{{reference}}/{part}"): HIDDEN for part in ("", "preview/", "memo/")},
    **both(HIDDEN, "referrals/{reference}/do/{verb}/"),
    ("get", "mine/referrals/{reference}/"): HIS_PAGE,
    ("get", "mine/referrals/{reference}/accept/"): HIS_AND_BACK,  # he accepted already
    ("post", "mine/referrals/{reference}/accept/"): HIS_PAGE,
    **both(HIS_PAGE, "mine/referrals/{reference}/choose/"),
    ("get", "mine/releases/{reference}/"): HIS_PAGE,
    **both(HIS_PAGE, "mine/releases/{reference}/sign/"),
    ("get", "mine/releases/{reference}/revoke/"): HIS_AND_BACK,  # not signed: nothing to revoke
    ("post", "mine/releases/{reference}/revoke/"): HIS_PAGE,
    ("get", "mine/releases/{reference}/not-sign/"): HIS_PAGE,
    ("post", "mine/releases/{reference}/not-sign/"): HIS_AND_BACK,
    ("get", "mine/referrals/{reference}/decline/"): HIS_PAGE,
    ("post", "mine/referrals/{reference}/decline/"): HIS_AND_BACK,
}

WITHIN_OTHERS = {
    "referral.authorize",  # follows from a signature
    "referral.unauthorize",  # follows from the end of a release
    "referral.void",  # follows from a decision that is set aside
    "release.end",  # follows from the end of a referral
}


def names(world: World) -> dict[str, dict[str, str]]:
    referral = play_referral(world.a_case("outcome_decided"), world.cast, "accepted")
    release = offer_release(referral, expires_on=release_ends(referral), actor=world.cast.mira)
    return {
        "referrals/": {"reference": referral.reference, "verb": "gate"},
        "mine/referrals/": {"reference": referral.reference},
        "releases/": {"reference": release.reference},
        "mine/releases/": {"reference": release.reference},
    }
