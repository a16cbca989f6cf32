-- breaking: no
-- Work that changes hands: the note that goes along, whether it was taken over, and where such a note is required.

create table handover (
  id uuid primary key,
  case_id uuid not null references "case",
  organisation_id uuid not null,
  -- written: kept for when it changes hands. offered: with who is to take over. accepted, sentBack: what they did. replaced: a later note came.
  status text not null check (status in ('written', 'offered', 'accepted', 'sentBack', 'replaced')),
  from_id uuid references person,
  to_id uuid references person,
  team_id uuid,
  written_by uuid not null references person,
  situation text not null,
  done text not null,
  next text not null,
  risk text not null,
  written_at timestamptz not null,
  offered_at timestamptz,
  ended_at timestamptz,
  ended_by uuid,
  question text
);
-- One note at a time is the one that counts: of two who write at once the later replaces the earlier.
create unique index handover_open on handover (case_id) where status in ('written', 'offered');
create index handover_case on handover (case_id, written_at desc);
create index handover_to on handover (to_id) where status = 'offered';
create index handover_team on handover (team_id) where status = 'offered';
create index handover_from on handover (from_id) where status in ('offered', 'sentBack');

-- Of the organisation (team_id null), and of a team that does it otherwise.
create table handover_rule (
  organisation_id uuid not null references organisation,
  team_id uuid references team,
  required boolean not null,
  changed_at timestamptz not null,
  changed_by uuid
);
create unique index handover_rule_one on handover_rule (organisation_id, coalesce(team_id, '00000000-0000-0000-0000-000000000000'::uuid));

grant select, insert on handover to spil_app;
grant update (status, to_id, team_id, offered_at, ended_at, ended_by, question) on handover to spil_app;
grant select, insert, update, delete on handover_rule to spil_app;

-- Among staff, of who may see the case.
alter table handover enable row level security;
create policy handover_read on handover for select to spil_app using (
  (select spil_system()) or (organisation_id = any ((select spil_orgs('inside'))::uuid[]) and exists (select from "case" c where c.id = case_id))
);
create policy handover_add on handover for insert to spil_app with check (
  (select spil_system()) or (organisation_id = any ((select spil_orgs('work'))::uuid[]) and exists (select from "case" c where c.id = case_id))
);
create policy handover_change on handover for update to spil_app using (
  (select spil_system()) or (organisation_id = any ((select spil_orgs('work'))::uuid[]) and exists (select from "case" c where c.id = case_id))
);

alter table handover_rule enable row level security;
create policy handover_rule_read on handover_rule for select to spil_app using (
  (select spil_system()) or organisation_id = any ((select spil_orgs('read'))::uuid[])
);
create policy handover_rule_write on handover_rule for all to spil_app using (
  (select spil_system()) or organisation_id = any ((select spil_orgs('lead'))::uuid[])
);
