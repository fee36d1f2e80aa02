"""Changing the log's key: the log tells of the new key, both keys sign that, and the old secret is gone."""

from backend.audit.actions import declare
from backend.audit.events import Actor, record
from backend.audit.sealed import store
from backend.audit.sealed.keys import install, make_key, new_key, signing_key
from backend.audit.sealed.notes import SigningKey
from backend.audit.sealed.sealing import BATCH, seal_batch, sign_newest
from backend.kernel.errors import Refused

declare("key.make", "made the signing key of the history", kind="system")
declare("key.rotate", "replaced the signing key of the history", kind="system")


def make_first_key(*, actor: Actor, reason: str) -> SigningKey:
    """Make the log's first key, and say so in the log; raises Refused (key-exists) when there is one."""
    log = store.the_log()
    key = make_key(since=log.size)
    record("key.make", None, actor=actor, reason=reason, ctx={"key": key.public.text})
    return key


def rotate_key(*, actor: Actor, reason: str) -> SigningKey:
    """Replace the key: the entry that names the new one is covered by a checkpoint that both keys sign.

    Raises Refused (no-signing-key) where the process does not hold the old key, and guard.RolledBack when the log was cut. Stopped half-way
    it leaves the old key in force; an entry that names a key which never signed does no harm.
    """
    if not reason.strip():
        raise Refused("Give a reason.", code="reason-missing", field="reason")
    old = signing_key()
    if old is None:
        raise Refused("This machine does not hold the signing key.", code="no-signing-key")
    key = new_key()
    record("key.rotate", None, actor=actor, reason=reason, ctx={"old": old.public.text, "key": key.public.text})
    sealed = seal_batch()
    while sealed.events == BATCH:
        sealed = seal_batch()
    sign_newest(also=key)
    install(key, since=sealed.size)
    return key
