\set n random(:first, :last)
select bench.record(
  md5(:n::text)::uuid, '6b1f0c5e-7d0a-4d3b-9a51-0f3a1f6f2c11', 'support', 'answer', 500, 1500,
  'gpt-4o-mini', 0.000975
);
