-- breaking: no
-- An item offered to more organisations than its own; and the agreement that its cases get, which was a word that nothing read.

alter table catalogue_item add unique (id, organisation_id);
create table catalogue_offer (
  item_id uuid not null,
  organisation_id uuid not null references organisation,
  -- Whose item it is, so that the policies of both tables do not ask about each other.
  owner_id uuid not null,
  primary key (item_id, organisation_id),
  foreign key (item_id, owner_id) references catalogue_item (id, organisation_id)
);
create index catalogue_offer_organisation on catalogue_offer (organisation_id);
grant select, insert, delete on catalogue_offer to spil_app;
alter table catalogue_offer enable row level security;
create policy catalogue_offer_read on catalogue_offer for select to spil_app using (
  (select spil_system()) or owner_id = any ((select spil_orgs('read'))::uuid[]) or organisation_id = any ((select spil_orgs('member'))::uuid[])
);
-- Who decides for both: nobody puts something into the catalogue of an organisation that is not theirs to lead.
create policy catalogue_offer_add on catalogue_offer for insert to spil_app with check (
  owner_id = any ((select spil_orgs('lead'))::uuid[]) and organisation_id = any ((select spil_orgs('lead'))::uuid[])
);
create policy catalogue_offer_remove on catalogue_offer for delete to spil_app using (owner_id = any ((select spil_orgs('lead'))::uuid[]));

drop policy catalogue_item_read on catalogue_item;
create policy catalogue_item_read on catalogue_item for select to spil_app using (
  (select spil_system()) or organisation_id = any ((select spil_orgs('read'))::uuid[])
  or (active and organisation_id = any ((select spil_orgs('member'))::uuid[]))
  or (active and exists (select from catalogue_offer o where o.item_id = id and o.organisation_id = any ((select spil_orgs('member'))::uuid[])))
);
drop policy catalogue_version_read on catalogue_version;
create policy catalogue_version_read on catalogue_version for select to spil_app using (
  (select spil_system()) or organisation_id = any ((select spil_orgs('member'))::uuid[])
  or exists (select from catalogue_offer o where o.item_id = catalogue_version.item_id and o.organisation_id = any ((select spil_orgs('member'))::uuid[]))
);

update catalogue_version set definition = definition - 'agreementKey' || '{"agreementId": null}';
