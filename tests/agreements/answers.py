"""What the tests of answers to an offer do again and again."""

from datetime import timedelta
from io import BytesIO
from typing import Any

from backend.agreements.actions.amending import Change, propose_amendment
from backend.agreements.actions.drafting import approve_agreement, review_agreement
from backend.agreements.actions.paper import OnPaper
from backend.agreements.actions.signing import countersign_agreement, offer_agreement, sign_agreement
from backend.agreements.clauses import library
from backend.agreements.models import Agreement, AgreementClause
from backend.audit.recorded import keep
from backend.demo.cast import Cast
from backend.files.uploads import Upload
from backend.kernel import clock
from backend.people.models import User

WHY = "For this test."
PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)


def sign(agreement: Agreement, user: User, **told: Any) -> Agreement:
    usual = {"sha256": agreement.offered_sha256, "typed_name": user.name, "factors": ["password"]}
    return sign_agreement(agreement, actor=user, reason="I sign.", **{**usual, **told})


def countersign(agreement: Agreement, user: User, **told: Any) -> Agreement:
    usual = {"sha256": agreement.offered_sha256, "typed_name": user.name, "factors": ["password"]}
    return countersign_agreement(agreement, actor=user, reason="I sign.", **{**usual, **told})


def a_change(agreement: Agreement, **told: Any) -> Change:
    """Say a change of an agreement: other words for one clause, from a day after the time to consider."""
    clause = agreement.clauses.order_by("seq")[1]
    usual: dict[str, Any] = {
        "reason": "The course is full until spring.",
        "effective_on": clock.today() + timedelta(days=14),
        "clauses": {clause.code: f"{clause.text} It holds from the change on."},
    }
    return Change(**{**usual, **told})


def an_amendment(agreement: Agreement, cast: Cast, *, to: str = "offered", **told: Any) -> Agreement:
    """Propose a change of an agreement in force and carry it on to a state."""
    version = propose_amendment(agreement, a_change(agreement, **told), actor=cast.daniel, reason=WHY)
    if to == "drafting":
        return version
    version = review_agreement(version, actor=cast.hugo, reason=WHY)
    version = approve_agreement(version, actor=cast.clara, reason=WHY)
    version = offer_agreement(version, actor=cast.daniel, reason=WHY) if to != "approved" else version
    version = sign(version, cast.martin) if to in {"signed", "active"} else version
    return countersign(version, cast.ruth) if to == "active" else version


def a_scan(name: str = "signed.png", content: bytes = PICTURE) -> Upload:
    return Upload(BytesIO(content), name)


def on_paper(agreement: Agreement, **told: Any) -> OnPaper:
    """Say how the employee signed on paper."""
    usual: dict[str, Any] = {
        "sha256": agreement.offered_sha256,
        "signed_on": clock.today(),
        "place": "Leeds",
        "first_witness": "Asha Patel",
        "first_witness_role": "HR adviser",
        "second_witness": "Tom Reed",
        "second_witness_role": "Trade union representative",
    }
    return OnPaper(**{**usual, **told})


def with_release(agreement: Agreement, cast: Cast, *, profile: str = "US") -> Agreement:
    """Put a release of past claims into an agreement before it is offered, of a case in the United States or elsewhere."""
    clause = AgreementClause(
        agreement=agreement,
        seq=90,
        code="C43",
        part="Last chance",
        heading="Release of past claims",
        text="You give up past claims, and no future ones.",
        library_version="test",
    )
    keep(clause, "agreement.add_clause", actor=cast.daniel, reason=WHY)
    case = agreement.case
    case.profile = profile
    keep(case, "case.plan", actor=cast.daniel, reason=WHY)
    return Agreement.objects.select_related("case").get(pk=agreement.pk)


def with_own_words(agreement: Agreement, cast: Cast) -> Agreement:
    """Put the clause into an agreement that leaves a statement of their own to the employee."""
    words = library().clauses["C27"]
    clause = AgreementClause(
        agreement=agreement,
        seq=91,
        code="C27",
        part=words.part,
        heading=words.heading,
        text=words.text,
        library_version="test",
    )
    keep(clause, "agreement.add_clause", actor=cast.daniel, reason=WHY)
    return Agreement.objects.select_related("case", "person", "monitor").get(pk=agreement.pk)
