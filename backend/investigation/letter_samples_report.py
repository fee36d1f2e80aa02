"""The sample report of an investigation."""

from datetime import date

from backend.documents.letters import Addressee
from backend.documents.sample_people import CASE, INES, LARKFIELD, OMAR, RUTH
from backend.documents.samples import sample
from backend.investigation.letters.report import (
    AllegationExamined,
    Chapter,
    ContestedFact,
    CustodyStep,
    Exhibit,
    FactStated,
    FindingProposed,
    InvestigationReport,
    PersonHeard,
    StepTaken,
    Weighed,
)

DECIDES = Addressee(name="Ruth Adeyemi", role="Operations Director, decision maker")
ALLEGATIONS = (
    AllegationExamined(reference="A1", particulars="Hands placed on the shoulders of Erin Lindqvist, and massaging, three times during the conference dinner of 26 February 2026.", policy_clauses=("Dignity at Work 3.2",), answer="Accepted as to the contact; disputes that it was unwelcome"),
    AllegationExamined(reference="A2", particulars="Repeated invitations to meet alone for a drink, in person and by message, after she had declined.", policy_clauses=("Dignity at Work 3.1", "Dignity at Work 5.1"), answer="Accepted in part: two messages"),
    AllegationExamined(reference="A3", particulars="A remark that her place on the Northern project depended on being “good company”.", policy_clauses=("Dignity at Work 5.2",), answer="Disputed"),
)  # fmt: skip
PEOPLE = (
    PersonHeard(name="Erin Lindqvist", part="Complainant", how="In person, with a companion", when="11 March 2026"),
    PersonHeard(name="Martin Hale", part="Respondent", how="In person, with a companion", when="18 March 2026"),
    PersonHeard(name="Neil Ashworth", part="Witness, at the table", how="In person, with a companion", when="16 March 2026"),
    PersonHeard(name="Colin Draper", part="Witness, at the table; named by the respondent", how="By video", when="19 March 2026"),
    PersonHeard(name="Tess Whitaker", part="Witness, in the bar", how="By video", when="20 March 2026"),
    PersonHeard(name="Oliver Grant", part="Witness, project staffing", how="In writing", when="24 March 2026"),
    PersonHeard(name="Stuart Webb", part="Witness, named by the respondent", how="In person", when="27 March 2026"),
)  # fmt: skip
CHAPTERS = (
    Chapter(heading="The dinner", paragraphs=(
        "Erin Lindqvist says that the respondent came to her chair three times between about 19:45 and 21:00. Each time he laid both hands on her shoulders and kneaded them. After the first time she moved her chair forward. After the second she got up and fetched something from the buffet.",
        "The respondent says that he greeted many guests in this way. He remembers putting his hands on her shoulders “once or twice, perhaps three times”. He took her moving forward for making room.",
        "Neil Ashworth sat two places away. He describes three visits and the chair moving (E3, passage 4). Colin Draper saw one visit and noticed nothing unusual about it.",
    )),
    Chapter(heading="The bar and the messages", paragraphs=(
        "Neil Ashworth and Tess Whitaker both heard the respondent ask Erin Lindqvist to come for a drink, and both heard her decline (E3, E6).",
        "The chat shows a message of 27 February at 08:12: “Sorry you were so tired. Drink this week, just us?” Erin Lindqvist answered: “Thanks, but no.” On 28 February at 19:40 the respondent wrote: “One drink. You would enjoy it.” There is no answer (E5).",
        "The respondent says that both messages were meant in a friendly way, and that he stopped when she did not answer.",
    )),
    Chapter(heading="The Northern project", paragraphs=(
        "Erin Lindqvist says that the remark was made at the bar at about 21:30, when nobody else stood close. She told Petra Lang of it on 2 March 2026 (E8).",
        "The respondent says that he did not speak about the project that evening. Oliver Grant’s list of 20 February shows that her place had been confirmed before the dinner (E9).",
    )),
)  # fmt: skip
ESTABLISHED = (
    FactStated(fact="The respondent laid his hands on Erin Lindqvist’s shoulders three times on 26 February 2026.", evidence="Her account; E3; his own account in part"),
    FactStated(fact="After the first time she moved away, in a way that could be seen.", evidence="Her account; E3"),
    FactStated(fact="She declined an invitation in the bar, and another by message on 27 February 2026.", evidence="E3, E5, E6"),
    FactStated(fact="The respondent invited her again on 28 February 2026.", evidence="E5"),
    FactStated(fact="He decided on project places and on pay in her region at the time.", evidence="E10; his own account"),
)  # fmt: skip
CONTESTED = (
    ContestedFact(
        question="Was the contact unwelcome in a way that could be seen?",
        weighed=(
            Weighed(factor="Agreement with others", shows="Neil Ashworth describes the chair moving, without having been asked about it."),
            Weighed(factor="Plausibility", shows="Making room, as the respondent puts it, does not explain why she left the table after the second time."),
            Weighed(factor="Consistency", shows="Her account was the same on 2, 11 and 14 March. His number of times varied between two and three."),
            Weighed(factor="Reason to say otherwise", shows="None was found for Neil Ashworth. He reports to the respondent, and speaks against that interest."),
        ),
        conclusion="It is more likely than not that it could be seen from the first time on.",
    ),
    ContestedFact(
        question="Was the remark about the Northern project made?",
        weighed=(
            Weighed(factor="Agreement with others", shows="Nobody heard it. Petra Lang can only say what she was told on 2 March."),
            Weighed(factor="Plausibility", shows="Her place had been confirmed on 20 February, but she did not know it yet."),
            Weighed(factor="Consistency", shows="Each of the two accounts stayed the same throughout."),
        ),
        conclusion="The evidence does not reach the standard in either direction.",
    ),
)  # fmt: skip
FINDINGS = (
    FindingProposed(reference="A1", subject="Contact at the dinner", finding="substantiated", policy="Breach of clause 3.2", reasons=("Three accounts agree on the contact, and two on her moving away.", "The clause asks whether contact was unwelcome and could be known to be so. From the first time on, it could."), evidence="6.1.1, 6.1.2; E3"),
    FindingProposed(reference="A2", subject="Repeated invitations", finding="partially substantiated", policy="Breach of clause 3.1; clause 5.1 not shown", reasons=("Two invitations after a refusal are on record. Those said to have been made in person are not established.", "Nothing shows that his position was used to press the invitations."), evidence="6.1.3, 6.1.4, 6.2.1; E5, E6"),
    FindingProposed(reference="A3", subject="Remark about the Northern project", finding="not substantiated", policy="No breach shown", reasons=("The evidence does not reach the standard. This says nothing against the truthfulness of anyone.",), evidence="6.2.2; E8, E9"),
)  # fmt: skip
EXHIBITS = (
    Exhibit(number="E1", what="Report of 2 March 2026", source="Erin Lindqvist", obtained="2 March 2026, online form", form="original record", sha256="5b1f0c7e" * 8),
    Exhibit(number="E3", what="Record of interview, Neil Ashworth", source="Interview", obtained="16 March 2026, Inês Duarte", form="corrected and signed", sha256="c27a94d0" * 8),
    Exhibit(number="E5", what="Chat messages, 26 February to 1 March 2026", source="Company chat", obtained="30 March 2026, Sam Kowalski", form="export", sha256="08e3b56f" * 8,
        custody=(
            CustodyStep(when="10 March 2026, 09:20", passed="Sam Kowalski to Inês Duarte", why="First export", checked="Did not match; set aside"),
            CustodyStep(when="30 March 2026, 15:05", passed="Sam Kowalski to Inês Duarte", why="Second export", checked="Matches"),
            CustodyStep(when="4 April 2026, 10:00", passed="Inês Duarte to both parties", why="Review; copy in the reading room", checked="Matches"),
        )),
    Exhibit(number="E6", what="Record of interview, Tess Whitaker", source="Interview", obtained="20 March 2026, Felicity Shaw", form="signed", sha256="71d9e2ac" * 8),
    Exhibit(number="E8", what="Message to Petra Lang, 2 March 2026", source="Petra Lang", obtained="23 March 2026, Inês Duarte", form="copy", sha256="e40b86f3" * 8),
    Exhibit(number="E9", what="List of project places, 20 February 2026", source="Oliver Grant", obtained="24 March 2026, Inês Duarte", form="copy", sha256="9a6c15d8" * 8),
    Exhibit(number="E10", what="Organisation chart, 26 February 2026", source="People Office", obtained="12 March 2026, Daniel Price", form="extract"),
)  # fmt: skip


