"""Sample letters about a case: what their templates are tried and previewed with."""

from datetime import date

from backend.cases import letter_samples_de  # noqa: F401 - to register them
from backend.cases.letters import (
    AllegationPut,
    CheckedAtClosing,
    ClosureMemo,
    Lesson,
    LessonsLearned,
    Meeting,
    Milestone,
    NoticeOfAllegations,
    Protected,
    RemedyOwned,
    RetaliationManagers,
    RetaliationPlan,
    RootCause,
    TimerKept,
    WaiverDisclosure,
)
from backend.documents.letters import Addressee, Contact
from backend.documents.sample_people import (
    CASE,
    CLARA,
    DANIEL,
    ERIN,
    INES,
    LARKFIELD,
    MARTIN,
    NEIL,
    OMAR,
    RUTH,
    SUPPORT,
)
from backend.documents.samples import sample

VERA = Contact(name="Vera Castell", role="Chair of the audit committee", email="vera@larkfield.example")


@sample(NoticeOfAllegations)
def notice() -> NoticeOfAllegations:
    """D3 to Martin Hale, seven days after the report."""
    return NoticeOfAllegations(
        matter=CASE, dated=date(2026, 3, 9), organisation=LARKFIELD, recipient=MARTIN, contact=OMAR, signatory=INES,
        reference="DOC-2026-B4X9QF",
        allegations=(
            AllegationPut(
                reference="A1",
                particulars="It is alleged that, on three occasions during one evening, you placed your hands on the shoulders of Erin Lindqvist and massaged them, although she had moved away after the first time.",
                when="26 February 2026, between about 19:30 and 22:00",
                where="Conference dinner and hotel bar, Harrogate",
                policy_clauses=("Dignity at Work 3.2 (unwanted physical contact)",),
            ),
            AllegationPut(
                reference="A2",
                particulars="It is alleged that you repeatedly invited Erin Lindqvist to meet you alone for a drink, in person and by message, after she had declined.",
                when="26 February to 1 March 2026",
                where="Hotel bar, Harrogate; work chat messages",
                policy_clauses=("Dignity at Work 3.1 (unwanted attention)", "Dignity at Work 5.1 (use of position)"),
            ),
            AllegationPut(
                reference="A3",
                particulars="It is alleged that you said that her place on the Northern project depended on being “good company”.",
                when="26 February 2026, at about 21:30",
                where="Hotel bar, Harrogate",
                policy_clauses=("Dignity at Work 5.2 (implied benefit)",),
            ),
        ),
        answer_due_on=date(2026, 3, 23),
        interview=Meeting(on=date(2026, 3, 18), time="10:00 UK time", place="room Calder, Leeds, or by video call if you prefer", with_whom="Inês Duarte and a note-taker"),
        measures=(
            "You and Erin Lindqvist do not contact each other. Necessary work messages go through Daniel Price.",
            "Ruth Adeyemi takes decisions on her pay, rating and projects in your place.",
            "Your pay and your post stay as they are. We review these steps by 20 March 2026.",
        ),
        support=SUPPORT,
    )  # fmt: skip


OFFICE = Contact(
    name="People Office", role="for the management board", email="people@larkfield.example", phone="0113 496 0100"
)
FILE = Addressee(name="The file of the case", role="and the compliance auditor")
TWICE = (
    "Rating, pay, bonus and promotion",
    "Shifts, place of work, tasks and projects",
    "Leave, training and travel",
    "Warnings, dismissal and the end of a contract",
)


@sample(RetaliationManagers)
def retaliation_managers() -> RetaliationManagers:
    """D22 to Neil Ashworth, who leads the team; it has a reference of its own, not that of the case."""
    return RetaliationManagers(
        matter="WCH-2026-4NP7TE", dated=date(2026, 5, 4), organisation=LARKFIELD, recipient=NEIL, contact=DANIEL, signatory=DANIEL,
        reference="DOC-2026-X5G8RB", jurisdiction="GB",
        protected=(
            Protected(name="Erin Lindqvist", since=date(2026, 3, 2), until=date(2027, 5, 3)),
            Protected(name="Tess Whitaker", since=date(2026, 3, 20), until=date(2027, 5, 3)),
        ),
        decisions=TWICE, reviewer=RUTH, reviewed_within="within two working days",
        more_examples=("leaving somebody off the list for a customer visit",),
    )  # fmt: skip


@sample(RetaliationPlan)
def retaliation_plan() -> RetaliationPlan:
    """D22 to Erin Lindqvist, after the outcome."""
    return RetaliationPlan(
        matter=CASE, dated=date(2026, 5, 4), organisation=LARKFIELD, recipient=ERIN, contact=OMAR, signatory=OMAR,
        reference="DOC-2026-Z7C4VK", jurisdiction="GB",
        activity="you made a report and gave evidence", since=date(2026, 3, 2), until=date(2027, 5, 3),
        decisions=TWICE, reviewer=RUTH, asked_by=DANIEL,
        check_ins=(date(2026, 5, 11), date(2026, 6, 3), date(2026, 7, 3), date(2026, 8, 3), date(2026, 11, 2), date(2027, 5, 3)),
        managers_told=("Neil Ashworth",), more_examples=("being left off the list for a customer visit",),
        outside=(Contact(name="Acas", role="free advice on rights at work", phone="0300 123 1100"),),
        support=SUPPORT,
    )  # fmt: skip


