"""Telling what happened, part by part: the same pages for those who signed in and for those who give no name."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, cast

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.template.defaultfilters import date as formatted
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from backend.intake.account import Account, check_account, recognised
from backend.intake.drafts import Part, parts_of, save_part
from backend.intake.holders import Holder, draft_behind
from backend.intake.models import ReportDraft
from backend.intake.safety import ReportPart
from backend.intake.vocabulary import Certainty, Mode
from backend.kernel.errors import Invalid
from backend.people.models import User
from backend.web.forms.moves import unjudged
from backend.web.forms.reporting import WITH_ACCOUNT, WITHOUT_NAME, PartForm
from backend.web.reporting.files import files_group, files_task

NOT_OURS: Final = frozenset({"csrfmiddlewaretoken", "step"})
# A field of the account as the form of one of the parts calls it.
ASKED_AS: Final[Mapping[str, str]] = {"respondent": "respondent_as_told"}
TAGS: Final[Mapping[str, tuple[Promise, str]]] = {
    "todo": (lazy("To do"), "mute"),
    "started": (lazy("In progress"), "info"),
    "missing": (lazy("Something missing"), "warn"),
    "done": (lazy("Done"), "ok"),
    "skipped": (lazy("Not needed"), "mute"),
}


@dataclass(frozen=True)
class Desk:
    """Where somebody tells what happened: who holds the draft, which parts are asked for, and where the pages are."""

    base: str
    prefix: str
    holder: Holder | None
    person: User | None = None

    @property
    def forms(self) -> tuple[type[PartForm], ...]:
        """Give the parts in their usual order."""
        return WITH_ACCOUNT if self.person else WITHOUT_NAME

    def url(self, page: str, *names: str) -> str:
        """Give the address of one of the pages."""
        return reverse(f"{self.prefix}{page}", args=names)

    def form(self, part: str) -> type[PartForm] | None:
        """Find the form of a part."""
        return next((form for form in self.forms if form.part == part), None)


def tasks_page(request: HttpRequest, desk: Desk, **more: Any) -> HttpResponse:
    """List the parts, each with how far it is told."""
    parts = parts_of(desk.holder) if desk.holder else {}
    tasks = [
        {
            "label": str(ReportPart(form.part).label),
            "url": desk.url("part", form.part),
            "tag": _tag(standing(form, parts.get(form.part)), optional=form.part != ReportPart.WHAT),
        }
        for form in desk.forms
    ]
    tasks.append(files_task(desk.url("files"), desk.holder))
    draft = draft_behind(desk.holder) if desk.holder else None
    return render(request, "web/reporting/tasks.html", {**surroundings(desk), "tasks": tasks, "draft": draft, **more})


def part_page(request: HttpRequest, desk: Desk, form_class: type[PartForm], **more: Any) -> HttpResponse:
    """Ask for one part; it is kept whatever its state, and told what is amiss."""
    if request.method != "POST":
        kept = _bound(form_class, desk)
        return _part(request, desk, cast("PartForm", unjudged(kept)) if kept else form_class(), **more)
    form = form_class(request.POST)
    keep(request.POST, desk, form, is_done=True)
    if form.is_valid() and not _amiss(form):
        return redirect(desk.url("check" if request.POST.get("step") == "check" else "new"))
    return _part(request, desk, form, **more)


def saved_words(request: HttpRequest, desk: Desk, form_class: type[PartForm]) -> HttpResponse:
    """Keep a part while it is being written, and say when it was kept."""
    draft = keep(request.POST, desk, form_class(request.POST), is_done=False)
    at = formatted(timezone.localtime(draft.saved_at), "H:i T")
    return HttpResponse(_("Draft saved at %(time)s") % {"time": at}, content_type="text/plain; charset=utf-8")


def keep(told: QueryDict, desk: Desk, form: PartForm, *, is_done: bool) -> ReportDraft:
    """Keep what was typed in one part."""
    if desk.holder is None:
        raise ValueError("A draft needs somebody who holds it.")
    typed = {name: told.getlist(name) for name in told if name not in NOT_OURS}
    return save_part(desk.holder, form.part, typed, is_done=is_done)


def standing(form_class: type[PartForm], part: Part | None) -> str:
    """Tell how far a part is told."""
    form = _of(form_class, part)
    if form is None or not any(any(values) for values in (part.fields.values() if part else ())):
        return "todo"
    if not form.is_valid():
        return "missing" if part and part.is_done else "started"
    if not (part and part.is_done):
        return "started"
    if form.is_told:
        return "missing" if _amiss(form) else "done"
    return "skipped" if form.answers.get("not_sure") else "todo"


def check_page(request: HttpRequest, desk: Desk, *, refused: str = "", **more: Any) -> HttpResponse:
    """Show the answers before they are sent, with who will be able to read them; and what of the files kept them from being sent."""
    account, wrong = understood(desk)
    wrong += [{"text": refused, "url": desk.url("files")}] if refused else []
    groups: list[dict[str, Any]] = [
        {
            "heading": str(ReportPart(form_class.part).label),
            "url": desk.url("part", form_class.part),
            "rows": [{"key": key, "value": value, "lines": True} for key, value in told(form_class, desk)],
        }
        for form_class in desk.forms
    ]
    groups.append(files_group(desk.url("files"), desk.holder))
    known = account.respondent if account and desk.person else None
    shown = {**surroundings(desk), "groups": groups, "wrong": wrong, "account": account, "known": known, **more}
    return render(request, "web/reporting/check.html", shown)


def told(form_class: type[PartForm], desk: Desk) -> list[tuple[str, str]]:
    """Say what was answered in one part."""
    form = _bound(form_class, desk) or form_class({})
    form.is_valid()
    if not form.is_told and not form.answers.get("not_sure"):
        return [(_("Answers"), _("Skipped"))]
    return list(form.told())


def understood(desk: Desk) -> tuple[Account | None, list[dict[str, str]]]:
    """Make the account from the parts; without one, say what is amiss and on which page it is mended."""
    answers: dict[str, Any] = {}
    wrong: list[dict[str, str]] = []
    not_sure: list[str] = []
    for form_class in desk.forms:
        form = _bound(form_class, desk) or form_class({})
        form.is_valid()
        for messages in form.errors.values():
            wrong += [{"text": str(message), "url": desk.url("part", form.part)} for message in messages]
        given = form.answers
        not_sure += [form.part] if given.pop("not_sure", False) else []
        answers |= {name: value for name, value in given.items() if value not in (None, "")}
    if wrong:
        return None, wrong
    account = Account(**_completed(answers, desk), not_sure=not_sure)
    try:
        check_account(account)
    except Invalid as invalid:
        return None, [
            {"text": message, "url": desk.url("part", _part_asking(desk, name))}
            for name, messages in invalid.errors.items()
            for message in messages
        ]
    return account, []


def _completed(answers: dict[str, Any], desk: Desk) -> dict[str, Any]:
    answers["respondent"] = recognised(answers.get("respondent_as_told", ""))
    answers.setdefault("occurred_certainty", Certainty.NOT_SURE)
    if desk.person is None:
        return {**answers, "mode": Mode.ANONYMOUS}
    return {**answers, "mode": answers.get("mode") or Mode.NAMED, "reporter": desk.person.person}


def _part_asking(desk: Desk, name: str) -> str:
    wanted = ASKED_AS.get(name, name)
    return next((form.part for form in desk.forms if wanted in form.base_fields), desk.forms[0].part)


def _amiss(form: PartForm) -> bool:
    """Put what the account as a whole would be refused for next to the fields of one part."""
    told = {name: value for name, value in form.answers.items() if name != "not_sure" and value not in (None, "")}
    told.setdefault("narrative", "…")
    if "respondent_as_told" in told:
        told["respondent"] = None
    try:
        check_account(Account(**told))
    except Invalid as invalid:
        for name, messages in invalid.errors.items():
            for message in messages:
                form.add_error(name if name in form.fields else None, message)
    return bool(form.errors)


def _bound(form_class: type[PartForm], desk: Desk) -> PartForm | None:
    return _of(form_class, parts_of(desk.holder).get(form_class.part) if desk.holder else None)


def _of(form_class: type[PartForm], part: Part | None) -> PartForm | None:
    if part is None:
        return None
    data = QueryDict(mutable=True)
    for name, values in part.fields.items():
        data.setlist(name, list(values))
    return form_class(data)


def _part(request: HttpRequest, desk: Desk, form: PartForm, **more: Any) -> HttpResponse:
    shown = {
        **surroundings(desk),
        **more,
        "form": form,
        "part": form.part,
        "heading": str(ReportPart(form.part).label),
        "save_url": desk.url("part-save", form.part),
    }
    return render(request, "web/reporting/part.html", shown)


def surroundings(desk: Desk) -> dict[str, Any]:
    """Give what the pages of one desk share: whose they are, and where the list and the last page are."""
    return {
        "base": desk.base,
        "is_public": desk.person is None,
        "tasks_url": desk.url("new"),
        "check_url": desk.url("check"),
    }


def _tag(state: str, *, optional: bool) -> dict[str, Any]:
    """Say how far a part is told; one that nobody has to tell is never called something to do."""
    if state == "todo" and optional:
        return {"label": _("Optional"), "tone": "mute", "plain": True}
    label, tone = TAGS[state]
    return {"label": label, "tone": tone}
