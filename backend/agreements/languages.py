"""The language of an agreement: proposed from the person's own, and only one in which the library has every clause that is needed."""

import re
from collections.abc import Collection, Mapping
from typing import Final

from backend.clauses.library import Library
from backend.clauses.vocabulary import Language, Standing
from backend.documents.letters import Letter
from backend.documents.queries import language_for
from backend.documents.wording import languages_of
from backend.people.models import Person

Libraries = Mapping[str, Library]

ITS_OWN_NAME: Final = {Language.ENGLISH: "English", Language.GERMAN: "Deutsch"}  # as its speakers write it
CALLED: Final = {
    Language.ENGLISH: frozenset({"english", "englisch", "british english", "en", "en-gb", "en-us"}),
    Language.GERMAN: frozenset({"german", "deutsch", "standard german", "hochdeutsch", "de", "de-de"}),
}
LITTLE: Final = {  # the little words by which a text shows its language
    Language.ENGLISH: frozenset(
        re.findall(r"\w+", "the and of to with for you your is are not from this that we by who")
    ),
    Language.GERMAN: frozenset(
        re.findall(r"\w+", "der die das und mit für sie ihre sind nicht von dem den wir zu bei eine")
    ),
}
PLAIN: Final = 3  # little words of one language from which on it is plain which one it is


def proposed_language(person: Person, words: Libraries, *, kind: str, profile: str) -> str:
    """Propose the person's own language, if the library has all in it that must stand in such an agreement; else English."""
    own = _primary(person.language)
    for language in Language:
        needs = needed(words, kind=kind, profile=profile)
        if _primary(language) == own and not lacking(needs, language, words):
            return str(language)
    return str(Language.ENGLISH)


def needed(words: Libraries, *, kind: str, profile: str) -> frozenset[str]:
    """Name the clauses that must stand in a kind of agreement at a place, in whichever language they have words."""
    return frozenset(code for each in words.values() for code in each.required(kind=kind, profile=profile))


def lacking(codes: Collection[str], language: str, words: Libraries) -> dict[str, str]:
    """Name the clauses, by code with their heading elsewhere, that the library has in another language and not in this one."""
    return {
        code: clause.heading
        for other, each in words.items()
        for code, clause in each.clauses.items()
        if other != language and code in codes and code not in words[language].clauses
    }


def may_lack(language: str, words: Libraries, *, kind: str, profile: str) -> dict[str, str]:
    """Name the clauses that could stand in such an agreement if the library had words for them in its language."""
    fits = {Standing.MANDATORY, Standing.OPTIONAL}
    codes = {
        code
        for each in words.values()
        for code in each.clauses
        if each.stands(code, kind=kind, profile=profile).standing in fits
    }
    return dict(sorted(lacking(codes, language, words).items()))


def told_lacking(found: Mapping[str, str], language: str, words: Libraries) -> list[str]:
    """Say of each clause without words in a language what can be done; nothing stands in for it."""
    name = Language(language).label
    return [
        f"{code} ({heading}) has no words in {name}. {what_to_do(code, language, words)}"
        for code, heading in found.items()
    ]


def what_to_do(code: str, language: str, words: Libraries) -> str:
    """Say how an agreement gets a clause that its language lacks."""
    having = [Language(other).label for other, each in words.items() if code in each.clauses]
    return (
        f"Choose {' or '.join(having)} and record a translation when it is offered, "
        f"or have the clause written in {Language(language).label} in the clause library first."
    )


def is_called(told: str, language: str) -> bool:
    """Tell whether somebody's words name a language: German, Deutsch, de."""
    return told.strip().casefold().removesuffix(" language") in CALLED[Language(language)]


def reads_as_another(text: str, language: str) -> str:
    """Tell in which other language a text seems to be written, by its little words; nothing where that is not plain."""
    words = re.findall(r"[^\W\d_]+", text.casefold())
    found = {each: sum(word in little for word in words) for each, little in LITTLE.items()}
    most = max(found, key=lambda each: found[each])
    plain = most != language and found[most] >= PLAIN and found[most] > 3 * found[Language(language)]
    return str(most) if plain else ""


def letter_language(cls: type[Letter], person: Person, language: str) -> str:
    """Choose the language of a letter about an agreement: the person's own where such letters have words in it, else the agreement's."""
    return language_for(cls, person) if _primary(person.language) in languages_of(cls) else language


def _primary(language: str) -> str:
    return language.partition("-")[0].lower()
