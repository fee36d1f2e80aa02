"""One entry of the history: all its fields, its place in the sealed log, and a check that says each step in plain words."""

from collections.abc import Mapping
from typing import Any, Final

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from backend.access.models import Role
from backend.access.policy import scope
from backend.access.roles import has_role
from backend.audit.events import record
from backend.audit.models import Event, Leaf
from backend.audit.reads import viewed
from backend.audit.sealed.checking import Checked, Standing, check_entry, neighbours
from backend.audit.sealed.proofs import Proof, proof_of
from backend.audit.sealed.verifying import alarm
from backend.audit.timeline import Entry
from backend.kernel import clock
from backend.kernel.canonical import Json
from backend.kernel.errors import NotVisible
from backend.people.actions import system_user
from backend.people.models import User
from backend.records.masking import masked, noun_of, references
from backend.records.policy import stands_in_own_matter
from backend.web.audit import fields_set, readers_only, time_zone, told
from backend.web.oversight.words import age_words, step_words, told_whom, value_words
from backend.web.pages import PersonRequest

UNTOLD: Final = frozenset({"before", "after", "fields", "door", "request", "as", "history", "tried"})  # shown elsewhere


@require_safe
@never_cache
@readers_only
def entry(request: PersonRequest, number: int) -> HttpResponse:
    """Show one entry with all its fields and its place in the sealed log; what people wrote is not among them."""
    return _page(request, number, "event.view")


@require_safe
@never_cache
@readers_only
def verify(request: PersonRequest, number: int) -> HttpResponse:
    """Check one entry anew from what is stored, and say what each step found."""
    return _page(request, number, "event.verify")


@require_safe
@never_cache
@readers_only
def leaf(request: PersonRequest, number: int) -> HttpResponse:
    """Hand out an entry as it was hashed, byte for byte."""
    event = _event(request.user, number)
    found = _proof(event)
    viewed(event, "event.verify", actor=request.user, ctx={"took": "leaf"})
    return _file(found.leaf, f"entry-{number}.leaf")


@require_safe
@never_cache
@readers_only
def proof(request: PersonRequest, number: int) -> HttpResponse:
    """Hand out the proof that an entry stands in the sealed log, with the checkpoint that it leads to."""
    event = _event(request.user, number)
    found = _proof(event)
    viewed(event, "event.verify", actor=request.user, ctx={"took": "proof"})
    return _file(found.text, f"entry-{number}.tlog-proof")


def _page(request: PersonRequest, number: int, action: str) -> HttpResponse:
    try:
        event = _event(request.user, number)
    except NotVisible:
        gone = _removed(request.user, number)
        if gone is None:
            raise
        return _show_removed(request, number, gone)
    checked = check_entry(event)
    is_broken = checked.standing == Standing.BROKEN
    viewed(event, action, actor=request.user, ctx={"seal": checked.standing.value})
    if is_broken:
        _alarm(number, checked.failed.part.value if checked.failed else "", checked.leaf)
    [read] = masked([event])
    known = references([read])
    shown = {
        **told(read, known, is_linked=has_role(request.user, Role.AUDITOR)),
        **_facts(read),
        **_seal(event, checked),
        "event": event,
        "noun": noun_of(read.obj or read.stream),
        "changes": fields_set(read),
        "history": read.facts.get("history"),
        "is_verified": action == "event.verify",
        "checked_at": clock.now(),
        **told_whom(),
        **time_zone(),
    }
    return render(request, "web/audit/entry.html", shown)


def _event(person: User, number: int) -> Event:
    event = scope(person, "event.view", Event.objects.filter(pk=number)).first()
    if event is None:
        raise NotVisible()
    return event


def _proof(event: Event) -> Proof:
    found = proof_of(event)
    if found is None:
        raise NotVisible()
    return found


def _removed(person: User, number: int) -> Leaf | None:
    """Find the place of an entry that was sealed and is not there any more, unless it stood in a matter of the person's own."""
    if Event.objects.filter(pk=number).exists():
        return None
    return Leaf.objects.filter(event_id=number).exclude(stands_in_own_matter(person)).first()


def _show_removed(request: PersonRequest, number: int, gone: Leaf) -> HttpResponse:
    with transaction.atomic():
        record("event.verify", None, actor=request.user, ctx={"number": number, "seal": Standing.BROKEN.value})
    _alarm(number, "removed", gone)
    shown = {"number": number, "leaf": gone, **told_whom(), **time_zone()}
    return render(request, "web/audit/removed.html", shown)


def _alarm(number: int, part: str, place: Leaf | None) -> None:
    """Sound the alarm that an entry does not match its seal and write it down, once for each entry and each way in which it fails."""
    facts: dict[str, Json] = {"index": place.leaf_index if place else None, "number": number, "part": part}
    told = Event.objects.filter(action="log.damage", body__contains=f'"number":{number},"part":"{part}"')
    if told.exists():
        return
    alarm("An entry of the history does not match its seal", [f"Entry {number}, found by a reader: {part}."])
    with transaction.atomic():
        record("log.damage", None, actor=system_user(), ctx=facts)


def _facts(read: Entry) -> dict[str, Any]:
    shown = [(name, value) for name, value in sorted(read.facts.items()) if name not in UNTOLD]
    return {"facts": [{"key": name.replace("_", " ").capitalize(), "value": _plain(value)} for name, value in shown]}


def _seal(event: Event, checked: Checked) -> Mapping[str, Any]:
    before, after = neighbours(checked.leaf) if checked.leaf else (None, None)
    return {
        "seal": checked.standing.value,
        "place": checked.leaf,
        "leaf_hash": checked.leaf_hash.hex(),
        "proof": checked.proof,
        "root": checked.proof.root.hex() if checked.proof else "",
        "hops": [
            {"is_left": hop.is_left, "neighbour": hop.neighbour.hex(), "result": hop.result.hex()}
            for hop in checked.hops
        ],
        "by_hand": " ".join(f"{'L' if hop.is_left else 'R'}:{hop.neighbour.hex()}" for hop in checked.hops),
        "previous": before,
        "next": after,
        "steps": [step_words(step, checked) for step in checked.steps],
        "values": [value_words(value) for value in checked.values],
        "waits": age_words(event.at),
    }


def _plain(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(str(item) for item in value)
    return str(value)


def _file(text: str, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(text.encode(), content_type="text/plain; charset=utf-8", headers=headers)
