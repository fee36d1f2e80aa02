"""The evidence register: what is known of each intervention, for each track of conduct, and which review is due."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from backend.access.policy import permitted, scope
from backend.cases.vocabulary import Track
from backend.kernel import clock
from backend.referrals.delivered import cautions
from backend.referrals.models import EvidenceGrade, Intervention, Provider
from backend.referrals.policy.registers import REGISTER_READERS, may_keep_register
from backend.referrals.queries.keeping import current_grades, for_view, interventions_for, reviews_due
from backend.referrals.queries.register import is_stale
from backend.referrals.vocabulary import Certainty
from backend.web.forms.interventions import InterventionFilterForm, read_on
from backend.web.pages import PersonRequest, page
from backend.web.registers.shell import CERTAINTY_TONES, PER_PAGE, address, chips, only_for, sections

INTERVENTIONS = Intervention.objects.all()
SHOWN = 10  # providers on the page of an intervention; the directory holds the others
VIEWS = ("", "due", "weak", "retired")


@require_safe
@never_cache
@only_for(*REGISTER_READERS)
def evidence_register(request: PersonRequest) -> HttpResponse:
    """List the interventions with what is known of each; a view shows those due for review."""
    form = InterventionFilterForm(request.GET)
    form.is_valid()
    view = request.GET.get("view", "")
    view = view if view in VIEWS else ""
    rows = for_view(_matching(interventions_for(request.user), form.cleaned_data), view, clock.today())
    found = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    count, due = found.paginator.count, reviews_due(clock.today()).order_by().values("intervention").distinct().count()
    names = (_("In use"), _("Due for review"), _("Little is known"), _("Given up"))
    home = reverse("evidence-register")
    shown = {
        "rows": [{"cells": _cells(intervention)} for intervention in found],
        "page": found,
        "columns": [
            {"label": _("Intervention")},
            *({"label": str(Track(track).label)} for track in Track.values),
            {"label": _("Review again by")},
            {"label": _("Needs")},
        ],
        "filter_form": form,
        "keep": [{"name": "view", "value": view}] if view else [],
        "chips": chips(request, form),
        "clear_url": address(request, **dict.fromkeys(form.fields, "")),
        "count_text": ngettext("%(count)s intervention", "%(count)s interventions", count) % {"count": count},
        "sections": sections(request.user, "evidence-register"),
        "views": [
            {
                "label": name,
                "url": f"{home}?view={code}" if code else home,
                "current": view == code,
                "count": due if code == "due" else None,
            }
            for code, name in zip(VIEWS, names, strict=True)
        ],
        "may_add": may_keep_register(request.user),
        "cautions": [_caution(caution) for caution in cautions()],
    }
    return render(request, "web/registers/evidence_register.html", shown)


@require_safe
@never_cache
@page(INTERVENTIONS, "intervention.view", by="code")
def evidence(request: PersonRequest, intervention: Intervention) -> HttpResponse:
    """Show one intervention: for each track what is known, how sure it is, for whom, on which sources, and who reviewed it."""
    may = permitted(request.user, ["intervention.edit", "intervention.grade", "intervention.retire"], intervention)
    grades = EvidenceGrade.objects.filter(intervention=intervention).select_related("reviewed_by__person")
    by_track: dict[str, list[EvidenceGrade]] = {track: [] for track in Track.values}
    for grade in grades.order_by("-number"):
        by_track[grade.track].append(grade)
    in_use = intervention.retired_on is None
    offering = scope(request.user, "provider.view", Provider.objects.filter(services__intervention=intervention))
    shown = {
        "intervention": intervention,
        "needs": needs_of(intervention),
        "tracks": [
            _track(intervention, track, rows, grades_it="intervention.grade" in may and in_use)
            for track, rows in by_track.items()
        ],
        "providers": list(offering.order_by("name")[:SHOWN]),
        "more_providers": max(offering.count() - SHOWN, 0),
        "edits": "intervention.edit" in may and in_use,
        "retires": "intervention.retire" in may and in_use,
        "crumbs": [(_("Evidence register"), reverse("evidence-register"))],
        "here": intervention.name,
    }
    return render(request, "web/registers/evidence.html", shown)


def needs_of(intervention: Intervention) -> list[str]:
    """Tell what a referral to an intervention needs, or why there is none."""
    told = (
        (intervention.clinical, _("A licensed provider")),
        (intervention.needs_leave, _("Leave")),
        (intervention.faith_based, _("A secular alternative")),
        (intervention.involves_others, _("Others take part: never required")),
    )
    return [words for is_so, words in told if is_so]


def grade_tag(grade: EvidenceGrade) -> dict[str, Any]:
    """Give the tag of how sure a grade is."""
    return {"tone": CERTAINTY_TONES[grade.certainty], "label": grade.get_certainty_display()}


def _matching(rows: Any, wanted: Mapping[str, str]) -> Any:
    if wanted.get("q"):
        rows = rows.filter(Q(name__icontains=wanted["q"]) | Q(name_de__icontains=wanted["q"]) | Q(code=wanted["q"]))
    if wanted.get("kind"):
        rows = rows.filter(kind=wanted["kind"])
    if wanted.get("certainty"):
        graded = current_grades().filter(certainty=wanted["certainty"])
        rows = rows.filter(pk__in=graded.values("intervention"))
    return rows


def _cells(intervention: Any) -> list[dict[str, Any]]:
    graded = {grade.track: grade for grade in intervention.current}
    days = [grade.review_due for grade in intervention.current]
    return [
        {
            "text": intervention.name,
            "url": reverse("evidence", args=[intervention.code]),
            "main": True,
            "note": intervention.get_kind_display(),
        },
        *(_grade_cell(graded.get(track), str(Track(track).label)) for track in Track.values),
        {"due": min(days), "label": _("Review again by")} if days else {"text": "–", "label": _("Review again by")},
        {"text": " · ".join(needs_of(intervention)) or "–", "label": _("Needs")},
    ]


def _grade_cell(grade: EvidenceGrade | None, label: str) -> dict[str, Any]:
    if grade is None:
        return {"text": _("Not graded"), "label": label}
    return {"tag": grade_tag(grade), "note": grade.get_direction_display(), "label": label}


def _track(intervention: Intervention, track: str, rows: Iterable[EvidenceGrade], *, grades_it: bool) -> dict[str, Any]:
    graded = [*rows]
    newest = graded[0] if graded else None
    return {
        "code": track,
        "label": str(Track(track).label),
        "grade": newest,
        "tag": grade_tag(newest) if newest else None,
        "is_stale": newest is not None and is_stale(newest, clock.today()),
        "citations": [cited(citation) for citation in newest.citations] if newest else [],
        "earlier": [_earlier(grade) for grade in graded[1:]],
        "url": reverse("evidence-grade", args=[intervention.code, track]) if grades_it else "",
    }


def cited(citation: Mapping[str, Any]) -> dict[str, Any]:
    """Give a source as a page shows it: who, when, what, where, and whether somebody read that it says so."""
    doi, url = str(citation.get("doi") or ""), str(citation.get("url") or "")
    link = f"https://doi.org/{doi}" if doi else url
    by = " ".join(str(citation[name]) for name in ("authors", "year") if citation.get(name))
    return {
        "by": by,
        "title": citation.get("title", ""),
        "source": citation.get("source", ""),
        "says": citation.get("says", ""),
        "url": link if link.startswith(("https://", "http://")) else "",
        "read_on": read_on(citation),
    }


def _earlier(grade: EvidenceGrade) -> dict[str, Any]:
    return {
        "number": grade.number,
        "tag": grade_tag(grade),
        "summary": grade.summary,
        "reviewed_on": grade.reviewed_on,
        "by": grade.reviewed_by.name,
    }


def _caution(caution: Mapping[str, Any]) -> dict[str, Any]:
    certainty = Certainty(caution["certainty"])
    return {
        "summary": caution["summary"],
        "applicability": caution["applicability"],
        "tag": {"tone": CERTAINTY_TONES[certainty], "label": certainty.label},
        "citations": [cited(citation) for citation in caution["citations"]],
    }
