-- breaking: no
-- Reports about monitoring, and those that were made: with their figures as they were counted then.
create table monitoring_report (
  id uuid primary key,
  organisation_id uuid not null references organisation,
  name text not null,
  body jsonb not null,
  -- When the next one is to be made, of which period; null: only by hand.
  due_at timestamptz,
  due_period text,
  version int not null,
  changed_at timestamptz not null,
  changed_by uuid,
  check ((due_at is null) = (due_period is null))
);
create index monitoring_report_organisation on monitoring_report (organisation_id, name, id);
create index monitoring_report_due on monitoring_report (due_at) where due_at is not null;

create table monitoring_report_made (
  id uuid primary key,
  report_id uuid references monitoring_report on delete set null,
  organisation_id uuid not null references organisation,
  name text not null,
  period text not null,
  locale text not null check (locale in ('nl', 'en')),
  figures jsonb not null,
  recipients text[] not null,
  made_at timestamptz not null,
  -- null: by itself, at its time.
  made_by uuid references person,
  -- null: its PDF is being made.
  hash text,
  size bigint
);
create unique index monitoring_report_made_once on monitoring_report_made (report_id, period) where made_by is null;
create index monitoring_report_made_all on monitoring_report_made (organisation_id, made_at desc, id desc);

grant select, insert, update, delete on monitoring_report to spil_app;
grant select, insert on monitoring_report_made to spil_app;
grant update (hash, size) on monitoring_report_made to spil_app;
alter table monitoring_report enable row level security;
create policy monitoring_report_read on monitoring_report for select to spil_app using (
  (select spil_system()) or organisation_id = any ((select spil_orgs('read'))::uuid[])
);
create policy monitoring_report_add on monitoring_report for insert to spil_app with check (organisation_id = any ((select spil_orgs('lead'))::uuid[]));
create policy monitoring_report_change on monitoring_report for update to spil_app using (
  (select spil_system()) or organisation_id = any ((select spil_orgs('lead'))::uuid[])
);
create policy monitoring_report_remove on monitoring_report for delete to spil_app using (organisation_id = any ((select spil_orgs('lead'))::uuid[]));
alter table monitoring_report_made enable row level security;
create policy monitoring_report_made_read on monitoring_report_made for select to spil_app using (
  (select spil_system()) or organisation_id = any ((select spil_orgs('read'))::uuid[])
);
create policy monitoring_report_made_add on monitoring_report_made for insert to spil_app with check (
  (select spil_system()) or (organisation_id = any ((select spil_orgs('work'))::uuid[]) and made_by = (select spil_person()))
);
create policy monitoring_report_made_change on monitoring_report_made for update to spil_app using ((select spil_system()));
