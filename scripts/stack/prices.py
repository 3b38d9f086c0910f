"""The seed of model prices, from the genai-prices package: what each provider's own page says."""

import json
import re
import tomllib
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from importlib.metadata import version
from typing import Any, NamedTuple

from stack.paths import ROOT
from stack.ui import Failure

SEED = "supabase/seeds/seed_ai_model_prices.sql"
PACKAGE = "genai-prices"
# Where a price has no first day, it is from before any call.
FIRST_DAY = date(2020, 1, 1)
# Whose names are known without a prefix, where genai-prices asks who the provider is.
MAKERS = ("openai", "anthropic", "google", "mistral", "deepseek", "x-ai")
# Prefixes of LiteLLM's that genai-prices does not know.
PREFIXES = {"azure_ai": "azure", "fireworks_ai": "fireworks"}
# As generalize_model_name has them.
DAY = re.compile(r"20\d\d(-?)[01]\d\1[0-3]\d$")
ANY_DAY = date(2000, 1, 1)
REGIONS = ("us", "us-gov", "eu", "apac", "au", "jp")
REGION = re.compile(rf"(?:{'|'.join(REGIONS)})\.(?!global\.)(.+)")
# Enough days to see whether a pattern means any.
DAYS = [date(year, month, month) for year in range(2023, 2029) for month in range(1, 13)]
# By the column, what the source calls it.
COLUMNS = {
    "input_price": "input_mtok",
    "cached_input_price": "cache_read_mtok",
    "cache_write_price": "cache_write_mtok",
    "audio_input_price": "input_audio_mtok",
    "cached_audio_input_price": "cache_audio_read_mtok",
    "output_price": "output_mtok",
    "reasoning_price": "output_reasoning_mtok",
    "audio_output_price": "output_audio_mtok",
}
# Those with a place of their own in a line of the seed; the others are in its JSON.
LISTED = ("input_price", "cached_input_price", "cache_write_price", "output_price")
# What a call may cost beside its tokens, or a choice of the caller's that is not in our counts.
APART = {"web_searches_kcount", "storage_searches_kcount", "cache_write_1h_mtok"}

SQL = """\
-- Prices of models, in US dollars for a million tokens, and the names that lead to them. Generated
-- by `make types` from {package} {version} of {day}, which reads the providers' price
-- pages. Safe to run at any time: rows that you wrote or edited stay. A price that changes keeps
-- its older row, and gets one from the day of the list on. Left out are models that also cost
-- something by the image, the minute, the page or the request: they cost NULL until you say what.

-- Model, first day, input, cached input, cache write, output, whose price page, since which version
-- of the list; what few models have is JSON.
with
wanted as (
  select
    o.audio_input_price,
    o.cached_audio_input_price,
    o.reasoning_price,
    o.audio_output_price,
    o.rules,
    l.words[2]::date as valid_from,
    l.words[3]::numeric as input_price,
    l.words[4]::numeric as cached_input_price,
    l.words[5]::numeric as cache_write_price,
    l.words[6]::numeric as output_price,
    l.words[1] as model,
    format('{package} %s, %s', l.words[8], l.words[7]) as source
  from (
    select string_to_array(line, ' ', '-') as words
    from string_to_table(btrim($list$
{prices}
$list$, E'\n'), E'\n') as line
  ) as l
  cross join lateral jsonb_to_record(coalesce(l.words[9], '{{}}')::jsonb) as o (
    audio_input_price numeric,
    cached_audio_input_price numeric,
    reasoning_price numeric,
    audio_output_price numeric,
    rules jsonb
  )
),
withdrawn as (
  delete from public.ai_quota_prices as p
  where p.is_from_list
    and not exists (
      select from wanted as w
      where w.model = p.model and w.valid_from = p.valid_from
    )
)
insert into public.ai_quota_prices as p (
  audio_input_price, cached_audio_input_price, reasoning_price, audio_output_price, rules,
  valid_from, input_price, cached_input_price, cache_write_price, output_price, model, source
)
select * from wanted
on conflict (model, valid_from) do update
set
  input_price = excluded.input_price,
  cached_input_price = excluded.cached_input_price,
  cache_write_price = excluded.cache_write_price,
  audio_input_price = excluded.audio_input_price,
  cached_audio_input_price = excluded.cached_audio_input_price,
  output_price = excluded.output_price,
  reasoning_price = excluded.reasoning_price,
  audio_output_price = excluded.audio_output_price,
  rules = excluded.rules,
  source = excluded.source
where p.is_from_list and p is distinct from excluded;

-- Provider, model, whether the names also mean it without a prefix, the names.
with
wanted as (
  select
    n.name,
    l.words[1] as scope,
    l.words[2] as target,
    l.words[3] = 'bare' as is_bare
  from (
    select string_to_array(line, ' ') as words
    from string_to_table(btrim($list$
{names}
$list$, E'\n'), E'\n') as line
  ) as l
  cross join lateral unnest(l.words[4:]) as n (name)
),
withdrawn as (
  delete from ai_quota.price_names as n
  where not exists (
    select from wanted as w
    where w.scope = n.scope and w.name = n.name
  )
)
insert into ai_quota.price_names as n (name, scope, target, is_bare)
select * from wanted
on conflict (scope, name) do update
set target = excluded.target, is_bare = excluded.is_bare
where n is distinct from excluded;

-- Scope, place, kind, target, pattern.
with
wanted as (
  select
    l.words[2]::integer as place,
    l.words[1] as scope,
    l.words[3] as kind,
    l.words[4] as target,
    l.words[5] as pattern
  from (
    select string_to_array(line, ' ') as words
    from string_to_table(btrim($list$
{patterns}
$list$, E'\n'), E'\n') as line
  ) as l
),
withdrawn as (
  delete from ai_quota.price_patterns as p
  where not exists (
    select from wanted as w
    where w.scope = p.scope and w.place = p.place
  )
)
insert into ai_quota.price_patterns as p (place, scope, kind, target, pattern)
select * from wanted
on conflict (scope, place) do update
set kind = excluded.kind, pattern = excluded.pattern, target = excluded.target
where p is distinct from excluded;
"""


