-- breaking: no
-- Which promise was said to be late: another promise is another one.
alter table outage add column late_told_for timestamptz;
