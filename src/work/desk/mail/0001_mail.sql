-- breaking: no
-- Mail that comes in: kept before it is understood; what it became; which ids and people belong to which case; where it is fetched.

create table mailbox (
  id uuid primary key,
  organisation_id uuid not null references organisation,
  team_id uuid,
  name text not null,
  address text not null,
  locale text not null,
  host text not null,
  port int not null,
  secure boolean not null,
  user_name text not null,
  -- Sealed under the key file.
  password text not null,
  folder text not null default 'INBOX',
  -- Answers to address+<signed id>@ arrive here too.
  plus_addressing boolean not null default false,
  active boolean not null default true,
  version int not null default 1,
  -- How it went the last time.
  connected_at timestamptz,
  failed_at timestamptz,
  failure text,
  created_at timestamptz not null
);
create unique index mailbox_address on mailbox (lower(address));

create table incoming_mail (
  id uuid primary key,
  mailbox_id uuid,
  via text not null check (via in ('imap', 'api')),
  -- The raw message in the files.
  hash text not null,
  size bigint not null,
  -- As read from its header, '' without one.
  message_id text not null,
  organisation_id uuid not null,
  state text not null default 'stored' check (state in ('stored', 'processed', 'notProcessed', 'discarded')),
  disposition text check (disposition in ('opened', 'appended')),
  reason text,
  detail text,
  automatic text,
  sender text,
  subject text,
  case_id uuid,
  entry_id uuid,
  attempts int not null default 0,
  received_at timestamptz not null,
  ended_at timestamptz,
  ended_by uuid
);
-- A second fetch of the same mail is harmless.
create unique index incoming_mail_once on incoming_mail (coalesce(mailbox_id, '00000000-0000-0000-0000-000000000000'), hash, message_id);
create index incoming_mail_list on incoming_mail (received_at desc, id desc) where state = 'notProcessed';
create index incoming_mail_stored on incoming_mail (received_at) where state = 'stored';
create index incoming_mail_message on incoming_mail (message_id) where message_id <> '';
create index incoming_mail_case on incoming_mail (case_id) where case_id is not null;

-- What has been recorded of a folder: UIDs count only together with their UIDVALIDITY.
create table mailbox_seen (
  mailbox_id uuid not null references mailbox on delete cascade,
  uid_validity bigint not null,
  uid bigint not null,
  mail_id uuid not null references incoming_mail,
  primary key (mailbox_id, uid_validity, uid)
);

-- Every Message-ID that was seen, sent or named, and the case it belongs to.
create table mail_reference (
  reference text not null,
  case_id uuid not null,
  at timestamptz not null,
  internal boolean not null default false,
  primary key (reference, case_id)
);
create index mail_reference_case on mail_reference (case_id, at);

-- Who takes part in a case by mail.
create table mail_participant (
  case_id uuid not null,
  address text not null,
  name text not null,
  at timestamptz not null,
  primary key (case_id, address)
);

-- The HTML of a mail as it came; it is made safe each time it is shown.
create table mail_body (
  entry_id uuid primary key,
  case_id uuid not null,
  mail_id uuid not null,
  html text,
  -- [{"contentId", "hash", "type"}]
  images jsonb not null default '[]'
);

-- Automatic answers we gave, to give no more than is sane.
create table mail_answer (
  id bigint generated always as identity primary key,
  address text not null,
  case_id uuid,
  at timestamptz not null
);
create index mail_answer_address on mail_answer (address, at);
create table mail_limited (
  address text primary key,
  case_id uuid,
  at timestamptz not null
);
-- Addresses that gave our mail back.
create table mail_bounced (
  address text primary key,
  at timestamptz not null,
  reason text not null
);

grant select, insert, update, delete on mailbox, mail_limited, mail_bounced to spil_app;
grant select, insert, update on incoming_mail to spil_app;
grant select, insert, delete on mailbox_seen to spil_app;
grant select, insert on mail_reference, mail_participant, mail_body, mail_answer to spil_app;
grant delete on mail_answer to spil_app;

alter table mailbox enable row level security;
create policy mailbox_all on mailbox for all to spil_app using (
  (select spil_system()) or organisation_id = any ((select spil_orgs('admin'))::uuid[])
);
alter table incoming_mail enable row level security;
-- Mail that became part of a case is read through the case: it may be confidential.
create policy incoming_mail_read on incoming_mail for select to spil_app using (
  (select spil_system())
  or (state in ('notProcessed', 'discarded') and organisation_id = any ((select spil_orgs('work'))::uuid[]))
);
create policy incoming_mail_change on incoming_mail for all to spil_app using ((select spil_system())) with check ((select spil_system()));
alter table mailbox_seen enable row level security;
create policy mailbox_seen_system on mailbox_seen for all to spil_app using ((select spil_system()));
alter table mail_reference enable row level security;
create policy mail_reference_system on mail_reference for all to spil_app using ((select spil_system()));
alter table mail_participant enable row level security;
create policy mail_participant_system on mail_participant for all to spil_app using ((select spil_system()));
alter table mail_answer enable row level security;
create policy mail_answer_system on mail_answer for all to spil_app using ((select spil_system()));
alter table mail_limited enable row level security;
create policy mail_limited_system on mail_limited for all to spil_app using ((select spil_system()));
alter table mail_bounced enable row level security;
create policy mail_bounced_system on mail_bounced for all to spil_app using ((select spil_system()));
-- Who may read the entry, or the case that the mail opened, may read its HTML.
alter table mail_body enable row level security;
create policy mail_body_read on mail_body for select to spil_app using (
  (select spil_system())
  or exists (select from entry where entry.id = mail_body.entry_id)
  or exists (select from "case" where "case".id = mail_body.entry_id)
);
create policy mail_body_add on mail_body for insert to spil_app with check ((select spil_system()));
