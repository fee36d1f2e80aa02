"""Made-up content of the style page; no record of anybody."""

from datetime import UTC, date, datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

NAV_ICONS = {
    "home": "home",
    "cases": "folder",
    "case": "folder-open",
    "finding": "exclamation-triangle",
    "confirm": "check-badge",
    "agreement": "pencil-square",
    "audit": "clock",
    "report": "chat-bubble-left-ellipsis",
    "empty": "inbox",
}
TITLE = "Unwanted comments and messages, Field Operations"


class FilterForm(forms.Form):
    """The filters of the sample list."""

    q = forms.CharField(label=_("Search"), required=False, widget=forms.TextInput(attrs={"type": "search"}))
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[("", _("Any")), ("harassment", _("Sexual harassment"))])
    state = forms.ChoiceField(label=_("Stage"), required=False, choices=[("", _("Any")), ("investigating", _("Investigating"))])


class FindingForm(forms.Form):
    """A form with one mistake in it."""

    finding = forms.ChoiceField(
        label=_("Your finding, on the balance of probabilities"),
        widget=forms.RadioSelect,
        choices=[
            ("substantiated", _("Substantiated")),
            ("partially", _("Partly substantiated")),
            ("not_substantiated", _("Not substantiated")),
            ("insufficient", _("Not enough evidence to decide")),
        ],
    )
    reasons = forms.CharField(
        label=_("Reasons"),
        help_text=_("Name the evidence you rely on and why you prefer it. The respondent will see this text."),
        error_messages={"required": _("Explain how the evidence supports your finding")},
        widget=forms.Textarea,
    )
    note = forms.CharField(label=_("Note to the decision maker"), required=False)


class SignForm(forms.Form):
    """The form under an agreement."""

    read = forms.BooleanField(label=_("I have read this agreement"))
    electronically = forms.BooleanField(label=_("I agree to sign electronically"), help_text=_("You can ask for paper instead."))
    name = forms.CharField(
        label=_("Type your full name"), help_text=_("As in your employee record: Martin Hale"), widget=forms.TextInput(attrs={"autocomplete": "name"})
    )


class ReasonForm(forms.Form):
    """The reason that every serious action asks for."""

    reason = forms.CharField(label=_("Reason"), help_text=_("Kept in the history of the case."), widget=forms.Textarea(attrs={"rows": 4}))


