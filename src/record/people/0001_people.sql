-- breaking: no
-- Who there is: organisations, people, roles per organisation, teams; and what the policies of every room ask about them.

-- For searching and sorting: lower case, accents folded. Immutable so that it can be indexed (the dictionary is named).
create function spil_fold(text) returns text language sql immutable strict parallel safe set search_path = public, pg_catalog
  as $$ select lower(unaccent('unaccent', $1)) $$;

create table organisation (
  id uuid primary key,
  name text not null,
  own boolean not null default false,
  locale text not null,
  time_zone text not null,
  active boolean not null default true,
  version int not null default 1,
  created_at timestamptz not null
);
-- One own organisation: the set-up can be done once, also by two at the same moment.
create unique index organisation_own on organisation (own) where own;
create unique index organisation_name on organisation (spil_fold(name));

create table mail_domain (
  domain text primary key,
  organisation_id uuid not null references organisation
);
create index mail_domain_organisation on mail_domain (organisation_id);

create table person (
  id uuid primary key,
  name text not null,
  email text,
  locale text not null,
  theme text not null default 'system',
  time_zone text not null,
  active boolean not null default true,
  version int not null default 1,
  created_at timestamptz not null,
  erased_at timestamptz
);
create unique index person_email on person (lower(email));
create index person_order on person (spil_fold(name), id);
create index person_search on person using gin (spil_fold(name || ' ' || coalesce(email, '')) gin_trgm_ops);

create table membership (
  person_id uuid not null references person,
  organisation_id uuid not null references organisation,
  role text not null check (role in
    ('reporter', 'engineer', 'lead', 'securityOfficer', 'databaseAdministrator', 'client', 'auditor', 'administrator')),
  granted_at timestamptz not null,
  granted_by uuid,
  primary key (person_id, organisation_id, role)
);
create index membership_organisation on membership (organisation_id, role);

create table team (
  id uuid primary key,
  organisation_id uuid not null references organisation,
  name text not null,
  active boolean not null default true,
  version int not null default 1,
  created_at timestamptz not null,
  unique (id, organisation_id)
);
create unique index team_name on team (organisation_id, spil_fold(name));

create table team_member (
  team_id uuid not null,
  organisation_id uuid not null,
  person_id uuid not null references person,
  primary key (team_id, person_id),
  foreign key (team_id, organisation_id) references team (id, organisation_id)
);
create index team_member_person on team_member (person_id);

-- The functions below run as the owner: they answer narrow questions that a policy would otherwise ask about its own table.
create function spil_own_organisation() returns uuid language sql stable parallel safe security definer set search_path = public, pg_temp
  as $$ select id from organisation where own $$;

-- An administrator of our own organisation also administrates customers: their people, roles and teams, not their cases.
create function spil_administrates(organisation uuid) returns boolean language sql stable parallel safe
  as $$ select organisation = any (spil_orgs('admin')) or spil_own_organisation() = any (spil_orgs('admin')) $$;
create function spil_administrates_all() returns boolean language sql stable parallel safe
  as $$ select coalesce(spil_own_organisation() = any (spil_orgs('admin')), false) $$;

-- Who somebody is (their address, whether they may come in) is changed by administrators of every organisation they have a role in:
-- otherwise the administrator of one customer could take over the account of somebody who works for others.
create function spil_administrates_person(person uuid) returns boolean language sql stable security definer set search_path = public, pg_temp as $$
  select spil_administrates_all() or (
    exists (select from membership m where m.person_id = person and m.organisation_id = any (spil_orgs('admin')))
    and not exists (select from membership m where m.person_id = person and m.organisation_id <> all (spil_orgs('admin'))))
$$;

-- People as others may see them: a name for whoever shares an organisation, an e-mail address for its readers only.
create function spil_people(ids uuid[]) returns table (id uuid, name text, email text, locale text, time_zone text)
  language sql stable security definer set search_path = public, pg_temp as $$
  select p.id, p.name,
    case when spil_system() or p.id = spil_person() or spil_administrates_all()
      or exists (select from membership m where m.person_id = p.id and m.organisation_id = any (spil_orgs('read'))) then p.email end,
    p.locale, p.time_zone
  from person p
  where p.id = any (ids) and (
    spil_system() or p.id = spil_person() or spil_administrates_all()
    or exists (select from membership m where m.person_id = p.id and m.organisation_id = any (spil_orgs('member'))))
$$;
create function spil_person_name(person uuid) returns text language sql stable security definer set search_path = public, pg_temp
  as $$ select name from spil_people(array[person]) $$;

-- Who somebody is and what they are in which organisation; null when they may not come in.
create function spil_identity(person_id uuid) returns jsonb language sql stable security definer set search_path = public, pg_temp as $$
  select jsonb_build_object('id', p.id, 'name', p.name, 'locale', p.locale, 'timeZone', p.time_zone, 'memberships', coalesce((
    select jsonb_agg(jsonb_build_object('organisationId', m.organisation_id, 'role', m.role, 'grantedAt', m.granted_at)
      order by o.own desc, o.name, m.role)
    from membership m join organisation o on o.id = m.organisation_id where m.person_id = p.id and o.active), '[]'))
  from person p where p.id = spil_identity.person_id and p.active
