create table public.ai_quota_prices (
  model text not null,
  valid_from date not null,
  input_price numeric not null,
  cached_input_price numeric,
  output_price numeric not null,
  reasoning_price numeric,
  source text,
  constraint ai_quota_prices_pkey primary key (model, valid_from),
  constraint ai_quota_prices_model_check check (length(model) between 1 and 200),
  constraint ai_quota_prices_prices_are_not_negative check (
    input_price between 0 and 1000000
    and cached_input_price between 0 and 1000000
    and output_price between 0 and 1000000
    and reasoning_price between 0 and 1000000
  )
);
comment on table public.ai_quota_prices is
  'US dollars per million tokens. The cost of a call is computed when it is recorded.';
comment on column public.ai_quota_prices.valid_from is
  'The first UTC day of the price, which holds until the next row of the same model.';
comment on column public.ai_quota_prices.cached_input_price is
  'For cached input tokens; NULL: the price of input.';
comment on column public.ai_quota_prices.reasoning_price is
  'For reasoning tokens; NULL: the price of output.';
comment on column public.ai_quota_prices.source is 'Where the price was read, and when.';
alter table public.ai_quota_prices enable row level security;
revoke all on public.ai_quota_prices from public, anon, authenticated, service_role;
grant select on public.ai_quota_prices to authenticated, service_role;
grant
  insert (
    model, valid_from, input_price, cached_input_price, output_price, reasoning_price, source
  ),
  update (
    model, valid_from, input_price, cached_input_price, output_price, reasoning_price, source
  ),
  delete
on public.ai_quota_prices to service_role;

create policy "signed-in users read the prices" on public.ai_quota_prices
  for select to authenticated
  using (true);
