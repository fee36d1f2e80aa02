"""The kinds of page that a workspace offers, and what may stand on one. The questions help to begin; none must be answered."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from backend.kernel.errors import Invalid

LONGEST_TITLE: Final = 120
LONGEST_ANSWER: Final = 20_000


@dataclass(frozen=True)
class Question:
    """One thing to think about on a page."""

    name: str
    asked: str
    hint: str = ""


@dataclass(frozen=True)
class Sheet:
    """A kind of page."""

    kind: str
    label: str
    about: str
    questions: tuple[Question, ...]


@dataclass(frozen=True)
class Answer:
    """What was written under one question."""

    question: str
    text: str


@dataclass(frozen=True)
class Written:
    """What stands on a page; this is what is closed."""

    kind: str
    title: str
    answers: tuple[Answer, ...]

    @property
    def sheet(self) -> Sheet:
        """Give the kind of page that this is."""
        return SHEETS[self.kind]

    @property
    def texts(self) -> dict[str, str]:
        """Give the answers by the names of their questions."""
        return {answer.question: answer.text for answer in self.answers}

    @property
    def answered(self) -> list[tuple[str, str]]:
        """Give each question that was answered, with its answer, in the order of the sheet."""
        texts = self.texts
        return [(each.asked, texts[each.name]) for each in self.sheet.questions if texts.get(each.name)]


SHEETS: Final[dict[str, Sheet]] = {
    sheet.kind: sheet
    for sheet in (
        Sheet(
            "settings",
            "Triggers and settings plan",
            "Where things get difficult, what you notice first, and what you do then.",
            (
                Question(
                    "where",
                    "In which settings does it get difficult?",
                    "For example events, alcohol, travel, one-to-one meetings, chat, time pressure.",
                ),
                Question("first", "What do I notice first, in myself and around me?"),
                Question("then", "What do I do then?", "Leave, call somebody, ask for a third person, end the chat."),
                Question("avoid", "Which settings do I avoid for now, and what do I do instead?"),
                Question("whom", "Whom can I call?"),
            ),
        ),
        Sheet(
            "coping",
            "Coping steps",
            "What helps you, step by step, when it gets difficult.",
            (
                Question("calms", "What has helped me before?"),
                Question("steps", "My steps, in order", "Small ones that you can take anywhere."),
                Question("everyday", "What do I do each week so that it gets easier?"),
            ),
        ),
        Sheet(
            "lose",
            "What I stand to lose",
            "For you alone. Nobody at work asks for this page, and nothing here shows that you wrote one.",
            (
                Question("matters", "What matters to me?"),
                Question("lose", "What would I lose if it happened again?"),
                Question("keep", "What do I want to keep before my eyes?"),
            ),
        ),
        Sheet(
            "assumption",
            "Assumption worksheet",
            "Look at one thing that you took for granted.",
            (
                Question("situation", "What happened? Facts only."),
                Question("assumed", "What did I assume?"),
                Question("against", "What spoke against it?"),
                Question("seen", "How did it look from the other side?"),
                Question("next", "What do I ask or check next time, before I act?"),
            ),
        ),
    )
}


def written(kind: str, title: str, texts: Mapping[str, str]) -> Written:
    """Take a page as somebody typed it. Raises Invalid with a sentence for every field that has to be mended."""
    sheet = SHEETS[kind]
    title = " ".join(title.split())
    answers = tuple(
        Answer(each.name, _tidied(texts[each.name])) for each in sheet.questions if _tidied(texts.get(each.name, ""))
    )
    problems = {answer.question: [_too_long(answer.text)] for answer in answers if len(answer.text) > LONGEST_ANSWER}
    if not title:
        problems["title"] = ["Give the page a title."]
    elif len(title) > LONGEST_TITLE:
        problems["title"] = [f"The title has {len(title):,} characters. Keep it to {LONGEST_TITLE}."]
    if not answers:
        problems[sheet.questions[0].name] = ["Write something under at least one question."]
    if problems:
        raise Invalid(problems)
    return Written(kind, title, answers)


def _tidied(text: str) -> str:
    return text.replace("\r\n", "\n").strip()


def _too_long(text: str) -> str:
    return (
        f"This has {len(text):,} characters. Keep it to {LONGEST_ANSWER:,} here, and put the rest on a page of its own."
    )
