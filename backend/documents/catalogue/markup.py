"""The markup of an own body: plain elements of text and tables, closed where they were opened, and nothing that acts or loads."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from html import unescape
from html.parser import HTMLParser
from typing import Final

from django.template.base import Lexer, TokenType

from backend.documents.assets import read_asset

VALUE, OPEN, TURN, CLOSE = "\ue0f0", "\ue0f1", "\ue0f2", "\ue0f3"  # what stands for a value and for a block's tags
MARKS: Final = frozenset({VALUE, OPEN, TURN, CLOSE})
BLOCKS: Final = {"if": "endif", "for": "endfor", "with": "endwith", "ifchanged": "endifchanged"}
TURNS: Final = frozenset({"else", "elif", "empty"})

VOID: Final = frozenset({"br"})
INLINE: Final = frozenset({"strong", "b", "span", "code", "a", "br"})
LINES: Final = frozenset({"p", "h1", "h2", "h3", "h4", "caption", "dt"})  # what holds text and nothing of its own
BOXES: Final = frozenset({"div", "section", "ul", "ol", "li", "dl", "dd", "table", "thead", "tbody", "tr", "th", "td"})
ELEMENTS: Final = INLINE | LINES | BOXES
INSIDE: Final = {
    "li": ("ul", "ol"),
    "tr": ("thead", "tbody"),
    "td": ("tr",),
    "th": ("tr",),
    "thead": ("table",),
    "tbody": ("table",),
    "caption": ("table",),
    "dt": ("dl", "div"),
    "dd": ("dl", "div"),
}
ATTRIBUTES: Final[dict[str, re.Pattern[str]]] = {
    "scope": re.compile(r"row|col"),
    "lang": re.compile(r"[a-z]{2,3}(-[A-Za-z]{2,4})?"),
    "dir": re.compile(r"ltr|rtl"),
    "colspan": re.compile(r"[1-9]"),
    "rowspan": re.compile(r"[1-9]"),
    "start": re.compile(r"[0-9]{1,3}"),
    "id": re.compile(rf"[a-z][a-z0-9-]*{VALUE}?"),
    "href": re.compile(rf"#[a-z][a-z0-9-]*{VALUE}?"),
}
_CLASS: Final = re.compile(r"\.(-?[a-zA-Z_][\w-]*)")
_NO = f'[^"{OPEN}{TURN}{CLOSE}]*'
_BY_CLASS: Final = re.compile(
    rf'{OPEN} *class="{_NO}" *{CLOSE}|class="{_NO}(?:{OPEN}{_NO}(?:{TURN}{_NO})*{CLOSE}{_NO})*"'
)
_MARKS: Final = re.compile("[" + "".join(sorted(MARKS - {VALUE})) + "]")
_QUOTED: Final = re.compile(r"\"[^\"]*\"|'[^']*'")
_TAG: Final = re.compile(r"<(?:/?[a-zA-Z]|[!?])")
_BEGINS: Final = re.compile(r"{{|{%|{#")
_ENDS: Final = {"{{": "}}", "{%": "%}", "{#": "#}"}

Tell = Callable[[int, str, str], None]


@dataclass
class _Opened:
    name: str
    line: int


def flattened(body: str) -> str:
    """Give the markup alone, line for line: a mark stands for each value and for each tag of a block."""
    parts: list[str] = []
    in_comment = False
    for token in Lexer(body).tokenize():
        name = token.contents.split(None, 1)[0] if token.contents.strip() else ""
        if token.token_type == TokenType.BLOCK:
            in_comment = name == "comment" or (in_comment and name != "endcomment")
            parts.append("" if in_comment or name == "endcomment" else _mark(name))
        elif in_comment:
            parts.append("\n" * token.contents.count("\n"))
        elif token.token_type == TokenType.VAR:
            parts.append(VALUE)
        elif token.token_type == TokenType.TEXT:
            parts.append(token.contents)
    return "".join(parts)


def check_markup(body: str, sheets: tuple[str, ...], tell: Tell) -> None:
    """Tell every fault of the markup: what is not allowed, what is not closed, and what a reader's aid could not follow."""
    reader = _Reader(classes_of(sheets), tell)
    reader.feed(_whole_tags(flattened(body), tell))
    reader.close()
    reader.end()