@sample(InvestigationReport)
def report() -> InvestigationReport:
    """D7 to Ruth Adeyemi, forty-five days after the report."""
    return InvestigationReport(
        matter=CASE, dated=date(2026, 4, 16), organisation=LARKFIELD, recipient=DECIDES, contact=INES, signatory=INES,
        reference="DOC-2026-W6B2QN", jurisdiction="GB", approver=RUTH,
        commissioned_by=f"{OMAR.name}, {OMAR.role}", period="9 March to 16 April 2026", standard="the balance of probabilities",
        summary=(
            "Three allegations about one evening and the days after it were examined. Seven people were heard. Annex A lists the seven exhibits relied on, out of eleven collected.",
            "Two witnesses and the respondent himself place him behind Erin Lindqvist’s chair, with his hands on her shoulders, three times.",
            "Messages show two further invitations after she had declined. Others, said to have been made in person, could not be established.",
            "The remark about the Northern project was heard by nobody else and is recorded nowhere.",
        ),
        mandate=(
            "The investigation was to establish the facts behind allegations A1 to A3, with evidence from every side, and to propose a finding on each.",
            "The policy in force was Dignity at Work, version of 1 January 2025. It applies to company events outside the workplace (clause 1.4).",
        ),
        allegations=ALLEGATIONS,
        outside_scope=("How project places in the Northern project were given out before 2026. This goes to the review of project staffing.",),
        method=(
            "Open questions came first, documents second. Each person received a written record and could correct it.",
            "Both parties saw the evidence relied on by 4 April 2026 and had ten days to comment. Their comments are dealt with in section 7.",
            "Telephone and chat records were taken from company systems only, within the dates in the mandate.",
        ),
        steps=(
            StepTaken(when="9 March 2026", what="Notice of allegations; preservation of chat messages and bookings"),
            StepTaken(when="11 to 27 March 2026", what="Seven interviews"),
            StepTaken(when="30 March 2026", what="Digest of exhibit E5 did not match; the file was drawn again from the system"),
            StepTaken(when="4 to 14 April 2026", what="Review of the evidence by both parties"),
            StepTaken(when="16 April 2026", what="Report"),
        ),
        limits=("The hotel no longer had recordings of the bar from 26 February 2026.", "One guest, who does not work for us, did not wish to speak to us."),
        people=PEOPLE,
        chapters=CHAPTERS,
        established=ESTABLISHED,
        not_established=(
            FactStated(fact="Further invitations in person between 26 February and 1 March 2026.", evidence="Accounts differ; no other evidence"),
            FactStated(fact="The remark about the Northern project.", evidence="Accounts differ; E8 was written four days later; E9 points the other way"),
        ),
        contested=CONTESTED,
        findings=FINDINGS,
        mitigating=("The respondent accepted the contact in his first answer.", "He gave all messages of his own accord, also those that do not help him.", "He stopped writing on 28 February 2026."),
        circumstances=("Free drinks were served for five hours, and no host was named.", "Managers choose places on projects alone, without a second person.", "Two people noticed something that evening. Neither knew whom to tell."),
        exhibits=EXHIBITS,
    )  # fmt: skip
