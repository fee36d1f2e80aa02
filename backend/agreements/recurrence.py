"""How often an obligation is owed: a rule of RFC 5545 (RRULE), expanded in calendar days up to the end of the agreement."""

from collections.abc import Iterator
from datetime import date, datetime, time
from itertools import islice
from typing import Final

from dateutil.rrule import rrulestr

from backend.clauses.vocabulary import Language
from backend.documents.phrasing import day_in, say

EVERY: Final = {"DAILY": "day", "WEEKLY": "week", "MONTHLY": "month", "YEARLY": "year"}
ONCE: Final = "once"
BY: Final = "by {day}"
FIRST_BY: Final = "{often}, first by {day}"
LAST_BY: Final = "{said}, last by {day}"
PARTS: Final = frozenset({"FREQ", "INTERVAL", "COUNT", "BYDAY", "BYMONTHDAY", "BYMONTH", "BYSETPOS"})
MOST: Final = 800  # dates of one obligation: every day of the longest agreement
NUMBERS: Final = {2: "two", 3: "three", 4: "four", 6: "six"}


def dates_of(first: date, rule: str, *, until: date) -> list[date]:
    """Give every day on which an obligation is due; without a rule that is its one day.

    Raises ValueError where the rule is none, or does not begin on the first day.
    """
    if not rule:
        return [first]
    parts = _parts(rule)
    found = list(
        islice(_expanded(first, ";".join(f"{name}={value}" for name, value in parts.items()), until), MOST + 1)
    )
    if not found or found[0] != first:
        raise ValueError("The first day is none of the days on which it comes back.")
    if len(found) > MOST:
        raise ValueError(f"It comes back more than {MOST} times.")
    return found


def rule_for(frequency: str, interval: int, first: date) -> str:
    """Write the rule for every so many days, weeks, months or years; a month too short for the day takes its last one."""
    rule = f"FREQ={frequency}" + (f";INTERVAL={interval}" if interval > 1 else "")
    if first.day > 28 and (frequency == "MONTHLY" or (frequency == "YEARLY" and first.month == 2)):
        days = ",".join(str(day) for day in range(28, first.day + 1))
        month = ";BYMONTH=2" if frequency == "YEARLY" else ""
        rule += f"{month};BYMONTHDAY={days};BYSETPOS=-1"
    return rule


def says_itself(rule: str, first: date) -> bool:
    """Tell whether “every so many days, weeks, months or years” says all of a rule: what it leaves out, words have to say."""
    parts = {"INTERVAL": "1"} | _parts(without_end(rule))
    return parts == {"INTERVAL": "1"} | _parts(rule_for(parts["FREQ"], int(parts["INTERVAL"]), first))


def often_of(rule: str) -> str:
    """Give how often as the form asks for it: WEEKLY-2, or nothing for once."""
    parts = _parts(rule) if rule else {}
    return f"{parts['FREQ']}-{parts.get('INTERVAL', '1')}" if parts else ""


def without_end(rule: str) -> str:
    """Give a rule without the number of times after which it ends by itself."""
    parts = _parts(rule) if rule else {}
    return ";".join(f"{name}={value}" for name, value in parts.items() if name != "COUNT")


def ending_on(rule: str, first: date, last: date) -> str:
    """Let a rule end by itself with the last of its days up to this one."""
    plain = without_end(rule)
    return f"{plain};COUNT={len(dates_of(first, plain, until=last))}"


def last_of(rule: str, first: date) -> date | None:
    """Give the last day of a rule that ends by itself; None where the end of the agreement is its end."""
    return dates_of(first, rule, until=date.max)[-1] if rule and "COUNT" in _parts(rule) else None


def words_for(rule: str, first: date, language: str = Language.ENGLISH) -> str:
    """Say by when something that comes back is owed: every two weeks, first by 3 March 2027.

    Nothing for a rule that says more than that, as “on Mondays and Wednesdays”: whoever draws the agreement up says it in words.
    """
    if not says_itself(rule, first):
        return ""
    said = say(FIRST_BY, language, often=rule_words(rule, language), day=day_in(first, language))
    last = last_of(rule, first)
    return say(LAST_BY, language, said=said, day=day_in(last, language)) if last else said


def by_when(rule: str, day: date, language: str = Language.ENGLISH) -> str:
    """Say by when, as the days alone say it; nothing where they follow no rule, or one that those words do not exhaust."""
    try:
        return words_for(rule, day, language) if rule else say(BY, language, day=day_in(day, language))
    except ValueError:
        return ""


def rule_words(rule: str, language: str = Language.ENGLISH) -> str:
    """Say how often something is owed: once, every week, every two weeks."""
    if not rule:
        return say(ONCE, language)
    parts = _parts(rule)
    interval, unit = int(parts.get("INTERVAL", "1")), EVERY[parts["FREQ"]]
    if interval == 1:
        return say(f"every {unit}", language)
    number = say(NUMBERS[interval], language) if interval in NUMBERS else str(interval)
    return say(f"every {{number}} {unit}s", language, number=number)


def _parts(rule: str) -> dict[str, str]:
    pairs = [part.partition("=") for part in rule.strip().upper().removeprefix("RRULE:").split(";")]
    parts = {name: value for name, _, value in pairs if value}
    if len(parts) != len(pairs) or parts.get("FREQ") not in EVERY or parts.keys() - PARTS:
        raise ValueError(f"Write how often as a rule with FREQ ({', '.join(EVERY)}) and {', '.join(sorted(PARTS))}.")
    if any(not parts[name].isdigit() or int(parts[name]) < 1 for name in ("INTERVAL", "COUNT") if name in parts):
        raise ValueError("How often, and how many times, are whole numbers from 1.")
    return parts


def _expanded(first: date, rule: str, until: date) -> Iterator[date]:
    last = datetime.combine(until, time.max)
    for moment in rrulestr(rule, dtstart=datetime.combine(first, time.min)):
        if moment > last:
            return
        yield moment.date()
