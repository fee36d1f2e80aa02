"""The reporter's side: public pages, drafts, the mailbox of a report, and the identity vault."""

from io import BytesIO

from backend.intake.attachments import add_file
from backend.intake.models import Report
from backend.intake.vault import GivenIdentity, ask_to_open, give_identity
from backend.people.actions import system_user
from tests.architecture.world import Matrix, World, both
from tests.builders import play_report

OPEN = (200, 200, 200, 200, 200, 200, 200, 200)
BACK = (302, 302, 302, 302, 302, 302, 302, 302)  # nothing was begun in this browser: to where one begins
GONE = (404, 404, 404, 404, 404, 404, 404, 404)
LEFT = (204, 204, 204, 204, 204, 204, 204, 204)
OWN = (200, 200, 200, 200, 200, 200, 200, 302)
OWN_BACK = (302, 302, 302, 302, 302, 302, 302, 302)
KEEPERS = (403, 403, 403, 403, 403, 403, 403, 302)
HIDDEN = (404, 404, 404, 404, 404, 404, 404, 302)
MAILBOX = (403, 404, 200, 404, 404, 404, 404, 302)  # ines works on the case, and writes to nobody; erin reported it
GIVE_NAME = (403, 404, 200, 404, 404, 404, 404, 302)
STAFF_WRITES = (403, 403, 403, 403, 403, 403, 403, 302)
TAKES_DOWN = (200, 200, 403, 403, 403, 403, 403, 302)

WEB: Matrix = {
    **both(BACK, "report/check/", "report/sent/", "report/mine/"),  # before a part is told below
    ("get", "report/"): OPEN,
    ("get", "report/new/"): OPEN,
    **both(OPEN, "report/new/{part}/", "report/new/files/", "report/follow/"),
    ("post", "report/new/{part}/save/"): OPEN,
    ("post", "report/leave/"): LEFT,
    ("get", "reports/new/"): OWN,
    **both(TAKES_DOWN, "reports/new/somebody/"),
    **both(OWN_BACK, "reports/new/check/"),
    **both(OWN, "reports/new/{part}/", "reports/new/files/"),
    ("post", "reports/new/{part}/save/"): OWN,
    **both(MAILBOX, "reports/{reference}/messages/"),
    **both(GIVE_NAME, "reports/{reference}/name/"),
    **both(MAILBOX, "reports/{reference}/files/"),
    ("get", "reports/{reference}/files/{number}/"): (200, 404, 200, 404, 404, 404, 404, 302),
    ("get", "reports/identities/"): KEEPERS,
    **both(KEEPERS, "reports/identities/ask/"),
    ("get", "reports/identities/{reference}/"): HIDDEN,
    ("post", "reports/identities/{reference}/read/"): HIDDEN,
    **both(HIDDEN, "reports/identities/{reference}/moves/{verb}/"),
}
API: Matrix = {
    ("get", "reports/{report}/messages/"): (403, 404, 200, 404, 404, 404, 404, 401),
    ("post", "reports/{report}/messages/"): (403, 404, 400, 404, 404, 404, 404, 401),
    ("get", "identity-openings/"): (200, 200, 200, 200, 200, 200, 200, 401),
    ("post", "identity-openings/"): (403, 403, 403, 403, 403, 403, 403, 401),
    ("get", "identity-openings/{reference}/"): (404, 404, 404, 404, 404, 404, 404, 401),
    ("post", "identity-openings/{reference}/approve/"): (404, 404, 404, 404, 404, 404, 404, 401),
    ("post", "identity-openings/{reference}/refuse/"): (404, 404, 404, 404, 404, 404, 404, 401),
    ("post", "identity-openings/{reference}/read/"): (404, 404, 404, 404, 404, 404, 404, 401),
}


def names(world: World) -> dict[str, dict[str, str]]:
    report: Report = world.case.report_links.get().report
    nameless = play_report(world.cast, reporter=None, mode="anonymous")
    give_identity(nameless, GivenIdentity(name="Quentin Marlowe"), actor=system_user())
    opening = ask_to_open(nameless, purpose="They are to be asked whether they are safe.", actor=world.cast.omar)
    picture = BytesIO(b"Seen in the car park, three times.")
    added = add_file(report, picture, name="note.txt", actor=world.cast.erin)
    return {
        "report/": {"part": "what"},
        "reports/{reference}/files/": {"number": str(added.number)},
        "reports/new/": {"part": "what"},
        "reports/identities/": {"reference": opening.reference, "verb": "approve"},
        "identity-openings/": {"reference": opening.reference},
        "api/v1/reports/": {"report": report.reference},
    }
