"""Figures across matters: who may count, what is kept back, and what never counts as found."""

from collections import Counter
from collections.abc import Callable

import pytest
from django.test import Client

from backend.cases.models import Case
from backend.demo.cast import Cast
from backend.insights.figures import Wanted, _told, figures
from backend.insights.queries import since_of
from backend.kernel import clock
from tests.web.reading import text_of

pytestmark = pytest.mark.django_db


def test_small_groups_are_kept_back_and_never_one_alone() -> None:
    counts, labels = Counter(a=9, b=7, c=2), {"a": "A", "b": "B", "c": "C"}
    cases = {"a": 9, "b": 7, "c": 2}
    alone = _told("unit", counts, cases, labels, 5, True)
    assert alone.shown == (("A", 9),)
    assert alone.kept_back == ("B", "C")  # with B and the total one could tell C by subtracting
    several = _told("setting", counts, cases, labels, 5, False)
    assert several.shown == (("A", 9), ("B", 7))
    assert several.kept_back == ("C",)


def test_figures_name_nobody_and_count_open_matters_as_open(
    cast: Cast, a_case: Callable[..., Case], sign_in: Callable[..., Client], settings
) -> None:
    a_case("findings_decided")
    settings.SMALLEST_GROUP = 1 + Case.objects.count()
    everything = Wanted(since=since_of(), until=clock.today())
    few = figures(cast.lena, everything)
    assert few.too_few
    assert few.facets == ()
    page = text_of(sign_in(cast.lena).get("/insights/"))
    assert "Too few matters to show" in page
    told = sign_in(cast.lena).get("/api/v1/insights/").json()
    assert (told["too_few"], told["cases"], told["facets"]) == (True, None, [])

    settings.SMALLEST_GROUP = 1
    told = figures(cast.lena, everything)
    results = dict(next(facet.shown for facet in told.facets if facet.name == "result"))
    assert results["Substantiated"] >= 1
    assert results["No finding yet"] >= 1
    assert sum(results.values()) == told.allegations
    page = text_of(sign_in(cast.lena).get("/insights/"))
    assert "Conference" in page
    for name in ("Martin Hale", "Erin Lindqvist", "CASE-"):
        assert name not in page
    elsewhere = text_of(sign_in(cast.lena).get("/insights/?until=2001-01-01&since=2000-01-01"))
    assert "Conference" not in elsewhere
    mistaken = sign_in(cast.lena).get("/insights/?until=2000-01-01&since=2001-01-01")
    assert "The last day lies before the first." in text_of(mistaken)
    refused = sign_in(cast.lena).get("/api/v1/insights/?until=2000-01-01&since=2001-01-01")
    assert (refused.status_code, refused.json()["errors"]) == (400, {"until": ["The last day lies before the first."]})


def test_a_party_counts_without_their_own_matter_and_others_not_at_all(
    cast: Cast, a_case: Callable[..., Case], settings
) -> None:
    settings.SMALLEST_GROUP = 1
    a_case("investigating")
    everything = Wanted(since=since_of(), until=clock.today())
    assert figures(cast.priya, everything).cases > 0
    assert figures(cast.ines, everything).cases == 0  # an investigator reads cases and no figures
    assert figures(cast.martin, everything).cases == 0
