-- breaking: no
-- What must hold of items, how each stands, and the deviations. Only what is published counts; `draft` is being written.

create table norm_baseline (
  id uuid primary key,
  organisation_id uuid not null references organisation,
  name text not null,
  note text not null default '',
  version int not null default 1,
  -- Number of the newest published version; 0 when there is none.
  published int not null default 0,
  changed_at timestamptz not null,
  changed_by uuid,
  unique (organisation_id, id)
);
create unique index norm_baseline_name on norm_baseline (organisation_id, spil_fold(name));

-- What a baseline asked for when it was published: never changed.
create table norm_baseline_version (
  baseline_id uuid not null,
  number int not null,
  organisation_id uuid not null,
  expectations jsonb not null,
  note text not null default '',
  published_at timestamptz not null,
  published_by uuid,
  primary key (baseline_id, number),
  foreign key (organisation_id, baseline_id) references norm_baseline (organisation_id, id)
);

create table norm_expectation (
  id uuid primary key,
  organisation_id uuid not null references organisation,
  baseline_id uuid,
  origin text not null check (origin in ('own', 'baseline', 'design', 'licence', 'norm')),
  -- What it comes from in the room that brought it, or the article of a law: so it is brought once.
  origin_key text,
  title text not null,
  draft jsonb,
  counts jsonb,
  -- Keys of the facts that what counts reads.
  keys text[] not null default '{}',
  severity text not null check (severity in ('low', 'normal', 'high', 'critical')),
  version int not null default 1,
  published_at timestamptz,
  published_by uuid,
  changed_at timestamptz not null,
  changed_by uuid,
  check (draft is not null or counts is not null),
  -- Of the same organisation.
  foreign key (organisation_id, baseline_id) references norm_baseline (organisation_id, id)
);
create unique index norm_expectation_origin on norm_expectation (organisation_id, origin, origin_key) where origin_key is not null;
create index norm_expectation_counts on norm_expectation (organisation_id) where counts is not null;
create index norm_expectation_baseline on norm_expectation (baseline_id);

-- When an item must be looked at again; whoever holds the row looks.
create table norm_watch (
  item_id uuid primary key references item on delete cascade,
  organisation_id uuid not null,
  due_at timestamptz
) with (fillfactor = 70);
create index norm_watch_due on norm_watch (due_at) where due_at is not null;

-- How each published expectation stands on each item in its scope.
create table norm_standing (
  expectation_id uuid not null references norm_expectation on delete cascade,
  item_id uuid not null references item on delete cascade,
  organisation_id uuid not null,
  verdict text not null check (verdict in ('met', 'broken', 'unknown')),
  -- Since when the verdict is this one.
  since timestamptz not null,
  looked_at timestamptz not null,
  -- When the oldest of its facts was last seen.
  evidence_at timestamptz,
  excepted boolean not null default false,
  standing jsonb not null,
  observed jsonb not null,
  primary key (item_id, expectation_id)
) with (fillfactor = 80);
create index norm_standing_expectation on norm_standing (expectation_id, verdict);

create table norm_deviation (
  id uuid primary key,
  -- A removed item takes its standings along; its deviations stay with its number and name.
  expectation_id uuid not null references norm_expectation,
  item_id uuid references item on delete set null,
  organisation_id uuid not null,
  item_number int not null,
  item_name text not null,
  title text not null,
  severity text not null,
  condition text not null,
  observed jsonb not null,
  -- What was observed when it ended.
  right_again jsonb,
  from_at timestamptz not null,
  opened_at timestamptz not null,
  until_at timestamptz,
  ended_at timestamptz,
  ended text check (ended in ('right', 'excepted', 'outOfScope', 'withdrawn')),
  flapping boolean not null default false,
  case_id uuid references "case",
  check ((until_at is null) = (ended is null))
);
-- One at a time, whatever happens at once.
create unique index norm_deviation_one on norm_deviation (expectation_id, item_id) where until_at is null;
create index norm_deviation_open on norm_deviation (organisation_id, opened_at desc, id desc) where until_at is null;
create index norm_deviation_all on norm_deviation (organisation_id, opened_at desc, id desc);
create index norm_deviation_item on norm_deviation (item_id, opened_at desc);
create index norm_deviation_case on norm_deviation (case_id) where case_id is not null;

