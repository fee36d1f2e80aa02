"""What the routes of check-ins, suspected breaches and easing answer: an agreement in force between martin and joan, decided by ruth."""

from backend.agreements.models import Agreement
from backend.monitoring.models import Breach, Easing, MonitorUndertaking
from tests.architecture.world import Matrix, World, both
from tests.builders import the_agreement
from tests.monitoring.scenes import first_check_in, noticed

# In the order of PEOPLE: ines, tomas, erin, martin, noor, lena, sam, nobody.
LIST = (200, 200, 200, 200, 200, 200, 200, 401)
PAGE = (200, 200, 200, 200, 200, 200, 200, 302)
NONE = (404, 404, 404, 404, 404, 404, 404, 401)
NO_PAGE = (404, 404, 404, 404, 404, 404, 404, 302)
HIS = (404, 404, 404, 200, 404, 404, 404, 401)
HIS_PAGE = (404, 404, 404, 200, 404, 404, 404, 302)
HIS_NOT_NOW = (404, 404, 404, 302, 404, 404, 404, 302)
HE_SENDS = (404, 404, 404, 400, 404, 404, 404, 401)
NOT_HIS = (404, 404, 404, 403, 404, 404, 404, 401)

CHECK_IN, BREACH, EASING = "agreement-check-ins/{reference}/", "breaches/{reference}/", "easings/{reference}/"
API: Matrix = {
    **{("get", f"{noun}/"): LIST for noun in ("agreement-check-ins", "undertakings", "breaches", "easings")},
    ("get", CHECK_IN): HIS,
    **{("post", f"{CHECK_IN}{verb}/"): NOT_HIS for verb in ("hold", "miss", "reschedule", "escalate", "cancel")},
    **{("post", f"{CHECK_IN}{verb}/"): HE_SENDS for verb in ("write-words", "say-barrier")},
    ("get", "undertakings/{uid}/"): NONE,
    ("post", "undertakings/{uid}/give/"): NONE,
    ("get", BREACH): HIS,
    **{
        ("post", f"{BREACH}{verb}/"): NOT_HIS
        for verb in ("notice", "extend", "drop", "determine", "decide-consequence", "close", "decide-appeal")
    },
    **{("post", f"{BREACH}{verb}/"): HE_SENDS for verb in ("respond", "appeal")},
    ("get", EASING): NONE,
    **{("post", f"{EASING}{verb}/"): NONE for verb in ("grant", "refuse")},
    ("post", "obligations/{reference}/report/"): NOT_HIS,
}

HELD = "agreements/obligations/check-ins/"
WEB: Matrix = {
    ("get", HELD): PAGE,
    ("post", f"{HELD}undertakings/{{reference}}/"): NO_PAGE,
    **both(NO_PAGE, f"{HELD}{{reference}}/"),
    **both((*NOT_HIS[:-1], 302), f"{HELD}{{reference}}/{{verb}}/"),
    **both(NO_PAGE, "agreements/obligations/{reference}/{seq}/report/"),
    ("get", "agreements/breaches/"): PAGE,
    ("get", "agreements/breaches/{reference}/"): NO_PAGE,
    **both(NO_PAGE, "agreements/breaches/{reference}/{verb}/"),
    **both(NO_PAGE, "agreements/easings/{reference}/{verb}/"),
    ("get", "agreements/{reference}/followed/"): NO_PAGE,
    ("get", "mine/agreements/{reference}/check-ins/"): HIS_PAGE,
    **both(HIS_PAGE, "mine/check-ins/{reference}/words/", "mine/notices/{reference}/"),
    ("get", "mine/check-ins/{reference}/barrier/"): HIS_NOT_NOW,
    ("post", "mine/check-ins/{reference}/barrier/"): HIS_PAGE,
    ("get", "mine/notices/{reference}/appeal/"): HIS_NOT_NOW,
    ("post", "mine/notices/{reference}/appeal/"): HIS_PAGE,
}
WITHIN_OTHERS = {"agreement_breach.lapse", "agreement_breach.end", "agreement_easing.end"}


def names(world: World) -> dict[str, dict[str, str]]:
    agreement: Agreement = the_agreement(world.a_case("active"))
    breach: Breach = noticed(agreement, world.cast)
    check_in = {"reference": first_check_in(agreement).reference, "verb": "reschedule"}
    easing = {"reference": "EAS-2026-AAAAAA", "verb": "grant"}
    of_breach = {"reference": breach.reference, "verb": "determine"}
    assert not Easing.objects.exists()
    return {
        "agreement-check-ins/": check_in,
        "undertakings/": {"uid": str(MonitorUndertaking.objects.get(agreement=agreement).uid)},
        "breaches/": of_breach,
        "easings/": easing,
        HELD: check_in,
        f"{HELD}undertakings/": {"reference": str(MonitorUndertaking.objects.get(agreement=agreement).uid)},
        "agreements/breaches/": of_breach,
        "agreements/easings/": easing,
        "mine/check-ins/": check_in,
        "mine/notices/": of_breach,
    }