class Price(NamedTuple):
    """A row of ai_quota_prices: what is not in LISTED is JSON."""

    model: str
    valid_from: str
    figures: tuple[str, ...]
    others: tuple[str, ...]
    provider: str
    version: str

    @property
    def amounts(self) -> tuple[object, ...]:
        """What a call costs, without when and who says so."""
        return self.figures, self.others


class Pattern(NamedTuple):
    """A row of ai_quota.price_patterns."""

    scope: str
    place: int
    kind: str
    pattern: str
    target: str


def seed() -> str:
    """Write the whole file; the prices of the one that is there are the past."""
    path = ROOT / SEED
    return compose(Source(), path.read_text() if path.exists() else "")


def compose(source: "Source", before: str) -> str:
    """The file of a source, after that of an earlier one."""
    prices = _with_past(source, before)
    return SQL.format(
        package=PACKAGE,
        version=source.version,
        day=source.day,
        prices=_lines(
            (one.model, one.valid_from, *one.figures, one.provider, one.version, *one.others)
            for one in prices
        ),
        names=_lines(
            (scope, target, "bare" if is_bare else "prefixed", *names)
            for (scope, target, is_bare), names in source.names().items()
        ),
        patterns=_lines(
            (one.scope, str(one.place), one.kind, one.target, one.pattern)
            for one in source.patterns()
        ),
    )


