"""How moments, due dates, names and states are put into words."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import Http404
from django.test import RequestFactory, override_settings
from django.utils import timezone

from backend.kernel import clock
from backend.web import styleguide
from backend.web.templatetags import evenhand

NOW = datetime(2025, 11, 24, 14, 20, 7, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _in_london() -> Iterator[None]:
    with clock.at(NOW), timezone.override(ZoneInfo("Europe/London")):
        yield


def test_a_moment_names_its_zone() -> None:
    assert evenhand.when(NOW) == '<time datetime="2025-11-24T14:20:07+00:00">24 Nov 2025, 14:20 GMT</time>'
    with timezone.override(ZoneInfo("Europe/Berlin")):
        assert evenhand.exactly(NOW) == '<time datetime="2025-11-24T15:20:07+01:00">24 Nov 2025, 15:20:07 CET</time>'


def test_a_day_is_the_day_where_the_reader_is() -> None:
    late = datetime(2025, 11, 24, 23, 30, tzinfo=UTC)
    assert "24 Nov 2025" in evenhand.day(late)
    with timezone.override(ZoneInfo("Asia/Tokyo")):
        assert evenhand.weekday(late) == '<time datetime="2025-11-25">Tue 25 Nov 2025</time>'


@pytest.mark.parametrize(
    ("due", "words", "late"),
    [
        (date(2025, 11, 28), "in 4 days", False),
        (date(2025, 11, 25), "tomorrow", False),
        (date(2025, 11, 24), "today", False),
        (date(2025, 11, 23), "1 day overdue", True),
        (date(2025, 11, 21), "3 days overdue", True),
        (datetime(2025, 11, 24, 9, 0, tzinfo=UTC), "overdue since today", True),
        (datetime(2025, 11, 24, 18, 0, tzinfo=UTC), "today", False),
    ],
)
def test_a_due_date_says_how_far_off_it_is(due: date, words: str, late: bool) -> None:
    assert evenhand.due(due) == words
    assert evenhand.is_late(due) is late


def test_the_tag_of_a_due_date_warns_before_it_accuses() -> None:
    assert evenhand.due_tag(date(2025, 11, 21)) == {"label": "3 days overdue", "tone": "bad"}
    assert evenhand.due_tag(date(2025, 11, 27)) == {"label": "Due Thu 27 Nov 2025", "tone": "warn"}
    assert evenhand.due_tag(date(2025, 12, 2)) == {"label": "Due Tue 2 Dec 2025", "tone": "mute"}


def test_a_missing_date_is_no_error() -> None:
    assert evenhand.when(None) == evenhand.day(None) == evenhand.due(None) == evenhand.ago(None) == ""
    assert not evenhand.is_late(None)


@pytest.mark.parametrize(("name", "letters"), [("Inês Duarte", "ID"), ("Erin", "E"), ("", "")])
def test_initials_come_from_the_first_and_the_last_name(name: str, letters: str) -> None:
    assert evenhand.initials(name) == letters


def test_a_state_nobody_styled_is_quiet() -> None:
    assert evenhand.state_tag("evidence_review") == {"label": "Evidence review", "tone": "info"}
    assert evenhand.state_tag("unheard_of")["tone"] == "mute"


def test_one_filter_is_taken_from_the_address_and_the_rest_stays() -> None:
    request = RequestFactory().get("/cases/", {"state": ["open", "stayed"], "q": "rota", "page": "3"})
    assert evenhand.query_without({"request": request}, "state", "open") == "?state=stayed&q=rota"  # type: ignore[arg-type]
    assert evenhand.query_without({"request": request}, "state") == "?q=rota"  # type: ignore[arg-type]


def test_bars_are_shares_of_the_longest() -> None:
    drawn = evenhand.bar_chart("Cases", [{"label": "Triage", "value": 5}, {"label": "Decision", "value": 20}])
    assert [bar["share"] for bar in drawn["bars"]] == ["25.0%", "100.0%"]


@pytest.mark.parametrize("page", styleguide.PAGES)
def test_the_style_pages_are_for_development_and_staff(page: str) -> None:
    request = RequestFactory().get("/styleguide/", {"show": page})
    request.user = AnonymousUser()
    with override_settings(DEBUG=False), pytest.raises(Http404):
        styleguide.styleguide(request)

    with override_settings(DEBUG=True):
        markup = styleguide.styleguide(request).content.decode()
    ids = re.findall(r'\sid="([^"]+)"', markup)
    assert markup.count("<h1") == 1
    assert len(ids) == len(set(ids))


TEMPLATES = Path(evenhand.__file__).resolve().parents[1] / "templates"
SAID = re.compile(
    r"""\{% translate "([^"]+)"|blocktranslate[^%]*%\}(.*?)\{% endblocktranslate|(?:_|lazy|gettext_lazy)\(\s*"([^"]+)\"""",
    re.S,
)
OWN_WORDS = re.compile(r"\bI\b|“[^”]*\bmy\b")  # what somebody declares, or an example of what they might write


def said_on_pages() -> Iterator[tuple[str, str]]:
    """Read every sentence that a page says, in templates and in the code of pages and forms."""
    web = TEMPLATES.parent
    for path in sorted([*TEMPLATES.rglob("*.html"), *web.rglob("*.py")]):
        for found in SAID.finditer(path.read_text(encoding="utf-8")):
            yield path.name, next(words for words in found.groups() if words)


def test_a_page_speaks_to_its_reader_as_you() -> None:
    """The product says “your” everywhere, in places, headings, links and buttons; “my” stands only in what somebody declares (“I ...”)."""
    said = list(said_on_pages())
    assert len(said) > 2000  # the look finds what is there
    assert [
        (name, words)
        for name, words in said
        if re.search(r"\b(?:My|my|Mine|mine)\b", words) and not OWN_WORDS.search(words)
    ] == []
    places = [words for _name, words in said if words.startswith("Your ")]
    assert {"Your agreements", "Your reports", "Your data", "Your statements"} <= set(places)
