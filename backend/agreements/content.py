"""What people type into an agreement, looked through before it is kept: what must not stand anywhere, and what nobody could check."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from tomllib import loads
from typing import Final, Protocol

from backend.agreements.languages import reads_as_another
from backend.clauses.vocabulary import Language
from backend.documents.guard.index import Index
from backend.documents.guard.rules import LANGUAGES, Rule, vocabulary
from backend.documents.guard.sentences import lines, paragraphs
from backend.documents.guard.texts import TextRemark, named_in, remarks_on
from backend.documents.guard.words import Phrase

AGREEMENT: Final = "D12"
PROHIBITION: Final[Mapping[str, str]] = {
    "waiver": "X01",
    "gag": "X03",
    "blanket": "X04",
    "diagnosis": "X05",
    "confession": "X05",
    "open-end": "X06",
    "private-life": "X07",
    "family": "X08",
    "apology": "X09",
    "religion": "X10",
    "forfeiture": "X11",
    "automatic": "X12",
    "amendment": "X13",
    "polygraph": "X14",
}
# Values that name somebody or something, and values that follow from the case: they are no prose to be read by rules of words.
NAMED: Final = frozenset(
    {
        "organisation",
        "employee",
        "job_title",
        "officer",
        "officer_title",
        "case",
        "people",
        "channel",
        "decider",
        "reviewer",
    }
    | {"recipient", "provider", "contact", "person", "monitor", "decision_maker", "union", "language", "findings"}
)
AUTHORITIES: Final = (
    "police",
    "agency",
    "court",
    "tribunal",
    "regulator",
    "authority",
    "charge",
    "polizei",
    "behörde",
    "gericht",
)
OTHER: Final = "This reads as {}, and the agreement is in another language."
ITS_LANGUAGE: Final = "Write it in the language of the agreement: the employee reads all of it in one."
ALTERNATIVES: Final = ("alternative", "secular", "non-religious", "without religious", "weltlich", "ohne religiös")


class Owed(Protocol):
    """An obligation as a draft has it."""

    @property
    def what(self) -> str: ...
    @property
    def due(self) -> str: ...
    @property
    def proof(self) -> str: ...


@dataclass(frozen=True)
class ContentRemark:
    """One thing in a draft that must not stand, or that could be said so that somebody can check it."""

    field: str  # C03-expectations, or duty-0-what
    prohibition: str  # X09, where the library has a code for it
    sentence: str
    found: str
    why: str
    instead: str
    blocks: bool = False

    @property
    def told(self) -> str:
        """Say it beside the field."""
        code = f" ({self.prohibition})" if self.prohibition else ""
        return f"“{self.found}”{code} must not stand in an agreement. {self.why} {self.instead}"


def remarks_on_draft(
    values: Mapping[str, Mapping[str, str]], duties: Sequence[Owed], *, language: str, unnamed: Collection[str] = ()
) -> list[ContentRemark]:
    """Look a draft through: its typed values and its obligations. What must not stand comes first.

    `language` is the agreement's; words of another one that slipped in are looked through too, and told. `unnamed` are people whom no
    obligation may name: the monitor reads the obligations, and must not learn of them (I21).
    """
    found: list[ContentRemark] = []
    for code, given in values.items():
        for name, text in given.items():
            if text.strip() and name not in NAMED:
                found += _on_text(f"{code}-{name}", text, language, vague=code in {"C03", "C21", "C29"})
    for number, duty in enumerate(duties):
        for name in ("what", "due", "proof"):
            field, text = f"duty-{number}-{name}", getattr(duty, name)
            found += [*_on_text(field, text, language, vague=True), *_on_names(field, text, unnamed)]
    return sorted(found, key=lambda remark: not remark.blocks)


def _on_text(field: str, text: str, language: str, *, vague: bool) -> Iterator[ContentRemark]:
    for each in dict.fromkeys((language, Language.ENGLISH)):
        for remark in remarks_on(text, code=AGREEMENT, language=each):
            yield _about(field, text, remark)
    if other := reads_as_another(text, language):
        first = text.strip().splitlines()[0]
        yield ContentRemark(field, "", first, first, OTHER.format(Language(other).label), ITS_LANGUAGE)
    for rule, sentence, words in _vague_in(text) if vague else ():
        yield ContentRemark(field, "", sentence, words, rule.why, rule.instead)


def _about(field: str, text: str, remark: TextRemark) -> ContentRemark:
    code, blocks, plain = PROHIBITION.get(remark.category, ""), remark.blocks, text.casefold()
    if remark.category == "gag" and any(word in remark.sentence.casefold() for word in AUTHORITIES):
        code = "X02"
    if remark.category == "religion":  # a rule of words can tell whether an alternative is named, so here it decides
        blocks = not any(word in plain for word in ALTERNATIVES)
    return ContentRemark(field, code, remark.sentence, remark.found, remark.why, remark.instead, blocks=blocks)


def _on_names(field: str, text: str, unnamed: Collection[str]) -> Iterator[ContentRemark]:
    for name in named_in(text, unnamed):
        why = "The monitor reads every obligation, and must not learn who is behind the matter."
        yield ContentRemark(field, "", text, name, why, "Names stand on the no-contact list (C20) only.", blocks=True)


def _vague_in(text: str) -> Iterator[tuple[Rule, str, str]]:
    for language in LANGUAGES:
        for paragraph in paragraphs(text):
            for line in lines("", paragraph):
                for match in _vague(language).matches(line, {}):
                    yield match.rule, line.text, line.found(match.start, match.end)


@cache
def _vague(language: str) -> Index:
    raw = loads((files("backend.clauses") / "library" / "vague.toml").read_text(encoding="utf-8"))
    index = Index(vocabulary(language))
    index.add(
        Rule(
            id=entry["id"],
            category="vague",
            source="C06",
            why=entry["why"],
            instead=entry["instead"],
            phrases=tuple(Phrase(written) for written in entry[language]),
        )
        for entry in raw["rule"]
    )
    return index
