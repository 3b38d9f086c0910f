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
