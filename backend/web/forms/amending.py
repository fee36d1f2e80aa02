"""The form that changes an agreement in force: each clause and obligation as it stands, to be changed in place or left out."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from django import forms
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from backend.agreements.changing import first_from
from backend.agreements.models import Agreement, AgreementClause, AgreementObligation
from backend.agreements.recurrence import (
    by_when,
    dates_of,
    ending_on,
    last_of,
    often_of,
    rule_for,
    rule_words,
    without_end,
)
from backend.people.models import Person
from backend.web.forms.agreements import DAYS, HOW_OFTEN, DutyForm
from backend.web.forms.clauses import LANGUAGE_NAMES
from backend.web.forms.moves import LongText, PersonField, PlainForm, PlannedDate

ONCE: Final = "once"
OFTEN: Final[list[tuple[str, Any]]] = [(value or ONCE, label) for value, label in HOW_OFTEN]
NO_DAYS: Final = "P0D"
AS_NOW: Final = "as-now"  # a rule that the usual choices do not offer
PARTS: Final = (
    *("what", "how_often", "due_on", "last_on", "due", "proof", "verifier", "grace_days", "cure_days"),
    "out",
)


class AmendForm(PlainForm):
    """What is to change, and why; what is left as it is stays word for word."""

    change_reason = LongText(
        label=lazy("Why the agreement is to change"), rows=3,
        help_text=lazy("The employee reads it. Nothing about health, and nobody else’s name."),
    )  # fmt: skip
    effective_on = PlannedDate(
        label=lazy("The change takes effect on"),
        help_text=lazy("After the time to consider; both must have signed by then."),
    )
    ends_on = PlannedDate(label=lazy("The agreement ends on"))
    extension_reason = LongText(
        label=lazy("Why it ends later"), rows=2, required=False,
        help_text=lazy("Only where the end moves back. 24 months in all at most."),
    )  # fmt: skip
    review_on = PlannedDate(label=lazy("Reviewed on"))
    monitor = PersonField(label=lazy("Monitor"))
    begun_on = forms.DateField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        *args: Any,
        agreement: Agreement,
        clauses: Sequence[AgreementClause],
        duties: Sequence[AgreementObligation],
        checkers: Sequence[Person],
        more: Sequence[DutyForm] = (),
        required: frozenset[str] = frozenset(),
        initial: dict[str, Any],
        **options: Any,
    ) -> None:
        """Begin with the words in force: each clause, and each open obligation."""
        usual = {"ends_on": agreement.ends_on, "review_on": agreement.review_on, "monitor": agreement.monitor}
        options["initial"] = {**usual, **initial}
        super().__init__(*args, **options)
        self.agreement, self.clauses, self.duties, self.more = agreement, clauses, duties, more
        why = self.fields["change_reason"]
        tongue = _("Write in the language of the agreement: %(name)s.") % {"name": LANGUAGE_NAMES[agreement.language]}
        why.help_text = f"{why.help_text} {tongue}"
        self.checkers = {each.reference: each for each in (*checkers, *(duty.verifier for duty in duties))}
        self.from_day = self._begun_on() or initial["effective_on"]
        self.initial["begun_on"] = self.from_day
        for clause in clauses:
            self._add_clause(clause, may_go=clause.code not in required)
        for duty in duties:
            self._add_duty(duty)

    def _begun_on(self) -> date | None:
        """Give the day from which the page that was sent reckoned what comes back, so that waiting over midnight changes nothing."""
        try:
            return parse_date(str(self.data.get("begun_on", ""))[:10]) if self.is_bound else None
        except ValueError:
            return None

    def _add_clause(self, clause: AgreementClause, *, may_go: bool) -> None:
        name = f"clause-{clause.code}"
        missing = _("Write the words, or tick “Leave this clause out”.") if may_go else _("This clause must stand.")
        self.fields[name] = LongText(
            label=f"{clause.code} {clause.heading}",
            rows=6,
            initial=clause.text,
            error_messages={"required": missing},
        )
        if may_go:
            self.fields[f"{name}-out"] = forms.BooleanField(label=lazy("Leave this clause out"), required=False)

    def _add_duty(self, duty: AgreementObligation) -> None:
        given = self._as_it_stands(duty)
        who = [(reference, person.name) for reference, person in self.checkers.items()]
        often = list(OFTEN)
        if given["how_often"] == AS_NOW:
            often.append((AS_NOW, _("As now: %(rule)s") % {"rule": rule_words(duty.recurrence)}))
        made: dict[str, forms.Field] = {
            "what": forms.CharField(
                label=lazy("What is to be done"),
                max_length=400,
                error_messages={"required": lazy("Say what is to be done, or tick “Leave this obligation out”.")},
            ),
            "how_often": forms.ChoiceField(label=lazy("How often"), choices=often),
            "due_on": PlannedDate(
                label=lazy("First date"),
                help_text=lazy("From the day of the change on. What is owed once has this one date."),
            ),
            "last_on": PlannedDate(
                label=lazy("Last date"),
                required=False,
                help_text=lazy("Only for what comes back. Left empty, it goes on to the end of the agreement."),
            ),
            "due": forms.CharField(
                label=lazy("By when, in words"),
                max_length=120,
                required=False,
                help_text=lazy("Only if the days alone do not say it. For example: at each appraisal."),
            ),
            "proof": forms.CharField(label=lazy("Shown by"), max_length=200),
            "verifier": forms.ChoiceField(label=lazy("Checked by"), choices=who),
            "grace_days": forms.ChoiceField(
                label=lazy("Days after the day that still count as in time"),
                choices=_days(duty.grace_days),
            ),
            "cure_days": forms.ChoiceField(label=lazy("Then, time to put it right"), choices=_days(duty.cure_days)),
            "out": forms.BooleanField(label=lazy("Leave this obligation out"), required=False),
        }
        for part, field in made.items():
            field.initial = given.get(part)
            self.fields[f"duty-{duty.seq}-{part}"] = field

    def _as_it_stands(self, duty: AgreementObligation) -> dict[str, Any]:
        """Put an obligation into the words of the form; what comes back begins anew with its first day from the change on."""
        first = first_from(duty, self.from_day) if duty.recurrence else duty.due_on
        says_itself = duty.due == by_when(duty.recurrence, duty.due_on, duty.agreement.language)
        return {
            "what": duty.what,
            "how_often": _often(duty),
            "due_on": first,
            "last_on": last_of(duty.recurrence, duty.due_on),
            "due": "" if says_itself else duty.due,
            "proof": duty.proof,
            "verifier": duty.verifier.reference,
            "grace_days": f"P{duty.grace_days}D",
            "cure_days": f"P{duty.cure_days}D",
        }

    def clean(self) -> dict[str, Any]:
        """Look at the days of what stays; of what is left out, nothing else is asked."""
        cleaned = super().clean() or {}
        for duty in self.duties:
            if cleaned.get(f"duty-{duty.seq}-out"):
                for part in PARTS:
                    self.errors.pop(f"duty-{duty.seq}-{part}", None)
            else:
                self._look_at(duty, cleaned)
        for clause in self.clauses:
            if cleaned.get(f"clause-{clause.code}-out"):
                self.errors.pop(f"clause-{clause.code}", None)
        if not all(each.is_valid() for each in self.more):
            self.add_error(None, _("An obligation that you add needs what, by when, the proof, and who checks it."))
        return cleaned

    def _look_at(self, duty: AgreementObligation, cleaned: Mapping[str, Any]) -> None:
        def given(part: str) -> Any:
            return cleaned.get(f"duty-{duty.seq}-{part}")

        def wrong(part: str, told: str) -> None:
            self.add_error(f"duty-{duty.seq}-{part}", told)

        first, last, often = given("due_on"), given("last_on"), given("how_often")
        if last and often == ONCE:
            wrong("last_on", _("It is owed once: leave this empty."))
        elif last and first and last < first:
            wrong("last_on", _("The last date lies before the first."))
        elif first and often and (told := _misfit(duty, often, first, last)):
            wrong("due_on", told)
        began = self._as_it_stands(duty)
        moved = first and any(given(part) != began[part] for part in ("due_on", "how_often", "last_on"))
        if moved and given("due") and given("due") == began["due"]:
            wrong("due", _("The days changed. Say by when in new words, or leave this empty: the days then say it."))

    def changed_clauses(self) -> dict[str, str]:
        """Give the clauses whose words were changed, by code; nothing for one that is left out."""
        told = {}
        for clause in self.clauses:
            name = f"clause-{clause.code}"
            is_out = self.cleaned_data.get(f"{name}-out")
            now = "" if is_out else self.cleaned_data[name].replace("\r\n", "\n")
            if now.strip() != clause.text.strip():
                told[clause.code] = now
        return told

    def changed_duties(self) -> dict[int, dict[str, Any] | None]:
        """Give what was named of the obligations that were changed, by number; None for one that is left out."""
        told: dict[int, dict[str, Any] | None] = {}
        for duty in self.duties:
            given = {part: self.cleaned_data.get(f"duty-{duty.seq}-{part}") for part in PARTS}
            if given.pop("out"):
                told[duty.seq] = None
            elif given != self._as_it_stands(duty):
                told[duty.seq] = self._named(duty, given)
        return told

    def added_duties(self) -> list[dict[str, Any]]:
        """Give what was named of the obligations that are added."""
        return [each.cleaned_data for each in self.more if each.cleaned_data.get("what")]

    def _named(self, duty: AgreementObligation, given: Mapping[str, Any]) -> dict[str, Any]:
        rule = _rule(duty, given["how_often"], given["due_on"], given["last_on"])
        named = {part: given[part] for part in ("what", "proof", "due_on")} | {
            "verifier": self.checkers[given["verifier"]]
        }
        days = {part: int(given[part].strip("PD")) for part in ("grace_days", "cure_days")}
        return {
            **named,
            **days,
            "recurrence": rule,
            "due": given["due"] or by_when(rule, given["due_on"], self.agreement.language),
        }

    def named_monitor(self) -> Person | None:
        """Give the monitor if another one is named."""
        named = self.cleaned_data["monitor"]
        return named if isinstance(named, Person) and named != self.agreement.monitor else None

    def shown_clauses(self) -> list[dict[str, Any]]:
        """Give each clause with its words in force, and the fields that change it; open where something was typed."""
        return [self._shown_clause(clause) for clause in self.clauses]

    def _shown_clause(self, clause: AgreementClause) -> dict[str, Any]:
        name = f"clause-{clause.code}"
        words, out = self[name], self[f"{name}-out"] if f"{name}-out" in self.fields else None
        typed = str(words.value() or "").replace("\r\n", "\n").strip() != clause.text.strip()
        is_out = bool(out and out.value())
        touched = typed or is_out or bool(words.errors)
        return {"clause": clause, "words": words, "out": out, "open": touched, "typed": typed or bool(words.errors)}

    def shown_duties(self) -> list[dict[str, Any]]:
        """Give each obligation as it stands, and the fields that change it; open where something was typed."""
        return [self._shown_duty(duty) for duty in self.duties]

    def _shown_duty(self, duty: AgreementObligation) -> dict[str, Any]:
        fields = [self[f"duty-{duty.seq}-{part}"] for part in PARTS if part != "out"]
        out = self[f"duty-{duty.seq}-out"]
        typed = self.is_bound and any(field.name in self.changed_data or field.errors for field in fields)
        return {"duty": duty, "fields": fields, "out": out, "typed": typed, "open": typed or bool(out.value())}


def _often(duty: AgreementObligation) -> str:
    """Give how often as the form offers it."""
    often = often_of(duty.recurrence)
    frequency, _dash, interval = often.partition("-")
    plain = without_end(duty.recurrence)
    is_usual = (often or ONCE) in dict(OFTEN) and (
        not often or rule_for(frequency, int(interval), duty.due_on) == plain
    )
    return (often or ONCE) if is_usual else AS_NOW


def _rule(duty: AgreementObligation, often: str, first: date, last: date | None) -> str:
    frequency, _dash, interval = often.partition("-")
    rule = rule_for(frequency, int(interval), first) if interval.isdecimal() else ""
    rule = without_end(duty.recurrence) if often == AS_NOW else rule
    return ending_on(rule, first, last) if rule and last else rule


def _misfit(duty: AgreementObligation, often: str, first: date, last: date | None) -> str:
    """Say why the days do not fit the rule, where they do not."""
    try:
        dates_of(first, _rule(duty, often, first, last), until=last or first)
    except ValueError as error:
        return str(error)
    return ""


def _days(now: int) -> list[tuple[str, Any]]:
    """Offer the usual numbers of days, and the one that stands."""
    usual: list[tuple[str, Any]] = [(value or NO_DAYS, label) for value, label in DAYS]
    stands = f"P{now}D"
    if stands not in dict(usual):
        usual.append((stands, _("%(days)s days, as now") % {"days": now}))
    return usual
