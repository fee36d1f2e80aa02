"""Forms of the staff side of agreements: drawing one up, signing for the organisation, checking an obligation."""

from typing import Any, ClassVar

from django import forms
from django.db.models import QuerySet
from django.forms import formset_factory
from django.forms.utils import ErrorDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from backend.agreements.kinds import FOR
from backend.agreements.languages import Libraries, may_lack, needed
from backend.agreements.obligation_vocabulary import ObligationKind
from backend.agreements.proposal import LISTS, MAY_BE_EMPTY, asked_of
from backend.agreements.recurrence import rule_for
from backend.clauses.library import LibraryClause
from backend.clauses.vocabulary import AgreementKind, Standing
from backend.deadlines.rules import Rule
from backend.people.models import Person, User
from backend.web.forms.clause_values import NAMES
from backend.web.forms.clauses import LANGUAGE_NAMES
from backend.web.forms.moves import LongText, PlainForm, PlannedDate, ReasonForm

LONG = LISTS | {"representation", "exceptions", "union_view", "works_council"}
HOW_OFTEN = [
    ("", lazy("Once")),
    ("WEEKLY-1", lazy("Every week")),
    ("WEEKLY-2", lazy("Every two weeks")),
    ("MONTHLY-1", lazy("Every month")),
    ("MONTHLY-3", lazy("Every three months")),
    ("YEARLY-1", lazy("Every year")),
]
DAYS = [("", lazy("None")), ("P3D", lazy("Three days")), ("P7D", lazy("A week")), ("P14D", lazy("Two weeks"))]


