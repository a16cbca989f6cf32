-- breaking: no
-- Which transactions changed how items hang together, so that who keeps all of it in memory knows exactly when that is no longer so: what a
-- snapshot of then does not see and a snapshot of now does. Insert only, so that no writer waits for another.
create table item_graph_change (
  xid xid8 primary key,
  at timestamptz not null default clock_timestamp()
);
create index item_graph_change_at on item_graph_change (at);
grant select, delete on item_graph_change to spil_app;
alter table item_graph_change enable row level security;
create policy item_graph_change_read on item_graph_change for select to spil_app using ((select spil_system()));
create policy item_graph_change_remove on item_graph_change for delete to spil_app using ((select spil_system()));

-- Whether this transaction changed something itself, and whether anything changed since this snapshot. Nothing of what it was.
create function spil_graph_since(snapshot pg_snapshot) returns table (own boolean, changed boolean)
  language sql stable security definer set search_path = public, pg_temp as $$
  select exists (select from item_graph_change where xid = pg_current_xact_id_if_assigned()),
    exists (select from item_graph_change where xid >= pg_snapshot_xmin(snapshot) and not pg_visible_in_snapshot(xid, snapshot))
$$;
revoke all on function spil_graph_since from public;
grant execute on function spil_graph_since to spil_app;

create function spil_graph_changed() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  insert into item_graph_change (xid) values (pg_current_xact_id()) on conflict do nothing;
  return null;
end $$;
create trigger graph_changed after insert or update or delete on item_relation for each statement execute function spil_graph_changed();
create trigger graph_changed after insert or update or delete on item_group for each statement execute function spil_graph_changed();
create trigger graph_changed after insert or update or delete on item_user for each statement execute function spil_graph_changed();
create trigger graph_changed after update of kind, class, importance, organisation_id on item for each row
  when (old.kind is distinct from new.kind or old.class is distinct from new.class or old.importance is distinct from new.importance
    or old.organisation_id is distinct from new.organisation_id)
  execute function spil_graph_changed();
