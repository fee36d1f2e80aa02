"""Alarms about files of the evidence that are not what was taken in."""

from rest_framework import serializers

from backend.api.conflicts import ByUid
from backend.api.fields import Moment
from backend.api.outputs import Output
from backend.api.resources import command
from backend.investigation.actions import alarms
from backend.investigation.alarm_tables import AlarmState, FileAlarm
from backend.investigation.evidence_words import HashCheck


class FileAlarmOut(Output[FileAlarm]):
    """A file of the evidence that is not what was taken in."""

    uid = serializers.UUIDField()
    item = serializers.CharField(source="item.reference")
    state = serializers.ChoiceField(choices=AlarmState.choices)
    found = serializers.ChoiceField(choices=HashCheck.choices)
    expected_sha256 = serializers.CharField()
    expected_size = serializers.IntegerField()
    found_sha256 = serializers.CharField()
    found_size = serializers.IntegerField(allow_null=True)
    raised_at = Moment()
    resolved_at = Moment(allow_null=True)


class FileAlarms(ByUid):
    """Files of the evidence that are not what was taken in: for whoever leads the case, auditors and privacy officers."""

    noun = "file_alarm"
    recorded = True
    view_action = "file_alarm.view"
    lifecycle = alarms.lifecycle
    queryset = FileAlarm.objects.select_related("item__case", "item__file")
    serializer_class = FileAlarmOut
    restore_file = command(alarms.restore_file)
    give_up_file = command(alarms.give_up_file)
