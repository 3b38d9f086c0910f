-- Calls whose cost is unknown.
select
  'wrong' as level,
  format(
    'model %s has no price: %s calls since %s cost NULL', v.model_used, v.calls, v.first_at::date
  ) as problem,
  format(
    'insert into public.ai_quota_prices (model, valid_from, input_price, output_price)'
    || ' values (%L, %L, <US dollars for a million tokens>, <…>);'
    || ' or a newer list: ai-token-quotas prices', v.model_used, v.first_at::date
  ) as remedy
from public.ai_quota_unpriced_models as v
order by v.calls desc
limit 20;
