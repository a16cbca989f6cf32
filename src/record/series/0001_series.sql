-- breaking: no
-- Numbers in time: what a series is called, the journal of what came in, chunks of samples a day apart, and what is kept of them for long.

create table series (
  id int generated always as identity primary key,
  organisation_id uuid not null references organisation,
  -- The first 16 bytes of the SHA-256 of the labels, sorted by name: so that a series is there once.
  hash bytea not null,
  name text not null,
  labels jsonb not null,
  item_id uuid,
  -- What brought it first.
  origin text not null,
  retention text not null check (retention in ('short', 'normal', 'long')),
  created_at timestamptz not null,
  -- The day of the last sample that is in a chunk.
  seen_on date not null,
  foreign key (item_id, organisation_id) references item (id, organisation_id) on delete set null (item_id)
);
create unique index series_one on series (organisation_id, hash);
create index series_name on series (organisation_id, name);
create index series_labels on series using gin (labels jsonb_path_ops);
create index series_item on series (item_id) where item_id is not null;
create index series_seen on series (seen_on);

-- One row a request, written before the request is answered. `place` counts within the process that wrote it.
create table sample_journal (
  writer int not null,
  place bigint not null,
  at timestamptz not null,
  body bytea not null,
  primary key (writer, place)
);
alter table sample_journal alter column body set storage external;
create sequence sample_writer as int;
-- What of the journal is in chunks by now: of each series, which of its chunks, and up to where the journal was in it.
create table sample_flush (
  id bigint generated always as identity primary key,
  series int[] not null,
  numbers int[] not null,
  places bigint[] not null
);
-- What was in no chunk yet when the journal was last shortened.
create table sample_open (
  id bigint generated always as identity primary key,
  body bytea not null
);
alter table sample_open alter column body set storage external;

-- About 120 samples of a series a row.
create table sample_chunk (
  from_at bigint not null,
  series_id int not null,
  retention "char" not null,
  data bytea not null
) partition by list (retention);
create index sample_chunk_series on sample_chunk (series_id, from_at);
create table sample_chunk_short partition of sample_chunk for values in ('s') partition by range (from_at);
create table sample_chunk_normal partition of sample_chunk for values in ('n') partition by range (from_at);
create table sample_chunk_long partition of sample_chunk for values in ('l') partition by range (from_at);
-- What is put back from a back-up before its days are made.
create table sample_chunk_short_other partition of sample_chunk_short default;
create table sample_chunk_normal_other partition of sample_chunk_normal default;
create table sample_chunk_long_other partition of sample_chunk_long default;

-- Six hours of a series a row: every 5 minutes, and every hour.
create table sample_minutes (
  from_at bigint not null,
  series_id int not null,
  data bytea not null,
  primary key (series_id, from_at)
);
create table sample_hours (like sample_minutes including all);

-- Days that each is kept.
create table sample_retention (
  retention text primary key check (retention in ('short', 'normal', 'long')),
  samples int not null check (samples between 1 and 3650),
  minutes int not null check (minutes between 1 and 3650),
  hours int not null check (hours between 1 and 36500)
);
insert into sample_retention values ('short', 3, 30, 90), ('normal', 15, 100, 1100), ('long', 100, 400, 3650);

-- Makes the days of these moments, where they are not there yet.
create function spil_sample_days(days date[]) returns void language plpgsql security definer set search_path = public, pg_temp as $$
declare
  day date;
  class text;
  one text;
  first bigint;
begin
  if not (select spil_system()) then raise insufficient_privilege; end if;
  perform pg_advisory_xact_lock(7745, 60);
  foreach day in array days loop
    first := extract(epoch from day)::bigint * 1000;
    foreach class in array array['short', 'normal', 'long'] loop
      one := format('sample_chunk_%s_%s', class, to_char(day, 'YYYYMMDD'));
      continue when to_regclass('public.' || one) is not null;
      execute format('create table %I (like sample_chunk)', one);
      execute format('with moved as (delete from %I where from_at >= %s and from_at < %s returning *) insert into %I select * from moved',
        'sample_chunk_' || class || '_other', first, first + 86400000, one);
      execute format('alter table %I attach partition %I for values from (%s) to (%s)', 'sample_chunk_' || class, one, first, first + 86400000);
      execute format('alter table %I enable row level security', one);
    end loop;
  end loop;