class EveryField(forms.Form):
    """One field of every kind."""

    text = forms.CharField(label=_("One line of text"), help_text=_("A hint says what is asked and who reads it."))
    choice = forms.ChoiceField(label=_("One of several"), choices=[("a", _("The first")), ("b", _("The second"))])
    happened = forms.DateField(label=_("When did it happen?"), help_text=_("About is enough."), required=False, widget=forms.SelectDateWidget(years=[2024, 2025]))
    how_sure = forms.ChoiceField(
        label=_("How sure are you of the date?"),
        widget=forms.RadioSelect,
        choices=[("exact", _("Exact")), ("about", _("About")), ("unsure", _("Not sure"))],
        initial="about",
    )
    review_on = forms.DateField(label=_("Review on"), widget=forms.DateInput(attrs={"type": "date"}), required=False)
    wishes = forms.MultipleChoiceField(
        label=_("What would you like to happen?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[("record", _("Just keep a record for now")), ("talk", _("Somebody talks with the person")), ("look", _("Somebody looks into it"))],
    )
    proof = forms.FileField(label=_("A file"), help_text=_("We remove hidden location data from photos."), required=False)


def person_nav() -> list[dict[str, Any]]:
    """Give the short navigation of an employee."""
    labels = ["Home", "My agreements", "Letters", "Messages"]
    return [{"label": label, "url": "#", "current": label == "My agreements", "count": None, "group": None} for label in labels]


def finding_form() -> FindingForm:
    """Give the form after it was sent without reasons."""
    return FindingForm({"finding": "substantiated", "reasons": ""})


def sign_form() -> SignForm:
    """Give the form as it is first shown."""
    return SignForm()


def reason_form() -> ReasonForm:
    """Give the form as it is first shown."""
    return ReasonForm()


def confirmation() -> dict[str, Any]:
    """Give the context of a page for a serious action."""
    return {
        "heading": "Issue the notice of allegations",
        "reference": "CASE-2025-7KQ4MZ",
        "consequence": "Martin Hale can read this letter from now on. It cannot be changed afterwards, only replaced by a new version.",
        "facts": [
            {"key": "Letter", "value": "Notice of allegations, version 1", "url": "?show=confirm"},
            {"key": "To", "value": "Martin Hale"},
            {"key": "Answer due", "value": "Mon 8 Dec 2025", "change_url": "?show=confirm"},
        ],
        "submit": "Issue letter to Martin Hale",
        "cancel_url": "?show=case",
    }


def everything() -> dict[str, Any]:
    """Give the sample content of all pages."""
    return {
        "tones": ["info", "ok", "warn", "bad", "mute"],
        "filter_form": FilterForm(),
        "every_field": EveryField(),
        "chips": [{"label": "Assigned to me", "url": "?show=cases"}, {"label": "Open", "url": "?show=cases"}],
        "views": _views("My open cases:12", "Unassigned:3", "Overdue:2", "Closed this quarter"),
        "sections": _views("Overview", "People:5", "Evidence:8", "Tasks:4", "Documents:6", "History"),
        "columns": [{"label": "Case"}, {"label": "Stage"}, {"label": "Priority"}, {"label": "Investigator"}, {"label": "Next deadline", "sort_url": "?show=cases", "sorted": "ascending"}],
        "cases": [{"cells": _case(*each)} for each in CASES],
        "stages": [
            {"label": label, "state": "done" if at == 0 else "current" if at == 1 else "todo"}
            for at, label in enumerate(["Triage", "Investigating", "Decision", "Accountability", "Monitoring", "Closed"])
        ],
        "allegations": [
            {"title": "Sent personal messages after being asked to stop (Sept to Nov 2025)", "url": "#", "note": "5 pieces of evidence", "state": "answered"},
            {"title": "Commented on a colleague’s body in front of the team (3 Nov 2025)", "url": "#", "note": "3 pieces of evidence", "state": "examined"},
            {"title": "Changed shifts after the colleague complained (7 Nov 2025)", "url": "#", "note": "No evidence yet", "state": "framed"},
        ],
        "timeline": [{"kind": kind, "title": title, "who": who, "at": at, "body": body, "fold": fold} for kind, title, who, at, body, fold in TIMELINE],
        "people": _facts("Reporter", "Anonymous (R1)", "Affected person", "Erin Lindqvist", "Respondent", "Martin Hale", "Investigator", "Inês Duarte", "Decision maker", "Ruth Adeyemi"),
        "deadlines": _facts("Acknowledge the report (7 days)", "Done in 1 day", "Plan review", "Fri 28 Nov 2025, in 4 days", "Feedback to the reporter (3 months)", "Thu 12 Feb 2026"),
        "waiting": [
            {"key": "Ruth Adeyemi", "value": "Decision on CASE-2025-M4X9TD", "url": "#"},
            {"key": "Martin Hale", "value": "Signature on AGR-2025-Q8N2VH", "url": "#"},
        ],
        "tasks": [
            {"label": "Reply to the reporter’s question", "url": "#", "reference": "CASE-2025-B3ZK7P", "note": "waiting since 19 Nov", "due": date(2025, 11, 21)},
            {"label": "Record your finding on allegation 2", "url": "#", "reference": "CASE-2025-7KQ4MZ", "note": "all evidence is in", "due": date(2025, 11, 27)},
            {"label": "Review the interim measure", "url": "#", "reference": "CASE-2025-M4X9TD", "note": "every 14 days", "due": date(2025, 12, 2)},
        ],
        "report_parts": [
            {"label": "What happened", "url": "#", "note": "In your own words, as much or as little as you like. Required.", "tag": {"label": "In progress", "tone": "info"}},
            {"label": "When and where", "url": "#", "note": "“About two months ago” and “not sure” are fine answers", "tag": {"label": "Optional", "plain": True}},
            {"label": "Who was involved", "url": "#", "note": "You do not have to name anyone", "tag": {"label": "Optional", "plain": True}},
            {"label": "How we may contact you", "url": "#", "note": "You are anonymous unless you choose otherwise", "tag": {"label": "Anonymous", "tone": "ok"}},
        ],
        "report_next": ["You get a code, straight away. With it you can read replies and add to your report.", "Two trained people can read it. Your manager cannot.", "Somebody answers by Mon 1 Dec 2025."],
        "stats": [
            {"label": "My open cases", "value": 12, "url": "#"},
            {"label": "Overdue steps", "value": 2, "url": "#"},
            {"label": "Median days to finding", "value": 31, "note": "target 45"},
            {"label": "Agreements off track", "value": 1, "url": "#"},
        ],
        "bars": [{"label": label, "value": value, "url": "#"} for label, value in [("Triage", 5), ("Investigating", 17), ("Decision", 6), ("Accountability", 9), ("Monitoring", 4)]],
        "obligations": [
            {"title": "Complete an assessment with an approved specialist", "note": "The provider confirms attendance only. Nothing you say in sessions is shared.", "tag": {"label": "To do", "tone": "mute"}, "end": "by 19 Dec 2025"},
            {"title": "Write an accountability statement", "note": "In your own words: what you did, who it affected, what you will do differently. You get feedback before it is final.", "tag": {"label": "To do", "tone": "mute"}, "end": "by 9 Jan 2026"},
            {"title": "No one-to-one contact with the affected person", "note": "Work contact goes through your manager, Helen Marsh.", "state": "in_force", "end": "from today until 30 Jun 2026"},
        ],
        "conditions": [
            {"text": "Every allegation has an adopted finding", "met": True},
            {"text": "Outcome letters are issued", "met": False, "url": "#", "link": "Issue letters"},
        ],
        "history_columns": [{"label": label} for label in ("When", "Who", "What", "On", "Entry")],
        "history": [{"cells": _entry(*each)} for each in HISTORY],
    }


def _views(*texts: str) -> list[dict[str, Any]]:
    parts = [text.partition(":") for text in texts]
    return [{"label": label, "url": "#", "count": count or None, "current": at == 0} for at, (label, _colon, count) in enumerate(parts)]


def _facts(*words: str) -> list[dict[str, str]]:
    return [{"key": key, "value": value} for key, value in zip(words[::2], words[1::2], strict=True)]


def _case(title: str, reference: str, kind: str, stage: str, tone: str, priority: str, who: str, due: date) -> list[dict[str, Any]]:
    urgency = {"High": "warn", "Critical": "bad"}.get(priority, "mute")
    return [
        {"text": title, "url": "?show=case", "main": True, "reference": reference, "note": kind},
        {"tag": {"label": stage, "tone": tone}},
        {"tag": {"label": priority, "tone": urgency}},
        {"text": who or "Assign", "url": "" if who else "#", "label": "Investigator"},
        {"due": due, "label": "Next deadline"},
    ]


def _entry(at: datetime, who: str, role: str, what: str, reference: str, number: str, changes: list[dict[str, str]]) -> list[dict[str, Any]]:
    return [
        {"exactly": at},
        {"text": who, "note": role, "label": "Who"},
        {"text": what, "changes": changes},
        {"text": reference, "url": "?show=case", "mono": True, "label": "On"},
        {"text": number, "mono": True, "label": "Entry"},
    ]


CASES = [
    ("Retaliation after an earlier report", "CASE-2025-B3ZK7P", "Retaliation", "Investigating", "info", "High", "Tomas Berg", date(2025, 11, 21)),
    ("Repeated exclusion from team meetings", "CASE-2025-W2C6JR", "Bullying", "Triage", "warn", "Medium", "", date(2025, 11, 25)),
    (TITLE, "CASE-2025-7KQ4MZ", "Sexual harassment", "Investigating", "info", "High", "Inês Duarte", date(2025, 11, 28)),
    ("Touching at a client event", "CASE-2025-M4X9TD", "Sexual harassment", "Decision", "info", "Critical", "Inês Duarte", date(2025, 12, 1)),
    ("Remarks in rota planning", "CASE-2025-H5R8YA", "Discrimination", "Accountability", "info", "Medium", "Inês Duarte", date(2025, 12, 10)),
    ("Language on a shared channel", "CASE-2025-K9D3EG", "Bullying", "Monitoring", "ok", "Low", "Tomas Berg", date(2026, 1, 2)),
]
TIMELINE = [
    ("system", "Reminder: the plan review is due on 28 Nov", "Evenhand", datetime(2025, 11, 24, 8, 0, tzinfo=UTC), "", ""),
    ("interview", "Interview with witness W2 recorded", "Inês Duarte", datetime(2025, 11, 21, 14, 20, tzinfo=UTC), "45 minutes, by video. W2 confirmed the account of 3 Nov and gave two screenshots (evidence E-07, E-08).", ""),
    ("document", "Letter issued: notice of allegations, version 2", "Inês Duarte", datetime(2025, 11, 19, 10, 5, tzinfo=UTC), "Opened by the respondent on 19 Nov 2025, 11:42 GMT.", ""),
    ("decision", "Interim measure approved: change of reporting line", "Ruth Adeyemi", datetime(2025, 11, 18, 16, 30, tzinfo=UTC), "Not a finding. Reviewed every 14 days; next review 2 Dec.", ""),
    ("access", "Access ended for Tomas Berg (conflict of interest declared)", "Ruth Adeyemi", datetime(2025, 11, 18, 16, 28, tzinfo=UTC), "", ""),
    ("message", "Report received", "Anonymous (R1)", datetime(2025, 11, 14, 7, 51, tzinfo=UTC), "He keeps sending me messages after work although I asked him to stop.", "Read the report’s own words"),
]
HISTORY = [
    (datetime(2025, 11, 24, 9, 14, 7, tzinfo=UTC), "Inês Duarte", "Investigator", "Moved the case to investigating", "CASE-2025-7KQ4MZ", "48211", [{"name": "Stage", "before": "Triage", "after": "Investigating"}, {"name": "Reason", "before": "", "after": "Meets threshold 3.2"}]),
    (datetime(2025, 11, 24, 9, 2, 51, tzinfo=UTC), "Tomas Berg", "Investigator", "Was refused: open the case", "CASE-2025-7KQ4MZ", "48210", []),
    (datetime(2025, 11, 23, 17, 20, 12, tzinfo=UTC), "Ruth Adeyemi", "Decision maker", "Issued the document “Notice of outcome”, version 1", "CASE-2025-H5R8YA", "48209", []),
    (datetime(2025, 11, 23, 16, 58, 40, tzinfo=UTC), "Evenhand", "Scheduled job", "Sent a reminder: obligation 2 is due in 7 days", "AGR-2025-Q8N2VH", "48208", []),
]
