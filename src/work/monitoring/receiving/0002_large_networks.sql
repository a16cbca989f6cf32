-- breaking: no
-- A network that large holds the senders of other organisations as well: only who administrates this installation takes from there.
create policy monitoring_network_large on monitoring_network as restrictive for insert to spil_app with check (
  (select spil_system()) or masklen(network) >= case family(network) when 4 then 16 else 48 end or (select spil_administrates_all())
);
