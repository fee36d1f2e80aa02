"""The template language of an own body: which tags and filters it may use, and whether every name it uses is a fact of the letter."""

import re
from collections.abc import Mapping
from dataclasses import is_dataclass
from datetime import date, datetime
from typing import Any, Final, get_args, get_origin

from django.template import Template, TemplateSyntaxError
from django.template.base import FilterExpression, Lexer, NodeList, TokenType, Variable, VariableNode
from django.template.defaulttags import ForNode, IfChangedNode, IfNode, WithNode
from django.template.loader_tags import IncludeNode

from backend.documents.catalogue.facts import ANYTHING, COUNTERS, Unknown, kind_words, step, without_none
from backend.documents.catalogue.markup import BLOCKS, TURNS, Tell
from backend.documents.engine import letter_engine

TAGS: Final = frozenset({*BLOCKS, *BLOCKS.values(), *TURNS, "include", "comment", "endcomment"})
TEXT, NUMBER, DAY, LIST = "text", "number", "day", "list"
# Each filter: what it takes (nothing: whatever comes), and what it makes.
FILTERS: Final[Mapping[str, tuple[tuple[str, ...], Any]]] = {
    "paragraphs": ((TEXT,), str),
    "day": ((DAY,), str),
    "date": ((DAY,), str),
    "at": ((), str),
    "listed": ((LIST,), str),
    "join": ((LIST,), str),
    "default": ((), None),
    "length": ((TEXT, LIST), int),
    "lower": ((TEXT,), str),
    "upper": ((TEXT,), str),
    "capfirst": ((TEXT,), str),
    "linebreaksbr": ((TEXT,), str),
    "floatformat": ((NUMBER,), str),
    "stringformat": ((NUMBER,), str),
    "add": ((NUMBER, TEXT), ANYTHING),
    "first": ((LIST,), ANYTHING),
    "last": ((LIST,), ANYTHING),
    "slice": ((LIST,), None),
    "yesno": ((), str),
    "pluralize": ((NUMBER, LIST), str),
}
DEEPEST: Final = 10
DEEPEST_LOOPS: Final = 3
_MARKUP: Final = re.compile("[<>&\"'\\\\`=]")
ARGUMENTS: Final = {"floatformat": re.compile(r"-?[0-3]?g?"), "stringformat": re.compile(r"[ds]")}  # else it takes ages
PARTS: Final = "documents/letters/"

Names = Mapping[str, Any]


def check_tags(body: str, tell: Tell) -> None:
    """Tell the tags that the words of a letter must not use; only a body without any is compiled."""
    opened: list[str] = []
    for token in Lexer(body).tokenize():
        if token.token_type == TokenType.BLOCK:
            name = token.contents.split(None, 1)[0] if token.contents.strip() else ""
            if name in BLOCKS:
                opened.append(name)
            elif name in BLOCKS.values() and opened:
                opened.pop()
            if len(opened) > DEEPEST or opened.count("for") > DEEPEST_LOOPS:
                tell(token.lineno or 1, "Too many blocks stand inside one another.", "Write it more simply.")
                return
            if name not in TAGS:
                hint = "Use if, for, with, ifchanged, include or comment."
                tell(token.lineno or 1, f"The words of a letter don’t use {{% {name[:40]} %}}.", hint)


def check_expressions(body: str, names: Names, parts: frozenset[str], tell: Tell) -> None:
    """Tell every name that is no fact of the letter, and every filter that does not fit; also what can't be read at all."""
    try:
        nodes = Template(body, engine=letter_engine().engine).nodelist
    except TemplateSyntaxError as error:
        token = getattr(error, "token", None)
        tell(getattr(token, "lineno", None) or 1, f"This can’t be read: {error}.", "")
        return
    _Walk(parts, tell).through(nodes, names)


