-- breaking: no
-- Expectations over series. What was written before has no `series`: then it is a condition over facts.
alter table norm_expectation drop constraint norm_expectation_origin_check;
alter table norm_expectation add constraint norm_expectation_origin_check check (origin in ('own', 'baseline', 'design', 'licence', 'norm', 'template'));
create index norm_expectation_series on norm_expectation (organisation_id) where jsonb_typeof(counts -> 'series') = 'object';

alter table norm_deviation add column series jsonb;
-- Which of what joins one case is told on it.
create index norm_deviation_again on norm_deviation (expectation_id, item_id, case_id) where case_id is not null;
-- What is not known because of another item.
create index norm_standing_because on norm_standing ((observed #>> '{because,itemId}')) where observed #>> '{because,itemId}' is not null;

-- When something changed that says which items an expectation over series is about, or how: whoever evaluates them reads again what it remembers.
create table norm_series_mark (
  organisation_id uuid primary key references organisation on delete cascade,
  mark bigint not null
);
grant select, insert, update on norm_series_mark to spil_app;
alter table norm_series_mark enable row level security;
create policy norm_series_mark_read on norm_series_mark for select to spil_app using ((select spil_system()) or organisation_id = any ((select spil_orgs('read'))::uuid[]));
create policy norm_series_mark_add on norm_series_mark for insert to spil_app with check ((select spil_system()) or organisation_id = any ((select spil_orgs('work'))::uuid[]));
create policy norm_series_mark_change on norm_series_mark for update to spil_app using ((select spil_system()) or organisation_id = any ((select spil_orgs('work'))::uuid[]));
