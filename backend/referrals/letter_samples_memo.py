"""Sample memos of a decision to refer, in both languages."""

from datetime import date

from backend.decisions.letter_samples_de import CASE_DE, LARKFIELD_DE
from backend.documents.letters import Addressee
from backend.documents.sample_people import CASE, LARKFIELD, RUTH
from backend.documents.samples import sample
from backend.referrals.letter_samples_de import PETRA, REASONS_DE, REFERRAL_DE, SERVICE_DE, STADTPARK
from backend.referrals.letter_samples_shared import CALDER, MERIDIAN, REASONS, REFERRAL, SERVICE
from backend.referrals.memo_letters import Acknowledged, DecisionMemo, Graded, Step

REVIEWED, DUE = date(2026, 4, 14), date(2027, 4, 14)


@sample(DecisionMemo)
def decision_memo() -> DecisionMemo:
    """D11M to the file of Martin Hale’s case."""
    return DecisionMemo(
        matter=CASE, dated=date(2026, 5, 21), organisation=LARKFIELD, recipient=Addressee(name=f"The file of {CASE}"),
        contact=RUTH, signatory=RUTH, reference="DOC-2026-M5T9WC", jurisdiction="GB", referral=REFERRAL, employee="Martin Hale",
        is_required=True, ends_on=date(2027, 1, 14), reasons=REASONS, service=SERVICE,
        expectations=("No touching of colleagues, apart from an offered handshake.", "When someone declines, the question is not asked again."),
        facts=("Three people saw the contact on the evening of the conference.", "It went on after a request to stop."),
        job_relation="The post leads people and travels with them.", necessity="A request to stop changed nothing.",
        milder="A talk alone was tried in spring.", written_by="Ruth Adeyemi", written_on=date(2026, 5, 19), counsel="Hugo Brandt",
        counsel_on=date(2026, 5, 20), intervention="Individual cognitive behavioural sessions",
        summary="It may help a little; most of what is known comes from other settings.",
        applies="Most studies looked at court-ordered programmes, not at workplaces. Taking part by choice works better than being made to.",
        grades=(
            Graded(track="affects_others", certainty="low", direction="helps", reviewed_on=REVIEWED, review_due=DUE, is_rested_on=True),
            Graded(track="self_directed", certainty="very_low", direction="unknown", reviewed_on=REVIEWED, review_due=DUE),
        ),
        sources=("Corabian and others, review of programmes; entry 12 of our evidence register", "Parhar and others 2008, on mandated and voluntary treatment"),
        acknowledged=(Acknowledged(by="Ruth Adeyemi", on=date(2026, 5, 19), why="What is known is weak. He asked for help of this kind himself, and the setting is changed at the same time."),),
        safeguards=(
            Step(control="Clara Nwosu reviews his decisions on hiring, appraisal and pay.", owner="Clara Nwosu", review_on=date(2026, 11, 20)),
            Step(control="Conference and client events end for him with the working part.", owner="Clara Nwosu", review_on=date(2026, 11, 20)),
        ),
        providers=(CALDER, MERIDIAN), payer="Larkfield Instruments pays all of it, directly to the provider.", in_working_time=True,
        alternatives=("He may propose another licensed provider.", "Neither provider works with a religious programme."),
        without="Ruth Adeyemi then chooses another outcome, on the conduct that was found and nothing else.",
        approved_by="Ruth Adeyemi", coordinator="Grace Whitlock",
    )  # fmt: skip


@sample(DecisionMemo, "de")
def entscheidungsvermerk() -> DecisionMemo:
    """D11M to the file of Stefan Brandt’s case: voluntary, with one provider and a reason for that."""
    return DecisionMemo(
        matter=CASE_DE, dated=date(2026, 5, 21), organisation=LARKFIELD_DE, recipient=Addressee(name=f"Akte zu {CASE_DE}"),
        contact=PETRA, signatory=PETRA, language="de-DE", jurisdiction="DE", reference="DOC-2026-R8K3ZD",
        title=DecisionMemo.title_in("de"), referral=REFERRAL_DE, employee="Stefan Brandt", is_required=False,
        ends_on=date(2027, 1, 14), reasons=REASONS_DE, service=SERVICE_DE,
        expectations=("Keine Berührungen von Kolleginnen und Kollegen, außer einem angebotenen Händedruck.",),
        facts=("Zwei Personen haben die Berührung am Abend der Tagung gesehen.",),
        job_relation="Die Stelle führt Menschen und reist mit ihnen.", necessity="Eine Bitte, aufzuhören, hat nichts geändert.",
        milder="Ein Gespräch allein wurde im Frühjahr versucht.", written_by="Helga Sommer", written_on=date(2026, 5, 19),
        counsel="Jonas Weidner", counsel_on=date(2026, 5, 20), intervention="Einzelgespräche nach einem verhaltensbezogenen Ansatz",
        summary="Es kann etwas helfen; das meiste, was bekannt ist, stammt aus anderen Zusammenhängen.",
        applies="Die meisten Studien betreffen gerichtlich angeordnete Programme, nicht den Arbeitsplatz.",
        grades=(Graded(track="affects_others", certainty="low", direction="helps", reviewed_on=REVIEWED, review_due=DUE, is_rested_on=True),),
        sources=("Corabian und andere, Überblick über Programme; Eintrag 12 unseres Verzeichnisses",),
        acknowledged=(Acknowledged(by="Helga Sommer", on=date(2026, 5, 19), why="Es ist wenig bekannt. Das Umfeld ändert sich zur gleichen Zeit."),),
        safeguards=(Step(control="Tagungen und Kundentermine enden für ihn mit dem dienstlichen Teil.", owner="Helga Sommer", review_on=date(2026, 11, 20)),),
        providers=(STADTPARK,), only_one_because="Eine zweite Fachstelle mit freien Terminen gibt es im Umkreis von 50 Kilometern nicht.",
        payer="Die Larkfield Instruments GmbH zahlt alles direkt an die Fachstelle.", in_working_time=True,
        alternatives=("Er darf eine andere Fachstelle mit Zulassung vorschlagen.",),
        without="Ablehnen hat keine Folgen.", approved_by="Helga Sommer", coordinator="Petra Lang",
    )  # fmt: skip
