-- A price list under the package's name.
-- conflict: index public.ai_quota_prices_pkey
-- conflict: table public.ai_quota_prices

create table public.ai_quota_prices (
  country text primary key,
  cents_per_month integer not null
);
alter table public.ai_quota_prices enable row level security;
create policy "Prices are public" on public.ai_quota_prices for select to anon using (true);
insert into public.ai_quota_prices values ('IS', 900), ('NO', 800);
