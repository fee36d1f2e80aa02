"""What triage and the timers answer: intake alone assesses; a reporter withdraws and asks; administrators read the timers."""

from tests.architecture.world import Matrix, World, both

# In the order of PEOPLE: ines, tomas, erin, martin, noor, lena, sam, nobody.
INTAKE = (403, 404, 403, 404, 404, 404, 404, 401)
REPORTERS = (403, 404, 400, 404, 404, 404, 404, 401)  # erin reported it: her body lacks the reason
INTAKE_PAGE = (403, 404, 403, 404, 404, 404, 404, 302)
REPORTERS_PAGE = (403, 404, 200, 404, 404, 404, 404, 302)
REPORTERS_ASK = (403, 404, 302, 404, 404, 404, 404, 302)  # nothing was told yet: back to the report
KEEPERS_PAGE = (403, 403, 403, 403, 403, 200, 200, 302)

API: Matrix = {
    **{
        ("post", f"reports/{{reference}}/{verb}/"): INTAKE
        for verb in (
            "reassess", "answer-prompt", "identify", "match", "unmatch", "merge",
            "separate", "redirect", "give-feedback", "close",
        )
    },
    **{("post", f"reports/{{reference}}/{verb}/"): REPORTERS for verb in ("retract", "ask-feedback")},
}  # fmt: skip
WEB: Matrix = {
    **both(
        INTAKE_PAGE, "reports/{reference}/weigh/{kind}/", "reports/{reference}/identify/", "reports/{reference}/match/"
    ),
    **both(REPORTERS_PAGE, "reports/{reference}/retract/"),
    ("get", "reports/{reference}/ask-feedback/"): REPORTERS_ASK,
    ("post", "reports/{reference}/ask-feedback/"): REPORTERS_PAGE,
    ("get", "settings/timers/"): KEEPERS_PAGE,
}


def names(world: World) -> dict[str, dict[str, str]]:
    """Name what is to be weighed on a report."""
    return {"reports/{reference}/weigh/": {"kind": "measures"}}
