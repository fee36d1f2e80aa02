"""German sample letters on a return to work."""

from datetime import date

from backend.decisions.letter_samples_de import (
    ANDREAS,
    APPEAL_DE,
    CASE_DE,
    KATRIN,
    LARKFIELD_DE,
    MAURER,
    STEFAN,
    SUPPORT_DE,
)
from backend.decisions.letters import AppealRoute
from backend.documents.letters import Contact
from backend.documents.samples import sample
from backend.returns.letters import FollowUp, ReturnDecision, SafetyNotice


@sample(ReturnDecision, "de")
def return_decision() -> ReturnDecision:
    """D19 to Stefan Brandt: decided again later."""
    return ReturnDecision(
        matter=CASE_DE, dated=date(2026, 11, 2), organisation=LARKFIELD_DE, recipient=STEFAN, contact=ANDREAS, signatory=MAURER,
        language="de-DE", jurisdiction="DE", reference="DOC-2026-S8P5GC", title=ReturnDecision.title_in("de"), result="deferred",
        decided_again_on=date(2026, 12, 1),
        reasons="Der Kurs „Macht und Grenzen am Arbeitsplatz“ ist noch offen. Der getrennte Arbeitsplatz in Haus C ist noch nicht fertig.",
        independence="Entschieden hat Jürgen Maurer. Er gehört nicht zu Ihren Vorgesetzten und war vorher nicht beteiligt.",
        needed=("Sie weisen die Teilnahme am Kurs nach.", "Wir richten den getrennten Arbeitsplatz ein."),
        conditions=("Sie arbeiten bis dahin weiter in Haus D.",),
        safeguards=("Helga Sommer prüft Ihre Entscheidungen über Einstellung, Beurteilung und Gehalt.",),
        follow_up=(FollowUp(on=date(2026, 11, 20), what="Gespräch über den Stand", with_whom="Andreas Pohl"),),
        appeal=AppealRoute(until=date(2026, 11, 20), to=APPEAL_DE.to, grounds=APPEAL_DE.grounds), support=SUPPORT_DE,
    )  # fmt: skip


@sample(SafetyNotice, "de")
def safety_notice() -> SafetyNotice:
    """D19 to Katrin Vogel, before the return that was decided in December."""
    return SafetyNotice(
        matter=CASE_DE, dated=date(2026, 12, 1), organisation=LARKFIELD_DE, recipient=KATRIN, contact=ANDREAS, signatory=ANDREAS,
        language="de-DE", jurisdiction="DE", reference="DOC-2026-W2Y9FM", title=SafetyNotice.title_in("de"), person="Stefan Brandt",
        returns_on=date(2026, 12, 10), place="Haus C, dritter Stock, donnerstags und freitags",
        protections=(
            "Ihre Bürotage bleiben, wie sie sind: Montag bis Mittwoch. Sie sind nicht gleichzeitig im Haus.",
            "Stefan Brandt darf keinen Kontakt zu Ihnen aufnehmen. Notwendige dienstliche Nachrichten laufen über Andreas Pohl.",
            "Über Ihr Gehalt, Ihre Beurteilung und Ihre Projekte entscheidet Helga Sommer.",
        ),
        check_ins=(date(2026, 12, 14), date(2027, 1, 11)),
        urgent=Contact(name="Andreas Pohl", role="Personalreferent", phone="089 5550 127"), support=SUPPORT_DE,
    )  # fmt: skip
