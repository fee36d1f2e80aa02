"""The reference page of what letters are checked for, made from the rules themselves."""

from collections.abc import Iterable

from backend.documents.guard.rules import LANGUAGES, Kind, Rule, kinds, vocabulary

LANGUAGE_NAMES = {"en": "English", "de": "German"}


def letter_words() -> str:
    """List what each kind of document may not say, and every rule with its words."""
    everything, *rows = kinds()
    parts = [_lead(), _kinds(everything, rows)]
    for rules in _by_category().values():
        parts += [f"## {_title(rules[0].category)}\n", *(_rule(rule) for rule in rules)]
    return "\n".join(parts)


def _lead() -> str:
    languages = " and ".join(LANGUAGE_NAMES[language] for language in LANGUAGES)
    paragraphs = (
        "# Words of letters",
        "Before a letter is issued, its words are looked through. Each remark shows the sentence, says why the words should not"
        " stand there, and what to write instead. There is no score and no model: only these lists.",
        "A remark **blocks** where the kind of document must not say it, and otherwise only **suggests**. Words in quotation marks"
        " only suggest: somebody is quoted with them. So do some words where the sentence tells that somebody called, mocked or"
        " threatened another with them; the rule says so. Words of guilt only suggest after a finding. Names of people whom the letter"
        " must not name always block, in quotation marks too.",
        "A name is found in full, by its parts, after a title, in the genitive, and with or without accents. A part that is an"
        " ordinary word, such as Price, counts with a title or in the full name only. A part that somebody bears whom the letter"
        " may name counts in the full name only.",
        "Capital letters, soft hyphens, invisible characters, odd spaces and look-alike letters make no difference. There are rules"
        f" for {languages}. In other languages only names and privileged marks are looked for, and a remark says so.",
        "How to read a phrase: `stem*` is any word that begins so, `*stem` one that ends so, `a|b` is either, `[word]` may be left"
        " out, `...` stands for up to five words. A phrase lies within one sentence. No list replaces the person who reviews.",
    )
    return "\n\n".join(paragraphs) + "\n"


def _kinds(everything: Kind, rows: Iterable[Kind]) -> str:
    lines = [
        "## By kind of document\n",
        f"Every kind: {everything.must_not} These categories block in every kind, unless its row says otherwise:"
        f" {_listed(everything.blocks)}. These suggest: {_listed(everything.suggests)}. For the eye of the reviewer: {everything.by_eye}\n",
        "| Document | Must not hold | Blocks besides | Suggests | For the eye of the reviewer |",
        "| --- | --- | --- | --- | --- |",
    ]
    for row in rows:
        lifted = "".join(f" “{name}” only suggests once `{field}` is given." for name, field in row.lifted_by.items())
        cells = (
            row.code + ("" if row.before_finding else " (after a finding)"),
            row.must_not + lifted,
            _listed(row.blocks - everything.blocks) or "none",
            _listed(row.suggests - everything.suggests) or "none",
            row.by_eye or "none",
        )
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"


def _by_category() -> dict[str, list[Rule]]:
    grouped: dict[str, list[Rule]] = {}
    for rule in vocabulary(LANGUAGES[0]).rules.values():
        grouped.setdefault(rule.category, []).append(rule)
    return grouped


def _rule(rule: Rule) -> str:
    traits = [
        f"From: {rule.source}.",
        "Only ever suggests." if rule.weak else "",
        "Looked for in letters of every language." if rule.everywhere else "",
        "A word of denial close by makes it right." if rule.unless_denied else "",
        "Only suggests where somebody is said to have called, mocked or threatened another with it."
        if rule.unless_reported
        else "",
    ]
    lines = [f"### `{rule.id}`\n", f"{rule.why} {rule.instead} {' '.join(trait for trait in traits if trait)}\n"]
    for language in LANGUAGES:
        own = vocabulary(language).rules[rule.id]
        lines.append(f"- {LANGUAGE_NAMES[language]}: {_phrases(own.phrases)}")
        right = [*own.unless, *own.softened_by]
        lines += [f"  - right with: {_phrases(right)}"] if right else []
        lines.append(f"  - found in “{own.matches[0]}”, not in “{own.passes[0]}”")
    return "\n".join(lines) + "\n"


def _phrases(phrases: Iterable[object]) -> str:
    return ", ".join(f"`{getattr(phrase, 'written', phrase)}`" for phrase in phrases)


def _listed(names: Iterable[str]) -> str:
    return ", ".join(sorted(names))


def _title(category: str) -> str:
    return category.replace("-", " ").capitalize()
