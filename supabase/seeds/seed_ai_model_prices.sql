-- Prices of models, in US dollars for a million tokens, and the names that lead to them. Generated
-- by `make types` from genai-prices 0.2.3 of 2026-11-10, which reads the providers' price
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
    format('genai-prices %s, %s', l.words[8], l.words[7]) as source
  from (
    select string_to_array(line, ' ', '-') as words
    from string_to_table(btrim($list$
@cf/ai4bharat/indictrans2-en-indic-1b 2020-01-01 0.342 - - 0.342 cloudflare 0.2.3
@cf/aisingapore/gemma-sea-lion-v4-27b-it 2020-01-01 0.351 - - 0.555 cloudflare 0.2.3
@cf/baai/bge-base-en-v1.5 2020-01-01 0.067 - - 0 cloudflare 0.2.3
@cf/baai/bge-large-en-v1.5 2020-01-01 0.204 - - 0 cloudflare 0.2.3
@cf/baai/bge-m3 2020-01-01 0.012 - - 0 cloudflare 0.2.3
@cf/baai/bge-reranker-base 2020-01-01 0.003 - - 0 cloudflare 0.2.3
@cf/baai/bge-small-en-v1.5 2020-01-01 0.02 - - 0 cloudflare 0.2.3
@cf/cloudflare/clairic 2020-01-01 0.1 - - 0 cloudflare 0.2.3
@cf/cloudflare/clef 2020-01-01 0.24 - - 0 cloudflare 0.2.3
@cf/cloudflare/clef-flash 2020-01-01 0.09 - - 0 cloudflare 0.2.3
@cf/cloudflare/clef-flash 2026-10-19 0.038 - - 0 cloudflare 0.2.3
@cf/cloudflare/clef-omni 2020-01-01 0.15 - - 0 cloudflare 0.2.3
@cf/daily-co/phonellm-mini-alpha-2 2020-01-01 0.06 - - 0.24 cloudflare 0.2.3
@cf/deepseek-ai/deepseek-r1-distill-qwen-32b 2020-01-01 0.497 - - 4.881 cloudflare 0.2.3
@cf/deepseek-ai/deepseek-v4-flash-0731 2020-01-01 0.44 0.014 - 1.32 cloudflare 0.2.3
@cf/deepseek-ai/deepseek-v4-pro-0813 2020-01-01 1.32 0.044 - 3.96 cloudflare 0.2.3
@cf/deepseek-ai/deepseek-v4.1-flash-1017 2020-01-01 0.3 0.006 - 1.2 cloudflare 0.2.3
@cf/google/gemma-3-12b-it 2020-01-01 0.345 - - 0.556 cloudflare 0.2.3
@cf/google/gemma-4-26b-a4b-it 2020-01-01 0.1 - - 0.3 cloudflare 0.2.3
@cf/huggingface/distilbert-sst-2-int8 2020-01-01 0.026 - - 0 cloudflare 0.2.3
@cf/ibm-granite/granite-4.0-h-micro 2020-01-01 0.017 - - 0.112 cloudflare 0.2.3
@cf/meta/llama-2-7b-chat-fp16 2020-01-01 0.556 - - 6.667 cloudflare 0.2.3
@cf/meta/llama-3-8b-instruct 2020-01-01 0.282 - - 0.827 cloudflare 0.2.3
@cf/meta/llama-3-8b-instruct-awq 2020-01-01 0.123 - - 0.266 cloudflare 0.2.3
@cf/meta/llama-3.1-70b-instruct-fp8-fast 2020-01-01 0.293 - - 2.253 cloudflare 0.2.3
@cf/meta/llama-3.1-8b-instruct 2020-01-01 0.282 - - 0.827 cloudflare 0.2.3
@cf/meta/llama-3.1-8b-instruct-awq 2020-01-01 0.123 - - 0.266 cloudflare 0.2.3
@cf/meta/llama-3.1-8b-instruct-fp8 2020-01-01 0.152 - - 0.287 cloudflare 0.2.3
@cf/meta/llama-3.1-8b-instruct-fp8-fast 2020-01-01 0.045 - - 0.384 cloudflare 0.2.3
@cf/meta/llama-3.2-11b-vision-instruct 2020-01-01 0.049 - - 0.676 cloudflare 0.2.3
@cf/meta/llama-3.2-1b-instruct 2020-01-01 0.027 - - 0.201 cloudflare 0.2.3
@cf/meta/llama-3.2-3b-instruct 2020-01-01 0.051 - - 0.335 cloudflare 0.2.3
@cf/meta/llama-3.3-70b-instruct-fp8-fast 2020-01-01 0.293 - - 2.253 cloudflare 0.2.3
@cf/meta/llama-4-scout-17b-16e-instruct 2020-01-01 0.27 - - 0.85 cloudflare 0.2.3
@cf/meta/llama-guard-3-8b 2020-01-01 0.484 - - 0.03 cloudflare 0.2.3
@cf/meta/m2m100-1.2b 2020-01-01 0.342 - - 0.342 cloudflare 0.2.3
@cf/mistral/mistral-7b-instruct-v0.1 2020-01-01 0.11 - - 0.19 cloudflare 0.2.3
@cf/mistralai/mistral-small-3.1-24b-instruct 2020-01-01 0.351 - - 0.555 cloudflare 0.2.3
@cf/moondream/moondream3.1-9b-a2b 2020-01-01 0.3 - - 1 cloudflare 0.2.3
@cf/moonshotai/kimi-k2.5 2020-01-01 0.6 0.1 - 3 cloudflare 0.2.3
@cf/moonshotai/kimi-k2.6 2020-01-01 0.95 0.16 - 4 cloudflare 0.2.3
@cf/moonshotai/kimi-k2.7-code 2020-01-01 0.95 0.19 - 4 cloudflare 0.2.3
@cf/nvidia/nemotron-3-120b-a12b 2020-01-01 0.5 - - 1.5 cloudflare 0.2.3
@cf/openai/gpt-oss-120b 2020-01-01 0.35 - - 0.75 cloudflare 0.2.3
@cf/openai/gpt-oss-20b 2020-01-01 0.2 - - 0.3 cloudflare 0.2.3
@cf/pfnet/plamo-embedding-1b 2020-01-01 0.019 - - 0 cloudflare 0.2.3
@cf/qwen/qwen2.5-coder-32b-instruct 2020-01-01 0.66 - - 1 cloudflare 0.2.3
@cf/qwen/qwen3-30b-a3b-fp8 2020-01-01 0.051 - - 0.335 cloudflare 0.2.3
@cf/qwen/qwen3-embedding-0.6b 2020-01-01 0.012 - - 0 cloudflare 0.2.3
@cf/qwen/qwen3.8-27b 2020-01-01 0.45 - - 3.2 cloudflare 0.2.3
@cf/qwen/qwq-32b 2020-01-01 0.66 - - 1 cloudflare 0.2.3
@cf/zai-org/glm-4.7-flash 2020-01-01 0.06 - - 0.4 cloudflare 0.2.3
@cf/zai-org/glm-5.2 2020-01-01 1.4 0.26 - 4.4 cloudflare 0.2.3
@cf/zai-org/glm-5.3 2020-01-01 1.4 0.26 - 4.4 cloudflare 0.2.3
@cf/zai-org/glm-5.3-flash 2020-01-01 0.15 0.03 - 0.5 cloudflare 0.2.3
ada 2020-01-01 0.4 - - 0.4 openai 0.2.3
amazon.nova-2-sonic-v1:0 2020-01-01 0.33 - - 2.75 aws 0.2.3 {"audio_input_price":3,"audio_output_price":12}
amazon.nova-lite-v1:0 2020-01-01 0.06 0.015 - 0.24 aws 0.2.3
amazon.nova-micro-v1:0 2020-01-01 0.035 0.00875 - 0.14 aws 0.2.3
amazon.nova-premier-v1:0 2020-01-01 2.5 0.625 - 12.5 aws 0.2.3
amazon.nova-pro-v1:0 2020-01-01 0.8 0.2 - 3.2 aws 0.2.3
amazon.nova-sonic-v1:0 2020-01-01 0.06 - - 0.24 aws 0.2.3 {"audio_input_price":3.4,"audio_output_price":13.6}
amazon.titan-embed-text-v1 2020-01-01 0.1 - - 0 aws 0.2.3
amazon.titan-embed-text-v2:0 2020-01-01 0.02 - - 0 aws 0.2.3
amazon.titan-text-express-v1 2020-01-01 0.2 - - 0.6 aws 0.2.3
amazon.titan-text-lite-v1 2020-01-01 0.15 - - 0.2 aws 0.2.3
arcee/deepseek/deepseek-v4-flash-latest 2020-01-01 0.14 0.028 - 0.28 arcee 0.2.3
arcee/deepseek/deepseek-v4-pro 2020-01-01 1.74 0.2 - 3.48 arcee 0.2.3
arcee/deepseek/deepseek-v4-pro-0813 2020-01-01 1.32 0.044 - 3.96 arcee 0.2.3
arcee/deepseek/deepseek-v4.1-flash 2020-01-01 0.22 0.007 - 0.66 arcee 0.2.3
arcee/deepseek/deepseek-v4.1-flash 2026-11-01 0.22 0.007 - 1.2 arcee 0.2.3
arcee/deepseek/deepseek-v4.1-flash-1017 2020-01-01 0.3 0.006 - 1.2 arcee 0.2.3
arcee/moonshotai/kimi-k3 2020-01-01 3 0.3 - 15 arcee 0.2.3
arcee/thinkingmachines/inkling-small 2020-01-01 0.5 0.1 - 1.2 arcee 0.2.3
arcee/trinity-large-thinking 2020-01-01 0.25 0.06 - 0.8 arcee 0.2.3
arcee/zai-org/glm-5.2 2020-01-01 1.4 0.26 - 4.4 arcee 0.2.3
arcee/zai-org/glm-5.3 2020-01-01 1.4 0.26 - 4.4 arcee 0.2.3
arcee/zai-org/glm-5.3-flash 2020-01-01 0.15 0.03 - 0.5 arcee 0.2.3
avian/deepseek/deepseek-v3.2 2020-01-01 0.23 0.012 - 0.33 avian 0.2.3
avian/deepseek/deepseek-v4-flash 2020-01-01 0.0805 0.0165 - 0.161 avian 0.2.3
avian/deepseek/deepseek-v4-flash 2026-10-18 0.14 0.0028 - 0.28 avian 0.2.3
avian/deepseek/deepseek-v4-pro 2020-01-01 1.305 0.10875 - 2.61 avian 0.2.3
avian/deepseek/deepseek-v4-pro-0813 2020-01-01 0.594 0.0198 - 1.782 avian 0.2.3
avian/deepseek/deepseek-v4-pro-0813 2026-10-18 0.561 0.0187 - 1.683 avian 0.2.3
avian/deepseek/deepseek-v4.1-flash 2020-01-01 0.1275 0.00255 - 0.51 avian 0.2.3
avian/meta-llama-3.1-405b-instruct 2020-01-01 1.5 - - 1.5 avian 0.2.3
avian/meta-llama-3.1-70b-instruct 2020-01-01 0.45 - - 0.45 avian 0.2.3
avian/meta-llama-3.1-8b-instruct 2020-01-01 0.1 - - 0.1 avian 0.2.3
avian/meta-llama-3.3-70b-instruct 2020-01-01 0.45 - - 0.45 avian 0.2.3
avian/minimax/minimax-m2.5 2020-01-01 0.27 0.15 - 1.08 avian 0.2.3
avian/minimax/minimax-m3 2020-01-01 0.255 0.051 - 1.02 avian 0.2.3
avian/moonshotai/kimi-k2.5 2020-01-01 0.45 0.225 - 2.2 avian 0.2.3
avian/moonshotai/kimi-k2.6 2020-01-01 0.95 0.16 - 4 avian 0.2.3
avian/moonshotai/kimi-k3 2020-01-01 2.55 0.255 - 12.75 avian 0.2.3
avian/xiaomi/mimo-v2.5 2020-01-01 0.2 0.05 - 0.4 avian 0.2.3
avian/xiaomi/mimo-v2.5-pro 2020-01-01 0.435 0.0036 - 0.87 avian 0.2.3
avian/xiaomi/mimo-v2.5-pro 2026-10-18 0.36975 0.00306 - 0.7395 avian 0.2.3
avian/xiaomi/mimo-v2.6-flash 2020-01-01 0.2 0.05 - 0.4 avian 0.2.3
avian/xiaomi/mimo-v2.6-flash 2026-10-18 0.14 0.0028 - 0.28 avian 0.2.3
avian/xiaomi/mimo-v2.6-pro 2020-01-01 0.435 0.0036 - 0.87 avian 0.2.3
avian/xiaomi/mimo-v2.6-pro 2026-10-18 0.36975 0.00306 - 0.7395 avian 0.2.3
avian/z-ai/glm-4.7 2020-01-01 0.388 0.097 - 1.806 avian 0.2.3
avian/z-ai/glm-5 2020-01-01 0.516 0.129 - 2.322 avian 0.2.3
avian/z-ai/glm-5.1 2020-01-01 0.743 0.186 - 2.971 avian 0.2.3
avian/z-ai/glm-5.2 2020-01-01 0.495 0.124 - 1.733 avian 0.2.3
avian/z-ai/glm-5.3 2020-01-01 1.19 0.221 - 3.74 avian 0.2.3
avian/z-ai/glm-5.3-flash 2020-01-01 0.1275 0.0255 - 0.425 avian 0.2.3
aws/regional.amazon.nova-2-lite-v1:0 2020-01-01 0.33 0.0825 - 2.75 aws 0.2.3
aws/regional.anthropic.claude-fable-5-1-v1:0 2020-01-01 11 0.275 13.75 55 aws 0.2.3
aws/regional.anthropic.claude-fable-5-2 2020-01-01 8.8 0.22 11 44 aws 0.2.3
aws/regional.anthropic.claude-fable-5-v1:0 2020-01-01 11 1.1 13.75 55 aws 0.2.3
aws/regional.anthropic.claude-haiku-4-5-20251001-v1:0 2020-01-01 1.1 0.11 1.375 5.5 aws 0.2.3
aws/regional.anthropic.claude-haiku-5-5 2020-01-01 0.11 0.011 0.1375 0.55 aws 0.2.3 {"rules":[{"above":100000,"input_price":0.55,"cached_input_price":0.055,"cache_write_price":0.6875,"output_price":2.75}]}
aws/regional.anthropic.claude-mythos-5-2 2020-01-01 8.8 0.22 11 44 aws 0.2.3
aws/regional.anthropic.claude-opus-4-1-20250805-v1:0 2020-01-01 15 1.5 18.75 75 aws 0.2.3
aws/regional.anthropic.claude-opus-4-20250514-v1:0 2020-01-01 15 1.5 18.75 75 aws 0.2.3
aws/regional.anthropic.claude-opus-4-5-v1:0 2020-01-01 5.5 0.55 6.875 27.5 aws 0.2.3
aws/regional.anthropic.claude-opus-4-6-v1:0 2020-01-01 5.5 0.55 6.875 27.5 aws 0.2.3
aws/regional.anthropic.claude-opus-4-7-v1:0 2020-01-01 5.5 0.55 6.875 27.5 aws 0.2.3
aws/regional.anthropic.claude-opus-4-8-v1:0 2020-01-01 5.5 0.55 6.875 27.5 aws 0.2.3
aws/regional.anthropic.claude-opus-5 2020-01-01 5.5 0.55 6.875 27.5 aws 0.2.3
aws/regional.anthropic.claude-opus-5-5 2020-01-01 4.4 0.22 5.5 22 aws 0.2.3
aws/regional.anthropic.claude-sonnet-4-20250514-v1:0 2020-01-01 3 0.3 3.75 15 aws 0.2.3
aws/regional.anthropic.claude-sonnet-4-5-20250929-v1:0 2020-01-01 3.3 0.33 4.125 16.5 aws 0.2.3
aws/regional.anthropic.claude-sonnet-4-6-v1:0 2020-01-01 3.3 0.33 4.125 16.5 aws 0.2.3
aws/regional.anthropic.claude-sonnet-5-5 2020-01-01 2.2 0.11 2.75 11 aws 0.2.3
aws/regional.anthropic.claude-sonnet-5-v1:0 2020-01-01 2.2 0.22 2.75 11 aws 0.2.3
aws/regional.moonshotai.kimi-k3 2020-01-01 3.3 0.33 4.125 16.5 aws 0.2.3
aws/regional.moonshotai.kimi-k3.1 2020-01-01 4.4 0.22 5.5 22 aws 0.2.3
aws/regional.openai.gpt-5.6-luna 2020-01-01 1.1 0.11 1.375 6.6 aws 0.2.3
aws/regional.openai.gpt-5.6-luna 2026-07-30 0.22 0.022 0.275 1.32 aws 0.2.3 {"rules":[{"above":272000,"input_price":0.44,"cached_input_price":0.044,"cache_write_price":0.55,"output_price":1.98}]}
aws/regional.openai.gpt-5.6-sol 2020-01-01 5.5 0.55 6.875 33 aws 0.2.3 {"rules":[{"above":272000,"input_price":11,"cached_input_price":1.1,"cache_write_price":13.75,"output_price":49.5}]}
aws/regional.openai.gpt-5.6-sol 2026-08-21 4.4 0.44 5.5 22 aws 0.2.3 {"rules":[{"above":272000,"input_price":8.8,"cached_input_price":0.88,"cache_write_price":11,"output_price":33}]}
aws/regional.openai.gpt-5.6-terra 2020-01-01 2.75 0.275 3.4375 16.5 aws 0.2.3
aws/regional.openai.gpt-5.6-terra 2026-07-30 2.2 0.22 2.75 13.2 aws 0.2.3 {"rules":[{"above":272000,"input_price":4.4,"cached_input_price":0.44,"cache_write_price":5.5,"output_price":19.8}]}
aws/regional.openai.gpt-6-astra 2020-01-01 11 1.1 13.75 55 aws 0.2.3 {"rules":[{"above":272000,"input_price":22,"cached_input_price":2.2,"cache_write_price":27.5,"output_price":82.5}]}
aws/regional.openai.gpt-6-luna 2020-01-01 0.11 0.011 0.1375 0.55 aws 0.2.3 {"rules":[{"above":272000,"input_price":0.22,"cached_input_price":0.022,"cache_write_price":0.275,"output_price":0.825}]}
aws/regional.openai.gpt-6-sol 2020-01-01 2.2 0.22 2.75 11 aws 0.2.3 {"rules":[{"above":272000,"input_price":4.4,"cached_input_price":0.44,"cache_write_price":5.5,"output_price":16.5}]}
aws/regional.openai.gpt-6.1-sol 2020-01-01 2.2 0.11 2.75 11 aws 0.2.3 {"rules":[{"above":272000,"input_price":4.4,"cached_input_price":0.22,"cache_write_price":5.5,"output_price":16.5}]}
aws/regional.openai.gpt-6.1-terra 2020-01-01 1.1 0.055 1.375 5.5 aws 0.2.3 {"rules":[{"above":272000,"input_price":2.2,"cached_input_price":0.11,"cache_write_price":2.75,"output_price":8.25}]}
aws/regional.zai.glm-5.3 2020-01-01 1.848 0.3432 2.31 5.808 aws 0.2.3
azure/ada 2020-01-01 0.1 - - 0 azure 0.2.3
azure/babbage 2020-01-01 0.4 - - 0 azure 0.2.3
azure/curie 2020-01-01 2 - - 0 azure 0.2.3
azure/davinci 2020-01-01 2 - - 0 azure 0.2.3
azure/mai-ds-r1:free 2020-01-01 0 - - 0 azure 0.2.3
azure/o1 2020-01-01 15 7.5 - 60 azure 0.2.3
azure/o1-mini 2020-01-01 1.1 0.55 - 4.4 azure 0.2.3
azure/o1-preview 2020-01-01 15 7.5 - 60 azure 0.2.3
azure/o3-2025-04-16 2020-01-01 2 0.5 - 8 azure 0.2.3
azure/o3-mini 2020-01-01 1.1 0.55 - 4.4 azure 0.2.3
azure/o4-mini 2020-01-01 1.1 0.275 - 4.4 azure 0.2.3
azure/phi-3-medium-128k-instruct 2020-01-01 0.17 - - 0.68 azure 0.2.3
azure/phi-3-mini-128k-instruct 2020-01-01 0.13 - - 0.52 azure 0.2.3
azure/phi-3.5-mini-128k-instruct 2020-01-01 0.13 - - 0.52 azure 0.2.3
azure/phi-4 2020-01-01 0.125 - - 0.5 azure 0.2.3
azure/phi-4-mini-instruct 2020-01-01 0.075 - - 0.3 azure 0.2.3
azure/phi-4-multimodal-instruct 2020-01-01 0.08 - - 0.32 azure 0.2.3 {"audio_input_price":4}
azure/phi-4-reasoning-plus 2020-01-01 0.125 - - 0.5 azure 0.2.3
azure/phi-4-reasoning-plus:free 2020-01-01 0 - - 0 azure 0.2.3
azure/phi-4-reasoning:free 2020-01-01 0 - - 0 azure 0.2.3
azure/text-embedding-3-large 2020-01-01 0.13 - - 0 azure 0.2.3
azure/text-embedding-3-small 2020-01-01 0.02 - - 0 azure 0.2.3
azure/wizardlm-2-8x22b 2020-01-01 0.48 - - 0.48 azure 0.2.3
babbage 2020-01-01 0.5 - - 0.5 openai 0.2.3
babbage-002 2020-01-01 0.4 - - 0.4 openai 0.2.3
baseten/deepseek-ai/deepseek-v4-flash-0731 2020-01-01 0.13 0.028 - 0.26 baseten 0.2.3
baseten/deepseek-ai/deepseek-v4-pro 2020-01-01 1.74 0.145 - 3.48 baseten 0.2.3
baseten/deepseek-ai/deepseek-v4-pro-0813 2020-01-01 1.32 0.132 - 3.96 baseten 0.2.3
baseten/deepseek-ai/deepseek-v4.1-flash 2020-01-01 0.3 0.007 - 1.2 baseten 0.2.3
baseten/deepseek-ai/deepseek-v4.1-flash-1017-fast 2020-01-01 0.6 0.014 - 2.4 baseten 0.2.3
baseten/deepseek-ai/deepseek-v4.1-flash-fast 2020-01-01 0.6 0.014 - 2.4 baseten 0.2.3
baseten/meta-models/muse-spark-open 2020-01-01 1.25 0.15 - 4.25 baseten 0.2.3
baseten/moonshotai/kimi-k2.6 2020-01-01 0.95 0.16 - 4 baseten 0.2.3
baseten/moonshotai/kimi-k2.7-code 2020-01-01 0.95 0.16 - 4 baseten 0.2.3
baseten/moonshotai/kimi-k3 2020-01-01 3 0.3 - 15 baseten 0.2.3
baseten/nvidia/nvidia-nemotron-3-ultra-550b-a55b 2020-01-01 0.6 0.12 - 2.4 baseten 0.2.3
baseten/nvidia/nvidia-nemotron-3.5-super-vl-120b-a12b 2020-01-01 0.2 0.04 - 0.5 baseten 0.2.3
baseten/openai/gpt-oss-120b 2020-01-01 0.1 - - 0.5 baseten 0.2.3
baseten/reflection/beam-1.0 2020-01-01 1.3 0.13 - 4.3 baseten 0.2.3
baseten/reflection/beam-1.0 2026-11-02 0.4 0.04 - 1.2 baseten 0.2.3
baseten/thinkingmachines/inkling 2020-01-01 1 0.17 - 4.05 baseten 0.2.3
baseten/thinkingmachines/inkling-small 2020-01-01 0.5 0.1 - 1.2 baseten 0.2.3
baseten/zai-org/glm-4.7 2020-01-01 0.6 0.12 - 2.2 baseten 0.2.3
baseten/zai-org/glm-5.2 2020-01-01 1.4 0.14 - 4.4 baseten 0.2.3
baseten/zai-org/glm-5.2-fast 2020-01-01 2.1 0.21 - 6.6 baseten 0.2.3
baseten/zai-org/glm-5.3 2020-01-01 1.4 0.14 - 4.4 baseten 0.2.3
baseten/zai-org/glm-5.3-fast 2020-01-01 2.1 0.21 - 6.6 baseten 0.2.3
baseten/zai-org/glm-5.3-flash 2020-01-01 0.15 0.03 - 0.5 baseten 0.2.3
cerebras/gemma-4-31b 2020-01-01 0.99 - - 1.49 cerebras 0.2.3
cerebras/gpt-oss-120b 2020-01-01 0.35 - - 0.75 cerebras 0.2.3
cerebras/llama-3.3-70b 2020-01-01 0.85 - - 1.2 cerebras 0.2.3
cerebras/llama3.1-8b 2020-01-01 0.1 - - 0.1 cerebras 0.2.3
cerebras/qwen-3-32b 2020-01-01 0.4 - - 0.8 cerebras 0.2.3
cerebras/qwen-3.8-27b 2020-01-01 0.99 - - 1.49 cerebras 0.2.3
cerebras/zai-glm-4.7 2020-01-01 2.25 - - 2.75 cerebras 0.2.3
chatgpt-4o-latest 2020-01-01 5 - - 15 openai 0.2.3
claude-2 2020-01-01 8 - - 24 anthropic 0.2.3
claude-3-5-haiku-latest 2020-01-01 0.8 0.08 1 4 anthropic 0.2.3
claude-3-5-sonnet 2020-01-01 3 0.3 3.75 15 anthropic 0.2.3
claude-3-7-sonnet-latest 2020-01-01 3 0.3 3.75 15 anthropic 0.2.3
claude-3-haiku 2020-01-01 0.25 0.03 0.3 1.25 anthropic 0.2.3
claude-3-opus-latest 2020-01-01 15 1.5 18.75 75 anthropic 0.2.3
claude-3-sonnet 2020-01-01 3 0.3 3.75 15 anthropic 0.2.3
claude-fable-5 2020-01-01 10 1 12.5 50 anthropic 0.2.3
claude-fable-5-1 2020-01-01 10 0.25 12.5 50 anthropic 0.2.3
claude-fable-5-2 2020-01-01 8 0.2 10 40 anthropic 0.2.3
claude-haiku-4-5 2020-01-01 1 0.1 1.25 5 anthropic 0.2.3
claude-haiku-5-5 2020-01-01 0.1 0.01 0.125 0.5 anthropic 0.2.3 {"rules":[{"above":100000,"input_price":0.5,"cached_input_price":0.05,"cache_write_price":0.625,"output_price":2.5}]}
claude-mythos-5-2 2020-01-01 8 0.2 10 40 anthropic 0.2.3
claude-opus-4-0 2020-01-01 15 1.5 18.75 75 anthropic 0.2.3
claude-opus-4-1 2020-01-01 15 1.5 18.75 75 anthropic 0.2.3
claude-opus-4-5 2020-01-01 5 0.5 6.25 25 anthropic 0.2.3
claude-opus-4-6 2020-01-01 5 0.5 6.25 25 anthropic 0.2.3 {"rules":[{"above":200000,"input_price":10,"cached_input_price":1,"cache_write_price":12.5,"output_price":37.5}]}
claude-opus-4-6 2026-03-13 5 0.5 6.25 25 anthropic 0.2.3
claude-opus-4-7 2020-01-01 5 0.5 6.25 25 anthropic 0.2.3
claude-opus-4-8 2020-01-01 5 0.5 6.25 25 anthropic 0.2.3
claude-opus-5 2020-01-01 5 0.5 6.25 25 anthropic 0.2.3
claude-opus-5-5 2020-01-01 4 0.2 5 20 anthropic 0.2.3
claude-sonnet-4-0 2020-01-01 3 0.3 3.75 15 anthropic 0.2.3
claude-sonnet-4-5 2020-01-01 3 0.3 3.75 15 anthropic 0.2.3 {"rules":[{"above":200000,"input_price":6,"cached_input_price":0.6,"cache_write_price":7.5,"output_price":22.5}]}
claude-sonnet-4-6 2020-01-01 3 0.3 3.75 15 anthropic 0.2.3 {"rules":[{"above":200000,"input_price":6,"cached_input_price":0.6,"cache_write_price":7.5,"output_price":22.5}]}
claude-sonnet-4-6 2026-03-13 3 0.3 3.75 15 anthropic 0.2.3
claude-sonnet-5 2020-01-01 2 0.2 2.5 10 anthropic 0.2.3
claude-sonnet-5-5 2020-01-01 2 0.1 2.5 10 anthropic 0.2.3
claude-v1 2020-01-01 8 - - 24 anthropic 0.2.3
codestral 2020-01-01 0.3 - - 0.9 mistral 0.2.3
codestral-2508 2020-01-01 0.3 0.03 - 0.9 mistral 0.2.3
codestral-embed-2505 2020-01-01 0.15 0.015 - 0 mistral 0.2.3
codex-mini 2020-01-01 1.5 0.375 - 6 openai 0.2.3
cohere/c4ai-aya-expanse-32b 2020-01-01 0.5 - - 1.5 cohere 0.2.3
cohere/c4ai-aya-expanse-8b 2020-01-01 0.5 - - 1.5 cohere 0.2.3
cohere/command 2020-01-01 1 - - 2 cohere 0.2.3
cohere/embed-v4.0 2020-01-01 0.12 - - 0 cohere 0.2.3
command-a 2020-01-01 2.5 - - 10 cohere 0.2.3
command-light 2020-01-01 0.3 - - 0.6 cohere 0.2.3
command-r 2020-01-01 0.15 - - 0.6 cohere 0.2.3
command-r-plus 2020-01-01 2.5 - - 10 cohere 0.2.3
command-r7b 2020-01-01 0.0375 - - 0.15 cohere 0.2.3
composer-2.5 2020-01-01 0.5 0.2 - 2.5 cursor 0.2.3
composer-2.5-fast 2020-01-01 3 0.5 - 15 cursor 0.2.3
computer-use 2020-01-01 3 - - 12 openai 0.2.3
curie 2020-01-01 2 - - 2 openai 0.2.3
cursor/grok-4.5 2020-01-01 2 0.5 - 6 cursor 0.2.3
cursor/grok-4.5-fast 2020-01-01 4 1 - 18 cursor 0.2.3
cursor/grok-4.6 2020-01-01 2 0.5 - 6 cursor 0.2.3
cursor/grok-4.6-fast 2020-01-01 4 1 - 12 cursor 0.2.3
cursor/grok-4.7 2020-01-01 2 0.5 - 6 cursor 0.2.3 {"rules":[{"above":256000,"input_price":4,"cached_input_price":1,"output_price":12}]}
cursor/grok-4.7-fast 2020-01-01 4 1 - 12 cursor 0.2.3 {"rules":[{"above":256000,"input_price":6,"cached_input_price":1.5,"output_price":18}]}
databricks-bge-large-en 2020-01-01 0.1 - - 0 databricks 0.2.3
databricks-deepseek-v4-1-flash 2020-01-01 0.3 0.03 - 1.2 databricks 0.2.3
databricks-deepseek-v4-flash-0731 2020-01-01 0.14 0.028 - 0.28 databricks 0.2.3
databricks-deepseek-v4-pro-0813 2020-01-01 1.32 0.132 - 3.96 databricks 0.2.3
databricks-gemma-3-12b 2020-01-01 0.15 - - 0.5 databricks 0.2.3
databricks-glm-5-2 2020-01-01 1.4 0.26 - 4.4 databricks 0.2.3
databricks-glm-5-3 2020-01-01 1.4 0.26 - 4.4 databricks 0.2.3
databricks-glm-5-3-flash 2020-01-01 0.15 0.03 - 0.5 databricks 0.2.3
databricks-gpt-oss-120b 2020-01-01 0.15 - - 0.6 databricks 0.2.3
databricks-gpt-oss-20b 2020-01-01 0.07 - - 0.3 databricks 0.2.3
databricks-gte-large-en 2020-01-01 0.13 - - 0 databricks 0.2.3
databricks-inkling 2020-01-01 1 0.17 - 4.05 databricks 0.2.3
databricks-kimi-k2-7-code 2020-01-01 0.95 0.19 - 4 databricks 0.2.3
databricks-kimi-k3 2020-01-01 3 0.3 - 15 databricks 0.2.3
databricks-llama-4-maverick 2020-01-01 0.5 - - 1.5 databricks 0.2.3
databricks-meta-llama-3-1-8b-instruct 2020-01-01 0.15 - - 0.45 databricks 0.2.3
databricks-meta-llama-3-3-70b-instruct 2020-01-01 0.5 - - 1.5 databricks 0.2.3
databricks-qwen3-embedding-0-6b 2020-01-01 0.02 - - 0 databricks 0.2.3
databricks-qwen3-next-80b-a3b-instruct 2020-01-01 0.15 - - 1.2 databricks 0.2.3
databricks-qwen35-122b-a10b 2020-01-01 0.22 - - 2.2 databricks 0.2.3
davinci 2020-01-01 20 - - 20 openai 0.2.3
davinci-002 2020-01-01 2 - - 2 openai 0.2.3
deepseek-chat 2020-01-01 0.135 0.035 - 0.55 deepseek 0.2.3 {"rules":[{"from":"00:30","until":"16:30","input_price":0.27,"cached_input_price":0.07,"output_price":1.1}]}
deepseek-flash 2020-01-01 0.15 0.003 - 0.6 deepseek 0.2.3 {"rules":[{"from":"01:00","until":"04:00","input_price":0.3,"cached_input_price":0.006,"output_price":1.2},{"from":"06:00","until":"10:00","input_price":0.3,"cached_input_price":0.006,"output_price":1.2}]}
deepseek-reasoner 2020-01-01 0.135 0.035 - 0.55 deepseek 0.2.3 {"rules":[{"from":"00:30","until":"16:30","input_price":0.55,"cached_input_price":0.14,"output_price":2.19}]}
deepseek-v3.1-terminus 2020-01-01 0.27 0.13 - 0.95 deepseek 0.2.3
deepseek-v3.2 2020-01-01 0.2288 - - 0.3432 deepseek 0.2.3
deepseek-v3.2-exp 2020-01-01 0.27 - - 0.41 deepseek 0.2.3
deepseek-v4-1-flash-1017 2020-01-01 0.3 0.007 - 1.2 mistral 0.2.3
deepseek-v4-flash 2020-01-01 0.14 0.0028 - 0.28 deepseek 0.2.3 {"rules":[{"from":"01:00","until":"04:00","input_price":0.3,"cached_input_price":0.006,"output_price":1.2},{"from":"06:00","until":"10:00","input_price":0.3,"cached_input_price":0.006,"output_price":1.2}]}
deepseek-v4-flash 2026-08-17 0.22 0.007 - 0.66 deepseek 0.2.3 {"rules":[{"from":"01:00","until":"04:00","input_price":0.3,"cached_input_price":0.006,"output_price":1.2},{"from":"06:00","until":"10:00","input_price":0.3,"cached_input_price":0.006,"output_price":1.2}]}
deepseek-v4-flash 2026-09-10 0.15 0.003 - 0.6 deepseek 0.2.3 {"rules":[{"from":"01:00","until":"04:00","input_price":0.3,"cached_input_price":0.006,"output_price":1.2},{"from":"06:00","until":"10:00","input_price":0.3,"cached_input_price":0.006,"output_price":1.2}]}
deepseek-v4-pro 2020-01-01 0.435 0.003625 - 0.87 deepseek 0.2.3 {"rules":[{"from":"01:00","until":"04:00","input_price":1.32,"cached_input_price":0.044,"output_price":3.96},{"from":"06:00","until":"10:00","input_price":1.32,"cached_input_price":0.044,"output_price":3.96}]}
deepseek-v4-pro 2026-08-17 0.66 0.022 - 1.98 deepseek 0.2.3 {"rules":[{"from":"01:00","until":"04:00","input_price":1.32,"cached_input_price":0.044,"output_price":3.96},{"from":"06:00","until":"10:00","input_price":1.32,"cached_input_price":0.044,"output_price":3.96}]}
deepseek.r1-v1:0 2020-01-01 1.35 - - 5.4 aws 0.2.3
devstral-2512 2020-01-01 0.4 0.04 - 2 mistral 0.2.3
devstral-small 2020-01-01 0.1 - - 0.3 mistral 0.2.3
devstral-small:free 2020-01-01 0 - - 0 mistral 0.2.3
doubleword/deepseek-ai/deepseek-v4-flash 2020-01-01 0.14 - - 0.28 doubleword 0.2.3
doubleword/deepseek-ai/deepseek-v4-flash-0731 2020-01-01 0.09 0.02 - 0.18 doubleword 0.2.3
doubleword/deepseek-ai/deepseek-v4-pro 2020-01-01 1.74 - - 3.48 doubleword 0.2.3
doubleword/deepseek-ai/deepseek-v4-pro-0813 2020-01-01 1.32 0.13 - 3.96 doubleword 0.2.3
doubleword/deepseek-ai/deepseek-v4.1-flash 2020-01-01 0.15 0.01 - 0.6 doubleword 0.2.3
doubleword/google/gemma-4-31b-it 2020-01-01 0.14 - - 0.4 doubleword 0.2.3
doubleword/google/gemma-4-31b-it 2026-10-18 0.12 - - 0.35 doubleword 0.2.3
doubleword/meta-models/muse-glimmer-30b 2020-01-01 0.11 0.01 - 0.32 doubleword 0.2.3
doubleword/meta/muse-spark-open 2020-01-01 1.25 0.15 - 4.25 doubleword 0.2.3
doubleword/mistralai/devstral-2-123b-instruct-2512 2020-01-01 0.4 - - 2 doubleword 0.2.3
doubleword/moonshotai/kimi-k2.6 2020-01-01 0.95 - - 4 doubleword 0.2.3
doubleword/moonshotai/kimi-k3 2020-01-01 3 0.3 - 15 doubleword 0.2.3
doubleword/moonshotai/kimi-k3.1-pro 2020-01-01 2 0.2 - 10 doubleword 0.2.3
doubleword/nvidia/nvidia-nemotron-3-super-120b-a12b-nvfp4 2020-01-01 0.3 - - 0.75 doubleword 0.2.3
doubleword/nvidia/nvidia-nemotron-3-ultra-550b-a55b-nvfp4 2020-01-01 0.5 0.13 - 2.2 doubleword 0.2.3
doubleword/openai/gpt-oss-20b 2020-01-01 0.04 - - 0.3 doubleword 0.2.3
doubleword/qwen/qwen3-14b-fp8 2020-01-01 0.05 - - 0.6 doubleword 0.2.3
doubleword/qwen/qwen3-embedding-8b 2020-01-01 0.04 - - 0 doubleword 0.2.3
doubleword/qwen/qwen3-vl-235b-a22b-instruct-fp8 2020-01-01 0.6 - - 1.2 doubleword 0.2.3
doubleword/qwen/qwen3-vl-235b-a22b-instruct-fp8 2026-10-18 0.21 0.12 - 1.9 doubleword 0.2.3
doubleword/qwen/qwen3-vl-30b-a3b-instruct-fp8 2020-01-01 0.16 - - 0.8 doubleword 0.2.3
doubleword/qwen/qwen3.5-35b-a3b-fp8 2020-01-01 0.25 - - 2 doubleword 0.2.3
doubleword/qwen/qwen3.5-35b-a3b-fp8-dottxt 2020-01-01 0.35 0.2 - 1.2 doubleword 0.2.3
doubleword/qwen/qwen3.5-397b-a17b 2020-01-01 0.6 - - 3.6 doubleword 0.2.3
doubleword/qwen/qwen3.5-9b 2020-01-01 0.08 - - 0.7 doubleword 0.2.3
doubleword/qwen/qwen3.6-35b-a3b-fp8 2020-01-01 0.25 - - 2 doubleword 0.2.3
doubleword/qwen/qwen3.6-35b-a3b-fp8 2026-10-18 0.14 - - 1 doubleword 0.2.3
doubleword/qwen/qwen3.8-27b-fp8 2020-01-01 0.45 0.04 - 3 doubleword 0.2.3
doubleword/zai-org/glm-5.1-fp8 2020-01-01 1.4 - - 4.4 doubleword 0.2.3
doubleword/zai-org/glm-5.2-fp8 2020-01-01 0.93 0.19 - 3 doubleword 0.2.3
doubleword/zai-org/glm-5.3 2020-01-01 1.4 0.28 - 4.4 doubleword 0.2.3
doubleword/zai-org/glm-5.3-flash 2020-01-01 0.15 0.03 - 0.5 doubleword 0.2.3
fireworks/deepseek-r1-0528 2020-01-01 3 - - 8 fireworks 0.2.3
fireworks/deepseek-v3-0324 2020-01-01 0.9 - - 0.9 fireworks 0.2.3
fireworks/deepseek-v3p2 2020-01-01 0.56 0.28 - 1.68 fireworks 0.2.3
fireworks/deepseek-v4-flash 2020-01-01 0.14 0.028 - 0.28 fireworks 0.2.3
fireworks/deepseek-v4-pro 2020-01-01 1.74 0.145 - 3.48 fireworks 0.2.3
fireworks/deepseek-v4p1-flash 2020-01-01 0.3 0.006 - 1.2 fireworks 0.2.3
fireworks/deepseek-v4p1-flash-1017 2020-01-01 0.3 0.006 - 1.2 fireworks 0.2.3
fireworks/deepseek-v4p1-flash-1017-ultrafast 2020-01-01 2.4 0.048 - 9.6 fireworks 0.2.3
fireworks/deepseek-v4p1-flash-1017-us 2020-01-01 0.45 0.009 - 1.8 fireworks 0.2.3
fireworks/deepseek-v4p1-flash-us 2020-01-01 0.45 0.009 - 1.8 fireworks 0.2.3
fireworks/ember-1 2020-01-01 3 0.3 - 15 fireworks 0.2.3
fireworks/gemma-3-27b-it 2020-01-01 0.1 - - 0.1 fireworks 0.2.3
fireworks/glm-4p7 2020-01-01 0.6 - - 2.2 fireworks 0.2.3
fireworks/glm-5p1 2020-01-01 1.4 0.26 - 4.4 fireworks 0.2.3
fireworks/glm-5p1-fast 2020-01-01 2.8 0.52 - 8.8 fireworks 0.2.3
fireworks/glm-5p2 2020-01-01 1.4 0.14 - 4.4 fireworks 0.2.3
fireworks/glm-5p2-fast 2020-01-01 2.1 0.21 - 6.6 fireworks 0.2.3
fireworks/glm-5p3 2020-01-01 1.4 0.26 - 4.4 fireworks 0.2.3
fireworks/glm-5p3-fast 2020-01-01 2.1 0.39 - 6.6 fireworks 0.2.3
fireworks/glm-5p3-flash 2020-01-01 0.15 0.03 - 0.5 fireworks 0.2.3
fireworks/glm-5p3-flash-us 2020-01-01 0.225 0.045 - 0.75 fireworks 0.2.3
fireworks/glm-5p3-us 2020-01-01 2.1 0.39 - 6.6 fireworks 0.2.3
fireworks/gpt-oss-120b 2020-01-01 0.15 0.014 - 0.6 fireworks 0.2.3
fireworks/gpt-oss-120b 2026-10-19 0.15 0.015 - 0.6 fireworks 0.2.3
fireworks/gpt-oss-20b 2020-01-01 0.07 0.035 - 0.3 fireworks 0.2.3
fireworks/inkling 2020-01-01 1 0.17 - 4.05 fireworks 0.2.3
fireworks/kimi-k2p5 2020-01-01 0.6 0.1 - 3 fireworks 0.2.3
fireworks/kimi-k2p6 2020-01-01 0.95 0.16 - 4 fireworks 0.2.3
fireworks/kimi-k2p6-fast 2020-01-01 2 0.3 - 8 fireworks 0.2.3
fireworks/kimi-k2p7-code 2020-01-01 0.95 0.19 - 4 fireworks 0.2.3
fireworks/kimi-k2p7-code-fast 2020-01-01 1.9 0.38 - 8 fireworks 0.2.3
fireworks/kimi-k3 2020-01-01 3 0.3 - 15 fireworks 0.2.3
fireworks/kimi-k3-fast 2020-01-01 4.5 0.45 - 22.5 fireworks 0.2.3
fireworks/kimi-k3-us 2020-01-01 3.3 0.33 - 16.5 fireworks 0.2.3
fireworks/kimi-k3-us 2026-09-01 4.5 0.45 - 22.5 fireworks 0.2.3
fireworks/kimi-k3p1-pro 2020-01-01 2 0.2 - 10 fireworks 0.2.3
fireworks/llama-v3p1-8b-instruct 2020-01-01 0.2 - - 0.2 fireworks 0.2.3
fireworks/llama4-maverick-instruct-basic 2020-01-01 0.22 - - 0.88 fireworks 0.2.3
fireworks/minimax-m2p1 2020-01-01 0.3 - - 1.2 fireworks 0.2.3
fireworks/minimax-m2p7 2020-01-01 0.3 0.06 - 1.2 fireworks 0.2.3
fireworks/minimax-m3 2020-01-01 0.3 0.06 - 1.2 fireworks 0.2.3
fireworks/muse-spark-open 2020-01-01 1.25 0.15 - 4.25 fireworks 0.2.3
fireworks/nemotron-3-ultra-nvfp4 2020-01-01 0.6 0.12 - 2.4 fireworks 0.2.3
fireworks/nemotron-lightning-3p5-30b-a3b 2020-01-01 0.05 0.01 - 0.2 fireworks 0.2.3
fireworks/qwen2p5-vl-72b-instruct 2020-01-01 0.9 - - 0.9 fireworks 0.2.3
fireworks/qwen3-235b-a22b 2020-01-01 0.22 - - 0.88 fireworks 0.2.3
fireworks/qwen3p6-plus 2020-01-01 0.5 0.1 - 3 fireworks 0.2.3
fireworks/qwen3p7-plus 2020-01-01 0.4 0.08 - 1.6 fireworks 0.2.3
fireworks/qwen3p8-max 2020-01-01 2 0.25 - 6 fireworks 0.2.3
fireworks/ultramarine-1-flash-us 2020-01-01 0.225 0.045 - 0.75 fireworks 0.2.3
fireworks/ultramarine-1-flash-us 2026-11-03 0.15 0.03 - 0.5 fireworks 0.2.3
ft:gpt-3.5-turbo- 2020-01-01 3 - - 6 openai 0.2.3
ft:gpt-4o 2020-01-01 3.75 - - 15 openai 0.2.3
ft:gpt-4o-mini 2020-01-01 0.3 - - 1.2 openai 0.2.3
gemini-1.0-pro-vision-001 2020-01-01 0.125 - - 0.375 google 0.2.3
gemini-1.5-flash 2020-01-01 0.075 0.01875 - 0.3 google 0.2.3 {"rules":[{"above":128000,"input_price":0.15,"cached_input_price":0.0375,"output_price":0.6}]}
gemini-1.5-pro 2020-01-01 1.25 - - 5 google 0.2.3 {"rules":[{"above":128000,"input_price":2.5,"output_price":10}]}
gemini-2.0-flash 2020-01-01 0.1 0.025 - 0.4 google 0.2.3 {"audio_input_price":0.7,"cached_audio_input_price":0.175}
gemini-2.0-flash-lite 2020-01-01 0.075 - - 0.3 google 0.2.3
gemini-2.5-flash 2020-01-01 0.3 0.03 - 2.5 google 0.2.3 {"audio_input_price":1,"cached_audio_input_price":0.1}
gemini-2.5-flash-lite 2020-01-01 0.1 0.01 - 0.4 google 0.2.3 {"audio_input_price":0.3,"cached_audio_input_price":0.03}
gemini-2.5-flash-lite-preview-tts 2020-01-01 0.5 - - 10 google 0.2.3
gemini-2.5-flash-preview 2020-01-01 0.15 - - 0.6 google 0.2.3
gemini-2.5-flash-tts 2020-01-01 0.5 - - 10 google 0.2.3
gemini-2.5-pro 2020-01-01 1.25 0.125 - 10 google 0.2.3 {"rules":[{"above":200000,"input_price":2.5,"cached_input_price":0.25,"output_price":15}]}
gemini-2.5-pro-tts 2020-01-01 1 - - 20 google 0.2.3
gemini-3-flash-preview 2020-01-01 0.5 0.05 - 3 google 0.2.3 {"audio_input_price":1,"cached_audio_input_price":0.1}
gemini-3-flash-preview 2026-01-05 0.5 0.05 - 3 google 0.2.3 {"audio_input_price":1,"cached_audio_input_price":0.1}
gemini-3-pro-preview 2020-01-01 2 0.2 - 12 google 0.2.3 {"rules":[{"above":200000,"input_price":4,"cached_input_price":0.4,"output_price":18}]}
gemini-3-pro-preview 2026-01-05 2 0.2 - 12 google 0.2.3 {"rules":[{"above":200000,"input_price":4,"cached_input_price":0.4,"output_price":18}]}
gemini-3.1-flash-lite 2020-01-01 0.25 0.025 - 1.5 google 0.2.3 {"audio_input_price":0.5,"cached_audio_input_price":0.05}
gemini-3.1-flash-tts-preview 2020-01-01 1 - - 20 google 0.2.3
gemini-3.1-pro-preview 2020-01-01 2 0.2 - 12 google 0.2.3 {"rules":[{"above":200000,"input_price":4,"cached_input_price":0.4,"output_price":18}]}
gemini-3.5-flash 2020-01-01 1.5 0.15 - 9 google 0.2.3
gemini-3.5-flash-lite 2020-01-01 0.3 0.03 - 2.5 google 0.2.3
gemini-3.6-flash 2020-01-01 0.75 0.075 - 3.75 google 0.2.3
gemini-3.6-flash 2027-01-01 1.5 0.15 - 7.5 google 0.2.3
gemini-3.7-flash 2020-01-01 0.75 0.075 - 3.75 google 0.2.3
gemini-3.7-flash 2027-01-01 1.5 0.15 - 7.5 google 0.2.3
gemini-3.8-flash 2020-01-01 0.75 0.075 - 3.75 google 0.2.3
gemini-3.8-flash 2027-01-01 1.5 0.15 - 7.5 google 0.2.3
gemini-3.8-flash-lite-tts 2020-01-01 0.5 - - 6 google 0.2.3
gemini-3.8-flash-lite-tts 2027-01-01 1 - - 12 google 0.2.3
gemini-3.8-flash-tts 2020-01-01 0.5 - - 9 google 0.2.3
gemini-3.8-flash-tts 2027-01-01 1 - - 18 google 0.2.3
gemini-4-argon 2020-01-01 2 0.1 - 10 google 0.2.3
gemini-4-argon 2026-12-01 4 0.2 - 20 google 0.2.3
gemini-embedding-001 2020-01-01 0.15 - - 0 google 0.2.3
gemini-flash-1.5 2020-01-01 0.075 0.01875 - 0.3 google 0.2.3 {"rules":[{"above":128000,"input_price":0.15,"cached_input_price":0.0375,"output_price":0.6}]}
gemini-flash-1.5-8b 2020-01-01 0.0375 0.01 - 0.15 google 0.2.3 {"rules":[{"above":128000,"input_price":0.075,"cached_input_price":0.02,"output_price":0.3}]}
gemini-pro 2020-01-01 0.125 - - 0.375 google 0.2.3
gemini-pro-1.5 2020-01-01 1.25 0.3125 - 5 google 0.2.3 {"rules":[{"above":128000,"input_price":2.5,"cached_input_price":0.625,"output_price":10}]}
gemini-robotics-er-2-preview 2020-01-01 1 0.1 - 5 google 0.2.3
gemini-robotics-er-2-preview 2027-01-01 2 0.2 - 10 google 0.2.3
gemini-robotics-er-2-streaming-preview 2020-01-01 1 - - 5 google 0.2.3
gemini-robotics-er-2-streaming-preview 2027-01-01 2 - - 10 google 0.2.3
gemma-2-27b-it 2020-01-01 0.65 - - 0.65 google 0.2.3
gemma-4-26b-a4b-it-maas 2020-01-01 0.15 0.015 - 0.6 google 0.2.3
github-copilot/claude-fable-5 2020-01-01 10 1 12.5 50 github-copilot 0.2.3
github-copilot/claude-fable-5.1 2020-01-01 10 0.25 12.5 50 github-copilot 0.2.3
github-copilot/claude-haiku-4.5 2020-01-01 1 0.1 1.25 5 github-copilot 0.2.3
github-copilot/claude-haiku-5.5 2020-01-01 0.1 0.01 0.125 0.5 github-copilot 0.2.3 {"rules":[{"above":100000,"input_price":0.5,"cached_input_price":0.05,"cache_write_price":0.625,"output_price":2.5}]}
github-copilot/claude-opus-4.7 2020-01-01 5 0.5 6.25 25 github-copilot 0.2.3
github-copilot/claude-opus-4.8 2020-01-01 5 0.5 6.25 25 github-copilot 0.2.3
github-copilot/claude-opus-4.8-fast 2020-01-01 10 1 12.5 50 github-copilot 0.2.3
github-copilot/claude-opus-5 2020-01-01 5 0.5 6.25 25 github-copilot 0.2.3
github-copilot/claude-opus-5.5 2020-01-01 4 0.2 5 20 github-copilot 0.2.3
github-copilot/claude-sonnet-4 2020-01-01 3 0.3 3.75 15 github-copilot 0.2.3
github-copilot/claude-sonnet-4.6 2020-01-01 3 0.3 3.75 15 github-copilot 0.2.3
github-copilot/claude-sonnet-5 2020-01-01 2 0.2 2.5 10 github-copilot 0.2.3
github-copilot/claude-sonnet-5.5 2020-01-01 2 0.1 2.5 10 github-copilot 0.2.3
github-copilot/gemini-3.5-flash 2020-01-01 1.5 0.15 - 9 github-copilot 0.2.3
github-copilot/gemini-3.6-flash 2020-01-01 0.75 0.075 - 3.75 github-copilot 0.2.3
github-copilot/gemini-3.7-flash 2020-01-01 0.75 0.075 - 3.75 github-copilot 0.2.3
github-copilot/gemini-3.8-flash 2020-01-01 0.75 0.075 - 3.75 github-copilot 0.2.3
github-copilot/gemini-4-argon 2020-01-01 2 0.1 - 10 github-copilot 0.2.3
github-copilot/gpt-5-mini 2020-01-01 0.25 0.025 - 2 github-copilot 0.2.3
github-copilot/gpt-5.3-codex 2020-01-01 1.75 0.175 - 14 github-copilot 0.2.3
github-copilot/gpt-5.4 2020-01-01 2.5 0.25 - 15 github-copilot 0.2.3 {"rules":[{"above":272000,"input_price":5,"cached_input_price":0.5,"output_price":22.5}]}
github-copilot/gpt-5.4-mini 2020-01-01 0.75 0.075 - 4.5 github-copilot 0.2.3
github-copilot/gpt-5.4-nano 2020-01-01 0.2 0.02 - 1.25 github-copilot 0.2.3
github-copilot/gpt-5.5 2020-01-01 5 0.5 - 30 github-copilot 0.2.3 {"rules":[{"above":272000,"input_price":10,"cached_input_price":1,"output_price":45}]}
github-copilot/gpt-5.6-luna 2020-01-01 0.2 0.02 0.25 1.2 github-copilot 0.2.3 {"rules":[{"above":200000,"input_price":0.4,"cached_input_price":0.04,"cache_write_price":0.5,"output_price":1.8}]}
github-copilot/gpt-5.6-sol 2020-01-01 4 0.4 5 20 github-copilot 0.2.3 {"rules":[{"above":272000,"input_price":8,"cached_input_price":0.8,"cache_write_price":10,"output_price":30}]}
github-copilot/gpt-5.6-terra 2020-01-01 2 0.2 2.5 12 github-copilot 0.2.3 {"rules":[{"above":272000,"input_price":4,"cached_input_price":0.4,"cache_write_price":5,"output_price":18}]}
github-copilot/gpt-6-astra 2020-01-01 10 1 12.5 50 github-copilot 0.2.3 {"rules":[{"above":272000,"input_price":20,"cached_input_price":2,"cache_write_price":25,"output_price":75}]}
github-copilot/gpt-6-luna 2020-01-01 0.1 0.01 0.125 0.5 github-copilot 0.2.3 {"rules":[{"above":272000,"input_price":0.2,"cached_input_price":0.02,"cache_write_price":0.25,"output_price":0.75}]}
github-copilot/gpt-6-sol 2020-01-01 2 0.2 2.5 10 github-copilot 0.2.3 {"rules":[{"above":272000,"input_price":4,"cached_input_price":0.4,"cache_write_price":5,"output_price":15}]}
github-copilot/gpt-6.1-sol 2020-01-01 2 0.1 2.5 10 github-copilot 0.2.3 {"rules":[{"above":272000,"input_price":4,"cached_input_price":0.2,"cache_write_price":5,"output_price":15}]}
github-copilot/gpt-6.1-terra 2020-01-01 1 0.05 1.25 5 github-copilot 0.2.3 {"rules":[{"above":272000,"input_price":2,"cached_input_price":0.1,"cache_write_price":2.5,"output_price":7.5}]}
github-copilot/grok-4.5 2020-01-01 2 0.5 - 6 github-copilot 0.2.3 {"rules":[{"above":200000,"input_price":4,"cached_input_price":1,"output_price":12}]}
github-copilot/grok-4.6 2020-01-01 2 0.5 - 6 github-copilot 0.2.3 {"rules":[{"above":200000,"input_price":4,"cached_input_price":1,"output_price":12}]}
github-copilot/grok-4.7 2020-01-01 2 0.5 - 6 github-copilot 0.2.3 {"rules":[{"above":200000,"input_price":4,"cached_input_price":1,"output_price":12}]}
github-copilot/kimi-k2.7-code 2020-01-01 0.95 0.19 - 4 github-copilot 0.2.3
github-copilot/kimi-k3 2020-01-01 3 0.3 - 15 github-copilot 0.2.3
github-copilot/mai-code-1-flash-picker 2020-01-01 0.75 0.075 - 4.5 github-copilot 0.2.3
github-copilot/mai-code-1.1-flash 2020-01-01 0.2 0.02 - 1.2 github-copilot 0.2.3
glm-4-air 2020-01-01 0.069 0.034 - 0.069 zhipuai 0.2.3
glm-4-airx 2020-01-01 1.379 - - 1.379 zhipuai 0.2.3
glm-4-assistant 2020-01-01 0.69 - - 0.69 zhipuai 0.2.3
glm-4-flashx-250414 2020-01-01 0.014 0.007 - 0.014 zhipuai 0.2.3
glm-4-long 2020-01-01 0.138 0.069 - 0.138 zhipuai 0.2.3
glm-4-plus 2020-01-01 0.69 0.345 - 0.69 zhipuai 0.2.3
glm-4.5-air 2020-01-01 0.11 0.022 - 0.276 zhipuai 0.2.3
glm-4.7 2020-01-01 0.276 0.055 - 1.103 zhipuai 0.2.3
glm-4.7-flashx 2020-01-01 0.069 0.014 - 0.414 zhipuai 0.2.3
glm-5 2020-01-01 0.552 0.138 - 2.483 zhipuai 0.2.3
glm-5-turbo 2020-01-01 0.69 0.166 - 3.034 zhipuai 0.2.3
glm-5.1 2020-01-01 0.828 0.179 - 3.31 zhipuai 0.2.3
glm-5.2 2020-01-01 1.103 0.276 - 3.862 zhipuai 0.2.3
glm-5.3 2020-01-01 1.103 0.276 - 3.862 zhipuai 0.2.3
glm-5.3-flash 2020-01-01 0.055 0.016 - 0.193 zhipuai 0.2.3
glm-5.3-flash 2026-09-10 0.11 0.032 - 0.386 zhipuai 0.2.3
global.amazon.nova-2-lite-v1:0 2020-01-01 0.3 0.075 - 2.5 aws 0.2.3
global.anthropic.claude-fable-5-1-v1:0 2020-01-01 10 0.25 12.5 50 aws 0.2.3
global.anthropic.claude-fable-5-2 2020-01-01 8 0.2 10 40 aws 0.2.3
global.anthropic.claude-fable-5-v1:0 2020-01-01 10 1 12.5 50 aws 0.2.3
global.anthropic.claude-haiku-4-5-20251001-v1:0 2020-01-01 1 0.1 1.25 5 aws 0.2.3
global.anthropic.claude-haiku-5-5 2020-01-01 0.1 0.01 0.125 0.5 aws 0.2.3 {"rules":[{"above":100000,"input_price":0.5,"cached_input_price":0.05,"cache_write_price":0.625,"output_price":2.5}]}
global.anthropic.claude-mythos-5-2 2020-01-01 8 0.2 10 40 aws 0.2.3
global.anthropic.claude-opus-4-5-v1:0 2020-01-01 5 0.5 6.25 25 aws 0.2.3
global.anthropic.claude-opus-4-6-v1:0 2020-01-01 5 0.5 6.25 25 aws 0.2.3
global.anthropic.claude-opus-4-7-v1:0 2020-01-01 5 0.5 6.25 25 aws 0.2.3
global.anthropic.claude-opus-4-8-v1:0 2020-01-01 5 0.5 6.25 25 aws 0.2.3
global.anthropic.claude-opus-5 2020-01-01 5 0.5 6.25 25 aws 0.2.3
global.anthropic.claude-opus-5-5 2020-01-01 4 0.2 5 20 aws 0.2.3
global.anthropic.claude-sonnet-4-20250514-v1:0 2020-01-01 3 0.3 3.75 15 aws 0.2.3
global.anthropic.claude-sonnet-4-5-20250929-v1:0 2020-01-01 3 0.3 3.75 15 aws 0.2.3
global.anthropic.claude-sonnet-4-6-v1:0 2020-01-01 3 0.3 3.75 15 aws 0.2.3
global.anthropic.claude-sonnet-5-5 2020-01-01 2 0.1 2.5 10 aws 0.2.3
global.anthropic.claude-sonnet-5-v1:0 2020-01-01 2 0.2 2.5 10 aws 0.2.3
global.moonshotai.kimi-k3 2020-01-01 3 0.3 3.75 15 aws 0.2.3
global.moonshotai.kimi-k3.1 2020-01-01 4 0.2 5 20 aws 0.2.3
global.openai.gpt-5.6-luna 2020-01-01 0.2 0.02 0.25 1.2 aws 0.2.3 {"rules":[{"above":272000,"input_price":0.4,"cached_input_price":0.04,"cache_write_price":0.5,"output_price":1.8}]}
global.openai.gpt-5.6-sol 2020-01-01 5 0.5 6.25 30 aws 0.2.3 {"rules":[{"above":272000,"input_price":10,"cached_input_price":1,"cache_write_price":12.5,"output_price":45}]}
global.openai.gpt-5.6-sol 2026-08-21 4 0.4 5 20 aws 0.2.3 {"rules":[{"above":272000,"input_price":8,"cached_input_price":0.8,"cache_write_price":10,"output_price":30}]}
global.openai.gpt-5.6-terra 2020-01-01 2 0.2 2.5 12 aws 0.2.3 {"rules":[{"above":272000,"input_price":4,"cached_input_price":0.4,"cache_write_price":5,"output_price":18}]}
global.openai.gpt-6-astra 2020-01-01 10 1 12.5 50 aws 0.2.3 {"rules":[{"above":272000,"input_price":20,"cached_input_price":2,"cache_write_price":25,"output_price":75}]}
global.openai.gpt-6-luna 2020-01-01 0.1 0.01 0.125 0.5 aws 0.2.3 {"rules":[{"above":272000,"input_price":0.2,"cached_input_price":0.02,"cache_write_price":0.25,"output_price":0.75}]}
global.openai.gpt-6-sol 2020-01-01 2 0.2 2.5 10 aws 0.2.3 {"rules":[{"above":272000,"input_price":4,"cached_input_price":0.4,"cache_write_price":5,"output_price":15}]}
global.openai.gpt-6.1-sol 2020-01-01 2 0.1 2.5 10 aws 0.2.3 {"rules":[{"above":272000,"input_price":4,"cached_input_price":0.2,"cache_write_price":5,"output_price":15}]}
global.openai.gpt-6.1-terra 2020-01-01 1 0.05 1.25 5 aws 0.2.3 {"rules":[{"above":272000,"input_price":2,"cached_input_price":0.1,"cache_write_price":2.5,"output_price":7.5}]}
global.zai.glm-5.3 2020-01-01 1.68 0.312 2.1 5.28 aws 0.2.3
google.gemma-3-12b-it 2020-01-01 0.09 - - 0.29 aws 0.2.3
google.gemma-3-27b-it 2020-01-01 0.23 - - 0.38 aws 0.2.3
google.gemma-3-4b-it 2020-01-01 0.04 - - 0.08 aws 0.2.3
google/claude-3-5-haiku 2020-01-01 0.8 0.08 1 4 google 0.2.3
google/claude-3-5-sonnet 2020-01-01 3 0.3 3.75 15 google 0.2.3
google/claude-3-7-sonnet 2020-01-01 3 0.3 3.75 15 google 0.2.3
google/claude-3-haiku 2020-01-01 0.25 0.03 0.3 1.25 google 0.2.3
google/claude-3-opus 2020-01-01 15 1.5 18.75 75 google 0.2.3
google/claude-4-opus 2020-01-01 15 1.5 18.75 75 google 0.2.3
google/claude-4-sonnet 2020-01-01 3 0.3 3.75 15 google 0.2.3
google/claude-fable-5 2020-01-01 10 1 12.5 50 google 0.2.3
google/claude-fable-5-1 2020-01-01 10 0.25 12.5 50 google 0.2.3
google/claude-fable-5-2 2020-01-01 8 0.2 10 40 google 0.2.3
google/claude-haiku-4-5 2020-01-01 1 0.1 1.25 5 google 0.2.3
google/claude-haiku-5-5 2020-01-01 0.1 0.01 0.125 0.5 google 0.2.3 {"rules":[{"above":100000,"input_price":0.5,"cached_input_price":0.05,"cache_write_price":0.625,"output_price":2.5}]}
google/claude-opus-4-5 2020-01-01 5 0.5 6.25 25 google 0.2.3
google/claude-opus-4-6 2020-01-01 5 0.5 6.25 25 google 0.2.3 {"rules":[{"above":200000,"input_price":10,"cached_input_price":1,"cache_write_price":12.5,"output_price":37.5}]}
google/claude-opus-4-6 2026-03-13 5 0.5 6.25 25 google 0.2.3
google/claude-opus-4-7 2020-01-01 5 0.5 6.25 25 google 0.2.3
google/claude-opus-4-8 2020-01-01 5 0.5 6.25 25 google 0.2.3
google/claude-opus-5 2020-01-01 5 0.5 6.25 25 google 0.2.3
google/claude-opus-5-5 2020-01-01 4 0.2 5 20 google 0.2.3
google/claude-sonnet-4-5 2020-01-01 3 0.3 3.75 15 google 0.2.3 {"rules":[{"above":200000,"input_price":6,"cached_input_price":0.6,"cache_write_price":7.5,"output_price":22.5}]}
google/claude-sonnet-4-6 2020-01-01 3 0.3 3.75 15 google 0.2.3
google/claude-sonnet-5-5 2020-01-01 2 0.1 2.5 10 google 0.2.3
gpt-3.5-0301 2020-01-01 1.5 - - 2 openai 0.2.3
gpt-3.5-turbo 2020-01-01 0.5 - - 1.5 openai 0.2.3
gpt-3.5-turbo-0613 2020-01-01 1.5 - - 2 openai 0.2.3
gpt-3.5-turbo-1106 2020-01-01 1 - - 2 openai 0.2.3
gpt-3.5-turbo-16k 2020-01-01 3 - - 4 openai 0.2.3
gpt-3.5-turbo-instruct 2020-01-01 1.5 - - 2 openai 0.2.3
gpt-4 2020-01-01 30 - - 60 openai 0.2.3
gpt-4-32k 2020-01-01 60 - - 120 openai 0.2.3
gpt-4-turbo 2020-01-01 10 - - 30 openai 0.2.3
gpt-4-vision-preview 2020-01-01 10 - - 30 openai 0.2.3
gpt-4.1 2020-01-01 2 0.5 - 8 openai 0.2.3
gpt-4.1-mini 2020-01-01 0.4 0.1 - 1.6 openai 0.2.3
gpt-4.1-nano 2020-01-01 0.1 0.025 - 0.4 openai 0.2.3
gpt-4.5-preview 2020-01-01 75 37.5 - 150 openai 0.2.3
gpt-4o 2020-01-01 2.5 1.25 - 10 openai 0.2.3
gpt-4o-2024-05-13 2020-01-01 5 - - 15 openai 0.2.3
gpt-4o-audio-preview 2020-01-01 2.5 - - 10 openai 0.2.3
gpt-4o-mini 2020-01-01 0.15 0.075 - 0.6 openai 0.2.3
gpt-4o-mini-2024-07-18.ft- 2020-01-01 0.3 - - 1.2 openai 0.2.3
gpt-4o-mini-audio-preview 2020-01-01 0.15 - - 0.6 openai 0.2.3
gpt-4o-mini-realtime-preview 2020-01-01 0.6 0.3 - 2.4 openai 0.2.3 {"audio_input_price":10,"cached_audio_input_price":0.3,"audio_output_price":20}
gpt-4o-mini-transcribe 2020-01-01 1.25 - - 5 openai 0.2.3 {"audio_input_price":3}
gpt-4o-mini-tts 2020-01-01 0.6 - - 12 openai 0.2.3
gpt-4o-realtime-preview 2020-01-01 5 2.5 - 20 openai 0.2.3 {"audio_input_price":40,"cached_audio_input_price":2.5,"audio_output_price":80}
gpt-4o-search-preview 2020-01-01 2.5 - - 10 openai 0.2.3
gpt-4o-transcribe 2020-01-01 2.5 - - 10 openai 0.2.3 {"audio_input_price":6}
gpt-4o:extended 2020-01-01 6 - - 18 openai 0.2.3
gpt-5 2020-01-01 1.25 0.125 - 10 openai 0.2.3
gpt-5-image 2020-01-01 10 1.25 - 10 openai 0.2.3
gpt-5-image-mini 2020-01-01 2.5 0.25 - 2 openai 0.2.3
gpt-5-mini 2020-01-01 0.25 0.025 - 2 openai 0.2.3
gpt-5-nano 2020-01-01 0.05 0.005 - 0.4 openai 0.2.3
gpt-5-pro 2020-01-01 15 - - 120 openai 0.2.3
gpt-5-search-api 2020-01-01 1.25 0.125 - 10 openai 0.2.3
gpt-5.1 2020-01-01 1.25 0.125 - 10 openai 0.2.3
gpt-5.1-codex-mini 2020-01-01 0.25 0.025 - 2 openai 0.2.3
gpt-5.2 2020-01-01 1.75 0.175 - 14 openai 0.2.3
gpt-5.2-pro 2020-01-01 21 - - 168 openai 0.2.3
gpt-5.3 2020-01-01 1.75 0.175 - 14 openai 0.2.3
gpt-5.3-codex 2020-01-01 1.75 0.175 - 14 openai 0.2.3
gpt-5.4 2020-01-01 2.5 0.25 - 15 openai 0.2.3 {"rules":[{"above":272000,"input_price":5,"cached_input_price":0.5,"output_price":22.5}]}
gpt-5.4-image-2 2020-01-01 8 2 - 15 openai 0.2.3
gpt-5.4-mini 2020-01-01 0.75 0.075 - 4.5 openai 0.2.3
gpt-5.4-nano 2020-01-01 0.2 0.02 - 1.25 openai 0.2.3
gpt-5.4-pro 2020-01-01 30 - - 180 openai 0.2.3 {"rules":[{"above":272000,"input_price":60,"output_price":270}]}
gpt-5.5 2020-01-01 5 0.5 - 30 openai 0.2.3 {"rules":[{"above":272000,"input_price":10,"cached_input_price":1,"output_price":45}]}
gpt-5.5-cyber 2020-01-01 12.5 - - 75 openai 0.2.3
gpt-5.5-cyber 2026-10-19 12.5 1.25 - 75 openai 0.2.3
gpt-5.5-pro 2020-01-01 30 - - 180 openai 0.2.3 {"rules":[{"above":272000,"input_price":60,"output_price":270}]}
gpt-5.6-cyber 2020-01-01 12.5 1.25 15.625 75 openai 0.2.3
gpt-5.6-luna 2020-01-01 1 0.1 1.25 6 openai 0.2.3 {"rules":[{"above":272000,"input_price":2,"cached_input_price":0.2,"cache_write_price":2.5,"output_price":9}]}
gpt-5.6-luna 2026-07-30 0.2 0.02 0.25 1.2 openai 0.2.3 {"rules":[{"above":272000,"input_price":0.4,"cached_input_price":0.04,"cache_write_price":0.5,"output_price":1.8}]}
gpt-5.6-sol 2020-01-01 5 0.5 6.25 30 openai 0.2.3 {"rules":[{"above":272000,"input_price":10,"cached_input_price":1,"cache_write_price":12.5,"output_price":45}]}
gpt-5.6-sol 2026-08-21 4 0.4 5 20 openai 0.2.3 {"rules":[{"above":272000,"input_price":8,"cached_input_price":0.8,"cache_write_price":10,"output_price":30}]}
gpt-5.6-terra 2020-01-01 2.5 0.25 3.125 15 openai 0.2.3 {"rules":[{"above":272000,"input_price":5,"cached_input_price":0.5,"cache_write_price":6.25,"output_price":22.5}]}
gpt-5.6-terra 2026-07-30 2 0.2 2.5 12 openai 0.2.3 {"rules":[{"above":272000,"input_price":4,"cached_input_price":0.4,"cache_write_price":5,"output_price":18}]}
gpt-6-astra 2020-01-01 10 1 12.5 50 openai 0.2.3 {"rules":[{"above":272000,"input_price":20,"cached_input_price":2,"cache_write_price":25,"output_price":75}]}
gpt-6-cyber 2020-01-01 20 2 25 100 openai 0.2.3
gpt-6-luna 2020-01-01 0.1 0.01 0.125 0.5 openai 0.2.3 {"rules":[{"above":272000,"input_price":0.2,"cached_input_price":0.02,"cache_write_price":0.25,"output_price":0.75}]}
gpt-6-rosalind 2020-01-01 15 1.5 18.75 75 openai 0.2.3 {"rules":[{"above":272000,"input_price":30,"cached_input_price":3,"cache_write_price":37.5,"output_price":112.5}]}
gpt-6-sol 2020-01-01 2 0.2 2.5 10 openai 0.2.3 {"rules":[{"above":272000,"input_price":4,"cached_input_price":0.4,"cache_write_price":5,"output_price":15}]}
gpt-6.1-sol 2020-01-01 2 0.1 2.5 10 openai 0.2.3 {"rules":[{"above":272000,"input_price":4,"cached_input_price":0.2,"cache_write_price":5,"output_price":15}]}
gpt-6.1-terra 2020-01-01 1 0.05 1.25 5 openai 0.2.3 {"rules":[{"above":272000,"input_price":2,"cached_input_price":0.1,"cache_write_price":2.5,"output_price":7.5}]}
gpt-audio 2020-01-01 2.5 - - 10 openai 0.2.3 {"audio_input_price":32,"audio_output_price":64}
gpt-audio-mini 2020-01-01 0.6 - - 2.4 openai 0.2.3 {"audio_input_price":10,"audio_output_price":20}
gpt-chat-latest 2020-01-01 5 0.5 - 30 openai 0.2.3
gpt-oss-120b 2020-01-01 0.039 - - 0.18 openai 0.2.3
gpt-oss-20b 2020-01-01 0.029 - - 0.14 openai 0.2.3
gpt-oss-safeguard-20b 2020-01-01 0.075 0.037 - 0.3 openai 0.2.3
gpt-rosalind-discovery 2020-01-01 5 0.5 - 25 openai 0.2.3
gpt-rosalind-research 2020-01-01 5 0.5 - 25 openai 0.2.3
grok-2-1212 2020-01-01 2 - - 10 x-ai 0.2.3
grok-2-vision-1212 2020-01-01 2 - - 10 x-ai 0.2.3
grok-3 2020-01-01 3 0.75 - 15 x-ai 0.2.3
grok-3-fast 2020-01-01 5 1.25 - 25 x-ai 0.2.3
grok-3-mini 2020-01-01 0.3 0.075 - 0.5 x-ai 0.2.3
grok-3-mini-fast 2020-01-01 0.6 0.15 - 4 x-ai 0.2.3
grok-4-0709 2020-01-01 3 0.75 - 15 x-ai 0.2.3
grok-4-1-fast-non-reasoning 2020-01-01 0.2 0.05 - 0.5 x-ai 0.2.3
grok-4-1-fast-reasoning 2020-01-01 0.2 0.05 - 0.5 x-ai 0.2.3
grok-4-fast-non-reasoning 2020-01-01 0.2 0.05 - 0.5 x-ai 0.2.3
grok-4-fast-reasoning 2020-01-01 0.2 0.05 - 0.5 x-ai 0.2.3
grok-4.20 2020-01-01 2 0.2 - 6 x-ai 0.2.3 {"rules":[{"above":199999,"input_price":4,"cached_input_price":0.4,"output_price":12}]}
grok-4.20 2026-04-30 1.25 0.2 - 2.5 x-ai 0.2.3 {"rules":[{"above":199999,"input_price":2.5,"cached_input_price":0.4,"output_price":5}]}
grok-4.20-multi-agent-0309 2020-01-01 2 0.2 - 6 x-ai 0.2.3 {"rules":[{"above":199999,"input_price":4,"cached_input_price":0.4,"output_price":12}]}
grok-4.20-multi-agent-0309 2026-04-30 1.25 0.2 - 2.5 x-ai 0.2.3 {"rules":[{"above":199999,"input_price":2.5,"cached_input_price":0.4,"output_price":5}]}
grok-4.3 2020-01-01 1.25 0.2 - 2.5 x-ai 0.2.3 {"rules":[{"above":199999,"input_price":2.5,"cached_input_price":0.4,"output_price":5}]}
grok-4.5 2020-01-01 2 0.3 - 6 x-ai 0.2.3 {"rules":[{"above":199999,"input_price":4,"cached_input_price":0.6,"output_price":12}]}
grok-4.6 2020-01-01 2 0.5 - 6 x-ai 0.2.3 {"rules":[{"above":199999,"input_price":4,"cached_input_price":1,"output_price":12}]}
grok-4.7 2020-01-01 2 0.5 - 6 x-ai 0.2.3 {"rules":[{"above":199999,"input_price":4,"cached_input_price":1,"output_price":12}]}
grok-build-0.1 2020-01-01 1 0.2 - 2 x-ai 0.2.3 {"rules":[{"above":199999,"input_price":2,"cached_input_price":0.4,"output_price":4}]}
grok-code-fast-1 2020-01-01 0.2 0.02 - 1.5 x-ai 0.2.3
groq/deepseek-r1-distill-llama-70b 2020-01-01 0.75 - - 0.99 groq 0.2.3
groq/gemma-7b-it 2020-01-01 0.07 - - 0.07 groq 0.2.3
groq/gemma2-9b-it 2020-01-01 0.2 - - 0.2 groq 0.2.3
groq/llama-3.1-405b-reasoning 2020-01-01 0.59 - - 0.79 groq 0.2.3
groq/llama-3.1-70b-versatile 2020-01-01 0.59 - - 0.79 groq 0.2.3
groq/llama-3.1-8b-instant 2020-01-01 0.05 - - 0.08 groq 0.2.3
groq/llama-3.2-11b-text-preview 2020-01-01 0.18 - - 0.18 groq 0.2.3
groq/llama-3.2-11b-vision-preview 2020-01-01 0.18 - - 0.18 groq 0.2.3
groq/llama-3.2-1b-preview 2020-01-01 0.04 - - 0.04 groq 0.2.3
groq/llama-3.2-3b-preview 2020-01-01 0.06 - - 0.06 groq 0.2.3
groq/llama-3.2-90b-text-preview 2020-01-01 0.9 - - 0.9 groq 0.2.3
groq/llama-3.2-90b-vision-preview 2020-01-01 0.9 - - 0.9 groq 0.2.3
groq/llama-3.3-70b-specdec 2020-01-01 0.59 - - 0.99 groq 0.2.3
groq/llama-3.3-70b-versatile 2020-01-01 0.59 - - 0.79 groq 0.2.3
groq/llama-guard-3-8b 2020-01-01 0.2 - - 0.2 groq 0.2.3
groq/llama2-70b-4096 2020-01-01 0.7 - - 0.8 groq 0.2.3
groq/llama3-70b-8192 2020-01-01 0.59 - - 0.79 groq 0.2.3
groq/llama3-8b-8192 2020-01-01 0.05 - - 0.08 groq 0.2.3
groq/llama3-groq-70b-8192-tool-use-preview 2020-01-01 0.89 - - 0.89 groq 0.2.3
groq/llama3-groq-8b-8192-tool-use-preview 2020-01-01 0.19 - - 0.19 groq 0.2.3
groq/meta-llama/llama-4-maverick-17b-128e-instruct 2020-01-01 0.2 - - 0.6 groq 0.2.3
groq/meta-llama/llama-4-scout-17b-16e-instruct 2020-01-01 0.11 - - 0.34 groq 0.2.3
groq/meta-llama/llama-guard-4-12b 2020-01-01 0.2 - - 0.2 groq 0.2.3
groq/meta-llama/llama-prompt-guard-2-22m 2020-01-01 0.03 - - 0.03 groq 0.2.3
groq/meta-llama/llama-prompt-guard-2-86m 2020-01-01 0.04 - - 0.04 groq 0.2.3
groq/mistral-saba-24b 2020-01-01 0.79 - - 0.79 groq 0.2.3
groq/mixtral-8x7b-32768 2020-01-01 0.24 - - 0.24 groq 0.2.3
groq/moonshotai/kimi-k2-instruct 2020-01-01 1 0.5 - 3 groq 0.2.3
groq/openai/gpt-oss-120b 2020-01-01 0.15 0.075 - 0.6 groq 0.2.3
groq/openai/gpt-oss-20b 2020-01-01 0.075 0.0375 - 0.3 groq 0.2.3
groq/openai/gpt-oss-safeguard-20b 2020-01-01 0.075 0.0375 - 0.3 groq 0.2.3
groq/qwen/qwen3-32b 2020-01-01 0.29 - - 0.59 groq 0.2.3
groq/qwen/qwen3.8-27b 2020-01-01 0.8 - - 4 groq 0.2.3
huggingface_cerebras/meta-llama/llama-3.1-8b-instruct 2020-01-01 0.1 - - 0.1 huggingface_cerebras 0.2.3
huggingface_cerebras/openai/gpt-oss-120b 2020-01-01 0.35 - - 0.75 huggingface_cerebras 0.2.3
huggingface_cerebras/qwen/qwen3.8-27b 2020-01-01 0.99 - - 1.49 huggingface_cerebras 0.2.3
huggingface_fireworks-ai/meta-llama/llama-3.3-70b-instruct 2020-01-01 0.9 - - 0.9 huggingface_fireworks-ai 0.2.3
huggingface_fireworks-ai/minimaxai/minimax-m3 2020-01-01 0.3 - - 1.2 huggingface_fireworks-ai 0.2.3
huggingface_fireworks-ai/moonshotai/kimi-k3 2020-01-01 3 - - 15 huggingface_fireworks-ai 0.2.3
huggingface_fireworks-ai/nvidia/nvidia-nemotron-3-ultra-550b-a55b-nvfp4 2020-01-01 0.6 - - 2.4 huggingface_fireworks-ai 0.2.3
huggingface_fireworks-ai/openai/gpt-oss-120b 2020-01-01 0.15 - - 0.6 huggingface_fireworks-ai 0.2.3
huggingface_fireworks-ai/openai/gpt-oss-20b 2020-01-01 0.05 - - 0.2 huggingface_fireworks-ai 0.2.3
huggingface_groq/meta-llama/llama-3.3-70b-instruct 2020-01-01 0.59 - - 0.79 huggingface_groq 0.2.3
huggingface_groq/meta-llama/llama-4-scout-17b-16e-instruct 2020-01-01 0.11 - - 0.34 huggingface_groq 0.2.3
huggingface_groq/openai/gpt-oss-120b 2020-01-01 0.15 - - 0.75 huggingface_groq 0.2.3
huggingface_groq/openai/gpt-oss-20b 2020-01-01 0.1 - - 0.5 huggingface_groq 0.2.3
huggingface_groq/qwen/qwen3-32b 2020-01-01 0.29 - - 0.59 huggingface_groq 0.2.3
huggingface_hyperbolic/deepseek-ai/deepseek-r1 2020-01-01 2 - - 2 huggingface_hyperbolic 0.2.3
huggingface_hyperbolic/deepseek-ai/deepseek-r1-0528 2020-01-01 3 - - 3 huggingface_hyperbolic 0.2.3
huggingface_hyperbolic/deepseek-ai/deepseek-v3-0324 2020-01-01 1.25 - - 1.25 huggingface_hyperbolic 0.2.3
huggingface_hyperbolic/meta-llama/llama-3.3-70b-instruct 2020-01-01 0.4 - - 0.4 huggingface_hyperbolic 0.2.3
huggingface_hyperbolic/openai/gpt-oss-120b 2020-01-01 0.3 - - 0.3 huggingface_hyperbolic 0.2.3
huggingface_hyperbolic/openai/gpt-oss-20b 2020-01-01 0.1 - - 0.1 huggingface_hyperbolic 0.2.3
huggingface_hyperbolic/qwen/qwen2.5-vl-72b-instruct 2020-01-01 0.6 - - 0.6 huggingface_hyperbolic 0.2.3
huggingface_hyperbolic/qwen/qwen2.5-vl-7b-instruct 2020-01-01 0.2 - - 0.2 huggingface_hyperbolic 0.2.3
huggingface_hyperbolic/qwen/qwen3-235b-a22b-instruct-2507 2020-01-01 2 - - 2 huggingface_hyperbolic 0.2.3
huggingface_hyperbolic/qwen/qwen3-coder-480b-a35b-instruct 2020-01-01 2 - - 2 huggingface_hyperbolic 0.2.3
huggingface_hyperbolic/qwen/qwen3-next-80b-a3b-instruct 2020-01-01 0.3 - - 0.3 huggingface_hyperbolic 0.2.3
huggingface_hyperbolic/qwen/qwen3-next-80b-a3b-thinking 2020-01-01 0.3 - - 0.3 huggingface_hyperbolic 0.2.3
huggingface_nebius/deepseek-ai/deepseek-r1-0528 2020-01-01 0.8 - - 2.4 huggingface_nebius 0.2.3
huggingface_nebius/deepseek-ai/deepseek-v3-0324 2020-01-01 0.75 - - 2.25 huggingface_nebius 0.2.3
huggingface_nebius/google/gemma-2-2b-it 2020-01-01 0.02 - - 0.06 huggingface_nebius 0.2.3
huggingface_nebius/google/gemma-2-9b-it 2020-01-01 0.03 - - 0.09 huggingface_nebius 0.2.3
huggingface_nebius/google/gemma-3-27b-it 2020-01-01 0.2 - - 0.6 huggingface_nebius 0.2.3
huggingface_nebius/meta-llama/llama-3.1-8b-instruct 2020-01-01 0.03 - - 0.09 huggingface_nebius 0.2.3
huggingface_nebius/meta-llama/llama-3.3-70b-instruct 2020-01-01 0.25 - - 0.75 huggingface_nebius 0.2.3
huggingface_nebius/moonshotai/kimi-k2-instruct 2020-01-01 0.5 - - 2.4 huggingface_nebius 0.2.3
huggingface_nebius/moonshotai/kimi-k2-thinking 2020-01-01 0.6 - - 2.5 huggingface_nebius 0.2.3
huggingface_nebius/nousresearch/hermes-4-405b 2020-01-01 1 - - 3 huggingface_nebius 0.2.3
huggingface_nebius/nousresearch/hermes-4-70b 2020-01-01 0.13 - - 0.4 huggingface_nebius 0.2.3
huggingface_nebius/nvidia/llama-3_1-nemotron-ultra-253b-v1 2020-01-01 0.6 - - 1.8 huggingface_nebius 0.2.3
huggingface_nebius/nvidia/nvidia-nemotron-nano-12b-v2 2020-01-01 0.07 - - 0.2 huggingface_nebius 0.2.3
huggingface_nebius/openai/gpt-oss-120b 2020-01-01 0.15 - - 0.6 huggingface_nebius 0.2.3
huggingface_nebius/primeintellect/intellect-3-fp8 2020-01-01 0.2 - - 1.1 huggingface_nebius 0.2.3
huggingface_nebius/qwen/qwen2.5-coder-7b 2020-01-01 0.03 - - 0.09 huggingface_nebius 0.2.3
huggingface_nebius/qwen/qwen2.5-vl-72b-instruct 2020-01-01 0.25 - - 0.75 huggingface_nebius 0.2.3
huggingface_nebius/qwen/qwen3-235b-a22b-instruct-2507 2020-01-01 0.2 - - 0.6 huggingface_nebius 0.2.3
huggingface_nebius/qwen/qwen3-235b-a22b-thinking-2507 2020-01-01 0.2 - - 0.8 huggingface_nebius 0.2.3
huggingface_nebius/qwen/qwen3-30b-a3b-instruct-2507 2020-01-01 0.1 - - 0.3 huggingface_nebius 0.2.3
huggingface_nebius/qwen/qwen3-30b-a3b-thinking-2507 2020-01-01 0.1 - - 0.3 huggingface_nebius 0.2.3
huggingface_nebius/qwen/qwen3-32b 2020-01-01 0.1 - - 0.3 huggingface_nebius 0.2.3
huggingface_nebius/qwen/qwen3-coder-30b-a3b-instruct 2020-01-01 0.1 - - 0.3 huggingface_nebius 0.2.3
huggingface_nebius/qwen/qwen3-coder-480b-a35b-instruct 2020-01-01 0.4 - - 1.8 huggingface_nebius 0.2.3
huggingface_nebius/zai-org/glm-4.5 2020-01-01 0.6 - - 2.2 huggingface_nebius 0.2.3
huggingface_nebius/zai-org/glm-4.5-air 2020-01-01 0.2 - - 1.2 huggingface_nebius 0.2.3
huggingface_novita/alpindale/wizardlm-2-8x22b 2020-01-01 0.62 - - 0.62 huggingface_novita 0.2.3
huggingface_novita/baidu/ernie-4.5-21b-a3b-pt 2020-01-01 0.07 - - 0.28 huggingface_novita 0.2.3
huggingface_novita/baidu/ernie-4.5-300b-a47b-base-pt 2020-01-01 0.28 - - 1.1 huggingface_novita 0.2.3
huggingface_novita/baidu/ernie-4.5-vl-28b-a3b-pt 2020-01-01 0.14 - - 0.56 huggingface_novita 0.2.3
huggingface_novita/baidu/ernie-4.5-vl-424b-a47b-base-pt 2020-01-01 0.42 - - 1.25 huggingface_novita 0.2.3
huggingface_novita/deepseek-ai/deepseek-prover-v2-671b 2020-01-01 0.7 - - 2.5 huggingface_novita 0.2.3
huggingface_novita/deepseek-ai/deepseek-r1 2020-01-01 0.7 - - 2.5 huggingface_novita 0.2.3
huggingface_novita/deepseek-ai/deepseek-r1-distill-llama-70b 2020-01-01 0.8 - - 0.8 huggingface_novita 0.2.3
huggingface_novita/deepseek-ai/deepseek-v3 2020-01-01 0.4 - - 1.3 huggingface_novita 0.2.3
huggingface_novita/deepseek-ai/deepseek-v3-0324 2020-01-01 0.27 - - 1.12 huggingface_novita 0.2.3
huggingface_novita/deepseek-ai/deepseek-v3.1 2020-01-01 0.27 - - 1 huggingface_novita 0.2.3
huggingface_novita/deepseek-ai/deepseek-v3.2 2020-01-01 0.269 - - 0.4 huggingface_novita 0.2.3
huggingface_novita/deepseek-ai/deepseek-v3.2-exp 2020-01-01 0.27 - - 0.41 huggingface_novita 0.2.3
huggingface_novita/deepseek-ai/deepseek-v4-flash-0731 2020-01-01 0.44 - - 1.32 huggingface_novita 0.2.3
huggingface_novita/deepseek-ai/deepseek-v4-pro 2020-01-01 1.6 - - 3.2 huggingface_novita 0.2.3
huggingface_novita/deepseek-ai/deepseek-v4-pro-0813 2020-01-01 1.32 - - 3.96 huggingface_novita 0.2.3
huggingface_novita/deepseek-ai/deepseek-v4.1-flash 2020-01-01 0.3 - - 1.2 huggingface_novita 0.2.3
huggingface_novita/google/gemma-4-26b-a4b-it 2020-01-01 0.13 - - 0.4 huggingface_novita 0.2.3
huggingface_novita/google/gemma-4-31b-it 2020-01-01 0.14 - - 0.4 huggingface_novita 0.2.3
huggingface_novita/inclusionai/ling-3.0-flash 2020-01-01 0.06 - - 0.18 huggingface_novita 0.2.3
huggingface_novita/inclusionai/ling-3.0-flash-fin 2020-01-01 0.075 - - 0.22 huggingface_novita 0.2.3
huggingface_novita/inclusionai/ling-3.0-flash-vl 2020-01-01 0.075 - - 0.22 huggingface_novita 0.2.3
huggingface_novita/inclusionai/ling-3.1-flash 2020-01-01 0.3 - - 0.9 huggingface_novita 0.2.3
huggingface_novita/meta-llama/llama-3.1-8b-instruct 2020-01-01 0.02 - - 0.05 huggingface_novita 0.2.3
huggingface_novita/meta-llama/llama-3.3-70b-instruct 2020-01-01 0.135 - - 0.4 huggingface_novita 0.2.3
huggingface_novita/meta-llama/llama-4-maverick-17b-128e-instruct-fp8 2020-01-01 0.27 - - 0.85 huggingface_novita 0.2.3
huggingface_novita/meta-llama/llama-4-scout-17b-16e-instruct 2020-01-01 0.18 - - 0.59 huggingface_novita 0.2.3
huggingface_novita/meta-llama/meta-llama-3-70b-instruct 2020-01-01 0.51 - - 0.74 huggingface_novita 0.2.3
huggingface_novita/meta-llama/meta-llama-3-8b-instruct 2020-01-01 0.04 - - 0.04 huggingface_novita 0.2.3
huggingface_novita/minimaxai/minimax-m1-80k 2020-01-01 0.55 - - 2.2 huggingface_novita 0.2.3
huggingface_novita/minimaxai/minimax-m2 2020-01-01 0.3 - - 1.2 huggingface_novita 0.2.3
huggingface_novita/minimaxai/minimax-m3 2020-01-01 0.3 - - 1.2 huggingface_novita 0.2.3
huggingface_novita/minimaxai/minimax-m3.1-flash 2020-01-01 0.15 - - 0.6 huggingface_novita 0.2.3
huggingface_novita/moonshotai/kimi-k2-instruct 2020-01-01 0.57 - - 2.3 huggingface_novita 0.2.3
huggingface_novita/moonshotai/kimi-k2-instruct-0905 2020-01-01 0.6 - - 2.5 huggingface_novita 0.2.3
huggingface_novita/moonshotai/kimi-k2-thinking 2020-01-01 0.6 - - 2.5 huggingface_novita 0.2.3
huggingface_novita/moonshotai/kimi-k2.5 2020-01-01 0.6 - - 3 huggingface_novita 0.2.3
huggingface_novita/moonshotai/kimi-k2.6 2020-01-01 0.8 - - 3.4 huggingface_novita 0.2.3
huggingface_novita/moonshotai/kimi-k2.7-code 2020-01-01 0.95 - - 4 huggingface_novita 0.2.3
huggingface_novita/nousresearch/hermes-2-pro-llama-3-8b 2020-01-01 0.14 - - 0.14 huggingface_novita 0.2.3
huggingface_novita/openai/gpt-oss-120b 2020-01-01 0.05 - - 0.25 huggingface_novita 0.2.3
huggingface_novita/openai/gpt-oss-20b 2020-01-01 0.04 - - 0.15 huggingface_novita 0.2.3
huggingface_novita/qwen/qwen2.5-72b-instruct 2020-01-01 0.38 - - 0.4 huggingface_novita 0.2.3
huggingface_novita/qwen/qwen3-235b-a22b 2020-01-01 0.2 - - 0.8 huggingface_novita 0.2.3
huggingface_novita/qwen/qwen3-235b-a22b-instruct-2507 2020-01-01 0.09 - - 0.58 huggingface_novita 0.2.3
huggingface_novita/qwen/qwen3-235b-a22b-thinking-2507 2020-01-01 0.3 - - 3 huggingface_novita 0.2.3
huggingface_novita/qwen/qwen3-30b-a3b 2020-01-01 0.09 - - 0.45 huggingface_novita 0.2.3
huggingface_novita/qwen/qwen3-32b 2020-01-01 0.1 - - 0.45 huggingface_novita 0.2.3
huggingface_novita/qwen/qwen3-coder-480b-a35b-instruct 2020-01-01 0.3 - - 1.3 huggingface_novita 0.2.3
huggingface_novita/qwen/qwen3-coder-next 2020-01-01 0.2 - - 1.5 huggingface_novita 0.2.3
huggingface_novita/qwen/qwen3-next-80b-a3b-instruct 2020-01-01 0.15 - - 1.5 huggingface_novita 0.2.3
huggingface_novita/qwen/qwen3-next-80b-a3b-thinking 2020-01-01 0.15 - - 1.5 huggingface_novita 0.2.3
huggingface_novita/qwen/qwen3-vl-235b-a22b-instruct 2020-01-01 0.3 - - 1.5 huggingface_novita 0.2.3
huggingface_novita/qwen/qwen3-vl-235b-a22b-thinking 2020-01-01 0.98 - - 3.95 huggingface_novita 0.2.3
huggingface_novita/qwen/qwen3-vl-30b-a3b-instruct 2020-01-01 0.2 - - 0.7 huggingface_novita 0.2.3
huggingface_novita/qwen/qwen3-vl-30b-a3b-thinking 2020-01-01 0.2 - - 1 huggingface_novita 0.2.3
huggingface_novita/qwen/qwen3-vl-8b-instruct 2020-01-01 0.08 - - 0.5 huggingface_novita 0.2.3
huggingface_novita/qwen/qwen3.5-122b-a10b 2020-01-01 0.4 - - 3.2 huggingface_novita 0.2.3
huggingface_novita/qwen/qwen3.5-27b 2020-01-01 0.3 - - 2.4 huggingface_novita 0.2.3
huggingface_novita/qwen/qwen3.5-35b-a3b 2020-01-01 0.25 - - 2 huggingface_novita 0.2.3
huggingface_novita/qwen/qwen3.5-397b-a17b 2020-01-01 0.6 - - 3.6 huggingface_novita 0.2.3
huggingface_novita/qwen/qwen3.8-2.4t-a95b 2020-01-01 2 - - 6 huggingface_novita 0.2.3
huggingface_novita/qwen/qwen3.8-27b 2020-01-01 0.42 - - 3 huggingface_novita 0.2.3
huggingface_novita/sao10k/l3-70b-euryale-v2.1 2020-01-01 1.48 - - 1.48 huggingface_novita 0.2.3
huggingface_novita/sao10k/l3-8b-lunaris-v1 2020-01-01 0.05 - - 0.05 huggingface_novita 0.2.3
huggingface_novita/sao10k/l3-8b-stheno-v3.2 2020-01-01 0.05 - - 0.05 huggingface_novita 0.2.3
huggingface_novita/tencent/hy4-preview 2020-01-01 0.834 - - 2.501 huggingface_novita 0.2.3
huggingface_novita/xiaomimimo/mimo-v2-flash 2020-01-01 0.1 - - 0.3 huggingface_novita 0.2.3
huggingface_novita/xiaomimimo/mimo-v2.5 2020-01-01 0.168 - - 0.336 huggingface_novita 0.2.3
huggingface_novita/xiaomimimo/mimo-v2.5-pro 2020-01-01 0.522 - - 1.044 huggingface_novita 0.2.3
huggingface_novita/xiaomimimo/mimo-v2.6-flash-rl 2020-01-01 0.14 - - 0.28 huggingface_novita 0.2.3
huggingface_novita/xiaomimimo/mimo-v2.6-pro-rl 2020-01-01 0.435 - - 0.87 huggingface_novita 0.2.3
huggingface_novita/zai-org/autoglm-phone-9b-multilingual 2020-01-01 0.035 - - 0.138 huggingface_novita 0.2.3
huggingface_novita/zai-org/glm-4-32b-0414 2020-01-01 0.55 - - 1.66 huggingface_novita 0.2.3
huggingface_novita/zai-org/glm-4.5 2020-01-01 0.6 - - 2.2 huggingface_novita 0.2.3
huggingface_novita/zai-org/glm-4.5-air 2020-01-01 0.13 - - 0.85 huggingface_novita 0.2.3
huggingface_novita/zai-org/glm-4.5v 2020-01-01 0.6 - - 1.8 huggingface_novita 0.2.3
huggingface_novita/zai-org/glm-4.6 2020-01-01 0.55 - - 2.2 huggingface_novita 0.2.3
huggingface_novita/zai-org/glm-4.6v-flash 2020-01-01 0.3 - - 0.9 huggingface_novita 0.2.3
huggingface_novita/zai-org/glm-4.7 2020-01-01 0.6 - - 2.2 huggingface_novita 0.2.3
huggingface_novita/zai-org/glm-4.7-flash 2020-01-01 0.07 - - 0.4 huggingface_novita 0.2.3
huggingface_novita/zai-org/glm-5 2020-01-01 1 - - 3.2 huggingface_novita 0.2.3
huggingface_novita/zai-org/glm-5.2 2020-01-01 1.4 - - 4.4 huggingface_novita 0.2.3
huggingface_novita/zai-org/glm-5.3 2020-01-01 1.4 - - 4.4 huggingface_novita 0.2.3
huggingface_novita/zai-org/glm-5.3-flash 2020-01-01 0.15 - - 0.5 huggingface_novita 0.2.3
huggingface_nscale/deepseek-ai/deepseek-r1-distill-llama-70b 2020-01-01 0.75 - - 0.75 huggingface_nscale 0.2.3
huggingface_nscale/deepseek-ai/deepseek-r1-distill-llama-8b 2020-01-01 0.05 - - 0.05 huggingface_nscale 0.2.3
huggingface_nscale/deepseek-ai/deepseek-r1-distill-qwen-1.5b 2020-01-01 0.1 - - 0.1 huggingface_nscale 0.2.3
huggingface_nscale/deepseek-ai/deepseek-r1-distill-qwen-14b 2020-01-01 0.2 - - 0.2 huggingface_nscale 0.2.3
huggingface_nscale/deepseek-ai/deepseek-r1-distill-qwen-32b 2020-01-01 0.3 - - 0.3 huggingface_nscale 0.2.3
huggingface_nscale/deepseek-ai/deepseek-r1-distill-qwen-7b 2020-01-01 0.15 - - 0.15 huggingface_nscale 0.2.3
huggingface_nscale/meta-llama/llama-3.1-8b-instruct 2020-01-01 0.06 - - 0.06 huggingface_nscale 0.2.3
huggingface_nscale/meta-llama/llama-3.3-70b-instruct 2020-01-01 0.4 - - 0.4 huggingface_nscale 0.2.3
huggingface_nscale/meta-llama/llama-4-scout-17b-16e-instruct 2020-01-01 0.09 - - 0.29 huggingface_nscale 0.2.3
huggingface_nscale/openai/gpt-oss-120b 2020-01-01 0.1 - - 0.4 huggingface_nscale 0.2.3
huggingface_nscale/openai/gpt-oss-20b 2020-01-01 0.05 - - 0.2 huggingface_nscale 0.2.3
huggingface_nscale/qwen/qwen2.5-coder-32b-instruct 2020-01-01 0.06 - - 0.2 huggingface_nscale 0.2.3
huggingface_nscale/qwen/qwen2.5-coder-3b-instruct 2020-01-01 0.01 - - 0.03 huggingface_nscale 0.2.3
huggingface_nscale/qwen/qwen2.5-coder-7b-instruct 2020-01-01 0.01 - - 0.03 huggingface_nscale 0.2.3
huggingface_nscale/qwen/qwen3-14b 2020-01-01 0.07 - - 0.2 huggingface_nscale 0.2.3
huggingface_nscale/qwen/qwen3-235b-a22b 2020-01-01 0.2 - - 0.6 huggingface_nscale 0.2.3
huggingface_nscale/qwen/qwen3-32b 2020-01-01 0.08 - - 0.25 huggingface_nscale 0.2.3
huggingface_nscale/qwen/qwen3-4b-instruct-2507 2020-01-01 0.01 - - 0.03 huggingface_nscale 0.2.3
huggingface_nscale/qwen/qwen3-4b-thinking-2507 2020-01-01 0.01 - - 0.03 huggingface_nscale 0.2.3
huggingface_nscale/qwen/qwen3-8b 2020-01-01 0.07 - - 0.18 huggingface_nscale 0.2.3
huggingface_nscale/qwen/qwen3.8-27b 2020-01-01 0.2 - - 2.5 huggingface_nscale 0.2.3
huggingface_nscale/qwen/qwen3.8-flash-next-fp8 2020-01-01 0.15 - - 0.47 huggingface_nscale 0.2.3
huggingface_nscale/qwen/qwq-32b 2020-01-01 0.18 - - 0.2 huggingface_nscale 0.2.3
huggingface_nscale/zai-org/glm-5.3 2020-01-01 1.4 - - 4.4 huggingface_nscale 0.2.3
huggingface_ovhcloud/meta-llama/llama-3.1-8b-instruct 2020-01-01 0.11 - - 0.11 huggingface_ovhcloud 0.2.3
huggingface_ovhcloud/meta-llama/llama-3.3-70b-instruct 2020-01-01 0.74 - - 0.74 huggingface_ovhcloud 0.2.3
huggingface_ovhcloud/openai/gpt-oss-120b 2020-01-01 0.09 - - 0.47 huggingface_ovhcloud 0.2.3
huggingface_ovhcloud/openai/gpt-oss-20b 2020-01-01 0.05 - - 0.18 huggingface_ovhcloud 0.2.3
huggingface_ovhcloud/qwen/qwen2.5-vl-72b-instruct 2020-01-01 1.01 - - 1.01 huggingface_ovhcloud 0.2.3
huggingface_ovhcloud/qwen/qwen3-32b 2020-01-01 0.09 - - 0.25 huggingface_ovhcloud 0.2.3
huggingface_ovhcloud/qwen/qwen3-coder-30b-a3b-instruct 2020-01-01 0.07 - - 0.26 huggingface_ovhcloud 0.2.3
huggingface_ovhcloud/qwen/qwen3.5-397b-a17b 2020-01-01 0.71 - - 4.25 huggingface_ovhcloud 0.2.3
huggingface_ovhcloud/qwen/qwen3.5-9b 2020-01-01 0.12 - - 0.18 huggingface_ovhcloud 0.2.3
huggingface_ovhcloud/qwen/qwen3.6-27b 2020-01-01 0.47 - - 3.19 huggingface_ovhcloud 0.2.3
huggingface_ovhcloud/qwen/qwen3.8-27b 2020-01-01 0.47 - - 3.19 huggingface_ovhcloud 0.2.3
huggingface_publicai/aisingapore/gemma-sea-lion-v4-27b-it 2020-01-01 0.2 - - 0.4 huggingface_publicai 0.2.3
huggingface_publicai/aisingapore/nemotron-sea-lion-v4.8-120b-a12b 2020-01-01 0.5 - - 2 huggingface_publicai 0.2.3
huggingface_publicai/aisingapore/qwen-sea-lion-v4-32b-it 2020-01-01 0.25 - - 0.5 huggingface_publicai 0.2.3
huggingface_publicai/aisingapore/qwen-sea-lion-v4.5-27b-it 2020-01-01 0.2 - - 0.4 huggingface_publicai 0.2.3
huggingface_publicai/allenai/olmo-3-7b-instruct 2020-01-01 0.1 - - 0.2 huggingface_publicai 0.2.3
huggingface_publicai/allenai/olmo-3.1-32b-instruct 2020-01-01 0.2 - - 0.6 huggingface_publicai 0.2.3
huggingface_publicai/bsc-lt/alia-40b-instruct-2606 2020-01-01 0.3 - - 0.6 huggingface_publicai 0.2.3
huggingface_publicai/dicta-il/dictalm-3.0-24b-thinking 2020-01-01 0.2 - - 0.4 huggingface_publicai 0.2.3
huggingface_publicai/speakleash/bielik-11b-v3.0-instruct 2020-01-01 0.4 - - 0.4 huggingface_publicai 0.2.3
huggingface_publicai/swiss-ai/apertus-70b-instruct-2509 2020-01-01 0.82 - - 2.92 huggingface_publicai 0.2.3
huggingface_publicai/swiss-ai/apertus-8b-instruct-2509 2020-01-01 0.1 - - 0.2 huggingface_publicai 0.2.3
huggingface_publicai/swiss-ai/apertus-v1.5-70b 2020-01-01 0.82 - - 2.92 huggingface_publicai 0.2.3
huggingface_publicai/utter-project/eurollm-22b-instruct-2512 2020-01-01 0.1 - - 0.2 huggingface_publicai 0.2.3
huggingface_sambanova/deepseek-ai/deepseek-r1-0528 2020-01-01 5 - - 7 huggingface_sambanova 0.2.3
huggingface_sambanova/deepseek-ai/deepseek-r1-distill-llama-70b 2020-01-01 0.7 - - 1.4 huggingface_sambanova 0.2.3
huggingface_sambanova/deepseek-ai/deepseek-v3-0324 2020-01-01 3 - - 4.5 huggingface_sambanova 0.2.3
huggingface_sambanova/meta-llama/llama-3.1-8b-instruct 2020-01-01 0.1 - - 0.2 huggingface_sambanova 0.2.3
huggingface_sambanova/meta-llama/llama-3.3-70b-instruct 2020-01-01 0.6 - - 1.2 huggingface_sambanova 0.2.3
huggingface_sambanova/openai/gpt-oss-120b 2020-01-01 0.22 - - 0.59 huggingface_sambanova 0.2.3
huggingface_sambanova/qwen/qwen3-32b 2020-01-01 0.4 - - 0.8 huggingface_sambanova 0.2.3
huggingface_sambanova/tokyotech-llm/llama-3.3-swallow-70b-instruct-v0.4 2020-01-01 0.6 - - 1.2 huggingface_sambanova 0.2.3
huggingface_together/deepcogito/cogito-671b-v2.1 2020-01-01 1.25 - - 1.25 huggingface_together 0.2.3
huggingface_together/deepseek-ai/deepseek-r1 2020-01-01 3 - - 7 huggingface_together 0.2.3
huggingface_together/deepseek-ai/deepseek-v3 2020-01-01 1.25 - - 1.25 huggingface_together 0.2.3
huggingface_together/deepseek-ai/deepseek-v3.1 2020-01-01 0.6 - - 1.7 huggingface_together 0.2.3
huggingface_together/deepseek-ai/deepseek-v4-flash-0731 2020-01-01 0.13999999999999999 - - 0.27999999999999997 huggingface_together 0.2.3
huggingface_together/deepseek-ai/deepseek-v4-pro-0813 2020-01-01 1.32 - - 3.96 huggingface_together 0.2.3
huggingface_together/essentialai/rnj-1-instruct 2020-01-01 0.15 - - 0.15 huggingface_together 0.2.3
huggingface_together/google/gemma-3n-e4b-it 2020-01-01 0.02 - - 0.04 huggingface_together 0.2.3
huggingface_together/meta-llama/llama-3.3-70b-instruct 2020-01-01 0.88 - - 0.88 huggingface_together 0.2.3
huggingface_together/meta-llama/llama-3.3-70b-instruct 2026-10-19 1.0399999999999998 - - 1.0399999999999998 huggingface_together 0.2.3
huggingface_together/meta-llama/llama-4-maverick-17b-128e-instruct-fp8 2020-01-01 0.27 - - 0.85 huggingface_together 0.2.3
huggingface_together/meta-models/muse-glimmer-30b 2020-01-01 0.35 - - 1.5 huggingface_together 0.2.3
huggingface_together/minimaxai/minimax-m3 2020-01-01 0.3 - - 1.2 huggingface_together 0.2.3
huggingface_together/moonshotai/kimi-k2.5 2020-01-01 0.5 - - 2.8 huggingface_together 0.2.3
huggingface_together/moonshotai/kimi-k3 2020-01-01 3 - - 15 huggingface_together 0.2.3
huggingface_together/openai/gpt-oss-120b 2020-01-01 0.15 - - 0.6 huggingface_together 0.2.3
huggingface_together/openai/gpt-oss-20b 2020-01-01 0.05 - - 0.2 huggingface_together 0.2.3
huggingface_together/qwen/qwen2.5-7b-instruct 2020-01-01 0.3 - - 0.3 huggingface_together 0.2.3
huggingface_together/qwen/qwen3-235b-a22b-instruct-2507 2020-01-01 0.2 - - 0.6 huggingface_together 0.2.3
huggingface_together/qwen/qwen3-coder-480b-a35b-instruct 2020-01-01 2 - - 2 huggingface_together 0.2.3
huggingface_together/qwen/qwen3-coder-next-fp8 2020-01-01 0.5 - - 1.2 huggingface_together 0.2.3
huggingface_together/qwen/qwen3-next-80b-a3b-instruct 2020-01-01 0.15 - - 1.5 huggingface_together 0.2.3
huggingface_together/qwen/qwen3-vl-8b-instruct 2020-01-01 0.18000000000000002 - - 0.68 huggingface_together 0.2.3
huggingface_together/qwen/qwen3.5-397b-a17b 2020-01-01 0.6 - - 3.6 huggingface_together 0.2.3
huggingface_together/qwen/qwen3.5-9b 2020-01-01 0.1 - - 0.15 huggingface_together 0.2.3
huggingface_together/qwen/qwen3.5-9b 2026-10-19 0.17 - - 0.25 huggingface_together 0.2.3
huggingface_together/qwen/qwen3.8-2.4t-a95b 2020-01-01 2 - - 6 huggingface_together 0.2.3
huggingface_together/thinkingmachines/inkling 2020-01-01 1 - - 4.05 huggingface_together 0.2.3
huggingface_together/zai-org/glm-4.5-air-fp8 2020-01-01 0.2 - - 1.1 huggingface_together 0.2.3
huggingface_together/zai-org/glm-4.6 2020-01-01 0.6 - - 2.2 huggingface_together 0.2.3
huggingface_together/zai-org/glm-4.7-fp8 2020-01-01 0.45 - - 2 huggingface_together 0.2.3
huggingface_together/zai-org/glm-5 2020-01-01 1 - - 3.2 huggingface_together 0.2.3
huggingface_together/zai-org/glm-5.2 2020-01-01 1.4 - - 4.4 huggingface_together 0.2.3
huggingface_together/zai-org/glm-5.3 2020-01-01 1.4 - - 4.4 huggingface_together 0.2.3
huggingface_together/zai-org/glm-5.3-flash 2020-01-01 0.15 - - 0.5 huggingface_together 0.2.3
jev-1.13.0 2020-01-01 0.042 - - 0 typesafe 0.2.3
jev-1.14.0 2020-01-01 0.042 - - 0 typesafe 0.2.3
kimi-k2 2020-01-01 0.57 - - 2.3 moonshotai 0.2.3
kimi-k2-0711-preview 2020-01-01 0.6 0.15 - 2.5 moonshotai 0.2.3
kimi-k2-0905-preview 2020-01-01 0.6 0.15 - 2.5 moonshotai 0.2.3
kimi-k2-thinking 2020-01-01 0.6 0.15 - 2.5 moonshotai 0.2.3
kimi-k2-thinking-turbo 2020-01-01 1.15 0.15 - 8 moonshotai 0.2.3
kimi-k2-turbo-preview 2020-01-01 1.15 0.15 - 8 moonshotai 0.2.3
kimi-k2.5 2020-01-01 0.6 0.1 - 3 moonshotai 0.2.3
kimi-k2.6 2020-01-01 0.95 0.16 - 4 moonshotai 0.2.3
kimi-k2.7-code 2020-01-01 0.95 0.19 - 4 moonshotai 0.2.3
kimi-k2.7-code-highspeed 2020-01-01 1.9 0.38 - 8 moonshotai 0.2.3
kimi-k3 2020-01-01 3 0.3 3 15 moonshotai 0.2.3
kimi-k3.1-pro 2020-01-01 2 0.2 2 10 moonshotai 0.2.3
kimi-k3.1-pro-highspeed 2020-01-01 4 0.2 4 20 moonshotai 0.2.3
m2-her 2020-01-01 0.3 - - 1.2 minimax 0.2.3
magistral-medium 2020-01-01 2 - - 5 mistral 0.2.3
magistral-small 2020-01-01 0.5 - - 1.5 mistral 0.2.3
meta.llama3-1-70b-instruct-v1:0 2020-01-01 0.72 - - 0.72 aws 0.2.3
meta.llama3-1-8b-instruct-v1:0 2020-01-01 0.22 - - 0.22 aws 0.2.3
meta.llama3-2-11b-instruct-v1:0 2020-01-01 0.16 - - 0.16 aws 0.2.3
meta.llama3-2-1b-instruct-v1:0 2020-01-01 0.1 - - 0.1 aws 0.2.3
meta.llama3-2-3b-instruct-v1:0 2020-01-01 0.15 - - 0.15 aws 0.2.3
meta.llama3-2-90b-instruct-v1:0 2020-01-01 0.72 - - 0.72 aws 0.2.3
meta.llama3-3-70b-instruct-v1:0 2020-01-01 0.72 - - 0.72 aws 0.2.3
meta.llama3-70b-instruct-v1:0 2020-01-01 2.65 - - 3.5 aws 0.2.3
meta.llama3-8b-instruct-v1:0 2020-01-01 0.3 - - 0.6 aws 0.2.3
meta.llama4-maverick-17b-instruct-v1:0 2020-01-01 0.24 - - 0.97 aws 0.2.3
meta.llama4-scout-17b-instruct-v1:0 2020-01-01 0.17 - - 0.66 aws 0.2.3
minimax-01 2020-01-01 0.2 - - 1.1 minimax 0.2.3
minimax-m1 2020-01-01 0.4 - - 2.2 minimax 0.2.3
minimax-m2 2020-01-01 0.3 0.03 0.375 1.2 minimax 0.2.3
minimax-m2.1-highspeed 2020-01-01 0.6 0.03 0.375 2.4 minimax 0.2.3
minimax-m2.5-highspeed 2020-01-01 0.6 0.03 0.375 2.4 minimax 0.2.3
minimax-m2.7 2020-01-01 0.3 0.06 0.375 1.2 minimax 0.2.3
minimax-m2.7-highspeed 2020-01-01 0.6 0.06 0.375 2.4 minimax 0.2.3
minimax-m3 2020-01-01 0.3 0.06 - 1.2 minimax 0.2.3 {"rules":[{"above":512000,"input_price":0.6,"cached_input_price":0.12,"output_price":2.4}]}
minimax-m3.1-flash 2020-01-01 0.15 0.015 - 0.6 minimax 0.2.3
ministral-14b-2512 2020-01-01 0.2 0.02 - 0.2 mistral 0.2.3
ministral-3b 2020-01-01 0.04 - - 0.04 mistral 0.2.3
ministral-3b-2512 2020-01-01 0.1 0.01 - 0.1 mistral 0.2.3
ministral-8b 2020-01-01 0.1 - - 0.1 mistral 0.2.3
ministral-8b-2512 2020-01-01 0.15 0.015 - 0.15 mistral 0.2.3
ministral-8b-latest 2020-01-01 0.1 - - 0.1 mistral 0.2.3
ministral-8b-latest 2025-12-02 0.15 0.015 - 0.15 mistral 0.2.3
mistral-7b 2020-01-01 0.25 - - 0.25 mistral 0.2.3
mistral-embed 2020-01-01 0.1 - - 0.1 mistral 0.2.3
mistral-large 2020-01-01 2 - - 6 mistral 0.2.3
mistral-large-2512 2020-01-01 0.5 0.05 - 1.5 mistral 0.2.3
mistral-large-4 2020-01-01 0.68 0.07 - 2.09 mistral 0.2.3
mistral-large-4 2026-10-20 1.36 0.14 - 4.18 mistral 0.2.3
mistral-large-4 2026-10-29 0.7 0.07 - 2.1 mistral 0.2.3
mistral-medium-2312 2020-01-01 2.7 - - 8.1 mistral 0.2.3
mistral-medium-3-1 2020-01-01 0.4 0.04 - 2 mistral 0.2.3
mistral-medium-3-5 2020-01-01 1.5 0.15 - 7.5 mistral 0.2.3
mistral-medium-latest 2020-01-01 0.4 0.04 - 2 mistral 0.2.3
mistral-medium-latest 2026-06-16 1.5 0.15 - 7.5 mistral 0.2.3
mistral-nemo 2020-01-01 0.15 - - 0.15 mistral 0.2.3
mistral-nemo:free 2020-01-01 0 - - 0 mistral 0.2.3
mistral-saba 2020-01-01 0.2 - - 0.6 mistral 0.2.3
mistral-small-24b-instruct-2501 2020-01-01 0.05 - - 0.08 mistral 0.2.3
mistral-small-24b-instruct-2501:free 2020-01-01 0 - - 0 mistral 0.2.3
mistral-small-2603 2020-01-01 0.15 0.015 - 0.6 mistral 0.2.3
mistral-small-3.1-24b-instruct 2020-01-01 0.351 - - 0.555 mistral 0.2.3
mistral-small-3.2-24b-instruct 2020-01-01 0.1 - - 0.3 mistral 0.2.3
mistral-small-latest 2020-01-01 0.1 - - 0.3 mistral 0.2.3
mistral-small-latest 2026-03-16 0.15 0.015 - 0.6 mistral 0.2.3
mistral-tiny 2020-01-01 0.25 - - 0.25 mistral 0.2.3
mistral.devstral-2-123b 2020-01-01 0.4 - - 2 aws 0.2.3
mistral.magistral-small-2509 2020-01-01 0.5 - - 1.5 aws 0.2.3
mistral.ministral-3-14b-instruct 2020-01-01 0.2 - - 0.2 aws 0.2.3
mistral.ministral-3-3b-instruct 2020-01-01 0.1 - - 0.1 aws 0.2.3
mistral.ministral-3-8b-instruct 2020-01-01 0.15 - - 0.15 aws 0.2.3
mistral.mistral-7b-instruct-v0:2 2020-01-01 0.15 - - 0.2 aws 0.2.3
mistral.mistral-large-2402-v1:0 2020-01-01 4 - - 12 aws 0.2.3
mistral.mistral-large-3-675b-instruct 2020-01-01 0.5 - - 1.5 aws 0.2.3
mistral.mistral-small-2402-v1:0 2020-01-01 1 - - 3 aws 0.2.3
mistral.mixtral-8x7b-instruct-v0:1 2020-01-01 0.45 - - 0.7 aws 0.2.3
mistral.pixtral-large-2502-v1:0 2020-01-01 2 - - 6 aws 0.2.3
mistral.voxtral-mini-3b-2507 2020-01-01 0.04 - - 0.04 aws 0.2.3
mistral.voxtral-small-24b-2507 2020-01-01 0.1 - - 0.3 aws 0.2.3
mixtral-8x22b-instruct 2020-01-01 2 - - 6 mistral 0.2.3
mixtral-8x7b 2020-01-01 0.7 - - 0.7 mistral 0.2.3
modal/deepseek-ai/deepseek-v4.1-flash 2020-01-01 0.3 0.03 - 1.2 modal 0.2.3
modal/deepseek-ai/deepseek-v4.1-flash-1017 2020-01-01 0.25 0.005 - 1 modal 0.2.3
modal/meta-models/muse-spark-open-816b-a42b 2020-01-01 1.25 0.15 - 4.25 modal 0.2.3
modal/moonshotai/kimi-k3 2020-01-01 3 0.3 - 15 modal 0.2.3
modal/moonshotai/kimi-k3.1-pro 2020-01-01 2 0.2 - 10 modal 0.2.3
modal/nvidia/glm-5.3-flash-nvfp4 2020-01-01 0.15 0.03 - 0.5 modal 0.2.3
modal/qwen/qwen3.8-2.4t-a95b 2020-01-01 2 0.25 - 6 modal 0.2.3
modal/qwen/qwen3.8-max-vl-thinking 2020-01-01 2 0.25 - 6 modal 0.2.3
modal/thinkingmachines/inkling-nvfp4 2020-01-01 1.2 0.27 - 5 modal 0.2.3
modal/zai-org/glm-5.3 2020-01-01 1.4 0.26 - 4.4 modal 0.2.3
modal/zai-org/glm-5.3-flash 2020-01-01 0.45 0.09 - 1.5 modal 0.2.3
moonshot-v1-128k 2020-01-01 2 - - 5 moonshotai 0.2.3
moonshot-v1-32k 2020-01-01 1 - - 3 moonshotai 0.2.3
moonshot-v1-8k 2020-01-01 0.2 - - 2 moonshotai 0.2.3
muse-spark-1.1 2020-01-01 1.25 0.15 - 4.25 meta 0.2.3
muse-spark-1.2 2020-01-01 1.25 0.15 - 4.25 meta 0.2.3
muse-spark-1.2-contributor 2020-01-01 0.1 0.002 - 0.2 meta 0.2.3
muse-spark-1.3 2020-01-01 1.25 0.15 - 4.25 meta 0.2.3
muse-spark-1.3-contributor 2020-01-01 0.1 0.002 - 0.2 meta 0.2.3
muse-wonder-1.0 2020-01-01 4 0.2 - 20 meta 0.2.3
novita/baichuan/baichuan-m2-32b 2020-01-01 0.07 - - 0.07 novita 0.2.3
novita/baidu/cobuddy 2020-01-01 0.28 0.07 - 1.13 novita 0.2.3
novita/baidu/ernie-4.5-21b-a3b 2020-01-01 0.07 - - 0.28 novita 0.2.3
novita/cognitivecomputations/dolphin-mixtral-8x22b 2020-01-01 0.9 - - 0.9 novita 0.2.3
novita/deepseek/deepseek-ocr-2 2020-01-01 0.03 - - 0.03 novita 0.2.3
novita/deepseek/deepseek-r1 2020-01-01 4 - - 4 novita 0.2.3
novita/deepseek/deepseek-r1-0528 2020-01-01 0.7 0.35 - 2.5 novita 0.2.3
novita/deepseek/deepseek-r1-0528-qwen3-8b 2020-01-01 0.06 - - 0.09 novita 0.2.3
novita/deepseek/deepseek-r1-distill-llama-70b 2020-01-01 0.8 - - 0.8 novita 0.2.3
novita/deepseek/deepseek-r1-distill-llama-8b 2020-01-01 0.04 - - 0.04 novita 0.2.3
novita/deepseek/deepseek-r1-distill-qwen-14b 2020-01-01 0.15 - - 0.15 novita 0.2.3
novita/deepseek/deepseek-r1-distill-qwen-32b 2020-01-01 0.3 - - 0.3 novita 0.2.3
novita/deepseek/deepseek-r1-turbo 2020-01-01 0.7 - - 2.5 novita 0.2.3
novita/deepseek/deepseek-v4-flash-0731 2020-01-01 0.44 0.028 - 1.32 novita 0.2.3
novita/deepseek/deepseek-v4-flash-0731-p 2020-01-01 0.44 0.0148 - 1.32 novita 0.2.3
novita/deepseek/deepseek-v4-pro 2020-01-01 1.6 0.135 - 3.2 novita 0.2.3
novita/deepseek/deepseek-v4-pro-0813 2020-01-01 1.32 0.044 - 3.96 novita 0.2.3
novita/deepseek/deepseek-v4.1-flash 2020-01-01 0.3 0.006 - 1.2 novita 0.2.3
novita/deepseek/deepseek_v3 2020-01-01 0.89 - - 0.89 novita 0.2.3
novita/google/gemma-2-9b-it 2020-01-01 0.08 - - 0.08 novita 0.2.3
novita/google/gemma-3-12b-it 2020-01-01 0.05 - - 0.1 novita 0.2.3
novita/google/gemma-3-27b-it 2020-01-01 0.119 - - 0.2 novita 0.2.3
novita/google/gemma-4-26b-a4b-it 2020-01-01 0.13 - - 0.4 novita 0.2.3
novita/google/gemma-4-31b-it 2020-01-01 0.14 - - 0.4 novita 0.2.3
novita/gryphe/mythomax-l2-13b 2020-01-01 0.09 - - 0.09 novita 0.2.3
novita/inclusionai/ling-3.0-flash 2020-01-01 0.06 0.012 - 0.18 novita 0.2.3
novita/inclusionai/ling-3.0-flash-fin 2020-01-01 0.075 0.015 - 0.22 novita 0.2.3
novita/inclusionai/ling-3.0-flash-sante 2020-01-01 0.075 0.015 - 0.22 novita 0.2.3
novita/inclusionai/ling-3.0-flash-vl 2020-01-01 0.075 0.015 - 0.22 novita 0.2.3
novita/inclusionai/ling-3.1-flash 2020-01-01 0.3 0.06 - 0.9 novita 0.2.3
novita/jondurbin/airoboros-l2-70b 2020-01-01 0.5 - - 0.5 novita 0.2.3
novita/meta-llama/llama-3-70b-instruct 2020-01-01 0.51 - - 0.74 novita 0.2.3
novita/meta-llama/llama-3-8b-instruct 2020-01-01 0.04 - - 0.04 novita 0.2.3
novita/meta-llama/llama-3.1-70b-instruct 2020-01-01 0.34 - - 0.39 novita 0.2.3
novita/meta-llama/llama-3.1-8b-instruct 2020-01-01 0.05 - - 0.05 novita 0.2.3
novita/meta-llama/llama-3.1-8b-instruct 2026-10-18 0.02 - - 0.05 novita 0.2.3
novita/meta-llama/llama-3.1-8b-instruct-bf16 2020-01-01 0.06 - - 0.06 novita 0.2.3
novita/meta-llama/llama-3.2-11b-vision-instruct 2020-01-01 0.06 - - 0.06 novita 0.2.3
novita/meta-llama/llama-3.2-1b-instruct 2020-01-01 0.02 - - 0.02 novita 0.2.3
novita/meta-llama/llama-3.2-3b-instruct 2020-01-01 0.03 - - 0.05 novita 0.2.3
novita/meta-llama/llama-3.3-70b-instruct 2020-01-01 0.39 - - 0.39 novita 0.2.3
novita/meta-llama/llama-3.3-70b-instruct 2026-10-18 0.135 - - 0.4 novita 0.2.3
novita/meta-llama/llama-4-maverick-17b-128e-instruct-fp8 2020-01-01 0.27 - - 0.85 novita 0.2.3
novita/meta-llama/llama-4-scout-17b-16e-instruct 2020-01-01 0.18 - - 0.59 novita 0.2.3
novita/microsoft/wizardlm-2-8x22b 2020-01-01 0.62 - - 0.62 novita 0.2.3
novita/mindai/macaron-v1-tall 2020-01-01 0.2475 0.044 - 1.43 novita 0.2.3
novita/mindai/macaron-v1-venti 2020-01-01 0.825 0.165 - 2.475 novita 0.2.3
novita/ming-image-0.1-design 2020-01-01 1 - - 1 novita 0.2.3
novita/minimax/minimax-m2.5 2020-01-01 0.3 0.03 - 1.2 novita 0.2.3
novita/minimax/minimax-m2.7 2020-01-01 0.3 0.06 - 1.2 novita 0.2.3
novita/minimax/minimax-m2.7-highspeed 2020-01-01 0.6 0.06 - 2.4 novita 0.2.3
novita/minimax/minimax-m3 2020-01-01 0.3 0.06 - 1.2 novita 0.2.3 {"rules":[{"above":524288,"input_price":0.6,"cached_input_price":0.12,"output_price":2.4}]}
novita/minimax/minimax-m3.1-flash 2020-01-01 0.15 0.015 - 0.6 novita 0.2.3
novita/minimaxai/minimax-m1-80k 2020-01-01 0.55 - - 2.2 novita 0.2.3
novita/mistralai/mistral-7b-instruct 2020-01-01 0.059 - - 0.059 novita 0.2.3
novita/mistralai/mistral-nemo 2020-01-01 0.17 - - 0.17 novita 0.2.3
novita/moonshotai/kimi-k2-0905 2020-01-01 0.6 - - 2.5 novita 0.2.3
novita/moonshotai/kimi-k2-instruct 2020-01-01 0.57 - - 2.3 novita 0.2.3
novita/moonshotai/kimi-k2-thinking 2020-01-01 0.6 0.15 - 2.5 novita 0.2.3
novita/moonshotai/kimi-k2.5 2020-01-01 0.6 0.1 - 3 novita 0.2.3
novita/moonshotai/kimi-k2.6 2020-01-01 0.8 0.16 - 3.4 novita 0.2.3
novita/moonshotai/kimi-k2.7-code 2020-01-01 0.95 0.19 - 4 novita 0.2.3
novita/moonshotai/kimi-k3 2020-01-01 3 0.3 - 15 novita 0.2.3
novita/moonshotai/kimi-k3.1-pro 2020-01-01 2 0.2 - 10 novita 0.2.3
novita/moonshotai/kimi-k3.1-pro-highspeed 2020-01-01 4 0.2 - 20 novita 0.2.3
novita/nousresearch/hermes-2-pro-llama-3-8b 2020-01-01 0.14 - - 0.14 novita 0.2.3
novita/nousresearch/nous-hermes-llama2-13b 2020-01-01 0.17 - - 0.17 novita 0.2.3
novita/nvidia/nemotron-3-nano-30b-a3b 2020-01-01 0.05 - - 0.2 novita 0.2.3
novita/openai/gpt-oss-120b 2020-01-01 0.05 - - 0.25 novita 0.2.3
novita/openchat/openchat-7b 2020-01-01 0.06 - - 0.06 novita 0.2.3
novita/paddlepaddle/paddleocr-vl 2020-01-01 0.02 - - 0.02 novita 0.2.3
novita/qwen/qwen-2-7b-instruct 2020-01-01 0.054 - - 0.054 novita 0.2.3
novita/qwen/qwen-2-vl-72b-instruct 2020-01-01 0.45 - - 0.45 novita 0.2.3
novita/qwen/qwen-2.5-72b-instruct 2020-01-01 0.38 - - 0.4 novita 0.2.3
novita/qwen/qwen-mt-plus 2020-01-01 0.25 - - 0.75 novita 0.2.3
novita/qwen/qwen3-omni-30b-a3b-thinking 2020-01-01 0.25 - - 0.97 novita 0.2.3
novita/qwen/qwen3-vl-30b-a3b-instruct 2020-01-01 0.2 - - 0.7 novita 0.2.3
novita/qwen/qwen3.5-122b-a10b 2020-01-01 0.4 - - 3.2 novita 0.2.3
novita/qwen/qwen3.5-27b 2020-01-01 0.3 - - 2.4 novita 0.2.3
novita/qwen/qwen3.5-35b-a3b 2020-01-01 0.25 - - 2 novita 0.2.3
novita/qwen/qwen3.5-397b-a17b 2020-01-01 0.6 - - 3.6 novita 0.2.3
novita/qwen/qwen3.6-27b 2020-01-01 0.6 - - 3.6 novita 0.2.3
novita/qwen/qwen3.6-35b-a3b 2020-01-01 0.248 - - 1.485 novita 0.2.3
novita/qwen/qwen3.7-max 2020-01-01 1.25 0.25 - 3.75 novita 0.2.3
novita/qwen/qwen3.8-2.4t-a95b 2020-01-01 2 0.25 - 6 novita 0.2.3
novita/qwen/qwen3.8-27b 2020-01-01 0.42 0.085 - 3 novita 0.2.3
novita/qwen/qwen3.8-flash 2020-01-01 0.15 0.016 - 0.47 novita 0.2.3
novita/qwen/qwen3.8-max 2020-01-01 2 0.25 - 6 novita 0.2.3
novita/sao10k/l3-70b-euryale-v2.1 2020-01-01 1.48 - - 1.48 novita 0.2.3
novita/sao10k/l3-8b-lunaris 2020-01-01 0.05 - - 0.05 novita 0.2.3
novita/sao10k/l3-8b-stheno-v3.2 2020-01-01 0.05 - - 0.05 novita 0.2.3
novita/sao10k/l31-70b-euryale-v2.2 2020-01-01 1.48 - - 1.48 novita 0.2.3
novita/sophosympatheia/midnight-rose-70b 2020-01-01 0.8 - - 0.8 novita 0.2.3
novita/stepfun/step-3.7-flash 2020-01-01 0.2 0.04 - 1.15 novita 0.2.3
novita/stepfun/step-5-preview 2020-01-01 1 0.1 - 2.7 novita 0.2.3
novita/teknium/openhermes-2.5-mistral-7b 2020-01-01 0.17 - - 0.17 novita 0.2.3
novita/tencent/hy3 2020-01-01 0.14 0.035 - 0.58 novita 0.2.3
novita/tencent/hy4 2020-01-01 0.417 0.021 - 1.2505 novita 0.2.3
novita/tencent/hy4-preview 2020-01-01 0.834 0.042 - 2.501 novita 0.2.3
novita/xiaomimimo/mimo-v2.5 2020-01-01 0.168 0.0034 - 0.336 novita 0.2.3
novita/xiaomimimo/mimo-v2.5-pro 2020-01-01 0.522 0.0043 - 1.044 novita 0.2.3
novita/xiaomimimo/mimo-v2.6-flash 2020-01-01 0.14 0.0028 - 0.28 novita 0.2.3
novita/xiaomimimo/mimo-v2.6-pro 2020-01-01 0.435 0.0036 - 0.87 novita 0.2.3
novita/zai-org/autoglm-phone-9b-multilingual 2020-01-01 0.035 - - 0.138 novita 0.2.3
novita/zai-org/glm-4.5-air 2020-01-01 0.13 0.025 - 0.85 novita 0.2.3
novita/zai-org/glm-4.5v 2020-01-01 0.6 0.11 - 1.8 novita 0.2.3
novita/zai-org/glm-4.6 2020-01-01 0.55 0.11 - 2.2 novita 0.2.3
novita/zai-org/glm-4.6v 2020-01-01 0.3 0.055 - 0.9 novita 0.2.3
novita/zai-org/glm-4.7 2020-01-01 0.6 0.11 - 2.2 novita 0.2.3
novita/zai-org/glm-4.7-flash 2020-01-01 0.07 0.01 - 0.4 novita 0.2.3
novita/zai-org/glm-5 2020-01-01 1 0.2 - 3.2 novita 0.2.3
novita/zai-org/glm-5.1 2020-01-01 1.38 0.26 - 4.4 novita 0.2.3
novita/zai-org/glm-5.2 2020-01-01 1.4 0.26 - 4.4 novita 0.2.3
novita/zai-org/glm-5.3 2020-01-01 1.4 0.26 - 4.4 novita 0.2.3
novita/zai-org/glm-5.3-flash 2020-01-01 0.15 0.03 - 0.5 novita 0.2.3
novita/zai-org/glm-5.3-flashx 2020-01-01 0.37 0.075 - 1.25 novita 0.2.3
nvidia.nemotron-nano-3-30b:0 2020-01-01 0.06 - - 0.24 aws 0.2.3
nvidia.nemotron-nano-9b-v2:0 2020-01-01 0.06 - - 0.23 aws 0.2.3
nvidia.nemotron-super-3-120b:0 2020-01-01 0.15 - - 0.65 aws 0.2.3
o1 2020-01-01 15 7.5 - 60 openai 0.2.3
o1-mini 2020-01-01 1.1 0.55 - 4.4 openai 0.2.3
o1-preview 2020-01-01 15 7.5 - 60 openai 0.2.3
o1-pro 2020-01-01 150 - - 600 openai 0.2.3
o3 2020-01-01 10 0.5 - 40 openai 0.2.3
o3 2025-06-10 2 0.5 - 8 openai 0.2.3
o3-deep-research 2020-01-01 10 2.5 - 40 openai 0.2.3
o3-mini 2020-01-01 1.1 0.55 - 4.4 openai 0.2.3
o3-pro 2020-01-01 20 - - 80 openai 0.2.3
o4-mini 2020-01-01 1.1 0.275 - 4.4 openai 0.2.3
o4-mini-deep-research 2020-01-01 2 0.5 - 8 openai 0.2.3
openai-decisions/gpt-6-luna 2020-01-01 0.1 - - 0 openai-decisions 0.2.3 {"rules":[{"above":272000,"input_price":0.2}]}
openai.gpt-5.4 2020-01-01 2.75 0.275 - 16.5 aws 0.2.3
openai.gpt-5.5 2020-01-01 5.5 0.55 - 33 aws 0.2.3
openai.gpt-oss-120b-1:0 2020-01-01 0.15 - - 0.6 aws 0.2.3
openai.gpt-oss-20b-1:0 2020-01-01 0.07 - - 0.3 aws 0.2.3
openrouter/01-ai/yi-large 2020-01-01 3 - - 3 openrouter 0.2.3
openrouter/aetherwiing/mn-starcannon-12b 2020-01-01 0.8 - - 1.2 openrouter 0.2.3
openrouter/agentica-org/deepcoder-14b-preview:free 2020-01-01 0 - - 0 openrouter 0.2.3
openrouter/ai21/jamba-1-5-large 2020-01-01 2 - - 8 openrouter 0.2.3
openrouter/ai21/jamba-1-5-mini 2020-01-01 0.2 - - 0.4 openrouter 0.2.3
openrouter/ai21/jamba-1.6-large 2020-01-01 2 - - 8 openrouter 0.2.3
openrouter/ai21/jamba-1.6-mini 2020-01-01 0.2 - - 0.4 openrouter 0.2.3
openrouter/ai21/jamba-instruct 2020-01-01 0.5 - - 0.7 openrouter 0.2.3
openrouter/ai21/jamba-large-1.7 2020-01-01 2 - - 8 openrouter 0.2.3
openrouter/aion-labs/aion-1.0 2020-01-01 4 - - 8 openrouter 0.2.3
openrouter/aion-labs/aion-1.0-mini 2020-01-01 0.7 - - 1.4 openrouter 0.2.3
openrouter/aion-labs/aion-2.0 2020-01-01 0.8 0.2 - 1.6 openrouter 0.2.3
openrouter/aion-labs/aion-3.0 2020-01-01 3 0.75 - 6 openrouter 0.2.3
openrouter/aion-labs/aion-3.0-mini 2020-01-01 0.7 0.18 - 1.4 openrouter 0.2.3
openrouter/aion-labs/aion-3.5 2020-01-01 3 0.75 - 6 openrouter 0.2.3
openrouter/aion-labs/aion-3.5-mini 2020-01-01 0.7 0.18 - 1.4 openrouter 0.2.3
openrouter/aion-labs/aion-rp-llama-3.1-8b 2020-01-01 0.2 - - 0.2 openrouter 0.2.3
openrouter/aion-labs/aion-rp-llama-3.1-8b 2026-10-19 0.8 - - 1.6 openrouter 0.2.3
openrouter/alfredpros/codellama-7b-instruct-solidity 2020-01-01 0.8 - - 1.2 openrouter 0.2.3
openrouter/all-hands/openhands-lm-32b-v0.1 2020-01-01 2.6 - - 3.4 openrouter 0.2.3
openrouter/allenai/molmo-7b-d:free 2020-01-01 0 - - 0 openrouter 0.2.3
openrouter/allenai/olmo-3-32b-think 2020-01-01 0.15 - - 0.5 openrouter 0.2.3
openrouter/alpindale/goliath-120b 2020-01-01 6.5625 - - 9.375 openrouter 0.2.3
openrouter/alpindale/magnum-72b 2020-01-01 1.5 - - 2.25 openrouter 0.2.3
openrouter/amazon/nova-2-lite-v1 2020-01-01 0.3 - - 2.5 openrouter 0.2.3
openrouter/amazon/nova-lite-v1 2020-01-01 0.06 - - 0.24 openrouter 0.2.3
openrouter/amazon/nova-micro-v1 2020-01-01 0.035 - - 0.14 openrouter 0.2.3
openrouter/amazon/nova-premier-v1 2020-01-01 2.5 0.625 - 12.5 openrouter 0.2.3
openrouter/amazon/nova-pro-v1 2020-01-01 0.8 - - 3.2 openrouter 0.2.3
openrouter/anthracite-org/magnum-v2-72b 2020-01-01 3 - - 3 openrouter 0.2.3
openrouter/anthracite-org/magnum-v4-72b 2020-01-01 1.5 - - 2.25 openrouter 0.2.3
openrouter/anthracite-org/magnum-v4-72b 2026-10-19 2.5 - - 5 openrouter 0.2.3
openrouter/anthropic/claude-2 2020-01-01 8 - - 24 openrouter 0.2.3
openrouter/anthropic/claude-3-haiku 2020-01-01 0.25 - - 1.25 openrouter 0.2.3
openrouter/anthropic/claude-3-opus 2020-01-01 15 - - 75 openrouter 0.2.3
openrouter/anthropic/claude-3-sonnet 2020-01-01 3 - - 15 openrouter 0.2.3
openrouter/anthropic/claude-3.5-haiku 2020-01-01 0.8 - - 4 openrouter 0.2.3
openrouter/anthropic/claude-3.5-sonnet 2020-01-01 3 - - 15 openrouter 0.2.3
openrouter/anthropic/claude-3.7-sonnet 2020-01-01 3 - - 15 openrouter 0.2.3
openrouter/anthropic/claude-fable-5 2020-01-01 10 1 12.5 50 openrouter 0.2.3
openrouter/anthropic/claude-fable-5.1 2020-01-01 10 0.25 12.5 50 openrouter 0.2.3
openrouter/anthropic/claude-fable-5.1:batch 2020-01-01 5 0.125 6.25 25 openrouter 0.2.3
openrouter/anthropic/claude-fable-5:batch 2020-01-01 5 0.5 6.25 25 openrouter 0.2.3
openrouter/anthropic/claude-haiku-4.5 2020-01-01 1 0.1 1.25 5 openrouter 0.2.3
openrouter/anthropic/claude-haiku-4.5:batch 2020-01-01 0.5 0.05 0.625 2.5 openrouter 0.2.3
openrouter/anthropic/claude-haiku-5.5 2020-01-01 0.1 0.01 0.125 0.5 openrouter 0.2.3 {"rules":[{"above":100000,"input_price":0.5,"cached_input_price":0.05,"cache_write_price":0.625,"output_price":2.5}]}
openrouter/anthropic/claude-haiku-5.5:batch 2020-01-01 0.05 0.005 0.0625 0.25 openrouter 0.2.3 {"rules":[{"above":100000,"input_price":0.25,"cached_input_price":0.025,"cache_write_price":0.3125,"output_price":1.25}]}
openrouter/anthropic/claude-opus-4 2020-01-01 15 1.5 18.75 75 openrouter 0.2.3
openrouter/anthropic/claude-opus-4.1:batch 2020-01-01 7.5 0.75 9.375 37.5 openrouter 0.2.3
openrouter/anthropic/claude-opus-4.5 2020-01-01 5 0.5 6.25 25 openrouter 0.2.3
openrouter/anthropic/claude-opus-4.5:batch 2020-01-01 2.5 0.25 3.125 12.5 openrouter 0.2.3
openrouter/anthropic/claude-opus-4.6 2020-01-01 5 0.5 6.25 25 openrouter 0.2.3
openrouter/anthropic/claude-opus-4.6-fast 2020-01-01 30 3 37.5 150 openrouter 0.2.3
openrouter/anthropic/claude-opus-4.6:batch 2020-01-01 2.5 0.25 3.125 12.5 openrouter 0.2.3
openrouter/anthropic/claude-opus-4.7 2020-01-01 5 0.5 6.25 25 openrouter 0.2.3
openrouter/anthropic/claude-opus-4.7-fast 2020-01-01 30 3 37.5 150 openrouter 0.2.3
openrouter/anthropic/claude-opus-4.7:batch 2020-01-01 2.5 0.25 3.125 12.5 openrouter 0.2.3
openrouter/anthropic/claude-opus-4.8 2020-01-01 5 0.5 6.25 25 openrouter 0.2.3
openrouter/anthropic/claude-opus-4.8-fast 2020-01-01 10 1 12.5 50 openrouter 0.2.3
openrouter/anthropic/claude-opus-4.8:batch 2020-01-01 2.5 0.25 3.125 12.5 openrouter 0.2.3
openrouter/anthropic/claude-opus-5 2020-01-01 5 0.5 6.25 25 openrouter 0.2.3
openrouter/anthropic/claude-opus-5-fast 2020-01-01 10 1 12.5 50 openrouter 0.2.3
openrouter/anthropic/claude-opus-5.5 2020-01-01 4 0.2 5 20 openrouter 0.2.3
openrouter/anthropic/claude-opus-5.5:batch 2020-01-01 2 0.1 2.5 10 openrouter 0.2.3
openrouter/anthropic/claude-opus-5:batch 2020-01-01 2.5 0.25 3.125 12.5 openrouter 0.2.3
openrouter/anthropic/claude-sonnet-4 2020-01-01 3 0.3 3.75 15 openrouter 0.2.3
openrouter/anthropic/claude-sonnet-4.5 2020-01-01 3 0.3 3.75 15 openrouter 0.2.3 {"rules":[{"above":200000,"input_price":6,"cached_input_price":0.6,"cache_write_price":7.5,"output_price":22.5}]}
openrouter/anthropic/claude-sonnet-4.5:batch 2020-01-01 1.5 0.15 1.875 7.5 openrouter 0.2.3 {"rules":[{"above":200000,"input_price":3,"cached_input_price":0.3,"cache_write_price":3.75,"output_price":11.25}]}
openrouter/anthropic/claude-sonnet-4.6 2020-01-01 3 0.3 3.75 15 openrouter 0.2.3
openrouter/anthropic/claude-sonnet-4.6:batch 2020-01-01 1.5 0.15 1.875 7.5 openrouter 0.2.3
openrouter/anthropic/claude-sonnet-5 2020-01-01 2 0.2 2.5 10 openrouter 0.2.3
openrouter/anthropic/claude-sonnet-5.5 2020-01-01 2 0.1 2.5 10 openrouter 0.2.3
openrouter/anthropic/claude-sonnet-5.5:batch 2020-01-01 1 0.05 1.25 5 openrouter 0.2.3
openrouter/anthropic/claude-sonnet-5:batch 2020-01-01 1 0.1 1.25 5 openrouter 0.2.3
openrouter/anubis-pro-105b-v1 2020-01-01 0.8 - - 1 openrouter 0.2.3
openrouter/arcee-ai/coder-large 2020-01-01 0.5 - - 0.8 openrouter 0.2.3
openrouter/arcee-ai/trinity-large-thinking 2020-01-01 0.22 0.06 - 0.85 openrouter 0.2.3
openrouter/arcee-ai/trinity-large-thinking 2026-10-19 0.25 0.06 - 0.8 openrouter 0.2.3
openrouter/arcee-ai/trinity-mini 2020-01-01 0.045 - - 0.15 openrouter 0.2.3
openrouter/arcee-ai/virtuoso-large 2020-01-01 0.75 - - 1.2 openrouter 0.2.3
openrouter/arcee-blitz 2020-01-01 0.45 - - 0.75 openrouter 0.2.3
openrouter/arliai/qwq-32b-arliai-rpr-v1:free 2020-01-01 0 - - 0 openrouter 0.2.3
openrouter/baidu/ernie-4.5-vl-424b-a47b 2020-01-01 0.42 - - 1.25 openrouter 0.2.3
openrouter/bytedance-research/ui-tars-72b:free 2020-01-01 0 - - 0 openrouter 0.2.3
openrouter/bytedance-seed/seed-1.6 2020-01-01 0.25 - - 2 openrouter 0.2.3
openrouter/bytedance-seed/seed-1.6 2026-10-19 0.25 - - 2 openrouter 0.2.3 {"rules":[{"above":128000,"input_price":0.5,"output_price":4}]}
openrouter/bytedance-seed/seed-1.6-flash 2020-01-01 0.075 - - 0.3 openrouter 0.2.3
openrouter/bytedance-seed/seed-1.6-flash 2026-10-19 0.075 - - 0.3 openrouter 0.2.3 {"rules":[{"above":128000,"input_price":0.1,"output_price":0.8}]}
openrouter/bytedance-seed/seed-2-1-turbo 2020-01-01 0.5 - - 2.5 openrouter 0.2.3
openrouter/bytedance-seed/seed-2.0-code 2020-01-01 0.5 - - 3 openrouter 0.2.3 {"rules":[{"above":128000,"input_price":1,"output_price":6}]}
openrouter/bytedance-seed/seed-2.0-lite 2020-01-01 0.25 - - 2 openrouter 0.2.3
openrouter/bytedance-seed/seed-2.0-lite 2026-10-19 0.25 - - 2 openrouter 0.2.3 {"rules":[{"above":128000,"input_price":0.5,"output_price":4}]}
openrouter/bytedance-seed/seed-2.0-mini 2020-01-01 0.1 - - 0.4 openrouter 0.2.3
openrouter/bytedance-seed/seed-2.0-mini 2026-10-19 0.1 - - 0.4 openrouter 0.2.3 {"rules":[{"above":128000,"input_price":0.2,"output_price":0.8}]}
openrouter/bytedance/ui-tars-1.5-7b 2020-01-01 0.1 - - 0.2 openrouter 0.2.3
openrouter/caller-large 2020-01-01 0.55 - - 0.85 openrouter 0.2.3
openrouter/chatgpt-4o-latest 2020-01-01 5 - - 15 openrouter 0.2.3
openrouter/claude-2 2020-01-01 8 - - 24 openrouter 0.2.3
openrouter/claude-3-opus 2020-01-01 15 1.5 18.75 75 openrouter 0.2.3
openrouter/claude-3-sonnet 2020-01-01 3 0.3 3.75 15 openrouter 0.2.3
openrouter/claude-3.5-sonnet 2020-01-01 3 0.3 3.75 15 openrouter 0.2.3
openrouter/claude-3.7-sonnet 2020-01-01 3 0.3 3.75 15 openrouter 0.2.3
openrouter/cloudflare/clef 2020-01-01 0.24 - - 0 openrouter 0.2.3
openrouter/cloudflare/clef-flash 2020-01-01 0.09 - - 0 openrouter 0.2.3
openrouter/codellama-7b-instruct-solidity 2020-01-01 0.8 - - 1.2 openrouter 0.2.3
openrouter/codestral-2501 2020-01-01 0.3 - - 0.9 openrouter 0.2.3
openrouter/codex-mini 2020-01-01 1.5 0.375 - 6 openrouter 0.2.3
openrouter/cognitivecomputations/dolphin-mistral-24b-venice-edition 2020-01-01 0.2 - - 0.9 openrouter 0.2.3
openrouter/cognitivecomputations/dolphin-mistral-24b-venice-edition:free 2020-01-01 0 - - 0 openrouter 0.2.3
openrouter/cognitivecomputations/dolphin-mixtral-8x22b 2020-01-01 0.9 - - 0.9 openrouter 0.2.3
openrouter/cognitivecomputations/dolphin-mixtral-8x7b 2020-01-01 0.5 - - 0.5 openrouter 0.2.3
openrouter/cognitivecomputations/dolphin3.0-mistral-24b:free 2020-01-01 0 - - 0 openrouter 0.2.3
openrouter/cognitivecomputations/dolphin3.0-r1-mistral-24b:free 2020-01-01 0 - - 0 openrouter 0.2.3
openrouter/cohere/command 2020-01-01 1 - - 2 openrouter 0.2.3
openrouter/cohere/command-a 2020-01-01 2.5 - - 10 openrouter 0.2.3
openrouter/cohere/command-a-plus 2020-01-01 0.3 0.15 - 1.5 openrouter 0.2.3
openrouter/cohere/command-r 2020-01-01 0.5 - - 1.5 openrouter 0.2.3
openrouter/cohere/command-r-08-2024 2020-01-01 0.15 - - 0.6 openrouter 0.2.3
openrouter/cohere/command-r-plus 2020-01-01 3 - - 15 openrouter 0.2.3
openrouter/cohere/command-r-plus-08-2024 2020-01-01 2.5 - - 10 openrouter 0.2.3
openrouter/cohere/command-r7b-12-2024 2020-01-01 0.0375 - - 0.15 openrouter 0.2.3
openrouter/cohere/north-mini-code:free 2020-01-01 0 - - 0 openrouter 0.2.3
openrouter/command 2020-01-01 1 - - 2 openrouter 0.2.3
openrouter/command-r 2020-01-01 0.5 - - 1.5 openrouter 0.2.3
openrouter/command-r-plus 2020-01-01 3 - - 15 openrouter 0.2.3
openrouter/deepcoder-14b-preview:free 2020-01-01 0 - - 0 openrouter 0.2.3
openrouter/deepcogito/cogito-v2.1-671b 2020-01-01 1.25 - - 1.25 openrouter 0.2.3
openrouter/deephermes-3-llama-3-8b-preview:free 2020-01-01 0 - - 0 openrouter 0.2.3
openrouter/deepseek-chat-v3-0324:free 2020-01-01 0 - - 0 openrouter 0.2.3
openrouter/deepseek-chat:free 2020-01-01 0 - - 0 openrouter 0.2.3
openrouter/deepseek-prover-v2 2020-01-01 0.5 - - 2.18 openrouter 0.2.3
openrouter/deepseek-r1-0528-qwen3-8b 2020-01-01 0.05 - - 0.1 openrouter 0.2.3
openrouter/deepseek-r1-0528-qwen3-8b:free 2020-01-01 0 - - 0 openrouter 0.2.3
openrouter/deepseek-r1-0528:free 2020-01-01 0 - - 0 openrouter 0.2.3
openrouter/deepseek-r1-distill-llama-70b:free 2020-01-01 0 - - 0 openrouter 0.2.3
openrouter/deepseek-r1-distill-llama-8b 2020-01-01 0.04 - - 0.04 openrouter 0.2.3
openrouter/deepseek-r1-distill-qwen-1.5b 2020-01-01 0.18 - - 0.18 openrouter 0.2.3
openrouter/deepseek-r1-distill-qwen-14b 2020-01-01 0.15 - - 0.15 openrouter 0.2.3
openrouter/deepseek-r1-distill-qwen-14b:free 2020-01-01 0 - - 0 openrouter 0.2.3
openrouter/deepseek-r1-distill-qwen-32b:free 2020-01-01 0 - - 0 openrouter 0.2.3
openrouter/deepseek-r1-distill-qwen-7b 2020-01-01 0.1 - - 0.2 openrouter 0.2.3
openrouter/deepseek-r1:free 2020-01-01 0 - - 0 openrouter 0.2.3
openrouter/deepseek-r1t-chimera:free 2020-01-01 0 - - 0 openrouter 0.2.3
openrouter/deepseek-v3-base:free 2020-01-01 0 - - 0 openrouter 0.2.3
openrouter/deepseek/deepseek-chat 2020-01-01 0.38 - - 0.89 openrouter 0.2.3
openrouter/deepseek/deepseek-chat 2026-10-19 0.32 - - 0.89 openrouter 0.2.3
openrouter/deepseek/deepseek-chat 2026-10-20 0.2574 - - 1.0287 openrouter 0.2.3
openrouter/deepseek/deepseek-chat-v3-0324 2020-01-01 0.3 - - 0.88 openrouter 0.2.3
openrouter/deepseek/deepseek-chat-v3-0324 2026-10-19 0.29 0.11 - 1.14 openrouter 0.2.3
openrouter/deepseek/deepseek-chat-v3-0324 2026-11-03 0.25 0.11 - 1 openrouter 0.2.3
openrouter/deepseek/deepseek-chat-v3-0324:free 2020-01-01 0 - - 0 openrouter 0.2.3
openrouter/deepseek/deepseek-chat-v3.1 2020-01-01 0.21 0.13 - 0.79 openrouter 0.2.3
openrouter/deepseek/deepseek-chat-v3.1 2026-10-19 0.25 0.13 - 0.95 openrouter 0.2.3
openrouter/deepseek/deepseek-chat-v3.1 2026-11-03 0.55 - - 1.65 openrouter 0.2.3
openrouter/deepseek/deepseek-chat-v3.1 2026-11-09 0.27 - - 1 openrouter 0.2.3
openrouter/deepseek/deepseek-chat:free 2020-01-01 0 - - 0 openrouter 0.2.3
openrouter/deepseek/deepseek-r1 2020-01-01 0.45 - - 2.15 openrouter 0.2.3
openrouter/deepseek/deepseek-r1 2026-10-19 0.7 - - 2.5 openrouter 0.2.3
openrouter/deepseek/deepseek-r1-0528 2020-01-01 0.5 - - 2.15 openrouter 0.2.3
openrouter/deepseek/deepseek-r1-0528 2026-10-19 0.5 0.35 - 2.15 openrouter 0.2.3
openrouter/deepseek/deepseek-r1-distill-llama-70b 2020-01-01 0.1 - - 0.4 openrouter 0.2.3
openrouter/deepseek/deepseek-r1-distill-llama-70b:free 2020-01-01 0 - - 0 openrouter 0.2.3
openrouter/deepseek/deepseek-r1-distill-llama-8b 2020-01-01 0.04 - - 0.04 openrouter 0.2.3
openrouter/deepseek/deepseek-r1-distill-qwen-1.5b 2020-01-01 0.18 - - 0.18 openrouter 0.2.3
openrouter/deepseek/deepseek-r1-distill-qwen-14b 2020-01-01 0.15 - - 0.15 openrouter 0.2.3
openrouter/deepseek/deepseek-r1-distill-qwen-14b:free 2020-01-01 0 - - 0 openrouter 0.2.3
openrouter/deepseek/deepseek-r1-distill-qwen-32b 2020-01-01 0.12 - - 0.18 openrouter 0.2.3
openrouter/deepseek/deepseek-r1-distill-qwen-32b:free 2020-01-01 0 - - 0 openrouter 0.2.3
openrouter/deepseek/deepseek-r1-zero:free 2020-01-01 0 - - 0 openrouter 0.2.3
openrouter/deepseek/deepseek-r1:free 2020-01-01 0 - - 0 openrouter 0.2.3
openrouter/deepseek/deepseek-v3-base:free 2020-01-01 0 - - 0 openrouter 0.2.3
openrouter/deepseek/deepseek-v3.1-terminus 2020-01-01 0.23 - - 0.9 openrouter 0.2.3
openrouter/deepseek/deepseek-v3.1-terminus 2026-10-19 0.27 - - 1 openrouter 0.2.3
openrouter/deepseek/deepseek-v3.2 2020-01-01 0.2288 - - 0.3432 openrouter 0.2.3
openrouter/deepseek/deepseek-v3.2 2026-10-19 0.28 0.028 - 0.42 openrouter 0.2.3
openrouter/deepseek/deepseek-v3.2 2026-11-09 0.26 0.13 - 0.38 openrouter 0.2.3
openrouter/deepseek/deepseek-v3.2-exp 2020-01-01 0.27 - - 0.41 openrouter 0.2.3
openrouter/deepseek/deepseek-v4-flash 2020-01-01 0.0983 0.0197 - 0.1966 openrouter 0.2.3
openrouter/deepseek/deepseek-v4-flash 2026-10-19 0.091 0.0182 - 0.182 openrouter 0.2.3
openrouter/deepseek/deepseek-v4-flash 2026-11-03 0.14 0.03 - 0.28 openrouter 0.2.3
openrouter/deepseek/deepseek-v4-flash 2026-11-09 0.105 0.021 - 0.21 openrouter 0.2.3
openrouter/deepseek/deepseek-v4-flash-0731 2020-01-01 0.15 0.042 - 0.15 openrouter 0.2.3
openrouter/deepseek/deepseek-v4-flash-0731 2026-10-20 0.44 0.014 - 1.32 openrouter 0.2.3
openrouter/deepseek/deepseek-v4-flash-0731 2026-11-03 0.14 0.07 - 0.28 openrouter 0.2.3
openrouter/deepseek/deepseek-v4-flash-0731 2026-11-09 0.14 0.05 - 0.28 openrouter 0.2.3
openrouter/deepseek/deepseek-v4-flash-0731:batch 2020-01-01 0.048 0.012 - 0.144 openrouter 0.2.3
openrouter/deepseek/deepseek-v4-flash-vision-exp 2020-01-01 0.2156 0.00686 - 0.6468 openrouter 0.2.3
openrouter/deepseek/deepseek-v4-pro 2020-01-01 0.435 0.003625 - 0.87 openrouter 0.2.3
openrouter/deepseek/deepseek-v4-pro 2026-10-19 0.422472 0.035206 - 0.844944 openrouter 0.2.3
openrouter/deepseek/deepseek-v4-pro 2026-10-20 0.95526 0.079605 - 1.91052 openrouter 0.2.3
openrouter/deepseek/deepseek-v4-pro 2026-11-03 1.416 0.118 - 2.832 openrouter 0.2.3
openrouter/deepseek/deepseek-v4-pro-0813 2020-01-01 0.66 0.022 - 1.98 openrouter 0.2.3
openrouter/deepseek/deepseek-v4.1-flash 2020-01-01 0.0448 0.0016 - 0.08 openrouter 0.2.3
openrouter/deepseek/deepseek-v4.1-flash 2026-10-19 0.0344 0.0016 - 0.08 openrouter 0.2.3
openrouter/deepseek/deepseek-v4.1-flash 2026-10-20 0.0352 0.0016 - 0.0112 openrouter 0.2.3
openrouter/deepseek/deepseek-v4.1-flash 2026-11-03 0.21 0.0042 - 0.84 openrouter 0.2.3
openrouter/deepseek/deepseek-v4.1-flash-1017:batch 2020-01-01 0.011 0.002 - 0.2 openrouter 0.2.3
openrouter/deepseek/deepseek-v4.1-flash:batch 2020-01-01 0.05 0.004 - 0.15 openrouter 0.2.3
openrouter/deepseek/deepseek-v4.1-flash:batch 2026-11-09 0.011 0.002 - 0.2 openrouter 0.2.3
openrouter/devstral-small 2020-01-01 0.06 - - 0.12 openrouter 0.2.3
openrouter/devstral-small:free 2020-01-01 0 - - 0 openrouter 0.2.3
openrouter/dobby-mini-unhinged-plus-llama-3.1-8b 2020-01-01 0.2 - - 0.2 openrouter 0.2.3
openrouter/dolphin-mixtral-8x22b 2020-01-01 0.9 - - 0.9 openrouter 0.2.3
openrouter/dolphin3.0-mistral-24b:free 2020-01-01 0 - - 0 openrouter 0.2.3
openrouter/dolphin3.0-r1-mistral-24b:free 2020-01-01 0 - - 0 openrouter 0.2.3
openrouter/dots-studio/dots-3-note-preview:free 2020-01-01 0 - - 0 openrouter 0.2.3
openrouter/eleutherai/llemma_7b 2020-01-01 0.8 - - 1.2 openrouter 0.2.3
openrouter/elorian/glimpse 2020-01-01 0.6 0.06 - 3 openrouter 0.2.3
openrouter/essentialai/rnj-1-instruct 2020-01-01 0.15 - - 0.15 openrouter 0.2.3
openrouter/eva-llama-3.33-70b 2020-01-01 4 - - 6 openrouter 0.2.3
openrouter/eva-qwen-2.5-32b 2020-01-01 2.6 - - 3.4 openrouter 0.2.3
openrouter/eva-qwen-2.5-72b 2020-01-01 4 - - 6 openrouter 0.2.3
openrouter/eva-unit-01/eva-llama-3.33-70b 2020-01-01 4 - - 6 openrouter 0.2.3
openrouter/eva-unit-01/eva-qwen-2.5-32b 2020-01-01 2.6 - - 3.4 openrouter 0.2.3
openrouter/eva-unit-01/eva-qwen-2.5-72b 2020-01-01 0.9 - - 1.2 openrouter 0.2.3
openrouter/featherless/qwerky-72b:free 2020-01-01 0 - - 0 openrouter 0.2.3
openrouter/fimbulvetr-11b-v2 2020-01-01 0.8 - - 1.2 openrouter 0.2.3
openrouter/fireworks/ember-1 2020-01-01 3 0.3 - 15 openrouter 0.2.3
openrouter/gemini-2.0-flash-001 2020-01-01 0.1 0.025 0.1833 0.4 openrouter 0.2.3
openrouter/gemini-2.0-flash-exp:free 2020-01-01 0 - - 0 openrouter 0.2.3
openrouter/gemini-2.0-flash-lite-001 2020-01-01 0.075 - - 0.3 openrouter 0.2.3
openrouter/gemini-2.5-flash-lite-preview-06-17 2020-01-01 0.1 - - 0.4 openrouter 0.2.3
openrouter/gemini-2.5-flash-preview 2020-01-01 0.15 0.0375 0.2333 0.6 openrouter 0.2.3
openrouter/gemini-2.5-flash-preview-05-20:thinking 2020-01-01 0.15 0.0375 0.2333 3.5 openrouter 0.2.3
openrouter/gemini-2.5-flash-preview:thinking 2020-01-01 0.15 0.0375 0.2333 3.5 openrouter 0.2.3
openrouter/gemini-flash-1.5 2020-01-01 0.075 0.01875 0.1583 0.3 openrouter 0.2.3
openrouter/gemini-flash-1.5-8b 2020-01-01 0.0375 0.01 0.0583 0.15 openrouter 0.2.3
openrouter/gemini-pro-1.5 2020-01-01 1.25 - - 5 openrouter 0.2.3
openrouter/gemma-2-9b-it 2020-01-01 0.2 - - 0.2 openrouter 0.2.3
openrouter/gemma-2-9b-it:free 2020-01-01 0 - - 0 openrouter 0.2.3
openrouter/gemma-3-12b-it:free 2020-01-01 0 - - 0 openrouter 0.2.3
openrouter/gemma-3-27b-it:free 2020-01-01 0 - - 0 openrouter 0.2.3
openrouter/gemma-3-4b-it:free 2020-01-01 0 - - 0 openrouter 0.2.3
openrouter/gemma-3n-e4b-it:free 2020-01-01 0 - - 0 openrouter 0.2.3
openrouter/glm-4-32b 2020-01-01 0.24 - - 0.24 openrouter 0.2.3
openrouter/glm-4-32b:free 2020-01-01 0 - - 0 openrouter 0.2.3
openrouter/glm-4.5-air:free 2020-01-01 0 - - 0 openrouter 0.2.3
openrouter/glm-5v-turbo 2020-01-01 1.2 0.24 - 4 openrouter 0.2.3
openrouter/glm-z1-32b 2020-01-01 0.24 - - 0.24 openrouter 0.2.3
openrouter/glm-z1-32b:free 2020-01-01 0 - - 0 openrouter 0.2.3
openrouter/glm-z1-rumination-32b 2020-01-01 0.24 - - 0.24 openrouter 0.2.3
openrouter/goliath-120b 2020-01-01 10 - - 12.5 openrouter 0.2.3
openrouter/google/gemini-2.0-flash-001 2020-01-01 0.1 - - 0.4 openrouter 0.2.3
openrouter/google/gemini-2.0-flash-exp:free 2020-01-01 0 - - 0 openrouter 0.2.3
openrouter/google/gemini-2.0-flash-lite-001 2020-01-01 0.075 - - 0.3 openrouter 0.2.3
openrouter/google/gemini-2.0-flash-thinking-exp-1219:free 2020-01-01 0 - - 0 openrouter 0.2.3
openrouter/google/gemini-2.0-flash-thinking-exp:free 2020-01-01 0 - - 0 openrouter 0.2.3
openrouter/google/gemini-2.5-flash 2020-01-01 0.3 0.075 0.3833 2.5 openrouter 0.2.3
openrouter/google/gemini-2.5-flash 2026-10-19 0.3 0.03 0.0833333333333333 2.5 openrouter 0.2.3
openrouter/google/gemini-2.5-flash-image 2020-01-01 0.3 0.03 0.08333333333333334 2.5 openrouter 0.2.3
openrouter/google/gemini-2.5-flash-lite 2020-01-01 0.1 0.01 0.08333333333333334 0.4 openrouter 0.2.3
openrouter/google/gemini-2.5-flash-lite-preview-09-2025 2020-01-01 0.1 - - 0.4 openrouter 0.2.3
openrouter/google/gemini-2.5-flash-lite:batch 2020-01-01 0.05 0.01 0.04166666666666665 0.2 openrouter 0.2.3
openrouter/google/gemini-2.5-flash-preview 2020-01-01 0.15 - - 0.6 openrouter 0.2.3
openrouter/google/gemini-2.5-flash-preview-09-2025 2020-01-01 0.3 0.075 0.383 2.5 openrouter 0.2.3
openrouter/google/gemini-2.5-flash-preview:thinking 2020-01-01 0.15 - - 3.5 openrouter 0.2.3
openrouter/google/gemini-2.5-flash:batch 2020-01-01 0.15 0.03 0.04166666666666665 1.25 openrouter 0.2.3
openrouter/google/gemini-2.5-pro 2020-01-01 1.25 0.31 1.625 10 openrouter 0.2.3
openrouter/google/gemini-2.5-pro 2026-10-19 1.25 0.125 0.375 10 openrouter 0.2.3 {"rules":[{"above":200000,"input_price":2.5,"cached_input_price":0.25,"output_price":15}]}
openrouter/google/gemini-2.5-pro-exp-03-25:free 2020-01-01 0 - - 0 openrouter 0.2.3
openrouter/google/gemini-2.5-pro-preview-03-25 2020-01-01 1.25 - - 10 openrouter 0.2.3
openrouter/google/gemini-2.5-pro:batch 2020-01-01 0.625 0.125 0.1875 5 openrouter 0.2.3 {"rules":[{"above":200000,"input_price":1.25,"cached_input_price":0.25,"output_price":7.5}]}
openrouter/google/gemini-3-flash-preview 2020-01-01 0.5 0.05 0.08333333333333334 3 openrouter 0.2.3
openrouter/google/gemini-3-flash-preview:batch 2020-01-01 0.25 - 0.04166666666666665 1.5 openrouter 0.2.3
openrouter/google/gemini-3-pro-image 2020-01-01 2 0.2 0.375 12 openrouter 0.2.3
openrouter/google/gemini-3-pro-image-preview 2020-01-01 2 0.2 0.375 12 openrouter 0.2.3
openrouter/google/gemini-3.1-flash-image 2020-01-01 0.5 - - 3 openrouter 0.2.3
openrouter/google/gemini-3.1-flash-image-preview 2020-01-01 0.5 - - 3 openrouter 0.2.3
openrouter/google/gemini-3.1-flash-lite 2020-01-01 0.25 0.025 0.08333333333333334 1.5 openrouter 0.2.3
openrouter/google/gemini-3.1-flash-lite-image 2020-01-01 0.25 - - 1.5 openrouter 0.2.3
openrouter/google/gemini-3.1-flash-lite:batch 2020-01-01 0.125 0.0125 0.04166666666666665 0.75 openrouter 0.2.3
openrouter/google/gemini-3.1-pro-preview 2020-01-01 2 0.2 0.375 12 openrouter 0.2.3
openrouter/google/gemini-3.1-pro-preview 2026-10-19 2 0.2 0.375 12 openrouter 0.2.3 {"rules":[{"above":200000,"input_price":4,"cached_input_price":0.4,"output_price":18}]}
openrouter/google/gemini-3.1-pro-preview:batch 2020-01-01 1 - 0.1875 6 openrouter 0.2.3 {"rules":[{"above":200000,"input_price":2,"output_price":9}]}
openrouter/google/gemini-3.5-flash 2020-01-01 1.5 0.15 0.08333333333333334 9 openrouter 0.2.3
openrouter/google/gemini-3.5-flash-lite 2020-01-01 0.3 0.03 0.0833333333333333 2.5 openrouter 0.2.3
openrouter/google/gemini-3.5-flash-lite:batch 2020-01-01 0.15 0.015 0.04166666666666665 1.25 openrouter 0.2.3
openrouter/google/gemini-3.5-flash:batch 2020-01-01 0.75 0.075 0.04166666666666665 4.5 openrouter 0.2.3
openrouter/google/gemini-3.6-flash 2020-01-01 0.75 0.075 0.0416666666666667 3.75 openrouter 0.2.3
openrouter/google/gemini-3.6-flash:batch 2020-01-01 0.375 0.0375 0.0416666666666667 1.875 openrouter 0.2.3
openrouter/google/gemini-3.7-flash 2020-01-01 0.75 0.075 0.0416666666666667 3.75 openrouter 0.2.3
openrouter/google/gemini-3.7-flash:batch 2020-01-01 0.375 0.0375 0.0416666666666667 1.875 openrouter 0.2.3
openrouter/google/gemini-3.8-flash 2020-01-01 0.75 0.075 0.041666666666666664 3.75 openrouter 0.2.3
openrouter/google/gemini-3.8-flash 2026-10-19 0.825 0.0825 0.041666666666666664 4.125 openrouter 0.2.3
openrouter/google/gemini-3.8-flash 2026-11-03 0.75 0.075 0.041666666666666664 3.75 openrouter 0.2.3
openrouter/google/gemini-3.8-flash:batch 2020-01-01 0.375 0.0375 0.0416666666666667 1.875 openrouter 0.2.3
openrouter/google/gemini-4-argon 2020-01-01 2 0.1 0.1875 10 openrouter 0.2.3
openrouter/google/gemini-4-argon:batch 2020-01-01 1 0.05 0.1875 5 openrouter 0.2.3
openrouter/google/gemini-flash-1.5 2020-01-01 0.075 - - 0.3 openrouter 0.2.3
openrouter/google/gemini-flash-1.5-8b 2020-01-01 0.0375 - - 0.15 openrouter 0.2.3
openrouter/google/gemini-nano-banana-2.1 2020-01-01 1.5 - - 7.5 openrouter 0.2.3
openrouter/google/gemini-omni-1.1-flash 2020-01-01 1.5 - - 9 openrouter 0.2.3
openrouter/google/gemini-omni-1.2-flash 2020-01-01 1.5 - - 9 openrouter 0.2.3
openrouter/google/gemini-pro 2020-01-01 0.5 - - 1.5 openrouter 0.2.3
openrouter/google/gemini-pro-1.5 2020-01-01 1.25 - - 5 openrouter 0.2.3
openrouter/google/gemma-2-27b-it 2020-01-01 0.8 - - 0.8 openrouter 0.2.3
openrouter/google/gemma-2-27b-it 2026-10-19 0.65 - - 0.65 openrouter 0.2.3
openrouter/google/gemma-2-9b-it 2020-01-01 0.07 - - 0.07 openrouter 0.2.3
openrouter/google/gemma-2-9b-it:free 2020-01-01 0 - - 0 openrouter 0.2.3
openrouter/google/gemma-3-12b-it 2020-01-01 0.05 - - 0.1 openrouter 0.2.3
openrouter/google/gemma-3-12b-it 2026-10-19 0.05 - - 0.15 openrouter 0.2.3
openrouter/google/gemma-3-12b-it:free 2020-01-01 0 - - 0 openrouter 0.2.3
openrouter/google/gemma-3-1b-it:free 2020-01-01 0 - - 0 openrouter 0.2.3
openrouter/google/gemma-3-27b-it 2020-01-01 0.1 - - 0.2 openrouter 0.2.3
openrouter/google/gemma-3-27b-it 2026-10-19 0.08 0.04 - 0.35 openrouter 0.2.3
openrouter/google/gemma-3-27b-it:free 2020-01-01 0 - - 0 openrouter 0.2.3
openrouter/google/gemma-3-4b-it 2020-01-01 0.02 - - 0.04 openrouter 0.2.3
openrouter/google/gemma-3-4b-it 2026-10-19 0.05 - - 0.1 openrouter 0.2.3
openrouter/google/gemma-3-4b-it 2026-10-20 0.04 0.02 - 0.05 openrouter 0.2.3
openrouter/google/gemma-3-4b-it:free 2020-01-01 0 - - 0 openrouter 0.2.3
openrouter/google/gemma-3n-e4b-it 2020-01-01 0.06 - - 0.12 openrouter 0.2.3
openrouter/google/gemma-4-26b-a4b-it 2020-01-01 0.06 - - 0.33 openrouter 0.2.3
openrouter/google/gemma-4-26b-a4b-it 2026-10-19 0.09 0.05 - 0.3 openrouter 0.2.3
openrouter/google/gemma-4-26b-a4b-it 2026-10-20 0.0765 0.0425 - 0.255 openrouter 0.2.3
openrouter/google/gemma-4-26b-a4b-it 2026-11-03 0.15 0.0425 - 0.6 openrouter 0.2.3
openrouter/google/gemma-4-26b-a4b-it:free 2020-01-01 0 - - 0 openrouter 0.2.3
openrouter/google/gemma-4-31b-it 2020-01-01 0.12 0.09 - 0.36 openrouter 0.2.3
openrouter/google/gemma-4-31b-it 2026-08-27 0.09 0.05 - 0.34 openrouter 0.2.3
openrouter/google/gemma-4-31b-it 2026-10-19 0.2 0.05 - 0.4 openrouter 0.2.3
openrouter/google/gemma-4-31b-it 2026-11-03 0.15 0.06 - 0.4 openrouter 0.2.3
openrouter/google/gemma-4-31b-it:free 2020-01-01 0 - - 0 openrouter 0.2.3
openrouter/google/learnlm-1.5-pro-experimental:free 2020-01-01 0 - - 0 openrouter 0.2.3
openrouter/google/palm-2-chat-bison 2020-01-01 1 - - 2 openrouter 0.2.3
openrouter/google/palm-2-codechat-bison 2020-01-01 1 - - 2 openrouter 0.2.3
openrouter/gpt-3.5-turbo-1106 2020-01-01 1 - - 2 openrouter 0.2.3
openrouter/gpt-4-1106-preview 2020-01-01 10 - - 30 openrouter 0.2.3
openrouter/gpt-4.5-preview 2020-01-01 75 37.5 - 150 openrouter 0.2.3
openrouter/gpt-4o:extended 2020-01-01 6 - - 18 openrouter 0.2.3
openrouter/grok-2-1212 2020-01-01 2 - - 10 openrouter 0.2.3
openrouter/grok-2-vision-1212 2020-01-01 2 - - 10 openrouter 0.2.3
openrouter/grok-3 2020-01-01 3 0.75 - 15 openrouter 0.2.3
openrouter/grok-3-mini 2020-01-01 0.3 0.075 - 0.5 openrouter 0.2.3
openrouter/grok-beta 2020-01-01 5 - - 15 openrouter 0.2.3
openrouter/grok-vision-beta 2020-01-01 5 - - 15 openrouter 0.2.3
openrouter/gryphe/mythomax-l2-13b 2020-01-01 0.065 - - 0.065 openrouter 0.2.3
openrouter/gryphe/mythomax-l2-13b 2026-10-19 0.08 - - 0.11 openrouter 0.2.3
openrouter/hermes-2-pro-llama-3-8b 2020-01-01 0.025 - - 0.04 openrouter 0.2.3
openrouter/huggingfaceh4/zephyr-7b-beta:free 2020-01-01 0 - - 0 openrouter 0.2.3
openrouter/ibm-granite/granite-4.0-h-micro 2020-01-01 0.017 - - 0.112 openrouter 0.2.3
openrouter/ibm-granite/granite-4.1-8b 2020-01-01 0.05 - - 0.1 openrouter 0.2.3
openrouter/ibm-granite/granite-4.2-8b 2020-01-01 0.06 0.015 - 0.25 openrouter 0.2.3
openrouter/ibm-granite/granite-4.2-8b 2026-11-03 0.06 0.015 - 0.15 openrouter 0.2.3
openrouter/inception/mercury-2 2020-01-01 0.25 0.025 - 0.75 openrouter 0.2.3
openrouter/inception/mercury-2.5 2020-01-01 0.04 0.004 - 0.15 openrouter 0.2.3
openrouter/inception/mercury-3 2020-01-01 0.1 0.01 - 0.35 openrouter 0.2.3
openrouter/inclusionai/ling-2.6-1t 2020-01-01 0.075 0.015 - 0.625 openrouter 0.2.3
openrouter/inclusionai/ling-2.6-flash 2020-01-01 0.01 0.002 - 0.03 openrouter 0.2.3
openrouter/inclusionai/ling-3.0-flash 2020-01-01 0.021 0.0042 - 0.063 openrouter 0.2.3
openrouter/inclusionai/ling-3.0-flash-vl 2020-01-01 0.06 0.012 - 0.18 openrouter 0.2.3
openrouter/inclusionai/ling-3.0-tiny 2020-01-01 0.015 0.003 - 0.045 openrouter 0.2.3
openrouter/inclusionai/ling-3.1-flash 2020-01-01 0.075 0.015 - 0.225 openrouter 0.2.3
openrouter/inclusionai/ling-3.1-flash 2026-11-09 0.045 0.009 - 0.135 openrouter 0.2.3
openrouter/inclusionai/ring-2.6-1t 2020-01-01 0.075 0.015 - 0.625 openrouter 0.2.3
openrouter/inference-net/schematron-v2-small 2020-01-01 0.05 - - 0.23 openrouter 0.2.3
openrouter/inference-net/schematron-v2-turbo 2020-01-01 0.03 - - 0.15 openrouter 0.2.3
openrouter/infermatic/mn-inferor-12b 2020-01-01 0.8 - - 1.2 openrouter 0.2.3
openrouter/inflection/inflection-3-pi 2020-01-01 2.5 - - 10 openrouter 0.2.3
openrouter/inflection/inflection-3-productivity 2020-01-01 2.5 - - 10 openrouter 0.2.3
openrouter/internvl3-14b:free 2020-01-01 0 - - 0 openrouter 0.2.3
openrouter/internvl3-2b:free 2020-01-01 0 - - 0 openrouter 0.2.3
openrouter/jamba-1.6-large 2020-01-01 2 - - 8 openrouter 0.2.3
openrouter/jamba-1.6-mini 2020-01-01 0.2 - - 0.4 openrouter 0.2.3
openrouter/jondurbin/airoboros-l2-70b 2020-01-01 0.5 - - 0.5 openrouter 0.2.3
openrouter/kimi-dev-72b:free 2020-01-01 0 - - 0 openrouter 0.2.3
openrouter/kimi-vl-a3b-thinking:free 2020-01-01 0 - - 0 openrouter 0.2.3
openrouter/kwaipilot/kat-coder-pro-v2 2020-01-01 0.3 0.06 - 1.2 openrouter 0.2.3
openrouter/l3-euryale-70b 2020-01-01 1.48 - - 1.48 openrouter 0.2.3
openrouter/latitudegames/wayfarer-large-70b-llama-3.3 2020-01-01 0.8 - - 0.9 openrouter 0.2.3
openrouter/lfm-3b 2020-01-01 0.02 - - 0.02 openrouter 0.2.3
openrouter/lfm-40b 2020-01-01 0.15 - - 0.15 openrouter 0.2.3
openrouter/lfm-7b 2020-01-01 0.01 - - 0.01 openrouter 0.2.3
openrouter/liquid/lfm-2-24b-a2b 2020-01-01 0.03 - - 0.12 openrouter 0.2.3
openrouter/liquid/lfm-2.5-1.2b-instruct:free 2020-01-01 0 - - 0 openrouter 0.2.3
openrouter/liquid/lfm-2.5-1.2b-thinking:free 2020-01-01 0 - - 0 openrouter 0.2.3
openrouter/liquid/lfm-2.5-2.6b 2020-01-01 0.35 0.04 - 0.5 openrouter 0.2.3
openrouter/liquid/lfm-2.5-2.6b:free 2020-01-01 0 - - 0 openrouter 0.2.3
openrouter/liquid/lfm-2.5-24b-a2b 2020-01-01 0.05 0.025 - 0.7 openrouter 0.2.3
openrouter/liquid/lfm-3-1.7b 2020-01-01 0.08 0.02 - 0.2 openrouter 0.2.3
openrouter/liquid/lfm-3-1.7b:free 2020-01-01 0 - - 0 openrouter 0.2.3
openrouter/liquid/lfm-3b 2020-01-01 0.02 - - 0.02 openrouter 0.2.3
openrouter/liquid/lfm-40b 2020-01-01 0.15 - - 0.15 openrouter 0.2.3
openrouter/liquid/lfm-7b 2020-01-01 0.01 - - 0.01 openrouter 0.2.3
openrouter/llama-3-lumimaid-70b 2020-01-01 4 - - 6 openrouter 0.2.3
openrouter/llama-3-lumimaid-8b 2020-01-01 0.2 - - 1.25 openrouter 0.2.3
openrouter/llama-3.1-405b 2020-01-01 2 - - 2 openrouter 0.2.3
openrouter/llama-3.1-405b-instruct 2020-01-01 0.8 - - 0.8 openrouter 0.2.3
openrouter/llama-3.1-8b-instruct:free 2020-01-01 0 - - 0 openrouter 0.2.3
openrouter/llama-3.1-lumimaid-70b 2020-01-01 2.5 - - 3 openrouter 0.2.3
openrouter/llama-3.1-lumimaid-8b 2020-01-01 0.2 - - 1.25 openrouter 0.2.3
openrouter/llama-3.1-nemotron-70b-instruct 2020-01-01 0.12 - - 0.3 openrouter 0.2.3
openrouter/llama-3.1-nemotron-ultra-253b-v1 2020-01-01 0.6 - - 1.8 openrouter 0.2.3
openrouter/llama-3.1-nemotron-ultra-253b-v1:free 2020-01-01 0 - - 0 openrouter 0.2.3
openrouter/llama-3.1-sonar-large-128k-online 2020-01-01 1 - - 1 openrouter 0.2.3
openrouter/llama-3.1-sonar-small-128k-online 2020-01-01 0.2 - - 0.2 openrouter 0.2.3
openrouter/llama-3.2-11b-vision-instruct:free 2020-01-01 0 - - 0 openrouter 0.2.3
openrouter/llama-3.2-1b-instruct:free 2020-01-01 0 - - 0 openrouter 0.2.3
openrouter/llama-3.2-90b-vision-instruct 2020-01-01 1.2 - - 1.2 openrouter 0.2.3
openrouter/llama-3.3-8b-instruct:free 2020-01-01 0 - - 0 openrouter 0.2.3
openrouter/llama-3.3-nemotron-super-49b-v1 2020-01-01 0.13 - - 0.4 openrouter 0.2.3
openrouter/llama-3.3-nemotron-super-49b-v1:free 2020-01-01 0 - - 0 openrouter 0.2.3
openrouter/llama-4-maverick:free 2020-01-01 0 - - 0 openrouter 0.2.3
openrouter/llama-4-scout:free 2020-01-01 0 - - 0 openrouter 0.2.3
openrouter/llama-guard-2-8b 2020-01-01 0.2 - - 0.2 openrouter 0.2.3
openrouter/llama3.1-typhoon2-70b-instruct 2020-01-01 0.88 - - 0.88 openrouter 0.2.3
openrouter/llemma_7b 2020-01-01 0.8 - - 1.2 openrouter 0.2.3
openrouter/maestro-reasoning 2020-01-01 0.9 - - 3.3 openrouter 0.2.3
openrouter/magistral-medium-2506 2020-01-01 2 - - 5 openrouter 0.2.3
openrouter/magistral-small-2506 2020-01-01 0.5 - - 1.5 openrouter 0.2.3
openrouter/magnum-72b 2020-01-01 4 - - 6 openrouter 0.2.3
openrouter/magnum-v2-72b 2020-01-01 3 - - 3 openrouter 0.2.3
openrouter/mai-ds-r1:free 2020-01-01 0 - - 0 openrouter 0.2.3
openrouter/mancer/weaver 2020-01-01 1.125 - - 1.125 openrouter 0.2.3
openrouter/mancer/weaver 2026-10-19 0.4 - - 0.75 openrouter 0.2.3
openrouter/meituan/longcat-2.0 2020-01-01 0.3 0.006 - 1.2 openrouter 0.2.3
openrouter/mercury-coder-small-beta 2020-01-01 0.25 - - 1 openrouter 0.2.3
openrouter/meta-llama/llama-2-13b-chat 2020-01-01 0.22 - - 0.22 openrouter 0.2.3
openrouter/meta-llama/llama-2-70b-chat 2020-01-01 0.9 - - 0.9 openrouter 0.2.3
openrouter/meta-llama/llama-3-70b-instruct 2020-01-01 0.3 - - 0.4 openrouter 0.2.3
openrouter/meta-llama/llama-3-8b-instruct 2020-01-01 0.03 - - 0.06 openrouter 0.2.3
openrouter/meta-llama/llama-3.1-405b 2020-01-01 2 - - 2 openrouter 0.2.3
openrouter/meta-llama/llama-3.1-405b-instruct 2020-01-01 0.8 - - 0.8 openrouter 0.2.3
openrouter/meta-llama/llama-3.1-405b:free 2020-01-01 0 - - 0 openrouter 0.2.3
openrouter/meta-llama/llama-3.1-70b-instruct 2020-01-01 0.1 - - 0.28 openrouter 0.2.3
openrouter/meta-llama/llama-3.1-70b-instruct 2026-10-19 0.4 - - 0.4 openrouter 0.2.3
openrouter/meta-llama/llama-3.1-70b-instruct 2026-11-03 0.72 - - 0.72 openrouter 0.2.3
openrouter/meta-llama/llama-3.1-8b-instruct 2020-01-01 0.02 - - 0.03 openrouter 0.2.3
openrouter/meta-llama/llama-3.1-8b-instruct 2026-10-19 0.05 0.025 - 0.08 openrouter 0.2.3
openrouter/meta-llama/llama-3.1-8b-instruct:free 2020-01-01 0 - - 0 openrouter 0.2.3
openrouter/meta-llama/llama-3.2-11b-vision-instruct 2020-01-01 0.049 - - 0.049 openrouter 0.2.3
openrouter/meta-llama/llama-3.2-11b-vision-instruct:free 2020-01-01 0 - - 0 openrouter 0.2.3
openrouter/meta-llama/llama-3.2-1b-instruct 2020-01-01 0.005 - - 0.01 openrouter 0.2.3
openrouter/meta-llama/llama-3.2-1b-instruct 2026-10-19 0.027 - - 0.201 openrouter 0.2.3
openrouter/meta-llama/llama-3.2-1b-instruct:free 2020-01-01 0 - - 0 openrouter 0.2.3
openrouter/meta-llama/llama-3.2-3b-instruct 2020-01-01 0.01 - - 0.02 openrouter 0.2.3
openrouter/meta-llama/llama-3.2-3b-instruct 2026-10-19 0.0509 - - 0.335 openrouter 0.2.3
openrouter/meta-llama/llama-3.2-3b-instruct:free 2020-01-01 0 - - 0 openrouter 0.2.3
openrouter/meta-llama/llama-3.2-90b-vision-instruct 2020-01-01 0.9 - - 0.9 openrouter 0.2.3
openrouter/meta-llama/llama-3.3-70b-instruct 2020-01-01 0.05 - - 0.24 openrouter 0.2.3
openrouter/meta-llama/llama-3.3-70b-instruct 2026-10-19 0.1 - - 0.32 openrouter 0.2.3
openrouter/meta-llama/llama-3.3-70b-instruct 2026-11-03 0.45 - - 0.9 openrouter 0.2.3
openrouter/meta-llama/llama-3.3-70b-instruct 2026-11-09 0.59 0.295 - 0.79 openrouter 0.2.3
openrouter/meta-llama/llama-3.3-70b-instruct:free 2020-01-01 0 - - 0 openrouter 0.2.3
openrouter/meta-llama/llama-4-maverick 2020-01-01 0.15 - - 0.6 openrouter 0.2.3
openrouter/meta-llama/llama-4-maverick 2026-10-19 0.1875 0.05 - 0.6525 openrouter 0.2.3
openrouter/meta-llama/llama-4-maverick 2026-11-03 0.35 0.17 - 1 openrouter 0.2.3
openrouter/meta-llama/llama-4-maverick:free 2020-01-01 0 - - 0 openrouter 0.2.3
openrouter/meta-llama/llama-4-scout 2020-01-01 0.08 - - 0.3 openrouter 0.2.3
openrouter/meta-llama/llama-4-scout 2026-10-19 0.1 - - 0.3 openrouter 0.2.3
openrouter/meta-llama/llama-4-scout:free 2020-01-01 0 - - 0 openrouter 0.2.3
openrouter/meta-llama/llama-guard-2-8b 2020-01-01 0.2 - - 0.2 openrouter 0.2.3
openrouter/meta-llama/llama-guard-3-8b 2020-01-01 0.02 - - 0.06 openrouter 0.2.3
openrouter/meta-llama/llama-guard-4-12b 2020-01-01 0.05 - - 0.05 openrouter 0.2.3
openrouter/meta-llama/llama-guard-4-12b 2026-10-19 0.18 - - 0.18 openrouter 0.2.3
openrouter/meta/muse-glimmer-30b 2020-01-01 0.3 0.04 - 1.2 openrouter 0.2.3
openrouter/meta/muse-glimmer-30b:batch 2020-01-01 0.24 0.032 - 0.96 openrouter 0.2.3
openrouter/meta/muse-spark-1.1 2020-01-01 1.25 0.15 - 4.25 openrouter 0.2.3
openrouter/meta/muse-spark-1.2 2020-01-01 1.25 0.15 - 4.25 openrouter 0.2.3
openrouter/meta/muse-spark-1.2-contributor 2020-01-01 0.1 0.002 - 0.2 openrouter 0.2.3
openrouter/meta/muse-spark-1.3 2020-01-01 1.25 0.15 - 4.25 openrouter 0.2.3
openrouter/meta/muse-spark-1.3-contributor 2020-01-01 0.1 0.002 - 0.2 openrouter 0.2.3
openrouter/meta/muse-spark-open 2020-01-01 1.25 0.15 - 4.25 openrouter 0.2.3
openrouter/meta/muse-wonder 2020-01-01 4 0.2 - 20 openrouter 0.2.3
openrouter/microsoft/phi-3-medium-128k-instruct 2020-01-01 1 - - 1 openrouter 0.2.3
openrouter/microsoft/phi-3-mini-128k-instruct 2020-01-01 0.1 - - 0.1 openrouter 0.2.3
openrouter/microsoft/phi-3.5-mini-128k-instruct 2020-01-01 0.1 - - 0.1 openrouter 0.2.3
openrouter/microsoft/phi-4 2020-01-01 0.07 - - 0.14 openrouter 0.2.3
openrouter/microsoft/phi-4-mini-instruct 2020-01-01 0.08 - - 0.35 openrouter 0.2.3
openrouter/microsoft/phi-4-multimodal-instruct 2020-01-01 0.05 - - 0.1 openrouter 0.2.3
openrouter/microsoft/wizardlm-2-7b 2020-01-01 0.07 - - 0.07 openrouter 0.2.3
openrouter/microsoft/wizardlm-2-8x22b 2020-01-01 0.5 - - 0.5 openrouter 0.2.3
openrouter/microsoft/wizardlm-2-8x22b 2026-10-19 0.62 - - 0.62 openrouter 0.2.3
openrouter/midnight-rose-70b 2020-01-01 0.8 - - 0.8 openrouter 0.2.3
openrouter/minimax-m1:extended 2020-01-01 0.55 - - 2.2 openrouter 0.2.3
openrouter/minimax/minimax-01 2020-01-01 0.2 - - 1.1 openrouter 0.2.3
openrouter/minimax/minimax-m1 2020-01-01 0.3 - - 1.65 openrouter 0.2.3
openrouter/minimax/minimax-m1 2026-10-19 0.55 - - 2.2 openrouter 0.2.3
openrouter/minimax/minimax-m1 2026-11-03 0.4 - - 2.2 openrouter 0.2.3
openrouter/minimax/minimax-m1 2026-11-09 0.55 - - 2.2 openrouter 0.2.3
openrouter/minimax/minimax-m2 2020-01-01 0.255 0.03 - 1 openrouter 0.2.3
openrouter/minimax/minimax-m2 2026-10-19 0.255 0.03 - 1.02 openrouter 0.2.3
openrouter/minimax/minimax-m2-her 2020-01-01 0.3 0.03 - 1.2 openrouter 0.2.3
openrouter/minimax/minimax-m2.1 2020-01-01 0.29 0.03 - 0.95 openrouter 0.2.3
openrouter/minimax/minimax-m2.1 2026-10-19 0.3 0.03 - 1.2 openrouter 0.2.3
openrouter/minimax/minimax-m2.5 2020-01-01 0.15 0.05 - 0.9 openrouter 0.2.3
openrouter/minimax/minimax-m2.5 2026-10-19 0.27 0.03 - 0.95 openrouter 0.2.3
openrouter/minimax/minimax-m2.5 2026-11-03 0.3 0.03 - 1.2 openrouter 0.2.3
openrouter/minimax/minimax-m2.5 2026-11-09 0.295 0.06 - 1.2 openrouter 0.2.3
openrouter/minimax/minimax-m2.7 2020-01-01 0.27 0.054 - 1.08 openrouter 0.2.3
openrouter/minimax/minimax-m2.7 2026-10-19 0.3 0.06 - 1.2 openrouter 0.2.3
openrouter/minimax/minimax-m2.7 2026-11-09 0.27 0.054 - 1.08 openrouter 0.2.3
openrouter/minimax/minimax-m3 2020-01-01 0.3 0.06 - 1.2 openrouter 0.2.3
openrouter/minimax/minimax-m3.1-flash:free 2020-01-01 0 - - 0 openrouter 0.2.3
openrouter/minimax/minimax-m3:batch 2020-01-01 0.224 0.0448 - 0.88 openrouter 0.2.3
openrouter/ministral-3b 2020-01-01 0.04 - - 0.04 openrouter 0.2.3
openrouter/ministral-8b 2020-01-01 0.1 - - 0.1 openrouter 0.2.3
openrouter/mistral-7b-instruct 2020-01-01 0.028 - - 0.054 openrouter 0.2.3
openrouter/mistral-7b-instruct-v0.1 2020-01-01 0.11 - - 0.19 openrouter 0.2.3
openrouter/mistral-7b-instruct-v0.2 2020-01-01 0.2 - - 0.2 openrouter 0.2.3
openrouter/mistral-7b-instruct:free 2020-01-01 0 - - 0 openrouter 0.2.3
openrouter/mistral-medium 2020-01-01 2.75 - - 8.1 openrouter 0.2.3
openrouter/mistral-nemo:free 2020-01-01 0 - - 0 openrouter 0.2.3
openrouter/mistral-small 2020-01-01 0.2 - - 0.6 openrouter 0.2.3
openrouter/mistral-small-24b-instruct-2501:free 2020-01-01 0 - - 0 openrouter 0.2.3
openrouter/mistral-small-3.1-24b-instruct:free 2020-01-01 0 - - 0 openrouter 0.2.3
openrouter/mistral-small-3.2-24b-instruct:free 2020-01-01 0 - - 0 openrouter 0.2.3
openrouter/mistral-tiny 2020-01-01 0.25 - - 0.25 openrouter 0.2.3
openrouter/mistral/ministral-8b 2020-01-01 0.1 - - 0.1 openrouter 0.2.3
openrouter/mistralai/codestral-2501 2020-01-01 0.3 - - 0.9 openrouter 0.2.3
openrouter/mistralai/codestral-2508 2020-01-01 0.3 0.03 - 0.9 openrouter 0.2.3
openrouter/mistralai/codestral-2508:batch 2020-01-01 0.15 0.015 - 0.45 openrouter 0.2.3
openrouter/mistralai/codestral-mamba 2020-01-01 0.25 - - 0.25 openrouter 0.2.3
openrouter/mistralai/devstral-2512 2020-01-01 0.4 0.04 - 2 openrouter 0.2.3
openrouter/mistralai/ministral-14b-2512 2020-01-01 0.2 0.02 - 0.2 openrouter 0.2.3
openrouter/mistralai/ministral-3b 2020-01-01 0.04 - - 0.04 openrouter 0.2.3
openrouter/mistralai/ministral-3b-2512 2020-01-01 0.1 0.01 - 0.1 openrouter 0.2.3
openrouter/mistralai/ministral-8b 2020-01-01 0.1 - - 0.1 openrouter 0.2.3
openrouter/mistralai/ministral-8b-2512 2020-01-01 0.15 0.015 - 0.15 openrouter 0.2.3
openrouter/mistralai/ministral-8b-2512:batch 2020-01-01 0.075 0.0075 - 0.075 openrouter 0.2.3
openrouter/mistralai/mistral-7b-instruct 2020-01-01 0.029 - - 0.059 openrouter 0.2.3
openrouter/mistralai/mistral-7b-instruct-v0.1 2020-01-01 0.2 - - 0.2 openrouter 0.2.3
openrouter/mistralai/mistral-7b-instruct-v0.2 2020-01-01 0.2 - - 0.2 openrouter 0.2.3
openrouter/mistralai/mistral-7b-instruct:free 2020-01-01 0 - - 0 openrouter 0.2.3
openrouter/mistralai/mistral-large 2020-01-01 2 - - 6 openrouter 0.2.3
openrouter/mistralai/mistral-large 2026-10-19 2 0.2 - 6 openrouter 0.2.3
openrouter/mistralai/mistral-large-2512 2020-01-01 0.5 0.05 - 1.5 openrouter 0.2.3
openrouter/mistralai/mistral-large-2512:batch 2020-01-01 0.25 0.025 - 0.75 openrouter 0.2.3
openrouter/mistralai/mistral-large-4-0 2020-01-01 0.68 0.07 - 2.09 openrouter 0.2.3
openrouter/mistralai/mistral-large-4-0 2026-11-03 0.7 0.07 - 2.1 openrouter 0.2.3
openrouter/mistralai/mistral-medium 2020-01-01 2.75 - - 8.1 openrouter 0.2.3
openrouter/mistralai/mistral-medium-3 2020-01-01 0.4 - - 2 openrouter 0.2.3
openrouter/mistralai/mistral-medium-3 2026-10-19 0.4 0.04 - 2 openrouter 0.2.3
openrouter/mistralai/mistral-medium-3-5 2020-01-01 1.5 - - 7.5 openrouter 0.2.3
openrouter/mistralai/mistral-medium-3-5:batch 2020-01-01 0.75 - - 3.75 openrouter 0.2.3
openrouter/mistralai/mistral-medium-3.1 2020-01-01 0.4 0.04 - 2 openrouter 0.2.3
openrouter/mistralai/mistral-medium-3.1:batch 2020-01-01 0.2 0.02 - 1 openrouter 0.2.3
openrouter/mistralai/mistral-nemo 2020-01-01 0.01 - - 0.019 openrouter 0.2.3
openrouter/mistralai/mistral-nemo 2026-10-19 0.029 - - 0.03 openrouter 0.2.3
openrouter/mistralai/mistral-nemo 2026-11-03 0.15 0.015 - 0.15 openrouter 0.2.3
openrouter/mistralai/mistral-nemo:free 2020-01-01 0 - - 0 openrouter 0.2.3
openrouter/mistralai/mistral-saba 2020-01-01 0.2 - - 0.6 openrouter 0.2.3
openrouter/mistralai/mistral-saba 2026-10-19 0.2 0.02 - 0.6 openrouter 0.2.3
openrouter/mistralai/mistral-small 2020-01-01 0.2 - - 0.6 openrouter 0.2.3
openrouter/mistralai/mistral-small-24b-instruct-2501 2020-01-01 0.05 - - 0.09 openrouter 0.2.3
openrouter/mistralai/mistral-small-24b-instruct-2501 2026-10-19 0.05 - - 0.08 openrouter 0.2.3
openrouter/mistralai/mistral-small-24b-instruct-2501:free 2020-01-01 0 - - 0 openrouter 0.2.3
openrouter/mistralai/mistral-small-2603 2020-01-01 0.15 0.015 - 0.6 openrouter 0.2.3
openrouter/mistralai/mistral-small-2603:batch 2020-01-01 0.075 0.0075 - 0.3 openrouter 0.2.3
openrouter/mistralai/mistral-small-3.1-24b-instruct 2020-01-01 0.05 - - 0.15 openrouter 0.2.3
openrouter/mistralai/mistral-small-3.1-24b-instruct 2026-10-19 0.351 - - 0.555 openrouter 0.2.3
openrouter/mistralai/mistral-small-3.1-24b-instruct:free 2020-01-01 0 - - 0 openrouter 0.2.3
openrouter/mistralai/mistral-small-3.2-24b-instruct 2020-01-01 0.075 - - 0.2 openrouter 0.2.3
openrouter/mistralai/mistral-small-3.2-24b-instruct 2026-10-19 0.09375 - - 0.25 openrouter 0.2.3
openrouter/mistralai/mistral-small-3.2-24b-instruct 2026-11-03 0.1 0.01 - 0.3 openrouter 0.2.3
openrouter/mistralai/mistral-tiny 2020-01-01 0.25 - - 0.25 openrouter 0.2.3
openrouter/mistralai/mixtral-8x22b-instruct 2020-01-01 0.9 - - 0.9 openrouter 0.2.3
openrouter/mistralai/mixtral-8x22b-instruct 2026-10-19 2 0.2 - 6 openrouter 0.2.3
openrouter/mistralai/mixtral-8x7b-instruct 2020-01-01 0.24 - - 0.24 openrouter 0.2.3
openrouter/mistralai/pixtral-12b 2020-01-01 0.1 - - 0.1 openrouter 0.2.3
openrouter/mistralai/pixtral-large-2411 2020-01-01 2 - - 6 openrouter 0.2.3
openrouter/mistralai/voxtral-small-24b-2507 2020-01-01 0.1 0.01 - 0.3 openrouter 0.2.3
openrouter/mixtral-8x7b-instruct 2020-01-01 0.08 - - 0.24 openrouter 0.2.3
openrouter/mn-celeste-12b 2020-01-01 0.8 - - 1.2 openrouter 0.2.3
openrouter/mn-inferor-12b 2020-01-01 0.8 - - 1.2 openrouter 0.2.3
openrouter/mn-starcannon-12b 2020-01-01 0.8 - - 1.2 openrouter 0.2.3
openrouter/moondream/moondream3-preview 2020-01-01 0.3 - - 2.5 openrouter 0.2.3
openrouter/moondream/moondream3.1-9b-a2b 2020-01-01 0.3 - - 2.5 openrouter 0.2.3
openrouter/moonshotai/kimi-k2 2020-01-01 0.57 - - 2.3 openrouter 0.2.3
openrouter/moonshotai/kimi-k2-0905 2020-01-01 0.6 - - 2.5 openrouter 0.2.3
openrouter/moonshotai/kimi-k2-thinking 2020-01-01 0.6 - - 2.5 openrouter 0.2.3
openrouter/moonshotai/kimi-k2-thinking 2026-10-19 0.6 0.15 - 2.5 openrouter 0.2.3
openrouter/moonshotai/kimi-k2.5 2020-01-01 0.4 0.09 - 1.9 openrouter 0.2.3
openrouter/moonshotai/kimi-k2.5 2026-10-19 0.5 0.15 - 2.5 openrouter 0.2.3
openrouter/moonshotai/kimi-k2.5 2026-11-03 0.532 0.209 - 3.325 openrouter 0.2.3
openrouter/moonshotai/kimi-k2.6 2020-01-01 0.68 0.34 - 3.41 openrouter 0.2.3
openrouter/moonshotai/kimi-k2.6 2026-10-19 0.65 0.15 - 3.41 openrouter 0.2.3
openrouter/moonshotai/kimi-k2.6 2026-11-03 0.95 0.16 - 4 openrouter 0.2.3
openrouter/moonshotai/kimi-k2.6:free 2020-01-01 0 - - 0 openrouter 0.2.3
openrouter/moonshotai/kimi-k2.7-code 2020-01-01 0.75 0.16 - 3.5 openrouter 0.2.3
openrouter/moonshotai/kimi-k2.7-code 2026-10-19 0.6712 0.18 - 3.35 openrouter 0.2.3
openrouter/moonshotai/kimi-k2.7-code 2026-11-03 0.95 0.19 - 4 openrouter 0.2.3
openrouter/moonshotai/kimi-k3 2020-01-01 3 0.3 - 15 openrouter 0.2.3
openrouter/moonshotai/kimi-k3 2026-10-19 0.239 0.21 - 11.936 openrouter 0.2.3
openrouter/moonshotai/kimi-k3 2026-11-03 3 0.3 - 15 openrouter 0.2.3
openrouter/moonshotai/kimi-k3.1-pro 2020-01-01 2 0.2 - 10 openrouter 0.2.3
openrouter/moonshotai/kimi-k3:batch 2020-01-01 2.28 0.228 - 11.4 openrouter 0.2.3
openrouter/moonshotai/kimi-k3:batch 2026-11-09 0.917 0.226 - 6 openrouter 0.2.3
openrouter/moonshotai/kimi-vl-a3b-thinking:free 2020-01-01 0 - - 0 openrouter 0.2.3
openrouter/moonshotai/moonlight-16b-a3b-instruct:free 2020-01-01 0 - - 0 openrouter 0.2.3
openrouter/morph/morph-v3-fast 2020-01-01 0.8 - - 1.2 openrouter 0.2.3
openrouter/morph/morph-v3-fast:batch 2020-01-01 0.4 - - 0.6 openrouter 0.2.3
openrouter/morph/morph-v3-large 2020-01-01 0.9 - - 1.9 openrouter 0.2.3
openrouter/morph/morph-v3-large:batch 2020-01-01 0.45 - - 0.95 openrouter 0.2.3
openrouter/mythalion-13b 2020-01-01 0.8 - - 1.2 openrouter 0.2.3
openrouter/neversleep/llama-3-lumimaid-70b 2020-01-01 3.375 - - 4.5 openrouter 0.2.3
openrouter/neversleep/llama-3-lumimaid-8b 2020-01-01 0.09375 - - 0.75 openrouter 0.2.3
openrouter/neversleep/llama-3.1-lumimaid-70b 2020-01-01 1.5 - - 2.25 openrouter 0.2.3
openrouter/neversleep/llama-3.1-lumimaid-8b 2020-01-01 0.09375 - - 0.75 openrouter 0.2.3
openrouter/neversleep/noromaid-20b 2020-01-01 0.75 - - 1.5 openrouter 0.2.3
openrouter/nex-agi/nex-n2-pro:free 2020-01-01 0 - - 0 openrouter 0.2.3
openrouter/nex-agi/nex-n2.5-mini 2020-01-01 0.025 0.0025 - 0.1 openrouter 0.2.3
openrouter/nex-agi/nex-n2.5-pro 2020-01-01 0.075 0.015 - 0.25 openrouter 0.2.3
openrouter/noromaid-20b 2020-01-01 1.25 - - 2 openrouter 0.2.3
openrouter/nothingiisreal/mn-celeste-12b 2020-01-01 0.8 - - 1.2 openrouter 0.2.3
openrouter/nous-hermes-2-mixtral-8x7b-dpo 2020-01-01 0.6 - - 0.6 openrouter 0.2.3
openrouter/nousresearch/deephermes-3-llama-3-8b-preview:free 2020-01-01 0 - - 0 openrouter 0.2.3
openrouter/nousresearch/hermes-2-pro-llama-3-8b 2020-01-01 0.025 - - 0.04 openrouter 0.2.3
openrouter/nousresearch/hermes-3-llama-3.1-405b 2020-01-01 0.7 - - 0.8 openrouter 0.2.3
openrouter/nousresearch/hermes-3-llama-3.1-405b 2026-10-19 1 - - 1 openrouter 0.2.3
openrouter/nousresearch/hermes-3-llama-3.1-405b:free 2020-01-01 0 - - 0 openrouter 0.2.3
openrouter/nousresearch/hermes-3-llama-3.1-70b 2020-01-01 0.12 - - 0.3 openrouter 0.2.3
openrouter/nousresearch/hermes-3-llama-3.1-70b 2026-10-19 0.7 - - 0.7 openrouter 0.2.3
openrouter/nousresearch/hermes-4-405b 2020-01-01 1 - - 3 openrouter 0.2.3
openrouter/nousresearch/hermes-4-405b 2026-11-03 1 0.2 - 3 openrouter 0.2.3
openrouter/nousresearch/hermes-4-70b 2020-01-01 0.13 - - 0.4 openrouter 0.2.3
openrouter/nousresearch/nous-hermes-2-mixtral-8x7b-dpo 2020-01-01 0.6 - - 0.6 openrouter 0.2.3
openrouter/nousresearch/nous-hermes-llama2-13b 2020-01-01 0.18 - - 0.18 openrouter 0.2.3
openrouter/nvidia/llama-3.1-nemotron-70b-instruct 2020-01-01 0.12 - - 0.3 openrouter 0.2.3
openrouter/nvidia/llama-3.1-nemotron-70b-instruct:free 2020-01-01 0 - - 0 openrouter 0.2.3
openrouter/nvidia/llama-3.1-nemotron-nano-8b-v1:free 2020-01-01 0 - - 0 openrouter 0.2.3
openrouter/nvidia/llama-3.1-nemotron-ultra-253b-v1:free 2020-01-01 0 - - 0 openrouter 0.2.3
openrouter/nvidia/llama-3.3-nemotron-super-49b-v1.5 2020-01-01 0.4 - - 0.4 openrouter 0.2.3
openrouter/nvidia/llama-3.3-nemotron-super-49b-v1:free 2020-01-01 0 - - 0 openrouter 0.2.3
openrouter/nvidia/nemotron-3-nano-30b-a3b 2020-01-01 0.05 - - 0.2 openrouter 0.2.3
openrouter/nvidia/nemotron-3-nano-30b-a3b 2026-10-19 0.06 - - 0.24 openrouter 0.2.3
openrouter/nvidia/nemotron-3-nano-30b-a3b 2026-11-03 0.06 0.012 - 0.24 openrouter 0.2.3
openrouter/nvidia/nemotron-3-nano-30b-a3b:free 2020-01-01 0 - - 0 openrouter 0.2.3
openrouter/nvidia/nemotron-3-nano-omni-30b-a3b-reasoning:free 2020-01-01 0 - - 0 openrouter 0.2.3
openrouter/nvidia/nemotron-3-super-120b-a12b 2020-01-01 0.09 - - 0.45 openrouter 0.2.3
openrouter/nvidia/nemotron-3-super-120b-a12b 2026-10-19 0.08 - - 0.45 openrouter 0.2.3
openrouter/nvidia/nemotron-3-super-120b-a12b 2026-11-03 0.085 - - 0.4 openrouter 0.2.3
openrouter/nvidia/nemotron-3-super-120b-a12b 2026-11-09 0.08 - - 0.45 openrouter 0.2.3
openrouter/nvidia/nemotron-3-super-120b-a12b:free 2020-01-01 0 - - 0 openrouter 0.2.3
openrouter/nvidia/nemotron-3-ultra-550b-a55b 2020-01-01 0.5 0.15 - 2.5 openrouter 0.2.3
openrouter/nvidia/nemotron-3-ultra-550b-a55b 2026-10-19 0.6 0.12 - 2.4 openrouter 0.2.3
openrouter/nvidia/nemotron-3-ultra-550b-a55b:free 2020-01-01 0 - - 0 openrouter 0.2.3
openrouter/nvidia/nemotron-3.5-content-safety 2020-01-01 0.2 - - 0.2 openrouter 0.2.3
openrouter/nvidia/nemotron-3.5-content-safety:free 2020-01-01 0 - - 0 openrouter 0.2.3
openrouter/nvidia/nemotron-3.5-lightning 2020-01-01 0.07 0.04 - 0.2 openrouter 0.2.3
openrouter/nvidia/nemotron-3.5-lightning 2026-11-03 0.05 0.01 - 0.2 openrouter 0.2.3
openrouter/nvidia/nemotron-3.5-lightning:free 2020-01-01 0 - - 0 openrouter 0.2.3
openrouter/nvidia/nemotron-3.5-super-vl 2020-01-01 0.1 0.08 - 0.4 openrouter 0.2.3
openrouter/nvidia/nemotron-3.5-super-vl 2026-10-20 0.15 0.02 - 0.5 openrouter 0.2.3
openrouter/nvidia/nemotron-3.5-super-vl:free 2020-01-01 0 - - 0 openrouter 0.2.3
openrouter/nvidia/nemotron-nano-12b-v2-vl:free 2020-01-01 0 - - 0 openrouter 0.2.3
openrouter/nvidia/nemotron-nano-9b-v2 2020-01-01 0.04 - - 0.16 openrouter 0.2.3
openrouter/nvidia/nemotron-nano-9b-v2:free 2020-01-01 0 - - 0 openrouter 0.2.3
openrouter/o1-mini 2020-01-01 1.1 0.55 - 4.4 openrouter 0.2.3
openrouter/open-r1/olympiccoder-32b:free 2020-01-01 0 - - 0 openrouter 0.2.3
openrouter/open-r1/olympiccoder-7b:free 2020-01-01 0 - - 0 openrouter 0.2.3
openrouter/openai/chatgpt-4o-latest 2020-01-01 5 - - 15 openrouter 0.2.3
openrouter/openai/codex-mini 2020-01-01 1.5 0.375 - 6 openrouter 0.2.3
openrouter/openai/gpt-3.5-turbo 2020-01-01 0.5 - - 1.5 openrouter 0.2.3
openrouter/openai/gpt-3.5-turbo-0613 2020-01-01 1 - - 2 openrouter 0.2.3
openrouter/openai/gpt-3.5-turbo-1106 2020-01-01 1 - - 2 openrouter 0.2.3
openrouter/openai/gpt-3.5-turbo-16k 2020-01-01 3 - - 4 openrouter 0.2.3
openrouter/openai/gpt-3.5-turbo-instruct 2020-01-01 1.5 - - 2 openrouter 0.2.3
openrouter/openai/gpt-3.5-turbo:batch 2020-01-01 0.25 - - 0.75 openrouter 0.2.3
openrouter/openai/gpt-4 2020-01-01 30 - - 60 openrouter 0.2.3
openrouter/openai/gpt-4-1106-preview 2020-01-01 10 - - 30 openrouter 0.2.3
openrouter/openai/gpt-4-32k 2020-01-01 60 - - 120 openrouter 0.2.3
openrouter/openai/gpt-4-turbo 2020-01-01 10 - - 30 openrouter 0.2.3
openrouter/openai/gpt-4-turbo:batch 2020-01-01 5 - - 15 openrouter 0.2.3
openrouter/openai/gpt-4.1 2020-01-01 2 0.5 - 8 openrouter 0.2.3
openrouter/openai/gpt-4.1-mini 2020-01-01 0.4 0.1 - 1.6 openrouter 0.2.3
openrouter/openai/gpt-4.1-mini:batch 2020-01-01 0.2 0.05 - 0.8 openrouter 0.2.3
openrouter/openai/gpt-4.1-nano 2020-01-01 0.1 0.025 - 0.4 openrouter 0.2.3
openrouter/openai/gpt-4.1-nano 2026-11-03 0.1 0.03 - 0.4 openrouter 0.2.3
openrouter/openai/gpt-4.1-nano:batch 2020-01-01 0.05 0.0125 - 0.2 openrouter 0.2.3
openrouter/openai/gpt-4.1:batch 2020-01-01 1 0.25 - 4 openrouter 0.2.3
openrouter/openai/gpt-4.5-preview 2020-01-01 75 - - 150 openrouter 0.2.3
openrouter/openai/gpt-4o 2020-01-01 2.5 - - 10 openrouter 0.2.3
openrouter/openai/gpt-4o 2026-10-19 2.5 1.25 - 10 openrouter 0.2.3
openrouter/openai/gpt-4o-2024-05-13 2020-01-01 5 - - 15 openrouter 0.2.3
openrouter/openai/gpt-4o-mini 2020-01-01 0.15 0.075 - 0.6 openrouter 0.2.3
openrouter/openai/gpt-4o-mini-search-preview 2020-01-01 0.15 - - 0.6 openrouter 0.2.3
openrouter/openai/gpt-4o-mini:batch 2020-01-01 0.075 0.0375 - 0.3 openrouter 0.2.3
openrouter/openai/gpt-4o-search-preview 2020-01-01 2.5 - - 10 openrouter 0.2.3
openrouter/openai/gpt-4o:batch 2020-01-01 1.25 0.625 - 5 openrouter 0.2.3
openrouter/openai/gpt-4o:extended 2020-01-01 6 - - 18 openrouter 0.2.3
openrouter/openai/gpt-5 2020-01-01 1.25 0.125 - 10 openrouter 0.2.3
openrouter/openai/gpt-5-image 2020-01-01 10 1.25 - 10 openrouter 0.2.3
openrouter/openai/gpt-5-image-mini 2020-01-01 2.5 0.25 - 2 openrouter 0.2.3
openrouter/openai/gpt-5-mini 2020-01-01 0.25 0.025 - 2 openrouter 0.2.3
openrouter/openai/gpt-5-mini:batch 2020-01-01 0.125 0.0125 - 1 openrouter 0.2.3
openrouter/openai/gpt-5-nano 2020-01-01 0.05 0.01 - 0.4 openrouter 0.2.3
openrouter/openai/gpt-5-nano 2026-10-19 0.05 0.005 - 0.4 openrouter 0.2.3
openrouter/openai/gpt-5-nano:batch 2020-01-01 0.025 0.0025 - 0.2 openrouter 0.2.3
openrouter/openai/gpt-5-pro 2020-01-01 15 - - 120 openrouter 0.2.3
openrouter/openai/gpt-5-pro:batch 2020-01-01 7.5 - - 60 openrouter 0.2.3
openrouter/openai/gpt-5.1 2020-01-01 1.25 0.13 - 10 openrouter 0.2.3
openrouter/openai/gpt-5.1 2026-10-19 1.25 0.125 - 10 openrouter 0.2.3
openrouter/openai/gpt-5.1-codex-mini 2020-01-01 0.25 0.025 - 2 openrouter 0.2.3
openrouter/openai/gpt-5.1-codex-mini 2026-10-19 0.25 0.03 - 2 openrouter 0.2.3
openrouter/openai/gpt-5.1:batch 2020-01-01 0.625 0.0625 - 5 openrouter 0.2.3
openrouter/openai/gpt-5.2 2020-01-01 1.75 0.175 - 14 openrouter 0.2.3
openrouter/openai/gpt-5.2-pro 2020-01-01 21 - - 168 openrouter 0.2.3
openrouter/openai/gpt-5.2-pro:batch 2020-01-01 10.5 - - 84 openrouter 0.2.3
openrouter/openai/gpt-5.2:batch 2020-01-01 0.875 0.0875 - 7 openrouter 0.2.3
openrouter/openai/gpt-5.3-chat 2020-01-01 1.75 0.175 - 14 openrouter 0.2.3
openrouter/openai/gpt-5.3-codex 2020-01-01 1.75 0.175 - 14 openrouter 0.2.3
openrouter/openai/gpt-5.4 2020-01-01 2.5 0.25 - 15 openrouter 0.2.3 {"rules":[{"above":272000,"input_price":5,"cached_input_price":0.5,"output_price":22.5}]}
openrouter/openai/gpt-5.4-image-2 2020-01-01 8 2 - 15 openrouter 0.2.3
openrouter/openai/gpt-5.4-mini 2020-01-01 0.75 0.075 - 4.5 openrouter 0.2.3
openrouter/openai/gpt-5.4-mini:batch 2020-01-01 0.375 0.0375 - 2.25 openrouter 0.2.3
openrouter/openai/gpt-5.4-nano 2020-01-01 0.2 0.02 - 1.25 openrouter 0.2.3
openrouter/openai/gpt-5.4-nano:batch 2020-01-01 0.1 0.01 - 0.625 openrouter 0.2.3
openrouter/openai/gpt-5.4-pro 2020-01-01 30 - - 180 openrouter 0.2.3 {"rules":[{"above":272000,"input_price":60,"output_price":270}]}
openrouter/openai/gpt-5.4-pro:batch 2020-01-01 15 - - 90 openrouter 0.2.3 {"rules":[{"above":272000,"input_price":30,"output_price":135}]}
openrouter/openai/gpt-5.4:batch 2020-01-01 1.25 0.125 - 7.5 openrouter 0.2.3 {"rules":[{"above":272000,"input_price":2.5,"cached_input_price":0.25,"output_price":11.25}]}
openrouter/openai/gpt-5.5 2020-01-01 5 0.5 - 30 openrouter 0.2.3 {"rules":[{"above":272000,"input_price":10,"cached_input_price":1,"output_price":45}]}
openrouter/openai/gpt-5.5-pro 2020-01-01 30 - - 180 openrouter 0.2.3 {"rules":[{"above":272000,"input_price":60,"output_price":270}]}
openrouter/openai/gpt-5.5-pro:batch 2020-01-01 15 - - 90 openrouter 0.2.3 {"rules":[{"above":272000,"input_price":30,"output_price":135}]}
openrouter/openai/gpt-5.5:batch 2020-01-01 2.5 0.25 - 15 openrouter 0.2.3 {"rules":[{"above":272000,"input_price":5,"cached_input_price":0.5,"output_price":22.5}]}
openrouter/openai/gpt-5.6-luna 2020-01-01 0.2 0.02 0.25 1.2 openrouter 0.2.3 {"rules":[{"above":272000,"input_price":0.4,"cached_input_price":0.04,"cache_write_price":0.5,"output_price":1.8}]}
openrouter/openai/gpt-5.6-luna-pro 2020-01-01 0.2 0.02 0.25 1.2 openrouter 0.2.3 {"rules":[{"above":272000,"input_price":0.4,"cached_input_price":0.04,"cache_write_price":0.5,"output_price":1.8}]}
openrouter/openai/gpt-5.6-luna-pro:batch 2020-01-01 0.1 0.01 0.125 0.6 openrouter 0.2.3 {"rules":[{"above":272000,"input_price":0.2,"cached_input_price":0.02,"cache_write_price":0.25,"output_price":0.9}]}
openrouter/openai/gpt-5.6-luna:batch 2020-01-01 0.1 0.01 0.125 0.6 openrouter 0.2.3 {"rules":[{"above":272000,"input_price":0.2,"cached_input_price":0.02,"cache_write_price":0.25,"output_price":0.9}]}
openrouter/openai/gpt-5.6-sol 2020-01-01 2 0.2 2.5 10 openrouter 0.2.3 {"rules":[{"above":272000,"input_price":4,"cached_input_price":0.4,"cache_write_price":5,"output_price":15}]}
openrouter/openai/gpt-5.6-sol 2026-10-19 4 0.4 5 20 openrouter 0.2.3 {"rules":[{"above":272000,"input_price":8,"cached_input_price":0.8,"cache_write_price":10,"output_price":30}]}
openrouter/openai/gpt-5.6-sol-pro 2020-01-01 4 0.4 5 20 openrouter 0.2.3 {"rules":[{"above":272000,"input_price":8,"cached_input_price":0.8,"cache_write_price":10,"output_price":30}]}
openrouter/openai/gpt-5.6-sol-pro:batch 2020-01-01 2 0.2 2.5 10 openrouter 0.2.3 {"rules":[{"above":272000,"input_price":4,"cached_input_price":0.4,"cache_write_price":5,"output_price":15}]}
openrouter/openai/gpt-5.6-sol:batch 2020-01-01 2 0.2 2.5 10 openrouter 0.2.3 {"rules":[{"above":272000,"input_price":4,"cached_input_price":0.4,"cache_write_price":5,"output_price":15}]}
openrouter/openai/gpt-5.6-terra 2020-01-01 2 0.2 2.5 12 openrouter 0.2.3 {"rules":[{"above":272000,"input_price":4,"cached_input_price":0.4,"cache_write_price":5,"output_price":18}]}
openrouter/openai/gpt-5.6-terra-pro 2020-01-01 2 0.2 2.5 12 openrouter 0.2.3 {"rules":[{"above":272000,"input_price":4,"cached_input_price":0.4,"cache_write_price":5,"output_price":18}]}
openrouter/openai/gpt-5.6-terra-pro:batch 2020-01-01 1 0.1 1.25 6 openrouter 0.2.3 {"rules":[{"above":272000,"input_price":2,"cached_input_price":0.2,"cache_write_price":2.5,"output_price":9}]}
openrouter/openai/gpt-5.6-terra:batch 2020-01-01 1 0.1 1.25 6 openrouter 0.2.3 {"rules":[{"above":272000,"input_price":2,"cached_input_price":0.2,"cache_write_price":2.5,"output_price":9}]}
openrouter/openai/gpt-5:batch 2020-01-01 0.625 0.0625 - 5 openrouter 0.2.3
openrouter/openai/gpt-6-astra 2020-01-01 10 1 12.5 50 openrouter 0.2.3 {"rules":[{"above":272000,"input_price":20,"cached_input_price":2,"cache_write_price":25,"output_price":75}]}
openrouter/openai/gpt-6-astra-pro:batch 2020-01-01 5 0.5 6.25 25 openrouter 0.2.3 {"rules":[{"above":272000,"input_price":10,"cached_input_price":1,"cache_write_price":12.5,"output_price":37.5}]}
openrouter/openai/gpt-6-astra:batch 2020-01-01 5 0.5 6.25 25 openrouter 0.2.3 {"rules":[{"above":272000,"input_price":10,"cached_input_price":1,"cache_write_price":12.5,"output_price":37.5}]}
openrouter/openai/gpt-6-luna 2020-01-01 0.1 0.01 0.125 0.5 openrouter 0.2.3 {"rules":[{"above":272000,"input_price":0.2,"cached_input_price":0.02,"cache_write_price":0.25,"output_price":0.75}]}
openrouter/openai/gpt-6-luna:batch 2020-01-01 0.05 0.005 0.0625 0.25 openrouter 0.2.3 {"rules":[{"above":272000,"input_price":0.1,"cached_input_price":0.01,"cache_write_price":0.125,"output_price":0.375}]}
openrouter/openai/gpt-6-sol 2020-01-01 2 0.2 2.5 10 openrouter 0.2.3 {"rules":[{"above":272000,"input_price":4,"cached_input_price":0.4,"cache_write_price":5,"output_price":15}]}
openrouter/openai/gpt-6-sol:batch 2020-01-01 1 0.1 1.25 5 openrouter 0.2.3 {"rules":[{"above":272000,"input_price":2,"cached_input_price":0.2,"cache_write_price":2.5,"output_price":7.5}]}
openrouter/openai/gpt-6.1-sol 2020-01-01 2 0.1 2.5 10 openrouter 0.2.3 {"rules":[{"above":272000,"input_price":4,"cached_input_price":0.2,"cache_write_price":5,"output_price":15}]}
openrouter/openai/gpt-6.1-sol:batch 2020-01-01 1 0.05 1.25 5 openrouter 0.2.3 {"rules":[{"above":272000,"input_price":2,"cached_input_price":0.1,"cache_write_price":2.5,"output_price":7.5}]}
openrouter/openai/gpt-6.1-terra 2020-01-01 1 0.05 1.25 5 openrouter 0.2.3 {"rules":[{"above":272000,"input_price":2,"cached_input_price":0.1,"cache_write_price":2.5,"output_price":7.5}]}
openrouter/openai/gpt-6.1-terra-pro:batch 2020-01-01 0.5 0.025 0.625 2.5 openrouter 0.2.3 {"rules":[{"above":272000,"input_price":1,"cached_input_price":0.05,"cache_write_price":1.25,"output_price":3.75}]}
openrouter/openai/gpt-6.1-terra:batch 2020-01-01 0.5 0.025 0.625 2.5 openrouter 0.2.3 {"rules":[{"above":272000,"input_price":1,"cached_input_price":0.05,"cache_write_price":1.25,"output_price":3.75}]}
openrouter/openai/gpt-audio 2020-01-01 2.5 - - 10 openrouter 0.2.3
openrouter/openai/gpt-audio-mini 2020-01-01 0.6 - - 2.4 openrouter 0.2.3
openrouter/openai/gpt-chat-latest 2020-01-01 5 0.5 - 30 openrouter 0.2.3
openrouter/openai/gpt-oss-120b 2020-01-01 0.039 - - 0.18 openrouter 0.2.3
openrouter/openai/gpt-oss-120b 2026-10-19 0.15 0.075 - 0.6 openrouter 0.2.3
openrouter/openai/gpt-oss-120b 2026-11-03 0.1 - - 0.5 openrouter 0.2.3
openrouter/openai/gpt-oss-120b:batch 2020-01-01 0.0296 - - 0.136 openrouter 0.2.3
openrouter/openai/gpt-oss-120b:free 2020-01-01 0 - - 0 openrouter 0.2.3
openrouter/openai/gpt-oss-20b 2020-01-01 0.029 - - 0.14 openrouter 0.2.3
openrouter/openai/gpt-oss-20b 2026-10-19 0.018 0.009 - 0.09 openrouter 0.2.3
openrouter/openai/gpt-oss-20b 2026-11-03 0.03 0.009 - 0.14 openrouter 0.2.3
openrouter/openai/gpt-oss-20b:batch 2020-01-01 0.024 - - 0.112 openrouter 0.2.3
openrouter/openai/gpt-oss-20b:free 2020-01-01 0 - - 0 openrouter 0.2.3
openrouter/openai/gpt-oss-safeguard-20b 2020-01-01 0.075 0.037 - 0.3 openrouter 0.2.3
openrouter/openai/gpt-oss-safeguard-20b 2026-10-19 0.075 0.0375 - 0.3 openrouter 0.2.3
openrouter/openai/o1 2020-01-01 15 7.5 - 60 openrouter 0.2.3
openrouter/openai/o1-mini 2020-01-01 1.1 - - 4.4 openrouter 0.2.3
openrouter/openai/o1-pro 2020-01-01 150 - - 600 openrouter 0.2.3
openrouter/openai/o3 2020-01-01 2 0.5 - 8 openrouter 0.2.3
openrouter/openai/o3-deep-research 2020-01-01 10 2.5 - 40 openrouter 0.2.3
openrouter/openai/o3-mini 2020-01-01 1.1 0.55 - 4.4 openrouter 0.2.3
openrouter/openai/o3-mini:batch 2020-01-01 0.55 0.275 - 2.2 openrouter 0.2.3
openrouter/openai/o3-pro 2020-01-01 20 - - 80 openrouter 0.2.3
openrouter/openai/o3:batch 2020-01-01 1 0.25 - 4 openrouter 0.2.3
openrouter/openai/o4-mini 2020-01-01 1.1 0.275 - 4.4 openrouter 0.2.3
openrouter/openai/o4-mini-deep-research 2020-01-01 2 0.5 - 8 openrouter 0.2.3
openrouter/openai/o4-mini:batch 2020-01-01 0.55 0.1375 - 2.2 openrouter 0.2.3
openrouter/openchat/openchat-7b 2020-01-01 0.07 - - 0.07 openrouter 0.2.3
openrouter/openhands-lm-32b-v0.1 2020-01-01 2.6 - - 3.4 openrouter 0.2.3
openrouter/particle-ai/particle-1 2020-01-01 0.05 0.003 - 0.5 openrouter 0.2.3
openrouter/perceptron/perceptron-mk1 2020-01-01 0.15 - - 1.5 openrouter 0.2.3
openrouter/perceptron/perceptron-mk1.5 2020-01-01 0.15 - - 1.5 openrouter 0.2.3
openrouter/perplexity/llama-3.1-sonar-large-128k-online 2020-01-01 1 - - 1 openrouter 0.2.3
openrouter/perplexity/llama-3.1-sonar-small-128k-online 2020-01-01 0.2 - - 0.2 openrouter 0.2.3
openrouter/perplexity/pplx-decider-v1-27b 2020-01-01 0.04 - - 0 openrouter 0.2.3
openrouter/perplexity/pplx-decider-v1.1-27b 2020-01-01 0.02 - - 0 openrouter 0.2.3
openrouter/perplexity/r1-1776 2020-01-01 2 - - 8 openrouter 0.2.3
openrouter/perplexity/sonar 2020-01-01 1 - - 1 openrouter 0.2.3
openrouter/perplexity/sonar-deep-research 2020-01-01 2 - - 8 openrouter 0.2.3 {"reasoning_price":3}
openrouter/perplexity/sonar-pro 2020-01-01 3 - - 15 openrouter 0.2.3
openrouter/perplexity/sonar-pro-search 2020-01-01 3 - - 15 openrouter 0.2.3
openrouter/perplexity/sonar-reasoning 2020-01-01 1 - - 5 openrouter 0.2.3
openrouter/perplexity/sonar-reasoning-pro 2020-01-01 2 - - 8 openrouter 0.2.3
openrouter/phi-3-medium-128k-instruct 2020-01-01 1 - - 1 openrouter 0.2.3
openrouter/phi-3-mini-128k-instruct 2020-01-01 0.1 - - 0.1 openrouter 0.2.3
openrouter/phi-3.5-mini-128k-instruct 2020-01-01 0.1 - - 0.1 openrouter 0.2.3
openrouter/phi-4-multimodal-instruct 2020-01-01 0.05 - - 0.1 openrouter 0.2.3
openrouter/phi-4-reasoning-plus 2020-01-01 0.07 - - 0.35 openrouter 0.2.3
openrouter/phi-4-reasoning-plus:free 2020-01-01 0 - - 0 openrouter 0.2.3
openrouter/phi-4-reasoning:free 2020-01-01 0 - - 0 openrouter 0.2.3
openrouter/pixtral-12b 2020-01-01 0.1 - - 0.1 openrouter 0.2.3
openrouter/pixtral-large-2411 2020-01-01 2 - - 6 openrouter 0.2.3
openrouter/poolside/laguna-m.1:free 2020-01-01 0 - - 0 openrouter 0.2.3
openrouter/poolside/laguna-s-2.1 2020-01-01 0.09 0.009 - 0.18 openrouter 0.2.3
openrouter/poolside/laguna-s-2.1:free 2020-01-01 0 - - 0 openrouter 0.2.3
openrouter/poolside/laguna-xs-2.1 2020-01-01 0.06 0.03 - 0.12 openrouter 0.2.3
openrouter/poolside/laguna-xs-2.1:free 2020-01-01 0 - - 0 openrouter 0.2.3
openrouter/poolside/laguna-xs.2:free 2020-01-01 0 - - 0 openrouter 0.2.3
openrouter/prime-intellect/intellect-3 2020-01-01 0.2 - - 1.1 openrouter 0.2.3
openrouter/prism-ml/ternary-bonsai-2-27b 2020-01-01 0.075 0.0375 - 0.5 openrouter 0.2.3
openrouter/prism-ml/ternary-bonsai-2-9b 2020-01-01 0.08 0.04 - 0.13 openrouter 0.2.3
openrouter/pygmalionai/mythalion-13b 2020-01-01 0.5625 - - 1.125 openrouter 0.2.3
openrouter/qwen-2-72b-instruct 2020-01-01 0.9 - - 0.9 openrouter 0.2.3
openrouter/qwen-2.5-72b-instruct:free 2020-01-01 0 - - 0 openrouter 0.2.3
openrouter/qwen-2.5-coder-32b-instruct:free 2020-01-01 0 - - 0 openrouter 0.2.3
openrouter/qwen-2.5-vl-7b-instruct 2020-01-01 0.2 - - 0.2 openrouter 0.2.3
openrouter/qwen-max 2020-01-01 1.6 0.64 - 6.4 openrouter 0.2.3
openrouter/qwen-turbo 2020-01-01 0.05 0.02 - 0.2 openrouter 0.2.3
openrouter/qwen-vl-max 2020-01-01 0.8 - - 3.2 openrouter 0.2.3
openrouter/qwen-vl-plus 2020-01-01 0.21 - - 0.63 openrouter 0.2.3
openrouter/qwen/qwen-2-72b-instruct 2020-01-01 0.9 - - 0.9 openrouter 0.2.3
openrouter/qwen/qwen-2.5-72b-instruct 2020-01-01 0.12 - - 0.39 openrouter 0.2.3
openrouter/qwen/qwen-2.5-72b-instruct 2026-10-19 0.36 - - 0.4 openrouter 0.2.3
openrouter/qwen/qwen-2.5-72b-instruct:free 2020-01-01 0 - - 0 openrouter 0.2.3
openrouter/qwen/qwen-2.5-7b-instruct 2020-01-01 0.04 - - 0.1 openrouter 0.2.3
openrouter/qwen/qwen-2.5-7b-instruct 2026-10-19 0.1 - - 0.2 openrouter 0.2.3
openrouter/qwen/qwen-2.5-7b-instruct:free 2020-01-01 0 - - 0 openrouter 0.2.3
openrouter/qwen/qwen-2.5-coder-32b-instruct 2020-01-01 0.06 - - 0.15 openrouter 0.2.3
openrouter/qwen/qwen-2.5-coder-32b-instruct 2026-10-19 0.66 - - 1 openrouter 0.2.3
openrouter/qwen/qwen-2.5-coder-32b-instruct:free 2020-01-01 0 - - 0 openrouter 0.2.3
openrouter/qwen/qwen-2.5-vl-72b-instruct 2020-01-01 0.6 - - 0.6 openrouter 0.2.3
openrouter/qwen/qwen-2.5-vl-7b-instruct 2020-01-01 0.2 - - 0.2 openrouter 0.2.3
openrouter/qwen/qwen-2.5-vl-7b-instruct:free 2020-01-01 0 - - 0 openrouter 0.2.3
openrouter/qwen/qwen-max 2020-01-01 1.6 - - 6.4 openrouter 0.2.3
openrouter/qwen/qwen-plus 2020-01-01 0.4 0.16 - 1.2 openrouter 0.2.3
openrouter/qwen/qwen-plus 2026-10-19 0.26 0.052 0.325 0.78 openrouter 0.2.3 {"rules":[{"above":256000,"input_price":0.78,"cached_input_price":0.156,"cache_write_price":0.975,"output_price":2.34}]}
openrouter/qwen/qwen-plus-2025-07-28 2020-01-01 0.26 - - 0.78 openrouter 0.2.3
openrouter/qwen/qwen-plus-2025-07-28:thinking 2020-01-01 0.26 - 0.325 0.78 openrouter 0.2.3
openrouter/qwen/qwen-turbo 2020-01-01 0.05 - - 0.2 openrouter 0.2.3
openrouter/qwen/qwen-vl-max 2020-01-01 0.8 - - 3.2 openrouter 0.2.3
openrouter/qwen/qwen-vl-plus 2020-01-01 0.21 - - 0.63 openrouter 0.2.3
openrouter/qwen/qwen2.5-coder-7b-instruct 2020-01-01 0.2 - - 0.2 openrouter 0.2.3
openrouter/qwen/qwen2.5-vl-32b-instruct 2020-01-01 0.9 - - 0.9 openrouter 0.2.3
openrouter/qwen/qwen2.5-vl-32b-instruct:free 2020-01-01 0 - - 0 openrouter 0.2.3
openrouter/qwen/qwen2.5-vl-3b-instruct:free 2020-01-01 0 - - 0 openrouter 0.2.3
openrouter/qwen/qwen2.5-vl-72b-instruct 2020-01-01 0.7 - - 0.7 openrouter 0.2.3
openrouter/qwen/qwen2.5-vl-72b-instruct 2026-10-19 0.8 0.4 - 1 openrouter 0.2.3
openrouter/qwen/qwen2.5-vl-72b-instruct:free 2020-01-01 0 - - 0 openrouter 0.2.3
openrouter/qwen/qwen3-14b 2020-01-01 0.06 - - 0.24 openrouter 0.2.3
openrouter/qwen/qwen3-14b 2026-10-19 0.12 - - 0.24 openrouter 0.2.3
openrouter/qwen/qwen3-14b 2026-11-03 0.1 - - 0.22 openrouter 0.2.3
openrouter/qwen/qwen3-235b-a22b 2020-01-01 0.13 - - 0.6 openrouter 0.2.3
openrouter/qwen/qwen3-235b-a22b-2507 2020-01-01 0.09 - - 0.1 openrouter 0.2.3
openrouter/qwen/qwen3-235b-a22b-2507 2026-10-19 0.09 - - 0.55 openrouter 0.2.3
openrouter/qwen/qwen3-235b-a22b-thinking-2507 2020-01-01 0.1 - - 0.1 openrouter 0.2.3
openrouter/qwen/qwen3-235b-a22b-thinking-2507 2026-10-19 0.45 - - 3.5 openrouter 0.2.3
openrouter/qwen/qwen3-30b-a3b 2020-01-01 0.08 - - 0.29 openrouter 0.2.3
openrouter/qwen/qwen3-30b-a3b 2026-10-19 0.12 - - 0.5 openrouter 0.2.3
openrouter/qwen/qwen3-30b-a3b-instruct-2507 2020-01-01 0.04815 - - 0.19305 openrouter 0.2.3
openrouter/qwen/qwen3-30b-a3b-instruct-2507 2026-10-19 0.09 - - 0.3 openrouter 0.2.3
openrouter/qwen/qwen3-30b-a3b-thinking-2507 2020-01-01 0.08 - - 0.4 openrouter 0.2.3
openrouter/qwen/qwen3-32b 2020-01-01 0.1 - - 0.3 openrouter 0.2.3
openrouter/qwen/qwen3-32b 2026-10-19 0.08 - - 0.28 openrouter 0.2.3
openrouter/qwen/qwen3-32b 2026-11-03 0.14 0.09 - 0.4 openrouter 0.2.3
openrouter/qwen/qwen3-8b 2020-01-01 0.035 - - 0.138 openrouter 0.2.3
openrouter/qwen/qwen3-coder 2020-01-01 0.22 - - 1.8 openrouter 0.2.3
openrouter/qwen/qwen3-coder 2026-10-19 0.3 0.1 - 1 openrouter 0.2.3
openrouter/qwen/qwen3-coder-30b-a3b-instruct 2020-01-01 0.07 - - 0.27 openrouter 0.2.3
openrouter/qwen/qwen3-coder-30b-a3b-instruct 2026-10-19 0.07 - - 0.28 openrouter 0.2.3
openrouter/qwen/qwen3-coder-flash 2020-01-01 0.195 0.039 0.24375 0.975 openrouter 0.2.3
openrouter/qwen/qwen3-coder-flash 2026-10-19 0.195 0.039 0.24375 0.975 openrouter 0.2.3 {"rules":[{"above":32000,"input_price":0.325,"cached_input_price":0.065,"cache_write_price":0.40625,"output_price":1.625},{"above":128000,"input_price":0.52,"cached_input_price":0.104,"cache_write_price":0.65,"output_price":2.6}]}
openrouter/qwen/qwen3-coder-next 2020-01-01 0.11 0.07 - 0.8 openrouter 0.2.3
openrouter/qwen/qwen3-coder-next 2026-10-19 0.12 0.07 - 0.8 openrouter 0.2.3
openrouter/qwen/qwen3-coder-plus 2020-01-01 0.65 0.13 0.8125 3.25 openrouter 0.2.3
openrouter/qwen/qwen3-coder:free 2020-01-01 0 - - 0 openrouter 0.2.3
openrouter/qwen/qwen3-max 2020-01-01 1.2 - - 6 openrouter 0.2.3
openrouter/qwen/qwen3-max-thinking 2020-01-01 0.78 - - 3.9 openrouter 0.2.3
openrouter/qwen/qwen3-next-80b-a3b-instruct 2020-01-01 0.09 - - 1.1 openrouter 0.2.3
openrouter/qwen/qwen3-next-80b-a3b-instruct:free 2020-01-01 0 - - 0 openrouter 0.2.3
openrouter/qwen/qwen3-next-80b-a3b-thinking 2020-01-01 0.0975 - - 0.78 openrouter 0.2.3
openrouter/qwen/qwen3-next-80b-a3b-thinking 2026-10-19 0.15 - - 1.2 openrouter 0.2.3
openrouter/qwen/qwen3-vl-235b-a22b-instruct 2020-01-01 0.2 0.11 - 0.88 openrouter 0.2.3
openrouter/qwen/qwen3-vl-235b-a22b-instruct 2026-10-19 0.21 0.1 - 1.9 openrouter 0.2.3
openrouter/qwen/qwen3-vl-235b-a22b-thinking 2020-01-01 0.26 - - 2.6 openrouter 0.2.3
openrouter/qwen/qwen3-vl-30b-a3b-instruct 2020-01-01 0.13 - - 0.52 openrouter 0.2.3
openrouter/qwen/qwen3-vl-30b-a3b-instruct 2026-10-19 0.15 - - 0.6 openrouter 0.2.3
openrouter/qwen/qwen3-vl-30b-a3b-instruct 2026-11-03 0.2 - - 0.7 openrouter 0.2.3
openrouter/qwen/qwen3-vl-30b-a3b-thinking 2020-01-01 0.13 - - 1.56 openrouter 0.2.3
openrouter/qwen/qwen3-vl-30b-a3b-thinking 2026-10-19 0.29 - - 1 openrouter 0.2.3
openrouter/qwen/qwen3-vl-32b-instruct 2020-01-01 0.104 - - 0.416 openrouter 0.2.3
openrouter/qwen/qwen3-vl-8b-instruct 2020-01-01 0.08 - - 0.5 openrouter 0.2.3
openrouter/qwen/qwen3-vl-8b-instruct 2026-10-19 0.25 0.12 - 0.75 openrouter 0.2.3
openrouter/qwen/qwen3-vl-8b-thinking 2020-01-01 0.117 - - 1.365 openrouter 0.2.3
openrouter/qwen/qwen3.5-122b-a10b 2020-01-01 0.26 - - 2.08 openrouter 0.2.3
openrouter/qwen/qwen3.5-27b 2020-01-01 0.195 - - 1.56 openrouter 0.2.3
openrouter/qwen/qwen3.5-27b 2026-10-19 0.27 - - 2.16 openrouter 0.2.3
openrouter/qwen/qwen3.5-27b 2026-11-03 0.195 - - 1.56 openrouter 0.2.3
openrouter/qwen/qwen3.5-35b-a3b 2020-01-01 0.14 0.05 - 1 openrouter 0.2.3
openrouter/qwen/qwen3.5-35b-a3b 2026-10-19 0.15 0.05 - 1 openrouter 0.2.3
openrouter/qwen/qwen3.5-35b-a3b 2026-11-03 0.1625 0.05 - 1.3 openrouter 0.2.3
openrouter/qwen/qwen3.5-397b-a17b 2020-01-01 0.39 - - 2.34 openrouter 0.2.3
openrouter/qwen/qwen3.5-397b-a17b 2026-10-19 0.5 0.3 - 3.6 openrouter 0.2.3
openrouter/qwen/qwen3.5-397b-a17b 2026-10-20 0.39 0.3 - 2.34 openrouter 0.2.3
openrouter/qwen/qwen3.5-9b 2020-01-01 0.1 - - 0.15 openrouter 0.2.3
openrouter/qwen/qwen3.5-flash-02-23 2020-01-01 0.065 - - 0.26 openrouter 0.2.3
openrouter/qwen/qwen3.5-plus-02-15 2020-01-01 0.4 - - 2.4 openrouter 0.2.3
openrouter/qwen/qwen3.5-plus-02-15 2026-10-19 0.26 - - 1.56 openrouter 0.2.3 {"rules":[{"above":256000,"input_price":0.325,"output_price":1.95}]}
openrouter/qwen/qwen3.5-plus-20260420 2020-01-01 0.3 - 0.375 1.8 openrouter 0.2.3
openrouter/qwen/qwen3.5-plus-20260420 2026-10-19 0.3 - 0.375 1.8 openrouter 0.2.3 {"rules":[{"above":256000,"input_price":0.375,"cache_write_price":0.46875,"output_price":2.25}]}
openrouter/qwen/qwen3.6-27b 2020-01-01 0.289 - - 2.4 openrouter 0.2.3
openrouter/qwen/qwen3.6-27b 2026-10-19 0.25 0.025 - 2 openrouter 0.2.3
openrouter/qwen/qwen3.6-27b 2026-11-03 0.45 0.025 - 2.7 openrouter 0.2.3
openrouter/qwen/qwen3.6-35b-a3b 2020-01-01 0.14 - - 1 openrouter 0.2.3
openrouter/qwen/qwen3.6-35b-a3b 2026-10-19 0.15 0.05 - 1 openrouter 0.2.3
openrouter/qwen/qwen3.6-35b-a3b 2026-10-20 0.1 0.05 - 0.95 openrouter 0.2.3
openrouter/qwen/qwen3.6-35b-a3b 2026-11-09 0.1 - - 0.95 openrouter 0.2.3
openrouter/qwen/qwen3.6-flash 2020-01-01 0.1875 - 0.234375 1.125 openrouter 0.2.3
openrouter/qwen/qwen3.6-flash 2026-10-19 0.1875 - 0.234375 1.125 openrouter 0.2.3 {"rules":[{"above":256000,"input_price":0.75,"cache_write_price":0.9375,"output_price":3}]}
openrouter/qwen/qwen3.6-max-preview 2020-01-01 1.04 - 1.3 6.24 openrouter 0.2.3
openrouter/qwen/qwen3.6-plus 2020-01-01 0.325 - 0.40625 1.95 openrouter 0.2.3
openrouter/qwen/qwen3.6-plus 2026-10-19 0.325 - 0.40625 1.95 openrouter 0.2.3 {"rules":[{"above":256000,"input_price":1.3,"cache_write_price":1.625,"output_price":3.9}]}
openrouter/qwen/qwen3.7-flash 2020-01-01 0.03 0.006 0.038 0.13 openrouter 0.2.3 {"rules":[{"above":32000,"input_price":0.1,"cached_input_price":0.02,"cache_write_price":0.125,"output_price":0.4},{"above":256000,"input_price":0.2,"cached_input_price":0.04,"cache_write_price":0.25,"output_price":0.8}]}
openrouter/qwen/qwen3.7-max 2020-01-01 1.25 0.25 1.5625 3.75 openrouter 0.2.3
openrouter/qwen/qwen3.7-max 2026-10-19 1.475 0.295 1.84375 4.425 openrouter 0.2.3
openrouter/qwen/qwen3.7-plus 2020-01-01 0.4 0.08 0.5 1.6 openrouter 0.2.3
openrouter/qwen/qwen3.7-plus 2026-10-19 0.32 0.064 0.4 1.28 openrouter 0.2.3 {"rules":[{"above":256000,"input_price":0.96,"cached_input_price":0.192,"cache_write_price":1.2,"output_price":3.84}]}
openrouter/qwen/qwen3.7-plus:batch 2020-01-01 0.23 - - 0.92 openrouter 0.2.3
openrouter/qwen/qwen3.8-2.4t-a95b 2020-01-01 2 0.25 - 6 openrouter 0.2.3
openrouter/qwen/qwen3.8-2.4t-a95b 2026-11-03 2 0.25 2.5 6 openrouter 0.2.3
openrouter/qwen/qwen3.8-27b 2020-01-01 0.24 0.05 - 2.2 openrouter 0.2.3
openrouter/qwen/qwen3.8-27b 2026-11-03 0.425 0.085 0.53125 2.55 openrouter 0.2.3
openrouter/qwen/qwen3.8-27b:batch 2020-01-01 0.16 0.04 0.2 2 openrouter 0.2.3
openrouter/qwen/qwen3.8-flash 2020-01-01 0.15 0.016 - 0.47 openrouter 0.2.3
openrouter/qwen/qwen3.8-max-0902 2020-01-01 2 0.25 - 6 openrouter 0.2.3
openrouter/qwen/qwen3.8-max-prime 2020-01-01 4 0.5 - 12 openrouter 0.2.3
openrouter/qwen/qwen3.8-omni-flash 2020-01-01 0.15 0.016 - 0.47 openrouter 0.2.3
openrouter/qwen/qwq-32b 2020-01-01 0.15 - - 0.2 openrouter 0.2.3
openrouter/qwen/qwq-32b-preview 2020-01-01 0.2 - - 0.2 openrouter 0.2.3
openrouter/qwen/qwq-32b-preview:free 2020-01-01 0 - - 0 openrouter 0.2.3
openrouter/qwen/qwq-32b:free 2020-01-01 0 - - 0 openrouter 0.2.3
openrouter/qwen2.5-vl-32b-instruct 2020-01-01 0.9 - - 0.9 openrouter 0.2.3
openrouter/qwen2.5-vl-32b-instruct:free 2020-01-01 0 - - 0 openrouter 0.2.3
openrouter/qwen2.5-vl-72b-instruct:free 2020-01-01 0 - - 0 openrouter 0.2.3
openrouter/qwen3-14b:free 2020-01-01 0 - - 0 openrouter 0.2.3
openrouter/qwen3-235b-a22b:free 2020-01-01 0 - - 0 openrouter 0.2.3
openrouter/qwen3-30b-a3b:free 2020-01-01 0 - - 0 openrouter 0.2.3
openrouter/qwen3-32b:free 2020-01-01 0 - - 0 openrouter 0.2.3
openrouter/qwen3-8b:free 2020-01-01 0 - - 0 openrouter 0.2.3
openrouter/qwerky-72b:free 2020-01-01 0 - - 0 openrouter 0.2.3
openrouter/qwq-32b 2020-01-01 0.15 - - 0.2 openrouter 0.2.3
openrouter/qwq-32b-arliai-rpr-v1:free 2020-01-01 0 - - 0 openrouter 0.2.3
openrouter/qwq-32b-preview 2020-01-01 0.2 - - 0.2 openrouter 0.2.3
openrouter/qwq-32b:free 2020-01-01 0 - - 0 openrouter 0.2.3
openrouter/r1-1776 2020-01-01 2 - - 8 openrouter 0.2.3
openrouter/raifle/sorcererlm-8x22b 2020-01-01 4.5 - - 4.5 openrouter 0.2.3
openrouter/recursive/flint-v1.0:free 2020-01-01 0 - - 0 openrouter 0.2.3
openrouter/reflection/beam-1.0-501b-a23b 2020-01-01 1 0.1 - 3 openrouter 0.2.3
openrouter/reflection/beam-1.0-501b-a23b 2026-10-20 0.3 0.04 - 1 openrouter 0.2.3
openrouter/reflection/beam-1.0-501b-a23b 2026-11-03 0.4 0.04 - 1.2 openrouter 0.2.3
openrouter/reka-flash-3:free 2020-01-01 0 - - 0 openrouter 0.2.3
openrouter/rekaai/reka-edge 2020-01-01 0.1 - - 0.1 openrouter 0.2.3
openrouter/rekaai/reka-flash-3 2020-01-01 0.1 - - 0.2 openrouter 0.2.3
openrouter/rekaai/reka-flash-3:free 2020-01-01 0 - - 0 openrouter 0.2.3
openrouter/relace/relace-apply-3 2020-01-01 0.85 - - 1.25 openrouter 0.2.3
openrouter/relace/relace-search 2020-01-01 1 - - 3 openrouter 0.2.3
openrouter/ricursiveai/ripple-65b-preview 2020-01-01 0.2 0.05 - 0.6 openrouter 0.2.3
openrouter/sakana/fugu-max 2020-01-01 2 0.25 - 6 openrouter 0.2.3
openrouter/sakana/fugu-ultra 2020-01-01 5 0.5 - 30 openrouter 0.2.3 {"rules":[{"above":272000,"input_price":10,"cached_input_price":1,"output_price":45}]}
openrouter/sakana/sakana-namazu 2020-01-01 0.95 0.15 - 4 openrouter 0.2.3
openrouter/sao10k/fimbulvetr-11b-v2 2020-01-01 0.8 - - 1.2 openrouter 0.2.3
openrouter/sao10k/l3-euryale-70b 2020-01-01 1.48 - - 1.48 openrouter 0.2.3
openrouter/sao10k/l3-lunaris-8b 2020-01-01 0.02 - - 0.05 openrouter 0.2.3
openrouter/sao10k/l3-lunaris-8b 2026-10-19 0.04 - - 0.05 openrouter 0.2.3
openrouter/sao10k/l3.1-70b-hanami-x1 2020-01-01 3 - - 3 openrouter 0.2.3
openrouter/sao10k/l3.1-euryale-70b 2020-01-01 0.7 - - 0.8 openrouter 0.2.3
openrouter/sao10k/l3.1-euryale-70b 2026-10-19 0.85 - - 0.85 openrouter 0.2.3
openrouter/sao10k/l3.3-euryale-70b 2020-01-01 0.7 - - 0.8 openrouter 0.2.3
openrouter/sao10k/l3.3-euryale-70b 2026-10-19 0.65 - - 0.75 openrouter 0.2.3
openrouter/sarvam-m:free 2020-01-01 0 - - 0 openrouter 0.2.3
openrouter/scaledown/extract 2020-01-01 0.04 - - 0 openrouter 0.2.3
openrouter/scaledown/summarize 2020-01-01 0.04 - - 0 openrouter 0.2.3
openrouter/scb10x/llama3.1-typhoon2-70b-instruct 2020-01-01 0.88 - - 0.88 openrouter 0.2.3
openrouter/scb10x/llama3.1-typhoon2-8b-instruct 2020-01-01 0.18 - - 0.18 openrouter 0.2.3
openrouter/shisa-ai/shisa-v2-llama3.3-70b:free 2020-01-01 0 - - 0 openrouter 0.2.3
openrouter/shisa-v2-llama3.3-70b:free 2020-01-01 0 - - 0 openrouter 0.2.3
openrouter/sonar-reasoning 2020-01-01 1 - - 5 openrouter 0.2.3
openrouter/sophosympatheia/midnight-rose-70b 2020-01-01 0.8 - - 0.8 openrouter 0.2.3
openrouter/sophosympatheia/rogue-rose-103b-v0.2:free 2020-01-01 0 - - 0 openrouter 0.2.3
openrouter/sorcererlm-8x22b 2020-01-01 4.5 - - 4.5 openrouter 0.2.3
openrouter/spotlight 2020-01-01 0.18 - - 0.18 openrouter 0.2.3
openrouter/steelskull/l3.3-electra-r1-70b 2020-01-01 0.7 - - 0.95 openrouter 0.2.3
openrouter/stepfun/step-3.5-flash 2020-01-01 0.09 0.02 - 0.3 openrouter 0.2.3
openrouter/stepfun/step-3.5-flash 2026-10-19 0.1 0.02 - 0.3 openrouter 0.2.3
openrouter/stepfun/step-3.7-flash 2020-01-01 0.2 0.04 - 1.15 openrouter 0.2.3
openrouter/stepfun/step-5-preview 2020-01-01 1 0.1 - 2.7 openrouter 0.2.3
openrouter/switchpoint/router 2020-01-01 0.85 - - 3.4 openrouter 0.2.3
openrouter/tencent/hunyuan-a13b-instruct 2020-01-01 0.14 - - 0.57 openrouter 0.2.3
openrouter/tencent/hy-mt2-1.8b 2020-01-01 0.044 - - 0.177 openrouter 0.2.3
openrouter/tencent/hy-mt2-30b-a3b 2020-01-01 0.074 - - 0.295 openrouter 0.2.3
openrouter/tencent/hy-mt2-7b 2020-01-01 0.074 - - 0.295 openrouter 0.2.3
openrouter/tencent/hy3-preview 2020-01-01 0.063 0.021 - 0.21 openrouter 0.2.3
openrouter/tencent/hy3-preview 2026-10-19 0.18 0.06 - 0.6 openrouter 0.2.3
openrouter/tencent/hy4 2020-01-01 0.417 0.021 - 1.2505 openrouter 0.2.3
openrouter/thedrummer/anubis-pro-105b-v1 2020-01-01 0.8 - - 1 openrouter 0.2.3
openrouter/thedrummer/cydonia-24b-v4.1 2020-01-01 0.3 0.15 - 0.5 openrouter 0.2.3
openrouter/thedrummer/rocinante-12b 2020-01-01 0.25 - - 0.5 openrouter 0.2.3
openrouter/thedrummer/skyfall-36b-v2 2020-01-01 0.5 - - 0.8 openrouter 0.2.3
openrouter/thedrummer/skyfall-36b-v2 2026-10-19 0.55 0.25 - 0.8 openrouter 0.2.3
openrouter/thedrummer/unslopnemo-12b 2020-01-01 0.5 - - 0.5 openrouter 0.2.3
openrouter/thedrummer/unslopnemo-12b 2026-10-19 0.4 - - 0.4 openrouter 0.2.3
openrouter/thinkingmachines/inkling 2020-01-01 1 0.17 - 4.05 openrouter 0.2.3
openrouter/thinkingmachines/inkling-small 2020-01-01 0.45 0.1 - 1.2 openrouter 0.2.3
openrouter/thinkingmachines/inkling-small:batch 2020-01-01 0.36 0.08 - 0.96 openrouter 0.2.3
openrouter/thinkingmachines/inkling-small:free 2020-01-01 0 - - 0 openrouter 0.2.3
openrouter/thinkingmachines/inkling:free 2020-01-01 0 - - 0 openrouter 0.2.3
openrouter/thudm/glm-4-32b:free 2020-01-01 0 - - 0 openrouter 0.2.3
openrouter/thudm/glm-z1-32b:free 2020-01-01 0 - - 0 openrouter 0.2.3
openrouter/toppy-m-7b 2020-01-01 0.8 - - 1.2 openrouter 0.2.3
openrouter/typesafe/jev-1.13 2020-01-01 0.042 - - 0 openrouter 0.2.3
openrouter/typesafe/jev-1.14 2020-01-01 0.042 - - 0 openrouter 0.2.3
openrouter/unbiased/pareto-26.10 2020-01-01 0.8 0.03 - 3.2 openrouter 0.2.3
openrouter/unbiased/pareto-26.9 2020-01-01 2.5 0.25 - 7.5 openrouter 0.2.3
openrouter/undi95/remm-slerp-l2-13b 2020-01-01 0.8 - - 1.2 openrouter 0.2.3
openrouter/undi95/remm-slerp-l2-13b 2026-10-19 0.35 - - 0.65 openrouter 0.2.3
openrouter/undi95/toppy-m-7b 2020-01-01 0.07 - - 0.07 openrouter 0.2.3
openrouter/upstage/solar-mini4 2020-01-01 0.05 0.005 - 0.2 openrouter 0.2.3
openrouter/upstage/solar-pro-3 2020-01-01 0.15 0.015 - 0.6 openrouter 0.2.3
openrouter/upstage/solar-pro4 2020-01-01 0.09 0.018 - 0.36 openrouter 0.2.3
openrouter/upstage/solar-pro4 2026-10-20 0.15 0.03 - 0.6 openrouter 0.2.3
openrouter/valkyrie-49b-v1 2020-01-01 0.5 - - 0.8 openrouter 0.2.3
openrouter/virtuoso-medium-v2 2020-01-01 0.5 - - 0.8 openrouter 0.2.3
openrouter/writer/palmyra-x5 2020-01-01 0.6 - - 6 openrouter 0.2.3
openrouter/x-ai/grok-2-1212 2020-01-01 2 - - 10 openrouter 0.2.3
openrouter/x-ai/grok-2-vision-1212 2020-01-01 2 - - 10 openrouter 0.2.3
openrouter/x-ai/grok-3-beta 2020-01-01 3 - - 15 openrouter 0.2.3
openrouter/x-ai/grok-3-mini-beta 2020-01-01 0.3 - - 0.5 openrouter 0.2.3
openrouter/x-ai/grok-4-fast 2020-01-01 0.2 0.05 - 0.5 openrouter 0.2.3 {"rules":[{"above":128000,"input_price":0.4,"output_price":1}]}
openrouter/x-ai/grok-4.1-fast:free 2020-01-01 0 - - 0 openrouter 0.2.3
openrouter/x-ai/grok-4.20 2020-01-01 1.25 0.2 - 2.5 openrouter 0.2.3
openrouter/x-ai/grok-4.20 2026-10-19 1.25 0.2 - 2.5 openrouter 0.2.3 {"rules":[{"above":200000,"input_price":2.5,"cached_input_price":0.4,"output_price":5}]}
openrouter/x-ai/grok-4.20-multi-agent 2020-01-01 2 0.2 - 6 openrouter 0.2.3
openrouter/x-ai/grok-4.20-multi-agent 2026-10-19 1.25 0.2 - 2.5 openrouter 0.2.3 {"rules":[{"above":200000,"input_price":2.5,"cached_input_price":0.4,"output_price":5}]}
openrouter/x-ai/grok-4.3 2020-01-01 1.25 0.2 - 2.5 openrouter 0.2.3
openrouter/x-ai/grok-4.3 2026-10-19 1.25 0.2 - 2.5 openrouter 0.2.3 {"rules":[{"above":200000,"input_price":2.5,"cached_input_price":0.4,"output_price":5}]}
openrouter/x-ai/grok-4.3:batch 2020-01-01 1 0.16 - 2 openrouter 0.2.3 {"rules":[{"above":200000,"input_price":2,"cached_input_price":0.32,"output_price":4}]}
openrouter/x-ai/grok-4.5 2020-01-01 2 0.3 - 6 openrouter 0.2.3 {"rules":[{"above":200000,"input_price":4,"cached_input_price":0.6,"output_price":12}]}
openrouter/x-ai/grok-4.6 2020-01-01 2 0.5 - 6 openrouter 0.2.3 {"rules":[{"above":200000,"input_price":4,"cached_input_price":1,"output_price":12}]}
openrouter/x-ai/grok-4.6:batch 2020-01-01 1.6 0.4 - 4.8 openrouter 0.2.3 {"rules":[{"above":200000,"input_price":3.2,"cached_input_price":0.8,"output_price":9.6}]}
openrouter/x-ai/grok-4.7 2020-01-01 2 0.5 - 6 openrouter 0.2.3 {"rules":[{"above":200000,"input_price":4,"cached_input_price":1,"output_price":12}]}
openrouter/x-ai/grok-4.7:batch 2020-01-01 1.6 0.4 - 4.8 openrouter 0.2.3 {"rules":[{"above":200000,"input_price":3.2,"cached_input_price":0.8,"output_price":9.6}]}
openrouter/x-ai/grok-beta 2020-01-01 5 - - 15 openrouter 0.2.3
openrouter/x-ai/grok-build-0.1 2020-01-01 1 0.2 - 2 openrouter 0.2.3
openrouter/x-ai/grok-build-0.1 2026-10-19 1 0.2 - 2 openrouter 0.2.3 {"rules":[{"above":200000,"input_price":2,"cached_input_price":0.4,"output_price":4}]}
openrouter/x-ai/grok-code-fast-1 2020-01-01 0.2 0.02 - 1.5 openrouter 0.2.3
openrouter/x-ai/grok-vision-beta 2020-01-01 5 - - 15 openrouter 0.2.3
openrouter/xiaomi/mimo-v2-flash 2020-01-01 0.1 0.01 - 0.3 openrouter 0.2.3
openrouter/xiaomi/mimo-v2.5 2020-01-01 0.14 0.0028 - 0.28 openrouter 0.2.3
openrouter/xiaomi/mimo-v2.5 2026-11-03 0.119 0.00255 - 0.238 openrouter 0.2.3
openrouter/xiaomi/mimo-v2.5 2026-11-09 0.4 0.08 - 2 openrouter 0.2.3
openrouter/xiaomi/mimo-v2.5-pro 2020-01-01 0.435 0.0036 - 0.87 openrouter 0.2.3
openrouter/xiaomi/mimo-v2.6-flash 2020-01-01 0.14 0.0028 - 0.28 openrouter 0.2.3
openrouter/xiaomi/mimo-v2.6-pro 2020-01-01 0.435 0.0036 - 0.87 openrouter 0.2.3
openrouter/xiaomi/mimo-v2.6-pro-ultraspeed 2020-01-01 4.35 0.036 - 8.7 openrouter 0.2.3
openrouter/xingchen-agi/xing4.0-29b-a4b:free 2020-01-01 0 - - 0 openrouter 0.2.3
openrouter/xwin-lm/xwin-lm-70b 2020-01-01 3.75 - - 3.75 openrouter 0.2.3
openrouter/yi-large 2020-01-01 3 - - 3 openrouter 0.2.3
openrouter/z-ai/glm-4.5 2020-01-01 0.6 0.11 - 2.2 openrouter 0.2.3
openrouter/z-ai/glm-4.5-air 2020-01-01 0.125 0.06 - 0.85 openrouter 0.2.3
openrouter/z-ai/glm-4.5-air 2026-10-19 0.13 0.025 - 0.85 openrouter 0.2.3
openrouter/z-ai/glm-4.5-air 2026-11-03 0.2 0.03 - 1.1 openrouter 0.2.3
openrouter/z-ai/glm-4.5v 2020-01-01 0.6 0.11 - 1.8 openrouter 0.2.3
openrouter/z-ai/glm-4.6 2020-01-01 0.43 0.08 - 1.74 openrouter 0.2.3
openrouter/z-ai/glm-4.6 2026-10-19 0.55 0.11 - 2.2 openrouter 0.2.3
openrouter/z-ai/glm-4.6 2026-11-03 0.6 0.11 - 2.2 openrouter 0.2.3
openrouter/z-ai/glm-4.6v 2020-01-01 0.3 0.05 - 0.9 openrouter 0.2.3
openrouter/z-ai/glm-4.6v 2026-10-19 0.3 0.055 - 0.9 openrouter 0.2.3
openrouter/z-ai/glm-4.6v 2026-11-03 0.3 0.05 - 0.9 openrouter 0.2.3
openrouter/z-ai/glm-4.7 2020-01-01 0.4 0.08 - 1.75 openrouter 0.2.3
openrouter/z-ai/glm-4.7 2026-10-19 0.54 0.099 - 1.98 openrouter 0.2.3
openrouter/z-ai/glm-4.7 2026-11-03 0.6 0.11 - 2.2 openrouter 0.2.3
openrouter/z-ai/glm-4.7-flash 2020-01-01 0.06 0.01 - 0.4 openrouter 0.2.3
openrouter/z-ai/glm-4.7-flash 2026-10-19 0.0605 0.01 - 0.4 openrouter 0.2.3
openrouter/z-ai/glm-5 2020-01-01 0.6 0.12 - 1.92 openrouter 0.2.3
openrouter/z-ai/glm-5 2026-10-19 1 0.2 - 3.2 openrouter 0.2.3
openrouter/z-ai/glm-5 2026-10-20 0.6 0.12 - 1.92 openrouter 0.2.3
openrouter/z-ai/glm-5 2026-11-03 1 0.2 - 3.2 openrouter 0.2.3
openrouter/z-ai/glm-5-turbo 2020-01-01 1.2 0.24 - 4 openrouter 0.2.3
openrouter/z-ai/glm-5.1 2020-01-01 0.98 0.182 - 3.08 openrouter 0.2.3
openrouter/z-ai/glm-5.1 2026-10-19 0.966 0.1794 - 3.036 openrouter 0.2.3
openrouter/z-ai/glm-5.1 2026-11-03 1.4 0.26 - 4.4 openrouter 0.2.3
openrouter/z-ai/glm-5.2 2020-01-01 1.4 0.26 - 4.4 openrouter 0.2.3
openrouter/z-ai/glm-5.2 2026-10-19 0.62 0.14 - 2.42 openrouter 0.2.3
openrouter/z-ai/glm-5.2 2026-11-03 1.4 0.26 - 4.4 openrouter 0.2.3
openrouter/z-ai/glm-5.2:batch 2020-01-01 0.623 0.21 - 1.271 openrouter 0.2.3
openrouter/z-ai/glm-5.3 2020-01-01 1.4 0.26 - 4.4 openrouter 0.2.3
openrouter/z-ai/glm-5.3 2026-10-19 0.079 0.078 - 1.4 openrouter 0.2.3
openrouter/z-ai/glm-5.3 2026-11-03 1.4 0.26 - 4.4 openrouter 0.2.3
openrouter/z-ai/glm-5.3-flash 2020-01-01 0.075 0.015 - 0.25 openrouter 0.2.3
openrouter/z-ai/glm-5.3-flash 2026-09-10 0.15 0.03 - 0.5 openrouter 0.2.3
openrouter/z-ai/glm-5.3-flash 2026-10-19 0.048 0.006 - 0.16 openrouter 0.2.3
openrouter/z-ai/glm-5.3-flash 2026-10-20 0.15 0.03 - 0.5 openrouter 0.2.3
openrouter/z-ai/glm-5.3-flash:batch 2020-01-01 0.05 0.01 - 0.18 openrouter 0.2.3
openrouter/z-ai/glm-5.3-flash:batch 2026-11-09 0.061 0.026 - 0.124 openrouter 0.2.3
openrouter/z-ai/glm-5.3-flashx 2020-01-01 0.37 0.09 - 1.25 openrouter 0.2.3
openrouter/z-ai/glm-5.3-flashx 2026-11-03 0.37 0.075 - 1.25 openrouter 0.2.3
openrouter/z-ai/glm-5.3-flashx-legal 2020-01-01 0.37 0.075 - 1.25 openrouter 0.2.3
openrouter/z-ai/glm-5.3-prime 2020-01-01 2.8 0.56 - 8.8 openrouter 0.2.3
openrouter/z-ai/glm-5.3:batch 2020-01-01 0.45 0.1 - 2 openrouter 0.2.3
openrouter/z-ai/glm-5v-turbo 2020-01-01 1.2 0.24 - 4 openrouter 0.2.3
openrouter/~anthropic/claude-fable-latest 2020-01-01 10 1 12.5 50 openrouter 0.2.3
openrouter/~anthropic/claude-fable-latest 2026-10-19 10 0.25 12.5 50 openrouter 0.2.3
openrouter/~anthropic/claude-haiku-latest 2020-01-01 1 0.1 1.25 5 openrouter 0.2.3
openrouter/~anthropic/claude-haiku-latest 2026-10-07 0.1 0.01 0.125 0.5 openrouter 0.2.3 {"rules":[{"above":100000,"input_price":0.5,"cached_input_price":0.05,"cache_write_price":0.625,"output_price":2.5}]}
openrouter/~anthropic/claude-opus-latest 2020-01-01 5 0.5 6.25 25 openrouter 0.2.3
openrouter/~anthropic/claude-opus-latest 2026-09-22 4 0.2 5 20 openrouter 0.2.3
openrouter/~anthropic/claude-sonnet-latest 2020-01-01 3 0.3 3.75 15 openrouter 0.2.3
openrouter/~anthropic/claude-sonnet-latest 2026-09-28 2 0.2 2.5 10 openrouter 0.2.3
openrouter/~anthropic/claude-sonnet-latest 2026-10-19 2 0.1 2.5 10 openrouter 0.2.3
openrouter/~deepseek/deepseek-flash-latest 2020-01-01 0.05 0.012 - 0.15 openrouter 0.2.3
openrouter/~deepseek/deepseek-pro-latest 2020-01-01 0.225 0.23 - 8 openrouter 0.2.3
openrouter/~deepseek/deepseek-v4-flash-latest 2020-01-01 0.0065 - - 0.45 openrouter 0.2.3
openrouter/~deepseek/deepseek-v4-flash-latest 2026-10-19 0.00688 0.00336 - 0.12 openrouter 0.2.3
openrouter/~google/gemini-flash-latest 2020-01-01 1.5 0.15 0.08333333333333334 9 openrouter 0.2.3
openrouter/~google/gemini-flash-latest 2026-10-19 0.75 0.075 0.0416666666666667 3.75 openrouter 0.2.3
openrouter/~google/gemini-pro-latest 2020-01-01 2 0.2 0.375 12 openrouter 0.2.3
openrouter/~google/gemini-pro-latest 2026-10-19 2 0.1 0.1875 10 openrouter 0.2.3
openrouter/~moonshotai/kimi-latest 2020-01-01 0.68 0.34 - 3.41 openrouter 0.2.3
openrouter/~moonshotai/kimi-latest 2026-10-19 0.239 0.21 - 11.936 openrouter 0.2.3
openrouter/~openai/gpt-astra-latest 2020-01-01 10 1 12.5 50 openrouter 0.2.3 {"rules":[{"above":272000,"input_price":20,"cached_input_price":2,"cache_write_price":25,"output_price":75}]}
openrouter/~openai/gpt-latest 2020-01-01 5 0.5 - 30 openrouter 0.2.3
openrouter/~openai/gpt-luna-latest 2020-01-01 0.1 0.01 0.125 0.5 openrouter 0.2.3 {"rules":[{"above":272000,"input_price":0.2,"cached_input_price":0.02,"cache_write_price":0.25,"output_price":0.75}]}
openrouter/~openai/gpt-mini-latest 2020-01-01 0.75 0.075 - 4.5 openrouter 0.2.3
openrouter/~openai/gpt-sol-latest 2020-01-01 2 0.1 2.5 10 openrouter 0.2.3 {"rules":[{"above":272000,"input_price":4,"cached_input_price":0.2,"cache_write_price":5,"output_price":15}]}
openrouter/~openai/gpt-terra-latest 2020-01-01 2 0.2 2.5 12 openrouter 0.2.3 {"rules":[{"above":272000,"input_price":4,"cached_input_price":0.4,"cache_write_price":5,"output_price":18}]}
openrouter/~unbiased/pareto-latest 2020-01-01 0.8 0.03 - 3.2 openrouter 0.2.3
openrouter/~x-ai/grok-latest 2020-01-01 2 0.5 - 6 openrouter 0.2.3 {"rules":[{"above":200000,"input_price":4,"cached_input_price":1,"output_price":12}]}
openrouter/~z-ai/glm-flash-latest 2020-01-01 0.0392 0.006 - 0.2 openrouter 0.2.3
openrouter/~z-ai/glm-flash-latest 2026-10-19 0.048 0.006 - 0.2 openrouter 0.2.3
openrouter/~z-ai/glm-latest 2020-01-01 0.04 0.025 - 6 openrouter 0.2.3
openrouter/~z-ai/glm-latest 2026-10-19 0.042 0.026 - 6 openrouter 0.2.3
ovhcloud/bge-base-en-v1.5 2020-01-01 0.01 - - 0 ovhcloud 0.2.3
ovhcloud/bge-m3 2020-01-01 0.01 - - 0 ovhcloud 0.2.3
ovhcloud/bge-multilingual-gemma2 2020-01-01 0.01 - - 0 ovhcloud 0.2.3
ovhcloud/deepseek-r1-distill-llama-70b 2020-01-01 0.74 - - 0.74 ovhcloud 0.2.3
ovhcloud/gpt-oss-120b 2020-01-01 0.09 - - 0.47 ovhcloud 0.2.3
ovhcloud/gpt-oss-20b 2020-01-01 0.05 - - 0.18 ovhcloud 0.2.3
ovhcloud/llama-3.1-8b-instruct 2020-01-01 0.11 - - 0.11 ovhcloud 0.2.3
ovhcloud/meta-llama-3_3-70b-instruct 2020-01-01 0.74 - - 0.74 ovhcloud 0.2.3
ovhcloud/mistral-7b-instruct-v0.3 2020-01-01 0.11 - - 0.11 ovhcloud 0.2.3
ovhcloud/mistral-nemo-instruct-2407 2020-01-01 0.14 - - 0.14 ovhcloud 0.2.3
ovhcloud/mistral-small-3.2-24b-instruct-2506 2020-01-01 0.1 - - 0.31 ovhcloud 0.2.3
ovhcloud/mixtral-8x7b-instruct-v0.1 2020-01-01 0.7 - - 0.7 ovhcloud 0.2.3
ovhcloud/qwen2.5-vl-72b-instruct 2020-01-01 1.01 - - 1.01 ovhcloud 0.2.3
ovhcloud/qwen3-32b 2020-01-01 0.09 - - 0.25 ovhcloud 0.2.3
ovhcloud/qwen3-coder-30b-a3b-instruct 2020-01-01 0.07 - - 0.26 ovhcloud 0.2.3
ovhcloud/qwen3-embedding-8b 2020-01-01 0.12 - - 0 ovhcloud 0.2.3
ovhcloud/qwen3.5-397b-a17b 2020-01-01 0.71 - - 4.25 ovhcloud 0.2.3
ovhcloud/qwen3.5-9b 2020-01-01 0.12 - - 0.18 ovhcloud 0.2.3
ovhcloud/qwen3.6-27b 2020-01-01 0.47 - - 3.19 ovhcloud 0.2.3
ovhcloud/qwen3.8-27b 2020-01-01 0.47 - - 3.19 ovhcloud 0.2.3
perplexity/llama-3.1-sonar-large-128k-online 2020-01-01 1 - - 1 perplexity 0.2.3
perplexity/llama-3.1-sonar-small-128k-online 2020-01-01 0.2 - - 0.2 perplexity 0.2.3
perplexity/perplexity/deepseek-v4-pro-0813 2020-01-01 1.32 0.044 - 3.96 perplexity 0.2.3
perplexity/perplexity/glm-5.3 2020-01-01 1.4 0.26 - 4.4 perplexity 0.2.3
perplexity/perplexity/glm-5.3-flash 2020-01-01 0.15 0.03 - 0.5 perplexity 0.2.3
perplexity/perplexity/kimi-k3 2020-01-01 3 0.3 - 15 perplexity 0.2.3
perplexity/perplexity/nemotron-3.5-super-120b-a12b 2020-01-01 0.2 0.04 - 0.5 perplexity 0.2.3
perplexity/perplexity/sonar 2020-01-01 0.25 0.0625 - 2.5 perplexity 0.2.3
perplexity/pplx-decider-flash-v1.2 2020-01-01 0.01 - - 0 perplexity 0.2.3
perplexity/pplx-decider-v1-27b 2020-01-01 0.02 - - 0 perplexity 0.2.3
perplexity/pplx-decider-v1.1-27b 2020-01-01 0.02 - - 0 perplexity 0.2.3
perplexity/pplx-decider-v1.2 2020-01-01 0.02 - - 0 perplexity 0.2.3
perplexity/pplx-embed-context-v1-0.6b 2020-01-01 0.008 - - 0 perplexity 0.2.3
perplexity/pplx-embed-context-v1-4b 2020-01-01 0.05 - - 0 perplexity 0.2.3
perplexity/pplx-embed-v1-0.6b 2020-01-01 0.004 - - 0 perplexity 0.2.3
perplexity/pplx-embed-v1-4b 2020-01-01 0.03 - - 0 perplexity 0.2.3
perplexity/r1-1776 2020-01-01 2 - - 8 perplexity 0.2.3
perplexity/sonar-pro-search 2020-01-01 3 - - 15 perplexity 0.2.3
pixtral-12b 2020-01-01 0.15 - - 0.15 mistral 0.2.3
pixtral-large 2020-01-01 2 - - 6 mistral 0.2.3
quicksilverpro/claude-fable-5 2020-01-01 8 - - 40 quicksilverpro 0.2.3
quicksilverpro/claude-fable-5 2026-10-19 2.5 - - 12.5 quicksilverpro 0.2.3
quicksilverpro/claude-fable-5 2026-10-29 2.5 0.25 3.125 12.5 quicksilverpro 0.2.3
quicksilverpro/claude-fable-5-1 2020-01-01 2.5 0.0625 - 12.5 quicksilverpro 0.2.3
quicksilverpro/claude-fable-5-1 2026-10-29 2.5 0.0625 3.125 12.5 quicksilverpro 0.2.3
quicksilverpro/claude-haiku-4-5 2020-01-01 0.8 - - 4 quicksilverpro 0.2.3
quicksilverpro/claude-haiku-4-5 2026-10-19 0.25 - - 1.25 quicksilverpro 0.2.3
quicksilverpro/claude-haiku-4-5 2026-10-29 0.25 0.025 0.3125 1.25 quicksilverpro 0.2.3
quicksilverpro/claude-haiku-5-5 2020-01-01 0.025 0.0025 0.03125 0.125 quicksilverpro 0.2.3 {"rules":[{"above":200000,"input_price":0.125,"cached_input_price":0.0125,"output_price":0.625}]}
quicksilverpro/claude-opus-4-6 2020-01-01 4 - - 20 quicksilverpro 0.2.3
quicksilverpro/claude-opus-4-8 2020-01-01 4 - - 20 quicksilverpro 0.2.3
quicksilverpro/claude-opus-4-8 2026-10-19 1.25 - - 6.25 quicksilverpro 0.2.3
quicksilverpro/claude-opus-4-8 2026-10-29 1.25 0.125 1.5625 6.25 quicksilverpro 0.2.3
quicksilverpro/claude-opus-5 2020-01-01 4 - - 20 quicksilverpro 0.2.3
quicksilverpro/claude-opus-5 2026-10-19 1.25 - - 6.25 quicksilverpro 0.2.3
quicksilverpro/claude-opus-5 2026-10-29 1.25 0.125 1.5625 6.25 quicksilverpro 0.2.3
quicksilverpro/claude-opus-5-5 2020-01-01 1 0.05 1.25 5 quicksilverpro 0.2.3
quicksilverpro/claude-sonnet-4-6 2020-01-01 2.4 - - 12 quicksilverpro 0.2.3
quicksilverpro/claude-sonnet-5 2020-01-01 2 - - 10 quicksilverpro 0.2.3
quicksilverpro/claude-sonnet-5 2026-10-19 0.5 - - 2.5 quicksilverpro 0.2.3
quicksilverpro/claude-sonnet-5 2026-10-29 0.5 0.05 0.625 2.5 quicksilverpro 0.2.3
quicksilverpro/claude-sonnet-5-5 2020-01-01 0.5 0.05 0.625 2.5 quicksilverpro 0.2.3
quicksilverpro/deepseek-v4-flash 2020-01-01 0.112 0.0144 - 0.224 quicksilverpro 0.2.3
quicksilverpro/deepseek-v4-flash 2026-10-19 0.06 0.015 - 0.18 quicksilverpro 0.2.3
quicksilverpro/deepseek-v4-pro 2020-01-01 0.435 0.003625 - 0.87 quicksilverpro 0.2.3
quicksilverpro/deepseek-v4-pro 2026-10-19 0.7 0.1 - 2.1 quicksilverpro 0.2.3
quicksilverpro/deepseek-v4.1-flash 2020-01-01 0.125 0.0125 - 0.55 quicksilverpro 0.2.3
quicksilverpro/deepseek-v4.1-flash 2026-11-06 0.0558 0.0011 - 0.2231 quicksilverpro 0.2.3
quicksilverpro/deepseek-v4.1-flash-1017 2020-01-01 0.098 0.00294 - 0.294 quicksilverpro 0.2.3
quicksilverpro/gemini-3-flash-preview 2020-01-01 0.425 - - 2.55 quicksilverpro 0.2.3
quicksilverpro/gemini-3.1-flash-lite 2020-01-01 0.2125 - - 1.275 quicksilverpro 0.2.3
quicksilverpro/gemini-3.1-pro-preview 2020-01-01 1.7 - - 10.2 quicksilverpro 0.2.3
quicksilverpro/gemini-3.5-flash 2020-01-01 1.275 - - 7.65 quicksilverpro 0.2.3
quicksilverpro/gemini-3.5-flash-lite 2020-01-01 0.255 - - 2.125 quicksilverpro 0.2.3
quicksilverpro/gemini-3.6-flash 2020-01-01 1.275 - - 6.375 quicksilverpro 0.2.3
quicksilverpro/gemini-3.6-flash 2026-10-19 0.6375 - - 3.1875 quicksilverpro 0.2.3
quicksilverpro/gemini-3.7-flash 2020-01-01 0.6375 0.06375 - 3.1875 quicksilverpro 0.2.3
quicksilverpro/gemini-3.8-flash 2020-01-01 0.6375 0.06375 - 3.1875 quicksilverpro 0.2.3
quicksilverpro/gemini-4-argon 2020-01-01 2 0.1 - 10 quicksilverpro 0.2.3
quicksilverpro/glm-5.2 2020-01-01 1.12 0.208 - 3.52 quicksilverpro 0.2.3
quicksilverpro/glm-5.2 2026-10-19 0.7 0.105 - 2.2 quicksilverpro 0.2.3
quicksilverpro/glm-5.3 2020-01-01 1.12 0.208 - 3.52 quicksilverpro 0.2.3
quicksilverpro/glm-5.3 2026-10-19 0.6 0.2 - 2.2 quicksilverpro 0.2.3
quicksilverpro/glm-5.3-flash 2020-01-01 0.06 0.012 - 0.2 quicksilverpro 0.2.3
quicksilverpro/glm-5.3-flash 2026-10-19 0.07 0.03 - 0.05 quicksilverpro 0.2.3
quicksilverpro/glm-5.3-flash 2026-11-06 0.0284 - - 0.0923 quicksilverpro 0.2.3
quicksilverpro/glm-5.3-prime 2020-01-01 2.24 0.448 - 7.04 quicksilverpro 0.2.3
quicksilverpro/gpt-5.6-luna 2020-01-01 0.08 0.008 0.1 0.48 quicksilverpro 0.2.3
quicksilverpro/gpt-5.6-luna 2026-10-19 0.16 0.016 0.2 0.96 quicksilverpro 0.2.3
quicksilverpro/gpt-5.6-sol 2020-01-01 4 0.4 5 24 quicksilverpro 0.2.3
quicksilverpro/gpt-5.6-sol 2026-10-19 1.6 0.16 2 8 quicksilverpro 0.2.3
quicksilverpro/gpt-5.6-terra 2020-01-01 0.8 0.08 1 4.8 quicksilverpro 0.2.3
quicksilverpro/gpt-5.6-terra 2026-10-19 1.6 0.16 2 9.6 quicksilverpro 0.2.3
quicksilverpro/gpt-6-astra 2020-01-01 10 1 12.5 50 quicksilverpro 0.2.3 {"rules":[{"above":200000,"input_price":20,"cached_input_price":2,"output_price":75}]}
quicksilverpro/gpt-6-luna 2020-01-01 0.1 0.01 0.125 0.5 quicksilverpro 0.2.3 {"rules":[{"above":200000,"input_price":0.2,"cached_input_price":0.02,"output_price":0.75}]}
quicksilverpro/gpt-6-sol 2020-01-01 2 0.2 2.5 10 quicksilverpro 0.2.3 {"rules":[{"above":200000,"input_price":4,"cached_input_price":0.4,"output_price":15}]}
quicksilverpro/gpt-6.1-sol 2020-01-01 2 0.1 2.5 10 quicksilverpro 0.2.3 {"rules":[{"above":200000,"input_price":4,"cached_input_price":0.2,"output_price":15}]}
quicksilverpro/gpt-6.1-terra 2020-01-01 1 0.1 1.25 5 quicksilverpro 0.2.3 {"rules":[{"above":200000,"input_price":2,"cached_input_price":0.2,"output_price":7.5}]}
quicksilverpro/gpt-oss-120b 2020-01-01 0.12 0.06 - 0.48 quicksilverpro 0.2.3
quicksilverpro/gpt-oss-120b 2026-10-19 0.03 - - 0.15 quicksilverpro 0.2.3
quicksilverpro/grok-4.5 2020-01-01 1.6 0.4 - 4.8 quicksilverpro 0.2.3
quicksilverpro/grok-4.6 2020-01-01 2 0.5 - 6 quicksilverpro 0.2.3 {"rules":[{"above":200000,"input_price":4,"cached_input_price":1,"output_price":12}]}
quicksilverpro/grok-4.7 2020-01-01 2 0.5 - 6 quicksilverpro 0.2.3 {"rules":[{"above":200000,"input_price":4,"cached_input_price":1,"output_price":12}]}
quicksilverpro/hy3 2020-01-01 0.1056 0.0264 - 0.4224 quicksilverpro 0.2.3
quicksilverpro/hy3 2026-10-19 0.091 0.0227 - 0.363 quicksilverpro 0.2.3
quicksilverpro/hy4 2020-01-01 0.459 0.0231 - 1.375 quicksilverpro 0.2.3
quicksilverpro/hy4-preview 2020-01-01 0.6672 0.0336 - 2.0008 quicksilverpro 0.2.3
quicksilverpro/jev-1.13 2020-01-01 0.042 - - 0 quicksilverpro 0.2.3
quicksilverpro/kimi-k2.6 2020-01-01 0.5472 0.292 - 2.728 quicksilverpro 0.2.3
quicksilverpro/kimi-k2.6 2026-10-19 0.45 0.045 - 1.95 quicksilverpro 0.2.3
quicksilverpro/kimi-k2.7-code 2020-01-01 0.584 0.1278 - 2.8 quicksilverpro 0.2.3
quicksilverpro/kimi-k2.7-code 2026-10-19 0.6712 0.18 - 3.35 quicksilverpro 0.2.3
quicksilverpro/kimi-k3 2020-01-01 2.4 0.24 - 12 quicksilverpro 0.2.3
quicksilverpro/kimi-k3 2026-10-19 2.55 0.255 - 12.75 quicksilverpro 0.2.3
quicksilverpro/kimi-k3.1-pro 2020-01-01 2 0.2 - 10 quicksilverpro 0.2.3
quicksilverpro/kimi-k3.1-pro-highspeed 2020-01-01 4 0.2 - 20 quicksilverpro 0.2.3
quicksilverpro/mimo-v2.5 2020-01-01 0.112 0.00224 - 0.224 quicksilverpro 0.2.3
quicksilverpro/mimo-v2.5 2026-11-05 0.32 0.064 - 1.6 quicksilverpro 0.2.3
quicksilverpro/mimo-v2.6-flash 2020-01-01 0.112 0.00224 - 0.224 quicksilverpro 0.2.3
quicksilverpro/mimo-v2.6-pro 2020-01-01 0.348 0.00288 - 0.696 quicksilverpro 0.2.3
quicksilverpro/mimo-v2.6-pro 2026-11-03 0.426 0.0036 - 0.861 quicksilverpro 0.2.3
quicksilverpro/minimax-m3 2020-01-01 0.24 0.048 - 0.96 quicksilverpro 0.2.3
quicksilverpro/mistral-large-4 2020-01-01 0.68 0.07 - 2.09 quicksilverpro 0.2.3
quicksilverpro/muse-glimmer-30b 2020-01-01 0.28 0.032 - 1.2 quicksilverpro 0.2.3
quicksilverpro/muse-glimmer-30b 2026-10-19 0.3 0.04 - 1.2 quicksilverpro 0.2.3
quicksilverpro/muse-spark-1.2 2020-01-01 1 0.12 - 3.4 quicksilverpro 0.2.3
quicksilverpro/muse-spark-1.3 2020-01-01 1 0.12 - 3.4 quicksilverpro 0.2.3
quicksilverpro/muse-spark-open 2020-01-01 1.25 0.15 - 4.25 quicksilverpro 0.2.3
quicksilverpro/muse-wonder 2020-01-01 4 0.2 - 20 quicksilverpro 0.2.3
quicksilverpro/nemotron-3-ultra 2020-01-01 0.5 0.1 - 2.2 quicksilverpro 0.2.3
quicksilverpro/nemotron-3.5-lightning 2020-01-01 0.08 0.04 - 0.2 quicksilverpro 0.2.3
quicksilverpro/nemotron-3.5-lightning 2026-10-19 0.066 0.033 - 0.176 quicksilverpro 0.2.3
quicksilverpro/qwen3.6-35b 2020-01-01 0.112 0.04 - 0.8 quicksilverpro 0.2.3
quicksilverpro/qwen3.6-35b 2026-10-19 0.05 0.025 - 0.7 quicksilverpro 0.2.3
quicksilverpro/qwen3.6-plus 2020-01-01 0.26 - 0.325 1.56 quicksilverpro 0.2.3
quicksilverpro/qwen3.7-flash 2020-01-01 0.024 0.0048 - 0.104 quicksilverpro 0.2.3
quicksilverpro/qwen3.7-max 2020-01-01 1.25 0.25 1.5625 3.75 quicksilverpro 0.2.3
quicksilverpro/qwen3.7-plus 2020-01-01 0.256 0.0512 0.32 1.024 quicksilverpro 0.2.3
quicksilverpro/qwen3.8-27b 2020-01-01 0.34 0.068 0.425 2.04 quicksilverpro 0.2.3
quicksilverpro/qwen3.8-27b-decentered 2020-01-01 0.238 - - 1.428 quicksilverpro 0.2.3
quicksilverpro/qwen3.8-flash-next 2020-01-01 0.12 0.0128 0.16 0.376 quicksilverpro 0.2.3
quicksilverpro/qwen3.8-max 2020-01-01 2 0.25 2.5 6 quicksilverpro 0.2.3
quicksilverpro/qwen3.8-max-prime 2020-01-01 4 0.5 - 12 quicksilverpro 0.2.3
quicksilverpro/qwen3.8-omni-flash 2020-01-01 0.15 0.016 - 0.47 quicksilverpro 0.2.3
quicksilverpro/step-5-preview 2020-01-01 1 0.1 - 2.7 quicksilverpro 0.2.3
quicksilverpro/trio-spark-v1.3 2020-01-01 0.042 - - 0 quicksilverpro 0.2.3
qwen.qwen3-32b-v1:0 2020-01-01 0.15 - - 0.6 aws 0.2.3
qwen.qwen3-coder-30b-a3b-v1:0 2020-01-01 0.15 - - 0.6 aws 0.2.3
qwen.qwen3-coder-480b-a35b-v1:0 2020-01-01 0.45 - - 1.8 aws 0.2.3
qwen.qwen3-vl-235b-a22b-v1:0 2020-01-01 0.53 - - 2.66 aws 0.2.3
regional.anthropic.claude-3-5-haiku-20241022-v1:0 2020-01-01 0.8 0.08 1 4 aws 0.2.3
regional.anthropic.claude-3-5-sonnet-20240620-v1:0 2020-01-01 3 0.3 3.75 15 aws 0.2.3
regional.anthropic.claude-3-5-sonnet-20241022-v2:0 2020-01-01 3 0.3 3.75 15 aws 0.2.3
regional.anthropic.claude-3-7-sonnet-20250219-v1:0 2020-01-01 3 0.3 3.75 15 aws 0.2.3
regional.anthropic.claude-3-haiku-20240307-v1:0 2020-01-01 0.25 - - 1.25 aws 0.2.3
regional.anthropic.claude-3-opus-20240229-v1:0 2020-01-01 15 - - 75 aws 0.2.3
regional.anthropic.claude-3-sonnet-20240229-v1:0 2020-01-01 3 0.3 3.75 15 aws 0.2.3
text-davinci-002 2020-01-01 20 - - 20 openai 0.2.3
text-davinci-003 2020-01-01 20 - - 20 openai 0.2.3
text-embedding-3-large 2020-01-01 0.13 - - 0 openai 0.2.3
text-embedding-3-small 2020-01-01 0.02 - - 0 openai 0.2.3
text-embedding-ada-002 2020-01-01 0.1 - - 0 openai 0.2.3
together/allenai/olmo-7b 2020-01-01 0.2 - - 0.2 together 0.2.3
together/austism/chronos-hermes-13b 2020-01-01 0.3 - - 0.3 together 0.2.3
together/codellama/codellama-13b-instruct-hf 2020-01-01 0.225 - - 0.225 together 0.2.3
together/codellama/codellama-34b-instruct-hf 2020-01-01 0.776 - - 0.776 together 0.2.3
together/codellama/codellama-70b-instruct-hf 2020-01-01 0.9 - - 0.9 together 0.2.3
together/codellama/codellama-7b-instruct-hf 2020-01-01 0.2 - - 0.2 together 0.2.3
together/deepseek-ai/deepseek-coder-33b-instruct 2020-01-01 0.8 - - 0.8 together 0.2.3
together/deepseek-ai/deepseek-v4-pro-0813 2020-01-01 1.32 0.13 - 3.96 together 0.2.3
together/deepseek-ai/deepseek-v4.1-flash 2020-01-01 0.3 0.006 - 1.2 together 0.2.3
together/garage-baind/platypus2-70b-instruct 2020-01-01 0.9 - - 0.9 together 0.2.3
together/google/gemma-2b 2020-01-01 0.1 - - 0.1 together 0.2.3
together/google/gemma-7b 2020-01-01 0.2 - - 0.2 together 0.2.3
together/gryphe/mythomax-l2-13b 2020-01-01 0.3 - - 0.3 together 0.2.3
together/lmsys/vicuna-13b-v1.5 2020-01-01 0.3 - - 0.3 together 0.2.3
together/lmsys/vicuna-7b-v1.5 2020-01-01 0.2 - - 0.2 together 0.2.3
together/meta-llama/llama-2-13b-chat-hf 2020-01-01 0.225 - - 0.225 together 0.2.3
together/meta-llama/llama-2-70b-chat-hf 2020-01-01 0.9 - - 0.9 together 0.2.3
together/meta-llama/llama-2-7b-chat-hf 2020-01-01 0.2 - - 0.2 together 0.2.3
together/meta-llama/llama-3-70b-chat-hf 2020-01-01 0.9 - - 0.9 together 0.2.3
together/meta-llama/llama-3-8b-chat-hf 2020-01-01 0.2 - - 0.2 together 0.2.3
together/meta-llama/llama-3.3-70b-instruct-turbo 2020-01-01 0.88 - - 0.88 together 0.2.3
together/meta-llama/llama-4-maverick-17b-128e-instruct-fp8 2020-01-01 0.27 - - 0.85 together 0.2.3
together/meta-llama/llama-4-scout-17b-16e-instruct 2020-01-01 0.18 - - 0.59 together 0.2.3
together/meta-llama/meta-llama-3-70b-instruct-lite 2020-01-01 0.54 - - 0.54 together 0.2.3
together/meta-llama/meta-llama-3-70b-instruct-turbo 2020-01-01 0.88 - - 0.88 together 0.2.3
together/meta-llama/meta-llama-3-8b-instruct-lite 2020-01-01 0.1 - - 0.1 together 0.2.3
together/meta-llama/meta-llama-3-8b-instruct-turbo 2020-01-01 0.18 - - 0.18 together 0.2.3
together/meta-llama/meta-llama-3.1-405b-instruct-turbo 2020-01-01 3.5 - - 3.5 together 0.2.3
together/meta-llama/meta-llama-3.1-70b-instruct-turbo 2020-01-01 0.88 - - 0.88 together 0.2.3
together/meta-llama/meta-llama-3.1-8b-instruct-turbo 2020-01-01 0.18 - - 0.18 together 0.2.3
together/meta-llama/meta-llama-3.3-70b-instruct-turbo 2020-01-01 0.88 - - 0.88 together 0.2.3
together/meta-models/muse-glimmer-30b 2020-01-01 0.35 0.04 - 1.5 together 0.2.3
together/meta-models/muse-spark-open-816b-a42b 2020-01-01 1.25 0.15 - 4.25 together 0.2.3
together/microsoft/phi-2 2020-01-01 0.1 - - 0.1 together 0.2.3
together/microsoft/wizardlm-2-8x22b 2020-01-01 1.2 - - 1.2 together 0.2.3
together/minimaxai/minimax-m3 2020-01-01 0.3 0.06 - 1.2 together 0.2.3
together/minimaxai/minimax-m3.1-flash 2020-01-01 0.15 0.015 - 0.6 together 0.2.3
together/mistralai/mistral-7b-instruct-v0.1 2020-01-01 0.2 - - 0.2 together 0.2.3
together/mistralai/mistral-7b-instruct-v0.2 2020-01-01 0.2 - - 0.2 together 0.2.3
together/mistralai/mistral-7b-v0.1 2020-01-01 0.2 - - 0.2 together 0.2.3
together/mistralai/mixtral-8x22b-instruct-v0.1 2020-01-01 2.4 - - 2.4 together 0.2.3
together/mistralai/mixtral-8x7b-instruct-v0.1 2020-01-01 0.9 - - 0.9 together 0.2.3
together/mistralai/mixtral-8x7b-v0.1 2020-01-01 0.9 - - 0.9 together 0.2.3
together/moonshotai/kimi-k3 2020-01-01 3 0.3 - 15 together 0.2.3
together/moonshotai/kimi-k3.1-pro 2020-01-01 2 0.2 - 10 together 0.2.3
together/nexusflow/nexusraven-v2-13b 2020-01-01 0.3 - - 0.3 together 0.2.3
together/nousresearch/nous-capybara-7b-v1p9 2020-01-01 0.2 - - 0.2 together 0.2.3
together/nousresearch/nous-hermes-2-mixtral-8x7b-dpo 2020-01-01 0.9 - - 0.9 together 0.2.3
together/nousresearch/nous-hermes-2-mixtral-8x7b-sft 2020-01-01 0.9 - - 0.9 together 0.2.3
together/nousresearch/nous-hermes-2-yi-34b 2020-01-01 0.8 - - 0.8 together 0.2.3
together/nousresearch/nous-hermes-llama-2-7b 2020-01-01 0.2 - - 0.2 together 0.2.3
together/nousresearch/nous-hermes-llama2-13b 2020-01-01 0.225 - - 0.225 together 0.2.3
together/nvidia/nvidia-nemotron-3.5-super-vl 2020-01-01 0.15 0.02 - 0.5 together 0.2.3
together/open-orca/mistral-7b-openorca 2020-01-01 0.2 - - 0.2 together 0.2.3
together/openai/gpt-oss-120b 2020-01-01 0.15 - - 0.6 together 0.2.3
together/openchat/openchat-3.5-1210 2020-01-01 0.2 - - 0.2 together 0.2.3
together/qwen/qwen1.5-0.5b 2020-01-01 0.1 - - 0.1 together 0.2.3
together/qwen/qwen1.5-1.8b 2020-01-01 0.1 - - 0.1 together 0.2.3
together/qwen/qwen1.5-14b 2020-01-01 0.3 - - 0.3 together 0.2.3
together/qwen/qwen1.5-4b 2020-01-01 0.1 - - 0.1 together 0.2.3
together/qwen/qwen1.5-72b 2020-01-01 0.9 - - 0.9 together 0.2.3
together/qwen/qwen1.5-7b 2020-01-01 0.2 - - 0.2 together 0.2.3
together/qwen/qwen3.5-9b 2020-01-01 0.17 - - 0.25 together 0.2.3
together/qwen/qwen3.6-plus 2020-01-01 0.5 - - 3 together 0.2.3
together/qwen/qwen3.7-max 2020-01-01 2.5 0.5 - 7.5 together 0.2.3
together/qwen/qwen3.7-plus 2020-01-01 0.32 - - 1.28 together 0.2.3
together/qwen/qwen3.8-2.4t-a95b 2020-01-01 2 0.5 - 6 together 0.2.3
together/qwen/qwen3.8-flash 2020-01-01 0.15 - - 0.47 together 0.2.3
together/reflection/beam-1.0-501b-a23b 2020-01-01 0.4 0.04 - 1.2 together 0.2.3
together/ricursive-ai/ripple-65b-preview 2020-01-01 0.2 - - 0.6 together 0.2.3
together/snorkelai/snorkel-mistral-pairrm-dpo 2020-01-01 0.2 - - 0.2 together 0.2.3
together/teknium/openhermes-2-mistral-7b 2020-01-01 0.2 - - 0.2 together 0.2.3
together/teknium/openhermes-2p5-mistral-7b 2020-01-01 0.2 - - 0.2 together 0.2.3
together/thinkingmachines/inkling 2020-01-01 1 0.17 - 4.05 together 0.2.3
together/together/tev1-4b-experimental 2020-01-01 0.04 - - 0 together 0.2.3
together/together/tev1-4b-experimental 2026-10-19 0.042 - - 0 together 0.2.3
together/togethercomputer/alpaca-7b 2020-01-01 0.2 - - 0.2 together 0.2.3
together/togethercomputer/gpt-jt-moderation-6b 2020-01-01 0.2 - - 0.2 together 0.2.3
together/togethercomputer/llama-2-7b-32k-instruct 2020-01-01 0.2 - - 0.2 together 0.2.3
together/togethercomputer/redpajama-incite-7b-base 2020-01-01 0.2 - - 0.2 together 0.2.3
together/togethercomputer/redpajama-incite-7b-chat 2020-01-01 0.2 - - 0.2 together 0.2.3
together/togethercomputer/redpajama-incite-7b-instruct 2020-01-01 0.2 - - 0.2 together 0.2.3
together/togethercomputer/redpajama-incite-base-3b-v1 2020-01-01 0.1 - - 0.1 together 0.2.3
together/togethercomputer/redpajama-incite-chat-3b-v1 2020-01-01 0.1 - - 0.1 together 0.2.3
together/togethercomputer/redpajama-incite-instruct-3b-v1 2020-01-01 0.1 - - 0.1 together 0.2.3
together/togethercomputer/stripedhyena-hessian-7b 2020-01-01 0.2 - - 0.2 together 0.2.3
together/togethercomputer/stripedhyena-nous-7b 2020-01-01 0.2 - - 0.2 together 0.2.3
together/undi95/remm-slerp-l2-13b 2020-01-01 0.3 - - 0.3 together 0.2.3
together/undi95/toppy-m-7b 2020-01-01 0.2 - - 0.2 together 0.2.3
together/upstage/solar-10.7b-instruct-v1.0 2020-01-01 0.3 - - 0.3 together 0.2.3
together/wizardlm/wizardlm-13b-v1.2 2020-01-01 0.3 - - 0.3 together 0.2.3
together/zai-org/glm-5.2 2020-01-01 1.4 0.26 - 4.4 together 0.2.3
together/zai-org/glm-5.3 2020-01-01 1.4 0.26 - 4.4 together 0.2.3
together/zai-org/glm-5.3-flash 2020-01-01 0.15 0.03 - 0.5 together 0.2.3
together/zero-one-ai/yi-34b 2020-01-01 0.8 - - 0.8 together 0.2.3
together/zero-one-ai/yi-6b 2020-01-01 0.2 - - 0.2 together 0.2.3
voyage-01 2020-01-01 0.1 - - 0 voyageai 0.2.3
voyage-02 2020-01-01 0.1 - - 0 voyageai 0.2.3
voyage-2 2020-01-01 0.1 - - 0 voyageai 0.2.3
voyage-3 2020-01-01 0.06 - - 0 voyageai 0.2.3
voyage-3-large 2020-01-01 0.18 - - 0 voyageai 0.2.3
voyage-3-lite 2020-01-01 0.02 - - 0 voyageai 0.2.3
voyage-3.5 2020-01-01 0.06 - - 0 voyageai 0.2.3
voyage-3.5-lite 2020-01-01 0.02 - - 0 voyageai 0.2.3
voyage-4 2020-01-01 0.06 - - 0 voyageai 0.2.3
voyage-4-large 2020-01-01 0.12 - - 0 voyageai 0.2.3
voyage-4-lite 2020-01-01 0.02 - - 0 voyageai 0.2.3
voyage-code-2 2020-01-01 0.12 - - 0 voyageai 0.2.3
voyage-code-3 2020-01-01 0.18 - - 0 voyageai 0.2.3
voyage-code-4 2020-01-01 0.12 - - 0 voyageai 0.2.3
voyage-context-3 2020-01-01 0.18 - - 0 voyageai 0.2.3
voyage-context-4 2020-01-01 0.12 - - 0 voyageai 0.2.3
voyage-finance-2 2020-01-01 0.12 - - 0 voyageai 0.2.3
voyage-large-2 2020-01-01 0.12 - - 0 voyageai 0.2.3
voyage-large-2-instruct 2020-01-01 0.12 - - 0 voyageai 0.2.3
voyage-law-2 2020-01-01 0.12 - - 0 voyageai 0.2.3
voyage-lite-01 2020-01-01 0.1 - - 0 voyageai 0.2.3
voyage-lite-01-instruct 2020-01-01 0.1 - - 0 voyageai 0.2.3
voyage-lite-02-instruct 2020-01-01 0.1 - - 0 voyageai 0.2.3
voyage-multilingual-2 2020-01-01 0.12 - - 0 voyageai 0.2.3
writer.palmyra-x4-v1:0 2020-01-01 2.5 - - 10 aws 0.2.3
writer.palmyra-x5-v1:0 2020-01-01 0.6 - - 6 aws 0.2.3
zai-glm-5-3 2020-01-01 1.4 0.14 - 4.4 mistral 0.2.3
zai-glm-5-3-flash 2020-01-01 0.15 0.03 - 0.5 mistral 0.2.3
zai/glm-4-32b-0414-128k 2020-01-01 0.1 - - 0.1 zai 0.2.3
zai/glm-4.5 2020-01-01 0.6 0.11 - 2.2 zai 0.2.3
zai/glm-4.5-air 2020-01-01 0.2 0.03 - 1.1 zai 0.2.3
zai/glm-4.5-airx 2020-01-01 1.1 0.22 - 4.5 zai 0.2.3
zai/glm-4.5-x 2020-01-01 2.2 0.45 - 8.9 zai 0.2.3
zai/glm-4.5v 2020-01-01 0.6 0.11 - 1.8 zai 0.2.3
zai/glm-4.6 2020-01-01 0.6 0.11 - 2.2 zai 0.2.3
zai/glm-4.6v 2020-01-01 0.3 0.05 - 0.9 zai 0.2.3
zai/glm-4.6v-flashx 2020-01-01 0.04 0.004 - 0.4 zai 0.2.3
zai/glm-4.7 2020-01-01 0.6 0.11 - 2.2 zai 0.2.3
zai/glm-4.7-flashx 2020-01-01 0.07 0.01 - 0.4 zai 0.2.3
zai/glm-5 2020-01-01 1 0.2 - 3.2 zai 0.2.3
zai/glm-5.1 2020-01-01 1.4 0.26 - 4.4 zai 0.2.3
zai/glm-5.2 2020-01-01 1.4 0.26 - 4.4 zai 0.2.3
zai/glm-5.3 2020-01-01 1.4 0.26 - 4.4 zai 0.2.3
zai/glm-5.3-flash 2020-01-01 0.075 0.015 - 0.25 zai 0.2.3
zai/glm-5.3-flash 2026-09-10 0.15 0.03 - 0.5 zai 0.2.3
zai/glm-5.3-flashx 2020-01-01 0.37 0.075 - 1.25 zai 0.2.3
zai/glm-ocr 2020-01-01 0.03 - - 0.03 zai 0.2.3
$list$, E'
'), E'
') as line
  ) as l
  cross join lateral jsonb_to_record(coalesce(l.words[9], '{}')::jsonb) as o (
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
anthropic claude-2 bare claude-2 claude-2-2000-01-01 claude-2-20000101 claude-2@20000101
anthropic claude-3-5-haiku-latest bare claude-3-5-haiku claude-3-5-haiku-2000-01-01 claude-3-5-haiku-20000101 claude-3-5-haiku-latest claude-3-5-haiku-latest-2000-01-01 claude-3-5-haiku-latest-20000101 claude-3-5-haiku-latest@20000101 claude-3-5-haiku@20000101 claude-3.5-haiku claude-3.5-haiku-2000-01-01 claude-3.5-haiku-20000101 claude-3.5-haiku@20000101
anthropic claude-3-5-sonnet bare claude-3-5-sonnet claude-3-5-sonnet-2000-01-01 claude-3-5-sonnet-20000101 claude-3-5-sonnet@20000101 claude-3.5-sonnet claude-3.5-sonnet-2000-01-01 claude-3.5-sonnet-20000101 claude-3.5-sonnet@20000101
anthropic claude-3-7-sonnet-latest bare claude-3-7-sonnet claude-3-7-sonnet-2000-01-01 claude-3-7-sonnet-20000101 claude-3-7-sonnet-latest claude-3-7-sonnet-latest-2000-01-01 claude-3-7-sonnet-latest-20000101 claude-3-7-sonnet-latest@20000101 claude-3-7-sonnet@20000101 claude-3.7-sonnet claude-3.7-sonnet-2000-01-01 claude-3.7-sonnet-20000101 claude-3.7-sonnet@20000101 claude-sonnet-3-7 claude-sonnet-3-7-2000-01-01 claude-sonnet-3-7-20000101 claude-sonnet-3-7@20000101 claude-sonnet-3.7 claude-sonnet-3.7-2000-01-01 claude-sonnet-3.7-20000101 claude-sonnet-3.7@20000101
anthropic claude-3-haiku bare claude-3-haiku claude-3-haiku-2000-01-01 claude-3-haiku-20000101 claude-3-haiku@20000101
anthropic claude-3-opus-latest bare claude-3-opus claude-3-opus-2000-01-01 claude-3-opus-20000101 claude-3-opus-latest claude-3-opus-latest-2000-01-01 claude-3-opus-latest-20000101 claude-3-opus-latest@20000101 claude-3-opus@20000101
anthropic claude-3-sonnet bare claude-3-sonnet claude-3-sonnet-2000-01-01 claude-3-sonnet-20000101 claude-3-sonnet@20000101
anthropic claude-fable-5 bare claude-fable-5 claude-fable-5-20000101
anthropic claude-fable-5-1 bare claude-fable-5-1 claude-fable-5-1-20000101
anthropic claude-fable-5-2 bare claude-fable-5-2 claude-fable-5-2-20000101
anthropic claude-haiku-4-5 bare claude-4-5-haiku claude-4-5-haiku-2000-01-01 claude-4-5-haiku-20000101 claude-4-5-haiku@20000101 claude-4.5-haiku claude-4.5-haiku-2000-01-01 claude-4.5-haiku-20000101 claude-4.5-haiku@20000101 claude-haiku-4-5 claude-haiku-4-5-2000-01-01 claude-haiku-4-5-20000101 claude-haiku-4-5@20000101 claude-haiku-4.5 claude-haiku-4.5-2000-01-01 claude-haiku-4.5-20000101 claude-haiku-4.5@20000101
anthropic claude-haiku-5-5 bare claude-5-5-haiku claude-5-5-haiku-2000-01-01 claude-5-5-haiku-20000101 claude-5-5-haiku@20000101 claude-5.5-haiku claude-5.5-haiku-2000-01-01 claude-5.5-haiku-20000101 claude-5.5-haiku@20000101 claude-haiku-5-5 claude-haiku-5-5-20000101 claude-haiku-5-5@20000101 claude-haiku-5.5 claude-haiku-5.5-2000-01-01 claude-haiku-5.5-20000101 claude-haiku-5.5@20000101
anthropic claude-mythos-5-2 bare claude-mythos-5-2 claude-mythos-5-2-20000101
anthropic claude-opus-4-0 bare claude-4-opus claude-4-opus-2000-01-01 claude-4-opus-20000101 claude-4-opus@20000101 claude-opus-4 claude-opus-4-0 claude-opus-4-0-2000-01-01 claude-opus-4-0-20000101 claude-opus-4-0@20000101 claude-opus-4-20250514
anthropic claude-opus-4-1 bare claude-opus-4-1 claude-opus-4-1-2000-01-01 claude-opus-4-1-20000101 claude-opus-4-1@20000101 claude-opus-4.1 claude-opus-4.1-2000-01-01 claude-opus-4.1-20000101 claude-opus-4.1@20000101
anthropic claude-opus-4-5 bare claude-4-5-opus claude-4-5-opus-2000-01-01 claude-4-5-opus-20000101 claude-4-5-opus@20000101 claude-4.5-opus claude-4.5-opus-2000-01-01 claude-4.5-opus-20000101 claude-4.5-opus@20000101 claude-opus-4-5 claude-opus-4-5-2000-01-01 claude-opus-4-5-20000101 claude-opus-4-5@20000101 claude-opus-4.5 claude-opus-4.5-2000-01-01 claude-opus-4.5-20000101 claude-opus-4.5@20000101
anthropic claude-opus-4-6 bare claude-4-6-opus claude-4-6-opus-2000-01-01 claude-4-6-opus-20000101 claude-4-6-opus@20000101 claude-4.6-opus claude-4.6-opus-2000-01-01 claude-4.6-opus-20000101 claude-4.6-opus@20000101 claude-opus-4-6 claude-opus-4-6-2000-01-01 claude-opus-4-6-20000101 claude-opus-4-6@20000101 claude-opus-4.6 claude-opus-4.6-2000-01-01 claude-opus-4.6-20000101 claude-opus-4.6@20000101
anthropic claude-opus-4-7 bare claude-4-7-opus claude-4-7-opus-2000-01-01 claude-4-7-opus-20000101 claude-4-7-opus@20000101 claude-4.7-opus claude-4.7-opus-2000-01-01 claude-4.7-opus-20000101 claude-4.7-opus@20000101 claude-opus-4-7 claude-opus-4-7-2000-01-01 claude-opus-4-7-20000101 claude-opus-4-7@20000101 claude-opus-4.7 claude-opus-4.7-2000-01-01 claude-opus-4.7-20000101 claude-opus-4.7@20000101
anthropic claude-opus-4-8 bare claude-4-8-opus claude-4-8-opus-2000-01-01 claude-4-8-opus-20000101 claude-4-8-opus@20000101 claude-4.8-opus claude-4.8-opus-2000-01-01 claude-4.8-opus-20000101 claude-4.8-opus@20000101 claude-opus-4-8 claude-opus-4-8-2000-01-01 claude-opus-4-8-20000101 claude-opus-4-8@20000101 claude-opus-4.8 claude-opus-4.8-2000-01-01 claude-opus-4.8-20000101 claude-opus-4.8@20000101
anthropic claude-opus-5 bare claude-5-opus claude-5-opus-2000-01-01 claude-5-opus-20000101 claude-5-opus@20000101 claude-5.0-opus claude-5.0-opus-2000-01-01 claude-5.0-opus-20000101 claude-5.0-opus@20000101 claude-opus-5 claude-opus-5-2000-01-01 claude-opus-5-20000101 claude-opus-5-latest claude-opus-5.0 claude-opus-5.0-2000-01-01 claude-opus-5.0-20000101 claude-opus-5.0@20000101 claude-opus-5@20000101
anthropic claude-opus-5-5 bare claude-5-5-opus claude-5-5-opus-2000-01-01 claude-5-5-opus-20000101 claude-5-5-opus@20000101 claude-5.5-opus claude-5.5-opus-2000-01-01 claude-5.5-opus-20000101 claude-5.5-opus@20000101 claude-opus-5-5 claude-opus-5-5-20000101 claude-opus-5.5 claude-opus-5.5-2000-01-01 claude-opus-5.5-20000101 claude-opus-5.5@20000101
anthropic claude-sonnet-4-0 bare claude-4-sonnet claude-4-sonnet-2000-01-01 claude-4-sonnet-20000101 claude-4-sonnet@20000101 claude-sonnet-4 claude-sonnet-4-0 claude-sonnet-4-0-2000-01-01 claude-sonnet-4-0-20000101 claude-sonnet-4-0@20000101 claude-sonnet-4-2025 claude-sonnet-4-2025-2000-01-01 claude-sonnet-4-2025-20000101 claude-sonnet-4-2025@20000101 claude-sonnet-4@20000101
anthropic claude-sonnet-4-5 bare claude-sonnet-4-5 claude-sonnet-4-5-2000-01-01 claude-sonnet-4-5-20000101 claude-sonnet-4-5@20000101 claude-sonnet-4.5 claude-sonnet-4.5-2000-01-01 claude-sonnet-4.5-20000101 claude-sonnet-4.5@20000101
anthropic claude-sonnet-4-6 bare claude-sonnet-4-6 claude-sonnet-4-6-2000-01-01 claude-sonnet-4-6-20000101 claude-sonnet-4-6@20000101 claude-sonnet-4.6 claude-sonnet-4.6-2000-01-01 claude-sonnet-4.6-20000101 claude-sonnet-4.6@20000101
anthropic claude-sonnet-5 bare claude-5-sonnet claude-5-sonnet-2000-01-01 claude-5-sonnet-20000101 claude-5-sonnet@20000101 claude-5.0-sonnet claude-5.0-sonnet-2000-01-01 claude-5.0-sonnet-20000101 claude-5.0-sonnet@20000101 claude-sonnet-5 claude-sonnet-5-20000101 claude-sonnet-5.0 claude-sonnet-5.0-2000-01-01 claude-sonnet-5.0-20000101 claude-sonnet-5.0@20000101 claude-sonnet-5@20000101
anthropic claude-sonnet-5-5 bare claude-5-5-sonnet claude-5-5-sonnet-2000-01-01 claude-5-5-sonnet-20000101 claude-5-5-sonnet@20000101 claude-5.5-sonnet claude-5.5-sonnet-2000-01-01 claude-5.5-sonnet-20000101 claude-5.5-sonnet@20000101 claude-sonnet-5-5 claude-sonnet-5-5-20000101 claude-sonnet-5-5@20000101 claude-sonnet-5.5 claude-sonnet-5.5-2000-01-01 claude-sonnet-5.5-20000101 claude-sonnet-5.5@20000101
anthropic claude-v1 bare claude-v1
aws amazon.nova-2-sonic-v1:0 bare amazon.nova-2-sonic-v1:0 regional.amazon.nova-2-sonic-v1:0
aws amazon.nova-lite-v1:0 bare amazon.nova-lite-v1:0 regional.amazon.nova-lite-v1:0
aws amazon.nova-micro-v1:0 bare amazon.nova-micro-v1:0 regional.amazon.nova-micro-v1:0
aws amazon.nova-premier-v1:0 bare amazon.nova-premier-v1:0 regional.amazon.nova-premier-v1:0
aws amazon.nova-pro-v1:0 bare amazon.nova-pro-v1:0 regional.amazon.nova-pro-v1:0
aws amazon.nova-sonic-v1:0 bare amazon.nova-sonic-v1:0 regional.amazon.nova-sonic-v1:0
aws amazon.titan-embed-text-v1 bare amazon.titan-embed-text-v1 amazon.titan-embed-text-v1-2000-01-01 amazon.titan-embed-text-v1-20000101 regional.amazon.titan-embed-text-v1
aws amazon.titan-embed-text-v2:0 bare amazon.titan-embed-text-v2:0 regional.amazon.titan-embed-text-v2:0
aws amazon.titan-text-express-v1 bare amazon.titan-text-express-v1 amazon.titan-text-express-v1-2000-01-01 amazon.titan-text-express-v1-20000101 regional.amazon.titan-text-express-v1
aws amazon.titan-text-lite-v1 bare amazon.titan-text-lite-v1 amazon.titan-text-lite-v1-2000-01-01 amazon.titan-text-lite-v1-20000101 regional.amazon.titan-text-lite-v1
aws aws/regional.amazon.nova-2-lite-v1:0 bare eu.amazon.nova-2-lite-v1:0 jp.amazon.nova-2-lite-v1:0 us.amazon.nova-2-lite-v1:0
aws aws/regional.anthropic.claude-fable-5-1-v1:0 prefixed claude-fable-5-1 claude-fable-5-1-v1 claude-fable-5-1-v1-2000-01-01 claude-fable-5-1-v1-20000101 claude-fable-5-1-v1@20000101
aws aws/regional.anthropic.claude-fable-5-1-v1:0 bare anthropic.claude-fable-5-1 anthropic.claude-fable-5-1-v1 anthropic.claude-fable-5-1-v1-2000-01-01 anthropic.claude-fable-5-1-v1-20000101 anthropic.claude-fable-5-1-v1:0 anthropic.claude-fable-5-1-v1@20000101 us.anthropic.claude-fable-5-1 us.anthropic.claude-fable-5-1-v1:0
aws aws/regional.anthropic.claude-fable-5-2 prefixed claude-fable-5-2 claude-fable-5-2-v1 claude-fable-5-2-v1-2000-01-01 claude-fable-5-2-v1-20000101 claude-fable-5-2-v1@20000101
aws aws/regional.anthropic.claude-fable-5-2 bare anthropic.claude-fable-5-2 anthropic.claude-fable-5-2-v1 anthropic.claude-fable-5-2-v1-2000-01-01 anthropic.claude-fable-5-2-v1-20000101 anthropic.claude-fable-5-2-v1@20000101 eu.anthropic.claude-fable-5-2 us.anthropic.claude-fable-5-2
aws aws/regional.anthropic.claude-fable-5-v1:0 prefixed claude-fable-5 claude-fable-5-v1 claude-fable-5-v1-2000-01-01 claude-fable-5-v1-20000101 claude-fable-5-v1@20000101
aws aws/regional.anthropic.claude-fable-5-v1:0 bare anthropic.claude-fable-5 anthropic.claude-fable-5-v1 anthropic.claude-fable-5-v1-2000-01-01 anthropic.claude-fable-5-v1-20000101 anthropic.claude-fable-5-v1:0 anthropic.claude-fable-5-v1@20000101 au.anthropic.claude-fable-5 au.anthropic.claude-fable-5-v1:0 eu.anthropic.claude-fable-5 eu.anthropic.claude-fable-5-v1:0 jp.anthropic.claude-fable-5-v1:0 us.anthropic.claude-fable-5 us.anthropic.claude-fable-5-v1:0
aws aws/regional.anthropic.claude-haiku-4-5-20251001-v1:0 prefixed claude-haiku-4-5-20251001
aws aws/regional.anthropic.claude-haiku-4-5-20251001-v1:0 bare anthropic.claude-haiku-4-5-20251001 anthropic.claude-haiku-4-5-20251001-v1:0 regional.anthropic.claude-haiku-4-5-20251001-v1:0
aws aws/regional.anthropic.claude-haiku-5-5 prefixed claude-haiku-5-5 claude-haiku-5-5-v1 claude-haiku-5-5-v1-2000-01-01 claude-haiku-5-5-v1-20000101 claude-haiku-5-5-v1@20000101
aws aws/regional.anthropic.claude-haiku-5-5 bare anthropic.claude-haiku-5-5 anthropic.claude-haiku-5-5-v1 anthropic.claude-haiku-5-5-v1-2000-01-01 anthropic.claude-haiku-5-5-v1-20000101 anthropic.claude-haiku-5-5-v1@20000101 apac.anthropic.claude-haiku-5-5 au.anthropic.claude-haiku-5-5 eu.anthropic.claude-haiku-5-5 jp.anthropic.claude-haiku-5-5 regional.anthropic.claude-haiku-5-5 us-gov.anthropic.claude-haiku-5-5 us.anthropic.claude-haiku-5-5
aws aws/regional.anthropic.claude-mythos-5-2 prefixed claude-mythos-5-2 claude-mythos-5-2-v1 claude-mythos-5-2-v1-2000-01-01 claude-mythos-5-2-v1-20000101 claude-mythos-5-2-v1@20000101
aws aws/regional.anthropic.claude-mythos-5-2 bare anthropic.claude-mythos-5-2 anthropic.claude-mythos-5-2-v1 anthropic.claude-mythos-5-2-v1-2000-01-01 anthropic.claude-mythos-5-2-v1-20000101 anthropic.claude-mythos-5-2-v1@20000101 eu.anthropic.claude-mythos-5-2 us.anthropic.claude-mythos-5-2
aws aws/regional.anthropic.claude-opus-4-1-20250805-v1:0 prefixed claude-opus-4-1-20250805
aws aws/regional.anthropic.claude-opus-4-1-20250805-v1:0 bare anthropic.claude-opus-4-1-20250805 anthropic.claude-opus-4-1-20250805-v1:0 regional.anthropic.claude-opus-4-1-20250805-v1:0
aws aws/regional.anthropic.claude-opus-4-20250514-v1:0 prefixed claude-opus-4-20250514
aws aws/regional.anthropic.claude-opus-4-20250514-v1:0 bare anthropic.claude-opus-4-20250514 anthropic.claude-opus-4-20250514-v1:0 regional.anthropic.claude-opus-4-20250514-v1:0
aws aws/regional.anthropic.claude-opus-4-5-v1:0 prefixed claude-opus-4-5 claude-opus-4-5-2000-01-01 claude-opus-4-5-20000101 claude-opus-4-5@20000101
aws aws/regional.anthropic.claude-opus-4-5-v1:0 bare anthropic.claude-opus-4-5 anthropic.claude-opus-4-5-2000-01-01 anthropic.claude-opus-4-5-20000101 anthropic.claude-opus-4-5-v1:0 anthropic.claude-opus-4-5@20000101 regional.anthropic.claude-opus-4-5-v1:0
aws aws/regional.anthropic.claude-opus-4-6-v1:0 prefixed claude-opus-4-6 claude-opus-4-6-2000-01-01 claude-opus-4-6-20000101 claude-opus-4-6@20000101
aws aws/regional.anthropic.claude-opus-4-6-v1:0 bare anthropic.claude-opus-4-6 anthropic.claude-opus-4-6-2000-01-01 anthropic.claude-opus-4-6-20000101 anthropic.claude-opus-4-6-v1:0 anthropic.claude-opus-4-6@20000101 regional.anthropic.claude-opus-4-6-v1:0
aws aws/regional.anthropic.claude-opus-4-7-v1:0 prefixed claude-opus-4-7 claude-opus-4-7-2000-01-01 claude-opus-4-7-20000101 claude-opus-4-7@20000101
aws aws/regional.anthropic.claude-opus-4-7-v1:0 bare anthropic.claude-opus-4-7 anthropic.claude-opus-4-7-2000-01-01 anthropic.claude-opus-4-7-20000101 anthropic.claude-opus-4-7-v1:0 anthropic.claude-opus-4-7@20000101 regional.anthropic.claude-opus-4-7-v1:0
aws aws/regional.anthropic.claude-opus-4-8-v1:0 prefixed claude-opus-4-8 claude-opus-4-8-2000-01-01 claude-opus-4-8-20000101 claude-opus-4-8@20000101
aws aws/regional.anthropic.claude-opus-4-8-v1:0 bare anthropic.claude-opus-4-8 anthropic.claude-opus-4-8-2000-01-01 anthropic.claude-opus-4-8-20000101 anthropic.claude-opus-4-8-v1:0 anthropic.claude-opus-4-8@20000101 au.anthropic.claude-opus-4-8-v1:0 eu.anthropic.claude-opus-4-8-v1:0 jp.anthropic.claude-opus-4-8-v1:0 us.anthropic.claude-opus-4-8-v1:0
aws aws/regional.anthropic.claude-opus-5 prefixed claude-opus-5 claude-opus-5-v1 claude-opus-5-v1-2000-01-01 claude-opus-5-v1-20000101 claude-opus-5-v1@20000101
aws aws/regional.anthropic.claude-opus-5 bare anthropic.claude-opus-5 anthropic.claude-opus-5-v1 anthropic.claude-opus-5-v1-2000-01-01 anthropic.claude-opus-5-v1-20000101 anthropic.claude-opus-5-v1@20000101 au.anthropic.claude-opus-5 eu.anthropic.claude-opus-5 in.anthropic.claude-opus-5 jp.anthropic.claude-opus-5 us.anthropic.claude-opus-5
aws aws/regional.anthropic.claude-opus-5-5 prefixed claude-opus-5-5 claude-opus-5-5-v1 claude-opus-5-5-v1-2000-01-01 claude-opus-5-5-v1-20000101 claude-opus-5-5-v1@20000101
aws aws/regional.anthropic.claude-opus-5-5 bare anthropic.claude-opus-5-5 anthropic.claude-opus-5-5-v1 anthropic.claude-opus-5-5-v1-2000-01-01 anthropic.claude-opus-5-5-v1-20000101 anthropic.claude-opus-5-5-v1@20000101 au.anthropic.claude-opus-5-5 eu.anthropic.claude-opus-5-5 jp.anthropic.claude-opus-5-5 us.anthropic.claude-opus-5-5
aws aws/regional.anthropic.claude-sonnet-4-20250514-v1:0 prefixed claude-sonnet-4-20250514
aws aws/regional.anthropic.claude-sonnet-4-20250514-v1:0 bare anthropic.claude-sonnet-4-20250514 anthropic.claude-sonnet-4-20250514-v1:0 regional.anthropic.claude-sonnet-4-20250514-v1:0
aws aws/regional.anthropic.claude-sonnet-4-5-20250929-v1:0 prefixed claude-sonnet-4-5-20250929
aws aws/regional.anthropic.claude-sonnet-4-5-20250929-v1:0 bare anthropic.claude-sonnet-4-5-20250929 anthropic.claude-sonnet-4-5-20250929-v1:0 regional.anthropic.claude-sonnet-4-5-20250929-v1:0
aws aws/regional.anthropic.claude-sonnet-4-6-v1:0 prefixed claude-sonnet-4-6 claude-sonnet-4-6-2000-01-01 claude-sonnet-4-6-20000101 claude-sonnet-4-6@20000101
aws aws/regional.anthropic.claude-sonnet-4-6-v1:0 bare anthropic.claude-sonnet-4-6 anthropic.claude-sonnet-4-6-2000-01-01 anthropic.claude-sonnet-4-6-20000101 anthropic.claude-sonnet-4-6-v1:0 anthropic.claude-sonnet-4-6@20000101 regional.anthropic.claude-sonnet-4-6-v1:0
aws aws/regional.anthropic.claude-sonnet-5-5 prefixed claude-sonnet-5-5 claude-sonnet-5-5-v1 claude-sonnet-5-5-v1-2000-01-01 claude-sonnet-5-5-v1-20000101 claude-sonnet-5-5-v1@20000101
aws aws/regional.anthropic.claude-sonnet-5-5 bare anthropic.claude-sonnet-5-5 anthropic.claude-sonnet-5-5-v1 anthropic.claude-sonnet-5-5-v1-2000-01-01 anthropic.claude-sonnet-5-5-v1-20000101 anthropic.claude-sonnet-5-5-v1@20000101 apac.anthropic.claude-sonnet-5-5 au.anthropic.claude-sonnet-5-5 eu.anthropic.claude-sonnet-5-5 jp.anthropic.claude-sonnet-5-5 regional.anthropic.claude-sonnet-5-5 us-gov.anthropic.claude-sonnet-5-5 us.anthropic.claude-sonnet-5-5
aws aws/regional.anthropic.claude-sonnet-5-v1:0 prefixed claude-sonnet-5 claude-sonnet-5-v1 claude-sonnet-5-v1-2000-01-01 claude-sonnet-5-v1-20000101 claude-sonnet-5-v1@20000101
aws aws/regional.anthropic.claude-sonnet-5-v1:0 bare anthropic.claude-sonnet-5 anthropic.claude-sonnet-5-v1 anthropic.claude-sonnet-5-v1-2000-01-01 anthropic.claude-sonnet-5-v1-20000101 anthropic.claude-sonnet-5-v1:0 anthropic.claude-sonnet-5-v1@20000101 apac.anthropic.claude-sonnet-5 au.anthropic.claude-sonnet-5 eu.anthropic.claude-sonnet-5 in.anthropic.claude-sonnet-5 jp.anthropic.claude-sonnet-5 regional.anthropic.claude-sonnet-5-v1:0 us-gov.anthropic.claude-sonnet-5 us.anthropic.claude-sonnet-5
aws aws/regional.moonshotai.kimi-k3 bare in.moonshotai.kimi-k3 moonshotai.kimi-k3 us.moonshotai.kimi-k3
aws aws/regional.moonshotai.kimi-k3.1 bare us.moonshotai.kimi-k3.1
aws aws/regional.openai.gpt-5.6-luna prefixed gpt-5.6-luna gpt-5.6-luna-2000-01-01 gpt-5.6-luna-20000101
aws aws/regional.openai.gpt-5.6-luna bare openai.gpt-5.6-luna openai.gpt-5.6-luna-2000-01-01 openai.gpt-5.6-luna-20000101 us.openai.gpt-5.6-luna
aws aws/regional.openai.gpt-5.6-sol prefixed gpt-5.6-sol gpt-5.6-sol-2000-01-01 gpt-5.6-sol-20000101
aws aws/regional.openai.gpt-5.6-sol bare openai.gpt-5.6-sol openai.gpt-5.6-sol-2000-01-01 openai.gpt-5.6-sol-20000101 us.openai.gpt-5.6-sol
aws aws/regional.openai.gpt-5.6-terra prefixed gpt-5.6-terra gpt-5.6-terra-2000-01-01 gpt-5.6-terra-20000101
aws aws/regional.openai.gpt-5.6-terra bare openai.gpt-5.6-terra openai.gpt-5.6-terra-2000-01-01 openai.gpt-5.6-terra-20000101 us.openai.gpt-5.6-terra
aws aws/regional.openai.gpt-6-astra prefixed gpt-6-astra gpt-6-astra-2000-01-01 gpt-6-astra-20000101
aws aws/regional.openai.gpt-6-astra bare openai.gpt-6-astra openai.gpt-6-astra-2000-01-01 openai.gpt-6-astra-20000101 us.openai.gpt-6-astra
aws aws/regional.openai.gpt-6-luna prefixed gpt-6-luna gpt-6-luna-2000-01-01 gpt-6-luna-20000101
aws aws/regional.openai.gpt-6-luna bare openai.gpt-6-luna openai.gpt-6-luna-2000-01-01 openai.gpt-6-luna-20000101 us.openai.gpt-6-luna
aws aws/regional.openai.gpt-6-sol prefixed gpt-6-sol gpt-6-sol-2000-01-01 gpt-6-sol-20000101
aws aws/regional.openai.gpt-6-sol bare openai.gpt-6-sol openai.gpt-6-sol-2000-01-01 openai.gpt-6-sol-20000101 us.openai.gpt-6-sol
aws aws/regional.openai.gpt-6.1-sol prefixed gpt-6.1-sol gpt-6.1-sol-2000-01-01 gpt-6.1-sol-20000101
aws aws/regional.openai.gpt-6.1-sol bare openai.gpt-6.1-sol openai.gpt-6.1-sol-2000-01-01 openai.gpt-6.1-sol-20000101 us.openai.gpt-6.1-sol
aws aws/regional.openai.gpt-6.1-terra prefixed gpt-6.1-terra gpt-6.1-terra-2000-01-01 gpt-6.1-terra-20000101
aws aws/regional.openai.gpt-6.1-terra bare openai.gpt-6.1-terra openai.gpt-6.1-terra-2000-01-01 openai.gpt-6.1-terra-20000101 us.openai.gpt-6.1-terra
aws aws/regional.zai.glm-5.3 bare us.zai.glm-5.3
aws deepseek.r1-v1:0 bare deepseek.r1-v1:0 regional.deepseek.r1-v1:0
aws global.amazon.nova-2-lite-v1:0 bare global.amazon.nova-2-lite-v1:0
aws global.anthropic.claude-fable-5-1-v1:0 bare global.anthropic.claude-fable-5-1-v1:0
aws global.anthropic.claude-fable-5-2 bare global.anthropic.claude-fable-5-2
aws global.anthropic.claude-fable-5-v1:0 bare global.anthropic.claude-fable-5-v1:0
aws global.anthropic.claude-haiku-4-5-20251001-v1:0 bare global.anthropic.claude-haiku-4-5-20251001-v1:0
aws global.anthropic.claude-haiku-5-5 bare global.anthropic.claude-haiku-5-5
aws global.anthropic.claude-mythos-5-2 bare global.anthropic.claude-mythos-5-2
aws global.anthropic.claude-opus-4-5-v1:0 bare global.anthropic.claude-opus-4-5-v1:0
aws global.anthropic.claude-opus-4-6-v1:0 bare global.anthropic.claude-opus-4-6-v1:0
aws global.anthropic.claude-opus-4-7-v1:0 bare global.anthropic.claude-opus-4-7-v1:0
aws global.anthropic.claude-opus-4-8-v1:0 bare global.anthropic.claude-opus-4-8-v1:0
aws global.anthropic.claude-opus-5 bare global.anthropic.claude-opus-5
aws global.anthropic.claude-opus-5-5 bare global.anthropic.claude-opus-5-5
aws global.anthropic.claude-sonnet-4-20250514-v1:0 bare global.anthropic.claude-sonnet-4-20250514-v1:0
aws global.anthropic.claude-sonnet-4-5-20250929-v1:0 bare global.anthropic.claude-sonnet-4-5-20250929-v1:0
aws global.anthropic.claude-sonnet-4-6-v1:0 bare global.anthropic.claude-sonnet-4-6-v1:0
aws global.anthropic.claude-sonnet-5-5 bare global.anthropic.claude-sonnet-5-5
aws global.anthropic.claude-sonnet-5-v1:0 bare global.anthropic.claude-sonnet-5-v1:0
aws global.moonshotai.kimi-k3 bare global.moonshotai.kimi-k3
aws global.moonshotai.kimi-k3.1 bare global.moonshotai.kimi-k3.1 global.moonshotai.kimi-k3.1-2000-01-01 global.moonshotai.kimi-k3.1-20000101
aws global.openai.gpt-5.6-luna bare global.openai.gpt-5.6-luna global.openai.gpt-5.6-luna-2000-01-01 global.openai.gpt-5.6-luna-20000101
aws global.openai.gpt-5.6-sol bare global.openai.gpt-5.6-sol global.openai.gpt-5.6-sol-2000-01-01 global.openai.gpt-5.6-sol-20000101
aws global.openai.gpt-5.6-terra bare global.openai.gpt-5.6-terra global.openai.gpt-5.6-terra-2000-01-01 global.openai.gpt-5.6-terra-20000101
aws global.openai.gpt-6-astra bare global.openai.gpt-6-astra global.openai.gpt-6-astra-2000-01-01 global.openai.gpt-6-astra-20000101
aws global.openai.gpt-6-luna bare global.openai.gpt-6-luna global.openai.gpt-6-luna-2000-01-01 global.openai.gpt-6-luna-20000101
aws global.openai.gpt-6-sol bare global.openai.gpt-6-sol global.openai.gpt-6-sol-2000-01-01 global.openai.gpt-6-sol-20000101
aws global.openai.gpt-6.1-sol bare global.openai.gpt-6.1-sol global.openai.gpt-6.1-sol-2000-01-01 global.openai.gpt-6.1-sol-20000101
aws global.openai.gpt-6.1-terra bare global.openai.gpt-6.1-terra global.openai.gpt-6.1-terra-2000-01-01 global.openai.gpt-6.1-terra-20000101
aws global.zai.glm-5.3 bare global.zai.glm-5.3
aws google.gemma-3-12b-it bare google.gemma-3-12b-it google.gemma-3-12b-it-2000-01-01 google.gemma-3-12b-it-20000101 regional.google.gemma-3-12b-it
aws google.gemma-3-27b-it bare google.gemma-3-27b-it google.gemma-3-27b-it-2000-01-01 google.gemma-3-27b-it-20000101 regional.google.gemma-3-27b-it
aws google.gemma-3-4b-it bare google.gemma-3-4b-it google.gemma-3-4b-it-2000-01-01 google.gemma-3-4b-it-20000101 regional.google.gemma-3-4b-it
aws meta.llama3-1-70b-instruct-v1:0 bare meta.llama3-1-70b-instruct-v1:0 regional.meta.llama3-1-70b-instruct-v1:0
aws meta.llama3-1-8b-instruct-v1:0 bare meta.llama3-1-8b-instruct-v1:0 regional.meta.llama3-1-8b-instruct-v1:0
aws meta.llama3-2-11b-instruct-v1:0 bare meta.llama3-2-11b-instruct-v1:0 regional.meta.llama3-2-11b-instruct-v1:0
aws meta.llama3-2-1b-instruct-v1:0 bare meta.llama3-2-1b-instruct-v1:0 regional.meta.llama3-2-1b-instruct-v1:0
aws meta.llama3-2-3b-instruct-v1:0 bare meta.llama3-2-3b-instruct-v1:0 regional.meta.llama3-2-3b-instruct-v1:0
aws meta.llama3-2-90b-instruct-v1:0 bare meta.llama3-2-90b-instruct-v1:0 regional.meta.llama3-2-90b-instruct-v1:0
aws meta.llama3-3-70b-instruct-v1:0 bare meta.llama3-3-70b-instruct-v1:0 regional.meta.llama3-3-70b-instruct-v1:0
aws meta.llama3-70b-instruct-v1:0 bare meta.llama3-70b-instruct-v1:0 regional.meta.llama3-70b-instruct-v1:0
aws meta.llama3-8b-instruct-v1:0 bare meta.llama3-8b-instruct-v1:0 regional.meta.llama3-8b-instruct-v1:0
aws meta.llama4-maverick-17b-instruct-v1:0 bare meta.llama4-maverick-17b-instruct-v1:0 regional.meta.llama4-maverick-17b-instruct-v1:0
aws meta.llama4-scout-17b-instruct-v1:0 bare meta.llama4-scout-17b-instruct-v1:0 regional.meta.llama4-scout-17b-instruct-v1:0
aws mistral.devstral-2-123b bare mistral.devstral-2-123b mistral.devstral-2-123b-2000-01-01 mistral.devstral-2-123b-20000101 regional.mistral.devstral-2-123b
aws mistral.magistral-small-2509 bare mistral.magistral-small-2509 mistral.magistral-small-2509-2000-01-01 mistral.magistral-small-2509-20000101 regional.mistral.magistral-small-2509
aws mistral.ministral-3-14b-instruct bare mistral.ministral-3-14b-instruct mistral.ministral-3-14b-instruct-2000-01-01 mistral.ministral-3-14b-instruct-20000101 regional.mistral.ministral-3-14b-instruct
aws mistral.ministral-3-3b-instruct bare mistral.ministral-3-3b-instruct mistral.ministral-3-3b-instruct-2000-01-01 mistral.ministral-3-3b-instruct-20000101 regional.mistral.ministral-3-3b-instruct
aws mistral.ministral-3-8b-instruct bare mistral.ministral-3-8b-instruct mistral.ministral-3-8b-instruct-2000-01-01 mistral.ministral-3-8b-instruct-20000101 regional.mistral.ministral-3-8b-instruct
aws mistral.mistral-7b-instruct-v0:2 bare mistral.mistral-7b-instruct-v0:2 regional.mistral.mistral-7b-instruct-v0:2
aws mistral.mistral-large-2402-v1:0 bare mistral.mistral-large-2402-v1:0 regional.mistral.mistral-large-2402-v1:0
aws mistral.mistral-large-3-675b-instruct bare mistral.mistral-large-3-675b-instruct mistral.mistral-large-3-675b-instruct-2000-01-01 mistral.mistral-large-3-675b-instruct-20000101 regional.mistral.mistral-large-3-675b-instruct
aws mistral.mistral-small-2402-v1:0 bare mistral.mistral-small-2402-v1:0 regional.mistral.mistral-small-2402-v1:0
aws mistral.mixtral-8x7b-instruct-v0:1 bare mistral.mixtral-8x7b-instruct-v0:1 regional.mistral.mixtral-8x7b-instruct-v0:1
aws mistral.pixtral-large-2502-v1:0 bare mistral.pixtral-large-2502-v1:0 regional.mistral.pixtral-large-2502-v1:0
aws mistral.voxtral-mini-3b-2507 bare mistral.voxtral-mini-3b-2507 mistral.voxtral-mini-3b-2507-2000-01-01 mistral.voxtral-mini-3b-2507-20000101 regional.mistral.voxtral-mini-3b-2507
aws mistral.voxtral-small-24b-2507 bare mistral.voxtral-small-24b-2507 mistral.voxtral-small-24b-2507-2000-01-01 mistral.voxtral-small-24b-2507-20000101 regional.mistral.voxtral-small-24b-2507
aws nvidia.nemotron-nano-3-30b:0 bare nvidia.nemotron-nano-3-30b:0 regional.nvidia.nemotron-nano-3-30b:0
aws nvidia.nemotron-nano-9b-v2:0 bare nvidia.nemotron-nano-9b-v2:0 regional.nvidia.nemotron-nano-9b-v2:0
aws nvidia.nemotron-super-3-120b:0 bare nvidia.nemotron-super-3-120b:0 regional.nvidia.nemotron-super-3-120b:0
aws openai.gpt-5.4 bare openai.gpt-5.4
aws openai.gpt-5.5 bare openai.gpt-5.5
aws openai.gpt-oss-120b-1:0 bare openai.gpt-oss-120b-1:0 regional.openai.gpt-oss-120b-1:0
aws openai.gpt-oss-20b-1:0 bare openai.gpt-oss-20b-1:0 regional.openai.gpt-oss-20b-1:0
aws qwen.qwen3-32b-v1:0 bare qwen.qwen3-32b-v1:0 regional.qwen.qwen3-32b-v1:0
aws qwen.qwen3-coder-30b-a3b-v1:0 bare qwen.qwen3-coder-30b-a3b-v1:0 regional.qwen.qwen3-coder-30b-a3b-v1:0
aws qwen.qwen3-coder-480b-a35b-v1:0 bare qwen.qwen3-coder-480b-a35b-v1:0 regional.qwen.qwen3-coder-480b-a35b-v1:0
aws qwen.qwen3-vl-235b-a22b-v1:0 bare qwen.qwen3-vl-235b-a22b-v1:0 regional.qwen.qwen3-vl-235b-a22b-v1:0
aws regional.anthropic.claude-3-5-haiku-20241022-v1:0 bare anthropic.claude-3-5-haiku-20241022-v1:0 regional.anthropic.claude-3-5-haiku-20241022-v1:0
aws regional.anthropic.claude-3-5-sonnet-20240620-v1:0 bare anthropic.claude-3-5-sonnet-20240620-v1:0 regional.anthropic.claude-3-5-sonnet-20240620-v1:0
aws regional.anthropic.claude-3-5-sonnet-20241022-v2:0 bare anthropic.claude-3-5-sonnet-20241022-v2:0 regional.anthropic.claude-3-5-sonnet-20241022-v2:0
aws regional.anthropic.claude-3-7-sonnet-20250219-v1:0 bare anthropic.claude-3-7-sonnet-20250219-v1:0 regional.anthropic.claude-3-7-sonnet-20250219-v1:0
aws regional.anthropic.claude-3-haiku-20240307-v1:0 bare anthropic.claude-3-haiku-20240307-v1:0 regional.anthropic.claude-3-haiku-20240307-v1:0
aws regional.anthropic.claude-3-opus-20240229-v1:0 bare anthropic.claude-3-opus-20240229-v1:0 regional.anthropic.claude-3-opus-20240229-v1:0
aws regional.anthropic.claude-3-sonnet-20240229-v1:0 bare anthropic.claude-3-sonnet-20240229-v1:0 regional.anthropic.claude-3-sonnet-20240229-v1:0
aws writer.palmyra-x4-v1:0 bare regional.writer.palmyra-x4-v1:0 writer.palmyra-x4-v1:0
aws writer.palmyra-x5-v1:0 bare regional.writer.palmyra-x5-v1:0 writer.palmyra-x5-v1:0
azure azure/ada prefixed text-embedding-ada text-embedding-ada-002 text-embedding-ada-002-v2
azure azure/babbage prefixed babbage-002
azure azure/curie prefixed text-curie text-curie-001
azure azure/davinci prefixed davinci-002 text-davinci text-davinci-002
azure azure/o1 prefixed o1-2024-12-17 o1-20241217
azure azure/o1-mini prefixed o1-mini-2024-09-12 o1-mini-20240912
azure azure/o1-preview prefixed o1-preview-2024-09-12 o1-preview-20240912
azure azure/o3-2025-04-16 prefixed o3 o3-20250416
azure azure/o3-mini prefixed o3-mini-2025-01-31 o3-mini-20250131
azure azure/o4-mini prefixed o4-mini-2000-01-01 o4-mini-20000101
baseten baseten/deepseek-ai/deepseek-v4.1-flash prefixed deepseek-ai/deepseek-v4.1-flash-1017
cerebras cerebras/gemma-4-31b bare cerebras/gemma-4-31b cerebras/gemma-4-31b-2000-01-01 cerebras/gemma-4-31b-20000101 cerebras:gemma-4-31b
cerebras cerebras/gpt-oss-120b bare cerebras/gpt-oss-120b cerebras/gpt-oss-120b-2000-01-01 cerebras/gpt-oss-120b-20000101 cerebras:gpt-oss-120b
cerebras cerebras/llama-3.3-70b bare cerebras/llama-3.3-70b cerebras/llama-3.3-70b-2000-01-01 cerebras/llama-3.3-70b-20000101 cerebras:llama-3.3-70b
cerebras cerebras/llama3.1-8b bare cerebras/llama3.1-8b cerebras/llama3.1-8b-2000-01-01 cerebras/llama3.1-8b-20000101 cerebras:llama3.1-8b
cerebras cerebras/qwen-3-32b bare cerebras/qwen-3-32b cerebras/qwen-3-32b-2000-01-01 cerebras/qwen-3-32b-20000101 cerebras:qwen-3-32b
cerebras cerebras/qwen-3-coder-480b prefixed qwen-3-coder-480b
cerebras cerebras/qwen-3.8-27b bare cerebras/qwen-3.8-27b cerebras/qwen-3.8-27b-2000-01-01 cerebras/qwen-3.8-27b-20000101 cerebras:qwen-3.8-27b
cerebras cerebras/zai-glm-4.7 bare cerebras/zai-glm-4.7 cerebras/zai-glm-4.7-2000-01-01 cerebras/zai-glm-4.7-20000101 cerebras:zai-glm-4.7
cloudflare @cf/ai4bharat/indictrans2-en-indic-1b bare @cf/ai4bharat/indictrans2-en-indic-1b
cloudflare @cf/aisingapore/gemma-sea-lion-v4-27b-it bare @cf/aisingapore/gemma-sea-lion-v4-27b-it
cloudflare @cf/baai/bge-base-en-v1.5 bare @cf/baai/bge-base-en-v1.5
cloudflare @cf/baai/bge-large-en-v1.5 bare @cf/baai/bge-large-en-v1.5
cloudflare @cf/baai/bge-m3 bare @cf/baai/bge-m3
cloudflare @cf/baai/bge-reranker-base bare @cf/baai/bge-reranker-base
cloudflare @cf/baai/bge-small-en-v1.5 bare @cf/baai/bge-small-en-v1.5
cloudflare @cf/cloudflare/clairic prefixed clairic
cloudflare @cf/cloudflare/clairic bare @cf/cloudflare/clairic
cloudflare @cf/cloudflare/clef prefixed clef
cloudflare @cf/cloudflare/clef bare @cf/cloudflare/clef
cloudflare @cf/cloudflare/clef-flash prefixed clef-flash
cloudflare @cf/cloudflare/clef-flash bare @cf/cloudflare/clef-flash
cloudflare @cf/cloudflare/clef-omni prefixed clef-omni
cloudflare @cf/cloudflare/clef-omni bare @cf/cloudflare/clef-omni
cloudflare @cf/daily-co/phonellm-mini-alpha-2 bare @cf/daily-co/phonellm-mini-alpha-2
cloudflare @cf/deepseek-ai/deepseek-r1-distill-qwen-32b bare @cf/deepseek-ai/deepseek-r1-distill-qwen-32b
cloudflare @cf/deepseek-ai/deepseek-v4-flash-0731 bare @cf/deepseek-ai/deepseek-v4-flash-0731
cloudflare @cf/deepseek-ai/deepseek-v4-pro-0813 bare @cf/deepseek-ai/deepseek-v4-pro-0813
cloudflare @cf/deepseek-ai/deepseek-v4.1-flash-1017 bare @cf/deepseek-ai/deepseek-v4.1-flash-1017
cloudflare @cf/google/gemma-3-12b-it bare @cf/google/gemma-3-12b-it
cloudflare @cf/google/gemma-4-26b-a4b-it bare @cf/google/gemma-4-26b-a4b-it
cloudflare @cf/huggingface/distilbert-sst-2-int8 bare @cf/huggingface/distilbert-sst-2-int8
cloudflare @cf/ibm-granite/granite-4.0-h-micro bare @cf/ibm-granite/granite-4.0-h-micro
cloudflare @cf/meta/llama-2-7b-chat-fp16 bare @cf/meta/llama-2-7b-chat-fp16
cloudflare @cf/meta/llama-3-8b-instruct bare @cf/meta/llama-3-8b-instruct
cloudflare @cf/meta/llama-3-8b-instruct-awq bare @cf/meta/llama-3-8b-instruct-awq
cloudflare @cf/meta/llama-3.1-70b-instruct-fp8-fast bare @cf/meta/llama-3.1-70b-instruct-fp8-fast
cloudflare @cf/meta/llama-3.1-8b-instruct bare @cf/meta/llama-3.1-8b-instruct
cloudflare @cf/meta/llama-3.1-8b-instruct-awq bare @cf/meta/llama-3.1-8b-instruct-awq
cloudflare @cf/meta/llama-3.1-8b-instruct-fp8 bare @cf/meta/llama-3.1-8b-instruct-fp8
cloudflare @cf/meta/llama-3.1-8b-instruct-fp8-fast bare @cf/meta/llama-3.1-8b-instruct-fast @cf/meta/llama-3.1-8b-instruct-fp8-fast
cloudflare @cf/meta/llama-3.2-11b-vision-instruct bare @cf/meta/llama-3.2-11b-vision-instruct
cloudflare @cf/meta/llama-3.2-1b-instruct bare @cf/meta/llama-3.2-1b-instruct
cloudflare @cf/meta/llama-3.2-3b-instruct bare @cf/meta/llama-3.2-3b-instruct
cloudflare @cf/meta/llama-3.3-70b-instruct-fp8-fast bare @cf/meta/llama-3.3-70b-instruct-fp8-fast
cloudflare @cf/meta/llama-4-scout-17b-16e-instruct bare @cf/meta/llama-4-scout-17b-16e-instruct
cloudflare @cf/meta/llama-guard-3-8b bare @cf/meta/llama-guard-3-8b
cloudflare @cf/meta/m2m100-1.2b bare @cf/meta/m2m100-1.2b
cloudflare @cf/mistral/mistral-7b-instruct-v0.1 bare @cf/mistral/mistral-7b-instruct-v0.1
cloudflare @cf/mistralai/mistral-small-3.1-24b-instruct bare @cf/mistralai/mistral-small-3.1-24b-instruct
cloudflare @cf/moondream/moondream3.1-9b-a2b bare @cf/moondream/moondream3.1-9b-a2b
cloudflare @cf/moonshotai/kimi-k2.5 bare @cf/moonshotai/kimi-k2.5
cloudflare @cf/moonshotai/kimi-k2.6 bare @cf/moonshotai/kimi-k2.6
cloudflare @cf/moonshotai/kimi-k2.7-code bare @cf/moonshotai/kimi-k2.7-code
cloudflare @cf/nvidia/nemotron-3-120b-a12b bare @cf/nvidia/nemotron-3-120b-a12b
cloudflare @cf/openai/gpt-oss-120b bare @cf/openai/gpt-oss-120b
cloudflare @cf/openai/gpt-oss-20b bare @cf/openai/gpt-oss-20b
cloudflare @cf/pfnet/plamo-embedding-1b bare @cf/pfnet/plamo-embedding-1b
cloudflare @cf/qwen/qwen2.5-coder-32b-instruct bare @cf/qwen/qwen2.5-coder-32b-instruct
cloudflare @cf/qwen/qwen3-30b-a3b-fp8 bare @cf/qwen/qwen3-30b-a3b-fp8
cloudflare @cf/qwen/qwen3-embedding-0.6b bare @cf/qwen/qwen3-embedding-0.6b
cloudflare @cf/qwen/qwen3.8-27b bare @cf/qwen/qwen3.8-27b
cloudflare @cf/qwen/qwq-32b bare @cf/qwen/qwq-32b
cloudflare @cf/zai-org/glm-4.7-flash bare @cf/zai-org/glm-4.7-flash
cloudflare @cf/zai-org/glm-5.2 bare @cf/zai-org/glm-5.2
cloudflare @cf/zai-org/glm-5.3 bare @cf/zai-org/glm-5.3
cloudflare @cf/zai-org/glm-5.3-flash bare @cf/zai-org/glm-5.3-flash
cohere cohere/c4ai-aya-expanse-32b prefixed c4ai-aya-expanse-32b-2000-01-01 c4ai-aya-expanse-32b-20000101
cohere cohere/c4ai-aya-expanse-8b prefixed c4ai-aya-expanse-8b-2000-01-01 c4ai-aya-expanse-8b-20000101
cohere command-a bare command-a command-a-03-2025
cohere command-light bare command-light command-light-2000-01-01 command-light-20000101
cohere command-r bare command-r command-r-08-2024
cohere command-r-plus bare command-r-plus command-r-plus-08-2024
cohere command-r7b bare command-r7b command-r7b-12-2024
cursor composer-2.5 bare composer-2.5
cursor composer-2.5-fast bare composer-2.5-fast
databricks databricks-bge-large-en bare databricks-bge-large-en system.ai.bge-large-en
databricks databricks-deepseek-v4-1-flash bare databricks-deepseek-v4-1-flash system.ai.deepseek-v4-1-flash
databricks databricks-deepseek-v4-flash-0731 bare databricks-deepseek-v4-flash-0731 system.ai.deepseek-v4-flash-0731
databricks databricks-deepseek-v4-pro-0813 bare databricks-deepseek-v4-pro-0813 system.ai.deepseek-v4-pro-0813
databricks databricks-gemma-3-12b bare databricks-gemma-3-12b system.ai.gemma-3-12b
databricks databricks-glm-5-2 bare databricks-glm-5-2 system.ai.glm-5-2
databricks databricks-glm-5-3 bare databricks-glm-5-3 system.ai.glm-5-3
databricks databricks-glm-5-3-flash bare databricks-glm-5-3-flash system.ai.glm-5-3-flash
databricks databricks-gpt-oss-120b bare databricks-gpt-oss-120b system.ai.gpt-oss-120b
databricks databricks-gpt-oss-20b bare databricks-gpt-oss-20b system.ai.gpt-oss-20b
databricks databricks-gte-large-en bare databricks-gte-large-en system.ai.gte-large-en
databricks databricks-inkling bare databricks-inkling system.ai.inkling
databricks databricks-kimi-k2-7-code bare databricks-kimi-k2-7-code system.ai.kimi-k2-7-code
databricks databricks-kimi-k3 bare databricks-kimi-k3 system.ai.kimi-k3
databricks databricks-llama-4-maverick bare databricks-llama-4-maverick system.ai.llama-4-maverick
databricks databricks-meta-llama-3-1-8b-instruct bare databricks-meta-llama-3-1-8b-instruct system.ai.meta-llama-3-1-8b-instruct
databricks databricks-meta-llama-3-3-70b-instruct bare databricks-meta-llama-3-3-70b-instruct system.ai.meta-llama-3-3-70b-instruct
databricks databricks-qwen3-embedding-0-6b bare databricks-qwen3-embedding-0-6b system.ai.qwen3-embedding-0-6b
databricks databricks-qwen3-next-80b-a3b-instruct bare databricks-qwen3-next-80b-a3b-instruct system.ai.qwen3-next-80b-a3b-instruct
databricks databricks-qwen35-122b-a10b bare databricks-qwen35-122b-a10b system.ai.qwen35-122b-a10b
deepseek deepseek-chat bare deepseek-chat deepseek-chat-2000-01-01 deepseek-chat-20000101 deepseek-chat-v3-0324 deepseek-chat-v3-0324-2000-01-01 deepseek-chat-v3-0324-20000101
deepseek deepseek-flash bare deepseek-flash
deepseek deepseek-reasoner bare deepseek-r1 deepseek-r1-0528 deepseek-r1-0528-2000-01-01 deepseek-r1-0528-20000101 deepseek-r1-2000-01-01 deepseek-r1-20000101 deepseek-reasoner
deepseek deepseek-v3.1-terminus bare deepseek-v3.1-terminus
deepseek deepseek-v3.2 bare deepseek-v3.2
deepseek deepseek-v3.2-exp bare deepseek-v3.2-exp
deepseek deepseek-v4-flash bare deepseek-v4-flash deepseek-v4-flash-2000-01-01 deepseek-v4-flash-20000101
deepseek deepseek-v4-pro bare deepseek-v4-pro deepseek-v4-pro-2000-01-01 deepseek-v4-pro-20000101
doubleword doubleword/deepseek-ai/deepseek-v4.1-flash prefixed deepseek-ai/deepseek-v4.1-flash-1017
elevenlabs eleven_realtime_v1_max bare eleven_realtime_v1_max
elevenlabs eleven_realtime_v1_mini bare eleven_realtime_v1_mini
fireworks fireworks/deepseek-r1-0528 bare accounts/fireworks/models/deepseek-r1-0528
fireworks fireworks/deepseek-v3-0324 bare accounts/fireworks/models/deepseek-v3-0324
fireworks fireworks/deepseek-v3p2 bare accounts/fireworks/models/deepseek-v3p2
fireworks fireworks/deepseek-v4-flash bare accounts/fireworks/models/deepseek-v4-flash accounts/fireworks/models/deepseek-v4-flash-0731
fireworks fireworks/deepseek-v4-pro bare accounts/fireworks/models/deepseek-v4-pro
fireworks fireworks/deepseek-v4p1-flash bare accounts/fireworks/models/deepseek-v4p1-flash
fireworks fireworks/deepseek-v4p1-flash-1017 bare accounts/fireworks/models/deepseek-v4p1-flash-1017
fireworks fireworks/deepseek-v4p1-flash-1017-ultrafast bare accounts/fireworks/routers/deepseek-v4p1-flash-1017-ultrafast
fireworks fireworks/deepseek-v4p1-flash-1017-us bare accounts/fireworks/routers/deepseek-v4p1-flash-1017-us
fireworks fireworks/deepseek-v4p1-flash-us bare accounts/fireworks/routers/deepseek-v4p1-flash-us
fireworks fireworks/ember-1 bare accounts/fireworks/models/ember-1
fireworks fireworks/gemma-3-27b-it bare accounts/fireworks/models/gemma-3-27b-it
fireworks fireworks/glm-4p7 bare accounts/fireworks/models/glm-4p7
fireworks fireworks/glm-5p1 bare accounts/fireworks/models/glm-5p1
fireworks fireworks/glm-5p1-fast bare accounts/fireworks/routers/glm-5p1-fast
fireworks fireworks/glm-5p2 bare accounts/fireworks/models/glm-5p2
fireworks fireworks/glm-5p2-fast bare accounts/fireworks/routers/glm-5p2-fast accounts/fireworks/routers/glm-5p2-fast-us
fireworks fireworks/glm-5p3 bare accounts/fireworks/models/glm-5p3
fireworks fireworks/glm-5p3-fast bare accounts/fireworks/routers/glm-5p3-fast
fireworks fireworks/glm-5p3-flash bare accounts/fireworks/models/glm-5p3-flash
fireworks fireworks/glm-5p3-flash-us bare accounts/fireworks/routers/glm-5p3-flash-us
fireworks fireworks/glm-5p3-us bare accounts/fireworks/routers/glm-5p3-us
fireworks fireworks/gpt-oss-120b bare accounts/fireworks/models/gpt-oss-120b
fireworks fireworks/gpt-oss-20b bare accounts/fireworks/models/gpt-oss-20b
fireworks fireworks/inkling bare accounts/fireworks/models/inkling
fireworks fireworks/kimi-k2p5 bare accounts/fireworks/models/kimi-k2p5
fireworks fireworks/kimi-k2p6 bare accounts/fireworks/models/kimi-k2p6
fireworks fireworks/kimi-k2p6-fast bare accounts/fireworks/routers/kimi-k2p6-fast
fireworks fireworks/kimi-k2p7-code bare accounts/fireworks/models/kimi-k2p7-code
fireworks fireworks/kimi-k2p7-code-fast bare accounts/fireworks/routers/kimi-k2p7-code-fast
fireworks fireworks/kimi-k3 bare accounts/fireworks/models/kimi-k3
fireworks fireworks/kimi-k3-fast bare accounts/fireworks/routers/kimi-k3-fast
fireworks fireworks/kimi-k3-us bare accounts/fireworks/routers/kimi-k3-us
fireworks fireworks/kimi-k3p1-pro bare accounts/fireworks/models/kimi-k3p1-pro
fireworks fireworks/llama-v3p1-8b-instruct bare accounts/fireworks/models/llama-v3p1-8b-instruct
fireworks fireworks/llama4-maverick-instruct-basic bare accounts/fireworks/models/llama4-maverick-instruct-basic
fireworks fireworks/minimax-m2p1 bare accounts/fireworks/models/minimax-m2p1
fireworks fireworks/minimax-m2p7 bare accounts/fireworks/models/minimax-m2p7
fireworks fireworks/minimax-m3 bare accounts/fireworks/models/minimax-m3
fireworks fireworks/muse-spark-open bare accounts/fireworks/models/muse-spark-open
fireworks fireworks/nemotron-3-ultra-nvfp4 bare accounts/fireworks/models/nemotron-3-ultra-nvfp4
fireworks fireworks/nemotron-lightning-3p5-30b-a3b bare accounts/fireworks/models/nemotron-lightning-3p5-30b-a3b
fireworks fireworks/qwen2p5-vl-72b-instruct bare accounts/fireworks/models/qwen2p5-vl-72b-instruct
fireworks fireworks/qwen3-235b-a22b bare accounts/fireworks/models/qwen3-235b-a22b
fireworks fireworks/qwen3p6-plus bare accounts/fireworks/models/qwen3p6-plus
fireworks fireworks/qwen3p7-plus bare accounts/fireworks/models/qwen3p7-plus
fireworks fireworks/qwen3p8-max bare accounts/fireworks/models/qwen3p8-max
fireworks fireworks/ultramarine-1-flash-us bare accounts/fireworks/routers/ultramarine-1-flash-us
github-copilot github-copilot/gpt-3.5-turbo prefixed gpt-3.5-turbo gpt-3.5-turbo-0613
github-copilot github-copilot/gpt-4.1 prefixed gpt-4.1 gpt-4.1-2025-04-14 gpt-4.1-20250414
github-copilot github-copilot/gpt-4o prefixed gpt-4-o-preview gpt-4o gpt-4o-2024-05-13 gpt-4o-2024-08-06 gpt-4o-2024-11-20 gpt-4o-20240513 gpt-4o-20240806 gpt-4o-20241120
github-copilot github-copilot/gpt-4o-mini prefixed gpt-4o-mini gpt-4o-mini-2024-07-18 gpt-4o-mini-20240718
github-copilot github-copilot/gpt-5-mini prefixed gpt-5-mini-2000-01-01 gpt-5-mini-20000101
github-copilot github-copilot/gpt-5.3-codex prefixed gpt-5.3-codex-2000-01-01 gpt-5.3-codex-20000101
github-copilot github-copilot/gpt-5.4 prefixed gpt-5.4-2000-01-01 gpt-5.4-20000101
github-copilot github-copilot/gpt-5.4-mini prefixed gpt-5.4-mini-2000-01-01 gpt-5.4-mini-20000101
github-copilot github-copilot/gpt-5.4-nano prefixed gpt-5.4-nano-2000-01-01 gpt-5.4-nano-20000101
github-copilot github-copilot/gpt-5.5 prefixed gpt-5.5-2000-01-01 gpt-5.5-20000101
github-copilot github-copilot/gpt-5.6-luna prefixed gpt-5.6-luna-2000-01-01 gpt-5.6-luna-20000101
github-copilot github-copilot/gpt-5.6-sol prefixed gpt-5.6-sol-2000-01-01 gpt-5.6-sol-20000101
github-copilot github-copilot/gpt-5.6-terra prefixed gpt-5.6-terra-2000-01-01 gpt-5.6-terra-20000101
github-copilot github-copilot/gpt-6-astra prefixed gpt-6-astra-2000-01-01 gpt-6-astra-20000101
github-copilot github-copilot/gpt-6-luna prefixed gpt-6-luna-2000-01-01 gpt-6-luna-20000101
github-copilot github-copilot/gpt-6-sol prefixed gpt-6-sol-2000-01-01 gpt-6-sol-20000101
github-copilot github-copilot/gpt-6.1-sol prefixed gpt-6.1-sol-2000-01-01 gpt-6.1-sol-20000101
github-copilot github-copilot/gpt-6.1-terra prefixed gpt-6.1-terra-2000-01-01 gpt-6.1-terra-20000101
google gemini-1.0-pro-vision-001 bare gemini-1.0-pro-vision-001
google gemini-1.5-flash bare gemini-1.5-flash gemini-1.5-flash-2000-01-01 gemini-1.5-flash-20000101
google gemini-1.5-pro bare gemini-1.5-pro gemini-1.5-pro-2000-01-01 gemini-1.5-pro-20000101
google gemini-2.0-flash bare gemini-2.0-flash
google gemini-2.0-flash-lite bare gemini-2.0-flash-lite gemini-2.0-flash-lite-2000-01-01 gemini-2.0-flash-lite-20000101
google gemini-2.5-flash bare gemini-2.5-flash gemini-2.5-flash-latest gemini-2.5-flash-preview-09-2025
google gemini-2.5-flash-image bare gemini-2.5-flash-image gemini-2.5-flash-image-preview
google gemini-2.5-flash-lite bare gemini-2.5-flash-lite
google gemini-2.5-flash-lite-preview-tts bare gemini-2.5-flash-lite-preview-tts
google gemini-2.5-flash-preview bare gemini-2.5-flash-preview gemini-2.5-flash-preview-05-20:thinking gemini-2.5-flash-preview:thinking
google gemini-2.5-flash-tts bare gemini-2.5-flash-preview-tts gemini-2.5-flash-tts
google gemini-2.5-pro bare gemini-2.5-pro gemini-2.5-pro-2000-01-01 gemini-2.5-pro-20000101
google gemini-2.5-pro-tts bare gemini-2.5-pro-preview-tts gemini-2.5-pro-tts
google gemini-3-flash-preview bare gemini-3-flash-preview gemini-3-flash-preview-2000-01-01 gemini-3-flash-preview-20000101
google gemini-3-pro-image-preview bare gemini-3-pro-image gemini-3-pro-image-preview gemini-3-pro-image-preview-2000-01-01 gemini-3-pro-image-preview-20000101
google gemini-3-pro-preview bare gemini-3-pro-preview gemini-3-pro-preview-2000-01-01 gemini-3-pro-preview-20000101 gemini-3-pro-text-preview
google gemini-3.1-flash-image-preview bare gemini-3.1-flash-image gemini-3.1-flash-image-preview gemini-3.1-flash-image-preview-2000-01-01 gemini-3.1-flash-image-preview-20000101
google gemini-3.1-flash-lite bare gemini-3.1-flash-lite gemini-3.1-flash-lite-preview gemini-3.1-flash-lite-preview-2000-01-01 gemini-3.1-flash-lite-preview-20000101
google gemini-3.1-flash-lite-image bare gemini-3.1-flash-lite-image gemini-3.1-flash-lite-image-2000-01-01 gemini-3.1-flash-lite-image-20000101
google gemini-3.1-flash-live-preview bare gemini-3.1-flash-live-preview gemini-3.1-flash-live-preview-2000-01-01 gemini-3.1-flash-live-preview-20000101
google gemini-3.1-flash-tts-preview bare gemini-3.1-flash-tts-preview
google gemini-3.1-pro-preview bare gemini-3.1-pro-preview gemini-3.1-pro-preview-2000-01-01 gemini-3.1-pro-preview-20000101 gemini-pro-latest
google gemini-3.5-flash bare gemini-3.5-flash gemini-3.5-flash-2000-01-01 gemini-3.5-flash-20000101 gemini-3.5-flash-preview gemini-3.5-flash-preview-2000-01-01 gemini-3.5-flash-preview-20000101
google gemini-3.5-flash-lite bare gemini-3.5-flash-lite gemini-3.5-flash-lite-2000-01-01 gemini-3.5-flash-lite-20000101 gemini-flash-lite-latest
google gemini-3.6-flash bare gemini-3.6-flash gemini-3.6-flash-2000-01-01 gemini-3.6-flash-20000101
google gemini-3.7-flash bare gemini-3.7-flash gemini-3.7-flash-2000-01-01 gemini-3.7-flash-20000101
google gemini-3.8-flash bare gemini-3.8-flash gemini-3.8-flash-2000-01-01 gemini-3.8-flash-20000101 gemini-flash-latest
google gemini-3.8-flash-lite-tts bare gemini-3.8-flash-lite-tts
google gemini-3.8-flash-tts bare gemini-3.8-flash-tts
google gemini-3.8-live bare gemini-3.8-live gemini-3.8-live-2000-01-01 gemini-3.8-live-20000101
google gemini-4-argon bare gemini-4-argon gemini-4-argon-2000-01-01 gemini-4-argon-20000101 gemini-4-argon-preview gemini-4-argon-preview-2000-01-01 gemini-4-argon-preview-20000101
google gemini-embedding-001 bare gemini-embedding-001
google gemini-embedding-2 bare gemini-embedding-2 gemini-embedding-2-preview
google gemini-flash-1.5 bare gemini-flash-1.5
google gemini-flash-1.5-8b bare gemini-flash-1.5-8b
google gemini-live-2.5-flash bare gemini-2.5-flash-native-audio-latest gemini-2.5-flash-native-audio-preview gemini-2.5-flash-native-audio-preview-2000-01-01 gemini-2.5-flash-native-audio-preview-20000101 gemini-live-2.5-flash gemini-live-2.5-flash-2000-01-01 gemini-live-2.5-flash-20000101
google gemini-nano-banana-2.1 bare gemini-nano-banana-2.1
google gemini-omni-1.1-flash bare gemini-omni-1.1-flash
google gemini-omni-flash-preview bare gemini-omni-flash-preview gemini-omni-flash-preview-2000-01-01 gemini-omni-flash-preview-20000101
google gemini-pro bare gemini-1.0-pro gemini-pro
google gemini-pro-1.5 bare gemini-pro-1.5
google gemini-robotics-er-2-preview bare gemini-robotics-er-2-preview
google gemini-robotics-er-2-streaming-preview bare gemini-robotics-er-2-streaming-preview
google gemma-2-27b-it bare gemma-2-27b-it
google gemma-3 prefixed gemma-3-2000-01-01 gemma-3-20000101
google gemma-3 bare gemma-3
google gemma-3n prefixed gemma-3n-2000-01-01 gemma-3n-20000101
google gemma-3n bare gemma-3n
google gemma-4-26b-a4b-it bare gemma-4-26b-a4b-it
google gemma-4-26b-a4b-it-maas bare gemma-4-26b-a4b-it-maas
google gemma-4-31b-it bare gemma-4-31b-it
google google/claude-3-5-haiku prefixed claude-3-5-haiku-2000-01-01 claude-3-5-haiku-20000101 claude-3-5-haiku@20000101
google google/claude-3-5-sonnet prefixed claude-3-5-sonnet-2000-01-01 claude-3-5-sonnet-20000101 claude-3-5-sonnet@20000101
google google/claude-3-7-sonnet prefixed claude-3-7-sonnet-2000-01-01 claude-3-7-sonnet-20000101 claude-3-7-sonnet@20000101
google google/claude-3-haiku prefixed claude-3-haiku-2000-01-01 claude-3-haiku-20000101 claude-3-haiku@20000101
google google/claude-3-opus prefixed claude-3-opus-2000-01-01 claude-3-opus-20000101 claude-3-opus@20000101
google google/claude-4-opus prefixed claude-4-opus-2000-01-01 claude-4-opus-20000101 claude-4-opus@20000101 claude-opus-4 claude-opus-4@20000101
google google/claude-4-sonnet prefixed anthropic/claude-sonnet-4 anthropic/claude-sonnet-4@20000101 claude-4-sonnet-2000-01-01 claude-4-sonnet-20000101 claude-4-sonnet@20000101 claude-sonnet-4 claude-sonnet-4@20000101
google google/claude-fable-5 prefixed claude-fable-5@20000101
google google/claude-fable-5-1 prefixed claude-fable-5-1@20000101
google google/claude-fable-5-2 prefixed claude-fable-5-2@20000101
google google/claude-haiku-4-5 prefixed claude-haiku-4-5-2000-01-01 claude-haiku-4-5-20000101 claude-haiku-4-5@20000101
google google/claude-haiku-5-5 prefixed claude-haiku-5-5-2000-01-01 claude-haiku-5-5-20000101 claude-haiku-5-5@20000101
google google/claude-opus-4-5 prefixed claude-opus-4-5-2000-01-01 claude-opus-4-5-20000101 claude-opus-4-5@20000101
google google/claude-opus-4-6 prefixed claude-opus-4-6-2000-01-01 claude-opus-4-6-20000101 claude-opus-4-6@20000101
google google/claude-opus-4-7 prefixed claude-opus-4-7-2000-01-01 claude-opus-4-7-20000101 claude-opus-4-7@20000101
google google/claude-opus-4-8 prefixed claude-opus-4-8-2000-01-01 claude-opus-4-8-20000101 claude-opus-4-8@20000101
google google/claude-opus-5 prefixed claude-opus-5@20000101
google google/claude-opus-5-5 prefixed claude-opus-5-5@20000101
google google/claude-sonnet-4-5 prefixed claude-sonnet-4-5-2000-01-01 claude-sonnet-4-5-20000101 claude-sonnet-4-5@20000101
google google/claude-sonnet-4-6 prefixed claude-sonnet-4-6-2000-01-01 claude-sonnet-4-6-20000101 claude-sonnet-4-6@20000101
google google/claude-sonnet-5-5 prefixed claude-sonnet-5-5-2000-01-01 claude-sonnet-5-5-20000101 claude-sonnet-5-5@20000101
groq groq/canopylabs/orpheus-arabic-saudi prefixed canopylabs/orpheus-arabic-saudi
groq groq/canopylabs/orpheus-v1-english prefixed canopylabs/orpheus-v1-english
groq groq/gemma2-9b-it prefixed gemma2-9b
groq groq/moonshotai/kimi-k2-instruct prefixed moonshotai/kimi-k2-instruct-0905
groq groq/whisper-large-v3 prefixed whisper-large-v3
groq groq/whisper-large-v3-turbo prefixed whisper-large-v3-turbo
huggingface_cerebras huggingface_cerebras/meta-llama/llama-3.1-8b-instruct prefixed meta-llama/llama-3.1-8b-instruct-fast
huggingface_cerebras huggingface_cerebras/openai/gpt-oss-120b prefixed openai/gpt-oss-120b-fast
huggingface_cerebras huggingface_cerebras/qwen/qwen3.8-27b prefixed qwen/qwen3.8-27b-fast
huggingface_fireworks-ai huggingface_fireworks-ai/meta-llama/llama-3.3-70b-instruct prefixed meta-llama/llama-3.3-70b-instruct-fast
huggingface_fireworks-ai huggingface_fireworks-ai/minimaxai/minimax-m3 prefixed minimaxai/minimax-m3-fast
huggingface_fireworks-ai huggingface_fireworks-ai/moonshotai/kimi-k3 prefixed moonshotai/kimi-k3-fast
huggingface_fireworks-ai huggingface_fireworks-ai/nvidia/nvidia-nemotron-3-ultra-550b-a55b-nvfp4 prefixed nvidia/nvidia-nemotron-3-ultra-550b-a55b-nvfp4-fast
huggingface_fireworks-ai huggingface_fireworks-ai/openai/gpt-oss-120b prefixed openai/gpt-oss-120b-fast
huggingface_fireworks-ai huggingface_fireworks-ai/openai/gpt-oss-20b prefixed openai/gpt-oss-20b-fast
huggingface_groq huggingface_groq/meta-llama/llama-3.3-70b-instruct prefixed meta-llama/llama-3.3-70b-instruct-fast
huggingface_groq huggingface_groq/meta-llama/llama-4-scout-17b-16e-instruct prefixed meta-llama/llama-4-scout-17b-16e-instruct-fast
huggingface_groq huggingface_groq/openai/gpt-oss-120b prefixed openai/gpt-oss-120b-fast
huggingface_groq huggingface_groq/openai/gpt-oss-20b prefixed openai/gpt-oss-20b-fast
huggingface_groq huggingface_groq/qwen/qwen3-32b prefixed qwen/qwen3-32b-fast
huggingface_hyperbolic huggingface_hyperbolic/deepseek-ai/deepseek-r1 prefixed deepseek-ai/deepseek-r1-fast
huggingface_hyperbolic huggingface_hyperbolic/deepseek-ai/deepseek-r1-0528 prefixed deepseek-ai/deepseek-r1-0528-fast
huggingface_hyperbolic huggingface_hyperbolic/deepseek-ai/deepseek-v3-0324 prefixed deepseek-ai/deepseek-v3-0324-fast
huggingface_hyperbolic huggingface_hyperbolic/meta-llama/llama-3.3-70b-instruct prefixed meta-llama/llama-3.3-70b-instruct-fast
huggingface_hyperbolic huggingface_hyperbolic/openai/gpt-oss-120b prefixed openai/gpt-oss-120b-fast
huggingface_hyperbolic huggingface_hyperbolic/openai/gpt-oss-20b prefixed openai/gpt-oss-20b-fast
huggingface_hyperbolic huggingface_hyperbolic/qwen/qwen2.5-vl-72b-instruct prefixed qwen/qwen2.5-vl-72b-instruct-fast
huggingface_hyperbolic huggingface_hyperbolic/qwen/qwen2.5-vl-7b-instruct prefixed qwen/qwen2.5-vl-7b-instruct-fast
huggingface_hyperbolic huggingface_hyperbolic/qwen/qwen3-235b-a22b-instruct-2507 prefixed qwen/qwen3-235b-a22b-instruct-2507-fast
huggingface_hyperbolic huggingface_hyperbolic/qwen/qwen3-coder-480b-a35b-instruct prefixed qwen/qwen3-coder-480b-a35b-instruct-fast
huggingface_hyperbolic huggingface_hyperbolic/qwen/qwen3-next-80b-a3b-instruct prefixed qwen/qwen3-next-80b-a3b-instruct-fast
huggingface_hyperbolic huggingface_hyperbolic/qwen/qwen3-next-80b-a3b-thinking prefixed qwen/qwen3-next-80b-a3b-thinking-fast
huggingface_nebius huggingface_nebius/deepseek-ai/deepseek-r1-0528 prefixed deepseek-ai/deepseek-r1-0528-fast
huggingface_nebius huggingface_nebius/deepseek-ai/deepseek-v3-0324 prefixed deepseek-ai/deepseek-v3-0324-fast
huggingface_nebius huggingface_nebius/google/gemma-2-2b-it prefixed google/gemma-2-2b-it-fast
huggingface_nebius huggingface_nebius/google/gemma-2-9b-it prefixed google/gemma-2-9b-it-fast
huggingface_nebius huggingface_nebius/google/gemma-3-27b-it prefixed google/gemma-3-27b-it-fast
huggingface_nebius huggingface_nebius/meta-llama/llama-3.1-8b-instruct prefixed meta-llama/llama-3.1-8b-instruct-fast
huggingface_nebius huggingface_nebius/meta-llama/llama-3.3-70b-instruct prefixed meta-llama/llama-3.3-70b-instruct-fast
huggingface_nebius huggingface_nebius/moonshotai/kimi-k2-instruct prefixed moonshotai/kimi-k2-instruct-fast
huggingface_nebius huggingface_nebius/moonshotai/kimi-k2-thinking prefixed moonshotai/kimi-k2-thinking-fast
huggingface_nebius huggingface_nebius/nousresearch/hermes-4-405b prefixed nousresearch/hermes-4-405b-fast
huggingface_nebius huggingface_nebius/nousresearch/hermes-4-70b prefixed nousresearch/hermes-4-70b-fast
huggingface_nebius huggingface_nebius/nvidia/llama-3_1-nemotron-ultra-253b-v1 prefixed nvidia/llama-3_1-nemotron-ultra-253b-v1-fast
huggingface_nebius huggingface_nebius/nvidia/nvidia-nemotron-nano-12b-v2 prefixed nvidia/nvidia-nemotron-nano-12b-v2-fast
huggingface_nebius huggingface_nebius/openai/gpt-oss-120b prefixed openai/gpt-oss-120b-fast
huggingface_nebius huggingface_nebius/primeintellect/intellect-3-fp8 prefixed primeintellect/intellect-3-fp8-fast
huggingface_nebius huggingface_nebius/qwen/qwen2.5-coder-7b prefixed qwen/qwen2.5-coder-7b-fast
huggingface_nebius huggingface_nebius/qwen/qwen2.5-vl-72b-instruct prefixed qwen/qwen2.5-vl-72b-instruct-fast
huggingface_nebius huggingface_nebius/qwen/qwen3-235b-a22b-instruct-2507 prefixed qwen/qwen3-235b-a22b-instruct-2507-fast
huggingface_nebius huggingface_nebius/qwen/qwen3-235b-a22b-thinking-2507 prefixed qwen/qwen3-235b-a22b-thinking-2507-fast
huggingface_nebius huggingface_nebius/qwen/qwen3-30b-a3b-instruct-2507 prefixed qwen/qwen3-30b-a3b-instruct-2507-fast
huggingface_nebius huggingface_nebius/qwen/qwen3-30b-a3b-thinking-2507 prefixed qwen/qwen3-30b-a3b-thinking-2507-fast
huggingface_nebius huggingface_nebius/qwen/qwen3-32b prefixed qwen/qwen3-32b-fast
huggingface_nebius huggingface_nebius/qwen/qwen3-coder-30b-a3b-instruct prefixed qwen/qwen3-coder-30b-a3b-instruct-fast
huggingface_nebius huggingface_nebius/qwen/qwen3-coder-480b-a35b-instruct prefixed qwen/qwen3-coder-480b-a35b-instruct-fast
huggingface_nebius huggingface_nebius/zai-org/glm-4.5 prefixed zai-org/glm-4.5-fast
huggingface_nebius huggingface_nebius/zai-org/glm-4.5-air prefixed zai-org/glm-4.5-air-fast
huggingface_novita huggingface_novita/alpindale/wizardlm-2-8x22b prefixed alpindale/wizardlm-2-8x22b-fast
huggingface_novita huggingface_novita/baidu/ernie-4.5-21b-a3b-pt prefixed baidu/ernie-4.5-21b-a3b-pt-fast
huggingface_novita huggingface_novita/baidu/ernie-4.5-300b-a47b-base-pt prefixed baidu/ernie-4.5-300b-a47b-base-pt-fast
huggingface_novita huggingface_novita/baidu/ernie-4.5-vl-28b-a3b-pt prefixed baidu/ernie-4.5-vl-28b-a3b-pt-fast
huggingface_novita huggingface_novita/baidu/ernie-4.5-vl-424b-a47b-base-pt prefixed baidu/ernie-4.5-vl-424b-a47b-base-pt-fast
huggingface_novita huggingface_novita/deepseek-ai/deepseek-prover-v2-671b prefixed deepseek-ai/deepseek-prover-v2-671b-fast
huggingface_novita huggingface_novita/deepseek-ai/deepseek-r1 prefixed deepseek-ai/deepseek-r1-0528 deepseek-ai/deepseek-r1-0528-fast deepseek-ai/deepseek-r1-fast
huggingface_novita huggingface_novita/deepseek-ai/deepseek-r1-distill-llama-70b prefixed deepseek-ai/deepseek-r1-distill-llama-70b-fast
huggingface_novita huggingface_novita/deepseek-ai/deepseek-v3 prefixed deepseek-ai/deepseek-v3-fast
huggingface_novita huggingface_novita/deepseek-ai/deepseek-v3-0324 prefixed deepseek-ai/deepseek-v3-0324-fast
huggingface_novita huggingface_novita/deepseek-ai/deepseek-v3.1 prefixed deepseek-ai/deepseek-v3.1-fast deepseek-ai/deepseek-v3.1-terminus deepseek-ai/deepseek-v3.1-terminus-fast
huggingface_novita huggingface_novita/deepseek-ai/deepseek-v3.2 prefixed deepseek-ai/deepseek-v3.2-fast
huggingface_novita huggingface_novita/deepseek-ai/deepseek-v3.2-exp prefixed deepseek-ai/deepseek-v3.2-exp-fast
huggingface_novita huggingface_novita/deepseek-ai/deepseek-v4-flash-0731 prefixed deepseek-ai/deepseek-v4-flash-0731-fast
huggingface_novita huggingface_novita/deepseek-ai/deepseek-v4-pro prefixed deepseek-ai/deepseek-v4-pro-fast
huggingface_novita huggingface_novita/deepseek-ai/deepseek-v4-pro-0813 prefixed deepseek-ai/deepseek-v4-pro-0813-fast
huggingface_novita huggingface_novita/deepseek-ai/deepseek-v4.1-flash prefixed deepseek-ai/deepseek-v4.1-flash-1017 deepseek-ai/deepseek-v4.1-flash-1017-fast deepseek-ai/deepseek-v4.1-flash-fast
huggingface_novita huggingface_novita/google/gemma-4-26b-a4b-it prefixed google/gemma-4-26b-a4b-it-fast
huggingface_novita huggingface_novita/google/gemma-4-31b-it prefixed google/gemma-4-31b-it-fast
huggingface_novita huggingface_novita/inclusionai/ling-3.0-flash prefixed inclusionai/ling-3.0-flash-fast
huggingface_novita huggingface_novita/inclusionai/ling-3.0-flash-fin prefixed inclusionai/ling-3.0-flash-fin-fast
huggingface_novita huggingface_novita/inclusionai/ling-3.0-flash-vl prefixed inclusionai/ling-3.0-flash-vl-fast
huggingface_novita huggingface_novita/inclusionai/ling-3.1-flash prefixed inclusionai/ling-3.1-flash-fast
huggingface_novita huggingface_novita/meta-llama/llama-3.1-8b-instruct prefixed meta-llama/llama-3.1-8b-instruct-fast
huggingface_novita huggingface_novita/meta-llama/llama-3.3-70b-instruct prefixed meta-llama/llama-3.3-70b-instruct-fast
huggingface_novita huggingface_novita/meta-llama/llama-4-maverick-17b-128e-instruct-fp8 prefixed meta-llama/llama-4-maverick-17b-128e-instruct-fp8-fast
huggingface_novita huggingface_novita/meta-llama/llama-4-scout-17b-16e-instruct prefixed meta-llama/llama-4-scout-17b-16e-instruct-fast
huggingface_novita huggingface_novita/meta-llama/meta-llama-3-70b-instruct prefixed meta-llama/meta-llama-3-70b-instruct-fast
huggingface_novita huggingface_novita/meta-llama/meta-llama-3-8b-instruct prefixed meta-llama/meta-llama-3-8b-instruct-fast
huggingface_novita huggingface_novita/minimaxai/minimax-m1-80k prefixed minimaxai/minimax-m1-80k-fast
huggingface_novita huggingface_novita/minimaxai/minimax-m2 prefixed minimaxai/minimax-m2-fast minimaxai/minimax-m2.1 minimaxai/minimax-m2.1-fast minimaxai/minimax-m2.5 minimaxai/minimax-m2.5-fast minimaxai/minimax-m2.7 minimaxai/minimax-m2.7-fast
huggingface_novita huggingface_novita/minimaxai/minimax-m3 prefixed minimaxai/minimax-m3-fast
huggingface_novita huggingface_novita/minimaxai/minimax-m3.1-flash prefixed minimaxai/minimax-m3.1-flash-fast
huggingface_novita huggingface_novita/moonshotai/kimi-k2-instruct prefixed moonshotai/kimi-k2-instruct-fast
huggingface_novita huggingface_novita/moonshotai/kimi-k2-instruct-0905 prefixed moonshotai/kimi-k2-instruct-0905-fast
huggingface_novita huggingface_novita/moonshotai/kimi-k2-thinking prefixed moonshotai/kimi-k2-thinking-fast
huggingface_novita huggingface_novita/moonshotai/kimi-k2.5 prefixed moonshotai/kimi-k2.5-fast
huggingface_novita huggingface_novita/moonshotai/kimi-k2.6 prefixed moonshotai/kimi-k2.6-fast
huggingface_novita huggingface_novita/moonshotai/kimi-k2.7-code prefixed moonshotai/kimi-k2.7-code-fast
huggingface_novita huggingface_novita/nousresearch/hermes-2-pro-llama-3-8b prefixed nousresearch/hermes-2-pro-llama-3-8b-fast
huggingface_novita huggingface_novita/openai/gpt-oss-120b prefixed openai/gpt-oss-120b-fast
huggingface_novita huggingface_novita/openai/gpt-oss-20b prefixed openai/gpt-oss-20b-fast
huggingface_novita huggingface_novita/qwen/qwen2.5-72b-instruct prefixed qwen/qwen2.5-72b-instruct-fast
huggingface_novita huggingface_novita/qwen/qwen3-235b-a22b prefixed qwen/qwen3-235b-a22b-fast
huggingface_novita huggingface_novita/qwen/qwen3-235b-a22b-instruct-2507 prefixed qwen/qwen3-235b-a22b-instruct-2507-fast
huggingface_novita huggingface_novita/qwen/qwen3-235b-a22b-thinking-2507 prefixed qwen/qwen3-235b-a22b-thinking-2507-fast
huggingface_novita huggingface_novita/qwen/qwen3-30b-a3b prefixed qwen/qwen3-30b-a3b-fast
huggingface_novita huggingface_novita/qwen/qwen3-32b prefixed qwen/qwen3-32b-fast
huggingface_novita huggingface_novita/qwen/qwen3-coder-480b-a35b-instruct prefixed qwen/qwen3-coder-480b-a35b-instruct-fast
huggingface_novita huggingface_novita/qwen/qwen3-coder-next prefixed qwen/qwen3-coder-next-fast
huggingface_novita huggingface_novita/qwen/qwen3-next-80b-a3b-instruct prefixed qwen/qwen3-next-80b-a3b-instruct-fast
huggingface_novita huggingface_novita/qwen/qwen3-next-80b-a3b-thinking prefixed qwen/qwen3-next-80b-a3b-thinking-fast
huggingface_novita huggingface_novita/qwen/qwen3-vl-235b-a22b-instruct prefixed qwen/qwen3-vl-235b-a22b-instruct-fast
huggingface_novita huggingface_novita/qwen/qwen3-vl-235b-a22b-thinking prefixed qwen/qwen3-vl-235b-a22b-thinking-fast
huggingface_novita huggingface_novita/qwen/qwen3-vl-30b-a3b-instruct prefixed qwen/qwen3-vl-30b-a3b-instruct-fast
huggingface_novita huggingface_novita/qwen/qwen3-vl-30b-a3b-thinking prefixed qwen/qwen3-vl-30b-a3b-thinking-fast
huggingface_novita huggingface_novita/qwen/qwen3-vl-8b-instruct prefixed qwen/qwen3-vl-8b-instruct-fast
huggingface_novita huggingface_novita/qwen/qwen3.5-122b-a10b prefixed qwen/qwen3.5-122b-a10b-fast
huggingface_novita huggingface_novita/qwen/qwen3.5-27b prefixed qwen/qwen3.5-27b-fast
huggingface_novita huggingface_novita/qwen/qwen3.5-35b-a3b prefixed qwen/qwen3.5-35b-a3b-fast
huggingface_novita huggingface_novita/qwen/qwen3.5-397b-a17b prefixed qwen/qwen3.5-397b-a17b-fast
huggingface_novita huggingface_novita/qwen/qwen3.8-2.4t-a95b prefixed qwen/qwen3.8-2.4t-a95b-fast
huggingface_novita huggingface_novita/qwen/qwen3.8-27b prefixed qwen/qwen3.8-27b-fast
huggingface_novita huggingface_novita/sao10k/l3-70b-euryale-v2.1 prefixed sao10k/l3-70b-euryale-v2.1-fast
huggingface_novita huggingface_novita/sao10k/l3-8b-lunaris-v1 prefixed sao10k/l3-8b-lunaris-v1-fast
huggingface_novita huggingface_novita/sao10k/l3-8b-stheno-v3.2 prefixed sao10k/l3-8b-stheno-v3.2-fast
huggingface_novita huggingface_novita/tencent/hy4-preview prefixed tencent/hy4-preview-fast
huggingface_novita huggingface_novita/xiaomimimo/mimo-v2-flash prefixed xiaomimimo/mimo-v2-flash-fast
huggingface_novita huggingface_novita/xiaomimimo/mimo-v2.5 prefixed xiaomimimo/mimo-v2.5-fast
huggingface_novita huggingface_novita/xiaomimimo/mimo-v2.5-pro prefixed xiaomimimo/mimo-v2.5-pro-fast
huggingface_novita huggingface_novita/xiaomimimo/mimo-v2.6-flash-rl prefixed xiaomimimo/mimo-v2.6-flash-rl-fast
huggingface_novita huggingface_novita/xiaomimimo/mimo-v2.6-pro-rl prefixed xiaomimimo/mimo-v2.6-pro-rl-fast
huggingface_novita huggingface_novita/zai-org/autoglm-phone-9b-multilingual prefixed zai-org/autoglm-phone-9b-multilingual-fast
huggingface_novita huggingface_novita/zai-org/glm-4-32b-0414 prefixed zai-org/glm-4-32b-0414-fast
huggingface_novita huggingface_novita/zai-org/glm-4.5 prefixed zai-org/glm-4.5-fast
huggingface_novita huggingface_novita/zai-org/glm-4.5-air prefixed zai-org/glm-4.5-air-fast
huggingface_novita huggingface_novita/zai-org/glm-4.5v prefixed zai-org/glm-4.5v-fast
huggingface_novita huggingface_novita/zai-org/glm-4.6 prefixed zai-org/glm-4.6-fast
huggingface_novita huggingface_novita/zai-org/glm-4.6v-flash prefixed zai-org/glm-4.6v-flash-fast
huggingface_novita huggingface_novita/zai-org/glm-4.7 prefixed zai-org/glm-4.7-fast
huggingface_novita huggingface_novita/zai-org/glm-4.7-flash prefixed zai-org/glm-4.7-flash-fast
huggingface_novita huggingface_novita/zai-org/glm-5 prefixed zai-org/glm-5-fast
huggingface_novita huggingface_novita/zai-org/glm-5.2 prefixed zai-org/glm-5.2-fast
huggingface_novita huggingface_novita/zai-org/glm-5.3 prefixed zai-org/glm-5.3-fast
huggingface_novita huggingface_novita/zai-org/glm-5.3-flash prefixed zai-org/glm-5.3-flash-fast
huggingface_nscale huggingface_nscale/deepseek-ai/deepseek-r1-distill-llama-70b prefixed deepseek-ai/deepseek-r1-distill-llama-70b-fast
huggingface_nscale huggingface_nscale/deepseek-ai/deepseek-r1-distill-llama-8b prefixed deepseek-ai/deepseek-r1-distill-llama-8b-fast
huggingface_nscale huggingface_nscale/deepseek-ai/deepseek-r1-distill-qwen-1.5b prefixed deepseek-ai/deepseek-r1-distill-qwen-1.5b-fast
huggingface_nscale huggingface_nscale/deepseek-ai/deepseek-r1-distill-qwen-14b prefixed deepseek-ai/deepseek-r1-distill-qwen-14b-fast
huggingface_nscale huggingface_nscale/deepseek-ai/deepseek-r1-distill-qwen-32b prefixed deepseek-ai/deepseek-r1-distill-qwen-32b-fast
huggingface_nscale huggingface_nscale/deepseek-ai/deepseek-r1-distill-qwen-7b prefixed deepseek-ai/deepseek-r1-distill-qwen-7b-fast
huggingface_nscale huggingface_nscale/meta-llama/llama-3.1-8b-instruct prefixed meta-llama/llama-3.1-8b-instruct-fast
huggingface_nscale huggingface_nscale/meta-llama/llama-3.3-70b-instruct prefixed meta-llama/llama-3.3-70b-instruct-fast
huggingface_nscale huggingface_nscale/meta-llama/llama-4-scout-17b-16e-instruct prefixed meta-llama/llama-4-scout-17b-16e-instruct-fast
huggingface_nscale huggingface_nscale/openai/gpt-oss-120b prefixed openai/gpt-oss-120b-fast
huggingface_nscale huggingface_nscale/openai/gpt-oss-20b prefixed openai/gpt-oss-20b-fast
huggingface_nscale huggingface_nscale/qwen/qwen2.5-coder-32b-instruct prefixed qwen/qwen2.5-coder-32b-instruct-fast
huggingface_nscale huggingface_nscale/qwen/qwen2.5-coder-3b-instruct prefixed qwen/qwen2.5-coder-3b-instruct-fast
huggingface_nscale huggingface_nscale/qwen/qwen2.5-coder-7b-instruct prefixed qwen/qwen2.5-coder-7b-instruct-fast
huggingface_nscale huggingface_nscale/qwen/qwen3-14b prefixed qwen/qwen3-14b-fast
huggingface_nscale huggingface_nscale/qwen/qwen3-235b-a22b prefixed qwen/qwen3-235b-a22b-fast qwen/qwen3-235b-a22b-instruct-2507 qwen/qwen3-235b-a22b-instruct-2507-fast
huggingface_nscale huggingface_nscale/qwen/qwen3-32b prefixed qwen/qwen3-32b-fast
huggingface_nscale huggingface_nscale/qwen/qwen3-4b-instruct-2507 prefixed qwen/qwen3-4b-instruct-2507-fast
huggingface_nscale huggingface_nscale/qwen/qwen3-4b-thinking-2507 prefixed qwen/qwen3-4b-thinking-2507-fast
huggingface_nscale huggingface_nscale/qwen/qwen3-8b prefixed qwen/qwen3-8b-fast
huggingface_nscale huggingface_nscale/qwen/qwen3.8-27b prefixed qwen/qwen3.8-27b-fast
huggingface_nscale huggingface_nscale/qwen/qwen3.8-flash-next-fp8 prefixed qwen/qwen3.8-flash-next-fp8-fast
huggingface_nscale huggingface_nscale/qwen/qwq-32b prefixed qwen/qwq-32b-fast
huggingface_nscale huggingface_nscale/zai-org/glm-5.3 prefixed zai-org/glm-5.3-fast
huggingface_ovhcloud huggingface_ovhcloud/meta-llama/llama-3.1-8b-instruct prefixed meta-llama/llama-3.1-8b-instruct-fast
huggingface_ovhcloud huggingface_ovhcloud/meta-llama/llama-3.3-70b-instruct prefixed meta-llama/llama-3.3-70b-instruct-fast
huggingface_ovhcloud huggingface_ovhcloud/openai/gpt-oss-120b prefixed openai/gpt-oss-120b-fast
huggingface_ovhcloud huggingface_ovhcloud/openai/gpt-oss-20b prefixed openai/gpt-oss-20b-fast
huggingface_ovhcloud huggingface_ovhcloud/qwen/qwen2.5-vl-72b-instruct prefixed qwen/qwen2.5-vl-72b-instruct-fast
huggingface_ovhcloud huggingface_ovhcloud/qwen/qwen3-32b prefixed qwen/qwen3-32b-fast
huggingface_ovhcloud huggingface_ovhcloud/qwen/qwen3-coder-30b-a3b-instruct prefixed qwen/qwen3-coder-30b-a3b-instruct-fast
huggingface_ovhcloud huggingface_ovhcloud/qwen/qwen3.5-397b-a17b prefixed qwen/qwen3.5-397b-a17b-fast
huggingface_ovhcloud huggingface_ovhcloud/qwen/qwen3.5-9b prefixed qwen/qwen3.5-9b-fast
huggingface_ovhcloud huggingface_ovhcloud/qwen/qwen3.6-27b prefixed qwen/qwen3.6-27b-fast
huggingface_ovhcloud huggingface_ovhcloud/qwen/qwen3.8-27b prefixed qwen/qwen3.8-27b-fast
huggingface_publicai huggingface_publicai/aisingapore/gemma-sea-lion-v4-27b-it prefixed aisingapore/gemma-sea-lion-v4-27b-it-fast
huggingface_publicai huggingface_publicai/aisingapore/nemotron-sea-lion-v4.8-120b-a12b prefixed aisingapore/nemotron-sea-lion-v4.8-120b-a12b-fast
huggingface_publicai huggingface_publicai/aisingapore/qwen-sea-lion-v4-32b-it prefixed aisingapore/qwen-sea-lion-v4-32b-it-fast
huggingface_publicai huggingface_publicai/aisingapore/qwen-sea-lion-v4.5-27b-it prefixed aisingapore/qwen-sea-lion-v4.5-27b-it-fast
huggingface_publicai huggingface_publicai/allenai/olmo-3-7b-instruct prefixed allenai/olmo-3-7b-instruct-fast
huggingface_publicai huggingface_publicai/allenai/olmo-3.1-32b-instruct prefixed allenai/olmo-3.1-32b-instruct-fast
huggingface_publicai huggingface_publicai/bsc-lt/alia-40b-instruct-2606 prefixed bsc-lt/alia-40b-instruct-2606-fast
huggingface_publicai huggingface_publicai/dicta-il/dictalm-3.0-24b-thinking prefixed dicta-il/dictalm-3.0-24b-thinking-fast
huggingface_publicai huggingface_publicai/speakleash/bielik-11b-v3.0-instruct prefixed speakleash/bielik-11b-v3.0-instruct-fast
huggingface_publicai huggingface_publicai/swiss-ai/apertus-70b-instruct-2509 prefixed swiss-ai/apertus-70b-instruct-2509-fast
huggingface_publicai huggingface_publicai/swiss-ai/apertus-8b-instruct-2509 prefixed swiss-ai/apertus-8b-instruct-2509-fast
huggingface_publicai huggingface_publicai/swiss-ai/apertus-v1.5-70b prefixed swiss-ai/apertus-v1.5-70b-fast
huggingface_publicai huggingface_publicai/utter-project/eurollm-22b-instruct-2512 prefixed utter-project/eurollm-22b-instruct-2512-fast
huggingface_sambanova huggingface_sambanova/deepseek-ai/deepseek-r1-0528 prefixed deepseek-ai/deepseek-r1-0528-fast
huggingface_sambanova huggingface_sambanova/deepseek-ai/deepseek-r1-distill-llama-70b prefixed deepseek-ai/deepseek-r1-distill-llama-70b-fast
huggingface_sambanova huggingface_sambanova/deepseek-ai/deepseek-v3-0324 prefixed deepseek-ai/deepseek-v3-0324-fast
huggingface_sambanova huggingface_sambanova/meta-llama/llama-3.1-8b-instruct prefixed meta-llama/llama-3.1-8b-instruct-fast
huggingface_sambanova huggingface_sambanova/meta-llama/llama-3.3-70b-instruct prefixed meta-llama/llama-3.3-70b-instruct-fast
huggingface_sambanova huggingface_sambanova/openai/gpt-oss-120b prefixed openai/gpt-oss-120b-fast
huggingface_sambanova huggingface_sambanova/qwen/qwen3-32b prefixed qwen/qwen3-32b-fast
huggingface_sambanova huggingface_sambanova/tokyotech-llm/llama-3.3-swallow-70b-instruct-v0.4 prefixed tokyotech-llm/llama-3.3-swallow-70b-instruct-v0.4-fast
huggingface_together huggingface_together/deepcogito/cogito-671b-v2.1 prefixed deepcogito/cogito-671b-v2.1-fast deepcogito/cogito-671b-v2.1-fp8 deepcogito/cogito-671b-v2.1-fp8-fast
huggingface_together huggingface_together/deepseek-ai/deepseek-r1 prefixed deepseek-ai/deepseek-r1-0528 deepseek-ai/deepseek-r1-0528-fast deepseek-ai/deepseek-r1-fast
huggingface_together huggingface_together/deepseek-ai/deepseek-v3 prefixed deepseek-ai/deepseek-v3-0324 deepseek-ai/deepseek-v3-0324-fast deepseek-ai/deepseek-v3-fast
huggingface_together huggingface_together/deepseek-ai/deepseek-v3.1 prefixed deepseek-ai/deepseek-v3.1-fast
huggingface_together huggingface_together/deepseek-ai/deepseek-v4-flash-0731 prefixed deepseek-ai/deepseek-v4-flash-0731-fast
huggingface_together huggingface_together/deepseek-ai/deepseek-v4-pro-0813 prefixed deepseek-ai/deepseek-v4-pro-0813-fast
huggingface_together huggingface_together/essentialai/rnj-1-instruct prefixed essentialai/rnj-1-instruct-fast
huggingface_together huggingface_together/google/gemma-3n-e4b-it prefixed google/gemma-3n-e4b-it-fast
huggingface_together huggingface_together/meta-llama/llama-3.3-70b-instruct prefixed meta-llama/llama-3.3-70b-instruct-fast
huggingface_together huggingface_together/meta-llama/llama-4-maverick-17b-128e-instruct-fp8 prefixed meta-llama/llama-4-maverick-17b-128e-instruct-fp8-fast
huggingface_together huggingface_together/meta-models/muse-glimmer-30b prefixed meta-models/muse-glimmer-30b-fast
huggingface_together huggingface_together/minimaxai/minimax-m3 prefixed minimaxai/minimax-m3-fast
huggingface_together huggingface_together/moonshotai/kimi-k2.5 prefixed moonshotai/kimi-k2.5-fast
huggingface_together huggingface_together/moonshotai/kimi-k3 prefixed moonshotai/kimi-k3-fast
huggingface_together huggingface_together/openai/gpt-oss-120b prefixed openai/gpt-oss-120b-fast
huggingface_together huggingface_together/openai/gpt-oss-20b prefixed openai/gpt-oss-20b-fast
huggingface_together huggingface_together/prism-ml/ternary-bonsai-27b-awq-4bit prefixed prism-ml/ternary-bonsai-27b-awq-4bit prism-ml/ternary-bonsai-27b-awq-4bit-fast
huggingface_together huggingface_together/prism-ml/ternary-bonsai-27b-gguf prefixed prism-ml/ternary-bonsai-27b-gguf prism-ml/ternary-bonsai-27b-gguf-fast
huggingface_together huggingface_together/qwen/qwen2.5-7b-instruct prefixed qwen/qwen2.5-7b-instruct-fast
huggingface_together huggingface_together/qwen/qwen3-235b-a22b-instruct-2507 prefixed qwen/qwen3-235b-a22b-instruct-2507-fast
huggingface_together huggingface_together/qwen/qwen3-coder-480b-a35b-instruct prefixed qwen/qwen3-coder-480b-a35b-instruct-fast qwen/qwen3-coder-480b-a35b-instruct-fp8 qwen/qwen3-coder-480b-a35b-instruct-fp8-fast
huggingface_together huggingface_together/qwen/qwen3-coder-next-fp8 prefixed qwen/qwen3-coder-next-fp8-fast
huggingface_together huggingface_together/qwen/qwen3-next-80b-a3b-instruct prefixed qwen/qwen3-next-80b-a3b-instruct-fast
huggingface_together huggingface_together/qwen/qwen3-vl-8b-instruct prefixed qwen/qwen3-vl-8b-instruct-fast
huggingface_together huggingface_together/qwen/qwen3.5-397b-a17b prefixed qwen/qwen3.5-397b-a17b-fast
huggingface_together huggingface_together/qwen/qwen3.5-9b prefixed qwen/qwen3.5-9b-fast
huggingface_together huggingface_together/qwen/qwen3.8-2.4t-a95b prefixed qwen/qwen3.8-2.4t-a95b-fast
huggingface_together huggingface_together/servicenow-ai/apriel-1.6-15b-thinker prefixed servicenow-ai/apriel-1.6-15b-thinker servicenow-ai/apriel-1.6-15b-thinker-fast
huggingface_together huggingface_together/thinkingmachines/inkling prefixed thinkingmachines/inkling-fast
huggingface_together huggingface_together/zai-org/glm-4.5-air-fp8 prefixed zai-org/glm-4.5-air-fp8-fast
huggingface_together huggingface_together/zai-org/glm-4.6 prefixed zai-org/glm-4.6-fast
huggingface_together huggingface_together/zai-org/glm-4.7-fp8 prefixed zai-org/glm-4.7-fp8-fast
huggingface_together huggingface_together/zai-org/glm-5 prefixed zai-org/glm-5-fast
huggingface_together huggingface_together/zai-org/glm-5.2 prefixed zai-org/glm-5.2-fast
huggingface_together huggingface_together/zai-org/glm-5.3 prefixed zai-org/glm-5.3-fast
huggingface_together huggingface_together/zai-org/glm-5.3-flash prefixed zai-org/glm-5.3-flash-fast
meta muse-spark-1.1 bare muse-spark-1.1
meta muse-spark-1.2 bare muse-spark-1.2
meta muse-spark-1.2-contributor bare muse-spark-1.2-contributor
meta muse-spark-1.3 bare muse-spark-1.3
meta muse-spark-1.3-contributor bare muse-spark-1.3-contributor
meta muse-wonder-1.0 bare muse-wonder-1.0
minimax m2-her bare m2-her
minimax minimax-01 bare minimax-01
minimax minimax-m1 bare minimax-m1
minimax minimax-m2 bare minimax-m2 minimax-m2.1 minimax-m2.5
minimax minimax-m2.1-highspeed bare minimax-m2.1-highspeed minimax-m2.1-highspeed-2000-01-01 minimax-m2.1-highspeed-20000101
minimax minimax-m2.5-highspeed bare minimax-m2.5-highspeed minimax-m2.5-highspeed-2000-01-01 minimax-m2.5-highspeed-20000101
minimax minimax-m2.7 bare minimax-m2.7
minimax minimax-m2.7-highspeed bare minimax-m2.7-highspeed minimax-m2.7-highspeed-2000-01-01 minimax-m2.7-highspeed-20000101
minimax minimax-m3 bare minimax-m3
minimax minimax-m3.1-flash bare minimax-m3.1-flash
mistral codestral bare codestral-2501 codestral-latest
mistral codestral-2508 bare codestral-2508
mistral codestral-embed-2505 bare codestral-embed codestral-embed-2505
mistral deepseek-v4-1-flash-1017 bare deepseek-v4-1-flash-1017
mistral devstral-2512 bare devstral-2512
mistral devstral-small bare devstral-small devstral-small-2505 devstral-small-2507 devstral-small-latest labs-devstral-small-2512
mistral devstral-small:free bare devstral-small:free
mistral magistral-medium bare magistral-medium magistral-medium-2000-01-01 magistral-medium-20000101
mistral magistral-small bare magistral-small-2000-01-01 magistral-small-20000101
mistral ministral-14b-2512 bare ministral-14b-2512
mistral ministral-3b bare ministral-3b
mistral ministral-3b-2512 bare ministral-3b-2512
mistral ministral-8b bare ministral-8b ministral-8b-2410
mistral ministral-8b-2512 bare ministral-8b-2512
mistral ministral-8b-latest bare ministral-8b-latest
mistral mistral-7b bare mistral-7b open-mistral-7b
mistral mistral-embed bare mistral-embed mistral-embed-2312
mistral mistral-large bare mistral-large mistral-large-2407 mistral-large-2411 mistral-large-latest
mistral mistral-large-2512 bare mistral-large-2512
mistral mistral-large-4 bare mistral-large-4 mistral-large-4-0
mistral mistral-medium-2312 bare mistral-medium-2312
mistral mistral-medium-3-1 bare mistral-medium mistral-medium-2505 mistral-medium-2508
mistral mistral-medium-3-5 bare mistral-medium-2604 mistral-medium-3 mistral-medium-3-5 mistral-medium-3.5
mistral mistral-medium-latest bare mistral-medium-latest
mistral mistral-nemo bare mistral-nemo open-mistral-nemo
mistral mistral-nemo:free bare mistral-nemo:free
mistral mistral-ocr-2503 bare mistral-ocr-2503 mistral-ocr-2503-completion
mistral mistral-ocr-2505 bare mistral-ocr-2505 mistral-ocr-2505-completion
mistral mistral-ocr-2512 bare mistral-ocr-2512 mistral-ocr-2512-completion
mistral mistral-ocr-4-0 bare mistral-ocr-4-0 mistral-ocr-4-0-completion
mistral mistral-ocr-4-1 bare mistral-ocr-4 mistral-ocr-4-1 mistral-ocr-4-1-completion mistral-ocr-4-completion
mistral mistral-ocr-latest bare mistral-ocr-latest mistral-ocr-latest-completion
mistral mistral-saba bare mistral-saba mistral-saba-latest
mistral mistral-small-24b-instruct-2501 bare mistral-small-24b-instruct-2501
mistral mistral-small-24b-instruct-2501:free bare mistral-small-24b-instruct-2501:free
mistral mistral-small-2603 bare mistral-small-2603
mistral mistral-small-3.1-24b-instruct bare mistral-small-3.1-24b-instruct
mistral mistral-small-3.2-24b-instruct bare mistral-small-2506 mistral-small-3.2-24b-instruct
mistral mistral-small-latest bare mistral-small-latest
mistral mistral-tiny bare mistral-tiny
mistral mixtral-8x22b-instruct bare mixtral-8x22b-instruct open-mixtral-8x22b
mistral mixtral-8x7b bare mixtral-8x7b mixtral-8x7b-2000-01-01 mixtral-8x7b-20000101 open-mixtral-8x7b
mistral pixtral-12b bare pixtral-12b pixtral-12b-latest
mistral pixtral-large bare pixtral-large-2411 pixtral-large-latest
mistral voxtral-mini-2602 bare voxtral-mini-2602 voxtral-mini-latest
mistral voxtral-mini-transcribe-3-0 bare voxtral-mini-transcribe-3-0
mistral voxtral-mini-transcribe-realtime-2602 bare voxtral-mini-transcribe-realtime-2602
mistral voxtral-mini-transcribe-realtime-3-0 bare voxtral-mini-transcribe-realtime-3-0
mistral voxtral-small-24b-2507 bare voxtral-small-24b-2507 voxtral-small-2507 voxtral-small-latest
mistral voxtral-small-transcribe-3-0 bare voxtral-small-transcribe-3-0
mistral zai-glm-5-3 bare zai-glm-5-3
mistral zai-glm-5-3-flash bare zai-glm-5-3-flash
moonshotai kimi-k2 bare kimi-k2
moonshotai kimi-k2-0711-preview bare kimi-k2-0711-preview
moonshotai kimi-k2-0905-preview bare kimi-k2-0905-preview
moonshotai kimi-k2-thinking bare kimi-k2-thinking
moonshotai kimi-k2-thinking-turbo bare kimi-k2-thinking-turbo
moonshotai kimi-k2-turbo-preview bare kimi-k2-turbo kimi-k2-turbo-2000-01-01 kimi-k2-turbo-20000101 kimi-k2-turbo-preview kimi-k2-turbo-preview-2000-01-01 kimi-k2-turbo-preview-20000101
moonshotai kimi-k2.5 bare kimi-k2.5 kimi-k2.5-2000-01-01 kimi-k2.5-20000101
moonshotai kimi-k2.6 bare kimi-k2.6 kimi-k2.6-2000-01-01 kimi-k2.6-20000101
moonshotai kimi-k2.7-code bare kimi-k2.7-code
moonshotai kimi-k2.7-code-highspeed bare kimi-k2.7-code-highspeed
moonshotai kimi-k3 bare kimi-k3
moonshotai kimi-k3.1-pro bare kimi-k3.1-pro
moonshotai kimi-k3.1-pro-highspeed bare kimi-k3.1-pro-highspeed
moonshotai moonshot-v1-128k bare moonshot-v1-128k moonshot-v1-128k-vision-preview
moonshotai moonshot-v1-32k bare moonshot-v1-32k moonshot-v1-32k-vision-preview
moonshotai moonshot-v1-8k bare moonshot-v1-8k moonshot-v1-8k-vision-preview
novita novita/deepseek/deepseek-r1 prefixed deepseek/deepseek-r1/community
novita novita/deepseek/deepseek-v4-pro-0813 prefixed deepseek/deepseek-v4-pro-0813-p
novita novita/deepseek/deepseek-v4.1-flash prefixed deepseek/deepseek-v4.1-flash-1017 deepseek/deepseek-v4.1-flash-dst deepseek/deepseek-v4.1-flash-p
novita novita/meta-llama/llama-3.1-8b-instruct prefixed meta-llama/llama-3.1-8b-instruct-max
novita novita/ming-image-0.1-design prefixed ming-image-0.1-design-layer
novita novita/moonshotai/kimi-k3 prefixed moonshotai/kimi-k3-p
novita novita/zai-org/glm-4.7 prefixed zai-org/glm-4.7-h
novita novita/zai-org/glm-5.3 prefixed zai-org/glm-5.3-p
openai ada bare ada text-ada-001
openai babbage bare babbage
openai babbage-002 bare babbage-002
openai chatgpt-4o-latest bare chatgpt-4o-latest
openai chatgpt-image-latest bare chatgpt-image-latest
openai codex-mini bare codex-mini codex-mini-latest
openai computer-use prefixed computer-use-2000-01-01 computer-use-20000101
openai computer-use bare computer-use
openai curie bare curie text-curie-001
openai davinci bare davinci text-davinci-001
openai davinci-002 bare davinci-002
openai ft:gpt-3.5-turbo- prefixed ft:gpt-3.5-turbo
openai ft:gpt-3.5-turbo- bare ft:gpt-3.5-turbo-
openai gpt-3.5-0301 bare gpt-3.5-0301 gpt-3.5-turbo-0301
openai gpt-3.5-turbo bare gpt-3.5-turbo gpt-3.5-turbo-0125 gpt-35-turbo
openai gpt-3.5-turbo-0613 bare gpt-3.5-turbo-0613
openai gpt-3.5-turbo-1106 bare gpt-3.5-turbo-1106
openai gpt-3.5-turbo-16k bare gpt-3.5-turbo-16k gpt-3.5-turbo-16k-0613 gpt-35-turbo-16k gpt-35-turbo-16k-0613
openai gpt-3.5-turbo-instruct bare gpt-3.5-turbo-instruct gpt-3.5-turbo-instruct-0914 gpt-3.5-turbo-instruct-0914-2000-01-01 gpt-3.5-turbo-instruct-0914-20000101 gpt-3.5-turbo-instruct-2000-01-01 gpt-3.5-turbo-instruct-20000101
openai gpt-4 prefixed ft:gpt-4-0
openai gpt-4 bare gpt-4 gpt-4-0314 gpt-4-0613
openai gpt-4-32k bare gpt-4-32k gpt-4-32k-0314 gpt-4-32k-0613
openai gpt-4-turbo bare gpt-4-0125-preview gpt-4-1106-preview gpt-4-turbo gpt-4-turbo-0125-preview gpt-4-turbo-2024-04-09 gpt-4-turbo-20240409 gpt-4-turbo-preview
openai gpt-4-vision-preview bare gpt-4-1106-vision-preview gpt-4-vision-preview
openai gpt-4.1 bare gpt-4.1 gpt-4.1-2025-04-14 gpt-4.1-20250414
openai gpt-4.1-mini bare gpt-4.1-mini gpt-4.1-mini-2025-04-14 gpt-4.1-mini-20250414
openai gpt-4.1-nano bare gpt-4.1-nano gpt-4.1-nano-2025-04-14 gpt-4.1-nano-20250414
openai gpt-4.5-preview bare gpt-4.5-preview gpt-4.5-preview-2000-01-01 gpt-4.5-preview-20000101
openai gpt-4o bare gpt-4o gpt-4o-2024-08-06 gpt-4o-2024-11-20 gpt-4o-20240806 gpt-4o-20241120
openai gpt-4o-2024-05-13 bare gpt-4o-2024-05-13 gpt-4o-20240513
openai gpt-4o-audio-preview bare gpt-4o-audio-preview gpt-4o-audio-preview-2000-01-01 gpt-4o-audio-preview-20000101
openai gpt-4o-mini bare gpt-4o-mini gpt-4o-mini-2024-07-18 gpt-4o-mini-20240718 gpt-4o-mini-search-preview gpt-4o-mini-search-preview-2025-03-11 gpt-4o-mini-search-preview-20250311
openai gpt-4o-mini-2024-07-18.ft- bare gpt-4o-mini-2024-07-18.ft- gpt-4o-mini-2024-07-18.ft--2000-01-01 gpt-4o-mini-2024-07-18.ft--20000101 gpt-4o-mini-2024-07-18.ft-2000-01-01 gpt-4o-mini-2024-07-18.ft-20000101
openai gpt-4o-mini-audio-preview bare gpt-4o-mini-audio gpt-4o-mini-audio-2000-01-01 gpt-4o-mini-audio-20000101 gpt-4o-mini-audio-preview gpt-4o-mini-audio-preview-2000-01-01 gpt-4o-mini-audio-preview-20000101
openai gpt-4o-mini-realtime-preview bare gpt-4o-mini-realtime gpt-4o-mini-realtime-2000-01-01 gpt-4o-mini-realtime-20000101 gpt-4o-mini-realtime-preview gpt-4o-mini-realtime-preview-2000-01-01 gpt-4o-mini-realtime-preview-20000101
openai gpt-4o-mini-transcribe bare gpt-4o-mini-transcribe
openai gpt-4o-mini-tts bare gpt-4o-mini-tts
openai gpt-4o-realtime-preview bare gpt-4o-realtime gpt-4o-realtime-2000-01-01 gpt-4o-realtime-20000101 gpt-4o-realtime-preview gpt-4o-realtime-preview-2000-01-01 gpt-4o-realtime-preview-20000101
openai gpt-4o-search-preview bare gpt-4o-search-preview gpt-4o-search-preview-2025-03-11 gpt-4o-search-preview-20250311
openai gpt-4o-transcribe bare gpt-4o-transcribe gpt-4o-transcribe-diarize
openai gpt-4o:extended bare gpt-4o:extended
openai gpt-5 bare gpt-5 gpt-5-2025-08-07 gpt-5-20250807 gpt-5-chat gpt-5-chat-latest gpt-5-codex
openai gpt-5-image bare gpt-5-image
openai gpt-5-image-mini bare gpt-5-image-mini
openai gpt-5-mini bare gpt-5-mini gpt-5-mini-2025-08-07 gpt-5-mini-20250807
openai gpt-5-nano bare gpt-5-nano gpt-5-nano-2000-01-01 gpt-5-nano-20000101
openai gpt-5-pro bare gpt-5-pro gpt-5-pro-2025-10-06 gpt-5-pro-20251006
openai gpt-5-search-api bare gpt-5-search-api
openai gpt-5.1 bare gpt-5-1 gpt-5-1-2025-11-13 gpt-5-1-20251113 gpt-5-1-chat gpt-5-1-chat-latest gpt-5-1-codex gpt-5-1-codex-max gpt-5.1 gpt-5.1-2025-11-13 gpt-5.1-20251113 gpt-5.1-chat gpt-5.1-chat-latest gpt-5.1-codex gpt-5.1-codex-max
openai gpt-5.1-codex-mini bare gpt-5-1-codex-mini gpt-5-1-mini gpt-5.1-codex-mini gpt-5.1-mini
openai gpt-5.2 bare gpt-5-2 gpt-5-2-2025-12-11 gpt-5-2-20251211 gpt-5-2-chat gpt-5-2-chat-latest gpt-5-2-codex gpt-5.2 gpt-5.2-2025-12-11 gpt-5.2-20251211 gpt-5.2-chat gpt-5.2-chat-latest gpt-5.2-codex
openai gpt-5.2-pro bare gpt-5-2-pro-2025-12-11 gpt-5-2-pro-20251211 gpt-5.2-pro gpt-5.2-pro-2025-12-11 gpt-5.2-pro-20251211
openai gpt-5.3 bare gpt-5-3 gpt-5-3-chat gpt-5-3-chat-latest gpt-5.3 gpt-5.3-chat gpt-5.3-chat-latest
openai gpt-5.3-codex bare gpt-5-3-codex gpt-5.3-codex
openai gpt-5.4 bare gpt-5-4 gpt-5-4-2026-03-05 gpt-5-4-20260305 gpt-5.4 gpt-5.4-2026-03-05 gpt-5.4-20260305
openai gpt-5.4-image-2 bare gpt-5.4-image-2
openai gpt-5.4-mini bare gpt-5-4-mini gpt-5-4-mini-2026-03-17 gpt-5-4-mini-20260317 gpt-5.4-mini gpt-5.4-mini-2026-03-17 gpt-5.4-mini-20260317
openai gpt-5.4-nano bare gpt-5-4-nano gpt-5-4-nano-2026-03-17 gpt-5-4-nano-20260317 gpt-5.4-nano gpt-5.4-nano-2026-03-17 gpt-5.4-nano-20260317
openai gpt-5.4-pro bare gpt-5-4-pro gpt-5-4-pro-2026-03-05 gpt-5-4-pro-20260305 gpt-5.4-pro gpt-5.4-pro-2026-03-05 gpt-5.4-pro-20260305
openai gpt-5.5 bare gpt-5-5 gpt-5-5-2026-04-23 gpt-5-5-2026-04-24 gpt-5-5-20260423 gpt-5-5-20260424 gpt-5-5-chat gpt-5-5-chat-latest gpt-5-5-codex gpt-5.5 gpt-5.5-2026-04-23 gpt-5.5-2026-04-24 gpt-5.5-20260423 gpt-5.5-20260424 gpt-5.5-chat gpt-5.5-chat-latest gpt-5.5-codex
openai gpt-5.5-cyber bare gpt-5.5-cyber
openai gpt-5.5-pro bare gpt-5-5-pro gpt-5-5-pro-2026-04-23 gpt-5-5-pro-20260423 gpt-5.5-pro gpt-5.5-pro-2026-04-23 gpt-5.5-pro-20260423
openai gpt-5.6-cyber bare gpt-5.6-cyber
openai gpt-5.6-luna bare gpt-5-6-luna gpt-5-6-luna-2000-01-01 gpt-5-6-luna-20000101 gpt-5.6-luna gpt-5.6-luna-2000-01-01 gpt-5.6-luna-20000101
openai gpt-5.6-sol bare gpt-5-6 gpt-5-6-sol gpt-5-6-sol-2000-01-01 gpt-5-6-sol-20000101 gpt-5.6 gpt-5.6-sol gpt-5.6-sol-2000-01-01 gpt-5.6-sol-20000101
openai gpt-5.6-terra bare gpt-5-6-terra gpt-5-6-terra-2000-01-01 gpt-5-6-terra-20000101 gpt-5.6-terra gpt-5.6-terra-2000-01-01 gpt-5.6-terra-20000101
openai gpt-6-astra bare gpt-6-astra gpt-6-astra-2000-01-01 gpt-6-astra-20000101
openai gpt-6-cyber bare gpt-6-cyber
openai gpt-6-luna bare gpt-6-luna gpt-6-luna-2000-01-01 gpt-6-luna-20000101
openai gpt-6-rosalind bare gpt-6-rosalind
openai gpt-6-sol bare gpt-6-sol gpt-6-sol-2000-01-01 gpt-6-sol-20000101
openai gpt-6.1-sol bare gpt-6.1-sol gpt-6.1-sol-2000-01-01 gpt-6.1-sol-20000101
openai gpt-6.1-terra bare gpt-6.1-terra gpt-6.1-terra-2000-01-01 gpt-6.1-terra-20000101
openai gpt-audio bare gpt-audio gpt-audio-1.5 gpt-audio-2025-08-28 gpt-audio-20250828
openai gpt-audio-mini bare gpt-audio-mini gpt-audio-mini-2025-10-06 gpt-audio-mini-2025-12-15 gpt-audio-mini-20251006 gpt-audio-mini-20251215
openai gpt-chat-latest bare chat-latest gpt-chat-latest
openai gpt-image-1 bare gpt-image-1
openai gpt-image-1-mini bare gpt-image-1-mini
openai gpt-image-1.5 bare gpt-image-1.5 gpt-image-1.5-2025-12-16 gpt-image-1.5-20251216
openai gpt-image-2 bare gpt-image-2 gpt-image-2-2026-04-21 gpt-image-2-20260421
openai gpt-image-2.5-flare bare gpt-image-2.5-flare gpt-image-2.5-flare-2026-09-08 gpt-image-2.5-flare-20260908
openai gpt-image-2.5-sunburst bare gpt-image-2.5-sunburst gpt-image-2.5-sunburst-2026-09-08 gpt-image-2.5-sunburst-20260908
openai gpt-live-1 bare gpt-live-1
openai gpt-live-transcribe bare gpt-live-transcribe
openai gpt-oss-120b bare gpt-oss-120b
openai gpt-oss-20b bare gpt-oss-20b
openai gpt-oss-safeguard-20b bare gpt-oss-safeguard-20b
openai gpt-realtime bare gpt-realtime gpt-realtime-1.5 gpt-realtime-2025-08-28 gpt-realtime-20250828
openai gpt-realtime-2 bare gpt-realtime-2 gpt-realtime-2.1
openai gpt-realtime-mini bare gpt-realtime-2.1-mini gpt-realtime-mini gpt-realtime-mini-2025-10-06 gpt-realtime-mini-2025-12-15 gpt-realtime-mini-20251006 gpt-realtime-mini-20251215
openai gpt-realtime-translate bare gpt-realtime-translate
openai gpt-realtime-whisper bare gpt-realtime-whisper
openai gpt-rosalind-discovery bare gpt-rosalind-discovery
openai gpt-rosalind-research bare gpt-rosalind-research
openai gpt-transcribe bare gpt-transcribe
openai moderation prefixed moderation-2000-01-01 moderation-20000101
openai moderation bare moderation
openai o1 bare o1 o1-2024-12-17 o1-20241217
openai o1-mini bare o1-mini o1-mini-2024-09-12 o1-mini-20240912
openai o1-preview bare o1-preview o1-preview-2024-09-12 o1-preview-20240912
openai o1-pro bare o1-pro o1-pro-2025-03-19 o1-pro-20250319
openai o3 bare o3 o3-2025-04-16 o3-20250416
openai o3-deep-research bare o3-deep-research o3-deep-research-2025-06-26 o3-deep-research-20250626
openai o3-mini bare o3-mini o3-mini-2025-01-31 o3-mini-20250131 o3-mini-high
openai o3-pro bare o3-pro o3-pro-2025-06-10 o3-pro-20250610
openai o4-mini bare o4-mini o4-mini-2025-04-16 o4-mini-20250416 o4-mini-high
openai o4-mini-deep-research bare o4-mini-deep-research o4-mini-deep-research-2025-06-26 o4-mini-deep-research-20250626
openai text-davinci-002 bare text-davinci-002
openai text-davinci-003 bare text-davinci-003
openai text-embedding-3-large bare text-embedding-3-large
openai text-embedding-3-small bare text-embedding-3-small
openai text-embedding-ada-002 bare text-embedding-ada text-embedding-ada-002 text-embedding-ada-002-v2
openai tts-1 bare tts-1
openai tts-1-hd bare tts-1-hd
openai whisper-1 bare whisper-1
openrouter openrouter/aion-labs/aion-2.0 prefixed aion-labs/aion-2.0-20260223
openrouter openrouter/aion-labs/aion-3.0 prefixed aion-labs/aion-3.0-20260707
openrouter openrouter/aion-labs/aion-3.0-mini prefixed aion-labs/aion-3.0-mini-20260707
openrouter openrouter/aion-labs/aion-3.5 prefixed aion-labs/aion-3.5-20260923
openrouter openrouter/aion-labs/aion-3.5-mini prefixed aion-labs/aion-3.5-mini-20260923
openrouter openrouter/anthropic/claude-2 prefixed anthropic/claude-2.0 anthropic/claude-2.0:beta anthropic/claude-2.1 anthropic/claude-2.1:beta anthropic/claude-2:beta
openrouter openrouter/anthropic/claude-3-haiku prefixed anthropic/claude-3-haiku:beta
openrouter openrouter/anthropic/claude-3-opus prefixed anthropic/claude-3-opus:beta
openrouter openrouter/anthropic/claude-3-sonnet prefixed anthropic/claude-3-sonnet:beta
openrouter openrouter/anthropic/claude-3.5-haiku prefixed anthropic/claude-3.5-haiku-20241022 anthropic/claude-3.5-haiku-20241022:beta anthropic/claude-3.5-haiku:beta
openrouter openrouter/anthropic/claude-3.5-sonnet prefixed anthropic/claude-3.5-sonnet-20240620 anthropic/claude-3.5-sonnet-20240620:beta anthropic/claude-3.5-sonnet:beta
openrouter openrouter/anthropic/claude-3.7-sonnet prefixed anthropic/claude-3.7-sonnet:beta anthropic/claude-3.7-sonnet:thinking
openrouter openrouter/anthropic/claude-fable-5 prefixed anthropic/claude-5-fable-20260609 anthropic/claude-fable-5:beta
openrouter openrouter/anthropic/claude-fable-5.1 prefixed anthropic/claude-fable-5.1-20260831 anthropic/claude-fable-5.1:beta
openrouter openrouter/anthropic/claude-haiku-4.5 prefixed anthropic/claude-4.5-haiku-20251001 anthropic/claude-4.5-haiku-20251001:beta anthropic/claude-haiku-4.5-20251001 anthropic/claude-haiku-4.5-20251001:beta anthropic/claude-haiku-4.5:beta
openrouter openrouter/anthropic/claude-haiku-5.5 prefixed anthropic/claude-haiku-5.5-20000101 anthropic/claude-haiku-5.5-20261007
openrouter openrouter/anthropic/claude-opus-4 prefixed anthropic/claude-4.1-opus-20250805 anthropic/claude-opus-4.1
openrouter openrouter/anthropic/claude-opus-4.5 prefixed anthropic/claude-4.5-opus-20251124 anthropic/claude-4.5-opus-20251124:beta anthropic/claude-opus-4.5-20251124 anthropic/claude-opus-4.5-20251124:beta anthropic/claude-opus-4.5:beta
openrouter openrouter/anthropic/claude-opus-4.6 prefixed anthropic/claude-4.6-opus-20260205 anthropic/claude-4.6-opus-20260205:beta anthropic/claude-opus-4.6-20260205 anthropic/claude-opus-4.6-20260205:beta anthropic/claude-opus-4.6:beta
openrouter openrouter/anthropic/claude-opus-4.7 prefixed anthropic/claude-4.7-opus-20260416 anthropic/claude-opus-4.7:beta
openrouter openrouter/anthropic/claude-opus-4.8 prefixed anthropic/claude-4.8-opus-20260528 anthropic/claude-opus-4.8:beta
openrouter openrouter/anthropic/claude-opus-5 prefixed anthropic/claude-opus-5-20260723 anthropic/claude-opus-5:beta
openrouter openrouter/anthropic/claude-opus-5.5 prefixed anthropic/claude-opus-5.5-20260921 anthropic/claude-opus-5.5:beta
openrouter openrouter/anthropic/claude-sonnet-4.5 prefixed anthropic/claude-4.5-sonnet-20250929 anthropic/claude-4.5-sonnet-20250929:beta anthropic/claude-sonnet-4.5-20250929 anthropic/claude-sonnet-4.5-20250929:beta anthropic/claude-sonnet-4.5:beta
openrouter openrouter/anthropic/claude-sonnet-4.6 prefixed anthropic/claude-4.6-sonnet-20260217 anthropic/claude-4.6-sonnet-20260217:beta anthropic/claude-sonnet-4.6-20260217 anthropic/claude-sonnet-4.6-20260217:beta anthropic/claude-sonnet-4.6:beta
openrouter openrouter/anthropic/claude-sonnet-5 prefixed anthropic/claude-sonnet-5-20260630 anthropic/claude-sonnet-5:beta
openrouter openrouter/anthropic/claude-sonnet-5.5 prefixed anthropic/claude-sonnet-5.5-20260928 anthropic/claude-sonnet-5.5:beta
openrouter openrouter/bytedance-seed/seed-1.6 prefixed bytedance-seed/seed-1.6-20250625
openrouter openrouter/bytedance-seed/seed-1.6-flash prefixed bytedance-seed/seed-1.6-flash-20250625
openrouter openrouter/bytedance-seed/seed-2-1-turbo prefixed bytedance-seed/seed-2-1-turbo-20260810
openrouter openrouter/bytedance-seed/seed-2.0-code prefixed bytedance-seed/seed-2.0-code-20260730
openrouter openrouter/bytedance-seed/seed-2.0-lite prefixed bytedance-seed/seed-2.0-lite-20260309
openrouter openrouter/bytedance-seed/seed-2.0-mini prefixed bytedance-seed/seed-2.0-mini-20260224
openrouter openrouter/claude-2 prefixed claude-2.0 claude-2.0:beta claude-2.1 claude-2.1:beta claude-2:beta
openrouter openrouter/claude-3-opus prefixed claude-3-opus:beta
openrouter openrouter/claude-3-sonnet prefixed claude-3-sonnet:beta
openrouter openrouter/claude-3.5-sonnet prefixed claude-3.5-sonnet-20240620 claude-3.5-sonnet-20240620:beta claude-3.5-sonnet:beta
openrouter openrouter/claude-3.7-sonnet prefixed claude-3.7-sonnet:beta claude-3.7-sonnet:thinking
openrouter openrouter/cognitivecomputations/dolphin-mistral-24b-venice-edition prefixed venice/uncensored
openrouter openrouter/cohere/command-a prefixed cohere/command-a-03-2025
openrouter openrouter/cohere/command-a-plus prefixed cohere/command-a-plus-05-2026
openrouter openrouter/cohere/command-r prefixed cohere/command-r-03-2024
openrouter openrouter/cohere/command-r-plus prefixed cohere/command-r-plus-04-2024
openrouter openrouter/command-r prefixed command-r-03-2024
openrouter openrouter/command-r-plus prefixed command-r-plus-04-2024
openrouter openrouter/deepseek/deepseek-chat prefixed deepseek/deepseek-chat-v3
openrouter openrouter/deepseek/deepseek-v3.2 prefixed deepseek/deepseek-v3.2-20251201
openrouter openrouter/deepseek/deepseek-v4-flash prefixed deepseek/deepseek-v4-flash-20260423
openrouter openrouter/deepseek/deepseek-v4-flash-0731 prefixed deepseek/deepseek-v4-flash-20260731
openrouter openrouter/deepseek/deepseek-v4-flash-vision-exp prefixed deepseek/deepseek-v4-flash-vision-exp-20260821
openrouter openrouter/deepseek/deepseek-v4-pro prefixed deepseek/deepseek-v4-pro-20260423
openrouter openrouter/deepseek/deepseek-v4-pro-0813 prefixed deepseek/deepseek-v4-pro-20260813
openrouter openrouter/deepseek/deepseek-v4.1-flash prefixed deepseek/deepseek-v4.1-flash-20260910
openrouter openrouter/elorian/glimpse prefixed elorian/glimpse-20261016
openrouter openrouter/fireworks/ember-1 prefixed fireworks/ember-1-20260923
openrouter openrouter/gemini-2.5-flash-preview prefixed gemini-2.5-flash-preview-05-20
openrouter openrouter/gemini-2.5-pro-exp-03-25 prefixed gemini-2.5-pro-exp-03-25
openrouter openrouter/google/gemini-2.5-pro prefixed google/gemini-2.5-pro-preview google/gemini-2.5-pro-preview-05-06
openrouter openrouter/google/gemini-3-flash-preview prefixed google/gemini-3-flash-preview-20251217
openrouter openrouter/google/gemini-3-pro-image prefixed google/gemini-3-pro-image-20260528
openrouter openrouter/google/gemini-3-pro-image-preview prefixed google/gemini-3-pro-image-preview-20251120
openrouter openrouter/google/gemini-3.1-flash-image prefixed google/gemini-3.1-flash-image-20260528
openrouter openrouter/google/gemini-3.1-flash-image-preview prefixed google/gemini-3.1-flash-image-preview-20260226
openrouter openrouter/google/gemini-3.1-flash-lite prefixed google/gemini-3.1-flash-lite-20260507 google/gemini-3.1-flash-lite-preview
openrouter openrouter/google/gemini-3.1-flash-lite-image prefixed google/gemini-3.1-flash-lite-image-20260630
openrouter openrouter/google/gemini-3.1-pro-preview prefixed google/gemini-3.1-pro-preview-20260219 google/gemini-3.1-pro-preview-customtools
openrouter openrouter/google/gemini-3.5-flash prefixed google/gemini-3.5-flash-20000101 google/gemini-3.5-flash-20260519
openrouter openrouter/google/gemini-3.5-flash-lite prefixed google/gemini-3.5-flash-lite-20260721
openrouter openrouter/google/gemini-3.6-flash prefixed google/gemini-3.6-flash-20260721
openrouter openrouter/google/gemini-3.7-flash prefixed google/gemini-3.7-flash-20260813
openrouter openrouter/google/gemini-3.8-flash prefixed google/gemini-3.8-flash-20000101 google/gemini-3.8-flash-20260902
openrouter openrouter/google/gemini-4-argon prefixed google/gemini-4-argon-20261013
openrouter openrouter/google/gemini-flash-1.5-8b-exp prefixed google/gemini-flash-1.5-8b-exp
openrouter openrouter/google/gemini-nano-banana-2.1 prefixed google/gemini-nano-banana-2.1-20261006
openrouter openrouter/google/gemini-omni-1.1-flash prefixed google/gemini-omni-1.1-flash-20260911
openrouter openrouter/google/gemini-omni-1.2-flash prefixed google/gemini-omni-1.2-flash-20261105
openrouter openrouter/google/gemini-pro prefixed google/gemini-pro-vision
openrouter openrouter/google/gemma-4-26b-a4b-it prefixed google/gemma-4-26b-a4b-it-20260403
openrouter openrouter/google/gemma-4-31b-it prefixed google/gemma-4-31b-it-20260402
openrouter openrouter/google/lyria-3-clip-preview prefixed google/lyria-3-clip-preview google/lyria-3-clip-preview-20260330
openrouter openrouter/google/lyria-3-pro-preview prefixed google/lyria-3-pro-preview google/lyria-3-pro-preview-20260330
openrouter openrouter/google/palm-2-chat-bison prefixed google/palm-2-chat-bison-32k
openrouter openrouter/google/palm-2-codechat-bison prefixed google/palm-2-codechat-bison-32k
openrouter openrouter/grok-3 prefixed grok-3-beta
openrouter openrouter/grok-3-mini prefixed grok-3-mini-beta
openrouter openrouter/ibm-granite/granite-4.2-8b prefixed ibm-granite/granite-4.2-8b-20260831
openrouter openrouter/inception/mercury-2 prefixed inception/mercury-2-20260304
openrouter openrouter/inception/mercury-2.5 prefixed inception/mercury-2.5-20260908
openrouter openrouter/inception/mercury-3 prefixed inception/mercury-3-20261019
openrouter openrouter/inclusionai/ling-3.0-flash prefixed inclusionai/ling-3.0-flash-20260723
openrouter openrouter/inclusionai/ling-3.0-flash-vl prefixed inclusionai/ling-3.0-flash-vl-20260910
openrouter openrouter/inclusionai/ling-3.0-tiny prefixed inclusionai/ling-3.0-tiny-20260806
openrouter openrouter/inclusionai/ling-3.1-flash prefixed inclusionai/ling-3.1-flash-20261002
openrouter openrouter/inference-net/schematron-v2-small prefixed inference-net/schematron-v2-small-20260902
openrouter openrouter/inference-net/schematron-v2-turbo prefixed inference-net/schematron-v2-turbo-20260902
openrouter openrouter/liquid/lfm-2.5-2.6b prefixed liquid/lfm-2.5-2.6b-20260811
openrouter openrouter/liquid/lfm-2.5-24b-a2b prefixed liquid/lfm-2.5-24b-a2b-20261012
openrouter openrouter/liquid/lfm-3-1.7b prefixed liquid/lfm-3-1.7b-20261106
openrouter openrouter/magistral-medium-2506 prefixed magistral-medium-2506:thinking
openrouter openrouter/meituan/longcat-2.0 prefixed meituan/longcat-2.0-20260720
openrouter openrouter/meta-llama/llama-4-maverick prefixed meta-llama/llama-4-maverick-17b-128e-instruct
openrouter openrouter/meta-llama/llama-4-scout prefixed meta-llama/llama-4-scout-17b-16e-instruct
openrouter openrouter/meta/muse-glimmer-30b prefixed meta/muse-glimmer-30b-20260810
openrouter openrouter/meta/muse-spark-1.1 prefixed meta/muse-spark-1.1-20260709
openrouter openrouter/meta/muse-spark-1.2 prefixed meta/muse-spark-1.2-20260805
openrouter openrouter/meta/muse-spark-1.2-contributor prefixed meta/muse-spark-1.2-contributor-20260805
openrouter openrouter/meta/muse-spark-1.3 prefixed meta/muse-spark-1.3-20260902
openrouter openrouter/meta/muse-spark-1.3-contributor prefixed meta/muse-spark-1.3-contributor-20260902
openrouter openrouter/meta/muse-spark-open prefixed meta/muse-spark-open-20261015
openrouter openrouter/meta/muse-wonder prefixed meta/muse-wonder-20261012
openrouter openrouter/minimax/minimax-m2-her prefixed minimax/minimax-m2-her-20260123
openrouter openrouter/minimax/minimax-m2.5 prefixed minimax/minimax-m2.5-20260211
openrouter openrouter/minimax/minimax-m2.7 prefixed minimax/minimax-m2.7-20260318
openrouter openrouter/minimax/minimax-m3 prefixed minimax/minimax-m3-20260531
openrouter openrouter/mistral-7b-instruct prefixed mistral-7b-instruct-v0.3
openrouter openrouter/mistralai/mistral-7b-instruct prefixed mistralai/mistral-7b-instruct-v0.3
openrouter openrouter/mistralai/mistral-large prefixed mistral-large-2411 mistralai/mistral-large-2407
openrouter openrouter/mistralai/mistral-large-4-0 prefixed mistralai/mistral-large-4-0-20261006
openrouter openrouter/mistralai/mistral-medium-3-5 prefixed mistralai/mistral-medium-3.5-20260430
openrouter openrouter/mistralai/mistral-saba prefixed mistralai/mistral-saba-2502
openrouter openrouter/mistralai/mistral-small-3.1-24b-instruct prefixed mistralai/mistral-small-3.1-24b-instruct-2503
openrouter openrouter/mistralai/mistral-small-3.2-24b-instruct prefixed mistralai/mistral-small-3.2-24b-instruct-2506
openrouter openrouter/moondream/moondream3-preview prefixed moondream/moondream3-preview-20261013
openrouter openrouter/moondream/moondream3.1-9b-a2b prefixed moondream/moondream3.1-9b-a2b-20261013
openrouter openrouter/moonshotai/kimi-k2-thinking prefixed moonshotai/kimi-k2-thinking-20251106
openrouter openrouter/moonshotai/kimi-k2.5 prefixed moonshotai/kimi-k2.5-0127
openrouter openrouter/moonshotai/kimi-k2.6 prefixed moonshotai/kimi-k2.6-20260420
openrouter openrouter/moonshotai/kimi-k2.7-code prefixed moonshotai/kimi-k2.7-code-20260612
openrouter openrouter/moonshotai/kimi-k3 prefixed moonshotai/kimi-k3-20260715
openrouter openrouter/moonshotai/kimi-k3.1-pro prefixed moonshotai/kimi-k3.1-pro-20261023
openrouter openrouter/neversleep/llama-3-lumimaid-8b prefixed neversleep/llama-3-lumimaid-8b:extended
openrouter openrouter/nex-agi/nex-n2.5-mini prefixed nex-agi/nex-n2.5-mini-20260908
openrouter openrouter/nex-agi/nex-n2.5-pro prefixed nex-agi/nex-n2.5-pro-20260907
openrouter openrouter/nvidia/nemotron-3-super-120b-a12b prefixed nvidia/nemotron-3-super-120b-a12b-20230311
openrouter openrouter/nvidia/nemotron-3-ultra-550b-a55b prefixed nvidia/nemotron-3-ultra-550b-a55b-20260604
openrouter openrouter/nvidia/nemotron-3.5-content-safety prefixed nvidia/nemotron-3.5-content-safety-20260604
openrouter openrouter/nvidia/nemotron-3.5-lightning prefixed nvidia/nemotron-3.5-lightning-20260807
openrouter openrouter/nvidia/nemotron-3.5-super-vl prefixed nvidia/nemotron-3.5-super-vl-20261015
openrouter openrouter/o1-mini prefixed o1-mini-2024-09-12 o1-mini-20240912
openrouter openrouter/openai/gpt-3.5-turbo prefixed gpt-3.5-turbo-0125
openrouter openrouter/openai/gpt-4 prefixed gpt-4-0314
openrouter openrouter/openai/gpt-4-32k prefixed openai/gpt-4-32k-0314
openrouter openrouter/openai/gpt-4-turbo prefixed openai/gpt-4-turbo-preview
openrouter openrouter/openai/gpt-4.1 prefixed openai/gpt-4.1-2025-04-14 openai/gpt-4.1-20250414
openrouter openrouter/openai/gpt-4.1-mini prefixed openai/gpt-4.1-mini-2025-04-14 openai/gpt-4.1-mini-20250414
openrouter openrouter/openai/gpt-4.1-nano prefixed openai/gpt-4.1-nano-2025-04-14 openai/gpt-4.1-nano-20250414
openrouter openrouter/openai/gpt-4o prefixed openai/gpt-4o-2024-08-06 openai/gpt-4o-2024-11-20 openai/gpt-4o-20240806 openai/gpt-4o-20241120 openai/gpt-4o-audio-preview
openrouter openrouter/openai/gpt-4o-2024-05-13 prefixed openai/gpt-4o-20240513
openrouter openrouter/openai/gpt-4o-mini prefixed openai/gpt-4o-mini-2024-07-18 openai/gpt-4o-mini-20240718
openrouter openrouter/openai/gpt-5 prefixed openai/gpt-5-2025-08-07 openai/gpt-5-20250807 openai/gpt-5-chat openai/gpt-5-codex openai/gpt-5.1-codex-max
openrouter openrouter/openai/gpt-5-mini prefixed openai/gpt-5-mini-2025-08-07 openai/gpt-5-mini-20250807
openrouter openrouter/openai/gpt-5-nano prefixed openai/gpt-5-nano-2025-08-07 openai/gpt-5-nano-20250807
openrouter openrouter/openai/gpt-5-pro prefixed openai/gpt-5-pro-2025-10-06 openai/gpt-5-pro-20251006
openrouter openrouter/openai/gpt-5.1 prefixed openai/gpt-5.1-20251113 openai/gpt-5.1-chat openai/gpt-5.1-codex
openrouter openrouter/openai/gpt-5.1-codex-mini prefixed openai/gpt-5.1-codex-mini-20251113
openrouter openrouter/openai/gpt-5.2 prefixed openai/gpt-5.2-20251211 openai/gpt-5.2-chat openai/gpt-5.2-codex
openrouter openrouter/openai/gpt-5.2-pro prefixed openai/gpt-5.2-pro-20251211
openrouter openrouter/openai/gpt-5.3-codex prefixed openai/gpt-5.3-codex-20260224
openrouter openrouter/openai/gpt-5.4 prefixed openai/gpt-5.4-20260305
openrouter openrouter/openai/gpt-5.4-image-2 prefixed openai/gpt-5.4-image-2-20260421
openrouter openrouter/openai/gpt-5.4-mini prefixed openai/gpt-5.4-mini-20260317
openrouter openrouter/openai/gpt-5.4-nano prefixed openai/gpt-5.4-nano-20260317
openrouter openrouter/openai/gpt-5.4-pro prefixed openai/gpt-5.4-pro-20260305
openrouter openrouter/openai/gpt-5.5 prefixed openai/gpt-5.5-20260423
openrouter openrouter/openai/gpt-5.5-pro prefixed openai/gpt-5.5-pro-20260423
openrouter openrouter/openai/gpt-5.6-luna prefixed openai/gpt-5.6-luna-20000101 openai/gpt-5.6-luna-20260709
openrouter openrouter/openai/gpt-5.6-luna-pro prefixed openai/gpt-5.6-luna-pro-20260709
openrouter openrouter/openai/gpt-5.6-sol prefixed openai/gpt-5.6-sol-20000101 openai/gpt-5.6-sol-20260709
openrouter openrouter/openai/gpt-5.6-sol-pro prefixed openai/gpt-5.6-sol-pro-20260709
openrouter openrouter/openai/gpt-5.6-terra prefixed openai/gpt-5.6-terra-20000101 openai/gpt-5.6-terra-20260709
openrouter openrouter/openai/gpt-5.6-terra-pro prefixed openai/gpt-5.6-terra-pro-20260709
openrouter openrouter/openai/gpt-6-astra prefixed openai/gpt-6-astra-20260903 openai/gpt-6-astra-pro openai/gpt-6-astra-pro-20260903
openrouter openrouter/openai/gpt-6-luna prefixed openai/gpt-6-luna-20000101 openai/gpt-6-luna-20260922 openai/gpt-6-luna-pro
openrouter openrouter/openai/gpt-6-luna:batch prefixed openai/gpt-6-luna-pro:batch
openrouter openrouter/openai/gpt-6-sol prefixed openai/gpt-6-sol-20000101 openai/gpt-6-sol-20260922 openai/gpt-6-sol-pro
openrouter openrouter/openai/gpt-6-sol:batch prefixed openai/gpt-6-sol-pro:batch
openrouter openrouter/openai/gpt-6.1-sol prefixed openai/gpt-6.1-sol-20000101 openai/gpt-6.1-sol-20260929 openai/gpt-6.1-sol-pro openai/gpt-6.1-sol-pro-20000101
openrouter openrouter/openai/gpt-6.1-sol:batch prefixed openai/gpt-6.1-sol-pro:batch
openrouter openrouter/openai/gpt-6.1-terra prefixed openai/gpt-6.1-terra-20261026 openai/gpt-6.1-terra-pro openai/gpt-6.1-terra-pro-20261026
openrouter openrouter/openai/gpt-chat-latest prefixed openai/gpt-chat-latest-20260505
openrouter openrouter/openai/o1 prefixed o1-preview o1-preview-2024-09-12 o1-preview-20240912 openai/o1-2024-12-17 openai/o1-20241217
openrouter openrouter/openai/o1-mini prefixed openai/o1-mini-2024-09-12 openai/o1-mini-20240912
openrouter openrouter/openai/o3 prefixed openai/o3-2025-04-16 openai/o3-20250416
openrouter openrouter/openai/o3-mini prefixed openai/o3-mini-2025-01-31 openai/o3-mini-20250131 openai/o3-mini-high
openrouter openrouter/openai/o3-pro prefixed openai/o3-pro-2025-06-10 openai/o3-pro-20250610
openrouter openrouter/openai/o4-mini prefixed openai/o4-mini-2025-04-16 openai/o4-mini-20250416 openai/o4-mini-high
openrouter openrouter/particle-ai/particle-1 prefixed particle-ai/particle-1-20261027
openrouter openrouter/perceptron/perceptron-mk1 prefixed perceptron/perceptron-mk1-20260512
openrouter openrouter/perceptron/perceptron-mk1.5 prefixed perceptron/perceptron-mk1.5-20260925
openrouter openrouter/poolside/laguna-s-2.1 prefixed poolside/laguna-s-2.1-20260720
openrouter openrouter/poolside/laguna-xs-2.1 prefixed poolside/laguna-xs-2.1-20260625
openrouter openrouter/prism-ml/ternary-bonsai-2-27b prefixed prism-ml/ternary-bonsai-2-27b-20260918
openrouter openrouter/prism-ml/ternary-bonsai-2-9b prefixed prism-ml/ternary-bonsai-2-9b-20261015
openrouter openrouter/qwen/qwen-plus prefixed qwen/qwen-plus-2025-01-25 qwen/qwen-plus-20250125
openrouter openrouter/qwen/qwen-plus-2025-07-28 prefixed qwen/qwen-plus-20250728
openrouter openrouter/qwen/qwen3-14b prefixed qwen/qwen3-14b-04-28
openrouter openrouter/qwen/qwen3-235b-a22b-2507 prefixed qwen/qwen3-235b-a22b-07-25
openrouter openrouter/qwen/qwen3-30b-a3b prefixed qwen/qwen3-30b-a3b-04-28
openrouter openrouter/qwen/qwen3-32b prefixed qwen/qwen3-32b-04-28
openrouter openrouter/qwen/qwen3-coder prefixed qwen/qwen3-coder-480b-a35b-07-25
openrouter openrouter/qwen/qwen3-coder-next prefixed qwen/qwen3-coder-next-2025-02-03 qwen/qwen3-coder-next-20250203
openrouter openrouter/qwen/qwen3-max-thinking prefixed qwen/qwen3-max-thinking-20260123
openrouter openrouter/qwen/qwen3-next-80b-a3b-instruct prefixed qwen/qwen3-next-80b-a3b-instruct-2509
openrouter openrouter/qwen/qwen3-next-80b-a3b-thinking prefixed qwen/qwen3-next-80b-a3b-thinking-2509
openrouter openrouter/qwen/qwen3.5-122b-a10b prefixed qwen/qwen3.5-122b-a10b-20260224
openrouter openrouter/qwen/qwen3.5-27b prefixed qwen/qwen3.5-27b-20260224
openrouter openrouter/qwen/qwen3.5-35b-a3b prefixed qwen/qwen3.5-35b-a3b-20260224
openrouter openrouter/qwen/qwen3.5-397b-a17b prefixed qwen/qwen3.5-397b-a17b-20260216
openrouter openrouter/qwen/qwen3.5-9b prefixed qwen/qwen3.5-9b-20260310
openrouter openrouter/qwen/qwen3.5-flash-02-23 prefixed qwen/qwen3.5-flash-20260224
openrouter openrouter/qwen/qwen3.5-plus-02-15 prefixed qwen/qwen3.5-plus-20260216
openrouter openrouter/qwen/qwen3.6-27b prefixed qwen/qwen3.6-27b-20260422
openrouter openrouter/qwen/qwen3.6-35b-a3b prefixed qwen/qwen3.6-35b-a3b-20260415
openrouter openrouter/qwen/qwen3.6-max-preview prefixed qwen/qwen3.6-max-preview-20260420
openrouter openrouter/qwen/qwen3.6-plus prefixed qwen/qwen3.6-plus-04-02
openrouter openrouter/qwen/qwen3.7-flash prefixed qwen/qwen3.7-flash-20260727
openrouter openrouter/qwen/qwen3.7-max prefixed qwen/qwen3.7-max-20260520
openrouter openrouter/qwen/qwen3.7-plus prefixed qwen/qwen3.7-plus-20260602
openrouter openrouter/qwen/qwen3.8-2.4t-a95b prefixed qwen/qwen3.8-2.4t-a95b-20260812
openrouter openrouter/qwen/qwen3.8-27b prefixed qwen/qwen3.8-27b-20260814
openrouter openrouter/qwen/qwen3.8-flash prefixed qwen/qwen3.8-flash-20260826
openrouter openrouter/qwen/qwen3.8-max-0902 prefixed qwen/qwen3.8-max-20260902
openrouter openrouter/qwen/qwen3.8-max-prime prefixed qwen/qwen3.8-max-prime-20260923
openrouter openrouter/qwen/qwen3.8-omni-flash prefixed qwen/qwen3.8-omni-flash-20260918
openrouter openrouter/reflection/beam-1.0-501b-a23b prefixed reflection/beam-1.0-501b-a23b-20261016
openrouter openrouter/rekaai/reka-edge prefixed rekaai/reka-edge-2603
openrouter openrouter/relace/relace-search prefixed relace/relace-search-20251208
openrouter openrouter/ricursiveai/ripple-65b-preview prefixed ricursiveai/ripple-65b-preview-20261104
openrouter openrouter/sakana/fugu-max prefixed sakana/fugu-max-20260911
openrouter openrouter/sakana/fugu-ultra prefixed sakana/fugu-ultra-20260615 sakana/fugu-ultra-v2 sakana/fugu-ultra-v2-20260911
openrouter openrouter/sakana/sakana-namazu prefixed sakana/namazu-20260811
openrouter openrouter/sao10k/l3.3-euryale-70b prefixed sao10k/l3.3-euryale-70b-v2.3
openrouter openrouter/scaledown/extract prefixed scaledown/extract-20260928
openrouter openrouter/scaledown/summarize prefixed scaledown/summarize-20260928
openrouter openrouter/stealth/crouton-alpha prefixed stealth/crouton-alpha
openrouter openrouter/stepfun/step-3.7-flash prefixed stepfun/step-3.7-flash-20260528
openrouter openrouter/stepfun/step-5-preview prefixed stepfun/step-5-preview-20261008
openrouter openrouter/tencent/hy-mt2-1.8b prefixed tencent/hy-mt2-1.8b-20260521
openrouter openrouter/tencent/hy-mt2-30b-a3b prefixed tencent/hy-mt2-30b-a3b-20260521
openrouter openrouter/tencent/hy-mt2-7b prefixed tencent/hy-mt2-7b-20260521
openrouter openrouter/tencent/hy3-preview prefixed tencent/hy3-preview-20260421
openrouter openrouter/tencent/hy4 prefixed tencent/hy4-20261104
openrouter openrouter/thinkingmachines/inkling prefixed thinkingmachines/inkling-20260715
openrouter openrouter/thinkingmachines/inkling-small prefixed thinkingmachines/inkling-small-20260730
openrouter openrouter/typesafe/jev-1.13 prefixed typesafe/jev-1.13-20000101
openrouter openrouter/typesafe/jev-1.14 prefixed typesafe/jev-1.14-20000101 ~typesafe/jev-latest
openrouter openrouter/unbiased/pareto-26.10 prefixed unbiased/pareto-26.10-20261015
openrouter openrouter/unbiased/pareto-26.9 prefixed unbiased/pareto-26.9-20260917
openrouter openrouter/upstage/solar-mini4 prefixed upstage/solar-mini4-20260922
openrouter openrouter/upstage/solar-pro4 prefixed upstage/solar-pro4-20260810
openrouter openrouter/writer/palmyra-x5 prefixed writer/palmyra-x5-20250428
openrouter openrouter/x-ai/grok-4.20 prefixed x-ai/grok-4.20-20260309
openrouter openrouter/x-ai/grok-4.20-multi-agent prefixed x-ai/grok-4.20-multi-agent-20260309
openrouter openrouter/x-ai/grok-4.3 prefixed x-ai/grok-4.3-20000101 x-ai/grok-4.3-20260430
openrouter openrouter/x-ai/grok-4.5 prefixed x-ai/grok-4.5-20260708
openrouter openrouter/x-ai/grok-4.6 prefixed x-ai/grok-4.6-20260810
openrouter openrouter/x-ai/grok-4.7 prefixed x-ai/grok-4.7-20260916
openrouter openrouter/x-ai/grok-build-0.1 prefixed x-ai/grok-build-0.1-20260520
openrouter openrouter/xiaomi/mimo-v2.5 prefixed xiaomi/mimo-v2.5-20260422
openrouter openrouter/xiaomi/mimo-v2.5-pro prefixed xiaomi/mimo-v2.5-pro-20260422
openrouter openrouter/xiaomi/mimo-v2.6-flash prefixed xiaomi/mimo-v2.6-flash-20260921
openrouter openrouter/xiaomi/mimo-v2.6-pro prefixed xiaomi/mimo-v2.6-pro-20260921
openrouter openrouter/xiaomi/mimo-v2.6-pro-ultraspeed prefixed xiaomi/mimo-v2.6-pro-ultraspeed-20260921
openrouter openrouter/z-ai/glm-4.6v prefixed z-ai/glm-4.6-20251208
openrouter openrouter/z-ai/glm-4.7 prefixed z-ai/glm-4.7-20251222
openrouter openrouter/z-ai/glm-4.7-flash prefixed z-ai/glm-4.7-flash-20260119
openrouter openrouter/z-ai/glm-5 prefixed z-ai/glm-5-20260211
openrouter openrouter/z-ai/glm-5-turbo prefixed z-ai/glm-5-turbo-20260315
openrouter openrouter/z-ai/glm-5.1 prefixed z-ai/glm-5.1-20260406
openrouter openrouter/z-ai/glm-5.2 prefixed z-ai/glm-5.2-20260616
openrouter openrouter/z-ai/glm-5.3 prefixed z-ai/glm-5.3-20260816
openrouter openrouter/z-ai/glm-5.3-flash prefixed z-ai/glm-5.3-flash-20260826
openrouter openrouter/z-ai/glm-5.3-flashx prefixed z-ai/glm-5.3-flashx-20260918
openrouter openrouter/z-ai/glm-5.3-flashx-legal prefixed z-ai/glm-5.3-flashx-legal-20261102
openrouter openrouter/z-ai/glm-5.3-prime prefixed z-ai/glm-5.3-prime-20260921
openrouter openrouter/z-ai/glm-5v-turbo prefixed z-ai/glm-5v-turbo-20260401
perplexity perplexity/pplx-decider-flash-v1.2 prefixed perplexity/pplx-decider-flash-latest pplx-decider-flash-latest
perplexity perplexity/pplx-decider-v1.2 prefixed perplexity/pplx-decider-latest pplx-decider-latest
perplexity perplexity/sonar prefixed sonar
perplexity perplexity/sonar-deep-research prefixed sonar-deep-research
perplexity perplexity/sonar-pro prefixed sonar-pro
perplexity perplexity/sonar-reasoning prefixed sonar-reasoning
perplexity perplexity/sonar-reasoning-pro prefixed sonar-reasoning-pro
prefix anthropic prefixed anthropic
prefix arcee prefixed arcee
prefix avian prefixed avian
prefix aws prefixed aws
prefix azure prefixed azure azure_ai
prefix baseten prefixed baseten
prefix cerebras prefixed cerebras
prefix cloudflare prefixed cloudflare
prefix cohere prefixed cohere
prefix cursor prefixed cursor
prefix databricks prefixed databricks
prefix deepseek prefixed deepseek
prefix doubleword prefixed doubleword
prefix elevenlabs prefixed elevenlabs
prefix fireworks prefixed fireworks fireworks_ai
prefix github-copilot prefixed github-copilot
prefix google prefixed google
prefix groq prefixed groq
prefix huggingface_cerebras prefixed huggingface_cerebras
prefix huggingface_fireworks-ai prefixed huggingface_fireworks-ai
prefix huggingface_groq prefixed huggingface_groq
prefix huggingface_hyperbolic prefixed huggingface_hyperbolic
prefix huggingface_nebius prefixed huggingface_nebius
prefix huggingface_novita prefixed huggingface_novita
prefix huggingface_nscale prefixed huggingface_nscale
prefix huggingface_ovhcloud prefixed huggingface_ovhcloud
prefix huggingface_publicai prefixed huggingface_publicai
prefix huggingface_sambanova prefixed huggingface_sambanova
prefix huggingface_together prefixed huggingface_together
prefix meta prefixed meta
prefix minimax prefixed minimax
prefix mistral prefixed mistral
prefix modal prefixed modal
prefix moonshotai prefixed moonshotai
prefix novita prefixed novita
prefix openai prefixed openai
prefix openai-decisions prefixed openai-decisions
prefix openrouter prefixed openrouter
prefix ovhcloud prefixed ovhcloud
prefix perplexity prefixed perplexity
prefix quicksilverpro prefixed quicksilverpro
prefix together prefixed together together-ai together_ai
prefix typesafe prefixed typesafe
prefix voyageai prefixed voyageai
prefix x-ai prefixed x-ai xai
prefix zai prefixed zai
prefix zhipuai prefixed zhipuai
quicksilverpro quicksilverpro/gemini-3-pro-image prefixed gemini-3-pro-image
quicksilverpro quicksilverpro/gpt-6.1-terra prefixed gpt-6.1-terra-pro
together together/allenai/olmo-7b prefixed allenai/olmo-7b-instruct allenai/olmo-7b-twin-2t
together together/deepseek-ai/deepseek-v4.1-flash prefixed deepseek-ai/deepseek-v4.1-flash-1017
together together/google/gemma-2b prefixed google/gemma-2b-it
together together/google/gemma-7b prefixed google/gemma-7b-it
together together/qwen/qwen1.5-0.5b prefixed qwen/qwen1.5-0.5b-chat
together together/qwen/qwen1.5-1.8b prefixed qwen/qwen1.5-1.8b-chat
together together/qwen/qwen1.5-14b prefixed qwen/qwen1.5-14b-chat
together together/qwen/qwen1.5-4b prefixed qwen/qwen1.5-4b-chat
together together/qwen/qwen1.5-7b prefixed qwen/qwen1.5-7b-chat
typesafe jev-1.13.0 bare jev-1.13.0
typesafe jev-1.14.0 bare jev-1.14.0 jev-latest jev-preview
voyageai voyage-01 bare voyage-01
voyageai voyage-02 bare voyage-02
voyageai voyage-2 bare voyage-2
voyageai voyage-3 bare voyage-3
voyageai voyage-3-large bare voyage-3-large
voyageai voyage-3-lite bare voyage-3-lite
voyageai voyage-3.5 bare voyage-3.5
voyageai voyage-3.5-lite bare voyage-3.5-lite
voyageai voyage-4 bare voyage-4
voyageai voyage-4-large bare voyage-4-large
voyageai voyage-4-lite bare voyage-4-lite
voyageai voyage-code-2 bare voyage-code-2
voyageai voyage-code-3 bare voyage-code-3
voyageai voyage-code-4 bare voyage-code-4
voyageai voyage-context-3 bare voyage-context-3
voyageai voyage-context-4 bare voyage-context-4
voyageai voyage-finance-2 bare voyage-finance-2
voyageai voyage-large-2 bare voyage-large-2
voyageai voyage-large-2-instruct bare voyage-large-2-instruct
voyageai voyage-law-2 bare voyage-law-2
voyageai voyage-lite-01 bare voyage-lite-01
voyageai voyage-lite-01-instruct bare voyage-lite-01-instruct
voyageai voyage-lite-02-instruct bare voyage-lite-02-instruct
voyageai voyage-multilingual-2 bare voyage-multilingual-2
x-ai grok-2-1212 bare grok-2 grok-2-1212 grok-2-latest
x-ai grok-2-vision-1212 bare grok-2-vision grok-2-vision-1212 grok-2-vision-latest
x-ai grok-3 bare grok-3 grok-3-beta grok-3-latest
x-ai grok-3-fast bare grok-3-fast grok-3-fast-beta grok-3-fast-latest
x-ai grok-3-mini bare grok-3-mini grok-3-mini-beta grok-3-mini-latest
x-ai grok-3-mini-fast bare grok-3-mini-fast grok-3-mini-fast-beta grok-3-mini-fast-latest
x-ai grok-4-0709 bare grok-4 grok-4-0709 grok-4-latest
x-ai grok-4-1-fast-non-reasoning bare grok-4-1-fast-non-reasoning grok-4-1-fast-non-reasoning-latest
x-ai grok-4-1-fast-reasoning bare grok-4-1-fast grok-4-1-fast-reasoning grok-4-1-fast-reasoning-latest
x-ai grok-4-fast-non-reasoning bare grok-4-fast-non-reasoning grok-4-fast-non-reasoning-latest
x-ai grok-4-fast-reasoning bare grok-4-fast grok-4-fast-reasoning grok-4-fast-reasoning-latest
x-ai grok-4.20 bare grok-4.20 grok-4.20-0309-non-reasoning grok-4.20-0309-reasoning
x-ai grok-4.20-multi-agent-0309 bare grok-4.20-multi-agent grok-4.20-multi-agent-0309 grok-4.20-multi-agent-beta-0309 grok-4.20-multi-agent-beta-latest grok-4.20-multi-agent-latest
x-ai grok-4.3 bare grok-4.3 grok-4.3-20000101 grok-4.3-latest x-ai/grok-4.3 x-ai/grok-4.3-20000101
x-ai grok-4.5 bare grok-4.5 grok-4.5-20000101 grok-4.5-latest grok-latest x-ai/grok-4.5 x-ai/grok-4.5-20000101
x-ai grok-4.6 bare grok-4.6 grok-4.6-20000101 grok-4.6-latest x-ai/grok-4.6 x-ai/grok-4.6-20000101
x-ai grok-4.7 bare grok-4.7 grok-4.7-20000101 grok-4.7-latest x-ai/grok-4.7 x-ai/grok-4.7-20000101
x-ai grok-build-0.1 bare grok-build-0.1
x-ai grok-code-fast-1 bare grok-code-fast grok-code-fast-1 grok-code-fast-1-0825
x-ai grok-voice-latest bare grok-voice-3.0 grok-voice-latest
x-ai grok-voice-think-fast-1.0 bare grok-voice-think-fast-1.0
x-ai grok-voice-think-fast-2.0 bare grok-voice-think-fast-2.0
zai zai/glm-5.3-flashx prefixed glm-5.3-flashx-legal
zhipuai glm-4-air bare glm-4-air
zhipuai glm-4-airx bare glm-4-airx
zhipuai glm-4-assistant bare glm-4-assistant
zhipuai glm-4-flashx-250414 bare glm-4-flashx-250414
zhipuai glm-4-long bare glm-4-long
zhipuai glm-4-plus bare glm-4-plus
zhipuai glm-4.5-air bare glm-4.5-air
zhipuai glm-4.7 bare glm-4.7
zhipuai glm-4.7-flashx bare glm-4.7-flashx
zhipuai glm-5 bare glm-5
zhipuai glm-5-turbo bare glm-5-turbo
zhipuai glm-5.1 bare glm-5.1 glm-5.1-20260406
zhipuai glm-5.2 bare glm-5.2
zhipuai glm-5.3 bare glm-5.3
zhipuai glm-5.3-flash bare glm-5.3-flash
$list$, E'
'), E'
') as line
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
anthropic 1 starts_with claude-2 claude-2
anthropic 2 contains claude-2 claude-v2
anthropic 3 starts_with claude-3-5-haiku-latest claude-3-5-haiku
anthropic 4 starts_with claude-3-5-haiku-latest claude-3.5-haiku
anthropic 5 starts_with claude-3-5-sonnet claude-3-5-sonnet
anthropic 6 starts_with claude-3-5-sonnet claude-3.5-sonnet
anthropic 7 starts_with claude-3-7-sonnet-latest claude-3-7-sonnet
anthropic 8 starts_with claude-3-7-sonnet-latest claude-3.7-sonnet
anthropic 9 starts_with claude-3-7-sonnet-latest claude-sonnet-3.7
anthropic 10 starts_with claude-3-7-sonnet-latest claude-sonnet-3-7
anthropic 11 starts_with claude-3-haiku claude-3-haiku
anthropic 12 starts_with claude-3-opus-latest claude-3-opus
anthropic 13 starts_with claude-3-sonnet claude-3-sonnet
anthropic 14 regex claude-fable-5 ^claude-fable-5-\d{8}$
anthropic 15 regex claude-fable-5-1 ^claude-fable-5-1-\d{8}$
anthropic 16 regex claude-fable-5-2 ^claude-fable-5-2-\d{8}$
anthropic 17 starts_with claude-haiku-4-5 claude-haiku-4-5
anthropic 18 starts_with claude-haiku-4-5 claude-haiku-4.5
anthropic 19 starts_with claude-haiku-4-5 claude-4-5-haiku
anthropic 20 starts_with claude-haiku-4-5 claude-4.5-haiku
anthropic 21 regex claude-haiku-5-5 ^claude-haiku-5-5-\d{8}$
anthropic 22 starts_with claude-haiku-5-5 claude-haiku-5-5@
anthropic 23 starts_with claude-haiku-5-5 claude-haiku-5.5
anthropic 24 starts_with claude-haiku-5-5 claude-5-5-haiku
anthropic 25 starts_with claude-haiku-5-5 claude-5.5-haiku
anthropic 26 regex claude-mythos-5-2 ^claude-mythos-5-2-\d{8}$
anthropic 27 starts_with claude-opus-4-0 claude-opus-4-0
anthropic 28 starts_with claude-opus-4-0 claude-4-opus
anthropic 29 starts_with claude-opus-4-1 claude-opus-4-1
anthropic 30 starts_with claude-opus-4-1 claude-opus-4.1
anthropic 31 starts_with claude-opus-4-5 claude-opus-4-5
anthropic 32 starts_with claude-opus-4-5 claude-opus-4.5
anthropic 33 starts_with claude-opus-4-5 claude-4-5-opus
anthropic 34 starts_with claude-opus-4-5 claude-4.5-opus
anthropic 35 starts_with claude-opus-4-6 claude-opus-4-6
anthropic 36 starts_with claude-opus-4-6 claude-opus-4.6
anthropic 37 starts_with claude-opus-4-6 claude-4-6-opus
anthropic 38 starts_with claude-opus-4-6 claude-4.6-opus
anthropic 39 starts_with claude-opus-4-7 claude-opus-4-7
anthropic 40 starts_with claude-opus-4-7 claude-opus-4.7
anthropic 41 starts_with claude-opus-4-7 claude-4-7-opus
anthropic 42 starts_with claude-opus-4-7 claude-4.7-opus
anthropic 43 starts_with claude-opus-4-8 claude-opus-4-8
anthropic 44 starts_with claude-opus-4-8 claude-opus-4.8
anthropic 45 starts_with claude-opus-4-8 claude-4-8-opus
anthropic 46 starts_with claude-opus-4-8 claude-4.8-opus
anthropic 47 regex claude-opus-5 ^claude-opus-5[-@]\d{8}$
anthropic 48 regex claude-opus-5 ^claude-opus-5-\d{4}-\d{2}-\d{2}$
anthropic 49 starts_with claude-opus-5 claude-opus-5.0
anthropic 50 starts_with claude-opus-5 claude-5-opus
anthropic 51 starts_with claude-opus-5 claude-5.0-opus
anthropic 52 regex claude-opus-5-5 ^claude-opus-5-5-\d{8}$
anthropic 53 starts_with claude-opus-5-5 claude-opus-5.5
anthropic 54 starts_with claude-opus-5-5 claude-5-5-opus
anthropic 55 starts_with claude-opus-5-5 claude-5.5-opus
anthropic 56 starts_with claude-sonnet-4-0 claude-sonnet-4-2025
anthropic 57 starts_with claude-sonnet-4-0 claude-sonnet-4-0
anthropic 58 starts_with claude-sonnet-4-0 claude-sonnet-4@
anthropic 59 starts_with claude-sonnet-4-0 claude-4-sonnet
anthropic 60 starts_with claude-sonnet-4-5 claude-sonnet-4-5
anthropic 61 starts_with claude-sonnet-4-5 claude-sonnet-4.5
anthropic 62 starts_with claude-sonnet-4-6 claude-sonnet-4-6
anthropic 63 starts_with claude-sonnet-4-6 claude-sonnet-4.6
anthropic 64 regex claude-sonnet-5 ^claude-sonnet-5-\d{8}$
anthropic 65 starts_with claude-sonnet-5 claude-sonnet-5@
anthropic 66 starts_with claude-sonnet-5 claude-sonnet-5.0
anthropic 67 starts_with claude-sonnet-5 claude-5-sonnet
anthropic 68 starts_with claude-sonnet-5 claude-5.0-sonnet
anthropic 69 regex claude-sonnet-5-5 ^claude-sonnet-5-5-\d{8}$
anthropic 70 starts_with claude-sonnet-5-5 claude-sonnet-5-5@
anthropic 71 starts_with claude-sonnet-5-5 claude-sonnet-5.5
anthropic 72 starts_with claude-sonnet-5-5 claude-5-5-sonnet
anthropic 73 starts_with claude-sonnet-5-5 claude-5.5-sonnet
aws 1 contains amazon.nova-2-sonic-v1:0 amazon.nova-2-sonic
aws 2 contains amazon.nova-lite-v1:0 amazon.nova-lite
aws 3 contains amazon.nova-micro-v1:0 amazon.nova-micro
aws 4 contains amazon.nova-premier-v1:0 amazon.nova-premier
aws 5 contains amazon.nova-pro-v1:0 amazon.nova-pro
aws 6 contains amazon.nova-sonic-v1:0 amazon.nova-sonic
aws 7 ends_with amazon.titan-embed-text-v1 amazon.titan-embed-text
aws 8 contains amazon.titan-embed-text-v1 amazon.titan-embed-text-v1
aws 9 contains amazon.titan-embed-text-v2:0 amazon.titan-embed-text-v2
aws 10 contains amazon.titan-text-express-v1 titan-text-express
aws 11 contains amazon.titan-text-lite-v1 titan-text-lite
aws 12 contains deepseek.r1-v1:0 deepseek.r1
aws 13 contains global.amazon.nova-2-lite-v1:0 global.amazon.nova-2-lite
aws 14 ends_with global.anthropic.claude-fable-5-1-v1:0 global.anthropic.claude-fable-5-1
aws 15 contains global.anthropic.claude-fable-5-1-v1:0 global.anthropic.claude-fable-5-1-v1
aws 16 ends_with global.anthropic.claude-fable-5-2 global.anthropic.claude-fable-5-2
aws 17 contains global.anthropic.claude-fable-5-2 global.anthropic.claude-fable-5-2-v1
aws 18 ends_with global.anthropic.claude-fable-5-v1:0 global.anthropic.claude-fable-5
aws 19 contains global.anthropic.claude-fable-5-v1:0 global.anthropic.claude-fable-5-v1
aws 20 contains global.anthropic.claude-haiku-4-5-20251001-v1:0 global.anthropic.claude-haiku-4-5-20251001
aws 21 ends_with global.anthropic.claude-haiku-5-5 global.anthropic.claude-haiku-5-5
aws 22 contains global.anthropic.claude-haiku-5-5 global.anthropic.claude-haiku-5-5-v1
aws 23 ends_with global.anthropic.claude-mythos-5-2 global.anthropic.claude-mythos-5-2
aws 24 contains global.anthropic.claude-mythos-5-2 global.anthropic.claude-mythos-5-2-v1
aws 25 contains global.anthropic.claude-opus-4-5-v1:0 global.anthropic.claude-opus-4-5
aws 26 contains global.anthropic.claude-opus-4-6-v1:0 global.anthropic.claude-opus-4-6
aws 27 contains global.anthropic.claude-opus-4-7-v1:0 global.anthropic.claude-opus-4-7
aws 28 contains global.anthropic.claude-opus-4-8-v1:0 global.anthropic.claude-opus-4-8
aws 29 ends_with global.anthropic.claude-opus-5 global.anthropic.claude-opus-5
aws 30 contains global.anthropic.claude-opus-5 global.anthropic.claude-opus-5-v1
aws 31 ends_with global.anthropic.claude-opus-5-5 global.anthropic.claude-opus-5-5
aws 32 contains global.anthropic.claude-opus-5-5 global.anthropic.claude-opus-5-5-v1
aws 33 contains global.anthropic.claude-sonnet-4-20250514-v1:0 global.anthropic.claude-sonnet-4-20250514
aws 34 contains global.anthropic.claude-sonnet-4-5-20250929-v1:0 global.anthropic.claude-sonnet-4-5-20250929
aws 35 contains global.anthropic.claude-sonnet-4-6-v1:0 global.anthropic.claude-sonnet-4-6
aws 36 ends_with global.anthropic.claude-sonnet-5-5 global.anthropic.claude-sonnet-5-5
aws 37 contains global.anthropic.claude-sonnet-5-5 global.anthropic.claude-sonnet-5-5-v1
aws 38 ends_with global.anthropic.claude-sonnet-5-v1:0 global.anthropic.claude-sonnet-5
aws 39 contains global.anthropic.claude-sonnet-5-v1:0 global.anthropic.claude-sonnet-5-v1
aws 40 ends_with global.moonshotai.kimi-k3 /global.moonshotai.kimi-k3
aws 41 contains global.moonshotai.kimi-k3.1 global.moonshotai.kimi-k3.1
aws 42 contains global.openai.gpt-5.6-luna global.openai.gpt-5.6-luna
aws 43 contains global.openai.gpt-5.6-sol global.openai.gpt-5.6-sol
aws 44 contains global.openai.gpt-5.6-terra global.openai.gpt-5.6-terra
aws 45 contains global.openai.gpt-6-astra global.openai.gpt-6-astra
aws 46 contains global.openai.gpt-6-luna global.openai.gpt-6-luna
aws 47 contains global.openai.gpt-6-sol global.openai.gpt-6-sol
aws 48 contains global.openai.gpt-6.1-sol global.openai.gpt-6.1-sol
aws 49 contains global.openai.gpt-6.1-terra global.openai.gpt-6.1-terra
aws 50 ends_with global.zai.glm-5.3 /global.zai.glm-5.3
aws 51 contains google.gemma-3-12b-it google.gemma-3-12b-it
aws 52 contains google.gemma-3-27b-it google.gemma-3-27b-it
aws 53 contains google.gemma-3-4b-it google.gemma-3-4b-it
aws 54 contains meta.llama3-1-70b-instruct-v1:0 meta.llama3-1-70b-instruct
aws 55 contains meta.llama3-1-8b-instruct-v1:0 meta.llama3-1-8b-instruct
aws 56 contains meta.llama3-2-11b-instruct-v1:0 meta.llama3-2-11b-instruct
aws 57 contains meta.llama3-2-1b-instruct-v1:0 meta.llama3-2-1b-instruct
aws 58 contains meta.llama3-2-3b-instruct-v1:0 meta.llama3-2-3b-instruct
aws 59 contains meta.llama3-2-90b-instruct-v1:0 meta.llama3-2-90b-instruct
aws 60 contains meta.llama3-3-70b-instruct-v1:0 meta.llama3-3-70b-instruct
aws 61 contains meta.llama3-70b-instruct-v1:0 meta.llama3-70b-instruct
aws 62 contains meta.llama3-8b-instruct-v1:0 meta.llama3-8b-instruct
aws 63 contains meta.llama4-maverick-17b-instruct-v1:0 meta.llama4-maverick-17b-instruct
aws 64 contains meta.llama4-scout-17b-instruct-v1:0 meta.llama4-scout-17b-instruct
aws 65 contains mistral.devstral-2-123b mistral.devstral-2-123b
aws 66 contains mistral.magistral-small-2509 mistral.magistral-small-2509
aws 67 contains mistral.ministral-3-14b-instruct mistral.ministral-3-14b-instruct
aws 68 contains mistral.ministral-3-3b-instruct mistral.ministral-3-3b-instruct
aws 69 contains mistral.ministral-3-8b-instruct mistral.ministral-3-8b-instruct
aws 70 contains mistral.mistral-7b-instruct-v0:2 mistral.mistral-7b-instruct-v0
aws 71 contains mistral.mistral-large-2402-v1:0 mistral.mistral-large-2402
aws 72 contains mistral.mistral-large-3-675b-instruct mistral.mistral-large-3-675b-instruct
aws 73 contains mistral.mistral-small-2402-v1:0 mistral.mistral-small-2402
aws 74 contains mistral.mixtral-8x7b-instruct-v0:1 mistral.mixtral-8x7b-instruct-v0
aws 75 contains mistral.pixtral-large-2502-v1:0 mistral.pixtral-large-2502
aws 76 contains mistral.voxtral-mini-3b-2507 mistral.voxtral-mini-3b-2507
aws 77 contains mistral.voxtral-small-24b-2507 mistral.voxtral-small-24b-2507
aws 78 contains nvidia.nemotron-nano-3-30b:0 nvidia.nemotron-nano-3-30b
aws 79 contains nvidia.nemotron-nano-9b-v2:0 nvidia.nemotron-nano-9b-v2
aws 80 contains nvidia.nemotron-super-3-120b:0 nvidia.nemotron-super-3-120b
aws 81 contains openai.gpt-oss-120b-1:0 openai.gpt-oss-120b-1
aws 82 contains openai.gpt-oss-20b-1:0 openai.gpt-oss-20b-1
aws 83 contains qwen.qwen3-32b-v1:0 qwen.qwen3-32b
aws 84 contains qwen.qwen3-coder-30b-a3b-v1:0 qwen.qwen3-coder-30b-a3b
aws 85 contains qwen.qwen3-coder-480b-a35b-v1:0 qwen.qwen3-coder-480b-a35b
aws 86 contains qwen.qwen3-vl-235b-a22b-v1:0 qwen.qwen3-vl-235b-a22b
aws 87 contains aws/regional.amazon.nova-2-lite-v1:0 us.amazon.nova-2-lite
aws 88 contains aws/regional.amazon.nova-2-lite-v1:0 eu.amazon.nova-2-lite
aws 89 contains aws/regional.amazon.nova-2-lite-v1:0 jp.amazon.nova-2-lite
aws 90 contains regional.anthropic.claude-3-5-haiku-20241022-v1:0 claude-3-5-haiku-20241022
aws 91 contains regional.anthropic.claude-3-5-sonnet-20240620-v1:0 claude-3-5-sonnet-20240620
aws 92 contains regional.anthropic.claude-3-5-sonnet-20241022-v2:0 claude-3-5-sonnet-20241022
aws 93 contains regional.anthropic.claude-3-7-sonnet-20250219-v1:0 claude-3-7-sonnet-20250219
aws 94 contains regional.anthropic.claude-3-haiku-20240307-v1:0 claude-3-haiku-20240307
aws 95 contains regional.anthropic.claude-3-opus-20240229-v1:0 claude-3-opus-20240229
aws 96 contains regional.anthropic.claude-3-sonnet-20240229-v1:0 claude-3-sonnet-20240229
aws 97 starts_with aws/regional.anthropic.claude-fable-5-1-v1:0 anthropic.claude-fable-5-1-v1
aws 98 starts_with aws/regional.anthropic.claude-fable-5-1-v1:0 claude-fable-5-1-v1
aws 99 contains aws/regional.anthropic.claude-fable-5-1-v1:0 us.anthropic.claude-fable-5-1-v1
aws 100 starts_with aws/regional.anthropic.claude-fable-5-2 anthropic.claude-fable-5-2-v1
aws 101 starts_with aws/regional.anthropic.claude-fable-5-2 claude-fable-5-2-v1
aws 102 contains aws/regional.anthropic.claude-fable-5-2 us.anthropic.claude-fable-5-2-v1
aws 103 contains aws/regional.anthropic.claude-fable-5-2 eu.anthropic.claude-fable-5-2-v1
aws 104 starts_with aws/regional.anthropic.claude-fable-5-v1:0 anthropic.claude-fable-5-v1
aws 105 starts_with aws/regional.anthropic.claude-fable-5-v1:0 claude-fable-5-v1
aws 106 contains aws/regional.anthropic.claude-fable-5-v1:0 us.anthropic.claude-fable-5-v1
aws 107 contains aws/regional.anthropic.claude-fable-5-v1:0 au.anthropic.claude-fable-5-v1
aws 108 contains aws/regional.anthropic.claude-fable-5-v1:0 eu.anthropic.claude-fable-5-v1
aws 109 contains aws/regional.anthropic.claude-fable-5-v1:0 jp.anthropic.claude-fable-5-v1
aws 110 starts_with aws/regional.anthropic.claude-haiku-4-5-20251001-v1:0 anthropic.claude-haiku-4-5-20251001
aws 111 starts_with aws/regional.anthropic.claude-haiku-4-5-20251001-v1:0 claude-haiku-4-5-20251001
aws 112 contains aws/regional.anthropic.claude-haiku-4-5-20251001-v1:0 us.anthropic.claude-haiku-4-5-20251001
aws 113 contains aws/regional.anthropic.claude-haiku-4-5-20251001-v1:0 au.anthropic.claude-haiku-4-5-20251001
aws 114 contains aws/regional.anthropic.claude-haiku-4-5-20251001-v1:0 apac.anthropic.claude-haiku-4-5-20251001
aws 115 contains aws/regional.anthropic.claude-haiku-4-5-20251001-v1:0 eu.anthropic.claude-haiku-4-5-20251001
aws 116 contains aws/regional.anthropic.claude-haiku-4-5-20251001-v1:0 us-gov.anthropic.claude-haiku-4-5-20251001
aws 117 contains aws/regional.anthropic.claude-haiku-4-5-20251001-v1:0 jp.anthropic.claude-haiku-4-5-20251001
aws 118 contains aws/regional.anthropic.claude-haiku-4-5-20251001-v1:0 in.anthropic.claude-haiku-4-5-20251001
aws 119 starts_with aws/regional.anthropic.claude-haiku-5-5 anthropic.claude-haiku-5-5-v1
aws 120 starts_with aws/regional.anthropic.claude-haiku-5-5 claude-haiku-5-5-v1
aws 121 contains aws/regional.anthropic.claude-haiku-5-5 us.anthropic.claude-haiku-5-5-v1
aws 122 contains aws/regional.anthropic.claude-haiku-5-5 au.anthropic.claude-haiku-5-5-v1
aws 123 contains aws/regional.anthropic.claude-haiku-5-5 apac.anthropic.claude-haiku-5-5-v1
aws 124 contains aws/regional.anthropic.claude-haiku-5-5 eu.anthropic.claude-haiku-5-5-v1
aws 125 contains aws/regional.anthropic.claude-haiku-5-5 us-gov.anthropic.claude-haiku-5-5-v1
aws 126 contains aws/regional.anthropic.claude-haiku-5-5 jp.anthropic.claude-haiku-5-5-v1
aws 127 starts_with aws/regional.anthropic.claude-mythos-5-2 anthropic.claude-mythos-5-2-v1
aws 128 starts_with aws/regional.anthropic.claude-mythos-5-2 claude-mythos-5-2-v1
aws 129 contains aws/regional.anthropic.claude-mythos-5-2 us.anthropic.claude-mythos-5-2-v1
aws 130 contains aws/regional.anthropic.claude-mythos-5-2 eu.anthropic.claude-mythos-5-2-v1
aws 131 starts_with aws/regional.anthropic.claude-opus-4-1-20250805-v1:0 anthropic.claude-opus-4-1-20250805
aws 132 starts_with aws/regional.anthropic.claude-opus-4-1-20250805-v1:0 claude-opus-4-1-20250805
aws 133 contains aws/regional.anthropic.claude-opus-4-1-20250805-v1:0 us.anthropic.claude-opus-4-1-20250805
aws 134 contains aws/regional.anthropic.claude-opus-4-1-20250805-v1:0 au.anthropic.claude-opus-4-1-20250805
aws 135 contains aws/regional.anthropic.claude-opus-4-1-20250805-v1:0 apac.anthropic.claude-opus-4-1-20250805
aws 136 contains aws/regional.anthropic.claude-opus-4-1-20250805-v1:0 eu.anthropic.claude-opus-4-1-20250805
aws 137 contains aws/regional.anthropic.claude-opus-4-1-20250805-v1:0 us-gov.anthropic.claude-opus-4-1-20250805
aws 138 contains aws/regional.anthropic.claude-opus-4-1-20250805-v1:0 jp.anthropic.claude-opus-4-1-20250805
aws 139 starts_with aws/regional.anthropic.claude-opus-4-20250514-v1:0 anthropic.claude-opus-4-20250514
aws 140 starts_with aws/regional.anthropic.claude-opus-4-20250514-v1:0 claude-opus-4-20250514
aws 141 contains aws/regional.anthropic.claude-opus-4-20250514-v1:0 us.anthropic.claude-opus-4-20250514
aws 142 contains aws/regional.anthropic.claude-opus-4-20250514-v1:0 au.anthropic.claude-opus-4-20250514
aws 143 contains aws/regional.anthropic.claude-opus-4-20250514-v1:0 apac.anthropic.claude-opus-4-20250514
aws 144 contains aws/regional.anthropic.claude-opus-4-20250514-v1:0 eu.anthropic.claude-opus-4-20250514
aws 145 contains aws/regional.anthropic.claude-opus-4-20250514-v1:0 us-gov.anthropic.claude-opus-4-20250514
aws 146 contains aws/regional.anthropic.claude-opus-4-20250514-v1:0 jp.anthropic.claude-opus-4-20250514
aws 147 starts_with aws/regional.anthropic.claude-opus-4-5-v1:0 anthropic.claude-opus-4-5
aws 148 starts_with aws/regional.anthropic.claude-opus-4-5-v1:0 claude-opus-4-5
aws 149 contains aws/regional.anthropic.claude-opus-4-5-v1:0 us.anthropic.claude-opus-4-5
aws 150 contains aws/regional.anthropic.claude-opus-4-5-v1:0 au.anthropic.claude-opus-4-5
aws 151 contains aws/regional.anthropic.claude-opus-4-5-v1:0 apac.anthropic.claude-opus-4-5
aws 152 contains aws/regional.anthropic.claude-opus-4-5-v1:0 eu.anthropic.claude-opus-4-5
aws 153 contains aws/regional.anthropic.claude-opus-4-5-v1:0 us-gov.anthropic.claude-opus-4-5
aws 154 contains aws/regional.anthropic.claude-opus-4-5-v1:0 jp.anthropic.claude-opus-4-5
aws 155 starts_with aws/regional.anthropic.claude-opus-4-6-v1:0 anthropic.claude-opus-4-6
aws 156 starts_with aws/regional.anthropic.claude-opus-4-6-v1:0 claude-opus-4-6
aws 157 contains aws/regional.anthropic.claude-opus-4-6-v1:0 us.anthropic.claude-opus-4-6
aws 158 contains aws/regional.anthropic.claude-opus-4-6-v1:0 au.anthropic.claude-opus-4-6
aws 159 contains aws/regional.anthropic.claude-opus-4-6-v1:0 apac.anthropic.claude-opus-4-6
aws 160 contains aws/regional.anthropic.claude-opus-4-6-v1:0 eu.anthropic.claude-opus-4-6
aws 161 contains aws/regional.anthropic.claude-opus-4-6-v1:0 us-gov.anthropic.claude-opus-4-6
aws 162 contains aws/regional.anthropic.claude-opus-4-6-v1:0 jp.anthropic.claude-opus-4-6
aws 163 starts_with aws/regional.anthropic.claude-opus-4-7-v1:0 anthropic.claude-opus-4-7
aws 164 starts_with aws/regional.anthropic.claude-opus-4-7-v1:0 claude-opus-4-7
aws 165 contains aws/regional.anthropic.claude-opus-4-7-v1:0 us.anthropic.claude-opus-4-7
aws 166 contains aws/regional.anthropic.claude-opus-4-7-v1:0 au.anthropic.claude-opus-4-7
aws 167 contains aws/regional.anthropic.claude-opus-4-7-v1:0 apac.anthropic.claude-opus-4-7
aws 168 contains aws/regional.anthropic.claude-opus-4-7-v1:0 eu.anthropic.claude-opus-4-7
aws 169 contains aws/regional.anthropic.claude-opus-4-7-v1:0 us-gov.anthropic.claude-opus-4-7
aws 170 contains aws/regional.anthropic.claude-opus-4-7-v1:0 jp.anthropic.claude-opus-4-7
aws 171 starts_with aws/regional.anthropic.claude-opus-4-8-v1:0 anthropic.claude-opus-4-8
aws 172 starts_with aws/regional.anthropic.claude-opus-4-8-v1:0 claude-opus-4-8
aws 173 contains aws/regional.anthropic.claude-opus-4-8-v1:0 us.anthropic.claude-opus-4-8
aws 174 contains aws/regional.anthropic.claude-opus-4-8-v1:0 au.anthropic.claude-opus-4-8
aws 175 contains aws/regional.anthropic.claude-opus-4-8-v1:0 eu.anthropic.claude-opus-4-8
aws 176 contains aws/regional.anthropic.claude-opus-4-8-v1:0 jp.anthropic.claude-opus-4-8
aws 177 starts_with aws/regional.anthropic.claude-opus-5 anthropic.claude-opus-5-v1
aws 178 starts_with aws/regional.anthropic.claude-opus-5 claude-opus-5-v1
aws 179 contains aws/regional.anthropic.claude-opus-5 us.anthropic.claude-opus-5-v1
aws 180 contains aws/regional.anthropic.claude-opus-5 au.anthropic.claude-opus-5-v1
aws 181 contains aws/regional.anthropic.claude-opus-5 eu.anthropic.claude-opus-5-v1
aws 182 contains aws/regional.anthropic.claude-opus-5 jp.anthropic.claude-opus-5-v1
aws 183 contains aws/regional.anthropic.claude-opus-5 in.anthropic.claude-opus-5-v1
aws 184 starts_with aws/regional.anthropic.claude-opus-5-5 anthropic.claude-opus-5-5-v1
aws 185 starts_with aws/regional.anthropic.claude-opus-5-5 claude-opus-5-5-v1
aws 186 contains aws/regional.anthropic.claude-opus-5-5 us.anthropic.claude-opus-5-5-v1
aws 187 contains aws/regional.anthropic.claude-opus-5-5 au.anthropic.claude-opus-5-5-v1
aws 188 contains aws/regional.anthropic.claude-opus-5-5 eu.anthropic.claude-opus-5-5-v1
aws 189 contains aws/regional.anthropic.claude-opus-5-5 jp.anthropic.claude-opus-5-5-v1
aws 190 starts_with aws/regional.anthropic.claude-sonnet-4-20250514-v1:0 anthropic.claude-sonnet-4-20250514
aws 191 starts_with aws/regional.anthropic.claude-sonnet-4-20250514-v1:0 claude-sonnet-4-20250514
aws 192 contains aws/regional.anthropic.claude-sonnet-4-20250514-v1:0 us.anthropic.claude-sonnet-4-20250514
aws 193 contains aws/regional.anthropic.claude-sonnet-4-20250514-v1:0 au.anthropic.claude-sonnet-4-20250514
aws 194 contains aws/regional.anthropic.claude-sonnet-4-20250514-v1:0 apac.anthropic.claude-sonnet-4-20250514
aws 195 contains aws/regional.anthropic.claude-sonnet-4-20250514-v1:0 eu.anthropic.claude-sonnet-4-20250514
aws 196 contains aws/regional.anthropic.claude-sonnet-4-20250514-v1:0 us-gov.anthropic.claude-sonnet-4-20250514
aws 197 contains aws/regional.anthropic.claude-sonnet-4-20250514-v1:0 jp.anthropic.claude-sonnet-4-20250514
aws 198 starts_with aws/regional.anthropic.claude-sonnet-4-5-20250929-v1:0 anthropic.claude-sonnet-4-5-20250929
aws 199 starts_with aws/regional.anthropic.claude-sonnet-4-5-20250929-v1:0 claude-sonnet-4-5-20250929
aws 200 contains aws/regional.anthropic.claude-sonnet-4-5-20250929-v1:0 us.anthropic.claude-sonnet-4-5-20250929
aws 201 contains aws/regional.anthropic.claude-sonnet-4-5-20250929-v1:0 au.anthropic.claude-sonnet-4-5-20250929
aws 202 contains aws/regional.anthropic.claude-sonnet-4-5-20250929-v1:0 apac.anthropic.claude-sonnet-4-5-20250929
aws 203 contains aws/regional.anthropic.claude-sonnet-4-5-20250929-v1:0 eu.anthropic.claude-sonnet-4-5-20250929
aws 204 contains aws/regional.anthropic.claude-sonnet-4-5-20250929-v1:0 us-gov.anthropic.claude-sonnet-4-5-20250929
aws 205 contains aws/regional.anthropic.claude-sonnet-4-5-20250929-v1:0 jp.anthropic.claude-sonnet-4-5-20250929
aws 206 starts_with aws/regional.anthropic.claude-sonnet-4-6-v1:0 anthropic.claude-sonnet-4-6
aws 207 starts_with aws/regional.anthropic.claude-sonnet-4-6-v1:0 claude-sonnet-4-6
aws 208 contains aws/regional.anthropic.claude-sonnet-4-6-v1:0 us.anthropic.claude-sonnet-4-6
aws 209 contains aws/regional.anthropic.claude-sonnet-4-6-v1:0 au.anthropic.claude-sonnet-4-6
aws 210 contains aws/regional.anthropic.claude-sonnet-4-6-v1:0 apac.anthropic.claude-sonnet-4-6
aws 211 contains aws/regional.anthropic.claude-sonnet-4-6-v1:0 eu.anthropic.claude-sonnet-4-6
aws 212 contains aws/regional.anthropic.claude-sonnet-4-6-v1:0 us-gov.anthropic.claude-sonnet-4-6
aws 213 contains aws/regional.anthropic.claude-sonnet-4-6-v1:0 jp.anthropic.claude-sonnet-4-6
aws 214 starts_with aws/regional.anthropic.claude-sonnet-5-5 anthropic.claude-sonnet-5-5-v1
aws 215 starts_with aws/regional.anthropic.claude-sonnet-5-5 claude-sonnet-5-5-v1
aws 216 contains aws/regional.anthropic.claude-sonnet-5-5 us.anthropic.claude-sonnet-5-5-v1
aws 217 contains aws/regional.anthropic.claude-sonnet-5-5 au.anthropic.claude-sonnet-5-5-v1
aws 218 contains aws/regional.anthropic.claude-sonnet-5-5 apac.anthropic.claude-sonnet-5-5-v1
aws 219 contains aws/regional.anthropic.claude-sonnet-5-5 eu.anthropic.claude-sonnet-5-5-v1
aws 220 contains aws/regional.anthropic.claude-sonnet-5-5 us-gov.anthropic.claude-sonnet-5-5-v1
aws 221 contains aws/regional.anthropic.claude-sonnet-5-5 jp.anthropic.claude-sonnet-5-5-v1
aws 222 starts_with aws/regional.anthropic.claude-sonnet-5-v1:0 anthropic.claude-sonnet-5-v1
aws 223 starts_with aws/regional.anthropic.claude-sonnet-5-v1:0 claude-sonnet-5-v1
aws 224 contains aws/regional.anthropic.claude-sonnet-5-v1:0 us.anthropic.claude-sonnet-5-v1
aws 225 contains aws/regional.anthropic.claude-sonnet-5-v1:0 au.anthropic.claude-sonnet-5-v1
aws 226 contains aws/regional.anthropic.claude-sonnet-5-v1:0 apac.anthropic.claude-sonnet-5-v1
aws 227 contains aws/regional.anthropic.claude-sonnet-5-v1:0 eu.anthropic.claude-sonnet-5-v1
aws 228 contains aws/regional.anthropic.claude-sonnet-5-v1:0 us-gov.anthropic.claude-sonnet-5-v1
aws 229 contains aws/regional.anthropic.claude-sonnet-5-v1:0 jp.anthropic.claude-sonnet-5-v1
aws 230 contains aws/regional.anthropic.claude-sonnet-5-v1:0 in.anthropic.claude-sonnet-5-v1
aws 231 ends_with aws/regional.moonshotai.kimi-k3 /us.moonshotai.kimi-k3
aws 232 ends_with aws/regional.moonshotai.kimi-k3 /in.moonshotai.kimi-k3
aws 233 contains aws/regional.moonshotai.kimi-k3.1 us.moonshotai.kimi-k3.1
aws 234 contains aws/regional.moonshotai.kimi-k3.1 in.moonshotai.kimi-k3.1
aws 235 starts_with aws/regional.openai.gpt-5.6-luna openai.gpt-5.6-luna
aws 236 starts_with aws/regional.openai.gpt-5.6-luna gpt-5.6-luna
aws 237 contains aws/regional.openai.gpt-5.6-luna us.openai.gpt-5.6-luna
aws 238 contains aws/regional.openai.gpt-5.6-luna in.openai.gpt-5.6-luna
aws 239 starts_with aws/regional.openai.gpt-5.6-sol openai.gpt-5.6-sol
aws 240 starts_with aws/regional.openai.gpt-5.6-sol gpt-5.6-sol
aws 241 contains aws/regional.openai.gpt-5.6-sol us.openai.gpt-5.6-sol
aws 242 starts_with aws/regional.openai.gpt-5.6-terra openai.gpt-5.6-terra
aws 243 starts_with aws/regional.openai.gpt-5.6-terra gpt-5.6-terra
aws 244 contains aws/regional.openai.gpt-5.6-terra us.openai.gpt-5.6-terra
aws 245 contains aws/regional.openai.gpt-5.6-terra in.openai.gpt-5.6-terra
aws 246 starts_with aws/regional.openai.gpt-6-astra openai.gpt-6-astra
aws 247 starts_with aws/regional.openai.gpt-6-astra gpt-6-astra
aws 248 contains aws/regional.openai.gpt-6-astra us.openai.gpt-6-astra
aws 249 starts_with aws/regional.openai.gpt-6-luna openai.gpt-6-luna
aws 250 starts_with aws/regional.openai.gpt-6-luna gpt-6-luna
aws 251 contains aws/regional.openai.gpt-6-luna us.openai.gpt-6-luna
aws 252 contains aws/regional.openai.gpt-6-luna in.openai.gpt-6-luna
aws 253 starts_with aws/regional.openai.gpt-6-sol openai.gpt-6-sol
aws 254 starts_with aws/regional.openai.gpt-6-sol gpt-6-sol
aws 255 contains aws/regional.openai.gpt-6-sol us.openai.gpt-6-sol
aws 256 contains aws/regional.openai.gpt-6-sol in.openai.gpt-6-sol
aws 257 starts_with aws/regional.openai.gpt-6.1-sol openai.gpt-6.1-sol
aws 258 starts_with aws/regional.openai.gpt-6.1-sol gpt-6.1-sol
aws 259 contains aws/regional.openai.gpt-6.1-sol us.openai.gpt-6.1-sol
aws 260 starts_with aws/regional.openai.gpt-6.1-terra openai.gpt-6.1-terra
aws 261 starts_with aws/regional.openai.gpt-6.1-terra gpt-6.1-terra
aws 262 contains aws/regional.openai.gpt-6.1-terra us.openai.gpt-6.1-terra
aws 263 ends_with aws/regional.zai.glm-5.3 /us.zai.glm-5.3
aws 264 contains writer.palmyra-x4-v1:0 writer.palmyra-x4
aws 265 contains writer.palmyra-x5-v1:0 writer.palmyra-x5
azure 1 contains azure/o4-mini o4-mini
azure 2 contains azure/o4-mini o4-mini-2025-04-16
azure 3 provider openai openai
azure 4 provider anthropic anthropic
azure 5 provider deepseek deepseek
azure 6 provider x-ai x-ai
azure 7 provider moonshotai moonshotai
cerebras 1 starts_with cerebras/gemma-4-31b cerebras/gemma-4-31b
cerebras 2 starts_with cerebras/gemma-4-31b cerebras:gemma-4-31b
cerebras 3 starts_with cerebras/gpt-oss-120b cerebras/gpt-oss-120b
cerebras 4 starts_with cerebras/gpt-oss-120b cerebras:gpt-oss-120b
cerebras 5 starts_with cerebras/llama-3.3-70b cerebras/llama-3.3-70b
cerebras 6 starts_with cerebras/llama-3.3-70b cerebras:llama-3.3-70b
cerebras 7 starts_with cerebras/llama3.1-8b cerebras/llama3.1-8b
cerebras 8 starts_with cerebras/llama3.1-8b cerebras:llama3.1-8b
cerebras 9 starts_with cerebras/qwen-3-32b cerebras/qwen-3-32b
cerebras 10 starts_with cerebras/qwen-3-32b cerebras:qwen-3-32b
cerebras 11 starts_with cerebras/qwen-3.8-27b cerebras/qwen-3.8-27b
cerebras 12 starts_with cerebras/qwen-3.8-27b cerebras:qwen-3.8-27b
cerebras 13 starts_with cerebras/zai-glm-4.7 cerebras/zai-glm-4.7
cerebras 14 starts_with cerebras/zai-glm-4.7 cerebras:zai-glm-4.7
cohere 1 contains cohere/c4ai-aya-expanse-32b aya-expanse-32b
cohere 2 contains cohere/c4ai-aya-expanse-8b aya-expanse-8b
cohere 3 starts_with command-light command-light
cursor 1 regex composer-2.5 ^composer-2\.5\[fast=false\]$
cursor 2 regex composer-2.5-fast ^composer-2\.5\[fast=true\]$
cursor 3 regex cursor/grok-4.5 ^grok-4\.5\[fast=false\]$
cursor 4 regex cursor/grok-4.5-fast ^grok-4\.5\[fast=true\]$
cursor 5 regex cursor/grok-4.6 ^grok-4\.6\[fast=false\]$
cursor 6 regex cursor/grok-4.6-fast ^grok-4\.6\[fast=true\]$
cursor 7 regex cursor/grok-4.7 ^grok-4\.7\[fast=false\]$
cursor 8 regex cursor/grok-4.7-fast ^grok-4\.7\[fast=true\]$
deepseek 1 starts_with deepseek-chat deepseek-chat
deepseek 2 starts_with deepseek-reasoner deepseek-r1
deepseek 3 starts_with deepseek-v4-flash deepseek-v4-flash
deepseek 4 starts_with deepseek-v4-pro deepseek-v4-pro
github-copilot 1 regex github-copilot/gpt-5-mini ^gpt-5-mini-\d{4}-\d{2}-\d{2}$
github-copilot 2 regex github-copilot/gpt-5.3-codex ^gpt-5\.3-codex-\d{4}-\d{2}-\d{2}$
github-copilot 3 regex github-copilot/gpt-5.4 ^gpt-5\.4-\d{4}-\d{2}-\d{2}$
github-copilot 4 regex github-copilot/gpt-5.4-mini ^gpt-5\.4-mini-\d{4}-\d{2}-\d{2}$
github-copilot 5 regex github-copilot/gpt-5.4-nano ^gpt-5\.4-nano-\d{4}-\d{2}-\d{2}$
github-copilot 6 regex github-copilot/gpt-5.5 ^gpt-5\.5-\d{4}-\d{2}-\d{2}$
github-copilot 7 regex github-copilot/gpt-5.6-luna ^gpt-5\.6-luna-\d{4}-\d{2}-\d{2}$
github-copilot 8 regex github-copilot/gpt-5.6-sol ^gpt-5\.6-sol-\d{4}-\d{2}-\d{2}$
github-copilot 9 regex github-copilot/gpt-5.6-terra ^gpt-5\.6-terra-\d{4}-\d{2}-\d{2}$
github-copilot 10 regex github-copilot/gpt-6-astra ^gpt-6-astra-\d{4}-\d{2}-\d{2}$
github-copilot 11 regex github-copilot/gpt-6-luna ^gpt-6-luna-\d{4}-\d{2}-\d{2}$
github-copilot 12 regex github-copilot/gpt-6-sol ^gpt-6-sol-\d{4}-\d{2}-\d{2}$
github-copilot 13 regex github-copilot/gpt-6.1-sol ^gpt-6\.1-sol-\d{4}-\d{2}-\d{2}$
github-copilot 14 regex github-copilot/gpt-6.1-terra ^gpt-6\.1-terra-\d{4}-\d{2}-\d{2}$
google 1 contains google/claude-3-5-haiku claude-3-5-haiku
google 2 contains google/claude-3-5-sonnet claude-3-5-sonnet
google 3 contains google/claude-3-7-sonnet claude-3-7-sonnet
google 4 contains google/claude-3-haiku claude-3-haiku
google 5 contains google/claude-3-opus claude-3-opus
google 6 contains google/claude-4-opus claude-4-opus
google 7 contains google/claude-4-opus claude-opus-4@
google 8 contains google/claude-4-opus claude-opus-4-0
google 9 contains google/claude-4-opus claude-opus-4-1
google 10 contains google/claude-4-sonnet claude-4-sonnet
google 11 contains google/claude-4-sonnet claude-sonnet-4-0
google 12 contains google/claude-4-sonnet claude-sonnet-4@
google 13 contains google/claude-4-sonnet claude-sonnet-4-2025
google 14 ends_with google/claude-fable-5 claude-fable-5
google 15 contains google/claude-fable-5 claude-fable-5@
google 16 ends_with google/claude-fable-5-1 claude-fable-5-1
google 17 contains google/claude-fable-5-1 claude-fable-5-1@
google 18 ends_with google/claude-fable-5-2 claude-fable-5-2
google 19 contains google/claude-fable-5-2 claude-fable-5-2@
google 20 contains google/claude-haiku-4-5 claude-haiku-4-5
google 21 contains google/claude-haiku-4-5 claude-haiku-4.5
google 22 contains google/claude-haiku-5-5 claude-haiku-5-5
google 23 contains google/claude-haiku-5-5 claude-haiku-5.5
google 24 contains google/claude-haiku-5-5 claude-5-5-haiku
google 25 contains google/claude-haiku-5-5 claude-5.5-haiku
google 26 contains google/claude-opus-4-5 claude-4-5-opus
google 27 contains google/claude-opus-4-5 claude-opus-4-5
google 28 contains google/claude-opus-4-5 claude-4.5-opus
google 29 contains google/claude-opus-4-5 claude-opus-4.5
google 30 contains google/claude-opus-4-6 claude-4-6-opus
google 31 contains google/claude-opus-4-6 claude-opus-4-6
google 32 contains google/claude-opus-4-6 claude-4.6-opus
google 33 contains google/claude-opus-4-6 claude-opus-4.6
google 34 contains google/claude-opus-4-7 claude-4-7-opus
google 35 contains google/claude-opus-4-7 claude-opus-4-7
google 36 contains google/claude-opus-4-7 claude-4.7-opus
google 37 contains google/claude-opus-4-7 claude-opus-4.7
google 38 contains google/claude-opus-4-8 claude-4-8-opus
google 39 contains google/claude-opus-4-8 claude-opus-4-8
google 40 contains google/claude-opus-4-8 claude-4.8-opus
google 41 contains google/claude-opus-4-8 claude-opus-4.8
google 42 contains google/claude-opus-5 claude-5-opus
google 43 ends_with google/claude-opus-5 claude-opus-5
google 44 contains google/claude-opus-5 claude-opus-5@
google 45 contains google/claude-opus-5 claude-5.0-opus
google 46 contains google/claude-opus-5 claude-opus-5.0
google 47 contains google/claude-opus-5-5 claude-5-5-opus
google 48 ends_with google/claude-opus-5-5 claude-opus-5-5
google 49 contains google/claude-opus-5-5 claude-opus-5-5@
google 50 contains google/claude-opus-5-5 claude-5.5-opus
google 51 contains google/claude-opus-5-5 claude-opus-5.5
google 52 contains google/claude-sonnet-4-5 claude-sonnet-4-5
google 53 contains google/claude-sonnet-4-5 claude-sonnet-4.5
google 54 contains google/claude-sonnet-4-6 claude-sonnet-4-6
google 55 contains google/claude-sonnet-4-6 claude-sonnet-4.6
google 56 contains google/claude-sonnet-5-5 claude-sonnet-5-5
google 57 contains google/claude-sonnet-5-5 claude-sonnet-5.5
google 58 contains google/claude-sonnet-5-5 claude-5-5-sonnet
google 59 contains google/claude-sonnet-5-5 claude-5.5-sonnet
google 60 contains gemini-1.5-flash gemini-1.5-flash
google 61 contains gemini-1.5-pro gemini-1.5-pro
google 62 ends_with gemini-2.0-flash gemini-2.0-flash
google 63 contains gemini-2.0-flash gemini-2.0-flash-0
google 64 contains gemini-2.0-flash gemini-2.0-flash-exp
google 65 contains gemini-2.0-flash gemini-2.0-flash-thinking
google 66 contains gemini-2.0-flash gemini-2.0-flash-latest
google 67 contains gemini-2.0-flash-lite gemini-2.0-flash-lite
google 68 regex gemini-2.5-flash-lite ^(?=gemini\-2\.5\-flash\-lite\-preview)(?=^(?!.*-[tT][tT][sS](?:$|-)))
google 69 contains gemini-2.5-flash-preview gemini-2.5-flash-preview-05-20
google 70 contains gemini-2.5-flash-preview gemini-2.5-flash-preview-04-17
google 71 regex gemini-2.5-pro ^(?=gemini\-2\.5\-pro)(?=^(?!.*-[tT][tT][sS](?:$|-)))
google 72 starts_with gemini-3-flash-preview gemini-3-flash-preview-
google 73 starts_with gemini-3-pro-image-preview gemini-3-pro-image-preview
google 74 starts_with gemini-3-pro-preview gemini-3-pro-preview
google 75 starts_with gemini-3.1-flash-image-preview gemini-3.1-flash-image-preview
google 76 starts_with gemini-3.1-flash-lite gemini-3.1-flash-lite-preview
google 77 starts_with gemini-3.1-flash-lite-image gemini-3.1-flash-lite-image
google 78 starts_with gemini-3.1-flash-live-preview gemini-3.1-flash-live-preview
google 79 starts_with gemini-3.1-pro-preview gemini-3.1-pro-preview
google 80 starts_with gemini-3.5-flash gemini-3.5-flash-preview
google 81 regex gemini-3.5-flash ^gemini-3\.5-flash-\d
google 82 starts_with gemini-3.5-flash-lite gemini-3.5-flash-lite
google 83 starts_with gemini-3.6-flash gemini-3.6-flash
google 84 starts_with gemini-3.7-flash gemini-3.7-flash
google 85 regex gemini-3.8-flash ^(?=gemini\-3\.8\-flash)(?=^(?!.*-[tT][tT][sS](?:$|-)))
google 86 starts_with gemini-3.8-live gemini-3.8-live
google 87 starts_with gemini-4-argon gemini-4-argon-preview
google 88 regex gemini-4-argon ^gemini-4-argon-\d
google 89 starts_with gemini-live-2.5-flash gemini-live-2.5-flash
google 90 starts_with gemini-live-2.5-flash gemini-2.5-flash-native-audio-preview
google 91 starts_with gemini-omni-flash-preview gemini-omni-flash-preview
google 92 starts_with gemma-3 gemma-3-
google 93 starts_with gemma-3n gemma-3n
google 94 provider anthropic anthropic
maker 1 starts_with aws amazon.
maker 2 contains aws .amazon.
maker 3 starts_with aws anthropic.
maker 4 contains aws .anthropic.
maker 5 starts_with aws deepseek.
maker 6 contains aws .deepseek.
maker 7 starts_with aws google.
maker 8 contains aws .google.
maker 9 starts_with aws meta.
maker 10 contains aws .meta.
maker 11 starts_with aws mistral.
maker 12 contains aws .mistral.
maker 13 starts_with aws moonshotai.
maker 14 contains aws .moonshotai.
maker 15 starts_with aws nvidia.
maker 16 contains aws .nvidia.
maker 17 starts_with aws openai.
maker 18 contains aws .openai.
maker 19 starts_with aws qwen.
maker 20 contains aws .qwen.
maker 21 starts_with aws writer.
maker 22 contains aws .writer.
maker 23 starts_with aws zai.
maker 24 contains aws .zai.
maker 25 contains anthropic claude
maker 26 contains cerebras cerebras
maker 27 starts_with cloudflare @cf/
maker 28 starts_with cohere command-
maker 29 starts_with cursor composer-
maker 30 starts_with databricks databricks-
maker 31 starts_with databricks system.ai.
maker 32 starts_with deepseek deepseek
maker 33 starts_with elevenlabs eleven_
maker 34 starts_with fireworks accounts/fireworks/
maker 35 contains google gemini
maker 36 starts_with meta muse-spark-
maker 37 starts_with minimax minimax-m
maker 38 starts_with minimax minimax-m
maker 39 regex mistral ^(?![^/]+/)(?:labs-)?(?:(?:mi|code|dev|magi|mini)stral|mixtral|pixtral|voxtral|open-(?:mistral|mixtral))
maker 40 starts_with moonshotai kimi
maker 41 starts_with moonshotai moonshot
maker 42 starts_with openai gpt-
maker 43 starts_with openai tts-1
maker 44 regex openai ^o[134]
maker 45 starts_with typesafe jev-
maker 46 starts_with voyageai voyage-
maker 47 contains x-ai grok
maker 48 starts_with zhipuai glm-
maker 49 starts_with zhipuai glm-
minimax 1 contains minimax-m2.1-highspeed m2.1-highspeed
minimax 2 contains minimax-m2.1-highspeed m2.1-highspeed
minimax 3 contains minimax-m2.5-highspeed m2.5-highspeed
minimax 4 contains minimax-m2.5-highspeed m2.5-highspeed
minimax 5 contains minimax-m2.7-highspeed m2.7-highspeed
minimax 6 contains minimax-m2.7-highspeed m2.7-highspeed
mistral 1 starts_with magistral-medium magistral-medium
mistral 2 starts_with magistral-small magistral-small-
mistral 3 starts_with mixtral-8x7b mixtral-8x7b
moonshotai 1 starts_with kimi-k2-turbo-preview kimi-k2-turbo
moonshotai 2 starts_with kimi-k2.5 kimi-k2.5
moonshotai 3 starts_with kimi-k2.6 kimi-k2.6
openai 1 starts_with computer-use computer-use
openai 2 starts_with ft:gpt-3.5-turbo- ft:gpt-3.5-turbo
openai 3 starts_with ft:gpt-4o ft:gpt-4o-2024-
openai 4 starts_with ft:gpt-4o-mini ft:gpt-4o-mini-2024-
openai 5 starts_with gpt-3.5-turbo-instruct gpt-3.5-turbo-instruct
openai 6 starts_with gpt-4 ft:gpt-4-0
openai 7 starts_with gpt-4.5-preview gpt-4.5-preview
openai 8 starts_with gpt-4o-audio-preview gpt-4o-audio-preview
openai 9 starts_with gpt-4o-mini-2024-07-18.ft- gpt-4o-mini-2024-07-18.ft-
openai 10 starts_with gpt-4o-mini-audio-preview gpt-4o-mini-audio
openai 11 starts_with gpt-4o-mini-realtime-preview gpt-4o-mini-realtime
openai 12 starts_with gpt-4o-realtime-preview gpt-4o-realtime
openai 13 starts_with gpt-5-nano gpt-5-nano-
openai 14 regex gpt-5.6-luna ^gpt-5\.6-luna-\d{4}-\d{2}-\d{2}$
openai 15 regex gpt-5.6-luna ^gpt-5-6-luna-\d{4}-\d{2}-\d{2}$
openai 16 regex gpt-5.6-sol ^gpt-5\.6-sol-\d{4}-\d{2}-\d{2}$
openai 17 regex gpt-5.6-sol ^gpt-5-6-sol-\d{4}-\d{2}-\d{2}$
openai 18 regex gpt-5.6-terra ^gpt-5\.6-terra-\d{4}-\d{2}-\d{2}$
openai 19 regex gpt-5.6-terra ^gpt-5-6-terra-\d{4}-\d{2}-\d{2}$
openai 20 regex gpt-6-astra ^gpt-6-astra-\d{4}-\d{2}-\d{2}$
openai 21 regex gpt-6-luna ^gpt-6-luna-\d{4}-\d{2}-\d{2}$
openai 22 regex gpt-6-sol ^gpt-6-sol-\d{4}-\d{2}-\d{2}$
openai 23 regex gpt-6.1-sol ^gpt-6\.1-sol-\d{4}-\d{2}-\d{2}$
openai 24 regex gpt-6.1-terra ^gpt-6\.1-terra-\d{4}-\d{2}-\d{2}$
openai 25 contains moderation moderation
openrouter 1 regex openrouter/anthropic/claude-haiku-5.5 ^anthropic/claude-haiku-5\.5-\d{8}$
openrouter 2 regex openrouter/google/gemini-3.5-flash ^google/gemini-3\.5-flash-\d{8}$
openrouter 3 regex openrouter/google/gemini-3.8-flash ^google/gemini-3\.8-flash-\d{8}$
openrouter 4 regex openrouter/openai/gpt-5.6-luna ^openai/gpt-5\.6-luna-\d{8}$
openrouter 5 regex openrouter/openai/gpt-5.6-sol ^openai/gpt-5\.6-sol-\d{8}$
openrouter 6 regex openrouter/openai/gpt-5.6-terra ^openai/gpt-5\.6-terra-\d{8}$
openrouter 7 regex openrouter/openai/gpt-6-luna ^openai/gpt-6-luna-\d{8}$
openrouter 8 regex openrouter/openai/gpt-6-sol ^openai/gpt-6-sol-\d{8}$
openrouter 9 regex openrouter/openai/gpt-6.1-sol ^openai/gpt-6\.1-sol-\d{8}$
openrouter 10 regex openrouter/openai/gpt-6.1-sol ^openai/gpt-6\.1-sol-pro-\d{8}$
openrouter 11 regex openrouter/typesafe/jev-1.13 ^typesafe/jev-1\.13-\d{8}$
openrouter 12 regex openrouter/typesafe/jev-1.14 ^typesafe/jev-1\.14-\d{8}$
openrouter 13 regex openrouter/x-ai/grok-4.3 ^x-ai/grok-4\.3-\d{8}$
prefix 1 contains anthropic anthropic
prefix 2 contains arcee arcee
prefix 3 contains aws bedrock
prefix 4 contains aws amazon
prefix 5 contains baseten baseten
prefix 6 contains cerebras cerebras
prefix 7 contains cloudflare cloudflare
prefix 8 contains cohere cohere
prefix 9 contains databricks databricks
prefix 10 contains elevenlabs elevenlabs
prefix 11 contains github-copilot copilot
prefix 12 contains google google
prefix 13 contains google vertex
prefix 14 contains google gemini
prefix 15 regex huggingface_cerebras ^(?=.*huggingface)(?=.*cerebras)
prefix 16 regex huggingface_fireworks-ai ^(?=.*huggingface)(?=.*fireworks\-ai)
prefix 17 regex huggingface_groq ^(?=.*huggingface)(?=.*groq)
prefix 18 regex huggingface_hyperbolic ^(?=.*huggingface)(?=.*hyperbolic)
prefix 19 regex huggingface_nebius ^(?=.*huggingface)(?=.*nebius)
prefix 20 regex huggingface_novita ^(?=.*huggingface)(?=.*novita)
prefix 21 regex huggingface_nscale ^(?=.*huggingface)(?=.*nscale)
prefix 22 regex huggingface_ovhcloud ^(?=.*huggingface)(?=.*ovhcloud)
prefix 23 regex huggingface_publicai ^(?=.*huggingface)(?=.*publicai)
prefix 24 regex huggingface_sambanova ^(?=.*huggingface)(?=.*sambanova)
prefix 25 regex huggingface_together ^(?=.*huggingface)(?=.*together)
prefix 26 starts_with mistral mistral
prefix 27 contains modal modal
prefix 28 contains moonshotai moonshot
prefix 29 contains openai openai
prefix 30 contains typesafe typesafe
prefix 31 contains voyageai voyage
typesafe 1 regex jev-1.13.0 ^(typesafe/)?jev-1\.13(-\d{8})?$
typesafe 2 regex jev-1.14.0 ^(typesafe/)?jev-1\.14(-\d{8})?$
x-ai 1 regex grok-4.3 ^grok-4\.3-\d{8}$
x-ai 2 regex grok-4.3 ^x-ai/grok-4\.3-\d{8}$
x-ai 3 regex grok-4.5 ^grok-4\.5-\d{8}$
x-ai 4 regex grok-4.5 ^x-ai/grok-4\.5-\d{8}$
x-ai 5 regex grok-4.6 ^grok-4\.6-\d{8}$
x-ai 6 regex grok-4.6 ^x-ai/grok-4\.6-\d{8}$
x-ai 7 regex grok-4.7 ^grok-4\.7-\d{8}$
x-ai 8 regex grok-4.7 ^x-ai/grok-4\.7-\d{8}$
$list$, E'
'), E'
') as line
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
