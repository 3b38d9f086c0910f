"""What a card looks like, in numbers."""

from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Locator, Page

# The computed colours of parts, as red, green and blue over what lies below them.
COLOURS = """(parts) => {
  const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true })
  const paint = (colour) => {
    canvas.fillStyle = colour
    canvas.fillRect(0, 0, 1, 1)
    return [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3)
  }
  return Object.fromEntries(Object.entries(parts).map(([name, [selector, property]]) => {
    paint('#fff')
    return [name, paint(getComputedStyle(document.querySelector(selector))[property])]
  }))
}"""

PARTS = {
    "background": (".ai-tokens", "backgroundColor"),
    "headline": (".ai-tokens-big", "color"),
    "title": (".ai-tokens-title", "color"),
    "reset": (".ai-tokens-row", "color"),
    "button": (".ai-tokens-link", "color"),
    "track": (".ai-tokens-bar", "backgroundColor"),
    "fill": (".ai-tokens-fill", "backgroundColor"),
}
TEXTS = ("headline", "title", "reset", "button")


@dataclass
class Window:
    """A page with a card."""

    page: Page
    card: Locator

    def colours(self) -> dict[str, list[int]]:
        """The colours of the card's parts."""
        found: dict[str, list[int]] = self.page.evaluate(COLOURS, PARTS)
        return found

    def style(self, selector: str, *properties: str) -> list[str]:
        """Computed styles."""
        found: list[str] = self.page.evaluate(
            "([selector, properties]) => properties.map((one) =>"
            " getComputedStyle(document.querySelector(selector))[one])",
            [selector, properties],
        )
        return found

    def boxes(self) -> list[Any]:
        """Where each element of the card is, and how its text is set."""
        found: list[Any] = self.page.evaluate(
            "[...document.querySelectorAll('.ai-tokens, .ai-tokens *')].map((one) => {"
            " const { x, y, width, height } = one.getBoundingClientRect();"
            " const { fontSize, letterSpacing, textTransform, color } = getComputedStyle(one);"
            " return [one.className, x, y, width, height, fontSize, letterSpacing, textTransform,"
            " color] })"
        )
        return found


def contrast(one: list[int], other: list[int]) -> float:
    """The contrast of two colours by WCAG 2."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def luminance(colour: list[int]) -> float:
    """The relative luminance by WCAG 2."""
    parts = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (value / 255 for value in colour)
    ]
    return float(0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2])
