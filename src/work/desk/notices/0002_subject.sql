-- breaking: no
-- What happened need not be about a case: then its title, in the language of who is told, and the page it is on.
alter table notice alter column case_id drop not null;
alter table notice add column title text, add column page text;
alter table notice add constraint notice_subject check (case_id is not null or (title is not null and page is not null));