class Source:
    """What genai-prices knows; values of its types are Any."""

    def __init__(self) -> None:
        """Reads the package's data; its day is in uv.lock, since the package does not say it."""
        from genai_prices.data import providers

        self.providers: list[Any] = providers
        self.version = version(PACKAGE)
        locked = tomllib.loads((ROOT / "uv.lock").read_text())["package"]
        made = next(one["sdist"]["upload-time"] for one in locked if one["name"] == PACKAGE)
        self.day = datetime.fromisoformat(made).astimezone(UTC).date()
        # Bedrock's names begin with the maker, perhaps after a region.
        bedrock = next(one for one in providers if one.id == "aws")
        words = (model.id.lower().split(".") for model in bedrock.models)
        self.on_bedrock = sorted({one[one[0] in ("global", "regional")] for one in words})
        # Exact names: what the package makes of each, with the patterns before it.
        self.exact = {one.id: _exact_names(one) for one in providers}
        self.keys = {
            id(model): self._key(provider, model)
            for provider in providers
            for model in provider.models
        }

    def prices(self) -> Iterator[Price]:
        """The prices of every model that can be priced by its tokens."""
        for provider in self.providers:
            for model in provider.models:
                rows = list(_dated(model))
                if any(row is None for _, row in rows):
                    continue
                for day, row in rows:
                    figures = {name: _plain(value) for name, value in (row or {}).items()}
                    others = {name: value for name, value in figures.items() if name not in LISTED}
                    yield Price(
                        self.keys[id(model)],
                        day.isoformat(),
                        tuple(str(figures.get(name, "-")) for name in LISTED),
                        (_json(others),) if others else (),
                        provider.id,
                        self.version,
                    )

    def _key(self, provider: Any, model: Any) -> str:  # noqa: ANN401
        """The name of the model in ai_quota_prices."""
        name = model.id.lower()
        owner = self.owner(name)
        if owner is model or (owner is None and provider.id in MAKERS):
            return str(name)
        return f"{provider.id}/{name}"

    def owner(self, name: str) -> Any:  # noqa: ANN401
        """The model that a name without a prefix means, or None."""
        provider = self.provider_of(name)
        if provider:
            return provider.find_model(name, all_providers=self.providers)
        return next((self.exact[one][name] for one in MAKERS if name in self.exact[one]), None)

    def provider_of(self, name: str) -> Any:  # noqa: ANN401
        """The provider that claims a name without a prefix, or None."""
        if any(name.startswith(f"{one}.") or f".{one}." in name for one in self.on_bedrock):
            return next(one for one in self.providers if one.id == "aws")
        claims = (one for one in self.providers if one.model_match)
        return next((one for one in claims if one.model_match.is_match(name)), None)

    def knows(self, key: str) -> bool:
        """Whether a name that was a key once leads to a model today."""
        seller, _, name = key.partition("/")
        models = (one.find_model(name) for one in self.providers if one.id == seller)
        return any(models) or self.owner(key) is not None

    def names(self) -> dict[tuple[str, str, bool], list[str]]:
        """Exact names by scope and target, without those that are a seller's own keys."""
        targets: dict[tuple[str, str], tuple[str, bool]] = {}
        for provider in self.providers:
            priced = {id(one) for one in provider.models if _is_priced(one)}
            for name, model in (self.exact[provider.id] | _general_names(provider)).items():
                key, owner = self.keys[id(model)], self.owner(name.replace("regional.", "us."))
                is_bare = owner is model or (owner is None and key == name)
                is_own = key == f"{provider.id}/{name}" and id(model) in priced
                if is_bare or not is_own:
                    targets[provider.id, name] = key, is_bare
            for alias in (provider.id, *_equals(provider.provider_match)):
                targets.setdefault(("prefix", alias), (provider.id, False))
        for alias, provider_id in PREFIXES.items():
            targets.setdefault(("prefix", alias), (provider_id, False))
        found: dict[tuple[str, str, bool], list[str]] = {}
        for (scope, name), (target, is_bare) in sorted(targets.items()):
            found.setdefault((scope, target, is_bare), []).append(name)
        return dict(sorted(found.items()))

    def patterns(self) -> list[Pattern]:
        """All other clauses, in the order in which the package tries them."""
        found: list[Pattern] = []

        def add(scope: str, kind: str, pattern: str, target: str) -> None:
            place = sum(one.scope == scope for one in found) + 1
            found.append(Pattern(scope, place, kind, pattern, target))

        for maker in self.on_bedrock:
            add("maker", "starts_with", f"{maker}.", "aws")
            add("maker", "contains", f".{maker}.", "aws")
        for provider in self.providers:
            for kind, pattern in _clauses(provider.provider_match):
                add("prefix", kind, pattern, provider.id)
            for kind, pattern in _clauses(provider.model_match):
                add("maker", kind, pattern, provider.id)
            for model in provider.models:
                for kind, pattern in _clauses(model.match):
                    add(provider.id, kind, pattern, self.keys[id(model)])
            for other in provider.fallback_model_providers or ():
                add(provider.id, "provider", other, other)
        return sorted(found)