def check_delimiters(body: str, tell: Tell) -> None:
    """Tell where a tag or a value of the template language has no end on its line; a text without such a place is read in one go."""
    for number, line in enumerate(body.splitlines(), start=1):
        at = 0
        while found := _BEGINS.search(line, at):
            end = line.find(_ENDS[found[0]], found.end())
            if end < 0:
                tell(number, f"“{found[0]}” has no “{_ENDS[found[0]]}” on its line.", "End it on the same line.")
                break
            at = end + 2


def _whole_tags(text: str, tell: Tell) -> str:
    """Tell what stands in a tag and can't, and give the text with nothing but whole tags."""
    parts: list[str] = []
    at, line = 0, 1
    while (begin := text.find("<", at)) >= 0:
        line += text.count("\n", at, begin)
        parts.append(text[at:begin])
        end, following = text.find(">", begin), text.find("<", begin + 1)
        if text.startswith("<!--", begin):
            end = max(text.find("-->", begin) + 2, end)
        elif end < 0 or 0 <= following < end or not _TAG.match(text, begin):
            tell(line, "A tag has no end, or a “<” stands for itself.", "Look for a missing “>”; write “<” as &lt;.")
            at = begin + 1
            continue
        tag, at = text[begin : end + 1], end + 1
        parts.append(_whole_tag(tag, line, tell))
        line += tag.count("\n")
    return "".join([*parts, text[at:]])


def _whole_tag(tag: str, line: int, tell: Tell) -> str:
    if _MARKS.search(_BY_CLASS.sub("", tag)):
        tell(line, "A block begins inside a tag.", "Put {% if %} around whole elements, or around a class.")
    tag = _MARKS.sub(" ", tag)
    if VALUE in _QUOTED.sub("", tag):
        tell(line, "A value stands in a tag without quotation marks.", "Put it in quotation marks.")
        tag = tag.replace(VALUE, "")
    return tag


@cache
def classes_of(sheets: tuple[str, ...]) -> frozenset[str]:
    """List the classes that the style sheets of a letter know."""
    return frozenset(name for sheet in sheets for name in _CLASS.findall(read_asset(f"css/{sheet}").decode()))


def _mark(name: str) -> str:
    if name in BLOCKS:
        return OPEN
    if name in TURNS:
        return TURN
    return CLOSE if name in BLOCKS.values() else VALUE


