"""A body is looked through before anybody approves it: each fault is told with its line and how to put it right."""

import pytest

from backend.cases.letters import NoticeOfAllegations
from backend.documents.catalogue.checking import LONGEST, Fault, check_body, parts_of
from backend.documents.catalogue.facts import palette
from backend.documents.catalogue.queries import built_in_body
from backend.documents.letters import current_letters
from backend.documents.samples import registered_samples, sample_letter
from backend.documents.wording import languages_of

GOOD = "<h1>Allegations for your response</h1>\n<p>Dear {{ letter.recipient.name }}</p>\n"


def faults(body: str, *, printed: bool = False) -> list[Fault]:
    return check_body(NoticeOfAllegations, body, "en", printed=printed)


def told(body: str) -> str:
    return " ".join(f"{fault.line}: {fault.message} {fault.suggestion}" for fault in faults(body))


def built_ins() -> list[tuple[str, str]]:
    written = [(template, language) for template, cls in current_letters().items() for language in languages_of(cls)]
    return [each for each in written if each in registered_samples()]


@pytest.mark.parametrize(("template", "language"), built_ins())
def test_the_words_that_came_with_the_product_have_no_faults(template: str, language: str) -> None:
    body = built_in_body(template, language)
    assert "<h1>" in body
    assert check_body(current_letters()[template], body, language, printed=False) == []


def test_a_sound_body_is_printed_and_keeps_both_standards() -> None:
    assert faults(GOOD, printed=True) == []


def test_a_misspelt_name_is_told_with_its_line_and_the_name_that_was_meant() -> None:
    [fault] = faults(GOOD + "<p>Answer by {{ letter.anser_due_on|day }}.</p>\n")
    assert fault.line == 3
    assert fault.message == "“letter” has no “anser_due_on”."
    assert fault.suggestion == "Did you mean “answer_due_on”?"


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("<p>{{ letter.recipient.nam }}</p>", "Did you mean “name”?"),
        ("<p>{{ leter.title }}</p>", "Did you mean “letter”?"),
        ("<p>{{ words.daer }}</p>", "Did you mean “dear”?"),
        ("<ul>{% for a in letter.allegations %}<li>{{ a.particular }}</li>{% endfor %}</ul>", "“particulars”?"),
        ("{% if letter.interveiw %}<p>x</p>{% endif %}", "Did you mean “interview”?"),
        ("{% if letter.title and not letter.measurez %}<p>x</p>{% endif %}", "Did you mean “measures”?"),
        ("<p>{{ letter.title.length }}</p>", "is text; it has no “length”"),
        ("<p>{{ letter.title|default:letter.titlex }}</p>", "Did you mean “title”?"),
        ('{% with x=letter.contakt %}<p>{{ x.name }}</p>{% endwith %}', "Did you mean “contact”?"),
        ("<p>{{ letter.to_inputs }}</p>", "has no “to_inputs”"),
        ("<p>{{ letter.__class__ }}</p>", "can’t be read"),
        ("<p>{{ letter.interview.on }}</p>", "is a day. Write {{ letter.interview.on|day }}"),
        ("<p>{{ letter.allegations }}</p>", "is a list."),
        ("<p>{{ letter.recipient }}</p>", "is a group of facts."),
        ("<p>{{ letter.title|day }}</p>", "“day” in “letter.title|day” takes a day"),
        ("<p>{{ letter.answer_due_on|paragraphs }}</p>", "takes a text"),
        ("<p>{{ letter.title|safe }}</p>", "don’t use the filter “safe”"),
        ("{% for x in letter.title %}<p>{{ x }}</p>{% endfor %}", "is no list: it is a text"),
        ('{% include "web/base.html" %}', "There is no part"),
        ("{% include letter.title %}", "There is no part"),
        ("{% for a in letter.allegations %}<p>{{ forloop.counter|stringformat:'999999999d' }}</p>{% endfor %}", "is not used with"),
        ("<p>{{ letter.reference|default:'<script src=x></script>' }}</p>", "holds markup"),
        ("<p>{{ '<b>' }}</p>", "holds markup"),
        ("<p>{{ letter.measures|join:'<img src=x>' }}</p>", "holds markup"),
        ("{% with x='<b>' %}<p>{{ x }}</p>{% endwith %}", "holds markup"),
        ('<p id="x{{ letter.title|default:\'" onclick="y\' }}">x</p>', "holds markup"),
        ('{% include "documents/letters/closing-v2.html" with x="<b>" %}', "holds markup"),
        ("{% if letter.title %}<p>x</p>", "can’t be read: Unclosed tag on line 3: 'if'"),
        ("<p>{{ letter.title|nonsense }}</p>", "can’t be read: Invalid filter: 'nonsense'"),
    ],
)  # fmt: skip
def test_what_the_facts_do_not_have_is_told(written: str, said: str) -> None:
    assert said in told(GOOD + written)
    assert all(fault.line == 3 for fault in faults(GOOD + written))


