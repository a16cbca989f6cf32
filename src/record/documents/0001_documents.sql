-- breaking: no
-- Documents: files and written pages with versions; who reads the published version, who writes; and to what they are attached.

create table document (
  id uuid primary key,
  organisation_id uuid not null references organisation,
  kind text not null check (kind in ('instruction', 'policy', 'design', 'contract', 'manual', 'receipt', 'other')),
  form text not null check (form in ('page', 'file')),
  title text not null,
  owner_id uuid not null references person,
  -- Everybody of the organisation reads what is published; everybody who works for it writes. Otherwise document_audience says who.
  read_all boolean not null,
  write_all boolean not null,
  -- The version that readers see; null: a draft, or withdrawn.
  published int,
  published_at timestamptz,
  withdrawn_at timestamptz,
  latest int not null,
  review_by date,
  -- For which date the owner was reminded, when, and when they saw it.
  review_told_for date,
  review_told_at timestamptz,
  review_seen_at timestamptz,
  -- Of title, kind, owner, audiences, publishing; the text has its versions.
  version int not null default 1,
  created_at timestamptz not null,
  created_by uuid references person,
  updated_at timestamptz not null,
  -- The words of the newest version and of the published one, with the title: what a draft says is found by who writes only.
  search_latest tsvector,
  search_published tsvector
);
create index document_updated on document (updated_at desc, id desc);
create index document_owner on document (owner_id);
create index document_review on document (review_by) where review_by is not null;
create index document_search_latest on document using gin (search_latest);
create index document_search_published on document using gin (search_published) where search_published is not null;

-- A version stays as it was written; only what was read in its file comes later.
create table document_version (
  document_id uuid not null references document,
  number int not null check (number > 0),
  organisation_id uuid not null,
  note text,
  -- Of a page.
  text text,
  -- Of a file.
  hash text,
  name text,
  type text,
  size bigint,
  inline boolean not null default false,
  macros boolean not null default false,
  words text,
  reading text not null check (reading in ('waiting', 'read', 'failed', 'none')),
  reason text,
  attempts int not null default 0,
  restored_from int,
  at timestamptz not null,
  by_id uuid references person,
  primary key (document_id, number),
  check ((text is null) <> (hash is null)),
  check ((reading = 'failed') = (reason is not null))
);
alter table document add foreign key (id, latest) references document_version (document_id, number) deferrable initially deferred;
alter table document add foreign key (id, published) references document_version (document_id, number) deferrable initially deferred;

create table document_audience (
  document_id uuid not null references document,
  organisation_id uuid not null,
  may text not null check (may in ('read', 'write')),
  team_id uuid references team,
  role text,
  person_id uuid references person,
  check (num_nonnulls(team_id, role, person_id) = 1)
);
create unique index document_audience_once on document_audience (document_id, may, team_id, role, person_id) nulls not distinct;
create index document_audience_team on document_audience (team_id) where team_id is not null;
create index document_audience_person on document_audience (person_id) where person_id is not null;

create table document_attachment (
  document_id uuid not null references document,
  kind text not null check (kind in ('case', 'item')),
  target_id uuid not null,
  organisation_id uuid not null,
  at timestamptz not null,
  added_by uuid,
  primary key (kind, target_id, document_id)
);
create index document_attachment_document on document_attachment (document_id);

-- As the owner: the documents whose audience names me, my team or my role, in an organisation where I still am.
create function spil_documents_naming_me(what text) returns setof uuid language sql stable security definer set search_path = public, pg_temp as $$
  select a.document_id from document_audience a
  where (what = a.may or a.may = 'write') and a.organisation_id = any (spil_orgs(case a.may when 'write' then 'work' else 'member' end)) and (
    a.person_id = spil_person()
    or a.team_id in (select m.team_id from team_member m where m.person_id = spil_person())
    or exists (select from membership m where m.person_id = spil_person() and m.organisation_id = a.organisation_id and m.role = a.role))
$$;
create function spil_writes_document(one uuid) returns boolean language sql stable security definer set search_path = public, pg_temp as $$
  select spil_system() or exists (select from document d where d.id = one and (
    d.organisation_id = any (spil_orgs('lead'))
    or (d.organisation_id = any (spil_orgs('work')) and (d.write_all or d.owner_id = spil_person() or d.id in (select spil_documents_naming_me('write'))))))
