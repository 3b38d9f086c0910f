set local role postgres;
update public.messages set body = 'goodbye';
delete from public.messages;
