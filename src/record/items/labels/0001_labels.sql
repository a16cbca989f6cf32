-- breaking: no
-- How a person last printed labels.
create table item_label_choice (
  person_id uuid primary key references person,
  choice jsonb not null,
  at timestamptz not null
);
grant select, insert, update, delete on item_label_choice to spil_app;
alter table item_label_choice enable row level security;
create policy item_label_choice_own on item_label_choice for all to spil_app using ((select spil_system()) or person_id = (select spil_person()));
-- What has these codes, by the index of codes, which row level security does not use for a comparison of folded text (decision 0003); with the
-- visibility of the policy of items. `within`: of one organisation only. At most one item for a code in an organisation, so each is one look-up.
create function spil_items_with_codes(codes text[], within uuid) returns table (code text, id uuid)
  language plpgsql stable security definer set search_path = public, pg_temp as $$
declare
  everything boolean := spil_system();
  readable uuid[] := spil_orgs('read');
  orgs uuid[] := case when everything then array(select o.id from organisation o) else readable || spil_orgs('member') end;
begin
  return query select c.code, i.id
    from (select distinct unnest(orgs) as id) o cross join unnest(codes) c (code)
    cross join lateral (
      select n.id from item n where n.organisation_id = o.id and n.code is not null and spil_fold(n.code) = spil_fold(c.code) limit 1
    ) i
    where (within is null or o.id = within) and (everything or o.id = any (readable) or i.id in (select spil_my_items()));
end $$;
revoke all on function spil_items_with_codes from public;
grant execute on function spil_items_with_codes to spil_app;