create table norm_exception (
  id uuid primary key,
  expectation_id uuid not null references norm_expectation,
  -- null: for every item in its scope.
  item_id uuid references item on delete cascade,
  organisation_id uuid not null,
  reason text not null,
  until date not null,
  asked_by uuid not null references person,
  asked_at timestamptz not null,
  decided_by uuid references person,
  decided_at timestamptz,
  decision text check (decision in ('approved', 'refused', 'withdrawn')),
  -- Who asks does not decide for itself.
  check (decision is null or decision = 'withdrawn' or decided_by <> asked_by)
);
create index norm_exception_expectation on norm_exception (expectation_id, until);
create index norm_exception_organisation on norm_exception (organisation_id, asked_at desc);

-- What a deviation does, per severity.
create table norm_policy (
  organisation_id uuid primary key references organisation,
  policy jsonb not null,
  version int not null
);

-- How it stood at the end of each day, for the trend.
create table norm_day (
  organisation_id uuid not null,
  expectation_id uuid not null references norm_expectation on delete cascade,
  location_id uuid,
  day date not null,
  met int not null,
  broken int not null,
  unknown int not null,
  excepted int not null
);
create unique index norm_day_one on norm_day (expectation_id, day, coalesce(location_id, '00000000-0000-0000-0000-000000000000'));
create index norm_day_organisation on norm_day (organisation_id, day);

grant select, insert, update, delete on norm_baseline, norm_expectation, norm_watch, norm_standing, norm_exception, norm_policy, norm_day to spil_app;
grant select, insert, update on norm_deviation to spil_app;
grant select, insert on norm_baseline_version to spil_app;

do $$
declare
  one text;
begin
  -- Readers of the organisation read; who decides there writes. How it stands is Spil's own to write.
  foreach one in array array['norm_baseline', 'norm_baseline_version', 'norm_expectation', 'norm_policy', 'norm_exception', 'norm_standing', 'norm_deviation', 'norm_day', 'norm_watch'] loop
    execute format('alter table %I enable row level security', one);
    execute format('create policy %I on %I for select to spil_app using ((select spil_system()) or organisation_id = any ((select spil_orgs(''read''))::uuid[]))', one || '_read', one);
  end loop;
  foreach one in array array['norm_baseline', 'norm_baseline_version', 'norm_expectation', 'norm_policy'] loop
    execute format('create policy %I on %I for insert to spil_app with check ((select spil_system()) or organisation_id = any ((select spil_orgs(''lead''))::uuid[]))', one || '_add', one);
    if one <> 'norm_baseline_version' then
      execute format('create policy %I on %I for update to spil_app using ((select spil_system()) or organisation_id = any ((select spil_orgs(''lead''))::uuid[]))', one || '_change', one);
      execute format('create policy %I on %I for delete to spil_app using ((select spil_system()) or organisation_id = any ((select spil_orgs(''lead''))::uuid[]))', one || '_remove', one);
    end if;
  end loop;
  foreach one in array array['norm_standing', 'norm_deviation', 'norm_day'] loop
    execute format('create policy %I on %I for insert to spil_app with check ((select spil_system()))', one || '_add', one);
    execute format('create policy %I on %I for update to spil_app using ((select spil_system()))', one || '_change', one);
    execute format('create policy %I on %I for delete to spil_app using ((select spil_system()))', one || '_remove', one);
  end loop;
end $$;
-- Who publishes or decides says which items must be looked at again.
create policy norm_watch_add on norm_watch for insert to spil_app with check (
  (select spil_system()) or organisation_id = any ((select spil_orgs('work'))::uuid[])
);
create policy norm_watch_change on norm_watch for update to spil_app using (
  (select spil_system()) or organisation_id = any ((select spil_orgs('work'))::uuid[])
);
create policy norm_exception_add on norm_exception for insert to spil_app with check (
  (select spil_system()) or (organisation_id = any ((select spil_orgs('work'))::uuid[]) and asked_by = (select spil_person()) and decision is null)
);
create policy norm_exception_change on norm_exception for update to spil_app using (
  (select spil_system()) or organisation_id = any ((select spil_orgs('lead'))::uuid[]) or asked_by = (select spil_person())
) with check (
  (select spil_system()) or (organisation_id = any ((select spil_orgs('lead'))::uuid[]) and decided_by = (select spil_person()))
  or (asked_by = (select spil_person()) and decision = 'withdrawn')
);
