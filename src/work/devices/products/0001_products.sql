-- breaking: no
-- What an organisation says of a product, and what follows from that for its devices.

create table software_product (
  organisation_id uuid not null references organisation,
  product text not null,
  -- The newest version that was told of; '' when none says.
  newest text not null default '',
  -- Null: nobody said.
  judged text check (judged in ('wanted', 'unwanted')),
  why text not null default '',
  -- Below this it is behind; null: below the newest.
  minimum text,
  -- Of what is wanted: it must be on these devices. No kinds: of every kind; no tags: whatever their tags.
  required boolean not null default false,
  kinds text[] not null default '{}',
  tags text[] not null default '{}',
  version int not null default 0,
  changed_at timestamptz,
  changed_by uuid,
  primary key (organisation_id, product)
);
create index software_product_judged on software_product (organisation_id, judged) where judged is not null;

-- Devices of which is looked at what they have and lack; once, however often they are marked.
create table software_follow (
  item_id uuid primary key references item on delete cascade,
  organisation_id uuid not null,
  at timestamptz not null
);
create index software_follow_at on software_follow (at, item_id);

grant select, insert, update on software_product to spil_app;
grant select, insert, update, delete on software_follow to spil_app;
alter table software_product enable row level security;
create policy software_product_read on software_product for select to spil_app using (
  (select spil_system()) or organisation_id = any ((select spil_orgs('read'))::uuid[])
);
create policy software_product_write on software_product for all to spil_app using (
  (select spil_system()) or organisation_id = any ((select spil_orgs('lead'))::uuid[])
);
alter table software_follow enable row level security;
create policy software_follow_all on software_follow for all to spil_app using ((select spil_system()));

-- What was told of before is put in order at the first look.
insert into software_product (organisation_id, product) select distinct organisation_id, product from software_title on conflict do nothing;
insert into software_follow (item_id, organisation_id, at)
  select distinct item_id, organisation_id, now() from inventory_agent where item_id is not null and organisation_id is not null and software_seen_at is not null
  on conflict do nothing;
