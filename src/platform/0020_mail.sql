-- breaking: no
-- Outgoing mail: a row exists exactly when the work it tells about was committed. The Message-ID is fixed here, so that a second
-- attempt after a crash is recognised by the receiver as the same mail.
create table outgoing_mail (
  id uuid primary key,
  message_id text not null unique,
  organisation_id uuid,
  about text not null,
  recipients jsonb not null,
  subject text not null,
  -- Sender, parts, references and attachments; null once sent when it held a secret link.
  content jsonb,
  -- The same, sealed under the key file, for mail with a secret link in it.
  sealed text,
  state text not null default 'waiting' check (state in ('waiting', 'sending', 'sent', 'failed', 'bounced')),
  attempts int not null default 0,
  next_at timestamptz not null,
  error text,
  response text,
  created_at timestamptz not null,
  sending_at timestamptz,
  ended_at timestamptz
);
create index outgoing_mail_due on outgoing_mail (next_at) where state in ('waiting', 'sending');
create index outgoing_mail_about on outgoing_mail (about, created_at);
create index outgoing_mail_failed on outgoing_mail (created_at, id) where state <> 'sent';

grant select, insert, update on outgoing_mail to spil_app;
alter table outgoing_mail enable row level security;
create policy outgoing_mail_insert on outgoing_mail for insert to spil_app with check (true);
create policy outgoing_mail_read on outgoing_mail for select to spil_app using (
  (select spil_system()) or organisation_id = any ((select spil_orgs('admin'))::uuid[])
);
create policy outgoing_mail_change on outgoing_mail for update to spil_app using (
  (select spil_system()) or organisation_id = any ((select spil_orgs('admin'))::uuid[])
);