class DraftForm(ReasonForm):
    """The terms of an agreement and the values of its clauses, by the parts of the document."""

    starts_on = PlannedDate(label=lazy("Starts on"))
    review_on = PlannedDate(label=lazy("Reviewed on"))
    ends_on = PlannedDate(
        label=lazy("Ends on"), help_text=lazy("24 months at most; more only with a reason that the approver shares.")
    )
    longer_because = LongText(
        label=lazy("Why it lasts longer than 24 months"),
        rows=2,
        required=False,
        help_text=lazy("Only if it does. 60 months at most, whatever the reason."),
    )
    monitor = forms.ModelChoiceField(
        label=lazy("Monitor"),
        queryset=Person.objects.none(),
        to_field_name="reference",
        empty_label=lazy("Choose a monitor"),
        help_text=lazy(
            "Checks obligations and sees no reasons. Never a party, a witness, or somebody who reports to the employee."
        ),
    )
    officer = forms.ModelChoiceField(
        label=lazy("Signs for the organisation"),
        queryset=User.objects.none(),
        to_field_name="uid",
        empty_label=lazy("Choose an officer"),
    )
    alternative = LongText(
        label=lazy("If the employee declines"),
        help_text=lazy("The outcome that is chosen instead. It stands in the offer, so that nobody signs in the dark."),
        rows=2,
    )
    kind = forms.ChoiceField(label=lazy("Kind of agreement"), widget=forms.RadioSelect)
    language = forms.ChoiceField(label=lazy("Language of the agreement"), widget=forms.RadioSelect)
    terms = ("starts_on", "review_on", "ends_on", "monitor", "officer", "alternative")

    def __init__(
        self,
        *args: Any,
        monitors: "QuerySet[Person]",
        officers: "QuerySet[User]",
        words: dict[str, str],
        chosen: set[str],
        libraries: Libraries,
        language: str,
        proposed: str,
        kinds: list[AgreementKind],
        kind: str,
        profile: str,
        **kwargs: Any,
    ) -> None:
        """Ask for each value of each clause that must or may stand in this kind of agreement at this place."""
        super().__init__(*args, **kwargs)
        library = libraries[language]
        self.library, self.offered = library, library.offered(kind=kind, profile=profile)
        self.proposed, self.proposed_in = str(LANGUAGE_NAMES[proposed]), language
        self.unsaid = [
            {"code": code, "heading": heading, "must": code in needed(libraries, kind=kind, profile=profile)}
            for code, heading in may_lack(language, libraries, kind=kind, profile=profile).items()
        ]
        tongue = self.fields["language"]
        assert isinstance(tongue, forms.ChoiceField)  # noqa: S101 - tells the type checker
        tongue.choices = [(code, LANGUAGE_NAMES[code]) for code in libraries]
        tongue.initial = language
        self.stands = {code: library.stands(code, kind=kind, profile=profile) for code in library.clauses}
        choice = self.fields["kind"]
        assert isinstance(choice, forms.ChoiceField)  # noqa: S101 - tells the type checker
        choice.choices = [(each.value, each.label) for each in kinds]
        choice.initial = kind
        for name, rows in (("monitor", monitors), ("officer", officers)):
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - tells the type checker
            field.queryset = rows
        for clause in self.offered:
            self._ask(clause, words, is_chosen=clause.code in chosen)

    def _ask(self, clause: LibraryClause, words: dict[str, str], *, is_chosen: bool) -> None:
        always = self.must(clause.code)
        if not always:
            self.fields[f"use-{clause.code}"] = forms.BooleanField(
                label=clause.heading, required=False, initial=is_chosen, help_text=clause.note
            )
        for name in asked_of(clause):
            hint = _("One on each line.") if name in LISTS else ""
            needed = always and name not in MAY_BE_EMPTY
            label, first = NAMES.get(name, name), words.get(f"{clause.code}-{name}", words.get(name, ""))
            kind: dict[str, Any] = {"label": label, "help_text": hint, "initial": first, "required": needed}
            self.fields[f"{clause.code}-{name}"] = (
                LongText(rows=3, **kind) if name in LONG else forms.CharField(max_length=400, **kind)
            )

    def clean(self) -> dict[str, Any]:
        """Ask for the values of every clause that was ticked."""
        cleaned = super().clean() or {}
        for code in self.codes():
            for name in asked_of(self.library.clauses[code]):
                field = f"{code}-{name}"
                if name not in MAY_BE_EMPTY and not cleaned.get(field) and field not in self.errors:
                    self.add_error(field, _("You ticked this clause; it needs this value."))
        return cleaned

    def codes(self) -> list[str]:
        """Name the clauses that the agreement is to hold."""
        return [
            clause.code
            for clause in self.offered
            if self.must(clause.code) or self.cleaned_data.get(f"use-{clause.code}")
        ]

    def must(self, code: str) -> bool:
        """Tell whether a clause must stand here."""
        return self.stands[code].standing == Standing.MANDATORY

    def typed(self) -> dict[tuple[str, str], str]:
        """Give the values that were typed, by clause and name."""
        return {
            (code, name): self.cleaned_data.get(f"{code}-{name}", "")
            for code in self.codes()
            for name in asked_of(self.library.clauses[code])
        }

    def in_parts(self) -> list[dict[str, Any]]:
        """Give the clauses with their fields by part of the document; a clause without values says so by its text alone."""
        parts: dict[str, list[dict[str, Any]]] = {}
        for clause in self.offered:
            fields = [self[f"{clause.code}-{name}"] for name in asked_of(clause)]
            use = None if self.must(clause.code) else self[f"use-{clause.code}"]
            is_open = bool(use and use.value()) or any(field.errors for field in fields)
            each = {"clause": clause, "fields": fields, "use": use, "open": is_open, "told": self.stands[clause.code]}
            parts.setdefault(clause.part, []).append(each)
        return [{"heading": heading, "clauses": clauses} for heading, clauses in parts.items()]

    def closed(self) -> list[dict[str, Any]]:
        """Give what may not stand here, with the reason: clauses of other kinds and places, and what no agreement may hold."""
        other = [
            {"code": code, "what": self.library.clauses[code].heading, "why": told.why}
            for code, told in self.stands.items()
            if told.standing not in {Standing.MANDATORY, Standing.OPTIONAL}
        ]
        never = [
            {"code": code, "what": what, "why": self.library.stands(code, kind="", profile="").why}
            for code, what in self.library.prohibited.items()
        ]
        return never + other

    @property
    def kind_told(self) -> str:
        """Say what the chosen kind of agreement is for."""
        return str(FOR.get(str(self["kind"].value() or ""), ""))


