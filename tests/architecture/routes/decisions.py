"""Findings, outcomes, remedies and appeals: what their routes answer."""

from datetime import timedelta

from backend.decisions.actions.appeal_files import attach_to_appeal
from backend.decisions.actions.disclosing import disclose_outcome
from backend.decisions.actions.remedies import decide_remedy
from backend.decisions.actions.similar_facts import request_similar_fact
from backend.kernel import clock
from tests.architecture.world import Matrix, World, both
from tests.decisions.scenes import filed, reviewed, with_reviewer
from tests.investigation.exhibits import sent

WHY = "Matrix."

# In the order of PEOPLE: ines, tomas, erin, martin, noor, lena, sam, nobody.
LIST = (200, 200, 200, 200, 200, 200, 200, 401)
SENT = (400, 400, 400, 400, 400, 400, 400, 401)
PART = (200, 404, 404, 404, 404, 403, 404, 401)  # ines works on the case; what is listed differs
NEVER_HERS = (403, 404, 404, 404, 404, 403, 404, 401)  # the case is hers to see; this act or part is not
NOT_HERS = (403, 404, 404, 403, 404, 404, 404, 401)  # an allegation that martin sees too
NOBODYS = (404, 404, 404, 404, 404, 404, 404, 401)
HERS = (404, 404, 200, 404, 404, 404, 404, 401)  # erin's remedy
HERS_NOT_TO_DO = (404, 404, 403, 404, 404, 404, 404, 401)
ASKED = (200, 404, 404, 404, 404, 404, 404, 401)  # ines asked about an earlier matter
ASKED_NOT_TO_DO = (403, 404, 404, 404, 404, 404, 404, 401)
ASKED_TO_DO = (400, 404, 404, 404, 404, 404, 404, 401)
EITHER_SIDE = (404, 404, 200, 200, 404, 404, 404, 401)
APPELLANT = (404, 404, 404, 200, 404, 404, 404, 401)  # the other side was not shown the file
OTHER_SIDE = (404, 404, 400, 403, 404, 404, 404, 401)  # martin appealed, erin may comment

CASE = "cases/{case}/"
API: Matrix = {
    **{("get", f"{CASE}{part}/"): PART for part in ("remedies", "disclosures", "appeals", "similar-facts")},
    **{("get", f"{CASE}{part}/"): NEVER_HERS for part in ("priors", "similar")},
    **{("post", f"{CASE}{part}/"): NEVER_HERS for part in ("remedies", "disclosures")},
    ("post", f"{CASE}similar-facts/"): (400, 404, 404, 404, 404, 403, 404, 401),
    ("post", "cases/{reference}/change-standard/"): NEVER_HERS,
    ("post", "allegations/{reference}/vary-finding/"): NOT_HERS,
    ("post", "agreements/{reference}/void/"): (404, 404, 404, 403, 404, 404, 404, 401),
    **{("get", f"{noun}/"): LIST for noun in ("remedies", "disclosures", "similar-facts", "appeals", "mine/appeals")},
    ("get", "remedies/{reference}/"): HERS,
    **{("post", f"remedies/{{reference}}/{act}/"): HERS_NOT_TO_DO for act in ("complete", "drop")},
    ("get", "disclosures/{reference}/"): NOBODYS,
    **{("post", f"disclosures/{{reference}}/{act}/"): NOBODYS for act in ("approve", "refuse", "tell")},
    ("get", "similar-facts/{reference}/"): ASKED,
    **{("post", f"similar-facts/{{reference}}/{act}/"): ASKED_NOT_TO_DO for act in ("support", "grant", "refuse")},
    **{("post", f"similar-facts/{{reference}}/{act}/"): ASKED_TO_DO for act in ("disclose", "set-aside")},
    ("get", "appeals/{reference}/"): NOBODYS,
    **{
        ("post", f"appeals/{{reference}}/{act}/"): NOBODYS
        for act in ("admit", "refuse", "review", "dismiss", "vary", "overturn", "remit", "communicate", "conclude")
    },
    ("get", "appeal-files/"): LIST,
    ("get", "appeal-files/{uid}/"): APPELLANT,
    ("get", "appeal-files/{uid}/file/"): APPELLANT,
    ("post", "appeal-files/{uid}/show/"): (404, 404, 404, 403, 404, 404, 404, 401),
    ("post", "mine/appeals/{reference}/attach/"): (404, 404, 403, 400, 404, 404, 404, 401),
    ("post", "mine/appeals/"): SENT,
    ("get", "mine/appeals/{reference}/"): EITHER_SIDE,
    ("post", "mine/appeals/{reference}/comment/"): OTHER_SIDE,
}

