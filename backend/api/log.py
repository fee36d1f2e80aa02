"""The sealed log, for auditors: its newest signed checkpoint, its public keys, and the proof that one entry stands in it."""

from dataclasses import dataclass
from typing import cast

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend.access.models import Role
from backend.access.policy import scope
from backend.access.roles import has_role
from backend.api.fields import Moment
from backend.api.outputs import Output
from backend.audit.models import Event
from backend.audit.reads import viewed
from backend.audit.sealed.keys import Known, known_keys
from backend.audit.sealed.notes import to_base64
from backend.audit.sealed.proofs import Proof, newest_signed, proof_of
from backend.audit.sealed.store import the_log
from backend.kernel.errors import NotVisible, Refused
from backend.people.models import User

NO_STORE = {"Cache-Control": "no-store"}


class KeyOut(Output[Known]):
    """A public key of the log; get it by another way too, and compare."""

    vkey = serializers.CharField(source="key.text")
    since = serializers.IntegerField()
    until = serializers.IntegerField(allow_null=True)


@dataclass(frozen=True)
class LogState:
    """What an auditor keeps of the log."""

    origin: str
    size: int
    signed_size: int
    signed_at: object
    checkpoint: str
    keys: list[Known]


class LogOut(Output[LogState]):
    """The log: how many entries are sealed, and the newest signed checkpoint (a C2SP signed note) with the keys that sign."""

    origin = serializers.CharField()
    size = serializers.IntegerField()
    signed_size = serializers.IntegerField()
    signed_at = Moment(allow_null=True)
    checkpoint = serializers.CharField()
    keys = KeyOut(many=True)


class ProofOut(Output[Proof]):
    """One entry’s proof: hash the leaf (SHA-256 over a zero byte and its text), and follow the path to the root of the checkpoint."""

    index = serializers.IntegerField()
    seq = serializers.IntegerField()
    stream = serializers.CharField()
    size = serializers.IntegerField()
    leaf = serializers.CharField()
    leaf_hash = serializers.SerializerMethodField()
    path = serializers.SerializerMethodField()
    root = serializers.SerializerMethodField()  # type: ignore[assignment]
    checkpoint = serializers.CharField()
    tlog_proof = serializers.CharField(source="text")

    def get_leaf_hash(self, proof: Proof) -> str:
        """Write the hash in base64."""
        return to_base64(proof.leaf_hash)

    def get_path(self, proof: Proof) -> list[str]:
        """Write the path in base64, from the leaf upwards."""
        return [to_base64(part) for part in proof.path]

    def get_root(self, proof: Proof) -> str:
        """Write the root in base64."""
        return to_base64(proof.root)


class SealedLog(APIView):
    """The sealed log."""

    @extend_schema(responses=LogOut, operation_id="get_log", tags=["log"])
    def get(self, request: Request) -> Response:
        """Read the newest signed checkpoint and the public keys. For auditors and privacy officers."""
        if not has_role(cast("User", request.user), Role.AUDITOR, Role.PRIVACY_OFFICER):
            raise NotVisible
        log, signed = the_log(), newest_signed()
        state = LogState(
            origin=log.origin,
            size=log.size,
            signed_size=signed.size if signed else 0,
            signed_at=signed.sealed_at if signed else None,
            checkpoint=signed.note if signed else "",
            keys=known_keys(),
        )
        return Response(LogOut(state).data, headers=NO_STORE)


class EventProof(APIView):
    """The proof of one entry."""

    @extend_schema(responses=ProofOut, operation_id="get_event_proof", tags=["events"])
    def get(self, request: Request, number: int) -> Response:
        """Prove that an entry stands in the sealed log, under a checkpoint that is signed; 409 while it waits for that."""
        person = cast("User", request.user)
        event = scope(person, "event.view", Event.objects.filter(pk=number)).first()
        if event is None:
            raise NotVisible
        viewed(event, "event.view", actor=person, ctx={"proof": True})
        proof = proof_of(event)
        if proof is None:
            raise Refused("The entry is not sealed and signed yet. Ask again in a moment.", code="entry-unsealed")
        return Response(ProofOut(proof).data, headers=NO_STORE)
