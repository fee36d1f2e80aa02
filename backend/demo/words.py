"""The words of the main story: what Erin Lindqvist reports of Martin Hale, what is found, and what is agreed."""

# ruff: noqa: E501 - what people read stays on one line

from typing import Final

from backend.demo.matters import Charge, Matter, Task, Terms

NARRATIVE: Final = """On Thursday and Friday of the week before last I was at the northern service conference in Harrogate with about forty people from Larkfield. Martin Hale was there. He is my manager’s manager.

On Thursday evening in the hotel bar he stood behind my chair and put his hands on my shoulders and rubbed them. I leaned forward and said “please don’t”. He laughed. He did it again about half an hour later, and a third time when I was standing at the bar. Neil and two people from the Hull team were at the table.

He asked me twice to have a last drink with him somewhere quieter. I said no both times. On Friday at breakfast he asked again. On the Monday after, when I was in his office alone about the northern project, he said that he would like to see me relax a bit more if I was going to lead it. I took that to mean the drink.

I have not been sleeping well since, and I do not want to be alone in a room with him."""

MASSAGE: Final = Charge(
    particulars="It is alleged that, on one evening of the service conference in Harrogate, you placed your hands on the shoulders of Erin Lindqvist and massaged them on three occasions, although she moved away and asked you to stop after the first.",
    conduct=("contact.massage_shoulder",),
    settings=("conference", "social_event", "alcohol_present"),
    policy_clause="Dignity at Work 3.2 (unwanted physical contact)",
    from_day=-11,
    response="part",
    answer="I put my hands on her shoulders once, in passing and in front of everybody, as I would with anyone on the team. I do not remember a second or a third time. I did not hear her say anything. If it was unwelcome I regret it.",
    reasons="Three people at the table describe the contact independently of one another. Two of them describe it as happening more than once, and one heard the words “please don’t”. Their accounts were taken separately and differ in small details, as independent accounts do. Mr Hale accepts one occasion. A message that Ms Lindqvist sent to a friend at 22:14 that evening speaks of three. Mr Hale’s account of a single touch in passing is not supported by anyone else. It is more likely than not that it happened three times, the second and third after she had asked him to stop.",
    summary="Several people who were present describe the contact independently. It is more likely than not that it happened three times, and that it went on after a request to stop.",
)  # fmt: skip

INVITATIONS: Final = Charge(
    particulars="It is alleged that you invited Erin Lindqvist to have a drink with you alone on two occasions that evening and once the next morning, after she had declined.",
    conduct=("verbal.repeated_invitation",),
    settings=("conference", "hotel", "alcohol_present"),
    policy_clause="Dignity at Work 3.1 (unwanted attention)",
    from_day=-11,
    to_day=-10,
    response="part",
    answer="I asked once whether she would join a few of us in the lounge. I did not ask her to come alone. I did not ask again at breakfast; we talked about the project.",
    factual="partially_substantiated",
    reasons="Two invitations on the evening are described by Ms Lindqvist and by one other person, who heard the second and heard it declined. That they were to be alone is supported by the words that this person recalls. For the third, at breakfast, there is one account against another; the table was full, and nobody else heard it. The two on the evening are established on the balance of probabilities, and the third is not.",
    summary="Two invitations on the evening, the second after a refusal, are established. For a third one the next morning the evidence is not sufficient.",
)  # fmt: skip

HINT: Final = Charge(
    particulars="It is alleged that, in a one-to-one meeting in your office, you told Erin Lindqvist that you would like to see her relax more if she was to lead the northern project, and that this was meant as a condition.",
    conduct=("coercive.implied_threat",),
    settings=("one_to_one", "closed_door"),
    policy_clause="Dignity at Work 5.2 (implied benefit or detriment)",
    from_day=-7,
    response="deny",
    answer="I said that the project was stressful and that she should pace herself. It had nothing to do with the conference. The lead had been decided the week before and I did not change it.",
    factual="not_substantiated",
    policy="no_breach",
    reasons="Nobody else was present. Both agree that the words were about relaxing and about the project. The project record shows that Ms Lindqvist was named as lead five days before the meeting, and that nothing was changed afterwards. Her understanding of the words was reasonable after what had happened on the Thursday. That is not enough to find that they were meant as a condition. This finding does not say that she was mistaken or untruthful.",
    summary="The words were spoken, but it could not be established that they were meant as a condition. This does not mean that the account given was untrue.",
)  # fmt: skip

