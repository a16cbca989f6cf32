-- breaking: no
-- Views were of the list of cases alone; now each list has its own. Who sees and changes them stays as it was.
alter table saved_view add column list text not null default 'cases';

-- What each person puts first in a list, and what opens by itself there. view_choice stays for a program of before.
create table list_choice (
  person_id uuid not null references person,
  list text not null,
  ids uuid[] not null,
  default_id uuid references saved_view on delete set null,
  primary key (person_id, list)
);
insert into list_choice (person_id, list, ids, default_id) select person_id, 'cases', ids, default_id from view_choice;

grant select, insert, update on list_choice to spil_app;
alter table list_choice enable row level security;
create policy list_choice_own on list_choice for all to spil_app using ((select spil_system()) or person_id = (select spil_person()));