class _Reader(HTMLParser):
    """Read the markup once, with the elements that are open and the blocks that were begun among them."""

    def __init__(self, classes: frozenset[str], tell: Tell) -> None:
        super().__init__(convert_charrefs=False)
        self.classes, self.tell = classes, tell
        self.opened: list[_Opened] = []
        self.blocks: list[int] = []  # how many elements were open where each block began
        self.heading = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Check an element by where it stands and what it carries."""
        line = self.getpos()[0]
        if tag not in ELEMENTS:
            self.tell(line, f"<{tag}> is not used in letters.", "Letters hold headings, paragraphs, lists and tables.")
        self._place(tag, line)
        self._attributes(tag, attrs, line)
        if tag not in VOID:
            self.opened.append(_Opened(tag, line))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take <br/> for <br>; any other element needs its end."""
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        """Close the element that was opened last, in the same branch of the template."""
        line = self.getpos()[0]
        floor = self.blocks[-1] if self.blocks else 0
        if len(self.opened) > floor and self.opened[-1].name == tag:
            self.opened.pop()
        elif tag not in VOID:
            last = self.opened[-1] if len(self.opened) > floor else None
            hint = f"<{last.name}> of line {last.line} is still open." if last else "Nothing is open here."
            self.tell(line, f"</{tag}> closes nothing that was opened in this part.", hint)
            if last and any(each.name == tag for each in self.opened[floor:]):
                while self.opened.pop().name != tag:
                    pass

    def handle_data(self, data: str) -> None:
        """Follow the blocks: each of their branches holds whole elements."""
        for mark in data:
            if mark == OPEN:
                self.blocks.append(len(self.opened))
            elif mark in (TURN, CLOSE) and self.blocks:
                self._level(self.blocks[-1])
                if mark == CLOSE:
                    self.blocks.pop()
        inside = self.opened[-1].name if self.opened else ""
        bare = "".join(mark for mark in data if mark not in MARKS).strip()
        if bare and inside in ("table", "thead", "tbody", "tr", "ul", "ol"):
            self.tell(self.getpos()[0], f"Text stands in <{inside}> itself.", "Put it in a cell or an entry.")

    def handle_entityref(self, name: str) -> None:
        """Let through the entities that HTML knows."""
        if unescape(f"&{name};") == f"&{name};":
            self.tell(self.getpos()[0], f"“&{name};” is no character that HTML knows.", "Write the character itself.")

    def handle_charref(self, name: str) -> None:
        """Refuse characters by number: they could be any."""
        self.tell(self.getpos()[0], f"“&#{name};” names a character by its number.", "Write the character itself.")

    def handle_comment(self, data: str) -> None:
        """Refuse comments that would go out with the letter."""
        self.tell(self.getpos()[0], "A comment of HTML goes out with the letter.", "Write {# … #}; it stays here.")

    def handle_decl(self, decl: str) -> None:
        """Refuse declarations."""
        self.tell(self.getpos()[0], "A declaration has no place in a letter’s body.", "Leave it out.")

    def handle_pi(self, data: str) -> None:
        """Refuse instructions to programs."""
        self.tell(self.getpos()[0], "An instruction to a program has no place here.", "Leave it out.")

    def unknown_decl(self, data: str) -> None:
        """Refuse what no letter needs."""
        self.tell(self.getpos()[0], "This is no markup of a letter.", "Leave it out.")

    def end(self) -> None:
        """Tell what was never closed."""
        self._level(0)

    def _level(self, floor: int) -> None:
        for left in self.opened[floor:]:
            self.tell(
                left.line, f"<{left.name}> is not closed in the part where it was opened.", f"Add </{left.name}>."
            )
        del self.opened[floor:]

    def _place(self, tag: str, line: int) -> None:
        around = self.opened[-1].name if self.opened else ""
        if tag in INSIDE and around not in INSIDE[tag]:
            self.tell(line, f"<{tag}> stands outside <{INSIDE[tag][0]}>.", "")
        if around in LINES | (INLINE - VOID) and tag not in INLINE and tag in ELEMENTS:
            self.tell(line, f"<{tag}> can’t stand inside <{around}>.", f"Close <{around}> first.")
        if tag in ("h1", "h2", "h3", "h4"):
            level = int(tag[1])
            if level > self.heading + 1:
                self.tell(line, f"<{tag}> follows a heading of level {self.heading}.", f"Use <h{self.heading + 1}>.")
            self.heading = level

    def _attributes(self, tag: str, attrs: list[tuple[str, str | None]], line: int) -> None:
        given = dict(attrs)
        if tag == "th" and "scope" not in given:
            self.tell(line, "<th> does not say what it heads.", 'Add scope="col" or scope="row".')
        for name, value in attrs:
            if name == "class":
                for each in (value or "").split():
                    if each not in self.classes:
                        self.tell(line, f"The layout has no class “{each}”.", "Leave it out, or use one of the layout.")
            elif name not in ATTRIBUTES:
                self.tell(line, f"<{tag}> carries “{name}”, which letters don’t use.", "Leave it out.")
            elif not ATTRIBUTES[name].fullmatch(value or ""):
                self.tell(line, f"“{name}” of <{tag}> has a value that letters don’t use.", "")
