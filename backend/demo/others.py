"""The other matters of the company: open work for today, an offer that was declined, and one that lapsed."""

# ruff: noqa: E501 - what people read stays on one line

from dataclasses import replace
from typing import Final

from backend.demo.matters import Charge, Matter, Task, Terms

OUR_DUTIES: Final = (
    "We pay for the course and give you working time for it.",
    "We hold every check-in that is planned, and tell you early if one must move.",
)
LADDER: Final = (
    "A talk and a written clarification.",
    "A longer safeguard or an added check-in, agreed as a change in writing.",
    "A new decision on a warning, a change of role or dismissal, with notice, a meeting and an appeal.",
)


def _terms(no_contact: str, expectations: tuple[str, ...], safeguard: str, alternative: str) -> Terms:
    return Terms(
        findings="the adopted finding on allegation A1",
        policy_clauses="Dignity at Work 3.1",
        expectations=expectations,
        safeguards=(safeguard,),
        no_contact=no_contact,
        exceptions="Hand-overs and meetings in which both of you have a task are excepted.",
        decider="The head of your department",
        alternative=alternative,
        schedule="once a month",
        our_duties=OUR_DUTIES,
        ladder=LADDER,
        tasks=(
            Task(kind="education", what="Take part in the half-day course “Respect in teams”", due_day=60, proof="The provider’s record of attendance"),
            Task(kind="check_in", what="Keep the monthly check-ins with Joan Mbeki", due_day=240, proof="Check-in sheets with both initials"),
        ),
    )  # fmt: skip


GARETH: Final = Matter(
    complainant="rosa",
    respondent="gareth",
    title="Messages within a sales team",
    nexus="Messages between colleagues of one team, on the company’s chat and about shared customers.",
    narrative="For about six weeks Gareth Pugh has sent me messages late in the evening on the work chat. At first they were about customers. Then he began to write about how I look and what I wear. I answered that I wanted messages about work only. He went on for another two weeks.",
    conduct=("digital.message", "verbal.body_comment"),
    settings=("chat_dm", "after_hours"),
    power_relation="senior_other",
    triage_note="No danger. They sit on different floors and share two customers.",
    charges=(
        Charge(
            particulars="It is alleged that, over six weeks, you sent Rosa Delgado messages late in the evening that commented on her looks and clothing, and went on after she had asked for messages about work only.",
            conduct=("digital.message", "verbal.body_comment"),
            settings=("chat_dm", "after_hours"),
            policy_clause="Dignity at Work 3.1 (unwanted attention)",
            from_day=-45,
            to_day=-4,
            response="admit",
            answer="I wrote those messages. I thought that we were joking. I should have stopped when she asked.",
            reasons="The messages are in the chat’s record, eleven of them after her request. Mr Pugh accepts that he wrote them.",
            summary="The messages are on record, and the person who wrote them accepts it. Eleven were sent after a request to stop.",
        ),
    ),
    outcome_reasons="The messages went on after a clear request. A written warning and an agreement on conduct fit what happened.",
    factors="Against: eleven messages after the request.\nFor: he accepted it at once and has kept away since.\nFor: no earlier finding in six years.",
    comparators="One earlier matter of unwanted messages, in the last three years: a written warning and training.",
    terms=_terms(
        "Rosa Delgado",
        ("You write to colleagues about work, and in working hours.", "You do not comment on anybody’s looks or clothing."),
        "On the company’s chat you send nothing to her, and nothing to anybody after 19:00.",
        "a move to another sales team, in addition to the written warning.",
    ),
)  # fmt: skip

COLIN: Final = replace(
    GARETH,
    complainant="tess",
    respondent="colin",
    title="Remarks in client meetings",
    nexus="Meetings with clients, in working time.",
    narrative="In three client meetings this spring Colin Draper answered my questions with remarks about women and numbers, in front of the client. I spoke to him after the first one. He said that I was too sensitive, and did it twice more.",
    conduct=("verbal.joke",),
    settings=("meeting", "client_site"),
    power_relation="direct_manager",
    triage_note="He leads the account that she works on. The account was handed over for the time being.",
    charges=(
        Charge(
            particulars="It is alleged that, in three meetings with clients, you made remarks about women and numbers in reply to questions of Tess Whitaker, the second and third after she had spoken to you about it.",
            conduct=("verbal.joke",),
            settings=("meeting", "client_site"),
            policy_clause="Dignity at Work 3.1 (unwanted attention)",
            from_day=-60,
            to_day=-6,
            response="deny",
            answer="I may have made light of a question. I do not accept that it was about her being a woman.",
            reasons="Two people from the client’s side describe the remarks in the same words as Ms Whitaker. The notes of the third meeting hold one of them.",
            summary="People who were present describe the remarks in the same words, and the notes of one meeting hold one of them.",
        ),
    ),
    outcome_reasons="The remarks were made in front of a client and repeated after a talk. A written warning and an agreement fit what happened.",
    factors="Against: repeated after a talk, and in front of a client.\nFor: no earlier finding in nine years.",
    terms=_terms(
        "Tess Whitaker",
        ("You answer questions of colleagues on their substance.", "You make no remarks about women, men or any group of people."),
        "A second person from the account team takes part in your client meetings until the review.",
        "twelve months without the lead of an account, in addition to the written warning.",
    ),
)  # fmt: skip

