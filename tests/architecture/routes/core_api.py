"""What the routes of the API answer, for everything but the areas with a file of their own."""

from tests.architecture.world import Matrix

# In the order of PEOPLE: ines, tomas, erin, martin, noor, lena, sam, nobody.
LIST = (200, 200, 200, 200, 200, 200, 200, 401)  # everybody may ask; what is listed differs, and other tests say how
OPEN = (200, 200, 200, 200, 200, 200, 200, 200)
SENT = (400, 400, 400, 400, 400, 400, 400, 401)  # everybody may send; an empty body is not understood
HEADER = (200, 404, 404, 404, 404, 200, 404, 401)
FILE = (200, 404, 404, 404, 404, 403, 404, 401)
DOES = (400, 404, 404, 404, 404, 403, 404, 401)  # ines may: an empty body is not understood
OTHERS = (403, 404, 404, 404, 404, 403, 404, 401)  # somebody else on the case may
ON_ALLEGATION = (400, 404, 404, 403, 404, 404, 404, 401)
NOT_HERS = (403, 404, 404, 403, 404, 404, 404, 401)
RESPONDENT = (403, 404, 404, 400, 404, 404, 404, 401)
INTAKE = (403, 404, 403, 404, 404, 404, 404, 401)
HIS_ANSWER = (403, 404, 404, 200, 404, 403, 404, 401)  # martin opened it, and answers it himself
ON_PAPER = (400, 404, 404, 403, 404, 403, 404, 401)
LETTER = (200, 404, 404, 404, 404, 404, 404, 401)  # before its issue it is for those who work on the case
ON_LETTER = (400, 404, 404, 404, 404, 404, 404, 401)
HIS = (404, 404, 404, 200, 404, 404, 404, 401)
HIS_TO_DO = (404, 404, 404, 400, 404, 404, 404, 401)
NOT_HIS = (404, 404, 404, 403, 404, 404, 404, 401)
BATCH = (200, 404, 404, 404, 404, 404, 404, 401)  # ines started it
AUDITOR = (404, 404, 404, 404, 404, 200, 404, 401)
WATCHER = (404, 404, 404, 404, 404, 400, 404, 401)
OPENER = (400, 400, 403, 403, 403, 403, 403, 401)  # who works on cases at all; the body is empty
KEEPER = (404, 404, 404, 404, 404, 404, 200, 401)  # sam keeps the catalogue of letters, and wrote this version of one
WRITER = (404, 404, 404, 404, 404, 404, 400, 401)
NOT_THE_WRITER = (404, 404, 404, 404, 404, 404, 403, 401)  # a second person approves
GLASS = (200, 404, 404, 404, 404, 200, 404, 401)  # wanda opened it: ines leads the case, lena audits
GLASS_OF_ANOTHER = (403, 404, 404, 404, 404, 403, 404, 401)

