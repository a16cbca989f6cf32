-- breaking: no
-- A place may hold what is of another organisation: that is not for the collector of the place, nor are the secrets that it is asked with.
create or replace function spil_collector_for(item uuid) returns uuid language sql stable security definer set search_path = public, pg_temp as $$
  with recursive around (id, depth) as (
    select i.location_id, 1 from item i where i.id = item and i.location_id is not null
    union
    select i.location_id, a.depth + 1 from around a join item i on i.id = a.id where i.location_id is not null and a.depth < 50
  )
  select c.id from around a join monitoring_collector c on c.location_id = a.id
  where c.token_hash is not null and c.organisation_id = (select i.organisation_id from item i where i.id = item) order by a.depth limit 1
$$;