OWN_LIST = (200, 200, 200, 200, 200, 200, 200, 302)
OTHERS_ACT = (403, 404, 404, 404, 404, 403, 404, 302)
ACT = (200, 404, 404, 404, 404, 403, 404, 302)
HER_CASE_ALONE = (404, 404, 404, 404, 404, 404, 404, 302)  # a remedy is decided and carried out by others
WEB: Matrix = {
    ("get", "decisions/"): OWN_LIST,
    ("get", "appeals/"): OWN_LIST,
    ("get", "appeals/{reference}/"): HER_CASE_ALONE,
    **both(HER_CASE_ALONE, "appeals/{reference}/{verb}/"),
    ("get", "appeals/{reference}/files/{number}/"): HER_CASE_ALONE,
    **both(HER_CASE_ALONE, "appeals/{reference}/files/{number}/show/"),
    ("get", "mine/appeals/{reference}/files/{number}/"): (*APPELLANT[:-1], 302),
    **both((404, 404, 403, 200, 404, 404, 404, 302), "mine/appeals/{reference}/files/add/"),
    **both(
        OTHERS_ACT, *(f"cases/{{reference}}/{act}/" for act in ("decision/put-right", "decision/disclose", "standard"))
    ),
    **both(ACT, "cases/{reference}/earlier/"),
    **both(HER_CASE_ALONE, "cases/{reference}/decision/{part}/{uid}/{verb}/"),
    **both((403, 404, 404, 404, 404, 404, 404, 302), "cases/{reference}/allegations/{seq}/vary/"),
    ("get", "mine/decisions/"): OWN_LIST,
    ("get", "mine/decisions/{reference}/"): (404, 404, 200, 200, 404, 404, 404, 302),
    ("get", "mine/decisions/{reference}/appeal/"): (404, 404, 200, 302, 404, 404, 404, 302),
    ("post", "mine/decisions/{reference}/appeal/"): (404, 404, 200, 302, 404, 404, 404, 302),
    ("get", "mine/appeals/{reference}/"): (404, 404, 200, 200, 404, 404, 404, 302),
    **both((404, 404, 200, 403, 404, 404, 404, 302), "mine/appeals/{reference}/comment/"),
}

WITHIN_OTHERS = {
    *(f"allegation.{verb}" for verb in ("appeal", "affirm", "change", "overturn", "reexamine", "settle")),
    "case.send_back",
    "case.reconsider",
    "duty.cancel",
}


def names(world: World) -> dict[str, dict[str, str]]:
    cast, case = world.cast, world.case
    remedy = decide_remedy(
        case,
        actor=cast.ruth,
        reason=WHY,
        person=cast.person("erin"),
        kind="support",
        what="Ten hours of support.",
        due_on=clock.today() + timedelta(days=30),
    )
    told = disclose_outcome(case, actor=cast.ruth, reason=WHY, to=cast.person("erin"), points="He works elsewhere.")
    asked = request_similar_fact(world.a_case("evidence_review"), actor=cast.ines, reason=WHY, what="The same gesture.")
    appeal = reviewed(filed(case, cast.martin), with_reviewer(case, cast))
    attached = attach_to_appeal(appeal, actor=cast.martin, description="A roster.", upload=sent())
    of_appeal = {"reference": appeal.reference, "verb": "dismiss", "number": str(attached.number)}
    return {
        "remedies/": {"reference": str(remedy.uid)},
        "disclosures/": {"reference": told.reference},
        "similar-facts/": {"reference": str(asked.uid)},
        "appeals/": of_appeal,
        "appeal-files/": {"uid": str(attached.uid)},
        "mine/appeals/": of_appeal,
        "mine/decisions/": {"reference": case.reference},
        "cases/{reference}/decision/": {"part": "remedies", "uid": str(remedy.uid), "verb": "complete"},
    }