API: Matrix = {
    ("get", "reports/"): LIST,
    ("post", "reports/"): SENT,
    ("get", "reports/{reference}/"): (200, 404, 200, 404, 404, 404, 404, 401),
    **{
        ("post", f"reports/{{reference}}/{verb}/"): INTAKE
        for verb in ("acknowledge", "triage", "accept", "propose-decline", "decline", "return-to-triage")
    },
    ("get", "cases/"): LIST,
    ("get", "cases/{reference}/"): HEADER,
    **{("post", f"cases/{{reference}}/{verb}/"): DOES for verb in ("plan", "give-notice", "start", "review-evidence", "finish-report")},
    **{
        ("post", f"cases/{{reference}}/{verb}/"): OTHERS
        for verb in (
            "clear-conflicts", "assign", "relieve", "reopen-report", "decide-findings", "approve-outcome", "return-outcome",
            "tell-outcome", "implement", "monitor", "close",
        )
    },
    **{
        ("get", f"cases/{{case}}/{part}/"): FILE
        for part in ("parties", "assignments", "allegations", "findings", "timeline", "outcomes", "agreements", "obligations")
    },
    ("get", "cases/{case}/documents/"): HEADER,
    ("post", "cases/{case}/parties/"): DOES,
    ("post", "cases/{case}/allegations/"): DOES,
    ("post", "cases/{case}/assignments/"): OTHERS,
    ("post", "cases/{case}/outcomes/"): OTHERS,
    ("post", "cases/{case}/agreements/"): OTHERS,
    ("get", "allegations/"): LIST,
    ("get", "allegations/{reference}/"): (200, 404, 404, 200, 404, 404, 404, 401),
    **{("post", f"allegations/{{reference}}/{verb}/"): ON_ALLEGATION for verb in ("amend", "lapse", "examine", "propose-finding")},
    ("post", "allegations/{reference}/adopt-finding/"): NOT_HERS,
    ("post", "allegations/{reference}/remit-finding/"): NOT_HERS,
    ("post", "allegations/{reference}/answer/"): RESPONDENT,
    ("get", "agreements/"): LIST,
    **{("get", f"agreements/{{reference}}/{part}"): HIS for part in ("", "clauses/", "obligations/", "signatures/")},
    ("post", "agreements/{reference}/sign/"): HIS_TO_DO,
    ("post", "agreements/{reference}/decline/"): HIS_TO_DO,
    **{
        ("post", f"agreements/{{reference}}/{verb}/"): NOT_HIS
        for verb in ("review", "approve", "offer", "lapse", "choose-alternative", "countersign", "complete")
    },
    ("get", "obligations/"): LIST,
    ("get", "obligations/{reference}/"): HIS,
    ("post", "obligations/{reference}/verify/"): NOT_HIS,
    ("post", "obligations/{reference}/excuse/"): NOT_HIS,
    ("get", "documents/"): LIST,
    ("get", "documents/{reference}/"): (200, 404, 404, 200, 404, 200, 404, 401),
    ("get", "documents/{reference}/content/"): (200, 404, 404, 200, 404, 403, 404, 401),
    ("get", "letter-templates/"): LIST,
    ("post", "letter-templates/"): (403, 403, 403, 403, 403, 403, 400, 401),
    ("get", "letter-templates/{reference}/"): KEEPER,
    **{("post", f"letter-templates/{{reference}}/{verb}/"): WRITER for verb in ("save", "submit", "discard", "retire")},
    **{("post", f"letter-templates/{{reference}}/{verb}/"): NOT_THE_WRITER for verb in ("return", "approve", "reject")},
    ("get", "batches/"): LIST,
    ("post", "batches/"): SENT,
    ("get", "batches/{reference}/"): BATCH,
    **{("post", f"batches/{{reference}}/{verb}/"): (400, 404, 404, 404, 404, 404, 404, 401) for verb in ("cancel", "retry")},
    **{("post", f"documents/{{reference}}/{verb}/"): HIS_ANSWER for verb in ("acknowledge", "refuse")},
    **{("post", f"documents/{{reference}}/{verb}/"): ON_PAPER for verb in ("hand-over", "note-return", "withdraw", "redact")},
    ("get", "letters/"): LIST,
    ("post", "letters/"): SENT,
    ("get", "letters/{reference}/"): LETTER,
    **{
        ("post", f"letters/{{reference}}/{verb}/"): ON_LETTER
        for verb in ("review", "return", "approve", "issue", "discard", "revise")
    },
    ("get", "letter-kinds/"): LIST,
    ("get", "events/"): LIST,
    ("get", "exports/"): LIST,
    ("post", "exports/"): (403, 403, 403, 403, 403, 400, 403, 401),
    ("get", "exports/{reference}/"): AUDITOR,
    ("get", "exports/{reference}/content/"): AUDITOR,
    **{("post", f"exports/{{reference}}/{verb}/"): (404, 404, 404, 404, 404, 403, 404, 401) for verb in ("approve", "refuse")},
    ("get", "log/"): AUDITOR,
    ("get", "events/{number}/proof/"): AUDITOR,
    ("get", "break-glasses/"): LIST,
    ("post", "break-glasses/"): OPENER,
    ("get", "break-glasses/{reference}/"): GLASS,
    **{("post", f"break-glasses/{{reference}}/{verb}/"): GLASS_OF_ANOTHER for verb in ("end", "review")},
    ("get", "access/cases/{reference}/"): AUDITOR,
    ("post", "access/cases/{reference}/review/"): WATCHER,
    ("get", "access/people/{reference}/"): AUDITOR,
    ("post", "access/people/{reference}/review/"): WATCHER,
    ("get", "access-reviews/"): LIST,
    ("get", "access-reviews/former-readers/"): (403, 403, 403, 403, 403, 200, 403, 401),
    ("get", "access-reviews/{reference}/"): AUDITOR,
    ("get", "mine/reads/"): LIST,
    ("get", "people/"): LIST,
    ("get", "people/{reference}/"): (200, 200, 404, 200, 404, 404, 404, 401),
    ("get", "tokens/"): LIST,
    ("post", "tokens/"): SENT,
    ("post", "tokens/{reference}/revoke/"): (404, 404, 404, 404, 204, 404, 404, 401),
    ("get", "jobs/"): LIST,
    ("get", "jobs/{uid}/"): AUDITOR,
    ("get", "me/"): LIST,
    ("get", "vocabularies/"): LIST,
    ("get", "vocabularies/{name}/"): LIST,
    ("get", "clauses/"): LIST,
    **{
        ("post", f"anonymous-reports/{part}"): (400, 400, 400, 400, 400, 400, 400, 400)  # nobody signs in for it
        for part in ("", "standing/", "messages/", "identity/")
    },
    ("post", "anonymous-reports/files/"): (415, 415, 415, 415, 415, 415, 415, 415),  # a file comes in parts, not as JSON
    ("post", "verify/"): (400, 400, 400, 400, 400, 400, 400, 400),  # anybody may ask; an empty body is not understood
    ("get", "schema/"): OPEN,
    ("get", "docs/"): OPEN,
}  # fmt: skip

# Moves that no door offers alone: they happen as a part of another act.
OF_A_BATCH = {"batch.finish", *(f"batch_item.{verb}" for verb in ("issue", "fail", "keep_back", "retry"))}
WITHIN_OTHERS: set[str] = {
    "allegation.notice", "duty.begin", "document.arrive", "document.open", "document.sign", "document.note_silence",
    "document.supersede", "document.withdraw_version", *OF_A_BATCH,
}  # fmt: skip
