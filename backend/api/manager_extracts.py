"""What you must know as a manager of somebody with an agreement in force: controls and promises, without reasons."""

from typing import Any

from rest_framework import serializers

from backend.api.fields import Moment, PersonOut
from backend.api.outputs import Output
from backend.api.resources import Listed, Opened, command
from backend.audit.reads import viewed
from backend.safeguards.actions import travelling
from backend.safeguards.models import ManagerExtract, SettingSafeguard
from backend.safeguards.queries.extracts import ROWS, told_to_manager


class ManagerExtractOut(Output[ManagerExtract]):
    """Whom it is about, and since when you may read it."""

    reference = serializers.CharField()
    person = PersonOut(source="agreement.person")
    given_at = Moment()
    read_at = Moment(allow_null=True)


class ToldControl(Output[SettingSafeguard]):
    """What is done about which situation, and who sees to it."""

    situation = serializers.CharField()
    control = serializers.CharField()
    owner = serializers.CharField(source="owner.name")
    review_on = serializers.DateField()


class ToldPromise(serializers.Serializer[Any]):
    """What the organisation promised, by when or how often, and who sees to it."""

    what = serializers.CharField()
    due = serializers.CharField()
    by = serializers.CharField()


class ManagerExtractDetail(ManagerExtractOut):
    """All that you are told. `left_out` counts what concerns somebody else; ask whom `ask` names."""

    ends_on = serializers.DateField(source="told.ends_on")
    controls = ToldControl(many=True, source="told.controls")
    promises = ToldPromise(many=True, source="told.promises")
    left_out = serializers.IntegerField(source="told.left_out")
    ask = serializers.CharField(source="told.ask")


class ManagerExtracts(Listed, Opened):
    """What you must know as a manager; it ends on the day on which you do not lead the employee any more."""

    noun = "manager_extract"
    view_action = "manager_extract.view"
    recorded = True
    queryset = ROWS
    serializer_class = ManagerExtractOut
    detail_serializer_class = ManagerExtractDetail
    orderings = {"-id": "-pk", "id": "pk"}
    orderings_default = "-id"

    def read(self, row: ManagerExtract) -> serializers.BaseSerializer[Any]:
        """Show what is in place today."""
        viewed(row, "manager_extract.view", actor=self.person)
        shown: Any = row
        shown.told = told_to_manager(row)
        return ManagerExtractDetail(row, context={"request": self.request})

    acknowledge_extract = command(
        travelling.acknowledge_extract, needs="manager_extract.acknowledge", path="acknowledge", gives=ManagerExtractOut
    )