TERMS: Final = Terms(
    findings="the adopted findings on allegations A1 and A2",
    policy_clauses="Dignity at Work 3.1 and 3.2",
    expectations=(
        "You do not touch colleagues, apart from an offered handshake.",
        "You invite people who report to you, directly or through others, to private meetings only for work, in working hours and at a place of work.",
        "When somebody says no, you do not ask again.",
    ),
    safeguards=(
        "At conferences and client events you leave when the working part of the evening ends.",
        "You do not drink alcohol at events where people who report to you are present.",
        "One-to-one meetings with people from Field Service North take place in a room with a glass door, or as a call in the shared calendar.",
    ),
    no_contact="Erin Lindqvist",
    exceptions="Meetings of more than six people in which both of you have a task are excepted.",
    decider="Helen Marsh",
    alternative="a move to a role that leads no people, in addition to the final written warning.",
    schedule="every second week for the first three months, and then once a month",
    our_duties=(
        "We pay for the course and the coaching, and give you working time for both.",
        "We hold every check-in that is planned, and tell you early if one must move.",
        "We give everybody who organises events the same safeguards.",
        "We offer the same course to every director.",
    ),
    ladder=(
        "A talk and a written clarification.",
        "A longer safeguard or an added check-in, agreed as a change in writing.",
        "A new decision on a warning, a change of role or dismissal, with notice, a meeting and an appeal.",
    ),
    tasks=(
        Task(
            kind="handover",
            what="Hand the decisions on pay, rating, projects and references that clause “Decisions about certain people” takes from you over to Helen Marsh, with the open ones listed",
            due_day=14, proof="Handover list signed by Helen Marsh",
            met_day=10, note="Handover list seen, signed by both on the same day.",
        ),
        Task(
            kind="education",
            what="Take part in the two-day course “Power, consent and conduct at work” at Northgate College",
            due_day=75, proof="Northgate’s record of attendance for both days",
            met_day=58, note="Record of attendance for both days seen.",
        ),
        Task(
            kind="safeguard",
            what="Write a one-page plan with the events team on how evening events of Region North are run under the safeguards",
            due_day=90, proof="The plan, as filed by the events team",
            met_day=86, note="Plan filed by the events team; first used at the spring meeting.",
        ),
        Task(
            kind="other",
            what="Attend six sessions of leadership coaching on giving feedback and keeping distance",
            due_day=200, proof="The coach’s list of dates attended, without content",
            met_day=187, note="Six dates attended. The list has no content, as agreed.",
        ),
        Task(
            kind="check_in",
            what="Keep the check-ins with Joan Mbeki and confirm in writing at each that the clauses on contact and decisions were kept",
            due_day=280, proof="Check-in sheets with both initials",
            met_day=276, note="Eleven of eleven check-ins held; the sheets are initialled.",
        ),
    ),
)  # fmt: skip

ERIN_AND_MARTIN: Final = Matter(
    complainant="erin",
    respondent="martin",
    title="Conduct at a service conference",
    nexus="A conference organised and paid for by the company, with colleagues, and a meeting at the office about a work project.",
    narrative=NARRATIVE,
    conduct=("contact.massage_shoulder", "verbal.repeated_invitation"),
    settings=("conference", "alcohol_present", "one_to_one"),
    power_relation="skip_level",
    wishes="I want it to stop, and I want to keep the northern project. I do not want to be in a room alone with him.",
    priority="P2",
    flags=("ongoing_contact", "executive_or_gatekeeper"),
    triage_note="Two levels of authority between them, and a meeting in the diary for next week. No immediate danger. Decisions about her are to leave his hands while this is looked into.",
    charges=(MASSAGE, INVITATIONS, HINT),
    outcome=("final_warning", "accountability_agreement"),
    outcome_reasons="Repeated physical contact after a request to stop, by somebody two levels above, is a serious breach of the policy on dignity at work. A final written warning and an agreement on conduct are the mildest steps that can be expected to prevent it from happening again.",
    factors="Against: the contact went on after a request to stop.\nAgainst: he leads the region, and she reports to him through one manager.\nFor: eleven years without an earlier finding.\nFor: he accepted a part of it at the first meeting, and kept every interim step.",
    comparators="Two earlier matters of unwanted touching by a senior manager in the last five years. Both ended with a final written warning and an agreement; one of the two managers also changed role, after an earlier warning.",
    terms=TERMS,
)  # fmt: skip

TOMAS_DECLARES: Final = "I worked with Region North on the service-quality programme. I do not see a conflict."
INES_DECLARES: Final = "I have never worked for or with either of them. I know both by sight only."
DECLARES: Final = "I have no personal or working relation with either side beyond the company."
WEIGHED: Final = {
    "nature": "The conduct was repeated over some time.",
    "past_discipline": "No earlier discipline counts.",
    "alternatives": "Something milder would not be enough to prevent it from happening again.",
}
APPEAL_TO: Final = "the Appeals Secretary, appeals@larkfield.example"
