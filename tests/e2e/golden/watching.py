"""D+61 to D+132: somebody outside both lines asks Erin how things are; what went wrong is looked at and mended."""

from typing import Final

from playwright.sync_api import expect

from backend.cases.models import Concern
from tests.builders import DECLARED
from tests.e2e.golden.telling import Golden, address

ASKED: Final = ("schedule", "pay", "rating", "exclusion", "contact", "comments")
LEFT_OUT: Final = "I was not asked to the planning meeting twice."
MENDED: Final = "The invitations went to an old list. The list is mended, and the notes are with you."


def watches(g: Golden) -> None:
    """D+70: a watch for retaliation begins; those protected and their managers are told, and the respondent is not."""
    g.opens("omar", f"/cases/{g.case}/")
    g.follows("omar", "watch for retaliation", href="/watch/start/")
    page = g.sends("omar", "Start the watch", watcher=str(g.cast.daniel.uid), declaration=DECLARED, told=["earlier"])
    g.watch = address(page).rstrip("/").rpartition("/")[2]
    g.follows("omar", "Send the letters of the watch")
    g.sends("omar", "Send the letters of the watch")
    g.absent("martin ines ruth joan noor erin", f"/watches/{g.watch}/")
    g.unsaid("martin", ("retaliation", g.watch), "/documents/")


def is_left_out(g: Golden) -> None:
    """D+130: Erin answers six questions: she is left out of meetings; only the watch reads it."""
    g.opens("erin")
    page = g.follows("erin", "Tell us how things are")
    own = address(page).removeprefix(g.one("erin").url)
    answers = dict.fromkeys(ASKED, "none") | {"exclusion": "some"}
    g.sends("erin", "Send your answers", note=LEFT_OUT, **answers)
    check_in = own.rstrip("/").rpartition("/")[2]
    g.absent("martin neil ines ruth joan noor", own, f"/check-ins/{check_in}/")
    g.unsaid("martin", (LEFT_OUT, check_in), "/", "/mine/watch/", "/mine/updates/", "/documents/")
    g.concern = Concern.objects.get(check_in__reference=check_in).reference


def is_mended(g: Golden) -> None:
    """D+132: Omar screens it for retaliation and finds a failure of the organisation; Erin is told what was put right."""
    g.opens("omar")
    page = g.follows("omar", "", href=g.concern)
    expect(page.locator("main")).to_contain_text(LEFT_OUT)
    g.follows("omar", "Settle without a case")
    g.sends("omar", "Settle the concern", answer=MENDED)
    g.opens("erin")
    page = g.follows("erin", "Your protection from retaliation")
    expect(page.locator("main")).to_contain_text(MENDED)
    g.absent("martin neil ines ruth joan noor erin", f"/concerns/{g.concern}/")
    g.unsaid("martin", (LEFT_OUT, MENDED, g.concern), "/", "/mine/watch/", "/documents/")


def asks(g: Golden) -> None:
    """Daniel asks Erin by phone how things are, and writes down that nothing changed for the worse."""
    g.opens("daniel")
    g.follows("daniel", "Hold a check-in")
    g.follows("daniel", "Record the check-in")
    g.sends("daniel", "Record the check-in", **dict.fromkeys(ASKED, "none"))
