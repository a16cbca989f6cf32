-- breaking: no
-- The words an organisation put in place of ours in a letter.
create table mail_template (
  organisation_id uuid not null references organisation,
  -- 'received': the text desk.letter.received.
  letter text not null,
  locale text not null,
  text text not null,
  version int not null,
  changed_at timestamptz not null,
  changed_by uuid,
  primary key (organisation_id, letter, locale)
);
grant select, insert, update, delete on mail_template to spil_app;
alter table mail_template enable row level security;
create policy mail_template_read on mail_template for select to spil_app using (
  (select spil_system()) or organisation_id = any ((select spil_orgs('read'))::uuid[])
);
create policy mail_template_change on mail_template for all to spil_app using (
  (select spil_system()) or organisation_id = any ((select spil_orgs('lead'))::uuid[])
);
