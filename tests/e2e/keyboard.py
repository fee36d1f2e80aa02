"""Using a page as somebody does who has nothing but a keyboard."""

from playwright.sync_api import Page

FOCUSED = """() => {
  const at = document.activeElement;
  const label = at.labels && at.labels.length ? [...at.labels].map((each) => each.innerText).join(" ") : "";
  const style = getComputedStyle(at);
  return {
    words: (label || at.innerText || at.getAttribute("aria-label") || "").replace(/\\s+/g, " ").trim(),
    seen: at === document.body || (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2),
    shown: at.getBoundingClientRect().height > 0,
  };
}"""


def tab_to(page: Page, words: str, *, most: int = 120) -> None:
    """Press Tab until something with these words has the focus; the focus must be visible at every stop."""
    stops = []
    for _ in range(most):
        page.keyboard.press("Tab")
        stop = page.evaluate(FOCUSED)
        stops.append(stop["words"])
        assert stop["seen"], f"No visible focus on “{stop['words']}”."
        if stop["words"].startswith(words):
            return
    raise AssertionError(f"Nothing called “{words}” is reached by Tab, only {stops[:40]}.")


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
