-- breaking: no
-- How a person last printed labels.
create table item_label_choice (
  person_id uuid primary key references person,
  choice jsonb not null,
  at timestamptz not null
);
grant select, insert, update, delete on item_label_choice to spil_app;
alter table item_label_choice enable row level security;
create policy item_label_choice_own on item_label_choice for all to spil_app using ((select spil_system()) or person_id = (select spil_person()));