def _with_past(source: Source, before: str) -> list[Price]:
    """The source's prices, and those of the file before that are not what it says today."""
    today = source.day.isoformat()
    present: dict[str, dict[str, Price]] = {}
    for price in source.prices():
        present.setdefault(price.model, {})[price.valid_from] = price
    past: dict[str, dict[str, Price]] = {}
    for price in _read(before):
        past.setdefault(price.model, {})[price.valid_from] = price

    kept = dict(present)
    for model, rows in past.items():
        if model not in present:
            # Gone from the source; else it has another name there, or no price that we can use.
            if model not in source.keys.values() and not source.knows(model):
                kept[model] = rows
            continue
        merged = present[model] | {day: row for day, row in rows.items() if day <= today}
        now, meant = _at(merged, today), _at(present[model], today)
        if now.amounts != meant.amounts:
            merged[today] = meant._replace(valid_from=today)
        kept[model] = merged
    return sorted(row for rows in kept.values() for row in rows.values())


def _at(rows: dict[str, Price], day: str) -> Price:
    return rows[max((one for one in rows if one <= day), default=min(rows))]


def _read(text: str) -> Iterator[Price]:
    """The prices of a file that was written here."""
    first, _, _ = text.partition("\n$list$, ")
    for line in first.splitlines():
        model, day, *words = [*line.split(" "), ""]
        if re.fullmatch(r"\d{4}-\d\d-\d\d", day):
            figures, (provider, number, *others) = words[:4], words[4:-1]
            yield Price(model, day, tuple(figures), tuple(others), provider, number)


def _is_priced(model: Any) -> bool:  # noqa: ANN401
    return all(row is not None for _, row in _dated(model))


def _dated(model: Any) -> Iterator[tuple[date, dict[str, Any] | None]]:  # noqa: ANN401
    """The price by its first day; None where it depends on something that we cannot know."""
    from genai_prices.types import ConditionalPrice, StartDateConstraint

    prices = model.prices
    if not isinstance(prices, list):
        prices = [ConditionalPrice(prices=prices)]
    starts = [
        one.constraint.start_date if isinstance(one.constraint, StartDateConstraint) else FIRST_DAY
        for one in prices
    ]
    for day in sorted({FIRST_DAY, *starts}):
        # As in the package: the last one counts; where none does, the first.
        valid = [one for one, start in zip(prices, starts, strict=True) if start <= day] or prices[
            :1
        ]
        hours: list[Any] = []
        while len(valid) > 1 and not _is_all_day(valid[-1]):
            hours.insert(0, valid.pop())
        free = model.id.endswith(":free")
        row = _row(valid[-1].prices, free=free)
        if row is not None and hours:
            row = _by_hour(row, hours)
        yield day, row


def _is_all_day(price: Any) -> bool:  # noqa: ANN401
    return not hasattr(price.constraint, "start_time")


def _row(prices: Any, *, free: bool) -> dict[str, Any] | None:  # noqa: ANN401
    """The columns of a price, or None if something else than tokens of ours is priced."""
    found = {name: value for name, value in vars(prices).items() if value is not None}
    if not found:
        return {"input_price": Decimal(0), "output_price": Decimal(0)} if free else None
    if set(found) - APART - set(COLUMNS.values()) or "input_mtok" not in found:
        return None
    row: dict[str, Any] = {column: found[name] for column, name in COLUMNS.items() if name in found}
    # Embeddings have no output.
    row.setdefault("output_price", Decimal(0))
    tiers = {name: value for name, value in row.items() if hasattr(value, "tiers")}
    rules = []
    for start in sorted({tier.start for value in tiers.values() for tier in value.tiers}):
        reached = {
            name: [tier.price for tier in value.tiers if tier.start <= start]
            for name, value in tiers.items()
        }
        rules.append({"above": start} | {name: of[-1] for name, of in reached.items() if of})
    row |= {name: value.base for name, value in tiers.items()}
    return row | {"rules": rules} if rules else row


def _by_hour(row: dict[str, Any], hours: list[Any]) -> dict[str, Any] | None:
    rules = []
    for one in hours:
        other = _row(one.prices, free=False)
        times = (one.constraint.start_time, one.constraint.end_time)
        if other is None or set(other) != set(row) or "rules" in row or any(map(_is_odd, times)):
            return None
        start, end = (f"{time:%H:%M}" for time in times)
        rules.append({"from": start, "until": end} | other)
    return row | {"rules": rules}


def _is_odd(time: Any) -> bool:  # noqa: ANN401
    return bool(time.utcoffset() or time.second or time.microsecond)


