"""Read a letter as a careful colleague would: show the sentence, say what is wrong with it, and what to write instead."""

from collections.abc import Collection, Iterator
from dataclasses import asdict, dataclass, field
from functools import cache
from typing import Final

from backend.documents.guard.index import Index, Match, Phrases, is_reported
from backend.documents.guard.names import NAMES, Wanted, names_in, plain_name, wanted
from backend.documents.guard.rules import LANGUAGES, Kind, Rule, Vocabulary, Weight, kind, vocabulary
from backend.documents.guard.sentences import Value, lines, paragraphs, printed_paragraphs, values
from backend.documents.guard.words import Line, cleaned, words_of
from backend.documents.letters import Letter
from backend.kernel.errors import Refused

MOST: Final = 200  # what is shown of one weight; nobody reads further
_SHOWN: Final = 320  # characters of a sentence, around what was found


@dataclass(frozen=True)
class Remark:
    """One thing that a letter says and should not, with the sentence it stands in.

    `field` is the path of the value in the letter, such as "allegations[0].particulars"; it is empty where the words are the template's.
    """

    rule: str
    category: str
    weight: Weight
    sentence: str
    found: str
    why: str
    instead: str
    field: str


class WordsRefused(Refused):
    """The letter says what its kind must not say; every remark that holds it back comes along, then the suggestions."""

    title = "The letter holds words that it must not hold"

    def __init__(self, detail: str, *, code: str, remarks: list[Remark]) -> None:
        """Keep the remarks, for the page as they are and for the API as further members of the problem."""
        super().__init__(detail, code=code)
        self.remarks = remarks
        self.members = {"remarks": [{**asdict(remark), "weight": remark.weight.value} for remark in remarks]}


def remarks(
    letter: Letter, *, before_finding: bool | None = None, unnamed: Collection[str] = (), html: str = ""
) -> list[Remark]:
    """Say what a letter should not say: what blocks its issue first, then what is only suggested.

    `unnamed` are the people whom this letter must not name. Words in quotation marks, and words that somebody is
    said to have called another, only suggest; a name always blocks.
    `html` is the letter as it is printed, where other words than those that come with its template are used.
    """
    reading = _reading(letter, before_finding=before_finding, unnamed=unnamed)
    known: set[str] = set()
    for value in reading.values:
        for paragraph in paragraphs(value.text):
            known.add(paragraph)
            for line in lines(value.field, paragraph):
                reading.take(line, names_only=value.is_person)
    for paragraph in printed_paragraphs(letter, html):
        for line in () if paragraph in known else lines("", paragraph):
            reading.take(line)
    return reading.result()


def forbid(
    letter: Letter, *, before_finding: bool | None = None, unnamed: Collection[str] = (), html: str = ""
) -> list[Remark]:
    """Refuse a letter that says what its kind must not say; otherwise give the suggestions."""
    found = remarks(letter, before_finding=before_finding, unnamed=unnamed, html=html)
    blocking = [remark for remark in found if remark.weight is Weight.BLOCKS]
    if blocking:
        first = blocking[0]
        raise WordsRefused(
            f"This letter must not say “{first.found}” (places to mend: {len(blocking)}). {first.why} {first.instead}",
            code="letter-words",
            remarks=found,
        )
    return found


def found_in(
    text: str, *, language: str, categories: frozenset[str], unnamed: Collection[str] = (), named: Collection[str] = ()
) -> list[str]:
    """Find what a message that is no letter must not say: words of some categories, and people who must not be named."""
    words = vocabulary(language if language in LANGUAGES else LANGUAGES[0])
    index, sought = _index(language, categories), wanted(unnamed, named, words)
    known: dict[str, Phrases] = {}
    found: dict[str, None] = {}
    for paragraph in paragraphs(text):
        for line in lines("", paragraph):
            for start, end in names_in(line, sought, words):
                found[line.found(start, end)] = None
            for match in index.matches(line, known):
                found[line.found(match.start, match.end)] = None
    return list(found)


