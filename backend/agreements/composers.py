"""The letters that people write while an agreement runs."""

from backend.agreements.letters.monitoring import MonitorBriefing, Watched
from backend.agreements.models import Agreement, AgreementState
from backend.agreements.obligation_vocabulary import Bearer
from backend.documents.composing import Asked, Composer, Gap, Given, composes
from backend.documents.queries import contact, frame
from backend.people.models import Person, User


def _gaps(agreement: Agreement, to: Person) -> list[Gap]:
    if agreement.state == AgreementState.ACTIVE:
        return []
    return [Gap("An agreement in force: there is nothing to watch yet, or no more.", "agreement", agreement.reference)]


def _write(agreement: Agreement, *, to: Person, by: User, given: Given) -> MonitorBriefing:
    duties = agreement.obligations.filter(bearer=Bearer.EMPLOYEE).order_by("seq")
    return MonitorBriefing(
        **frame(MonitorBriefing, to=to, by=by),
        matter=agreement.reference,
        employee=agreement.person.name,
        starts_on=agreement.starts_on,
        ends_on=agreement.ends_on,
        obligations=tuple(Watched(what=duty.what, due=duty.due, observe=duty.proof) for duty in duties),
        check_ins=given["check_ins"],
        first_check_in_on=given["first_check_in_on"] or None,
        keep_apart=given["keep_apart"],
        report_to=contact(by),
        report_within=given["report_within"],
        return_by=given["return_by"],
    )


composes(
    Composer(
        letter=MonitorBriefing,
        about=Agreement,
        action="agreement.write_letter",
        summary="Tells the monitor what to watch and how to report, and nothing of the reasons.",
        follows="The monitor signs the undertaking to keep it confidential, and brings it back.",
        recipients=lambda agreement: [agreement.monitor],
        write=_write,
        gaps=_gaps,
        asks=(
            Asked("check_ins", "How often they meet", help="For example: every second week."),
            Asked("first_check_in_on", "First meeting on", "day", is_required=False),
            Asked(
                "keep_apart", "People to keep apart", "lines",
                "Names, one a line, only where the agreement says so. The letter does not say why.", is_required=False,
            ),
            Asked("report_within", "Report a concern within", help="For example: two working days."),
            Asked("return_by", "Undertaking back by", "day"),
        ),
    )
)  # fmt: skip
