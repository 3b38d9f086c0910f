-- AI token quotas 0.10.0, for databases with 0.9.0. Made by `make migration`.
-- Frozen once released: never edit.

do $$
declare
  v_found text;
  v_remedy text := 'Apply the migrations up to 0.9.0 first.';
  v_timeout constant text := current_setting('lock_timeout');
begin
  if to_regproc('ai_quota.version') is not null then
    v_found := ai_quota.version();
  end if;
  if v_found = '0.9.0' then
    -- Lock all tables at once: statements below that lock one after the other could deadlock with
    -- a call, and the call would fail. Each wait is shorter than deadlock_timeout.
    perform set_config('lock_timeout', '100ms', true);
    for v_try in 1 .. 100 loop
      begin
        execute (
          select 'lock table ' || string_agg(c.oid::regclass::text, ', ')
          from pg_catalog.pg_class as c
          where c.relkind = 'r'
            and pg_has_role(c.relowner, 'usage')
            and (
              c.relnamespace = 'ai_quota'::regnamespace
              or c.relnamespace = 'public'::regnamespace
              and (
                c.relname in ('user_ai_quotas', 'ai_agent_usage')
                or c.relname like 'ai\_quota\_%'
              )
            )
        );
        perform set_config('lock_timeout', v_timeout, true);
        return;
      exception
        when lock_not_available then
          perform pg_sleep(0.05 + 0.1 * random());
      end;
    end loop;
    raise exception 'AI token quotas are in use: nothing was changed. Run this again in a quieter '
      'minute.';
  end if;
  if string_to_array(v_found, '.')::integer[] >= string_to_array('0.10.0', '.')::integer[] then
    v_remedy := 'It is in there: supabase migration repair --status applied, with the number that '
      'this file''s name begins with.';
  end if;
  raise exception
    'This file brings AI token quotas from 0.9.0 to 0.10.0, but found %: nothing was '
    'changed. %', coalesce(v_found, 'none'), v_remedy;
end
$$;

-- By hand: kept when this file is made anew

-- One transaction, which has locked every table already.
-- squawk-ignore-file constraint-missing-not-valid, adding-foreign-key-constraint
-- squawk-ignore-file require-concurrent-index-creation, require-concurrent-index-deletion
-- squawk-ignore-file require-enum-value-ordering, adding-not-nullable-field
-- squawk-ignore-file adding-serial-primary-key-field, adding-field-with-default
-- What goes has another place now, and the first block stops where something of the host's needs it.
-- squawk-ignore-file ban-drop-column, ban-drop-constraint, ban-drop-table, ban-drop-index

-- What is in the way: all of it in one error, before anything is changed.
do $$
declare
  v_conflicts text;
  v_search_path constant text := current_setting('search_path');
begin
  -- So that names are written with their schemas.
  perform set_config('search_path', '', true);
  with dropped (classid, objid, objsubid, name) as (
    select 'pg_catalog.pg_proc'::regclass, p.oid, 0, p.oid::regprocedure::text
    from pg_catalog.pg_proc as p
    where p.oid::regprocedure::text = any (array[
      'public.track_usage(uuid,uuid,text,text,bigint,bigint,text,numeric,bigint,bigint,uuid,text,uuid)',
      'public.reserve_tokens(bigint,bigint,bigint,uuid)', 'public.check_user_quota(bigint)',
      'public.get_user_monthly_usage(integer,integer)', 'public.set_user_blocked(uuid,boolean)',
      'public.claim_quota_alerts(bigint)', 'public.complete_quota_alert(bigint)',
      'public.fail_quota_alert(bigint,text)', 'ai_quota.tier_for(uuid)',
      'ai_quota.effective_limits(uuid,text,timestamp with time zone)',
      'ai_quota.next_period(timestamp with time zone,timestamp with time zone,'
      || 'timestamp with time zone,boolean)'
    ])
    union all
    select
      'pg_catalog.pg_class'::regclass, a.attrelid, a.attnum,
      format('%s.%I', a.attrelid::regclass, a.attname)
    from (
      values
        ('public.ai_agent_usage', array['adjustment_reason']),
        ('public.ai_quota_periods', array['reset_reason']),
        (
          'public.ai_quota_alerts',
          array['is_deliverable', 'delivered_at', 'attempts', 'next_attempt_at', 'last_error']
        )
    ) as g (target, columns)
      join pg_catalog.pg_attribute as a
        on a.attrelid = g.target::regclass and a.attname = any (g.columns)
    union all
    select x.classid, x.objid, 0, 'the primary key of ai_quota_subscriptions'
    from pg_catalog.pg_constraint as c
      cross join lateral (
        values
          ('pg_catalog.pg_constraint'::regclass, c.oid),
          ('pg_catalog.pg_class'::regclass, c.conindid)
      ) as x (classid, objid)
    where c.conrelid = 'public.ai_quota_subscriptions'::regclass
      and c.conname = 'ai_quota_subscriptions_pkey'
  )
  select string_agg(x.line, E'\n' order by x.line)
  into v_conflicts
  from (
    select format(
      '- %s needs %s: drop it, and make it again afterwards',
      coalesce('view ' || w.ev_class::regclass, i.type || ' ' || i.identity), o.name
    )
    from dropped as o
      join pg_catalog.pg_depend as d
        on d.refclassid = o.classid and d.refobjid = o.objid and d.refobjsubid = o.objsubid
      left join pg_catalog.pg_rewrite as w
        on d.classid = 'pg_catalog.pg_rewrite'::regclass and w.oid = d.objid
      left join pg_catalog.pg_constraint as c
        on d.classid = 'pg_catalog.pg_constraint'::regclass and c.oid = d.objid
      cross join lateral pg_identify_object(d.classid, d.objid, d.objsubid) as i
    where d.deptype = 'n' and c.contype is distinct from 'c'
    union
    select format('- function %s is not of this package: rename it, or drop it', p.oid::regprocedure)
    from pg_catalog.pg_proc as p
    where p.pronamespace = 'public'::regnamespace
      and (
        p.proname in (
          'get_quota_status_for', 'set_user_subscription', 'track_usage_batch',
          'get_user_usage_by_month', 'get_user_quota_forecast', 'get_quota_forecast_for',
          'replay_limits',
          'prepare_quota_alert', 'note_quota_alert', 'claim_quota_digest',
          'complete_quota_digest'
        )
        or p.proname like 'ai\_quota\_admin\_%'
      )
    union
    select format('- %s is not of this package: rename it, or drop it', t.oid::regtype)
    from pg_catalog.pg_type as t
    where t.typnamespace = 'public'::regnamespace
      and t.typname in (
        'ai_quota_audit', 'ai_quota_denials', 'ai_quota_deleted_usage', 'ai_quota_caller',
        'ai_quota_on_expiry', 'ai_quota_usage_source', 'ai_quota_alert_kind',
        'ai_quota_alert_delivery', 'ai_quota_alert_message'
      )
    union
    select format(
      '- column %I of %s has a name that the package needs: rename it', a.attname,
      a.attrelid::regclass
    )
    from (
      values
        ('public.ai_quota_tiers', array['display_name', 'sort_order', 'is_public']),
        (
          'public.user_ai_quotas',
          array[
            'current_day_unpriced', 'limits_version', 'assigned_tier', 'is_anonymous',
            'period_anchor', 'opened_early_at', 'own_period_end',
            'user_minute', 'user_writes'
          ]
        ),
        (
          'public.ai_quota_reservations',
          array['reserved_by', 'on_expiry', 'request_id', 'tokens_settled', 'requests_settled']
        ),
        (
          'public.ai_agent_usage',
          array[
            'tokens_cache_write', 'tokens_audio_prompt', 'tokens_audio_completion', 'reported_by',
            'usage_source', 'is_adjustment', 'recorded_despite', 'excess_tokens',
            'excess_requests', 'excess_period_start'
          ]
        ),
        ('public.ai_quota_closed_days', array['unpriced_requests']),
        ('public.ai_quota_periods', array['is_early']),
        ('public.ai_quota_subscriptions', array['subscription_id', 'event_at']),
        ('public.ai_quota_overrides', array['is_unlimited', 'extra_tokens', 'extra_requests']),
        ('public.ai_quota_alerts', array['kind']),
        (
          'public.ai_quota_prices',
          array[
            'cache_write_price', 'audio_input_price', 'cached_audio_input_price',
            'audio_output_price', 'rules', 'is_from_list'
          ]
        )
    ) as g (target, columns)
      join pg_catalog.pg_attribute as a
        on a.attrelid = g.target::regclass and a.attname = any (g.columns)
    union
    (
      select format(
        '- request_id %L of user %s is on several rows of ai_agent_usage: set it to null on all but '
        'one', u.request_id, u.user_id
      )
      from public.ai_agent_usage as u
      where u.request_id is not null
      group by u.user_id, u.request_id
      having count(*) > 1
      limit 10
    )
  ) as x (line);
  perform set_config('search_path', v_search_path, true);
  if v_conflicts is not null then
    raise exception E'AI token quotas were not upgraded; nothing was changed.\n%', v_conflicts;
  end if;
end
$$;

-- Who may read: the policies below need these.

create or replace function ai_quota.is_admin()
returns boolean
language sql
stable
set search_path = ''
as $$
  select coalesce(
    auth.jwt() -> 'app_metadata' ->> 'ai_quota_role' in ('admin', 'operator'), false
  )
$$;

create or replace function ai_quota.first_visible_user()
returns uuid
language sql
stable
set search_path = ''
as $$
  select case
    when ai_quota.is_admin() then '00000000-0000-0000-0000-000000000000'::uuid
    else auth.uid()
  end
$$;

create or replace function ai_quota.last_visible_user()
returns uuid
language sql
stable
set search_path = ''
as $$
  select case
    when ai_quota.is_admin() then 'ffffffff-ffff-ffff-ffff-ffffffffffff'::uuid
    else auth.uid()
  end
$$;

-- Functions with other arguments, another result, or no successor.
do $$
declare
  v_used boolean := exists (
    select from pg_catalog.pg_depend as d
    where d.refobjid = 'public.has_quota_for(bigint)'::regprocedure
      and d.refclassid = 'pg_catalog.pg_proc'::regclass
      and d.deptype = 'n'
  );
begin
  if v_used then
    -- Policies of the host call it: they go on calling it, under another name.
    alter function public.has_quota_for(bigint) rename to ai_quota_has_quota_for_0_9;
    comment on function public.ai_quota_has_quota_for_0_9 is
      'What policies from before 0.10.0 call: has_quota_for.';
    create or replace function public.ai_quota_has_quota_for_0_9(tokens bigint)
    returns boolean
    language plpgsql
    stable
    security definer
    set search_path = ''
    as $body$
    begin
      return public.has_quota_for(ai_quota_has_quota_for_0_9.tokens);
    end
    $body$;
  else
    drop function public.has_quota_for(bigint);
  end if;
end
$$;

-- squawk-ignore ban-drop-trigger
drop trigger "~ai_quota_apply_tier" on public.ai_quota_tiers;
drop trigger "~ai_quota_lock_tiers_to_edit" on public.ai_quota_tiers;
drop trigger "~ai_quota_recount_changed" on public.ai_quota_reservations;
-- squawk-ignore ban-drop-function
drop function
  public.track_usage(
    uuid, uuid, text, text, bigint, bigint, text, numeric, bigint, bigint, uuid, text, uuid
  ),
  public.reserve_tokens(bigint, bigint, bigint, uuid), public.check_user_quota(bigint),
  public.get_user_monthly_usage(integer, integer), public.set_user_blocked(uuid, boolean),
  public.claim_quota_alerts(bigint), public.complete_quota_alert(bigint),
  public.fail_quota_alert(bigint, text), ai_quota.apply_tier(), ai_quota.lock_tiers_to_edit(),
  ai_quota.lock_tiers(), ai_quota.tier_for(uuid),
  ai_quota.effective_limits(uuid, text, timestamptz), ai_quota.set_limits(uuid[], text, timestamptz),
  ai_quota.create_quota(uuid, text, timestamptz),
  ai_quota.next_period(timestamptz, timestamptz, timestamptz, boolean),
  ai_quota.close_due_periods(uuid[], timestamptz, text), ai_quota.lock_quota(uuid, timestamptz),
  ai_quota.validate_usage(
    uuid, text, text, bigint, bigint, bigint, bigint, text, numeric, text
  ),
  ai_quota.validate_reservation(bigint, bigint, bigint),
  ai_quota.validate_retry(uuid, text, bigint), ai_quota.pending_reservation(uuid, uuid),
  ai_quota.add_usage(public.user_ai_quotas, timestamptz, bigint, bigint, numeric),
  ai_quota.record_unusual(uuid, anyelement, bigint, numeric, uuid);

alter type public.ai_quota_reservation_status add value if not exists 'charged';

-- schemas/tables/reservations.sql and usage.sql: the types

create type public.ai_quota_caller as enum ('user', 'server');
create type public.ai_quota_on_expiry as enum ('release', 'charge');
create type public.ai_quota_usage_source as enum ('provider', 'estimated');
create type public.ai_quota_alert_kind as enum ('usage', 'denied');

create type ai_quota.usage_call as (
  agent_id uuid,
  session_id uuid,
  discipline text,
  workflow_id text,
  tokens_prompt bigint,
  tokens_completion bigint,
  model_used text,
  cost_usd numeric,
  tokens_cached bigint,
  tokens_cache_write bigint,
  tokens_reasoning bigint,
  tokens_audio_prompt bigint,
  tokens_audio_completion bigint,
  requests bigint,
  user_id uuid,
  request_id text,
  reservation_id uuid,
  is_final boolean,
  occurred_at timestamptz,
  usage_source text
);

-- Tiers
alter table public.ai_quota_tiers
  add column display_name text,
  add column sort_order integer not null default 0,
  add column is_public boolean not null default true,
  add constraint ai_quota_tiers_display_name_check check (length(display_name) between 1 and 100);
update public.ai_quota_tiers as t
set
  sort_order = r.place,
  display_name = case
    when t.tier in ('free', 'basic', 'pro', 'enterprise') then initcap(t.tier)
  end
from (
  select
    o.tier,
    10 * row_number() over (
      order by o.monthly_token_quota nulls last, o.monthly_request_quota nulls last, o.tier
    ) as place
  from public.ai_quota_tiers as o
) as r
where r.tier = t.tier;

-- Settings
alter table ai_quota.settings
  add column anonymous_tier text,
  add column period_anchor text not null default 'month',
  add column subscription_grace interval not null default '7 days',
  add column on_account_deletion text not null default 'delete',
  add column user_writes_per_minute integer not null default 120,
  add column user_open_holds integer not null default 20,
  add column keep_closed_holds interval not null default '90 days',
  add column keep_alerts interval not null default '400 days',
  add column keep_job_runs interval not null default '7 days',
  add constraint settings_anonymous_tier_fkey foreign key (anonymous_tier)
    references public.ai_quota_tiers (tier),
  add constraint settings_period_anchor_check check (period_anchor in ('month', 'subscription')),
  add constraint settings_on_account_deletion_check
    check (on_account_deletion in ('delete', 'anonymize')),
  add constraint settings_figures_check check (
    user_writes_per_minute between 1 and 1000000
    and user_open_holds between 1 and 1000000
    and least(subscription_grace, keep_closed_holds, keep_alerts, keep_job_runs) >= interval '0'
  );

create index settings_anonymous_tier_idx on ai_quota.settings (anonymous_tier);

create table ai_quota.limits_version (
  is_only_row boolean not null default true,
  version bigint not null default 1,
  swept_version bigint not null default 1,
  constraint limits_version_pkey primary key (is_only_row),
  constraint limits_version_is_only_row_check check (is_only_row)
);

alter table ai_quota.limits_version enable row level security;
insert into ai_quota.limits_version (is_only_row) values (true) on conflict do nothing;

-- Quotas. The limits of each are read anew with the next call.
alter table public.user_ai_quotas
  add column current_day_unpriced bigint not null default 0,
  add column limits_version bigint not null default 0,
  add column assigned_tier text,
  add column is_anonymous boolean not null default false,
  add column period_anchor date,
  add column opened_early_at timestamptz,
  add column own_period_end date,
  add column user_minute timestamptz,
  add column user_writes integer not null default 0,
  add constraint user_ai_quotas_assigned_tier_fkey foreign key (assigned_tier)
    references public.ai_quota_tiers (tier);
create index user_ai_quotas_assigned_tier_idx
  on public.user_ai_quotas (assigned_tier) where assigned_tier is not null;

update public.user_ai_quotas as q
set assigned_tier = q.tier
where q.tier <> (select s.default_tier from ai_quota.settings as s)
  and not exists (
    select from public.ai_quota_subscriptions as s
    where s.user_id = q.user_id and s.status in ('active', 'trialing', 'past_due')
  );

drop policy if exists "users read their own quota, admins every quota" on public.user_ai_quotas;
create policy "users read their own quota, admins every quota" on public.user_ai_quotas
  for select to authenticated
  using (
    user_id >= (select ai_quota.first_visible_user())
    and user_id <= (select ai_quota.last_visible_user())
  );

-- Reservations
alter table public.ai_quota_reservations
  -- Who made those that are still pending is not known: users may end them, as before.
  add column reserved_by public.ai_quota_caller not null default 'user',
  add column on_expiry public.ai_quota_on_expiry not null default 'release',
  add column request_id text,
  add column tokens_settled bigint not null default 0,
  add column requests_settled bigint not null default 0;
drop index public.ai_quota_reservations_user_id_expires_at_idx;
create index ai_quota_reservations_pending_idx
  on public.ai_quota_reservations (user_id, expires_at) where status = 'pending';
create index ai_quota_reservations_to_charge_idx
  on public.ai_quota_reservations (expires_at) where status = 'pending' and on_expiry = 'charge';
create unique index ai_quota_reservations_request_id_key
  on public.ai_quota_reservations (user_id, reserved_by, request_id) where request_id is not null;

drop policy if exists "users read their own reservations, admins all reservations" on public.ai_quota_reservations;
create policy "users read their own reservations, admins all reservations"
  on public.ai_quota_reservations
  for select to authenticated
  using (
    user_id >= (select ai_quota.first_visible_user())
    and user_id <= (select ai_quota.last_visible_user())
  );

-- The audit log, which takes the reasons from the ledger and the periods.

create table public.ai_quota_audit (
  id bigint generated always as identity,
  user_id uuid not null,
  action text not null,
  reason text not null,
  details jsonb not null default '{}',
  actor uuid,
  created_at timestamptz not null default now(),
  constraint ai_quota_audit_pkey primary key (id),
  constraint ai_quota_audit_reason_check check (length(reason) between 1 and 500)
);
create index ai_quota_audit_user_id_created_at_idx on public.ai_quota_audit (user_id, created_at);

alter table public.ai_quota_audit enable row level security;

drop policy if exists "admins read the audit log" on public.ai_quota_audit;
create policy "admins read the audit log" on public.ai_quota_audit
  for select to authenticated
  using ((select ai_quota.is_admin()));

-- The ledger
alter table public.ai_agent_usage
  add column tokens_cache_write integer not null default 0,
  add column tokens_audio_prompt integer not null default 0,
  add column tokens_audio_completion integer not null default 0,
  add column reported_by public.ai_quota_caller not null default 'server',
  add column usage_source public.ai_quota_usage_source not null default 'provider',
  add column is_adjustment boolean not null default false,
  add column recorded_despite text,
  add column excess_tokens integer,
  add column excess_requests integer,
  add column excess_period_start timestamptz;

insert into public.ai_quota_audit (user_id, action, reason, details, created_at)
select
  u.user_id,
  'adjust_usage' as action,
  u.adjustment_reason,
  jsonb_strip_nulls(
    jsonb_build_object(
      'tokens', u.tokens_prompt, 'requests', u.requests, 'cost_usd', u.cost_usd, 'ledger_id', u.id
    )
  ) as details,
  u.created_at
from public.ai_agent_usage as u
where u.adjustment_reason is not null;
update public.ai_agent_usage as u
set is_adjustment = true
where u.adjustment_reason is not null;
-- Who reported the older rows is not known: users, where they could.
do $$
declare
  v_was_valid boolean := (
    select c.convalidated
    from pg_catalog.pg_constraint as c
    where c.conrelid = 'public.ai_agent_usage'::regclass
      and c.conname = 'ai_agent_usage_only_adjustments_are_negative'
  );
begin
  if (select s.users_report_usage from ai_quota.settings as s) then
    alter table public.ai_agent_usage
      drop column reported_by,
      add column reported_by public.ai_quota_caller not null default 'user';
    alter table public.ai_agent_usage alter column reported_by set default 'server';
    update public.ai_agent_usage as u set reported_by = 'server' where u.is_adjustment;
  end if;
  alter table public.ai_agent_usage
    drop constraint ai_agent_usage_only_adjustments_are_negative;
  alter table public.ai_agent_usage
    drop column adjustment_reason;
  alter table public.ai_agent_usage
    add constraint ai_agent_usage_only_adjustments_are_negative check (
      is_adjustment
      or least(
        tokens_cached, tokens_cache_write, tokens_audio_prompt,
        tokens_prompt - tokens_cached - tokens_cache_write, tokens_prompt - tokens_audio_prompt,
        tokens_reasoning, tokens_audio_completion,
        tokens_completion - tokens_reasoning - tokens_audio_completion
      ) >= 0
      and cost_usd >= 0.0
    ) not valid;
  -- Rows of an older deployment may break it: then it holds for new rows only.
  if v_was_valid then
    alter table public.ai_agent_usage
      validate constraint ai_agent_usage_only_adjustments_are_negative;
  end if;
end
$$;

create unique index ai_agent_usage_request_id_key
  on public.ai_agent_usage (user_id, request_id, reported_by) where request_id is not null;

drop policy if exists "users read their own usage, admins all usage" on public.ai_agent_usage;
create policy "users read their own usage, admins all usage" on public.ai_agent_usage
  for select to authenticated
  using (
    user_id >= (select ai_quota.first_visible_user())
    and user_id <= (select ai_quota.last_visible_user())
  );

-- Days and periods
alter table public.ai_quota_closed_days
  add column unpriced_requests bigint not null default 0;
do $$
begin
  -- created_at may be a timestamp without time zone in an older deployment.
  perform set_config('timezone', 'UTC', true);
  with unpriced as (
    select u.user_id, u.created_at::date as day, sum(u.requests) as requests
    from public.ai_agent_usage as u
    where u.cost_usd is null
      and not u.is_adjustment
      and (
        u.period_start is not null
        or u.created_at > (select min(r.installed_at) from ai_quota.releases as r)
      )
    group by 1, 2
  ),
  closed as (
    update public.ai_quota_closed_days as d
    set unpriced_requests = u.requests
    from unpriced as u
    where u.user_id = d.user_id and u.day = d.day
  )
  update public.user_ai_quotas as q
  set current_day_unpriced = u.requests
  from unpriced as u
  where u.user_id = q.user_id and u.day = q.current_day;
end
$$;

drop policy if exists "users read their own days, admins all days" on public.ai_quota_closed_days;
create policy "users read their own days, admins all days" on public.ai_quota_closed_days
  for select to authenticated
  using (
    user_id >= (select ai_quota.first_visible_user())
    and user_id <= (select ai_quota.last_visible_user())
  );

insert into public.ai_quota_audit (user_id, action, reason, created_at)
select
  p.user_id,
  'reset_user_quota' as action,
  p.reset_reason,
  p.closed_at
from public.ai_quota_periods as p
where p.reset_reason is not null;
alter table public.ai_quota_periods
  add column is_early boolean not null default false;
update public.ai_quota_periods as p
set is_early = true
where p.reset_reason is not null;
alter table public.ai_quota_periods drop column reset_reason;

drop policy if exists "users read their own periods, admins all periods" on public.ai_quota_periods;
create policy "users read their own periods, admins all periods" on public.ai_quota_periods
  for select to authenticated
  using (
    user_id >= (select ai_quota.first_visible_user())
    and user_id <= (select ai_quota.last_visible_user())
  );

-- Subscriptions. Where a user had one without an id, it has one until the first real one comes.
alter table public.ai_quota_subscriptions disable trigger "~ai_quota_apply_subscription";
alter table public.ai_quota_overrides disable trigger "~ai_quota_apply_override";
alter table public.ai_quota_subscriptions
  add column subscription_id text,
  add column event_at timestamptz not null default now(),
  drop constraint ai_quota_subscriptions_status_check,
  drop constraint ai_quota_subscriptions_tier_fkey,
  add constraint ai_quota_subscriptions_tier_fkey foreign key (tier)
    references public.ai_quota_tiers (tier);
update public.ai_quota_subscriptions as s
set
  subscription_id = 'before 0.10: ' || s.user_id,
  status = case
    when s.status in (
      'active', 'trialing', 'past_due', 'unpaid', 'incomplete', 'incomplete_expired', 'paused'
    ) then s.status
    else 'canceled'
  end,
  current_period_end = case
    when s.current_period_end > s.current_period_start
      or s.current_period_start is null then s.current_period_end
  end;
-- Not before the update: a publication for all tables refuses one without a primary key.
alter table public.ai_quota_subscriptions
  drop constraint ai_quota_subscriptions_pkey,
  alter column subscription_id set not null,
  add constraint ai_quota_subscriptions_pkey primary key (subscription_id),
  add constraint ai_quota_subscriptions_subscription_id_check
    check (length(subscription_id) between 1 and 200),
  add constraint ai_quota_subscriptions_period_ends_after_its_start
    check (current_period_end > current_period_start);
create index ai_quota_subscriptions_user_id_idx on public.ai_quota_subscriptions (user_id);
drop policy "users read their own subscription, admins every one" on public.ai_quota_subscriptions;

drop policy if exists "users read their own subscriptions, admins every one" on public.ai_quota_subscriptions;
create policy "users read their own subscriptions, admins every one"
  on public.ai_quota_subscriptions
  for select to authenticated
  using (
    user_id >= (select ai_quota.first_visible_user())
    and user_id <= (select ai_quota.last_visible_user())
  );

create table ai_quota.deleted_subscriptions (
  subscription_id text not null,
  event_at timestamptz not null default now(),
  constraint deleted_subscriptions_pkey primary key (subscription_id)
);

alter table ai_quota.deleted_subscriptions enable row level security;

-- Overrides: NULL now inherits the tier's limit. What was unlimited stays so.
alter table public.ai_quota_overrides
  add column is_unlimited boolean not null default false,
  add column extra_tokens bigint,
  add column extra_requests bigint,
  drop constraint ai_quota_overrides_quotas_are_positive;
-- One of two limits becomes a number that nobody reaches and that fits the columns of an older
-- deployment.
update public.ai_quota_overrides as o
set
  is_unlimited = x.is_unlimited,
  monthly_token_quota = case
    when not x.is_unlimited then coalesce(o.monthly_token_quota, x.highest)
  end,
  monthly_request_quota = case
    when not x.is_unlimited then coalesce(o.monthly_request_quota, x.highest)
  end
from (
  select
    p.user_id,
    num_nonnulls(p.monthly_token_quota, p.monthly_request_quota) = 0 as is_unlimited,
    (
      select
        min(
          least(
            9000000000000000,
            case c.numeric_precision_radix
              when 2 then 2::numeric ^ (c.numeric_precision - 1) - 1
              else 10::numeric ^ (c.numeric_precision - c.numeric_scale) - 1
            end
          )
        )::bigint
      from information_schema.columns as c
      where c.table_schema = 'public'
        and c.table_name = 'user_ai_quotas'
        and c.column_name in ('monthly_token_quota', 'monthly_request_quota')
    ) as highest
  from public.ai_quota_overrides as p
) as x
where x.user_id = o.user_id and num_nulls(o.monthly_token_quota, o.monthly_request_quota) > 0;
alter table public.ai_quota_overrides
  add constraint ai_quota_overrides_quotas_are_positive check (
    monthly_token_quota > 0 and monthly_request_quota > 0
    and extra_tokens > 0 and extra_requests > 0
  ),
  add constraint ai_quota_overrides_unlimited_has_no_figures check (
    not is_unlimited
    or num_nonnulls(monthly_token_quota, monthly_request_quota, extra_tokens, extra_requests) = 0
  );

alter table public.ai_quota_subscriptions enable trigger "~ai_quota_apply_subscription";
alter table public.ai_quota_overrides enable trigger "~ai_quota_apply_override";

-- Alerts: how far the delivery is goes to a table of its own.

create table ai_quota.alert_deliveries (
  alert_id bigint not null,
  attempts integer not null default 0,
  next_attempt_at timestamptz not null default now(),
  delivered_at timestamptz,
  expired_at timestamptz,
  last_error text,
  channels text[] not null default '{}',
  constraint alert_deliveries_pkey primary key (alert_id),
  constraint alert_deliveries_alert_id_fkey foreign key (alert_id)
    references public.ai_quota_alerts (id) on delete cascade
);
create index alert_deliveries_next_attempt_at_idx
  on ai_quota.alert_deliveries (next_attempt_at)
  where delivered_at is null and expired_at is null;

alter table ai_quota.alert_deliveries enable row level security;

create table ai_quota.digest_deliveries (
  day date not null,
  attempts integer not null default 1,
  next_attempt_at timestamptz not null,
  delivered_at timestamptz,
  channels text[] not null default '{}',
  constraint digest_deliveries_pkey primary key (day)
);
alter table ai_quota.digest_deliveries enable row level security;

create type public.ai_quota_alert_message as (
  id bigint,
  message_key uuid,
  user_id uuid,
  email text,
  name text,
  language text,
  metric text,
  threshold smallint,
  used bigint,
  quota bigint,
  tier text,
  upgrade_tier text,
  reset_date date,
  reached_on date,
  created_at timestamptz,
  channels text array
);

create type public.ai_quota_alert_delivery as (
  id bigint,
  user_id uuid,
  period_start timestamptz,
  kind public.ai_quota_alert_kind,
  metric text,
  threshold smallint,
  used bigint,
  quota bigint,
  created_at timestamptz,
  attempts integer,
  next_attempt_at timestamptz,
  delivered_at timestamptz,
  last_error text
);

insert into ai_quota.alert_deliveries (
  alert_id, attempts, next_attempt_at, delivered_at, last_error
)
select
  a.id,
  a.attempts,
  a.next_attempt_at,
  a.delivered_at,
  a.last_error
from public.ai_quota_alerts as a
where a.is_deliverable;
drop index public.ai_quota_alerts_next_attempt_at_idx;
alter table public.ai_quota_alerts
  add column kind public.ai_quota_alert_kind not null default 'usage',
  drop constraint ai_quota_alerts_once_a_period,
  drop constraint ai_quota_alerts_threshold_check,
  drop column is_deliverable,
  drop column delivered_at,
  drop column attempts,
  drop column next_attempt_at,
  drop column last_error;
-- A denial was written as 100 % of what was not used. One a period stays.
delete from public.ai_quota_alerts as a
using public.ai_quota_alerts as o
where a.threshold = 100 and a.used < a.quota
  and o.threshold = 100 and o.used < o.quota
  and (o.user_id, o.period_start) = (a.user_id, a.period_start)
  and o.id < a.id;
update public.ai_quota_alerts as a
set kind = 'denied', threshold = 0
where a.threshold = 100 and a.used < a.quota;
alter table public.ai_quota_alerts
  add constraint ai_quota_alerts_threshold_check check (
    threshold in (75, 90, 100) and kind = 'usage' or threshold = 0 and kind = 'denied'
  );

create unique index ai_quota_alerts_once_a_limit_key
  on public.ai_quota_alerts (user_id, period_start, metric, threshold, quota)
  where kind = 'usage';
create unique index ai_quota_alerts_one_denial_a_period_key
  on public.ai_quota_alerts (user_id, period_start)
  where kind = 'denied';

drop policy if exists "users read their own alerts, admins all alerts" on public.ai_quota_alerts;
create policy "users read their own alerts, admins all alerts" on public.ai_quota_alerts
  for select to authenticated
  using (
    user_id >= (select ai_quota.first_visible_user())
    and user_id <= (select ai_quota.last_visible_user())
  );

-- schemas/tables/denials.sql and deleted_usage.sql

create table public.ai_quota_denials (
  user_id uuid not null,
  day date not null,
  reason text not null,
  denials bigint not null,
  tokens bigint not null,
  constraint ai_quota_denials_pkey primary key (user_id, day, reason),
  constraint ai_quota_denials_reason_check
    check (reason in ('tokens', 'requests', 'blocked', 'anonymous'))
);

alter table public.ai_quota_denials enable row level security;

drop policy if exists "users read their own denials, admins all denials" on public.ai_quota_denials;
create policy "users read their own denials, admins all denials" on public.ai_quota_denials
  for select to authenticated
  using (
    user_id >= (select ai_quota.first_visible_user())
    and user_id <= (select ai_quota.last_visible_user())
  );

create table public.ai_quota_deleted_usage (
  day date not null,
  tokens bigint not null default 0,
  requests bigint not null default 0,
  cost_usd numeric not null default 0,
  unpriced_requests bigint not null default 0,
  constraint ai_quota_deleted_usage_pkey primary key (day)
);

alter table public.ai_quota_deleted_usage enable row level security;

create table ai_quota.anonymized_users (
  user_id uuid not null,
  constraint anonymized_users_pkey primary key (user_id)
);

alter table ai_quota.anonymized_users enable row level security;
-- Rows from before the package, of accounts that were gone by then.
insert into ai_quota.anonymized_users (user_id)
select u.user_id
from public.ai_agent_usage as u
where u.user_id not in (select a.id from auth.users as a)
  and u.period_start is null
  and u.created_at <= (select min(r.installed_at) from ai_quota.releases as r)
union
select q.user_id
from public.user_ai_quotas as q
where q.user_id not in (select a.id from auth.users as a);

drop policy if exists "admins read the usage of deleted accounts" on public.ai_quota_deleted_usage;
create policy "admins read the usage of deleted accounts" on public.ai_quota_deleted_usage
  for select to authenticated
  using ((select ai_quota.is_admin()));

-- schemas/tables/boosts.sql and usage_by_label.sql

create table ai_quota.boosts (
  id bigint generated always as identity,
  user_id uuid not null,
  extra_tokens bigint not null,
  expires_at timestamptz not null,
  created_at timestamptz not null default now(),
  constraint boosts_pkey primary key (id),
  constraint boosts_user_id_fkey foreign key (user_id)
    references auth.users (id) on delete cascade,
  constraint boosts_extra_tokens_check check (extra_tokens > 0)
);
create index boosts_user_id_expires_at_idx on ai_quota.boosts (user_id, expires_at);
alter table ai_quota.boosts enable row level security;

create table ai_quota.usage_by_label (
  day date not null,
  model text not null,
  discipline text not null,
  workflow text not null,
  tier text not null,
  reported_by public.ai_quota_caller not null,
  tokens bigint not null,
  requests bigint not null,
  cost_usd numeric not null,
  unpriced_requests bigint not null,
  constraint usage_by_label_pkey
    primary key (day, model, discipline, workflow, tier, reported_by)
);
alter table ai_quota.usage_by_label enable row level security;

create table ai_quota.usage_by_tier (
  day date not null,
  tier text not null,
  reported_by public.ai_quota_caller not null,
  tokens bigint not null,
  requests bigint not null,
  cost_usd numeric not null,
  unpriced_requests bigint not null,
  constraint usage_by_tier_pkey primary key (day, tier, reported_by)
);
alter table ai_quota.usage_by_tier enable row level security;

create table ai_quota.active_users (
  day date not null,
  previous_day date not null,
  tier text not null,
  users bigint not null,
  constraint active_users_pkey primary key (day, previous_day, tier)
);
alter table ai_quota.active_users enable row level security;

create table ai_quota.deleted_usage_by_label (like ai_quota.usage_by_label including indexes);
alter table ai_quota.deleted_usage_by_label enable row level security;

create table ai_quota.deleted_active_users (like ai_quota.active_users including indexes);
alter table ai_quota.deleted_active_users enable row level security;

create table ai_quota.tier_counts (
  tier text not null,
  users bigint not null,
  active_users bigint not null,
  tokens bigint not null,
  mean_tokens numeric not null,
  p90_tokens numeric not null,
  near_limit bigint not null,
  at_limit bigint not null,
  blocked_users bigint not null,
  constraint tier_counts_pkey primary key (tier)
);
alter table ai_quota.tier_counts enable row level security;

create table ai_quota.usage_by_user (
  user_id uuid not null,
  days date[] not null,
  tokens double precision[] not null,
  requests double precision[] not null,
  costs double precision[] not null,
  constraint usage_by_user_pkey primary key (user_id)
);
alter table ai_quota.usage_by_user enable row level security;

create table ai_quota.late_days (
  id bigint generated always as identity,
  day date not null,
  user_id uuid,
  constraint late_days_pkey primary key (id)
);
alter table ai_quota.late_days enable row level security;

create table ai_quota.rollup (
  is_only_row boolean not null default true,
  counted_through date,
  counting_through date,
  users_counted integer not null default 0,
  ended_day date,
  waiting_for text[] not null default '{}',
  recent_day date,
  recent_counted_at timestamptz,
  constraint rollup_pkey primary key (is_only_row),
  constraint rollup_is_only_row_check check (is_only_row)
);
alter table ai_quota.rollup enable row level security;

insert into ai_quota.rollup (is_only_row) values (true) on conflict do nothing;

-- The host may have one of that name, which does as well.
create index if not exists ai_agent_usage_created_at_idx
  on public.ai_agent_usage
  using brin (created_at) with (pages_per_range = 32, autosummarize = on);
create index ai_quota_denials_day_idx
  on public.ai_quota_denials using brin (day) with (pages_per_range = 32);
create index ai_quota_closed_days_day_idx
  on public.ai_quota_closed_days using brin (day) with (pages_per_range = 32);
create index ai_quota_periods_period_end_idx
  on public.ai_quota_periods using brin (period_end) with (pages_per_range = 32);

-- Prices
-- Rows of the list of 0.9.0 that an operator has edited become the operator's; the others get a
-- source that the next list replaces. The hashes are those of the list's rows.
update public.ai_quota_prices as p
set source = case
  when left(
    md5(concat_ws(
      ' ', p.model, to_char(p.valid_from, 'YYYY-MM-DD'), trim_scale(p.input_price),
      coalesce(trim_scale(p.cached_input_price)::text, '-'), trim_scale(p.output_price),
      coalesce(trim_scale(p.reasoning_price)::text, '-')
    )),
    8
  ) = any(regexp_split_to_array(btrim('
  0057d662 00df794e 0120b381 0161ba47 01638f7f 02a6b550 02b83c86 0412ffe9 052efd0d 0531d536
  069fd44b 06ace8af 06ec0bbd 06ff6fbc 07d481bd 0802e417 0891776a 093575e6 09505c55 0b282784
  0c696ad1 0cc24a0d 0e28eadd 0f4bf564 0f61f02f 0fa95653 1025545d 10a10067 10c3efaa 11498e11
  1196c32e 12cf51ce 130bbe0f 137d11d3 15242a27 1550919e 16b4cf4b 17b3bb4e 17d8a961 1835eea3
  1912054f 19b44663 1aa1715f 1c4d47b8 1cf727b3 1d007a02 1d8ade08 1e0d1bba 1e559fd8 1ea5cf73
  1f529f6f 1f6ae3a8 1f6e9008 20b78175 20eb8e7c 219cf9ba 2260a405 22e42702 2422808d 24aa290b
  24ba1ca3 25aaffb7 26330008 26c9def6 272c358d 2787c1c8 28183a7e 2834eab9 285d9837 2b300cd2
  2b8a1f7a 2da97e35 2edd14bc 2f6ca424 30f0dc83 310da2d4 3126b462 31b31905 3234c84d 3264d8b1
  3291183f 329fd0e2 32ecc8c7 335a8102 33ed7870 344f8a2e 34bb69e7 34e4e641 366008c8 3664bc5b
  36cd8fdb 377d41e7 38591960 3a37cf2e 3ab27a26 3afa6fd9 3b1e8f68 3e36e1f1 3eb43eb3 3ef8a3c0
  3f8242e4 40aa65bd 40b04412 41f06413 42e30ebb 43562162 43d9ea35 455fc8df 45681978 456cb14e
  46bd3f7a 47185f60 47568da6 47c3b504 49271282 497e35ff 4a645c48 4a99cd97 4c6d9ad2 4ef350f5
  4f75467f 50aecd0c 50b6ddd9 50eccfe9 5131cbd0 519800f3 53c74e78 53fe6d5a 55184df1 55b4a675
  56489ca1 566f58b2 574194e3 587f7be8 58b8b751 59919111 59bf57c3 59faca84 5a39b703 5ae558f3
  5b7f9ab8 5bee1b4e 5d46a1c6 5d93ea01 5de2c265 5fbc8998 60de50cf 61557ed6 61945be8 6206e975
  62d9f64f 633bbeb7 64dc6092 64f2e9e1 65104d02 67417e14 681208fd 68317f0b 6854a085 6997380b
  6a3e3e53 6a908a1f 6aac5c98 6bba032d 6ce5fbc6 6db5d477 6dd7a621 6e2d2583 6ec54900 6f98c09d
  6fd51c40 70647699 7065f75e 70a15e9b 716200b8 72968d9b 72d164d2 73384af4 73873df1 73dd4c9a
  746c9ac2 7482ccae 74ab8b68 756321ac 7568d3d9 76202a0e 7719a075 774a88df 77937095 791da248
  792312dc 79485a93 794a61b8 7a9827fd 7b353846 7b399fd2 7b97e67f 7bd02ab1 7be26b16 7c0f521b
  7c13adcd 7c27aef4 7cc4ea1a 7d96dd46 7dce6353 800743da 805c470a 812b16ab 84495a11 84b81ca9
  8685e977 87335e4b 876852b1 877c7102 89a12370 89c3e8e5 8a339a25 8b2ed69a 8b4af218 8bbcb686
  8c8f4e9d 8db4127e 902a29ff 91b4500c 91c0860a 92319544 9257af4b 92a4512e 92f7cd66 93de319c
  947505b8 94d9560e 980c8d70 98a2598e 9a4d746d 9a5ceecd 9b534cf2 9b7ab814 9bbeb975 9bc22cb4
  9c491c68 9ce42212 9d577225 9ec53557 9ecea4b3 9ee7bdb9 9fcef106 a01fc367 a051dbc5 a089e06b
  a08ec463 a09faa10 a0b3dfd4 a0c435c7 a0e49f84 a2c55901 a38ff252 a56e7a9c a6576af6 a6683bcd
  a6717589 a6bd039d a711f299 a766fd7b a785bda8 a85116d4 a903c032 a906a16c a9caa604 aa973a8a
  aaa93c55 aaf62188 ab7ec3c0 ad00ead7 adcc24da ae41c9ec ae7614df aeccaaf4 afb40a58 b05acc2d
  b0d74fa2 b0d97c13 b20e1a81 b23b810e b2bb81e2 b349da08 b359dc1e b41486e0 b46071bd b4fa85cd
  b564cb1a b6168d7d b61a1046 b666f6c4 b702bd00 b8d0dfe6 b98be694 b9b57b95 b9e04225 bb8d7ccc
  bba33363 bc399b77 bd3a8540 bd4e8c5b be56dd76 be66203c bed29bec bf6d69e7 bf80a80a c0eb9909
  c1ac97d9 c21cae4c c2f6db71 c3b32a49 c4029948 c4664398 c4a25392 c4e2f2fe c4f1ab30 c69f82fc
  c6b8fe16 c790081d c82cd1ff c977a103 c9be0748 cabfd368 cb396e99 cd172117 cea1dddf cf5b9a09
  cfff9c2e d040be8e d0d7441b d20b4cfc d24b63d4 d251507f d26e9fbd d309d586 d3644241 d3b1ad09
  d44ae3d6 d5b6836e d6902931 d704e6af d8cb6f4d d9531edb d9596b6d da1808e0 db91c6e1 dc0a8b89
  dc1769b5 dc73208f dcb99ae1 dd32886b de7831ba deaf8dda e00527c2 e06f8b01 e0a84ac1 e17ae186
  e28e08f5 e3120796 e3ae37b1 e4507add e49fdc2b e52c9c24 e578b628 e73489d5 e7c04e95 e804ac2d
  e9054864 e99fabb0 e9b185d6 e9d5d883 ea3efcc8 eb75baca ec07faed eebf5002 eecc41c6 ef9e1454
  f040ca0b f0c177e7 f1c2dc3b f292718b f2a97d80 f2c8501a f2cb8f09 f3d8a724 f48bcc38 f5171bd8
  f77ee4f6 f8dae32c f9d69335 f9fe6f6a fb827aef fc54def2 fca06bb6 fce26204 fe1db9c3 feaf67c9
  ff88ebb1
  ', E' \n'), '\s+'))
  then 'genai-prices 0.2.3, list of 0.9.0'
  else 'edited, before: ' || p.source
end
where p.source like 'genai-prices %';

alter table public.ai_quota_prices
  add column cache_write_price numeric,
  add column audio_input_price numeric,
  add column cached_audio_input_price numeric,
  add column audio_output_price numeric,
  add column rules jsonb,
  add column is_from_list boolean not null
  generated always as (coalesce(starts_with(source, 'genai-prices '), false)) stored,
  drop constraint ai_quota_prices_prices_are_not_negative;
alter table public.ai_quota_prices
  add constraint ai_quota_prices_prices_are_not_negative check (
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
  add constraint ai_quota_prices_rules_are_complete check (
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
  );

create index ai_quota_prices_own_first_idx
on public.ai_quota_prices (model, is_from_list, valid_from desc);

create table ai_quota.price_names (
  scope text not null,
  name text not null,
  target text not null,
  is_bare boolean not null,
  constraint price_names_pkey primary key (scope, name)
);

alter table ai_quota.price_names enable row level security;

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

alter table ai_quota.price_patterns enable row level security;

create unique index price_names_bare_idx on ai_quota.price_names (name) where is_bare;

-- Databases with an older deployment count the direct inserts of its writers.
do $$
begin
  if to_regproc('ai_quota.prepare_direct_insert') is null then
    return;
  end if;
  create or replace function ai_quota.prepare_direct_insert()
  returns trigger
  language plpgsql
  security definer
  set search_path = ''
  set timezone = 'UTC'
  as $body$
  begin
    new.user_id := ai_quota.authorize_user(new.user_id, is_report => true);
    new.tokens_cached := coalesce(new.tokens_cached, 0);
    new.tokens_reasoning := coalesce(new.tokens_reasoning, 0);
    if ai_quota.is_end_user() then
      new.reported_by := 'user';
      new.cost_usd := null;
      new.created_at := now();
    end if;
    perform ai_quota.validate_usage(
      jsonb_populate_record(
        null::ai_quota.usage_call,
        to_jsonb(new)
        - array['agent_id', 'session_id', 'request_id', 'reservation_id', 'is_final', 'occurred_at']
      ),
      new.reported_by
    );
    if pg_typeof(new.agent_id) = 'uuid'::regtype
      and new.agent_id is not null
      and not ai_quota.agent_exists(new.agent_id::text::uuid)
    then
      if ai_quota.is_end_user() then
        perform ai_quota.raise_bad_request(
          format('agent_id does not exist, got %s', new.agent_id),
          'Pass the id of a row in ai_agents, or leave agent_id out.'
        );
      end if;
      -- What the server reports is never refused for this.
      new.recorded_despite := format('agent %s unknown', new.agent_id);
      new.agent_id := null;
    end if;
    if new.cost_usd is null then
      new.cost_usd := ai_quota.call_cost(
        new.model_used::text, now(), new.tokens_prompt::bigint,
        new.tokens_completion::bigint, new.tokens_cached::bigint, new.tokens_cache_write::bigint,
        new.tokens_reasoning::bigint, new.tokens_audio_prompt::bigint,
        new.tokens_audio_completion::bigint
      );
    end if;
    return new;
  end
  $body$;

  create or replace function ai_quota.count_direct_inserts()
  returns trigger
  language plpgsql
  security definer
  set search_path = ''
  as $body$
  declare
    v_user record;
    v_quota public.user_ai_quotas;
  begin
    if coalesce(current_setting('role', true), 'none')
      not in ('anon', 'authenticated', 'service_role')
    then
      return null;
    end if;
    for v_user in
      select
        i.user_id, sum(i.tokens_prompt + i.tokens_completion)::bigint as tokens,
        sum(i.requests)::bigint as requests, sum(i.cost_usd)::numeric as cost_usd,
        coalesce(sum(i.requests) filter (where i.cost_usd is null), 0)::bigint as unpriced,
        array_agg(i.id::text) as ids
      from inserted as i
      where i.period_start is null
      group by i.user_id
      order by i.user_id
    loop
      v_quota := ai_quota.lock_quota(v_user.user_id, uncounted => v_user.ids);
      if ai_quota.is_end_user() then
        perform ai_quota.refuse_blocked(v_quota);
        perform ai_quota.count_user_write(v_quota, cardinality(v_user.ids));
      end if;
      update public.ai_agent_usage as u
      set period_start = v_quota.period_start
      from inserted as i
      where u.id = i.id and i.user_id = v_user.user_id and i.period_start is null;
      perform ai_quota.add_usage(
        v_quota, v_quota.period_start, v_user.tokens, v_user.requests, v_user.cost_usd,
        v_user.unpriced
      );
    end loop;
    return null;
  end
  $body$;

  create or replace trigger "~ai_quota_ignore_counter_update"
    before update of current_month_tokens, current_month_requests on public.user_ai_quotas
    for each row
    when (
      current_setting('role', true) in ('anon', 'authenticated', 'service_role')
      and (new.current_month_tokens, new.current_month_requests)
        is distinct from (old.current_month_tokens, old.current_month_requests)
      and (new.current_day_tokens, new.current_day_requests, new.period_start)
        is not distinct from (old.current_day_tokens, old.current_day_requests, old.period_start)
      and new.reserved_valid_until is not distinct from old.reserved_valid_until
      and current_setting('ai_quota.is_counting', true) is distinct from 'true'
    )
    execute function ai_quota.ignore_counter_update();
end
$$;

-- schemas/jobs.sql

-- Quotas are right without these jobs: the first call of a period resets its own user. The jobs do
-- the same for users who do not call, so that a plain SELECT is right for them too, and delete what
-- need not be kept.
do $$
begin
  if not exists (
    select from pg_catalog.pg_available_extensions as e where e.name = 'pg_cron'
  ) then
    raise notice 'pg_cron is not available here: the first call of a month resets its user';
    return;
  end if;
  create extension if not exists pg_cron with schema pg_catalog;
  perform cron.schedule(
    'reset-monthly-ai-quotas', '0 0 1 * *', 'SELECT public.reset_monthly_quotas();'
  );
  -- For more users than one transaction should lock, and for periods that begin on other days:
  -- commits after each batch.
  perform cron.schedule(
    'reset-monthly-ai-quotas-in-batches', '*/5 0 * * *',
    'do $job$ begin for v_page in 0 .. ai_quota.count_pages() by 64 loop '
    || 'perform ai_quota.reset_pages(v_page); commit; end loop; end $job$'
  );
  perform cron.schedule(
    'maintain-ai-quotas', '*/5 * * * *',
    'do $job$ declare v_version bigint; begin '
    || 'select v.version into v_version from ai_quota.limits_version as v '
    || 'where v.version > v.swept_version; '
    || 'if found then for v_page in 0 .. ai_quota.count_pages() by 16 loop '
    || 'perform ai_quota.refresh_pages(v_page); commit; end loop; '
    || 'update ai_quota.limits_version as v set swept_version = v_version; commit; end if; '
    || 'perform ai_quota.charge_due_reservations(); commit; '
    || 'while ai_quota.roll_up() is not null loop commit; end loop; '
    -- Once an hour, because it reads all reservations.
    || 'if extract(minute from now()) < 5 then '
    || 'loop exit when ai_quota.prune() = 0; commit; end loop; end if; end $job$'
  );
exception
  when others then
    raise notice 'pg_cron cannot be used here (%): the first call of a month resets its user', sqlerrm;
end
$$;

-- Generated: functions, triggers, views, comments and grants whose text changed
-- By hand above: create table if not exists public.ai_quota_tiers e3e3b40c3d9b
-- By hand above: insert into public.ai_quota_tiers 3b02cd02f6dd
-- By hand above: create table if not exists ai_quota.settings e9fd31a0f653
-- By hand above: create index if not exists settings_anonymous_tier_idx on ai_quota.settings 40e4ca7ee6b9
-- By hand above: create table if not exists ai_quota.limits_version 4fdd5257de15
-- By hand above: alter table ai_quota.limits_version enable row level security 64bd3b0486ba
-- By hand above: insert into ai_quota.limits_version 6b64dec53044
-- By hand above: create table if not exists public.user_ai_quotas c96e43d2e283
-- By hand above: create index if not exists user_ai_quotas_assigned_tier_idx 405e9a98edf1
-- By hand above: policy "users read their own quota, admins every quota" on public.user_ai_quotas cde3b04b6310
-- By hand above: blocks in schemas/tables/reservations.sql 965d9578bfdc
-- By hand above: create table if not exists public.ai_quota_reservations 86fd180533a8
-- By hand above: create index if not exists ai_quota_reservations_pending_idx 5f02e1ceecc6
-- By hand above: create index if not exists ai_quota_reservations_to_charge_idx 15af35936c4d
-- By hand above: create unique index if not exists ai_quota_reservations_request_id_key ac97015f003f
-- By hand above: policy "users read their own reservations, admins all reservations" on public.ai_quota_reservations 4b219e104ffd
-- By hand above: blocks in schemas/tables/usage.sql ef29379950c4
-- By hand above: create table if not exists public.ai_agent_usage d78d524856ac
-- By hand above: create index if not exists ai_agent_usage_created_at_idx f17aa41f55ab
-- By hand above: create unique index if not exists ai_agent_usage_request_id_key f6d4982b3c40
-- By hand above: policy "users read their own usage, admins all usage" on public.ai_agent_usage 12abb6c0426f
-- By hand above: create table if not exists ai_quota.request_keys 1197832aa094
-- By hand above: create table if not exists public.ai_quota_closed_days 7cc9d2977a96
-- By hand above: create index if not exists ai_quota_closed_days_day_idx d4005436ee4e
-- By hand above: policy "users read their own days, admins all days" on public.ai_quota_closed_days d86fb2e18fb9
-- By hand above: create table if not exists public.ai_quota_subscriptions 989b34d28800
-- By hand above: create index if not exists ai_quota_subscriptions_user_id_idx on public.ai_quota_subscriptions 03208d44c42b
-- By hand above: policy "users read their own subscriptions, admins every one" on public.ai_quota_subscriptions b0400e1df3d2
-- By hand above: create table if not exists ai_quota.deleted_subscriptions 0f7d73513722
-- By hand above: alter table ai_quota.deleted_subscriptions enable row level security 6668d10e09a9
-- By hand above: create table if not exists public.ai_quota_overrides 912b6a23ce8f
-- By hand above: create table if not exists ai_quota.boosts bb33a1f7b8f4
-- By hand above: create index if not exists boosts_user_id_expires_at_idx on ai_quota.boosts 075033f817f9
-- By hand above: alter table ai_quota.boosts enable row level security 05cb9351e328
-- By hand above: create table if not exists public.ai_quota_periods 68fd2b5ceb12
-- By hand above: create index if not exists ai_quota_periods_period_end_idx a7168f688bc1
-- By hand above: policy "users read their own periods, admins all periods" on public.ai_quota_periods a3feca7ff25c
-- By hand above: blocks in schemas/tables/alerts.sql 271f172beb7b
-- By hand above: create table if not exists public.ai_quota_alerts c8b670d1b2cb
-- By hand above: create unique index if not exists ai_quota_alerts_once_a_limit_key e4bb7d7cfed6
-- By hand above: create unique index if not exists ai_quota_alerts_one_denial_a_period_key 5e89957a30a2
-- By hand above: policy "users read their own alerts, admins all alerts" on public.ai_quota_alerts 3416325db4a2
-- By hand above: create table if not exists ai_quota.alert_deliveries fe0e1c3fa6c3
-- By hand above: create index if not exists alert_deliveries_next_attempt_at_idx b644ae1e6007
-- By hand above: alter table ai_quota.alert_deliveries enable row level security b1b535179a02
-- By hand above: create table if not exists ai_quota.digest_deliveries 1304fc231dbb
-- By hand above: alter table ai_quota.digest_deliveries enable row level security bad4a7ab4382
-- By hand above: create table if not exists public.ai_quota_denials 747fab00dab7
-- By hand above: create index if not exists ai_quota_denials_day_idx e9202a52ca56
-- By hand above: alter table public.ai_quota_denials enable row level security 2b53a65c4fc6
-- By hand above: policy "users read their own denials, admins all denials" on public.ai_quota_denials 19e12c4b12c8
-- By hand above: create table if not exists public.ai_quota_deleted_usage c75bc7dc1fcc
-- By hand above: alter table public.ai_quota_deleted_usage enable row level security b1c20e1e878e
-- By hand above: policy "admins read the usage of deleted accounts" on public.ai_quota_deleted_usage 048d86f970a4
-- By hand above: create table if not exists ai_quota.anonymized_users ca395bd315e3
-- By hand above: alter table ai_quota.anonymized_users enable row level security c9190b60349b
-- By hand above: create table if not exists public.ai_quota_audit 328d66c9ab79
-- By hand above: create index if not exists ai_quota_audit_user_id_created_at_idx on public.ai_quota_audit 0cca3847fbbf
-- By hand above: alter table public.ai_quota_audit enable row level security 7fb757abd91b
-- By hand above: policy "admins read the audit log" on public.ai_quota_audit 1bdecf6f2854
-- By hand above: create table if not exists ai_quota.usage_by_label c618970cbc14
-- By hand above: alter table ai_quota.usage_by_label enable row level security cfa297fca134
-- By hand above: create table if not exists ai_quota.usage_by_tier 1b0e93b57b3e
-- By hand above: alter table ai_quota.usage_by_tier enable row level security d203e3453b8f
-- By hand above: create table if not exists ai_quota.active_users bd9f8013890b
-- By hand above: alter table ai_quota.active_users enable row level security 66192790d847
-- By hand above: create table if not exists ai_quota.deleted_usage_by_label 8e1263474888
-- By hand above: alter table ai_quota.deleted_usage_by_label enable row level security ff90c4fbbcc9
-- By hand above: create table if not exists ai_quota.deleted_active_users dfedbd17e95b
-- By hand above: alter table ai_quota.deleted_active_users enable row level security 59a8566f4e8e
-- By hand above: create table if not exists ai_quota.tier_counts 3841af148d4e
-- By hand above: alter table ai_quota.tier_counts enable row level security 589d0217783f
-- By hand above: create table if not exists ai_quota.late_days 6c3f961ea003
-- By hand above: alter table ai_quota.late_days enable row level security c5ca7dc66007
-- By hand above: create table if not exists ai_quota.rollup 7ed7a1649218
-- By hand above: alter table ai_quota.rollup enable row level security 669d6cf909d2
-- By hand above: insert into ai_quota.rollup a0ed12077d4a
-- By hand above: create table if not exists ai_quota.usage_by_user 23a4726e78e3
-- By hand above: alter table ai_quota.usage_by_user enable row level security e368d33bddbf
-- By hand above: create table if not exists public.ai_quota_prices 1d5d3a81cade
-- By hand above: create index if not exists ai_quota_prices_own_first_idx cced6ca347b9
-- By hand above: create table if not exists ai_quota.price_names d706e75145b3
-- By hand above: create unique index if not exists price_names_bare_idx on ai_quota.price_names 430b2fd72679
-- By hand above: alter table ai_quota.price_names enable row level security 104e006b5b43
-- By hand above: create table if not exists ai_quota.price_patterns fb24352a85e9
-- By hand above: alter table ai_quota.price_patterns enable row level security bf9e8ceeb482
-- By hand above: blocks in schemas/functions/validation.sql 80e5da378350
-- By hand above: blocks in schemas/jobs.sql 73e697c48bf1

-- schemas/functions/errors.sql
-- Raises an error that the API answers with 429 Too Many Requests and the seconds to wait.
create or replace function ai_quota.raise_too_many(message text, retry_after double precision)
returns void
language plpgsql
set search_path = ''
as $$
declare
  v_seconds integer := greatest(ceil(raise_too_many.retry_after), 1);
begin
  -- This SQLSTATE is PostgREST's: it takes the answer from the message, and the rest from the
  -- detail.
  raise sqlstate 'PGRST' using
    message = jsonb_build_object(
      'code', 'PT429',
      'message', raise_too_many.message,
      'details', format('Retry after %s seconds.', v_seconds),
      'hint', 'Wait and send the same call again; with a request_id it is counted once.'
    )::text,
    detail = jsonb_build_object(
      'status', 429,
      'headers', jsonb_build_object('Retry-After', v_seconds::text)
    )::text;
end
$$;

-- schemas/functions/callers.sql
-- Whether the call comes from an end user, and not from the server or the database owner. Inside
-- definer functions current_user is the owner; the setting `role` still names the API role.
create or replace function ai_quota.is_end_user()
returns boolean
language plpgsql
stable
set search_path = ''
as $$
begin
  return case coalesce(pg_catalog.current_setting('role', true), 'none')
    when 'service_role' then false
    when 'anon' then true
    when 'authenticated' then true
    else auth.uid() is not null
  end;
end
$$;

-- Whether the caller's token says admin or operator. Only app_metadata counts: users can write
-- user_metadata. A claim of its own, because a host's role = 'admin' often means one tenant's.
create or replace function ai_quota.is_admin()
returns boolean
language plpgsql
stable
set search_path = ''
as $$
begin
  return coalesce(
    auth.jwt() -> 'app_metadata' ->> 'ai_quota_role' in ('admin', 'operator'), false
  );
end
$$;

-- The users whose rows the caller may read, as a range: that is an index lookup whatever else a
-- query asks for. Everybody's for an admin, the caller's own for any other user.
create or replace function ai_quota.first_visible_user()
returns uuid
language plpgsql
stable
set search_path = ''
as $$
begin
  return case
    when ai_quota.is_admin() then '00000000-0000-0000-0000-000000000000'::uuid
    else auth.uid()
  end;
end
$$;

create or replace function ai_quota.last_visible_user()
returns uuid
language plpgsql
stable
set search_path = ''
as $$
begin
  return case
    when ai_quota.is_admin() then 'ffffffff-ffff-ffff-ffff-ffffffffffff'::uuid
    else auth.uid()
  end;
end
$$;

-- Returns the user that a call acts for: an end user acts for itself, the server for the user that
-- it names. Whether that user exists is checked when a quota row is created. The functions that
-- every call to a model needs answer the server's usual case inline, which is faster.
create or replace function ai_quota.authorize_user(user_id uuid, is_report boolean default false)
returns uuid
language plpgsql
stable
set search_path = ''
as $$
declare
  v_caller uuid := auth.uid();
begin
  if not ai_quota.is_end_user() then
    if authorize_user.user_id is null and v_caller is null then
      perform ai_quota.raise_bad_request(
        'user_id is required where nobody is signed in, got null',
        'Pass the id of the user who made the call.'
      );
    end if;
    return coalesce(authorize_user.user_id, v_caller);
  end if;

  if v_caller is null or authorize_user.user_id <> v_caller then
    perform ai_quota.raise_bad_request(
      format('user_id must be your own, got %s', authorize_user.user_id),
      'Leave user_id out; only service_role acts for other users.',
      '42501'
    );
  end if;
  if authorize_user.is_report
    and (select s.users_report_usage from ai_quota.settings as s) is not true
  then
    perform ai_quota.raise_bad_request(
      'usage is recorded by the server here, not by signed-in users',
      'Call track_usage with service_role, or set ai_quota.settings.users_report_usage.',
      '42501'
    );
  end if;
  return v_caller;
end
$$;

-- Raises an error if a signed-in user calls what is for the server. Grants forbid that too, but some
-- hosts grant all functions of a schema. Inside a trigger of the host the call is the host's.
create or replace function ai_quota.authorize_server()
returns void
language plpgsql
stable
set search_path = ''
as $$
begin
  if ai_quota.is_end_user() and pg_trigger_depth() = 0 then
    perform ai_quota.raise_bad_request(
      'this is for the server, not for signed-in users', 'Call it with service_role.', '42501'
    );
  end if;
end
$$;

-- Returns the user that an operator, or the server, acts on. The claim is read from auth.users, so
-- that a token issued before it was withdrawn is worth nothing.
create or replace function ai_quota.authorize_operator(user_id uuid)
returns uuid
language plpgsql
stable
set search_path = ''
as $$
begin
  if not ai_quota.is_end_user() then
    return ai_quota.authorize_user(authorize_operator.user_id);
  end if;
  if not exists (
    select from auth.users as u
    where u.id = auth.uid() and u.raw_app_meta_data ->> 'ai_quota_role' = 'operator'
  ) then
    perform ai_quota.raise_bad_request(
      'this is for operators and the server, not for other users',
      'An operator''s app_metadata has ai_quota_role = operator.',
      '42501'
    );
  end if;
  if (authorize_operator.user_id <> auth.uid()) is not true then
    perform ai_quota.raise_bad_request(
      format(
        'user_id must be somebody else''s, got %s',
        coalesce(authorize_operator.user_id::text, 'null')
      ),
      'Another operator must do this for you.',
      '42501'
    );
  end if;
  return authorize_operator.user_id;
end
$$;

-- Keeps what an operator or the server did to a user's quota, and why.
create or replace function ai_quota.log_action(
  user_id uuid,
  action text,
  reason text,
  details jsonb default '{}'
)
returns void
language plpgsql
set search_path = ''
as $$
begin
  insert into public.ai_quota_audit (user_id, action, reason, details, actor)
  values (
    log_action.user_id, log_action.action, log_action.reason, jsonb_strip_nulls(log_action.details),
    auth.uid()
  );
end
$$;

-- schemas/tables/tiers.sql
comment on table public.ai_quota_tiers is
  'Limits by tier. A changed limit is in force at once for every user of the tier; usage is kept. The
columns of user_ai_quotas follow with the user''s next call, or within five minutes by the job.';

comment on column public.ai_quota_tiers.tier is 'Its name, which never changes.';

comment on column public.ai_quota_tiers.monthly_token_quota is
  'Tokens a period; NULL is unlimited.';

comment on column public.ai_quota_tiers.monthly_request_quota is
  'Requests a period; NULL is unlimited.';

comment on column public.ai_quota_tiers.display_name is
  'The name that users see; NULL: the tier''s own.';

comment on column public.ai_quota_tiers.sort_order is
  'From the smallest plan to the largest. The best of several subscriptions is the one whose tier
comes last.';

comment on column public.ai_quota_tiers.is_public is
  'Whether the tier is offered as an upgrade.';

-- schemas/tables/settings.sql
comment on table ai_quota.settings is
  'One row: the settings of this installation. Change them with SQL. Without the row, the strictest
value of each holds.';

comment on column ai_quota.settings.anonymous_tier is
  'The tier of anonymous users (auth.users.is_anonymous); NULL: no call of theirs is admitted.';

comment on column ai_quota.settings.period_anchor is
  'month: calendar months in UTC. subscription: months counted from the start of the paid period.';

comment on column ai_quota.settings.subscription_grace is
  'How long a subscription outlives its paid period while its renewal has not arrived.';

comment on column ai_quota.settings.on_account_deletion is
  'delete: the rows of a deleted account go with it. anonymize: they stay under a random id.';

comment on column ai_quota.settings.user_writes_per_minute is
  'How many reports and reservations one signed-in user may make in a minute (429 beyond).';

comment on column ai_quota.settings.user_open_holds is
  'How many reservations one signed-in user may hold at once (429 beyond).';

comment on column ai_quota.settings.keep_closed_holds is
  'How long settled, released and expired reservations are kept.';

comment on column ai_quota.settings.keep_alerts is
  'How long delivered and expired alerts are kept.';

comment on column ai_quota.settings.keep_job_runs is
  'How long the runs of the package''s jobs are kept in cron.job_run_details.';

comment on table ai_quota.limits_version is
  'One row: the version of tiers and settings, and the version up to which the job has written the
limits of every user.';

-- schemas/functions/defaults.sql
-- Defaults of the columns of user_ai_quotas. Without the row of settings: the smallest tier.
create or replace function ai_quota.default_tier()
returns text
language plpgsql
stable
set search_path = ''
as $$
begin
  return coalesce(
    (select s.default_tier from ai_quota.settings as s),
    (
      select t.tier
      from public.ai_quota_tiers as t
      order by t.monthly_token_quota nulls last, t.monthly_request_quota nulls last, t.tier
      limit 1
    )
  );
end
$$;

create or replace function ai_quota.default_token_quota()
returns bigint
language sql
stable
set search_path = ''
as $$
  select t.monthly_token_quota
  from public.ai_quota_tiers as t
  where t.tier = ai_quota.default_tier()
$$;

create or replace function ai_quota.default_request_quota()
returns bigint
language sql
stable
set search_path = ''
as $$
  select t.monthly_request_quota
  from public.ai_quota_tiers as t
  where t.tier = ai_quota.default_tier()
$$;

-- schemas/tables/quotas.sql
comment on column public.user_ai_quotas.period_start is
  'When the open period began: at 00:00 UTC, or at the moment of an early reset or first payment.';

comment on column public.user_ai_quotas.limits_expire_at is
  'When the limits must be read anew: an override or a subscription behind them ends. NULL: never.';

comment on column public.user_ai_quotas.is_blocked is
  'A blocked user gets no reservation and reports no usage. What the server reports is recorded.';

comment on column public.user_ai_quotas.current_day_cost_usd is
  'US dollars; calls of unknown price are left out: current_day_unpriced counts them.';

comment on column public.user_ai_quotas.limits_version is
  'The version of tiers and settings that the limits are from.';

comment on column public.user_ai_quotas.assigned_tier is
  'The tier that initialize_user_quota gave; NULL: the default tier. A subscription overrules it.';

comment on column public.user_ai_quotas.is_anonymous is
  'Whether the user is anonymous and settings.anonymous_tier admits no call.';

comment on column public.user_ai_quotas.period_anchor is
  'The day from which months are counted: the start of a subscription. NULL: the first of a month.';

comment on column public.user_ai_quotas.opened_early_at is
  'When a first payment last opened a period.';

comment on column public.user_ai_quotas.own_period_end is
  'When the open period would have ended if the anchor had not changed in it. NULL: it did not.';

comment on column public.user_ai_quotas.user_writes is
  'Reports and reservations that the signed-in user made in user_minute.';

comment on column public.user_ai_quotas.user_id is 'The user, as in auth.users.';

comment on column public.user_ai_quotas.tier is
  'The tier in force: of the best live subscription, else assigned_tier, else the default.';

comment on column public.user_ai_quotas.current_day_tokens is 'Tokens used on current_day.';

comment on column public.user_ai_quotas.current_day_requests is 'Requests made on current_day.';

comment on column public.user_ai_quotas.current_day_unpriced is
  'Requests of current_day whose price was unknown.';

comment on column public.user_ai_quotas.user_minute is
  'Start of the minute that user_writes counts, for the rate limit.';

-- schemas/tables/reservations.sql
comment on column public.ai_quota_reservations.status is
  'pending, then settled (by track_usage), released, or charged (it expired and counts as used).';

comment on column public.ai_quota_reservations.period_start is
  'Start of the period that it holds tokens of, and that is charged up to an hour after expires_at.';

comment on column public.ai_quota_reservations.reserved_by is
  'Who made it. Only the server can end a reservation of the server.';

comment on column public.ai_quota_reservations.on_expiry is
  'release: it no longer counts once it has expired. charge: it then counts as used in full.';

comment on column public.ai_quota_reservations.request_id is
  'Idempotency key of reserve_tokens.';

comment on column public.ai_quota_reservations.tokens_settled is
  'Tokens that partial reports have taken out of tokens.';

comment on column public.ai_quota_reservations.id is
  'Set by the database: the reservation_id of track_usage and release_reservation.';

comment on column public.ai_quota_reservations.user_id is 'The user, as in auth.users.';

comment on column public.ai_quota_reservations.tokens is
  'Tokens reserved: an upper bound of the call.';

comment on column public.ai_quota_reservations.requests is 'Requests reserved.';

comment on column public.ai_quota_reservations.expires_at is
  'When it ends by itself if it is still pending.';

comment on column public.ai_quota_reservations.created_at is 'When it was made.';

comment on column public.ai_quota_reservations.closed_at is
  'When it was settled, released or charged; NULL: it is pending.';

comment on column public.ai_quota_reservations.requests_settled is
  'Requests that partial reports have taken out of requests.';

-- schemas/tables/usage.sql
comment on column public.ai_agent_usage.session_id is
  'Your label: the session or conversation. It needs no table.';

comment on column public.ai_agent_usage.requests is
  'Requests that the row stands for, 1 as a rule.';

comment on column public.ai_agent_usage.request_id is
  'Idempotency key: calls with the same user, reporter and request_id are counted once, as long as
this row is here.';

comment on column public.ai_agent_usage.tokens_cache_write is
  'The part of tokens_prompt that was written to the provider''s cache.';

comment on column public.ai_agent_usage.tokens_audio_prompt is
  'The part of tokens_prompt that was audio.';

comment on column public.ai_agent_usage.tokens_audio_completion is
  'The part of tokens_completion that was audio.';

comment on column public.ai_agent_usage.reported_by is 'Who reported the call.';

comment on column public.ai_agent_usage.usage_source is
  'provider: the provider counted the tokens. estimated: the reporter estimated them.';

comment on column public.ai_agent_usage.is_adjustment is
  'Whether the row corrects others. Only such rows may be negative.';

comment on column public.ai_agent_usage.recorded_despite is
  'What was wrong with the server''s report, which is recorded all the same: its agent or its
reservation is unknown, or the reservation was closed.';

comment on column public.ai_agent_usage.excess_tokens is
  'The part of tokens_total beyond a reservation of an older period. It is charged, with
excess_requests, to the period that begins at excess_period_start.';

comment on column public.ai_agent_usage.id is 'Set by the database, in the order of recording.';

comment on column public.ai_agent_usage.user_id is
  'The user whose quota was charged, as in auth.users.';

comment on column public.ai_agent_usage.agent_id is
  'Your label: the agent that made the call. A row of ai_agents, if that table exists.';

comment on column public.ai_agent_usage.discipline is 'Your label: the kind of work.';

comment on column public.ai_agent_usage.workflow_id is 'Your label: the workflow or feature.';

comment on column public.ai_agent_usage.tokens_total is
  'tokens_prompt + tokens_completion: what counts against the quota.';

comment on column public.ai_agent_usage.model_used is
  'The name of the model as reported. The price is looked up by it.';

comment on column public.ai_agent_usage.reservation_id is
  'The reservation that the call settled; NULL: none.';

comment on column public.ai_agent_usage.created_at is
  'When the call was made: the time of recording, or occurred_at of the report.';

comment on column public.ai_agent_usage.excess_requests is
  'The part of requests beyond that reservation.';

comment on column public.ai_agent_usage.excess_period_start is
  'Start of the later period that is charged with the excess; NULL: there is no excess.';

-- schemas/tables/request_keys.sql
comment on table ai_quota.request_keys is
  'The request ids that were counted before release 0.10.0. May be emptied once no call of that time
is sent again.';

-- schemas/tables/closed_days.sql
comment on column public.ai_quota_closed_days.cost_usd is
  'US dollars; calls of unknown price are left out: unpriced_requests counts them.';

comment on column public.ai_quota_closed_days.user_id is 'The user, as in auth.users.';

comment on column public.ai_quota_closed_days.day is 'UTC day.';

comment on column public.ai_quota_closed_days.tokens is 'Tokens used, input and output.';

comment on column public.ai_quota_closed_days.requests is 'Requests made.';

comment on column public.ai_quota_closed_days.unpriced_requests is
  'Requests whose price was unknown: their cost is in no sum.';

-- schemas/tables/subscriptions.sql
comment on table public.ai_quota_subscriptions is
  'The plans that users pay for, written by the billing webhook with set_user_subscription or by
upsert. A user may have several: the best live one sets the tier, at once.';

comment on column public.ai_quota_subscriptions.subscription_id is
  'The provider''s id of the subscription.';

comment on column public.ai_quota_subscriptions.status is
  'active and trialing give the tier until current_period_end, past_due from current_period_start,
both plus settings.subscription_grace. canceled, unpaid, incomplete, incomplete_expired and paused
never do.';

comment on column public.ai_quota_subscriptions.event_at is
  'When the provider made the event that the row is from. An older event changes nothing.';

comment on column public.ai_quota_subscriptions.user_id is
  'The user who has the plan, as in auth.users.';

comment on column public.ai_quota_subscriptions.tier is
  'The tier of the plan, as in ai_quota_tiers.';

comment on column public.ai_quota_subscriptions.current_period_start is
  'Start of the paid period, from the provider. past_due counts from it.';

comment on column public.ai_quota_subscriptions.current_period_end is
  'End of the paid period, from the provider; NULL: no end.';

comment on table ai_quota.deleted_subscriptions is
  'Subscriptions that were deleted, and when, so that a late event does not bring them back.';

-- schemas/tables/overrides.sql
comment on table public.ai_quota_overrides is
  'Limits of one user in place of the tier''s, or on top of them: contracts, boosts.';

comment on column public.ai_quota_overrides.monthly_token_quota is
  'Tokens a period; NULL: those of the tier.';

comment on column public.ai_quota_overrides.monthly_request_quota is
  'Requests a period; NULL: those of the tier.';

comment on column public.ai_quota_overrides.is_unlimited is
  'Whether there is no limit at all, of tokens or requests.';

comment on column public.ai_quota_overrides.extra_tokens is
  'Tokens a period on top of the limit.';

comment on column public.ai_quota_overrides.extra_requests is
  'Requests a period on top of the limit.';

comment on column public.ai_quota_overrides.user_id is
  'The user whose limits these are, as in auth.users.';

comment on column public.ai_quota_overrides.reason is
  'Why, for your own team: 1 to 500 characters. Users cannot read it.';

comment on column public.ai_quota_overrides.created_at is 'When the row was written first.';

-- schemas/tables/boosts.sql
comment on table ai_quota.boosts is
  'Tokens on top of a user''s limit, whatever gives it, in every period until expires_at.';

-- schemas/tables/periods.sql
comment on column public.ai_quota_periods.is_early is
  'Whether an operator or a first payment closed the period before its end.';

comment on column public.ai_quota_periods.user_id is 'The user, as in auth.users.';

comment on column public.ai_quota_periods.period_start is 'When the period began.';

comment on column public.ai_quota_periods.period_end is
  'When it ended: the first moment of the next period.';

comment on column public.ai_quota_periods.tokens_used is 'Tokens used, input and output.';

comment on column public.ai_quota_periods.requests_used is 'Requests made.';

comment on column public.ai_quota_periods.monthly_token_quota is
  'Limit in tokens at the end of the period; NULL: unlimited.';

comment on column public.ai_quota_periods.monthly_request_quota is
  'Limit in requests at the end of the period; NULL: unlimited.';

comment on column public.ai_quota_periods.closed_at is
  'When the database closed it: with the first call after its end, or by the job.';

-- schemas/tables/alerts.sql
comment on table public.ai_quota_alerts is
  'Thresholds that usage reached: one row per user, period, metric, threshold and limit. And the first
denial of each period.';

comment on column public.ai_quota_alerts.kind is
  'usage: a threshold was reached. denied: a reservation was denied.';

comment on column public.ai_quota_alerts.metric is 'The limit: tokens or requests.';

comment on column public.ai_quota_alerts.threshold is 'Percent of the quota; 0 for a denial.';

comment on column public.ai_quota_alerts.used is
  'Tokens or requests used at that moment.';

comment on column public.ai_quota_alerts.id is
  'Set by the database. The RPCs for delivery name an alert by it.';

comment on column public.ai_quota_alerts.user_id is 'The user, as in auth.users.';

comment on column public.ai_quota_alerts.period_start is
  'Start of the period in which it happened, as in user_ai_quotas.';

comment on column public.ai_quota_alerts.created_at is
  'When the call ran that reached the threshold or was denied.';

comment on table ai_quota.alert_deliveries is
  'How far the delivery of an alert is. Of several thresholds that one call reached, only the highest
is delivered.';

comment on column ai_quota.alert_deliveries.attempts is 'How often it was claimed.';

comment on column ai_quota.alert_deliveries.next_attempt_at is
  'When a worker may claim it next. Each claim and each failure postpones it.';

comment on column ai_quota.alert_deliveries.expired_at is
  'When it was found to be true no longer: its period is closed, or its threshold no longer reached.';

comment on column ai_quota.alert_deliveries.channels is
  'The channels that are done with it: a later attempt leaves them out.';

comment on table ai_quota.digest_deliveries is
  'How far the delivery of a day''s denials to the operators is.';

comment on column ai_quota.digest_deliveries.day is 'The UTC day that is told about.';

comment on column ai_quota.digest_deliveries.channels is 'The channels that are done with it.';

comment on type public.ai_quota_alert_delivery is
  'An alert and how far its delivery is: the row of claim_quota_alerts.';

comment on type public.ai_quota_alert_message is
  'What to tell of an alert, and to whom: the row of prepare_quota_alert.';

-- schemas/tables/denials.sql
comment on table public.ai_quota_denials is
  'Reservations that were denied, by user, UTC day and reason.';

comment on column public.ai_quota_denials.tokens is 'Sum of the tokens that they asked for.';

comment on column public.ai_quota_denials.user_id is 'The user, as in auth.users.';

comment on column public.ai_quota_denials.day is 'UTC day.';

comment on column public.ai_quota_denials.reason is
  'tokens, requests: that limit was reached. blocked: an operator blocked the user. anonymous:
anonymous users have no quota.';

comment on column public.ai_quota_denials.denials is 'Number of denied reservations.';

-- schemas/tables/deleted_usage.sql
comment on table public.ai_quota_deleted_usage is
  'Usage of deleted accounts by UTC day, without user ids, so that the sums of past months still match
the providers'' invoices.';

comment on column public.ai_quota_deleted_usage.cost_usd is
  'US dollars; calls of unknown price are left out: unpriced_requests counts them.';

comment on column public.ai_quota_deleted_usage.day is 'UTC day.';

comment on column public.ai_quota_deleted_usage.tokens is 'Tokens used, input and output.';

comment on column public.ai_quota_deleted_usage.requests is 'Requests made.';

comment on column public.ai_quota_deleted_usage.unpriced_requests is
  'Requests whose price was unknown: their cost is in no sum.';

comment on table ai_quota.anonymized_users is
  'The random ids under which the usage of deleted accounts stays.';

-- schemas/tables/audit.sql
comment on table public.ai_quota_audit is
  'What operators did to a user''s quota, and why. Not readable by that user.';

comment on column public.ai_quota_audit.action is 'The function that was called.';

comment on column public.ai_quota_audit.details is 'Its other arguments.';

comment on column public.ai_quota_audit.actor is
  'The operator who was signed in; NULL: the server.';

comment on column public.ai_quota_audit.id is 'Set by the database.';

comment on column public.ai_quota_audit.user_id is 'The user whose quota was changed.';

comment on column public.ai_quota_audit.reason is
  'Why, in the words of the operator: 1 to 500 characters.';

comment on column public.ai_quota_audit.created_at is 'When it was done.';

-- schemas/tables/usage_by_label.sql
comment on table ai_quota.usage_by_label is
  'The ledger summed by UTC day and label, without user ids. The rows stay when accounts go. An empty
label: the calls without it. other: what is beyond 50 combinations of labels a user and day, and beyond
2,000 rows a day.';

comment on column ai_quota.usage_by_label.tier is
  'The tier of the period that was charged; empty: unknown.';

comment on column ai_quota.usage_by_label.cost_usd is
  'US dollars; calls of unknown price are left out: unpriced_requests counts them.';

comment on table ai_quota.usage_by_tier is
  'The ledger summed by UTC day, tier and reporter. Days after rollup.counted_through are as of
rollup.recent_counted_at.';

comment on table ai_quota.active_users is
  'How many users made calls on a UTC day, by their active day before it: from that, the users of
any range of days are counted, each once.';

comment on column ai_quota.active_users.previous_day is '-infinity: the day was the first.';

comment on table ai_quota.deleted_usage_by_label is
  'The part of usage_by_label whose accounts were deleted, without workflows.';

comment on table ai_quota.deleted_active_users is
  'The part of active_users whose accounts were deleted.';

comment on table ai_quota.tier_counts is
  'Users of each tier and the usage of their open periods, as of rollup.recent_counted_at.';

comment on table ai_quota.late_days is
  'Days that must be counted again: usage that came late, corrections, accounts that went.';

comment on table ai_quota.rollup is
  'One row: how far the job has counted usage_by_label and active_users.';

comment on column ai_quota.rollup.counted_through is
  'The last UTC day that is counted for good.';

comment on column ai_quota.rollup.counting_through is
  'The last UTC day of the ledger as the job found it when it began: late_days has its days.';

comment on column ai_quota.rollup.users_counted is
  'How many of 16 parts of the users are in usage_by_user: all, before counted_through is set.';

comment on column ai_quota.rollup.waiting_for is
  'The transactions that ran after the end of ended_day: while one of them runs, it may still write
usage of that day.';

comment on column ai_quota.rollup.recent_day is
  'The last UTC day in usage_by_label, usage_by_tier and active_users: today, as of
recent_counted_at. Calls since then are read from the ledger.';

-- schemas/tables/usage_by_user.sql
comment on table ai_quota.usage_by_user is
  'The active days of each user up to rollup.recent_counted_at, in order, and the running totals at
the end of each. To rank users by; what is shown is summed from ai_quota_daily.';

-- schemas/tables/prices.sql
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

comment on table ai_quota.price_names is
  'Exact names of models, in lower case, which the list of prices fills. A scope is a provider, with
models of ai_quota_prices as targets; or "prefix", the word before a slash, with providers as
targets. The day 2000-01-01 in a name stands for any, and "regional" for a region of Bedrock''s.';

comment on column ai_quota.price_names.is_bare is
  'Whether the name means the target also without the provider as prefix.';

comment on table ai_quota.price_patterns is
  'Tried by place for a name that the scope has not in price_names; scope "maker" says whose a name
without a prefix is. Kind provider: the names of another provider, the target.';

-- schemas/functions/prices.sql
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

-- schemas/functions/limits.sql
-- Until when a subscription gives its tier.
create or replace function ai_quota.live_until(subscription public.ai_quota_subscriptions)
returns timestamptz
language plpgsql
stable
set search_path = ''
as $$
declare
  v_grace interval := coalesce(
    (select s.subscription_grace from ai_quota.settings as s), interval '0'
  );
begin
  return case
    when subscription.status in ('active', 'trialing')
      then coalesce(subscription.current_period_end, 'infinity') + v_grace
    when subscription.status = 'past_due'
      then coalesce(subscription.current_period_start, subscription.event_at) + v_grace
    else '-infinity'
  end;
end
$$;

-- What a user is entitled to at as_of: the tier (of the best live subscription, else the assigned
-- one, else the default), the limits (of a live override on top), until when that holds, from which
-- day months are counted, the first day that is not paid for, and the version of all this. One
-- statement, so that a new version never comes with old limits.
create or replace function ai_quota.entitlement(
  user_id uuid,
  assigned_tier text,
  as_of timestamptz default now()
)
returns table (
  tier text,
  monthly_token_quota bigint,
  monthly_request_quota bigint,
  expire_at timestamptz,
  anchor date,
  paid_until timestamptz,
  is_anonymous boolean,
  version bigint
)
language plpgsql
stable
set search_path = ''
as $$
#variable_conflict use_column
begin
  return query
  with live as materialized (
    select s.*, l.until, t.sort_order, t.monthly_token_quota
    from public.ai_quota_subscriptions as s
      join public.ai_quota_tiers as t on t.tier = s.tier
      cross join lateral (select ai_quota.live_until(s) as until) as l
    where s.user_id = entitlement.user_id and l.until > entitlement.as_of
  ),
  best as (
    select
      l.*,
      case l.status
        when 'past_due' then coalesce(l.current_period_start, l.event_at)
        else l.current_period_end
      end as paid_until
    from live as l
    order by
      l.sort_order desc, l.monthly_token_quota desc nulls first, l.until desc, l.subscription_id
    limit 1
  )
  select
    t.tier,
    case
      when o.is_unlimited or num_nonnulls(o.monthly_token_quota, t.monthly_token_quota) = 0
        then null
      else least(
        coalesce(o.monthly_token_quota, t.monthly_token_quota)::numeric
        + coalesce(o.extra_tokens, 0) + coalesce(x.extra_tokens, 0), 9000000000000000000
      )::bigint
    end,
    case
      when o.is_unlimited or num_nonnulls(o.monthly_request_quota, t.monthly_request_quota) = 0
        then null
      else least(
        coalesce(o.monthly_request_quota, t.monthly_request_quota)::numeric
        + coalesce(o.extra_requests, 0), 9000000000000000000
      )::bigint
    end,
    least(
      o.expires_at,
      x.expires_at,
      (select min(l.until) from live as l where l.until < 'infinity'),
      -- An anonymous user who signs up for good is noticed after that.
      case when a.is_anonymous then entitlement.as_of + interval '5 minutes' end
    ),
    case
      when s.period_anchor = 'subscription' and isfinite(b.current_period_start)
        then (b.current_period_start at time zone 'UTC')::date
    end,
    case
      when s.period_anchor = 'subscription' then date_trunc('day', b.paid_until, 'UTC')
    end,
    coalesce(
      a.is_anonymous
      and num_nonnulls(b.tier, entitlement.assigned_tier, s.anonymous_tier) = 0,
      false
    ),
    coalesce(v.version, 0)
  from (select) as one
    left join ai_quota.settings as s on true
    left join ai_quota.limits_version as v on true
    left join best as b on true
    left join lateral (
      -- The column is younger than some auth servers.
      select (to_jsonb(u) ->> 'is_anonymous')::boolean as is_anonymous
      from auth.users as u
      where u.id = entitlement.user_id
    ) as a on true
    join public.ai_quota_tiers as t on t.tier = coalesce(
      b.tier, entitlement.assigned_tier, case when a.is_anonymous then s.anonymous_tier end,
      ai_quota.default_tier()
    )
    left join public.ai_quota_overrides as o
      on o.user_id = entitlement.user_id
      and (o.expires_at is null or o.expires_at > entitlement.as_of)
    cross join lateral (
      select sum(b.extra_tokens) as extra_tokens, min(b.expires_at) as expires_at
      from ai_quota.boosts as b
      where b.user_id = entitlement.user_id and b.expires_at > entitlement.as_of
    ) as x;
end
$$;

-- schemas/functions/periods.sql
-- The first period boundary at or after a moment: anchor + n months at 00:00 UTC, the day clamped
-- (31 January, 28 February, 31 March). Without an anchor: the first of a month.
create or replace function ai_quota.first_boundary(anchor date, moment timestamptz)
returns timestamptz
language plpgsql
immutable
set search_path = ''
as $$
declare
  v_anchor date := coalesce(first_boundary.anchor, '2000-01-01');
  v_moment timestamp := first_boundary.moment at time zone 'UTC';
  v_months integer :=
    12 * (extract(year from v_moment) - extract(year from v_anchor))
    + extract(month from v_moment) - extract(month from v_anchor);
  v_boundary timestamp := v_anchor + v_months * interval '1 month';
begin
  if v_boundary < v_moment then
    v_boundary := v_anchor + (v_months + 1) * interval '1 month';
  end if;
  return v_boundary at time zone 'UTC';
end
$$;

-- The last period boundary at or before a moment.
create or replace function ai_quota.last_boundary(anchor date, moment timestamptz)
returns timestamptz
language plpgsql
immutable
set search_path = ''
as $$
declare
  v_anchor date := coalesce(last_boundary.anchor, '2000-01-01');
  v_moment timestamp := last_boundary.moment at time zone 'UTC';
  v_months integer :=
    12 * (extract(year from v_moment) - extract(year from v_anchor))
    + extract(month from v_moment) - extract(month from v_anchor);
  v_boundary timestamp := v_anchor + v_months * interval '1 month';
begin
  if v_boundary > v_moment then
    v_boundary := v_anchor + (v_months - 1) * interval '1 month';
  end if;
  return v_boundary at time zone 'UTC';
end
$$;

-- The tokens and requests reserved in a quota's open period at as_of, and when a reservation next
-- expires that changes the quota: NULL if none is pending.
create or replace function ai_quota.sum_reservations(quota public.user_ai_quotas, as_of timestamptz)
returns table (tokens bigint, requests bigint, expire_at timestamptz)
language plpgsql
stable
set search_path = ''
as $$
#variable_conflict use_column
begin
  return query
  select
    coalesce(sum(r.tokens - r.tokens_settled) filter (where x.is_open), 0)::bigint,
    coalesce(sum(greatest(r.requests - r.requests_settled, 0)) filter (where x.is_open), 0)::bigint,
    min(r.expires_at) filter (where x.is_open or r.on_expiry = 'charge')
  from public.ai_quota_reservations as r
    cross join lateral (
      select r.period_start = (sum_reservations.quota).period_start as is_open
    ) as x
  where r.user_id = (sum_reservations.quota).user_id
    and r.status = 'pending'
    and r.expires_at > sum_reservations.as_of;
end
$$;

-- The quota as it is at as_of: limits, anchor, period and reservations, computed from a row that may
-- be outdated. Writes nothing. A first payment opens a period at once, where months are counted
-- from the subscription; is_first_payment is null where there is no event of a subscription. With
-- the time zone UTC, because quota_reset_date may be a timestamptz in an older deployment.
create or replace function ai_quota.advance(
  quota public.user_ai_quotas,
  as_of timestamptz,
  is_first_payment boolean default null
)
returns public.user_ai_quotas
language plpgsql
stable
set search_path = ''
set timezone = 'UTC'
as $$
declare
  v_start timestamptz := quota.period_start;
  v_end timestamptz := quota.period_end;
  v_ended timestamptz := quota.limits_expire_at;
  v_paid timestamptz;
  v_is_current boolean;
  v_held record;
  e record;
begin
  if v_ended < advance.as_of then
    -- What has ended is applied one by one, so that the result is the same however late it is noticed:
    -- first what was due while it lasted.
    quota := ai_quota.advance(quota, v_ended - interval '1 microsecond');
    quota := ai_quota.advance(quota, v_ended);
    v_start := quota.period_start;
    v_end := quota.period_end;
  end if;
  select x.* into e
  from ai_quota.entitlement(quota.user_id, quota.assigned_tier, advance.as_of) as x;
  quota.tier := e.tier;
  quota.monthly_token_quota := e.monthly_token_quota;
  quota.monthly_request_quota := e.monthly_request_quota;
  quota.limits_expire_at := e.expire_at;
  v_is_current := quota.limits_version = e.version;
  quota.limits_version := e.version;
  quota.is_anonymous := e.is_anonymous;

  if e.anchor is distinct from quota.period_anchor
    -- The same anchor a few months later, also where the month was too short for its day.
    and (
      (e.anchor + time '00:00') at time zone 'UTC' = ai_quota.first_boundary(
        quota.period_anchor, (e.anchor + time '00:00') at time zone 'UTC'
      )
      and quota.period_anchor is not null
    ) is not true
  then
    if quota.period_anchor is null
      and (v_is_current or advance.is_first_payment is not null)
      and v_end <= advance.as_of
    then
      -- The calendar month was over before the subscription came.
      v_start := greatest(v_end, ai_quota.last_boundary(null, advance.as_of));
      v_end := ai_quota.first_boundary(null, advance.as_of + interval '1 microsecond');
      quota.own_period_end := null;
    end if;
    if advance.is_first_payment
      and quota.period_anchor is null
      and e.anchor >= (v_start at time zone 'UTC')::date
      and v_end > advance.as_of
      and (e.paid_until <= advance.as_of) is not true
      and (quota.opened_early_at <= advance.as_of - interval '27 days') is not false
    then
      v_start := greatest(advance.as_of, v_start + interval '1 microsecond');
      v_end := ai_quota.first_boundary(e.anchor, v_start + interval '1 microsecond');
      quota.opened_early_at := v_start;
      quota.own_period_end := null;
    else
      -- No new anchor opens a period early: the open one runs to the first boundary after the end
      -- that it had of its own, however often the anchor changed since.
      quota.own_period_end := coalesce(quota.own_period_end, (v_end at time zone 'UTC')::date);
      v_end := ai_quota.first_boundary(
        e.anchor, quota.own_period_end::timestamp at time zone 'UTC'
      );
    end if;
    quota.period_anchor := e.anchor;
  end if;

  -- A day that is not paid for opens no period: neither grace nor the day of a renewal before it.
  v_paid := least(advance.as_of, e.paid_until - interval '1 microsecond');
  if v_paid > v_start then
    -- A reset date that was set to before the period's start ends the period now.
    v_end := case when v_end <= v_start then v_paid else v_end end;
    if v_end <= v_paid then
      v_start := greatest(v_end, ai_quota.last_boundary(quota.period_anchor, v_paid));
      v_end := ai_quota.first_boundary(
        quota.period_anchor, greatest(v_start, v_paid) + interval '1 microsecond'
      );
      quota.own_period_end := null;
    end if;
  end if;

  if v_start <> quota.period_start then
    quota.current_month_tokens := 0;
    quota.current_month_requests := 0;
    quota.reserved_valid_until := null;
  end if;
  quota.period_start := v_start;
  quota.quota_reset_date := v_end;
  quota.period_end := v_end;

  select h.* into v_held from ai_quota.sum_reservations(quota, advance.as_of) as h;
  quota.reserved_tokens := v_held.tokens;
  quota.reserved_requests := v_held.requests;
  quota.reserved_valid_until := coalesce(
    v_held.expire_at, case when quota.reserved_valid_until is not null then quota.period_end end
  );
  return quota;
end
$$;

-- A new user's quota at as_of, with the usage that the ledger has already: all but the rows that
-- are about to be counted.
create or replace function ai_quota.new_quota(
  user_id uuid,
  as_of timestamptz default now(),
  uncounted text[] default '{}'
)
returns public.user_ai_quotas
language plpgsql
stable
set search_path = ''
set timezone = 'UTC'
as $$
declare
  v_quota public.user_ai_quotas;
  v_anchor date;
  v_paid timestamptz;
begin
  select e.anchor, least(new_quota.as_of, e.paid_until - interval '1 microsecond')
  into v_anchor, v_paid
  from ai_quota.entitlement(new_quota.user_id, null, new_quota.as_of) as e;
  v_quota.user_id := new_quota.user_id;
  v_quota.is_blocked := false;
  v_quota.user_writes := 0;
  v_quota.period_anchor := v_anchor;
  v_quota.period_start := ai_quota.last_boundary(v_anchor, v_paid);
  v_quota.quota_reset_date := ai_quota.first_boundary(v_anchor, v_paid + interval '1 microsecond');
  v_quota.period_end := v_quota.quota_reset_date;
  v_quota.current_day := (new_quota.as_of at time zone 'UTC')::date;
  -- Another row that the user had may have counted a part of the day.
  select
    coalesce(sum(d.tokens), 0), coalesce(sum(d.requests), 0), coalesce(sum(d.cost_usd), 0),
    coalesce(sum(d.unpriced_requests), 0)
  into
    v_quota.current_day_tokens, v_quota.current_day_requests, v_quota.current_day_cost_usd,
    v_quota.current_day_unpriced
  from (
    select l.day, l.tokens, l.requests, l.cost_usd, l.unpriced_requests
    from ai_quota.ledger_days(new_quota.user_id, new_quota.uncounted) as l
    union all
    select c.day, - c.tokens, - c.requests, - c.cost_usd, - c.unpriced_requests
    from public.ai_quota_closed_days as c
    where c.user_id = new_quota.user_id
  ) as d
  where d.day = v_quota.current_day and new_quota.user_id is not null;
  select coalesce(greatest(sum(l.tokens), 0), 0), coalesce(greatest(sum(l.requests), 0), 0)
  into v_quota.current_month_tokens, v_quota.current_month_requests
  from ai_quota.ledger_charges(new_quota.user_id, new_quota.uncounted) as l
  where l.period_start >= v_quota.period_start and new_quota.user_id is not null;
  -- Reservations outlive a quota row that was deleted.
  if exists (
    select from public.ai_quota_reservations as r
    where r.user_id = new_quota.user_id and r.status = 'pending'
  ) then
    v_quota.reserved_valid_until := v_quota.period_end;
  end if;
  return ai_quota.advance(v_quota, new_quota.as_of);
end
$$;

-- Creates the quota row of a user who has none. Every call that meets an unknown user ends here
-- first. With the time zone UTC, because quota_reset_date may be a timestamptz in an older
-- deployment.
create or replace function ai_quota.create_quota(
  user_id uuid,
  as_of timestamptz default now(),
  uncounted text[] default '{}'
)
returns void
language plpgsql
set search_path = ''
set timezone = 'UTC'
as $$
#variable_conflict use_column
declare
  v_quota public.user_ai_quotas;
begin
  if exists (select from public.user_ai_quotas as q where q.user_id = create_quota.user_id) then
    return;
  end if;
  perform from auth.users as u where u.id = create_quota.user_id for key share;
  if not found then
    perform ai_quota.raise_bad_request(
      format('user_id does not exist, got %s', coalesce(create_quota.user_id::text, 'null')),
      'Pass the id of a row in auth.users: the user who made the call.'
    );
  end if;
  v_quota := ai_quota.new_quota(create_quota.user_id, create_quota.as_of, create_quota.uncounted);
  insert into public.user_ai_quotas (
    user_id, tier, monthly_token_quota, monthly_request_quota, limits_expire_at, limits_version,
    is_anonymous, period_anchor, period_start, quota_reset_date, current_month_tokens,
    current_month_requests, reserved_tokens, reserved_requests, reserved_valid_until, current_day,
    current_day_tokens, current_day_requests, current_day_cost_usd, current_day_unpriced
  )
  values (
    v_quota.user_id, v_quota.tier, v_quota.monthly_token_quota, v_quota.monthly_request_quota,
    v_quota.limits_expire_at, v_quota.limits_version, v_quota.is_anonymous, v_quota.period_anchor,
    v_quota.period_start, v_quota.quota_reset_date, v_quota.current_month_tokens,
    v_quota.current_month_requests, v_quota.reserved_tokens, v_quota.reserved_requests,
    v_quota.reserved_valid_until, v_quota.current_day, v_quota.current_day_tokens,
    v_quota.current_day_requests, v_quota.current_day_cost_usd, v_quota.current_day_unpriced
  )
  on conflict (user_id) do nothing;
end
$$;

-- Keeps a period that ends at closed_at, if it has usage or a reservation that may still charge it.
create or replace function ai_quota.archive_period(
  quota public.user_ai_quotas,
  closed_at timestamptz,
  is_early boolean
)
returns void
language plpgsql
set search_path = ''
as $$
#variable_conflict use_column
declare
  v_quota public.user_ai_quotas := archive_period.quota;
  v_limits record;
begin
  if v_quota.current_month_tokens = 0
    and v_quota.current_month_requests = 0
    and not exists (
      select from public.ai_quota_reservations as r
      where r.user_id = v_quota.user_id
        and r.status = 'pending'
        and r.period_start = v_quota.period_start
    )
  then
    return;
  end if;
  if v_quota.limits_expire_at < archive_period.closed_at then
    -- The limits at the end of the period, where those in the row ended before that.
    select e.* into v_limits
    from ai_quota.entitlement(
      v_quota.user_id, v_quota.assigned_tier, archive_period.closed_at - interval '1 microsecond'
    ) as e;
    v_quota.tier := v_limits.tier;
    v_quota.monthly_token_quota := v_limits.monthly_token_quota;
    v_quota.monthly_request_quota := v_limits.monthly_request_quota;
  end if;
  insert into public.ai_quota_periods as p (
    user_id, period_start, period_end, tokens_used, requests_used,
    monthly_token_quota, monthly_request_quota, tier, is_early
  )
  values (
    v_quota.user_id, v_quota.period_start, archive_period.closed_at, v_quota.current_month_tokens,
    v_quota.current_month_requests, v_quota.monthly_token_quota, v_quota.monthly_request_quota,
    v_quota.tier, archive_period.is_early
  )
  on conflict (user_id, period_start) do update
    set tokens_used = p.tokens_used + excluded.tokens_used,
      requests_used = p.requests_used + excluded.requests_used,
      period_end = greatest(p.period_end, excluded.period_end);
end
$$;

-- Locks the account of a call that waited for its quota row and found it outdated: it holds that row
-- already, which a deletion of the account may wait for. The call gives way before PostgreSQL would
-- look for a deadlock (deadlock_timeout, 1 s).
create or replace function ai_quota.lock_account(user_id uuid)
returns void
language plpgsql
set search_path = ''
set lock_timeout = '500ms'
as $$
begin
  perform from auth.users as u where u.id = lock_account.user_id for key share;
exception
  when lock_not_available then
    perform ai_quota.raise_too_many('the account is being deleted or changed', 1);
end
$$;

-- Locks a user's quota row and returns it as it is at as_of: creates a missing row, and brings an
-- outdated one up to date. With `refresh` also one that does not look outdated, after a change of
-- what it is computed from; `is_reset` closes the period now.
create or replace function ai_quota.lock_quota(
  user_id uuid,
  as_of timestamptz default now(),
  uncounted text[] default '{}',
  refresh boolean default false,
  is_first_payment boolean default null,
  is_reset boolean default false
)
returns public.user_ai_quotas
language plpgsql
set search_path = ''
as $$
declare
  v_today date := (lock_quota.as_of at time zone 'UTC')::date;
  v_before public.user_ai_quotas;
  v_quota public.user_ai_quotas;
begin
  -- The account before its quota, in the order in which deleting an account locks them: updating a
  -- row twice in a transaction checks its foreign key.
  perform from auth.users as u where u.id = lock_quota.user_id for key share;
  if not (lock_quota.refresh or lock_quota.is_reset) then
    select q.* into v_quota
    from public.user_ai_quotas as q
    where q.user_id = lock_quota.user_id
      and q.current_day = v_today
      and least(q.period_end, q.limits_expire_at, q.reserved_valid_until) > lock_quota.as_of
      and q.limits_version = (select v.version from ai_quota.limits_version as v)
      and not q.is_anonymous
    for no key update;
    if found then
      return v_quota;
    end if;
  end if;

  -- Nothing is decided before the row is locked.
  perform from public.user_ai_quotas as q where q.user_id = lock_quota.user_id for no key update;
  if not found then
    perform ai_quota.create_quota(
      lock_quota.user_id, lock_quota.as_of, lock_quota.uncounted
    );
  end if;
  select q.* into v_before
  from public.user_ai_quotas as q
  where q.user_id = lock_quota.user_id
  for no key update;
  v_before := ai_quota.charge_expired(v_before, lock_quota.as_of);
  v_quota := ai_quota.advance(v_before, lock_quota.as_of, lock_quota.is_first_payment);
  if lock_quota.is_reset then
    v_quota.period_start := greatest(
      lock_quota.as_of, v_quota.period_start + interval '1 microsecond'
    );
    v_quota.own_period_end := null;
    v_quota.current_month_tokens := 0;
    v_quota.current_month_requests := 0;
    select h.tokens, h.requests, h.expire_at
    into v_quota.reserved_tokens, v_quota.reserved_requests, v_quota.reserved_valid_until
    from ai_quota.sum_reservations(v_quota, lock_quota.as_of) as h;
  end if;
  if v_quota.period_start <> v_before.period_start then
    perform ai_quota.archive_period(
      v_before,
      case
        when v_before.period_end between v_before.period_start + interval '1 microsecond'
          and v_quota.period_start then v_before.period_end
        else v_quota.period_start
      end,
      v_before.period_end > v_quota.period_start
    );
  end if;
  if v_quota.current_day <> v_today then
    perform ai_quota.add_to_day(
      v_quota.user_id, v_quota.current_day, v_quota.current_day_tokens,
      v_quota.current_day_requests, v_quota.current_day_cost_usd, v_quota.current_day_unpriced
    );
    v_quota.current_day := v_today;
    v_quota.current_day_tokens := 0;
    v_quota.current_day_requests := 0;
    v_quota.current_day_cost_usd := 0;
    v_quota.current_day_unpriced := 0;
  end if;
  perform ai_quota.write_quota(v_quota);
  if v_quota.period_start = v_before.period_start then
    -- The use so far may reach a threshold of a smaller limit.
    perform ai_quota.write_alerts(v_before, v_quota);
  end if;
  return v_quota;
end
$$;

-- Writes what lock_quota computed. With the time zone UTC, because quota_reset_date may be a
-- timestamptz in an older deployment.
create or replace function ai_quota.write_quota(quota public.user_ai_quotas)
returns void
language plpgsql
set search_path = ''
set timezone = 'UTC'
as $$
begin
  update public.user_ai_quotas as q
  set
    tier = (write_quota.quota).tier,
    monthly_token_quota = (write_quota.quota).monthly_token_quota,
    monthly_request_quota = (write_quota.quota).monthly_request_quota,
    limits_expire_at = (write_quota.quota).limits_expire_at,
    limits_version = (write_quota.quota).limits_version,
    is_anonymous = (write_quota.quota).is_anonymous,
    period_anchor = (write_quota.quota).period_anchor,
    opened_early_at = (write_quota.quota).opened_early_at,
    own_period_end = (write_quota.quota).own_period_end,
    period_start = (write_quota.quota).period_start,
    quota_reset_date = (write_quota.quota).quota_reset_date,
    current_month_tokens = (write_quota.quota).current_month_tokens,
    current_month_requests = (write_quota.quota).current_month_requests,
    reserved_tokens = (write_quota.quota).reserved_tokens,
    reserved_requests = (write_quota.quota).reserved_requests,
    reserved_valid_until = (write_quota.quota).reserved_valid_until,
    current_day = (write_quota.quota).current_day,
    current_day_tokens = (write_quota.quota).current_day_tokens,
    current_day_requests = (write_quota.quota).current_day_requests,
    current_day_cost_usd = (write_quota.quota).current_day_cost_usd,
    current_day_unpriced = (write_quota.quota).current_day_unpriced
  where q.user_id = (write_quota.quota).user_id;
end
$$;

-- The quota row as it is at as_of, computed if it is missing or outdated. Writes nothing.
create or replace function ai_quota.read_quota(user_id uuid, as_of timestamptz default now())
returns public.user_ai_quotas
language plpgsql
stable
set search_path = ''
as $$
declare
  v_quota public.user_ai_quotas;
  v_expired record;
begin
  select q.* into v_quota
  from public.user_ai_quotas as q
  where q.user_id = read_quota.user_id;

  if v_quota.user_id is null then
    v_quota := ai_quota.new_quota(read_quota.user_id, read_quota.as_of);
    -- The token of a deleted account may still be valid.
    v_quota.is_blocked := v_quota.user_id is not null
      and not exists (select from auth.users as u where u.id = v_quota.user_id);
  elsif (
    least(v_quota.period_end, v_quota.limits_expire_at, v_quota.reserved_valid_until)
      > read_quota.as_of
    and v_quota.limits_version = (select v.version from ai_quota.limits_version as v)
    and not v_quota.is_anonymous
  ) is not true then
    v_quota := ai_quota.advance(v_quota, read_quota.as_of);
  end if;
  -- Reservations that count as used in full since they expired; the next call writes that down.
  if v_quota.reserved_valid_until is not null then
    select
      coalesce(sum(r.tokens - r.tokens_settled), 0) as tokens,
      coalesce(sum(greatest(r.requests - r.requests_settled, 0)), 0) as requests
    into v_expired
    from public.ai_quota_reservations as r
    where r.user_id = v_quota.user_id
      and r.status = 'pending'
      and r.on_expiry = 'charge'
      and r.expires_at <= read_quota.as_of
      and r.period_start = v_quota.period_start;
    v_quota.current_month_tokens := v_quota.current_month_tokens + v_expired.tokens;
    v_quota.current_month_requests := v_quota.current_month_requests + v_expired.requests;
  end if;
  return v_quota;
end
$$;

-- schemas/functions/status.sql
-- Why a call does not fit: used + reserved + requested > limit. NULL if it fits.
create or replace function ai_quota.denial_reason(
  quota public.user_ai_quotas,
  tokens bigint,
  requests bigint
)
returns text
language plpgsql
immutable
set search_path = ''
as $$
begin
  return case
    when quota.is_blocked then 'blocked'
    when quota.is_anonymous then 'anonymous'
    when tokens > quota.monthly_token_quota - quota.current_month_tokens - quota.reserved_tokens
      then 'tokens'
    when requests
      > quota.monthly_request_quota - quota.current_month_requests - quota.reserved_requests
      then 'requests'
  end;
end
$$;

-- schemas/functions/older_calls.sql
-- Writes an alert for each threshold that a quota has reached and had not reached before, by usage
-- or by a smaller limit. A limit that rises arms the thresholds above the present use again.
create or replace function ai_quota.write_alerts(
  before public.user_ai_quotas,
  quota public.user_ai_quotas
)
returns void
language plpgsql
set search_path = ''
as $$
#variable_conflict use_column
declare
  v_before constant public.user_ai_quotas := before;
  v_quota constant public.user_ai_quotas := quota;
  v_thresholds constant double precision[] := array[0.75, 0.9, 1];
begin
  -- Most calls reach no threshold; this costs less than an empty insert. Null where there is no limit.
  if (
    width_bucket(
      v_quota.current_month_tokens::double precision / v_quota.monthly_token_quota, v_thresholds
    ) > coalesce(
      width_bucket(
        v_before.current_month_tokens::double precision / v_before.monthly_token_quota, v_thresholds
      ),
      0
    )
    or width_bucket(
      v_quota.current_month_requests::double precision / v_quota.monthly_request_quota, v_thresholds
    ) > coalesce(
      width_bucket(
        v_before.current_month_requests::double precision / v_before.monthly_request_quota,
        v_thresholds
      ),
      0
    )
  ) is not true then
    return;
  end if;

  with reached as (
    select
      m.metric, m.used, m.quota, t.threshold,
      t.threshold = max(t.threshold) over (partition by m.metric) as is_highest
    from (
      values
        (
          'tokens', v_quota.current_month_tokens, v_quota.monthly_token_quota,
          v_before.current_month_tokens, v_before.monthly_token_quota
        ),
        (
          'requests', v_quota.current_month_requests, v_quota.monthly_request_quota,
          v_before.current_month_requests, v_before.monthly_request_quota
        )
    ) as m (metric, used, quota, used_before, quota_before)
      cross join (values (75), (90), (100)) as t (threshold)
    where m.used::double precision / m.quota >= t.threshold / 100.0::double precision
      and (
        m.used_before::double precision / m.quota_before >= t.threshold / 100.0::double precision
      ) is not true
  ),
  written as (
    insert into public.ai_quota_alerts (user_id, period_start, metric, threshold, used, quota)
    select v_quota.user_id, v_quota.period_start, r.metric, r.threshold, r.used, r.quota
    from reached as r
    on conflict (user_id, period_start, metric, threshold, quota) where kind = 'usage' do nothing
    returning id, metric, threshold
  )
  -- Of several thresholds, one message is enough.
  insert into ai_quota.alert_deliveries (alert_id)
  select w.id
  from written as w
    join reached as r on r.metric = w.metric and r.threshold = w.threshold
  where r.is_highest;
end
$$;
create or replace function ai_quota.write_alerts(
  quota public.user_ai_quotas,
  tokens bigint,
  requests bigint
)
returns void
language plpgsql
set search_path = ''
as $$
declare
  v_before public.user_ai_quotas := quota;
begin
  v_before.current_month_tokens := v_before.current_month_tokens - write_alerts.tokens;
  v_before.current_month_requests := v_before.current_month_requests - write_alerts.requests;
  perform ai_quota.write_alerts(v_before, write_alerts.quota);
end
$$;

-- schemas/functions/alerts.sql
-- Records a denial, and the period's first one by a limit as an alert. Returns the first public
-- tier above the user's own that would admit the call, if any.
create or replace function ai_quota.record_denial(
  quota public.user_ai_quotas,
  reason text,
  tokens bigint,
  requests bigint
)
returns text
language plpgsql
set search_path = ''
as $$
#variable_conflict use_column
declare
  v_quota constant public.user_ai_quotas := quota;
begin
  insert into public.ai_quota_denials as d (user_id, day, reason, denials, tokens)
  values (
    v_quota.user_id, (now() at time zone 'UTC')::date, record_denial.reason, 1, record_denial.tokens
  )
  on conflict on constraint ai_quota_denials_pkey do update
    set denials = d.denials + 1, tokens = d.tokens + excluded.tokens;
  if record_denial.reason not in ('tokens', 'requests') then
    return null;
  end if;

  with written as (
    insert into public.ai_quota_alerts (
      user_id, period_start, kind, metric, threshold, used, quota
    )
    select
      v_quota.user_id, v_quota.period_start, 'denied', record_denial.reason, 0, m.used, m.quota
    from (
      values
        ('tokens', v_quota.current_month_tokens, v_quota.monthly_token_quota),
        ('requests', v_quota.current_month_requests, v_quota.monthly_request_quota)
    ) as m (metric, used, quota)
    where m.metric = record_denial.reason
    on conflict (user_id, period_start) where kind = 'denied' do nothing
    returning id
  )
  insert into ai_quota.alert_deliveries (alert_id)
  select w.id from written as w;

  return (
    select t.tier
    from public.ai_quota_tiers as t
      join public.ai_quota_tiers as o on o.tier = v_quota.tier
    where t.is_public
      and t.tier <> o.tier
      and (t.sort_order, coalesce(t.monthly_token_quota, 9223372036854775807))
        > (o.sort_order, coalesce(o.monthly_token_quota, 9223372036854775807))
      and coalesce(
        v_quota.current_month_tokens::numeric + v_quota.reserved_tokens + record_denial.tokens
        <= t.monthly_token_quota,
        true
      )
      and coalesce(
        v_quota.current_month_requests::numeric + v_quota.reserved_requests
        + record_denial.requests <= t.monthly_request_quota,
        true
      )
    order by t.sort_order, t.monthly_token_quota nulls last, t.tier
    limit 1
  );
end
$$;

-- schemas/functions/validation.sql
-- Checks that a part of the tokens fits in what is left of its whole.
create or replace function ai_quota.validate_part(
  argument text,
  value bigint,
  at_most bigint,
  whole text
)
returns void
language plpgsql
stable
set search_path = ''
as $$
begin
  if not validate_part.value between 0 and validate_part.at_most then
    perform ai_quota.raise_out_of_range(
      validate_part.argument, validate_part.value, 0, validate_part.at_most,
      format(
        'They are a part of %s, beside the other parts. Leave them out if there are none.',
        validate_part.whole
      )
    );
  end if;
end
$$;

-- Checks the arguments of a report. track_usage calls this only if its own quick check fails.
create or replace function ai_quota.validate_usage(
  call ai_quota.usage_call,
  caller public.ai_quota_caller
)
returns void
language plpgsql
stable
set search_path = ''
as $$
declare
  v_text record;
begin
  if (call.tokens_prompt between 0 and 2147483647) is not true then
    perform ai_quota.raise_out_of_range(
      'tokens_prompt', call.tokens_prompt, 0, 2147483647,
      'Pass the input tokens of the call. 0 is allowed, null is not.'
    );
  end if;
  if (call.tokens_completion between 0 and 2147483647 - call.tokens_prompt) is not true then
    perform ai_quota.raise_out_of_range(
      'tokens_completion', call.tokens_completion, 0, 2147483647 - call.tokens_prompt,
      'Pass the output tokens of the call; with tokens_prompt they must fit an integer.'
    );
  end if;
  perform ai_quota.validate_part(
    'tokens_cached', call.tokens_cached, call.tokens_prompt, 'tokens_prompt'
  );
  perform ai_quota.validate_part(
    'tokens_cache_write', call.tokens_cache_write,
    call.tokens_prompt - coalesce(call.tokens_cached, 0), 'tokens_prompt'
  );
  perform ai_quota.validate_part(
    'tokens_audio_prompt', call.tokens_audio_prompt, call.tokens_prompt, 'tokens_prompt'
  );
  perform ai_quota.validate_part(
    'tokens_reasoning', call.tokens_reasoning, call.tokens_completion, 'tokens_completion'
  );
  perform ai_quota.validate_part(
    'tokens_audio_completion', call.tokens_audio_completion,
    call.tokens_completion - coalesce(call.tokens_reasoning, 0), 'tokens_completion'
  );
  if not call.requests between 0 and 1000000 then
    perform ai_quota.raise_out_of_range(
      'requests', call.requests, 0, 1000000, 'Leave requests out for 1.'
    );
  end if;
  if not call.cost_usd between 0 and 1000000000 then
    perform ai_quota.raise_bad_request(
      format('cost_usd must be between 0 and 1000000000, got %s', left(call.cost_usd::text, 50)),
      'Pass US dollars, or leave cost_usd out: then it is computed from ai_quota_prices.'
    );
  end if;
  -- The loop only names what is bad: it costs more than the rest of these checks.
  if greatest(
      length(call.discipline), length(call.workflow_id), length(call.model_used),
      length(call.request_id)
    ) > 200
    or '' in (
      btrim(call.discipline), btrim(call.workflow_id), btrim(call.model_used),
      btrim(call.request_id)
    )
  then
    for v_text in
      select t.argument, t.value
      from (
        values
          ('discipline', call.discipline), ('workflow_id', call.workflow_id),
          ('model_used', call.model_used), ('request_id', call.request_id)
      ) as t (argument, value)
      where length(t.value) > 200 or btrim(t.value) = ''
    loop
      perform ai_quota.raise_bad_text(v_text.argument, v_text.value);
    end loop;
  end if;
  if call.usage_source not in ('provider', 'estimated') then
    perform ai_quota.raise_bad_request(
      format('usage_source must be provider or estimated, got %L', left(call.usage_source, 50)),
      'Leave usage_source out where the provider counted the tokens.'
    );
  end if;
  if call.occurred_at is not null and validate_usage.caller = 'user' then
    perform ai_quota.raise_bad_request(
      'occurred_at is for the server, not for signed-in users',
      'Leave occurred_at out: the call counts as made now.',
      '42501'
    );
  end if;
  if not call.occurred_at between now() - interval '35 days' and now() + interval '5 minutes' then
    perform ai_quota.raise_bad_request(
      format('occurred_at must be at most 35 days ago, got %s', call.occurred_at),
      'Leave occurred_at out for a call that was made just now.'
    );
  end if;
end
$$;

-- Checks the arguments of reserve_tokens.
create or replace function ai_quota.validate_reservation(
  tokens bigint,
  requests bigint,
  expires_in_seconds bigint,
  request_id text,
  on_expiry text,
  caller public.ai_quota_caller
)
returns void
language plpgsql
set search_path = ''
as $$
declare
  v_longest integer := case validate_reservation.caller when 'user' then 3600 else 86400 end;
begin
  if (validate_reservation.tokens between 1 and 2147483647) is not true then
    perform ai_quota.raise_out_of_range(
      'tokens', validate_reservation.tokens, 1, 2147483647,
      'Reserve an upper bound of what the call may use.'
    );
  end if;
  if (validate_reservation.requests between 1 and 1000000) is not true then
    perform ai_quota.raise_out_of_range(
      'requests', validate_reservation.requests, 1, 1000000,
      'Reserve the requests that the call may make; the default is 1.'
    );
  end if;
  if (validate_reservation.expires_in_seconds between 1 and v_longest) is not true then
    perform ai_quota.raise_out_of_range(
      'expires_in_seconds', validate_reservation.expires_in_seconds, 1, v_longest,
      'Pass the seconds that the call may take: up to an hour, a day for service_role; default 300.'
    );
  end if;
  if length(validate_reservation.request_id) > 200
    or length(btrim(validate_reservation.request_id)) = 0
  then
    perform ai_quota.raise_bad_text('request_id', validate_reservation.request_id);
  end if;
  if (validate_reservation.on_expiry in ('release', 'charge')) is not true then
    perform ai_quota.raise_bad_request(
      format('on_expiry must be release or charge, got %s', coalesce(
        quote_literal(left(validate_reservation.on_expiry, 50)), 'null'
      )),
      'Leave on_expiry out for release.'
    );
  end if;
  if validate_reservation.on_expiry = 'charge' and validate_reservation.caller = 'user' then
    perform ai_quota.raise_bad_request(
      'on_expiry = charge is for the server, not for signed-in users',
      'Leave on_expiry out: an expired reservation no longer counts.',
      '42501'
    );
  end if;
end
$$;

-- schemas/functions/reservations.sql
-- Charges the reservations of a user that have expired and count as used in full then, under the
-- lock of the quota row.
create or replace function ai_quota.charge_expired(
  quota public.user_ai_quotas,
  as_of timestamptz default now()
)
returns public.user_ai_quotas
language plpgsql
set search_path = ''
as $$
declare
  v_quota public.user_ai_quotas := quota;
  v_tokens bigint;
  v_requests bigint;
  r public.ai_quota_reservations;
begin
  for r in
    select c.*
    from public.ai_quota_reservations as c
    where c.user_id = v_quota.user_id
      and c.status = 'pending'
      and c.on_expiry = 'charge'
      and c.expires_at <= charge_expired.as_of
    order by c.expires_at, c.id
  loop
    v_tokens := r.tokens - r.tokens_settled;
    v_requests := greatest(r.requests - r.requests_settled, 0);
    if r.period_start > v_quota.period_start then
      -- The quota row was deleted and made anew: its period began earlier.
      r.period_start := v_quota.period_start;
      update public.ai_quota_reservations as c
      set period_start = r.period_start
      where c.id = r.id;
    end if;
    insert into public.ai_agent_usage (
      user_id, tokens_prompt, requests, reservation_id, reported_by, usage_source, period_start,
      created_at
    )
    values (
      r.user_id, v_tokens, v_requests, r.id, r.reserved_by, 'estimated', r.period_start,
      r.expires_at
    );
    update public.ai_quota_reservations as c
    set status = 'charged', closed_at = charge_expired.as_of
    where c.id = r.id;
    v_quota := ai_quota.add_usage(
      v_quota, r.period_start, v_tokens, v_requests, null, v_requests, r.expires_at
    );
  end loop;
  return v_quota;
end
$$;

-- Takes back what charge_expired counted for a reservation, with a row of its own.
create or replace function ai_quota.correct_charge(
  quota public.user_ai_quotas,
  reservation public.ai_quota_reservations
)
returns public.user_ai_quotas
language plpgsql
set search_path = ''
as $$
declare
  v_tokens bigint := reservation.tokens - reservation.tokens_settled;
  v_requests bigint := greatest(reservation.requests - reservation.requests_settled, 0);
begin
  -- An operator may have taken some of it back already.
  select least(v_tokens, coalesce(sum(u.tokens), 0)), least(v_requests, coalesce(sum(u.requests), 0))
  into v_tokens, v_requests
  from (
    select quota.current_month_tokens, quota.current_month_requests
    where quota.period_start = reservation.period_start
    union all
    select p.tokens_used, p.requests_used
    from public.ai_quota_periods as p
    where p.user_id = reservation.user_id and p.period_start = reservation.period_start
  ) as u (tokens, requests);
  insert into public.ai_agent_usage (
    user_id, tokens_prompt, requests, reservation_id, reported_by, usage_source, is_adjustment,
    period_start, created_at
  )
  values (
    reservation.user_id, - v_tokens, - v_requests, reservation.id, reservation.reserved_by,
    'estimated', true, reservation.period_start, reservation.expires_at
  );
  return ai_quota.add_usage(
    correct_charge.quota, reservation.period_start, - v_tokens, - v_requests, null, - v_requests,
    reservation.expires_at
  );
end
$$;

-- Ends a reservation, or takes a part out of it, under the lock of its quota row. Returns the quota.
-- What the row counts as reserved is reduced only if it counts this reservation.
create or replace function ai_quota.draw_reservation(
  quota public.user_ai_quotas,
  reservation public.ai_quota_reservations,
  status public.ai_quota_reservation_status,
  tokens bigint default 0,
  requests bigint default 0
)
returns public.user_ai_quotas
language plpgsql
set search_path = ''
as $$
#variable_conflict use_column
declare
  v_quota public.user_ai_quotas := quota;
  v_held_tokens bigint := reservation.tokens - reservation.tokens_settled;
  v_held_requests bigint := greatest(reservation.requests - reservation.requests_settled, 0);
  v_part_tokens bigint := least(v_held_tokens, draw_reservation.tokens);
  v_part_requests bigint := least(v_held_requests, draw_reservation.requests);
begin
  update public.ai_quota_reservations as r
  set
    status = draw_reservation.status,
    closed_at = case when draw_reservation.status <> 'pending' then now() end,
    tokens_settled = case
      when draw_reservation.status = 'pending' then r.tokens_settled + v_part_tokens
      else r.tokens_settled
    end,
    requests_settled = case
      when draw_reservation.status = 'pending' then r.requests_settled + v_part_requests
      else r.requests_settled
    end
  where r.id = (draw_reservation.reservation).id;
  if draw_reservation.status <> 'pending' then
    v_part_tokens := v_held_tokens;
    v_part_requests := v_held_requests;
  end if;
  update public.user_ai_quotas as q
  set
    reserved_tokens = q.reserved_tokens - v_part_tokens,
    reserved_requests = q.reserved_requests - v_part_requests
  where q.user_id = v_quota.user_id
    and q.period_start = (draw_reservation.reservation).period_start
    and q.reserved_valid_until <= (draw_reservation.reservation).expires_at
    and (draw_reservation.reservation).status = 'pending'
    and (draw_reservation.reservation).expires_at > now()
  returning q.* into v_quota;
  if not found then
    select q.* into v_quota from public.user_ai_quotas as q where q.user_id = (quota).user_id;
  end if;
  return v_quota;
end
$$;

-- The reservation that the same call of reserve_tokens made before, if any, under the lock of the
-- quota row.
create or replace function ai_quota.find_reservation(
  user_id uuid,
  caller public.ai_quota_caller,
  request_id text,
  tokens bigint,
  requests bigint,
  on_expiry text
)
returns table (id uuid, expires_at timestamptz)
language plpgsql
stable
set search_path = ''
as $$
#variable_conflict use_column
declare
  r public.ai_quota_reservations;
begin
  select c.* into r
  from public.ai_quota_reservations as c
  where c.user_id = find_reservation.user_id
    and c.reserved_by = find_reservation.caller
    and c.request_id = find_reservation.request_id;
  if not found then
    return;
  end if;
  if (r.tokens, r.requests, r.on_expiry::text)
    <> (find_reservation.tokens, find_reservation.requests, find_reservation.on_expiry)
  then
    perform ai_quota.raise_bad_request(
      format('request_id was used for another reservation, got %L', find_reservation.request_id),
      'A retry must repeat the same arguments; another call needs another request_id.',
      '23505'
    );
  end if;
  if r.status <> 'pending' or r.expires_at <= now() then
    perform ai_quota.raise_bad_request(
      format(
        'request_id is of a reservation that is %s, got %L',
        case r.status when 'pending' then 'expired' else r.status::text end,
        find_reservation.request_id
      ),
      'Another call needs another request_id.',
      '23505'
    );
  end if;
  id := r.id;
  expires_at := r.expires_at;
  return next;
end
$$;

-- Refuses more open reservations than the settings allow a signed-in user, under the lock of the
-- quota row.
create or replace function ai_quota.limit_open_holds(user_id uuid)
returns void
language plpgsql
set search_path = ''
as $$
declare
  v_limit integer := coalesce((select s.user_open_holds from ai_quota.settings as s), 1);
  v_held bigint;
  v_first timestamptz;
begin
  select count(*), min(r.expires_at) into v_held, v_first
  from public.ai_quota_reservations as r
  where r.user_id = limit_open_holds.user_id
    and r.status = 'pending'
    and r.reserved_by = 'user'
    and r.expires_at > clock_timestamp();
  if v_held >= v_limit then
    perform ai_quota.raise_too_many(
      format('more than %s open reservations', v_limit),
      extract(epoch from v_first - clock_timestamp())
    );
  end if;
end
$$;

-- Refuses a reservation that the caller may not settle or release: it must be pending, and the
-- user's own.
create or replace function ai_quota.refuse_reservation(
  reservation public.ai_quota_reservations,
  reservation_id uuid
)
returns void
language plpgsql
set search_path = ''
as $$
begin
  if reservation.id is null then
    perform ai_quota.raise_bad_request(
      format(
        'reservation_id does not exist for this user, got %s',
        coalesce(refuse_reservation.reservation_id::text, 'null')
      ),
      'Pass the reservation_id that reserve_tokens returned for this user.'
    );
  end if;
  if reservation.reserved_by = 'server' and ai_quota.is_end_user() then
    perform ai_quota.raise_bad_request(
      format('reservation_id is the server''s, got %s', refuse_reservation.reservation_id),
      'Whoever made a reservation ends it.',
      '42501'
    );
  end if;
  if reservation.status <> 'pending' then
    perform ai_quota.raise_bad_request(
      format(
        'reservation_id is already %s, got %s', reservation.status,
        refuse_reservation.reservation_id
      ),
      'A reservation can be settled or released once. Record more usage without it.'
    );
  end if;
end
$$;

-- schemas/functions/recording.sql
-- Refuses a request_id that was counted for another call. The payload is the arguments of
-- track_usage; a cost or a time that is left out fits any.
create or replace function ai_quota.validate_retry(
  user_id uuid,
  caller public.ai_quota_caller,
  request_id text,
  cost_usd numeric,
  occurred_at timestamptz,
  payload record,
  ignores_agent boolean default false
)
returns void
language plpgsql
stable
set search_path = ''
as $$
begin
  if exists (
    select from public.ai_agent_usage as u
    where u.user_id = validate_retry.user_id
      and u.request_id = validate_retry.request_id
      and (
        u.reported_by = validate_retry.caller
        or exists (
          select from ai_quota.request_keys as k
          where k.user_id = u.user_id and k.request_id = u.request_id
        )
      )
      and (
        u.is_adjustment
        or row(
          case when not validate_retry.ignores_agent then u.agent_id end, u.session_id,
          u.discipline, u.workflow_id, u.tokens_prompt::bigint, u.tokens_completion::bigint,
          u.model_used::text, u.tokens_cached::bigint, u.tokens_cache_write::bigint,
          u.tokens_reasoning::bigint, u.tokens_audio_prompt::bigint,
          u.tokens_audio_completion::bigint, u.requests::bigint, u.reservation_id,
          u.usage_source::text
        ) <> validate_retry.payload
        or (u.cost_usd = round(validate_retry.cost_usd, 12)) is false
        or (u.created_at = validate_retry.occurred_at) is false
      )
  ) then
    perform ai_quota.raise_bad_request(
      format('request_id was used for another call, got %L', validate_retry.request_id),
      'A retry must repeat the same arguments; another call needs another request_id.',
      '23505'
    );
  end if;
end
$$;

-- Adds usage to a UTC day that is over.
create or replace function ai_quota.add_to_day(
  user_id uuid,
  day date,
  tokens bigint,
  requests bigint,
  cost_usd numeric,
  unpriced_requests bigint
)
returns void
language plpgsql
set search_path = ''
as $$
begin
  insert into public.ai_quota_closed_days as d (
    user_id, day, tokens, requests, cost_usd, unpriced_requests
  )
  select
    add_to_day.user_id, add_to_day.day, add_to_day.tokens, add_to_day.requests,
    coalesce(add_to_day.cost_usd, 0), add_to_day.unpriced_requests
  where (
      add_to_day.tokens, add_to_day.requests, coalesce(add_to_day.cost_usd, 0),
      add_to_day.unpriced_requests
    ) <> (0, 0, 0, 0)
  on conflict on constraint ai_quota_closed_days_pkey do update
    set tokens = d.tokens + excluded.tokens,
      requests = d.requests + excluded.requests,
      cost_usd = d.cost_usd + excluded.cost_usd,
      unpriced_requests = d.unpriced_requests + excluded.unpriced_requests;
end
$$;

-- Adds usage to the period that is charged, which may be closed, and to the day of as_of, under the
-- lock of the quota row. Writes the alerts that this causes.
create or replace function ai_quota.add_usage(
  quota public.user_ai_quotas,
  charged_period timestamptz,
  tokens bigint,
  requests bigint,
  cost_usd numeric,
  unpriced_requests bigint default 0,
  as_of timestamptz default now()
)
returns public.user_ai_quotas
language plpgsql
set search_path = ''
as $$
declare
  v_before public.user_ai_quotas := quota;
  v_quota public.user_ai_quotas := quota;
  v_day date := (add_usage.as_of at time zone 'UTC')::date;
  v_is_open boolean := v_quota.period_start = add_usage.charged_period;
begin
  if v_is_open and (
    v_quota.current_month_tokens not between - add_usage.tokens and 9000000000000000000
    or v_quota.current_month_requests < - add_usage.requests
  ) then
    perform ai_quota.raise_bad_request(
      format(
        'tokens (tokens_prompt + tokens_completion) must leave the period between 0 and %s,'
        || ' got %s on top of %s tokens and %s requests',
        9000000000000000000, add_usage.tokens, v_quota.current_month_tokens,
        v_quota.current_month_requests
      ),
      'A correction can take back at most what was used.'
    );
  end if;
  if v_is_open then
    v_quota.current_month_tokens := v_quota.current_month_tokens + add_usage.tokens;
    v_quota.current_month_requests := v_quota.current_month_requests + add_usage.requests;
  else
    update public.ai_quota_periods as p
    set
      tokens_used = p.tokens_used + add_usage.tokens,
      requests_used = p.requests_used + add_usage.requests
    where p.user_id = v_quota.user_id and p.period_start = add_usage.charged_period;
    if not found and (add_usage.tokens, add_usage.requests) <> (0, 0) then
      -- It had no usage when it was closed.
      insert into public.ai_quota_periods (
        user_id, period_start, period_end, tokens_used, requests_used,
        monthly_token_quota, monthly_request_quota, tier
      )
      select
        v_quota.user_id, add_usage.charged_period,
        least(v_quota.period_start, min(p.period_start)), add_usage.tokens, add_usage.requests,
        v_quota.monthly_token_quota, v_quota.monthly_request_quota, v_quota.tier
      from public.ai_quota_periods as p
      where p.user_id = v_quota.user_id and p.period_start > add_usage.charged_period;
    end if;
  end if;
  -- The job has counted this moment, or may have.
  if v_day < (now() at time zone 'UTC')::date or add_usage.as_of < now() - interval '5 minutes' then
    insert into ai_quota.late_days (day, user_id) values (v_day, v_quota.user_id);
  end if;
  if v_day = v_quota.current_day then
    v_quota.current_day_tokens := v_quota.current_day_tokens + add_usage.tokens;
    v_quota.current_day_requests := v_quota.current_day_requests + add_usage.requests;
    v_quota.current_day_cost_usd :=
      v_quota.current_day_cost_usd + coalesce(add_usage.cost_usd, 0);
    v_quota.current_day_unpriced := v_quota.current_day_unpriced + add_usage.unpriced_requests;
  else
    perform ai_quota.add_to_day(
      v_quota.user_id, v_day, add_usage.tokens, add_usage.requests, add_usage.cost_usd,
      add_usage.unpriced_requests
    );
    -- The day of the row stays as it is: says that this is no update of an older deployment's.
    perform set_config('ai_quota.is_counting', 'true', true);
  end if;
  update public.user_ai_quotas as q
  set
    current_month_tokens = v_quota.current_month_tokens,
    current_month_requests = v_quota.current_month_requests,
    current_day_tokens = v_quota.current_day_tokens,
    current_day_requests = v_quota.current_day_requests,
    current_day_cost_usd = v_quota.current_day_cost_usd,
    current_day_unpriced = v_quota.current_day_unpriced
  where q.user_id = v_quota.user_id
  returning q.* into v_quota;
  if v_day <> v_quota.current_day then
    perform set_config('ai_quota.is_counting', '', true);
  end if;
  perform ai_quota.write_alerts(v_before, v_quota);
  return v_quota;
end
$$;

-- Counts writes of a signed-in user under the lock of the quota row: refuses more in a minute than
-- the settings allow.
create or replace function ai_quota.count_user_write(
  quota public.user_ai_quotas,
  writes integer default 1
)
returns void
language plpgsql
set search_path = ''
as $$
declare
  v_minute timestamptz := date_trunc('minute', now(), 'UTC');
  v_limit integer := coalesce(
    (select s.user_writes_per_minute from ai_quota.settings as s), 1
  );
begin
  if (case when quota.user_minute = v_minute then quota.user_writes else 0 end)
    > v_limit - count_user_write.writes
  then
    perform ai_quota.raise_too_many(
      format('more than %s reports and reservations in one minute', v_limit),
      extract(epoch from v_minute + interval '1 minute' - now())
    );
  end if;
  update public.user_ai_quotas as q
  set
    user_minute = v_minute,
    user_writes =
      case when q.user_minute = v_minute then q.user_writes else 0 end + count_user_write.writes
  where q.user_id = quota.user_id;
end
$$;

create or replace function ai_quota.refuse_blocked(quota public.user_ai_quotas)
returns void
language plpgsql
set search_path = ''
as $$
begin
  if quota.is_blocked then
    perform ai_quota.raise_bad_request(
      'this user is blocked: nothing was recorded',
      'Only the server reports the usage of a blocked user.',
      '42501'
    );
  end if;
end
$$;

-- The period that a call of that moment is charged to: the open one, or the closed one that it
-- falls into, which is made where it had no usage.
create or replace function ai_quota.period_of(quota public.user_ai_quotas, moment timestamptz)
returns timestamptz
language plpgsql
set search_path = ''
as $$
#variable_conflict use_column
declare
  v_quota constant public.user_ai_quotas := quota;
  v_moment constant timestamptz := moment;
  v_start timestamptz;
  v_end timestamptz;
begin
  if v_moment >= v_quota.period_start then
    return v_quota.period_start;
  end if;
  select p.period_start into v_start
  from public.ai_quota_periods as p
  where p.user_id = v_quota.user_id and p.period_start <= v_moment and p.period_end > v_moment
  order by p.period_start desc
  limit 1;
  if found then
    return v_start;
  end if;
  select max(p.period_end) into v_start
  from public.ai_quota_periods as p
  where p.user_id = v_quota.user_id and p.period_end <= v_moment;
  select min(p.period_start) into v_end
  from public.ai_quota_periods as p
  where p.user_id = v_quota.user_id and p.period_start > v_moment;
  v_start := greatest(v_start, ai_quota.last_boundary(v_quota.period_anchor, v_moment));
  insert into public.ai_quota_periods (
    user_id, period_start, period_end, tokens_used, requests_used,
    monthly_token_quota, monthly_request_quota, tier
  )
  values (
    v_quota.user_id, v_start,
    least(
      v_end, v_quota.period_start,
      ai_quota.first_boundary(v_quota.period_anchor, v_moment + interval '1 microsecond')
    ),
    0, 0, v_quota.monthly_token_quota, v_quota.monthly_request_quota, v_quota.tier
  );
  return v_start;
end
$$;

-- Counts a ledger row whose call is not of the usual kind: the quota row is missing or outdated,
-- the call was some time ago, or it settles a reservation that the row does not count. Decides which
-- period is charged, corrects the ledger row, and moves the counters. (anyelement: the ledger of an
-- older deployment may have ids of another type.)
create or replace function ai_quota.record_unusual(
  user_id uuid,
  ledger_id anyelement,
  tokens bigint,
  requests bigint,
  cost_usd numeric,
  caller public.ai_quota_caller,
  reservation_id uuid,
  is_final boolean,
  occurred_at timestamptz,
  uncounted text[] default null
)
returns public.user_ai_quotas
language plpgsql
set search_path = ''
as $$
declare
  v_quota public.user_ai_quotas := ai_quota.lock_quota(
    record_unusual.user_id,
    uncounted => coalesce(record_unusual.uncounted, array[record_unusual.ledger_id::text])
  );
  v_moment timestamptz := coalesce(record_unusual.occurred_at, now());
  v_period timestamptz := v_quota.period_start;
  v_excess_tokens bigint := 0;
  v_excess_requests bigint := 0;
  v_despite text;
  v_is_late boolean;
  r public.ai_quota_reservations;
begin
  if record_unusual.caller = 'user' then
    perform ai_quota.refuse_blocked(v_quota);
    perform ai_quota.count_user_write(v_quota);
  end if;

  if record_unusual.reservation_id is null then
    v_period := ai_quota.period_of(v_quota, v_moment);
  else
    select c.* into r
    from public.ai_quota_reservations as c
    where c.id = record_unusual.reservation_id and c.user_id = record_unusual.user_id;
    if record_unusual.caller = 'user' then
      perform ai_quota.refuse_reservation(r, record_unusual.reservation_id);
    end if;
    v_is_late := r.period_start < v_quota.period_start;
    if r.id is null then
      v_despite := 'reservation unknown';
    elsif r.status in ('settled', 'released') then
      v_despite := format('reservation %s', r.status);
    elsif v_is_late and now() > r.expires_at + interval '1 hour' then
      v_despite := 'reservation expired';
    elsif v_is_late then
      -- The period of the reservation is charged up to what it held, the open one with the rest.
      v_period := r.period_start;
      v_excess_tokens := greatest(record_unusual.tokens - (r.tokens - r.tokens_settled), 0);
      v_excess_requests := greatest(
        record_unusual.requests - greatest(r.requests - r.requests_settled, 0), 0
      );
    end if;
    if r.status = 'charged' then
      v_quota := ai_quota.correct_charge(v_quota, r);
    end if;
    if r.status in ('pending', 'charged') then
      v_quota := ai_quota.draw_reservation(
        v_quota, r,
        case
          when record_unusual.is_final is false and r.status = 'pending' then 'pending'
          else 'settled'
        end::public.ai_quota_reservation_status,
        record_unusual.tokens, record_unusual.requests
      );
    end if;
  end if;

  update public.ai_agent_usage as u
  set
    period_start = v_period,
    excess_tokens = nullif(v_excess_tokens, 0),
    excess_requests = nullif(v_excess_requests, 0),
    excess_period_start = case
      when v_excess_tokens > 0 or v_excess_requests > 0 then v_quota.period_start
    end,
    recorded_despite = nullif(concat_ws(', ', u.recorded_despite, v_despite), '')
  where u.id = record_unusual.ledger_id
    and (
      u.period_start <> v_period
      or u.period_start is null
      or v_excess_tokens > 0
      or v_excess_requests > 0
      or v_despite is not null
    );
  if v_excess_tokens > 0 or v_excess_requests > 0 then
    v_quota := ai_quota.add_usage(
      v_quota, v_quota.period_start, v_excess_tokens, v_excess_requests, null, 0, v_moment
    );
  end if;
  return ai_quota.add_usage(
    v_quota, v_period, record_unusual.tokens - v_excess_tokens,
    record_unusual.requests - v_excess_requests, record_unusual.cost_usd,
    case when record_unusual.cost_usd is null then record_unusual.requests else 0 end, v_moment
  );
end
$$;

-- schemas/functions/older_calls.sql
-- What calls of release 0.9.0 still ask for that waited while the step to 0.10.0 ran.
create or replace function ai_quota.close_reservation(
  quota public.user_ai_quotas,
  reservation_id uuid,
  status public.ai_quota_reservation_status
)
returns public.ai_quota_reservations
language plpgsql
set search_path = ''
as $$
#variable_conflict use_column
declare
  v_reservation public.ai_quota_reservations;
begin
  select r.* into v_reservation
  from public.ai_quota_reservations as r
  where r.id = close_reservation.reservation_id
    and r.user_id = (close_reservation.quota).user_id
    and r.status = 'pending';
  if found then
    perform ai_quota.draw_reservation(
      close_reservation.quota, v_reservation, close_reservation.status
    );
  end if;
  return v_reservation;
end
$$;

-- schemas/functions/resets.sql
-- Closes the periods that are over at as_of, and renews the limits that have ended, on 64 pages of the
-- table, from first_page on. Returns how many periods were closed. By page, because with an index
-- on the date every reset would write all indexes again. SKIP LOCKED: cannot deadlock; a locked row
-- is left to the call that locked it or to the next reset. With the time zone UTC, because
-- quota_reset_date may be a timestamptz in an older deployment.
create or replace function ai_quota.reset_pages(
  first_page bigint,
  as_of timestamptz default now()
)
returns bigint
language plpgsql
set search_path = ''
set timezone = 'UTC'
as $$
declare
  v_month timestamptz := date_trunc('month', as_of, 'UTC');
  v_next date := ai_quota.next_reset_date(as_of);
  v_plain tid[];
  v_others uuid[];
  v_closed bigint;
  v_user_id uuid;
  v_start timestamptz;
  v_quota public.user_ai_quotas;
begin
  select
    array_agg(d.place) filter (where d.is_plain),
    array_agg(d.user_id) filter (where not d.is_plain),
    count(*) filter (where d.is_due and d.is_plain)
  into v_plain, v_others, v_closed
  from (
    select
      q.ctid as place, q.user_id, q.period_end <= as_of as is_due,
      q.reserved_valid_until is null
        and (q.limits_expire_at <= as_of) is not true
        and q.period_start < q.period_end
        and q.period_anchor is null as is_plain
    from public.user_ai_quotas as q
    where q.ctid >= format('(%s,0)', first_page)::tid
      and q.ctid < format('(%s,0)', first_page + 64)::tid
      and (q.period_end <= as_of or q.limits_expire_at <= as_of)
    for no key update skip locked
  ) as d;

  if v_plain is not null then
    -- The same as lock_quota, in bulk, for rows without reservations, overrides and anchors. Locked
    -- rows keep their place.
    insert into public.ai_quota_periods as p (
      user_id, period_start, period_end, tokens_used, requests_used,
      monthly_token_quota, monthly_request_quota, tier
    )
    select
      q.user_id, q.period_start, q.period_end, q.current_month_tokens, q.current_month_requests,
      q.monthly_token_quota, q.monthly_request_quota, q.tier
    from public.user_ai_quotas as q
    where q.ctid = any (v_plain)
      and (q.current_month_tokens > 0 or q.current_month_requests > 0)
    on conflict (user_id, period_start) do update
      set tokens_used = p.tokens_used + excluded.tokens_used,
        requests_used = p.requests_used + excluded.requests_used,
        period_end = greatest(p.period_end, excluded.period_end);
    update public.user_ai_quotas as q
    set
      current_month_tokens = 0,
      current_month_requests = 0,
      period_start = greatest(q.period_end, v_month),
      quota_reset_date = v_next,
      own_period_end = null
    where q.ctid = any (v_plain);
  end if;
  -- lock_quota locks accounts too: only those that are free.
  for v_user_id, v_start in
    select u.id, q.period_start
    from auth.users as u
      join public.user_ai_quotas as q on q.user_id = u.id
    where u.id = any (v_others)
    order by u.id
    for key share of u skip locked
  loop
    v_quota := ai_quota.lock_quota(v_user_id, as_of);
    v_closed := v_closed + (v_quota.period_start <> v_start)::integer;
  end loop;
  return v_closed;
end
$$;

-- Writes the limits that changed with a tier or a setting, on some pages of the table. Every call
-- does this for its own user; a plain SELECT and Realtime wait for this.
create or replace function ai_quota.refresh_pages(first_page bigint, pages bigint default 16)
returns bigint
language plpgsql
set search_path = ''
as $$
declare
  -- Read first: limits that are newer are written again.
  v_version bigint := (select v.version from ai_quota.limits_version as v);
  v_default_tier text := ai_quota.default_tier();
  v_places tid[];
  v_tiers text[];
  v_token_quotas bigint[];
  v_request_quotas bigint[];
  v_refreshed bigint;
  v_user_id uuid;
begin
  -- In bulk: users who have the limits of their tier, and so little usage that no alert is due.
  select
    array_agg(p.place), array_agg(p.tier), array_agg(p.monthly_token_quota),
    array_agg(p.monthly_request_quota)
  into v_places, v_tiers, v_token_quotas, v_request_quotas
  from (
    select q.ctid as place, t.tier, t.monthly_token_quota, t.monthly_request_quota
    from public.user_ai_quotas as q
      join public.ai_quota_tiers as t on t.tier = coalesce(q.assigned_tier, v_default_tier)
    where q.ctid >= format('(%s,0)', first_page)::tid
      and q.ctid < format('(%s,0)', first_page + pages)::tid
      and q.limits_version < v_version
      and (q.tier, q.monthly_token_quota, q.monthly_request_quota)
        is distinct from (t.tier, t.monthly_token_quota, t.monthly_request_quota)
      and q.limits_expire_at is null
      and q.period_anchor is null
      and not q.is_anonymous
      and (
        greatest(
          q.current_month_tokens::double precision / t.monthly_token_quota,
          q.current_month_requests::double precision / t.monthly_request_quota
        ) >= 0.75
      ) is not true
      and not exists (
        select from public.ai_quota_subscriptions as s where s.user_id = q.user_id
      )
      and not exists (select from public.ai_quota_overrides as o where o.user_id = q.user_id)
    for no key update of q skip locked
  ) as p;
  -- Locked rows keep their place.
  update public.user_ai_quotas as q
  set
    tier = p.tier,
    monthly_token_quota = p.monthly_token_quota,
    monthly_request_quota = p.monthly_request_quota,
    limits_version = v_version
  from unnest(v_places, v_tiers, v_token_quotas, v_request_quotas)
    as p (place, tier, monthly_token_quota, monthly_request_quota)
  where q.ctid = any (v_places) and q.ctid = p.place;
  get diagnostics v_refreshed = row_count;

  for v_user_id in
    select u.id
    from auth.users as u
    where u.id in (
      select q.user_id
      from public.user_ai_quotas as q
        cross join lateral ai_quota.entitlement(q.user_id, q.assigned_tier) as e
      where q.ctid >= format('(%s,0)', first_page)::tid
        and q.ctid < format('(%s,0)', first_page + pages)::tid
        and q.limits_version < v_version
        and (q.tier, q.monthly_token_quota, q.monthly_request_quota, q.period_anchor)
          is distinct from (e.tier, e.monthly_token_quota, e.monthly_request_quota, e.anchor)
    )
    order by u.id
    for key share skip locked
  loop
    perform
    from public.user_ai_quotas as q
    where q.user_id = v_user_id
    for no key update skip locked;
    if found then
      perform ai_quota.lock_quota(v_user_id, refresh => true);
      v_refreshed := v_refreshed + 1;
    end if;
  end loop;
  return v_refreshed;
end
$$;

-- Counts the reservations that count as used since they expired, of users who do not call.
create or replace function ai_quota.charge_due_reservations(at_most integer default 1000)
returns bigint
language plpgsql
set search_path = ''
as $$
declare
  v_charged bigint := 0;
  v_user_id uuid;
begin
  for v_user_id in
    select u.id
    from auth.users as u
    where u.id in (
      select r.user_id
      from public.ai_quota_reservations as r
      where r.status = 'pending' and r.on_expiry = 'charge' and r.expires_at <= now()
      order by r.expires_at
      limit charge_due_reservations.at_most
    )
    order by u.id
    for key share skip locked
  loop
    perform ai_quota.lock_quota(v_user_id, refresh => true);
    v_charged := v_charged + 1;
  end loop;
  return v_charged;
end
$$;

-- Deletes what the settings no longer keep: reservations that are over, alerts, runs of our jobs.
create or replace function ai_quota.prune(at_most integer default 10000)
returns bigint
language plpgsql
set search_path = ''
as $$
declare
  v_pruned bigint;
  v_sum bigint := 0;
begin
  delete from public.ai_quota_reservations as r
  where r.id in (
    select c.id
    from public.ai_quota_reservations as c
      cross join ai_quota.settings as s
    where case
        when c.status <> 'pending' then c.closed_at < now() - s.keep_closed_holds
        else c.on_expiry = 'release' and c.expires_at < now() - s.keep_closed_holds
      end
    limit prune.at_most
  );
  get diagnostics v_pruned = row_count;
  v_sum := v_sum + v_pruned;
  delete from public.ai_quota_alerts as a
  where a.id in (
    select o.id
    from public.ai_quota_alerts as o
      cross join ai_quota.settings as s
    where o.created_at < now() - s.keep_alerts
    limit prune.at_most
  );
  get diagnostics v_pruned = row_count;
  v_sum := v_sum + v_pruned;
  if to_regclass('cron.job_run_details') is not null then
    -- In a block of its own, whose failure takes back nothing of the above.
    begin
      -- A run that a crash cut off has no end.
      execute
        'delete from cron.job_run_details as d using cron.job as j, ai_quota.settings as s '
        || 'where j.jobid = d.jobid and j.jobname = any ($1) '
        || 'and coalesce(d.end_time, d.start_time) < now() - s.keep_job_runs'
        using array[
          'reset-monthly-ai-quotas', 'reset-monthly-ai-quotas-in-batches', 'maintain-ai-quotas'
        ];
      get diagnostics v_pruned = row_count;
      v_sum := v_sum + v_pruned;
    exception
      when insufficient_privilege then
        raise notice 'runs of the jobs are kept: %', sqlerrm;
    end;
  end if;
  if v_sum = 0 then
    -- What the job counted of an account that was deleted meanwhile: once, it reads all users.
    delete from ai_quota.usage_by_user as s
    where not exists (select from public.user_ai_quotas as q where q.user_id = s.user_id)
      and not exists (select from public.ai_quota_closed_days as c where c.user_id = s.user_id);
  end if;
  return v_sum;
end
$$;

-- schemas/functions/rollups.sql
-- A sum that passes bigint is the largest there is: what is counted for admins must never fail.
create or replace function ai_quota.to_bigint(figure numeric)
returns bigint
language sql
immutable
set search_path = ''
as $$
  select greatest(least(figure, 9223372036854775807), -9223372036854775808)::bigint
$$;

-- The ledger of some UTC days summed by user, label and charged period, of everybody or of one user.
-- At most 50 combinations a user and day keep their labels. With the time zone UTC, because
-- created_at may be a timestamp without time zone in an older deployment.
create or replace function ai_quota.sum_labels(
  from_day date,
  to_day date,
  of_user uuid default null,
  since timestamptz default null
)
returns table (
  user_id uuid,
  day date,
  model text,
  discipline text,
  workflow text,
  tier text,
  reported_by public.ai_quota_caller,
  tokens bigint,
  requests bigint,
  cost_usd numeric,
  unpriced_requests bigint
)
language plpgsql
stable
set search_path = ''
set timezone = 'UTC'
as $$
#variable_conflict use_column
begin
  return query
  with sums as (
    select
      u.user_id, (u.created_at::timestamptz at time zone 'UTC')::date as day,
      coalesce(u.model_used::text, '') as model, coalesce(u.discipline::text, '') as discipline,
      coalesce(u.workflow_id::text, '') as workflow, u.period_start, u.reported_by,
      ai_quota.to_bigint(sum(u.tokens_prompt + u.tokens_completion)) as tokens,
      ai_quota.to_bigint(sum(u.requests)) as requests,
      coalesce(sum(u.cost_usd), 0)::numeric as cost_usd,
      coalesce(
        sum(u.requests) filter (
          where u.cost_usd is null and (not u.is_adjustment or u.usage_source = 'estimated')
        ), 0
      )::bigint as unpriced_requests
    from public.ai_agent_usage as u
    where u.created_at >= greatest(sum_labels.from_day, sum_labels.since)
      and u.created_at < sum_labels.to_day + 1
      and (sum_labels.of_user is null or u.user_id = sum_labels.of_user)
    group by 1, 2, 3, 4, 5, 6, 7
  ),
  ranked as (
    select
      s.*,
      row_number() over (
        partition by s.user_id, s.day
        order by s.tokens desc, s.model, s.discipline, s.workflow, s.reported_by, s.period_start
      ) <= 50 as is_kept
    from sums as s
  )
  select
    r.user_id, r.day,
    case when r.is_kept then r.model else 'other' end,
    case when r.is_kept then r.discipline else 'other' end,
    case when r.is_kept then r.workflow else 'other' end,
    coalesce(p.tier, q.tier, ''), r.reported_by, r.tokens, r.requests, r.cost_usd,
    r.unpriced_requests
  from ranked as r
    left join public.ai_quota_periods as p
      on p.user_id = r.user_id and p.period_start = r.period_start
    left join public.user_ai_quotas as q on q.user_id = r.user_id;
end
$$;

-- The ledger of a span summed by UTC day, tier and reporter. With the time zone UTC, because
-- created_at may be a timestamp without time zone in an older deployment.
create or replace function ai_quota.sum_tiers(since timestamptz, before timestamptz)
returns setof ai_quota.usage_by_tier
language plpgsql
stable
set search_path = ''
set timezone = 'UTC'
as $$
begin
  return query
  select
    s.day, coalesce(p.tier, q.tier, ''), s.reported_by, ai_quota.to_bigint(sum(s.tokens)),
    ai_quota.to_bigint(sum(s.requests)), sum(s.cost_usd),
    ai_quota.to_bigint(sum(s.unpriced_requests))
  from (
    select
      u.user_id, (u.created_at::timestamptz at time zone 'UTC')::date as day, u.period_start,
      u.reported_by, sum(u.tokens_prompt + u.tokens_completion) as tokens,
      sum(u.requests) as requests, coalesce(sum(u.cost_usd), 0)::numeric as cost_usd,
      coalesce(
        sum(u.requests) filter (
          where u.cost_usd is null and (not u.is_adjustment or u.usage_source = 'estimated')
        ), 0
      ) as unpriced_requests
    from public.ai_agent_usage as u
    where u.created_at >= sum_tiers.since and u.created_at < sum_tiers.before
    group by 1, 2, 3, 4
  ) as s
    left join public.ai_quota_periods as p
      on p.user_id = s.user_id and p.period_start = s.period_start
    left join public.user_ai_quotas as q on q.user_id = s.user_id
  group by 1, 2, 3;
end
$$;

-- Users of each tier, and the usage of their open periods.
create or replace function ai_quota.count_tiers()
returns setof ai_quota.tier_counts
language sql
stable
set search_path = ''
as $$
  select
    q.tier, count(*), count(*) filter (where x.tokens > 0), ai_quota.to_bigint(sum(x.tokens)),
    round(avg(x.tokens), 2),
    round((percentile_cont(0.9) within group (order by x.tokens))::numeric, 2),
    count(*) filter (where x.share >= 0.75), count(*) filter (where x.share >= 1),
    count(*) filter (where q.is_blocked)
  from public.user_ai_quotas as q
    -- A row whose period is over still counts it.
    cross join lateral (
      select
        case when q.period_end > now() then q.current_month_tokens else 0 end as tokens,
        case
          when q.period_end > now() then greatest(
            q.current_month_tokens::double precision / q.monthly_token_quota,
            q.current_month_requests::double precision / q.monthly_request_quota
          )
          else 0
        end as share
    ) as x
  group by q.tier
$$;

-- The rows of usage_by_label of one UTC day, of the ledger and of deleted accounts.
create or replace function ai_quota.count_labels(of_day date)
returns setof ai_quota.usage_by_label
language sql
stable
set search_path = ''
as $$
  with labels as (
    select
      l.model, l.discipline, l.workflow, l.tier, l.reported_by,
      ai_quota.to_bigint(sum(l.tokens)) as tokens,
      ai_quota.to_bigint(sum(l.requests)) as requests, sum(l.cost_usd) as cost_usd,
      ai_quota.to_bigint(sum(l.unpriced_requests)) as unpriced_requests
    from (
      select
        s.model, s.discipline, s.workflow, s.tier, s.reported_by, s.tokens, s.requests, s.cost_usd,
        s.unpriced_requests
      from ai_quota.sum_labels(count_labels.of_day, count_labels.of_day) as s
      union all
      select
        d.model, d.discipline, d.workflow, d.tier, d.reported_by, d.tokens, d.requests, d.cost_usd,
        d.unpriced_requests
      from ai_quota.deleted_usage_by_label as d
      where d.day = count_labels.of_day
    ) as l
    group by 1, 2, 3, 4, 5
  ),
  ranked as (
    select
      l.*,
      row_number() over (
        order by l.tokens desc, l.model, l.discipline, l.workflow, l.tier, l.reported_by
      ) <= 2000 as is_kept
    from labels as l
  )
  select
    count_labels.of_day, k.model, k.discipline, k.workflow, r.tier, r.reported_by,
    ai_quota.to_bigint(sum(r.tokens)), ai_quota.to_bigint(sum(r.requests)), sum(r.cost_usd),
    ai_quota.to_bigint(sum(r.unpriced_requests))
  from ranked as r
    cross join lateral (
      select
        case when r.is_kept then r.model else 'other' end as model,
        case when r.is_kept then r.discipline else 'other' end as discipline,
        case when r.is_kept then r.workflow else 'other' end as workflow
    ) as k
  group by 1, 2, 3, 4, 5, 6
$$;

-- The users who made calls on a UTC day, each with the active day before it. With the time zone UTC,
-- because created_at may be a timestamp without time zone in an older deployment.
create or replace function ai_quota.list_active(of_day date, of_user uuid default null)
returns table (user_id uuid, previous_day date, tier text)
language plpgsql
stable
set search_path = ''
set timezone = 'UTC'
as $$
#variable_conflict use_column
begin
  return query
  select a.user_id, coalesce(b.day, '-infinity'), coalesce(p.tier, q.tier, '')
  from (
    select u.user_id, max(u.period_start) as period_start
    from public.ai_agent_usage as u
    where u.created_at >= list_active.of_day
      and u.created_at < list_active.of_day + 1
      and not u.is_adjustment
      and (list_active.of_user is null or u.user_id = list_active.of_user)
    group by u.user_id
  ) as a
    left join lateral (
      select (e.created_at::timestamptz at time zone 'UTC')::date as day
      from public.ai_agent_usage as e
      where e.user_id = a.user_id
        and e.created_at < list_active.of_day
        and not e.is_adjustment
      order by e.created_at desc
      limit 1
    ) as b on true
    left join public.ai_quota_periods as p
      on p.user_id = a.user_id and p.period_start = a.period_start
    left join public.user_ai_quotas as q on q.user_id = a.user_id
  where a.user_id is not null;
end
$$;

-- Counts the active users of a UTC day anew.
create or replace function ai_quota.count_active_day(of_day date)
returns void
language plpgsql
set search_path = ''
as $$
begin
  delete from ai_quota.active_users as a where a.day = count_active_day.of_day;
  insert into ai_quota.active_users (day, previous_day, tier, users)
  select count_active_day.of_day, n.previous_day, n.tier, sum(n.users)
  from (
    select l.previous_day, l.tier, 1 as users from ai_quota.list_active(of_day) as l
    union all
    select d.previous_day, d.tier, d.users
    from ai_quota.deleted_active_users as d
    where d.day = count_active_day.of_day
  ) as n
  group by n.previous_day, n.tier;
end
$$;

-- Counts a UTC day anew, and the next active day of users whose usage of this day came late. What a
-- transaction adds meanwhile has a row in late_days that is not visible yet, and so stays there.
create or replace function ai_quota.count_day(of_day date)
returns void
language plpgsql
set search_path = ''
set timezone = 'UTC'
as $$
declare
  v_late uuid[];
  v_day date;
  r ai_quota.rollup;
begin
  select o.* into r from ai_quota.rollup as o;
  with gone as (
    delete from ai_quota.late_days as l where l.day = count_day.of_day returning l.user_id
  )
  select array_agg(distinct g.user_id) filter (where g.user_id is not null)
  into v_late
  from gone as g;
  delete from ai_quota.usage_by_label as b where b.day = count_day.of_day;
  insert into ai_quota.usage_by_label select c.* from ai_quota.count_labels(of_day) as c;
  delete from ai_quota.usage_by_tier as t where t.day = count_day.of_day;
  insert into ai_quota.usage_by_tier
  select
    b.day, b.tier, b.reported_by, sum(b.tokens), sum(b.requests), sum(b.cost_usd),
    sum(b.unpriced_requests)
  from ai_quota.usage_by_label as b
  where b.day = count_day.of_day
  group by b.day, b.tier, b.reported_by;
  perform ai_quota.count_active_day(of_day);
  for v_day in
    select distinct n.day
    from unnest(v_late) as l (user_id)
      cross join lateral (
        select (u.created_at::timestamptz at time zone 'UTC')::date as day
        from public.ai_agent_usage as u
        where u.user_id = l.user_id and u.created_at >= count_day.of_day + 1 and not u.is_adjustment
        order by u.created_at
        limit 1
      ) as n
    where n.day <= r.counted_through
  loop
    perform ai_quota.count_active_day(v_day);
  end loop;
  perform ai_quota.count_users(
    v_late, greatest(r.recent_day, coalesce(r.counted_through, r.counting_through))
  );
end
$$;

-- Whether every transaction that ran at the end of a UTC day has ended: a call counts as made when
-- its transaction began. Their names are kept, because only superusers see when transactions of
-- others began.
create or replace function ai_quota.is_day_over(of_day date)
returns boolean
language plpgsql
set search_path = ''
as $$
declare
  v_running text[] := array(
    select distinct l.virtualtransaction
    from pg_catalog.pg_locks as l
      left join pg_catalog.pg_stat_activity as a on a.pid = l.pid
    where l.pid is distinct from pg_backend_pid()
      and (a.datname = current_database() or l.pid is null)
      and l.virtualtransaction is not null
  );
begin
  update ai_quota.rollup as r
  set ended_day = is_day_over.of_day, waiting_for = v_running
  where r.ended_day is null or r.ended_day < is_day_over.of_day;
  return (select not r.waiting_for && v_running from ai_quota.rollup as r);
end
$$;

-- Counts the days that are not over, and the tiers, as they are now.
create or replace function ai_quota.count_recent(from_day date, to_day date)
returns void
language plpgsql
set search_path = ''
set timezone = 'UTC'
as $$
begin
  delete from ai_quota.usage_by_tier as t where t.day >= count_recent.from_day;
  insert into ai_quota.usage_by_tier
  select
    s.day, s.tier, s.reported_by, sum(s.tokens), sum(s.requests), sum(s.cost_usd),
    sum(s.unpriced_requests)
  from (
    select t.* from ai_quota.sum_tiers(from_day, now()) as t
    union all
    select
      d.day, d.tier, d.reported_by, d.tokens, d.requests, d.cost_usd, d.unpriced_requests
    from ai_quota.deleted_usage_by_label as d
    where d.day >= count_recent.from_day
  ) as s
  group by 1, 2, 3;
  delete from ai_quota.usage_by_label as b where b.day >= count_recent.from_day;
  insert into ai_quota.usage_by_label
  select c.*
  from generate_series(0, count_recent.to_day - count_recent.from_day) as n
    cross join lateral ai_quota.count_labels(count_recent.from_day + n) as c;
  perform ai_quota.count_active_day(count_recent.from_day + n)
  from generate_series(0, count_recent.to_day - count_recent.from_day) as n;
  delete from ai_quota.tier_counts;
  insert into ai_quota.tier_counts select c.* from ai_quota.count_tiers() as c;
  perform ai_quota.count_users(
    array(
      select *
      from ai_quota.list_changed_users(
        greatest(r.recent_counted_at - interval '5 minutes', count_recent.from_day)
      )
    ),
    count_recent.to_day
  )
  from ai_quota.rollup as r;
end
$$;

-- Notes that a UTC day is counted. What is recent begins after it.
create or replace function ai_quota.end_day(day date)
returns void
language sql
set search_path = ''
set timezone = 'UTC'
as $$
  update ai_quota.rollup as r
  set
    counted_through = end_day.day,
    recent_day = greatest(r.recent_day, end_day.day),
    recent_counted_at = greatest(r.recent_counted_at, (end_day.day + 1)::timestamptz)
$$;

-- Counts the next day that is over, or what is recent, or a day that must be counted again. Returns the
-- day; null: there is nothing left to count.
create or replace function ai_quota.roll_up(as_of timestamptz default now())
returns date
language plpgsql
set search_path = ''
set timezone = 'UTC'
as $$
declare
  v_today date := (roll_up.as_of at time zone 'UTC')::date;
  v_day date;
  r ai_quota.rollup;
begin
  select o.* into r from ai_quota.rollup as o for no key update skip locked;
  if not found then
    return null;
  end if;
  if r.counting_through is null then
    if not ai_quota.is_day_over(v_today - 1) then
      return null;
    end if;
    -- The ledger as the job finds it.
    insert into ai_quota.late_days (day)
    select distinct (u.created_at::timestamptz at time zone 'UTC')::date
    from public.ai_agent_usage as u
    where u.created_at < v_today
    order by 1 desc;
    update ai_quota.rollup as o set counting_through = v_today - 1;
    return v_today - 1;
  end if;

  if r.counted_through is not null then
    v_day := r.counted_through + 1;
    if v_day < v_today and ai_quota.is_day_over(v_today - 1) then
      perform ai_quota.count_day(v_day);
      perform ai_quota.count_users_of(v_day, greatest(r.recent_day, v_day));
      perform ai_quota.end_day(v_day);
      return v_day;
    end if;
    if r.recent_day is distinct from v_today
      or r.recent_counted_at < roll_up.as_of - interval '4 minutes'
    then
      perform ai_quota.count_recent(v_day, v_today);
      update ai_quota.rollup as o set recent_day = v_today, recent_counted_at = roll_up.as_of;
      return v_today;
    end if;
  end if;

  -- In the order in which they came, so that each has its turn.
  select l.day into v_day
  from ai_quota.late_days as l
  where l.day <= coalesce(r.counted_through, r.counting_through)
  order by l.id
  limit 1;
  if v_day is not null then
    perform ai_quota.count_day(v_day);
    return v_day;
  end if;
  if r.counted_through is not null then
    return null;
  end if;
  if r.users_counted < 16 then
    perform ai_quota.count_users_part(r.users_counted, r.counting_through);
    update ai_quota.rollup as o set users_counted = o.users_counted + 1;
  else
    perform ai_quota.end_day(r.counting_through);
  end if;
  return r.counting_through;
end
$$;

-- Keeps what an account used by label, without its id, before its rows are deleted.
create or replace function ai_quota.keep_labels(of_user uuid)
returns void
language plpgsql
set search_path = ''
set timezone = 'UTC'
as $$
declare
  v_from date;
  v_to date;
begin
  select
    (min(u.created_at)::timestamptz at time zone 'UTC')::date,
    (max(u.created_at)::timestamptz at time zone 'UTC')::date
  into v_from, v_to
  from public.ai_agent_usage as u
  where u.user_id = keep_labels.of_user;
  if v_from is null then
    return;
  end if;
  insert into ai_quota.deleted_usage_by_label as k (
    day, model, discipline, workflow, tier, reported_by, tokens, requests, cost_usd,
    unpriced_requests
  )
  select
    s.day, s.model, s.discipline, '', s.tier, s.reported_by, ai_quota.to_bigint(sum(s.tokens)),
    ai_quota.to_bigint(sum(s.requests)), sum(s.cost_usd),
    ai_quota.to_bigint(sum(s.unpriced_requests))
  from ai_quota.sum_labels(v_from, v_to, of_user) as s
  group by 1, 2, 3, 5, 6
  -- In one order, so that two accounts that go at once cannot deadlock.
  order by 1, 2, 3, 5, 6
  on conflict on constraint deleted_usage_by_label_pkey do update
    set tokens = ai_quota.to_bigint(k.tokens::numeric + excluded.tokens),
      requests = ai_quota.to_bigint(k.requests::numeric + excluded.requests),
      cost_usd = k.cost_usd + excluded.cost_usd,
      unpriced_requests =
        ai_quota.to_bigint(k.unpriced_requests::numeric + excluded.unpriced_requests);
  insert into ai_quota.deleted_active_users as k (day, previous_day, tier, users)
  select d.day, a.previous_day, a.tier, 1
  from (
    select distinct (u.created_at::timestamptz at time zone 'UTC')::date as day
    from public.ai_agent_usage as u
    where u.user_id = keep_labels.of_user and not u.is_adjustment
  ) as d
    cross join lateral ai_quota.list_active(d.day, of_user) as a
  order by 1, 2, 3
  on conflict on constraint deleted_active_users_pkey do update
    set users = k.users + excluded.users;
end
$$;

-- Has the days of an account counted again: it was mended, or loses its workflows or its id.
create or replace function ai_quota.mark_days(of_user uuid)
returns void
language sql
set search_path = ''
set timezone = 'UTC'
as $$
  insert into ai_quota.late_days (day, user_id)
  select distinct (u.created_at::timestamptz at time zone 'UTC')::date, u.user_id
  from public.ai_agent_usage as u
  where u.user_id = mark_days.of_user
$$;

-- Days of usage_by_label that differ from the ledger and from what deleted accounts used. Not those
-- that will be counted again, nor those before the first ledger row: their rows may have been moved
-- away.
create or replace function ai_quota.find_label_differences()
returns table (day date, problem text, expected bigint, found bigint)
language plpgsql
stable
set search_path = ''
set timezone = 'UTC'
as $$
#variable_conflict use_column
begin
  return query
  with sums as (
    select
      s.day, s.reported_by, sum(s.tokens) as tokens, sum(s.requests) as requests,
      sum(s.cost_usd) as cost_usd
    from (
      select
        (u.created_at::timestamptz at time zone 'UTC')::date as day, u.reported_by,
        (u.tokens_prompt + u.tokens_completion)::bigint as tokens, u.requests::bigint,
        u.cost_usd::numeric
      from public.ai_agent_usage as u
      union all
      select d.day, d.reported_by, d.tokens, d.requests, d.cost_usd
      from ai_quota.deleted_usage_by_label as d
    ) as s
    group by 1, 2
  ),
  counted as (
    select
      b.day, b.reported_by, sum(b.tokens) as tokens, sum(b.requests) as requests,
      sum(b.cost_usd) as cost_usd
    from ai_quota.usage_by_label as b
    group by 1, 2
  )
  select
    coalesce(s.day, c.day), m.metric || ' by label of a day', coalesce(m.expected, 0)::bigint,
    coalesce(m.found, 0)::bigint
  from sums as s
    full join counted as c on c.day = s.day and c.reported_by = s.reported_by
    cross join lateral (
      values
        ('tokens', s.tokens, c.tokens),
        ('requests', s.requests, c.requests),
        ('millionths of a dollar', s.cost_usd * 1000000, c.cost_usd * 1000000)
    ) as m (metric, expected, found)
  where coalesce(s.day, c.day) <= (select r.counted_through from ai_quota.rollup as r)
    and coalesce(s.day, c.day) >= (select min(f.day) from sums as f)
    and coalesce(s.day, c.day) not in (select l.day from ai_quota.late_days as l)
    and coalesce(m.expected, 0)::bigint <> coalesce(m.found, 0)::bigint;
end
$$;

-- schemas/functions/ranks.sql
-- Counts the past days of some users anew.
create or replace function ai_quota.count_users(users uuid[], through date)
returns void
language plpgsql
set search_path = ''
-- A plan for as many users as there are: one or a hundred thousand.
set plan_cache_mode = 'force_custom_plan'
as $$
begin
  with counted as (
    insert into ai_quota.usage_by_user as p (user_id, days, tokens, requests, costs)
    select
      s.user_id, array_agg(s.day order by s.day), array_agg(s.tokens order by s.day),
      array_agg(s.requests order by s.day), array_agg(s.cost_usd order by s.day)
    from (
      select
        d.user_id, d.day, (sum(d.tokens) over w)::double precision as tokens,
        (sum(d.requests) over w)::double precision as requests,
        (sum(d.cost_usd) over w)::double precision as cost_usd
      from public.ai_quota_daily as d
      where d.user_id = any (count_users.users) and d.day <= count_users.through
      window w as (partition by d.user_id order by d.day)
    ) as s
    group by s.user_id
    on conflict on constraint usage_by_user_pkey do update
      set days = excluded.days, tokens = excluded.tokens, requests = excluded.requests,
        costs = excluded.costs
    returning p.user_id
  )
  delete from ai_quota.usage_by_user as p
  where p.user_id = any (count_users.users)
    and not exists (select from counted as c where c.user_id = p.user_id);
end
$$;

-- Counts the users of a UTC day that has just ended.
create or replace function ai_quota.count_users_of(of_day date, through date)
returns void
language sql
set search_path = ''
as $$
  select ai_quota.count_users(
    array(
      select c.user_id from public.ai_quota_closed_days as c where c.day = count_users_of.of_day
      union
      select q.user_id from public.user_ai_quotas as q where q.current_day = count_users_of.of_day
    ),
    count_users_of.through
  )
$$;

-- Counts the users whose ids begin with a hexadecimal digit, 0 to 15: the first time, in parts.
create or replace function ai_quota.count_users_part(digit integer, through date)
returns void
language plpgsql
set search_path = ''
as $$
declare
  v_first uuid := rpad(to_hex(count_users_part.digit), 32, '0')::uuid;
  v_last uuid := rpad(to_hex(count_users_part.digit), 32, 'f')::uuid;
begin
  perform ai_quota.count_users(
    array(
      select c.user_id
      from public.ai_quota_closed_days as c
      where c.user_id between v_first and v_last
      union
      select q.user_id
      from public.user_ai_quotas as q
      where q.user_id between v_first and v_last and q.current_day <= count_users_part.through
    ),
    count_users_part.through
  );
end
$$;

-- The accounts that a search finds: a whole user id, or a part of the e-mail address. Not too many:
-- whoever reads them would wait for the usage of all.
create or replace function ai_quota.find_accounts(search text, at_most bigint default 10000)
returns setof uuid
language plpgsql
stable
set search_path = ''
as $$
declare
  v_found bigint;
begin
  if search ~* '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' then
    return query select u.id from auth.users as u where u.id = find_accounts.search::uuid;
    return;
  end if;
  return query
  select u.id
  from auth.users as u
  where strpos(lower(u.email), lower(find_accounts.search)) > 0
  limit find_accounts.at_most + 1;
  get diagnostics v_found = row_count;
  if v_found > find_accounts.at_most then
    perform ai_quota.raise_bad_request(
      format(
        'search fits more than %s accounts, got %L', find_accounts.at_most,
        left(find_accounts.search, 50)
      ),
      'Pass more of the e-mail address, or a whole user id.'
    );
  end if;
end
$$;

-- Users with calls since a moment, or with usage of past days that the job has not counted.
create or replace function ai_quota.list_changed_users(since timestamptz)
returns setof uuid
language plpgsql
stable
set search_path = ''
set timezone = 'UTC'
as $$
begin
  return query
  select u.user_id
  from public.ai_agent_usage as u
  where u.created_at >= list_changed_users.since
  union
  select l.user_id from ai_quota.late_days as l where l.user_id is not null;
end
$$;

-- The usage of each user in some UTC days: as the job has counted it, but for the users whose usage
-- changed since, or of all if it never ran. Running totals make a range of days the difference of two
-- of them.
create or replace function ai_quota.rank_users(
  from_day date,
  to_day date,
  sort text,
  of_tier text,
  search text,
  skip bigint,
  at_most bigint
)
returns table (user_id uuid, figure double precision, total_rows bigint)
language plpgsql
stable
set search_path = ''
set work_mem = '64MB'
-- A plan for the arguments that are given: others would read what these leave out.
set plan_cache_mode = 'force_custom_plan'
as $$
#variable_conflict use_column
declare
  v_counted_at timestamptz := (
    select r.recent_counted_at from ai_quota.rollup as r where r.counted_through is not null
  );
  v_found uuid[];
  v_changed uuid[];
begin
  if rank_users.search is not null then
    v_found := array(select * from ai_quota.find_accounts(rank_users.search));
  end if;
  if v_counted_at is not null then
    -- Calls that ran when the job counted.
    v_changed := array(
      select * from ai_quota.list_changed_users(v_counted_at - interval '5 minutes')
    );
  end if;
  return query
  with sums as (
    select p.user_id, p.figure
    from (
      select
        u.user_id,
        case rank_users.sort
          when 'tokens' then u.tokens[b.last] - coalesce(u.tokens[b.before], 0)
          when 'requests' then u.requests[b.last] - coalesce(u.requests[b.before], 0)
          else u.costs[b.last] - coalesce(u.costs[b.before], 0)
        end as figure
      from ai_quota.usage_by_user as u
        cross join lateral (
          select
            width_bucket(rank_users.from_day - 1, u.days) as before,
            case
              when rank_users.to_day >= (v_counted_at at time zone 'UTC')::date
                then cardinality(u.days)
              else width_bucket(rank_users.to_day, u.days)
            end as last
        ) as b
      where v_counted_at is not null
        and b.last > b.before
        and u.user_id <> all (v_changed)
        and (v_found is null or u.user_id = any (v_found))
      -- Computed here, so that no arrays are carried along.
      offset 0
    ) as p
    union all
    select
      d.user_id,
      sum(
        case rank_users.sort
          when 'tokens' then d.tokens
          when 'requests' then d.requests
          else d.cost_usd
        end
      )::double precision
    from public.ai_quota_daily as d
    where d.day between rank_users.from_day and rank_users.to_day
      and (v_changed is null or d.user_id = any (v_changed))
      and (v_found is null or d.user_id = any (v_found))
    group by d.user_id
  ),
  listed as (
    select s.user_id, s.figure from sums as s where v_found is null
    union all
    -- A search finds users without calls too.
    select f.user_id, coalesce(s.figure, 0)
    from unnest(v_found) as f (user_id)
      left join sums as s on s.user_id = f.user_id
  )
  select l.user_id, l.figure, count(*) over ()
  from listed as l
  where rank_users.of_tier is null
    or l.user_id in (
      select q.user_id from public.user_ai_quotas as q where q.tier = rank_users.of_tier
    )
  order by l.figure desc, l.user_id
  limit rank_users.at_most
  offset rank_users.skip;
end
$$;

-- Users whose running totals differ from ai_quota_daily up to the last day that is counted, with the
-- last day on which they do. Not those that the job will count again, nor those without an account,
-- as for days.
create or replace function ai_quota.find_user_differences(of_user uuid default null)
returns table (user_id uuid, day date, problem text, expected bigint, found bigint)
language plpgsql
stable
set search_path = ''
-- A plan for everybody or for one user.
set plan_cache_mode = 'force_custom_plan'
as $$
#variable_conflict use_column
declare
  v_through date := (select r.counted_through from ai_quota.rollup as r);
begin
  if v_through is null then
    return;
  end if;
  return query
  select distinct on (c.user_id, m.metric)
    c.user_id, c.day, m.metric || ' of the past days of a user', ai_quota.to_bigint(m.expected),
    ai_quota.to_bigint(m.found::numeric)
  from (
    select
      coalesce(e.user_id, p.user_id) as user_id, coalesce(e.last_day, v_through) as day,
      coalesce(e.days, 0) as days, coalesce(e.tokens, 0) as tokens,
      coalesce(e.requests, 0) as requests, coalesce(e.cost_usd, 0) as cost_usd, f.days as found_days,
      case when f.days = 0 then 0 else p.tokens[f.days] end as found_tokens,
      case when f.days = 0 then 0 else p.requests[f.days] end as found_requests,
      case when f.days = 0 then 0 else p.costs[f.days] end as found_cost_usd
    from (
      -- Until the day before the user's next one.
      select
        x.user_id, lead(x.day, 1, v_through + 1) over w - 1 as last_day, count(*) over w as days,
        sum(x.tokens) over w as tokens, sum(x.requests) over w as requests,
        sum(x.cost_usd) over w as cost_usd
      from public.ai_quota_daily as x
      where x.day <= v_through
        and (find_user_differences.of_user is null or x.user_id = find_user_differences.of_user)
      window w as (partition by x.user_id order by x.day)
    ) as e
      full join (
        select u.user_id, u.days, u.tokens, u.requests, u.costs
        from ai_quota.usage_by_user as u
        where find_user_differences.of_user is null or u.user_id = find_user_differences.of_user
      ) as p on p.user_id = e.user_id
      cross join lateral (
        select coalesce(width_bucket(coalesce(e.last_day, v_through), p.days), 0) as days
      ) as f
  ) as c
    cross join lateral (
      values
        ('days', c.days::numeric, c.found_days::double precision),
        ('tokens', c.tokens, c.found_tokens),
        ('requests', c.requests, c.found_requests),
        ('millionths of a dollar', c.cost_usd * 1000000, c.found_cost_usd * 1000000)
    ) as m (metric, expected, found)
  where (c.days, c.tokens::double precision, c.requests::double precision, c.cost_usd::double precision)
      is distinct from (c.found_days, c.found_tokens, c.found_requests, c.found_cost_usd)
    and (abs(m.expected::double precision - m.found) <= 0.5) is not true
    and c.user_id not in (
      select l.user_id
      from ai_quota.late_days as l
      where l.user_id is not null and l.day <= v_through
    )
    and c.user_id in (select u.id from auth.users as u)
  order by c.user_id, m.metric, c.day desc;
end
$$;

-- schemas/functions/admins.sql
-- Refuses callers who are neither admins nor the server.
create or replace function ai_quota.authorize_admin()
returns void
language plpgsql
stable
set search_path = ''
as $$
begin
  if ai_quota.is_end_user() and not ai_quota.is_admin() then
    perform ai_quota.raise_bad_request(
      'this is for admins, operators and the server, not for other users',
      'An admin''s app_metadata has ai_quota_role = admin.',
      '42501'
    );
  end if;
end
$$;

-- The UTC days that are asked for: by default the 30 that end today.
create or replace function ai_quota.validate_days(inout from_day date, inout to_day date)
language plpgsql
stable
set search_path = ''
as $$
begin
  to_day := coalesce(to_day, (now() at time zone 'UTC')::date);
  from_day := coalesce(from_day, to_day - 29);
  if from_day not between '2000-01-01' and '9999-12-31'
    or to_day not between '2000-01-01' and '9999-12-31'
    or to_day - from_day not between 0 and 365
  then
    perform ai_quota.raise_bad_request(
      format('from_day and to_day must be 1 to 366 days in order, got %s and %s', from_day, to_day),
      'Pass UTC days, the first and the last; leave them out for the 30 days that end today.'
    );
  end if;
end
$$;

create or replace function ai_quota.validate_page(page bigint, page_size bigint)
returns void
language plpgsql
set search_path = ''
as $$
begin
  if (validate_page.page between 1 and 1000000) is not true then
    perform ai_quota.raise_out_of_range(
      'page', validate_page.page, 1, 1000000, 'The first page is 1.'
    );
  end if;
  if (validate_page.page_size between 1 and 1000) is not true then
    perform ai_quota.raise_out_of_range(
      'page_size', validate_page.page_size, 1, 1000, 'Ask for the next page for more rows.'
    );
  end if;
end
$$;

create or replace function ai_quota.validate_word(argument text, value text, words text[])
returns void
language plpgsql
set search_path = ''
as $$
begin
  if (validate_word.value = any (validate_word.words)) is not true then
    perform ai_quota.raise_bad_request(
      format(
        '%s must be one of %s, got %s', argument, array_to_string(words, ', '),
        coalesce(quote_literal(left(value, 50)), 'null')
      ),
      format('Leave %s out for the default.', argument)
    );
  end if;
end
$$;

create or replace function ai_quota.validate_user(user_id uuid)
returns void
language plpgsql
stable
set search_path = ''
as $$
begin
  if not exists (select from auth.users as u where u.id = validate_user.user_id) then
    perform ai_quota.raise_bad_request(
      format('user_id does not exist, got %s', coalesce(validate_user.user_id::text, 'null')),
      'Pass the id of a row in auth.users.'
    );
  end if;
end
$$;

-- A text as a cell: where the caller asked for CSV, an apostrophe before what a spreadsheet would
-- take for a formula.
create or replace function ai_quota.cell(value text)
returns text
language plpgsql
stable
set search_path = ''
as $$
begin
  if value ~ '^[-=+@\t\r\n]'
    and coalesce(nullif(current_setting('request.headers', true), '')::jsonb ->> 'accept', '')
      ~* 'text/csv'
  then
    return '''' || value;
  end if;
  return value;
end
$$;

-- The usage of some UTC days by day and reporter: as the job has counted it, and from the ledger
-- since then.
create or replace function ai_quota.sum_days(from_day date, to_day date, tier text default null)
returns setof ai_quota.usage_by_tier
language plpgsql
stable
set search_path = ''
set timezone = 'UTC'
as $$
#variable_conflict use_column
declare
  -- Never counted: from the first day.
  v_since timestamptz := greatest(
    sum_days.from_day, (select r.recent_counted_at from ai_quota.rollup as r)
  );
begin
  return query
  select t.*
  from ai_quota.usage_by_tier as t
  where t.day between sum_days.from_day and sum_days.to_day
    and (sum_days.tier is null or t.tier = sum_days.tier)
    and exists (select from ai_quota.rollup as r where r.recent_counted_at is not null);
  return query
  select s.*
  from ai_quota.sum_tiers(v_since, sum_days.to_day + 1) as s
  where sum_days.tier is null or s.tier = sum_days.tier;
  return query
  select
    d.day, d.tier, d.reported_by, ai_quota.to_bigint(sum(d.tokens)),
    ai_quota.to_bigint(sum(d.requests)), sum(d.cost_usd),
    ai_quota.to_bigint(sum(d.unpriced_requests))
  from ai_quota.deleted_usage_by_label as d
  where d.day between sum_days.from_day and sum_days.to_day
    and (sum_days.tier is null or d.tier = sum_days.tier)
    and exists (select from ai_quota.rollup as r where r.recent_counted_at is null)
  group by 1, 2, 3;
end
$$;

-- How many users made calls on some UTC days, each counted once. Days that the job has not counted,
-- or not lately, are read from the ledger.
create or replace function ai_quota.count_active(
  from_day date,
  to_day date,
  tier text default null
)
returns bigint
language plpgsql
stable
set search_path = ''
as $$
declare
  v_counted date := (
    select case
      when r.recent_counted_at > now() - interval '15 minutes' then r.recent_day
      else least(r.recent_day - 1, r.counted_through)
    end
    from ai_quota.rollup as r
  );
begin
  return (
    select coalesce(sum(a.users), 0)
    from ai_quota.active_users as a
    where a.day between count_active.from_day and least(count_active.to_day, v_counted)
      and a.previous_day < count_active.from_day
      and v_counted is not null
      and (count_active.tier is null or a.tier = count_active.tier)
  ) + (
    select coalesce(sum(d.users), 0)
    from ai_quota.deleted_active_users as d
    where d.day between greatest(count_active.from_day, v_counted + 1) and count_active.to_day
      and d.previous_day < count_active.from_day
      and (count_active.tier is null or d.tier = count_active.tier)
  ) + (
    select count(*)
    from generate_series(
      0, count_active.to_day - greatest(count_active.from_day, v_counted + 1)
    ) as n
      cross join lateral ai_quota.list_active(
        greatest(count_active.from_day, v_counted + 1) + n
      ) as l
    where l.previous_day < count_active.from_day
      and (count_active.tier is null or l.tier = count_active.tier)
  );
end
$$;

-- The users of each tier, as the job has counted them, unless that is long ago.
create or replace function ai_quota.read_tiers()
returns setof ai_quota.tier_counts
language plpgsql
stable
set search_path = ''
as $$
begin
  if exists (
    select from ai_quota.rollup as r where r.recent_counted_at > now() - interval '15 minutes'
  ) then
    return query select t.* from ai_quota.tier_counts as t;
  else
    return query select t.* from ai_quota.count_tiers() as t;
  end if;
end
$$;

-- Checks the limits that an operator gives.
create or replace function ai_quota.validate_override(override public.ai_quota_overrides)
returns void
language plpgsql
stable
set search_path = ''
as $$
declare
  v_figure record;
  v_figures integer := num_nonnulls(
    override.monthly_token_quota, override.monthly_request_quota, override.extra_tokens,
    override.extra_requests
  );
begin
  for v_figure in
    select f.name, f.value
    from (
      values
        ('monthly_token_quota', override.monthly_token_quota),
        ('monthly_request_quota', override.monthly_request_quota),
        ('extra_tokens', override.extra_tokens),
        ('extra_requests', override.extra_requests)
    ) as f (name, value)
    where f.value not between 1 and 9000000000000000000
  loop
    perform ai_quota.raise_out_of_range(
      v_figure.name, v_figure.value, 1, 9000000000000000000, 'Leave it out for the tier''s limit.'
    );
  end loop;
  if override.is_unlimited = (v_figures > 0) then
    perform ai_quota.raise_bad_request(
      format(
        'an override is either is_unlimited or has limits, got is_unlimited %s and %s limits',
        override.is_unlimited, v_figures
      ),
      'Pass one of monthly_token_quota, monthly_request_quota, extra_tokens, extra_requests, or '
      || 'is_unlimited.'
    );
  end if;
  if override.expires_at <= now() then
    perform ai_quota.raise_bad_request(
      format('expires_at must be in the future, got %s', override.expires_at),
      'Leave expires_at out for an override without an end.'
    );
  end if;
end
$$;

-- schemas/functions/forecast.sql
-- What a user will probably use from as_of to the end of each following UTC day, up to last_day,
-- and the standard deviation of that, from the days seen so far: one figure a day from first_day to
-- yesterday, and today as far as it has gone. A line through them, of which six weeks ago counts
-- half, times what is usual on the weekday. A slope counts as far as it stands out from the noise.
create or replace function ai_quota.project_days(
  first_day date,
  tokens double precision[],
  today_tokens double precision,
  as_of timestamptz,
  last_day date
)
returns table (
  day date,
  expected double precision,
  deviation double precision,
  weekday_shares double precision[]
)
language sql
immutable
set search_path = ''
set timezone = 'UTC'
as $$
  with now as (
    select
      (project_days.as_of at time zone 'UTC')::date as today,
      extract(epoch from (project_days.as_of at time zone 'UTC')::time)::double precision / 86400
        as share
  ),
  -- Places are days before as_of.
  seen as materialized (
    select
      extract(isodow from d.day)::integer as weekday, d.tokens,
      d.day - n.today + 0.5 - n.share as place,
      power(0.5, (n.today - d.day) / 42.0) as weight
    from now as n
      cross join lateral (
        select project_days.first_day + t.place::integer - 1 as day, t.tokens
        from unnest(project_days.tokens) with ordinality as t (tokens, place)
      ) as d
    union all
    select
      extract(isodow from n.today)::integer, project_days.today_tokens / n.share, - n.share / 2,
      n.share
    from now as n
    where n.share > 0.1
  ),
  mean as (
    select coalesce(sum(s.weight * s.tokens) / nullif(sum(s.weight), 0), 0) as tokens
    from seen as s
  ),
  weekdays as materialized (
    select
      k.weekday,
      case
        when m.tokens > 0 then (coalesce(sum(s.weight * s.tokens), 0) + 0.5 * m.tokens)
          / ((coalesce(sum(s.weight), 0) + 0.5) * m.tokens)
        else 1
      end as share
    from generate_series(1, 7) as k (weekday)
      cross join mean as m
      left join seen as s on s.weekday = k.weekday
    group by k.weekday, m.tokens
  ),
  sums as (
    select
      sum(s.weight) as weight, sum(s.weight * w.share) as s0, sum(s.weight * w.share * s.place) as s1,
      sum(s.weight * w.share * s.place * s.place) as s2, sum(s.weight * s.tokens) as y0,
      sum(s.weight * s.tokens * s.place) as y1
    from seen as s
      join weekdays as w on w.weekday = s.weekday
  ),
  line as materialized (
    select
      coalesce(u.weight, 0) as weight, coalesce(u.y0 / nullif(u.s0, 0), 0) as level,
      coalesce(u.s1 / nullif(u.s0, 0), 0) as middle,
      coalesce((u.s0 * u.y1 - u.s1 * u.y0) / nullif(u.s0 * u.s2 - u.s1 * u.s1, 0), 0) as slope
    from sums as u
  ),
  noise as materialized (
    select
      -- Of few days: as much as the level.
      (coalesce(sum(s.weight * r.rest * r.rest), 0) + l.level * l.level) / (l.weight + 1)
        as variance,
      coalesce(
        sum(power(s.weight * (s.place - l.middle), 2))
          / nullif(power(sum(s.weight * power(s.place - l.middle, 2)), 2), 0), 0
      ) as of_slope
    from line as l
      left join seen as s on true
      left join weekdays as w on w.weekday = s.weekday
      left join lateral (
        select s.tokens - w.share * (l.level + l.slope * (s.place - l.middle)) as rest
      ) as r on true
    group by l.level, l.weight
  ),
  trend as (
    select
      l.level, l.middle, l.weight, e.variance,
      coalesce(
        l.slope * power(l.slope, 2) / nullif(power(l.slope, 2) + 4 * e.variance * e.of_slope, 0), 0
      ) as slope
    from line as l
      cross join noise as e
  )
  select
    n.today + a.days,
    sum(
      p.part * w.share * greatest(t.level + t.slope * (p.place - t.middle), 0)
    ) over (order by a.days),
    -- Of the days, and of their mean, which is not known exactly.
    sqrt(t.variance * (c.days + power(c.days, 2) / (t.weight + 1))),
    (
      select array_agg(x.share * 7 / y.share order by x.weekday)
      from weekdays as x
        cross join (select sum(z.share) as share from weekdays as z) as y
    )
  from now as n
    cross join trend as t
    cross join generate_series(0, greatest(project_days.last_day - n.today, 0)) as a (days)
    cross join lateral (
      select
        case when a.days = 0 then 1 - n.share else 1 end as part,
        case when a.days = 0 then (1 - n.share) / 2 else a.days + 0.5 - n.share end as place
    ) as p
    cross join lateral (select a.days + 1 - n.share as days) as c
    join weekdays as w on w.weekday = extract(isodow from n.today + a.days)
$$;

-- When a user's quota will probably be used up, and what the period will come to.
create or replace function ai_quota.forecast(user_id uuid, as_of timestamptz default now())
returns table (
  reset_date date,
  used bigint,
  "limit" bigint,
  expected_used bigint,
  expected_used_low bigint,
  expected_used_high bigint,
  limit_on date,
  limit_on_earliest date,
  limit_on_latest date,
  expected_cost_usd numeric,
  tokens_per_day numeric,
  weekday_shares numeric[],
  days_of_history integer
)
language plpgsql
stable
set search_path = ''
set timezone = 'UTC'
as $$
#variable_conflict use_column
declare
  -- Nine of ten cases are below it, and one of ten is below its negative.
  v_spread constant double precision := 1.2816;
  v_today constant date := (forecast.as_of at time zone 'UTC')::date;
  v_quota constant public.user_ai_quotas := ai_quota.read_quota(forecast.user_id, forecast.as_of);
  v_used constant double precision := v_quota.current_month_tokens;
  v_limit constant double precision := v_quota.monthly_token_quota;
  v_last constant date := (v_quota.period_end at time zone 'UTC')::date - 1;
  v_first date;
  v_days double precision[];
  v_today_tokens double precision;
  v_cost numeric;
  v_rate numeric;
begin
  select
    min(d.day) filter (where d.day < v_today and d.tokens > 0),
    coalesce(sum(d.tokens) filter (where d.day = v_today), 0),
    coalesce(
      sum(d.cost_usd) filter (where d.day >= (v_quota.period_start at time zone 'UTC')::date), 0
    ),
    coalesce(sum(d.cost_usd) / nullif(sum(d.tokens), 0), 0)
  into v_first, v_today_tokens, v_cost, v_rate
  from public.ai_quota_daily as d
  where d.user_id = forecast.user_id and d.day between v_today - 56 and v_today;
  v_days := array(
    select greatest(coalesce(d.tokens, 0), 0)
    from generate_series(0, v_today - v_first - 1) as n
      left join public.ai_quota_daily as d
        on d.user_id = forecast.user_id and d.day = v_first + n
    order by n
  );

  return query
  with ahead as materialized (
    select
      p.day, v_used + p.expected as expected,
      v_used + greatest(p.expected - v_spread * p.deviation, 0) as low,
      v_used + p.expected + v_spread * p.deviation as high, p.weekday_shares
    from ai_quota.project_days(v_first, v_days, v_today_tokens, forecast.as_of, v_last) as p
  ),
  ends as (
    select a.* from ahead as a order by a.day desc limit 1
  )
  select
    v_last + 1, v_used::bigint, v_limit::bigint, e.expected::bigint, e.low::bigint, e.high::bigint,
    (select min(a.day) from ahead as a where a.expected >= v_limit),
    (select min(a.day) from ahead as a where a.high >= v_limit),
    (select min(a.day) from ahead as a where a.low >= v_limit),
    round(v_cost + greatest(e.expected - v_used, 0)::numeric * v_rate, 6),
    round(
      (
        (e.expected - v_used)
        / nullif(greatest(extract(epoch from v_quota.period_end - forecast.as_of), 0), 0) * 86400
      )::numeric, 2
    ),
    (
      select array_agg(round(w.share::numeric, 3) order by w.place)
      from unnest(e.weekday_shares) with ordinality as w (share, place)
    ),
    coalesce(cardinality(v_days), 0)
  from ends as e;
end
$$;

-- schemas/functions/replay.sql
-- Checks proposed tiers: {"free": {"monthly_token_quota": 20000, "monthly_request_quota": null}}.
create or replace function ai_quota.validate_tiers(tiers jsonb)
returns void
language plpgsql
stable
set search_path = ''
as $$
declare
  v_tier record;
  v_limit record;
begin
  if jsonb_typeof(validate_tiers.tiers) <> 'object' then
    perform ai_quota.raise_bad_request(
      format('tiers must be an object, got %s', left(validate_tiers.tiers::text, 50)),
      'Pass {"free": {"monthly_token_quota": 20000}}, or leave tiers out for the limits then in force.'
    );
  end if;
  for v_tier in select e.key, e.value from jsonb_each(validate_tiers.tiers) as e loop
    if not exists (select from public.ai_quota_tiers as t where t.tier = v_tier.key) then
      perform ai_quota.refuse_unknown_tier(v_tier.key);
    end if;
    if jsonb_typeof(v_tier.value) <> 'object' then
      perform ai_quota.raise_bad_request(
        format('tiers.%s must be an object, got %s', v_tier.key, left(v_tier.value::text, 50)),
        'Pass {"monthly_token_quota": 20000}.'
      );
    end if;
    for v_limit in select e.key, e.value from jsonb_each(v_tier.value) as e loop
      if v_limit.key not in ('monthly_token_quota', 'monthly_request_quota')
        or v_limit.value <> 'null' and (
          jsonb_typeof(v_limit.value) <> 'number'
          or v_limit.value::text !~ '^[1-9][0-9]{0,17}$'
        )
      then
        perform ai_quota.raise_bad_request(
          format(
            'tiers.%s must have monthly_token_quota or monthly_request_quota, whole and positive or '
            || 'null, got %s: %s', v_tier.key, left(v_limit.key, 50), left(v_limit.value::text, 50)
          ),
          'Leave a limit out to keep the one then in force; null is unlimited.'
        );
      end if;
    end loop;
  end loop;
end
$$;

-- The periods of the last months, closed ones and the open one of each user, with the limits then in
-- force and those proposed. A limit that was the user's own then, by an override or a boost, stays:
-- it differs from its tier's. What is above the limit in the ledger was admitted then, because usage
-- is recorded and never refused.
create or replace function ai_quota.replayed_periods(tiers jsonb, months integer)
returns table (
  user_id uuid,
  period_start timestamptz,
  period_end timestamptz,
  tier text,
  tokens_used bigint,
  requests_used bigint,
  old_tokens bigint,
  old_requests bigint,
  new_tokens bigint,
  new_requests bigint
)
language sql
stable
set search_path = ''
as $$
  select
    p.user_id, p.period_start, p.period_end, p.tier, p.tokens_used, p.requests_used,
    p.monthly_token_quota, p.monthly_request_quota,
    case
      when n.proposed ? 'monthly_token_quota'
        then (n.proposed ->> 'monthly_token_quota')::bigint
      else p.monthly_token_quota
    end,
    case
      when n.proposed ? 'monthly_request_quota'
        then (n.proposed ->> 'monthly_request_quota')::bigint
      else p.monthly_request_quota
    end
  from (
    select
      c.user_id, c.period_start, c.period_end, c.tier, c.tokens_used, c.requests_used,
      c.monthly_token_quota, c.monthly_request_quota
    from public.ai_quota_periods as c
    union all
    select
      q.user_id, q.period_start, q.period_end, q.tier, q.current_month_tokens::bigint,
      q.current_month_requests::bigint, q.monthly_token_quota::bigint,
      q.monthly_request_quota::bigint
    from public.user_ai_quotas as q
  ) as p
    left join public.ai_quota_overrides as o
      on o.user_id = p.user_id
      and o.created_at < p.period_end
      and (o.expires_at is null or o.expires_at > p.period_start)
    left join lateral (
      select replayed_periods.tiers -> p.tier as proposed
      where o.user_id is null
        and not exists (
          select from ai_quota.boosts as b
          where b.user_id = p.user_id
            and b.created_at < p.period_end
            and b.expires_at > p.period_start
        )
    ) as n on true
  where p.period_end > now() - make_interval(months => replayed_periods.months)
$$;

-- What each period would have been denied. A smaller limit denies the calls that begin at or beyond
-- it, and what was denied then. A larger one admits as many of the denied calls, of their mean size,
-- as fit on top of what was used. The same limit denies what was denied.
create or replace function ai_quota.replay_periods(tiers jsonb, months integer)
returns table (
  user_id uuid,
  period_start timestamptz,
  tier text,
  was_denied bigint,
  denied_calls bigint,
  denied_tokens bigint,
  needed_tokens bigint,
  needed_requests bigint,
  saved_usd numeric,
  added_usd numeric
)
language plpgsql
stable
set search_path = ''
set timezone = 'UTC'
set work_mem = '64MB'
as $$
#variable_conflict use_column
begin
  return query
  with periods as materialized (
    select p.* from ai_quota.replayed_periods(replay_periods.tiers, replay_periods.months) as p
  ),
  -- Of two periods that meet on a day, the one whose alert says that it was denied.
  denials as materialized (
    select
      p.user_id, p.period_start, sum(p.denials)::bigint as denials, sum(p.tokens)::bigint as tokens,
      sum(p.denials) filter (where p.reason = 'tokens') as by_tokens,
      sum(p.denials) filter (where p.reason = 'requests') as by_requests
    from (
      select distinct on (d.user_id, d.day, d.reason)
        x.user_id, x.period_start, d.reason, d.denials, d.tokens
      from public.ai_quota_denials as d
        join periods as x
          on x.user_id = d.user_id
          and (x.period_start at time zone 'UTC')::date <= d.day
          and (x.period_end at time zone 'UTC') > d.day
      where d.reason in ('tokens', 'requests')
      order by
        d.user_id, d.day, d.reason,
        exists (
          select from public.ai_quota_alerts as a
          where a.user_id = x.user_id and a.period_start = x.period_start and a.kind = 'denied'
        ) desc,
        x.period_start desc
    ) as p
    group by p.user_id, p.period_start
  ),
  stricter as materialized (
    select p.user_id, p.period_start, p.period_end, n.new_tokens, n.new_requests
    from periods as p
      -- Only what is smaller than it was denies anything new.
      cross join lateral (
        select
          case
            when p.new_tokens < coalesce(p.old_tokens, 9223372036854775807) then p.new_tokens
          end as new_tokens,
          case
            when p.new_requests < coalesce(p.old_requests, 9223372036854775807) then p.new_requests
          end as new_requests
      ) as n
    where p.tokens_used > n.new_tokens or p.requests_used > n.new_requests
  ),
  calls as (
    select
      s.user_id, s.period_start, s.new_tokens, s.new_requests, u.tokens, u.requests, u.cost_usd,
      sum(u.tokens) over w as tokens_so_far, sum(u.requests) over w as requests_so_far
    from stricter as s
      cross join lateral (
        select
          l.id::text as id, l.created_at, (l.tokens_prompt + l.tokens_completion)::bigint as tokens,
          l.requests::bigint as requests, l.cost_usd::numeric as cost_usd
        from public.ai_agent_usage as l
        where l.user_id = s.user_id
          and l.created_at >= s.period_start
          and l.created_at < s.period_end
          and not l.is_adjustment
      ) as u
    window w as (partition by s.user_id, s.period_start order by u.created_at, u.id)
  ),
  cut as (
    select
      c.user_id, c.period_start, count(*) as calls, sum(c.tokens)::bigint as tokens,
      coalesce(sum(c.cost_usd), 0) as cost_usd
    from calls as c
    where c.tokens_so_far > c.new_tokens or c.requests_so_far > c.new_requests
    group by c.user_id, c.period_start
  ),
  admitted as (
    select
      d.user_id, d.period_start,
      case
        when (
            coalesce(p.new_tokens, 9223372036854775807)
              > coalesce(p.old_tokens, 9223372036854775807)
            or d.by_tokens is null
          )
          and (
            coalesce(p.new_requests, 9223372036854775807)
              > coalesce(p.old_requests, 9223372036854775807)
            or d.by_requests is null
          )
          and (p.new_tokens, p.new_requests) is distinct from (p.old_tokens, p.old_requests)
          then greatest(
            least(
              d.denials,
              floor(
                (p.new_tokens - p.tokens_used)::numeric * d.denials / nullif(d.tokens, 0)
              ),
              p.new_requests - p.requests_used
            ), 0
          )
        else 0
      end::bigint as calls
    from denials as d
      join periods as p on p.user_id = d.user_id and p.period_start = d.period_start
  )
  select
    p.user_id, p.period_start, p.tier, coalesce(d.denials, 0),
    coalesce(c.calls, 0) + coalesce(d.denials - a.calls, 0),
    coalesce(c.tokens, 0)
      + coalesce(round(d.tokens::numeric * (d.denials - a.calls) / d.denials), 0)::bigint,
    p.tokens_used + coalesce(d.tokens / d.denials, 0),
    p.requests_used + case when d.denials > 0 then 1 else 0 end,
    coalesce(c.cost_usd, 0),
    coalesce(d.tokens::numeric * a.calls / d.denials * r.per_token, 0)
  from periods as p
    left join denials as d on d.user_id = p.user_id and d.period_start = p.period_start
    left join admitted as a on a.user_id = p.user_id and a.period_start = p.period_start
    left join cut as c on c.user_id = p.user_id and c.period_start = p.period_start
    -- At what the user's tokens cost in the period.
    left join lateral (
      select sum(x.cost_usd) / nullif(sum(x.tokens), 0) as per_token
      from public.ai_quota_daily as x
      where a.calls > 0
        and x.user_id = p.user_id
        and x.day >= (p.period_start at time zone 'UTC')::date
        and x.day < (p.period_end at time zone 'UTC')
    ) as r on true;
end
$$;

-- The public tiers above each tier, the nearest first, with their limits as proposed.
create or replace function ai_quota.list_upgrades(tiers jsonb)
returns table (tier text, upgrade_tier text, place bigint, tokens bigint, requests bigint)
language sql
stable
set search_path = ''
as $$
  select
    o.tier, t.tier,
    row_number() over (
      partition by o.tier order by t.sort_order, n.tokens nulls last, t.tier
    ),
    n.tokens, n.requests
  from public.ai_quota_tiers as t
    join public.ai_quota_tiers as o on t.tier <> o.tier and t.sort_order >= o.sort_order
    cross join lateral (
      select
        case
          when list_upgrades.tiers -> t.tier ? 'monthly_token_quota'
            then (list_upgrades.tiers -> t.tier ->> 'monthly_token_quota')::bigint
          else t.monthly_token_quota
        end as tokens,
        case
          when list_upgrades.tiers -> t.tier ? 'monthly_request_quota'
            then (list_upgrades.tiers -> t.tier ->> 'monthly_request_quota')::bigint
          else t.monthly_request_quota
        end as requests
    ) as n
  where t.is_public
$$;

-- schemas/functions/recommendations.sql
-- Users who reached their limit in every closed period of the last months, and in two at least.
create or replace function ai_quota.users_at_limit(months integer)
returns table (kind text, user_id uuid, subject text, figure numeric, advice text)
language sql
stable
set search_path = ''
as $$
  with reached as (
    select p.user_id, max(p.tier) as tier, count(*) as periods
    from public.ai_quota_periods as p
    where p.period_end > now() - make_interval(months => users_at_limit.months)
      and not p.is_early
      and (p.tokens_used >= p.monthly_token_quota or p.requests_used >= p.monthly_request_quota)
    group by p.user_id
    having count(*) >= 2
  )
  select
    'always_at_limit', r.user_id, r.tier, r.periods,
    'The limit was reached in every period: offer a larger tier.'
  from reached as r
  -- A subquery for each of the few who reached it; `not exists` would read everybody's periods.
  where (
    select bool_and(
      coalesce(p.tokens_used >= p.monthly_token_quota, false)
      or coalesce(p.requests_used >= p.monthly_request_quota, false)
    )
    from public.ai_quota_periods as p
    where p.user_id = r.user_id
      and p.period_end > now() - make_interval(months => users_at_limit.months)
      and not p.is_early
  )
$$;

-- Tiers of which nine of ten periods of the last months stayed below half of both limits.
create or replace function ai_quota.tiers_not_filled(months integer)
returns table (kind text, user_id uuid, subject text, figure numeric, advice text)
language sql
stable
set search_path = ''
as $$
  with shares as (
    -- In steps of a thousandth: there are few of them, however many periods there are.
    select
      p.tier,
      ceil(
        1000 * greatest(
          p.tokens_used::double precision / p.monthly_token_quota,
          p.requests_used::double precision / p.monthly_request_quota
        )
      ) as share,
      count(*) as periods
    from public.ai_quota_periods as p
    where p.period_end > now() - make_interval(months => tiers_not_filled.months)
      and num_nonnulls(p.monthly_token_quota, p.monthly_request_quota) > 0
    group by 1, 2
  ),
  running as (
    select
      s.tier, s.share, sum(s.periods) over (partition by s.tier order by s.share) as periods,
      sum(s.periods) over (partition by s.tier) as all_periods
    from shares as s
  )
  select
    'tier_not_filled', null::uuid, r.tier, round(min(r.share)::numeric / 10, 2),
    'Nine of ten periods used at most this percentage: the tier could be smaller, or cheaper.'
  from running as r
  where r.periods >= 0.9 * r.all_periods
  group by r.tier
  having min(r.share) < 500
$$;

-- Models of the last 30 days, each with the cheapest priced model of the same family, if it costs
-- half or less. The family of a name is what is before its first digit: gpt-, claude-, gemini-.
create or replace function ai_quota.cheaper_models()
returns table (kind text, user_id uuid, subject text, figure numeric, advice text)
language sql
stable
set search_path = ''
as $$
  with used as (
    select b.model, sum(b.cost_usd) as cost_usd
    from ai_quota.usage_by_label as b
    where b.day > (now() at time zone 'UTC')::date - 30 and b.reported_by = 'server'
    group by b.model
    having sum(b.cost_usd) > 0
  ),
  prices as materialized (
    select distinct on (p.model)
      p.model, substring(p.model from '^[^0-9]+') as family,
      -- Three tokens in for one out.
      3 * p.input_price + p.output_price as price
    from public.ai_quota_prices as p
    where p.valid_from <= (now() at time zone 'UTC')::date
    order by p.model, p.valid_from desc
  ),
  cheapest as materialized (
    select distinct on (p.family) p.family, p.model, p.price
    from prices as p
    where p.price > 0
    order by p.family, p.price, p.model
  )
  select
    'cheaper_model', null::uuid, u.model || ' -> ' || c.model,
    round(u.cost_usd * (1 - c.price / p.price), 2),
    'By price only: this much less for the same tokens. Whether it does the work is for you to try.'
  from used as u
    join prices as p on p.model = u.model
    join cheapest as c on c.family = p.family and c.price <= p.price / 2
$$;

-- schemas/functions/integrity.sql
-- The period that a ledger row without one is charged to: the open one, the closed one that it falls
-- into, or its calendar month. Such rows are from an older deployment, or written by hand.
create or replace function ai_quota.charged_period(user_id uuid, created_at timestamptz)
returns timestamptz
language plpgsql
stable
set search_path = ''
as $$
begin
  return coalesce(
    (
      select q.period_start
      from public.user_ai_quotas as q
      where q.user_id = charged_period.user_id
        and q.period_start <= charged_period.created_at
        and q.period_end > charged_period.created_at
    ),
    (
      select p.period_start
      from public.ai_quota_periods as p
      where p.user_id = charged_period.user_id
        and p.period_start <= charged_period.created_at
        and p.period_end > charged_period.created_at
      order by p.period_start desc
      limit 1
    ),
    date_trunc('month', charged_period.created_at, 'UTC')
  );
end
$$;

-- What the ledger charges to each period, of everybody or of one user, without some of its rows.
-- With the time zone UTC, because created_at may be a timestamp without time zone in an older
-- deployment.
create or replace function ai_quota.ledger_charges(
  of_user uuid default null,
  uncounted text[] default '{}'
)
returns table (user_id uuid, period_start timestamptz, tokens bigint, requests bigint)
language plpgsql
stable
set search_path = ''
set timezone = 'UTC'
as $$
#variable_conflict use_column
begin
  return query
  select
    u.user_id, coalesce(u.period_start, ai_quota.charged_period(u.user_id, u.created_at)),
    (u.tokens_prompt + u.tokens_completion - coalesce(u.excess_tokens, 0))::bigint,
    (u.requests - coalesce(u.excess_requests, 0))::bigint
  from public.ai_agent_usage as u
  where (ledger_charges.of_user is null or u.user_id = ledger_charges.of_user)
    and (ledger_charges.uncounted = '{}' or u.id::text <> all (ledger_charges.uncounted))
  union all
  select
    u.user_id, u.excess_period_start, coalesce(u.excess_tokens, 0)::bigint,
    coalesce(u.excess_requests, 0)::bigint
  from public.ai_agent_usage as u
  where (ledger_charges.of_user is null or u.user_id = ledger_charges.of_user)
    and u.excess_period_start is not null
    and (ledger_charges.uncounted = '{}' or u.id::text <> all (ledger_charges.uncounted))
  union all
  select o.user_id, o.period_start, o.tokens, o.requests
  from ai_quota.opening_balances as o
  where ledger_charges.of_user is null or o.user_id = ledger_charges.of_user;
end
$$;

-- The same, summed by user and period.
create or replace function ai_quota.ledger_sums(of_user uuid default null)
returns table (user_id uuid, period_start timestamptz, tokens bigint, requests bigint)
language plpgsql
stable
set search_path = ''
as $$
#variable_conflict use_column
begin
  return query
  select l.user_id, l.period_start, sum(l.tokens)::bigint, sum(l.requests)::bigint
  from ai_quota.ledger_charges(ledger_sums.of_user) as l
  group by l.user_id, l.period_start;
end
$$;

-- Sums of the ledger by user and UTC day, as ai_quota_daily counts them: since the installation,
-- without some of its rows.
create or replace function ai_quota.ledger_days(
  of_user uuid default null,
  uncounted text[] default '{}'
)
returns table (
  user_id uuid,
  day date,
  tokens bigint,
  requests bigint,
  cost_usd numeric,
  unpriced_requests bigint
)
language plpgsql
stable
set search_path = ''
set timezone = 'UTC'
as $$
#variable_conflict use_column
declare
  v_installed_at timestamptz := (select min(r.installed_at) from ai_quota.releases as r);
begin
  return query
  select
    u.user_id, (u.created_at::timestamptz at time zone 'UTC')::date,
    sum(u.tokens_prompt + u.tokens_completion)::bigint, sum(u.requests)::bigint,
    coalesce(sum(u.cost_usd), 0)::numeric,
    coalesce(
      sum(u.requests) filter (
        where u.cost_usd is null and (not u.is_adjustment or u.usage_source = 'estimated')
      ), 0
    )::bigint
  from public.ai_agent_usage as u
  where (ledger_days.of_user is null or u.user_id = ledger_days.of_user)
    and (ledger_days.uncounted = '{}' or u.id::text <> all (ledger_days.uncounted))
    and (u.period_start is not null or u.created_at > v_installed_at)
  group by u.user_id, (u.created_at::timestamptz at time zone 'UTC')::date;
end
$$;

-- What is missing of what concerns everybody: a dump and its restore, or a tool that compares
-- schemas, may lose it.
create or replace function ai_quota.find_missing_parts()
returns table (problem text)
language sql
stable
set search_path = ''
as $$
  select pg_catalog.format('trigger %s on auth.users is missing or disabled', n.name)
  from (values ('~ai_quota_handle_new_user'), ('~ai_quota_delete_user_data')) as n (name)
  where not exists (
    select from pg_catalog.pg_trigger as t
    where t.tgrelid = 'auth.users'::pg_catalog.regclass
      and t.tgname = n.name
      and t.tgenabled in ('O', 'A')
  )
  union all
  select pg_catalog.format('row level security of %s is off', c.oid::pg_catalog.regclass)
  from pg_catalog.pg_class as c
  where c.relkind = 'r'
    and not c.relrowsecurity
    and (
      c.relnamespace = 'public'::pg_catalog.regnamespace
      and (c.relname like 'ai\_quota\_%' or c.relname in ('user_ai_quotas', 'ai_agent_usage'))
      or c.relnamespace = 'ai_quota'::pg_catalog.regnamespace
    )
  union all
  select pg_catalog.format('security_invoker of %s is off', c.oid::pg_catalog.regclass)
  from pg_catalog.pg_class as c
  where c.relkind = 'v'
    and c.relnamespace = 'public'::pg_catalog.regnamespace
    and c.relname like 'ai\_quota\_%'
    and 'security_invoker=true' <> all (coalesce(c.reloptions, '{}'))
  union all
  select 'the row of ai_quota.settings is missing: the strictest value of each holds'
  where not exists (select from ai_quota.settings)
  union all
  select 'the row of ai_quota.limits_version is missing: every call takes its limits anew'
  where not exists (select from ai_quota.limits_version)
$$;

-- What differs from the ledger, the reservations and the tiers, of everybody or of one user.
create or replace function ai_quota.find_differences(of_user uuid default null)
returns table (
  user_id uuid,
  period_start timestamptz,
  problem text,
  expected bigint,
  found bigint
)
language plpgsql
stable
set search_path = ''
as $$
#variable_conflict use_column
declare
  v_default_tier text := ai_quota.default_tier();
  v_version bigint := (select v.version from ai_quota.limits_version as v);
begin
  return query
  with ledger as materialized (
    select l.* from ai_quota.ledger_sums(find_differences.of_user) as l
  ),
  quotas as materialized (
    select q.* from public.user_ai_quotas as q
    where find_differences.of_user is null or q.user_id = find_differences.of_user
  ),
  ledger_days as materialized (
    select l.*, min(l.day) over (partition by l.user_id) as first_day
    from ai_quota.ledger_days(find_differences.of_user) as l
  ),
  days as materialized (
    select d.* from public.ai_quota_daily as d
    where find_differences.of_user is null or d.user_id = find_differences.of_user
  ),
  counted as (
    select
      q.user_id, q.period_start, m.metric || ' of the open period' as problem,
      coalesce(m.expected, 0) as expected, m.found
    from quotas as q
      left join ledger as l on l.user_id = q.user_id and l.period_start = q.period_start
      cross join lateral (
        values
          ('tokens', l.tokens, q.current_month_tokens),
          ('requests', l.requests, q.current_month_requests)
      ) as m (metric, expected, found)
    union all
    -- Only periods whose ledger rows are still there.
    select p.user_id, p.period_start, m.metric || ' of a closed period', m.expected, m.found
    from public.ai_quota_periods as p
      join ledger as l on l.user_id = p.user_id and l.period_start = p.period_start
      cross join lateral (
        values
          ('tokens', l.tokens, p.tokens_used),
          ('requests', l.requests, p.requests_used)
      ) as m (metric, expected, found)
    union all
    -- Not the days before the first ledger row: their rows may have been moved away. Nor
    -- those of nobody: they are rows without an account, below.
    select
      coalesce(l.user_id, d.user_id), (coalesce(l.day, d.day) + time '00:00') at time zone 'UTC',
      m.metric || ' of a day', coalesce(m.expected, 0), coalesce(m.found, 0)
    from ledger_days as l
      full join days as d on d.user_id = l.user_id and d.day = l.day
      cross join lateral (
        values
          ('tokens', l.tokens, d.tokens),
          ('requests', l.requests, d.requests),
          ('millionths of a dollar', (l.cost_usd * 1000000)::bigint, (d.cost_usd * 1000000)::bigint),
          ('unpriced requests', l.unpriced_requests, d.unpriced_requests)
      ) as m (metric, expected, found)
    where coalesce(l.user_id, d.user_id) in (select u.id from auth.users as u)
      and (
        l.day is not null
        or d.day >= (select min(f.first_day) from ledger_days as f where f.user_id = d.user_id)
        or d.day >= (
          select (q.period_start at time zone 'UTC')::date from quotas as q
          where q.user_id = d.user_id
        )
      )
    union all
    select
      r.user_id, r.period_start, 'ledger rows of a ' || r.status || ' reservation', 1, 0
    from public.ai_quota_reservations as r
    where (find_differences.of_user is null or r.user_id = find_differences.of_user)
      and r.status in ('settled', 'charged')
      and not exists (select from public.ai_agent_usage as u where u.reservation_id = r.id)
    union all
    -- Rows that wait for the limits of an edited tier are right as soon as they are used.
    select q.user_id, q.period_start, m.problem, m.expected, m.found
    from quotas as q
      join auth.users as u on u.id = q.user_id
      left join public.ai_quota_tiers as t
        on t.tier = q.tier and t.tier = coalesce(q.assigned_tier, v_default_tier)
        and not exists (
          select from public.ai_quota_subscriptions as s where s.user_id = q.user_id
        )
        and not exists (select from public.ai_quota_overrides as o where o.user_id = q.user_id)
        and not exists (select from ai_quota.boosts as b where b.user_id = q.user_id)
      cross join lateral ai_quota.entitlement(q.user_id, q.assigned_tier) as e
      cross join lateral (
        values
          ('limit of tokens', e.monthly_token_quota, q.monthly_token_quota),
          ('limit of requests', e.monthly_request_quota, q.monthly_request_quota),
          (
            format('tier %s in place of %s', q.tier, e.tier), 0::bigint,
            (q.tier <> e.tier)::integer::bigint
          )
      ) as m (problem, expected, found)
    where (q.limits_expire_at is null or q.limits_expire_at > now())
      and q.limits_version = v_version
      and (t.monthly_token_quota, t.monthly_request_quota, q.tier)
        is distinct from (q.monthly_token_quota, q.monthly_request_quota, t.tier)
    union all
    select q.user_id, q.period_start, m.metric || ' reserved', m.expected, m.found
    from quotas as q
      cross join lateral ai_quota.sum_reservations(q, now()) as h
      cross join lateral (
        values
          ('tokens', h.tokens, q.reserved_tokens),
          ('requests', h.requests, q.reserved_requests)
      ) as m (metric, expected, found)
    where q.reserved_valid_until is null or q.reserved_valid_until > now()
    union all
    select l.user_id, max(l.period_start), 'quota row', 1, 0
    from ledger as l
      join auth.users as u on u.id = l.user_id
    where not exists (select from quotas as q where q.user_id = l.user_id)
    group by l.user_id
    union all
    select o.user_id, null, o.name || ' rows without an account', 0, o.found
    from (
      select l.user_id, 'ledger' as name, count(*) as found from ledger as l group by l.user_id
      union all
      select r.user_id, 'reservation', count(*)
      from public.ai_quota_reservations as r
      where find_differences.of_user is null or r.user_id = find_differences.of_user
      group by r.user_id
      union all
      select p.user_id, 'period', count(*)
      from public.ai_quota_periods as p
      where find_differences.of_user is null or p.user_id = find_differences.of_user
      group by p.user_id
      union all
      select d.user_id, 'day', count(*) from days as d group by d.user_id
    ) as o
    -- An older deployment may have rows of nobody.
    where o.user_id is not null
      and not exists (select from auth.users as u where u.id = o.user_id)
      and not exists (select from ai_quota.anonymized_users as a where a.user_id = o.user_id)
    union all
    select null, (l.day + time '00:00') at time zone 'UTC', l.problem, l.expected, l.found
    from ai_quota.find_label_differences() as l
    where find_differences.of_user is null
    union all
    select
      s.user_id, (s.day + time '00:00') at time zone 'UTC', s.problem, s.expected, s.found
    from ai_quota.find_user_differences(find_differences.of_user) as s
    union all
    select null, null, p.problem, 1, 0
    from ai_quota.find_missing_parts() as p
    where find_differences.of_user is null
  )
  -- Counters of older deployments may be of other types.
  select c.user_id, c.period_start, c.problem, c.expected::bigint, c.found::bigint
  from counted as c
  where c.expected is distinct from c.found;
end
$$;

-- Sets a user's counters and days to the sums of the ledger, under the lock of the quota row.
create or replace function ai_quota.repair_quota(user_id uuid)
returns public.user_ai_quotas
language plpgsql
set search_path = ''
set timezone = 'UTC'
as $$
#variable_conflict use_column
declare
  v_user_id uuid := repair_quota.user_id;
  v_quota public.user_ai_quotas;
  v_day record;
begin
  -- Under the lock that every call takes, so that the ledger does not change.
  v_quota := ai_quota.lock_quota(v_user_id, refresh => true);
  update public.user_ai_quotas as q
  set
    current_month_tokens = coalesce(greatest(l.tokens, 0), 0),
    current_month_requests = coalesce(greatest(l.requests, 0), 0),
    reserved_valid_until = 'epoch'
  from public.user_ai_quotas as o
    left join ai_quota.ledger_sums(v_user_id) as l
      on l.user_id = o.user_id and l.period_start = o.period_start
  where q.user_id = v_user_id and o.user_id = v_user_id;
  update public.ai_quota_periods as p
  set tokens_used = greatest(l.tokens, 0), requests_used = greatest(l.requests, 0)
  from ai_quota.ledger_sums(v_user_id) as l
  where p.user_id = v_user_id and l.period_start = p.period_start;

  -- Days before the first ledger row stay: their rows may have been moved away.
  delete from public.ai_quota_closed_days as d
  where d.user_id = v_user_id
    and d.day >= least(
      (select min(l.day) from ai_quota.ledger_days(v_user_id) as l), (v_quota.period_start at time zone 'UTC')::date
    );
  insert into public.ai_quota_closed_days (
    user_id, day, tokens, requests, cost_usd, unpriced_requests
  )
  select l.user_id, l.day, l.tokens, l.requests, l.cost_usd, l.unpriced_requests
  from ai_quota.ledger_days(v_user_id) as l
  where l.day <> v_quota.current_day;
  select coalesce(l.tokens, 0) as tokens, coalesce(l.requests, 0) as requests,
    coalesce(l.cost_usd, 0) as cost_usd, coalesce(l.unpriced_requests, 0) as unpriced
  into v_day
  from (select) as one
    left join ai_quota.ledger_days(v_user_id) as l on l.day = v_quota.current_day;
  update public.user_ai_quotas as q
  set
    current_day_tokens = v_day.tokens,
    current_day_requests = v_day.requests,
    current_day_cost_usd = v_day.cost_usd,
    current_day_unpriced = v_day.unpriced
  where q.user_id = v_user_id;
  perform ai_quota.mark_days(v_user_id);
  perform ai_quota.count_users(array[v_user_id], greatest(r.recent_day, r.counted_through))
  from ai_quota.rollup as r
  where r.counted_through is not null;
  return ai_quota.lock_quota(v_user_id);
end
$$;

-- schemas/api/get_user_quota_status.sql
-- Definer: computes a missing row from tables that users may not read. If nobody is signed in (SQL
-- editor, service_role), the answer is what a new user would have.
create or replace function public.get_user_quota_status()
returns setof public.ai_quota_status
language plpgsql
stable
security definer
set search_path = ''
as $$
declare
  v_user_id uuid := auth.uid();
  v_quota public.user_ai_quotas;
begin
  select q.* into v_quota
  from public.user_ai_quotas as q
  where q.user_id = v_user_id
    and least(q.period_end, q.limits_expire_at, q.reserved_valid_until) > current_timestamp
    and q.limits_version = (select v.version from ai_quota.limits_version as v)
    and not q.is_anonymous;
  if not found then
    v_quota := ai_quota.read_quota(v_user_id);
  end if;
  return next ai_quota.describe_quota(v_quota);
end
$$;

-- Definer: as get_user_quota_status.
create or replace function public.get_quota_status_for(user_id uuid)
returns setof public.ai_quota_status
language plpgsql
stable
security definer
set search_path = ''
as $$
declare
  v_user_id uuid := ai_quota.authorize_user(user_id);
begin
  if not exists (select from auth.users as u where u.id = v_user_id) then
    perform ai_quota.raise_bad_request(
      format('user_id does not exist, got %s', v_user_id), 'Pass the id of a row in auth.users.'
    );
  end if;
  return next ai_quota.describe_quota(ai_quota.read_quota(v_user_id));
end
$$;

comment on function public.get_quota_status_for is
  'The quota of a user now, for the server.
Arguments: user_id.
Returns: the row of get_user_quota_status.
Errors: 22023 for an unknown user, 42501 for any other caller.';

-- schemas/api/track_usage.sql
-- Lock order: the ledger's idempotency key, quota row (before it the account, if the row is created
-- or outdated), then reservation. Long, because every function call costs a part of the time of a
-- bare insert and update. Definer: no API role may write the ledger or the counters.
create or replace function public.track_usage(
  agent_id uuid default null,
  session_id uuid default null,
  discipline text default null,
  workflow_id text default null,
  tokens_prompt bigint default null,
  tokens_completion bigint default null,
  model_used text default null,
  cost_usd numeric default null,
  tokens_cached bigint default 0,
  tokens_reasoning bigint default 0,
  user_id uuid default null,
  request_id text default null,
  reservation_id uuid default null,
  tokens_cache_write bigint default 0,
  tokens_audio_prompt bigint default 0,
  tokens_audio_completion bigint default 0,
  requests bigint default 1,
  is_final boolean default true,
  occurred_at timestamptz default null,
  usage_source text default 'provider'
)
returns setof public.ai_quota_status
language plpgsql
volatile
security definer
set search_path = ''
as $$
#variable_conflict use_column
declare
  v_user_id uuid;
  v_caller public.ai_quota_caller := 'server'::public.ai_quota_caller;
  -- Set for end users, whose writes are counted by the minute.
  v_minute timestamptz;
  v_writes_per_minute integer;
  v_tokens bigint;
  v_today date := (current_timestamp at time zone 'UTC')::date;
  -- An adopted ledger may have columns of other types; assignment converts the values.
  v_id public.ai_agent_usage.id%type;
  v_agent_id public.ai_agent_usage.agent_id%type;
  v_session_id public.ai_agent_usage.session_id%type := track_usage.session_id;
  v_discipline public.ai_agent_usage.discipline%type := track_usage.discipline;
  v_workflow_id public.ai_agent_usage.workflow_id%type := track_usage.workflow_id;
  v_period timestamptz;
  v_cost numeric;
  v_despite text;
  v_before public.user_ai_quotas;
  v_quota public.user_ai_quotas;
begin
  if track_usage.user_id is not null and current_setting('role', true) = 'service_role' then
    v_user_id := track_usage.user_id;
  else
    v_user_id := ai_quota.authorize_user(track_usage.user_id, is_report => true);
    if ai_quota.is_end_user() then
      v_caller := 'user'::public.ai_quota_caller;
      v_minute := date_trunc('minute', current_timestamp, 'UTC');
      select s.user_writes_per_minute into v_writes_per_minute from ai_quota.settings as s;
      track_usage.cost_usd := null;
    end if;
  end if;

  -- Fast path for valid input; validate_usage names what is wrong with the rest.
  if (
    track_usage.tokens_cached between 0 and track_usage.tokens_prompt
    and track_usage.tokens_reasoning between 0 and track_usage.tokens_completion
    and track_usage.tokens_prompt <= 2147483647 - track_usage.tokens_completion
    and (track_usage.tokens_cache_write, track_usage.tokens_audio_prompt,
      track_usage.tokens_audio_completion, track_usage.requests) = (0, 0, 0, 1)
    and track_usage.usage_source = 'provider'
    and num_nonnulls(track_usage.agent_id, track_usage.cost_usd, track_usage.occurred_at) = 0
    -- A text that begins with a printable character is not blank.
    and least(
      track_usage.discipline collate "C", track_usage.workflow_id, track_usage.model_used,
      track_usage.request_id, '~'
    ) >= '!'
    and greatest(
      length(track_usage.discipline), length(track_usage.workflow_id),
      length(track_usage.model_used), length(track_usage.request_id), 0
    ) <= 200
  ) is not true then
    perform ai_quota.validate_usage(
      row(
        track_usage.agent_id, track_usage.session_id, track_usage.discipline,
        track_usage.workflow_id, track_usage.tokens_prompt, track_usage.tokens_completion,
        track_usage.model_used, track_usage.cost_usd, track_usage.tokens_cached,
        track_usage.tokens_cache_write, track_usage.tokens_reasoning,
        track_usage.tokens_audio_prompt, track_usage.tokens_audio_completion,
        track_usage.requests, track_usage.user_id, track_usage.request_id,
        track_usage.reservation_id, track_usage.is_final, track_usage.occurred_at,
        track_usage.usage_source
      )::ai_quota.usage_call,
      v_caller
    );
    track_usage.tokens_cached := coalesce(track_usage.tokens_cached, 0);
    track_usage.tokens_cache_write := coalesce(track_usage.tokens_cache_write, 0);
    track_usage.tokens_reasoning := coalesce(track_usage.tokens_reasoning, 0);
    track_usage.tokens_audio_prompt := coalesce(track_usage.tokens_audio_prompt, 0);
    track_usage.tokens_audio_completion := coalesce(track_usage.tokens_audio_completion, 0);
    track_usage.requests := coalesce(track_usage.requests, 1);
    track_usage.usage_source := coalesce(track_usage.usage_source, 'provider');
    v_agent_id := track_usage.agent_id;
    if track_usage.agent_id is not null and not ai_quota.agent_exists(track_usage.agent_id) then
      v_despite := format('agent %s unknown', track_usage.agent_id);
      v_agent_id := null;
    end if;
  end if;

  v_tokens := track_usage.tokens_prompt + track_usage.tokens_completion;

  -- Before the quota row is locked, to keep that lock short. record_unusual corrects the period if
  -- it is not the open one. A second call with the same key waits here until the first one commits.
  insert into public.ai_agent_usage (
    user_id, agent_id, session_id, discipline, workflow_id, tokens_prompt, tokens_completion,
    tokens_cached, tokens_reasoning, model_used, cost_usd, requests, request_id, reservation_id,
    period_start, created_at, tokens_cache_write, tokens_audio_prompt, tokens_audio_completion,
    reported_by, usage_source, recorded_despite
  )
  select
    v_user_id, v_agent_id, v_session_id, v_discipline, v_workflow_id,
    track_usage.tokens_prompt, track_usage.tokens_completion,
    track_usage.tokens_cached, track_usage.tokens_reasoning,
    track_usage.model_used,
    case
      when track_usage.cost_usd is not null then round(track_usage.cost_usd, 12)
      when track_usage.model_used is not null then ai_quota.call_cost(
        track_usage.model_used, coalesce(track_usage.occurred_at, current_timestamp),
        track_usage.tokens_prompt, track_usage.tokens_completion,
        track_usage.tokens_cached, track_usage.tokens_cache_write,
        track_usage.tokens_reasoning, track_usage.tokens_audio_prompt,
        track_usage.tokens_audio_completion
      )
    end,
    track_usage.requests, track_usage.request_id, track_usage.reservation_id,
    coalesce(
      (select q.period_start from public.user_ai_quotas as q where q.user_id = v_user_id),
      date_trunc('month', current_timestamp, 'UTC')
    ),
    coalesce(track_usage.occurred_at, current_timestamp),
    track_usage.tokens_cache_write, track_usage.tokens_audio_prompt,
    track_usage.tokens_audio_completion, v_caller,
    track_usage.usage_source::public.ai_quota_usage_source, v_despite
  where not exists (
    select from ai_quota.request_keys as k
    where k.user_id = v_user_id and k.request_id = track_usage.request_id
  )
  on conflict (user_id, request_id, reported_by) where request_id is not null do nothing
  returning id, cost_usd, period_start into v_id, v_cost, v_period;
  if not found then
    perform ai_quota.validate_retry(
      v_user_id, v_caller, track_usage.request_id, track_usage.cost_usd,
      track_usage.occurred_at,
      row(
        v_agent_id, v_session_id, v_discipline, v_workflow_id,
        track_usage.tokens_prompt, track_usage.tokens_completion, track_usage.model_used,
        track_usage.tokens_cached, track_usage.tokens_cache_write,
        track_usage.tokens_reasoning, track_usage.tokens_audio_prompt,
        track_usage.tokens_audio_completion, track_usage.requests, track_usage.reservation_id,
        track_usage.usage_source
      ),
      v_despite is not null
    );
    return next ai_quota.describe_quota(ai_quota.read_quota(v_user_id));
    return;
  end if;
  if v_despite is not null and v_caller = 'user' then
    perform ai_quota.raise_bad_request(
      format('agent_id does not exist, got %s', track_usage.agent_id),
      'Pass the id of a row in ai_agents, or leave agent_id out.'
    );
  end if;

  if track_usage.occurred_at is not null
    or track_usage.is_final is false
    or track_usage.reservation_id is not null and v_caller = 'user'
  then
    null;
  elsif track_usage.reservation_id is null then
    update public.user_ai_quotas as q
    set
      current_month_tokens = q.current_month_tokens + v_tokens,
      current_month_requests = q.current_month_requests + track_usage.requests,
      current_day_tokens = q.current_day_tokens + v_tokens,
      current_day_requests = q.current_day_requests + track_usage.requests,
      current_day_cost_usd = q.current_day_cost_usd + coalesce(v_cost, 0.0),
      current_day_unpriced =
        q.current_day_unpriced + case when v_cost is null then track_usage.requests else 0 end,
      user_minute = coalesce(v_minute, q.user_minute),
      user_writes = case
        when v_minute is null then q.user_writes
        when q.user_minute = v_minute then q.user_writes + 1
        else 1
      end
    where q.user_id = v_user_id
      and q.period_start = v_period
      and q.current_day = v_today
      and least(q.period_end, q.limits_expire_at, q.reserved_valid_until) > current_timestamp
      and q.limits_version = (select v.version from ai_quota.limits_version as v)
      and q.current_month_tokens <= 9000000000000000000
      and (
        v_minute is null
        or not q.is_blocked
        and (
          q.user_minute is distinct from v_minute
          or q.user_writes < v_writes_per_minute
        )
      )
    returning q.* into v_quota;
    if not found then
      perform ai_quota.lock_account(v_user_id);
    end if;
  else
    -- The same, and what the reservation holds is freed.
    begin
      update public.user_ai_quotas as q
      set
        current_month_tokens = q.current_month_tokens + v_tokens,
        current_month_requests = q.current_month_requests + track_usage.requests,
        current_day_tokens = q.current_day_tokens + v_tokens,
        current_day_requests = q.current_day_requests + track_usage.requests,
        current_day_cost_usd = q.current_day_cost_usd + coalesce(v_cost, 0.0),
        current_day_unpriced =
          q.current_day_unpriced + case when v_cost is null then track_usage.requests else 0 end,
        reserved_tokens = q.reserved_tokens - r.tokens,
        reserved_requests = q.reserved_requests - r.requests,
        reserved_valid_until = case
          when q.reserved_tokens > r.tokens then q.reserved_valid_until else q.period_end
        end
      from public.ai_quota_reservations as r
      where q.user_id = v_user_id
        and q.period_start = v_period
        and q.current_day = v_today
        and least(q.period_end, q.limits_expire_at, q.reserved_valid_until) > current_timestamp
        and q.limits_version = (select v.version from ai_quota.limits_version as v)
        and q.current_month_tokens <= 9000000000000000000
        and r.id = track_usage.reservation_id
        and r.user_id = v_user_id
        and r.status = 'pending'
        and r.tokens_settled + r.requests_settled = 0
        and r.period_start = q.period_start
        and r.expires_at >= q.reserved_valid_until
      returning q.* into v_quota;
      if found then
        update public.ai_quota_reservations as r
        set status = 'settled', closed_at = current_timestamp
        where r.id = track_usage.reservation_id
          and r.status = 'pending'
          and r.tokens_settled + r.requests_settled = 0;
      end if;
      if not found then
        -- Outdated, or ended by another call while this one waited for the quota row. Undone, which
        -- unlocks that row too: record_unusual locks the account before it.
        raise sqlstate 'AIQ01';
      end if;
    exception
      when sqlstate 'AIQ01' then
        v_quota := null;
    end;
  end if;

  if v_quota.user_id is null then
    v_quota := ai_quota.record_unusual(
      v_user_id, v_id, v_tokens, track_usage.requests, v_cost, v_caller, track_usage.reservation_id,
      track_usage.is_final, track_usage.occurred_at
    );
  -- At most three quarters of a limit: below that no threshold can be reached.
  elsif v_quota.current_month_tokens >= v_quota.monthly_token_quota / 4 * 3
    or v_quota.current_month_requests >= v_quota.monthly_request_quota / 4 * 3
  then
    v_before := v_quota;
    v_before.current_month_tokens := v_quota.current_month_tokens - v_tokens;
    v_before.current_month_requests := v_quota.current_month_requests - track_usage.requests;
    perform ai_quota.write_alerts(v_before, v_quota);
  end if;
  return next ai_quota.describe_quota(v_quota);
end
$$;

comment on function public.track_usage is
  'Records one call to a model: a ledger row and the counters, in one transaction. Usage past the
limit is recorded too. A signed-in user records for itself, service_role for anyone.
Arguments: tokens_prompt and tokens_completion (tokens, required, 0 allowed); tokens_cached,
tokens_cache_write and tokens_audio_prompt (parts of tokens_prompt), tokens_reasoning and
tokens_audio_completion (parts of tokens_completion), null is 0; model_used, discipline, workflow_id
(texts of 1 to 200 characters), session_id, agent_id (a row of ai_agents); requests (0 to 1000000,
default 1); request_id (idempotency key: the same call sent again by the same user or by the server
is counted once); reservation_id (from reserve_tokens: settled with what was really used, also when
late), is_final (false: this is a part of the call, the rest of the reservation stays); usage_source
(provider or estimated). For service_role only: user_id, cost_usd (US dollars; else computed from
ai_quota_prices, null for an unknown model), occurred_at (at most 35 days ago).
Returns: the row of get_user_quota_status, after the call.
Errors: 22023 for an argument out of its range or an unknown user; for a signed-in user also for an
unknown agent or a reservation that is unknown or closed (what the server reports is recorded all the
same: see ai_agent_usage.recorded_despite); 23505 for a request_id of another call; 42501 for
somebody else''s user_id, the server''s reservation, a blocked user, or where
ai_quota.settings.users_report_usage is off; 429 for more than
ai_quota.settings.user_writes_per_minute.';

-- schemas/api/track_usage_batch.sql
-- Reads one element of a batch. What is wrong with it is raised as track_usage would.
create or replace function ai_quota.read_call(element jsonb)
returns ai_quota.usage_call
language plpgsql
stable
set search_path = ''
as $$
declare
  v_call ai_quota.usage_call;
  v_unknown text;
begin
  if jsonb_typeof(element) <> 'object' then
    perform ai_quota.raise_bad_request(
      format('a call must be an object, got %s', left(element::text, 50)),
      'Pass the arguments of track_usage as an object.'
    );
  end if;
  v_call := jsonb_populate_record(null::ai_quota.usage_call, element);
  select k.key into v_unknown
  from jsonb_object_keys(element) as k (key)
  where not to_jsonb(v_call) ? k.key
  limit 1;
  if found then
    perform ai_quota.raise_bad_request(
      format('%s is no argument of track_usage', left(v_unknown, 50)), 'Leave it out.'
    );
  end if;
  perform ai_quota.validate_usage(v_call, 'server');
  if v_call.user_id is null then
    perform ai_quota.raise_bad_request(
      'user_id is required, got null', 'Pass the id of the user who made the call.'
    );
  end if;
  v_call.tokens_cached := coalesce(v_call.tokens_cached, 0);
  v_call.tokens_cache_write := coalesce(v_call.tokens_cache_write, 0);
  v_call.tokens_reasoning := coalesce(v_call.tokens_reasoning, 0);
  v_call.tokens_audio_prompt := coalesce(v_call.tokens_audio_prompt, 0);
  v_call.tokens_audio_completion := coalesce(v_call.tokens_audio_completion, 0);
  v_call.requests := coalesce(v_call.requests, 1);
  v_call.usage_source := coalesce(v_call.usage_source, 'provider');
  return v_call;
end
$$;

-- Definer: as track_usage. Lock order: the accounts, so that none is deleted meanwhile, then the
-- idempotency keys of all calls, in one order, then quota rows in the order of their users, so that
-- neither two batches nor a batch and a call deadlock.
create or replace function public.track_usage_batch(calls jsonb)
returns table (
  place integer,
  result text,
  code text,
  message text,
  hint text
)
language plpgsql
volatile
security definer
set search_path = ''
as $$
#variable_conflict use_column
declare
  v_count integer;
  v_calls ai_quota.usage_call[] := array[]::ai_quota.usage_call[];
  v_call ai_quota.usage_call;
  v_ids text[];
  v_counted text[];
  v_costs numeric[];
  v_results text[];
  v_codes text[];
  v_messages text[];
  v_hints text[];
  v_code text;
  v_message text;
  v_hint text;
  v_users uuid[];
  v_user_id uuid;
  v_agent_id uuid;
  v_despite text;
  v_id public.ai_agent_usage.id%type;
  v_cost numeric;
  v_period timestamptz;
  v_periods timestamptz[];
  v_at integer;
  v_sum record;
  v_quota public.user_ai_quotas;
  -- Columns of an adopted ledger may be of other types.
  v_ledger public.ai_agent_usage;
  v_rows public.ai_agent_usage[];
begin
  perform ai_quota.authorize_server();
  if jsonb_typeof(calls) is distinct from 'array' then
    perform ai_quota.raise_bad_request(
      'calls must be an array', 'Pass an array of 1 to 1000 objects, the arguments of track_usage.'
    );
  end if;
  v_count := jsonb_array_length(calls);
  if v_count not between 1 and 1000 then
    perform ai_quota.raise_out_of_range(
      'calls', v_count, 1, 1000, 'Send longer lists in several calls.'
    );
  end if;
  v_results := array_fill(null::text, array[v_count]);
  v_codes := v_results;
  v_messages := v_results;
  v_hints := v_results;
  v_ids := v_results;
  v_costs := array_fill(null::numeric, array[v_count]);
  v_periods := array_fill(null::timestamptz, array[v_count]);

  for v_at in 1 .. v_count loop
    begin
      v_call := ai_quota.read_call(calls -> v_at - 1);
    exception
      when others then
        v_results[v_at] := 'refused';
        get stacked diagnostics v_code = returned_sqlstate, v_message = message_text,
          v_hint = pg_exception_hint;
        v_codes[v_at] := v_code;
        v_messages[v_at] := v_message;
        v_hints[v_at] := v_hint;
        v_call := null;
    end;
    v_calls := v_calls || v_call;
  end loop;

  v_users := array(
    select u.id
    from auth.users as u
    where u.id in (select c.user_id from unnest(v_calls) as c)
    order by u.id
    for key share
  );
  for v_at in
    select c.ordinality::integer
    from unnest(v_calls) with ordinality as c
    where v_results[c.ordinality] is null
    order by c.user_id, c.request_id nulls first, c.ordinality
  loop
    v_call := v_calls[v_at];
    if v_call.user_id <> all (v_users) then
      v_results[v_at] := 'refused';
      v_codes[v_at] := '22023';
      v_messages[v_at] := format('user_id does not exist, got %s', v_call.user_id);
      v_hints[v_at] := 'Pass the id of a row in auth.users: the user who made the call.';
      continue;
    end if;
    v_agent_id := v_call.agent_id;
    v_despite := null;
    if v_call.agent_id is not null and not ai_quota.agent_exists(v_call.agent_id) then
      v_despite := format('agent %s unknown', v_call.agent_id);
      v_agent_id := null;
    end if;
    v_ledger := null;
    v_ledger.agent_id := v_agent_id;
    v_ledger.session_id := v_call.session_id;
    v_ledger.discipline := v_call.discipline;
    v_ledger.workflow_id := v_call.workflow_id;
    insert into public.ai_agent_usage (
      user_id, agent_id, session_id, discipline, workflow_id, tokens_prompt, tokens_completion,
      tokens_cached, tokens_reasoning, model_used, cost_usd, requests, request_id, reservation_id,
      period_start, created_at, tokens_cache_write, tokens_audio_prompt, tokens_audio_completion,
      usage_source, recorded_despite
    )
    select
      v_call.user_id, v_ledger.agent_id, v_ledger.session_id, v_ledger.discipline,
      v_ledger.workflow_id, v_call.tokens_prompt, v_call.tokens_completion, v_call.tokens_cached,
      v_call.tokens_reasoning, v_call.model_used,
      coalesce(round(v_call.cost_usd, 12), ai_quota.call_cost(
        v_call.model_used, coalesce(v_call.occurred_at, now()),
        v_call.tokens_prompt, v_call.tokens_completion, v_call.tokens_cached,
        v_call.tokens_cache_write, v_call.tokens_reasoning, v_call.tokens_audio_prompt,
        v_call.tokens_audio_completion
      )),
      v_call.requests, v_call.request_id, v_call.reservation_id,
      coalesce(
        (select q.period_start from public.user_ai_quotas as q where q.user_id = v_call.user_id),
        date_trunc('month', now(), 'UTC')
      ),
      coalesce(v_call.occurred_at, now()),
      v_call.tokens_cache_write, v_call.tokens_audio_prompt, v_call.tokens_audio_completion,
      v_call.usage_source::public.ai_quota_usage_source, v_despite
    where not exists (
      select from ai_quota.request_keys as k
      where k.user_id = v_call.user_id and k.request_id = v_call.request_id
    )
    on conflict (user_id, request_id, reported_by) where request_id is not null do nothing
    returning id, cost_usd, period_start into v_id, v_cost, v_period;
    if found then
      v_ledger.id := v_id;
      v_rows[v_at] := v_ledger;
      v_ids[v_at] := v_id::text;
      v_costs[v_at] := v_cost;
      v_periods[v_at] := v_period;
      v_results[v_at] := 'recorded';
      continue;
    end if;
    begin
      perform ai_quota.validate_retry(
        v_call.user_id, 'server', v_call.request_id, v_call.cost_usd,
        v_call.occurred_at,
        row(
          v_ledger.agent_id, v_ledger.session_id, v_ledger.discipline, v_ledger.workflow_id,
          v_call.tokens_prompt, v_call.tokens_completion, v_call.model_used, v_call.tokens_cached,
          v_call.tokens_cache_write, v_call.tokens_reasoning, v_call.tokens_audio_prompt,
          v_call.tokens_audio_completion, v_call.requests, v_call.reservation_id,
          v_call.usage_source
        ),
        v_despite is not null
      );
      v_results[v_at] := 'repeated';
    exception
      when unique_violation then
        v_results[v_at] := 'refused';
        get stacked diagnostics v_code = returned_sqlstate, v_message = message_text,
          v_hint = pg_exception_hint;
        v_codes[v_at] := v_code;
        v_messages[v_at] := v_message;
        v_hints[v_at] := v_hint;
    end;
  end loop;

  v_counted := array_remove(v_ids, null);
  for v_user_id in
    select distinct c.user_id
    from unnest(v_calls) with ordinality as c
    where v_results[c.ordinality] = 'recorded'
    order by c.user_id
  loop
    perform ai_quota.lock_quota(v_user_id, uncounted => v_counted);
  end loop;
  -- Calls of the usual kind are counted in one sum a user, the others by themselves.
  for v_sum in
    select
      c.user_id,
      sum(c.tokens_prompt + c.tokens_completion)::bigint as tokens,
      sum(c.requests)::bigint as requests,
      sum(v_costs[c.ordinality]) as cost_usd,
      coalesce(sum(c.requests) filter (where v_costs[c.ordinality] is null), 0)::bigint as unpriced
    from unnest(v_calls) with ordinality as c
      join public.user_ai_quotas as q
        on q.user_id = c.user_id and q.period_start = v_periods[c.ordinality]
    where v_results[c.ordinality] = 'recorded'
      and num_nonnulls(c.reservation_id, c.occurred_at) = 0
    group by c.user_id
    order by c.user_id
  loop
    select q.* into v_quota from public.user_ai_quotas as q where q.user_id = v_sum.user_id;
    perform ai_quota.add_usage(
      v_quota, v_quota.period_start, v_sum.tokens, v_sum.requests, v_sum.cost_usd, v_sum.unpriced
    );
  end loop;
  for v_at in
    select c.ordinality::integer
    from unnest(v_calls) with ordinality as c
      join public.user_ai_quotas as q on q.user_id = c.user_id
    where v_results[c.ordinality] = 'recorded'
      and (
        num_nonnulls(c.reservation_id, c.occurred_at) > 0
        or q.period_start <> v_periods[c.ordinality]
      )
    order by c.user_id, c.ordinality
  loop
    v_call := v_calls[v_at];
    v_ledger := v_rows[v_at];
    perform ai_quota.record_unusual(
      v_call.user_id, v_ledger.id, v_call.tokens_prompt + v_call.tokens_completion, v_call.requests,
      v_costs[v_at], 'server', v_call.reservation_id, v_call.is_final, v_call.occurred_at,
      v_counted
    );
  end loop;

  return query
  select c.ordinality::integer, v_results[c.ordinality], v_codes[c.ordinality],
    v_messages[c.ordinality], v_hints[c.ordinality]
  from unnest(v_calls) with ordinality as c
  order by c.ordinality;
end
$$;

comment on function public.track_usage_batch is
  'Records many calls in one transaction: what is valid is recorded, what is not is named by its
place.
Arguments: calls (an array of 1 to 1000 objects with the arguments of track_usage; user_id is
required).
Returns: a row for each call: place (from 1), result (recorded; repeated: its request_id was
counted before; or refused), and for a refused one code, message and hint of the error that
track_usage would raise.
Errors: 22023 for what is no array of 1 to 1000, 42501 for any other caller than service_role.';

-- schemas/api/check_user_quota.sql
-- Definer: as get_user_quota_status.
create or replace function public.check_user_quota(
  p_estimated_tokens bigint default 0,
  user_id uuid default null
)
returns table (
  allowed boolean,
  remaining_tokens bigint,
  remaining_requests bigint,
  quota_limit bigint,
  request_limit bigint,
  reset_date date
)
language plpgsql
stable
security definer
set search_path = ''
as $$
declare
  v_quota public.user_ai_quotas := ai_quota.read_quota(ai_quota.authorize_user(user_id));
  v_status public.ai_quota_status := ai_quota.describe_quota(v_quota);
begin
  if (check_user_quota.p_estimated_tokens >= 0) is not true then
    perform ai_quota.raise_out_of_range(
      'p_estimated_tokens', check_user_quota.p_estimated_tokens, 0, 9223372036854775807,
      'Pass the tokens that the call may use, or leave it out.'
    );
  end if;
  allowed := ai_quota.denial_reason(
    v_quota, greatest(check_user_quota.p_estimated_tokens, 1), 1
  ) is null;
  remaining_tokens := v_status.remaining;
  remaining_requests := v_status.requests_remaining;
  quota_limit := v_status."limit";
  request_limit := v_status.requests_limit;
  reset_date := v_status.reset_date;
  return next;
end
$$;

comment on function public.check_user_quota is
  'Whether a call of this size would fit the caller''s quota now; false also for 0 if nothing is left.
Advice only: it reserves nothing.
Arguments: p_estimated_tokens (tokens, 0 or more, default 0), user_id (the server must give it).
Returns: one row allowed, remaining_tokens, remaining_requests, quota_limit (tokens), request_limit,
reset_date (UTC day); remaining and limit are null when unlimited.
Errors: 22023 for a negative or null estimate, or where the server gives no user_id; 42501 for anon
and for somebody else''s user_id.';

-- Definer: as check_user_quota.
create or replace function public.has_quota_for(tokens bigint, user_id uuid default null)
returns boolean
language plpgsql
stable
security definer
set search_path = ''
as $$
begin
  return (
    select c.allowed
    from public.check_user_quota(has_quota_for.tokens, has_quota_for.user_id) as c
  );
end
$$;

comment on function public.has_quota_for is
  'Whether that many tokens and one request would fit the caller''s quota now. For your own policies
and triggers, as in with check ((select has_quota_for(1000))). Advice only: it reserves nothing.
Arguments: tokens (0 or more), user_id (the server must give it).
Returns: true or false.
Errors: 22023 for a negative or null count, or where the server gives no user_id; 42501 for anon and
for somebody else''s user_id.';

-- schemas/api/reserve_tokens.sql
-- Long for the same reason as track_usage: the usual path is inline.
-- Definer: no API role may write reservations.
create or replace function public.reserve_tokens(
  tokens bigint default null,
  requests bigint default 1,
  expires_in_seconds bigint default 300,
  user_id uuid default null,
  request_id text default null,
  on_expiry text default 'release'
)
returns table (
  allowed boolean,
  reservation_id uuid,
  expires_at timestamptz,
  reason text,
  remaining_tokens bigint,
  remaining_requests bigint,
  reset_date date,
  upgrade_tier text
)
language plpgsql
volatile
security definer
set search_path = ''
as $$
#variable_conflict use_column
declare
  v_user_id uuid;
  v_caller public.ai_quota_caller := 'server'::public.ai_quota_caller;
  v_is_locked boolean := false;
  v_tries integer := 0;
  v_quota public.user_ai_quotas;
begin
  if reserve_tokens.user_id is not null and current_setting('role', true) = 'service_role' then
    v_user_id := reserve_tokens.user_id;
  else
    v_user_id := ai_quota.authorize_user(reserve_tokens.user_id);
    if ai_quota.is_end_user() then
      v_caller := 'user'::public.ai_quota_caller;
    end if;
  end if;
  if (
    reserve_tokens.tokens between 1 and 2147483647
    and reserve_tokens.requests between 1 and 1000000
    and reserve_tokens.expires_in_seconds between 1 and 3600
    and reserve_tokens.request_id is null
    and reserve_tokens.on_expiry = 'release'
  ) is not true then
    perform ai_quota.validate_reservation(
      reserve_tokens.tokens, reserve_tokens.requests, reserve_tokens.expires_in_seconds,
      reserve_tokens.request_id, reserve_tokens.on_expiry, v_caller
    );
  end if;
  if v_caller = 'user' or reserve_tokens.request_id is not null then
    v_quota := ai_quota.lock_quota(v_user_id);
    v_is_locked := true;
    if reserve_tokens.request_id is not null then
      select r.id, r.expires_at into reserve_tokens.reservation_id, reserve_tokens.expires_at
      from ai_quota.find_reservation(
        v_user_id, v_caller, reserve_tokens.request_id, reserve_tokens.tokens,
        reserve_tokens.requests, reserve_tokens.on_expiry
      ) as r;
    end if;
    if reserve_tokens.reservation_id is null and v_caller = 'user' then
      perform ai_quota.count_user_write(v_quota);
      perform ai_quota.limit_open_holds(v_user_id);
    end if;
  end if;

  while reserve_tokens.reservation_id is null loop
    -- By the clock, not by the start of the transaction, so that it is later than every reservation
    -- that is no longer counted.
    reserve_tokens.expires_at := clock_timestamp()
      + interval '1 second' * reserve_tokens.expires_in_seconds;
    -- PostgreSQL checks these conditions again after it has waited for the row lock. A row that
    -- lock_quota locked is up to date, whatever its columns say: a tier may have been edited since.
    update public.user_ai_quotas as q
    set
      reserved_tokens = q.reserved_tokens + reserve_tokens.tokens,
      reserved_requests = q.reserved_requests + reserve_tokens.requests,
      reserved_valid_until = least(q.reserved_valid_until, reserve_tokens.expires_at)
    where q.user_id = v_user_id
      and (
        -- A period that waits for a renewal stays over.
        v_is_locked
        or least(q.period_end, q.limits_expire_at, q.reserved_valid_until) > current_timestamp
        and q.limits_version = (select v.version from ai_quota.limits_version as v)
      )
      and not q.is_blocked
      and not q.is_anonymous
      and (
        reserve_tokens.tokens <= q.monthly_token_quota - q.current_month_tokens - q.reserved_tokens
      ) is not false
      and (
        reserve_tokens.requests
        <= q.monthly_request_quota - q.current_month_requests - q.reserved_requests
      ) is not false
      and reserve_tokens.expires_at > clock_timestamp()
    returning q.* into v_quota;
    exit when found;

    perform ai_quota.lock_account(v_user_id);
    v_quota := ai_quota.lock_quota(v_user_id);
    reason := ai_quota.denial_reason(v_quota, reserve_tokens.tokens, reserve_tokens.requests);
    exit when reason is not null;
    v_is_locked := true;
    v_tries := v_tries + 1;
    if v_tries = 10 then
      raise exception 'a locked quota neither admits nor denies: this is a bug, please report it';
    end if;
  end loop;

  allowed := reason is null;
  remaining_tokens := case
    when v_quota.monthly_token_quota is not null then greatest(
      v_quota.monthly_token_quota - v_quota.current_month_tokens - v_quota.reserved_tokens, 0
    )
  end;
  remaining_requests := case
    when v_quota.monthly_request_quota is not null then greatest(
      v_quota.monthly_request_quota - v_quota.current_month_requests - v_quota.reserved_requests, 0
    )
  end;
  reset_date := (v_quota.period_end at time zone 'UTC')::date;
  if reserve_tokens.reservation_id is not null then
    -- The same call again.
    null;
  elsif allowed then
    insert into public.ai_quota_reservations as r (
      user_id, tokens, requests, period_start, expires_at, reserved_by, on_expiry, request_id
    )
    values (
      v_user_id, reserve_tokens.tokens, reserve_tokens.requests, v_quota.period_start,
      reserve_tokens.expires_at, v_caller, reserve_tokens.on_expiry::public.ai_quota_on_expiry,
      reserve_tokens.request_id
    )
    returning r.id into reserve_tokens.reservation_id;
  else
    reserve_tokens.expires_at := null;
    upgrade_tier := ai_quota.record_denial(
      v_quota, reserve_tokens.reason, reserve_tokens.tokens, reserve_tokens.requests
    );
  end if;
  return next;
end
$$;

comment on function public.reserve_tokens is
  'Reserves tokens before a call, if used + reserved + requested stays within the limits of tokens
and requests. Settle it with track_usage(reservation_id), or release it with release_reservation.
After it expires it no longer counts. A denial is a row, not an error.
Arguments: tokens (1 or more, an upper bound of the call), requests (default 1), expires_in_seconds
(1 to 3600, to 86400 for service_role; default 300), request_id (idempotency key: the same call sent
again returns the same reservation), on_expiry (release or, for service_role, charge: a reservation
that nobody settles counts as used in full once it expires, until a later settlement corrects it),
user_id (service_role only).
Returns: one row allowed, reservation_id, expires_at, reason (of a denial: tokens, requests, blocked
or anonymous), remaining_tokens and remaining_requests (after it; null when unlimited), reset_date
(UTC day), upgrade_tier (of a denial: the first public tier above the user''s that would admit it).
Errors: 22023 for an argument out of its range or an unknown user; 23505 for a request_id of another
call or of a reservation that is closed; 42501 for somebody else''s user_id; for signed-in users 429
beyond ai_quota.settings.user_writes_per_minute and user_open_holds.';

-- Definer: as reserve_tokens.
create or replace function public.release_reservation(
  reservation_id uuid default null,
  user_id uuid default null
)
returns setof public.ai_quota_status
language plpgsql
volatile
security definer
set search_path = ''
as $$
#variable_conflict use_column
declare
  v_user_id uuid := ai_quota.authorize_user(user_id);
  v_quota public.user_ai_quotas;
  r public.ai_quota_reservations;
begin
  v_quota := ai_quota.lock_quota(v_user_id);
  select c.* into r
  from public.ai_quota_reservations as c
  where c.id = release_reservation.reservation_id and c.user_id = v_user_id;
  if r.status = 'charged' and not ai_quota.is_end_user() then
    v_quota := ai_quota.correct_charge(v_quota, r);
  elsif (r.status = 'released') is not true then
    perform ai_quota.refuse_reservation(r, release_reservation.reservation_id);
  end if;
  if r.status <> 'released' then
    v_quota := ai_quota.draw_reservation(v_quota, r, 'released');
  end if;
  return next ai_quota.describe_quota(v_quota);
end
$$;

comment on function public.release_reservation is
  'Releases a reservation that will not be used. Calling it twice is harmless.
Arguments: reservation_id (what reserve_tokens returned), user_id (service_role only).
Returns: the row of get_user_quota_status, after it.
Errors: 22023 for a reservation that is not the user''s or was settled, 42501 for somebody else''s
user_id or a reservation that the server made.';

-- schemas/api/get_user_monthly_usage.sql
-- Definer: reads only the caller's own ledger rows, by index instead of through policies. With the
-- time zone UTC, because created_at may be a timestamp without time zone in an older deployment.
create or replace function public.get_user_monthly_usage(
  p_year integer default null,
  p_month integer default null
)
returns table (
  total_tokens bigint,
  total_requests bigint,
  total_cost_usd numeric,
  period_start date,
  period_end date,
  unpriced_requests bigint
)
language plpgsql
stable
security definer
set search_path = ''
set timezone = 'UTC'
as $$
#variable_conflict use_column
declare
  v_today date := (now() at time zone 'UTC')::date;
  v_year integer := coalesce(get_user_monthly_usage.p_year, extract(year from v_today));
  v_month integer := coalesce(get_user_monthly_usage.p_month, extract(month from v_today));
begin
  if v_year not between 2000 and 9999 then
    perform ai_quota.raise_bad_request(
      format('p_year must be between 2000 and 9999, got %s', v_year),
      'Leave p_year out for the current year.'
    );
  end if;
  if v_month not between 1 and 12 then
    perform ai_quota.raise_bad_request(
      format('p_month must be between 1 and 12, got %s', v_month),
      'Leave p_month out for the current month.'
    );
  end if;
  period_start := make_date(v_year, v_month, 1);
  period_end := period_start + interval '1 month' - interval '1 day';

  return query
  select
    coalesce(sum(u.tokens_prompt + u.tokens_completion), 0)::bigint,
    coalesce(sum(u.requests), 0)::bigint,
    coalesce(sum(u.cost_usd), 0),
    get_user_monthly_usage.period_start, get_user_monthly_usage.period_end,
    coalesce(
      sum(u.requests) filter (
        where u.cost_usd is null and (not u.is_adjustment or u.usage_source = 'estimated')
      ), 0
    )::bigint
  from public.ai_agent_usage as u
  where u.user_id = auth.uid()
    and u.created_at >= get_user_monthly_usage.period_start
    and u.created_at < get_user_monthly_usage.period_end + 1;
end
$$;

comment on function public.get_user_monthly_usage is
  'What the caller used in a calendar month (UTC), summed from the ledger.
Arguments: p_year (2000 to 9999), p_month (1 to 12), each the current one by default.
Returns: one row total_tokens, total_requests, total_cost_usd (US dollars), period_start and
period_end (the first and the last UTC day), unpriced_requests (requests of unknown price, which
total_cost_usd leaves out).
Errors: 22023 for a year or month out of range, 42501 without a signed-in user.';

-- schemas/api/initialize_user_quota.sql
-- Names the tiers that exist to who asked for another one.
create or replace function ai_quota.refuse_unknown_tier(tier text)
returns void
language plpgsql
stable
set search_path = ''
as $$
begin
  perform ai_quota.raise_bad_request(
    format(
      'tier does not exist, got %s', coalesce(quote_literal(refuse_unknown_tier.tier), 'null')
    ),
    format('Pass one of %s.', (
      select string_agg(t.tier, ', ' order by t.sort_order, t.monthly_token_quota)
      from public.ai_quota_tiers as t
    ))
  );
end
$$;

-- Sets the tier that a user has without a live subscription, under the lock of the quota row.
create or replace function ai_quota.assign_tier(user_id uuid, tier text)
returns public.user_ai_quotas
language plpgsql
set search_path = ''
as $$
begin
  perform ai_quota.lock_quota(assign_tier.user_id);
  update public.user_ai_quotas as q
  set assigned_tier = nullif(assign_tier.tier, ai_quota.default_tier())
  where q.user_id = assign_tier.user_id;
  return ai_quota.lock_quota(assign_tier.user_id, refresh => true);
end
$$;

-- Definer: service_role has no right to write quotas. In an older deployment a trigger of the host
-- may call this in an end user's request: then it only creates the row, so that no column that a
-- user can write raises a limit, and it raises no error that would abort the host's statement.
create or replace function public.initialize_user_quota(user_id uuid, tier text default 'free')
returns public.user_ai_quotas
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
  v_is_end_user boolean := ai_quota.is_end_user();
  v_is_in_trigger boolean := pg_trigger_depth() > 0;
  v_tier text := initialize_user_quota.tier;
begin
  perform ai_quota.authorize_server();
  if initialize_user_quota.user_id is null
    or not exists (select from auth.users as u where u.id = initialize_user_quota.user_id)
  then
    if v_is_in_trigger then
      raise warning 'user % has no account, and so gets no quota', initialize_user_quota.user_id;
      return null;
    end if;
    perform ai_quota.raise_bad_request(
      format(
        'user_id does not exist, got %s', coalesce(initialize_user_quota.user_id::text, 'null')
      ),
      'Pass the id of a row in auth.users.'
    );
  end if;
  if not exists (select from public.ai_quota_tiers as t where t.tier = v_tier) then
    if not v_is_in_trigger then
      perform ai_quota.refuse_unknown_tier(v_tier);
    end if;
    raise warning 'tier % does not exist: user % gets the default tier', v_tier, user_id;
    v_tier := ai_quota.default_tier();
  end if;

  if v_is_end_user then
    perform ai_quota.create_quota(initialize_user_quota.user_id);
    return ai_quota.read_quota(initialize_user_quota.user_id);
  end if;
  return ai_quota.assign_tier(initialize_user_quota.user_id, v_tier);
end
$$;

-- schemas/api/reset_quotas.sql
-- Definer: service_role has no right to write quotas.
create or replace function public.reset_monthly_quotas()
returns bigint
language plpgsql
volatile
security definer
set search_path = ''
as $$
begin
  perform ai_quota.authorize_server();
  return ai_quota.reset_due_quotas();
end
$$;

-- Definer: no API role may write quotas.
create or replace function public.reset_user_quota(user_id uuid, reason text)
returns public.user_ai_quotas
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
  v_user_id uuid := ai_quota.authorize_operator(user_id);
begin
  perform ai_quota.validate_reason(reason);
  perform ai_quota.lock_quota(v_user_id, is_reset => true);
  perform ai_quota.log_action(v_user_id, 'reset_user_quota', reason);
  return ai_quota.read_quota(v_user_id);
end
$$;

comment on function public.reset_user_quota is
  'Closes a user''s period early and opens the next at once, until the same reset date as before. For
operators and the server.
Arguments: user_id, reason (1 to 500 characters, kept in ai_quota_audit).
Returns: the row of user_ai_quotas.
Errors: 22023 for an unknown user or no reason, 42501 for any other caller or for oneself.';

-- schemas/api/set_user_subscription.sql
-- Definer: locks the account before the subscription, in the order in which deleting it does.
create or replace function public.set_user_subscription(
  user_id uuid,
  subscription_id text,
  tier text,
  status text default 'active',
  current_period_start timestamptz default null,
  current_period_end timestamptz default null,
  event_at timestamptz default now()
)
returns setof public.ai_quota_subscriptions
language plpgsql
volatile
security definer
set search_path = ''
as $$
#variable_conflict use_column
declare
  v_user_id uuid := ai_quota.authorize_user(user_id);
begin
  perform ai_quota.authorize_server();
  perform from auth.users as u where u.id = v_user_id for key share;
  if not found then
    perform ai_quota.raise_bad_request(
      format('user_id does not exist, got %s', v_user_id), 'Pass the id of a row in auth.users.'
    );
  end if;
  if coalesce(length(btrim(set_user_subscription.subscription_id)), 0) = 0
    or length(set_user_subscription.subscription_id) > 200
  then
    perform ai_quota.raise_bad_request(
      format(
        'subscription_id must have 1 to 200 characters, got %s',
        coalesce(quote_literal(left(set_user_subscription.subscription_id, 50)), 'null')
      ),
      'Pass the provider''s id of the subscription.'
    );
  end if;
  if set_user_subscription.tier is not null
    and not exists (
      select from public.ai_quota_tiers as t where t.tier = set_user_subscription.tier
    )
  then
    perform ai_quota.raise_bad_request(
      format('tier does not exist, got %L', left(set_user_subscription.tier, 50)),
      format('Pass one of %s.', (
        select string_agg(t.tier, ', ' order by t.sort_order, t.monthly_token_quota)
        from public.ai_quota_tiers as t
      ))
    );
  end if;
  if set_user_subscription.current_period_end <= set_user_subscription.current_period_start then
    perform ai_quota.raise_bad_request(
      format(
        'current_period_end must be after current_period_start, got %s',
        set_user_subscription.current_period_end
      ),
      'Pass the paid period as the provider has it.'
    );
  end if;
  insert into public.ai_quota_subscriptions as s (
    subscription_id, user_id, tier, status, current_period_start, current_period_end, event_at
  )
  values (
    set_user_subscription.subscription_id, v_user_id, set_user_subscription.tier,
    set_user_subscription.status, set_user_subscription.current_period_start,
    set_user_subscription.current_period_end, set_user_subscription.event_at
  )
  on conflict (subscription_id) do update
    set user_id = excluded.user_id,
      tier = excluded.tier,
      status = excluded.status,
      current_period_start = excluded.current_period_start,
      current_period_end = excluded.current_period_end,
      event_at = excluded.event_at;
  return query
  select s.*
  from public.ai_quota_subscriptions as s
  where s.subscription_id = set_user_subscription.subscription_id;
end
$$;

comment on function public.set_user_subscription is
  'Stores what a billing event says of a subscription, and sets the quota at once. Events may come
late, twice and in any order: one that is older than what is stored changes nothing.
Arguments: user_id, subscription_id (the provider''s, 1 to 200 characters), tier (a row of
ai_quota_tiers; null, for a plan that has none: the default tier), status (active, trialing,
past_due, canceled, unpaid, incomplete, incomplete_expired or paused), current_period_start and
current_period_end (the paid period), event_at (when the provider made the event; default now).
Returns: the row of ai_quota_subscriptions as it is then; none if it was deleted after the event.
Errors: 22023 for an unknown user, tier or status, a period that ends before it starts, or an
event_at more than five minutes ahead; 42501 for any other caller than service_role.';

-- schemas/api/set_user_blocked.sql
-- Definer: no API role may write quotas.
create or replace function public.set_user_blocked(
  user_id uuid,
  is_blocked boolean default true,
  reason text default null
)
returns public.user_ai_quotas
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
  v_user_id uuid := ai_quota.authorize_operator(user_id);
begin
  if set_user_blocked.is_blocked is null then
    perform ai_quota.raise_bad_request(
      'is_blocked must be true or false, got null', 'Leave it out to block.'
    );
  end if;
  if set_user_blocked.reason is not null or ai_quota.is_end_user() then
    perform ai_quota.validate_reason(set_user_blocked.reason);
  end if;
  perform ai_quota.lock_quota(v_user_id);
  update public.user_ai_quotas as q
  set is_blocked = set_user_blocked.is_blocked
  where q.user_id = v_user_id;
  perform ai_quota.log_action(
    v_user_id, 'set_user_blocked', coalesce(set_user_blocked.reason, 'no reason given'),
    jsonb_build_object('is_blocked', set_user_blocked.is_blocked)
  );
  return ai_quota.read_quota(v_user_id);
end
$$;

comment on function public.set_user_blocked is
  'Blocks a user: reservations are denied, and the user''s own reports refused. What the server reports
is recorded. For operators and the server.
Arguments: user_id, is_blocked (default true; false lifts the block), reason (1 to 500 characters,
kept in ai_quota_audit; an operator must give it).
Returns: the row of user_ai_quotas.
Errors: 22023 for an unknown user, null or no reason; 42501 for any other caller or for oneself.';

-- schemas/api/adjust_usage.sql
-- Definer: no API role may write the ledger or the counters.
create or replace function public.adjust_usage(
  user_id uuid,
  tokens bigint,
  reason text,
  requests bigint default 0,
  cost_usd numeric default null,
  request_id text default null
)
returns public.user_ai_quotas
language plpgsql
volatile
security definer
set search_path = ''
as $$
#variable_conflict use_column
declare
  v_user_id uuid := ai_quota.authorize_operator(user_id);
  v_id public.ai_agent_usage.id%type;
  v_quota public.user_ai_quotas;
begin
  if (adjust_usage.tokens between -2147483647 and 2147483647) is not true then
    perform ai_quota.raise_out_of_range(
      'tokens', adjust_usage.tokens, -2147483647, 2147483647,
      'Pass the tokens to add, or a negative number to take back.'
    );
  end if;
  if (adjust_usage.requests between -2147483647 and 2147483647) is not true then
    perform ai_quota.raise_out_of_range(
      'requests', adjust_usage.requests, -2147483647, 2147483647,
      'Pass the requests to add, or a negative number to take back.'
    );
  end if;
  if not adjust_usage.cost_usd between -1000000000 and 1000000000 then
    perform ai_quota.raise_bad_request(
      format('cost_usd must be between -1000000000 and 1000000000, got %s', adjust_usage.cost_usd),
      'Pass US dollars to add, a negative number to take back, or leave it out.'
    );
  end if;
  perform ai_quota.validate_reason(adjust_usage.reason);
  if length(adjust_usage.request_id) > 200 or length(btrim(adjust_usage.request_id)) = 0 then
    perform ai_quota.raise_bad_text('request_id', adjust_usage.request_id);
  end if;

  -- The key before the quota row, as in track_usage.
  insert into public.ai_agent_usage (
    user_id, tokens_prompt, cost_usd, requests, request_id, is_adjustment, reported_by, period_start
  )
  select
    v_user_id, adjust_usage.tokens, round(adjust_usage.cost_usd, 12), adjust_usage.requests,
    adjust_usage.request_id, true, 'server', date_trunc('month', now(), 'UTC')
  where not exists (
    select from ai_quota.request_keys as k
    where k.user_id = v_user_id and k.request_id = adjust_usage.request_id
  )
  on conflict (user_id, request_id, reported_by) where request_id is not null do nothing
  returning id into v_id;
  if not found then
    if not exists (
      select from public.ai_agent_usage as u
      where u.user_id = v_user_id
        and u.request_id = adjust_usage.request_id
        and u.reported_by = 'server'
        and u.is_adjustment
        and u.tokens_prompt = adjust_usage.tokens
        and u.requests = adjust_usage.requests
        and u.cost_usd is not distinct from round(adjust_usage.cost_usd, 12)
    ) then
      perform ai_quota.raise_bad_request(
        format('request_id was used for another call, got %L', adjust_usage.request_id),
        'A retry must repeat the same arguments; another call needs another request_id.',
        '23505'
      );
    end if;
    return ai_quota.read_quota(v_user_id);
  end if;

  v_quota := ai_quota.lock_quota(v_user_id, uncounted => array[v_id::text]);
  update public.ai_agent_usage as u
  set period_start = v_quota.period_start
  where u.id = v_id;
  perform ai_quota.log_action(
    v_user_id, 'adjust_usage', adjust_usage.reason,
    jsonb_build_object(
      'tokens', adjust_usage.tokens, 'requests', adjust_usage.requests,
      'cost_usd', adjust_usage.cost_usd, 'ledger_id', v_id
    )
  );
  return ai_quota.add_usage(
    v_quota, v_quota.period_start, adjust_usage.tokens, adjust_usage.requests, adjust_usage.cost_usd
  );
end
$$;

comment on function public.adjust_usage is
  'Corrects the usage of a user''s open period with a ledger row of its own; no row is changed. For
operators and the server.
Arguments: user_id, tokens and requests (to add, or negative to take back; never below zero in
all), reason (1 to 500 characters, kept in ai_quota_audit), cost_usd (US dollars), request_id (as for track_usage).
Returns: the row of user_ai_quotas.
Errors: 22023 for an argument out of its range, no reason or an unknown user; 23505 for a
request_id of another call; 42501 for any other caller or for oneself.';

-- schemas/api/deliver_alerts.sql
create or replace function ai_quota.describe_delivery(
  alert public.ai_quota_alerts,
  delivery ai_quota.alert_deliveries
)
returns public.ai_quota_alert_delivery
language plpgsql
immutable
set search_path = ''
as $$
begin
  return row(
    alert.id, alert.user_id, alert.period_start, alert.kind, alert.metric, alert.threshold,
    alert.used, alert.quota, alert.created_at, delivery.attempts, delivery.next_attempt_at,
    delivery.delivered_at, delivery.last_error
  )::public.ai_quota_alert_delivery;
end
$$;

-- Whether what an alert says is still so: its period is open, and its threshold reached.
create or replace function ai_quota.is_current(alert public.ai_quota_alerts)
returns boolean
language plpgsql
stable
set search_path = ''
as $$
declare
  v_quota public.user_ai_quotas := ai_quota.read_quota(alert.user_id);
begin
  return v_quota.period_start = alert.period_start
    and (
      alert.kind = 'denied'
      or case alert.metric
        when 'tokens' then v_quota.current_month_tokens::double precision
          / v_quota.monthly_token_quota
        else v_quota.current_month_requests::double precision / v_quota.monthly_request_quota
      end >= alert.threshold / 100.0::double precision
    ) is true;
end
$$;

-- Definer: workers have no right to write alerts.
create or replace function public.claim_quota_alerts("limit" bigint default 10)
returns setof public.ai_quota_alert_delivery
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
  v_left bigint := claim_quota_alerts."limit";
  v_found boolean;
  v_alert public.ai_quota_alerts;
  d ai_quota.alert_deliveries;
begin
  perform ai_quota.authorize_server();
  if (claim_quota_alerts."limit" between 1 and 1000) is not true then
    perform ai_quota.raise_out_of_range(
      'limit', claim_quota_alerts."limit", 1, 1000, 'Claim what you can deliver within a minute.'
    );
  end if;
  -- Again in place of those that have expired, without locking more than are given out.
  loop
    v_found := false;
    for d in
      select c.*
      from ai_quota.alert_deliveries as c
      where c.delivered_at is null
        and c.expired_at is null
        and c.attempts < 10
        and c.next_attempt_at <= now()
      order by c.next_attempt_at, c.alert_id
      limit v_left
      for update skip locked
    loop
      v_found := true;
      select a.* into v_alert from public.ai_quota_alerts as a where a.id = d.alert_id;
      if not ai_quota.is_current(v_alert) then
        update ai_quota.alert_deliveries as u set expired_at = now() where u.alert_id = d.alert_id;
        continue;
      end if;
      update ai_quota.alert_deliveries as u
      set attempts = u.attempts + 1, next_attempt_at = now() + interval '1 minute'
      where u.alert_id = d.alert_id
      returning u.* into d;
      return next ai_quota.describe_delivery(v_alert, d);
      v_left := v_left - 1;
    end loop;
    exit when v_left = 0 or not v_found;
  end loop;
end
$$;

comment on function public.claim_quota_alerts is
  'Gives alerts to a delivery worker and hides them from other workers for one minute, in case the
worker dies. An alert is given up after ten attempts, and not given out if its period is closed or
its threshold no longer reached.
Arguments: limit (1 to 1000 alerts, default 10).
Returns: rows id, user_id, period_start, kind (usage or denied), metric, threshold (percent), used,
quota, created_at, attempts, next_attempt_at, delivered_at, last_error.
Errors: 22023 for a limit out of its range, 42501 for any other caller.';

-- Definer: workers have no right to write alerts.
create or replace function public.complete_quota_alert(id bigint)
returns public.ai_quota_alert_delivery
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
  v_alert public.ai_quota_alerts;
  d ai_quota.alert_deliveries;
begin
  perform ai_quota.authorize_server();
  update ai_quota.alert_deliveries as u
  set delivered_at = coalesce(u.delivered_at, now())
  where u.alert_id = complete_quota_alert.id
  returning u.* into d;
  if not found then
    perform ai_quota.raise_bad_request(
      format('id does not exist, got %s', coalesce(complete_quota_alert.id::text, 'null')),
      'Pass the id of an alert that claim_quota_alerts returned.'
    );
  end if;
  select a.* into v_alert from public.ai_quota_alerts as a where a.id = d.alert_id;
  return ai_quota.describe_delivery(v_alert, d);
end
$$;

comment on function public.complete_quota_alert is
  'Marks an alert as delivered, so that it is not claimed again. Calling it twice is harmless.
Arguments: id (of ai_quota_alerts).
Returns: the row of claim_quota_alerts.
Errors: 22023 for an unknown id, 42501 for any other caller.';

-- Definer: workers have no right to write alerts.
create or replace function public.fail_quota_alert(id bigint, error text)
returns public.ai_quota_alert_delivery
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
  v_alert public.ai_quota_alerts;
  d ai_quota.alert_deliveries;
begin
  perform ai_quota.authorize_server();
  update ai_quota.alert_deliveries as u
  set
    last_error = left(fail_quota_alert.error, 1000),
    -- 1, 2, 4 … minutes, an hour at most.
    next_attempt_at = now() + least(
      interval '1 minute' * power(2, greatest(u.attempts, 1) - 1), interval '1 hour'
    )
  where u.alert_id = fail_quota_alert.id and u.delivered_at is null
  returning u.* into d;
  if not found then
    perform ai_quota.raise_bad_request(
      format(
        'id is not an undelivered alert, got %s', coalesce(fail_quota_alert.id::text, 'null')
      ),
      'Pass the id of an alert that claim_quota_alerts returned.'
    );
  end if;
  select a.* into v_alert from public.ai_quota_alerts as a where a.id = d.alert_id;
  return ai_quota.describe_delivery(v_alert, d);
end
$$;

comment on function public.fail_quota_alert is
  'Marks an attempt to deliver an alert as failed. It can be claimed again after 1, 2, 4 … minutes.
Arguments: id (of ai_quota_alerts), error (what went wrong; 1000 characters are kept).
Returns: the row of claim_quota_alerts.
Errors: 22023 for an unknown or delivered alert, 42501 for any other caller.';

-- schemas/api/send_alerts.sql
-- The day on which a limit is reached at the pace of the period so far; null if not before its end.
create or replace function ai_quota.day_reached(quota public.user_ai_quotas, metric text)
returns date
language plpgsql
stable
set search_path = ''
as $$
declare
  v_used numeric := quota.current_month_tokens;
  v_limit numeric := quota.monthly_token_quota;
  v_elapsed numeric := extract(epoch from now() - quota.period_start);
  v_left numeric := extract(epoch from quota.period_end - now());
  v_wait numeric;
begin
  if day_reached.metric = 'requests' then
    v_used := quota.current_month_requests;
    v_limit := quota.monthly_request_quota;
  end if;
  if (v_used between 1 and v_limit - 1) is not true then
    return null;
  end if;
  v_wait := (v_limit - v_used) * v_elapsed / v_used;
  if v_wait >= v_left then
    return null;
  end if;
  return ((now() + make_interval(secs => v_wait::double precision)) at time zone 'UTC')::date;
end
$$;

-- Definer: the address is read from auth.users, which the server may not.
create or replace function public.prepare_quota_alert(id bigint, attempt integer)
returns setof public.ai_quota_alert_message
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
  v_alert public.ai_quota_alerts;
  v_delivery ai_quota.alert_deliveries;
  v_quota public.user_ai_quotas;
  v_user auth.users;
  v_tier public.ai_quota_tiers;
begin
  perform ai_quota.authorize_server();
  update ai_quota.alert_deliveries as u
  set next_attempt_at = now() + interval '1 minute'
  where u.alert_id = prepare_quota_alert.id
    and u.attempts = prepare_quota_alert.attempt
    and u.next_attempt_at > now()
    and u.delivered_at is null
    and u.expired_at is null
  returning u.* into v_delivery;
  if not found then
    return;
  end if;
  select a.* into v_alert from public.ai_quota_alerts as a where a.id = prepare_quota_alert.id;
  if not ai_quota.is_current(v_alert) then
    update ai_quota.alert_deliveries as u set expired_at = now() where u.alert_id = v_alert.id;
    return;
  end if;
  v_quota := ai_quota.read_quota(v_alert.user_id);
  select a.* into v_user from auth.users as a where a.id = v_alert.user_id;
  select t.* into v_tier from public.ai_quota_tiers as t where t.tier = v_quota.tier;
  return next row(
    v_alert.id,
    md5(concat_ws(' ', v_alert.id, v_alert.user_id, extract(epoch from v_alert.created_at)))::uuid,
    v_alert.user_id,
    case
      when v_user.email_confirmed_at is not null
        and v_user.deleted_at is null
        and (v_user.banned_until > now()) is not true
        and (v_user.raw_user_meta_data ->> 'ai_quota_alerts' = 'off') is not true
        then nullif(v_user.email, '')
    end,
    coalesce(v_user.raw_user_meta_data ->> 'name', v_user.raw_user_meta_data ->> 'full_name'),
    coalesce(v_user.raw_user_meta_data ->> 'language', v_user.raw_user_meta_data ->> 'locale'),
    v_alert.metric, v_alert.threshold, v_alert.used, v_alert.quota,
    coalesce(v_tier.display_name, v_tier.tier),
    (
      select coalesce(t.display_name, t.tier)
      from public.ai_quota_tiers as t
      where t.is_public
        and t.sort_order > v_tier.sort_order
        and (
          case v_alert.metric
            when 'tokens' then t.monthly_token_quota
            else t.monthly_request_quota
          end <= v_alert.quota
        ) is not true
      order by t.sort_order, t.tier
      limit 1
    ),
    v_quota.quota_reset_date, ai_quota.day_reached(v_quota, v_alert.metric), v_alert.created_at,
    v_delivery.channels
  )::public.ai_quota_alert_message;
end
$$;

comment on function public.prepare_quota_alert is
  'What to tell of a claimed alert, read just before it is sent. It hides the alert from other workers
for one more minute.
Arguments: id and attempt (id and attempts of what claim_quota_alerts returned).
Returns: one row id, message_key (the same in each attempt: for Message-ID and idempotency keys),
user_id, email (confirmed and wanted, else null), name, language, metric, threshold (percent), used,
quota, tier, upgrade_tier (their names for people), reset_date and reached_on (UTC days; the second at
the pace so far, null if not in this period), created_at, channels (done in an earlier attempt). None
if another worker has claimed it since, or if it is no longer true: then do not send it.
Errors: 42501 for any other caller than service_role.';

-- Definer: workers have no right to write alerts.
create or replace function public.note_quota_alert(id bigint, channel text, error text default null)
returns public.ai_quota_alert_delivery
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
  v_alert public.ai_quota_alerts;
  d ai_quota.alert_deliveries;
begin
  perform ai_quota.authorize_server();
  perform ai_quota.validate_channel(note_quota_alert.channel);
  update ai_quota.alert_deliveries as u
  set
    channels = array_append(
      array_remove(u.channels, note_quota_alert.channel), note_quota_alert.channel
    ),
    last_error = coalesce(left(note_quota_alert.error, 1000), u.last_error)
  where u.alert_id = note_quota_alert.id
  returning u.* into d;
  if not found then
    perform ai_quota.raise_bad_request(
      format('id does not exist, got %s', coalesce(note_quota_alert.id::text, 'null')),
      'Pass the id of an alert that claim_quota_alerts returned.'
    );
  end if;
  select a.* into v_alert from public.ai_quota_alerts as a where a.id = d.alert_id;
  return ai_quota.describe_delivery(v_alert, d);
end
$$;

comment on function public.note_quota_alert is
  'Notes that one channel of several is done with an alert, so that a later attempt leaves it out.
Arguments: id (of ai_quota_alerts), channel (a text of 1 to 50 characters, such as email), error (why
this channel is given up, if it is; 1000 characters are kept).
Returns: the row of claim_quota_alerts.
Errors: 22023 for an unknown id or no channel, 42501 for any other caller than service_role.';

create or replace function ai_quota.validate_channel(channel text)
returns void
language plpgsql
immutable
set search_path = ''
as $$
begin
  if (length(validate_channel.channel) between 1 and 50) is not true then
    perform ai_quota.raise_bad_request(
      format(
        'channel must have 1 to 50 characters, got %s',
        coalesce(quote_literal(left(validate_channel.channel, 60)), 'null')
      ),
      'Name the channel, such as email or webhook.'
    );
  end if;
end
$$;

-- Definer: workers have no right to write digests, or to read auth.users.
create or replace function public.claim_quota_digest()
returns table (
  day date,
  message_key uuid,
  attempts integer,
  channels text[],
  users bigint,
  denials bigint,
  tokens bigint,
  user_id uuid,
  email text,
  reason text,
  user_denials bigint,
  user_tokens bigint
)
language plpgsql
volatile
security definer
set search_path = ''
as $$
#variable_conflict use_column
declare
  v_today date := (now() at time zone 'UTC')::date;
  v_day date;
  v_claimed ai_quota.digest_deliveries;
begin
  perform ai_quota.authorize_server();
  for v_day in
    select distinct d.day
    from public.ai_quota_denials as d
    where d.day >= v_today - 3 and d.day < v_today
    order by d.day
  loop
    -- 1, 2, 4 … minutes, an hour at most.
    insert into ai_quota.digest_deliveries as u (day, next_attempt_at)
    values (v_day, now() + interval '1 minute')
    on conflict (day) do update
      set
        attempts = u.attempts + 1,
        next_attempt_at = now() + least(
          interval '1 minute' * power(2, u.attempts), interval '1 hour'
        )
      where u.delivered_at is null and u.next_attempt_at <= now() and u.attempts < 10
    returning u.* into v_claimed;
    exit when v_claimed.day is not null;
  end loop;
  return query
  select
    v_claimed.day,
    -- Not as the session writes dates and times.
    md5(
      concat_ws(
        ' ', v_claimed.day - date '2000-01-01',
        (select extract(epoch from min(r.installed_at)) from ai_quota.releases as r)
      )
    )::uuid,
    v_claimed.attempts, v_claimed.channels,
    (select count(distinct a.user_id) from public.ai_quota_denials as a where a.day = v_claimed.day),
    (sum(d.denials) over ())::bigint, (sum(d.tokens) over ())::bigint,
    d.user_id, u.email::text, d.reason, d.denials, d.tokens
  from public.ai_quota_denials as d
    left join auth.users as u on u.id = d.user_id
  where d.day = v_claimed.day
  order by d.denials desc, d.user_id, d.reason
  limit 20;
end
$$;

comment on function public.claim_quota_digest is
  'Gives the denials of a UTC day that is over to a delivery worker, for the operators, and hides them
from other workers for one minute, twice as long after each failure. A day is given up after three
days or ten attempts.
Returns: up to 20 rows, most denials first: day, message_key (the same in each attempt), attempts,
channels (done in an earlier attempt), users, denials and tokens (of the whole day), user_id, email, reason (tokens, requests, blocked or
anonymous), user_denials, user_tokens. None if there is nothing to tell.
Errors: 42501 for any other caller than service_role.';

-- Definer: workers have no right to write digests.
create or replace function public.complete_quota_digest(day date, channel text default null)
returns boolean
language plpgsql
volatile
security definer
set search_path = ''
as $$
begin
  perform ai_quota.authorize_server();
  if complete_quota_digest.channel is not null then
    perform ai_quota.validate_channel(complete_quota_digest.channel);
  end if;
  update ai_quota.digest_deliveries as u
  set
    channels = case
      when complete_quota_digest.channel is null then u.channels
      else array_append(
        array_remove(u.channels, complete_quota_digest.channel), complete_quota_digest.channel
      )
    end,
    delivered_at = case
      when complete_quota_digest.channel is null then coalesce(u.delivered_at, now())
      else u.delivered_at
    end
  where u.day = complete_quota_digest.day;
  return found;
end
$$;

comment on function public.complete_quota_digest is
  'Notes that a channel is done with the digest of a day, or that the digest is delivered.
Arguments: day (what claim_quota_digest returned), channel (null: all of them).
Returns: whether that digest was ever claimed.
Errors: 22023 for an empty channel, 42501 for any other caller than service_role.';

-- schemas/api/integrity.sql
-- Definer: reads the rows of every user.
create or replace function public.verify_quota_integrity()
returns table (
  user_id uuid,
  period_start timestamptz,
  problem text,
  expected bigint,
  found bigint
)
language plpgsql
stable
security definer
set search_path = ''
as $$
begin
  perform ai_quota.authorize_server();
  return query select d.* from ai_quota.find_differences() as d;
end
$$;

comment on function public.verify_quota_integrity is
  'What differs from the ledger, the reservations and the tiers, and what is missing: triggers, row
level security, rows. No row means that everything is right.
Returns: rows user_id and period_start (null for what concerns everybody), problem, expected, found
(null is unlimited).
Errors: 42501 for any other caller than service_role.';

-- Definer: service_role has no right to write quotas.
create or replace function public.repair_user_quota(user_id uuid)
returns public.user_ai_quotas
language plpgsql
volatile
security definer
set search_path = ''
as $$
begin
  perform ai_quota.authorize_server();
  return ai_quota.repair_quota(ai_quota.authorize_user(user_id));
end
$$;

comment on function public.repair_user_quota is
  'Sets a user''s counters and days to the sums of the ledger, and the limits to those of tier and
override.
Arguments: user_id.
Returns: the row of user_ai_quotas.
Errors: 22023 for an unknown user, 42501 for any other caller.';

-- schemas/api/get_user_usage_by_month.sql
-- Definer: reads only the caller's own days, by index instead of through policies.
create or replace function public.get_user_usage_by_month(months integer default 12)
returns table (
  month date,
  total_tokens bigint,
  total_requests bigint,
  total_cost_usd numeric,
  unpriced_requests bigint
)
language plpgsql
stable
security definer
set search_path = ''
as $$
#variable_conflict use_column
declare
  v_this date := date_trunc('month', now() at time zone 'UTC');
  v_months constant integer := get_user_usage_by_month.months;
  v_first date;
begin
  if (v_months between 1 and 120) is not true then
    perform ai_quota.raise_out_of_range('months', v_months, 1, 120, 'Leave months out for 12.');
  end if;
  v_first := v_this - make_interval(months => v_months - 1);
  return query
  select
    m.month::date, coalesce(d.tokens, 0)::bigint, coalesce(d.requests, 0)::bigint,
    coalesce(d.cost_usd, 0), coalesce(d.unpriced_requests, 0)::bigint
  from generate_series(v_first::timestamp, v_this::timestamp, interval '1 month') as m (month)
    left join (
      select
        date_trunc('month', x.day::timestamp) as month, sum(x.tokens) as tokens,
        sum(x.requests) as requests, sum(x.cost_usd) as cost_usd,
        sum(x.unpriced_requests) as unpriced_requests
      from public.ai_quota_daily as x
      where x.user_id = auth.uid() and x.day >= v_first
      group by 1
    ) as d on d.month = m.month
  order by 1;
end
$$;

comment on function public.get_user_usage_by_month is
  'What the caller used in each of the last calendar months (UTC), this one included, summed from its
days.
Arguments: months (1 to 120, default 12).
Returns: rows month (its first day), total_tokens, total_requests, total_cost_usd (US dollars),
unpriced_requests (requests of unknown price, which total_cost_usd leaves out).
Errors: 22023 for months out of range, 42501 without a signed-in user.';

-- schemas/api/get_user_usage_by_label.sql
-- Definer: reads only one user's ledger rows, by index instead of through policies. With the time
-- zone UTC, because created_at may be a timestamp without time zone in an older deployment.
create or replace function public.get_user_usage_by_label(
  from_day date default null,
  to_day date default null,
  user_id uuid default null
)
returns table (
  label text,
  name text,
  is_rest boolean,
  total_tokens bigint,
  total_requests bigint,
  total_cost_usd numeric,
  unpriced_requests bigint
)
language plpgsql
stable
security definer
set search_path = ''
set timezone = 'UTC'
as $$
#variable_conflict use_column
declare
  v_user_id constant uuid := ai_quota.authorize_user(get_user_usage_by_label.user_id);
  v_from date;
  v_to date;
begin
  select d.from_day, d.to_day into v_from, v_to
  from ai_quota.validate_days(
    get_user_usage_by_label.from_day, get_user_usage_by_label.to_day
  ) as d;
  return query
  -- By all three labels at once, so that the ledger is read once.
  with calls as (
    select
      nullif(u.model_used::text, '') as model, nullif(u.discipline::text, '') as discipline,
      nullif(u.workflow_id::text, '') as workflow,
      sum((u.tokens_prompt + u.tokens_completion)::bigint) as tokens,
      sum(u.requests) as requests, coalesce(sum(u.cost_usd), 0)::numeric as cost_usd,
      coalesce(
        sum(u.requests) filter (
          where u.cost_usd is null and (not u.is_adjustment or u.usage_source = 'estimated')
        ), 0
      ) as unpriced
    from public.ai_agent_usage as u
    where u.user_id = v_user_id and u.created_at >= v_from and u.created_at < v_to + 1
    group by 1, 2, 3
  ),
  sums as (
    select
      l.label, l.name, sum(c.tokens) as tokens, sum(c.requests) as requests,
      sum(c.cost_usd) as cost_usd, sum(c.unpriced) as unpriced
    from calls as c
      cross join lateral (
        values ('model', c.model), ('discipline', c.discipline), ('workflow', c.workflow)
      ) as l (label, name)
    group by 1, 2
  ),
  ranked as (
    select
      s.*,
      row_number() over (partition by s.label order by s.tokens desc, s.name) > 50 as is_rest
    from sums as s
  )
  select
    r.label, case when not r.is_rest then r.name end, r.is_rest,
    ai_quota.to_bigint(sum(r.tokens)), ai_quota.to_bigint(sum(r.requests)), sum(r.cost_usd),
    ai_quota.to_bigint(sum(r.unpriced))
  from ranked as r
  group by 1, 2, 3
  order by 1, 3, 4 desc, 2;
end
$$;

comment on function public.get_user_usage_by_label is
  'What the caller used by model, by discipline and by workflow, summed from the ledger to the last
call. The sums of each label are the whole usage of these days.
Arguments: from_day, to_day (UTC days, both counted, at most 366; default the 30 days that end
today), user_id (the server must give it).
Returns: rows label (model, discipline or workflow), name (null: the calls without this label),
is_rest (true in the row of all names after the largest 50), total_tokens, total_requests,
total_cost_usd (US dollars), unpriced_requests (requests of unknown price, which total_cost_usd leaves
out); by label, the largest first. No rows: nothing was used.
Errors: 22023 for days out of range or order, or where the server gives no user_id; 42501 for anon
and for somebody else''s user_id.';

-- schemas/api/admin_overview.sql
-- Definer: reads the rows of every user, without policies.
create or replace function public.ai_quota_admin_overview(
  from_day date default null,
  to_day date default null,
  of_tier text default null
)
returns table (metric text, value numeric, previous numeric, change_percent numeric)
language plpgsql
stable
security definer
set search_path = ''
as $$
#variable_conflict use_column
declare
  v_from date;
  v_to date;
  v_before date;
begin
  perform ai_quota.authorize_admin();
  select d.from_day, d.to_day into v_from, v_to
  from ai_quota.validate_days(
    ai_quota_admin_overview.from_day, ai_quota_admin_overview.to_day
  ) as d;
  v_before := v_from - (v_to - v_from + 1);
  return query
  with sums as materialized (
    select
      s.day >= v_from as is_now,
      sum(s.tokens) as tokens,
      sum(s.tokens) filter (where s.reported_by = 'user') as user_tokens,
      sum(s.requests) as requests,
      sum(s.cost_usd) filter (where s.reported_by = 'server') as cost,
      sum(s.cost_usd) filter (where s.reported_by = 'user') as user_cost,
      sum(s.unpriced_requests) as unpriced
    from ai_quota.sum_days(v_before, v_to, ai_quota_admin_overview.of_tier) as s
    group by 1
  ),
  denials as materialized (
    select d.day >= v_from as is_now, sum(d.denials) as denials
    from public.ai_quota_denials as d
    where d.day between v_before and v_to
      and (
        ai_quota_admin_overview.of_tier is null
        or exists (
          select from public.user_ai_quotas as q
          where q.user_id = d.user_id and q.tier = ai_quota_admin_overview.of_tier
        )
      )
    group by 1
  ),
  quotas as materialized (
    select
      coalesce(sum(t.users), 0) as users, coalesce(sum(t.near_limit), 0) as near_limit,
      coalesce(sum(t.at_limit), 0) as at_limit
    from ai_quota.read_tiers() as t
    where ai_quota_admin_overview.of_tier is null or t.tier = ai_quota_admin_overview.of_tier
  ),
  figures as (
    select m.place, m.metric, m.value, m.previous
    from (select) as one
      left join sums as n on n.is_now
      left join sums as b on not b.is_now
      left join denials as d on d.is_now
      left join denials as e on not e.is_now
      cross join quotas as q
      cross join lateral (
        values
          (1, 'cost_usd', coalesce(n.cost, 0), coalesce(b.cost, 0)),
          (2, 'user_reported_cost_usd', coalesce(n.user_cost, 0), coalesce(b.user_cost, 0)),
          (3, 'tokens', coalesce(n.tokens, 0), coalesce(b.tokens, 0)),
          (4, 'user_reported_tokens', coalesce(n.user_tokens, 0), coalesce(b.user_tokens, 0)),
          (5, 'requests', coalesce(n.requests, 0), coalesce(b.requests, 0)),
          (6, 'unpriced_requests', coalesce(n.unpriced, 0), coalesce(b.unpriced, 0)),
          (
            7, 'active_users',
            ai_quota.count_active(v_from, v_to, ai_quota_admin_overview.of_tier)::numeric,
            ai_quota.count_active(v_before, v_from - 1, ai_quota_admin_overview.of_tier)::numeric
          ),
          (8, 'denials', coalesce(d.denials, 0), coalesce(e.denials, 0)),
          (9, 'users', q.users::numeric, null::numeric),
          (10, 'near_limit', q.near_limit::numeric, null),
          (11, 'at_limit', q.at_limit::numeric, null)
      ) as m (place, metric, value, previous)
  )
  select
    f.metric, f.value, f.previous, round(100 * (f.value - f.previous) / nullif(f.previous, 0), 2)
  from figures as f
  order by f.place;
end
$$;

comment on function public.ai_quota_admin_overview is
  'The usage of everybody in some UTC days, beside the same number of days before. For admins and the
server.
Arguments: from_day, to_day (both counted; default the 30 days that end today), of_tier (default all).
Returns: rows metric, value, previous, change_percent: cost_usd (US dollars, what the server
reported), user_reported_cost_usd, tokens, user_reported_tokens, requests, unpriced_requests,
active_users, denials; then, of now and so without previous: users, near_limit (from 75 %), at_limit.
Active users and those three are counted every five minutes.
Errors: 22023 for more than 366 days, 42501 for any other caller.';

-- Definer: reads the rows of every user, without policies.
create or replace function public.ai_quota_admin_days(
  from_day date default null,
  to_day date default null,
  of_tier text default null
)
returns table (
  day date,
  tokens bigint,
  user_reported_tokens bigint,
  requests bigint,
  cost_usd numeric,
  user_reported_cost_usd numeric,
  unpriced_requests bigint,
  active_users bigint,
  denials bigint
)
language plpgsql
stable
security definer
set search_path = ''
as $$
#variable_conflict use_column
declare
  v_from date;
  v_to date;
begin
  perform ai_quota.authorize_admin();
  select d.from_day, d.to_day into v_from, v_to
  from ai_quota.validate_days(ai_quota_admin_days.from_day, ai_quota_admin_days.to_day) as d;
  return query
  with sums as materialized (
    select
      s.day, sum(s.tokens) as tokens,
      sum(s.tokens) filter (where s.reported_by = 'user') as user_tokens,
      sum(s.requests) as requests,
      sum(s.cost_usd) filter (where s.reported_by = 'server') as cost,
      sum(s.cost_usd) filter (where s.reported_by = 'user') as user_cost,
      sum(s.unpriced_requests) as unpriced
    from ai_quota.sum_days(v_from, v_to, ai_quota_admin_days.of_tier) as s
    group by s.day
  ),
  denials as materialized (
    select d.day, sum(d.denials) as denials
    from public.ai_quota_denials as d
    where d.day between v_from and v_to
      and (
        ai_quota_admin_days.of_tier is null
        or exists (
          select from public.user_ai_quotas as q
          where q.user_id = d.user_id and q.tier = ai_quota_admin_days.of_tier
        )
      )
    group by d.day
  )
  select
    c.day, ai_quota.to_bigint(coalesce(s.tokens, 0)),
    ai_quota.to_bigint(coalesce(s.user_tokens, 0)), ai_quota.to_bigint(coalesce(s.requests, 0)),
    coalesce(s.cost, 0), coalesce(s.user_cost, 0), ai_quota.to_bigint(coalesce(s.unpriced, 0)),
    ai_quota.count_active(c.day, c.day, ai_quota_admin_days.of_tier), coalesce(d.denials, 0)::bigint
  from (select v_from + n as day from generate_series(0, v_to - v_from) as n) as c
    left join sums as s on s.day = c.day
    left join denials as d on d.day = c.day
  order by c.day;
end
$$;

comment on function public.ai_quota_admin_days is
  'The usage of everybody by UTC day, days without usage too. For admins and the server.
Arguments: from_day, to_day (both counted; default the 30 days that end today), of_tier (default all).
Returns: rows day, tokens, user_reported_tokens (a part of them), requests, cost_usd (US dollars, what
the server reported), user_reported_cost_usd, unpriced_requests (requests of unknown price),
active_users, denials.
Errors: 22023 for more than 366 days, 42501 for any other caller.';

-- Definer: reads the rows of every user, without policies.
create or replace function public.ai_quota_admin_tiers()
returns table (
  tier text,
  display_name text,
  monthly_token_quota bigint,
  monthly_request_quota bigint,
  users bigint,
  active_users bigint,
  tokens bigint,
  mean_tokens numeric,
  p90_tokens numeric,
  near_limit bigint,
  at_limit bigint,
  blocked_users bigint
)
language plpgsql
stable
security definer
set search_path = ''
as $$
#variable_conflict use_column
begin
  perform ai_quota.authorize_admin();
  return query
  select
    t.tier, ai_quota.cell(t.display_name), t.monthly_token_quota, t.monthly_request_quota,
    coalesce(c.users, 0), coalesce(c.active_users, 0), coalesce(c.tokens, 0),
    coalesce(c.mean_tokens, 0), coalesce(c.p90_tokens, 0), coalesce(c.near_limit, 0),
    coalesce(c.at_limit, 0), coalesce(c.blocked_users, 0)
  from public.ai_quota_tiers as t
    left join ai_quota.read_tiers() as c on c.tier = t.tier
  order by t.sort_order, t.tier;
end
$$;

comment on function public.ai_quota_admin_tiers is
  'Users and usage by tier, of the periods that are open now. For admins and the server.
Returns: rows tier, display_name, monthly_token_quota, monthly_request_quota (null is unlimited), users,
active_users (with usage), tokens, mean_tokens, p90_tokens (what nine of ten users stay below),
near_limit (from 75 % of tokens or requests), at_limit, blocked_users; counted every five minutes.
Errors: 42501 for any other caller.';

-- schemas/api/admin_users.sql
-- Definer: reads the rows of every user, without policies, and e-mail addresses.
create or replace function public.ai_quota_admin_near_limit(
  of_tier text default null,
  search text default null,
  at_least_percent numeric default 75,
  below_percent numeric default null,
  page bigint default 1,
  page_size bigint default 50
)
returns table (
  user_id uuid,
  email text,
  tier text,
  metric text,
  percentage numeric,
  used bigint,
  quota bigint,
  remaining bigint,
  reset_date date,
  tokens_per_day numeric,
  days_left numeric,
  is_blocked boolean,
  total_rows bigint
)
language plpgsql
stable
security definer
set search_path = ''
-- A plan for the arguments that are given: others would read what these leave out.
set plan_cache_mode = 'force_custom_plan'
as $$
#variable_conflict use_column
declare
  v_today date := (now() at time zone 'UTC')::date;
  v_share constant double precision := ai_quota_admin_near_limit.at_least_percent / 100;
  v_below constant double precision := ai_quota_admin_near_limit.below_percent / 100;
  v_found uuid[];
begin
  perform ai_quota.authorize_admin();
  perform ai_quota.validate_page(
    ai_quota_admin_near_limit.page, ai_quota_admin_near_limit.page_size
  );
  if (ai_quota_admin_near_limit.at_least_percent between 1 and 1000) is not true then
    perform ai_quota.raise_bad_request(
      format(
        'at_least_percent must be between 1 and 1000, got %s',
        coalesce(ai_quota_admin_near_limit.at_least_percent::text, 'null')
      ),
      'Leave it out for 75.'
    );
  end if;
  if (
      ai_quota_admin_near_limit.below_percent > ai_quota_admin_near_limit.at_least_percent
    ) is false
    or ai_quota_admin_near_limit.below_percent = 'NaN'
  then
    perform ai_quota.raise_bad_request(
      format(
        'below_percent must be more than at_least_percent, %s, got %s',
        ai_quota_admin_near_limit.at_least_percent, ai_quota_admin_near_limit.below_percent
      ),
      'Pass 100 for users whose quota is not used up; leave it out for all.'
    );
  end if;
  if ai_quota_admin_near_limit.search is not null then
    v_found := array(select * from ai_quota.find_accounts(ai_quota_admin_near_limit.search));
  end if;
  return query
  select
    n.user_id, ai_quota.cell(u.email::text), n.tier, m.metric, trunc(100.0 * m.used / m.quota, 2), m.used,
    m.quota, greatest(m.quota - m.used, 0), (n.period_end at time zone 'UTC')::date,
    round(p.pace, 2),
    -- At the pace of the last seven days; requests at their own.
    round(
      greatest(m.quota - m.used, 0)
        / nullif(case m.metric when 'tokens' then p.pace else p.requests end, 0), 1
    ),
    n.is_blocked, l.total_rows
  from (
    select q.user_id, v.share, count(*) over () as total_rows
    from public.user_ai_quotas as q
      cross join lateral (
        select case
          when q.period_end > now() then greatest(
            q.current_month_tokens::double precision / q.monthly_token_quota,
            q.current_month_requests::double precision / q.monthly_request_quota
          )
          else 0
        end as share
      ) as v
    where v.share >= v_share
      and (v_below is null or v.share < v_below)
      and (ai_quota_admin_near_limit.of_tier is null or q.tier = ai_quota_admin_near_limit.of_tier)
      and (v_found is null or q.user_id = any (v_found))
    order by v.share desc, q.user_id
    limit ai_quota_admin_near_limit.page_size
    offset (ai_quota_admin_near_limit.page - 1) * ai_quota_admin_near_limit.page_size
  ) as l
    -- Accounts and days of one page only.
    join public.user_ai_quotas as n on n.user_id = l.user_id
    left join auth.users as u on u.id = l.user_id
    cross join lateral (
      select o.*
      from (
        values
          ('tokens', n.current_month_tokens::bigint, n.monthly_token_quota::bigint),
          ('requests', n.current_month_requests::bigint, n.monthly_request_quota::bigint)
      ) as o (metric, used, quota)
      where o.quota is not null
      order by o.used::double precision / o.quota desc, o.metric desc
      limit 1
    ) as m
    cross join lateral (
      select sum(d.tokens) / 7 as pace, sum(d.requests) / 7 as requests
      from public.ai_quota_daily as d
      where d.user_id = n.user_id and d.day > v_today - 7
    ) as p
  order by l.share desc, l.user_id;
end
$$;

comment on function public.ai_quota_admin_near_limit is
  'Users who have used most of their quota, the highest share first. For admins and the server.
Arguments: of_tier, search (as for ai_quota_admin_users), at_least_percent (default 75), below_percent
(100: only users whose quota is not used up; default all), page (from 1), page_size (1 to 1000, default
50).
Returns: rows user_id, email, tier, metric (tokens or requests: what binds), percentage, used, quota,
remaining, reset_date, tokens_per_day (mean of the last seven UTC days), days_left (until the limit at
that pace; null without usage), is_blocked, total_rows (on all pages).
Errors: 22023 for an argument out of its range, 42501 for any other caller.';

-- Definer: reads the rows of every user, without policies, and e-mail addresses.
create or replace function public.ai_quota_admin_users(
  from_day date default null,
  to_day date default null,
  of_tier text default null,
  search text default null,
  sort text default 'tokens',
  page bigint default 1,
  page_size bigint default 50
)
returns table (
  user_id uuid,
  email text,
  tier text,
  tokens bigint,
  requests bigint,
  cost_usd numeric,
  user_reported_cost_usd numeric,
  unpriced_requests bigint,
  active_days bigint,
  percentage numeric,
  is_blocked boolean,
  total_rows bigint
)
language plpgsql
stable
security definer
set search_path = ''
set timezone = 'UTC'
as $$
#variable_conflict use_column
declare
  v_today constant date := (now() at time zone 'UTC')::date;
  v_from date;
  v_to date;
begin
  perform ai_quota.authorize_admin();
  perform ai_quota.validate_page(ai_quota_admin_users.page, ai_quota_admin_users.page_size);
  perform ai_quota.validate_word(
    'sort', ai_quota_admin_users.sort, array['tokens', 'cost_usd', 'requests']
  );
  select d.from_day, d.to_day into v_from, v_to
  from ai_quota.validate_days(
    coalesce(ai_quota_admin_users.from_day, ai_quota_admin_users.to_day - 6, v_today - 6),
    ai_quota_admin_users.to_day
  ) as d;
  -- Figures, accounts and quotas of one page only.
  return query
  select
    t.user_id, ai_quota.cell(u.email::text), q.tier, d.tokens, d.requests,
    d.cost_usd - r.cost_usd, r.cost_usd, d.unpriced_requests, d.active_days,
    case
      when q.period_end > now() then trunc(
        100 * greatest(
          q.current_month_tokens::numeric / q.monthly_token_quota,
          q.current_month_requests::numeric / q.monthly_request_quota
        ), 2
      )
      else 0
    end,
    q.is_blocked, t.total_rows
  from ai_quota.rank_users(
    v_from, v_to, ai_quota_admin_users.sort, ai_quota_admin_users.of_tier,
    ai_quota_admin_users.search,
    (ai_quota_admin_users.page - 1) * ai_quota_admin_users.page_size,
    ai_quota_admin_users.page_size
  ) as t
    left join public.user_ai_quotas as q on q.user_id = t.user_id
    left join auth.users as u on u.id = t.user_id
    cross join lateral (
      select
        ai_quota.to_bigint(coalesce(sum(c.tokens), 0)) as tokens,
        ai_quota.to_bigint(coalesce(sum(c.requests), 0)) as requests,
        coalesce(sum(c.cost_usd), 0) as cost_usd,
        ai_quota.to_bigint(coalesce(sum(c.unpriced_requests), 0)) as unpriced_requests,
        count(*) as active_days
      from public.ai_quota_daily as c
      where c.user_id = t.user_id and c.day between v_from and v_to
    ) as d
    cross join lateral (
      select coalesce(sum(l.cost_usd), 0)::numeric as cost_usd
      from public.ai_agent_usage as l
      where l.user_id = t.user_id
        and l.created_at >= v_from
        and l.created_at < v_to + 1
        and l.reported_by = 'user'
    ) as r
  order by
    case ai_quota_admin_users.sort
      when 'tokens' then d.tokens
      when 'requests' then d.requests
      else d.cost_usd
    end desc,
    t.user_id;
end
$$;

comment on function public.ai_quota_admin_users is
  'The users who used most in some UTC days. For admins and the server.
Arguments: from_day, to_day (both counted; default the 7 days that end today), of_tier (the user''s
present one), search (a part of the e-mail address that at most 10,000 have, or a whole user id: finds
users without calls too), sort (tokens, cost_usd or requests), page (from 1), page_size (1 to 1000, default 50).
Returns: rows user_id, email, tier, tokens, requests, cost_usd (US dollars, what the server reported),
user_reported_cost_usd (both together are what cost_usd sorts by), unpriced_requests, active_days,
percentage (of the open period''s quota), is_blocked, total_rows (on all pages).
Errors: 22023 for an argument out of its range, 42501 for any other caller.';

-- schemas/api/admin_usage.sql
-- Definer: reads the rows of every user, without policies.
create or replace function public.ai_quota_admin_usage(
  from_day date default null,
  to_day date default null,
  of_tier text default null,
  of_model text default null,
  of_discipline text default null,
  of_workflow text default null,
  "by" text[] default array['model', 'discipline', 'workflow'],
  sort text default 'tokens',
  page bigint default 1,
  page_size bigint default 50
)
returns table (
  day date,
  tier text,
  model text,
  discipline text,
  workflow text,
  tokens bigint,
  user_reported_tokens bigint,
  requests bigint,
  cost_usd numeric,
  user_reported_cost_usd numeric,
  unpriced_requests bigint,
  total_rows bigint
)
language plpgsql
stable
security definer
set search_path = ''
as $$
#variable_conflict use_column
declare
  v_by constant text[] := ai_quota_admin_usage."by";
  v_word text;
  v_from date;
  v_to date;
  v_since timestamptz := (select r.recent_counted_at from ai_quota.rollup as r);
begin
  perform ai_quota.authorize_admin();
  perform ai_quota.validate_page(ai_quota_admin_usage.page, ai_quota_admin_usage.page_size);
  perform ai_quota.validate_word(
    'sort', ai_quota_admin_usage.sort, array['tokens', 'cost_usd', 'requests']
  );
  foreach v_word in array coalesce(v_by, array[null]) loop
    perform ai_quota.validate_word(
      'by', v_word, array['model', 'discipline', 'workflow', 'tier', 'day']
    );
  end loop;
  select d.from_day, d.to_day into v_from, v_to
  from ai_quota.validate_days(ai_quota_admin_usage.from_day, ai_quota_admin_usage.to_day) as d;
  return query
  with labels as (
    select
      b.day, b.model, b.discipline, b.workflow, b.tier, b.reported_by, b.tokens, b.requests,
      b.cost_usd, b.unpriced_requests
    from ai_quota.usage_by_label as b
    where b.day between v_from and v_to and v_since is not null
    union all
    select
      s.day, s.model, s.discipline, s.workflow, s.tier, s.reported_by, s.tokens, s.requests,
      s.cost_usd, s.unpriced_requests
    from ai_quota.sum_labels(v_from, v_to, since => v_since) as s
    union all
    select
      d.day, d.model, d.discipline, d.workflow, d.tier, d.reported_by, d.tokens, d.requests,
      d.cost_usd, d.unpriced_requests
    from ai_quota.deleted_usage_by_label as d
    where d.day between v_from and v_to and v_since is null
  ),
  sums as (
    select
      case when 'day' = any (v_by) then l.day end as day,
      case when 'tier' = any (v_by) then l.tier end as tier,
      case when 'model' = any (v_by) then l.model end as model,
      case when 'discipline' = any (v_by) then l.discipline end as discipline,
      case when 'workflow' = any (v_by) then l.workflow end as workflow,
      ai_quota.to_bigint(sum(l.tokens)) as tokens,
      ai_quota.to_bigint(
        coalesce(sum(l.tokens) filter (where l.reported_by = 'user'), 0)
      ) as user_tokens,
      ai_quota.to_bigint(sum(l.requests)) as requests,
      coalesce(sum(l.cost_usd) filter (where l.reported_by = 'server'), 0) as cost_usd,
      coalesce(sum(l.cost_usd) filter (where l.reported_by = 'user'), 0) as user_cost_usd,
      ai_quota.to_bigint(sum(l.unpriced_requests)) as unpriced_requests
    from labels as l
    where (ai_quota_admin_usage.of_tier is null or l.tier = ai_quota_admin_usage.of_tier)
      and (ai_quota_admin_usage.of_model is null or l.model = ai_quota_admin_usage.of_model)
      and (
        ai_quota_admin_usage.of_discipline is null or l.discipline = ai_quota_admin_usage.of_discipline
      )
      and (ai_quota_admin_usage.of_workflow is null or l.workflow = ai_quota_admin_usage.of_workflow)
    group by 1, 2, 3, 4, 5
  )
  select
    s.day, s.tier, ai_quota.cell(s.model), ai_quota.cell(s.discipline), ai_quota.cell(s.workflow),
    s.tokens, s.user_tokens, s.requests, s.cost_usd, s.user_cost_usd, s.unpriced_requests,
    count(*) over ()
  from sums as s
  order by
    case ai_quota_admin_usage.sort
      when 'tokens' then s.tokens
      when 'requests' then s.requests
      else s.cost_usd
    end desc,
    s.day, s.tier, s.model, s.discipline, s.workflow
  limit ai_quota_admin_usage.page_size
  offset (ai_quota_admin_usage.page - 1) * ai_quota_admin_usage.page_size;
end
$$;

comment on function public.ai_quota_admin_usage is
  'The usage of everybody by label: model, discipline, workflow, tier, day. For admins and the server.
Arguments: from_day, to_day (both counted; default the 30 days that end today), of_tier, of_model,
of_discipline, of_workflow (only that; an empty text is usage without the label), by (which labels make a
row, default model, discipline and workflow), sort (tokens, cost_usd or requests), page (from 1),
page_size (1 to 1000, default 50).
Returns: rows day, tier (that was charged), model, discipline, workflow (null where not in by; other
is what is beyond 50 combinations a user and day or 2,000 a day), tokens, user_reported_tokens (a part
of them), requests, cost_usd (US dollars, what the server reported), user_reported_cost_usd,
unpriced_requests, total_rows (on all pages).
Errors: 22023 for an argument out of its range, 42501 for any other caller.';

-- Definer: reads the rows of every user, without policies.
create or replace function public.ai_quota_admin_unpriced_models(
  from_day date default null,
  to_day date default null,
  page bigint default 1,
  page_size bigint default 50
)
returns table (
  model text,
  unpriced_requests bigint,
  tokens bigint,
  first_day date,
  last_day date,
  is_priced_now boolean,
  total_rows bigint
)
language plpgsql
stable
security definer
set search_path = ''
as $$
#variable_conflict use_column
declare
  v_from date;
  v_to date;
  v_since timestamptz := (select r.recent_counted_at from ai_quota.rollup as r);
begin
  perform ai_quota.authorize_admin();
  perform ai_quota.validate_page(
    ai_quota_admin_unpriced_models.page, ai_quota_admin_unpriced_models.page_size
  );
  select d.from_day, d.to_day into v_from, v_to
  from ai_quota.validate_days(
    ai_quota_admin_unpriced_models.from_day, ai_quota_admin_unpriced_models.to_day
  ) as d;
  return query
  select
    ai_quota.cell(s.model), s.unpriced_requests, s.tokens, s.first_day, s.last_day,
    ai_quota.call_cost(s.model, now(), 1, 1, 0, 0, 0, 0, 0) is not null, s.total_rows
  from (
    select
      l.model, ai_quota.to_bigint(sum(l.unpriced_requests)) as unpriced_requests,
      ai_quota.to_bigint(sum(l.tokens)) as tokens, min(l.day) as first_day, max(l.day) as last_day,
      count(*) over () as total_rows
    from (
      select b.day, b.model, b.tokens, b.unpriced_requests
      from ai_quota.usage_by_label as b
      where b.day between v_from and v_to and v_since is not null
      union all
      select t.day, t.model, t.tokens, t.unpriced_requests
      from ai_quota.sum_labels(v_from, v_to, since => v_since) as t
      union all
      select d.day, d.model, d.tokens, d.unpriced_requests
      from ai_quota.deleted_usage_by_label as d
      where d.day between v_from and v_to and v_since is null
    ) as l
    where l.unpriced_requests > 0
    group by l.model
    order by sum(l.tokens) desc, l.model
    limit ai_quota_admin_unpriced_models.page_size
    offset (ai_quota_admin_unpriced_models.page - 1) * ai_quota_admin_unpriced_models.page_size
  ) as s
  order by s.tokens desc, s.model;
end
$$;

comment on function public.ai_quota_admin_unpriced_models is
  'Models whose calls have no cost, because their price was unknown. For admins and the server.
Arguments: from_day, to_day (both counted; default the 30 days that end today), page (from 1),
page_size (1 to 1000, default 50).
Returns: rows model (empty: the calls named none), unpriced_requests, tokens (of the labels that had
such calls), first_day, last_day, is_priced_now (whether new calls have a cost), total_rows.
Errors: 22023 for an argument out of its range, 42501 for any other caller.';

-- schemas/api/admin_health.sql
-- How far the delivery of an alert is.
create or replace function ai_quota.delivery_state(delivery ai_quota.alert_deliveries)
returns text
language sql
immutable
set search_path = ''
as $$
  select case
    when delivery.alert_id is null then 'not_sent'
    when delivery.delivered_at is not null then 'delivered'
    when delivery.expired_at is not null then 'expired'
    else 'waiting'
  end
$$;

-- Definer: reads the rows of every user, deliveries and e-mail addresses.
create or replace function public.ai_quota_admin_alerts(
  from_day date default null,
  to_day date default null,
  of_user uuid default null,
  of_state text default null,
  page bigint default 1,
  page_size bigint default 50
)
returns table (
  id bigint,
  user_id uuid,
  email text,
  kind public.ai_quota_alert_kind,
  metric text,
  threshold smallint,
  used bigint,
  quota bigint,
  period_start timestamptz,
  created_at timestamptz,
  state text,
  attempts integer,
  next_attempt_at timestamptz,
  delivered_at timestamptz,
  last_error text,
  total_rows bigint
)
language plpgsql
stable
security definer
set search_path = ''
set timezone = 'UTC'
-- A plan for the arguments that are given: others would read what these leave out.
set plan_cache_mode = 'force_custom_plan'
as $$
#variable_conflict use_column
declare
  v_of_user constant uuid := ai_quota_admin_alerts.of_user;
  v_state constant text := ai_quota_admin_alerts.of_state;
  v_from date;
  v_to date;
begin
  perform ai_quota.authorize_admin();
  perform ai_quota.validate_page(ai_quota_admin_alerts.page, ai_quota_admin_alerts.page_size);
  perform ai_quota.validate_word(
    'of_state', coalesce(v_state, 'waiting'), array['waiting', 'delivered', 'expired', 'not_sent']
  );
  select d.from_day, d.to_day into v_from, v_to
  from ai_quota.validate_days(ai_quota_admin_alerts.from_day, ai_quota_admin_alerts.to_day) as d;
  return query
  select
    a.id, a.user_id, ai_quota.cell(u.email::text), a.kind, a.metric, a.threshold, a.used, a.quota,
    a.period_start, a.created_at, ai_quota.delivery_state(d), coalesce(d.attempts, 0),
    d.next_attempt_at, d.delivered_at, ai_quota.cell(d.last_error), l.total_rows
  from (
    select o.id, count(*) over () as total_rows
    from public.ai_quota_alerts as o
      left join ai_quota.alert_deliveries as e on e.alert_id = o.id
    where o.created_at >= v_from
      and o.created_at < v_to + 1
      and (v_of_user is null or o.user_id = v_of_user)
      and (v_state is null or ai_quota.delivery_state(e) = v_state)
    order by o.id desc
    limit ai_quota_admin_alerts.page_size
    offset (ai_quota_admin_alerts.page - 1) * ai_quota_admin_alerts.page_size
  ) as l
    -- Accounts and deliveries of one page only.
    join public.ai_quota_alerts as a on a.id = l.id
    left join ai_quota.alert_deliveries as d on d.alert_id = a.id
    left join auth.users as u on u.id = a.user_id
  order by a.id desc;
end
$$;

comment on function public.ai_quota_admin_alerts is
  'Alerts and how far their delivery is, the newest first. For admins and the server.
Arguments: from_day, to_day (both counted; default the 30 days that end today), of_user, of_state (waiting,
delivered, expired or not_sent; default all), page (from 1), page_size (1 to 1000, default 50).
Returns: rows id, user_id, email, kind, metric, threshold, used, quota, period_start, created_at, state
(not_sent: a higher threshold was reached at the same moment), attempts, next_attempt_at,
delivered_at, last_error, total_rows (on all pages).
Errors: 22023 for an argument out of its range, 42501 for any other caller.';

-- Definer: reads the deliveries.
create or replace function public.ai_quota_admin_outbox()
returns table (
  waiting bigint,
  oldest_waiting_at timestamptz,
  failing bigint,
  delivered_today bigint,
  expired_today bigint
)
language plpgsql
stable
security definer
set search_path = ''
as $$
#variable_conflict use_column
declare
  v_today timestamptz := date_trunc('day', now(), 'UTC');
begin
  perform ai_quota.authorize_admin();
  return query
  select
    w.waiting, w.oldest_waiting_at, w.failing,
    (
      select count(*) from ai_quota.alert_deliveries as d where d.delivered_at >= v_today
    ),
    (
      select count(*) from ai_quota.alert_deliveries as d where d.expired_at >= v_today
    )
  from (
    select
      count(*) as waiting, min(a.created_at) as oldest_waiting_at,
      count(*) filter (where d.attempts >= 3) as failing
    from ai_quota.alert_deliveries as d
      join public.ai_quota_alerts as a on a.id = d.alert_id
    where d.delivered_at is null and d.expired_at is null
  ) as w;
end
$$;

comment on function public.ai_quota_admin_outbox is
  'The alerts that wait for their delivery. For admins and the server.
Returns: one row waiting, oldest_waiting_at (null: none waits), failing (tried three times or more),
delivered_today, expired_today (since 00:00 UTC).
Errors: 42501 for any other caller.';

-- Definer: reads the rows of every user, without policies, and e-mail addresses.
create or replace function public.ai_quota_admin_holds(
  of_state text default 'pending',
  of_user uuid default null,
  page bigint default 1,
  page_size bigint default 50
)
returns table (
  id uuid,
  user_id uuid,
  email text,
  tokens bigint,
  requests bigint,
  tokens_settled bigint,
  requests_settled bigint,
  state text,
  reserved_by public.ai_quota_caller,
  on_expiry public.ai_quota_on_expiry,
  created_at timestamptz,
  expires_at timestamptz,
  closed_at timestamptz,
  total_rows bigint
)
language plpgsql
stable
security definer
set search_path = ''
as $$
#variable_conflict use_column
declare
  v_of_user constant uuid := ai_quota_admin_holds.of_user;
  v_state constant text := ai_quota_admin_holds.of_state;
begin
  perform ai_quota.authorize_admin();
  perform ai_quota.validate_page(ai_quota_admin_holds.page, ai_quota_admin_holds.page_size);
  perform ai_quota.validate_word('of_state', v_state, array['pending', 'overdue', 'all']);
  return query
  select
    h.id, h.user_id, ai_quota.cell(u.email::text), h.tokens, h.requests, h.tokens_settled,
    h.requests_settled,
    case when h.status = 'pending' and h.expires_at <= now() then 'overdue' else h.status::text end,
    h.reserved_by, h.on_expiry, h.created_at, h.expires_at, h.closed_at, count(*) over ()
  from public.ai_quota_reservations as h
    left join auth.users as u on u.id = h.user_id
  where (v_of_user is null or h.user_id = v_of_user)
    and (v_state = 'all' or h.status = 'pending')
    and (v_state = 'all' or (h.expires_at <= now()) = (v_state = 'overdue'))
  order by h.created_at desc, h.id
  limit ai_quota_admin_holds.page_size
  offset (ai_quota_admin_holds.page - 1) * ai_quota_admin_holds.page_size;
end
$$;

comment on function public.ai_quota_admin_holds is
  'Reservations, the newest first. For admins and the server.
Arguments: of_state (pending, overdue: nobody settled or released it before it expired, or all), of_user,
page (from 1), page_size (1 to 1000, default 50).
Returns: rows id, user_id, email, tokens, requests, tokens_settled, requests_settled, state (pending,
overdue, settled, released or charged), reserved_by, on_expiry, created_at, expires_at, closed_at,
total_rows (on all pages).
Errors: 22023 for an argument out of its range, 42501 for any other caller.';

-- Definer: reads the rows of every user.
create or replace function public.ai_quota_admin_integrity(of_user uuid default null)
returns table (
  user_id uuid,
  email text,
  period_start timestamptz,
  problem text,
  expected bigint,
  found bigint
)
language plpgsql
stable
security definer
set search_path = ''
as $$
#variable_conflict use_column
begin
  perform ai_quota.authorize_admin();
  return query
  select
    d.user_id, ai_quota.cell(u.email::text), d.period_start, d.problem, d.expected, d.found
  from ai_quota.find_differences(ai_quota_admin_integrity.of_user) as d
    left join auth.users as u on u.id = d.user_id
  order by d.user_id nulls first, d.period_start, d.problem;
end
$$;

comment on function public.ai_quota_admin_integrity is
  'What verify_quota_integrity finds, of everybody or of one user. Reads the whole ledger unless it is
for one user. For admins and the server.
Arguments: of_user (default everybody).
Returns: rows user_id and email (null for what concerns everybody), period_start, problem, expected,
found (null is unlimited).
Errors: 42501 for any other caller.';

-- Definer: reads e-mail addresses.
create or replace function public.ai_quota_admin_audit(
  of_user uuid default null,
  page bigint default 1,
  page_size bigint default 50
)
returns table (
  id bigint,
  user_id uuid,
  email text,
  action text,
  reason text,
  details jsonb,
  actor uuid,
  actor_email text,
  created_at timestamptz,
  total_rows bigint
)
language plpgsql
stable
security definer
set search_path = ''
as $$
#variable_conflict use_column
declare
  v_of_user constant uuid := ai_quota_admin_audit.of_user;
begin
  perform ai_quota.authorize_admin();
  perform ai_quota.validate_page(ai_quota_admin_audit.page, ai_quota_admin_audit.page_size);
  return query
  select
    a.id, a.user_id, ai_quota.cell(u.email::text), a.action, ai_quota.cell(a.reason), a.details,
    a.actor, ai_quota.cell(o.email::text), a.created_at, count(*) over ()
  from public.ai_quota_audit as a
    left join auth.users as u on u.id = a.user_id
    left join auth.users as o on o.id = a.actor
  where v_of_user is null or a.user_id = v_of_user
  order by a.id desc
  limit ai_quota_admin_audit.page_size
  offset (ai_quota_admin_audit.page - 1) * ai_quota_admin_audit.page_size;
end
$$;

comment on function public.ai_quota_admin_audit is
  'What operators and the server did to users'' quotas, the newest first. For admins and the server.
Arguments: of_user (default everybody), page (from 1), page_size (1 to 1000, default 50).
Returns: rows id, user_id, email, action, reason, details (the other arguments), actor and actor_email
(the operator; null: the server), created_at, total_rows (on all pages).
Errors: 22023 for an argument out of its range, 42501 for any other caller.';

-- schemas/api/admin_user.sql
-- Definer: reads the account, and computes a missing or outdated row.
create or replace function public.ai_quota_admin_user(user_id uuid)
returns table (
  email text,
  created_at timestamptz,
  role text,
  used bigint,
  "limit" bigint,
  remaining bigint,
  percentage numeric,
  reset_date date,
  status text,
  tier text,
  reserved bigint,
  requests_used bigint,
  requests_limit bigint,
  requests_remaining bigint,
  requests_percentage numeric,
  is_unlimited boolean,
  period_start date,
  is_blocked boolean,
  assigned_tier text,
  boost_tokens bigint,
  boost_ends_at timestamptz,
  last_call_at timestamptz
)
language plpgsql
stable
security definer
set search_path = ''
set timezone = 'UTC'
as $$
#variable_conflict use_column
declare
  v_quota public.user_ai_quotas;
begin
  perform ai_quota.authorize_admin();
  perform ai_quota.validate_user(ai_quota_admin_user.user_id);
  v_quota := ai_quota.read_quota(ai_quota_admin_user.user_id);
  return query
  select
    ai_quota.cell(u.email::text), u.created_at::timestamptz,
    case
      when u.raw_app_meta_data ->> 'ai_quota_role' in ('admin', 'operator')
        then u.raw_app_meta_data ->> 'ai_quota_role'
    end,
    d.used, d."limit", d.remaining, d.percentage, d.reset_date, d.status, d.tier, d.reserved,
    d.requests_used, d.requests_limit, d.requests_remaining, d.requests_percentage, d.is_unlimited,
    d.period_start, d.is_blocked, v_quota.assigned_tier, b.extra_tokens, b.ends_at,
    (
      select l.created_at::timestamptz
      from public.ai_agent_usage as l
      where l.user_id = u.id and not l.is_adjustment
      order by l.created_at desc
      limit 1
    )
  from auth.users as u
    cross join ai_quota.describe_quota(v_quota) as d
    cross join lateral (
      select coalesce(sum(x.extra_tokens), 0)::bigint as extra_tokens, max(x.expires_at) as ends_at
      from ai_quota.boosts as x
      where x.user_id = u.id and x.expires_at > now()
    ) as b
  where u.id = ai_quota_admin_user.user_id;
end
$$;

comment on function public.ai_quota_admin_user is
  'One user: the account and the quota now. For admins and the server.
Arguments: user_id.
Returns: one row email, created_at, role (admin, operator or null), the columns of
get_user_quota_status, assigned_tier (null: the default one), boost_tokens and boost_ends_at (of the
boosts in force), last_call_at.
Errors: 22023 for an unknown user, 42501 for any other caller.';

-- Definer: reads the rows of every user, without policies.
create or replace function public.ai_quota_admin_user_periods(
  user_id uuid,
  page bigint default 1,
  page_size bigint default 50
)
returns table (
  period_start timestamptz,
  period_end timestamptz,
  tier text,
  tokens_used bigint,
  monthly_token_quota bigint,
  requests_used bigint,
  monthly_request_quota bigint,
  percentage numeric,
  is_open boolean,
  is_early boolean,
  total_rows bigint
)
language plpgsql
stable
security definer
set search_path = ''
as $$
#variable_conflict use_column
declare
  v_user_id constant uuid := ai_quota_admin_user_periods.user_id;
  v_quota public.user_ai_quotas;
begin
  perform ai_quota.authorize_admin();
  perform ai_quota.validate_user(v_user_id);
  perform ai_quota.validate_page(
    ai_quota_admin_user_periods.page, ai_quota_admin_user_periods.page_size
  );
  v_quota := ai_quota.read_quota(v_user_id);
  return query
  select
    p.period_start, p.period_end, p.tier, p.tokens_used, p.monthly_token_quota, p.requests_used,
    p.monthly_request_quota,
    coalesce(
      trunc(
        100 * greatest(
          p.tokens_used::numeric / p.monthly_token_quota,
          p.requests_used::numeric / p.monthly_request_quota
        ), 2
      ), 0
    ),
    p.is_open, p.is_early, count(*) over ()
  from (
    select
      v_quota.period_start, v_quota.period_end, v_quota.tier,
      v_quota.current_month_tokens::bigint as tokens_used,
      v_quota.monthly_token_quota::bigint as monthly_token_quota,
      v_quota.current_month_requests::bigint as requests_used,
      v_quota.monthly_request_quota::bigint as monthly_request_quota, true as is_open,
      false as is_early
    union all
    -- A row that no call has brought up to date yet.
    select
      q.period_start, q.period_end, q.tier, q.current_month_tokens, q.monthly_token_quota,
      q.current_month_requests, q.monthly_request_quota, false, false
    from public.user_ai_quotas as q
    where q.user_id = v_user_id
      and q.period_start < v_quota.period_start
      and q.current_month_requests > 0
    union all
    select
      c.period_start, c.period_end, c.tier, c.tokens_used, c.monthly_token_quota, c.requests_used,
      c.monthly_request_quota, false, c.is_early
    from public.ai_quota_periods as c
    where c.user_id = v_user_id
  ) as p
  order by p.period_start desc
  limit ai_quota_admin_user_periods.page_size
  offset (ai_quota_admin_user_periods.page - 1) * ai_quota_admin_user_periods.page_size;
end
$$;

comment on function public.ai_quota_admin_user_periods is
  'The periods of one user, the open one first. For admins and the server.
Arguments: user_id, page (from 1), page_size (1 to 1000, default 50).
Returns: rows period_start, period_end, tier, tokens_used, monthly_token_quota, requests_used,
monthly_request_quota (null is unlimited), percentage (the greater share), is_open, is_early, total_rows.
Errors: 22023 for an unknown user or an argument out of its range, 42501 for any other caller.';

-- Definer: reads the rows of every user, without policies.
create or replace function public.ai_quota_admin_user_calls(
  user_id uuid,
  from_day date default null,
  to_day date default null,
  page bigint default 1,
  page_size bigint default 50
)
returns table (
  id text,
  created_at timestamptz,
  model_used text,
  discipline text,
  workflow_id text,
  session_id text,
  tokens_prompt bigint,
  tokens_completion bigint,
  tokens_total bigint,
  requests bigint,
  cost_usd numeric,
  reported_by public.ai_quota_caller,
  usage_source public.ai_quota_usage_source,
  is_adjustment boolean,
  request_id text,
  reservation_id uuid,
  recorded_despite text,
  total_rows bigint
)
language plpgsql
stable
security definer
set search_path = ''
set timezone = 'UTC'
as $$
#variable_conflict use_column
declare
  v_from date;
  v_to date;
begin
  perform ai_quota.authorize_admin();
  perform ai_quota.validate_user(ai_quota_admin_user_calls.user_id);
  perform ai_quota.validate_page(
    ai_quota_admin_user_calls.page, ai_quota_admin_user_calls.page_size
  );
  select d.from_day, d.to_day into v_from, v_to
  from ai_quota.validate_days(
    ai_quota_admin_user_calls.from_day, ai_quota_admin_user_calls.to_day
  ) as d;
  return query
  select
    u.id::text, u.created_at::timestamptz, ai_quota.cell(u.model_used::text),
    ai_quota.cell(u.discipline::text), ai_quota.cell(u.workflow_id::text), u.session_id::text,
    u.tokens_prompt::bigint, u.tokens_completion::bigint,
    (u.tokens_prompt + u.tokens_completion)::bigint, u.requests::bigint, u.cost_usd::numeric,
    u.reported_by, u.usage_source, u.is_adjustment, ai_quota.cell(u.request_id::text),
    u.reservation_id, u.recorded_despite, count(*) over ()
  from public.ai_agent_usage as u
  where u.user_id = ai_quota_admin_user_calls.user_id
    and u.created_at >= v_from
    and u.created_at < v_to + 1
  order by u.created_at desc, u.id desc
  limit ai_quota_admin_user_calls.page_size
  offset (ai_quota_admin_user_calls.page - 1) * ai_quota_admin_user_calls.page_size;
end
$$;

comment on function public.ai_quota_admin_user_calls is
  'The calls of one user, the newest first. For admins and the server.
Arguments: user_id, from_day, to_day (both counted; default the 30 days that end today), page (from 1),
page_size (1 to 1000, default 50).
Returns: rows of the ledger (see ai_agent_usage): id, created_at, model_used, discipline, workflow_id,
session_id, tokens_prompt, tokens_completion, tokens_total, requests, cost_usd (US dollars),
reported_by, usage_source, is_adjustment, request_id, reservation_id, recorded_despite, total_rows.
Errors: 22023 for an unknown user or an argument out of its range, 42501 for any other caller.';

-- Definer: reads the rows of every user, without policies.
create or replace function public.ai_quota_admin_user_days(
  user_id uuid,
  from_day date default null,
  to_day date default null
)
returns table (
  day date,
  tokens bigint,
  requests bigint,
  cost_usd numeric,
  unpriced_requests bigint
)
language plpgsql
stable
security definer
set search_path = ''
as $$
#variable_conflict use_column
declare
  v_from date;
  v_to date;
begin
  perform ai_quota.authorize_admin();
  perform ai_quota.validate_user(ai_quota_admin_user_days.user_id);
  select d.from_day, d.to_day into v_from, v_to
  from ai_quota.validate_days(
    ai_quota_admin_user_days.from_day, ai_quota_admin_user_days.to_day
  ) as d;
  return query
  select
    c.day, coalesce(d.tokens, 0), coalesce(d.requests, 0), coalesce(d.cost_usd, 0),
    coalesce(d.unpriced_requests, 0)
  from (select v_from + n as day from generate_series(0, v_to - v_from) as n) as c
    left join public.ai_quota_daily as d
      on d.user_id = ai_quota_admin_user_days.user_id and d.day = c.day
  order by c.day;
end
$$;

comment on function public.ai_quota_admin_user_days is
  'The usage of one user by UTC day, days without usage too. For admins and the server.
Arguments: user_id, from_day, to_day (both counted; default the 30 days that end today).
Returns: rows day, tokens, requests, cost_usd (US dollars, whoever reported), unpriced_requests.
Errors: 22023 for an unknown user or more than 366 days, 42501 for any other caller.';

-- schemas/api/admin_actions.sql
-- Definer: no API role but service_role may write overrides.
create or replace function public.ai_quota_admin_set_override(
  user_id uuid,
  reason text,
  monthly_token_quota bigint default null,
  monthly_request_quota bigint default null,
  is_unlimited boolean default false,
  extra_tokens bigint default null,
  extra_requests bigint default null,
  expires_at timestamptz default null
)
returns public.user_ai_quotas
language plpgsql
volatile
security definer
set search_path = ''
as $$
#variable_conflict use_column
declare
  o public.ai_quota_overrides;
begin
  o.user_id := ai_quota.authorize_operator(user_id);
  o.monthly_token_quota := ai_quota_admin_set_override.monthly_token_quota;
  o.monthly_request_quota := ai_quota_admin_set_override.monthly_request_quota;
  o.is_unlimited := coalesce(ai_quota_admin_set_override.is_unlimited, false);
  o.extra_tokens := ai_quota_admin_set_override.extra_tokens;
  o.extra_requests := ai_quota_admin_set_override.extra_requests;
  o.reason := ai_quota_admin_set_override.reason;
  o.expires_at := ai_quota_admin_set_override.expires_at;
  o.created_at := now();
  perform ai_quota.validate_reason(o.reason);
  perform ai_quota.validate_user(o.user_id);
  perform ai_quota.validate_override(o);
  insert into public.ai_quota_overrides (
    user_id, monthly_token_quota, monthly_request_quota, is_unlimited, extra_tokens,
    extra_requests, reason, expires_at, created_at
  )
  values (
    o.user_id, o.monthly_token_quota, o.monthly_request_quota, o.is_unlimited, o.extra_tokens,
    o.extra_requests, o.reason, o.expires_at, o.created_at
  )
  on conflict (user_id) do update
    set
      monthly_token_quota = excluded.monthly_token_quota,
      monthly_request_quota = excluded.monthly_request_quota,
      is_unlimited = excluded.is_unlimited,
      extra_tokens = excluded.extra_tokens,
      extra_requests = excluded.extra_requests,
      reason = excluded.reason,
      expires_at = excluded.expires_at,
      created_at = excluded.created_at;
  perform ai_quota.log_action(
    o.user_id, 'ai_quota_admin_set_override', o.reason,
    to_jsonb(o) - array['user_id', 'reason', 'created_at']
  );
  return ai_quota.read_quota(o.user_id);
end
$$;

comment on function public.ai_quota_admin_set_override is
  'Gives one user limits of its own, in place of the override it has. In force at once. For operators
and the server.
Arguments: user_id, reason (1 to 500 characters, kept in ai_quota_audit), monthly_token_quota and
monthly_request_quota (null: the tier''s), is_unlimited (no limit at all), extra_tokens and
extra_requests (on top of the limit), expires_at (null: never).
Returns: the row of user_ai_quotas.
Errors: 22023 for an unknown user, no reason, no limit or one that is not positive, or an end that is
past; 42501 for any other caller or for oneself.';

-- Definer: no API role but service_role may write overrides.
create or replace function public.ai_quota_admin_remove_override(user_id uuid, reason text)
returns public.user_ai_quotas
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
  v_user_id uuid := ai_quota.authorize_operator(user_id);
  v_removed public.ai_quota_overrides;
begin
  perform ai_quota.validate_reason(reason);
  perform ai_quota.validate_user(v_user_id);
  delete from public.ai_quota_overrides as o where o.user_id = v_user_id returning o.* into v_removed;
  if v_removed.user_id is null then
    perform ai_quota.raise_bad_request(
      format('user_id has no override, got %s', v_user_id), 'There is nothing to remove.'
    );
  end if;
  perform ai_quota.log_action(
    v_user_id, 'ai_quota_admin_remove_override', ai_quota_admin_remove_override.reason,
    jsonb_build_object('removed', jsonb_strip_nulls(to_jsonb(v_removed) - 'user_id'))
  );
  return ai_quota.read_quota(v_user_id);
end
$$;

comment on function public.ai_quota_admin_remove_override is
  'Removes a user''s override: the limits of the tier apply at once. For operators and the server.
Arguments: user_id, reason (1 to 500 characters, kept in ai_quota_audit with what was removed).
Returns: the row of user_ai_quotas.
Errors: 22023 for an unknown user, one without an override, or no reason; 42501 for any other caller or
for oneself.';

-- Definer: no API role may write boosts.
create or replace function public.ai_quota_admin_boost(
  user_id uuid,
  tokens bigint,
  until timestamptz,
  reason text
)
returns public.user_ai_quotas
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
  v_user_id uuid := ai_quota.authorize_operator(user_id);
begin
  perform ai_quota.validate_reason(reason);
  perform ai_quota.validate_user(v_user_id);
  if (ai_quota_admin_boost.tokens between 1 and 1000000000000) is not true then
    perform ai_quota.raise_out_of_range(
      'tokens', ai_quota_admin_boost.tokens, 1, 1000000000000,
      'Pass the tokens to add to the limit of each period.'
    );
  end if;
  if (until > now() and isfinite(until)) is not true then
    perform ai_quota.raise_bad_request(
      format('until must be in the future, got %s', coalesce(until::text, 'null')),
      'For a limit without an end, set an override.'
    );
  end if;
  perform ai_quota.lock_quota(v_user_id);
  insert into ai_quota.boosts (user_id, extra_tokens, expires_at)
  values (v_user_id, ai_quota_admin_boost.tokens, until);
  perform ai_quota.log_action(
    v_user_id, 'ai_quota_admin_boost', ai_quota_admin_boost.reason,
    jsonb_build_object('tokens', ai_quota_admin_boost.tokens, 'until', until)
  );
  return ai_quota.lock_quota(v_user_id, refresh => true);
end
$$;

comment on function public.ai_quota_admin_boost is
  'Adds tokens to a user''s limit in every period until a moment, on top of tier, override and other
boosts. An unlimited user stays so. For operators and the server.
Arguments: user_id, tokens (1 to 1000000000000), until (when it ends), reason (1 to 500 characters, kept
in ai_quota_audit).
Returns: the row of user_ai_quotas.
Errors: 22023 for an unknown user, no reason, tokens out of range or an end that is past; 42501 for any
other caller or for oneself.';

-- Definer: no API role may write quotas.
create or replace function public.ai_quota_admin_set_tier(user_id uuid, tier text, reason text)
returns public.user_ai_quotas
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
  v_user_id uuid := ai_quota.authorize_operator(user_id);
  v_quota public.user_ai_quotas;
begin
  perform ai_quota.validate_reason(reason);
  if not exists (
    select from public.ai_quota_tiers as t where t.tier = ai_quota_admin_set_tier.tier
  ) then
    perform ai_quota.refuse_unknown_tier(ai_quota_admin_set_tier.tier);
  end if;
  v_quota := ai_quota.assign_tier(v_user_id, ai_quota_admin_set_tier.tier);
  perform ai_quota.log_action(
    v_user_id, 'ai_quota_admin_set_tier', ai_quota_admin_set_tier.reason,
    jsonb_build_object('tier', ai_quota_admin_set_tier.tier)
  );
  return v_quota;
end
$$;

comment on function public.ai_quota_admin_set_tier is
  'initialize_user_quota with a reason: sets the tier that a user has without a live subscription, and
creates a missing row. For operators and the server.
Arguments: user_id, tier (a row of ai_quota_tiers), reason (1 to 500 characters, kept in
ai_quota_audit).
Returns: the row of user_ai_quotas.
Errors: 22023 for an unknown user or tier, or no reason; 42501 for any other caller or for oneself.';

-- Definer: no API role may write quotas.
create or replace function public.ai_quota_admin_repair(user_id uuid, reason text)
returns public.user_ai_quotas
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
  v_user_id uuid := ai_quota.authorize_operator(user_id);
  v_quota public.user_ai_quotas;
begin
  perform ai_quota.validate_reason(reason);
  v_quota := ai_quota.repair_quota(v_user_id);
  perform ai_quota.log_action(v_user_id, 'ai_quota_admin_repair', ai_quota_admin_repair.reason);
  return v_quota;
end
$$;

comment on function public.ai_quota_admin_repair is
  'repair_user_quota with a reason: sets a user''s counters and days to the sums of the ledger. For
operators and the server.
Arguments: user_id, reason (1 to 500 characters, kept in ai_quota_audit).
Returns: the row of user_ai_quotas.
Errors: 22023 for an unknown user or no reason; 42501 for any other caller or for oneself.';

-- schemas/api/forecast.sql
-- Definer: reads only the caller's own days, by index instead of through policies, and settings that
-- users may not read.
create or replace function public.get_user_quota_forecast()
returns table (
  reset_date date,
  used bigint,
  "limit" bigint,
  expected_used bigint,
  expected_used_low bigint,
  expected_used_high bigint,
  limit_on date,
  limit_on_earliest date,
  limit_on_latest date,
  expected_cost_usd numeric,
  tokens_per_day numeric,
  weekday_shares numeric[],
  days_of_history integer
)
language plpgsql
stable
security definer
set search_path = ''
as $$
begin
  return query select f.* from ai_quota.forecast(auth.uid()) as f;
end
$$;

comment on function public.get_user_quota_forecast is
  'What the caller will probably have used at the end of the period, and when the limit is reached,
from the days of the last eight weeks.
Returns: one row reset_date, used and limit (tokens; null is unlimited), expected_used (at the end of
the period), expected_used_low and expected_used_high (one of ten cases each is beyond), limit_on (the
UTC day on which the limit is reached; null: not in this period), limit_on_earliest, limit_on_latest,
expected_cost_usd (of the period, US dollars), tokens_per_day (from now on; null once the period is over), weekday_shares (of Monday to
Sunday; they sum to 7), days_of_history (few days: a wide spread).
Errors: 42501 for anon.';

-- Definer: reads the rows of every user, without policies.
create or replace function public.get_quota_forecast_for(user_id uuid)
returns table (
  reset_date date,
  used bigint,
  "limit" bigint,
  expected_used bigint,
  expected_used_low bigint,
  expected_used_high bigint,
  limit_on date,
  limit_on_earliest date,
  limit_on_latest date,
  expected_cost_usd numeric,
  tokens_per_day numeric,
  weekday_shares numeric[],
  days_of_history integer
)
language plpgsql
stable
security definer
set search_path = ''
as $$
begin
  perform ai_quota.authorize_admin();
  perform ai_quota.validate_user(user_id);
  return query select f.* from ai_quota.forecast(user_id) as f;
end
$$;

comment on function public.get_quota_forecast_for is
  'get_user_quota_forecast of any user, for admins and the server.
Arguments: user_id.
Returns: the row of get_user_quota_forecast.
Errors: 22023 for an unknown user, 42501 for any other caller.';

-- schemas/api/replay.sql
-- Definer: reads the rows of every user, without policies.
create or replace function public.replay_limits(tiers jsonb default null, months integer default 3)
returns table (
  tier text,
  upgrade_tier text,
  users bigint,
  periods bigint,
  denied_users bigint,
  denied_periods bigint,
  denied_calls bigint,
  denied_tokens bigint,
  was_denied_users bigint,
  was_denied_periods bigint,
  saved_usd numeric,
  added_usd numeric
)
language plpgsql
stable
security definer
set search_path = ''
as $$
#variable_conflict use_column
declare
  v_tiers constant jsonb := coalesce(replay_limits.tiers, '{}');
begin
  perform ai_quota.authorize_admin();
  perform ai_quota.validate_tiers(v_tiers);
  if (replay_limits.months between 1 and 24) is not true then
    perform ai_quota.raise_out_of_range(
      'months', replay_limits.months, 1, 24, 'Leave months out for 3.'
    );
  end if;
  return query
  with upgrades as materialized (
    select l.* from ai_quota.list_upgrades(v_tiers) as l
  )
  select
    r.tier, u.upgrade_tier, count(distinct r.user_id), count(*),
    count(distinct r.user_id) filter (where r.denied_calls > 0),
    count(*) filter (where r.denied_calls > 0), sum(r.denied_calls)::bigint,
    sum(r.denied_tokens)::bigint, count(distinct r.user_id) filter (where r.was_denied > 0),
    count(*) filter (where r.was_denied > 0), round(sum(r.saved_usd), 6), round(sum(r.added_usd), 6)
  from ai_quota.replay_periods(v_tiers, replay_limits.months) as r
    left join public.ai_quota_tiers as t on t.tier = r.tier
    left join lateral (
      select l.upgrade_tier
      from upgrades as l
      where l.tier = r.tier
        and r.denied_calls > 0
        and coalesce(r.needed_tokens <= l.tokens, true)
        and coalesce(r.needed_requests <= l.requests, true)
      order by l.place
      limit 1
    ) as u on true
  group by r.tier, t.sort_order, u.upgrade_tier
  order by t.sort_order, r.tier, u.upgrade_tier nulls first;
end
$$;

comment on function public.replay_limits is
  'What other limits would have denied in the periods of the last months. A smaller limit denies the
calls beyond it; a larger one admits what fits of the calls that were denied. The limits then in force
deny what was denied. Limits of overrides and boosts stay. For admins and the server.
Arguments: tiers ({"free": {"monthly_token_quota": 20000, "monthly_request_quota": null}}: null is
unlimited, what is left out stays as it was), months (1 to 24, default 3).
Returns: rows by tier and upgrade_tier (the first public tier that would have denied nothing; null:
nothing was denied, or no tier is large enough), users, periods, denied_users, denied_periods,
denied_calls, denied_tokens, was_denied_users, was_denied_periods, saved_usd (what the denied calls
cost), added_usd (what the admitted ones would have cost, at the user''s mean).
Errors: 22023 for an unknown tier, a limit that is not positive or months out of range, 42501 for any
other caller.';

-- Definer: reads the rows of every user, without policies, and e-mail addresses.
create or replace function public.ai_quota_admin_replay_periods(
  tiers jsonb default null,
  months integer default 3,
  page bigint default 1,
  page_size bigint default 50
)
returns table (
  user_id uuid,
  email text,
  period_start timestamptz,
  tier text,
  upgrade_tier text,
  was_denied bigint,
  denied_calls bigint,
  denied_tokens bigint,
  saved_usd numeric,
  added_usd numeric,
  total_rows bigint
)
language plpgsql
stable
security definer
set search_path = ''
as $$
#variable_conflict use_column
declare
  v_tiers constant jsonb := coalesce(ai_quota_admin_replay_periods.tiers, '{}');
begin
  perform ai_quota.authorize_admin();
  perform ai_quota.validate_tiers(v_tiers);
  perform ai_quota.validate_page(
    ai_quota_admin_replay_periods.page, ai_quota_admin_replay_periods.page_size
  );
  if (ai_quota_admin_replay_periods.months between 1 and 24) is not true then
    perform ai_quota.raise_out_of_range(
      'months', ai_quota_admin_replay_periods.months, 1, 24, 'Leave months out for 3.'
    );
  end if;
  return query
  with upgrades as materialized (
    select l.* from ai_quota.list_upgrades(v_tiers) as l
  )
  select
    r.user_id, ai_quota.cell(u.email::text), r.period_start, r.tier, n.upgrade_tier, r.was_denied,
    r.denied_calls, r.denied_tokens, round(r.saved_usd, 6), round(r.added_usd, 6), r.total_rows
  from (
    select p.*, count(*) over () as total_rows
    from ai_quota.replay_periods(v_tiers, ai_quota_admin_replay_periods.months) as p
    where p.denied_calls > 0 or p.was_denied > 0
    order by p.denied_tokens desc, p.user_id, p.period_start
    limit ai_quota_admin_replay_periods.page_size
    offset (ai_quota_admin_replay_periods.page - 1) * ai_quota_admin_replay_periods.page_size
  ) as r
    left join auth.users as u on u.id = r.user_id
    left join lateral (
      select l.upgrade_tier
      from upgrades as l
      where l.tier = r.tier
        and coalesce(r.needed_tokens <= l.tokens, true)
        and coalesce(r.needed_requests <= l.requests, true)
      order by l.place
      limit 1
    ) as n on true
  order by r.denied_tokens desc, r.user_id, r.period_start;
end
$$;

comment on function public.ai_quota_admin_replay_periods is
  'The periods behind replay_limits that were denied something or would have been. For admins and the
server.
Arguments: tiers, months (as for replay_limits), page (from 1), page_size (1 to 1000, default 50).
Returns: rows user_id, email, period_start, tier, upgrade_tier, was_denied (calls), denied_calls,
denied_tokens, saved_usd, added_usd, total_rows (on all pages).
Errors: 22023 for an argument out of its range, 42501 for any other caller.';

-- Definer: reads the rows of every user, without policies, and e-mail addresses.
create or replace function public.ai_quota_admin_recommendations(months integer default 3)
returns table (
  kind text,
  user_id uuid,
  email text,
  subject text,
  figure numeric,
  advice text
)
language plpgsql
stable
security definer
set search_path = ''
as $$
#variable_conflict use_column
declare
  v_months constant integer := ai_quota_admin_recommendations.months;
begin
  perform ai_quota.authorize_admin();
  if (v_months between 1 and 24) is not true then
    perform ai_quota.raise_out_of_range('months', v_months, 1, 24, 'Leave months out for 3.');
  end if;
  return query
  select r.kind, r.user_id, ai_quota.cell(u.email::text), ai_quota.cell(r.subject), r.figure, r.advice
  from (
    select * from ai_quota.users_at_limit(v_months)
    union all
    select * from ai_quota.tiers_not_filled(v_months)
    union all
    select * from ai_quota.cheaper_models()
    union all
    select
      'override_ends', o.user_id, (o.expires_at at time zone 'UTC')::date::text,
      round(extract(epoch from o.expires_at - now()) / 86400, 1),
      'The override ends within 14 days: renew it, or let the tier apply.'
    from public.ai_quota_overrides as o
    where o.expires_at between now() and now() + interval '14 days'
  ) as r
    left join auth.users as u on u.id = r.user_id
  order by
    array_position(
      array['always_at_limit', 'override_ends', 'tier_not_filled', 'cheaper_model'], r.kind
    ),
    r.figure desc, r.subject, r.user_id
  limit 1000;
end
$$;

comment on function public.ai_quota_admin_recommendations is
  'What may be worth a look, at most 1,000 rows. For admins and the server.
Arguments: months (1 to 24, default 3: how many are looked at).
Returns: rows kind, user_id and email (null for what concerns nobody in particular), subject, figure,
advice: always_at_limit (a user who reached the limit in every period, at least two; subject is the tier,
figure the periods), override_ends (within 14 days; subject is the day, figure the days left),
tier_not_filled (nine of ten users stayed below half of the limit; figure is their percentage),
cheaper_model (a model whose sibling by the same seller costs half or less for the same tokens: by price
only, not by what it can do; subject is the model and its sibling, figure US dollars of 30 days).
Errors: 22023 for months out of range, 42501 for any other caller.';

-- schemas/triggers/accounts.sql
-- Creates the quota of a new user. It must neither raise nor wait, or sign-up would fail: a row
-- that it cannot create is created by the user's first call, and computed until then. Definer:
-- sign-up runs as supabase_auth_admin.
create or replace function ai_quota.handle_new_user()
returns trigger
language plpgsql
security definer
set search_path = ''
set lock_timeout = '200ms'
as $$
begin
  perform ai_quota.create_quota(new.id);
  return null;
exception
  when others then
    raise warning 'no quota was created for user %: %', new.id, sqlerrm;
    return null;
end
$$;

-- Deletes the rows of a deleted account in the tables without a foreign key to it, or keeps its
-- usage under a random id: a foreign key would cost every call a lookup and a lock of the account.
-- The quota row, which has one and is deleted first, keeps calls and deletion apart. Definer:
-- accounts are deleted by supabase_auth_admin.
create or replace function ai_quota.delete_user_data()
returns trigger
language plpgsql
security definer
set search_path = ''
set timezone = 'UTC'
as $$
declare
  v_random uuid := gen_random_uuid();
begin
  if (select s.on_account_deletion from ai_quota.settings as s) = 'anonymize' then
    insert into ai_quota.anonymized_users (user_id) values (v_random);
    update public.ai_agent_usage as u
    set
      user_id = v_random, session_id = null, workflow_id = null, request_id = null,
      reservation_id = null
    where u.user_id = old.id;
    update public.ai_quota_periods as p set user_id = v_random where p.user_id = old.id;
    perform ai_quota.mark_days(v_random);
    -- Also without ledger rows: they may have been moved away.
    insert into ai_quota.late_days (day, user_id)
    values ((now() at time zone 'UTC')::date, v_random);
    -- Days from the ledger: the quota row, which had the latest, is gone. Others stay: their rows
    -- may have been moved away.
    delete from public.ai_quota_closed_days as d
    where d.user_id = old.id and d.day in (select l.day from ai_quota.ledger_days(v_random) as l);
    update public.ai_quota_closed_days as d set user_id = v_random where d.user_id = old.id;
    insert into public.ai_quota_closed_days (
      user_id, day, tokens, requests, cost_usd, unpriced_requests
    )
    select v_random, l.day, l.tokens, l.requests, l.cost_usd, l.unpriced_requests
    from ai_quota.ledger_days(v_random) as l;
  else
    insert into public.ai_quota_deleted_usage as d (
      day, tokens, requests, cost_usd, unpriced_requests
    )
    select l.day, l.tokens, l.requests, l.cost_usd, l.unpriced_requests
    from ai_quota.ledger_days(old.id) as l
    union all
    -- Days whose ledger rows were moved away.
    select c.day, c.tokens, c.requests, c.cost_usd, c.unpriced_requests
    from public.ai_quota_closed_days as c
    where c.user_id = old.id
      and c.day not in (select l.day from ai_quota.ledger_days(old.id) as l)
    order by 1
    on conflict (day) do update
      set tokens = d.tokens + excluded.tokens,
        requests = d.requests + excluded.requests,
        cost_usd = d.cost_usd + excluded.cost_usd,
        unpriced_requests = d.unpriced_requests + excluded.unpriced_requests;
    perform ai_quota.keep_labels(old.id);
    perform ai_quota.mark_days(old.id);
    delete from public.ai_agent_usage as u where u.user_id = old.id;
    delete from public.ai_quota_periods as p where p.user_id = old.id;
    delete from public.ai_quota_closed_days as d where d.user_id = old.id;
  end if;
  delete from public.ai_quota_reservations as r where r.user_id = old.id;
  delete from public.ai_quota_alerts as a where a.user_id = old.id;
  delete from public.ai_quota_denials as d where d.user_id = old.id;
  delete from public.ai_quota_audit as a where a.user_id = old.id;
  delete from ai_quota.opening_balances as o where o.user_id = old.id;
  delete from ai_quota.request_keys as k where k.user_id = old.id;
  -- Without waiting for the job, which holds the rows that it counts. What it keeps of the account, it
  -- counts again, and deletes.
  update ai_quota.late_days as l set user_id = null
  where l.id in (
    select d.id from ai_quota.late_days as d where d.user_id = old.id for update skip locked
  );
  delete from ai_quota.usage_by_user as s
  where s.user_id in (
    select u.user_id from ai_quota.usage_by_user as u where u.user_id = old.id for update skip locked
  );
  insert into ai_quota.late_days (day, user_id)
  select (now() at time zone 'UTC')::date, u.user_id
  from ai_quota.usage_by_user as u
  where u.user_id = old.id;
  -- Only in databases with an older deployment.
  if to_regclass('ai_quota.limits_to_review') is not null then
    execute 'delete from ai_quota.limits_to_review as l where l.user_id = $1' using old.id;
  end if;
  return null;
end
$$;

-- schemas/triggers/reservations.sql
-- After an edit of reservations by hand, the next call counts them again. The package itself
-- changes none of these columns, and deletes only reservations that are over.
create or replace function ai_quota.recount_reservations()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
  update public.user_ai_quotas as q
  set reserved_valid_until = 'epoch'
  where q.user_id in (new.user_id, old.user_id);
  return null;
end
$$;

create or replace trigger "~ai_quota_recount_changed"
  after update of user_id, tokens, requests, period_start, expires_at
  on public.ai_quota_reservations
  for each row
  execute function ai_quota.recount_reservations();

create or replace trigger "~ai_quota_recount_deleted"
  after delete on public.ai_quota_reservations
  for each row when (old.status = 'pending' and old.expires_at > now())
  execute function ai_quota.recount_reservations();

-- schemas/triggers/subscriptions.sql
-- How much a subscription's state wins over others of the same second: ended ones first, because
-- nothing comes after the end; a first payment that is not complete last.
create or replace function ai_quota.status_rank(status text)
returns integer
language plpgsql
immutable
set search_path = ''
as $$
begin
  return case
    when status in ('canceled', 'incomplete_expired') then 4
    when status in ('unpaid', 'paused') then 3
    when status in ('active', 'trialing', 'past_due') then 2
    when status = 'incomplete' then 1
    else 0
  end;
end
$$;

-- Whether the event behind a row comes after the one behind another, whatever the order in which
-- they arrive. Providers' clocks tick in seconds. To the last column, so that no two different rows
-- are equal.
create or replace function ai_quota.is_later_event(
  subscription public.ai_quota_subscriptions,
  than public.ai_quota_subscriptions
)
returns boolean
language plpgsql
stable
set search_path = ''
as $$
begin
  return row(
      date_trunc('second', subscription.event_at, 'UTC'),
      ai_quota.status_rank(subscription.status) = 4,
      coalesce(subscription.current_period_end, 'infinity'),
      ai_quota.status_rank(subscription.status),
      (select t.sort_order from public.ai_quota_tiers as t where t.tier = subscription.tier),
      subscription.tier, subscription.status, coalesce(subscription.current_period_start, '-infinity'),
      subscription.user_id, subscription.event_at
    ) > row(
      date_trunc('second', than.event_at, 'UTC'),
      ai_quota.status_rank(than.status) = 4,
      coalesce(than.current_period_end, 'infinity'),
      ai_quota.status_rank(than.status),
      (select t.sort_order from public.ai_quota_tiers as t where t.tier = than.tier),
      than.tier, than.status, coalesce(than.current_period_start, '-infinity'),
      than.user_id, than.event_at
    );
end
$$;

-- Checks a row, and drops events that come late. Definer: may read what was deleted.
create or replace function ai_quota.check_subscription()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  new.tier := coalesce(new.tier, ai_quota.default_tier());
  new.event_at := coalesce(new.event_at, now());
  if ai_quota.status_rank(new.status) = 0 or new.status is null then
    perform ai_quota.raise_bad_request(
      format('status is unknown, got %s', coalesce(quote_literal(left(new.status, 50)), 'null')),
      'Pass one of active, trialing, past_due, canceled, unpaid, incomplete, incomplete_expired, '
      || 'paused.'
    );
  end if;
  if new.event_at > now() + interval '5 minutes' then
    perform ai_quota.raise_bad_request(
      format('event_at must not be ahead of the clock, got %s', new.event_at),
      'Pass when the provider made the event, or leave event_at out for now.'
    );
  end if;
  if tg_op = 'INSERT' then
    if exists (
      select from ai_quota.deleted_subscriptions as d
      where d.subscription_id = new.subscription_id
        and date_trunc('second', d.event_at, 'UTC') >= date_trunc('second', new.event_at, 'UTC')
    ) then
      return null;
    end if;
    return new;
  end if;
  if tg_argv[0] = 'with event_at' then
    if new.subscription_id = old.subscription_id and not ai_quota.is_later_event(new, old) then
      return null;
    end if;
    perform set_config('ai_quota.event_of', new.subscription_id, true);
  elsif current_setting('ai_quota.event_of', true) is distinct from new.subscription_id then
    -- The statement does not say when the event was: an edit of now.
    new.event_at := greatest(now(), old.event_at);
  else
    perform set_config('ai_quota.event_of', '', true);
  end if;
  return new;
end
$$;

create or replace trigger "~ai_quota_check_subscription"
  before insert on public.ai_quota_subscriptions
  for each row execute function ai_quota.check_subscription();

create or replace trigger "~ai_quota_check_subscription_event"
  before update of event_at on public.ai_quota_subscriptions
  for each row execute function ai_quota.check_subscription('with event_at');

create or replace trigger "~ai_quota_check_subscription_other"
  before update on public.ai_quota_subscriptions
  for each row execute function ai_quota.check_subscription('without event_at');

-- Definer: billing webhooks write subscriptions as service_role, which may not write quotas.
create or replace function ai_quota.apply_subscription()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_user_id uuid;
  v_is_first_payment boolean := false;
begin
  if tg_op = 'DELETE' then
    -- Not where the account goes too.
    if exists (select from auth.users as u where u.id = old.user_id) then
      insert into ai_quota.deleted_subscriptions (subscription_id, event_at)
      values (old.subscription_id, greatest(now(), old.event_at))
      on conflict (subscription_id) do update set event_at = excluded.event_at;
    end if;
  else
    v_is_first_payment := new.status = 'active'
      and ai_quota.live_until(new) > now()
      and (tg_op = 'INSERT' or (ai_quota.live_until(old) > now()) is not true)
      and not exists (
        select from public.ai_quota_subscriptions as s
        where s.user_id = new.user_id
          and s.subscription_id <> new.subscription_id
          and ai_quota.live_until(s) > now()
      );
  end if;
  if tg_op = 'INSERT' then
    -- What a release without ids stored of the user.
    delete from public.ai_quota_subscriptions as s
    where s.subscription_id = 'before 0.10: ' || new.user_id
      and s.subscription_id <> new.subscription_id;
  end if;
  foreach v_user_id in array array(
    select distinct u.user_id
    from unnest(array[
      case when tg_op <> 'INSERT' then old.user_id end,
      case when tg_op <> 'DELETE' then new.user_id end
    ]) as u (user_id)
    where u.user_id is not null
    order by u.user_id
  )
  loop
    -- The user may be in the course of deletion.
    if exists (select from auth.users as u where u.id = v_user_id) then
      perform ai_quota.lock_quota(
        v_user_id, refresh => true, is_first_payment => v_is_first_payment
      );
    end if;
  end loop;
  return null;
end
$$;

-- schemas/triggers/tiers.sql
-- An edit of tiers or settings is one new version: every quota that has an older one takes its
-- limits anew with the next call, or from the job. Before the rows are locked, so that two edits of
-- several tiers cannot deadlock. Definer: service_role may write tiers, but not the version.
create or replace function ai_quota.new_limits_version()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  update ai_quota.limits_version as v set version = v.version + 1;
  return null;
end
$$;

create or replace trigger "~ai_quota_new_limits_version"
  before insert or update or delete on public.ai_quota_tiers
  for each statement execute function ai_quota.new_limits_version();
create or replace trigger "~ai_quota_new_limits_version"
  before insert or update or delete on ai_quota.settings
  for each statement execute function ai_quota.new_limits_version();

create or replace function ai_quota.keep_tier_name()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
  -- May run as an API role, which may call no function of this schema.
  raise invalid_parameter_value using
    message = format('a tier''s name never changes: %s stays, got %s', old.tier, new.tier),
    hint = 'Set display_name, or make another tier and move its subscriptions.';
end
$$;

create or replace trigger "~ai_quota_keep_tier_name"
  before update of tier on public.ai_quota_tiers
  for each row when (new.tier is distinct from old.tier)
  execute function ai_quota.keep_tier_name();

-- The limits of users may have narrower types in an older deployment: a tier that does not fit is
-- refused, because the calls of its users would fail.
create or replace function ai_quota.check_tier_limits()
returns trigger
language plpgsql
set search_path = ''
as $$
declare
  v_tokens public.user_ai_quotas.monthly_token_quota%type := new.monthly_token_quota;
  v_requests public.user_ai_quotas.monthly_request_quota%type := new.monthly_request_quota;
begin
  new.monthly_token_quota := v_tokens;
  new.monthly_request_quota := v_requests;
  return new;
end
$$;

create or replace trigger "~ai_quota_check_tier_limits"
  before insert or update of monthly_token_quota, monthly_request_quota on public.ai_quota_tiers
  for each row execute function ai_quota.check_tier_limits();

-- schemas/triggers/overrides.sql
-- Definer: service_role may write overrides, but not quotas.
create or replace function ai_quota.apply_override()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_user_id uuid;
begin
  for v_user_id in
    select distinct u.id
    from auth.users as u
    where u.id in (
      case when tg_op <> 'INSERT' then old.user_id end,
      case when tg_op <> 'DELETE' then new.user_id end
    )
    order by u.id
  loop
    perform ai_quota.lock_quota(v_user_id, refresh => true);
  end loop;
  return null;
end
$$;

-- schemas/views/daily.sql
-- A day can be in both tables: a call that began before midnight may commit after one that began
-- later.
create or replace view public.ai_quota_daily
with (security_invoker = true)
as
select
  d.user_id,
  d.day,
  sum(d.tokens)::bigint as tokens,
  sum(d.requests)::bigint as requests,
  sum(d.cost_usd) as cost_usd,
  sum(d.unpriced_requests)::bigint as unpriced_requests
from (
  select
    c.user_id,
    c.day,
    c.tokens,
    c.requests,
    c.cost_usd,
    c.unpriced_requests
  from public.ai_quota_closed_days as c
  union all
  select
    q.user_id,
    q.current_day,
    q.current_day_tokens,
    q.current_day_requests,
    q.current_day_cost_usd,
    q.current_day_unpriced
  from public.user_ai_quotas as q
  where (
      q.current_day_tokens, q.current_day_requests, q.current_day_cost_usd, q.current_day_unpriced
    ) <> (0, 0, 0, 0)
) as d
group by d.user_id, d.day;

comment on view public.ai_quota_daily is
  'Usage by user and UTC day, today included. cost_usd is US dollars and leaves out requests of
unknown price: unpriced_requests counts them.';

comment on column public.ai_quota_daily.user_id is 'The user, as in auth.users.';

comment on column public.ai_quota_daily.day is 'UTC day.';

comment on column public.ai_quota_daily.tokens is 'Tokens used, input and output.';

comment on column public.ai_quota_daily.requests is 'Requests made.';

comment on column public.ai_quota_daily.cost_usd is
  'US dollars, without requests of unknown price.';

comment on column public.ai_quota_daily.unpriced_requests is
  'Requests whose price was unknown: their cost is in no sum.';

-- schemas/views/unpriced_models.sql
comment on column public.ai_quota_unpriced_models.model_used is
  'The name of the model as reported.';

comment on column public.ai_quota_unpriced_models.calls is 'Rows of the ledger without a cost.';

comment on column public.ai_quota_unpriced_models.tokens is
  'Tokens of these calls, input and output.';

comment on column public.ai_quota_unpriced_models.first_at is
  'When the first of these calls was made.';

comment on column public.ai_quota_unpriced_models.last_at is
  'When the last of these calls was made.';

-- schemas/tables/tiers.sql
revoke all on public.ai_quota_tiers from public, anon, authenticated, service_role;
grant select on public.ai_quota_tiers to authenticated, service_role;
-- An upsert names the tier too: a trigger keeps it.
grant
  insert (tier, monthly_token_quota, monthly_request_quota, display_name, sort_order, is_public),
  update (tier, monthly_token_quota, monthly_request_quota, display_name, sort_order, is_public),
  delete
on public.ai_quota_tiers to service_role;

-- schemas/tables/subscriptions.sql
revoke all on public.ai_quota_subscriptions from public, anon, authenticated, service_role;
grant select on public.ai_quota_subscriptions to authenticated, service_role;
grant
  insert (
    subscription_id, user_id, tier, status, current_period_start, current_period_end, event_at
  ),
  update (
    subscription_id, user_id, tier, status, current_period_start, current_period_end, event_at
  ),
  delete
on public.ai_quota_subscriptions to service_role;

-- schemas/tables/overrides.sql
revoke all on public.ai_quota_overrides from public, anon, authenticated, service_role;
grant select on public.ai_quota_overrides to authenticated, service_role;
grant
  insert (
    user_id, monthly_token_quota, monthly_request_quota, is_unlimited, extra_tokens,
    extra_requests, reason, expires_at
  ),
  update (
    user_id, monthly_token_quota, monthly_request_quota, is_unlimited, extra_tokens,
    extra_requests, reason, expires_at
  ),
  delete
on public.ai_quota_overrides to service_role;

-- schemas/tables/denials.sql
revoke all on public.ai_quota_denials from public, anon, authenticated, service_role;
grant select on public.ai_quota_denials to authenticated, service_role;

-- schemas/tables/deleted_usage.sql
revoke all on public.ai_quota_deleted_usage from public, anon, authenticated, service_role;
grant select on public.ai_quota_deleted_usage to authenticated, service_role;

-- schemas/tables/audit.sql
revoke all on public.ai_quota_audit from public, anon, authenticated, service_role;
revoke all on sequence public.ai_quota_audit_id_seq
from public, anon, authenticated, service_role;
grant select on public.ai_quota_audit to authenticated, service_role;

-- schemas/tables/prices.sql
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
revoke all on ai_quota.price_names from public, anon, authenticated, service_role;
revoke all on ai_quota.price_patterns from public, anon, authenticated, service_role;

-- schemas/functions/prices.sql
revoke execute on function
  ai_quota.generalize_model_name, ai_quota.find_price_name, ai_quota.find_priced_model,
  ai_quota.call_cost
from public, anon, authenticated, service_role;

-- schemas/api/get_user_quota_status.sql
revoke execute on function public.get_user_quota_status
  from public, anon, authenticated, service_role;
grant execute on function public.get_user_quota_status to authenticated, service_role;
revoke execute on function public.get_quota_status_for
  from public, anon, authenticated, service_role;
grant execute on function public.get_quota_status_for to service_role;

-- schemas/api/track_usage.sql
revoke execute on function public.track_usage from public, anon, authenticated, service_role;
grant execute on function public.track_usage to authenticated, service_role;

-- schemas/api/track_usage_batch.sql
revoke execute on function public.track_usage_batch from public, anon, authenticated, service_role;
grant execute on function public.track_usage_batch to service_role;

-- schemas/api/check_user_quota.sql
revoke execute on function public.check_user_quota from public, anon, authenticated, service_role;
grant execute on function public.check_user_quota to authenticated, service_role;
revoke execute on function public.has_quota_for from public, anon, authenticated, service_role;
grant execute on function public.has_quota_for to authenticated, service_role;

-- schemas/api/reserve_tokens.sql
revoke execute on function public.reserve_tokens from public, anon, authenticated, service_role;
grant execute on function public.reserve_tokens to authenticated, service_role;
revoke execute on function public.release_reservation
  from public, anon, authenticated, service_role;
grant execute on function public.release_reservation to authenticated, service_role;

-- schemas/api/get_user_monthly_usage.sql
revoke execute on function public.get_user_monthly_usage
  from public, anon, authenticated, service_role;
grant execute on function public.get_user_monthly_usage to authenticated, service_role;

-- schemas/api/reset_quotas.sql
revoke execute on function public.reset_monthly_quotas
  from public, anon, authenticated, service_role;
grant execute on function public.reset_monthly_quotas to service_role;
revoke execute on function public.reset_user_quota from public, anon, authenticated, service_role;
grant execute on function public.reset_user_quota to authenticated, service_role;

-- schemas/api/set_user_subscription.sql
revoke execute on function public.set_user_subscription
  from public, anon, authenticated, service_role;
grant execute on function public.set_user_subscription to service_role;

-- schemas/api/set_user_blocked.sql
revoke execute on function public.set_user_blocked from public, anon, authenticated, service_role;
grant execute on function public.set_user_blocked to authenticated, service_role;

-- schemas/api/adjust_usage.sql
revoke execute on function public.adjust_usage from public, anon, authenticated, service_role;
grant execute on function public.adjust_usage to authenticated, service_role;

-- schemas/api/deliver_alerts.sql
revoke execute on function public.claim_quota_alerts from public, anon, authenticated, service_role;
grant execute on function public.claim_quota_alerts to service_role;
revoke execute on function public.complete_quota_alert
  from public, anon, authenticated, service_role;
grant execute on function public.complete_quota_alert to service_role;
revoke execute on function public.fail_quota_alert from public, anon, authenticated, service_role;
grant execute on function public.fail_quota_alert to service_role;

-- schemas/api/send_alerts.sql
revoke execute on function public.prepare_quota_alert from public, anon, authenticated, service_role;
grant execute on function public.prepare_quota_alert to service_role;
revoke execute on function public.note_quota_alert from public, anon, authenticated, service_role;
grant execute on function public.note_quota_alert to service_role;
revoke execute on function public.claim_quota_digest from public, anon, authenticated, service_role;
grant execute on function public.claim_quota_digest to service_role;
revoke execute on function public.complete_quota_digest
  from public, anon, authenticated, service_role;
grant execute on function public.complete_quota_digest to service_role;

-- schemas/api/integrity.sql
revoke execute on function public.verify_quota_integrity
  from public, anon, authenticated, service_role;
grant execute on function public.verify_quota_integrity to service_role;
revoke execute on function public.repair_user_quota from public, anon, authenticated, service_role;
grant execute on function public.repair_user_quota to service_role;

-- schemas/api/get_user_usage_by_month.sql
revoke execute on function public.get_user_usage_by_month
  from public, anon, authenticated, service_role;
grant execute on function public.get_user_usage_by_month to authenticated, service_role;

-- schemas/api/get_user_usage_by_label.sql
revoke execute on function public.get_user_usage_by_label
  from public, anon, authenticated, service_role;
grant execute on function public.get_user_usage_by_label to authenticated, service_role;

-- schemas/api/admin_overview.sql
revoke execute on function public.ai_quota_admin_overview
  from public, anon, authenticated, service_role;
grant execute on function public.ai_quota_admin_overview to authenticated, service_role;
revoke execute on function public.ai_quota_admin_days
  from public, anon, authenticated, service_role;
grant execute on function public.ai_quota_admin_days to authenticated, service_role;
revoke execute on function public.ai_quota_admin_tiers
  from public, anon, authenticated, service_role;
grant execute on function public.ai_quota_admin_tiers to authenticated, service_role;

-- schemas/api/admin_users.sql
revoke execute on function public.ai_quota_admin_near_limit
  from public, anon, authenticated, service_role;
grant execute on function public.ai_quota_admin_near_limit to authenticated, service_role;
revoke execute on function public.ai_quota_admin_users
  from public, anon, authenticated, service_role;
grant execute on function public.ai_quota_admin_users to authenticated, service_role;

-- schemas/api/admin_usage.sql
revoke execute on function public.ai_quota_admin_usage
  from public, anon, authenticated, service_role;
grant execute on function public.ai_quota_admin_usage to authenticated, service_role;
revoke execute on function public.ai_quota_admin_unpriced_models
  from public, anon, authenticated, service_role;
grant execute on function public.ai_quota_admin_unpriced_models to authenticated, service_role;

-- schemas/api/admin_health.sql
revoke execute on function public.ai_quota_admin_alerts
  from public, anon, authenticated, service_role;
grant execute on function public.ai_quota_admin_alerts to authenticated, service_role;
revoke execute on function public.ai_quota_admin_outbox
  from public, anon, authenticated, service_role;
grant execute on function public.ai_quota_admin_outbox to authenticated, service_role;
revoke execute on function public.ai_quota_admin_holds
  from public, anon, authenticated, service_role;
grant execute on function public.ai_quota_admin_holds to authenticated, service_role;
revoke execute on function public.ai_quota_admin_integrity
  from public, anon, authenticated, service_role;
grant execute on function public.ai_quota_admin_integrity to authenticated, service_role;
revoke execute on function public.ai_quota_admin_audit
  from public, anon, authenticated, service_role;
grant execute on function public.ai_quota_admin_audit to authenticated, service_role;

-- schemas/api/admin_user.sql
revoke execute on function public.ai_quota_admin_user
  from public, anon, authenticated, service_role;
grant execute on function public.ai_quota_admin_user to authenticated, service_role;
revoke execute on function public.ai_quota_admin_user_periods
  from public, anon, authenticated, service_role;
grant execute on function public.ai_quota_admin_user_periods to authenticated, service_role;
revoke execute on function public.ai_quota_admin_user_calls
  from public, anon, authenticated, service_role;
grant execute on function public.ai_quota_admin_user_calls to authenticated, service_role;
revoke execute on function public.ai_quota_admin_user_days
  from public, anon, authenticated, service_role;
grant execute on function public.ai_quota_admin_user_days to authenticated, service_role;

-- schemas/api/admin_actions.sql
revoke execute on function public.ai_quota_admin_set_override
  from public, anon, authenticated, service_role;
grant execute on function public.ai_quota_admin_set_override to authenticated, service_role;
revoke execute on function public.ai_quota_admin_remove_override
  from public, anon, authenticated, service_role;
grant execute on function public.ai_quota_admin_remove_override to authenticated, service_role;
revoke execute on function public.ai_quota_admin_boost
  from public, anon, authenticated, service_role;
grant execute on function public.ai_quota_admin_boost to authenticated, service_role;
revoke execute on function public.ai_quota_admin_set_tier
  from public, anon, authenticated, service_role;
grant execute on function public.ai_quota_admin_set_tier to authenticated, service_role;
revoke execute on function public.ai_quota_admin_repair
  from public, anon, authenticated, service_role;
grant execute on function public.ai_quota_admin_repair to authenticated, service_role;

-- schemas/api/forecast.sql
revoke execute on function public.get_user_quota_forecast
  from public, anon, authenticated, service_role;
grant execute on function public.get_user_quota_forecast to authenticated, service_role;
revoke execute on function public.get_quota_forecast_for
  from public, anon, authenticated, service_role;
grant execute on function public.get_quota_forecast_for to authenticated, service_role;

-- schemas/api/replay.sql
revoke execute on function public.replay_limits from public, anon, authenticated, service_role;
grant execute on function public.replay_limits to authenticated, service_role;
revoke execute on function public.ai_quota_admin_replay_periods
  from public, anon, authenticated, service_role;
grant execute on function public.ai_quota_admin_replay_periods to authenticated, service_role;
revoke execute on function public.ai_quota_admin_recommendations
  from public, anon, authenticated, service_role;
grant execute on function public.ai_quota_admin_recommendations to authenticated, service_role;

-- schemas/rights.sql
-- API roles get nothing in ai_quota except the function that policies call.
revoke all on all tables in schema ai_quota from public, anon, authenticated, service_role;
revoke all on all sequences in schema ai_quota from public, anon, authenticated, service_role;
revoke execute on all routines in schema ai_quota from public, anon, authenticated, service_role;
grant execute on function
  ai_quota.is_admin(), ai_quota.first_visible_user(), ai_quota.last_visible_user()
to authenticated;

insert into ai_quota.releases (version, checksum) values ('0.10.0', '24c66cd55e985b9e4d0a5eac980fd95f2d96ec494b6969a293e68b7083f86de3') on conflict (version) do nothing;
