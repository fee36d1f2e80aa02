"""Which papers of a case its people may open: each what their part in it needs, and no more (domain matrix 2b)."""

import pytest

from backend.access.policy import can, scope
from backend.documents.models import Document

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("name", "kinds"),
    [
        ("ines", {"D3", "D7"}),
        ("omar", {"D3"}),
        ("ruth", {"D3", "D7", "D8", "D9", "D12"}),
        ("clara", {"D3", "D7", "D8", "D9", "D12"}),
        ("hugo", {"D3", "D7", "D8", "D9", "D12"}),
        ("daniel", {"D8", "D9", "D12"}),
        ("martin", {"D3", "D9", "D12"}),
        ("erin", {"D8"}),
        ("joan", set()),
        ("noor", set()),
        ("tomas", set()),
        ("wanda", set()),
        ("lena", set()),
        ("sam", set()),
    ],
)
def test_each_opens_what_their_part_needs(cast, an_agreement, name, kinds):
    case = an_agreement("offered").case
    papers = Document.objects.filter(matter=case.reference)
    assert set(papers.values_list("kind", flat=True)) == {"D3", "D7", "D8", "D9", "D12"}
    assert set(scope(getattr(cast, name), "document.open", papers).values_list("kind", flat=True)) == kinds


def test_an_auditor_sees_that_a_paper_exists_and_its_digest_not_its_text(cast, an_agreement):
    document = an_agreement("offered").document
    assert can(cast.lena, "document.view", document)
    assert not can(cast.lena, "document.open", document)
