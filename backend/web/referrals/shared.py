"""What the pages of referrals share: what is told of a referral in an employee's words, and how an act is sent."""

from typing import Final

from django.http import HttpRequest, QueryDict
from django.utils.functional import Promise
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as lazy

from backend.documents.letters import Letter
from backend.referrals.letters import REPORTABLE
from backend.web.previews import letter_on_page

WORDS: Final[dict[str, Promise]] = {
    "accepted": lazy(
        "That they took it on, when they got in touch, the day of your first appointment, and whether you kept it"
    ),
    "evaluated": lazy(
        "That an evaluation was held, which kind of service they recommend (none, education, individual sessions, a group or a "
        "programme), and whether you agree"
    ),
    "attended": lazy("How many appointments were planned, and how many you kept"),
    "missed": lazy("That you missed an appointment, and on which day"),
    "barrier": lazy(
        "What stood in the way, as one of six codes and without its cause: you did not come, declined to go on, could not be "
        "reached, cost, absent for health reasons, ended by the provider"
    ),
    "complying": lazy("Whether you keep to what was arranged: yes, partly or no"),
    "completed": lazy("That it is completed, and on which day"),
    "ended": lazy("That it ended early, and on which day"),
    "restriction": lazy("A limit on tasks at work, and until when; never its cause"),
    "period": lazy("The days that a report is about, and the day of the next one"),
    "danger": lazy("If somebody is in imminent danger: who, of what, and when"),
}
REPORTED: Final = tuple(WORDS[code] for code in REPORTABLE)
KEPT_BACK: Final = (
    lazy("What you talk about. There is no field for it."),
    lazy("Notes, diagnoses, or what you take."),
    lazy("An opinion on whether you are fit, or may come back. The organisation decides that, on what it can see."),
    lazy("Anything about your family or private life."),
)


def sent(request: HttpRequest) -> QueryDict | None:
    """Give what was sent; an act that asks for nothing is sent empty, and is an act all the same."""
    return request.POST if request.method == "POST" else None


def paper_within_page(letter: Letter) -> SafeString:
    """Give the words of a paper with its tables in frames: where there is no room, their rows stand below each other."""
    body = letter_on_page(letter).replace("<table", '<div class="table-frame"><table class="table"')
    return mark_safe(body.replace("</table>", "</table></div>"))  # noqa: S308 - nothing but frames was added
