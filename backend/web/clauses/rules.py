"""Rules of the clause library: proposed for a place, approved by a second person, withdrawn."""

from collections.abc import Callable
from datetime import timedelta

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_http_methods, require_safe

from backend.clauses.actions.ruling import RuleWords, lifecycle, propose_clause_rule
from backend.clauses.models import Clause, ClauseRule
from backend.kernel import clock
from backend.web.acts import act_page, done_words, too_late
from backend.web.clauses.shell import CLAUSES, RULES, crumbs, rule_facts, way_to
from backend.web.forms.clauses import ClauseRuleForm, LibraryReasonForm
from backend.web.pages import PersonRequest, absent, must, page

YEAR = timedelta(days=365)
FOLLOWS = {
    "approve": lazy("From now on, drafts are held to this rule. Agreements that were drawn up stay as they are."),
    "withdraw": lazy(
        "The rule counts no more; the next wider rule does. Agreements that were drawn up stay as they are."
    ),
}


@require_http_methods(["GET", "POST"])
@page(CLAUSES, "clause.view")
def new(request: PersonRequest, clause: Clause) -> HttpResponse:
    """Propose what a clause is at a place."""
    must(request.user, "clause.rule", clause)
    today = clock.today()
    form = ClauseRuleForm(request.POST or None, initial={"checked_on": today, "next_check": today + YEAR})
    back = reverse("clause", args=[clause.reference])

    def act() -> ClauseRule:
        given = dict(form.cleaned_data)
        reason = given.pop("reason")
        return propose_clause_rule(clause, RuleWords(**given), actor=request.user, reason=reason)

    shown = {
        "heading": _("Propose a rule for %(code)s") % {"code": clause.reference},
        "consequence": _("It counts once somebody else approved it. What holds everywhere can’t be weakened."),
        "submit": _("Propose the rule"),
        "crumbs": crumbs(way_to(clause)),
        "cancel_url": back,
    }
    done = _("The rule was proposed. Somebody else approves it.")
    return act_page(
        request, form, act, back=lambda made: reverse("clause-rule", args=[made.reference]), done=done, shown=shown
    )


@require_safe
@page(RULES, "clause_rule.view")
def rule(request: PersonRequest, rule: ClauseRule) -> HttpResponse:
    """Show a rule, and what can be done with it."""
    moves = lifecycle.open_to(rule, request.user)
    shown = {
        "row": rule,
        "told": rule_facts(rule),
        "actions": [
            {
                "label": move.label,
                "url": reverse("clause-rule-move", args=[rule.reference, move.name]),
                "primary": not at,
            }
            for at, move in enumerate(moves)
        ],
        "waits_for_another": rule.state == "proposed" and rule.proposed_by_id == request.user.pk,
        "crumbs": crumbs(way_to(rule.clause)),
        "here": rule.reference,
    }
    return render(request, "web/clauses/rule.html", shown)


@require_http_methods(["GET", "POST"])
@page(RULES, "clause_rule.view")
def move(request: PersonRequest, rule: ClauseRule, verb: str) -> HttpResponse:
    """Approve or withdraw a rule."""
    known = lifecycle.moves.get(verb)
    if known is None:
        return absent(request)
    must(request.user, known.action, rule)
    back = reverse("clause-rule", args=[rule.reference])
    if request.method != "POST" and rule.state not in known.sources:
        return too_late(request, known.label, rule.get_state_display(), back)
    form = LibraryReasonForm(request.POST or None)
    shown = {
        "heading": known.label,
        "reference": rule.reference,
        "consequence": FOLLOWS[verb],
        "submit": known.label,
        "facts": rule_facts(rule),
        "crumbs": crumbs(way_to(rule.clause), (rule.reference, back)),
        "cancel_url": back,
    }
    act: Callable[..., ClauseRule] = lifecycle.functions[verb]
    make = lambda: act(rule, actor=request.user, **form.cleaned_data)  # noqa: E731 - reads best in one line
    return act_page(request, form, make, back=back, done=done_words(known), shown=shown)
