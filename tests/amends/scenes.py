"""What several tests of accountability statements play: a statement about a told decision, with words in it."""

from backend.amends.actions.sharing import record_accountability_wish
from backend.amends.actions.writing import begin_accountability_statement, save_accountability_version
from backend.amends.models import AccountabilityStatement, AccountabilityWish
from backend.cases.models import Case
from backend.decisions.queries.standing import approved_outcome
from backend.demo.cast import Cast
from tests.builders import WHY

BEFORE = "I only touched her gently at the table, and I am sorry if anyone was offended."
AFTER = "I put my hands on her shoulders three times. I went on after she had said no."


def begun(case: Case, cast: Cast, *texts: str) -> AccountabilityStatement:
    """Let Martin begin a statement about a case, and save these texts as its versions."""
    statement = begin_accountability_statement(approved_outcome(case), actor=cast.martin)
    for text in texts:
        save_accountability_version(statement, text=text, actor=cast.martin)
    return statement


def wished(case: Case, cast: Cast) -> AccountabilityWish:
    """Let intake record that Erin asked to read a statement, should there be one."""
    return record_accountability_wish(case, person=cast.person("erin"), actor=cast.omar, reason=WHY)
