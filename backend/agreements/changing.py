"""An obligation that is to change: as it stands, with what is named put anew, and what is wrong with it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from backend.agreements.drafts import Duty, duty_problems
from backend.agreements.lines import OWN_DUTIES, line_of, line_sha256, promise_line
from backend.agreements.models import Agreement, AgreementObligation
from backend.agreements.obligation_vocabulary import Bearer
from backend.agreements.recurrence import by_when, dates_of, ending_on, last_of
from backend.people.models import Person

ASKED = "C06"  # the clause under which the employee's obligations are printed


def as_it_stands(duty: AgreementObligation) -> Duty:
    """Give an obligation as it stands in the agreement."""
    names = ("kind", "what", "due", "due_on", "proof", "verifier", "clause", "owed_by")
    told = {name: getattr(duty, name) for name in (*names, "recurrence", "grace_days", "cure_days")}
    return Duty(**told)


def restated(duty: AgreementObligation, *, from_day: date, **named: Any) -> Duty:
    """Give an obligation with what is named put anew; everything else stays as it is.

    What comes back begins anew with its first day from the change on, unless another is named, and keeps its last one. By when, in
    words, follows the days, unless it is named too.
    """
    now = as_it_stands(duty)
    told = replace(now, **named)
    if told.recurrence and "due_on" not in named:
        told = replace(told, due_on=first_from(duty, from_day))
    last = last_of(now.recurrence, now.due_on)
    if last and "recurrence" not in named and told.due_on <= last:
        told = replace(told, recurrence=ending_on(told.recurrence, told.due_on, last))
    if "due" not in named and (told.due_on, told.recurrence) != (now.due_on, now.recurrence):
        told = replace(told, due=by_when(told.recurrence, told.due_on, duty.agreement.language) or now.due)
    return _said(told, duty.agreement.language)


def anew(language: str, **named: Any) -> Duty:
    """Give a new obligation; by when, in the words of the agreement's language, follows its days unless it is named."""
    return _said(Duty(**{"due": "", **named}), language)


def first_from(duty: AgreementObligation, day: date) -> date:
    """Give the first date of an obligation that comes back from a day on; where there is none, its first."""
    days = dates_of(duty.due_on, duty.recurrence, until=duty.agreement.ends_on)
    return next((each for each in days if each >= day), duty.due_on)


def becomes(asked: Duty | None, *, was: Person, monitor: Person) -> Duty | None:
    """Give what becomes of an obligation; what the monitor checks goes to the new one."""
    if asked is not None and asked.verifier == was:
        return replace(asked, verifier=monitor)
    return asked


def take(row: AgreementObligation, told: Duty) -> None:
    """Let an obligation say what it is to say."""
    line = told.line(row.agreement.language)
    row.kind, row.what, row.due, row.proof = told.kind, line.what, line.due, line.evidence
    row.due_on, row.recurrence, row.grace_days, row.cure_days = (
        told.due_on,
        told.recurrence,
        told.grace_days,
        told.cure_days,
    )
    row.verifier, row.owed_by, row.sha256 = told.verifier, told.owed_by, line_sha256(line)
    row.bearer = Bearer.ORGANISATION if told.owed_by else Bearer.EMPLOYEE
    row.clause = told.clause or (OWN_DUTIES if told.owed_by else ASKED)


def promised_text(text: str, changes: Sequence[tuple[AgreementObligation | None, Duty | None]], language: str) -> str:
    """Keep the clause of the organisation's own duties in step with them: each line as it is to be, new ones at the end."""
    lines, before = text.splitlines(), text.splitlines()
    for duty, told in changes:
        old = promise_line(line_of(duty), language) if duty and duty.owed_by_id else ""
        new = promise_line(told.line(language), language) if told and told.owed_by else ""
        if old == new:
            continue
        if old in lines:
            at = lines.index(old)
            lines[at : at + 1] = [new] if new else []
        elif new and new not in lines:
            lines.append(new)
    return text if lines == before else "\n".join(lines)


def wrong_duties(
    earlier: Agreement,
    known: Mapping[int, AgreementObligation],
    asked: Mapping[int, Duty | None],
    more: Sequence[Duty],
    span: tuple[date, date],
) -> Iterator[str]:
    """Tell what is wrong with the obligations of a change; `span` is the day from which it holds, and the end."""
    for seq, duty in sorted(asked.items()):
        if seq not in known:
            yield f"There is no open obligation {seq}."
        elif duty is not None:
            if (duty.owed_by is None) != (known[seq].owed_by_id is None):
                yield f"Obligation {seq}: who owes it can't be changed. Take it out, and add another."
            yield from _wrong(f"Obligation {seq}", duty, earlier, span)
    for number, duty in enumerate(more, start=1):
        yield from _wrong(f"New obligation {number}", duty, earlier, span)


def _wrong(which: str, duty: Duty, earlier: Agreement, span: tuple[date, date]) -> Iterator[str]:
    outside = "the time between the change and the end"
    yield from duty_problems(which, duty, *span, language=earlier.language, outside=outside)
    if earlier.person in {duty.verifier, duty.owed_by}:
        yield f"{which} would be checked by the person who owes it."


def _said(told: Duty, language: str) -> Duty:
    if told.due.strip():
        return told
    return replace(told, due=by_when(told.recurrence, told.due_on, language))