@dataclass
class _Reading:
    """One letter being read, and what was remarked so far."""

    letter: Letter
    kind: Kind
    before_finding: bool
    words: Vocabulary
    index: Index
    sought: Wanted
    values: list[Value]
    people: list[str]
    named: frozenset[str]
    known: dict[str, Phrases] = field(default_factory=dict)
    told: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    found: dict[Weight, list[Remark]] = field(default_factory=lambda: {weight: [] for weight in Weight})

    def take(self, line: Line, *, names_only: bool = False) -> None:
        """Read one sentence."""
        for start, end in names_in(line, self.sought, self.words):
            self._tell(Match(NAMES, start, end), line)
        if names_only:
            return
        for match in self.index.matches(line, self.known):
            if not self._is_somebody(match, line):
                self._tell(match, line)

    def result(self) -> list[Remark]:
        """Give the remarks, and say where no rules exist for the language of the letter."""
        if _language(self.letter) not in LANGUAGES:
            self.found[Weight.SUGGESTS].insert(0, _unread(self.letter))
        return self.found[Weight.BLOCKS] + self.found[Weight.SUGGESTS]

    def _tell(self, match: Match, line: Line) -> None:
        words = line.found(match.start, match.end)
        places = self.told.setdefault((match.rule.id, words.casefold()), [])
        if not line.field and any(place in line.text or line.text in place for place in places):
            return  # the template prints the value that was remarked on
        if len(places) < MOST:
            places.append(line.text)
        weight = self._weight(match, line)
        if len(self.found[weight]) < MOST:
            self.found[weight].append(_remark(match.rule, weight, line, words))

    def _weight(self, match: Match, line: Line) -> Weight:
        rule = match.rule
        if rule is NAMES:
            return Weight.BLOCKS
        is_lifted = bool(getattr(self.letter, self.kind.lifted_by.get(rule.category, ""), ""))
        is_late = rule.category == "guilt" and not self.before_finding
        is_quoted = all(line.quoted[match.start : match.end]) or is_reported(match, line, self.words)
        if rule.weak or is_lifted or is_late or is_quoted or rule.category not in self.kind.blocks:
            return Weight.SUGGESTS
        return Weight.BLOCKS

    def _is_somebody(self, match: Match, line: Line) -> bool:
        """Tell a word from the name of somebody in the letter, or from what the letterhead and the contacts say."""
        words = line.found(match.start, match.end)
        if match.end == match.start + 1 and words[:1].isupper() and line.words[match.start] in self.named:
            return True
        return not line.field and any(words in person and person in line.text for person in self.people)


def _reading(letter: Letter, *, before_finding: bool | None, unnamed: Collection[str]) -> _Reading:
    held = kind(letter.kind, letter.template)
    language = _language(letter)
    words = vocabulary(language if language in LANGUAGES else LANGUAGES[0])
    texts = values(letter)
    hidden = {plain_name(name) for name in unnamed}
    people = [value.text for value in texts if value.is_person and value.field.endswith("name")]
    names = [name for name in people if plain_name(name) not in hidden]
    return _Reading(
        letter=letter,
        kind=held,
        before_finding=held.before_finding if before_finding is None else before_finding,
        words=words,
        index=_index(language, held.categories),
        sought=wanted(unnamed, names, words),
        values=texts,
        people=[cleaned(value.text).strip() for value in texts if value.is_person],
        named=frozenset(part for name in names for part in words_of(name)),
    )


@cache
def _index(language: str, categories: frozenset[str]) -> Index:
    index = Index(vocabulary(language if language in LANGUAGES else LANGUAGES[0]))
    index.add(rule for rule in _rules(language) if rule.category in categories)
    return index


def _rules(language: str) -> Iterator[Rule]:
    for known in LANGUAGES:
        for rule in vocabulary(known).rules.values():
            if known == language or rule.everywhere:
                yield rule


def _language(letter: Letter) -> str:
    return letter.language.partition("-")[0].lower()


def _remark(rule: Rule, weight: Weight, line: Line, words: str) -> Remark:
    at = line.text.find(words)
    first = max(0, at - _SHOWN // 2)
    last = max(first + _SHOWN, at + min(len(words), _SHOWN))
    shown = f"{'…' if first else ''}{line.text[first:last]}{'…' if last < len(line.text) else ''}"
    return Remark(
        rule=rule.id,
        category=rule.category,
        weight=weight,
        sentence=shown,
        found=words[:_SHOWN],
        why=rule.why,
        instead=rule.instead,
        field=line.field,
    )


def _unread(letter: Letter) -> Remark:
    return Remark(
        rule="language",
        category="language",
        weight=Weight.SUGGESTS,
        sentence="",
        found=letter.language,
        why="There are no rules for the words of this language: only names and privileged marks were looked for.",
        instead="Ask somebody who reads it well to go through the letter.",
        field="language",
    )
