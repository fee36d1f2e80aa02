"""Sample notices about documents, and the people of sample letters in other languages than English."""

from dataclasses import replace
from datetime import date

from backend.documents.letters import Addressee, Contact, Organisation
from backend.documents.sample_people import CASE, DANIEL, LARKFIELD, MARTIN, RUTH
from backend.documents.samples import sample
from backend.documents.withdrawal_letter import WithdrawalNotice

MUNICH = Organisation(
    name="Larkfield Instruments GmbH",
    address=("Larkfield Instruments GmbH", "Lindwurmstraße 140", "80337 München"),
    phone="089 4960 100",
    email="personal@larkfield.example",
)
THOMAS = Addressee(
    name="Thomas Berger",
    role="Regionalleiter Süd",
    address=("Larkfield Instruments GmbH", "Lindwurmstraße 140", "80337 München"),
)
SABINE = Contact(
    name="Sabine Krüger", role="Personalreferentin", email="krueger@larkfield.example", phone="089 4960 127"
)
KATRIN = Contact(name="Katrin Vogel", role="Geschäftsführerin", email="vogel@larkfield.example")
CASE_DE, AGREEMENT_DE = "CASE-2026-9TR4KX", "AGR-2026-Q7C3MB"


@sample(WithdrawalNotice)
def withdrawal() -> WithdrawalNotice:
    """D21 to Martin Hale: a corrected letter takes the place of the first one."""
    return WithdrawalNotice(
        matter=CASE, dated=date(2026, 5, 4), organisation=LARKFIELD, recipient=MARTIN, contact=DANIEL, signatory=RUTH,
        reference="DOC-2026-W5T8RA", withdrawn_reference="DOC-2026-C7P2HD", withdrawn_title="Decision and outcome",
        issued_on=date(2026, 4, 29), withdrawn_on=date(2026, 5, 4), replaced_by="DOC-2026-F9K4NE",
        why="The letter gave a wrong last day for an appeal. The corrected letter gives the right one. Nothing else has changed, and your time to appeal starts again.",
        what_to_do=("Use the corrected letter only.", "Destroy paper copies, and delete the file where you saved it.", "You may keep your copy if an adviser or a court needs it. Please write “withdrawn” on it."),
        acknowledge_by=date(2026, 5, 11),
    )  # fmt: skip


@sample(WithdrawalNotice, "de")
def withdrawal_de() -> WithdrawalNotice:
    """D21 in German: nothing takes the place of the letter."""
    return WithdrawalNotice(
        title=WithdrawalNotice.title_in("de"), language="de-DE", jurisdiction="DE",
        matter=CASE_DE, dated=date(2026, 9, 21), organisation=replace(MUNICH, registered="Sitz der Gesellschaft: München"), recipient=THOMAS, contact=SABINE, signatory=KATRIN,
        reference="DOC-2026-W5T8RB", withdrawn_reference="DOC-2026-C7P2HF", withdrawn_title="Entscheidung und Folgen",
        issued_on=date(2026, 7, 30), withdrawn_on=date(2026, 9, 18),
        why="Ihre Beschwerde hatte Erfolg. Die Entscheidung vom 30. Juli 2026 ist aufgehoben. Wir haben sie aus Ihrer Personalakte entfernt.",
        what_to_do=("Vernichten Sie Kopien auf Papier und löschen Sie gespeicherte Dateien.", "Sie dürfen Ihre Kopie behalten, wenn Beratung oder Gericht sie brauchen. Schreiben Sie bitte „zurückgenommen“ darauf."),
        acknowledge_by=date(2026, 9, 28),
    )  # fmt: skip


@sample(WithdrawalNotice, "ar")
def withdrawal_ar() -> WithdrawalNotice:
    """D21 in Arabic: proof that letters can be written from right to left."""
    return WithdrawalNotice(
        title=WithdrawalNotice.title_in("ar"), language="ar", matter="CASE-2026-5LX8WD", dated=date(2026, 5, 4),
        organisation=Organisation(name="لاركفيلد للأجهزة", address=("شارع الملكة رانيا 42", "عمّان", "الأردن"), phone="+962 6 496 0100", email="people@larkfield.example"),
        recipient=Addressee(name="سامر الخطيب", role="مهندس ميداني", address=("شارع الجامعة 7", "عمّان")),
        contact=Contact(name="ليلى حداد", role="شؤون الموظفين", email="laila@larkfield.example", phone="+962 6 496 0127"),
        signatory=Contact(name="نادر منصور", role="مدير العمليات"),
        reference="DOC-2026-W5T8RC", withdrawn_reference="DOC-2026-C7P2HG", withdrawn_title="القرار والنتيجة",
        issued_on=date(2026, 4, 29), withdrawn_on=date(2026, 5, 4), replaced_by="DOC-2026-F9K4NG",
        why="ورد في الرسالة تاريخ خاطئ لآخر يوم للاعتراض. تحمل الرسالة المصححة التاريخ الصحيح. لم يتغير أي شيء آخر.",
        what_to_do=("استخدم الرسالة المصححة فقط.", "أتلف النسخ الورقية واحذف الملف حيث حفظته."),
        acknowledge_by=date(2026, 5, 11),
    )  # fmt: skip


@sample(WithdrawalNotice, "he")
def withdrawal_he() -> WithdrawalNotice:
    """D21 in Hebrew."""
    return WithdrawalNotice(
        title=WithdrawalNotice.title_in("he"), language="he", matter="CASE-2026-5LX8WF", dated=date(2026, 5, 4),
        organisation=Organisation(name="לארקפילד מכשירים", address=("רחוב הרצל 18", "חיפה"), phone="04-496-0100", email="people@larkfield.example"),
        recipient=Addressee(name="דניאל לוי", role="מהנדס שטח", address=("רחוב יפו 7", "חיפה")),
        contact=Contact(name="נועה כהן", role="משאבי אנוש", email="noa@larkfield.example", phone="04-496-0127"),
        signatory=Contact(name="יעל מזרחי", role="מנהלת תפעול"),
        reference="DOC-2026-W5T8RD", withdrawn_reference="DOC-2026-C7P2HH", withdrawn_title="החלטה ותוצאה",
        issued_on=date(2026, 4, 29), withdrawn_on=date(2026, 5, 4), replaced_by="DOC-2026-F9K4NH",
        why="במכתב צוין מועד שגוי לערעור. במכתב המתוקן מופיע המועד הנכון. דבר נוסף לא השתנה.",
        what_to_do=("יש להשתמש במכתב המתוקן בלבד.", "יש להשמיד עותקים מודפסים ולמחוק את הקובץ."),
        acknowledge_by=date(2026, 5, 11),
    )  # fmt: skip
