-- breaking: no
-- Until when makers support what is in use: data that an organisation brought, and what that says of each item.

create table support_data (
  organisation_id uuid not null references organisation,
  product text not null,
  cycles jsonb not null,
  -- How old the file was, and when it was brought.
  dated date not null,
  brought_at timestamptz not null,
  brought_by uuid,
  primary key (organisation_id, product)
);

-- Items of which something is known; `due`: to be looked at again.
create table support_item (
  item_id uuid primary key,
  organisation_id uuid not null,
  due boolean not null default true,
  foreign key (item_id, organisation_id) references item (id, organisation_id) on delete cascade
);
create index support_item_due on support_item (item_id) where due;
create index support_item_organisation on support_item (organisation_id);

create table support_standing (
  item_id uuid not null,
  organisation_id uuid not null,
  product text not null,
  cycle text not null,
  about text not null check (about in ('os', 'software')),
  label text not null,
  found text not null,
  -- Null: no end is known.
  until date,
  extended_until date,
  primary key (item_id, product, cycle),
  foreign key (item_id, organisation_id) references item (id, organisation_id) on delete cascade
);
create index support_standing_until on support_standing (organisation_id, until, product, cycle);

insert into support_item (item_id, organisation_id)
  select distinct item_id, organisation_id from item_fact where key in ('os.name', 'os.fullName') on conflict do nothing;

grant select, insert, update, delete on support_data, support_item, support_standing to spil_app;
alter table support_data enable row level security;
create policy support_data_read on support_data for select to spil_app using (
  (select spil_system()) or organisation_id = any ((select spil_orgs('read'))::uuid[])
);
create policy support_data_write on support_data for all to spil_app using (
  (select spil_system()) or organisation_id = any ((select spil_orgs('lead'))::uuid[])
);
alter table support_item enable row level security;
create policy support_item_read on support_item for select to spil_app using (
  (select spil_system()) or organisation_id = any ((select spil_orgs('read'))::uuid[])
);
create policy support_item_write on support_item for all to spil_app using (
  (select spil_system()) or organisation_id = any ((select spil_orgs('lead'))::uuid[])
);
alter table support_standing enable row level security;
create policy support_standing_read on support_standing for select to spil_app using (
  (select spil_system()) or organisation_id = any ((select spil_orgs('read'))::uuid[])
);
create policy support_standing_write on support_standing for all to spil_app using ((select spil_system()));