@sample(WaiverDisclosure)
def waiver_disclosure() -> WaiverDisclosure:
    """D27 to Erin Lindqvist, before the investigator begins."""
    return WaiverDisclosure(
        matter=CASE, dated=date(2026, 3, 6), organisation=LARKFIELD, recipient=ERIN, contact=VERA, signatory=VERA,
        reference="DOC-2026-W5J8NC", jurisdiction="GB",
        disclosed="Tomas Berg investigates. Until last year he worked in a joint programme of Region North. He took no part in anything that this matter is about, and nobody else with his training is free.",
        decided_by=VERA, decided_on=date(2026, 3, 6), answered_within="within 3 working days", support=SUPPORT,
    )  # fmt: skip


@sample(ClosureMemo)
def closure_memo() -> ClosureMemo:
    """D24 to the file, when the agreement has been kept to its end."""
    return ClosureMemo(
        matter=CASE, dated=date(2027, 5, 17), organisation=LARKFIELD, recipient=FILE, contact=OMAR, signatory=OMAR,
        reference="DOC-2027-A3K9WD", approver=CLARA,
        opened_on=date(2026, 3, 2), closed_on=date(2027, 5, 17), closed_because="Decided; all obligations discharged",
        milestones=(
            Milestone(on=date(2026, 3, 2), what="Report received by online form"),
            Milestone(on=date(2026, 3, 3), what="Report acknowledged; first safety steps"),
            Milestone(on=date(2026, 3, 5), what="First investigator refused for a line to a party; Inês Duarte appointed"),
            Milestone(on=date(2026, 3, 9), what="Notice of allegations; temporary measures"),
            Milestone(on=date(2026, 4, 16), what="Investigation report"),
            Milestone(on=date(2026, 4, 28), what="Findings adopted; outcome decided"),
            Milestone(on=date(2026, 5, 1), what="Letters to both parties"),
            Milestone(on=date(2026, 5, 13), what="Agreement signed"),
            Milestone(on=date(2027, 5, 13), what="Agreement completed"),
        ),
        timers=(
            TimerKept(what="Acknowledge the report", due_on=date(2026, 3, 9), met_on=date(2026, 3, 3)),
            TimerKept(what="Notice before the interview, 48 hours", due_on=date(2026, 3, 16), met_on=date(2026, 3, 9)),
            TimerKept(what="News to both parties, every 30 days", due_on=date(2026, 4, 1), met_on=date(2026, 4, 3), why="The investigator was away, and nobody stood in."),
            TimerKept(what="Investigation", due_on=date(2026, 4, 30), met_on=date(2026, 4, 16)),
            TimerKept(what="Check-in with the complainant, 30 days", due_on=date(2026, 6, 1), why="The day was not entered in the calendar. Held on 9 June 2026 instead."),
        ),
        checks=(
            CheckedAtClosing(what="All letters delivered", state="Yes, nine of nine"),
            CheckedAtClosing(what="Temporary measures ended or made permanent", state="Ended on 13 May 2027"),
            CheckedAtClosing(what="Time to appeal", state="Passed on 15 May 2026; no appeal"),
            CheckedAtClosing(what="Protection from retaliation", state="Ended on 3 May 2027; one concern, resolved"),
            CheckedAtClosing(what="Legal holds", state="None"),
        ),
        causes=(
            RootCause(what="One person alone chose people for projects.", shown_by="Report, section 9; interview with Oliver Grant"),
            RootCause(what="Free drinks for five hours, with no host responsible.", shown_by="Report, section 9; booking of the hotel"),
            RootCause(what="People who noticed something did not know whom to tell.", shown_by="Two interviews"),
        ),
        remedies=(
            RemedyOwned(what="Two people choose for projects, and write down why", owner="Ruth Adeyemi", due_on=date(2026, 9, 30)),
            RemedyOwned(what="A named host and a limit on drinks at every company event", owner="Daniel Price", due_on=date(2026, 7, 1)),
            RemedyOwned(what="A card with the ways to report, handed out at every event", owner="Omar Haddad", due_on=date(2026, 7, 1)),
            RemedyOwned(what="A stand-in for every investigator", owner="Omar Haddad", due_on=date(2026, 6, 15)),
        ),
        went_well=("The wrong digest of an exhibit was noticed before it was relied on.", "The conflict check found the dotted line."),
        kept_until="17 May 2033, then reviewed for disposal",
    )  # fmt: skip


@sample(LessonsLearned)
def lessons() -> LessonsLearned:
    """D24 for everybody at Larkfield: no name, no case, no day of an event."""
    return LessonsLearned(
        matter="LSN-2027-1", dated=date(2027, 6, 1), organisation=LARKFIELD,
        recipient=Addressee(name="Everyone at Larkfield Instruments"), contact=OFFICE, signatory=OFFICE,
        reference="DOC-2027-F6T2LH", period="the years 2025 and 2026",
        lessons=(
            Lesson(noticed="Places on projects were often given by one person alone.", changes="Two people choose, and write down why.", owner="Operations", due_on=date(2027, 9, 30)),
            Lesson(noticed="At company events nobody was clearly in charge.", changes="Every event has a named host and a limit on drinks.", owner="People Office", due_on=date(2027, 7, 1)),
            Lesson(noticed="Some people noticed something and did not know whom to tell.", changes="A card with all ways to report comes with every invitation.", owner="Intake", due_on=date(2027, 7, 1)),
            Lesson(noticed="News came late when somebody was away.", changes="Everyone who handles a matter has a stand-in.", owner="Intake", due_on=date(2027, 6, 15)),
        ),
        tell_us="The ways are on the first page of the intranet, and one of them needs no name.",
        support=SUPPORT[:1],
    )  # fmt: skip
