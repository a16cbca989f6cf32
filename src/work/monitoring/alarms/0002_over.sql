-- breaking: no
-- Who was told about an alarm hears once that it is over. Of what was told before this it was not promised.
alter table monitoring_alarm_told add column over_at timestamptz;
update monitoring_alarm_told set over_at = told_at;
create index monitoring_alarm_told_over on monitoring_alarm_told (told_at) where over_at is null;
create policy monitoring_alarm_told_change on monitoring_alarm_told for update to spil_app using ((select spil_system()));
