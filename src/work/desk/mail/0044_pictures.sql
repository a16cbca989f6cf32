-- breaking: no
-- Pictures at an address elsewhere in the HTML of a mail: fetched once, only when somebody asked for it.
create table mail_picture (
  entry_id uuid not null references mail_body,
  -- As it stands in the HTML.
  url text not null check (length(url) <= 2000),
  asked_by uuid not null references person,
  asked_at timestamptz not null,
  -- In the files, once it is here.
  hash text,
  type text check (type in ('image/png', 'image/jpeg', 'image/gif', 'image/webp')),
  size int,
  -- Why it could not be had.
  why text,
  primary key (entry_id, url),
  check ((hash is null) = (type is null) and (hash is null) = (size is null) and (hash is null or why is null))
);
grant select, insert, update on mail_picture to spil_app;

alter table mail_picture enable row level security;
create policy mail_picture_read on mail_picture for select to spil_app using (
  (select spil_system()) or exists (select from mail_body where mail_body.entry_id = mail_picture.entry_id)
);
create policy mail_picture_ask on mail_picture for insert to spil_app with check (
  asked_by = (select spil_person()) and hash is null and why is null
  and exists (
    select from mail_body b join "case" c on c.id = b.case_id
    where b.entry_id = mail_picture.entry_id and c.organisation_id = any ((select spil_orgs('work'))::uuid[])
  )
);
create policy mail_picture_ask_again on mail_picture for update to spil_app using (
  exists (
    select from mail_body b join "case" c on c.id = b.case_id
    where b.entry_id = mail_picture.entry_id and c.organisation_id = any ((select spil_orgs('work'))::uuid[])
  )
) with check (asked_by = (select spil_person()) and hash is null and why is null);
create policy mail_picture_fetched on mail_picture for update to spil_app using ((select spil_system()));
