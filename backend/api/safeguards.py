"""Safeguards in the setting: their owner reads what to do; those who decide also read for which case, and how each was looked at."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from rest_framework import serializers

from backend.access.policy import can, scope
from backend.api.case_parts import CasePart, adding
from backend.api.fields import Moment, PersonOut
from backend.api.filters import one_of
from backend.api.inputs import Choices
from backend.api.outputs import Output
from backend.api.resources import Listed, MoveOut, Opened, command
from backend.audit.reads import listed, viewed
from backend.safeguards.actions import proposing, reviewing
from backend.safeguards.models import SafeguardReview, SettingSafeguard
from backend.safeguards.queries.standing import ROWS
from backend.safeguards.vocabulary import SITUATIONS, Falls, ReviewResult, SafeguardState

CHOICES: Choices = {"situation": SITUATIONS, "falls_on": Falls}
DECIDES = "safeguard.list"


class SafeguardEntry(Output[SettingSafeguard]):
    """A safeguard: the situation, what is done about it, and its days. No case and no reason."""

    reference = serializers.CharField()
    state = serializers.ChoiceField(choices=SafeguardState.choices)
    situation = serializers.ChoiceField(choices=[(each.value, each.label) for each in SITUATIONS])
    control = serializers.CharField()
    falls_on = serializers.ChoiceField(choices=Falls.choices)
    owner = PersonOut()
    starts_on = serializers.DateField()
    review_on = serializers.DateField()
    ends_on = serializers.DateField(allow_null=True)
    ended_at = Moment(allow_null=True)


class SafeguardLook(Output[SafeguardReview]):
    """One look at a safeguard."""

    result = serializers.ChoiceField(choices=ReviewResult.choices)
    is_suggestion = serializers.BooleanField()
    note = serializers.CharField()
    control_after = serializers.CharField()
    reviewed_by = serializers.CharField(source="reviewed_by.name")
    reviewed_at = Moment()


class SafeguardMatter(Output[SettingSafeguard]):
    """What those who decide read besides: the case, the agreement, and the looks."""

    case = serializers.CharField(source="case.reference")
    agreement = serializers.CharField(source="agreement.reference", default=None, allow_null=True)
    person = PersonOut(allow_null=True)
    looks = SafeguardLook(many=True, source="shown_looks")


class SafeguardDetail(SafeguardEntry):
    """A safeguard with the moves that are open to you; `matter` is null for whoever sees to it."""

    matter = SafeguardMatter(allow_null=True)
    moves = MoveOut(many=True)


class Safeguards(Listed, Opened):
    """Safeguards that you see to, and those of the cases in which you decide."""

    noun = "safeguard"
    view_action = "safeguard.view"
    recorded = True
    lifecycle = proposing.lifecycle
    queryset = ROWS
    serializer_class = SafeguardEntry
    detail_serializer_class = SafeguardDetail
    filters = {"state": one_of("state", SafeguardState, "Where it stands.")}
    orderings = {"review_on": "review_on"}
    orderings_default = "review_on"

    def read(self, row: SettingSafeguard) -> serializers.BaseSerializer[Any]:
        """Show the case and the looks to those who decide, and what to do alone to whoever sees to it."""
        viewed(row, "safeguard.view", actor=self.person)
        decides = can(self.person, DECIDES, row.case)
        looks = row.reviews.select_related("reviewed_by__person").order_by("pk")
        row.shown_looks = list(scope(self.person, "safeguard.view_review", looks)) if decides else []  # type: ignore[attr-defined]
        row.matter = row if decides else None  # type: ignore[attr-defined]
        row.moves = self.moves(row)  # type: ignore[attr-defined]
        return SafeguardDetail(row, context={"request": self.request})

    confirm_safeguard = command(proposing.confirm_safeguard)
    withdraw_safeguard = command(proposing.withdraw_safeguard)
    keep_safeguard = command(reviewing.keep_safeguard)
    suggest_safeguard = command(reviewing.suggest_safeguard, choices={"result": ReviewResult})
    change_safeguard = command(reviewing.change_safeguard)
    ease_safeguard = command(reviewing.ease_safeguard)
    end_safeguard = command(reviewing.end_safeguard)
    hand_over_safeguard = command(proposing.hand_over_safeguard, needs="safeguard.hand_over", path="hand-over")


class OwnSafeguards(Listed):
    """What changes in the settings around you."""

    noun = "own_safeguard"
    view_action = "safeguard.see_own"
    queryset = ROWS.order_by("pk")
    serializer_class = SafeguardEntry

    def note_list(self, rows: Sequence[Any]) -> None:
        """Record what the person is about to read of themselves."""
        listed(rows, "safeguard.see_own", actor=self.person)


class CaseSafeguards(CasePart):
    """Safeguards of the case."""

    part = "safeguards"
    needs = DECIDES
    view_action = "safeguard.view"
    queryset = ROWS
    serializer_class = SafeguardEntry
    create = adding(
        proposing.propose_safeguard,
        needs="safeguard.propose",
        gives=SafeguardEntry,
        choices=CHOICES,
        location=lambda made: reverse("api:safeguard-detail", args=[made.reference]),
    )