end $$;
-- Drops the days that no class keeps any more; answers how many.
create function spil_sample_forget(now timestamptz) returns int language plpgsql security definer set search_path = public, pg_temp as $$
declare
  one record;
  gone int := 0;
begin
  if not (select spil_system()) then raise insufficient_privilege; end if;
  for one in
    select c.relname, r.samples, to_date(right(c.relname, 8), 'YYYYMMDD') as day
    from pg_class c join sample_retention r on c.relname ~ ('^sample_chunk_' || r.retention || '_\d{8}$')
    where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'
  loop
    if one.day < ((now at time zone 'UTC')::date - one.samples - 1) then
      execute format('drop table %I', one.relname);
      gone := gone + 1;
    end if;
  end loop;
  return gone;
end $$;
revoke all on function spil_sample_days(date[]), spil_sample_forget(timestamptz) from public;
grant execute on function spil_sample_days(date[]), spil_sample_forget(timestamptz) to spil_app;

-- Chunks, and what is kept of them, of those of these series that who asks may read.
create function spil_samples(ids int[], first bigint, last bigint) returns table (series_id int, from_at bigint, data bytea)
  language sql stable security definer set search_path = public, pg_temp as $$
  select c.series_id, c.from_at, c.data from sample_chunk c
  where c.series_id = any (array(select s.id from series s where s.id = any (ids) and ((select spil_system()) or s.organisation_id = any ((select spil_orgs('read'))::uuid[]))))
    and c.from_at between first and last
$$;
create function spil_minutes(ids int[], first bigint, last bigint) returns table (series_id int, from_at bigint, data bytea)
  language sql stable security definer set search_path = public, pg_temp as $$
  select c.series_id, c.from_at, c.data from sample_minutes c
  where c.series_id = any (array(select s.id from series s where s.id = any (ids) and ((select spil_system()) or s.organisation_id = any ((select spil_orgs('read'))::uuid[]))))
    and c.from_at between first and last
$$;
create function spil_hours(ids int[], first bigint, last bigint) returns table (series_id int, from_at bigint, data bytea)
  language sql stable security definer set search_path = public, pg_temp as $$
  select c.series_id, c.from_at, c.data from sample_hours c
  where c.series_id = any (array(select s.id from series s where s.id = any (ids) and ((select spil_system()) or s.organisation_id = any ((select spil_orgs('read'))::uuid[]))))
    and c.from_at between first and last
$$;

grant select, insert, update, delete on series, sample_journal, sample_flush, sample_open, sample_minutes, sample_hours to spil_app;
grant select, insert, delete on sample_chunk to spil_app;
grant select, update on sample_retention to spil_app;
grant usage on sequence sample_writer to spil_app;

do $$
declare
  one text;
begin
  -- Of Spil alone. Who reads samples does so by the functions above.
  foreach one in array array['sample_journal', 'sample_flush', 'sample_open', 'sample_chunk', 'sample_chunk_short', 'sample_chunk_normal', 'sample_chunk_long', 'sample_chunk_short_other', 'sample_chunk_normal_other', 'sample_chunk_long_other', 'sample_minutes', 'sample_hours'] loop
    execute format('alter table %I enable row level security', one);
    execute format('create policy %I on %I for all to spil_app using ((select spil_system())) with check ((select spil_system()))', one || '_own', one);
  end loop;
end $$;
alter table series enable row level security;
create policy series_read on series for select to spil_app using ((select spil_system()) or organisation_id = any ((select spil_orgs('read'))::uuid[]));
create policy series_write on series for all to spil_app using ((select spil_system())) with check ((select spil_system()));
-- The same for everybody on this machine: read by all, changed by Spil.
alter table sample_retention enable row level security;
create policy sample_retention_read on sample_retention for select to spil_app using (true);
create policy sample_retention_write on sample_retention for update to spil_app using ((select spil_system()));
