-- breaking: no
-- Devices that were handed out, and what came back. What somebody signs is written once, as it was called then, and never changed.

create sequence handout_number as int start 1001;

create table handout (
  id uuid primary key,
  number int not null default nextval('handout_number') unique,
  organisation_id uuid not null references organisation,
  receiver_id uuid not null references person,
  issued_by uuid references person,
  issued_at timestamptz not null,
  kind text not null check (kind in ('issue', 'loan')),
  due_on date,
  note text not null,
  -- In which language the receipt is.
  locale text not null check (locale in ('nl', 'en')),
  organisation_name text not null,
  receiver_name text not null,
  issuer_name text not null,
  -- {documentId, version, title, text}, as it was published then; null where the organisation has none.
  terms jsonb,
  instructions jsonb not null,
  signed_at timestamptz,
  signed_how text check (signed_how in ('here', 'qr', 'mail', 'portal')),
  signature jsonb,
  witness_id uuid references person,
  witness_name text,
  declined_at timestamptz,
  declined_why text,
  receipt_hash text,
  receipt_size int,
  receipt_at timestamptz,
  unique (id, organisation_id),
  check ((kind = 'loan') = (due_on is not null)),
  check ((signed_at is null) = (signature is null) and (signed_at is null) = (signed_how is null)),
  check (receipt_hash is null or signed_at is not null)
);
create index handout_organisation on handout (organisation_id, number desc);
create index handout_receiver on handout (receiver_id, number desc);
create index handout_unsigned on handout (organisation_id, number desc) where signed_at is null;
create index handout_no_receipt on handout (signed_at) where signed_at is not null and receipt_hash is null;

create table handout_item (
  handout_id uuid not null,
  item_id uuid not null,
  organisation_id uuid not null,
  place int not null,
  number int not null,
  name text not null,
  kind text not null,
  code text,
  serial text,
  accessories jsonb not null,
  condition text not null,
  ended text check (ended in ('returned', 'lost')),
  ended_at timestamptz,
  ended_by uuid references person,
  condition_back text not null default '',
  missing jsonb not null default '[]',
  note_back text not null default '',
  primary key (handout_id, item_id),
  foreign key (handout_id, organisation_id) references handout (id, organisation_id),
  foreign key (item_id, organisation_id) references item (id, organisation_id),
  check ((ended is null) = (ended_at is null))
);
-- One device is with one person: of two who hand it out in the same moment, one does.
create unique index handout_item_out on handout_item (item_id) where ended_at is null;
create index handout_item_item on handout_item (item_id);

-- A photo is of who uploaded it, until a hand-out or a return names it.
create table handout_photo (
  id uuid primary key,
  organisation_id uuid not null references organisation,
  uploaded_by uuid not null references person,
  uploaded_at timestamptz not null,
  hash text not null,
  type text not null check (type in ('image/jpeg', 'image/png')),
  size int not null,
  handout_id uuid,
  item_id uuid,
  moment text check (moment in ('out', 'back')),
  place int,
  foreign key (handout_id, organisation_id) references handout (id, organisation_id),
  foreign key (handout_id, item_id) references handout_item (handout_id, item_id),
  check ((handout_id is null) = (item_id is null) and (handout_id is null) = (moment is null))
);
create index handout_photo_of on handout_photo (handout_id, item_id, place) where handout_id is not null;
create index handout_photo_loose on handout_photo (uploaded_at) where handout_id is null;

-- About what the receiver was reminded, and when: one of a kind a day, whatever runs twice.
create table handout_reminder (
  handout_id uuid not null references handout,
  about text not null check (about in ('unsigned', 'dueSoon', 'overdue')),
  day date not null,
  primary key (handout_id, about, day)
);

grant usage on sequence handout_number to spil_app;
grant select, insert on handout, handout_item, handout_photo, handout_reminder to spil_app;
-- What was handed out, under which terms and to whom is not among these.
grant update (signed_at, signed_how, signature, witness_id, witness_name, declined_at, declined_why, receipt_hash, receipt_size, receipt_at)
  on handout to spil_app;
grant update (ended, ended_at, ended_by, condition_back, missing, note_back) on handout_item to spil_app;
grant update (handout_id, item_id, moment, place), delete on handout_photo to spil_app;

-- A signature stands: it is not taken back, and nothing is put in its place.
create function spil_signed_stands() returns trigger language plpgsql as $$
begin
  if old.signed_at is not null and (new.signed_at, new.signed_how, new.signature, new.witness_id, new.witness_name, new.declined_at)
      is distinct from (old.signed_at, old.signed_how, old.signature, old.witness_id, old.witness_name, old.declined_at)
    or old.receipt_hash is not null and new.receipt_hash is distinct from old.receipt_hash then
    raise exception 'hand-out % is signed', old.number using errcode = '42501';
  end if;
  return new;
end $$;
create trigger handout_signed_stands before update on handout for each row execute function spil_signed_stands();

-- Readers of the organisation, and who received it.
alter table handout enable row level security;
create policy handout_read on handout for select to spil_app using (
  (select spil_system()) or organisation_id = any ((select spil_orgs('read'))::uuid[]) or receiver_id = (select spil_person())
);
create policy handout_add on handout for insert to spil_app with check (
  (select spil_system()) or organisation_id = any ((select spil_orgs('work'))::uuid[])
);
create policy handout_change on handout for update to spil_app using (
  (select spil_system()) or organisation_id = any ((select spil_orgs('work'))::uuid[])
);
alter table handout_item enable row level security;
create policy handout_item_read on handout_item for select to spil_app using (
  (select spil_system()) or organisation_id = any ((select spil_orgs('read'))::uuid[]) or exists (select from handout h where h.id = handout_id)
);
create policy handout_item_add on handout_item for insert to spil_app with check (
  (select spil_system()) or organisation_id = any ((select spil_orgs('work'))::uuid[])
);
create policy handout_item_change on handout_item for update to spil_app using (
  (select spil_system()) or organisation_id = any ((select spil_orgs('work'))::uuid[])
);
alter table handout_photo enable row level security;
create policy handout_photo_read on handout_photo for select to spil_app using (
  (select spil_system()) or (handout_id is null and uploaded_by = (select spil_person())) or exists (select from handout h where h.id = handout_id)
);
create policy handout_photo_add on handout_photo for insert to spil_app with check (
  (select spil_system()) or (uploaded_by = (select spil_person()) and organisation_id = any ((select spil_orgs('work'))::uuid[]))
);
create policy handout_photo_change on handout_photo for update to spil_app using (
  (select spil_system()) or (handout_id is null and uploaded_by = (select spil_person()))
) with check (
  (select spil_system()) or organisation_id = any ((select spil_orgs('work'))::uuid[])
);
create policy handout_photo_remove on handout_photo for delete to spil_app using ((select spil_system()));
alter table handout_reminder enable row level security;
create policy handout_reminder_read on handout_reminder for select to spil_app using (exists (select from handout h where h.id = handout_id));
create policy handout_reminder_add on handout_reminder for insert to spil_app with check ((select spil_system()));