class _Walk:
    """One walk through a body, with the names that are known at each place."""

    def __init__(self, parts: frozenset[str], tell: Tell) -> None:
        self.parts, self.tell = parts, tell

    def through(self, nodes: NodeList, names: Names) -> None:
        """Walk a list of nodes, one after another."""
        for node in nodes:
            self.line = getattr(getattr(node, "token", None), "lineno", None) or 1
            self._node(node, names)

    def _node(self, node: Any, names: Names) -> None:
        match node:
            case VariableNode():
                self._printed(self.type_of(node.filter_expression, names), str(node.filter_expression.token))
            case ForNode():
                self._loop(node, names)
            case IncludeNode():
                self._include(node, names)
            case WithNode():
                more = {name: self.type_of(value, names) for name, value in node.extra_context.items()}
                self.through(node.nodelist, {**names, **more})
            case IfNode() | IfChangedNode():
                self._branches(node, names)

    def _branches(self, node: Any, names: Names) -> None:
        if isinstance(node, IfNode):
            for condition, inner in node.conditions_nodelists:
                self._condition(condition, names)
                self.through(inner, names)
            return
        for value in node._varlist:
            self.type_of(value, names)
        self.through(node.nodelist_true, names)
        self.through(node.nodelist_false, names)

    def _loop(self, node: Any, names: Names) -> None:
        line, kind = self.line, without_none(self.type_of(node.sequence, names))
        if kind is not ANYTHING and get_origin(kind) is not tuple:
            self.tell(line, f"“{node.sequence.token}” is no list: it is a {kind_words(kind)}.", "Go through a list.")
            kind = ANYTHING
        item = ANYTHING if kind is ANYTHING else get_args(kind)[0]
        if len(node.loopvars) > 1:
            self.tell(line, "A list of letters gives one thing at a time.", "Name one: {% for each in … %}.")
        counters = {**COUNTERS, "parentloop": names.get("forloop", COUNTERS)}
        inner = {**names, "forloop": counters, **dict.fromkeys(node.loopvars, item)}
        self.through(node.nodelist_loop, inner)
        self.through(node.nodelist_empty, names)

    def _include(self, node: Any, names: Names) -> None:
        for value in node.extra_context.values():
            self.type_of(value, names)
        wanted = node.template.var
        if not isinstance(wanted, str) or wanted not in self.parts:
            near = ", ".join(sorted(self.parts))
            self.tell(self.line, f"There is no part {node.template.token} for letters.", f"There are: {near}.")

    def _condition(self, condition: Any, names: Names) -> None:
        if condition is None:
            return
        value = getattr(condition, "value", None)
        if isinstance(value, FilterExpression):
            self.type_of(value, names)
        for side in ("first", "second"):
            self._condition(getattr(condition, side, None), names)

    def type_of(self, expression: FilterExpression, names: Names) -> Any:
        """Work out the type of an expression, and tell what is wrong with it."""
        kind = self._variable(expression.var, names)
        for function, arguments in expression.filters:
            name = str(getattr(function, "_filter_name", ""))
            for is_variable, value in arguments:
                self._argument(name, value, names, is_variable=is_variable)
            kind = self._filtered(kind, name, str(expression.token))
        return kind

    def _argument(self, name: str, value: Any, names: Names, *, is_variable: bool) -> None:
        if is_variable:
            self._variable(value, names)
        else:
            self._constant(value)
        allowed = ARGUMENTS.get(name)
        written = str(value.literal if isinstance(value, Variable) else value)
        if allowed and not allowed.fullmatch(written):
            self.tell(self.line, f"“{name}” is not used with “{written[:40]}” in letters.", "Leave that part out.")

    def _variable(self, variable: Any, names: Names) -> Any:
        if not isinstance(variable, Variable):
            self._constant(variable)
            return str if isinstance(variable, str) else ANYTHING
        if variable.lookups is None:
            self._constant(variable.literal)
            return str if isinstance(variable.literal, str) else type(variable.literal)
        first, *rest = variable.lookups
        if variable.var in ("None", "True", "False"):
            return ANYTHING
        if first not in names:
            error = Unknown(first, sorted(names), owner="A letter")
            self.tell(self.line, str(error), error.suggestion)
            return ANYTHING
        kind, path = names[first], first
        try:
            for name in rest:
                kind = step(kind, name, called=path)
                path = f"{path}.{name}"
        except Unknown as error:
            self.tell(self.line, str(error), error.suggestion)
            return ANYTHING
        return kind

    def _constant(self, value: Any) -> None:
        """A text in quotation marks is printed as it stands: markup in it would walk around the check of markup."""
        if isinstance(value, str) and _MARKUP.search(value):
            self.tell(self.line, f"The text “{value[:40]}” in a value holds markup.", "Write markup outside of values.")

    def _filtered(self, kind: Any, name: str, written: str) -> Any:
        if name not in FILTERS:
            self.tell(self.line, f"Letters don’t use the filter “{name}”.", f"There are: {', '.join(sorted(FILTERS))}.")
            return ANYTHING
        takes, makes = FILTERS[name]
        given = _family(kind)
        if takes and given and given not in takes:
            told = f"“{name}” in “{written}” takes a {' or a '.join(takes)}, and this is a {kind_words(kind)}."
            self.tell(self.line, told, "Use another filter, or another fact.")
        return kind if makes is None else makes

    def _printed(self, kind: Any, written: str) -> None:
        inner = without_none(kind)
        if inner in (date, datetime):
            self.tell(self.line, f"“{written}” is a day.", f"Write {{{{ {written}|day }}}}: the day in words.")
        elif inner is bool:
            self.tell(self.line, f"“{written}” is yes or no.", f"Write {{% if {written} %}}…{{% endif %}}.")
        elif get_origin(inner) is tuple:
            self.tell(self.line, f"“{written}” is a list.", "Go through it with {% for %}, or write |listed.")
        elif isinstance(inner, Mapping) or (isinstance(inner, type) and is_dataclass(inner)):
            self.tell(self.line, f"“{written}” is a group of facts.", "Name one of them.")


def _family(kind: Any) -> str:
    """Tell what a filter would get; empty where that isn't known."""
    inner = without_none(kind)
    if get_origin(inner) is tuple:
        return LIST
    if inner is bool or (isinstance(inner, type) and is_dataclass(inner)):
        return "group"
    return {str: TEXT, int: NUMBER, date: DAY, datetime: DAY}.get(inner, "") if isinstance(inner, type) else ""
