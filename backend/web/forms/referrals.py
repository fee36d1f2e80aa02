"""Forms about a referral: what it says, why it is needed, what stands beside it, and the employee's answer."""

from collections.abc import Sequence
from typing import Any, Final

from django import forms
from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from backend.cases.models import Allegation
from backend.cases.queries import respondent_of
from backend.intake.vocabulary import Setting
from backend.kernel import clock
from backend.referrals.contents import Memo, Particulars, ReasonLine, Said
from backend.referrals.models import Intervention, Provider, Referral, Safeguard
from backend.referrals.queries.choice import offerable_interventions
from backend.referrals.queries.register import could_be_offered
from backend.referrals.vocabulary import ReferralKind
from backend.referrals.wording import names_of, wrong_with
from backend.web.forms.moves import LongText, PersonField, PlainForm, PlannedDate

MOST_SHOWN: Final = 25  # of the providers to choose from; a search finds the others
ONE_A_LINE = lazy("One a line.")
NO_NAMES = lazy("The employee and the provider read this. Name no complainant, and nothing of health or character.")


def lines_of(text: str) -> tuple[str, ...]:
    """Read a text as its lines, without empty ones."""
    return tuple(line.strip() for line in text.splitlines() if line.strip())


class SaidForm(PlainForm):
    """What a referral says: why, what is asked, what is expected at work, who pays, and what follows without it."""

    service = forms.CharField(
        label=lazy("What is asked for"),
        max_length=300,
        help_text=lazy("For example: up to eight individual sessions on conduct at work."),
    )
    expectations = LongText(
        label=lazy("What is expected at work"), help_text=lazy("One a line, as conduct that anybody could see.")
    )
    payer = forms.CharField(label=lazy("Who pays"), max_length=300)
    in_working_time = forms.BooleanField(label=lazy("Appointments count as working time"), required=False, initial=True)
    alternatives = LongText(
        label=lazy("Alternatives that the employee can ask for"),
        rows=3,
        help_text=lazy(
            "One a line, at least one: for religion, culture or access, or another licensed provider. For example: you may "
            "propose another licensed provider."
        ),
        error_messages={"required": lazy("Name at least one alternative. Nobody is referred without one.")},
    )
    only_one_because = forms.CharField(
        label=lazy("Why only one provider is offered"),
        required=False,
        max_length=500,
        help_text=lazy("Only if there is no choice of two."),
    )
    leave = forms.CharField(
        label=lazy("How leave is arranged"),
        required=False,
        max_length=500,
        help_text=lazy("Only for a residential service."),
    )
    without = LongText(
        label=lazy("What follows if the employee declines"),
        rows=3,
        help_text=lazy("Another outcome on the conduct that was found, and nothing else. Declining is no misconduct."),
    )
    ends_on = PlannedDate(label=lazy("Ends at the latest on"))

    def __init__(self, *args: Any, allegations: Sequence[Allegation], said: Particulars | None = None, **kwargs: Any):
        """Ask for one line of conduct for each allegation that the referral can rest on."""
        super().__init__(*args, **kwargs)
        self.allegations = list(allegations)
        held = {line.reference: line.conduct for line in said.reasons} if said else {}
        for row in self.allegations:
            self.fields[_reason(row)] = forms.CharField(
                label=_("A%(seq)s, %(clause)s: the conduct in one line")
                % {"seq": row.seq, "clause": row.policy_clause or _("no clause named")},
                required=False,
                max_length=300,
                initial=held.get(f"A{row.seq}", ""),
                help_text=NO_NAMES,
            )
        if said is not None:
            for name in ("service", "payer", "in_working_time", "only_one_because", "leave", "without"):
                self.initial.setdefault(name, getattr(said, name))
            for name in ("expectations", "alternatives"):
                self.initial.setdefault(name, "\n".join(getattr(said, name)))
        self.order_fields(["kind", "intervention", *map(_reason, self.allegations)])

    def clean(self) -> dict[str, Any] | None:
        """Say beside each line of conduct what is wrong with it; the rest is judged as it is kept."""
        cleaned = super().clean() or {}
        if not self.allegations:
            return cleaned
        case = self.allegations[0].case
        person = respondent_of(case)
        given = {name: cleaned.get(name) or "" for name in map(_reason, self.allegations)}
        if not any(given.values()):
            self.add_error(
                _reason(self.allegations[0]), _("Write the conduct in one line for at least one allegation.")
            )
        elif person is not None:
            names = names_of(case, person)
            for name, words in given.items():
                if told := wrong_with(words, *names, conduct_only=True):
                    self.add_error(name, told)
        return cleaned

    def said(self) -> Said:
        """Give what was written as the referral says it."""
        given = self.cleaned_data
        reasons = tuple(
            ReasonLine(reference=f"A{row.seq}", conduct=given[_reason(row)], policy_clause=row.policy_clause)
            for row in self.allegations
            if given.get(_reason(row), "").strip()
        )
        plain = ("service", "payer", "in_working_time", "only_one_because", "leave", "without")
        told: dict[str, Any] = {name: lines_of(given[name]) for name in ("expectations", "alternatives")}
        return Said(reasons=reasons, **told, **{name: given[name] for name in plain})


