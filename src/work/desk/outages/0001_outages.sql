-- breaking: no
-- What staff publish for reporters: outages and planned maintenance, and whom it concerns.
create table outage (
  id uuid primary key,
  organisation_id uuid not null references organisation,
  kind text not null check (kind in ('outage', 'maintenance')),
  state text not null check (state in ('published', 'over', 'withdrawn')),
  case_id uuid references "case",
  -- {title, hit, advice} per language.
  nl jsonb,
  en jsonb,
  from_at timestamptz not null,
  until_at timestamptz,
  next_update_at timestamptz,
  published_at timestamptz not null,
  published_by uuid not null references person,
  ended_at timestamptz,
  version int not null default 1,
  check (nl is not null or en is not null),
  check (kind = 'outage' or until_at > from_at)
);
create index outage_published on outage (organisation_id, from_at desc) where state <> 'withdrawn';
create index outage_all on outage (published_at desc, id desc);
create index outage_case on outage (case_id) where case_id is not null;

create table outage_update (
  id uuid primary key,
  outage_id uuid not null references outage,
  organisation_id uuid not null,
  nl text,
  en text,
  author_id uuid not null references person,
  at timestamptz not null,
  check (nl is not null or en is not null)
);
create index outage_update_outage on outage_update (outage_id, at desc);

create table outage_joined (
  outage_id uuid not null references outage,
  person_id uuid not null references person,
  organisation_id uuid not null,
  -- With a word of theirs it became a report.
  case_id uuid references "case",
  at timestamptz not null,
  told_at timestamptz,
  primary key (outage_id, person_id)
);
create index outage_joined_untold on outage_joined (outage_id) where told_at is null and case_id is null;

create table outage_setting (
  organisation_id uuid primary key references organisation,
  public boolean not null,
  slug text not null unique check (slug ~ '^[a-z0-9][a-z0-9-]{2,39}$'),
  title text not null,
  changed_at timestamptz not null,
  changed_by uuid
);

-- How many said so: a number, not who.
create function spil_outage_count(one uuid) returns int language sql stable security definer set search_path = public, pg_temp
  as $$ select count(*)::int from outage_joined where outage_id = one $$;
-- An address belongs to one organisation, also when who asks may not see the other.
create function spil_slug_taken(wanted text, organisation uuid) returns boolean language sql stable security definer set search_path = public, pg_temp
  as $$ select exists (select from outage_setting where slug = wanted and organisation_id <> organisation) $$;
revoke all on function spil_outage_count, spil_slug_taken from public;
grant execute on function spil_outage_count, spil_slug_taken to spil_app;

grant select, insert, update on outage, outage_setting to spil_app;
grant select, insert on outage_update to spil_app;
grant select, insert on outage_joined to spil_app;
grant update (told_at, case_id) on outage_joined to spil_app;

alter table outage enable row level security;
create policy outage_read on outage for select to spil_app using (
  (select spil_system()) or organisation_id = any ((select spil_orgs('inside'))::uuid[])
  or (state <> 'withdrawn' and organisation_id = any ((select spil_orgs('member'))::uuid[]))
);
create policy outage_add on outage for insert to spil_app with check (organisation_id = any ((select spil_orgs('work'))::uuid[]));
create policy outage_change on outage for update to spil_app using (
  (select spil_system()) or organisation_id = any ((select spil_orgs('work'))::uuid[])
);
alter table outage_update enable row level security;
create policy outage_update_read on outage_update for select to spil_app using (
  (select spil_system()) or exists (select from outage o where o.id = outage_id)
);
create policy outage_update_add on outage_update for insert to spil_app with check (organisation_id = any ((select spil_orgs('work'))::uuid[]));
alter table outage_joined enable row level security;
create policy outage_joined_read on outage_joined for select to spil_app using (
  (select spil_system()) or person_id = (select spil_person()) or organisation_id = any ((select spil_orgs('inside'))::uuid[])
);
create policy outage_joined_add on outage_joined for insert to spil_app with check (
  person_id = (select spil_person()) and organisation_id = any ((select spil_orgs('member'))::uuid[])
);
create policy outage_joined_change on outage_joined for update to spil_app using ((select spil_system()) or person_id = (select spil_person()));
alter table outage_setting enable row level security;
create policy outage_setting_read on outage_setting for select to spil_app using (
  (select spil_system()) or organisation_id = any ((select spil_orgs('read'))::uuid[])
);
create policy outage_setting_add on outage_setting for insert to spil_app with check (organisation_id = any ((select spil_orgs('lead'))::uuid[]));
create policy outage_setting_change on outage_setting for update to spil_app using (organisation_id = any ((select spil_orgs('lead'))::uuid[]));
