"""What the routes of the registers, of examinations and of help pointed out answer."""

from datetime import timedelta

from backend.kernel import clock
from backend.referrals.actions.fitness import approve_examination, ask_for_examination, offer_examination
from backend.referrals.actions.listing import add_tie
from backend.referrals.actions.suggesting import suggest_support
from backend.referrals.contents import Examined
from backend.referrals.models import Licence
from tests.architecture.world import Matrix, World, both
from tests.referrals.referring import a_provider, an_intervention

# In the order of PEOPLE: ines, tomas, erin, martin, noor, lena, sam, nobody.
LIST = (200, 200, 200, 200, 200, 200, 200, 401)
KEPT = (403, 403, 403, 403, 403, 403, 403, 401)  # mira keeps the directory, hugo the evidence, daniel asks
SAM = (404, 404, 404, 404, 404, 404, 200, 401)  # who runs the system sees who is listed
NOT_SAMS = (404, 404, 404, 404, 404, 404, 403, 401)
READ = (404, 404, 404, 404, 404, 200, 200, 401)  # and lena, the auditor, the evidence
NOT_THEIRS = (404, 404, 404, 404, 404, 403, 403, 401)
HERS = (404, 404, 404, 404, 200, 404, 404, 401)  # noor was asked to an examination, and help was pointed out to her
NOT_HERS = (404, 404, 404, 404, 403, 404, 404, 401)
NOBODYS = (404, 404, 404, 404, 404, 404, 404, 401)

API: Matrix = {
    **{("get", f"{noun}/"): LIST for noun in ("providers", "licences", "provider-ties", "interventions")},
    **{("get", f"{noun}/"): LIST for noun in ("fitness-requests", "mine/support")},
    **{
        ("post", f"{noun}/"): KEPT for noun in ("providers", "interventions", "fitness-requests", "support-suggestions")
    },
    ("get", "providers/{reference}/"): SAM,
    **{
        ("post", f"providers/{{reference}}/{verb}/"): NOT_SAMS
        for verb in ("edit", "name-alternative", "add-licence", "add-tie", "suspend", "relist", "remove")
    },
    ("get", "licences/{uid}/"): SAM,
    **{("post", f"licences/{{uid}}/{verb}/"): NOT_SAMS for verb in ("verify", "end")},
    ("get", "provider-ties/{uid}/"): SAM,
    ("post", "provider-ties/{uid}/end/"): NOT_SAMS,
    ("get", "interventions/{code}/"): READ,
    **{("post", f"interventions/{{code}}/{verb}/"): NOT_THEIRS for verb in ("edit", "grade", "retire")},
    ("get", "fitness-requests/{reference}/"): HERS,
    **{
        ("post", f"fitness-requests/{{reference}}/{verb}/"): NOT_HERS
        for verb in ("approve", "refuse", "offer", "answer", "withdraw")
    },
    ("post", "mine/support/{uid}/see/"): HERS,
}


def web(expected: tuple[int, ...]) -> tuple[int, ...]:
    """A page leads whoever is not signed in to where they can."""
    return (*expected[:-1], 302)


WEB: Matrix = {
    ("get", "registers/providers/"): web(SAM),
    ("get", "registers/providers/{reference}/"): web(SAM),
    **both(
        web(NOT_SAMS),
        "registers/providers/new/",
        *(
            f"registers/providers/{{reference}}/{act}/"
            for act in ("edit", "alternative", "licences/new", "ties/new", "moves/{verb}")
        ),
        *(f"registers/licences/{{reference}}/{act}/" for act in ("verify", "end")),
        "registers/ties/{reference}/end/",
    ),
    ("get", "registers/evidence/"): web(READ),
    ("get", "registers/evidence/{reference}/"): web(READ),
    **both(
        web(NOT_THEIRS),
        "registers/evidence/new/",
        *(f"registers/evidence/{{reference}}/{act}/" for act in ("edit", "retire", "grade/{track}")),
    ),
    ("get", "examinations/"): web(NOBODYS),
    **both(web(NOBODYS), "examinations/new/", "support/new/"),
    ("get", "examinations/{reference}/"): (404, 404, 404, 404, 302, 404, 404, 302),  # noor has a page of her own
    **both(web(NOT_HERS), "examinations/{reference}/moves/{verb}/"),
    **{("get", f"mine/{part}/"): web(LIST) for part in ("examinations", "support")},
    ("get", "mine/examinations/{reference}/"): web(HERS),
    ("post", "mine/support/{reference}/seen/"): (404, 404, 404, 404, 302, 404, 404, 302),
}


def names(world: World) -> dict[str, dict[str, str]]:
    cast = world.cast
    one, two = a_provider(cast), a_provider(cast, "Meridian Counselling")
    licence, tie = Licence.objects.get(provider=one), add_tie(one, two, what="One owner.", actor=cast.mira)
    said = Examined(facts=("Stopped the van twice.",), tasks=("Driving a van",), payer="The company.")
    with clock.at(clock.now() - timedelta(days=1)):
        asked = ask_for_examination(
            cast.person("noor"), provider=one, coordinator=cast.mira, examined=said, actor=cast.daniel
        )
        request = offer_examination(approve_examination(asked, actor=cast.hugo), actor=cast.mira)
        suggestion = suggest_support(cast.person("noor"), one, actor=cast.daniel)
    of_request = {"reference": request.reference, "verb": "answer"}
    code = an_intervention().code
    return {
        "providers/": {"reference": one.reference},
        "registers/providers/": {"reference": one.reference, "verb": "suspend"},
        "licences/": {"uid": str(licence.uid)},
        "registers/licences/": {"reference": str(licence.uid)},
        "provider-ties/": {"uid": str(tie.uid)},
        "registers/ties/": {"reference": str(tie.uid)},
        "interventions/": {"code": code},
        "registers/evidence/": {"reference": code, "track": "affects_others"},
        "fitness-requests/": of_request,
        "examinations/": of_request,
        "mine/examinations/": {"reference": request.reference},
        "mine/support/": {"uid": str(suggestion.uid), "reference": str(suggestion.uid)},
    }
