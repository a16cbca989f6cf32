-- breaking: no
-- An import of items can be undone although norms looked at them: this goes with them.
comment on table norm_watch is 'Worked out of its item: goes with it, and does not hold it.';
comment on table norm_standing is 'Worked out of its item: goes with it, and does not hold it.';
