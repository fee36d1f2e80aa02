"""What the routes of what is due when answer: martin’s dates under an agreement in force, and a calendar read by its address alone."""

from datetime import timedelta

from backend.agreements.actions.asking import ask_for_change
from backend.agreements.actions.calendars import create_calendar_link
from backend.agreements.actions.handed_files import add_file
from backend.agreements.models import Obstacle
from backend.audit.recorded import keep
from backend.kernel import clock
from backend.people.actions import system_user
from tests.agreements.scenes import dates, in_force
from tests.architecture.world import Matrix, World, both
from tests.builders import a_duty
from tests.investigation.exhibits import sent

# In the order of PEOPLE: ines, tomas, erin, martin, noor, lena, sam, nobody.
LIST = (200, 200, 200, 200, 200, 200, 200, 401)
MARTINS = (404, 404, 404, 200, 404, 404, 404, 401)
MARTIN_SENDS = (404, 404, 404, 400, 404, 404, 404, 401)
NOT_MARTINS = (404, 404, 404, 403, 404, 404, 404, 401)  # he sees the date; others check, excuse and pass on

API: Matrix = {
    ("get", "occurrences/"): LIST,
    ("get", "occurrences/{reference}/"): MARTINS,
    ("post", "occurrences/{reference}/submit/"): MARTIN_SENDS,
    **{
        ("post", f"occurrences/{{reference}}/{verb}/"): NOT_MARTINS
        for verb in ("verify", "reject", "excuse", "waive", "refer")
    },
    ("post", "occurrences/{reference}/add-file/"): MARTIN_SENDS,
    ("get", "handed-files/"): LIST,
    ("get", "handed-files/{uid}/"): MARTINS,
    ("get", "handed-files/{uid}/file/"): MARTINS,
    ("post", "handed-files/{uid}/remove/"): (404, 404, 404, 204, 404, 404, 404, 401),
    ("post", "agreements/{reference}/ask-change/"): (404, 404, 404, 400, 404, 404, 404, 401),
    ("get", "change-requests/"): LIST,
    ("get", "change-requests/{uid}/"): MARTINS,
    ("post", "change-requests/{uid}/answer/"): NOT_MARTINS,
    ("get", "obstacles/"): LIST,
    ("get", "obstacles/{reference}/"): MARTINS,
    ("post", "obstacles/{reference}/answer/"): MARTIN_SENDS,
}

HIS = (404, 404, 404, 200, 404, 404, 404, 302)
OTHERS = (404, 404, 404, 404, 404, 404, 404, 302)  # joan’s, daniel’s and ruth’s
EVERYBODY = (200, 200, 200, 200, 200, 200, 200, 302)
DATE = "agreements/obligations/{reference}/{seq}/{number}/"
MINE = "mine/agreements/{reference}/duties/{seq}/{number}/"
WEB: Matrix = {
    **both(OTHERS, DATE, *(f"{DATE}{act}/" for act in ("hand-in", "excuse", "waive"))),
    **both(HIS, MINE, f"{MINE}barrier/"),
    ("get", "mine/agreements/{reference}/ask/"): (404, 404, 404, 302, 404, 404, 404, 302),  # not in force yet
    ("post", "mine/agreements/{reference}/ask/"): HIS,
    **both(OTHERS, "agreements/{reference}/asked/"),
    ("get", f"{MINE}files/{{file}}/"): HIS,
    ("post", f"{MINE}files/{{file}}/remove/"): (404, 404, 404, 302, 404, 404, 404, 302),
    ("get", f"{DATE}files/{{file}}/"): OTHERS,
    ("post", f"{DATE}files/{{file}}/remove/"): OTHERS,
    **both(EVERYBODY, "profile/calendar/"),
    ("get", "calendar/{secret}.ics"): (200,) * 8,
}

WITHIN_OTHERS = {
    "change_request.take_up",
    "change_request.end",
    "occurrence.find_kept",
    "occurrence.let_go",
    "duty.complete",
    "duty.release",
    "duty.close",
    "occurrence.open",
    "occurrence.fall_overdue",
    "occurrence.start_grace",
    "occurrence.cure",
    "occurrence.cancel",
    "obstacle.lapse",
    "obstacle.drop",
}


def names(world: World) -> dict[str, dict[str, str]]:
    cast = world.cast
    agreement = in_force(world.a_case, cast, [a_duty(cast, clock.today() + timedelta(days=20))])
    [one] = dates(agreement)
    moment = clock.now()
    asked = Obstacle(occurrence=one, asked_at=moment, answer_by=moment + timedelta(days=7))
    keep(asked, "obstacle.ask", actor=system_user(), reason="Matrix.")
    request = ask_for_change(agreement, actor=cast.martin, words="Another day, please.")
    _link, secret = create_calendar_link(actor=cast.wanda)
    added = add_file(one, actor=cast.martin, upload=sent(b"Took part.", "certificate.txt"))
    named = {"reference": one.reference}
    placed = {"reference": agreement.reference, "number": "1", "file": str(added.number)}
    return {
        "occurrences/": named,
        "handed-files/": {"uid": str(added.uid)},
        "change-requests/": {"uid": str(request.uid)},
        "agreements/{reference}/asked/": placed,
        "obstacles/": named,
        DATE: placed,
        MINE: placed,
        "calendar/": {"secret": secret},
    }