class DutyForm(PlainForm):
    """One obligation; without a date, a proof and somebody who checks it is none."""

    left_out_without: ClassVar[tuple[str, ...]] = ("what",)  # nothing typed in these leaves it out

    what = forms.CharField(label=lazy("What the employee will do"), max_length=400)
    due_on = PlannedDate(label=lazy("By"), help_text=lazy("The day, or the first one."))
    how_often = forms.ChoiceField(label=lazy("How often"), choices=HOW_OFTEN, required=False, initial="")
    due = forms.CharField(
        label=lazy("By when, in words"),
        max_length=120,
        required=False,
        help_text=lazy("Only if the day alone does not say it. For example: at each appraisal."),
    )
    proof = forms.CharField(
        label=lazy("Shown by"),
        max_length=200,
        help_text=lazy("What somebody can look at. For example: certificate of attendance."),
    )
    verifier = forms.ModelChoiceField(
        label=lazy("Checked by"),
        queryset=Person.objects.none(),
        to_field_name="reference",
        empty_label=lazy("Choose somebody"),
    )
    owed_by = forms.ModelChoiceField(
        label=lazy("If the organisation owes it: who does it"),
        queryset=Person.objects.none(),
        to_field_name="reference",
        required=False,
        empty_label=lazy("The employee owes it"),
        help_text=lazy("It then stands among our own duties, and somebody else checks it."),
    )
    grace_days = forms.ChoiceField(
        label=lazy("Days after the day that still count as in time"),
        choices=DAYS,
        required=False,
    )
    cure_days = forms.ChoiceField(label=lazy("Then, time to put it right"), choices=DAYS, required=False)
    kind = forms.ChoiceField(label=lazy("Kind"), choices=ObligationKind, initial=ObligationKind.OTHER)

    def __init__(self, *args: Any, verifiers: "QuerySet[Person]", **kwargs: Any) -> None:
        """Offer the people who may check it."""
        super().__init__(*args, **kwargs)
        for name in ("verifier", "owed_by"):
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - tells the type checker
            field.queryset = verifiers

    def clean(self) -> dict[str, Any]:
        """Turn the plain words for how often into the rule that the calendar follows."""
        cleaned = super().clean() or {}
        often, first = cleaned.pop("how_often", ""), cleaned.get("due_on")
        frequency, _dash, interval = often.partition("-")
        cleaned["recurrence"] = rule_for(frequency, int(interval), first) if often and first else ""
        return cleaned | {name: _days(cleaned.get(name)) for name in ("grace_days", "cure_days")}

    def full_clean(self) -> None:
        """Take an obligation as left out where nothing was typed that makes it one."""
        super().full_clean()
        if self.is_bound and not self.typed():
            self._errors, self.cleaned_data = ErrorDict(), {}

    def typed(self) -> bool:
        """Tell whether something was typed that makes it an obligation."""
        return any(str(self.data.get(self.add_prefix(name), "")).strip() for name in self.left_out_without)


class AddedDutyForm(DutyForm):
    """An obligation that is added to an agreement in force: begun without its first field, it is not complete."""

    left_out_without = ("what", "due_on", "due", "proof", "verifier", "owed_by")


def _days(rule: str | None) -> int:
    return Rule.parse(rule).amount if rule else 0


DutyFormSet = formset_factory(DutyForm, extra=0, max_num=20, absolute_max=20)


class CountersignForm(PlainForm):
    """The signature for the organisation, over the bytes that the employee signed."""

    sha256 = forms.CharField(widget=forms.HiddenInput, max_length=64)
    read = forms.BooleanField(label=lazy("I have read this agreement and the employee’s signature"))
    typed_name = forms.CharField(
        label=lazy("Type your full name"), max_length=200, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    password = forms.CharField(
        label=lazy("Your password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        help_text=lazy("It confirms that it is you who signs."),
    )