@pytest.mark.parametrize(
    "tag", ["load static", "extends 'x'", "block body", "endblock", "now 'Y'", "url 'home'", "debug", "verbatim", "autoescape off", "ssi x"]
)  # fmt: skip
def test_a_tag_that_letters_do_not_use_is_refused_before_anything_is_compiled(tag: str) -> None:
    [fault] = faults(f"{GOOD}{{% {tag} %}}")
    assert fault.line == 3
    assert "don’t use" in fault.message


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("<script>alert(1)</script>", "<script> is not used"),
        ("<style>p {}</style>", "<style> is not used"),
        ("<img src='https://example.org/x.png'>", "<img> is not used"),
        ("<iframe></iframe>", "<iframe> is not used"),
        ("<link rel=x>", "<link> is not used"),
        ("<svg></svg>", "<svg> is not used"),
        ("<object></object>", "<object> is not used"),
        ("<form></form>", "<form> is not used"),
        ("<em>x</em>", "<em> is not used"),
        ('<p style="color: red">x</p>', "carries “style”"),
        ('<p onclick="x()">x</p>', "carries “onclick”"),
        ('<p class="mine">x</p>', "no class “mine”"),
        ('<p><a href="https://example.org">x</a></p>', "“href” of <a>"),
        ('<p><a href="javascript:x">x</a></p>', "“href” of <a>"),
        ("<p class={{ letter.title }}>x</p>", "without quotation marks"),
        ("<p{% if letter.title %} class='note'{% endif %}>x</p>", "begins inside a tag"),
        ("<p>x", "<p> is not closed"),
        ("</p>", "closes nothing"),
        ("<p><strong>x</p></strong>", "</p> closes nothing"),
        ("{% if letter.title %}<p>x{% else %}</p>{% endif %}", "<p> is not closed in the part"),
        ("<p><ul><li>x</li></ul></p>", "<ul> can’t stand inside <p>"),
        ("<li>x</li>", "<li> stands outside <ul>"),
        ("<table><tbody><tr><th>x</th></tr></tbody></table>", "does not say what it heads"),
        ("<table><tr><td>x</td></tr></table>", "<tr> stands outside <thead>"),
        ("<h3>x</h3>", "follows a heading of level 1"),
        ("<!-- x -->", "goes out with the letter"),
        ("<p>&#9731;</p>", "by its number"),
        ("<p>&bogus;</p>", "is no character"),
        ("<p>\U0001f600</p>", "can’t be printed"),
        ("<p>\ue000</p>", "can’t be printed"),
        ("<p>a\u202eb</p>", "can’t be printed"),
        ("<p", "A tag has no end"),
        ("<p>a < b</p>", "write “<” as &lt;"),
        ("<p>{{ letter.title </p>", "“{{” has no “}}” on its line"),
    ],
)  # fmt: skip
def test_markup_that_acts_loads_or_breaks_is_told(written: str, said: str) -> None:
    assert said in told(GOOD + written)
    assert {fault.line for fault in faults(GOOD + written)} <= {3}


