"""Text as cells of tables in generated pages show it."""

import re

# `current_day_*`, `auth.users.is_anonymous`, `ai_quota.prune()`; not what stands in quotes.
NAME = re.compile(
    r"""(?<![\w`."])((?:[a-z]\w*\.)*[a-z]+(?:_[a-z0-9]+)+(?:_\*|\.[a-z_]+|\([^)\s]*\))*)(?![\w"])"""
)


def line(text: str) -> str:
    """A text in one line."""
    return escaped(re.sub(r"\s+", " ", text).strip())


def escaped(text: str) -> str:
    """Text as Markdown shows it, also in a cell of a table: names with underscores are code."""
    pieces = re.split(r"(`[^`]+`)", text.replace("''", "'").replace("|", "\\|"))
    return "".join(one if one.startswith("`") else _escaped_words(one) for one in pieces)


def _escaped_words(text: str) -> str:
    parts = NAME.split(text)
    plain = [re.sub(r"([<*\[])", r"\\\1", part) for part in parts[::2]]
    code = [f"`{part}`" for part in parts[1::2]]
    return "".join(part for pair in zip(plain, [*code, ""], strict=True) for part in pair)
