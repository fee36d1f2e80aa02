"""What the pages of the clause library share: the way back, versions and rules as entries of lists, and their facts."""

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from backend.clauses.models import Clause, ClauseRule, ClauseVersion
from backend.clauses.vocabulary import AgreementKind
from backend.deadlines.profiles import profile, profile_codes
from backend.documents.queries import day_words
from backend.web.forms.clauses import LANGUAGE_NAMES

CLAUSES = Clause.objects.all()
VERSIONS = ClauseVersion.objects.select_related("clause", "written_by__person", "approved_by__person", "based_on")
RULES = ClauseRule.objects.select_related("clause", "proposed_by__person", "approved_by__person")


def crumbs(*more: tuple[str, str]) -> list[tuple[str, str]]:
    """Lead back to the library, and to what lies between."""
    return [(_("Agreements"), reverse("agreements")), (_("Clause library"), reverse("clause-library")), *more]


def way_to(clause: Clause) -> tuple[str, str]:
    """Lead back to a clause."""
    return (clause.reference, reverse("clause", args=[clause.reference]))


def language_name(code: str) -> str:
    """Name a language of the library."""
    return str(LANGUAGE_NAMES.get(code, code))


def version_item(version: ClauseVersion, *, is_older: bool) -> dict[str, Any]:
    """Give a version as an entry of a list."""
    told = [language_name(version.language), version.change, version.written_by.name]
    item: dict[str, Any] = {
        "title": f"{version.name} · {version.reference}",
        "url": reverse("clause-version", args=[version.reference]),
        "note": " · ".join(part for part in told if part),
        "state": version.state,
        "state_label": version.get_state_display(),
        "end": _since(version.effective_from, version.effective_until),
    }
    return item | ({"tag": {"label": _("Superseded"), "tone": "mute"}} if is_older else {})


def rule_item(rule: ClauseRule, today: date) -> dict[str, Any]:
    """Give a rule as an entry of a list."""
    item: dict[str, Any] = {
        "title": f"{rule.get_standing_display()} · {place_name(rule.profile)}",
        "url": reverse("clause-rule", args=[rule.reference]),
        "note": " · ".join(part for part in (kind_names(rule.kinds), rule.why, rule.source) if part),
        "state": rule.state,
        "state_label": rule.get_state_display(),
        "end": _("to be read again on %(day)s") % {"day": day_words(rule.next_check)},
    }
    late = rule.state == "in_force" and rule.next_check <= today
    return item | ({"tag": {"label": _("Read the source again"), "tone": "warn"}} if late else {})


def place_name(code: str) -> str:
    """Name the place that a rule is about."""
    if not code:
        return _("Everywhere")
    return profile(code).title if code in profile_codes() else code


def kind_names(kinds: list[str]) -> str:
    """Name the kinds of agreement that a rule is about; none means every kind."""
    return ", ".join(str(AgreementKind(kind).label) for kind in kinds)


def version_facts(version: ClauseVersion) -> list[dict[str, Any]]:
    """Give what is known of a version beside its words."""
    by = version.approved_by.name if version.approved_by else _("The product, which delivered it")
    facts = [
        {"key": _("Language"), "value": language_name(version.language)},
        {"key": _("What it changes"), "value": version.change or _("Not said yet")},
        {"key": _("Written by"), "value": version.written_by.name},
    ]
    if version.based_on:
        facts.append({"key": _("Begun from"), "value": version.based_on.name})
    if version.approved_at:
        facts.append({"key": _("Approved by"), "value": by})
    if version.effective_from:
        facts.append({"key": _("In force"), "value": _since(version.effective_from, version.effective_until)})
    return [*facts, {"key": _("Digest"), "value": f"SHA-256 {version.sha256[:16]}…"}]


def rule_facts(rule: ClauseRule) -> list[dict[str, Any]]:
    """Give all that a rule says."""
    by = rule.approved_by.name if rule.approved_by else _("The product, which delivered it")
    facts = [
        {"key": _("What holds"), "value": rule.get_standing_display()},
        {"key": _("Where"), "value": place_name(rule.profile)},
        {"key": _("Kinds of agreement"), "value": kind_names(rule.kinds) or _("Every kind")},
        {"key": _("Waits for counsel"), "value": _("Yes") if rule.needs_counsel else _("No")},
        {"key": _("Why"), "value": rule.why},
        {"key": _("Where that stands"), "value": rule.source},
        {"key": _("Read on"), "value": day_words(rule.checked_on)},
        {"key": _("To be read again on"), "value": day_words(rule.next_check)},
        {"key": _("Proposed by"), "value": rule.proposed_by.name},
    ]
    return [*facts, {"key": _("Approved by"), "value": by}] if rule.approved_at else facts


def _since(first: date | None, last: date | None) -> str:
    if first is None:
        return ""
    told = _("from %(day)s") % {"day": day_words(first)}
    return _("%(since)s until %(day)s") % {"since": told, "day": day_words(last)} if last else told