VICTOR: Final = replace(
    GARETH,
    complainant="jonas",
    respondent="victor",
    title="Exclusion and shouting in a test team",
    kind="bullying",
    nexus="Work in one team, on the company’s site.",
    narrative="Since the summer Victor Lane leaves me out of the hand-overs on purpose, and has shouted at me twice in front of the others when I then did not know something.",
    conduct=("bullying",),
    settings=("shared_office", "meeting"),
    power_relation="peer",
    triage_note="They share a laboratory. The shift plan keeps them apart for now.",
    charges=(
        Charge(
            particulars="It is alleged that, from July to September, you left Jonas Frei out of at least nine hand-overs on purpose, and shouted at him on two occasions in front of the team.",
            conduct=("bullying",),
            settings=("shared_office", "meeting"),
            policy_clause="Dignity at Work 3.1 (unwanted attention)",
            from_day=-80,
            to_day=-8,
            response="part",
            answer="I raised my voice once, when a rig was damaged. The hand-overs were short because the shift was short.",
            factual="partially_substantiated",
            reasons="Four people heard one of the two occasions, nobody the other. The hand-over book has nine gaps, all on his shifts with Mr Frei and none on others.",
            summary="One of two occasions is established, and the gaps in the hand-overs are on record.",
        ),
    ),
    outcome_reasons="Leaving somebody out of hand-overs for weeks is a breach of the policy and a risk to safety. A written warning and an agreement fit what happened.",
    factors="Against: nine hand-overs, with a risk to safety.\nFor: the shift was short of people, which we did not mend in time.",
    comparators="None in the last five years.",
    terms=_terms(
        "Jonas Frei",
        ("You give every hand-over in full, to everybody on the list.", "You do not raise your voice at colleagues."),
        "Hand-overs go through the hand-over book, which the shift lead signs.",
        "a place on another shift, in addition to the written warning.",
    ),
)  # fmt: skip

SIMON: Final = replace(
    GARETH,
    complainant="hannah",
    respondent="simon",
    title="Remarks in an open office",
    nexus="Remarks in working time, in a shared office.",
    narrative="Simon Reeve makes sexual jokes in the office almost every day, and comments on who is seeing whom. I have asked him to stop in front of me. He then says that I have no sense of humour.",
    conduct=("verbal.joke", "verbal.sexual_remark"),
    settings=("shared_office",),
    power_relation="senior_other",
    triage_note="They share an office of eight. Her desk was moved at her own wish.",
    charges=(
        Charge(
            particulars="It is alleged that, over three months, you made sexual jokes in the shared office on most working days, and went on after Hannah Booth had asked you to stop.",
            conduct=("verbal.joke", "verbal.sexual_remark"),
            settings=("shared_office",),
            policy_clause="Dignity at Work 3.1 (unwanted attention)",
            from_day=-92,
            to_day=-3,
            response="part",
            answer="I make jokes, and some were in bad taste. I did not know that anybody minded until she said so, and I may have said one or two since.",
            reasons="Five of the six others in the office describe the jokes, and three of them the request to stop. He accepts a part of it.",
            summary="Most people in the office describe it, and several heard the request to stop.",
        ),
    ),
    outcome_reasons="The jokes went on after a clear request. A written warning and an agreement on conduct fit what happened.",
    factors="Against: over three months, and after a request.\nFor: he accepts a part of it.\nFor: no earlier finding.",
    terms=replace(
        _terms(
            "Hannah Booth",
            ("You make no sexual jokes or remarks at work.", "You do not talk about the private lives of colleagues."),
            "You sit in the purchasing office on the second floor until the review.",
            "a desk in another building, in addition to the written warning.",
        ),
        exceptions="Meetings in which both of you have a task are excepted.",
        tasks=(
            Task(kind="education", what="Take part in the half-day course “Respect in teams”", due_day=55, proof="The provider’s record of attendance"),
            Task(kind="check_in", what="Keep the monthly check-ins with Joan Mbeki", due_day=240, proof="Check-in sheets with both initials"),
        ),
    ),
)  # fmt: skip