class ConsiderForm(SaidForm):
    """The beginning of a referral: which service, required or recommended, and what it says."""

    kind = forms.ChoiceField(
        label=lazy("What the organisation asks"),
        choices=ReferralKind.choices,
        initial=ReferralKind.MANDATORY,
        widget=forms.RadioSelect,
    )
    intervention = forms.ModelChoiceField(
        label=lazy("Service"),
        queryset=Intervention.objects.none(),
        to_field_name="code",
        empty_label=lazy("Choose a service"),
        help_text=lazy("From the evidence register. You read what is known of it before anything is offered."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the services that somebody can be referred to."""
        super().__init__(*args, **kwargs)
        self.fields["intervention"].queryset = offerable_interventions()  # type: ignore[attr-defined]


class MemoForm(PlainForm):
    """Why the referral is related to the job and needed."""

    facts = LongText(
        label=lazy("Observed facts"),
        help_text=lazy("One a line: what somebody saw or heard, when. Nothing about health, character or motive."),
    )
    job_relation = LongText(label=lazy("How it relates to the job"), rows=3)
    necessity = LongText(label=lazy("Why it is needed"), rows=3)
    milder = LongText(label=lazy("What milder step was weighed, and why it is not enough"), rows=3)

    def memo(self) -> Memo:
        """Give what was written as a memo."""
        given = self.cleaned_data
        return Memo(
            facts=lines_of(given["facts"]),
            job_relation=given["job_relation"],
            necessity=given["necessity"],
            milder=given["milder"],
        )


class ReadingForm(PlainForm):
    """That somebody read what is known of the service."""

    read = forms.BooleanField(
        label=lazy("I have read what is known of this service"),
        error_messages={"required": lazy("Tick the box when you have read it.")},
    )
    why = LongText(
        label=lazy("Why this, all the same"),
        required=False,
        rows=3,
        help_text=lazy(
            "Needed where the evidence is weak or its review is overdue. It is printed in the decision memo."
        ),
    )


class SafeguardForm(PlainForm):
    """One change in the setting."""

    setting = forms.ChoiceField(label=lazy("Setting"), choices=[("", lazy("Choose a setting")), *Setting.choices])
    control = forms.CharField(
        label=lazy("What changes"),
        max_length=300,
        help_text=lazy("The employee reads this. For example: client events end for you with the working part."),
    )
    owner = PersonField(label=lazy("Who sees to it"))
    review_on = PlannedDate(label=lazy("Looked at again on"))


class SafeguardField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A change in the setting to choose, by what it is."""

    def label_from_instance(self, obj: Any) -> str:
        """Say what is done, and who sees to it."""
        return f"{obj.control} ({obj.owner})"


class SafeguardChoice(PlainForm):
    """Which change in the setting is not wanted any more."""

    safeguard = SafeguardField(
        label=lazy("Safeguard"),
        queryset=Safeguard.objects.none(),
        to_field_name="uid",
        widget=forms.RadioSelect,
        empty_label=None,
    )

    def __init__(self, *args: Any, referral: Referral, **kwargs: Any) -> None:
        """Offer the safeguards of the referral."""
        super().__init__(*args, **kwargs)
        rows = referral.safeguards.filter(ended_on=None).select_related("owner").order_by("pk")
        self.fields["safeguard"].queryset = rows  # type: ignore[attr-defined]


class ProviderBoxes(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Providers to tick, each with what somebody must know to choose."""

    def label_from_instance(self, obj: Any) -> str:
        """Name a provider with its service, its wait and its languages."""
        waits = _("first appointment within %(days)s days") % {"days": obj.waiting_days} if obj.waiting_days else ""
        told = _("has to do with: %(whom)s") % {"whom": obj.conflicts.strip()} if obj.conflicts.strip() else ""
        faith = _("faith-based") if obj.faith_based else ""
        parts = (obj.name, obj.service, waits, ", ".join(obj.languages), faith, told)
        return " · ".join(part for part in parts if part)


def _fitting(rows: QuerySet[Provider], words: str) -> QuerySet[Provider]:
    if not words:
        return rows
    told = rows.annotate(languages_told=Cast("languages", TextField()))
    found = Q(name__icontains=words) | Q(service__icontains=words) | Q(address__icontains=words)
    return told.filter(found | Q(languages_told__contains=f'"{words}"'))


class ProvidersForm(PlainForm):
    """The choice that the employee is given."""

    treating = ProviderBoxes(
        label=lazy("Offered for the service"),
        queryset=Provider.objects.none(),
        to_field_name="reference",
        widget=forms.CheckboxSelectMultiple,
        help_text=lazy("At least two. Only providers that offer the service, with a licence that holds, are shown."),
        error_messages={"required": lazy("Choose at least one.")},
    )
    evaluating = ProviderBoxes(
        label=lazy("Asked to evaluate"),
        queryset=Provider.objects.none(),
        to_field_name="reference",
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=lazy("Only if somebody else evaluates. They may have no financial tie to whoever gives the service."),
    )

    def __init__(self, *args: Any, referral: Referral, words: str = "", **kwargs: Any) -> None:
        """Offer the providers that could be asked today; of many, those that are chosen and the first that the words fit."""
        super().__init__(*args, **kwargs)
        rows = could_be_offered(referral.intervention, clock.today()).distinct()
        fitting = _fitting(rows, words.strip())
        for name in ("treating", "evaluating"):
            box: Any = self.fields[name]
            box.queryset = rows
            chosen = (
                self.data.getlist(name)
                if isinstance(self.data, QueryDict) and self.data
                else self.initial.get(name, [])
            )
            shown = [*rows.filter(reference__in=chosen), *fitting.exclude(reference__in=chosen)[:MOST_SHOWN]]
            box.widget.choices = [(row.reference, box.label_from_instance(row)) for row in shown]
        count = rows.count()
        self.narrow = {"words": words, "count": count, "shown": MOST_SHOWN} if count > MOST_SHOWN else None
        if not count:
            self.fields["treating"].help_text = _(
                "Nobody in the directory offers this service with a licence that holds today. Ask a referral coordinator "
                "to list a provider, or to verify a licence."
            )
            del self.fields["evaluating"]


def _reason(allegation: Allegation) -> str:
    return f"reason_{allegation.seq}"
