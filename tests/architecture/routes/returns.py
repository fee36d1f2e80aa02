"""What the routes of safeguards and returns to work answer: daniel and ruth prepare and decide, joan sees to it, martin is told."""

from tests.architecture.world import Matrix, World, both
from tests.returns.scenes import appealed, approved, checked, ready, refused
from tests.safeguards.scenes import told_as_manager

# In the order of PEOPLE: ines, tomas, erin, martin, noor, lena, sam, nobody.
LIST = (200, 200, 200, 200, 200, 200, 200, 401)
SENT = (400, 400, 400, 400, 400, 400, 400, 401)
HEAD_ALONE = (403, 404, 404, 404, 404, 403, 404, 401)  # ines and lena see the case, and no business with its decision
NOBODYS = (404, 404, 404, 404, 404, 404, 404, 401)
HIS = (404, 404, 404, 200, 404, 404, 404, 401)
NOT_HIS_TO_DO = (404, 404, 404, 403, 404, 404, 404, 401)

API: Matrix = {
    **{
        ("get", f"{part}/"): LIST
        for part in (
            "safeguards",
            "mine/safeguards",
            "returns",
            "mine/returns",
            "follow-ups",
            "return-appeals",
            "manager-extracts",
        )
    },
    **{
        (method, f"cases/{{case}}/{part}/"): HEAD_ALONE
        for part in ("safeguards", "returns")
        for method in ("get", "post")
    },
    ("get", "manager-extracts/{reference}/"): NOBODYS,
    ("post", "manager-extracts/{reference}/acknowledge/"): NOBODYS,
    ("get", "safeguards/{reference}/"): NOBODYS,
    **{
        ("post", f"safeguards/{{reference}}/{verb}/"): NOBODYS
        for verb in ("confirm", "withdraw", "keep", "suggest", "change", "ease", "end", "hand-over")
    },
    ("get", "returns/{reference}/"): HIS,
    **{
        ("post", f"returns/{{reference}}/{verb}/"): NOT_HIS_TO_DO
        for verb in (
            "check",
            "replan",
            "notify",
            "override",
            "second-override",
            "approve",
            "defer",
            "refuse",
            "arrive",
            "close",
            "void",
            "hand-over",
        )
    },
    ("post", "returns/{reference}/appeal/"): NOT_HIS_TO_DO,  # it was approved
    ("get", "return-appeals/{reference}/"): HIS,
    **{
        ("post", f"return-appeals/{{reference}}/{verb}/"): NOT_HIS_TO_DO
        for verb in ("admit", "refuse", "dismiss", "set-aside")
    },
    ("post", "mine/returns/"): SENT,
    ("get", "follow-ups/{reference}/"): HIS,
    **{("post", f"follow-ups/{{reference}}/{verb}/"): NOT_HIS_TO_DO for verb in ("hold", "miss", "replan")},
}

WITHIN_OTHERS = {"rtw.follow", "rtw.send_back", "rtw_appeal.end", "follow_up.cancel"}

OWN_LIST = (200, 200, 200, 200, 200, 200, 200, 302)
NONE = (404, 404, 404, 404, 404, 404, 404, 302)
OTHERS_ACT = (403, 404, 404, 404, 404, 403, 404, 302)
HIS_PAGE = (404, 404, 404, 200, 404, 404, 404, 302)

WEB: Matrix = {
    **{
        ("get", f"{part}/"): OWN_LIST
        for part in ("safeguards", "mine/safeguards", "follow-ups", "mine/returns", "managers")
    },
    ("get", "managers/{reference}/"): NONE,
    ("post", "managers/{reference}/know/"): NONE,
    ("get", "cases/{reference}/safeguards/"): NONE,
    ("get", "cases/{reference}/returns/"): NONE,
    **both(OTHERS_ACT, "cases/{reference}/safeguards/new/", "cases/{reference}/returns/new/"),
    ("get", "safeguards/{reference}/"): NONE,
    **both(NONE, "safeguards/{reference}/moves/{verb}/", "safeguards/{reference}/owner/"),
    ("get", "returns/{reference}/"): NONE,  # martin has a page of his own
    **both(
        NONE,
        "returns/{reference}/moves/{verb}/",
        "returns/{reference}/notify/",
        "returns/{reference}/override/{code}/",
        "returns/{reference}/override/{code}/second/",
        "returns/{reference}/holder/",
    ),
    ("get", "returns/appeals/{reference}/"): NONE,  # martin reads of it beside the decision
    **both(NONE, "returns/appeals/{reference}/moves/{verb}/"),
    ("get", "follow-ups/{reference}/"): NONE,
    **both(NONE, "follow-ups/{reference}/moves/{verb}/"),
    ("get", "mine/returns/{reference}/"): HIS_PAGE,
    **both(HIS_PAGE, "mine/returns/{reference}/ask/"),
    ("get", "mine/returns/{reference}/appeal/"): (404, 404, 404, 302, 404, 404, 404, 302),
    ("post", "mine/returns/{reference}/appeal/"): (404, 404, 404, 403, 404, 404, 404, 302),
}


def names(world: World) -> dict[str, dict[str, str]]:
    case = world.a_case("active")
    earlier = appealed(refused(checked(case, world.cast, safeguarded=False), world.cast), world.cast)
    rtw = approved(ready(case, world.cast), world.cast, by=world.cast.clara)
    extract = told_as_manager(case, world.cast)
    safeguard, step = case.setting_safeguards.get(), rtw.steps.order_by("seq")[0]
    of_return = {"reference": rtw.reference, "verb": "void", "code": "safeguards"}
    return {
        "safeguards/": {"reference": safeguard.reference, "verb": "end"},
        "manager-extracts/": {"reference": extract.reference},
        "managers/": {"reference": extract.reference},
        "returns/": of_return,
        "return-appeals/": {"reference": earlier.reference},
        "returns/appeals/": {"reference": earlier.reference, "verb": "admit"},
        "follow-ups/": {"reference": step.reference, "verb": "hold"},
        "mine/returns/": {"reference": rtw.reference},
        "mine/returns/{reference}/ask/": {"reference": case.reference},
    }
