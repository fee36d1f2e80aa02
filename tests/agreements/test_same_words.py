"""The tracker and the printed agreement say the same: digests, and the words of the page held against those of the file."""

import re
import subprocess
from collections.abc import Callable
from datetime import timedelta
from shutil import which

import pytest
from django.test import Client
from django.urls import reverse

from backend.agreements.lines import differing, line_of, line_sha256, promise_line
from backend.agreements.models import Agreement, AgreementObligation
from backend.agreements.recurrence import rule_for
from backend.audit.recorded import keep
from backend.cases.models import Case
from backend.demo.cast import Cast
from backend.documents.models import Document
from backend.documents.queries import content_of
from backend.kernel import clock
from backend.people.actions import system_user
from tests.agreements.scenes import a_promise, in_force
from tests.agreements.scenes_de import a_german_duty, a_german_promise, in_german
from tests.builders import a_duty
from tests.web.reading import text_of

pytestmark = pytest.mark.django_db


@pytest.fixture(params=["en-GB", "de-DE"])
def agreement(cast: Cast, a_case: Callable[..., Case], request: pytest.FixtureRequest) -> Agreement:
    if request.param == "de-DE":
        once = a_german_duty(cast, what="Zum Gespräch kommen; Notizen mitbringen.", recurrence="", due="bis Ostern")
        return in_german(cast, a_case, duties=[once, a_german_duty(cast), a_german_promise(cast)])
    first = clock.today() + timedelta(days=20)
    again = a_duty(
        cast, first, what="Come to a talk; bring your notes.", recurrence=rule_for("MONTHLY", 1, first), due=""
    )
    return in_force(a_case, cast, [a_duty(cast, first), again, a_promise(cast, first)])


def printed(document: Document) -> str:
    """Read the text of a file in the order in which it was written, without the breaks of its lines."""
    read = subprocess.run(["pdftotext", "-raw", "-", "-"], input=content_of(document), capture_output=True, check=True)
    return bare(read.stdout.decode())


def bare(text: str) -> str:
    return re.sub(r"[\s\u00ad\u2010-]", "", text)


@pytest.mark.printing
@pytest.mark.skipif(which("pdftotext") is None, reason="poppler-utils is not installed")
def test_every_line_of_the_tracker_is_the_line_of_the_file(
    cast: Cast, agreement: Agreement, sign_in: Callable[..., Client]
) -> None:
    assert agreement.document is not None
    file = printed(agreement.document)
    page = text_of(sign_in(cast.martin).get(reverse("my-agreement", args=[agreement.reference])))
    tracker = page[page.index("Your obligations") : page.index("Show the days in your own calendar")]
    duties = AgreementObligation.objects.filter(agreement=agreement).select_related("verifier").order_by("seq")
    assert len(duties) == 3
    for duty in duties:
        line = line_of(duty)
        row = (
            promise_line(line, agreement.language).removeprefix("- ")
            if duty.owed_by_id
            else "".join(vars(line).values())
        )
        assert bare(row) in file
        for words in vars(line).values():
            assert words in tracker, f"{duty.seq}: “{words}” is not in the tracker"
        assert duty.sha256 == line_sha256(line)
    assert differing(agreement, agreement.document) == []


@pytest.mark.parametrize(("field", "value"), [("what", "Something else."), ("due", "at once"), ("proof", "My word")])
def test_a_line_that_was_changed_past_the_agreement_is_found(agreement: Agreement, field: str, value: str) -> None:
    assert agreement.document is not None
    for duty in AgreementObligation.objects.filter(agreement=agreement):
        setattr(duty, field, value)
        keep(duty, "duty.plan", actor=system_user(), reason="Tampered with.")
    assert [duty.seq for duty in differing(agreement, agreement.document)] == [1, 2, 3]
