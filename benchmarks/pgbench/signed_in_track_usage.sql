\set n random(:first, :last)
\set call random(1, 9000000000000000000)
begin;
select bench.sign_in(md5(:n::text)::uuid);
select * from public.track_usage(
  session_id => '6b1f0c5e-7d0a-4d3b-9a51-0f3a1f6f2c11', discipline => 'support', workflow_id => 'answer',
  tokens_prompt => 500, tokens_completion => 1500, model_used => 'gpt-4o-mini',
  request_id => :call::text
);
commit;
