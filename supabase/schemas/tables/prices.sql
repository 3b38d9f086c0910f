create table public.ai_quota_prices (
  model text not null,
  valid_from date not null,
  input_price numeric not null,
  cached_input_price numeric,
  cache_write_price numeric,
  audio_input_price numeric,
  cached_audio_input_price numeric,
  output_price numeric not null,
  reasoning_price numeric,
  audio_output_price numeric,
  rules jsonb,
  source text,
  is_from_list boolean not null
  generated always as (coalesce(starts_with(source, 'genai-prices '), false)) stored,
  constraint ai_quota_prices_pkey primary key (model, valid_from),
  constraint ai_quota_prices_model_check check (length(model) between 1 and 200),
  constraint ai_quota_prices_prices_are_not_negative check (
    input_price between 0 and 1000000
    and cached_input_price between 0 and 1000000
    and cache_write_price between 0 and 1000000
    and audio_input_price between 0 and 1000000
    and cached_audio_input_price between 0 and 1000000
    and output_price between 0 and 1000000
    and reasoning_price between 0 and 1000000
    and audio_output_price between 0 and 1000000
  ),
  -- Every rule has a condition; every key is known, and its value is in its range.
  constraint ai_quota_prices_rules_are_complete check (
    rules is null
    or (
      jsonb_array_length(jsonb_path_query_array(rules, 'strict $[*]', silent => true))
        between 1 and 20
      and jsonb_array_length(rules) = jsonb_array_length(jsonb_path_query_array(
        rules, '$[*] ? (exists (@.above) || exists (@.from) && exists (@.until))'
      ))
      and jsonb_array_length(jsonb_path_query_array(rules, '$[*].keyvalue()', silent => true))
        = jsonb_array_length(jsonb_path_query_array(
          rules,
          '$[*].keyvalue() ? (
            @.key == "above" && @.value >= 0
            || (@.key == "from" || @.key == "until")
              && @.value like_regex "^([01][0-9]|2[0-3]):[0-5][0-9]$"
            || @.key like_regex
              "^((cached_|audio_|cached_audio_)?input|cache_write|(audio_)?output|reasoning)_price$"
              && @.value >= 0 && @.value <= 1000000
          )',
          silent => true
        ))
    )
  )
);
comment on table public.ai_quota_prices is
  'US dollars per million tokens. The cost of a call is computed when it is recorded.';
comment on column public.ai_quota_prices.model is
  'The maker''s own name, or that of another seller with the seller as prefix (azure/gpt-4o). Dated
names, aliases and prefixes lead to the same row.';
comment on column public.ai_quota_prices.valid_from is
  'The first UTC day of the price, which holds until the next row of the same model. Rows of yours
win over the list''s.';
comment on column public.ai_quota_prices.cached_input_price is
  'For input tokens read from a cache; NULL: the price of input.';
comment on column public.ai_quota_prices.cache_write_price is
  'For input tokens written to a cache, for five minutes where the time matters; NULL: the price of
input.';
comment on column public.ai_quota_prices.audio_input_price is
  'For audio tokens of the input; NULL: the price of input.';
comment on column public.ai_quota_prices.cached_audio_input_price is
  'For audio tokens read from a cache; NULL: not known.';
comment on column public.ai_quota_prices.reasoning_price is
  'For reasoning tokens; NULL: the price of output.';
comment on column public.ai_quota_prices.audio_output_price is
  'For audio tokens of the output; NULL: the price of output.';
comment on column public.ai_quota_prices.rules is
  'Prices of the whole call under a condition: [{"above": 200000, "input_price": 2.5}], that is with
more input tokens than 200,000, or "from" a time "until" another (UTC, HH:MM). The last rule that
applies counts; a price that it leaves out stays.';
comment on column public.ai_quota_prices.source is
  'Where the price was read, and when. Lists of prices change only rows whose source begins with
genai-prices; an edit that keeps the source makes the row yours.';
comment on column public.ai_quota_prices.is_from_list is 'Whether a list of prices made the row.';
comment on column public.ai_quota_prices.input_price is
  'For input tokens that are in no other column.';
comment on column public.ai_quota_prices.output_price is
  'For output tokens that are in no other column.';
create index ai_quota_prices_own_first_idx
on public.ai_quota_prices (model, is_from_list, valid_from desc);
alter table public.ai_quota_prices enable row level security;
revoke all on public.ai_quota_prices from public, anon, authenticated, service_role;
grant select on public.ai_quota_prices to authenticated, service_role;
grant
  insert (
    model, valid_from, input_price, cached_input_price, cache_write_price, audio_input_price,
    cached_audio_input_price, output_price, reasoning_price, audio_output_price, rules, source
  ),
  update (
    model, valid_from, input_price, cached_input_price, cache_write_price, audio_input_price,
    cached_audio_input_price, output_price, reasoning_price, audio_output_price, rules, source
  ),
  delete
on public.ai_quota_prices to service_role;

create policy "signed-in users read the prices" on public.ai_quota_prices
  for select to authenticated
  using (true);

-- The next list must not undo what an operator edited.
create or replace function ai_quota.mark_edited_price()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
  if to_jsonb(new) - 'is_from_list' <> to_jsonb(old) - 'is_from_list' then
    new.source := 'edited, before: ' || old.source;
  end if;
  return new;
end
$$;
create or replace trigger "~ai_quota_mark_edited_price"
  before update on public.ai_quota_prices
  for each row when (old.is_from_list and new.source = old.source)
  execute function ai_quota.mark_edited_price();

create table ai_quota.price_names (
  scope text not null,
  name text not null,
  target text not null,
  is_bare boolean not null,
  constraint price_names_pkey primary key (scope, name)
);
comment on table ai_quota.price_names is
  'Exact names of models, in lower case, which the list of prices fills. A scope is a provider, with
models of ai_quota_prices as targets; or "prefix", the word before a slash, with providers as
targets. The day 2000-01-01 in a name stands for any, and "regional" for a region of Bedrock''s.';
comment on column ai_quota.price_names.is_bare is
  'Whether the name means the target also without the provider as prefix.';
create unique index price_names_bare_idx on ai_quota.price_names (name) where is_bare;
alter table ai_quota.price_names enable row level security;
revoke all on ai_quota.price_names from public, anon, authenticated, service_role;

create table ai_quota.price_patterns (
  scope text not null,
  place integer not null,
  kind text not null,
  pattern text not null,
  target text not null,
  constraint price_patterns_pkey primary key (scope, place),
  constraint price_patterns_kind_check
  check (kind in ('starts_with', 'ends_with', 'contains', 'regex', 'provider'))
);
comment on table ai_quota.price_patterns is
  'Tried by place for a name that the scope has not in price_names; scope "maker" says whose a name
without a prefix is. Kind provider: the names of another provider, the target.';
alter table ai_quota.price_patterns enable row level security;
revoke all on ai_quota.price_patterns from public, anon, authenticated, service_role;