$$;

-- Makes the person, or finds the one who has this address, and makes them a reporter. Engineers may call it for their organisations.
create function spil_ensure_reporter(new_id uuid, mail text, full_name text, organisation uuid, lang text, zone text, at timestamptz)
  returns table (id uuid, created boolean, joined boolean) language plpgsql security definer set search_path = public, pg_temp as $$
declare
  found uuid; made boolean := false; grown_by int;
begin
  if not (spil_system() or organisation = any (spil_orgs('work')) or spil_administrates(organisation)) then
    raise exception 'not allowed here' using errcode = '42501';
  end if;
  insert into person (id, name, email, locale, time_zone, created_at) values (new_id, full_name, mail, lang, zone, at)
    on conflict (lower(email)) do nothing returning person.id into found;
  if found is null then
    select p.id into found from person p where lower(p.email) = lower(mail);
  else made := true;
  end if;
  -- Somebody who already has a role there reports with that one.
  insert into membership (person_id, organisation_id, role, granted_at, granted_by)
    select found, organisation, 'reporter', at, spil_person()
    where not exists (select from membership m where m.person_id = found and m.organisation_id = organisation)
    on conflict do nothing;
  get diagnostics grown_by = row_count;
  return query select found, made, grown_by > 0;
end $$;

revoke all on function spil_own_organisation, spil_administrates_person, spil_people, spil_person_name, spil_identity, spil_ensure_reporter from public;
grant execute on function spil_own_organisation, spil_administrates_person, spil_people, spil_person_name, spil_identity, spil_ensure_reporter to spil_app;

grant select, insert, update on organisation, person, team to spil_app;
grant select, insert, delete on mail_domain, membership, team_member to spil_app;

alter table organisation enable row level security;
create policy organisation_read on organisation for select to spil_app using (
  (select spil_system()) or id = any ((select spil_orgs('member'))::uuid[]) or (select spil_administrates_all())
);
create policy organisation_add on organisation for insert to spil_app with check ((select spil_system()) or (select spil_administrates_all()));
create policy organisation_change on organisation for update to spil_app using (
  (select spil_system()) or id = any ((select spil_orgs('admin'))::uuid[]) or (select spil_administrates_all())
);

alter table mail_domain enable row level security;
create policy mail_domain_read on mail_domain for select to spil_app using (
  (select spil_system()) or organisation_id = any ((select spil_orgs('read'))::uuid[]) or (select spil_administrates_all())
);
create policy mail_domain_add on mail_domain for insert to spil_app with check ((select spil_system()) or (select spil_administrates_all()));
create policy mail_domain_remove on mail_domain for delete to spil_app using ((select spil_system()) or (select spil_administrates_all()));

alter table membership enable row level security;
create policy membership_read on membership for select to spil_app using (
  (select spil_system()) or person_id = (select spil_person())
  or organisation_id = any ((select spil_orgs('read'))::uuid[]) or (select spil_administrates_all())
);
create policy membership_add on membership for insert to spil_app with check (
  (select spil_system()) or organisation_id = any ((select spil_orgs('admin'))::uuid[]) or (select spil_administrates_all())
);
create policy membership_remove on membership for delete to spil_app using (
  (select spil_system()) or organisation_id = any ((select spil_orgs('admin'))::uuid[]) or (select spil_administrates_all())
);

alter table person enable row level security;
create policy person_read on person for select to spil_app using (
  (select spil_system()) or id = (select spil_person()) or (select spil_administrates_all())
  or exists (select from membership m where m.person_id = person.id and m.organisation_id = any ((select spil_orgs('read'))::uuid[]))
);
create policy person_add on person for insert to spil_app with check (
  (select spil_system()) or cardinality((select spil_orgs('admin'))) > 0
);
create policy person_change on person for update to spil_app using (
  (select spil_system()) or id = (select spil_person()) or spil_administrates_person(id)
);

alter table team enable row level security;
create policy team_read on team for select to spil_app using (
  (select spil_system()) or organisation_id = any ((select spil_orgs('member'))::uuid[]) or (select spil_administrates_all())
);
create policy team_add on team for insert to spil_app with check (
  (select spil_system()) or organisation_id = any ((select spil_orgs('admin'))::uuid[]) or (select spil_administrates_all())
);
create policy team_change on team for update to spil_app using (
  (select spil_system()) or organisation_id = any ((select spil_orgs('admin'))::uuid[]) or (select spil_administrates_all())
);

alter table team_member enable row level security;
create policy team_member_read on team_member for select to spil_app using (
  (select spil_system()) or person_id = (select spil_person())
  or organisation_id = any ((select spil_orgs('read'))::uuid[]) or (select spil_administrates_all())
);
create policy team_member_add on team_member for insert to spil_app with check (
  (select spil_system()) or organisation_id = any ((select spil_orgs('admin'))::uuid[]) or (select spil_administrates_all())
);
create policy team_member_remove on team_member for delete to spil_app using (
  (select spil_system()) or organisation_id = any ((select spil_orgs('admin'))::uuid[]) or (select spil_administrates_all())
);
