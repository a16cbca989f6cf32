-- breaking: no
-- About whom somebody complains, who handles it and by which rule, within which terms, who was heard, and what came of it.
create table complaint (
  case_id uuid primary key references "case",
  organisation_id uuid not null references organisation,
  about_person_id uuid references person,
  about_team_id uuid references team,
  about_case_id uuid references "case",
  -- Who got it last, for the rotation; the one who handles it now stands on the case.
  handler_id uuid references person,
  given_by text not null check (given_by in ('handler', 'rotation', 'ownAdministrator', 'nobody')),
  given_at timestamptz not null,
  acknowledge_by timestamptz not null,
  answer_by timestamptz not null,
  acknowledged_at timestamptz,
  not_heard text,
  judgement text check (judgement in ('founded', 'partly', 'unfounded')),
  judgement_reason text,
  measure text,
  judged_at timestamptz,
  judged_by uuid references person,
  answered_at timestamptz,
  improvement text,
  follow_up_id uuid references "case",
  reminded_at timestamptz,
  version int not null default 1,
  check ((judgement is null) = (judged_at is null)),
  check (judgement is null or judgement_reason is not null),
  check (answered_at is null or judgement is not null)
);
create index complaint_rotation on complaint (organisation_id, handler_id, given_at desc);
create index complaint_terms on complaint (least(case when acknowledged_at is null then acknowledge_by end, answer_by)) where answered_at is null;

create table complaint_hearing (
  id uuid primary key,
  case_id uuid not null references "case",
  side text not null check (side in ('complainant', 'other')),
  entry_id uuid not null references entry,
  by_id uuid not null references person,
  at timestamptz not null
);
create index complaint_hearing_case on complaint_hearing (case_id, at);

create table complaint_policy (
  organisation_id uuid primary key references organisation,
  handler_id uuid references person,
  acknowledge_days int not null,
  answer_days int not null,
  version int not null,
  changed_at timestamptz not null,
  changed_by uuid
);

-- Who complains may be staff too: what is kept among who handles it is not for them.
create function spil_complained_by_me() returns setof uuid language sql stable security definer set search_path = public, pg_temp
  as $$ select id from "case" where reporter_id = spil_person() and kind = 'complaint' $$;
revoke all on function spil_complained_by_me from public;
grant execute on function spil_complained_by_me to spil_app;
create policy entry_complainant on entry as restrictive for select to spil_app
  using (visibility = 'public' or (select spil_system()) or case_id not in (select spil_complained_by_me()));
create policy attachment_complainant on attachment as restrictive for select to spil_app
  using (visibility = 'public' or (select spil_system()) or case_id not in (select spil_complained_by_me()));

grant select, insert, update on complaint, complaint_policy to spil_app;
grant select, insert on complaint_hearing to spil_app;

-- What stands here is among those who handle it; the complainant is told what is for them by the handlers. Who is kept sees nothing: the case
-- is not there for them.
alter table complaint enable row level security;
create policy complaint_read on complaint for select to spil_app using (
  (select spil_system()) or case_id in (select spil_my_complaints())
  or (organisation_id = any ((select spil_orgs('inside'))::uuid[]) and exists (select from "case" c where c.id = case_id)
    and case_id not in (select spil_complained_by_me()))
);
create policy complaint_add on complaint for insert to spil_app with check ((select spil_system()));
create policy complaint_change on complaint for update to spil_app using (
  (select spil_system()) or case_id in (select spil_my_complaints())
  or (organisation_id = any ((select spil_orgs('lead'))::uuid[]) and exists (select from "case" c where c.id = case_id))
);
create policy complaint_kept on complaint as restrictive for all to spil_app
  using ((select spil_system()) or case_id <> all ((select spil_kept_from())::uuid[]));
alter table complaint_hearing enable row level security;
create policy complaint_hearing_read on complaint_hearing for select to spil_app using (
  (select spil_system()) or exists (select from entry e where e.id = entry_id)
);
create policy complaint_hearing_add on complaint_hearing for insert to spil_app with check (
  (select spil_system()) or case_id in (select spil_my_complaints())
  or exists (select from complaint c where c.case_id = complaint_hearing.case_id and c.organisation_id = any ((select spil_orgs('lead'))::uuid[]))
);
alter table complaint_policy enable row level security;
create policy complaint_policy_read on complaint_policy for select to spil_app using (
  (select spil_system()) or organisation_id = any ((select spil_orgs('read'))::uuid[])
);
create policy complaint_policy_add on complaint_policy for insert to spil_app with check (
  (select spil_system()) or organisation_id = any ((select spil_orgs('lead'))::uuid[])
);
create policy complaint_policy_change on complaint_policy for update to spil_app using (
  (select spil_system()) or organisation_id = any ((select spil_orgs('lead'))::uuid[])
);

-- What somebody was once told of a case goes away with the case.
create policy notice_kept on notice as restrictive for all to spil_app
  using ((select spil_system()) or case_id <> all ((select spil_kept_from())::uuid[]));
