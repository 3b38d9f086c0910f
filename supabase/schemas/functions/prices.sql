-- A name with any day in place of its own, and with any region in place of Bedrock's. plpgsql and
-- no captures, since both save time.
create or replace function ai_quota.generalize_model_name(name text)
returns text
language plpgsql
immutable
set search_path = ''
as $$
begin
  return regexp_replace(
    regexp_replace(
      regexp_replace(name, '20\d\d[01]\d[0-3]\d$', '20000101'),
      '20\d\d-[01]\d-[0-3]\d$', '2000-01-01'
    ),
    '^(us|us-gov|eu|apac|au|jp)\.', 'regional.'
  );
end
$$;

-- The list of prices has what is frequent as exact names: patterns are slower.
create or replace function ai_quota.find_price_name(scope text, name text)
returns text
language plpgsql
stable
set search_path = ''
as $$
#variable_conflict use_column
declare
  v_target text;
  v_pattern record;
begin
  select n.target into v_target
  from ai_quota.price_names as n
  where n.scope = find_price_name.scope
    and n.name in (find_price_name.name, ai_quota.generalize_model_name(find_price_name.name))
  order by n.name <> find_price_name.name
  limit 1;
  if found then
    return v_target;
  end if;

  -- The names of other sellers than the maker are in ai_quota_prices only.
  v_target := find_price_name.scope || '/' || find_price_name.name;
  if exists (select from public.ai_quota_prices as p where p.model = v_target) then
    return v_target;
  end if;

  -- A word at the end may mean another price: a gateway's model:free or model:batch.
  if find_price_name.name ~ ':[a-z]+$' and find_price_name.name not like 'ft:%' then
    return null;
  end if;
  for v_pattern in
    select p.kind, p.target
    from ai_quota.price_patterns as p
    where p.scope = find_price_name.scope
      and case p.kind
        when 'starts_with' then starts_with(find_price_name.name, p.pattern)
        when 'contains' then strpos(find_price_name.name, p.pattern) > 0
        when 'ends_with' then right(find_price_name.name, length(p.pattern)) = p.pattern
        when 'regex' then find_price_name.name ~ p.pattern
        else true
      end
    order by p.place
  loop
    if v_pattern.kind <> 'provider' then
      return v_pattern.target;
    end if;
    v_target := ai_quota.find_price_name(v_pattern.target, find_price_name.name);
    if v_target is not null then
      return v_target;
    end if;
  end loop;
  return null;
end
$$;

create or replace function ai_quota.find_priced_model(name text)
returns text
language plpgsql
stable
set search_path = ''
as $$
#variable_conflict use_column
declare
  v_name text := lower(find_priced_model.name);
  v_provider text;
  v_model text;
begin
  if strpos(v_name, '/') > 0 then
    -- Google's paths are names with its prefix.
    v_name := regexp_replace(v_name, '^(projects/.*/)?(publishers/[^/]+/)?models/', 'google/');
    v_provider := ai_quota.find_price_name('prefix', split_part(v_name, '/', 1));
  end if;
  if v_provider is not null then
    v_name := substr(v_name, strpos(v_name, '/') + 1);
    if v_provider = 'aws' then
      -- LiteLLM has the region before the name, and so have ARNs.
      v_name := regexp_replace(v_name, '^.*/', '');
    end if;
  else
    select n.target into v_model
    from ai_quota.price_names as n
    where n.is_bare and n.name in (v_name, ai_quota.generalize_model_name(v_name))
    order by n.name <> v_name
    limit 1;
    if found then
      return v_model;
    end if;
    v_provider := ai_quota.find_price_name('maker', v_name);
    if v_provider is null then
      return null;
    end if;
  end if;
  return ai_quota.find_price_name(v_provider, v_name);
end
$$;
comment on function ai_quota.find_priced_model is
  'The model of ai_quota_prices that a name means, or null where that is in doubt.';

create or replace function ai_quota.call_cost(
  model text,
  as_of timestamptz,
  tokens_prompt bigint,
  tokens_completion bigint,
  tokens_cached bigint default 0,
  tokens_cache_write bigint default 0,
  tokens_reasoning bigint default 0,
  tokens_audio_prompt bigint default 0,
  tokens_audio_completion bigint default 0
)
returns numeric
language plpgsql
stable
set search_path = ''
as $$
#variable_conflict use_column
declare
  v_utc timestamp := call_cost.as_of at time zone 'UTC';
  v_price public.ai_quota_prices;
  v_model text;
  v_rule jsonb;
  v_cached bigint;
  v_written bigint;
  v_audio bigint;
  v_both bigint;
  v_reasoning bigint;
  v_speech bigint;
