"""Moves of a case that need nothing but a reason: one page each, made from the lifecycle."""

from django.http import HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_http_methods

from backend.cases.actions.progress import lifecycle
from backend.cases.models import Case
from backend.web.acts import act_page, done_words, too_late
from backend.web.cases.shell import CASES, NOT_BY_HAND, frame
from backend.web.forms.moves import ReasonForm
from backend.web.pages import PersonRequest, absent, must, page

WITH_PAGES_OF_THEIR_OWN = frozenset({"case.assign", "case.stay", "outcome.approve", "case.reopen"}) | NOT_BY_HAND
FOLLOWS: dict[str, Promise] = {
    "case.clear_conflicts": lazy(
        "You confirm that everybody who will work on this case was checked for conflicts of interest. An investigator can then be assigned."
    ),
    "case.plan": lazy("The case moves to planning. The plan and the notice of allegations come next."),
    "case.start": lazy(
        "The investigation begins, and with it the time for it. From now on both sides hear every 30 days how it goes on."
    ),
    "case.review_evidence": lazy(
        "Both sides see what you rely on, redacted where there is a copy, and have ten days to comment."
        " Findings are proposed from what there is now."
    ),
    "case.resume": lazy("The investigation goes on. Every time that stood still runs on from where it was."),
    "case.finish_report": lazy(
        "The report was issued, and the decision maker begins. The evidence is locked, and you cannot change a proposed finding"
        " after this, unless it is sent back."
    ),
    "case.send_to_counsel": lazy("Counsel reads the report before it is final. The conclusions stay yours."),
    "case.return_report": lazy("The investigator gets the report back. Say what is to be looked at again."),
    "case.clear_report": lazy(
        "The report is final as the investigator wrote and issued it. The evidence is locked, and the decision begins."
    ),
    "case.decide_findings": lazy("The findings stand as adopted. Only after this may an outcome be considered."),
    "case.implement": lazy("The outcome is put into effect: letters, agreement and measures follow."),
    "case.monitor": lazy(
        "From now on the case waits for what was agreed. It can be closed when nothing is owed any more."
    ),
    "case.close_without_decision": lazy(
        "The case ends without a decision. You weighed the employer’s duty as the second person. People stay protected from retaliation."
    ),
    "case.close": lazy(
        "The case ends. Running deadlines are cancelled, and nothing can be added. The file stays as the retention rule says."
    ),
}


@require_http_methods(["GET", "POST"])
@page(CASES, "case.view")
def move(request: PersonRequest, case: Case, verb: str) -> HttpResponse:
    """Make one move of a case, with its reason; the page says what follows."""
    known = lifecycle.moves.get(verb)
    if known is None or known.action in WITH_PAGES_OF_THEIR_OWN:
        return absent(request)
    must(request.user, known.action, case)
    back = reverse("case", args=[case.reference])
    if request.method != "POST" and case.state not in known.sources:
        return too_late(request, known.label, case.get_state_display(), back)
    form = ReasonForm(request.POST or None)
    shown = {
        **frame(case, set()),
        "heading": known.label,
        "consequence": FOLLOWS.get(known.action, known.summary),
        "submit": known.label,
        "facts": _owed(case) if known.action == "case.close" else [],
    }
    return act_page(
        request,
        form,
        lambda: lifecycle.functions[verb](case, actor=request.user, **form.cleaned_data),
        back=back,
        done=done_words(known),
        shown=shown,
    )


def _owed(case: Case) -> list[dict[str, str]]:
    owed = case.__dict__["owed"]
    if not owed:
        return [{"key": _("Still to be done"), "value": _("Nothing")}]
    return [{"key": _("Still to be done"), "value": obligation.what} for obligation in owed]
