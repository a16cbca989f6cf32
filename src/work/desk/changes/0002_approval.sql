-- breaking: no
-- The approval that was asked for it, so that what ends an earlier one changes nothing.
alter table change add column approval_id uuid;