begin
  select p.* into v_price
  from public.ai_quota_prices as p
  where p.model = call_cost.model and p.valid_from <= v_utc::date
  order by p.is_from_list, p.valid_from desc
  limit 1;
  if not found then
    v_model := ai_quota.find_priced_model(call_cost.model);
    select p.* into v_price
    from public.ai_quota_prices as p
    where p.model = v_model and p.valid_from <= v_utc::date
    order by p.is_from_list, p.valid_from desc
    limit 1;
    if not found then
      return null;
    end if;
  end if;

  if v_price.rules is not null then
    select r.rule into v_rule
    from jsonb_array_elements(v_price.rules) with ordinality as r (rule, place)
    where (r.rule ->> 'above' is null or call_cost.tokens_prompt > (r.rule ->> 'above')::numeric)
      and case
        when r.rule ->> 'from' is null then true
        when r.rule ->> 'from' < r.rule ->> 'until'
          then to_char(v_utc, 'HH24:MI') >= r.rule ->> 'from'
            and to_char(v_utc, 'HH24:MI') < r.rule ->> 'until'
        else to_char(v_utc, 'HH24:MI') >= r.rule ->> 'from'
          or to_char(v_utc, 'HH24:MI') < r.rule ->> 'until'
      end
    order by r.place desc
    limit 1;
    if found then
      v_price := jsonb_populate_record(v_price, v_rule);
    end if;
  end if;

  -- The usual call.
  if call_cost.tokens_cache_write = 0
    and call_cost.tokens_audio_prompt = 0
    and call_cost.tokens_audio_completion = 0
  then
    return (
      (call_cost.tokens_prompt - call_cost.tokens_cached) * v_price.input_price
      + call_cost.tokens_cached * coalesce(v_price.cached_input_price, v_price.input_price)
      + (call_cost.tokens_completion - call_cost.tokens_reasoning) * v_price.output_price
      + call_cost.tokens_reasoning * coalesce(v_price.reasoning_price, v_price.output_price)
    ) * 0.000001;
  end if;

  -- A kind without a price of its own is text of the input or the output.
  v_cached := case when v_price.cached_input_price is null then 0 else tokens_cached end;
  v_written := case when v_price.cache_write_price is null then 0 else tokens_cache_write end;
  v_audio := case when v_price.audio_input_price is null then 0 else tokens_audio_prompt end;
  v_reasoning := case when v_price.reasoning_price is null then 0 else tokens_reasoning end;
  v_speech := case when v_price.audio_output_price is null then 0 else tokens_audio_completion end;
  -- How much of the audio was cached is known only where everything was audio, or cached;
  -- else it is null, and the sum too.
  v_both := case
    when 0 in (v_cached, v_audio) then 0
    when call_cost.tokens_prompt in (v_cached, v_audio) then least(v_cached, v_audio)
  end;
  if v_both > 0 and v_price.cached_audio_input_price is null
    or v_written > 0 and v_audio > 0
    or v_reasoning > 0 and v_speech > 0
    or v_cached + v_written + v_audio - v_both > call_cost.tokens_prompt
    or v_reasoning + v_speech > call_cost.tokens_completion
  then
    return null;
  end if;
  return (
    (call_cost.tokens_prompt - v_cached - v_written - v_audio + v_both) * v_price.input_price
    + (v_cached - v_both) * coalesce(v_price.cached_input_price, 0)
    + v_written * coalesce(v_price.cache_write_price, 0)
    + (v_audio - v_both) * coalesce(v_price.audio_input_price, 0)
    + v_both * coalesce(v_price.cached_audio_input_price, 0)
    + (call_cost.tokens_completion - v_reasoning - v_speech) * v_price.output_price
    + v_reasoning * coalesce(v_price.reasoning_price, 0)
    + v_speech * coalesce(v_price.audio_output_price, 0)
  ) * 0.000001;
end
$$;
comment on function ai_quota.call_cost is
  'US dollars of one call, or null where no exact price is known. Cached, cache_write and
audio_prompt are parts of prompt; reasoning and audio_completion are parts of completion.';
revoke execute on function
  ai_quota.generalize_model_name, ai_quota.find_price_name, ai_quota.find_priced_model,
  ai_quota.call_cost
from public, anon, authenticated, service_role;
