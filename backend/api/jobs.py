"""Work that goes on in the background: how far yours is."""

from rest_framework import serializers

from backend.api.fields import Moment
from backend.api.filters import one_of
from backend.api.outputs import Output
from backend.api.resources import Listed, Opened
from backend.jobs.models import Job, JobState


class JobOut(Output[Job]):
    """One piece of work."""

    uid = serializers.UUIDField()
    kind = serializers.CharField()
    state = serializers.ChoiceField(choices=JobState.choices)
    done = serializers.IntegerField()
    total = serializers.IntegerField()
    percent = serializers.IntegerField(allow_null=True)
    attempts = serializers.IntegerField()
    created_at = Moment()
    finished_at = Moment(allow_null=True)


class Jobs(Listed, Opened):
    """Work that you asked for."""

    noun = "job"
    view_action = "job.view"
    queryset = Job.objects.all()
    serializer_class = JobOut
    lookup_field = "uid"
    lookup_url_kwarg = "uid"
    lookup_value_regex = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
    orderings = {"-created_at": "-created_at"}
    orderings_default = "-created_at"
    filters = {"state": one_of("state", JobState, "Where the work stands.")}
