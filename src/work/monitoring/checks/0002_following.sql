-- breaking: no
-- An import of items can be undone although templates ask them things: this goes with them. What somebody asks of one item by hand holds it.
comment on table monitoring_check is 'Worked out of its item: goes with it, and does not hold it.';
comment on table monitoring_stale is 'Worked out of its item: goes with it, and does not hold it.';
