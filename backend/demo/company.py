"""Larkfield Instruments: where its people work and who they are, as plain data."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from backend.access.models import Role

DOMAIN: Final = "larkfield.example"
FOUNDED: Final = date(2019, 4, 1)


@dataclass(frozen=True)
class Place:
    """A place of work."""

    code: str
    name: str


@dataclass(frozen=True)
class Member:
    """Somebody of the cast; `key` is the first half of the address they sign in with."""

    key: str
    name: str
    job_title: str
    unit: str
    site: str
    reports_to: str = "helen"
    roles: tuple[str, ...] = ()
    part: str = ""
    sees: str = ""


SITES: Final = (Place("LEEDS", "Leeds, Foundry Yard"), Place("BRISTOL", "Bristol, Redcliffe Wharf"))

UNITS: Final = {
    "BOARD": "Management",
    "NORTH": "Region North",
    "FIELD": "Field Service North",
    "OPERATIONS": "Operations",
    "SOUTH": "Production and Logistics",
    "SALES": "Sales",
    "QUALITY": "Quality",
    "LAB": "Calibration Laboratory",
    "INTEGRITY": "Integrity Office",
    "PEOPLE": "People Office",
    "LEGAL": "Legal and Compliance",
    "FINANCE": "Finance",
    "IT": "Information Technology",
    "AUDIT": "Audit Committee",
}
PARENTS: Final = {"FIELD": "NORTH", "LAB": "QUALITY"}

STAFF: Final = (
    Member("helen", "Helen Marsh", "Managing director", "BOARD", "LEEDS", reports_to="", part="Leads the company"),
    Member("sam", "Sam Kowalski", "Systems administrator", "IT", "LEEDS", roles=(Role.ADMINISTRATOR,),
           part="System administrator", sees="accounts, roles and jobs, and no case"),
    Member("omar", "Omar Haddad", "Intake coordinator", "INTEGRITY", "LEEDS", roles=(Role.INTAKE,),
           part="Intake coordinator", sees="a new report to acknowledge, and the cases he opened"),
    Member("wanda", "Wanda Ilves", "Intake coordinator", "INTEGRITY", "BRISTOL", roles=(Role.INTAKE,),
           part="Second intake coordinator", sees="a proposal to decline a report, and the case she opened in an emergency"),
    Member("ines", "Inês Duarte", "Senior investigator", "INTEGRITY", "LEEDS", roles=(Role.INVESTIGATOR,),
           part="Investigator", sees="the cases assigned to her, one of them waiting for an answer"),
    Member("tomas", "Tomas Berg", "Investigator", "INTEGRITY", "LEEDS", reports_to="ines", roles=(Role.INVESTIGATOR,),
           part="Investigator with a dotted line to Martin Hale", sees="no case, because his appointment was refused"),
    Member("ruth", "Ruth Adeyemi", "Operations director", "OPERATIONS", "BRISTOL", roles=(Role.DECISION_MAKER,),
           part="Decision maker", sees="the cases she decides, and two alternatives to choose"),
    Member("clara", "Clara Nwosu", "Director of quality", "QUALITY", "LEEDS", roles=(Role.DECISION_MAKER,),
           part="Second decision maker", sees="an outcome that waits for her approval"),
    Member("grace", "Grace Whitfield", "People director", "PEOPLE", "LEEDS", roles=(Role.EXECUTIVE,),
           part="Head of the people office", sees="no case; one about her is with the independent channel"),
    Member("daniel", "Daniel Price", "HR business partner", "PEOPLE", "LEEDS", reports_to="grace", roles=(Role.HR_PARTNER,),
           part="HR partner", sees="agreements and letters, and no evidence"),
    Member("mira", "Mira Solberg", "Occupational health coordinator", "PEOPLE", "LEEDS", reports_to="grace",
           roles=(Role.REFERRAL_COORDINATOR,), part="Keeps referrals apart",
           sees="referrals and what providers report; no case and no evidence"),
    Member("hugo", "Hugo Brandt", "Head of legal", "LEGAL", "LEEDS", roles=(Role.COUNSEL,),
           part="Counsel", sees="the cases he advises on, and agreements to review"),
    Member("joan", "Joan Mbeki", "Head of the calibration laboratory", "LAB", "BRISTOL", reports_to="clara", roles=(Role.MONITOR,),
           part="Agreement monitor", sees="what Simon Reeve agreed to do, which she checks, and no reasons"),
    Member("lena", "Lena Fischer", "Compliance auditor", "LEGAL", "LEEDS", roles=(Role.AUDITOR,),
           part="Auditor", sees="the whole history and its exports, without names of parties"),
    Member("priya", "Priya Raman", "Privacy officer", "LEGAL", "LEEDS", reports_to="hugo", roles=(Role.PRIVACY_OFFICER,),
           part="Privacy officer", sees="the emergency access that she reviewed, and who can see what"),
    Member("vera", "Vera Castell", "Chair of the audit committee", "AUDIT", "LEEDS", reports_to="", roles=(Role.INDEPENDENT_CHANNEL,),
           part="Independent channel", sees="the report about the people director"),
    Member("paul", "Paul Idris", "Conduct analyst", "INTEGRITY", "LEEDS", roles=(Role.PATTERN_REVIEWER,),
           part="Pattern reviewer", sees="patterns across cases, and no file"),
)  # fmt: skip

EMPLOYEES: Final = (
    Member("martin", "Martin Hale", "Regional director North", "NORTH", "LEEDS",
           part="Respondent", sees="his completed agreement and the letters sent to him"),
    Member("neil", "Neil Ashworth", "Field service team leader", "FIELD", "LEEDS", reports_to="martin",
           part="Erin’s manager", sees="a way to report; the tutorial begins with him"),
    Member("erin", "Erin Lindqvist", "Field engineer", "FIELD", "LEEDS", reports_to="neil",
           part="Complainant", sees="her report and the letters sent to her, and nothing of discipline"),
    Member("oliver", "Oliver Grant", "Sales director", "SALES", "BRISTOL", part="Leads sales"),
    Member("ian", "Ian Cole", "Production director", "SOUTH", "BRISTOL", roles=(Role.APPEAL_REVIEWER,),
           part="Leads production and logistics, and reviews appeals", sees="an appeal that waits for him"),
    Member("noor", "Noor Rahman", "Optical technician", "LAB", "BRISTOL", reports_to="joan",
           part="Employee without any relation to a case", sees="a way to report, and nothing else"),
    Member("gareth", "Gareth Pugh", "Sales engineer", "SALES", "BRISTOL", reports_to="oliver",
           part="Employee with an offer", sees="an agreement that waits for his answer"),
    Member("rosa", "Rosa Delgado", "Sales coordinator", "SALES", "BRISTOL", reports_to="oliver", part="Complainant"),
    Member("karl", "Karl Jennings", "Warehouse supervisor", "SOUTH", "BRISTOL", reports_to="ian",
           part="Respondent", sees="a notice of allegations that waits for his answer"),
    Member("aisha", "Aisha Malik", "Dispatch clerk", "SOUTH", "BRISTOL", reports_to="karl", part="Complainant"),
    Member("hamish", "Hamish Orr", "Laboratory coordinator", "LAB", "BRISTOL", reports_to="joan",
           part="Respondent", sees="the allegation he answered, and no finding yet"),
    Member("petra", "Petra Lang", "Calibration technician", "LAB", "BRISTOL", reports_to="joan", part="Complainant"),
    Member("stuart", "Stuart Webb", "Production planner", "SOUTH", "BRISTOL", reports_to="ian",
           part="Respondent", sees="the notice he answered; the decision is not out yet"),
    Member("mei", "Mei Tanaka", "Assembly technician", "SOUTH", "BRISTOL", reports_to="ian", part="Complainant"),
    Member("colin", "Colin Draper", "Key account manager", "SALES", "LEEDS", reports_to="oliver",
           part="Respondent", sees="the agreement he declined"),
    Member("tess", "Tess Whitaker", "Account assistant", "SALES", "LEEDS", reports_to="oliver", part="Complainant"),
    Member("victor", "Victor Lane", "Test engineer", "SOUTH", "BRISTOL", reports_to="ian",
           part="Respondent", sees="the offer that lapsed"),
    Member("jonas", "Jonas Frei", "Test engineer", "SOUTH", "BRISTOL", reports_to="ian", part="Complainant"),
    Member("simon", "Simon Reeve", "Purchasing lead", "FINANCE", "LEEDS",
           part="Employee under an agreement", sees="his agreement in force, and what it asks of him next"),
    Member("hannah", "Hannah Booth", "Accountant", "FINANCE", "LEEDS", part="Complainant"),
    Member("bridget", "Bridget Sloane", "Stock controller", "SOUTH", "BRISTOL", reports_to="ian",
           part="Reporter", sees="the report she sent last"),
    Member("felix", "Felix Okafor", "Buyer", "FINANCE", "LEEDS",
           part="Reporter", sees="the report he sent"),
)  # fmt: skip

MEMBERS: Final = (*STAFF, *EMPLOYEES)
DOTTED: Final = (("tomas", "martin", date(2024, 3, 1)),)  # the joint service-quality programme of Region North


def address(key: str) -> str:
    """Give the address that somebody of the cast signs in with."""
    return f"{key}@{DOMAIN}"
