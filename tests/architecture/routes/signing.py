"""What the routes around an answer to an offer answer: martin’s agreement waits for his answer; the HR partner keeps it."""

from tests.architecture.world import Matrix, World, both

# In the order of PEOPLE: ines, tomas, erin, martin, noor, lena, sam, nobody.
HIS = (404, 404, 404, 200, 404, 404, 404, 401)
NOT_HIS = (404, 404, 404, 403, 404, 404, 404, 401)
HE_SENDS = (404, 404, 404, 400, 404, 404, 404, 401)
NONE_THERE = (404, 404, 404, 404, 404, 404, 404, 401)

AGREEMENT = "agreements/{reference}/"
API: Matrix = {
    ("get", f"{AGREEMENT}comments/"): HIS,
    ("get", f"{AGREEMENT}paper/"): NONE_THERE,  # nothing was answered on paper
    ("get", f"{AGREEMENT}changes/"): NONE_THERE,  # it is the first version
    **{("post", f"{AGREEMENT}{verb}/"): HE_SENDS for verb in ("revoke", "comment", "confirm-language", "object-to-record")},
    **{
        ("post", f"{AGREEMENT}{verb}/"): NOT_HIS
        for verb in (
            "amend", "hand-over", "suspend", "resume", "take-back-record", "confirm-monitor", "record-paper-signature",
            "record-paper-refusal", "record-translation",
        )
    },
}  # fmt: skip

MINE = "mine/agreements/{reference}/"
HIS_NOT_NOW = (404, 404, 404, 302, 404, 404, 404, 302)
HIS_TO_SEND = (404, 404, 404, 200, 404, 404, 404, 302)
STAFF_OF_HIS = (404, 404, 404, 403, 404, 404, 404, 302)
NOT_THERE = (404, 404, 404, 404, 404, 404, 404, 302)
WEB: Matrix = {
    **both(HIS_NOT_NOW, f"{MINE}revoke/"),  # nothing is signed yet
    ("get", f"{MINE}comment/"): HIS_NOT_NOW,
    ("post", f"{MINE}comment/"): HIS_TO_SEND,
    **both(HIS_NOT_NOW, f"{MINE}language/", f"{MINE}objection/"),
    ("get", f"{MINE}pages/"): NOT_THERE,
    ("get", f"{MINE}translations/{{uid}}/"): NOT_THERE,
    **both(
        STAFF_OF_HIS,
        *(f"{AGREEMENT}{act}/" for act in ("amend", "hand-over", "paper", "translate", "suspend", "monitor")),
    ),
}
WITHIN_OTHERS = {"agreement.supersede", "agreement.record_paper_signature", "agreement.record_paper_refusal"}


def names(world: World) -> dict[str, dict[str, str]]:
    return {"mine/agreements/{reference}/translations/": {"uid": str(world.agreement.uid)}}
