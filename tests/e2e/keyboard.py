"""Using a page as somebody does who has nothing but a keyboard."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

FOCUSED = """() => {
  const at = document.activeElement;
  const label = at.labels && at.labels.length ? [...at.labels].map((each) => each.innerText).join(" ") : "";
  const style = getComputedStyle(at);
  return {
    words: (label || at.innerText || at.getAttribute("aria-label") || "").replace(/\\s+/g, " ").trim(),
    seen: at === document.body || ["date", "time"].includes(at.type) // whose parts the browser itself marks, out of a script's sight
      || (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2),
    shown: at.getBoundingClientRect().height > 0,
    name: at.name || "", kind: at.type || "", value: at.value || "", href: at.getAttribute("href") || "",
    holds: at.tagName === "SUMMARY" && !at.parentElement.open
      ? [...at.parentElement.querySelectorAll("[name]")].map((each) => each.name) : [],
    leads: at.tagName === "SUMMARY" && !at.parentElement.open
      ? [...at.parentElement.querySelectorAll("a")].map((each) => [each.textContent.trim(), each.getAttribute("href")]) : [],
    checked: Boolean(at.checked), place: at.closest("main") ? (at.closest(".next") ? "next" : "main") : "",
  };
}"""
SKIP = "Skip to main content"  # the first stop of every page
ROUNDS = 3  # a page that was gone through from its middle, and once more whole
Stop = dict[str, Any]


def tab_to(page: Page, words: str, *, most: int = 120) -> None:
    """Press Tab until something with these words has the focus; the focus must be visible at every stop."""
    walk(page, lambda stop: stop["words"].startswith(words), f"called “{words}”", most=most)


def tab_to_link(page: Page, words: str, *, href: str = "", place: str = "", most: int = 250) -> None:
    """Press Tab until a link with these words, or a part of this address, has the focus; `place` is "next" for the next action."""
    told = re.compile(words)

    def is_it(stop: Stop) -> bool:
        if any(told.search(each) and href in to for each, to in stop["leads"]):
            page.keyboard.press("Enter")  # a menu opens first
        return bool(
            stop["href"]
            and told.search(stop["words"])
            and href in stop["href"]
            and (not place or stop["place"] in (place, "next"))
        )

    walk(page, is_it, f"called “{words}” that leads to “{href}”", most=most, in_main=bool(place))


def walk(page: Page, is_it: Callable[[Stop], bool], what: str, *, most: int = 120, in_main: bool = False) -> Stop:
    """Press Tab until the stop is the one that is looked for; for something in the main part, go past the navigation first."""
    stops = []
    for _ in range(most):
        page.keyboard.press("Tab")
        stop: Stop = page.evaluate(FOCUSED)
        stops.append(stop["words"][:40])
        assert stop["seen"], f"No visible focus on “{stop['words']}”."
        if is_it(stop):
            return stop
        if in_main and stops == [SKIP]:
            page.keyboard.press("Enter")
            page.wait_for_url("**#main")
        if stops.count(SKIP) == ROUNDS:
            break
    raise AssertionError(f"Nothing {what} is reached by Tab, only {list(dict.fromkeys(stops))[:80]}.")


def press(page: Page, words: str) -> None:
    """Go to a link or button by Tab and press Enter."""
    tab_to(page, words)
    page.keyboard.press("Enter")


def write(page: Page, words: str, text: str) -> None:
    """Go to a field by Tab and type."""
    tab_to(page, words)
    page.keyboard.type(text)


def tick(page: Page, words: str) -> None:
    """Go to a box by Tab and tick it with the space bar."""
    tab_to(page, words)
    page.keyboard.press("Space")


def fill_in(page: Page, values: dict[str, Any], *, button: str, most: int = 300) -> None:
    """Go through a form by Tab from its top, fill each field by its name, and press its button when all of them were met.

    It ends when the page that answers is there.

    A value is text, a day (2026-03-02), one of a choice, several boxes, or a file. A field that the page itself has filled is written anew.
    """
    wanted, met = dict(values), set[str]()

    def is_it(stop: Stop) -> bool:
        name = stop["name"]
        if set(stop["holds"]) & (set(wanted) - met):
            page.keyboard.press("Enter")  # what is folded away is opened first
        if name in wanted and not (name in met and stop["kind"] != "checkbox"):
            met.add(name)
            enter(page, stop, wanted[name])
        return (
            stop["kind"] in ("submit", "button", "") and stop["words"].startswith(button) and stop["place"] != ""
        ) and met >= set(wanted)

    walk(page, is_it, f"after {sorted(set(wanted) - met)} called “{button}”", most=most, in_main=True)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def enter(page: Page, stop: Stop, value: Any) -> None:
    """Put a value into the field that has the focus, by keys."""
    match stop["kind"]:
        case "checkbox":
            several = [value] if isinstance(value, str) else value
            if (stop["value"] in several) != stop["checked"]:
                page.keyboard.press("Space")
        case "radio":
            _choose(page, value)
        case "select-one":
            _select(page, value)
        case "date":
            _date(page, str(value))
        case "time":
            _time(page, str(value))
        case "file":
            page.locator(":focus").set_input_files(Path(value))  # no key reaches into the machine's own window
        case _:
            page.keyboard.press("Control+A")
            page.keyboard.type(str(value))


def _date(page: Page, value: str) -> None:
    """Type a day by its parts, in whichever order the browser has them."""
    year, month, day = value.split("-")
    for parts in (month + day, day + month):
        page.keyboard.type(parts + year)
        at: Stop = page.evaluate(FOCUSED)
        if at["value"] == value:
            return
        for _ in range(3):
            page.keyboard.press("ArrowLeft")
    raise AssertionError(f"“{value}” can’t be typed, only “{at['value']}”.")


def _time(page: Page, value: str) -> None:
    """Type a time of day by its parts, whether the browser counts to twelve or to twenty-four."""
    hour, minute = (int(part) for part in value.split(":"))
    for typed in (f"{hour % 12 or 12:02}{minute:02}{'PM' if hour > 11 else 'AM'}", f"{hour:02}{minute:02}"):
        page.keyboard.type(typed)
        at: Stop = page.evaluate(FOCUSED)
        if at["value"] == value:
            return
        for _ in range(3):
            page.keyboard.press("ArrowLeft")
    raise AssertionError(f"“{value}” can’t be typed, only “{at['value']}”.")


def _choose(page: Page, value: str) -> None:
    """Choose one of a group with the space bar and the arrows."""
    page.keyboard.press("Space")
    for _ in range(40):
        at: Stop = page.evaluate(FOCUSED)
        if at["value"] == value:
            break
        page.keyboard.press("ArrowDown")
    assert (at["value"], at["checked"]) == (value, True), f"“{value}” can’t be chosen with the arrows."


def _select(page: Page, value: str) -> None:
    """Choose an entry of a closed list with the arrows."""
    page.keyboard.press("Home")
    for _ in range(200):
        at: Stop = page.evaluate(FOCUSED)
        if at["value"] == value:
            return
        page.keyboard.press("ArrowDown")
    raise AssertionError(f"“{value}” can’t be chosen with the arrows.")