$$;
-- Words of long texts: four pieces, so that none is too long for what PostgreSQL keeps; of what is too much all the same the beginning.
create function spil_document_words(organisation uuid, title text, words text) returns tsvector language plpgsql immutable parallel safe
  set search_path = public, pg_catalog as $$
begin
  return (select string_agg(piece::text, ' ')::tsvector from (
    select spil_words(organisation, title) as piece
    union all select strip(to_tsvector('spil_as_is', part) || to_tsvector('spil_nl', part) || to_tsvector('spil_en', part))
      from (select substr(words, 1 + n * 100000, 100000) as part from generate_series(0, 3) n) parts where part <> '') pieces);
exception when program_limit_exceeded then
  return spil_words(organisation, title || ' ' || left(words, 20000));
end $$;
-- Candidates (docs/decisions/0003), newest first, with the same visibility as the policies: a reader searches what is published only.
create function spil_search_documents(words text[], at_most int) returns setof uuid language plpgsql stable security definer
  set search_path = public, pg_temp set plan_cache_mode = force_custom_plan as $$
declare
  query tsquery := spil_query(words);
begin
  if query is null or numnode(query) = 0 then return; end if;
  return query select d.id from document d
    where (d.search_published @@ query and (spil_system()
        or (d.read_all and d.organisation_id = any (spil_orgs('member'))) or d.id in (select spil_documents_naming_me('read'))))
      or ((d.search_published @@ query or d.search_latest @@ query) and (spil_system() or d.organisation_id = any (spil_orgs('lead'))
        or (d.organisation_id = any (spil_orgs('work'))
          and (d.write_all or d.owner_id = spil_person() or d.id in (select spil_documents_naming_me('write'))))))
    order by d.updated_at desc limit at_most;
end $$;
revoke all on function spil_documents_naming_me, spil_writes_document, spil_search_documents from public;
grant execute on function spil_documents_naming_me, spil_writes_document, spil_search_documents to spil_app;

grant select, insert, update on document to spil_app;
grant select, insert on document_version to spil_app;
grant update (words, reading, reason, attempts, macros) on document_version to spil_app;
grant select, insert, delete on document_audience, document_attachment to spil_app;

alter table document enable row level security;
create policy document_read on document for select to spil_app using (
  (select spil_system())
  or organisation_id = any ((select spil_orgs('lead'))::uuid[])
  or (organisation_id = any ((select spil_orgs('work'))::uuid[]) and (write_all or owner_id = (select spil_person())))
  or (published is not null and read_all and organisation_id = any ((select spil_orgs('member'))::uuid[]))
  or id in (select spil_documents_naming_me('write'))
  or (published is not null and id in (select spil_documents_naming_me('read')))
);
create policy document_add on document for insert to spil_app with check (
  (select spil_system()) or (created_by = (select spil_person()) and organisation_id = any ((select spil_orgs('work'))::uuid[]))
);
create policy document_change on document for update to spil_app
  using (spil_writes_document(id)) with check ((select spil_system()) or organisation_id = any ((select spil_orgs('work'))::uuid[]));

alter table document_version enable row level security;
create policy document_version_read on document_version for select to spil_app using (
  spil_writes_document(document_id) or exists (select from document d where d.id = document_id and d.published = number)
);
create policy document_version_add on document_version for insert to spil_app with check (
  (select spil_system()) or (by_id = (select spil_person()) and spil_writes_document(document_id))
);
create policy document_version_change on document_version for update to spil_app using (spil_writes_document(document_id));

alter table document_audience enable row level security;
create policy document_audience_all on document_audience for all to spil_app
  using (spil_writes_document(document_id)) with check (spil_writes_document(document_id));

-- Who sees the document and what it is attached to; one policy a kind. For items, once there is a table: the same line with their table.
alter table document_attachment enable row level security;
create policy document_attachment_seen on document_attachment as restrictive for all to spil_app
  using ((select spil_system()) or exists (select from document d where d.id = document_id));
create policy document_attachment_added on document_attachment as restrictive for insert to spil_app
  with check ((select spil_system()) or (added_by = (select spil_person()) and organisation_id = any ((select spil_orgs('work'))::uuid[])));
create policy document_attachment_removed on document_attachment as restrictive for delete to spil_app
  using ((select spil_system()) or organisation_id = any ((select spil_orgs('work'))::uuid[]));
create policy document_attachment_case on document_attachment for all to spil_app using (kind = 'case' and exists (select from "case" c where c.id = target_id));