KARL: Final = replace(
    GARETH,
    complainant="aisha",
    respondent="karl",
    title="Remarks and shift plan in a warehouse",
    kind="discrimination",
    nexus="Shift planning and remarks at the company’s warehouse.",
    narrative="Karl Jennings plans the shifts. Since I asked for a prayer break he gives me the late shift every Friday, and has said twice that people who want extras must earn them. Others who swap shifts are not asked to.",
    conduct=("discrimination",),
    settings=("shared_office",),
    power_relation="direct_manager",
    priority="P2",
    flags=("ongoing_contact",),
    triage_note="He plans her shifts. The production director plans them for the time being.",
    charges=(
        Charge(
            particulars="It is alleged that, after Aisha Malik had asked for a break to pray, you planned her for the late shift on six Fridays in a row, and said on two occasions that people who want extras must earn them.",
            conduct=("discrimination",),
            settings=("shared_office",),
            policy_clause="Equal Treatment 2.1 (less favourable treatment)",
            from_day=-50,
            to_day=-5,
        ),
    ),
    terms=None,
)  # fmt: skip

HAMISH: Final = replace(
    GARETH,
    complainant="petra",
    respondent="hamish",
    title="Remarks during calibration shifts",
    nexus="Remarks between colleagues in the laboratory, in working time.",
    narrative="Since the summer Hamish Orr has made remarks about my accent when we calibrate together, and imitates it in front of trainees. I laughed the first time because I did not know what to do. I have asked him to stop.",
    conduct=("verbal.joke", "discrimination"),
    settings=("shared_office", "meeting"),
    power_relation="peer",
    priority="P3",
    flags=("ongoing_contact",),
    triage_note="No danger. They can calibrate on different shifts for the time being.",
    charges=(
        Charge(
            particulars="It is alleged that, on several calibration shifts since July, you imitated the accent of Petra Lang in front of trainees, and went on after she had asked you to stop.",
            conduct=("verbal.joke", "discrimination"),
            settings=("shared_office", "meeting"),
            policy_clause="Equal Treatment 2.3 (remarks about origin)",
            from_day=-80,
            to_day=-3,
            response="part",
            answer="I did it twice, as a joke between friends. I do not remember being asked to stop. I would not do it again.",
        ),
    ),
    terms=None,
)  # fmt: skip

STUART: Final = replace(
    GARETH,
    complainant="mei",
    respondent="stuart",
    title="Standing too close and following at work",
    nexus="Conduct in working time, in the assembly hall.",
    narrative="Stuart Webb stands right behind me at the bench and reads over my shoulder, several times a day. When I move he moves as well. I told him twice that it makes me uneasy. He has waited for me at the bus stop outside three times.",
    conduct=("noncontact.proximity", "noncontact.blocking"),
    settings=("shared_office", "after_hours"),
    power_relation="senior_other",
    priority="P2",
    flags=("ongoing_contact",),
    triage_note="He plans the line that she works on. He was moved to the planning office for the time being.",
    charges=(
        Charge(
            particulars="It is alleged that, over two months, you stood close behind Mei Tanaka at her bench several times a day and moved with her when she moved, after she had asked you twice not to, and waited for her at the bus stop on three evenings.",
            conduct=("noncontact.proximity", "noncontact.blocking"),
            settings=("shared_office", "after_hours"),
            policy_clause="Dignity at Work 3.1 (unwanted attention)",
            from_day=-62,
            to_day=-3,
            response="part",
            answer="I have to check the line, and there is little room. I take the same bus. I did not know that she minded.",
            reasons="Two colleagues saw him stand behind her and follow her along the bench, and heard her ask him to stop. His bus leaves from another stop. The visitor camera shows him at hers on three evenings.",
            summary="Two colleagues saw it and heard the request to stop. The waiting on three evenings is on record.",
        ),
    ),
    outcome=("written_warning", "transfer_respondent", "training"),
    outcome_reasons="The conduct went on for two months after two requests to stop. A written warning, training, and a place of work away from hers are needed so that she can work without fear.",
    factors="Against: two months, and after two requests.\nAgainst: waiting for her outside work.\nFor: no earlier finding, and he kept to the interim step.",
    comparators="One earlier matter of following a colleague, two years ago: a written warning and a transfer.",
    terms=None,
)  # fmt: skip

CANTEEN: Final = Matter(
    complainant="felix",
    respondent="",
    title="",
    nexus="",
    narrative="The canteen has changed its supplier, and the new menu has been poor for weeks. People are annoyed, and nobody answers when we complain. I was told to put it here.",
    conduct=("other",),
    settings=("shared_office",),
    power_relation="none_known",
    priority="P4",
    triage_note="About a service, not about anybody’s conduct. Passed on to facilities, with his consent.",
)  # fmt: skip

STOCK_ROOM: Final = Matter(
    complainant="bridget",
    respondent="",
    title="",
    nexus="",
    narrative="Somebody keeps putting printed pictures with sexual jokes on the inside of the stock-room lockers in Bristol. I have taken three down this month. New ones come up within days. I do not know who it is, but only the day shift has keys.",
    conduct=("visual.display", "verbal.joke"),
    settings=("changing_rest_area",),
    power_relation="none_known",
    wishes="I would like it to stop. I do not need to know who did it.",
)  # fmt: skip

CANTEEN_GROUNDS: Final = "The report is about the canteen’s supplier and menu. It tells of nothing that anybody did to somebody at work. Facilities have your note and will answer you by Friday."