@pytest.mark.parametrize(
    "written",
    [
        '<p{% if letter.interview %} class="lead"{% endif %}>x</p>',
        '<div class="{% if letter.interview %}note{% else %}keep{% endif %} last"><p>x</p></div>',
        '{% if letter.interview == None or letter.profile == "GB" %}<p>x</p>{% endif %}',
        '<p>{{ letter.title|default:"x"|lower }} &nbsp;– {{ letter.allegations|length }}</p>',
        "{% for a in letter.allegations %}<p>{{ forloop.counter }} {{ a.policy_clauses|listed }}</p>{% empty %}<p>x</p>{% endfor %}",
    ],
)
def test_what_letters_need_is_taken(written: str) -> None:
    assert faults(GOOD + written) == []


def test_a_comment_may_hold_anything_and_is_not_printed() -> None:
    assert faults(GOOD + "{% comment %}<script>{{ nothing }}</script>{% endcomment %}\n{# <b> #}\n") == []


def test_an_optional_part_that_is_not_asked_for_fails_the_trial() -> None:
    body = GOOD + "<p>We meet on {{ letter.interview.on|day }}.</p>"
    [fault] = faults(body)
    assert fault.line == 0
    assert "without its optional parts" in fault.message
    assert faults(GOOD + "{% if letter.interview %}<p>We meet on {{ letter.interview.on|day }}.</p>{% endif %}") == []


def test_a_letter_without_words_or_title_or_with_far_too_many_is_told() -> None:
    assert "no words yet" in told("  \n")
    assert "no title" in told("<p>Dear {{ letter.recipient.name }}</p>")
    assert "longer than" in told(GOOD + "<p>" + "word " * (LONGEST // 5) + "</p>")


def test_the_parts_are_those_of_the_house_and_of_the_letters_own_app() -> None:
    parts = parts_of(NoticeOfAllegations.template, "en")
    assert "documents/letters/closing-v2.html" in parts
    assert not any("base" in part for part in parts)
    assert faults(GOOD + '{% include "documents/letters/closing-v2.html" %}') == []


def test_blocks_inside_blocks_inside_blocks_are_refused_before_they_are_tried() -> None:
    deep = "{% for a in letter.allegations %}" * 9 + "<p>x</p>" + "{% endfor %}" * 9
    assert "inside one another" in told(GOOD + deep)
    assert "inside one another" in told(GOOD + "{% if code %}" * 1500 + "{% endif %}" * 1500)


def test_hostile_text_is_looked_through_quickly() -> None:
    for body in (
        "<" * 50_000,
        "{%" * 25_000,
        "<p class='" + "a " * 20_000,
        "{{" * 25_000,
        "<p>" * 15_000,
        "&" * 50_000,
        "{{x}}" * 10_000,
    ):
        assert all(fault.line == 3 for fault in faults(GOOD + body))


def test_the_palette_offers_every_fact_with_how_to_write_it_and_what_the_sample_says() -> None:
    offered = {fact.path: fact for fact in palette(NoticeOfAllegations, sample_letter(NoticeOfAllegations))}
    due = offered["letter.answer_due_on"]
    assert (due.kind, due.write, due.is_optional) == ("day", "{{ letter.answer_due_on|day }}", False)
    assert due.sample
    assert offered["letter.allegations"].write.startswith("{% for allegation in letter.allegations %}")
    assert offered["allegation.particulars"].depth == 1
    assert offered["letter.interview"].is_optional
    assert "letter.removed" not in offered
    written = "".join(
        f"<p>{fact.write}</p>" for fact in offered.values() if fact.depth == 0 and fact.kind in ("text", "day")
    )
    assert check_body(NoticeOfAllegations, GOOD + written, "en", printed=False) == []
