-- breaking: no
-- Who wrote a mail is looked up in this order of headers; what becomes of people in Cc; whose addresses gave our mail back.
alter table mailbox add column sender_order text not null default 'from-sender-replyTo';

create table mail_setting (
  organisation_id uuid primary key references organisation,
  version int not null,
  -- Who takes part in the case, sees it and gets the answers: who replies, everybody on the mail, or nobody but the reporter.
  cc text not null check (cc in ('replied', 'everybody', 'nobody'))
);
grant select, insert, update on mail_setting to spil_app;
alter table mail_setting enable row level security;
create policy mail_setting_read on mail_setting for select to spil_app using (
  (select spil_system()) or organisation_id = any ((select spil_orgs('read'))::uuid[])
);
create policy mail_setting_change on mail_setting for all to spil_app using (
  (select spil_system()) or organisation_id = any ((select spil_orgs('lead'))::uuid[])
);

-- Whose administrators see it and may take the mark away.
alter table mail_bounced add column organisation_id uuid;
create index mail_bounced_list on mail_bounced (organisation_id, at desc, address);
create policy mail_bounced_admin on mail_bounced for all to spil_app using (
  organisation_id = any ((select spil_orgs('admin'))::uuid[])
);
