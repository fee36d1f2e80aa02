"""The clause library as people read it: every clause with what holds of it, and one clause with its words, versions and rules."""

from collections import Counter
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from backend.access.policy import permitted, scope
from backend.access.roles import has_role
from backend.agreements.clauses import library
from backend.clauses.actions.writing import write_clause_version
from backend.clauses.models import Clause, ClauseRule, ClauseVersion
from backend.clauses.policy import READERS
from backend.clauses.queries import superseded_in
from backend.clauses.vocabulary import LANGUAGES, RuleState, VersionState
from backend.kernel import clock
from backend.kernel.errors import NotVisible
from backend.web.acts import act_page
from backend.web.clauses.shell import (
    CLAUSES,
    RULES,
    VERSIONS,
    crumbs,
    language_name,
    rule_item,
    version_item,
    way_to,
)
from backend.web.forms.clauses import BeginClauseForm
from backend.web.pages import PersonRequest, must, page, signed_in

OPEN = (VersionState.DRAFT, VersionState.IN_REVIEW)


@require_safe
@signed_in
def clauses(request: PersonRequest) -> HttpResponse:
    """List every clause in the order of the document, and then what no agreement may hold."""
    if not has_role(request.user, *READERS):
        raise NotVisible
    rows = list(scope(request.user, "clause.view", CLAUSES))
    written = Counter(ClauseVersion.objects.filter(state__in=OPEN).values_list("clause", flat=True))
    proposed = Counter(ClauseRule.objects.filter(state=RuleState.PROPOSED).values_list("clause", flat=True))
    words = {language: library(language) for language in LANGUAGES}
    shown = {
        "rows": [
            {"cells": _cells(row, words, written[row.pk], proposed[row.pk])} for row in rows if not row.is_prohibition
        ],
        "banned": [
            {"cells": _cells(row, words, written[row.pk], proposed[row.pk])} for row in rows if row.is_prohibition
        ],
        "columns": [{"label": label} for label in (_("Clause"), _("When"), _("Languages"), _("Being written"))],
        "crumbs": crumbs()[:-1],
        "here": _("Clause library"),
    }
    return render(request, "web/clauses/list.html", shown)


@require_safe
@page(CLAUSES, "clause.view")
def clause(request: PersonRequest, clause: Clause) -> HttpResponse:
    """Show one clause: the words in force in each language, its versions, and what holds of it where."""
    versions = list(VERSIONS.filter(clause=clause).order_by("-pk"))
    older, today = superseded_in(versions), clock.today()
    may = permitted(request.user, ["clause.write", "clause.rule"], clause)
    at = [clause.reference]
    words = [(language, _words(clause, language)) for language in LANGUAGES]
    shown = {
        "row": clause,
        "heading": next((told["heading"] for _language, told in words if told), clause.reference),
        "words": [{"language": language_name(language), "code": language, **told} for language, told in words if told],
        "versions": [version_item(each, is_older=each.pk in older) for each in versions],
        "rules": [rule_item(each, today) for each in RULES.filter(clause=clause).order_by("-pk")],
        "actions": [
            *(
                [{"label": _("Write new words"), "url": reverse("clause-version-new", args=at)}]
                if "clause.write" in may
                else []
            ),
            *(
                [{"label": _("Propose a rule"), "url": reverse("clause-rule-new", args=at)}]
                if "clause.rule" in may
                else []
            ),
        ],
        "crumbs": crumbs(),
        "here": clause.reference,
    }
    return render(request, "web/clauses/clause.html", shown)


@require_http_methods(["GET", "POST"])
@page(CLAUSES, "clause.view")
def new_version(request: PersonRequest, clause: Clause) -> HttpResponse:
    """Begin new words for a clause."""
    must(request.user, "clause.write", clause)
    versions = [
        (each.name, f"{each.name} ({language_name(each.language)}): {each.get_state_display()}")
        for each in VERSIONS.filter(clause=clause).order_by("-pk")
    ]
    form = BeginClauseForm(request.POST or None, versions=list(dict(versions).items()))
    back = reverse("clause", args=[clause.reference])
    shown = {
        "heading": _("Write new words for %(code)s") % {"code": clause.reference},
        "consequence": _("You get a draft of your own. Agreements do not change before somebody else approves it."),
        "submit": _("Begin the draft"),
        "crumbs": crumbs(way_to(clause)),
        "cancel_url": back,
    }
    return act_page(
        request,
        form,
        lambda: write_clause_version(clause, actor=request.user, **form.cleaned_data),
        back=lambda made: reverse("clause-version-edit", args=[made.reference]),
        done=_("The draft was begun."),
        shown=shown,
    )


def _words(clause: Clause, language: str) -> dict[str, str]:
    held = library(language)
    if clause.is_prohibition:
        what = held.prohibited.get(clause.reference)
        return {"heading": what, "text": what, "note": ""} if what else {}
    found = held.clauses.get(clause.reference)
    return {"heading": found.heading, "text": found.text, "note": found.note} if found else {}


def _cells(row: Clause, words: dict[str, Any], written: int, proposed: int) -> list[dict[str, Any]]:
    code, known = row.reference, [language for language, held in words.items() if _has(held, row.reference)]
    first = words[known[0]] if known else None
    title = (first.prohibited.get(code) or first.clauses[code].heading) if first else _("Not in force in any language")
    waiting = [_("Words")] * bool(written) + [_("A rule")] * bool(proposed)
    return [
        {"text": title, "url": reverse("clause", args=[code]), "main": True, "note": code},
        {"text": row.get_when_display(), "label": _("When")},
        {"text": ", ".join(language_name(language) for language in known) or "–", "label": _("Languages")},
        {"text": ", ".join(waiting) or _("None"), "label": _("Being written")},
    ]


def _has(held: Any, code: str) -> bool:
    return code in held.clauses or code in held.prohibited
