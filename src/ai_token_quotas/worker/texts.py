"""What messages say, in each language and form.

The wording is data, in texts.json; supabase/functions/quota-alerts has the same as a module.
"""

import html
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from ai_token_quotas.worker.queue import Alert, Denials, Digest

# Line breaks, control characters, and characters that turn the direction of text.
UNSEEN = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]+"
)
LIKE_A_LINK = re.compile(r"[/@:<>\\]|\bwww\.|\.\w{2,}", re.ASCII)
LONGEST_NAME = 60

Values = Mapping[str, str]
Escape = Callable[[str], str]


@dataclass(frozen=True)
class Host:
    """What the operator's project puts into messages."""

    product: str
    link: str = ""
    footer: str = ""


@dataclass(frozen=True)
class Line:
    """A paragraph of a message: a text with places for values, and how it looks in HTML."""

    text: str
    values: Values
    style: str = "paragraph"
    link: str = ""


@dataclass(frozen=True)
class Message:
    """A message before it takes a form."""

    language: str
    subject_line: Line
    lines: tuple[Line, ...]

    @property
    def subject(self) -> str:
        """The subject, as plain text."""
        return _fill(self.subject_line, _plain)

    @property
    def text(self) -> str:
        """The plain text of an e-mail."""
        parts = (
            _fill(line, _plain) + (f": {line.link}" if line.link else "") for line in self.lines
        )
        return "\n\n".join(parts) + "\n"

    @property
    def html(self) -> str:
        """The HTML of an e-mail."""
        values = {"language": self.language, "subject": html.escape(self.subject)}
        values["paragraphs"] = "\n".join(_html(line) for line in self.lines)
        return _put(_texts()["html"], values)

    @property
    def slack(self) -> str:
        """The text for Slack and what takes the same: values are code, which has no markup."""
        return "\n".join(_fill(line, _code) for line in (self.subject_line, *self.lines))


def known_language(*wanted: str | None) -> str:
    """The first of these that there are texts for: de-AT is de; without any, English."""
    for tag in wanted:
        language = re.split("[-_]", tag or "")[0].lower()
        if language in _texts()["languages"]:
            return language
    return "en"


def for_user(alert: Alert, host: Host, language: str, unsubscribe: str = "") -> Message:
    """The message to the user."""
    say = _Language(language)
    values = {**_values(alert, say), "product": host.product, "name": _name(alert.name)}
    is_over = alert.threshold >= 100
    names = [
        "hello_name" if values["name"] else "hello",
        "used",
        *(["refused"] if is_over else ["reached_on"] if alert.reached_on else []),
        "reset",
        *(["upgrade"] if alert.upgrade_tier else []),
    ]
    lines = [Line(say[name], values) for name in names]
    if host.link:
        lines.append(Line(say["link"], values, "button", host.link))
    lines.append(Line(say["why"], values, "small"))
    if unsubscribe:
        lines.append(Line(say["unsubscribe"], values, "small", unsubscribe))
    if host.footer:
        lines.append(Line("{footer}", {"footer": host.footer}, "small"))
    subject = say["subject_100" if is_over else "subject"]
    return Message(language, Line(subject, values), tuple(lines))


def for_operators(alert: Alert, host: Host, language: str) -> Message:
    """The message to operators, by e-mail or in Slack."""
    say = _Language(language)
    values = {**_values(alert, say), "product": host.product}
    names = ["operator_used", *(["operator_reached_on"] if alert.reached_on else []), "reset"]
    lines = tuple(Line(say[name], values) for name in names)
    return Message(language, Line(say["operator_subject"], values), lines)


def for_digest(digest: Digest, host: Host, language: str) -> Message:
    """The digest of denials, to operators."""
    say = _Language(language)
    values = {
        "product": host.product,
        "day": say.day(digest.day),
        "users": say.number(digest.users),
        "denials": say.number(digest.denials),
        "tokens": say.number(digest.tokens),
    }
    lines = [Line(say["digest_total"], values)]
    lines += [Line(say["digest_row"], _row(one, say)) for one in digest.top]
    if sum(one.user_denials for one in digest.top) < digest.denials:
        lines.append(Line(say["digest_more"], values, "small"))
    return Message(language, Line(say["digest_subject"], values), tuple(lines))


class _Language:
    """The texts of one language."""

    def __init__(self, code: str) -> None:
        self.texts: dict[str, Any] = _texts()["languages"][code]

    def __getitem__(self, name: str) -> str:
        return str(self.texts[name])

    def number(self, value: int) -> str:
        return f"{value:,}".replace(",", self["thousands"])

    def day(self, value: date) -> str:
        month = self.texts["months"][value.month - 1]
        return _put(self["date"], {"day": str(value.day), "month": month, "year": str(value.year)})


def _values(alert: Alert, say: _Language) -> dict[str, str]:
    return {
        "threshold": str(alert.threshold),
        "metric": say.texts["metrics"][alert.metric],
        "used": say.number(alert.used),
        "quota": say.number(alert.quota),
        "tier": alert.tier,
        "upgrade_tier": alert.upgrade_tier or "",
        "reset_date": say.day(alert.reset_date),
        "reached_on": say.day(alert.reached_on) if alert.reached_on else "",
        "user": alert.email or "–",
        "user_id": str(alert.user_id),
    }


def _row(one: Denials, say: _Language) -> dict[str, str]:
    return {
        "user": one.email or str(one.user_id),
        "denials": say.number(one.user_denials),
        "reason": say.texts["reasons"][one.reason],
        "tokens": say.number(one.user_tokens),
    }


def _name(name: str | None) -> str:
    """A name as its user wrote it, unless it is a text of another kind."""
    plain = _plain(name or "").strip()
    return "" if len(plain) > LONGEST_NAME or LIKE_A_LINK.search(plain) else plain


def _fill(line: Line, escape: Escape) -> str:
    return _put(line.text, {name: escape(value) for name, value in line.values.items()})


def _text(line: Line) -> str:
    text = _fill(line, _plain)
    return f"{text}: {line.link}" if line.link else text


def _html(line: Line) -> str:
    values = {"text": _fill(line, _markup), "link": html.escape(line.link)}
    if line.link and line.style != "button":
        values["text"] = _put(_texts()["anchor"], values)
    return _put(_texts()[line.style], values)


def _put(text: str, values: Values) -> str:
    """Put values in their places, once: a value that looks like a place is a value."""
    return re.sub(r"\{(\w+)\}", lambda place: values[place[1]], text)


def _plain(value: str) -> str:
    return UNSEEN.sub(" ", value)


def _markup(value: str) -> str:
    return html.escape(_plain(value))


def _code(value: str) -> str:
    text = _plain(value).replace("`", "'")
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return f"`{text}`" if text else ""


@cache
def _texts() -> dict[str, Any]:
    text = files("ai_token_quotas.worker").joinpath("texts.json").read_text(encoding="utf-8")
    loaded: dict[str, Any] = json.loads(text)
    return loaded
