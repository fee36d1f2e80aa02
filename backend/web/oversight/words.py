"""What a check of an entry found, in plain words."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext

from backend.audit.sealed.checking import Checked, Kept, Part, Step, Value
from backend.audit.sealed.notes import ED25519, PublicKey
from backend.kernel import clock

VALUE_NAMES = {
    "diff": lazy("Old and new values"),
    "rows": lazy("Values of the rows"),
    "reason": lazy("Reason"),
    "tried": lazy("Name that was tried"),
    "label": lazy("Label of a key"),
    "net": lazy("Network address and browser"),
    "shown": lazy("Records that were shown"),
    "filters": lazy("Search words"),
    "target": lazy("Address that was tried"),
}


def step_words(step: Step, checked: Checked) -> dict[str, Any]:
    """Say what one step looked at and what it found."""
    said = {
        Part.PLACE: _place,
        Part.FIELDS: _fields,
        Part.VALUES: _values,
        Part.LEAF: _leaf,
        Part.PATH: _path,
        Part.SIGNATURE: _signature,
    }[step.part](step, checked)
    return {"holds": step.holds, "text": said}


def value_words(value: Value) -> dict[str, str]:
    """Say what became of one value that the entry commits to."""
    label, note, tone = {
        Kept.KEPT: (_("Withheld"), _("Kept apart, matches its digest, not shown here"), "mute"),
        Kept.ERASED: (_("Erased"), _("An entry of the history says so"), "warn"),
        Kept.MISSING: (_("Missing"), _("No entry says that it was erased"), "bad"),
        Kept.ALTERED: (_("Altered"), _("Does not match its digest"), "bad"),
    }[value.state]
    name = str(VALUE_NAMES[value.name]) if value.name in VALUE_NAMES else value.name.replace("_", " ").capitalize()
    return {"name": name, "digest": value.digest, "label": label, "note": note, "tone": tone}


def age_words(moment: datetime) -> str:
    """Say how long ago something was, to the second while it is fresh."""
    now = clock.now()
    seconds = max(int((now - moment).total_seconds()), 0)
    if seconds < 60:
        return ngettext("%(count)d second", "%(count)d seconds", seconds) % {"count": seconds}
    return timesince(moment, now)


def told_whom() -> dict[str, str]:
    """Say who is told by an alarm, and whom a reader should tell as well."""
    return {"alarm_mail": ", ".join(settings.AUDIT_ALARM_MAIL), "contact": settings.CONTACT}


def key_words(key: PublicKey) -> str:
    """Name a key so that it can be compared: its name and its identifier."""
    return f"{key.name}+{key.identifier(ED25519).hex()}"


def _place(step: Step, checked: Checked) -> str:
    if step.holds:
        return _("The entry waits in the queue of the sealer.")
    return _("The entry is neither sealed nor in the queue of the sealer: it was written behind the product’s back.")


def _fields(step: Step, checked: Checked) -> str:
    if step.holds:
        return _("What this page shows was compared with the sealed text of the entry. It is the same.")
    return _("What this page shows is not what the sealed text of the entry says.")


def _values(step: Step, checked: Checked) -> str:
    if not checked.values:
        return _("The entry holds no value that is kept apart.")
    if step.holds:
        return _("Each value that is kept apart was hashed and compared with the digest in the entry. All match.")
    return _("A value that is kept apart is missing without an erasure, or was changed.")


def _leaf(step: Step, checked: Checked) -> str:
    if step.holds:
        return _("The text of the entry was hashed again. The hash is the one that was sealed.")
    return _("The text of the entry was hashed again. The hash is not the one that was sealed: the entry was changed.")


def _path(step: Step, checked: Checked) -> str:
    if step.holds and checked.proof:
        told = {"number": len(checked.proof.path), "size": f"{checked.proof.size:,}"}
        return _("From that hash, %(number)s hashes lead to the root over %(size)s entries.") % told
    if step.about:
        return _("The way to the root could not be walked. %(problem)s") % {"problem": step.about}
    return _("From that hash the way does not lead to the root that was signed.")


def _signature(step: Step, checked: Checked) -> str:
    if step.holds is None:
        return _("This machine holds no list of the log’s keys, so the signature was not checked here.")
    if step.holds and checked.signatures:
        key = PublicKey.read(checked.signatures[0].key)
        return _("That root was signed by the key %(key)s.") % {"key": key_words(key)}
    if step.holds is False and step.about:
        return _("The signature under that root is not good. %(problem)s") % {"problem": step.about}
    return _("The signed checkpoint names another root.")
