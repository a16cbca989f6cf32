-- breaking: no
-- Which item has an address: asked for every trap, and few facts are addresses.
create index item_fact_addresses on item_fact (organisation_id) where key = 'net.addresses';
