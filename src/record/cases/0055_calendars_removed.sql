-- breaking: no
-- Calendars and agreements that nothing uses any more can be removed, and calendars retired. What they were stays: clocks that ended by a version
-- are read by it, so the versions no longer hang on what is in use.
alter table working_calendar_version drop constraint working_calendar_version_id_fkey;
alter table agreement_version drop constraint agreement_version_id_fkey;
update working_calendar set body = body || '{"active": true}';
update working_calendar_version set body = body || '{"active": true}';

-- The one calendar an organisation had before; all of it is in working_calendar and agreement since, and nothing reads it.
drop table calendar;

-- On how many cases a clock still goes by this calendar or agreement: also on those that who asks may not see, but only for who decides there.
create function spil_clocks_by(organisation uuid, one uuid) returns int language sql stable security definer set search_path = public, pg_temp as $$
  select count(distinct case_id)::int from case_clock
  where organisation_id = organisation and (calendar_id = one or agreement_id = one) and state in ('running', 'paused')
    and organisation = any ((select spil_orgs('lead'))::uuid[])
$$;
revoke all on function spil_clocks_by from public;
grant execute on function spil_clocks_by to spil_app;

grant delete on working_calendar, agreement to spil_app;
-- The first of each has the id of its organisation and stays.
create policy working_calendar_remove on working_calendar for delete to spil_app using (
  id <> organisation_id and organisation_id = any ((select spil_orgs('lead'))::uuid[])
);
create policy agreement_remove on agreement for delete to spil_app using (
  id <> organisation_id and organisation_id = any ((select spil_orgs('lead'))::uuid[])
);
