-- breaking: no
-- The agreement that a case was given when it was asked for, besides those that apply by what it is.
alter table "case" add column agreement_id uuid;
update agreement set body = jsonb_set(body, '{applies,chosen}', 'false');
update agreement_version set body = jsonb_set(body, '{applies,chosen}', 'false');
