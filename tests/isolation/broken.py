"""Packages broken on purpose."""


def rewritten(function: str, old: str, new: str) -> str:
    """Has a function say something else."""
    return f"""
do $do$
declare
  v_text text := pg_get_functiondef('{function}'::regproc);
begin
  if position($old${old}$old$ in v_text) = 0 then
    raise exception '{function} says it in other words';
  end if;
  execute replace(v_text, $old${old}$old$, $new${new}$new$);
end
$do$;
"""