def _exact_names(provider: Any) -> dict[str, Any]:  # noqa: ANN401
    """The names that are a model's to the letter, and the models."""
    names = {
        name for model in provider.models for name in (model.id.lower(), *_equals(model.match))
    }
    found = {name: provider.find_model(name) for name in sorted(names)}
    return {name: model for name, model in found.items() if model}


def _general_names(provider: Any) -> dict[str, Any]:  # noqa: ANN401
    """Names with any day, or any region of Bedrock's, as generalize_model_name writes them."""
    variants: dict[str, list[str]] = {}
    starts = (
        one
        for model in provider.models
        for kind, one in _clauses(model.match)
        if kind == "starts_with"
    )
    for name in {*_exact_names(provider), *(start.rstrip("-@") for start in starts)}:
        variants.setdefault(name, [name])
        if DAY.search(name):
            compact = re.sub(r"(20\d\d)-(\d\d)-(\d\d)$", r"\1\2\3", name)
            variants[compact] = [compact]
        elif ":" not in name:
            # The third is Vertex's.
            for form in ("-%Y-%m-%d", "-%Y%m%d", *(["@%Y%m%d"] * ("claude" in name))):
                days = [f"{name}{day.strftime(form)}" for day in (ANY_DAY, *DAYS)]
                variants[days[0]] = days
    names = [model.id.lower().removeprefix("regional.") for model in provider.models]
    names = [name for name in names if provider.id == "aws" and not name.startswith("global.")]
    for name in names:
        regional = [f"{region}.{name}" for region in REGIONS]
        variants |= {name: [name], f"regional.{name}": regional} | {one: [one] for one in regional}
    found: dict[str, Any] = {}
    for general, ones in variants.items():
        # Most are none, so the first is asked alone.
        model = provider.find_model(ones[0])
        if model and all(provider.find_model(one) is model for one in ones):
            found[general] = model
    return {
        name: model
        for name, model in found.items()
        if not (region := REGION.match(name)) or f"regional.{region[1]}" not in found
    }


def _equals(clause: Any) -> list[str]:  # noqa: ANN401
    found = getattr(clause, "or_", [clause])
    return [one.equals.lower() for one in found if hasattr(one, "equals")]


def _clauses(clause: Any) -> Iterator[tuple[str, str]]:  # noqa: ANN401
    """The clauses of which one must match, as PostgreSQL can try them; without exact names."""
    for one in getattr(clause, "or_", [clause] if clause else []):
        if hasattr(one, "regex"):
            yield "regex", one.regex
        elif hasattr(one, "and_"):
            yield "regex", "^" + "".join(f"(?={_expression(part)})" for part in one.and_)
        else:
            for kind in ("starts_with", "ends_with", "contains"):
                if hasattr(one, kind):
                    yield kind, getattr(one, kind).lower()


def _expression(clause: Any) -> str:  # noqa: ANN401
    """A clause as a regular expression that is tried at the start of the name."""
    if hasattr(clause, "regex"):
        return str(clause.regex)
    if hasattr(clause, "starts_with"):
        return re.escape(str(clause.starts_with).lower())
    return ".*" + re.escape(str(clause.contains).lower())


def _plain(value: Any) -> Any:  # noqa: ANN401
    """Figures without an exponent or zeros at the end."""
    if isinstance(value, Decimal):
        text = f"{value:f}"
        return _Figure(text.rstrip("0").rstrip(".") if "." in text else text)
    if isinstance(value, dict):
        return {name: _plain(one) for name, one in value.items()}
    return [_plain(one) for one in value] if isinstance(value, list) else value


class _Figure(str):
    """A number as it is written."""

    __slots__ = ()


def _json(value: Any) -> str:  # noqa: ANN401
    """As JSON, with figures as they are: a float would change them."""
    if isinstance(value, dict):
        return "{" + ",".join(f'"{name}":{_json(one)}' for name, one in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(_json, value)) + "]"
    return value if isinstance(value, _Figure) else json.dumps(value)


def _lines(rows: Iterable[tuple[str, ...]]) -> str:
    return "\n".join(map(_line, rows))


def _line(words: tuple[str, ...]) -> str:
    if odd := [word for word in words if " " in word or "$list$" in word]:
        raise Failure(f"{PACKAGE} has a name or pattern that does not fit into {SEED}: {odd}")
    return " ".join(words)
